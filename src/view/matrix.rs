//! Body by body: who says how much to whom, with those that belong together side by side.

use super::draw::{LETTERS, element_id, ids};
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

const CELL: f64 = 20.0;
/// Labels that are wider go over several lines, and make their row and column wider.
const LABEL: f64 = 230.0;
const LINE: f64 = 14.0;
/// More lines than this are cut; the title of the row has all.
const MOST_LINES: usize = 14;
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

/// A row, and the column of the same node.
struct Row {
    node: NodeIndex,
    lines: Vec<String>,
    at: f64,
    size: f64,
}

/// Draws the matrix: rows inform columns; a cell holds the number of statements and is darker the more there are.
///
/// A cell is `<g class="cell">` and the label of a row or column `<g class="name">`; both say in `data-of` which edges or which
/// node they stand for.
#[must_use]
pub fn matrix(projection: &Projection, head: &Head, style: &Style) -> Picture {
    let metrics = Metrics::new();
    let language = style.language;
    let graph = &projection.graph;
    let all = order(projection);
    let nodes = &all[..all.len().min(MOST)];
    let wrapped = nodes.iter().map(|(node, _)| metrics.wrap(&graph[*node].label, LETTERS, LABEL, MOST_LINES));
    let wrapped: Vec<Vec<String>> = wrapped.collect();
    let left = wrapped.iter().flatten().map(|line| metrics.width(line, LETTERS)).fold(0.0, f64::max) + 8.0;
    let mut before = None;
    // A line between communities, in both directions.
    let mut borders = Vec::new();
    let mut rows: Vec<Row> = Vec::with_capacity(nodes.len());
    let mut at = left;
    for ((node, community), lines) in nodes.iter().zip(wrapped) {
        if before.replace(*community).is_some_and(|before| before != *community) {
            borders.push(at + 2.0);
            at += 4.0;
        }
        let size = CELL.max(LINE * f64::from(u32::try_from(lines.len()).unwrap_or(1)) + 2.0);
        rows.push(Row { node: *node, lines, at, size });
        at += size;
    }
    let end = at;
    let mut body = String::from("<g class=\"matrix\">\n");
    names(&mut body, projection, &rows, left);
    cells(&mut body, projection, &rows);
    for border in borders {
        let (border, left, end) = (Px(border), Px(left), Px(end));
        let _ = writeln!(
            body,
            "<path d=\"M{left} {border}H{end}M{border} {left}V{end}\" stroke=\"#1f78b4\" stroke-width=\"1.5\"/>"
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
    frame.finish(head, projection, all.len() > MOST)
}

/// The labels of rows, at the left, and of columns, at the top and turned.
fn names(out: &mut String, projection: &Projection, rows: &[Row], left: f64) {
    let (ids, _) = ids(projection);
    for Row { node, lines, at, size } in rows {
        let (id, label) = (&ids[node.index()], shown(&projection.graph[*node].label));
        let first =
            at + size / 2.0 + LETTERS * 0.36 - LINE * f64::from(u32::try_from(lines.len()).unwrap_or(1) - 1) / 2.0;
        let edge = Px(left - 6.0);
        for is_row in [true, false] {
            let _ = write!(out, "<g class=\"name\" data-of=\"{id}\"><title>{}</title>", Xml(&label));
            for (line, row) in lines.iter().zip(0_u32..) {
                let (line, offset) = (Xml(line), Px(first + f64::from(row) * LINE));
                let _ = if is_row {
                    write!(
                        out,
                        "<text x=\"{edge}\" y=\"{offset}\" font-size=\"{LETTERS}\" text-anchor=\"end\" fill=\"#1a1a1a\">{line}</text>"
                    )
                } else {
                    write!(
                        out,
                        "<text transform=\"translate({offset} {edge}) rotate(-90)\" font-size=\"{LETTERS}\" fill=\"#1a1a1a\">{line}</text>"
                    )
                };
            }
            out.push_str("</g>\n");
        }
    }
}

fn cells(out: &mut String, projection: &Projection, rows: &[Row]) {
    let graph = &projection.graph;
    let (_, ids) = ids(projection);
    let mut edges: BTreeMap<(NodeIndex, NodeIndex), Vec<&str>> = BTreeMap::new();
    for (edge, id) in graph.edge_references().zip(&ids) {
        edges.entry((edge.source(), edge.target())).or_default().push(id);
    }
    let weights = weights(projection);
    let heaviest = f64::from(weights.values().max().copied().unwrap_or(1));
    for (row, column) in rows.iter().flat_map(|row| rows.iter().map(move |column| (row, column))) {
        let (x, y, width, height) = (Px(column.at), Px(row.at), Px(column.size), Px(row.size));
        let Some(weight) = weights.get(&(row.node, column.node)) else {
            let _ = writeln!(
                out,
                "<rect class=\"empty\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"#ffffff\" stroke=\"#e3e3e3\"/>"
            );
            continue;
        };
        let (fill, ink) = shade(0.2 + 0.8 * (f64::from(*weight) / heaviest).sqrt());
        let (from, to) = (&graph[row.node], &graph[column.node]);
        let _ = writeln!(
            out,
            "<g class=\"cell\" id=\"{}\" data-of=\"{}\"><title>{} → {}: {weight}</title>\
             <rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{fill}\" stroke=\"#ffffff\"/>\
             <text class=\"weight\" x=\"{}\" y=\"{}\" font-size=\"{LETTERS}\" text-anchor=\"middle\" fill=\"{ink}\">{weight}</text></g>",
            element_id('c', &[&from.iri, &to.iri]),
            edges.get(&(row.node, column.node)).map(|ids| ids.join(" ")).unwrap_or_default(),
            Xml(&shown(&from.label)),
            Xml(&shown(&to.label)),
            Px(column.at + column.size / 2.0),
            Px(row.at + row.size / 2.0 + 4.3)
        );
    }
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
