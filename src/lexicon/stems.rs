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
    /// What begins with each stem: the marks of the indexes that have such a name.
    begins: Vec<Mark>,
    marks: u32,
    /// The stem at hand, kept for its memory.
    key: String,
}

/// One bit for each index of names, by which a word of a text tells whether it is worth a look-up.
pub type Mark = u8;

impl Stems {
    /// A mark that no other index has; the indexes of one lexicon are fewer than a mark has bits.
    pub(super) fn mark(&mut self) -> Mark {
        self.marks += 1;
        1 << ((self.marks - 1) % Mark::BITS)
    }

    /// Remembers that a name of the index with this mark begins with the stem.
    pub(super) fn begin(&mut self, stem: Stem, mark: Mark) {
        let at = stem as usize;
        if self.begins.len() <= at {
            self.begins.resize(at + 1, 0);
        }
        self.begins[at] |= mark;
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

    /// The number of a stem, and what begins with it.
    pub(super) fn get(&self, stem: &str) -> (Stem, Mark) {
        let number = self.find(word_key(stem, Span::at(0, stem.len())), stem).unwrap_or(0);
        (number, self.begins.get(number as usize).copied().unwrap_or(0))
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
