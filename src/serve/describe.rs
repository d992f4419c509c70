//! What the service says of itself: SPARQL 1.1 Service Description, and `VoID` of what it holds.

use super::frames::{Stop, broken};
use super::wire::{Cause, Failure};
use crate::store::Store;
use crate::vocab::gm;
use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{Literal, NamedNode, Term, Triple};

const SD: &str = "http://www.w3.org/ns/sparql-service-description#";
const VOID: &str = "http://rdfs.org/ns/void#";
const FORMATS: &str = "http://www.w3.org/ns/formats/";

/// Formats that answers come in, as W3C names them.
const RESULTS: [&str; 8] = [
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle", "N-Triples",
    "JSON-LD", "RDF_XML",
];

/// The description of the service at this address.
pub fn describe(store: &Store, endpoint: &str, writable: bool, base: &str) -> Result<Vec<Triple>, Stop> {
    let node = |iri: String| {
        NamedNode::new(iri).map_err(|error| {
            Stop::from(Failure::new(Cause::Query, format!("The Host header makes no address: {error}")))
        })
    };
    let sd = |name: &str| NamedNode::new_unchecked(format!("{SD}{name}"));
    let void = |name: &str| NamedNode::new_unchecked(format!("{VOID}{name}"));
    let service = node(format!("{endpoint}#service"))?;
    let dataset = node(format!("{endpoint}#dataset"))?;
    let default = node(format!("{endpoint}#default-graph"))?;
    let endpoint = node(endpoint.to_owned())?;
    let quads = Literal::new_typed_literal(store.dataset.len().map_err(broken)?.to_string(), xsd::INTEGER);
    let mut triples = Vec::new();
    let mut say = |subject: &NamedNode, predicate: NamedNode, object: Term| {
        triples.push(Triple::new(subject.clone(), predicate, object));
    };
    let kind = || rdf::TYPE.into_owned();
    say(&service, kind(), sd("Service").into());
    say(&service, sd("endpoint"), endpoint.clone().into());
    say(&service, sd("supportedLanguage"), sd("SPARQL11Query").into());
    if writable {
        say(&service, sd("supportedLanguage"), sd("SPARQL11Update").into());
    }
    say(&service, sd("feature"), sd("UnionDefaultGraph").into());
    for format in RESULTS {
        say(&service, sd("resultFormat"), NamedNode::new_unchecked(format!("{FORMATS}{format}")).into());
    }
    say(&service, sd("defaultDataset"), dataset.clone().into());
    say(&dataset, kind(), sd("Dataset").into());
    say(&dataset, kind(), void("Dataset").into());
    say(&dataset, sd("defaultGraph"), default.clone().into());
    say(&dataset, void("sparqlEndpoint"), endpoint.into());
    say(&dataset, void("triples"), quads.clone().into());
    say(&dataset, void("uriSpace"), Literal::new_simple_literal(base).into());
    say(&dataset, void("vocabulary"), NamedNode::new_unchecked(gm::NS).into());
    say(&default, kind(), sd("Graph").into());
    say(&default, void("triples"), quads.into());
    Ok(triples)
}
