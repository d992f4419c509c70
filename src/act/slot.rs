//! Who acts and who is addressed: the subject and the object of an acting verb.

use super::bodies::{BodyAt, starting_at, within};
use super::clause::{clause_start, is_boundary, is_preposition, is_zu_infinitive, segment_start};
use super::coordination::coordinated;
use super::verb::{Verb, governs_slot};
use crate::lexicon::{Slot, Words};
use crate::mention::BodyId;
use crate::text::{Listed, Span, set};
use std::ops::Range;

/// What stands in the place of the subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    Body {
        body: BodyId,
        start: usize,
        end: usize,
    },
    /// The verb shares the subject of the verb before it.
    Shared,
    /// Something else.
    NoBody,
}

const NOMINATIVE: [&str; 6] = ["die", "der", "das", "Die", "Der", "Das"];

/// The subject of an active verb. `coordinated` says that an act before it in the sentence has a subject to share.
pub(super) fn subject(
    words: &Words<'_>,
    sentence: &Range<usize>,
    verb: &Verb<'_>,
    bodies: &[BodyAt],
    coordinated: bool,
) -> Subject {
    let start = segment_start(words, sentence, verb.finite);
    let joined = verb.finite > sentence.start
        && words.is_one_of(verb.finite - 1, &set!["und", "sowie", "aber", "jedoch", "oder"]);
    if coordinated && (joined || start == verb.finite) {
        return Subject::Shared;
    }
    // „Die Länder begrüßen das; sie fordern den Bund auf“
    let resumes = verb.finite >= sentence.start + 2 && words.is(verb.finite - 2, ';');
    if coordinated && resumes && words.is_one_of(verb.finite - 1, &set!["sie", "er", "es"]) {
        return Subject::Shared;
    }
    // The constituent before the verb, from the start of its clause. A list of members („Ministerinnen, Minister und
    // Senatoren“) holds commas, so a body that spans the last comma counts.
    let clause = clause_start(words, sentence, verb.finite);
    let before = within(bodies, clause, verb.finite).iter().find(|body| {
        // „Den Bund fordert die VMK auf“: an object may come first, its article tells.
        if body.start > sentence.start && words.is_one_of(body.start - 1, &set!["Den", "den", "Dem", "dem"]) {
            return false;
        }
        let line = (sentence.start.max(body.start.saturating_sub(4))..body.start)
            .rev()
            .find(|at| words.token(*at).is_some_and(|token| token.first == '\n'));
        let opens = body.start == clause
            || body.start == start
            || line.is_some_and(|line| line + 1 == body.start || is_opening(words, line + 1, body.start))
            || is_opening(words, clause, body.start)
            || is_opening(words, start, body.start);
        opens && body.start <= verb.finite
    });
    if let Some(body) = before.filter(|body| !has_preposition(words, body.start)) {
        return Subject::Body { body: body.body, start: body.start, end: body.end };
    }
    let after = (verb.finite + 1..verb.end.min(verb.finite + 6))
        .take_while(|at| !is_boundary(words, *at))
        .find_map(|at| starting_at(bodies, at));
    match after {
        Some(body) if verb.finite > start || start > sentence.start || verb.finite == sentence.start => {
            let article = words.word(body.start.saturating_sub(1));
            let direct = body.start == verb.finite + 1;
            let named = direct
                && (words.is_one_of(body.start, &set!["sie", "er", "es"])
                    || !words.is_one_of(body.start - 1, &set!["dem", "den", "des"]));
            if (NOMINATIVE.contains(&article) && !has_preposition(words, body.start)) || named {
                Subject::Body { body: body.body, start: body.start, end: body.end }
            } else {
                Subject::NoBody
            }
        }
        _ => Subject::NoBody,
    }
}

/// Whether only an article and lower-case attributes stand between `start` and `at`.
fn is_opening(words: &Words<'_>, start: usize, at: usize) -> bool {
    at > start
        && at - start <= 4
        && (start..at).all(|index| {
            words.token(index).is_some_and(|token| {
                token.is_word()
                    && (!token.is_capitalised()
                        || words.is_one_of(
                            index,
                            &set!["Die", "Der", "Das", "Auch", "Alle", "Dem", "Den", "Länder", "Länderregierungen"],
                        ))
            })
        })
}

fn has_preposition(words: &Words<'_>, at: usize) -> bool {
    let before = at.checked_sub(1);
    let article = before.is_some_and(|at| words.is_one_of(at, &set!["der", "die", "das", "den", "dem", "des"]));
    let place = if article { at.checked_sub(2) } else { before };
    place.is_some_and(|at| is_preposition(words, at))
}

