//! The head of a collection: which sitting, when, where.

use super::SessionHeading;
use crate::calendar::{When, month, parse_when};
use crate::text::{Span, Token, tokenize};

/// Ends of the words for a sitting and its minutes.
const SITTING: [&str; 4] = ["sitzung", "konferenz", "tagung", "besprechung"];
const MINUTES: [&str; 8] = [
    "Sammlung", "Beschlüsse", "Beschlussniederschrift", "Ergebnisprotokoll", "Ergebnisniederschrift", "Niederschrift",
    "Protokoll", "Umlaufbeschluss",
];

/// A word for a sitting (`Sondersitzung`, `Verkehrsministerkonferenz`) or for its minutes.
pub(super) fn is_session_word(word: &str) -> bool {
    MINUTES.contains(&word) || is_sitting(word)
}

fn is_sitting(word: &str) -> bool {
    let stem = word.strip_suffix("en").or_else(|| word.strip_suffix('s')).unwrap_or(word);
    word.len() >= 6
        && word.starts_with(char::is_uppercase)
        && SITTING.iter().any(|end| {
            stem.len() >= end.len()
                && stem.get(stem.len() - end.len()..).is_some_and(|tail| tail.eq_ignore_ascii_case(end))
        })
}

/// Reads number, days and place from the heading at `span` of the reading text.
pub(super) fn read(reading: &str, span: Span) -> SessionHeading {
    let text = span.of(reading);
    let tokens = tokenize(text);
    SessionHeading { span, number: number(text, &tokens), when: when(text, &tokens), place: place(text, &tokens) }
}

/// `215. Sitzung`, `92. Konferenz`, `34. (außerordentliche) Sitzung`: an ordinal before a capital that is no month.
fn number(text: &str, tokens: &[Token]) -> Option<u32> {
    tokens.windows(3).find_map(|window| match window {
        [number, dot, word] if number.is_number() && dot.is('.') && dot.glued && word.is_capitalised() => {
            let name = word.span.of(text);
            let value = number.span.of(text).parse().ok()?;
            (month(name).is_none() && value < 2000).then_some(value)
        }
        _ => None,
    })
}

/// The days of the sitting, else its season (`Herbstkonferenz 2019`).
pub(super) fn when(text: &str, tokens: &[Token]) -> Option<When> {
    let dates = || (0..tokens.len()).filter_map(|at| parse_when(text, tokens, at)).map(|(when, _)| when);
    dates().find(|when| when.first_day().is_some()).or_else(|| dates().find(|when| matches!(when, When::Season(..))))
}

/// The town behind „in“ or behind the comma after the year: capitalised words, with `am Main`, `an der Oder` and parts
/// behind a hyphen.
fn place(text: &str, tokens: &[Token]) -> Option<String> {
    let capital =
        |at: usize| tokens.get(at).filter(|token| token.is_capitalised() && month(token.span.of(text)).is_none());
    let opens = |at: usize| {
        let is_in = tokens.get(at).is_some_and(|token| token.span.of(text) == "in");
        let ends_day = |year: usize| {
            let is_short = year > 0 && tokens.get(year - 1).is_some_and(|token| token.is('.'));
            tokens.get(year).is_some_and(|token| token.is_number() && (is_short || token.span.len() == 4))
        };
        let is_comma = tokens.get(at).is_some_and(|token| token.is(',')) && at > 0 && ends_day(at - 1);
        (is_in || is_comma) && capital(at + 1).is_some_and(|name| !is_session_word(name.span.of(text)))
    };
    let start = (0..tokens.len()).find(|at| opens(*at))? + 1;
    let mut end = start;
    while let Some(token) = tokens.get(end) {
        end += match token.span.of(text) {
            _ if capital(end).is_some() => 1,
            "am" | "im" | "bei" if capital(end + 1).is_some() => 2,
            "an" | "ob" if capital(end + 2).is_some() => 3,
            _ if token.is_hyphen() && token.glued && capital(end + 1).is_some() => 2,
            _ => break,
        };
    }
    let last = tokens.get(end.checked_sub(1)?)?;
    Some(tokens.get(start)?.span.join(last.span).of(text).to_owned())
}
