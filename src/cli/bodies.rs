//! The authority file of bodies as a graph, for what stands right of the waist.

use super::input::Settings;
use anyhow::{Context, Result};
use gremium::graph::Graph;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, NamedNode};

/// The files of the crate that describe bodies and their kinds.
const FILES: [(&str, &str); 2] = [
    ("ontology/authority/bodies.ttl", include_str!("../../ontology/authority/bodies.ttl")),
    ("ontology/authority/kinds.ttl", include_str!("../../ontology/authority/kinds.ttl")),
];

/// What the files of the crate and of the user's lexicon say, together.
///
/// # Errors
/// Where a file of the user's is wrong.
pub fn authority_graph(settings: &Settings) -> Result<Graph> {
    let mut graph = Graph::new();
    let name = GraphName::from(NamedNode::new(format!("{}authority", settings.base))?);
    let own = settings.lexicon_files()?;
    let embedded = FILES.iter().map(|(name, text)| (*name, *text));
    for (file, text) in embedded.chain(own.iter().map(|(name, text)| (name.as_str(), text.as_str()))) {
        let parser =
            RdfParser::from_format(RdfFormat::Turtle).with_base_iri(&settings.base)?.with_default_graph(name.clone());
        for quad in parser.for_slice(text) {
            graph.insert_quad(quad.with_context(|| file.to_owned())?.as_ref());
        }
    }
    Ok(graph)
}
