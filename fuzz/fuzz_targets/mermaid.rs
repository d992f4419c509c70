//! Mermaid has a line for each node, edge and class, and nothing in a label that could end it or be markup.

#![no_main]

mod named;

use gremium::view::{Language, mermaid};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some(names) = named::names(bytes) else { return };
    let projection = named::projection(&names);
    let (nodes, edges) = (projection.graph.node_count(), projection.graph.edge_count());
    let text = mermaid(&projection, Language::De);
    assert_eq!(text.lines().next(), Some("flowchart LR"));
    let mut labelled = text.lines().skip(1).filter(|line| line.contains('"'));
    for index in 0..nodes + edges {
        let line = labelled.next().expect("a line each");
        let parts: Vec<&str> = line.split('"').collect();
        let [before, label, after] = parts[..] else { panic!("{line}") };
        assert!(!label.contains(['<', '>', '`', '|', '{', '}', '[', ']', ';', '\\', '&']) || label.contains('#'), "{line}");
        assert!(label.replace(|c: char| c == ';', "").chars().all(|c| !"<>`|{}[]\\&\n\r".contains(c)), "{line}");
        let is_edge = before.contains(" -->|") && after.starts_with("| n");
        assert_eq!(is_edge, index >= nodes, "{line}");
    }
    assert!(labelled.next().is_none());
    let rest = text.lines().skip(1 + nodes + edges);
    assert!(rest.into_iter().all(|line| line.starts_with("  classDef k") || line.starts_with("  class n")));
});
