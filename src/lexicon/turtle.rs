//! Turtle files as statements, and statements as lines.
//!
//! The build script compiles the files of the crate to lines with the very functions that read a user's files.

use oxrdf::{NamedOrBlankNode, Term};
use oxttl::TurtleParser;
use std::borrow::Cow;

const BASE: &str = "https://w3id.org/gremium/id/";
const ONTOLOGY: &str = "https://w3id.org/gremium/ontology#";

/// Subject, property and object. IRIs below the base of ids and below the ontology are cut to what follows.
#[derive(Debug, PartialEq, Eq)]
pub struct Statement<'t> {
    /// `body/bmi`; a whole IRI where it lies elsewhere.
    pub subject: Cow<'t, str>,
    /// Local name: `prefLabel`.
    pub property: Cow<'t, str>,
    pub object: Cow<'t, str>,
    /// The language of a literal, empty where it has none; none where the object is a thing.
    pub language: Option<Cow<'t, str>>,
}

/// Parses a Turtle file; says what is wrong where it is none.
pub fn statements(text: &str) -> Result<Vec<Statement<'static>>, String> {
    const NO_BLANK: &str = "a blank node cannot be cited; give it an IRI";
    let parser = TurtleParser::new().with_base_iri(BASE).map_err(|error| error.to_string())?;
    let mut statements = Vec::new();
    for triple in parser.for_slice(text.as_bytes()) {
        let triple = triple.map_err(|error| error.to_string())?;
        let NamedOrBlankNode::NamedNode(subject) = triple.subject else { return Err(NO_BLANK.to_owned()) };
        let (object, language) = match triple.object {
            Term::NamedNode(thing) => (short(thing.as_str()).to_owned(), None),
            Term::Literal(literal) => {
                (literal.value().to_owned(), Some(literal.language().unwrap_or_default().to_owned()))
            }
            Term::BlankNode(_) => return Err(NO_BLANK.to_owned()),
        };
        let property = triple.predicate.as_str();
        statements.push(Statement {
            subject: short(subject.as_str()).to_owned().into(),
            property: property.rsplit_once(['#', '/']).map_or(property, |(_, name)| name).to_owned().into(),
            object: object.into(),
            language: language.map(Cow::Owned),
        });
    }
    Ok(statements)
}

fn short(iri: &str) -> &str {
    iri.strip_prefix(BASE).or_else(|| iri.strip_prefix(ONTOLOGY)).unwrap_or(iri)
}

impl<'t> Statement<'t> {
    /// Appends the statement as a line; blanks of other kinds than the space become spaces.
    #[allow(dead_code, reason = "the build script writes, the library reads")]
    pub fn write(&self, lines: &mut String) {
        let language = self.language.as_deref().unwrap_or("-");
        for (field, end) in [(&*self.subject, '\t'), (&self.property, '\t'), (language, '\t'), (&self.object, '\n')] {
            lines.extend(field.chars().map(|c| if matches!(c, '\t' | '\n' | '\r') { ' ' } else { c }));
            lines.push(end);
        }
    }

    /// The statement of a line, if it is one.
    #[allow(dead_code, reason = "the build script writes, the library reads")]
    pub fn read(line: &'t str) -> Option<Self> {
        let mut fields = line.splitn(4, '\t').map(Cow::Borrowed);
        let (subject, property, language, object) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        Some(Self { subject, property, object, language: (language != "-").then_some(language) })
    }
}
