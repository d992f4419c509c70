//! A projection as shapes of SVG: boxes with their words, edges with arrows and labels.

use super::cluster::Clusters;
use super::face::{Metrics, shown};
use super::layout::{Layout, Plan, Point, Rect, Route, Size};
use super::look::{Look, Shape};
use super::projection::{Edge, Language, Projection};
use super::svg::Style;
use super::xml::{Px, Xml};
use petgraph::visit::EdgeRef;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// All letters are of this size, but for the title: what can be read at A4 is as large as may be.
pub(super) const LETTERS: f64 = 12.0;
const LINE: f64 = 15.0;
/// Labels go over lines of this width; those that would need many, over wider ones, as wide and as many as need be for
/// any title of a decision.
const LABEL: f64 = 190.0;
const LONG_LABEL: f64 = 290.0;
const FEW_LINES: usize = 4;
const MOST_LINES: usize = 14;
/// Characters of the name of an edge and of the title of a box.
const MOST_ON_EDGE: usize = 60;
const MOST_ON_BOX: usize = 80;
/// Length of an arrow head.
const HEAD: f64 = 7.0;

/// What is written into the boxes and on the edges, and how much room that takes.
pub(super) struct Written {
    pub lines: Vec<Vec<String>>,
    /// Labels of edges that are too long for a line are cut.
    pub labels: Vec<String>,
    pub clusters: Clusters,
    pub plan: Plan,
}

impl Written {
    pub fn new(projection: &Projection, metrics: &Metrics, style: &Style) -> Self {
        let language = style.language;
        let graph = &projection.graph;
        let kinds = projection.kinds();
        let lines: Vec<Vec<String>> = graph.node_weights().map(|node| label_lines(metrics, &node.label)).collect();
        let size = |lines: &Vec<String>| {
            let width = lines.iter().map(|line| metrics.width(line, LETTERS)).fold(16.0, f64::max);
            let line = LINE * f64::from(u32::try_from(lines.len()).unwrap_or(1));
            Size { width: width + 12.0 + 2.0 * Shape::DEEPEST, height: line + 10.0 }
        };
        let labels: Vec<String> = graph
            .edge_weights()
            .map(|edge| counted(short(&shown(projection.name(&edge.kind, language)), MOST_ON_EDGE), edge))
            .collect();
        let label_size = |label: &String| Size { width: metrics.width(label, LETTERS) + 8.0, height: 14.0 };
        let clusters = Clusters::new(projection, style.cluster, language);
        let title_size =
            |title: &String| Size { width: metrics.width(&short(title, MOST_ON_BOX), LETTERS) + 4.0, height: LINE };
        let plan = Plan {
            nodes: lines.iter().map(size).collect(),
            kinds: graph.node_weights().map(|node| kinds.binary_search(&&*node.kind).unwrap_or(kinds.len())).collect(),
            edges: graph.edge_references().map(|edge| (edge.source().index(), edge.target().index())).collect(),
            labels: labels.iter().map(label_size).collect(),
            clusters: clusters.of.clone(),
            titles: clusters.titles.iter().map(|title| title.as_ref().map(title_size)).collect(),
        };
        Self { lines, labels, clusters, plan }
    }
}

fn label_lines(metrics: &Metrics, label: &str) -> Vec<String> {
    let lines = metrics.wrap(label, LETTERS, LABEL, FEW_LINES);
    let is_cut = lines.last().is_some_and(|line| line.ends_with('…'));
    if is_cut { metrics.wrap(label, LETTERS, LONG_LABEL, MOST_LINES) } else { lines }
}

/// What stands on an edge: its kind, and how many statements it is made of if more than one.
pub(super) fn edge_label(projection: &Projection, edge: &Edge, language: Language) -> String {
    counted(shown(projection.name(&edge.kind, language)), edge)
}

fn counted(name: String, edge: &Edge) -> String {
    match edge.weight() {
        1 => name,
        weight => format!("{name} ×{weight}"),
    }
}

/// A name that must fit on one line of a picture; the whole of it is in the title of its element.
pub(super) fn short(name: &str, most: usize) -> String {
    if name.chars().count() <= most {
        return name.to_owned();
    }
    name.chars().take(most - 1).chain(['…']).collect()
}

/// A name for an element that the same thing has in every picture, and that can be an address within a page.
#[must_use]
pub fn element_id(kind: char, iris: &[&str]) -> String {
    let mut digest = Sha256::new();
    for iri in iris {
        digest.update(iri.as_bytes());
        digest.update([0]);
    }
    digest.finalize().iter().take(8).fold(format!("{kind}-"), |mut id, byte| {
        let _ = write!(id, "{byte:02x}");
        id
    })
}

