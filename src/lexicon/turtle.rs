//! Turtle files as a list of subjects with their properties: the shape in which the loader reads them.

use super::LexiconError;
use oxrdf::{NamedOrBlankNode, Term};
use oxttl::TurtleParser;
use rustc_hash::FxHashMap;

/// A subject and what the files say of it, in the order of the files.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// The IRI below the base, such as `body/bmi`; a whole IRI where it lies elsewhere.
    pub key: String,
    properties: Vec<(String, Object)>,
}

#[derive(Debug)]
pub(super) enum Object {
    /// A thing, by key as in [`Node::key`].
    Thing(String),
    /// A literal with its language, empty where it has none.
    Literal(String, String),
}

const BASE: &str = "https://w3id.org/gremium/id/";

impl Node {
    pub fn things<'n>(&'n self, property: &'n str) -> impl Iterator<Item = &'n str> {
        self.properties.iter().filter(move |(name, _)| name == property).filter_map(|(_, object)| match object {
            Object::Thing(key) => Some(key.as_str()),
            Object::Literal(..) => None,
        })
    }

    pub fn texts<'n>(&'n self, property: &'n str) -> impl Iterator<Item = &'n str> {
        self.tagged(property).map(|(text, _)| text)
    }

    fn tagged<'n>(&'n self, property: &'n str) -> impl Iterator<Item = (&'n str, &'n str)> {
        self.properties.iter().filter(move |(name, _)| name == property).filter_map(|(_, object)| match object {
            Object::Literal(text, language) => Some((text.as_str(), language.as_str())),
            Object::Thing(_) => None,
        })
    }

    pub fn text(&self, property: &str) -> Option<String> {
        self.texts(property).next().map(str::to_owned)
    }

    /// The value in one language; German also where no language is given.
    pub fn text_in(&self, property: &str, language: &str) -> Option<String> {
        self.tagged(property)
            .find(|(_, tag)| *tag == language || (language == "de" && tag.is_empty()))
            .map(|(text, _)| text.to_owned())
    }

    pub fn is_a(&self, class: &str) -> bool {
        self.things("type").any(|thing| thing == class)
    }

    /// All mapping properties (`skos:closeMatch`, …) with their objects.
    pub fn links(&self) -> impl Iterator<Item = (&str, &str)> {
        self.properties.iter().filter_map(|(name, object)| match object {
            Object::Thing(iri) if name.ends_with("Match") || name == "sameAs" => Some((name.as_str(), iri.as_str())),
            _ => None,
        })
    }
}

/// Reads Turtle files, given as name and text, into nodes in the order in which subjects first occur.
pub(super) fn nodes(files: &[(String, String)]) -> Result<Vec<Node>, LexiconError> {
    let mut nodes: Vec<Node> = Vec::new();
    let mut known: FxHashMap<String, usize> = FxHashMap::default();
    for (name, text) in files {
        let syntax = |cause: String| LexiconError::Syntax { file: name.clone(), cause };
        let parser = TurtleParser::new().with_base_iri(BASE).map_err(|error| syntax(error.to_string()))?;
        for triple in parser.for_slice(text.as_bytes()) {
            let triple = triple.map_err(|error| syntax(error.to_string()))?;
            let NamedOrBlankNode::NamedNode(subject) = triple.subject else {
                return Err(syntax("a blank node cannot be cited; give it an IRI".to_owned()));
            };
            let key = short(subject.as_str());
            let position = match known.get(key) {
                Some(position) => *position,
                None => {
                    known.insert(key.to_owned(), nodes.len());
                    nodes.push(Node { key: key.to_owned(), properties: Vec::new() });
                    nodes.len() - 1
                }
            };
            let object = match triple.object {
                Term::NamedNode(thing) => Object::Thing(short(thing.as_str()).to_owned()),
                Term::Literal(literal) => {
                    Object::Literal(literal.value().to_owned(), literal.language().unwrap_or_default().to_owned())
                }
                Term::BlankNode(_) => return Err(syntax("a blank node cannot be cited; give it an IRI".to_owned())),
            };
            nodes[position].properties.push((local(triple.predicate.as_str()).to_owned(), object));
        }
    }
    Ok(nodes)
}

fn short(iri: &str) -> &str {
    iri.strip_prefix(BASE).or_else(|| iri.strip_prefix("https://w3id.org/gremium/ontology#")).unwrap_or(iri)
}

fn local(iri: &str) -> &str {
    iri.rsplit_once(['#', '/']).map_or(iri, |(_, name)| name)
}
