//! Who is to take part: „unter Beteiligung des AK IV“, „in Abstimmung mit den Ländern“, „unter Federführung des BMFSFJ“.

use super::bodies::{BodyAt, starting_at};
use super::slot::coordinated;
use super::{Participant, Role};
use crate::lexicon::{Lexicon, Words};
use std::ops::Range;

/// The participants named within `range`.
pub(super) fn participants(
    lexicon: &Lexicon,
    words: &Words<'_>,
    range: Range<usize>,
    bodies: &[BodyAt],
) -> Vec<Participant> {
    let mut found = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let phrase = lexicon.role_at(words, at).filter(|_| words.nesting().depth(at) == 0);
        let Some(phrase) = phrase else {
            at += 1;
            continue;
        };
        let role = match phrase.payloads.first() {
            Some(0) => Role::Participation,
            Some(1) => Role::Coordination,
            _ => Role::Lead,
        };
        if let Some(first) = body_after(words, phrase.next, range.end, bodies) {
            let list = coordinated(words, first, range.end, bodies);
            found.extend(list.into_iter().map(|(body, span)| Participant { body, span, role }));
        }
        at = phrase.next;
    }
    found
}

/// The body that a phrase of taking part leads to, over articles, attributes and „Vertretern der“.
fn body_after<'b>(words: &Words<'_>, from: usize, end: usize, bodies: &'b [BodyAt]) -> Option<&'b BodyAt> {
    const SKIPPED: [&str; 9] = [
        "Vertretern", "Vertreterinnen", "Vertretungen", "Vertreter", "Landes", "Freistaates", "Fachleuten", "Experten",
        "Expertinnen",
    ];
    let mut at = from;
    while at < end.min(from + 9) {
        if let Some(body) = starting_at(bodies, at) {
            return Some(body);
        }
        let token = words.token(at)?;
        if !token.is_word() || token.is_capitalised() && !SKIPPED.contains(&words.word(at)) {
            return None;
        }
        at += 1;
    }
    None
}