/// Names of the elements of nodes and edges, in their order. An edge that was kept apart from its like is told by its
/// statement.
pub(super) fn ids(projection: &Projection) -> (Vec<String>, Vec<String>) {
    let graph = &projection.graph;
    let nodes = graph.node_weights().map(|node| element_id('n', &[&node.iri])).collect();
    let mut last = None;
    let edges = graph.edge_references().map(|edge| {
        let (from, to) = (&*graph[edge.source()].iri, &*graph[edge.target()].iri);
        let kind = &*edge.weight().kind;
        let repeated = last.replace((from, to, kind)) == Some((from, to, kind));
        let statement = edge.weight().mentions.first().map(|mention| &*mention.iri).filter(|_| repeated);
        element_id('e', &[from, kind, to, statement.unwrap_or_default()])
    });
    (nodes, edges.collect())
}

/// Draws the boxes of clusters, whose `data-of` names the elements of their nodes.
pub(super) fn cluster_boxes(out: &mut String, written: &Written, layout: &Layout, node_ids: &[String]) {
    let boxes = layout.clusters.iter().filter(|rect| rect.size.width > 0.0);
    for ((title, nodes), rect) in written.clusters.boxes().zip(boxes) {
        let members: Vec<&str> = nodes.iter().map(|node| &*node_ids[*node]).collect();
        let _ = writeln!(
            out,
            "<g class=\"cluster\" data-of=\"{}\"><title>{title}</title>\
             <rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"6\" fill=\"#f4f4f4\" stroke=\"#767676\"/>\
             <text x=\"{}\" y=\"{}\" font-size=\"{LETTERS}\" fill=\"#1a1a1a\">{}</text></g>",
            members.join(" "),
            Px(rect.at.x),
            Px(rect.at.y),
            Px(rect.size.width),
            Px(rect.size.height),
            Px(rect.at.x + 10.0),
            Px(rect.at.y + 16.0),
            Xml(&short(title, MOST_ON_BOX)),
            title = Xml(title),
        );
    }
}

/// Draws edges and boxes, each as a group that says in its attributes what it stands for:
/// `data-iri`, `data-kind` of nodes, `data-from`, `data-to` (names of elements), `data-kind`, `data-weight` of edges.
pub(super) fn shapes(
    out: &mut String,
    projection: &Projection,
    written: &Written,
    layout: &Layout,
    language: Language,
) {
    let graph = &projection.graph;
    let kinds = projection.kinds();
    let (node_ids, edge_ids) = ids(projection);
    if !layout.clusters.is_empty() {
        out.push_str("<g class=\"clusters\">\n");
        cluster_boxes(out, written, layout, &node_ids);
        out.push_str("</g>\n");
    }
    out.push_str("<g class=\"edges\">\n");
    for (((edge, route), label), id) in graph.edge_references().zip(&layout.routes).zip(&written.labels).zip(&edge_ids)
    {
        let (from, to) = (edge.source().index(), edge.target().index());
        let ends = [from, to].map(|node| {
            (layout.boxes[node], Look::of(&graph[petgraph::graph::NodeIndex::new(node)].kind, &kinds).shape)
        });
        let weight = edge.weight().weight();
        let _ = write!(
            out,
            "<g class=\"edge\" id=\"{id}\" data-from=\"{}\" data-to=\"{}\" data-kind=\"{}\" data-weight=\"{weight}\"><title>{} → {}: {}</title>",
            node_ids[from],
            node_ids[to],
            Xml(&edge.weight().kind),
            Xml(&shown(&graph[edge.source()].label)),
            Xml(&shown(&graph[edge.target()].label)),
            Xml(&edge_label(projection, edge.weight(), language))
        );
        route_shape(out, route, &ends, weight, layout.simple);
        if let Some(at) = route.label {
            let size = written.plan.labels[edge.id().index()];
            let _ = write!(
                out,
                "<rect class=\"ground\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"#ffffff\"/>\
                 <text class=\"label\" x=\"{}\" y=\"{}\" font-size=\"{LETTERS}\" text-anchor=\"middle\" fill=\"#333333\">{}</text>",
                Px(at.x - size.width / 2.0),
                Px(at.y - size.height / 2.0),
                Px(size.width),
                Px(size.height),
                Px(at.x),
                Px(at.y + 3.8),
                Xml(label)
            );
        }
        out.push_str("</g>\n");
    }
    out.push_str("</g>\n<g class=\"nodes\">\n");
    for (((node, lines), rect), id) in graph.node_weights().zip(&written.lines).zip(&layout.boxes).zip(&node_ids) {
        let _ = write!(
            out,
            "<g class=\"node\" id=\"{id}\" data-iri=\"{}\" data-kind=\"{}\"><title>{}{}</title>",
            Xml(&node.iri),
            Xml(&node.kind),
            Xml(&shown(&node.label)),
            if node.kind.is_empty() {
                String::new()
            } else {
                format!(" ({})", Xml(projection.name(&node.kind, language)))
            }
        );
        outline(out, Look::of(&node.kind, &kinds), *rect);
        let middle = rect.middle();
        let first = middle.y - LINE * f64::from(u32::try_from(lines.len()).unwrap_or(1) - 1) / 2.0 + 4.3;
        for (line, row) in lines.iter().zip(0_u32..) {
            let _ = write!(
                out,
                "<text x=\"{}\" y=\"{}\" font-size=\"{LETTERS}\" text-anchor=\"middle\" fill=\"#1a1a1a\">{}</text>",
                Px(middle.x),
                Px(first + LINE * f64::from(row)),
                Xml(line)
            );
        }
        out.push_str("</g>\n");
    }
    out.push_str("</g>\n");
}

