//! Text cut into words, each looked up once.

use super::stems::{Mark, Stem, Stems, spread};
use crate::text::{
    Listed, Nesting, Span, Token, TokenKind, WordClass, fold_stem, key, packed, sentences, tokenize, word_key,
};
use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;
use std::ops::Range;

/// What is found out about a word once: its stem and what begins with it, the number by which [`Asked`] knows it, and what it
/// may be in a clause.
#[derive(Clone, Copy, Debug)]
struct Form {
    stem: Stem,
    number: u16,
    /// By which it is found in lists of words; 0 for marks.
    key: u64,
    begins: Mark,
    class: WordClass,
}

/// Words that a [`Vocabulary`] holds at most: more than prose of any length uses often.
const REMEMBERED: usize = u16::MAX as usize;

/// Bytes of the longest word that one holds; what is longer is no word.
const LONGEST: usize = 128;

/// The words met so far, each looked up in the lexicon once: a text has few words and says them often, and the next text says
/// the same ones. It goes with one lexicon.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    /// By their bytes as one number, for most words are of sixteen bytes at most; see [`packed`]. Their key is hash enough.
    short: HashTable<(u128, Form)>,
    /// By where they stand in `text`. Many begin with the same sixteen bytes, so all of the word is hashed.
    long: HashTable<(Span, Form)>,
    /// The long words one after the other.
    text: String,
    /// The marks of ASCII, a third of all tokens.
    marks: [Option<Form>; 128],
    /// The stem at hand, kept for its memory.
    key: String,
}

impl Default for Vocabulary {
    fn default() -> Self {
        let (short, long) = (HashTable::new(), HashTable::new());
        Self { short, long, text: String::new(), marks: [None; 128], key: String::new() }
    }
}

impl Vocabulary {
    fn len(&self) -> usize {
        self.short.len() + self.long.len()
    }

    /// Whether it takes no further word.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.len() >= REMEMBERED
    }

    /// Makes room for the words of a text of so many bytes.
    fn expect(&mut self, bytes: usize) {
        // Prose says a new word about every thirty bytes, each fourth of them a long one; a long text says fewer.
        let expected = (bytes / 32).min(REMEMBERED / 4);
        self.short.reserve(expected.saturating_sub(self.short.len()), hash);
        let text = &self.text;
        self.long.reserve((expected / 4).saturating_sub(self.long.len()), |(span, _)| hash_whole(span.of(text)));
    }

    fn mark(&mut self, token: &Token, text: &str, stems: &Stems) -> Form {
        let slot = usize::try_from(u32::from(token.first)).unwrap_or(usize::MAX);
        if let Some(Some(form)) = self.marks.get(slot) {
            return *form;
        }
        let form = Form { key: 0, ..self.word(text, token.span, stems) };
        if let Some(slot) = self.marks.get_mut(slot) {
            *slot = Some(form);
        }
        form
    }

    fn word(&mut self, text: &str, span: Span, stems: &Stems) -> Form {
        let word = span.of(text);
        let packed = packed(text, span);
        let key = packed.map_or_else(|| word_key(text, span), key);
        let known = match packed {
            Some(packed) => self.short.find(spread(key), |(other, _)| *other == packed).map(|(_, form)| form),
            None => self.long.find(hash_whole(word), |(span, _)| span.of(&self.text) == word).map(|(_, form)| form),
        };
        if let Some(form) = known {
            return *form;
        }
        fold_stem(word, &mut self.key);
        let number = u16::try_from(self.len()).ok().filter(|_| !self.is_full() && word.len() <= LONGEST);
        let (stem, begins) = stems.get(word, &self.key);
        let form =
            Form { stem, begins, number: number.unwrap_or(u16::MAX), key, class: WordClass::of_packed(packed, word) };
        match (number, packed) {
            (Some(_), Some(packed)) => {
                self.short.insert_unique(spread(key), (packed, form), hash);
            }
            (Some(_), None) => {
                let start = self.text.len();
                self.text.push_str(word);
                let (span, text) = (Span::at(start, self.text.len()), &self.text);
                self.long.insert_unique(hash_whole(word), (span, form), |(span, _)| hash_whole(span.of(text)));
            }
            (None, _) => {}
        }
        form
    }
}

/// Cuts stretches of one text.
#[derive(Debug)]
pub struct Cutter<'t, 'l> {
    text: &'t str,
    stems: &'l Stems,
    vocabulary: &'l mut Vocabulary,
}

impl<'t, 'l> Cutter<'t, 'l> {
    #[must_use]
    pub fn new(text: &'t str, stems: &'l Stems, vocabulary: &'l mut Vocabulary) -> Self {
        vocabulary.expect(text.len());
        Self { text, stems, vocabulary }
    }

    #[must_use]
    pub fn words(&mut self, span: Span) -> Words<'t> {
        let mut tokens = tokenize(span.of(self.text));
        let forms = tokens.iter_mut().map(|token| {
            token.span.start += span.start;
            token.span.end += span.start;
            match token.kind {
                TokenKind::Mark => self.vocabulary.mark(token, self.text, self.stems),
                _ => self.vocabulary.word(self.text, token.span, self.stems),
            }
        });
        let forms = forms.collect();
        let nesting = Nesting::new(&tokens);
        let sentences = sentences(self.text, &tokens, &nesting);
        Words { text: self.text, tokens, forms, nesting, sentences }
    }
}

fn hash((_, form): &(u128, Form)) -> u64 {
    spread(form.key)
}

fn hash_whole(word: &str) -> u64 {
    FxBuildHasher.hash_one(word)
}

/// What the words of a [`Vocabulary`] answer to a question about a word alone, each asked once.
///
/// The answer must hang on the characters of the word and on the lexicon, and on nothing around the word.
#[derive(Clone, Debug)]
pub struct Asked<T> {
    answers: Vec<Option<T>>,
}

