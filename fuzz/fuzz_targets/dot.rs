//! DOT stays DOT, and has as many nodes, edges and boxes as the graph.

#![no_main]

mod named;

use graphviz_rust::dot_structures::{Graph, Stmt};
use gremium::view::{Cluster, Style, dot};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some(names) = named::names(bytes) else { return };
    let projection = named::projection(&names);
    for cluster in [None, Some(Cluster::Kind), Some(Cluster::Parent)] {
        let text = dot(&projection, &Style { cluster, ..Style::default() });
        let Ok(Graph::DiGraph { stmts, .. }) = graphviz_rust::parse(&text) else { panic!("no digraph: {text}") };
        let count = |is: fn(&Stmt) -> bool| stmts.iter().filter(|statement| is(statement)).count();
        assert_eq!(count(|statement| matches!(statement, Stmt::Node(_))), projection.graph.node_count());
        assert_eq!(count(|statement| matches!(statement, Stmt::Edge(_))), projection.graph.edge_count());
        assert!(count(|statement| matches!(statement, Stmt::Subgraph(_))) <= names.len() + 1);
    }
});
