//! Closed classes of German words: what a word may be in a clause, whatever the domain.

use super::Span;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

bitflags::bitflags! {
    /// The classes that a word may belong to by its letters alone; few words belong to any.
    ///
    /// The lists are those of school grammar (Duden, Die Grammatik: the uninflected parts of speech; auxiliary and modal verbs).
    ///
    /// ```
    /// use gremium::text::WordClass;
    /// assert!(WordClass::of("Sofern").contains(WordClass::SUBORDINATOR)); // “if”, at the head of a sentence
    /// assert!(WordClass::of("vorzulegen").contains(WordClass::ZU_INFINITIVE)); // “to submit”
    /// assert!(WordClass::of("Bericht").is_empty());
    /// ```
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct WordClass: u8 {
        /// A finite form of an auxiliary or modal verb.
        const AUXILIARY = 1;
        /// Opens a subordinate clause.
        const SUBORDINATOR = 1 << 1;
        /// A preposition, alone or with the article in it (`zum`).
        const PREPOSITION = 1 << 2;
        /// Joins like with like.
        const COORDINATOR = 1 << 3;
        /// An infinitive with „zu“ behind its separable prefix.
        const ZU_INFINITIVE = 1 << 4;
    }
}

impl WordClass {
    #[must_use]
    pub fn of(word: &str) -> Self {
        Self::of_packed(packed(word, Span::at(0, word.len())), word)
    }

    /// The same for a word that is packed already, if it is short enough.
    pub(crate) fn of_packed(packed: Option<u128>, word: &str) -> Self {
        let closed = packed.and_then(|word| CLOSED.get(&lowered(word))).copied().unwrap_or(Self::empty());
        if !word.as_bytes().first().is_some_and(u8::is_ascii_lowercase) {
            // At the head of a sentence a verb asks a question.
            return closed & (Self::SUBORDINATOR | Self::PREPOSITION);
        }
        if is_zu_infinitive(word) { closed | Self::ZU_INFINITIVE } else { closed }
    }
}

/// The bytes of a word of at most sixteen as one number, which is looked up without comparing texts. No word holds the byte 0.
#[inline]
pub(crate) fn packed(text: &str, word: Span) -> Option<u128> {
    let length = word.len();
    if length > 16 {
        return None;
    }
    let from = text.as_bytes().get(word.start as usize..).unwrap_or_default();
    let bytes = match from.first_chunk() {
        Some(bytes) => *bytes,
        None => padded(from),
    };
    Some(u128::from_le_bytes(bytes) & u128::MAX.checked_shr(128 - 8 * length).unwrap_or(0))
}

/// The last bytes of a text.
#[cold]
fn padded(bytes: &[u8]) -> [u8; 16] {
    let mut padded = [0; 16];
    padded.iter_mut().zip(bytes).for_each(|(place, byte)| *place = *byte);
    padded
}

/// A word of a list, with the number by which it is told from the words of a text; the macro `set` makes lists of them.
#[derive(Clone, Copy, Debug)]
pub struct Listed {
    key: u64,
    word: &'static str,
}

impl Listed {
    #[must_use]
    pub const fn new(word: &'static str) -> Self {
        let bytes = word.as_bytes();
        let (mut packed, mut at) = (0, if bytes.len() < 16 { bytes.len() } else { 16 });
        while at > 0 {
            at -= 1;
            packed = packed << 8 | bytes[at] as u128;
        }
        Self { key: key(packed), word }
    }

    /// Whether this is the word, which has the key.
    #[inline]
    pub(crate) fn is<'w>(&self, key: u64, word: impl FnOnce() -> &'w str) -> bool {
        // Up to eight bytes the key is the word.
        self.key == key && (self.word.len() <= 8 || self.word == word())
    }
}

/// A list of words: a text is held against it by comparing one number for each.
macro_rules! set {
    ($($word:expr),+ $(,)?) => { const { [$($crate::text::Listed::new($word)),+] } };
}
pub(crate) use set;

