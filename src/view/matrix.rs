//! Body by body: who says how much to whom, with those that belong together side by side.

use super::draw::{LETTERS, element_id};
use super::face::{Metrics, shown};
use super::head::Head;
use super::layout::Size;
use super::measure::OF_NODES;
use super::projection::Projection;
use super::svg::{Frame, Picture, Style};
use super::table::csv;
use super::words::{self, say};
use super::xml::{Px, Xml};
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use std::collections::BTreeMap;
use std::fmt::Write;

const CELL: f64 = 22.0;
/// Labels that are wider go over two lines of small letters.
const LABEL: f64 = 230.0;
const SMALL: f64 = 9.0;
/// More rows than this are not drawn; the table has all.
const MOST: usize = 300;

/// The nodes in the order of their communities, and within those of their weight; for each its community.
fn order(projection: &Projection) -> Vec<(NodeIndex, u32)> {
    let measures = projection.measures();
    let column = |name: &str| OF_NODES.iter().position(|measure| measure.name == name).unwrap_or_default();
    let (community, into, out) = (column("community"), column("weighted-in-degree"), column("weighted-out-degree"));
    let mut nodes: Vec<(NodeIndex, u32, f64)> = projection
        .graph
        .node_indices()
        .zip(&measures.nodes)
        .map(|(node, row)| {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small count")]
            (node, row[community] as u32, row[into] + row[out])
        })
        .collect();
    nodes.sort_by(|a, b| a.1.cmp(&b.1).then(b.2.total_cmp(&a.2)).then(a.0.cmp(&b.0)));
    nodes.into_iter().map(|(node, community, _)| (node, community)).collect()
}

/// Statements from one node to another, of all kinds together.
fn weights(projection: &Projection) -> BTreeMap<(NodeIndex, NodeIndex), u32> {
    let mut weights = BTreeMap::new();
    for edge in projection.graph.edge_references() {
        *weights.entry((edge.source(), edge.target())).or_default() += edge.weight().weight();
    }
    weights
}

/// Draws the matrix: rows inform columns; a cell holds the number of statements and is darker the more there are.
#[must_use]
pub fn matrix(projection: &Projection, head: &Head, style: &Style) -> Picture {
    let metrics = Metrics::new();
    let language = style.language;
    let graph = &projection.graph;
    let all = order(projection);
    let nodes = &all[..all.len().min(MOST)];
    let weights = weights(projection);
    let heaviest = f64::from(weights.values().max().copied().unwrap_or(1));
    let label = |node: NodeIndex| -> (Vec<String>, f64) {
        let text = &graph[node].label;
        let lines = metrics.wrap(text, LETTERS, LABEL, 2);
        if lines.len() == 1 { (lines, LETTERS) } else { (metrics.wrap(text, SMALL, 1.5 * LABEL, 2), SMALL) }
    };
    let width =
        |(lines, size): (Vec<String>, f64)| lines.iter().map(|line| metrics.width(line, size)).fold(0.0, f64::max);
    let left = nodes.iter().map(|(node, _)| width(label(*node))).fold(0.0, f64::max) + 8.0;
    let mut body = String::from("<g class=\"matrix\">\n");
    let mut before = None;
    // A line between communities, in both directions.
    let mut places: Vec<(NodeIndex, f64)> = Vec::new();
    let mut lines = Vec::new();
    let mut at = left;
    for (node, community) in nodes {
        if before.replace(*community).is_some_and(|before| before != *community) {
            lines.push(at + 2.0);
            at += 4.0;
        }
        places.push((*node, at));
        at += CELL;
    }
    let end = at;
    for (node, x) in &places {
        let (lines, size) = label(*node);
        let first = CELL / 2.0 + size * 0.36 - if lines.len() > 1 { size * 0.6 } else { 0.0 };
        for (line, row) in lines.iter().zip(0_u32..) {
            let offset = x + first + f64::from(row) * size * 1.15;
            let _ = writeln!(
                body,
                "<text x=\"{}\" y=\"{}\" font-size=\"{size}\" text-anchor=\"end\" fill=\"#1a1a1a\">{text}</text>\
                 <text transform=\"translate({} {}) rotate(-90)\" font-size=\"{size}\" fill=\"#1a1a1a\">{text}</text>",
                Px(left - 6.0),
                Px(offset),
                Px(offset),
                Px(left - 6.0),
                text = Xml(line),
            );
        }
    }
    for (from, y) in &places {
        for (to, x) in &places {
            let weight = weights.get(&(*from, *to)).copied();
            let share = weight.map_or(0.0, |weight| 0.2 + 0.8 * (f64::from(weight) / heaviest).sqrt());
            let (from, to) = (&graph[*from], &graph[*to]);
            let (fill, ink) = shade(share);
            let Some(weight) = weight else {
                let _ = writeln!(
                    body,
                    "<rect x=\"{}\" y=\"{}\" width=\"{CELL}\" height=\"{CELL}\" fill=\"#ffffff\" stroke=\"#e3e3e3\"/>",
                    Px(*x),
                    Px(*y)
                );
                continue;
            };
            let _ = writeln!(
                body,
                "<g class=\"cell\" id=\"{}\"><title>{} → {}: {weight}</title><rect x=\"{}\" y=\"{}\" width=\"{CELL}\" height=\"{CELL}\" fill=\"{fill}\" stroke=\"#ffffff\"/>\
                 <text x=\"{}\" y=\"{}\" font-size=\"10.5\" text-anchor=\"middle\" fill=\"{ink}\">{weight}</text></g>",
                element_id('c', &[&from.iri, &to.iri]),
                Xml(&shown(&from.label)),
                Xml(&shown(&to.label)),
                Px(*x),
                Px(*y),
                Px(x + CELL / 2.0),
                Px(y + CELL / 2.0 + 3.8)
            );
        }
    }
    for line in lines {
        let (line, left, end) = (Px(line), Px(left), Px(end));
        let _ = writeln!(
            body,
            "<path d=\"M{left} {line}H{end}M{line} {left}V{end}\" stroke=\"#1f78b4\" stroke-width=\"1.5\"/>"
        );
    }
    body.push_str("</g>\n");
    let mut frame = Frame::new(&metrics, language, end);
    frame.above(head, false, nodes.is_empty());
    if !nodes.is_empty() {
        frame.body(&body, Size { width: end, height: end });
    }
    frame.note(say(language, words::MATRIX));
    frame.below(projection, head, false);
    Picture { svg: frame.finish(head, projection), simplified: all.len() > MOST }
}

