use super::cluster::Clusters;
use super::draw::edge_label;
use super::face::shown;
use super::look::Look;
use super::projection::{Language, Node, Projection};
use super::svg::Style;
use super::words::{self, say};
use graphviz_rust::dot_structures::{
    Attribute, Edge as DotEdge, EdgeTy, Graph, GraphAttributes, Id, Node as DotNode, NodeId, Stmt, Subgraph, Vertex,
};
use graphviz_rust::printer::{DotPrinter, PrinterContext};
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

/// Writes a projection in the DOT language, with a legend of the kinds of nodes, and a subgraph `cluster_…` for each box.
#[must_use]
pub fn dot(projection: &Projection, style: &Style) -> String {
    let language = style.language;
    let graph = &projection.graph;
    let kinds = projection.kinds();

    let font = || attribute("fontname", "Helvetica");
    let clusters = Clusters::new(projection, style.cluster, language);
    let mut whole = vec![attribute("rankdir", "LR"), font()];
    if !clusters.titles.is_empty() {
        // Its older way to rank gives up where edges between boxes make cycles.
        whole.push(attribute("newrank", "true"));
    }
    let mut statements = vec![
        Stmt::GAttribute(GraphAttributes::Graph(whole)),
        Stmt::GAttribute(GraphAttributes::Node(vec![
            attribute("style", "filled"),
            attribute("fillcolor", "#ffffff"),
            font(),
        ])),
        Stmt::GAttribute(GraphAttributes::Edge(vec![attribute("fontsize", "10"), font()])),
    ];
    statements.extend(graph.node_weights().map(|node| Stmt::Node(dot_node(node, &kinds))));
    statements.extend(clusters.boxes().enumerate().map(|(place, (title, nodes))| {
        let title = Stmt::Attribute(attribute("label", &escape_entities(title)));
        let nodes = nodes
            .into_iter()
            .map(|node| Stmt::Node(DotNode { id: id(&graph[NodeIndex::new(node)].iri), attributes: Vec::new() }));
        let stmts = std::iter::once(title).chain(nodes).collect();
        Stmt::Subgraph(Subgraph { id: Id::Plain(format!("cluster_{place}")), stmts })
    }));
    statements.extend(graph.edge_references().map(|edge| {
        let end = |index: NodeIndex| Vertex::N(id(&graph[index].iri));
        let label = edge_label(projection, edge.weight(), language);
        let attributes = vec![
            attribute("label", &escape_entities(&label)),
            attribute("weight", &edge.weight().weight().to_string()),
        ];
        Stmt::Edge(DotEdge { ty: EdgeTy::Pair(end(edge.source()), end(edge.target())), attributes })
    }));
    if !kinds.is_empty() {
        statements.push(legend(projection, &kinds, language));
    }
    let graph = Graph::DiGraph { id: Id::Plain("gremium".to_owned()), strict: false, stmts: statements };
    graph.print(&mut PrinterContext::default()) + "\n"
}

fn dot_node(node: &Node, kinds: &[&str]) -> DotNode {
    let mut attributes =
        vec![attribute("label", &escape_entities(&shown(&node.label))), attribute("URL", &escape_entities(&node.iri))];
    attributes.extend(look(&node.kind, kinds));
    DotNode { id: id(&node.iri), attributes }
}

fn legend(projection: &Projection, kinds: &[&str], language: Language) -> Stmt {
    let title = Stmt::Attribute(attribute("label", say(language, words::KIND)));
    let nodes = kinds.iter().map(|kind| {
        let mut attributes = vec![attribute("label", &escape_entities(&shown(projection.name(kind, language))))];
        attributes.extend(look(kind, kinds));
        Stmt::Node(DotNode { id: id(&format!("legend {kind}")), attributes })
    });
    Stmt::Subgraph(Subgraph {
        id: Id::Plain("cluster_legend".to_owned()),
        stmts: std::iter::once(title).chain(nodes).collect(),
    })
}

fn look(kind: &str, kinds: &[&str]) -> Vec<Attribute> {
    let look = Look::of(kind, kinds);
    vec![attribute("shape", look.shape.dot), attribute("fillcolor", look.fill), attribute("color", look.stroke)]
}

fn id(name: &str) -> NodeId {
    NodeId(quoted(name), None)
}

fn attribute(name: &str, value: &str) -> Attribute {
    Attribute(Id::Plain(name.to_owned()), quoted(value))
}

/// A quoted string of the DOT language: quote and backslash are escaped, line breaks become `\n`, and control
/// characters, which drawing programs choke on, become blanks.
fn quoted(text: &str) -> Id {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    Id::Escaped(out)
}

/// Graphviz reads character entities in what it shows, though not in the names of nodes.
fn escape_entities(text: &str) -> String {
    text.replace('&', "&amp;")
}

#[cfg(test)]
mod tests {
    use super::super::projection::tests::projection;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever a document calls a body, the picture stays DOT and shows as many nodes and edges as it should.
        #[test]
        fn any_label_stays_a_label(label in "[\\PC\"\\\\\n\r<>&;{}\\[\\]\u{0}]{0,24}", verb in "[a-z\"\\\\]{1,8}") {
            let text = dot(&projection(&[("a", "b", &verb, &label), ("b", "a", &verb, "B")]), &Style::default());
            let parsed = graphviz_rust::parse(&text);
            prop_assert!(parsed.is_ok(), "{text}");
            let Ok(Graph::DiGraph { stmts, .. }) = parsed else { unreachable!() };
            prop_assert_eq!(stmts.iter().filter(|s| matches!(s, Stmt::Node(_))).count(), 2);
            prop_assert_eq!(stmts.iter().filter(|s| matches!(s, Stmt::Edge(_))).count(), 2);
        }
    }
}
