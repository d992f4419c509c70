//! What is drawn: labelled nodes, and edges with the places that prove them.

use super::head::{Head, Role};
use crate::vocab::BASE;
use oxrdf::{NamedOrBlankNode, Term, Triple};
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::{BTreeMap, BTreeSet};

/// Labelled nodes and counted edges between them.
///
/// A node is what stands at an end of an edge, no other: a picture shows nothing that its question did not return.
/// Nodes are in the order of their IRIs and edges in that of their ends and kinds, so the same triples give the same
/// picture.
#[derive(Clone, Debug, Default)]
pub struct Projection {
    pub graph: DiGraph<Node, Edge>,
    /// Names in German and English of the kinds of nodes and edges, by the last part of their IRI.
    pub names: BTreeMap<String, [String; 2]>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    pub iri: String,
    /// Its label, else the last part of its IRI.
    pub label: String,
    /// Last part of the IRI of its kind; empty where the question gave none.
    pub kind: String,
    /// Label of what it belongs to; empty where the question gave none.
    pub group: String,
}

/// All that goes the same way by the same kind of edge.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edge {
    /// Last part of the IRI of its kind: `reports`.
    pub kind: String,
    /// Never empty, in the order of their days and IRIs.
    pub mentions: Vec<Mention>,
}

/// One statement behind an edge, and where it is made. What the question did not return is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// First day of the sitting: `2021-12-01`.
    pub day: String,
    /// IRI of the act, flow or reference.
    pub iri: String,
    pub sentence: String,
    /// Item and point: `IMK 2021-12-03 TOP 11 Ziffer 1`.
    pub place: String,
    /// Name of the document's file.
    pub document: String,
    /// IRI of the document's named graph.
    pub graph: String,
    /// Label of the sitting.
    pub session: String,
    pub status: String,
    pub deadline: String,
}

/// Languages of titles, legends and tables. Labels of things are as the documents have them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    #[default]
    De,
    En,
}

impl Language {
    /// Of two texts in German and English the one to show; where it is missing, the other.
    #[must_use]
    pub fn of<T: AsRef<str>>(self, [de, en]: &[T; 2]) -> &str {
        let (first, second) = match self {
            Self::De => (de.as_ref(), en.as_ref()),
            Self::En => (en.as_ref(), de.as_ref()),
        };
        if first.is_empty() { second } else { first }
    }

    /// As in `lang` of HTML and SVG.
    #[must_use]
    pub fn tag(self) -> &'static str {
        self.of(&["de", "en"])
    }
}

impl Edge {
    /// How many statements it stands for.
    #[must_use]
    pub fn weight(&self) -> u32 {
        u32::try_from(self.mentions.len()).unwrap_or(u32::MAX)
    }
}

/// What the answer says of one resource.
#[derive(Default)]
struct Facts {
    values: [String; Role::COUNT],
    names: [String; 2],
}

impl Facts {
    fn get(&self, role: Role) -> &str {
        &self.values[role as usize]
    }

    /// Of several values the first in order stands, whatever order the answer came in.
    fn set(slot: &mut String, value: String) {
        if slot.is_empty() || value < *slot {
            *slot = value;
        }
    }

    fn mention(&self, iri: &str) -> Mention {
        let text = |role| self.get(role).to_owned();
        Mention {
            day: text(Role::Day),
            iri: iri.to_owned(),
            sentence: text(Role::Sentence),
            place: text(Role::Place),
            document: text(Role::Document),
            graph: text(Role::Graph),
            session: text(Role::Session),
            status: text(Role::Status),
            deadline: text(Role::Deadline),
        }
    }
}

