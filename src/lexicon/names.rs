//! Looking names up in running text, inflected as they stand there.

use super::words::{Stem, Stems, Words};
use crate::text::{is_inflection, tokenize};
use rustc_hash::FxHashMap;

/// Names as sequences of stems, in a trie; each name leads to a payload, such as the position of an authority.
///
/// A look-up walks the tokens once and costs a hash a token. Stems only propose; every word of a proposed name is then
/// checked to be a form of the name's own word, so `Sachen` (things) never meets `Sachsen` (Saxony).
#[derive(Debug, Default)]
pub struct NameIndex {
    edges: FxHashMap<(u32, Stem), u32>,
    /// Names that end at a node: position in `names`.
    ends: Vec<Vec<u32>>,
    names: Vec<(Box<str>, u32)>,
}

/// A name found: the token after it, and what it may stand for (several where the name is shared).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub next: usize,
    pub payloads: Vec<u32>,
}

impl NameIndex {
    pub fn reserve(&mut self, words: usize) {
        self.edges.reserve(words);
        self.ends.reserve(words);
    }

    /// Adds a name; the same name with the same payload is kept once.
    pub fn insert(&mut self, stems: &mut Stems, name: &str, payload: u32) {
        if self.ends.is_empty() {
            self.ends.push(Vec::new());
        }
        let mut node = 0;
        for token in tokenize(name) {
            let next = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
            node = *self.edges.entry((node, stems.intern(token.span.of(name)))).or_insert(next);
            if node == next {
                self.ends.push(Vec::new());
            }
        }
        let known = self.ends[node as usize].iter().any(|id| {
            let (other, leads_to) = &self.names[*id as usize];
            &**other == name && *leads_to == payload
        });
        if node > 0 && !known {
            self.ends[node as usize].push(u32::try_from(self.names.len()).unwrap_or(u32::MAX));
            self.names.push((name.into(), payload));
        }
    }

    /// The longest name that starts at token `at`.
    #[must_use]
    pub fn longest_at(&self, words: &Words<'_>, at: usize) -> Option<Found> {
        let mut node = 0;
        let mut best = None;
        for index in at..words.len() {
            node = match self.edges.get(&(node, words.stem(index))) {
                Some(next) => *next,
                None => break,
            };
            let mut payloads: Vec<u32> = self.ends[node as usize]
                .iter()
                .map(|id| &self.names[*id as usize])
                .filter(|(name, _)| {
                    tokenize(name)
                        .iter()
                        .zip(at..)
                        .all(|(token, at)| is_inflection(token.span.of(name), words.word(at)))
                })
                .map(|(_, payload)| *payload)
                .collect();
            if !payloads.is_empty() {
                payloads.sort_unstable();
                payloads.dedup();
                best = Some(Found { next: index + 1, payloads });
            }
        }
        best
    }
}
