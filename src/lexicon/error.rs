//! What is wrong with lexicon files, so that whoever wrote them finds the place.

use super::turtle::Place;
use std::fmt;

/// Everything that is wrong with the lexicon files, in the order of files and lines.
#[derive(Debug, thiserror::Error)]
#[error("{}", lines(faults))]
pub struct LexiconError {
    pub faults: Vec<Fault>,
}

/// One thing that is wrong. Shows as `mine.ttl:12: body/bmi: cause (remedy)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub file: String,
    /// From 1; none where the files of the crate are at fault.
    pub line: Option<u32>,
    /// Path of the thing below the base (`body/bmi`), or its IRI.
    pub subject: String,
    pub cause: String,
    pub remedy: &'static str,
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, subject, cause, remedy } = self;
        let line = line.map_or_else(String::new, |line| format!(":{line}"));
        write!(out, "{file}{line}: {subject}: {cause} ({remedy})")
    }
}

fn lines(faults: &[Fault]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// Faults as they are found, over files with these names.
#[derive(Debug)]
pub(super) struct Faults<'f> {
    names: Vec<&'f str>,
    found: Vec<(Option<Place>, Fault)>,
}

impl<'f> Faults<'f> {
    pub fn new(files: &'f [(String, String)]) -> Self {
        Self { names: files.iter().map(|(name, _)| name.as_str()).collect(), found: Vec::new() }
    }

    pub fn add(&mut self, place: Option<Place>, subject: &str, cause: impl Into<String>, remedy: &'static str) {
        let fault = Fault {
            file: self.file(place).to_owned(),
            line: place.map(|place| place.line),
            subject: subject.to_owned(),
            cause: cause.into(),
            remedy,
        };
        if !self.found.iter().any(|(_, other)| *other == fault) {
            self.found.push((place, fault));
        }
    }

    fn file(&self, place: Option<Place>) -> &'f str {
        place.and_then(|place| self.names.get(place.file as usize).copied()).unwrap_or("lexicon of the program")
    }

    /// `mine.ttl:12`, to speak of another place.
    pub fn name(&self, place: Option<Place>) -> String {
        let line = place.map_or_else(String::new, |place| format!(":{}", place.line));
        format!("{}{line}", self.file(place))
    }

    /// # Errors
    /// Where there are any.
    pub fn into_result(mut self) -> Result<(), LexiconError> {
        if self.found.is_empty() {
            return Ok(());
        }
        self.found.sort_by_key(|(place, _)| *place);
        Err(LexiconError { faults: self.found.into_iter().map(|(_, fault)| fault).collect() })
    }
}
