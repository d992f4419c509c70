//! Who belongs together: the method of Louvain (Blondel and others, 2008), without chance.

use super::measure::numbered;
use petgraph::graph::UnGraph;
use petgraph::visit::EdgeRef;
use std::collections::BTreeMap;

/// A gain below this is none, so that rounding does not move nodes for ever.
const LEAST_GAIN: f64 = 1e-9;

/// The community of each node, from 1 by first member, and the modularity of the whole.
pub(super) fn communities(graph: &UnGraph<(), f64>) -> (Vec<usize>, f64) {
    let mut level = Level::new(graph);
    let total: f64 = level.degrees.iter().sum();
    if total == 0.0 {
        return (numbered(&(0..graph.node_count()).collect::<Vec<_>>()), 0.0);
    }
    let mut members: Vec<usize> = (0..graph.node_count()).collect();
    loop {
        let moved = level.move_nodes(total);
        let communities = numbered(&moved);
        for member in &mut members {
            *member = communities[*member] - 1;
        }
        let count = communities.iter().max().copied().unwrap_or_default();
        if count == level.degrees.len() {
            break;
        }
        level = level.merged(&communities, count);
    }
    let modularity =
        level.loops.iter().zip(&level.degrees).map(|(within, degree)| within / total - (degree / total).powi(2));
    (numbered(&members), modularity.sum())
}

/// A graph whose nodes are communities of the level below.
struct Level {
    /// For each node its neighbours and the weight to each, itself left out.
    near: Vec<BTreeMap<usize, f64>>,
    /// Weight within each node, counted from both ends.
    loops: Vec<f64>,
    /// Weight at each node.
    degrees: Vec<f64>,
}

impl Level {
    fn new(graph: &UnGraph<(), f64>) -> Self {
        let count = graph.node_count();
        let mut level = Self { near: vec![BTreeMap::new(); count], loops: vec![0.0; count], degrees: vec![0.0; count] };
        for edge in graph.edge_references() {
            level.add(edge.source().index(), edge.target().index(), *edge.weight());
            level.add(edge.target().index(), edge.source().index(), *edge.weight());
        }
        level
    }

    /// Half of an edge.
    fn add(&mut self, from: usize, to: usize, weight: f64) {
        self.degrees[from] += weight;
        if from == to {
            self.loops[from] += weight;
        } else {
            *self.near[from].entry(to).or_default() += weight;
        }
    }

    /// Moves each node to the community of a neighbour as long as that is better.
    fn move_nodes(&self, total: f64) -> Vec<usize> {
        let mut community: Vec<usize> = (0..self.degrees.len()).collect();
        let mut weights = self.degrees.clone();
        loop {
            let mut moves = 0;
            for node in 0..community.len() {
                let home = community[node];
                let mut links: BTreeMap<usize, f64> = BTreeMap::from([(home, 0.0)]);
                for (near, weight) in &self.near[node] {
                    *links.entry(community[*near]).or_default() += weight;
                }
                weights[home] -= self.degrees[node];
                let gain = |(community, link): (&usize, &f64)| link - weights[*community] * self.degrees[node] / total;
                let mut best = (home, links.get_key_value(&home).map_or(0.0, gain));
                for entry in &links {
                    if gain(entry) > best.1 + LEAST_GAIN {
                        best = (*entry.0, gain(entry));
                    }
                }
                weights[best.0] += self.degrees[node];
                moves += usize::from(best.0 != home);
                community[node] = best.0;
            }
            if moves == 0 {
                return community;
            }
        }
    }

    fn merged(&self, communities: &[usize], count: usize) -> Self {
        let mut next = Self { near: vec![BTreeMap::new(); count], loops: vec![0.0; count], degrees: vec![0.0; count] };
        for (node, near) in self.near.iter().enumerate() {
            let from = communities[node] - 1;
            next.add(from, from, self.loops[node]);
            for (to, weight) in near {
                next.add(from, communities[*to] - 1, *weight);
            }
        }
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_triangles_joined_by_an_edge_are_two() {
        let graph = UnGraph::<(), f64>::from_edges([
            (0, 1, 1.0),
            (1, 2, 1.0),
            (0, 2, 1.0),
            (2, 3, 1.0),
            (3, 4, 1.0),
            (4, 5, 1.0),
            (3, 5, 1.0),
        ]);
        let (found, modularity) = communities(&graph);
        assert_eq!(found, [1, 1, 1, 2, 2, 2]);
        assert!((modularity - (6.0 / 7.0 - 0.5)).abs() < 1e-12, "{modularity}");
    }
}
