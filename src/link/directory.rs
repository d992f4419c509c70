//! The bodies that a graph describes, with all names: what can be looked for elsewhere, and be found by others here.

use crate::query::{self, QueryError, QueryResults};
use crate::store::Store;
use oxrdf::Term;
use std::collections::BTreeMap;

/// All bodies of a graph, by IRI.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    pub bodies: BTreeMap<String, Body>,
    /// German names of the kinds of these bodies, by IRI.
    pub kinds: BTreeMap<String, String>,
}

/// A body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    pub iri: String,
    /// Normal form, as in the tables.
    pub label: String,
    pub names: Vec<Name>,
    /// IRIs: its kinds, whose field it works in, whom it stands under.
    pub kinds: Vec<String>,
    pub jurisdictions: Vec<String>,
    pub parents: Vec<String>,
    /// IRIs elsewhere: those it is linked to, and those that somebody said it is not.
    pub links: Vec<String>,
    pub rejected: Vec<String>,
    /// Somebody looked and found nothing.
    pub searched: bool,
}

/// A name of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub text: String,
    pub language: Option<String>,
    pub status: Status,
    /// Days, as `YYYY-MM-DD`: from the first, up to and without the second.
    pub from: Option<String>,
    pub until: Option<String>,
}

impl Name {
    fn is_dated(&self) -> bool {
        self.from.is_some() || self.until.is_some()
    }

    /// Whether it was in force on a day, or in some of a month or year: `2021`, `2021-12`, `2021-12-03`.
    #[must_use]
    pub fn is_of(&self, time: &str) -> bool {
        let begun = self.from.as_deref().is_none_or(|from| from.get(..time.len()).unwrap_or(from) <= time);
        let ended = self.until.as_deref().is_some_and(|until| until <= time);
        begun && !ended
    }
}

/// What a name is to a body, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Full name, of today or of some time.
    Official,
    /// Abbreviation or other name.
    Alias,
    /// Found in texts, but not shown: inflected forms, names of the office.
    Hidden,
}

impl Body {
    /// The name to look it up by: the German full name in force last, else any, else the label.
    #[must_use]
    pub fn full_name(&self) -> &str {
        let german = |name: &&Name| name.language.as_deref() == Some("de");
        let official = || self.names.iter().filter(|name| name.status == Status::Official);
        official()
            .filter(german)
            .filter(|name| name.until.is_none())
            .max_by_key(|name| name.from.clone())
            .or_else(|| official().find(german))
            .or_else(|| official().next())
            .map_or(&self.label, |name| &name.text)
    }
}

impl Directory {
    /// Reads the bodies of a store; those that were only recognised by shape, or stayed ambiguous, are left out.
    ///
    /// # Errors
    /// Where the store cannot be asked.
    pub fn of(store: &Store) -> Result<Self, QueryError> {
        let mut directory = Self::default();
        let Some(question) = query::find("links/subjects") else { return Ok(directory) };
        let QueryResults::Solutions(solutions) = query::ask(store, question.sparql, &[])? else { return Ok(directory) };
        for solution in solutions {
            let solution = solution?;
            let (Some(Term::NamedNode(body)), Some(Term::Literal(what)), Some(value)) =
                (solution.get("body"), solution.get("what"), solution.get("value"))
            else {
                continue;
            };
            let day = |name| match solution.get(name) {
                Some(Term::Literal(day)) => Some(day.value().to_owned()),
                _ => None,
            };
            let (from, until) = (day("from"), day("until"));
            let body = directory
                .bodies
                .entry(body.as_str().to_owned())
                .or_insert_with(|| Body { iri: body.as_str().to_owned(), ..Body::default() });
            body.learn(what.value(), value, from, until);
        }
        for body in directory.bodies.values_mut() {
            body.names.dedup();
            // A name that is said with and without its time is of its time.
            let dated: Vec<String> =
                body.names.iter().filter(|name| name.is_dated()).map(|name| name.text.clone()).collect();
            body.names.retain(|name| name.is_dated() || name.status != Status::Official || !dated.contains(&name.text));
            if body.label.is_empty() {
                body.label = body.full_name().to_owned();
            }
        }
        let kinds = query::find("links/kinds").map(|question| query::ask(store, question.sparql, &[])).transpose()?;
        if let Some(QueryResults::Solutions(kinds)) = kinds {
            for kind in kinds {
                let kind = kind?;
                if let (Some(Term::NamedNode(kind)), Some(Term::Literal(label))) = (kind.get("kind"), kind.get("label"))
                {
                    directory.kinds.insert(kind.as_str().to_owned(), label.value().to_owned());
                }
            }
        }
        Ok(directory)
    }

    /// Names of what a body stands under, and of what these stand under.
    #[must_use]
    pub fn parent_names(&self, body: &Body) -> Vec<&str> {
        let direct = body.parents.iter().chain(&body.jurisdictions).filter_map(|iri| self.bodies.get(iri));
        direct.flat_map(|parent| &parent.names).map(|name| name.text.as_str()).collect()
    }
}

impl Body {
    fn learn(&mut self, what: &str, value: &Term, from: Option<String>, until: Option<String>) {
        let (text, language) = match value {
            Term::NamedNode(node) => (node.as_str().to_owned(), None),
            Term::Literal(literal) => (literal.value().to_owned(), literal.language().map(str::to_owned)),
            Term::BlankNode(_) => return,
        };
        let name = |status| Name { text: text.clone(), language, status, from, until };
        match what {
            "label" => {
                self.names.push(name(Status::Alias));
                self.label = text;
            }
            "name" => self.names.push(name(Status::Official)),
            "alias" => self.names.push(name(Status::Alias)),
            "hidden" => self.names.push(name(Status::Hidden)),
            "kind" => self.kinds.push(text),
            "jurisdiction" => self.jurisdictions.push(text),
            "parent" => self.parents.push(text),
            "link" => self.links.push(text),
            "rejected" => self.rejected.push(text),
            "none" => self.searched = text == "true",
            _ => {}
        }
    }
}
