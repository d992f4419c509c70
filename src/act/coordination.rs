//! Who is named side by side: „den AK II, das BMI und die Länder“.

use super::bodies::{BodyAt, starting_at};
use super::clause::{is_boundary, is_preposition, is_zu_infinitive};
use crate::lexicon::Words;
use crate::mention::BodyId;
use crate::text::{Span, set};

/// `first` and what is coordinated with it: „den AK II und den AK V“, „das BMI, das BMJ sowie die Länder“.
///
/// Commas join only what „und“ or „sowie“ completes, and not where the last member belongs to an infinitive: in „bittet den
/// AK II, das BMI und die Länder zu beteiligen“ the latter two are to be involved.
pub(super) fn coordinated(words: &Words<'_>, first: &BodyAt, end: usize, bodies: &[BodyAt]) -> Vec<(BodyId, Span)> {
    // „unter Einbeziehung von LAWA, LABO und AMK“: what a preposition governs belongs to no infinitive.
    // Nor does its genitive: „unter Einbindung der Bauminister-, der Umwelt- und der Wirtschaftsministerkonferenz“.
    let mut bare = first.start.checked_sub(1).is_some_and(|before| {
        is_preposition(words, before)
            || words.is_one_of(before, &set!["der", "des"]) && words.is_capitalised(before.saturating_sub(1))
            // „nach Abstimmung mit dem BMAS, der BA sowie den Ländern bekannt zu geben“
            || words.is_one_of(before, &set!["dem", "der", "den"]) && words.is_one_of(before.saturating_sub(1), &set!["mit", "von"])
    });
    let mut list = vec![(first.body, first.span)];
    let mut pending: Vec<(BodyId, Span)> = Vec::new();
    let mut last = first;
    loop {
        let mut at = attribute_end(words, last, end, bodies);
        let comma = words.is(at, ',');
        let und = words.is(at, '/')
            || words.is_one_of(at, &set!["und", "sowie", "als"])
            || words.is_one_of(at, &set!["wie"]) && words.is_one_of(at + 1, &set!["auch"])
            // „der AOLG, nachrichtlich auch der LAV, zuzuleiten“
            || (comma && words.is_one_of(at + 1, &set!["sowie", "und", "nachrichtlich"]));
        if at >= end || !(comma || und) {
            break;
        }
        at = behind_insertion(words, at + 1);
        let from = at.max(last.end);
        // „sowie den für das Aufenthaltsrecht zuständigen Landesbehörden“
        if words.is_one_of(at + 1, &set!["für"]) {
            at = (at + 2..at + 8).find(|at| words.word(*at).starts_with("zuständig")).unwrap_or(at);
        }
        // „das BMI und die Länder Bayern und Hessen“
        let titled = |at: usize| {
            words.is_one_of(at, &set!["Land", "Länder", "Ländern", "Freistaat"]) && starting_at(bodies, at + 1).is_some()
                // „und den Mitgliedern der Projektgruppe“
                || words.is_one_of(at, &set!["Mitgliedern", "Mitglieder", "Vertretern", "Vertreter", "Beschäftigten"])
                    && words.is_one_of(at + 1, &set!["der", "des"])
                    && (at + 2..at + 4).any(|at| starting_at(bodies, at).is_some())
        };
        while at < end
            && starting_at(bodies, at).is_none()
            && words.token(at).is_some_and(|token| {
                token.is_word() && (!token.is_capitalised() || titled(at)) || token.is_hyphen() && token.glued
            })
            && !is_zu_infinitive(words, at)
            && at < from + 9
        {
            at += 1;
        }
        let Some(next) = starting_at(bodies, at).filter(|next| next.start < end) else {
            // „den Hilfsorganisationen, Feuerwehren, Unternehmen und Privatleuten“: the list ends with nouns of others.
            if if und { closes_with_noun(words, at, end) } else { comma && closes_list(words, at, end) } {
                list.append(&mut pending);
            }
            break;
        };
        // Nor does a genitive: „unter Einbeziehung des BBK, des THW und der Spitzenverbände“.
        bare |= comma && words.is_one_of(next.start - 1, &set!["des"]);
        pending.push((next.body, next.span));
        last = next;
        if und {
            let governed = !bare
                && comma_in(words, first.end.max(next.start.saturating_sub(64)), next.start)
                && is_governed(words, next.end, end);
            if governed {
                break;
            }
            list.append(&mut pending);
        }
    }
    list
}

/// Behind an insertion between dashes or commas: „und – soweit erforderlich – den AK V“, „sowie, sofern sie es wünschen, den
/// Ländern“.
fn behind_insertion(words: &Words<'_>, at: usize) -> usize {
    let dash = |at: usize| words.token(at).is_some_and(|token| token.is_hyphen() && !token.glued);
    let clause = words.is(at, ',') && words.is_one_of(at + 1, &set!["soweit", "sofern", "falls", "wenn"]);
    let close = if clause {
        (at + 2..at + 16).find(|at| words.is(*at, ','))
    } else {
        (at + 1..at + 40).find(|at| dash(*at)).filter(|_| dash(at))
    };
    close.map_or(at, |close| close + 1)
}

/// Whether bare nouns from `at` on complete a list with „und“, no infinitive behind.
fn closes_list(words: &Words<'_>, at: usize, end: usize) -> bool {
    let mut at = at;
    while words.is_capitalised(at) && words.is(at + 1, ',') && at < end {
        at += 2;
    }
    words.is_capitalised(at)
        && words.is_one_of(at + 1, &set!["und", "sowie"])
        && words.is_capitalised(at + 2)
        && !is_governed(words, at + 3, end)
}

/// „dem THW und den zahlreichen Ehrenamtlichen“: behind „und“ a noun of others ends the list, no infinitive behind.
fn closes_with_noun(words: &Words<'_>, at: usize, end: usize) -> bool {
    let article = (at.saturating_sub(3)..at).any(|at| words.is_one_of(at, &set!["den", "dem", "der", "die", "das"]));
    article && words.is_capitalised(at) && !is_governed(words, at + 1, end)
}

fn comma_in(words: &Words<'_>, from: usize, to: usize) -> bool {
    (from..to).any(|at| words.is(at, ','))
}

/// Whether an infinitive follows before any boundary, or behind a condition put in between: „…, soweit sie nicht vertreten
/// waren, zu unterrichten“.
fn is_governed(words: &Words<'_>, from: usize, end: usize) -> bool {
    let stretch = |from: usize| (from..end).find(|at| is_boundary(words, *at)).unwrap_or(end);
    let first = stretch(from);
    let inserted = words.is_one_of(first + 1, &set!["soweit", "sofern"]) && first < end;
    let behind = if inserted { stretch(first + 1) + 1 } else { first };
    (from..first).chain(behind..stretch(behind)).any(|at| is_zu_infinitive(words, at))
}

/// Where the noun phrase of a body ends: behind a genitive attribute („der FTE des BKA“) and brackets.
fn attribute_end(words: &Words<'_>, body: &BodyAt, end: usize, bodies: &[BodyAt]) -> usize {
    let mut at = body.end;
    if let Some(after) = words.nesting().after(at).filter(|_| words.is(at, '(')) {
        at = after;
    }
    if words.is_one_of(at, &set!["des", "der", "in", "im", "beim", "auf"]) {
        let owner = (at + 1..end.min(at + 4)).find_map(|index| starting_at(bodies, index));
        if let Some(owner) = owner {
            return owner.end;
        }
    }
    at
}