impl<T> Default for Asked<T> {
    fn default() -> Self {
        Self { answers: Vec::new() }
    }
}

impl<T: Copy> Asked<T> {
    /// The answer of the word at `at`, from `ask` where it is new. Words that the vocabulary does not hold are asked each
    /// time.
    #[inline]
    pub fn of(&mut self, words: &Words<'_>, at: usize, ask: impl FnOnce(&str) -> T) -> T {
        let number = words.forms.get(at).map_or(usize::MAX, |form| usize::from(form.number));
        if let Some(Some(answer)) = self.answers.get(number) {
            return *answer;
        }
        let answer = ask(words.word(at));
        if number < REMEMBERED {
            if self.answers.len() <= number {
                self.answers.resize(number + number / 2 + 64, None);
            }
            self.answers[number] = Some(answer);
        }
        answer
    }
}

/// A stretch of text cut into tokens, each with its stem, with brackets and quotes paired and sentences parted: what recognisers walk over.
///
/// Spans of the tokens are positions of the whole text, so that words of different passages can be compared.
#[derive(Debug)]
pub struct Words<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    forms: Vec<Form>,
    nesting: Nesting,
    sentences: Vec<Range<usize>>,
}

impl<'t> Words<'t> {
    /// Cuts `span` of `text`; for many stretches a [`Cutter`] is faster.
    #[must_use]
    pub fn new(text: &'t str, span: Span, stems: &Stems) -> Self {
        let mut vocabulary = Vocabulary::default();
        let mut words = Cutter { text, stems, vocabulary: &mut vocabulary }.words(span);
        // Their numbers are those of this stretch alone.
        words.forms.iter_mut().for_each(|form| form.number = u16::MAX);
        words
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    #[must_use]
    pub const fn text(&self) -> &'t str {
        self.text
    }

    #[must_use]
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    #[must_use]
    pub const fn nesting(&self) -> &Nesting {
        &self.nesting
    }

    /// The sentences in order, as ranges of token positions that together cover all tokens.
    #[must_use]
    pub fn sentences(&self) -> &[Range<usize>] {
        &self.sentences
    }

    #[must_use]
    pub fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    /// The word at `at`; empty behind the end.
    #[must_use]
    pub fn word(&self, at: usize) -> &'t str {
        self.tokens.get(at).map_or("", |token| token.span.of(self.text))
    }

    #[must_use]
    pub fn stem(&self, at: usize) -> Stem {
        self.forms.get(at).map_or(0, |form| form.stem)
    }

    /// A number that equal words share, and hardly any others; 0 for marks.
    #[must_use]
    pub fn key(&self, at: usize) -> u64 {
        self.forms.get(at).map_or(0, |form| form.key)
    }

    /// Whether a name may begin with the word at `at`, of those that have one of the marks.
    #[must_use]
    #[inline]
    pub(super) fn begin(&self, at: usize, marks: Mark) -> bool {
        self.forms.get(at).is_some_and(|form| form.begins & marks > 0)
    }

    /// Whether the word at `at` may be one of these classes.
    #[must_use]
    pub fn may_be(&self, at: usize, classes: WordClass) -> bool {
        self.forms.get(at).is_some_and(|form| form.class.intersects(classes))
    }

    /// Whether the token is the mark `c`.
    #[must_use]
    pub fn is(&self, at: usize, c: char) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(c))
    }

    /// Whether the token starts with the character: the cheapest question, which most words answer.
    #[must_use]
    #[inline]
    pub fn starts_with(&self, at: usize, first: char) -> bool {
        self.tokens.get(at).is_some_and(|token| token.first == first)
    }

    /// Whether the token is a word and stands in the list.
    #[must_use]
    #[inline]
    pub fn is_one_of(&self, at: usize, list: &[Listed]) -> bool {
        let Some(form) = self.forms.get(at) else { return false };
        list.iter().any(|listed| listed.is(form.key, || self.word(at)))
    }

    /// Whether the text at the token is this, and does not go on as a word.
    #[must_use]
    pub fn is_literally(&self, at: usize, name: &str) -> bool {
        let start = self.tokens.get(at).map_or(self.text.len(), |token| token.span.start as usize);
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        rest.starts_with(name.as_bytes()) && rest.get(name.len()).is_none_or(|next| matches!(next, b' ' | b',' | b'.'))
    }

    #[must_use]
    pub fn is_capitalised(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(Token::is_capitalised)
    }

    /// Whether a hyphen without blanks joins the token to the one before it.
    #[must_use]
    pub fn is_hyphenated_before(&self, at: usize) -> bool {
        at > 0 && self.tokens.get(at).is_some_and(|token| token.glued) && self.tokens[at - 1].is_hyphen()
    }

    /// Whether a hyphen without blanks joins the token at `next` to the one before it, so that a name ending there is
    /// only the first part of a compound (`IMK-Beschluss`) or of a longer name (`Sachsen-Anhalt`).
    #[must_use]
    pub fn is_hyphenated_after(&self, next: usize) -> bool {
        self.tokens.get(next).is_some_and(|token| token.is_hyphen() && token.glued)
            && self.tokens.get(next + 1).is_some_and(|token| token.glued && token.is_word())
    }

    /// Bytes from token `start` up to token `end`, the latter left out.
    #[must_use]
    pub fn span(&self, start: usize, end: usize) -> Span {
        match (self.tokens.get(start), end.checked_sub(1).and_then(|last| self.tokens.get(last))) {
            (Some(first), Some(last)) if end > start => first.span.join(last.span),
            (Some(first), _) => Span::new(first.span.start, first.span.start),
            _ => Span::default(),
        }
    }
}
