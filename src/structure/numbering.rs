//! Numbers of points: `1.`, `1)`, `(1)`, alone on a line, glued to the sentence before.

use crate::calendar;

/// A number at the front of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    /// The first part: 2 of `2.1`.
    pub value: u32,
    /// Has a second part, so it counts within a point.
    pub nested: bool,
    /// Bytes up to the words behind it.
    pub len: usize,
}

/// Reads a point's number from the front of a line; a date (`3. Dezember`, `3.12.21`) and a year are none.
pub(super) fn leading(body: &str) -> Option<Number> {
    let open = body.strip_prefix('(');
    let (value, mut rest) = digits(open.unwrap_or(body))?;
    let mut nested = false;
    if open.is_some() {
        rest = rest.strip_prefix(')')?;
    } else if let Some(behind) = rest.strip_prefix(')') {
        rest = behind;
    } else {
        rest = rest.strip_prefix('\\').unwrap_or(rest).strip_prefix('.')?;
        while let Some((_, behind)) = digits(rest) {
            nested = true;
            rest = behind.strip_prefix('.').unwrap_or(behind);
            if rest.starts_with(char::is_alphanumeric) && !rest.starts_with(|c: char| c.is_ascii_digit()) {
                return None;
            }
        }
    }
    let words = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '*' || c == '\\');
    // Behind a number stands a blank; where conversion lost it, a capital.
    let apart =
        words.len() < rest.len() || rest.is_empty() || rest.starts_with(char::is_uppercase) || rest.starts_with('„');
    (apart && !is_month(words)).then_some(Number { value, nested, len: body.len() - words.len() })
}

/// The mark of a lettered bullet: `a)`, `(a)`, `i.`, `ii)`; bytes up to the words behind it.
pub(super) fn letter(body: &str) -> Option<(char, usize)> {
    let inner = body.strip_prefix('(').unwrap_or(body);
    let first = inner.chars().next().filter(char::is_ascii_lowercase)?;
    let roman = inner.trim_start_matches(['i', 'v', 'x']);
    let behind = inner.strip_prefix(first)?;
    let close = |text: &'_ str| text.strip_prefix(')').map(str::len);
    let rest = close(behind).or_else(|| close(roman)).or_else(|| {
        (inner.len() - roman.len() <= 5 && roman.len() < inner.len())
            .then(|| roman.strip_prefix('.').map(str::len))
            .flatten()
    })?;
    let words = body.get(body.len() - rest..)?;
    let text = words.trim_start_matches(|c: char| c.is_whitespace() || c == '*');
    (text.len() < words.len() || words.is_empty()).then_some((first, body.len() - text.len()))
}

/// Looks for the number `expected` within a line, behind the end of a sentence: `erfolgt.3. Die IMK` (… takes place.
/// 3. The conference …). Gives where the number begins and where its words do, in bytes from the start of `text`.
pub(super) fn glued(text: &str, expected: u32) -> Option<(usize, usize)> {
    for (dot, _) in text.match_indices('.') {
        let digits = text.get(..dot)?.bytes().rev().take(4).take_while(u8::is_ascii_digit).count();
        let at = dot - digits;
        if digits == 0 || text.get(at..dot).and_then(|digits| digits.parse().ok()) != Some(expected) {
            continue;
        }
        let words = text.get(dot + 1..)?.trim_start_matches(|c: char| c.is_whitespace() || c == '*');
        if words.starts_with(char::is_uppercase) && !is_month(words) && ends_sentence(text.get(..at)?.trim_end()) {
            return Some((at, text.len() - words.len()));
        }
    }
    None
}

fn ends_sentence(text: &str) -> bool {
    const ABBREVIATIONS: &[&str] =
        &["Abs", "Art", "Nr", "Nrn", "Ziff", "Ziffer", "Buchst", "Bd", "Kap", "Rn", "Anl", "TOP", "lit", "vom", "S"];
    let Some(body) = text.strip_suffix(['.', ';', ':', '!', '?', ')', '“', '”', '"']) else { return false };
    if !text.ends_with('.') {
        return true;
    }
    // A word of one line is short; do not look back further.
    let word: String = body.chars().rev().take(16).take_while(|c| c.is_alphanumeric()).collect();
    let word: String = word.chars().rev().collect();
    word.chars().count() > 1
        && !word.starts_with(|c: char| c.is_ascii_digit())
        && !ABBREVIATIONS.contains(&word.as_str())
        || body.ends_with([')', '“', '”', '"'])
}

/// Up to three digits: a year is no number of a point.
fn digits(text: &str) -> Option<(u32, &str)> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let len = text.len() - rest.len();
    let value = text.get(..len).filter(|digits| (1..=3).contains(&digits.len()))?.parse().ok()?;
    Some((value, rest))
}

fn is_month(words: &str) -> bool {
    let word = words.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    word.len() <= 10 && calendar::month(word).is_some()
}