impl Projection {
    /// Reads the answer to a CONSTRUCT whose head says which property plays which [`Role`].
    ///
    /// A resource with from, to and edge-kind is an edge, with several of them one for each pair; resources that agree in all
    /// three are one edge and counted.
    /// Any other statement between two resources is an edge as it stands, its property being the kind.
    #[must_use]
    pub fn new(triples: impl IntoIterator<Item = Triple>, head: &Head) -> Self {
        let mut described: BTreeMap<String, Facts> = BTreeMap::new();
        let mut edges: BTreeMap<[String; 3], Vec<Mention>> = BTreeMap::new();
        let mut ends: BTreeMap<String, [BTreeSet<String>; 2]> = BTreeMap::new();
        for triple in triples {
            let NamedOrBlankNode::NamedNode(subject) = triple.subject else { continue };
            let subject = subject.into_string();
            match (head.role(triple.predicate.as_str()), triple.object) {
                (Some(role @ (Role::From | Role::To)), end) => {
                    let end = match end {
                        Term::NamedNode(end) => end.into_string(),
                        Term::Literal(end) => end.destruct().0,
                        Term::BlankNode(_) => continue,
                    };
                    let [from, to] = ends.entry(subject).or_default();
                    if role == Role::From { from } else { to }.insert(end);
                }
                (Some(role), Term::Literal(value)) => {
                    let facts = described.entry(subject).or_default();
                    let (value, _, language) = value.destruct();
                    match (role, language.as_deref()) {
                        (Role::Name, Some("en")) => Facts::set(&mut facts.names[1], value),
                        (Role::Name, _) => Facts::set(&mut facts.names[0], value),
                        _ => Facts::set(&mut facts.values[role as usize], value),
                    }
                }
                (Some(role), Term::NamedNode(value)) => {
                    Facts::set(&mut described.entry(subject).or_default().values[role as usize], value.into_string());
                }
                (None, Term::NamedNode(object)) => {
                    let mention = Mention { iri: subject.clone(), ..Mention::default() };
                    let edge = [subject, object.into_string(), triple.predicate.into_string()];
                    edges.insert(edge, vec![mention]);
                }
                _ => {}
            }
        }
        for (iri, [from, to]) in &ends {
            let Some(facts) = described.get(iri).filter(|facts| !facts.get(Role::EdgeKind).is_empty()) else {
                continue;
            };
            for [from, to] in from.iter().flat_map(|from| to.iter().map(move |to| [from, to])) {
                let edge = [from, to, facts.get(Role::EdgeKind)].map(str::to_owned);
                edges.entry(edge).or_default().push(facts.mention(iri));
            }
        }
        Self::build(&described, edges)
    }

    fn build(described: &BTreeMap<String, Facts>, edges: BTreeMap<[String; 3], Vec<Mention>>) -> Self {
        let mut graph = DiGraph::with_capacity(0, edges.len());
        let mut nodes: BTreeMap<&str, NodeIndex> = BTreeMap::new();
        for iri in edges.keys().flat_map(|[from, to, _]| [from, to]) {
            nodes.entry(iri).or_default();
        }
        for (iri, index) in &mut nodes {
            let fact = |role| described.get(*iri).map(|facts| facts.get(role)).unwrap_or_default();
            let label = [fact(Role::Label), last_part(iri)].into_iter().find(|label| !label.trim().is_empty());
            let group = fact(Role::Group);
            let group_label =
                described.get(group).map(|facts| facts.get(Role::Label)).filter(|label| !label.is_empty());
            *index = graph.add_node(Node {
                iri: (*iri).to_owned(),
                label: label.unwrap_or(iri).to_owned(),
                kind: last_part(fact(Role::Kind)).to_owned(),
                group: group_label.unwrap_or_else(|| last_part(group)).to_owned(),
            });
        }
        let ends: Vec<_> = edges
            .keys()
            .map(|[from, to, _]| [nodes.get(&**from), nodes.get(&**to)].map(Option::<&NodeIndex>::copied))
            .collect();
        for (([_, _, kind], mut mentions), ends) in edges.into_iter().zip(ends) {
            if let [Some(from), Some(to)] = ends {
                mentions.sort_unstable();
                graph.add_edge(from, to, Edge { kind: last_part(&kind).to_owned(), mentions });
            }
        }
        let mut whole = Self { graph, names: BTreeMap::new() };
        let used = |kind: &str| {
            whole.graph.node_weights().any(|node| node.kind == kind)
                || whole.graph.edge_weights().any(|edge| edge.kind == kind)
        };
        let named = described.iter().filter(|(_, facts)| facts.names.iter().any(|name| !name.is_empty()));
        let names = named.map(|(iri, facts)| (last_part(iri), facts)).filter(|(kind, _)| used(kind));
        whole.names = names.map(|(kind, facts)| (kind.to_owned(), facts.names.clone())).collect();
        whole
    }

