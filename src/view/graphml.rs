//! `GraphML`, for yEd, `NetworkX`, igraph and others.

use super::draw::ids;
use super::projection::{Language, Projection};
use super::xml::Xml;
use petgraph::visit::EdgeRef;
use std::fmt::Write;

/// Keys of what is said of nodes and edges: name, whether of edges, type.
const KEYS: [(&str, &str, &str); 8] = [
    ("label", "node", "string"),
    ("iri", "node", "string"),
    ("kind", "node", "string"),
    ("group", "node", "string"),
    ("relation", "edge", "string"),
    ("relation_label", "edge", "string"),
    ("weight", "edge", "int"),
    ("evidence", "edge", "string"),
];

/// Writes a projection as `GraphML`; parallel edges stay apart.
#[must_use]
pub fn graphml(projection: &Projection, language: Language) -> String {
    let graph = &projection.graph;
    let (nodes, edges) = ids(projection);
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns \
         http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n",
    );
    for (name, of, kind) in KEYS {
        let _ = writeln!(out, "<key id=\"{name}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>");
    }
    out.push_str("<graph id=\"gremium\" edgedefault=\"directed\">\n");
    let data = |out: &mut String, key: &str, value: &str| {
        if !value.is_empty() {
            let _ = write!(out, "<data key=\"{key}\">{}</data>", Xml(value));
        }
    };
    for (node, id) in graph.node_weights().zip(&nodes) {
        let _ = write!(out, "<node id=\"{id}\">");
        for (key, value) in [("label", &node.label), ("iri", &node.iri), ("kind", &node.kind), ("group", &node.group)] {
            data(&mut out, key, value);
        }
        out.push_str("</node>\n");
    }
    for (edge, id) in graph.edge_references().zip(&edges) {
        let (from, to) = (&nodes[edge.source().index()], &nodes[edge.target().index()]);
        let _ = write!(out, "<edge id=\"{id}\" source=\"{from}\" target=\"{to}\">");
        let edge = edge.weight();
        data(&mut out, "relation", &edge.kind);
        data(&mut out, "relation_label", projection.name(&edge.kind, language));
        data(&mut out, "weight", &edge.weight().to_string());
        data(&mut out, "evidence", &edge.mentions.iter().map(|mention| &*mention.iri).collect::<Vec<_>>().join(" "));
        out.push_str("</edge>\n");
    }
    out.push_str("</graph>\n</graphml>\n");
    out
}
