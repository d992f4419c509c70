//! What pictures cost, over sizes: the layout, and the whole of SVG and measures.
//!
//! `make bench`, or `cargo bench --bench pictures -- layouts`.

use divan::{Bencher, black_box};
use gremium::view::layout::{BUDGET, Plan, Size, layout};
use gremium::view::{Edge, Head, Mention, Node, Projection, Style, svg};
use petgraph::graph::DiGraph;

/// Nodes and edges.
const SIZES: [(usize, usize); 5] = [(40, 50), (200, 500), (700, 2_000), (5_000, 20_000), (5_000, 100_000)];

fn main() {
    divan::main();
}

/// Edges without chance: like bodies, few nodes have many.
fn edges((nodes, edges): (usize, usize)) -> Vec<(usize, usize)> {
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or_default()
    };
    (0..edges).map(|_| ((next() % nodes).min(next() % nodes), next() % nodes)).collect()
}

#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1)]
fn layouts(bencher: Bencher, size: (usize, usize)) {
    let plan = Plan {
        nodes: vec![Size { width: 120.0, height: 25.0 }; size.0],
        kinds: vec![0; size.0],
        edges: edges(size),
        labels: vec![Size { width: 60.0, height: 14.0 }; size.1],
        ..Plan::default()
    };
    bencher.bench(|| layout(black_box(&plan), BUDGET));
}

fn projection(size: (usize, usize)) -> Projection {
    let mut graph = DiGraph::new();
    let node = |index: usize| Node {
        iri: format!("https://example.org/{index}"),
        label: format!("Gremium {index}"),
        ..Node::default()
    };
    let nodes: Vec<_> = (0..size.0).map(|index| graph.add_node(node(index))).collect();
    for (from, to) in edges(size) {
        graph.add_edge(nodes[from], nodes[to], Edge { kind: "informs".into(), mentions: vec![Mention::default()] });
    }
    Projection { graph, ..Projection::default() }
}

#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1)]
fn pictures(bencher: Bencher, size: (usize, usize)) {
    let projection = projection(size);
    bencher.bench(|| svg(black_box(&projection), &Head::default(), &Style::default()));
}

#[divan::bench(args = SIZES[..4].to_vec(), sample_count = 3, sample_size = 1)]
fn measures(bencher: Bencher, size: (usize, usize)) {
    let projection = projection(size);
    bencher.bench(|| black_box(&projection).measures());
}
