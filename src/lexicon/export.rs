//! The authority files as they stand after a user's corrections, statement by statement.

use super::correction::correct;
use super::error::{Faults, LexiconError};
use super::turtle::{Statement, whole};

/// What the loader has no use for and readers do: sources, definitions, reorganisations. The build script makes it.
pub(super) static DESCRIBED: &str = include_str!(concat!(env!("OUT_DIR"), "/described.tsv"));

/// A statement of the authority files, with whole IRIs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub subject: String,
    pub property: String,
    pub object: Object,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Object {
    Thing(String),
    Text(String),
    /// Text and the tag of its language.
    Tagged(String, String),
    /// Value and the IRI of its datatype.
    Typed(String, String),
}

/// Kinds of subjects that are no authority data: how verbs and names are recognised.
const PATTERNS: [&str; 4] = ["act/", "flow/", "role/", "shape/"];

/// Properties that only say how to read the files, or have been applied.
const NOTATION: [&str; 4] = ["notLabel", "notSameAs", "membersName", "actingOnly"];

/// All that the authority files say of bodies, names, statutes, sittings, kinds and registers, with a user's files, given
/// as name and text, applied to them. Things stand below `base`.
///
/// # Errors
/// As [`Lexicon::with`](super::Lexicon::with).
pub fn authority(files: &[(String, String)], base: &str) -> Result<Vec<Said>, LexiconError> {
    let mut faults = Faults::new(files);
    let mut statements: Vec<Statement<'_>> =
        super::build::COMPILED.lines().chain(DESCRIBED.lines()).filter_map(Statement::read).collect();
    super::build::parse(files, &mut statements, &mut faults);
    if !files.is_empty() {
        statements = correct(statements, &mut faults);
    }
    faults.into_result()?;
    let kept = statements.iter().filter(|statement| {
        !PATTERNS.iter().any(|start| statement.subject.starts_with(start))
            && !statement.subject.contains(':')
            && !NOTATION.contains(&&*statement.property)
    });
    Ok(kept.map(|statement| said(statement, base)).collect())
}

fn said(statement: &Statement<'_>, base: &str) -> Said {
    let text = || statement.object.to_string();
    let object = match statement.tag.as_deref() {
        None => Object::Thing(whole(&statement.object, base)),
        Some("") => Object::Text(text()),
        Some(tag) => match tag.strip_prefix('^') {
            Some(datatype) => Object::Typed(text(), whole(datatype, base)),
            None => Object::Tagged(text(), tag.to_owned()),
        },
    };
    Said { subject: whole(&statement.subject, base), property: whole(&statement.property, base), object }
}
