//! Collections of resolutions made up from a small grammar, with the facts that are to be found in them: something to
//! measure with, and to test with.
//!
//! Conferences, bodies and statutes are those of the lexicon; the sentences are of the simplest build, so that whatever is
//! not found in them is a fault of the program. The conferences sit in turn, twice a year over 25 years and then on the
//! days between, and refer to what they and the others decided earlier.

mod paper;
mod sentence;
mod vocabulary;

pub use paper::pdf;

use crate::lexicon::Lexicon;
use fastrand::Rng;
use jiff::civil::Date;
use std::collections::BTreeMap;
use vocabulary::Vocabulary;

/// A fact: a value for each column of its table, `-` for none.
pub type Row = Vec<String>;

/// Name and columns of each table of facts that a collection fills.
pub const TABLES: [(&str, &[&str]); 8] = [
    ("items", &["top", "title", "points", "notes"]),
    ("bodies", &["top", "point", "body"]),
    ("laws", &["top", "point", "citation"]),
    ("reports", &["top", "point", "title", "form", "stand", "classification", "release", "reporter"]),
    ("references", &["top", "point", "body", "date", "item", "kind"]),
    ("acts", &["top", "point", "actor", "kind", "addressee", "deadline"]),
    ("participants", &["top", "point", "kind", "body", "role", "lead"]),
    ("flows", &["top", "point", "from", "to", "kind", "status", "deadline"]),
];

/// A text and the rows of each table that come out of it.
#[derive(Clone, Debug, Default)]
pub struct Collection {
    pub text: String,
    pub tables: BTreeMap<&'static str, Vec<Row>>,
    /// What each point says, by item and point.
    pub sentences: BTreeMap<[String; 2], String>,
}

/// Collections by number. The same lexicon and seed give the same collections.
///
/// ```
/// use gremium::{generate::Generator, lexicon::Lexicon};
/// let generator = Generator::new(&Lexicon::with(&[])?, 7);
/// let collection = generator.collection(0, 3).expect("there is room for thousands");
/// assert_eq!(collection.tables["items"].len(), 3);
/// # Ok::<(), gremium::lexicon::LexiconError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Generator {
    vocabulary: Vocabulary,
    seed: u64,
    /// On which a conference may sit, each once, in the order in which they are taken.
    days: Vec<Date>,
}

impl Generator {
    #[must_use]
    pub fn new(lexicon: &Lexicon, seed: u64) -> Self {
        Self { vocabulary: Vocabulary::new(lexicon), seed, days: days(lexicon) }
    }

    /// The same conferences with other things to say.
    #[must_use]
    pub fn with_seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    /// The collection of that number, with so many items; none beyond the last day of the last conference.
    #[must_use]
    pub fn collection(&self, number: usize, items: usize) -> Option<Collection> {
        let conferences = self.vocabulary.conferences.len();
        let (sitting, conference) = (number.checked_div(conferences)?, number.checked_rem(conferences)?);
        let day = *self.days.get(sitting)?;
        // Neighbouring numbers must not give neighbouring seeds.
        let seed = (number as u64).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ self.seed;
        let earlier = self.days.get(..sitting).unwrap_or_default();
        Some(sentence::write(&self.vocabulary, conference, day, earlier, items, Rng::with_seed(seed)))
    }
}

const FIRST_YEAR: i16 = 2000;
const LAST_YEAR: i16 = 2024;
/// Days from one sitting to the next.
const HALF_A_YEAR: usize = 182;

/// The days of 25 years on which nobody really sat, in steps of about half a year, round and round until all are taken.
fn days(lexicon: &Lexicon) -> Vec<Date> {
    let sits = |day: Date| {
        let within = |first: Option<Date>, last: Option<Date>| {
            first.or(last).is_some_and(|first| first <= day) && last.or(first).is_some_and(|last| day <= last)
        };
        lexicon.sessions.iter().any(|session| within(session.first, session.last))
    };
    let every = Date::constant(FIRST_YEAR, 1, 3).series(jiff::Span::new().days(1));
    let free: Vec<Date> = every.take_while(|day| day.year() <= LAST_YEAR).filter(|day| !sits(*day)).collect();
    let coprime = |step: &usize| greatest_common_divisor(*step, free.len()) == 1;
    let step = (HALF_A_YEAR..2 * HALF_A_YEAR).find(coprime).unwrap_or(1);
    (0..free.len()).filter_map(|round| free.get(round * step % free.len()).copied()).collect()
}

fn greatest_common_divisor(one: usize, other: usize) -> usize {
    if other == 0 { one } else { greatest_common_divisor(other, one % other) }
}
