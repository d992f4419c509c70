//! The authority files as a graph: SKOS concepts and ORG bodies, with all that a user's files correct.

use super::iri;
use crate::graph::{Graph, TermId};
use crate::lexicon::{Authority, Lexicon, LexiconError, Object, authority};
use crate::vocab::{gm, org, owl, rdf, rdfs, skos, xsd};

/// The graph of the authority files with a user's own, given as name and text; its name is `…/id/authority`, and things
/// stand below `base` as in the graphs of documents.
///
/// Bodies are concepts of a scheme as well: their short form is the notation, and a body below another is narrower.
///
/// # Errors
/// As [`Lexicon::with`](crate::lexicon::Lexicon::with).
///
/// ```
/// let graph = gremium::emit::authority_graph(&[], gremium::vocab::BASE)?;
/// let bmi = "<https://w3id.org/gremium/id/body/bmi> <http://www.w3.org/2004/02/skos/core#notation> \"BMI\"";
/// assert!(graph.to_nquads().contains(bmi));
/// # Ok::<(), gremium::lexicon::LexiconError>(())
/// ```
pub fn authority_graph(files: &[(String, String)], base: &str) -> Result<Graph, LexiconError> {
    let lexicon = Lexicon::with(files)?;
    let mut graph = Graph::new();
    let name = graph.iri(&format!("{base}authority"));
    let scheme = graph.iri(&format!("{base}body"));
    let bodies = format!("{base}body/");
    let kind = graph.constant_iri(rdf::TYPE);
    for said in authority(files, base)? {
        let (subject, property) = (graph.iri(&said.subject), graph.iri(&said.property));
        let object = match &said.object {
            Object::Thing(thing) => graph.iri(thing),
            Object::Text(text) => graph.string(text),
            Object::Tagged(text, language) => graph.tagged(text, language),
            Object::Typed(value, datatype) => graph.typed(value, datatype),
        };
        graph.insert(subject, property, object, name);
        if !said.subject.starts_with(&bodies) {
            continue;
        }
        let mut say = |property: &'static str, object: TermId| {
            let property = graph.constant_iri(property);
            graph.insert(subject, property, object, name);
        };
        match said.property.as_str() {
            rdfs::LABEL => {
                say(skos::NOTATION, object);
                say(skos::IN_SCHEME, scheme);
                for class in [gm::BODY_CLASS, skos::CONCEPT] {
                    let class = graph.constant_iri(class);
                    graph.insert(subject, kind, class, name);
                }
            }
            org::SUB_ORGANIZATION_OF => say(skos::BROADER, object),
            _ => {}
        }
    }
    let scheme_class = graph.constant_iri(skos::CONCEPT_SCHEME);
    graph.insert(scheme, kind, scheme_class, name);
    for body in &lexicon.authorities {
        for (evidence, property, value) in evidence(body, base) {
            let (evidence, property) = (graph.iri(&evidence), graph.constant_iri(property));
            let value = match value {
                Value::Thing(iri) => graph.iri(&iri),
                Value::Count(sources) => graph.integer(sources),
                Value::Day(day) => graph.typed(&day, xsd::DATE),
            };
            graph.insert(evidence, property, value, name);
        }
    }
    Ok(graph)
}

enum Value {
    Thing(String),
    Count(u32),
    Day(String),
}

/// The evidence of a body's links, as the graphs of documents have it: subject, property, value.
fn evidence(body: &Authority, base: &str) -> Vec<(String, &'static str, Value)> {
    let mut said = Vec::new();
    for link in &body.links {
        let Some(sources) = link.sources else { continue };
        let node = format!("{base}{}", iri::evidence(&body.key, &link.iri));
        let values = [
            (rdf::TYPE, Value::Thing(owl::AXIOM.to_owned())),
            (owl::ANNOTATED_SOURCE, Value::Thing(format!("{base}{}", iri::path(&body.key)))),
            (owl::ANNOTATED_PROPERTY, Value::Thing(link.property.clone())),
            (owl::ANNOTATED_TARGET, Value::Thing(link.iri.clone())),
            (gm::SOURCES, Value::Count(sources)),
        ];
        let day = link.date.clone().map(|day| (gm::EVIDENCED, Value::Day(day)));
        said.extend(values.into_iter().chain(day).map(|(property, value)| (node.clone(), property, value)));
    }
    said
}
