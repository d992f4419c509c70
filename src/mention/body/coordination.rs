//! Names that share a part: „Sicherheits- und Justizbehörden“, „die Arbeitskreise II und IV“.

use super::known::Known;
use super::{Hit, Place, mention};
use crate::lexicon::{ShapeKind, Words};
use crate::mention::Mention;
use crate::text::{Token, set};

/// „Sicherheits-, Justiz- und weitere Behörden“ (security, justice and other authorities): compounds that share their
/// last part. Returns the token after the shortened parts, or `at`.
#[inline]
pub(super) fn ellipsis_at(place: &Place<'_, '_>, at: usize, known: &mut Known, out: &mut Vec<Mention>) -> usize {
    if is_shortened(place.words, at) { shortened_at(place, at, known, out) } else { at }
}

/// „Sicherheits-“ before a blank.
fn is_shortened(words: &Words<'_>, at: usize) -> bool {
    words.token(at + 1).is_some_and(|token| token.glued && token.is_hyphen())
        && words.is_capitalised(at)
        && !words.is_hyphenated_after(at + 1)
}

fn shortened_at(place: &Place<'_, '_>, at: usize, known: &mut Known, out: &mut Vec<Mention>) -> usize {
    let words = place.words;
    if words.is_hyphenated_before(at) || place.lexicon.body_at(words, at).is_some_and(|found| found.next > at + 1) {
        return at;
    }
    let (mut parts, mut next) = (vec![at], at + 2);
    // „der Bauminister-, der Umwelt- und der Wirtschaftsministerkonferenz“
    let further = |next: usize| next + 1 + usize::from(words.is_one_of(next + 1, &set!["der", "die", "den", "des"]));
    while words.is(next, ',') && is_shortened(words, further(next)) {
        let part = further(next);
        parts.push(part);
        next = part + 2;
    }
    if !words.is_one_of(next, &set!["und", "sowie", "oder", "bzw"]) {
        return at;
    }
    let mut head = next + 1;
    while head < next + 4 && words.token(head).is_some_and(|token| token.is_word() && !token.is_capitalised()) {
        head += 1;
    }
    // „Behörden“ itself, or the end of a compound.
    let suffix = place
        .lexicon
        .suffix_of(ShapeKind::Suffix, words.word(head))
        .or_else(|| place.lexicon.suffix_of(ShapeKind::Suffix, &words.word(head).to_lowercase()));
    let Some(suffix) = suffix.filter(|_| words.is_capitalised(head)) else { return at };
    for part in parts {
        // „Bauminister-“ before „Wirtschaftsministerkonferenz“ ends as the shared part begins.
        let shared = |cut: &usize| words.word(part).ends_with(suffix.suffix.get(..*cut).unwrap_or("-"));
        let cut = (4..suffix.suffix.len()).rev().find(shared).unwrap_or(0);
        let label = format!("{}{}", words.word(part), suffix.suffix.get(cut..).unwrap_or(""));
        let body = known
            .resolve(place.lexicon, &place.lexicon.bodies_named(&label), &label)
            .unwrap_or_else(|| known.unknown(&label, &suffix.body_kind, &label));
        out.push(mention(
            place,
            words.span(part, part + 2),
            &Hit::literal(part + 2, body, "compound shortened before its like"),
        ));
    }
    next
}

/// „die Arbeitskreise II und IV“ (working parties II and IV): numerals that share the noun of the first name. Returns the
/// token after the last, or 0.
pub(super) fn siblings_at(
    place: &Place<'_, '_>,
    at: usize,
    next: usize,
    known: &mut Known,
    out: &mut Vec<Mention>,
) -> usize {
    let words = place.words;
    let numeral = |at: usize| {
        words.token(at).is_some_and(Token::is_word) && words.word(at).chars().all(|c| matches!(c, 'I' | 'V' | 'X'))
    };
    let mut end = 0;
    let mut here = next;
    while next >= at + 2
        && numeral(next - 1)
        && (words.is(here, ',') || words.is_one_of(here, &set!["und", "sowie"]))
        && numeral(here + 1)
    {
        let noun = words.span(at, next - 1).of(words.text());
        let name = format!("{} {}", noun.trim_end_matches('e'), words.word(here + 1));
        let Some(body) = known.resolve(place.lexicon, &place.lexicon.bodies_named(&name), &name) else { break };
        out.push(mention(
            place,
            words.span(here + 1, here + 2),
            &Hit::literal(here + 2, body, "numeral that shares a name"),
        ));
        (here, end) = (here + 2, here + 2);
    }
    end
}
