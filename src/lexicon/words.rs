use crate::text::{Nesting, Span, Token, TokenKind, fold_stem, tokenize};
use rustc_hash::FxHashMap;

/// A stem's number; 0 is every word that no name of the lexicon contains.
pub type Stem = u32;

/// All stems that occur in names and patterns.
#[derive(Debug, Default)]
pub struct Stems {
    numbers: FxHashMap<Box<str>, Stem>,
    /// The stem at hand, kept for its memory.
    key: String,
}

impl Stems {
    pub fn reserve(&mut self, words: usize) {
        self.numbers.reserve(words);
    }

    pub fn intern(&mut self, word: &str) -> Stem {
        fold_stem(word, &mut self.key);
        if let Some(number) = self.numbers.get(self.key.as_str()) {
            return *number;
        }
        let next = u32::try_from(self.numbers.len() + 1).unwrap_or(u32::MAX);
        self.numbers.insert(self.key.as_str().into(), next);
        next
    }

    fn get(&self, key: &str) -> Stem {
        self.numbers.get(key).copied().unwrap_or(0)
    }
}

/// Words that a [`Cutter`] remembers at most: more than prose of any length uses often.
const REMEMBERED: usize = 1 << 16;

/// Cuts stretches of one text. What a word's stem is, it finds out once: a text has few words, and says them often.
#[derive(Debug)]
pub struct Cutter<'t, 'l> {
    text: &'t str,
    stems: &'l Stems,
    known: FxHashMap<&'t str, Stem>,
    /// The stem at hand, kept for its memory.
    key: String,
}

impl<'t, 'l> Cutter<'t, 'l> {
    #[must_use]
    pub fn new(text: &'t str, stems: &'l Stems) -> Self {
        let mut known = FxHashMap::default();
        // Prose says a new word about every thirty bytes; a long text says fewer.
        known.reserve((text.len() / 32).min(REMEMBERED / 4));
        Self { text, stems, known, key: String::new() }
    }

    #[must_use]
    pub fn words(&mut self, span: Span) -> Words<'t> {
        let Self { text, stems, known, key } = self;
        let mut tokens = tokenize(span.of(text));
        let stem = |token: &mut Token| {
            token.span.start += span.start;
            token.span.end += span.start;
            let word = token.span.of(text);
            if let Some(stem) = known.get(word) {
                return *stem;
            }
            fold_stem(word, key);
            let stem = stems.get(key);
            if known.len() < REMEMBERED {
                known.insert(word, stem);
            }
            stem
        };
        let stems = tokens.iter_mut().map(stem).collect();
        let nesting = Nesting::new(&tokens);
        Words { text, tokens, stems, nesting }
    }
}

/// A stretch of text cut into tokens, each with its stem, with brackets and quotes paired: what recognisers walk over.
///
/// Spans of the tokens are positions of the whole text, so that words of different passages can be compared.
#[derive(Debug)]
pub struct Words<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    stems: Vec<Stem>,
    nesting: Nesting,
}

impl<'t> Words<'t> {
    /// Cuts `span` of `text`; for many stretches of one text a [`Cutter`] is faster.
    #[must_use]
    pub fn new(text: &'t str, span: Span, stems: &Stems) -> Self {
        Cutter::new(text, stems).words(span)
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
        self.stems.get(at).copied().unwrap_or(0)
    }

    /// Whether the token is the mark `c`.
    #[must_use]
    pub fn is(&self, at: usize, c: char) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(c))
    }

    /// Whether the token is a word and stands in the list.
    #[must_use]
    pub fn is_one_of(&self, at: usize, list: &[&str]) -> bool {
        let Some(token) = self.tokens.get(at).filter(|token| token.kind == TokenKind::Word) else { return false };
        let word = token.span.of(self.text);
        let first = word.as_bytes().first();
        // Lists are looked through for every other word of a text; most entries differ in length or in the first letter.
        list.iter().any(|entry| entry.len() == word.len() && entry.as_bytes().first() == first && *entry == word)
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