    /// Name of a kind of nodes or edges for readers.
    #[must_use]
    pub fn name<'s>(&'s self, kind: &'s str, language: Language) -> &'s str {
        self.names.get(kind).map_or(kind, |names| language.of(names))
    }

    /// The kinds of nodes that occur, in order; the place of a kind decides how it looks.
    #[must_use]
    pub fn kinds(&self) -> Vec<&str> {
        let mut kinds: Vec<&str> =
            self.graph.node_weights().map(|node| node.kind.as_str()).filter(|kind| !kind.is_empty()).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }

    /// What the picture rests on: the files of the documents, and first and last day of their sittings.
    #[must_use]
    pub fn sources(&self) -> (Vec<&str>, Option<[&str; 2]>) {
        let mentions = || self.graph.edge_weights().flat_map(|edge| &edge.mentions);
        let mut documents: Vec<&str> = mentions().map(|mention| &*mention.document).filter(|d| !d.is_empty()).collect();
        documents.sort_unstable();
        documents.dedup();
        let days = || mentions().map(|mention| &*mention.day).filter(|day| !day.is_empty());
        (documents, days().min().zip(days().max()).map(|(first, last)| [first, last]))
    }
}

/// The last part of an IRI that is not empty.
pub(super) fn last_part(iri: &str) -> &str {
    iri.rsplit(['/', '#']).find(|part| !part.is_empty()).unwrap_or(iri)
}

impl Node {
    /// A short name of the node that stays the same: its IRI without the base.
    #[must_use]
    pub fn path(&self) -> &str {
        self.iri.strip_prefix(BASE).unwrap_or(&self.iri)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::vocab::{gm, rdfs};
    use oxrdf::{Literal, NamedNode};

    /// The triples of flows given as `(from, to, kind, label of from)`.
    pub(crate) fn triples(flows: &[(&str, &str, &str, &str)]) -> Vec<Triple> {
        let iri = |name: &str| NamedNode::new_unchecked(format!("https://example.org/{name}"));
        let property = NamedNode::new_unchecked;
        let flows = flows.iter().enumerate().flat_map(|(index, (from, to, kind, label))| {
            let flow = iri(&format!("flow/{index}"));
            [
                Triple::new(flow.clone(), property(gm::FROM), iri(from)),
                Triple::new(flow.clone(), property(gm::TO), iri(to)),
                Triple::new(flow, property(gm::FLOW_KIND), Literal::from(*kind)),
                Triple::new(iri(from), property(rdfs::LABEL), Literal::from(*label)),
                Triple::new(iri("alone"), property(rdfs::LABEL), Literal::from("stands at no edge")),
            ]
        });
        flows.collect()
    }

    pub(crate) fn projection(flows: &[(&str, &str, &str, &str)]) -> Projection {
        Projection::new(triples(flows), &Head::default())
    }

    #[test]
    fn equal_flows_are_counted_and_order_does_not_matter() {
        let mut flows = triples(&[("a", "b", "informs", "A"), ("a", "b", "informs", "A"), ("b", "a", "asks", "B")]);
        let forward = Projection::new(flows.clone(), &Head::default()).graph;
        flows.reverse();
        let backward = Projection::new(flows, &Head::default()).graph;
        let edges = |graph: &DiGraph<Node, Edge>| graph.edge_weights().cloned().collect::<Vec<_>>();
        let nodes =
            |graph: &DiGraph<Node, Edge>| graph.node_weights().map(|node| node.label.clone()).collect::<Vec<_>>();
        let counted: Vec<_> = forward.edge_weights().map(|edge| (&*edge.kind, edge.weight())).collect();
        assert_eq!(counted, [("informs", 2), ("asks", 1)]);
        assert_eq!(nodes(&forward), ["A", "B"]);
        assert_eq!((edges(&forward), nodes(&forward)), (edges(&backward), nodes(&backward)));
    }

    #[test]
    fn a_plain_statement_is_an_edge_once() {
        let part_of = || {
            let node = |name| NamedNode::new_unchecked(format!("https://example.org/{name}"));
            Triple::new(node("a"), node("partOf"), node("b"))
        };
        let graph = Projection::new([part_of(), part_of()], &Head::default()).graph;
        let edges: Vec<_> = graph.edge_weights().map(|edge| (&*edge.kind, edge.weight())).collect();
        assert_eq!((graph.node_count(), edges), (2, vec![("partOf", 1)]));
    }
}
