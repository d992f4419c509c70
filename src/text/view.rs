use super::{Span, Token};

/// A text and its tokens, read by token position; every question about a position outside has the empty answer.
///
/// ```
/// use gremium::text::{TokenView, tokenize};
/// let text = "Abs. 2";
/// let tokens = tokenize(text);
/// let view = TokenView { text, tokens: &tokens };
/// assert_eq!((view.word(0), view.is(1, '.'), view.number(2), view.word(9)), ("Abs", true, Some(2), ""));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct TokenView<'t> {
    pub text: &'t str,
    pub tokens: &'t [Token],
}

impl<'t> TokenView<'t> {
    #[must_use]
    pub fn get(self, at: usize) -> Option<&'t Token> {
        self.tokens.get(at)
    }

    /// The characters of a token.
    #[must_use]
    pub fn word(self, at: usize) -> &'t str {
        self.get(at).map_or("", |token| token.span.of(self.text))
    }

    /// Whether the token is this mark.
    #[must_use]
    pub fn is(self, at: usize, mark: char) -> bool {
        self.get(at).is_some_and(|token| token.is(mark))
    }

    /// The value of a token that is all digits.
    #[must_use]
    pub fn number(self, at: usize) -> Option<u32> {
        self.get(at).filter(|token| token.is_number()).and_then(|_| self.word(at).parse().ok())
    }

    /// Whether no blank stands before the token.
    #[must_use]
    pub fn glued(self, at: usize) -> bool {
        self.get(at).is_some_and(|token| token.glued)
    }

    #[must_use]
    pub fn hyphen(self, at: usize) -> bool {
        self.get(at).is_some_and(Token::is_hyphen)
    }

    #[must_use]
    pub fn capitalised(self, at: usize) -> bool {
        self.get(at).is_some_and(Token::is_capitalised)
    }

    /// Position after the dot of an abbreviation or ordinal, if one is glued on at `at`; otherwise `at`.
    #[must_use]
    pub fn after_dot(self, at: usize) -> usize {
        if self.is(at, '.') && self.glued(at) { at + 1 } else { at }
    }

    /// From the start of token `first` to the end of the token before `end`.
    #[must_use]
    pub fn span(self, first: usize, end: usize) -> Span {
        match (self.get(first), end.checked_sub(1).and_then(|last| self.get(last))) {
            (Some(first), Some(last)) => first.span.join(last.span),
            _ => Span::default(),
        }
    }
}
