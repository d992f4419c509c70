//! Looking names up in running text, inflected as they stand there.

use super::stems::{Mark, Stem, Stems};
use super::words::Words;
use crate::text::{Span, Tokens, is_inflection};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

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
    nodes: Vec<Node>,
    names: Vec<Name>,
    /// The names one after the other.
    text: String,
}

/// What follows after some stems.
#[derive(Clone, Copy, Debug, Default)]
struct Node {
    /// The first name that ends here, counted from 1.
    name: u32,
    /// Whether names go on.
    inner: bool,
}

#[derive(Clone, Copy, Debug)]
struct Name {
    /// Of [`NameIndex::text`].
    span: Span,
    payload: u32,
    /// The next name that ends at the same node, counted from 1.
    next: u32,
}

/// A name found: the token after it, and what it may stand for (several where the name is shared).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub next: usize,
    pub payloads: SmallVec<[u32; 2]>,
}

impl NameIndex {
    pub fn reserve(&mut self, words: usize) {
        self.edges.reserve(words);
        self.nodes.reserve(words);
    }

    /// Adds a name; the same name with the same payload is kept once.
    pub fn insert(&mut self, stems: &mut Stems, name: &str, payload: u32) {
        if self.nodes.is_empty() {
            self.nodes.push(Node::default());
        }
        if self.mark == 0 {
            self.mark = stems.mark();
        }
        let mut node = 0;
        for token in Tokens::new(name) {
            let next = count(self.nodes.len());
            let word = token.span.of(name);
            let stem = stems.intern(word);
            node = if node == 0 {
                if self.roots.len() <= stem as usize {
                    self.roots.resize(stem as usize + 1, 0);
                }
                stems.begin(word, stem, self.mark);
                let root = &mut self.roots[stem as usize];
                if *root == 0 {
                    *root = next;
                }
                *root
            } else {
                self.nodes[node as usize].inner = true;
                *self.edges.entry((node, stem)).or_insert(next)
            };
            if node == next {
                self.nodes.push(Node::default());
            }
        }
        let known = self.ending_at(node).any(|other| other.payload == payload && other.span.of(&self.text) == name);
        if node == 0 || known {
            return;
        }
        let start = self.text.len();
        self.text.push_str(name);
        self.names.push(Name { span: Span::at(start, self.text.len()), payload, next: self.nodes[node as usize].name });
        self.nodes[node as usize].name = count(self.names.len());
    }

    /// The names that end at a node.
    fn ending_at(&self, node: u32) -> impl Iterator<Item = &Name> {
        let name = |number: u32| self.names.get((number as usize).checked_sub(1)?);
        std::iter::successors(name(self.nodes[node as usize].name), move |last| name(last.next))
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
        // The nodes that the words lead through; the last one with a name is the longest's.
        let mut path: SmallVec<[u32; 8]> = SmallVec::from_slice(&[root]);
        let mut node = root;
        while self.nodes[node as usize].inner
            && at + path.len() < words.len()
            && let Some(child) = self.edges.get(&(node, words.stem(at + path.len())))
        {
            node = *child;
            path.push(node);
        }
        path.iter().enumerate().rev().find_map(|(before, node)| {
            let borne = self.ending_at(*node).filter(|name| self.is_form(name, words, at));
            let mut payloads: SmallVec<[u32; 2]> = borne.map(|name| name.payload).collect();
            payloads.sort_unstable();
            payloads.dedup();
            (!payloads.is_empty()).then_some(Found { next: at + before + 1, payloads })
        })
    }

    /// Whether the words from `at` on are those of the name, inflected or not.
    fn is_form(&self, name: &Name, words: &Words<'_>, at: usize) -> bool {
        let name = name.span.of(&self.text);
        if words.is_literally(at, name) {
            return true;
        }
        Tokens::new(name).zip(at..).all(|(token, at)| is_inflection(token.span.of(name), words.word(at)))
    }
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
