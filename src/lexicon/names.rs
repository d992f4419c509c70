//! Looking names up in running text, inflected as they stand there.

use super::words::{Mark, Stem, Stems, Words};
use crate::text::{Tokens, is_inflection};
use rustc_hash::FxHashMap;

/// Names as sequences of stems, in a trie; each name leads to a payload, such as the position of an authority.
///
/// A look-up costs nothing where no name starts with the word, else a hash a token. Stems only propose; every word of a proposed name is then
/// checked to be a form of the name's own word, so `Sachen` (things) never meets `Sachsen` (Saxony).
#[derive(Debug, Default)]
pub struct NameIndex {
    /// By which the words of a text tell whether a name begins with them.
    mark: Mark,
    /// Node of each stem that starts a name, 0 for the others.
    roots: Vec<u32>,
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
        if self.mark == 0 {
            self.mark = stems.mark();
        }
        let mut node = 0;
        for token in Tokens::new(name) {
            let next = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
            let stem = stems.intern(token.span.of(name));
            node = if node == 0 {
                if self.roots.len() <= stem as usize {
                    self.roots.resize(stem as usize + 1, 0);
                }
                stems.begin(stem, self.mark);
                let root = &mut self.roots[stem as usize];
                if *root == 0 {
                    *root = next;
                }
                *root
            } else {
                *self.edges.entry((node, stem)).or_insert(next)
            };
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

    /// By which [`Words::begin`] knows the words that names begin with.
    pub(super) const fn mark(&self) -> Mark {
        self.mark
    }

    /// The longest name that starts at token `at`.
    #[must_use]
    #[inline]
    pub fn longest_at(&self, words: &Words<'_>, at: usize) -> Option<Found> {
        if !words.begin(at, self.mark) {
            return None;
        }
        let root = *self.roots.get(words.stem(at) as usize).filter(|root| **root > 0)?;
        self.longest_from(root, words, at)
    }

    fn longest_from(&self, root: u32, words: &Words<'_>, at: usize) -> Option<Found> {
        let mut node = root;
        let mut best = None;
        let mut next = at + 1;
        loop {
            let ends = &self.ends[node as usize];
            if ends.iter().any(|id| self.is_form(*id, words, at)) {
                best = Some((next, ends));
            }
            if next == words.len() {
                break;
            }
            match self.edges.get(&(node, words.stem(next))) {
                Some(child) => node = *child,
                None => break,
            }
            next += 1;
        }
        let (next, ends) = best?;
        let borne = ends.iter().filter(|id| ends.len() == 1 || self.is_form(**id, words, at));
        let mut payloads: Vec<u32> = borne.map(|id| self.names[*id as usize].1).collect();
        payloads.sort_unstable();
        payloads.dedup();
        Some(Found { next, payloads })
    }

    /// Whether the words from `at` on are those of the name, inflected or not.
    fn is_form(&self, name: u32, words: &Words<'_>, at: usize) -> bool {
        let name = &*self.names[name as usize].0;
        if words.is_literally(at, name) {
            return true;
        }
        Tokens::new(name).zip(at..).all(|(token, at)| is_inflection(token.span.of(name), words.word(at)))
    }
}
