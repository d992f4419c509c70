//! Mandates by deadline: a line of time from top to bottom, each statement a row with its status as a mark and a word.

use super::draw::{LETTERS, element_id, ids};
use super::face::{Metrics, shown};
use super::head::Head;
use super::layout::Size;
use super::projection::{Language, Mention, Projection};
use super::svg::{Frame, Picture, Style};
use super::words::{self, say};
use super::xml::{Px, Xml};
use petgraph::visit::EdgeRef;
use std::collections::BTreeMap;
use std::fmt::Write;

const ROW: f64 = 19.0;
const WIDEST: f64 = 560.0;
/// More lines of a row than this are cut; its title has all.
const MOST_LINES: usize = 40;

/// A statement with a deadline.
pub(super) struct Due<'p> {
    pub deadline: &'p str,
    pub from: &'p str,
    pub to: &'p str,
    pub kind: &'p str,
    /// Its place among the edges.
    pub edge: usize,
    pub mention: &'p Mention,
}

/// All statements with a deadline, by deadline.
pub(super) fn due<'p>(projection: &'p Projection, head: &Head) -> Vec<Due<'p>> {
    let graph = &projection.graph;
    let mut rows: Vec<Due> = Vec::new();
    for edge in graph.edge_references() {
        let ends = [edge.source(), edge.target()].map(|end| &*graph[end].label);
        let dated = edge.weight().mentions.iter().filter(|mention| !mention.deadline.is_empty());
        rows.extend(dated.map(|mention| Due {
            deadline: &mention.deadline,
            from: ends[0],
            to: ends[1],
            kind: &edge.weight().kind,
            edge: edge.id().index(),
            mention,
        }));
    }
    rows.sort_by_cached_key(|row| {
        (head.day_of(row.deadline), row.mention.day.clone(), row.mention.iri.clone(), row.to.to_owned())
    });
    rows
}

/// Draws the statements of a projection that have a deadline. A row is `<g class="edge">` and says in `data-of` of which edge it
/// is, and in `data-mention` of which statement.
#[must_use]
pub fn timeline(projection: &Projection, head: &Head, style: &Style) -> Picture {
    let metrics = Metrics::new();
    let language = style.language;
    let rows = due(projection, head);
    let (_, edge_ids) = ids(projection);
    let mut body = String::new();
    let left = rows
        .iter()
        .map(|row| metrics.width(&shown(&head.due(row.deadline, language)), LETTERS))
        .fold(60.0, f64::max)
        .min(330.0)
        + 26.0;
    let (mut y, mut width) = (0.0, 0.0_f64);
    let mut before = None;
    let _ = writeln!(body, "<g class=\"timeline\">");
    for row in &rows {
        if before.replace(row.deadline) != Some(row.deadline) {
            y += 10.0;
            let line = metrics.wrap(&head.due(row.deadline, language), LETTERS, left - 24.0, 1).concat();
            let _ = writeln!(
                body,
                "<text x=\"{}\" y=\"{}\" font-size=\"{LETTERS}\" text-anchor=\"end\" fill=\"#1a1a1a\">{}</text>\
                 <circle cx=\"{left}\" cy=\"{}\" r=\"5\" fill=\"#1f78b4\"/>",
                Px(left - 14.0),
                Px(y + 13.0),
                Xml(&line),
                Px(y + 9.0),
                left = Px(left),
            );
        }
        let text = sentence(projection, row, language);
        let id = element_id('e', &[&row.mention.iri, row.to]);
        let _ = write!(
            body,
            "<g class=\"edge\" id=\"{id}\" data-of=\"{}\" data-mention=\"{}\"><title>{}: {}. {}</title>",
            edge_ids[row.edge],
            Xml(&row.mention.iri),
            Xml(&shown(&head.due(row.deadline, language))),
            Xml(&shown(&text)),
            Xml(&shown(&row.mention.sentence))
        );
        mark(&mut body, &row.mention.status, left + 22.0, y + 9.0);
        for line in metrics.wrap(&text, LETTERS, WIDEST, MOST_LINES) {
            let _ = write!(
                body,
                "<text x=\"{}\" y=\"{}\" font-size=\"{LETTERS}\" fill=\"#1a1a1a\">{}</text>",
                Px(left + 36.0),
                Px(y + 13.0),
                Xml(&line)
            );
            width = width.max(left + 36.0 + metrics.width(&line, LETTERS));
            y += ROW;
        }
        body.push_str("</g>\n");
    }
    let _ = writeln!(body, "<path d=\"M{0} 0V{1}\" stroke=\"#1f78b4\" stroke-width=\"2\"/></g>", Px(left), Px(y));
    let mut frame = Frame::new(&metrics, language, width);
    frame.above(head, false, rows.is_empty());
    if !rows.is_empty() {
        frame.body(&body, Size { width, height: y });
    }
    frame.marks(&statuses(&rows), mark);
    frame.below(projection, head, false);
    frame.finish(head, projection, false)
}

/// `IMK → BMI: bittet · erbeten · TOP 11 Ziffer 1`.
fn sentence(projection: &Projection, row: &Due<'_>, language: Language) -> String {
    let mut parts = vec![format!("{} → {}: {}", row.from, row.to, projection.name(row.kind, language))];
    let status = words::status(&row.mention.status, language);
    parts.extend([status, &row.mention.place].into_iter().filter(|part| !part.is_empty()).map(str::to_owned));
    parts.join(" · ")
}

fn statuses<'r>(rows: &'r [Due<'_>]) -> BTreeMap<&'r str, usize> {
    let mut counts = BTreeMap::new();
    for row in rows.iter().filter(|row| !row.mention.status.is_empty()) {
        *counts.entry(&*row.mention.status).or_default() += 1;
    }
    counts
}

/// Done is a full circle, pledged a square, what else there is an open circle.
fn mark(out: &mut String, status: &str, x: f64, y: f64) {
    let (x, y) = (Px(x), y);
    let _ = match status {
        "done" => write!(out, "<circle cx=\"{x}\" cy=\"{}\" r=\"5\" fill=\"#00795a\" stroke=\"#00795a\"/>", Px(y)),
        "pledged" => write!(
            out,
            "<rect x=\"{}\" y=\"{}\" width=\"10\" height=\"10\" fill=\"#fbe7c1\" stroke=\"#9a6a00\"/>",
            Px(x.0 - 5.0),
            Px(y - 5.0)
        ),
        "" => Ok(()),
        _ => write!(
            out,
            "<circle cx=\"{x}\" cy=\"{}\" r=\"5\" fill=\"#ffffff\" stroke=\"#b84a00\" stroke-width=\"1.5\"/>",
            Px(y)
        ),
    };
}

/// The rows of the timeline as a table of Markdown.
#[must_use]
pub fn timeline_table(projection: &Projection, head: &Head, language: Language) -> String {
    let columns = [words::DEADLINE, words::STATUS, words::FROM, words::EDGE, words::TO, words::PLACE]
        .map(|words| say(language, words));
    let mut out = format!("| {} |\n|{}\n", columns.join(" | "), " --- |".repeat(columns.len()));
    for row in due(projection, head) {
        let status = words::status(&row.mention.status, language);
        let cells = [
            &head.due(row.deadline, language),
            status,
            row.from,
            projection.name(row.kind, language),
            row.to,
            &row.mention.place,
        ];
        let _ = writeln!(out, "| {} |", cells.map(super::twin::escaped).join(" | "));
    }
    out
}