/// The outline of a box of this look.
pub(super) fn outline(out: &mut String, look: Look, rect: Rect) {
    let corners = look.shape.corners(rect);
    let points: Vec<String> = corners.iter().map(|corner| format!("{},{}", Px(corner.x), Px(corner.y))).collect();
    let _ = write!(
        out,
        "<polygon points=\"{}\" fill=\"{}\" stroke=\"{}\" stroke-width=\"1.2\"/>",
        points.join(" "),
        look.fill,
        look.stroke
    );
}

/// The line of an edge and its arrow head, whose tip touches the border of the box that it leads to.
fn route_shape(out: &mut String, route: &Route, ends: &[(Rect, Shape); 2], weight: u32, simple: bool) {
    let mut points = route.points.clone();
    let count = points.len();
    if count < 2 {
        return;
    }
    if !same(points[0].x, points[1].x) {
        points[0] = on_border(points[0], &ends[0]);
        points[count - 1] = on_border(points[count - 1], &ends[1]);
    }
    let tip = points[count - 1];
    let before = points[count - 2];
    let (dx, dy) = if simple || same(before.x, tip.x) {
        let (dx, dy) = (tip.x - before.x, tip.y - before.y);
        let length = (dx * dx + dy * dy).sqrt().max(0.1);
        (dx / length, dy / length)
    } else {
        ((tip.x - before.x).signum(), 0.0)
    };
    let foot = Point { x: tip.x - dx * HEAD, y: tip.y - dy * HEAD };
    points[count - 1] = Point { x: tip.x - dx * (HEAD - 1.0), y: tip.y - dy * (HEAD - 1.0) };
    let mut path = format!("M{} {}", Px(points[0].x), Px(points[0].y));
    for pair in points.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        if simple || same(a.y, b.y) || same(a.x, b.x) {
            let _ = write!(path, "L{} {}", Px(b.x), Px(b.y));
        } else {
            let x = f64::midpoint(a.x, b.x);
            let _ = write!(path, "C{} {} {} {} {} {}", Px(x), Px(a.y), Px(x), Px(b.y), Px(b.x), Px(b.y));
        }
    }
    let width = if simple { 0.6 } else { 1.1 + f64::from(weight.min(32)).sqrt() * 0.25 };
    let _ = write!(
        out,
        "<path d=\"{path}\" fill=\"none\" stroke=\"#555555\" stroke-width=\"{}\"{}/><polygon points=\"{},{} {},{} {},{}\" fill=\"#555555\"/>",
        Px(width),
        if simple { " stroke-opacity=\"0.35\"" } else { "" },
        Px(tip.x),
        Px(tip.y),
        Px(foot.x - dy * 3.4),
        Px(foot.y + dx * 3.4),
        Px(foot.x + dy * 3.4),
        Px(foot.y - dx * 3.4)
    );
}

fn same(one: f64, other: f64) -> bool {
    (one - other).abs() < 0.01
}

/// A point at the side of a box, moved to where the border of its shape is at that height.
fn on_border(point: Point, (rect, shape): &(Rect, Shape)) -> Point {
    let [left, right] = shape.insets((point.y - rect.at.y) / rect.size.height);
    let is_left = same(point.x, rect.at.x);
    let is_right = same(point.x, rect.at.x + rect.size.width);
    Point { x: point.x + if is_left { left } else { 0.0 } - if is_right { right } else { 0.0 }, y: point.y }
}
