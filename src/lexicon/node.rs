//! Statements by subject: the shape in which the lexicon is built from them.

use super::turtle::{Place, Statement, whole};
use rustc_hash::FxHashMap;

/// A subject and what the files say of it, in the order of the files.
#[derive(Debug)]
pub(super) struct Node<'s> {
    /// The IRI below the base, such as `body/bmi`; a whole IRI where it lies elsewhere.
    pub key: &'s str,
    statements: Vec<&'s Statement<'s>>,
}

impl<'s> Node<'s> {
    pub fn of<'n>(&'n self, property: &'n str) -> impl Iterator<Item = &'s Statement<'s>> + 'n {
        self.statements.iter().copied().filter(move |statement| statement.property == property)
    }

    pub fn things<'n>(&'n self, property: &'n str) -> impl Iterator<Item = &'s str> + 'n {
        self.of(property).filter(|statement| statement.tag.is_none()).map(|statement| &*statement.object)
    }

    pub fn texts<'n>(&'n self, property: &'n str) -> impl Iterator<Item = &'s str> + 'n {
        self.of(property).filter(|statement| statement.tag.is_some()).map(|statement| &*statement.object)
    }

    pub fn text(&self, property: &str) -> Option<String> {
        self.texts(property).next().map(str::to_owned)
    }

    /// The value in one language; German also where no language is given.
    pub fn text_in(&self, property: &str, language: &str) -> Option<String> {
        let fits = |tag: &str| tag == language || (language == "de" && tag.is_empty());
        self.of(property)
            .find(|statement| statement.tag.as_deref().is_some_and(fits))
            .map(|statement| statement.object.to_string())
    }

    pub fn is_a(&self, class: &str) -> bool {
        self.things("rdf:type").any(|thing| thing == class)
    }

    /// All mapping properties (`skos:closeMatch`, …) with their objects, both as whole IRIs.
    pub fn links(&self) -> impl Iterator<Item = (String, &'s str)> {
        self.statements
            .iter()
            .filter(|statement| statement.tag.is_none() && is_link(&statement.property))
            .map(|statement| (whole(&statement.property, ""), &*statement.object))
    }

    /// The first line that speaks of it.
    pub fn place(&self) -> Option<Place> {
        self.statements.iter().filter_map(|statement| statement.place).min()
    }

    /// The files of the user that speak of it, by position.
    pub fn files(&self) -> Vec<u32> {
        let mut files: Vec<u32> =
            self.statements.iter().filter_map(|statement| statement.place.map(|place| place.file)).collect();
        files.sort_unstable();
        files.dedup();
        files
    }
}

/// Whether a property says that a thing elsewhere is the same or nearly so.
pub(super) fn is_link(property: &str) -> bool {
    property == "owl:sameAs" || property.strip_prefix("skos:").is_some_and(|name| name.ends_with("Match"))
}

/// Groups statements by subject, in the order in which subjects first occur.
pub(super) fn nodes<'s>(statements: &'s [Statement<'s>]) -> Vec<Node<'s>> {
    let mut nodes: Vec<Node<'s>> = Vec::new();
    let mut known: FxHashMap<&str, usize> = FxHashMap::default();
    for statement in statements {
        let key = &*statement.subject;
        // What is said of a subject mostly stands together.
        let position = match nodes.last() {
            Some(last) if last.key == key => nodes.len() - 1,
            _ => *known.entry(key).or_insert_with(|| {
                nodes.push(Node { key, statements: Vec::new() });
                nodes.len() - 1
            }),
        };
        nodes[position].statements.push(statement);
    }
    nodes
}
