//! Pictures of a graph: a CONSTRUCT says what to draw, the [`Projection`] is what is drawn, and formats write it down.

mod dot;

pub use dot::dot;

use crate::vocab::{gm, rdfs, skos};
use oxrdf::{NamedNode, NamedOrBlankNode, Term, Triple};
use petgraph::graph::DiGraph;
use std::collections::{BTreeMap, BTreeSet};

/// What is drawn: labelled nodes and counted edges between them.
///
/// A node is what stands at an end of an edge, no other: a picture shows nothing that its question did not return.
/// Nodes are in the order of their IRIs and edges in that of their ends and verbs, so the same triples give the same
/// picture.
#[derive(Debug, Default)]
pub struct Projection {
    pub graph: DiGraph<Node, Edge>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    pub iri: String,
    /// Its label, else the last part of its IRI.
    pub label: String,
    /// Last part of the IRI of its kind; empty where the question gave none.
    pub kind: String,
}

/// All that goes the same way by the same verb.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    pub verb: String,
    pub count: u32,
}

/// What says something about a node, or makes a resource an edge.
const DESCRIBING: [&str; 6] = [rdfs::LABEL, skos::PREF_LABEL, gm::BODY_KIND, gm::FROM, gm::TO, gm::FLOW_KIND];

impl Projection {
    /// Reads the answer to a CONSTRUCT.
    ///
    /// `rdfs:label` (or `skos:prefLabel`) and `gm:bodyKind` describe nodes. A resource with `gm:from`, `gm:to` and
    /// `gm:flowKind` is an edge, and resources that agree in all three are one edge and counted. Any other statement
    /// between two resources is an edge as it stands, its property being the verb.
    #[must_use]
    pub fn new(triples: impl IntoIterator<Item = Triple>) -> Self {
        let mut described: BTreeMap<(String, &'static str), String> = BTreeMap::new();
        let mut edges: BTreeSet<[String; 3]> = BTreeSet::new();
        for triple in triples {
            let NamedOrBlankNode::NamedNode(subject) = triple.subject else { continue };
            let property = DESCRIBING.into_iter().find(|property| *property == triple.predicate.as_str());
            match (property, triple.object) {
                (Some(property), Term::NamedNode(value)) => {
                    describe(&mut described, subject, property, value.into_string());
                }
                (Some(property), Term::Literal(value)) => {
                    describe(&mut described, subject, property, value.value().to_owned());
                }
                (None, Term::NamedNode(object)) => {
                    edges.insert([subject.into_string(), object.into_string(), triple.predicate.into_string()]);
                }
                _ => {}
            }
        }
        let fact = |subject: &str, property| described.get(&(subject.to_owned(), property)).map(String::as_str);

        let mut counts: BTreeMap<[&str; 3], u32> = BTreeMap::new();
        for edge in &edges {
            *counts.entry(edge.each_ref().map(String::as_str)).or_default() += 1;
        }
        for ((subject, property), from) in &described {
            if let (gm::FROM, Some(to), Some(verb)) = (*property, fact(subject, gm::TO), fact(subject, gm::FLOW_KIND)) {
                *counts.entry([from, to, verb]).or_default() += 1;
            }
        }
        let mut graph = DiGraph::new();
        let mut nodes = BTreeMap::new();
        for iri in counts.keys().flat_map(|[from, to, _]| [*from, *to]) {
            nodes.entry(iri).or_default();
        }
        for (iri, index) in &mut nodes {
            let label = fact(iri, rdfs::LABEL).or_else(|| fact(iri, skos::PREF_LABEL));
            *index = graph.add_node(Node {
                iri: (*iri).to_owned(),
                label: label.unwrap_or_else(|| last_part(iri)).to_owned(),
                kind: fact(iri, gm::BODY_KIND).map(last_part).unwrap_or_default().to_owned(),
            });
        }
        for ([from, to, verb], count) in counts {
            let edge = Edge { verb: last_part(verb).to_owned(), count };
            if let (Some(from), Some(to)) = (nodes.get(from), nodes.get(to)) {
                graph.add_edge(*from, *to, edge);
            }
        }
        Self { graph }
    }
}

/// Of several values the first in order stands, whatever order the answer came in.
fn describe(
    described: &mut BTreeMap<(String, &'static str), String>,
    subject: NamedNode,
    property: &'static str,
    value: String,
) {
    let old = described.entry((subject.into_string(), property)).or_insert_with(|| value.clone());
    if value < *old {
        *old = value;
    }
}

fn last_part(iri: &str) -> &str {
    iri.rsplit(['/', '#']).next().unwrap_or(iri)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use oxrdf::Literal;

    /// The triples of flows given as `(from, to, verb, label of from)`.
    pub(crate) fn triples(flows: &[(&str, &str, &str, &str)]) -> Vec<Triple> {
        let iri = |name: &str| NamedNode::new_unchecked(format!("https://example.org/{name}"));
        let property = NamedNode::new_unchecked;
        let flows = flows.iter().enumerate().flat_map(|(index, (from, to, verb, label))| {
            let flow = iri(&format!("flow/{index}"));
            [
                Triple::new(flow.clone(), property(gm::FROM), iri(from)),
                Triple::new(flow.clone(), property(gm::TO), iri(to)),
                Triple::new(flow, property(gm::FLOW_KIND), Literal::from(*verb)),
                Triple::new(iri(from), property(rdfs::LABEL), Literal::from(*label)),
                Triple::new(iri("alone"), property(rdfs::LABEL), Literal::from("stands at no edge")),
            ]
        });
        flows.collect()
    }

    #[test]
    fn equal_flows_are_counted_and_order_does_not_matter() {
        let mut flows = triples(&[("a", "b", "informs", "A"), ("a", "b", "informs", "A"), ("b", "a", "asks", "B")]);
        let forward = Projection::new(flows.clone()).graph;
        flows.reverse();
        let backward = Projection::new(flows).graph;
        let edges = |graph: &DiGraph<Node, Edge>| graph.edge_weights().cloned().collect::<Vec<_>>();
        let nodes =
            |graph: &DiGraph<Node, Edge>| graph.node_weights().map(|node| node.label.clone()).collect::<Vec<_>>();
        assert_eq!(
            edges(&forward),
            [Edge { verb: "informs".into(), count: 2 }, Edge { verb: "asks".into(), count: 1 }]
        );
        assert_eq!(nodes(&forward), ["A", "B"]);
        assert_eq!((edges(&forward), nodes(&forward)), (edges(&backward), nodes(&backward)));
    }

    #[test]
    fn a_plain_statement_is_an_edge_once() {
        let part_of = || {
            let node = |name| NamedNode::new_unchecked(format!("https://example.org/{name}"));
            Triple::new(node("a"), node("partOf"), node("b"))
        };
        let graph = Projection::new([part_of(), part_of()]).graph;
        let edge = Edge { verb: "partOf".into(), count: 1 };
        assert_eq!((graph.node_count(), graph.edge_weights().cloned().collect::<Vec<_>>()), (2, vec![edge]));
    }
}
