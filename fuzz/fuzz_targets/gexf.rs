//! GEXF is well formed, and each node and edge has its label.

#![no_main]

mod named;

use gremium::view::{Language, gexf};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some(names) = named::names(bytes) else { return };
    let projection = named::projection(&names);
    let found = named::elements(&gexf(&projection, Language::En));
    assert_eq!(named::count(&found, "node"), projection.graph.node_count());
    assert_eq!(named::count(&found, "edge"), projection.graph.edge_count());
    let labels = found.iter().filter(|element| element.name == "node").map(|element| element.get("label").expect("a label"));
    assert!(labels.eq(names.iter().map(|name| named::in_xml(name))));
});
