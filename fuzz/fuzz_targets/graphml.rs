//! GraphML is well formed, and each node has its label.

#![no_main]

mod named;

use gremium::view::{Language, graphml};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some(names) = named::names(bytes) else { return };
    let projection = named::projection(&names);
    let found = named::elements(&graphml(&projection, Language::De));
    assert_eq!(named::count(&found, "node"), projection.graph.node_count());
    assert_eq!(named::count(&found, "edge"), projection.graph.edge_count());
    let labels = found.iter().filter(|element| element.get("key") == Some("label")).map(|element| &*element.text);
    let wanted = names.iter().filter(|name| !name.is_empty()).map(|name| named::in_xml(name));
    assert!(labels.eq(wanted));
});
