//! Whatever a document calls things, each format stays what it is and has as many nodes and edges as the graph.

#![no_main]

use gremium::view::{
    Edge, Head, Language, Mention, Node, Projection, Style, dot, edges_csv, gexf, graphml, json, markdown, mermaid, page, svg,
};
use libfuzzer_sys::fuzz_target;
use petgraph::graph::DiGraph;

fuzz_target!(|names: Vec<String>| {
    if names.is_empty() || names.len() > 12 {
        return;
    }
    let mut graph = DiGraph::new();
    let node = |name: &String| Node { iri: name.clone(), label: name.clone(), kind: name.clone(), group: name.clone() };
    let nodes: Vec<_> = names.iter().map(|name| graph.add_node(node(name))).collect();
    for (name, pair) in names.iter().zip(nodes.windows(2)) {
        let mention = Mention { iri: name.clone(), sentence: name.clone(), day: name.clone(), ..Mention::default() };
        graph.add_edge(pair[0], pair[1], Edge { kind: name.clone(), mentions: vec![mention] });
    }
    let projection = Projection { graph, names: Default::default() };
    let (head, style) = (Head::default(), Style::default());
    let picture = svg(&projection, &head, &style);
    for xml in [&picture.svg, &graphml(&projection, Language::De), &gexf(&projection, Language::En)] {
        let mut reader = quick_xml::Reader::from_str(xml);
        let edges = std::iter::from_fn(|| match reader.read_event().expect("well formed") {
            quick_xml::events::Event::Eof => None,
            event => Some(event),
        });
        edges.for_each(drop);
    }
    assert!(graphviz_rust::parse(&dot(&projection, Language::De)).is_ok());
    assert_eq!(page(&projection, &head, &picture, &style).matches("</script>").count(), 2);
    assert!(serde_json::from_str::<serde_json::Value>(&json(&projection).to_string()).is_ok());
    let rows = csv::Reader::from_reader(edges_csv(&projection, Language::De).as_bytes()).records().count();
    assert_eq!(rows, projection.graph.edge_count());
    assert_eq!(mermaid(&projection, Language::De).matches(" -->|\"").count(), projection.graph.edge_count());
    assert!(!markdown(&projection, &head, Language::De).contains("<script"));
});
