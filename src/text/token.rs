use super::Span;

/// What kind of token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Starts with a letter; may hold digits (`G10`) and gender marks (`Minister*innen`).
    Word,
    /// Starts with a digit; may hold letters (`3a`).
    Number,
    /// One character that is neither: a dot, a hyphen, a quote, `§`.
    Mark,
    /// A line break that survived: a new paragraph or bullet.
    Break,
}

/// A word, number or mark of a text.
///
/// Words are split at hyphens, so that a name inside a compound (`AK II-Sitzung`, meeting of AK II) can be found;
/// [`glued`](Token::glued) says that no blank stood before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    pub span: Span,
    pub kind: TokenKind,
    /// No blank between this token and the one before.
    pub glued: bool,
    /// First character, which decides most questions about marks without another look at the text.
    pub first: char,
}

impl Token {
    /// Whether this is the mark `c`.
    #[must_use]
    pub fn is(&self, c: char) -> bool {
        self.first == c && self.kind == TokenKind::Mark
    }

    /// A hyphen or dash of any length.
    #[must_use]
    pub fn is_hyphen(&self) -> bool {
        matches!(self.first, '-' | '\u{2010}'..='\u{2015}') && self.kind == TokenKind::Mark
    }

    #[must_use]
    pub fn is_word(&self) -> bool {
        self.kind == TokenKind::Word
    }

    #[must_use]
    pub fn is_number(&self) -> bool {
        self.kind == TokenKind::Number
    }

    /// A word that begins with a capital letter.
    #[must_use]
    pub fn is_capitalised(&self) -> bool {
        self.kind == TokenKind::Word && self.first.is_uppercase()
    }
}

/// Splits a text into tokens; blanks are left out, line breaks are tokens of their own.
///
/// ```
/// use gremium::text::tokenize;
/// let text = "§ 3a NetzDG, AK II-Sitzung";
/// let words: Vec<&str> = tokenize(text).iter().map(|t| t.span.of(text)).collect();
/// assert_eq!(words, ["§", "3a", "NetzDG", ",", "AK", "II", "-", "Sitzung"]);
/// ```
#[must_use]
pub fn tokenize(text: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 5);
    tokens.extend(Tokens::new(text));
    tokens
}

/// The tokens of a text one by one, for who looks at a few of them.
#[derive(Clone, Debug)]
pub struct Tokens<'t> {
    text: &'t str,
    at: usize,
    glued: bool,
}