/// The [`key`] of a word of any length.
pub(crate) fn word_key(text: &str, word: Span) -> u64 {
    packed(text, Span::new(word.start, word.end.min(word.start.saturating_add(16)))).map_or(0, key)
}

/// A number for a word, made of its first sixteen bytes: the word itself up to eight of them.
#[allow(clippy::cast_possible_truncation, reason = "both halves go in")]
pub(crate) const fn key(packed: u128) -> u64 {
    (packed as u64) ^ ((packed >> 64) as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// The word in lower case. In UTF-8 a letter of ASCII or Latin-1 differs from its capital in this bit alone; that of other bytes
/// does not matter, since what is compared was treated alike.
const fn lowered(word: u128) -> u128 {
    word | (u128::MAX / 255 * 0x20)
}

/// The words of the lists.
static CLOSED: LazyLock<FxHashMap<u128, WordClass>> = LazyLock::new(|| {
    let lists: [(WordClass, &[&str]); 4] = [
        (WordClass::AUXILIARY, &AUXILIARIES),
        (WordClass::SUBORDINATOR, &SUBORDINATORS),
        (WordClass::PREPOSITION, &PREPOSITIONS),
        (WordClass::COORDINATOR, &COORDINATORS),
    ];
    let mut classes = FxHashMap::default();
    for (class, words) in lists {
        for word in words.iter().filter_map(|word| packed(word, Span::at(0, word.len()))) {
            *classes.entry(lowered(word)).or_insert(WordClass::empty()) |= class;
        }
    }
    classes
});

const AUXILIARIES: [&str; 36] = [
    "wird", "werden", "wurde", "wurden", "würde", "würden", "ist", "sind", "war", "waren", "sei", "seien", "hat",
    "haben", "hatte", "hatten", "habe", "soll", "sollen", "sollte", "sollten", "kann", "können", "könnte", "könnten",
    "muss", "müssen", "müsste", "müssten", "darf", "dürfen", "will", "wollen", "möge", "mögen", "möchte",
];

const SUBORDINATORS: [&str; 43] = [
    "dass", "ob", "wenn", "sofern", "soweit", "falls", "weil", "da", "damit", "nachdem", "bevor", "obwohl", "indem",
    "sodass", "wie", "wo", "wobei", "wodurch", "womit", "worauf", "wozu", "weshalb", "warum", "inwieweit", "inwiefern",
    "solange", "sobald", "während", "welche", "welcher", "welches", "welchen", "welchem", "wer", "was", "wann",
    "deren", "dessen", "denen", "um", "ohne", "anstatt", "als",
];

const PREPOSITIONS: [&str; 34] = [
    "an", "anhand", "auf", "aufgrund", "aus", "bei", "beim", "durch", "für", "gegen", "gemäß", "hinsichtlich", "im",
    "in", "innerhalb", "mit", "mittels", "nach", "neben", "ohne", "seitens", "um", "unter", "vom", "von", "vor", "wie",
    "zu", "zum", "zur", "zwischen", "über", "bis", "ab",
];

const COORDINATORS: [&str; 7] = ["und", "sowie", "oder", "aber", "jedoch", "sondern", "bzw"];

/// `vorzulegen`, `zuzustimmen`
fn is_zu_infinitive(word: &str) -> bool {
    const PREFIXES: [&str; 31] = [
        "ab", "an", "auf", "aus", "bei", "bereit", "dar", "durch", "ein", "fest", "fort", "frei", "heran", "her",
        "herbei", "hervor", "hin", "hinaus", "los", "mit", "nach", "sicher", "teil", "um", "vor", "weg", "weiter",
        "wieder", "zu", "zurück", "zusammen",
    ];
    let verb = |prefix: &&str| word.strip_prefix(prefix).and_then(|rest| rest.strip_prefix("zu"));
    // Few words pass the first two conditions, which cost little.
    word.ends_with('n')
        && word.as_bytes().windows(2).any(|pair| pair == b"zu")
        && PREFIXES.iter().filter_map(verb).any(|verb| verb.len() >= 4)
}
