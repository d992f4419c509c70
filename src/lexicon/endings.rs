//! Looking compounds up by how they end.

use rustc_hash::FxHashMap;

/// Ends of words, each with a payload: `behörde`, `ministerinnen`.
#[derive(Debug, Default)]
pub(super) struct Endings {
    /// By the last two bytes, so that most words are told apart from all of them by one look.
    by_tail: FxHashMap<u16, Vec<Ending>>,
}

#[derive(Debug)]
struct Ending {
    /// Its last bytes, eight at most, as one number, and the bits that they are: nearly all words are told by it.
    last: u64,
    bits: u64,
    end: Box<str>,
    payload: u32,
}

impl Endings {
    pub fn insert(&mut self, end: &str, payload: u32) {
        if let Some(tail) = tail(end) {
            let bits = u64::MAX << (64 - 8 * end.len().min(8));
            self.by_tail.entry(tail).or_default().push(Ending { last: last(end), bits, end: end.into(), payload });
        }
    }

    /// The longest end of the word; of equally long ones the last.
    pub fn longest_of(&self, word: &str) -> Option<(&str, u32)> {
        let endings = self.by_tail.get(&tail(word)?)?;
        let own = last(word);
        let fitting = endings.iter().filter(|ending| own & ending.bits == ending.last && word.ends_with(&*ending.end));
        fitting.max_by_key(|ending| ending.end.len()).map(|ending| (&*ending.end, ending.payload))
    }
}

fn tail(word: &str) -> Option<u16> {
    word.as_bytes().last_chunk().map(|tail| u16::from_le_bytes(*tail))
}

/// The last eight bytes as a number, the last one highest.
fn last(word: &str) -> u64 {
    match word.as_bytes().last_chunk() {
        Some(last) => u64::from_le_bytes(*last),
        None => word.bytes().fold(0, |last, byte| last >> 8 | u64::from(byte) << 56),
    }
}
