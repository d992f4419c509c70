//! The triples that a picture shows, to be taken along as a graph.

use super::head::{Head, Role};
use super::projection::{Projection, last_part};
use oxrdf::{NamedOrBlankNode, Term, Triple};
use petgraph::visit::EdgeRef;
use std::collections::BTreeSet;

/// Of the triples that a projection was made of those that stand behind what is left of it: its statements, what is said
/// about its nodes, and the names of its kinds.
#[must_use]
pub fn behind<'t>(projection: &Projection, triples: &'t [Triple], head: &Head) -> Vec<&'t Triple> {
    let graph = &projection.graph;
    let nodes: BTreeSet<&str> = graph.node_weights().map(|node| &*node.iri).collect();
    let mut kinds: BTreeSet<&str> = graph.node_weights().map(|node| &*node.kind).collect();
    kinds.extend(graph.edge_weights().map(|edge| &*edge.kind));
    kinds.remove("");
    let statements: BTreeSet<&str> =
        graph.edge_weights().flat_map(|edge| &edge.mentions).map(|mention| &*mention.iri).collect();
    let plain: BTreeSet<[&str; 3]> = graph
        .edge_references()
        .map(|edge| [&*graph[edge.source()].iri, &*edge.weight().kind, &*graph[edge.target()].iri])
        .collect();
    let group = |triple: &'t Triple| match (&triple.subject, &triple.object) {
        (NamedOrBlankNode::NamedNode(subject), Term::NamedNode(whole))
            if head.role(triple.predicate.as_str()) == Some(Role::Group) && nodes.contains(subject.as_str()) =>
        {
            Some(whole.as_str())
        }
        _ => None,
    };
    let groups: BTreeSet<&str> = triples.iter().filter_map(group).collect();
    let stands = |triple: &&Triple| {
        let NamedOrBlankNode::NamedNode(subject) = &triple.subject else { return false };
        let subject = subject.as_str();
        match (&triple.object, head.role(triple.predicate.as_str())) {
            // A plain statement between two nodes, which is an edge itself.
            (Term::NamedNode(object), None) => {
                plain.contains(&[subject, last_part(triple.predicate.as_str()), object.as_str()])
            }
            // Who was left out is no end of what is left.
            (Term::NamedNode(end), Some(Role::From | Role::To)) => {
                statements.contains(subject) && nodes.contains(end.as_str())
            }
            _ => {
                nodes.contains(subject)
                    || groups.contains(subject)
                    || statements.contains(subject)
                    || kinds.contains(last_part(subject))
            }
        }
    };
    triples.iter().filter(stands).collect()
}

#[cfg(test)]
mod tests {
    use super::super::projection::tests::triples;
    use super::*;
    use crate::vocab::gm;

    #[test]
    fn a_statement_with_two_ends_is_two_edges_and_loses_the_end_that_is_left_out() {
        let mut triples = triples(&[("a", "b", "informs", "A"), ("a", "c", "informs", "B")]);
        let flow = triples.iter().find(|triple| triple.predicate.as_str() == gm::TO).unwrap().subject.clone();
        for triple in triples.iter_mut().filter(|triple| triple.predicate.as_str() == gm::TO) {
            triple.subject = flow.clone();
        }
        let head = Head::default();
        let mut shown = Projection::new(triples.clone(), &head);
        assert_eq!(shown.graph.edge_count(), 2);
        shown.graph.retain_nodes(|graph, node| !graph[node].iri.ends_with('c'));
        let again = Projection::new(behind(&shown, &triples, &head).into_iter().cloned(), &head);
        assert_eq!((again.graph.node_count(), again.graph.edge_count()), (2, 1));
    }

    #[test]
    fn what_stands_behind_a_picture_makes_it_again() {
        let triples = triples(&[("a", "b", "informs", "A"), ("b", "c", "asks", "B")]);
        let head = Head::default();
        let mut shown = Projection::new(triples.clone(), &head);
        shown.graph.retain_edges(|graph, edge| graph[edge].kind == "asks");
        shown.graph.retain_nodes(|graph, node| graph.neighbors_undirected(node).next().is_some());
        let behind = behind(&shown, &triples, &head);
        let again = Projection::new(behind.into_iter().cloned(), &head);
        let labels: Vec<_> = again.graph.node_weights().map(|node| &*node.label).collect();
        assert_eq!((labels, again.graph.edge_count()), (vec!["B", "c"], 1));
    }
}
