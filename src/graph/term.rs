//! The terms of a [`Graph`]: each is written down once as N-Quads writes it, and found by a hash of what it says.

use super::escape::escape_string;
use super::{Graph, TermId, index};
use oxrdf::{LiteralRef, NamedNodeRef, TermRef};
use rustc_hash::FxHasher;
use std::hash::{Hash, Hasher};
use std::ops::Range;

/// Where a term stands in [`Graph::text`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub start: usize,
    /// Length of the written form; behind it, up to the next term, stands the bare value, if that differs.
    pub length: u32,
    /// Length of the language or datatype behind the closing quote of a literal.
    pub suffix: u32,
}

impl Entry {
    /// The written form, in bytes of [`Graph::text`].
    pub const fn form(&self) -> Range<usize> {
        self.start..self.start + self.length as usize
    }
}

/// What a term says. There is no blank node to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Word<'a> {
    Iri(&'a str),
    String(&'a str),
    Tagged(&'a str, &'a str),
    Typed(&'a str, &'a str),
}

impl Graph {
    pub(super) fn find(&self, word: Word<'_>, hash: u32) -> Option<TermId> {
        let same = |(other, id): &(u32, u32)| *other == hash && self.says(*id, word);
        self.by_term.find(spread(hash), same).map(|(_, id)| TermId(*id))
    }

    pub(super) fn intern(&mut self, word: Word<'_>) -> TermId {
        let hash = hash(word);
        self.find(word, hash).unwrap_or_else(|| self.add(word, Some(hash)))
    }

    /// Writes a term down; with its hash it can be found again.
    pub(super) fn add(&mut self, word: Word<'_>, hash: Option<u32>) -> TermId {
        let start = self.text.len();
        let (end, suffix) = match word {
            Word::Iri(value) => {
                self.text.push('<');
                self.text.push_str(value);
                self.text.push('>');
                (self.text.len(), 0)
            }
            Word::String(value) | Word::Tagged(value, _) | Word::Typed(value, _) => {
                self.text.push('"');
                let escaped = escape_string(value, &mut self.text);
                self.text.push('"');
                let suffix = self.text.len();
                match word {
                    Word::Tagged(_, language) => self.text.extend(["@", language]),
                    Word::Typed(_, datatype) => self.text.extend(["^^<", datatype, ">"]),
                    _ => {}
                }
                let end = self.text.len();
                if escaped {
                    self.text.push_str(value);
                }
                (end, end - suffix)
            }
        };
        let id = self.push(start, suffix, end);
        if let Some(hash) = hash {
            self.by_term.insert_unique(spread(hash), (hash, id.0), |(hash, _)| spread(*hash));
        }
        id
    }

    /// Keeps the term that was written from `start` to `end`.
    pub(super) fn push(&mut self, start: usize, suffix: usize, end: usize) -> TermId {
        let id = index(self.terms.len());
        self.terms.push(Entry { start, length: index(end - start), suffix: index(suffix) });
        TermId(id)
    }

    pub(super) fn word(&self, id: u32) -> Word<'_> {
        let Entry { start, length, suffix, .. } = self.terms[id as usize];
        let (end, suffix) = (start + length as usize, suffix as usize);
        let next = self.terms.get(id as usize + 1).map_or(self.text.len(), |next| next.start);
        let part = |from, to| self.text.get(from..to).unwrap_or_default();
        if self.text.as_bytes().get(start) == Some(&b'<') {
            return Word::Iri(part(start + 1, end - 1));
        }
        let value = if end < next { part(end, next) } else { part(start + 1, end - suffix - 1) };
        let suffix = part(end - suffix, end);
        if let Some(language) = suffix.strip_prefix('@') {
            Word::Tagged(value, language)
        } else if let Some(datatype) = suffix.strip_prefix("^^<").and_then(|rest| rest.strip_suffix('>')) {
            Word::Typed(value, datatype)
        } else {
            Word::String(value)
        }
    }

    /// Whether a term is this; without taking it apart, where it is written as it reads.
    fn says(&self, id: u32, word: Word<'_>) -> bool {
        let form = self.form(id).as_bytes();
        match word {
            Word::Iri(iri) => form.len() == iri.len() + 2 && form[0] == b'<' && &form[1..=iri.len()] == iri.as_bytes(),
            _ => self.word(id) == word,
        }
    }

    /// The term as N-Quads writes it.
    pub(super) fn form(&self, id: u32) -> &str {
        self.text.get(self.terms[id as usize].form()).unwrap_or_default()
    }

    pub(super) fn node(&self, id: u32) -> NamedNodeRef<'_> {
        match self.word(id) {
            Word::Iri(value) | Word::String(value) | Word::Tagged(value, _) | Word::Typed(value, _) => {
                NamedNodeRef::new_unchecked(value)
            }
        }
    }

    pub(super) fn term(&self, id: u32) -> TermRef<'_> {
        match self.word(id) {
            Word::Iri(value) => NamedNodeRef::new_unchecked(value).into(),
            Word::String(value) => LiteralRef::new_simple_literal(value).into(),
            Word::Tagged(value, language) => LiteralRef::new_language_tagged_literal_unchecked(value, language).into(),
            Word::Typed(value, datatype) => {
                LiteralRef::new_typed_literal(value, NamedNodeRef::new_unchecked(datatype)).into()
            }
        }
    }
}

pub(super) fn hash(word: Word<'_>) -> u32 {
    let mut hasher = FxHasher::default();
    word.hash(&mut hasher);
    let hash = hasher.finish();
    let half = |bits: u64| u32::try_from(bits & u64::from(u32::MAX)).unwrap_or_default();
    half(hash) ^ half(hash >> 32)
}

/// As wide as a table asks for: its low bits choose the place, its high ones tell the places of a group apart.
pub(super) const fn spread(hash: u32) -> u64 {
    hash as u64 | (hash as u64) << 32
}

/// A hash that keeps the order of positions, so that going through a text goes once through the table. Small numbers, which
/// also count and order things, have a place each; of larger ones as many as `crowd` bits tell apart share one.
pub(super) const fn nearby(value: u32, crowd: u32) -> u64 {
    const SMALL: u32 = 4096;
    let place = if value < SMALL { value } else { SMALL + (value >> crowd) };
    place as u64 | (value as u64) << 57
}
