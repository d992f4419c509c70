//! Turtle files as statements, and statements as lines.
//!
//! The build script compiles the files of the crate to lines with the very functions that read a user's files.

use oxrdf::{NamedNode, NamedOrBlankNode, Term, Triple};
use oxttl::TurtleParser;
use std::borrow::Cow;

const BASE: &str = "https://w3id.org/gremium/id/";
const ONTOLOGY: &str = "https://w3id.org/gremium/ontology#";

/// Namespaces that names are cut to; names of the ontology stand without a prefix.
const NAMESPACES: [(&str, &str); 9] = [
    ("skosxl", "http://www.w3.org/2008/05/skos-xl#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("org", "http://www.w3.org/ns/org#"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("eli", "http://data.europa.eu/eli/ontology#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// Subject, property and object, each cut as [`short`] says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement<'t> {
    /// `body/bmi`; a whole IRI where it lies elsewhere.
    pub subject: Cow<'t, str>,
    /// `skos:prefLabel`; a name of the ontology is bare: `bodyKind`.
    pub property: Cow<'t, str>,
    pub object: Cow<'t, str>,
    /// Of a literal its language, `^` and its datatype (`^xsd:date`), or nothing; none where the object is a thing.
    pub tag: Option<Cow<'t, str>>,
    /// Where a user's file says it.
    pub place: Option<Place>,
}

/// A line of one of the files that were given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Position of the file in the list.
    pub file: u32,
    /// From 1.
    pub line: u32,
}

/// Parses a Turtle file, the `file`-th of several; where it is none, says in which line and why.
///
/// The text goes to the parser line by line, so that each statement knows the line that completes it.
pub fn statements(text: &str, file: u32) -> Result<Vec<Statement<'static>>, (u32, String)> {
    let mut parser = TurtleParser::new().with_base_iri(BASE).map_err(|error| (0, error.to_string()))?.low_level();
    let mut statements = Vec::new();
    let mut line = 0;
    for piece in text.split_inclusive('\n') {
        line += 1;
        parser.extend_from_slice(piece.as_bytes());
        while let Some(triple) = parser.parse_next() {
            statements.push(statement(triple, Place { file, line })?);
        }
    }
    parser.end();
    while let Some(triple) = parser.parse_next() {
        statements.push(statement(triple, Place { file, line })?);
    }
    Ok(statements)
}

fn statement(
    triple: Result<Triple, oxttl::TurtleSyntaxError>,
    place: Place,
) -> Result<Statement<'static>, (u32, String)> {
    let no_blank = || (place.line, "a blank node cannot be cited; give it an IRI".to_owned());
    let triple = triple.map_err(|error| {
        // The parser counts lines of all that it was given, from 0.
        let line = u32::try_from(error.location().start.line + 1).unwrap_or(place.line);
        (line.min(place.line), error.message().to_owned())
    })?;
    let NamedOrBlankNode::NamedNode(subject) = triple.subject else { return Err(no_blank()) };
    let (object, tag) = match triple.object {
        Term::NamedNode(thing) => (short(&thing), None),
        Term::BlankNode(_) => return Err(no_blank()),
        Term::Literal(literal) => {
            let datatype = literal.datatype().into_owned();
            let tag = match literal.language() {
                Some(language) => language.to_owned(),
                None if datatype.as_str().ends_with("#string") => String::new(),
                None => format!("^{}", short(&datatype)),
            };
            (literal.value().to_owned(), Some(tag))
        }
    };
    Ok(Statement {
        subject: short(&subject).into(),
        property: short(&triple.predicate).into(),
        object: object.into(),
        tag: tag.map(Cow::Owned),
        place: Some(place),
    })
}

/// The subject of the block that a line belongs to, as it is written: the first word of the last line that begins one.
#[allow(dead_code, reason = "the build script has no use for it")]
pub fn subject_near(text: &str, line: u32) -> &str {
    let before = text.lines().take(line as usize);
    let begins = |line: &&str| !line.starts_with([' ', '\t', '#', '@', ']', ')', '.', ';', ',']) && !line.is_empty();
    let head = before.filter(begins).last().unwrap_or_default();
    match head.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
        Some((iri, _)) => iri,
        None => head.split_whitespace().next().unwrap_or("(no subject)"),
    }
}

/// An IRI below the base of ids without it (`body/bmi`, always with a slash), a name of the ontology without its
/// namespace (`Article`, never with one), a name of a well-known vocabulary with its prefix, else the whole.
fn short(iri: &NamedNode) -> String {
    let iri = iri.as_str();
    let local = |name: &str| !name.is_empty() && !name.contains(['/', ':']);
    if let Some(path) = iri.strip_prefix(BASE).filter(|path| path.contains('/') && !path.contains(':')) {
        return path.to_owned();
    }
    if let Some(name) = iri.strip_prefix(ONTOLOGY).filter(|name| local(name)) {
        return name.to_owned();
    }
    let known = NAMESPACES.iter().find_map(|(prefix, namespace)| {
        iri.strip_prefix(namespace).filter(|name| local(name)).map(|name| format!("{prefix}:{name}"))
    });
    known.unwrap_or_else(|| iri.to_owned())
}

/// The whole IRI that was cut, ids below another base if one is given.
#[allow(dead_code, reason = "the library expands, the build script does not")]
pub fn whole(short: &str, base: &str) -> String {
    match short.split_once(':') {
        Some((prefix, name)) => match NAMESPACES.iter().find(|(known, _)| *known == prefix) {
            Some((_, namespace)) => format!("{namespace}{name}"),
            None => short.to_owned(),
        },
        None if short.contains('/') => format!("{base}{short}"),
        None => format!("{ONTOLOGY}{short}"),
    }
}

impl<'t> Statement<'t> {
    /// Appends the statement as a line; blanks of other kinds than the space become spaces.
    #[allow(dead_code, reason = "the build script writes, the library reads")]
    pub fn write(&self, lines: &mut String) {
        let tag = self.tag.as_deref().unwrap_or("-");
        for (field, end) in [(&*self.subject, '\t'), (&self.property, '\t'), (tag, '\t'), (&self.object, '\n')] {
            lines.extend(field.chars().map(|c| if matches!(c, '\t' | '\n' | '\r') { ' ' } else { c }));
            lines.push(end);
        }
    }

    /// The statement of a line, if it is one.
    #[allow(dead_code, reason = "the build script writes, the library reads")]
    pub fn read(line: &'t str) -> Option<Self> {
        let mut rest = line;
        // Fields are short, and there are tens of thousands: looking at each byte is faster than searching.
        let mut field = || {
            let (field, behind) = rest.split_at_checked(rest.bytes().position(|byte| byte == b'\t')?)?;
            rest = behind.get(1..)?;
            Some(Cow::Borrowed(field))
        };
        let (subject, property, tag) = (field()?, field()?, field()?);
        Some(Self { subject, property, object: rest.into(), tag: (tag != "-").then_some(tag), place: None })
    }
}
