//! Laws of the waist: same quads, same bytes; what is written can be read back; a union knows no order.

use gremium::graph::{Graph, Syntax};
use oxigraph::io::{RdfFormat, RdfParser};
use proptest::prelude::*;

/// Subject, predicate, object and its language or datatype (or none for an IRI), graph.
type Said = (String, String, Object, String);

#[derive(Clone, Debug)]
enum Object {
    Iri(String),
    Text(String),
    German(String),
    Day(String),
}

fn graph(said: &[Said]) -> Graph {
    let mut graph = Graph::new();
    for (subject, predicate, object, name) in said {
        let mut iri = |local: &str| graph.iri(&format!("https://example.org/{local}"));
        let (subject, predicate, name) = (iri(subject), iri(predicate), iri(name));
        let object = match object {
            Object::Iri(local) => graph.iri(&format!("https://example.org/{local}")),
            Object::Text(text) => graph.string(text),
            Object::German(text) => graph.tagged(text, "de"),
            Object::Day(text) => graph.typed(text, "http://www.w3.org/2001/XMLSchema#date"),
        };
        graph.insert(subject, predicate, object, name);
    }
    graph
}

fn said() -> impl Strategy<Value = Vec<Said>> {
    let local = || "[a-c]{0,2}";
    let text = || prop_oneof![Just("§ 99 \"StPO\"\n\\ \t\u{1}\u{7f}ü𝄞".to_owned()), "[a\"\\\\\n<>@^ ä]{0,4}"];
    let object = prop_oneof![
        local().prop_map(Object::Iri),
        text().prop_map(Object::Text),
        text().prop_map(Object::German),
        text().prop_map(Object::Day),
    ];
    proptest::collection::vec((local(), local(), object, local()), 0..40)
}

fn read(bytes: &[u8], format: RdfFormat) -> Graph {
    let mut graph = Graph::new();
    for quad in RdfParser::from_format(format).for_reader(bytes) {
        assert!(graph.insert_quad(quad.expect("what was written can be read").as_ref()));
    }
    graph
}

proptest! {
    #[test]
    fn what_is_written_reads_back(said in said()) {
        let graph = graph(&said);
        for (syntax, format) in [(Syntax::NQuads, RdfFormat::NQuads), (Syntax::TriG, RdfFormat::TriG)] {
            let mut bytes = Vec::new();
            graph.write(syntax, &mut bytes).expect("memory takes all");
            prop_assert!(read(&bytes, format) == graph);
        }
    }

    #[test]
    fn lines_are_sorted_bytes_without_repetition(said in said()) {
        let text = graph(&said).to_nquads();
        let lines: Vec<&str> = text.lines().collect();
        prop_assert!(lines.is_sorted_by(|a, b| a < b));
        prop_assert_eq!(lines.len(), graph(&said).len());
    }

    #[test]
    fn order_and_repetition_do_not_count(mut said in said(), cut in 0usize..40) {
        let whole = graph(&said);
        let (left, right) = said.split_at(cut.min(said.len()));
        let mut union = graph(right);
        union.union(&graph(left));
        union.union(&graph(left));
        prop_assert_eq!(union.to_nquads(), whole.to_nquads());
        said.reverse();
        prop_assert_eq!(graph(&said).to_nquads(), whole.to_nquads());
    }

    #[test]
    fn any_string_makes_an_iri_that_parses(hostile in "\\PC*") {
        let mut graph = Graph::new();
        let iri = graph.iri(&format!("https://example.org/{}", hostile.replace('%', "")));
        graph.insert(iri, iri, iri, iri);
        let line = graph.to_nquads();
        prop_assert_eq!(line.matches('<').count(), 4);
    }
}

#[test]
fn blank_nodes_stay_out() {
    let mut graph = Graph::new();
    let line = b"_:b <https://example.org/p> \"x\" <https://example.org/g> .";
    let quad =
        RdfParser::from_format(RdfFormat::NQuads).for_reader(line.as_slice()).next().expect("one").expect("valid");
    assert!(!graph.insert_quad(quad.as_ref()));
    assert!(graph.is_empty());
}
