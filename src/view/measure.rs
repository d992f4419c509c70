//! Measures of a projection: who is in the middle, who passes on, who belongs together.
//!
//! They are taken on the simple graph: edges of all kinds from one node to another are one, and weigh as many statements.

use super::community::communities;
use super::projection::Projection;
use petgraph::Direction::{Incoming, Outgoing};
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex, UnGraph};
use petgraph::visit::EdgeRef;
use rustworkx_core::centrality::{betweenness_centrality, closeness_centrality};
use rustworkx_core::connectivity::{articulation_points, core_number};
use std::collections::BTreeMap;

/// A measure of nodes or of the whole graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Its name in tables and the last part of its IRI.
    pub name: &'static str,
    /// What it is, with its parameters and how exact it is.
    pub definition: &'static str,
}

const fn measure(name: &'static str, definition: &'static str) -> Measure {
    Measure { name, definition }
}

/// Of each node, in the order of the columns.
pub const OF_NODES: [Measure; 11] = [
    measure("in-degree", "number of nodes with an edge to it, itself included; exact"),
    measure("out-degree", "number of nodes with an edge from it, itself included; exact"),
    measure("weighted-in-degree", "number of statements that lead to it; exact"),
    measure("weighted-out-degree", "number of statements that lead from it; exact"),
    measure(
        "pagerank",
        "share of visits of a walker who follows edges by weight and starts anew with probability 0.15, or where there is no \
         way on; power iteration until the sum of changes is below 1e-12, at most 1000 rounds",
    ),
    measure(
        "betweenness",
        "sum over pairs of other nodes of the share of shortest ways (in edges, along the arrows) that go through it, divided \
         by (n-1)(n-2); Brandes, exact",
    ),
    measure(
        "closeness",
        "nodes that reach it divided by the sum of their distances (in edges, along the arrows), times their share of all \
         others (Wasserman and Faust); exact",
    ),
    measure(
        "core",
        "largest k such that it is in a part in which each is joined to k others, in either direction; loops left out; exact",
    ),
    measure("component", "number of its strongly connected component, from 1, by first member; exact"),
    measure("articulation", "1 if without it the undirected graph falls into more parts, else 0; exact"),
    measure(
        "community",
        "number of its community, from 1, by first member; Louvain on the undirected weighted graph, nodes in the order of \
         their IRIs, resolution 1: a local optimum of modularity",
    ),
];

/// Of the whole graph.
pub const OF_GRAPH: [Measure; 8] = [
    measure("nodes", "number of nodes; exact"),
    measure("edges", "number of pairs of nodes with an edge from the first to the second; exact"),
    measure("statements", "number of statements; exact"),
    measure("density", "edges divided by n(n-1); exact"),
    measure("reciprocity", "share of the edges whose reverse is there too, loops counted as not; exact"),
    measure("components", "number of strongly connected components; exact"),
    measure("communities", "number of communities; see community"),
    measure(
        "modularity",
        "share of the weight within communities, less what chance would put there; of the communities found",
    ),
];

/// What was measured.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measures {
    /// For each node of the projection, in its order, the values of [`OF_NODES`].
    pub nodes: Vec<[f64; OF_NODES.len()]>,
    /// The values of [`OF_GRAPH`].
    pub graph: [f64; OF_GRAPH.len()],
}

/// Above every number of nodes: sums are taken on one thread in one order, so that they are the same everywhere.
const ONE_THREAD: usize = usize::MAX;

#[allow(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn number(count: usize) -> f64 {
    count as f64
}

impl Projection {
    /// Takes all measures.
    #[must_use]
    pub fn measures(&self) -> Measures {
        let graph = simple(self);
        let count = graph.node_count();
        let undirected = undirected(&graph);
        let (ranks, cores) = (page_rank(&graph), core_number(&without_loops(&graph)));
        let between = betweenness_centrality(&graph, false, true, ONE_THREAD);
        let close = closeness_centrality(&graph, true, ONE_THREAD);
        let cuts = articulation_points(&undirected, None);
        let (communities, modularity) = communities(&undirected);
        let mut components = vec![0; count];
        let strong = kosaraju_scc(&graph);
        for component in &strong {
            let first = component.iter().map(|node| node.index()).min().unwrap_or_default();
            for node in component {
                components[node.index()] = first;
            }
        }
        let components = numbered(&components);
        let degree = |node, direction| number(graph.edges_directed(node, direction).count());
        let weight = |node, direction| graph.edges_directed(node, direction).map(|edge| *edge.weight()).sum::<f64>();
        let row = |node: NodeIndex| {
            let at = node.index();
            [
                degree(node, Incoming),
                degree(node, Outgoing),
                weight(node, Incoming),
                weight(node, Outgoing),
                ranks[at],
                between[at].unwrap_or_default(),
                close[at].unwrap_or_default(),
                number(cores.get(&node).copied().unwrap_or_default()),
                number(components[at]),
                if cuts.contains(&node) { 1.0 } else { 0.0 },
                number(communities[at]),
            ]
        };
        let edges = number(graph.edge_count());
        let pairs = number(count) * (number(count) - 1.0);
        let is_mutual = |edge: &petgraph::graph::EdgeReference<'_, f64>| {
            edge.source() != edge.target() && graph.contains_edge(edge.target(), edge.source())
        };
        let mutual = number(graph.edge_references().filter(is_mutual).count());
        let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        Measures {
            nodes: graph.node_indices().map(row).collect(),
            graph: [
                number(count),
                edges,
                graph.edge_weights().sum(),
                share(edges, pairs),
                share(mutual, edges),
                number(strong.len()),
                number(communities.iter().max().copied().unwrap_or_default()),
                modularity,
            ],
        }
    }
}

