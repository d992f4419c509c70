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
