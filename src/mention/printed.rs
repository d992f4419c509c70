//! Printed papers of parliaments, cited by series and number: `BT-Drs. 18/3629`, `Bundesratsdrucksachen 250/20 und 251/20`.

use super::Printed;
use crate::lexicon::{Lexicon, Words};
use crate::text::Span;

/// The papers that a passage cites. The first of a list carries the name of the series, the others their number alone.
pub(super) fn printed(words: &Words<'_>, lexicon: &Lexicon) -> Vec<(Span, Printed)> {
    let mut found = Vec::new();
    for at in 0..words.len() {
        let Some((series, next)) = lexicon.series_at(words, at) else { continue };
        if words.is_hyphenated_before(at) {
            continue;
        }
        let Some(digits) = lexicon.series.get(series as usize).map(|series| series.digits) else { continue };
        let (Some(marker), Some(behind)) = (words.token(at), words.token(next)) else { continue };
        let passage_end = words.token(words.len() - 1).map_or(0, |last| last.span.end);
        let text = Span::new(behind.span.start, passage_end).of(words.text());
        let mut rest = text.trim_start_matches(['.', ' ', '\n']);
        rest = rest.strip_prefix("Nr.").unwrap_or(rest).trim_start();
        let mut start = marker.span.start;
        while let Some((first, second, after)) = number(rest, digits) {
            let end = Span::at(behind.span.start as usize + text.len() - after.len(), 0).start;
            found.push((Span::new(start, end), Printed { series, first, second }));
            let Some(next) = [", ", " und ", " sowie ", ","].into_iter().find_map(|joint| after.strip_prefix(joint))
            else {
                break;
            };
            rest = next.trim_start();
            start = Span::at(behind.span.start as usize + text.len() - rest.len(), 0).start;
        }
    }
    found
}

/// Two numbers with a slash between, neither longer than the series has them, and what follows.
fn number(text: &str, digits: (usize, usize)) -> Option<(u32, u32, &str)> {
    let part = |text: &str, most: usize| {
        let length = text.bytes().take_while(u8::is_ascii_digit).count();
        (1..=most).contains(&length).then_some(length)
    };
    let (first, rest) = text.split_at_checked(part(text, digits.0)?)?;
    let rest = rest.strip_prefix('/')?;
    let (second, rest) = rest.split_at_checked(part(rest, digits.1)?)?;
    // A year has both its digits; „18/3629/2“ is no number of a series.
    if digits.1 == 2 && second.len() < 2 || rest.starts_with('/') {
        return None;
    }
    Some((first.parse().ok()?, second.parse().ok()?, rest))
}