/// Numbers from 1 in the order in which names first occur.
pub(super) fn numbered(names: &[usize]) -> Vec<usize> {
    let mut known = BTreeMap::new();
    names
        .iter()
        .map(|name| {
            let next = known.len() + 1;
            *known.entry(*name).or_insert(next)
        })
        .collect()
}

fn simple(projection: &Projection) -> DiGraph<(), f64> {
    let mut weights: BTreeMap<(NodeIndex, NodeIndex), f64> = BTreeMap::new();
    for edge in projection.graph.edge_references() {
        *weights.entry((edge.source(), edge.target())).or_default() += f64::from(edge.weight().weight());
    }
    let mut graph = projection.graph.map(|_, _| (), |_, _| 0.0);
    graph.clear_edges();
    for ((from, to), weight) in weights {
        graph.add_edge(from, to, weight);
    }
    graph
}

fn without_loops(graph: &DiGraph<(), f64>) -> DiGraph<(), f64> {
    graph.filter_map(
        |_, ()| Some(()),
        |edge, weight| graph.edge_endpoints(edge).filter(|(a, b)| a != b).map(|_| *weight),
    )
}

/// The same edges without direction; two in opposite directions are one with the sum of their weights.
fn undirected(graph: &DiGraph<(), f64>) -> UnGraph<(), f64> {
    let mut weights: BTreeMap<(NodeIndex, NodeIndex), f64> = BTreeMap::new();
    for edge in graph.edge_references() {
        let ends = (edge.source().min(edge.target()), edge.source().max(edge.target()));
        *weights.entry(ends).or_default() += *edge.weight();
    }
    let mut graph = graph.clone().into_edge_type();
    graph.clear_edges();
    for ((one, other), weight) in weights {
        graph.add_edge(one, other, weight);
    }
    graph
}

/// petgraph's own takes time in the square of the number of nodes; this one in proportion to edges and rounds.
fn page_rank(graph: &DiGraph<(), f64>) -> Vec<f64> {
    const FOLLOW: f64 = 0.85;
    let count = number(graph.node_count());
    let out: Vec<f64> = graph.node_indices().map(|node| graph.edges(node).map(|edge| *edge.weight()).sum()).collect();
    let mut ranks = vec![1.0 / count; graph.node_count()];
    for _ in 0..1000 {
        let stuck: f64 = ranks.iter().zip(&out).filter(|(_, out)| **out == 0.0).map(|(rank, _)| rank).sum();
        let mut next = vec![(1.0 - FOLLOW + FOLLOW * stuck) / count; graph.node_count()];
        for edge in graph.edge_references() {
            let from = edge.source().index();
            next[edge.target().index()] += FOLLOW * ranks[from] * edge.weight() / out[from];
        }
        let change: f64 = ranks.iter().zip(&next).map(|(old, new)| (old - new).abs()).sum();
        ranks = next;
        if change < 1e-12 {
            break;
        }
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::super::projection::tests::projection;
    use super::*;

    fn value(measures: &Measures, node: usize, name: &str) -> f64 {
        measures.nodes[node][OF_NODES.iter().position(|measure| measure.name == name).unwrap()]
    }

    #[test]
    fn the_middle_of_a_chain_is_between() {
        let measures = projection(&[("a", "b", "k", "A"), ("b", "c", "k", "B"), ("b", "c", "k", "B")]).measures();
        assert!((value(&measures, 1, "betweenness") - 0.5).abs() < 1e-12);
        assert!((value(&measures, 1, "articulation") - 1.0).abs() < 1e-12);
        assert!((value(&measures, 2, "weighted-in-degree") - 2.0).abs() < 1e-12);
        assert!((value(&measures, 2, "in-degree") - 1.0).abs() < 1e-12);
        let ranks: f64 = (0..3).map(|node| value(&measures, node, "pagerank")).sum();
        assert!((ranks - 1.0).abs() < 1e-9);
    }

    #[test]
    fn nothing_can_be_measured() {
        let measures = Projection::default().measures();
        assert!(measures.nodes.is_empty() && measures.graph.iter().all(|value| value.abs() < 1e-12), "{measures:?}");
    }
}