/// The addressed bodies with the words that name them; coordinated ones side by side.
///
/// `after` is the token at which the search starts: behind the verb, or behind a subject that follows it.
pub(super) fn addressees(
    words: &Words<'_>,
    sentence: &Range<usize>,
    verb: &Verb<'_>,
    bodies: &[BodyAt],
    after: usize,
) -> Vec<(BodyId, Span)> {
    if verb.passive || verb.pattern.slot == Slot::Nominative {
        return addressed_subject(words, sentence, verb, bodies);
    }
    let end = verb.end;
    let from = match &verb.pattern.slot {
        Slot::None => return Vec::new(),
        Slot::Preposition(preposition) => {
            let Some(at) =
                (after..end).take_while(|at| !is_boundary(words, *at)).find(|at| governs_slot(words, *at, preposition))
            else {
                return Vec::new();
            };
            at + 1
        }
        Slot::Accusative | Slot::Dative | Slot::Nominative => after,
    };
    let fronted = || {
        // „Dem Bundeszentralamt, das die Daten liefert, dankt die Konferenz“: the clause may begin before others.
        let starts = [segment_start(words, sentence, verb.finite), clause_start(words, sentence, verb.finite)];
        starts.into_iter().find_map(|start| {
            let opens = words.is_one_of(start, &set!["Den", "Dem"]) && verb.pattern.slot == Slot::Dative;
            first_object(words, start, verb.finite, bodies).filter(|body| {
                body.start > start
                    && (opens || words.is_one_of(body.start - 1, &set!["Den", "den", "Dem", "dem", "Land"]))
            })
        })
    };
    match first_object(words, from, end, bodies) {
        Some(first) => coordinated(words, first, same_case_end(words, verb, first, end, bodies), bodies),
        None => fronted().map_or_else(Vec::new, |first| coordinated(words, first, verb.finite, bodies)),
    }
}

/// „bittet das Vorsitzland, der FMK und dem DST den Bericht zu übermitteln“: before the first body in the dative, where who is
/// asked stands in the accusative.
fn same_case_end(words: &Words<'_>, verb: &Verb<'_>, first: &BodyAt, end: usize, bodies: &[BodyAt]) -> usize {
    let accusative = verb.pattern.slot == Slot::Accusative
        && first.start > 0
        && (words.is_one_of(first.start - 1, &set!["das", "die", "ihren", "seinen"])
            || words.is_one_of(first.start - 1, &set!["den"]) && !words.word(first.end - 1).ends_with('n'));
    let dative = |body: &&BodyAt| words.is_one_of(body.start - 1, &set!["dem", "der"]) && words.is(body.start - 2, ',');
    let other = within(bodies, first.end + 2, end).iter().find(dative).filter(|_| accusative);
    other.map_or(end, |other| other.start - 1)
}

/// „bittet das BMI, den Entwurf vorzulegen, und ihren Vorsitzenden, die Länder zu unterrichten“: where the second of those asked
/// stands, with an infinitive of his own.
pub(super) fn further_object(words: &Words<'_>, verb: &Verb<'_>, bodies: &[BodyAt]) -> Option<usize> {
    if verb.passive || verb.pattern.slot != Slot::Accusative {
        return None;
    }
    let infinitive = |range: Range<usize>| range.clone().any(|at| is_zu_infinitive(words, at));
    (verb.at + 1..verb.end).find_map(|comma| {
        let joined = words.is(comma, ',') && words.is_one_of(comma + 1, &set!["und", "sowie"]);
        let from = comma + 2;
        let body = (from..from + 3).take(3).find_map(|at| starting_at(bodies, at)).filter(|_| joined)?;
        let article = words.is_one_of(from, &set!["den", "die", "das", "ihren", "seinen"]) || body.start == from;
        let alone = words.is(body.end, ',') && infinitive(verb.at + 1..comma) && infinitive(body.end..verb.end);
        (article && alone).then_some(from)
    })
}

/// The subject of a passive is who is asked: „Der AK II wird gebeten“, „Ferner wird der AK II gebeten“; and that of „Der Bund
/// möge …“.
fn addressed_subject(
    words: &Words<'_>,
    sentence: &Range<usize>,
    verb: &Verb<'_>,
    bodies: &[BodyAt],
) -> Vec<(BodyId, Span)> {
    if verb.pattern.slot == Slot::None {
        return Vec::new();
    }
    // „An die Bundesregierung wird appelliert“
    let clause = clause_start(words, sentence, verb.finite);
    if let Slot::Preposition(preposition) = &verb.pattern.slot
        && words.word(clause).to_lowercase() == *preposition
        && let Some(first) = first_object(words, clause + 1, verb.finite, bodies)
    {
        return coordinated(words, first, verb.finite, bodies);
    }
    let start = segment_start(words, sentence, verb.finite);
    let opening = [clause, start].into_iter().find_map(|from| first_object(words, from, verb.finite, bodies));
    match opening {
        Some(first) => coordinated(words, first, verb.finite, bodies),
        // „Die Kammer möge der Konferenz berichten“: the subject stands before the verb, though it is no body that is known.
        None if !verb.passive && (start..verb.finite).any(|at| words.is_capitalised(at) && at > start) => Vec::new(),
        None => {
            let end = if verb.passive { verb.at } else { verb.end };
            first_object(words, verb.finite + 1, end, bodies)
                .map_or_else(Vec::new, |first| coordinated(words, first, end, bodies))
        }
    }
}

