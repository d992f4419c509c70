//! Statements by subject: the shape in which the lexicon is built from them.

use super::turtle::Statement;
use rustc_hash::FxHashMap;

/// A subject and what the files say of it, in the order of the files.
#[derive(Debug)]
pub(super) struct Node<'s> {
    /// The IRI below the base, such as `body/bmi`; a whole IRI where it lies elsewhere.
    pub key: &'s str,
    statements: Vec<&'s Statement<'s>>,
}

impl<'s> Node<'s> {
    fn of<'n>(&'n self, property: &'n str) -> impl Iterator<Item = &'s Statement<'s>> + 'n {
        self.statements.iter().copied().filter(move |statement| statement.property == property)
    }

    pub fn things<'n>(&'n self, property: &'n str) -> impl Iterator<Item = &'s str> + 'n {
        self.of(property).filter(|statement| statement.language.is_none()).map(|statement| &*statement.object)
    }

    pub fn texts<'n>(&'n self, property: &'n str) -> impl Iterator<Item = &'s str> + 'n {
        self.of(property).filter(|statement| statement.language.is_some()).map(|statement| &*statement.object)
    }

    pub fn text(&self, property: &str) -> Option<String> {
        self.texts(property).next().map(str::to_owned)
    }

    /// The value in one language; German also where no language is given.
    pub fn text_in(&self, property: &str, language: &str) -> Option<String> {
        let fits = |tag: &str| tag == language || (language == "de" && tag.is_empty());
        self.of(property)
            .find(|statement| statement.language.as_deref().is_some_and(fits))
            .map(|statement| statement.object.to_string())
    }

    pub fn is_a(&self, class: &str) -> bool {
        self.things("type").any(|thing| thing == class)
    }

    /// All mapping properties (`skos:closeMatch`, …) with their objects.
    pub fn links(&self) -> impl Iterator<Item = (String, &'s str)> {
        const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
        self.statements
            .iter()
            .filter(|statement| statement.language.is_none() && statement.property.ends_with("Match"))
            .map(|statement| (format!("{SKOS}{}", statement.property), &*statement.object))
    }
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
