//! The stems that names and patterns are made of.

use crate::text::{Span, fold_stem, word_key};
use hashbrown::HashTable;

/// A stem's number; 0 is every word that no name of the lexicon contains.
pub type Stem = u32;

/// All stems that occur in names and patterns.
#[derive(Debug, Default)]
pub struct Stems {
    /// Key and number of each stem. Most words of a text are none, which their keys alone tell.
    numbers: HashTable<(u64, Stem)>,
    /// Where each stem stands in `text`, by its number.
    spans: Vec<Span>,
    /// The stems one after the other.
    text: String,
    /// What begins with each stem.
    begins: Vec<Begins>,
    marks: u32,
    /// The stem at hand, kept for its memory.
    key: String,
}

/// One bit for each index of names, by which a word of a text tells whether it is worth a look-up.
pub type Mark = u8;

/// The marks of the indexes that have a name which begins with a stem: all of them, and those whose name begins with a small letter.
/// A word in small letters is no form of one with a capital, so „im“ need not be looked up as the ministry `IM`.
#[derive(Clone, Copy, Debug, Default)]
struct Begins {
    any: Mark,
    small: Mark,
}

impl Stems {
    /// A mark that no other index has; the indexes of one lexicon are no more than a mark has bits.
    pub(super) fn mark(&mut self) -> Mark {
        self.marks += 1;
        1 << ((self.marks - 1) % Mark::BITS)
    }

    /// Remembers that a name of the index with this mark begins with the word, whose stem this is.
    pub(super) fn begin(&mut self, word: &str, stem: Stem, mark: Mark) {
        let at = stem as usize;
        if self.begins.len() <= at {
            self.begins.resize(at + 1, Begins::default());
        }
        self.begins[at].any |= mark;
        if !word.starts_with(char::is_uppercase) {
            self.begins[at].small |= mark;
        }
    }

    pub fn reserve(&mut self, words: usize) {
        self.numbers.reserve(words, |(key, _)| spread(*key));
    }

    pub fn intern(&mut self, word: &str) -> Stem {
        let mut stem = std::mem::take(&mut self.key);
        fold_stem(word, &mut stem);
        let key = word_key(&stem, Span::at(0, stem.len()));
        let number = self.find(key, &stem).unwrap_or_else(|| {
            let number = u32::try_from(self.spans.len() + 1).unwrap_or(u32::MAX);
            let start = self.text.len();
            self.text.push_str(&stem);
            self.spans.push(Span::at(start, self.text.len()));
            self.numbers.insert_unique(spread(key), (key, number), |(key, _)| spread(*key));
            number
        });
        self.key = stem;
        number
    }

    /// The number of a word's stem, and what may begin with the word.
    pub(super) fn get(&self, word: &str, stem: &str) -> (Stem, Mark) {
        let number = self.find(word_key(stem, Span::at(0, stem.len())), stem).unwrap_or(0);
        let begins = self.begins.get(number as usize).copied().unwrap_or_default();
        (number, if word.starts_with(char::is_lowercase) { begins.small } else { begins.any })
    }

    fn find(&self, key: u64, stem: &str) -> Option<Stem> {
        let of = |number: Stem| self.spans.get(number as usize - 1).map_or("", |span| span.of(&self.text));
        self.numbers
            .find(spread(key), |(other, number)| *other == key && of(*number) == stem)
            .map(|(_, number)| *number)
    }
}

/// A key spread over all bits, the highest of which a table looks at first.
pub(super) const fn spread(key: u64) -> u64 {
    key.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(26)
}