/// The first body from `from` on that is an object: articles, adverbs and attributes may stand before it, other nouns,
/// prepositions and boundaries may not.
fn first_object<'b>(words: &Words<'_>, from: usize, end: usize, bodies: &'b [BodyAt]) -> Option<&'b BodyAt> {
    const STOPS: [Listed; 13] =
        set!["um", "darum", "dass", "in", "im", "mit", "zur", "zum", "für", "bei", "bis", "unter", "gegenüber"];
    // Nouns that only stand for the body in the genitive behind them.
    const STANDS_FOR: [&str; 13] = [
        "Mitgliedern", "Mitglieder", "Vertretern", "Vertreter", "Vertreterinnen", "Vertreterin", "Beschäftigten",
        "Angehörigen", "Land", "Leitung", "Länder", "Ländern", "Vorsitzland",
    ];
    let mut at = from;
    while at < end {
        if let Some(body) = starting_at(bodies, at) {
            return Some(body);
        }
        if at > from && words.is_one_of(at, &STOPS) && words.is_one_of(at - 1, &set!["dem", "den", "die", "der", "das"])
        {
            // „dem mit der Prüfung beauftragten Ausschuss“: an attribute between article and noun, closed by a participle.
            return bodies.iter().find(|body| {
                body.start > at
                    && body.start < end.min(at + 12)
                    && words.word(body.start - 1).ends_with("en")
                    && !words.is_capitalised(body.start - 1)
            });
        }
        // „die Internationale Kommission zum Schutz der Oder“: an adjective that is part of the name.
        if words.is_capitalised(at)
            && words.word(at).ends_with(['e', 'n', 'r', 's'])
            && at > from
            && starting_at(bodies, at + 1).is_some()
            && words.is_one_of(at - 1, &set!["die", "der", "den", "dem", "das"])
        {
            at += 1;
            continue;
        }
        if let Some(behind) = adverbial_end(words, at).filter(|_| at > from || !words.is_capitalised(at)) {
            at = behind;
            continue;
        }
        if is_boundary(words, at) || words.is(at, '.') || words.is_one_of(at, &STOPS) {
            return None;
        }
        if let Some(body) = of_people(words, at, bodies).filter(|body| body.start < end) {
            return Some(body);
        }
        // „an die Verkehrsunternehmen und den VDV“: behind others who are no body of their own.
        let beside = if words.is_one_of(at + 1, &set!["und", "sowie"]) { at + 2 } else { at };
        let article = words.is_one_of(at.saturating_sub(1), &set!["die", "den", "das", "dem"]);
        if beside > at
            && article
            && words.is_capitalised(at)
            && (beside..beside + 3).any(|at| starting_at(bodies, at).is_some_and(|body| body.start < end))
        {
            at = beside;
            continue;
        }
        if words.is_capitalised(at)
            && !STANDS_FOR.contains(&words.word(at))
            && !(at == from
                && words
                    .is_one_of(at, &set!["Die", "Der", "Das", "Den", "Dem", "Ihr", "Ihre", "Auch", "Alle", "Allen"]))
        {
            return None;
        }
        at = words.nesting().after(at).unwrap_or(at + 1);
    }
    None
}

/// Behind „mit Nachdruck“, „vor diesem Hintergrund“, „in diesem Zusammenhang“: an adverbial without an article of its own.
fn adverbial_end(words: &Words<'_>, at: usize) -> Option<usize> {
    if !words.is_one_of(at, &set!["mit", "vor", "in", "aus", "auf", "zu"]) {
        return None;
    }
    let noun = at + 1 + usize::from(words.is_one_of(at + 1, &set!["diesem", "dieser", "großem", "allem"]));
    let named =
        words.is_one_of(noun + 1, &set!["der", "des", "mit", "von", "an", "zu", "und"]) || words.is(noun + 1, ',');
    (words.is_capitalised(noun) && !words.is_capitalised(noun + 1) && !named).then_some(noun + 1)
}

/// „den Soldatinnen und Soldaten der Bundeswehr“: people in the dative stand for the body whose they are.
fn of_people<'b>(words: &Words<'_>, at: usize, bodies: &'b [BodyAt]) -> Option<&'b BodyAt> {
    let people = |at: usize| words.is_capitalised(at) && words.word(at).ends_with('n');
    let first = at.checked_sub(1).is_some_and(|before| words.is_one_of(before, &set!["den", "allen", "beteiligten"]));
    if !first || !people(at) {
        return None;
    }
    let pair = words.is_one_of(at + 1, &set!["und"]) && people(at + 2);
    let article = at + if pair { 3 } else { 1 };
    starting_at(bodies, article + 1).filter(|_| words.is_one_of(article, &set!["der", "des"]))
}