/// A blue that is darker for a larger share, and letters that stand out from it.
fn shade(share: f64) -> (String, &'static str) {
    let mix = |light: f64, dark: f64| light + (dark - light) * share;
    let [r, g, b] = [mix(255.0, 16.0), mix(255.0, 62.0), mix(255.0, 110.0)].map(f64::round);
    (format!("rgb({r},{g},{b})"), if share > 0.55 { "#ffffff" } else { "#1a1a1a" })
}

/// The matrix as CSV: the first column names who informs, the first row who is informed.
#[must_use]
pub fn matrix_csv(projection: &Projection) -> String {
    let nodes = order(projection);
    let weights = weights(projection);
    let label = |node: &NodeIndex| projection.graph[*node].label.clone();
    let head = std::iter::once(String::new()).chain(nodes.iter().map(|(node, _)| label(node))).collect();
    let rows = nodes.iter().map(|(from, _)| {
        let cell = |to: &NodeIndex| weights.get(&(*from, *to)).map(ToString::to_string).unwrap_or_default();
        std::iter::once(label(from)).chain(nodes.iter().map(|(to, _)| cell(to))).collect()
    });
    csv(std::iter::once(head).chain(rows))
}

/// The matrix as a table of Markdown.
#[must_use]
pub fn matrix_table(projection: &Projection) -> String {
    let nodes = order(projection);
    let weights = weights(projection);
    let label = |node: &NodeIndex| super::twin::escaped(&projection.graph[*node].label);
    let names: Vec<String> = nodes.iter().map(|(node, _)| label(node)).collect();
    let mut out = format!("| | {} |\n|{}\n", names.join(" | "), " --- |".repeat(nodes.len() + 1));
    for (from, _) in &nodes {
        let cells: Vec<String> = nodes
            .iter()
            .map(|(to, _)| weights.get(&(*from, *to)).map(ToString::to_string).unwrap_or_default())
            .collect();
        let _ = writeln!(out, "| **{}** | {} |", label(from), cells.join(" | "));
    }
    out
}