impl<'t> Tokens<'t> {
    #[must_use]
    pub const fn new(text: &'t str) -> Self {
        Self { text, at: 0, glued: false }
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    #[inline]
    fn next(&mut self) -> Option<Token> {
        loop {
            let start = self.at;
            let first = char_at(self.text, start)?;
            self.at += first.len_utf8();
            let glued = std::mem::replace(&mut self.glued, true);
            // Most letters and marks are told before the tables of Unicode are asked.
            let kind = match first {
                'a'..='z' | 'A'..='Z' => TokenKind::Word,
                '\n' => {
                    self.glued = false;
                    return Some(Token { span: Span::at(start, self.at), kind: TokenKind::Break, glued: false, first });
                }
                ' ' => {
                    self.glued = false;
                    continue;
                }
                '0'..='9' => TokenKind::Number,
                '§' | '–' | '„' | '“' | '‚' | '‘' => TokenKind::Mark,
                first if first.is_alphabetic() => TokenKind::Word,
                first if first.is_whitespace() => {
                    self.glued = false;
                    continue;
                }
                _ => TokenKind::Mark,
            };
            if kind != TokenKind::Mark {
                self.at = word_end(self.text, self.at);
            }
            // Few numbers end in a letter, and few words in a digit.
            let last = self.text.as_bytes().get(self.at - 1).copied().unwrap_or_default();
            self.at = match kind {
                TokenKind::Number if last.is_ascii_alphabetic() => number_end(self.text, start, self.at),
                TokenKind::Word if last.is_ascii_digit() && first.is_ascii_lowercase() => {
                    preposition_end(self.text, start, self.at)
                }
                _ => self.at,
            };
            return Some(Token { span: Span::at(start, self.at), kind, glued, first });
        }
    }
}

#[inline]
fn char_at(text: &str, at: usize) -> Option<char> {
    match text.as_bytes().get(at) {
        Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
        Some(_) => text.get(at..)?.chars().next(),
        None => None,
    }
}

/// `1BSIG`, `4Ziffern`, `2und`: a blank lost in conversion glues a word to the number before; `3a` and `2ten` are one number.
fn number_end(text: &str, start: usize, end: usize) -> usize {
    const ENDINGS: [&str; 8] = ["ten", "ter", "tes", "tem", "sten", "ster", "fach", "mal"];
    let number = text.get(start..end).unwrap_or_default();
    let rest = number.trim_start_matches(|c: char| c.is_ascii_digit());
    let abbreviates = rest.bytes().take(3).filter(u8::is_ascii_uppercase).count() == 3;
    let is_noun = rest.bytes().zip(0..).all(|(byte, at)| byte.is_ascii_uppercase() == (at == 0)) && rest.len() > 1;
    let is_word = rest.len() > 2 && rest.bytes().all(|byte| byte.is_ascii_lowercase()) && !ENDINGS.contains(&rest);
    if abbreviates || is_noun || is_word { end - rest.len() } else { end }
}

/// `zum31`: the same between a preposition and the day.
fn preposition_end(text: &str, start: usize, end: usize) -> usize {
    const BEFORE_DAYS: [&str; 6] = ["zum", "vom", "am", "bis", "und", "im"];
    let word = text.get(start..end).unwrap_or_default();
    let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
    if BEFORE_DAYS.contains(&letters) { start + letters.len() } else { end }
}

#[inline]
fn word_end(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    loop {
        at += alphanumerics(bytes.get(at..).unwrap_or_default());
        match bytes.get(at) {
            // Gender marks inside a word: Minister*innen, Ärzt:innen, Bürger_innen.
            Some(b'*' | b':' | b'_') if bytes.get(at + 1..at + 3) == Some(b"in") => at += 1,
            Some(byte) if !byte.is_ascii() => match char_at(text, at) {
                Some(c @ ('ä' | 'ö' | 'ü' | 'ß')) => at += c.len_utf8(),
                Some(c) if c.is_alphanumeric() || c == '\u{301}' || c == '\u{308}' => at += c.len_utf8(),
                _ => return at,
            },
            _ => return at,
        }
    }
}

/// How many letters and digits of ASCII, which nearly all words are made of, stand at the front. Eight bytes at a time: where a
/// word ends is what a processor guesses worst.
#[inline]
fn alphanumerics(bytes: &[u8]) -> usize {
    let mut count = 0;
    while let Some(eight) = bytes.get(count..).and_then(<[u8]>::first_chunk) {
        let others = others(u64::from_le_bytes(*eight));
        if others != 0 {
            return count + others.trailing_zeros() as usize / 8;
        }
        count += 8;
    }
    let rest = bytes.get(count..).unwrap_or_default();
    count + rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count()
}

/// The high bit of each of eight bytes that is no letter or digit of ASCII.
const fn others(bytes: u64) -> u64 {
    const EACH: u64 = u64::MAX / 255;
    const HIGH: u64 = EACH * 0x80;
    let low = bytes & !HIGH;
    let small = low | (EACH * 0x20);
    // With this added a byte reaches the high bit from the limit on.
    let letter = (small + EACH * (0x80 - b'a' as u64)) & !(small + EACH * (0x7f - b'z' as u64));
    let digit = (low + EACH * (0x80 - b'0' as u64)) & !(low + EACH * (0x7f - b'9' as u64));
    !((letter | digit) & !bytes) & HIGH
}

/// The part of a word that inflection leaves alone, in lower case: a key to look names up, not a linguistic stem.
///
/// Drops the letters `e n r m s` from the end while three characters remain, so all endings of German nouns and
/// adjectives (`-e -en -er -es -em -s -n -ern`) fall on one key. Words that agree here are candidates only; whether one
/// is a form of the other is for [`is_inflection`].
pub fn fold_stem(word: &str, key: &mut String) {
    key.clear();
    let mut chars = word.len();
    if word.is_ascii() {
        key.push_str(word);
    } else {
        chars = 0;
        for c in word.chars() {
            match c {
                c if c.is_ascii() => key.push(c),
                'ä' | 'ö' | 'ü' | 'ß' => key.push(c),
                c => key.extend(c.to_lowercase()),
            }
            chars += 1;
        }
    }
    key.make_ascii_lowercase();
    let dropped =
        key.bytes().rev().take(chars.saturating_sub(3)).take_while(|b| matches!(b, b'e' | b'n' | b'r' | b'm' | b's'));
    key.truncate(key.len() - dropped.count());
}

/// Whether a word ends like this, whatever its capitals; of letters beyond ASCII the case must agree.
#[must_use]
pub fn ends_like(word: &str, end: &str) -> bool {
    let (word, end) = (word.as_bytes(), end.as_bytes());
    let from = word
        .len()
        .checked_sub(end.len())
        .filter(|_| word.last().map(u8::to_ascii_lowercase) == end.last().map(u8::to_ascii_lowercase));
    from.and_then(|from| word.get(from..)).is_some_and(|tail| tail.eq_ignore_ascii_case(end))
}

/// Whether `form` is `base` or an inflected form of it, `base` being the nominative.
///
/// Adjectives change their ending (`Nationaler` / `Nationalen`), nouns add one (`Rat` / `Rates`). Capital letters must
/// agree, except that a form may stand in capitals throughout.
///
/// ```
/// use gremium::text::is_inflection;
/// assert!(is_inflection("Nationaler", "Nationalen"));
/// assert!(is_inflection("Bundesamt", "Bundesamtes"));
/// assert!(!is_inflection("Sachsen", "Sachen"));
/// assert!(!is_inflection("BMI", "BMIs"));
/// assert!(!is_inflection("IM", "im")); // nor is a small word ever a form of a name in capitals
/// ```
#[must_use]
pub fn is_inflection(base: &str, form: &str) -> bool {
    const NOUN: [&str; 7] = ["s", "es", "e", "n", "en", "er", "ern"];
    const ADJECTIVE: [&str; 5] = ["e", "er", "es", "en", "em"];
    if base == form {
        return true;
    }
    // A word that is small in the name may open a sentence or a title.
    if base.chars().next().is_some_and(char::is_lowercase) && form.chars().next().is_some_and(char::is_uppercase) {
        let mut lowered = form.chars();
        let first = lowered.next().into_iter().flat_map(char::to_lowercase);
        return is_inflection(base, &first.chain(lowered).collect::<String>());
    }
    // An abbreviation is not inflected: one capital after the first letter is enough to know it by.
    if base.chars().skip(1).any(char::is_uppercase) {
        return false;
    }
    if base.chars().next().is_some_and(char::is_uppercase) && form.chars().all(|c| !c.is_lowercase()) {
        return base.to_uppercase() == form;
    }
    if form.strip_prefix(base).is_some_and(|ending| NOUN.contains(&ending)) {
        return true;
    }
    let root = ADJECTIVE[1..].iter().find_map(|ending| base.strip_suffix(ending)).or_else(|| base.strip_suffix('e'));
    match root {
        Some(root) if root.len() >= 3 => form.strip_prefix(root).is_some_and(|ending| ADJECTIVE.contains(&ending)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_where_bytes_say() {
        for byte in 0..=u8::MAX {
            let mut eight = [b'Q'; 8];
            eight[5] = byte;
            let expected = eight.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            assert_eq!(alphanumerics(&eight), expected, "{byte}");
        }
    }

    #[test]
    fn stems_meet() {
        let key = |word: &str| {
            let mut key = String::new();
            fold_stem(word, &mut key);
            key
        };
        assert_eq!(key("Hessens"), key("Hessen"));
        assert_eq!(key("Ausschusses"), key("Ausschuss"));
        assert_eq!(key("Nationalen"), key("Nationaler"));
        assert_ne!(key("Länder"), key("Land"));
    }
}
