//! Looking compounds up by how they end.

use rustc_hash::FxHashMap;

/// Ends of words, each with a payload: `behörde`, `ministerinnen`.
#[derive(Debug, Default)]
pub(super) struct Endings {
    /// By the last two bytes, so that most words are told apart from all of them by one look.
    by_tail: FxHashMap<u16, Vec<(Box<str>, u32)>>,
}

impl Endings {
    pub fn insert(&mut self, end: &str, payload: u32) {
        if let Some(tail) = tail(end) {
            self.by_tail.entry(tail).or_default().push((end.into(), payload));
        }
    }

    /// The longest end of the word; of equally long ones the last.
    pub fn longest_of(&self, word: &str) -> Option<(&str, u32)> {
        let fitting = self.by_tail.get(&tail(word)?)?.iter().filter(|(end, _)| word.ends_with(&**end));
        fitting.max_by_key(|(end, _)| end.len()).map(|(end, payload)| (&**end, *payload))
    }
}

fn tail(word: &str) -> Option<u16> {
    word.as_bytes().last_chunk().map(|tail| u16::from_le_bytes(*tail))
}
