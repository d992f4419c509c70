//! JSON is read back with every name as it was.

#![no_main]

mod named;

use gremium::view::json;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|bytes: &[u8]| {
    let Some(names) = named::names(bytes) else { return };
    let projection = named::projection(&names);
    for text in [json(&projection).to_string(), format!("{:#}\n", json(&projection))] {
        let read: Value = serde_json::from_str(&text).expect("JSON");
        let (nodes, edges) = (read["nodes"].as_array().expect("nodes"), read["edges"].as_array().expect("edges"));
        assert!(nodes.iter().map(|node| node["label"].as_str()).eq(names.iter().map(|name| Some(&**name))));
        assert_eq!(edges.len(), projection.graph.edge_count());
        assert!(edges.iter().all(|edge| nodes.iter().any(|node| node["id"] == edge["source"])));
    }
});
