//! The head of a collection: which sitting, when, where.

use super::SessionHeading;
use crate::calendar::{When, day, full_year, month};
use crate::text::{Span, Token, tokenize};
use jiff::civil::Date;

/// Ends of the words for a sitting and its minutes.
const SITTING: [&str; 4] = ["sitzung", "konferenz", "tagung", "besprechung"];
const MINUTES: [&str; 8] = ["Sammlung", "Beschlüsse", "Beschlussniederschrift", "Ergebnisprotokoll", "Ergebnisniederschrift", "Niederschrift", "Protokoll", "Umlaufbeschluss"];

/// A word for a sitting (`Sondersitzung`, `Verkehrsministerkonferenz`) or for its minutes.
pub(super) fn is_session_word(word: &str) -> bool {
    MINUTES.contains(&word) || is_sitting(word)
}

fn is_sitting(word: &str) -> bool {
    let stem = word.strip_suffix("en").or_else(|| word.strip_suffix('s')).unwrap_or(word);
    word.len() >= 6 && word.starts_with(char::is_uppercase) && SITTING.iter().any(|end| stem.len() >= end.len() && stem.get(stem.len() - end.len()..).is_some_and(|tail| tail.eq_ignore_ascii_case(end)))
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

/// The first date, with the day after `bis`, `und` or a slash.
pub(super) fn when(text: &str, tokens: &[Token]) -> Option<When> {
    (0..tokens.len()).find_map(|at| {
        if at > 0 && tokens.get(at).is_some_and(|token| token.glued) {
            return None;
        }
        let (first, next) = partial(text, tokens, at)?;
        let second = joined(text, tokens, next).and_then(|next| partial(text, tokens, next)).map(|(second, _)| second);
        match second {
            Some(second) => {
                let last = second.date()?;
                let month = first.month.or(second.month);
                let start = Partial { day: first.day, month, year: first.year.or(second.year) }.date()?;
                Some(When::Days(start, last))
            }
            None => first.date().map(When::Day),
        }
    })
}

/// A day with as much of month and year as is printed beside it.
struct Partial {
    day: i8,
    month: Option<i8>,
    year: Option<i16>,
}

impl Partial {
    fn date(&self) -> Option<Date> {
        day(full_year(self.year?), self.month?, self.day)
    }
}

fn partial(text: &str, tokens: &[Token], at: usize) -> Option<(Partial, usize)> {
    let value = |at: usize| tokens.get(at).filter(|token| token.is_number())?.span.of(text).parse::<i16>().ok();
    let dot = |at: usize| tokens.get(at).is_some_and(|token| token.is('.'));
    let day = value(at).and_then(|day| i8::try_from(day).ok()).filter(|day| (1..=31).contains(day))?;
    if !dot(at + 1) {
        return None;
    }
    if let Some(month) = tokens.get(at + 2).filter(|token| token.is_word()).and_then(|token| month(token.span.of(text))) {
        let year = value(at + 3).filter(|year| *year > 31);
        return Some((Partial { day, month: Some(month), year }, at + 3 + usize::from(year.is_some())));
    }
    match value(at + 2) {
        Some(month) if dot(at + 3) && (1..=12).contains(&month) => {
            let year = value(at + 4);
            Some((Partial { day, month: i8::try_from(month).ok(), year }, at + 4 + usize::from(year.is_some())))
        }
        _ => Some((Partial { day, month: None, year: None }, at + 2)),
    }
}

/// Position behind a word or mark that joins two days.
fn joined(text: &str, tokens: &[Token], at: usize) -> Option<usize> {
    let token = tokens.get(at)?;
    (token.is_hyphen() || token.is('/') || matches!(token.span.of(text), "und" | "bis")).then_some(at + 1)
}

/// The town behind „in“ or behind the comma after the year: capitalised words, with `am Main`, `an der Oder` and parts
/// behind a hyphen.
fn place(text: &str, tokens: &[Token]) -> Option<String> {
    let capital = |at: usize| tokens.get(at).filter(|token| token.is_capitalised() && month(token.span.of(text)).is_none());
    let opens = |at: usize| {
        let is_in = tokens.get(at).is_some_and(|token| token.span.of(text) == "in");
        let is_comma = tokens.get(at).is_some_and(|token| token.is(',')) && at > 0 && tokens.get(at - 1).is_some_and(Token::is_number);
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
