//! Who is to take part: „unter Beteiligung des AK IV“, „in Abstimmung mit den Ländern“, „unter Federführung des BMFSFJ“.

use super::bodies::{BodyAt, starting_at, within};
use super::clause::{is_boundary, is_zu_infinitive, segment_start};
use super::coordination::coordinated;
use super::flow::{is_at, is_bare_infinitive};
use super::recipient::{after_preposition, is_accusative};
use super::{Participant, Role};
use crate::lexicon::{Lexicon, Slot, Words};
use crate::text::{Listed, set};
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
        // „die Ergebnisse des im Einvernehmen mit der WMK durchgeführten Vorhabens“: how something else was made.
        // Behind a comma the article is a relative pronoun: „, die unter Federführung Hessens …“.
        let attribute = at > 0
            && words.is_one_of(at - 1, &set!["der", "die", "das", "des", "dem", "den"])
            && !(at > 1 && words.is(at - 2, ','));
        let phrase = lexicon.role_at(words, at).filter(|_| words.nesting().depth(at) == 0 && !attribute);
        // „unter Federführung Hessens und Beteiligung des BMI“: what „und“ joins needs its „unter“ before.
        let phrase = phrase.filter(|_| {
            let before = (at.saturating_sub(REACH)..at).rev().take_while(|at| !is_boundary(words, *at));
            !words.is_one_of(at, &set!["und", "sowie"])
                || before.into_iter().any(|at| words.is_one_of(at, &set!["unter"]))
        });
        let Some(phrase) = phrase else {
            found.extend(taking_lead(words, at, bodies).filter(|lead| lead.span.end <= words.span(at, range.end).end));
            at += 1;
            continue;
        };
        let role = role(phrase.payloads.first().map_or(2, |position| *position as usize));
        if let Some(first) = body_after(words, phrase.next, range.end, bodies) {
            let list = coordinated(words, first, range.end, bodies);
            found.extend(list.into_iter().map(|(body, span)| Participant { body, span, role }));
        }
        at = phrase.next;
    }
    found
}

/// So many tokens back „unter“ is looked for.
const REACH: usize = 16;

/// „in der Bayern die Federführung übernimmt“, „deren Federführung Hessen hat“: who leads, by a verb.
fn taking_lead(words: &Words<'_>, at: usize, bodies: &[BodyAt]) -> Option<Participant> {
    const TAKES: [Listed; 5] = set!["übernimmt", "übernehmen", "innehat", "innehaben", "hat"];
    let article = at.checked_sub(1).filter(|_| words.is_one_of(at, &set!["Federführung", "Leitung"]))?;
    let lead = if words.is_one_of(article, &set!["deren", "dessen"]) {
        starting_at(bodies, at + 1).filter(|body| words.is_one_of(body.end, &TAKES))
    } else {
        let before = within(bodies, article.saturating_sub(8), article).last();
        before.filter(|body| body.end == article && words.is_one_of(at + 1, &TAKES))
    }?;
    Some(Participant { body: lead.body, span: lead.span, role: Role::Lead })
}

/// Whom the infinitives within `range` ask to involve: „die Länder frühzeitig zu beteiligen“, „mit dem BBK abzustimmen“;
/// `bare` ones too, as after „möge“.
pub(super) fn involved(
    lexicon: &Lexicon,
    words: &Words<'_>,
    range: Range<usize>,
    bodies: &[BodyAt],
    bare: bool,
) -> Vec<Participant> {
    let mut found = Vec::new();
    let mut from = range.start;
    let infinitive = |at: usize| is_zu_infinitive(words, at) || bare && is_bare_infinitive(words, at, &range);
    for at in range.clone().filter(|at| infinitive(*at) && words.nesting().depth(*at) == 0) {
        let inside = within(bodies, from, at);
        let verb = lexicon.role_verbs.iter().find(|(_, pattern)| is_at(words, pattern, at, bare));
        // „ohne die Länder zu beteiligen“, „sich an den Kosten der Länder zu beteiligen“; an idiom has its own „sich“.
        let start = segment_start(words, &range, at);
        let reflexive = (start..at).any(|at| words.is_one_of(at, &set!["sich"]));
        let verb = verb.filter(|(_, pattern)| {
            let oneself = reflexive && pattern.complement.is_empty();
            !oneself && !words.is_one_of(start, &set!["ohne", "anstatt", "um"])
        });
        let first = verb.and_then(|(_, pattern)| match &pattern.slot {
            Slot::Preposition(preposition) => after_preposition(words, inside, &[preposition]),
            // „Vertreter der GMK einzubeziehen“
            _ => inside.iter().find(|body| {
                let people = body.start > from + 1
                    && words.is_one_of(body.start - 1, &set!["der", "des"])
                    && words.is_one_of(body.start - 2, &set!["Vertreter", "Vertreterinnen", "Mitglieder"]);
                words.nesting().depth(body.start) == 0 && (people || is_accusative(words, body, from))
            }),
        });
        if let Some(((position, _), first)) = verb.zip(first) {
            let role = role(*position);
            let list = coordinated(words, first, at.saturating_sub(1), bodies);
            found.extend(list.into_iter().map(|(body, span)| Participant { body, span, role }));
        }
        from = at + 1;
    }
    found
}

/// The role at a position of [`ROLES`](crate::lexicon::ROLES).
pub(super) const fn role(position: usize) -> Role {
    match position {
        0 => Role::Participation,
        1 => Role::Coordination,
        _ => Role::Lead,
    }
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
