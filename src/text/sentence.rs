use super::{Nesting, Token, TokenKind};
use std::ops::Range;

/// Abbreviations whose dot ends no sentence, in lower case and without dots.
const ABBREVIATIONS: &[&str] = &[
    "abs", "alt", "anm", "art", "aufl", "bd", "bgbl", "bspw", "buchst", "bzgl", "bzw", "ca", "dr", "drs", "evtl",
    "etc", "ff", "gem", "ggf", "ggü", "hrsg", "insb", "inkl", "kap", "lfd", "lit", "max", "mind", "mio", "mrd", "nr",
    "nrn", "pol", "prof", "rd", "rn", "satz", "sog", "st", "std", "stv", "tel", "tsd", "usw", "vgl", "vol", "zb",
    "ziff", "zt", "zzgl", "f", "sa", "jan", "feb", "mrz", "apr", "jun", "jul", "aug", "sep", "sept", "okt", "nov",
    "dez",
];

/// Splits tokens into sentences: ranges of token positions that together cover all tokens.
///
/// A sentence ends at `. ! ?` or a line break outside brackets and quotes, where the next token begins a sentence
/// (capital letter, opening quote) and the dot belongs neither to an abbreviation (`Abs.`, `i. V. m.`), an ordinal
/// (`am 3. Dezember`, `54. Verordnung`) nor a date. A colon does not end a sentence, a semicolon neither.
#[must_use]
pub fn sentences(text: &str, tokens: &[Token], nesting: &Nesting) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = 0;
    for (index, token) in tokens.iter().enumerate() {
        if nesting.depth(index) == 0 && ends(text, tokens, index, token) {
            // Line breaks belong to the sentence before, so that the next begins with its first word.
            let breaks = tokens.iter().skip(index + 1).take_while(|next| next.kind == TokenKind::Break).count();
            ranges.push(start..index + 1 + breaks);
            start = index + 1 + breaks;
        }
    }
    if start < tokens.len() {
        ranges.push(start..tokens.len());
    }
    ranges
}

fn ends(text: &str, tokens: &[Token], index: usize, token: &Token) -> bool {
    match (token.kind, token.first) {
        (TokenKind::Mark, '!' | '?') => true,
        (TokenKind::Mark, '.') => {
            let Some(next) = tokens.get(index + 1) else { return true };
            if next.kind == TokenKind::Break {
                return true;
            }
            let starts = next.first.is_uppercase() || matches!(next.first, '„' | '"' | '»' | '(');
            starts && !next.is('(') && !abbreviates(text, tokens, index)
        }
        _ => false,
    }
}

/// Whether the dot behind `word` belongs to the word and ends no sentence.
///
/// Single letters abbreviate (`z. B.`, `i. V. m.`), Roman numerals in capitals do not (`AK I.`).
///
/// ```
/// assert!(gremium::text::is_abbreviation("Abs"));
/// assert!(!gremium::text::is_abbreviation("Land"));
/// ```
#[must_use]
pub fn is_abbreviation(word: &str) -> bool {
    let mut letters = word.chars();
    match (letters.next(), letters.next()) {
        (Some(_), None) => !matches!(word, "I" | "V" | "X"),
        // The longest has five letters; longer words are not worth a copy.
        _ => word.len() <= 8 && ABBREVIATIONS.contains(&word.to_lowercase().as_str()),
    }
}

/// Whether the dot at `index` belongs to the word before it.
fn abbreviates(text: &str, tokens: &[Token], index: usize) -> bool {
    let Some(before) = index.checked_sub(1).and_then(|i| tokens.get(i)).filter(|_| tokens[index].glued) else {
        return false;
    };
    let word = before.span.of(text);
    match before.kind {
        // An ordinal takes a noun after it; a year or another number of three digits and more ends its sentence, but for
        // sittings that are counted so far (`zur 103. Konferenz`).
        TokenKind::Number => word.len() <= 2 || word.len() == 3 && is_counted(text, tokens, index - 1),
        TokenKind::Word => is_abbreviation(word),
        _ => false,
    }
}

/// Whether an article stands before the number: `der 103.`, also `der 102. und 103.`
fn is_counted(text: &str, tokens: &[Token], number: usize) -> bool {
    const ARTICLES: [&str; 9] = ["der", "die", "den", "dem", "zur", "zum", "ihrer", "seiner", "Die"];
    let word =
        |back: usize| number.checked_sub(back).and_then(|at| tokens.get(at)).map_or("", |token| token.span.of(text));
    ARTICLES.contains(&word(1)) || word(1) == "und" && word(2) == "." && ARTICLES.contains(&word(4))
}
