//! Verbs that do something: finding them, and choosing the kind of act by what goes with them.

use super::Modality;
use super::clause::{
    REACH, clause_start, is_auxiliary, is_boundary, is_clause_final, is_conditional, is_main_verb, is_negated,
    is_subordinate, segment_start,
};
use crate::lexicon::{ActKindId, ActPattern, FormKind, Lexicon, Slot, Words};
use crate::text::{Listed, Token, ends_like, set};
use std::ops::Range;

/// A verb that does an act.
#[derive(Clone, Debug)]
pub(super) struct Verb<'l> {
    /// Token of the verb that names the act: the finite verb, or the participle of a passive.
    pub at: usize,
    /// Token of the finite verb; the auxiliary in the passive.
    pub finite: usize,
    pub kind: ActKindId,
    pub pattern: &'l ActPattern,
    pub passive: bool,
    pub modality: Modality,
    /// First token where its objects may stand.
    pub from: usize,
    /// First token that no longer belongs to this act: the next act's verb, or the end of the sentence.
    pub end: usize,
}

/// The acting verbs of a sentence in order. `note` admits patterns that hold in protocol notes only.
pub(super) fn verbs<'l>(lexicon: &'l Lexicon, words: &Words<'_>, sentence: &Range<usize>, note: bool) -> Vec<Verb<'l>> {
    let mut places: Vec<(usize, usize, bool)> = Vec::new();
    for at in sentence.clone() {
        let (mut finite, mut participle) = (false, false);
        for trigger in lexicon.triggers_at(words, at) {
            let of_notes = lexicon
                .act_kinds
                .get(trigger.kind as usize)
                .is_some_and(|kind| trigger.pattern >= kind.note_patterns_from);
            match trigger.number {
                _ if of_notes && !note => {}
                FormKind::Participle => participle = true,
                FormKind::Singular | FormKind::Plural => finite = true,
            }
        }
        if participle && let Some(auxiliary) = auxiliary_of(words, sentence, at) {
            places.push((at, auxiliary, true));
        } else if finite
            && is_main_verb(words, sentence, at, !places.is_empty())
            && !is_second_verb(words, sentence, &places, at)
        {
            places.push((at, at, false));
        }
    }
    let mut verbs = Vec::with_capacity(places.len());
    for (index, (at, finite, passive)) in places.iter().copied().enumerate() {
        // A quoted decision has verbs of its own; they do not end the clause around it.
        let depth = words.nesting().depth(at);
        let following = places.iter().skip(index + 1).take(64).find(|next| words.nesting().depth(next.0) <= depth);
        let end = following.map_or(sentence.end, |next| next.0.min(next.1));
        let from = if passive { finite + 1 } else { at + 1 };
        let best = lexicon
            .triggers_at(words, at)
            .filter(|trigger| (trigger.number == FormKind::Participle) == passive)
            .filter_map(|trigger| {
                let kind = lexicon.act_kinds.get(trigger.kind as usize)?;
                let pattern = kind.patterns.get(trigger.pattern)?;
                if trigger.pattern >= kind.note_patterns_from && !note {
                    return None;
                }
                (fits(words, pattern, from, end, passive) || is_fronted(words, sentence, pattern, finite))
                    .then_some(())?;
                let preposition = match &pattern.slot {
                    Slot::Preposition(word) => {
                        // „An den Bund wird appelliert“
                        let opens = passive && words.word(sentence.start).to_lowercase() == *word;
                        if !opens && !(from..end).any(|at| governs_slot(words, at, word)) {
                            return None;
                        }
                        1
                    }
                    _ => 0,
                };
                let weight = 2 * (pattern.complement.len() + usize::from(pattern.particle.is_some())) + preposition;
                Some((weight, trigger.kind, pattern))
            })
            // Of equal ones the first listed.
            .reduce(|best, next| if next.0 > best.0 { next } else { best });
        let Some((_, kind, pattern)) = best else { continue };
        let asks = lexicon.act_kinds.get(kind as usize).is_some_and(|kind| kind.addressed);
        let modality = if words.nesting().depth(at) > 0 || is_retold(words, finite, end, asks) {
            Modality::Reported
        } else if is_negated(words, finite, end) && !judges(words, from, end) {
            Modality::Negated
        } else if is_conditional(words, sentence, finite) {
            Modality::Conditional
        } else {
            Modality::Asserted
        };
        verbs.push(Verb { at, finite, kind, pattern, passive, modality, from: at + 1, end });
    }
    verbs
}

/// The clauses between semicolons that have none of the verbs: „Der Bund hat berichtet; hierfür dankt die Konferenz“, „bittet das
/// BMI um einen Entwurf; die Länder sind zu beteiligen“.
pub(super) fn clauses_without(words: &Words<'_>, sentence: &Range<usize>, verbs: &[Verb<'_>]) -> Vec<Range<usize>> {
    let mut acting: Vec<usize> = verbs.iter().map(|verb| verb.finite.min(verb.at)).collect();
    acting.sort_unstable();
    let ends = sentence.clone().filter(|at| words.is(*at, ';') && words.nesting().depth(*at) == 0);
    let mut from = sentence.start;
    let mut clauses = Vec::new();
    for end in ends.chain([sentence.end]) {
        let first = acting.partition_point(|at| *at < from);
        if acting.get(first).is_none_or(|at| *at >= end) {
            clauses.push(from..end);
        }
        from = end + 1;
    }
    clauses
}

/// „hat mit Beschluss vom 3. Dezember 2021 gebeten“, „wurde gebeten“: what was done before. The perfect alone tells what this
/// sitting did: „Die Ministerinnen und Minister haben den Bericht zur Kenntnis genommen“; who `asks` does so in the present.
fn is_retold(words: &Words<'_>, finite: usize, end: usize, asks: bool) -> bool {
    const EARLIER: [Listed; 10] = set![
        "bereits", "schon", "zuletzt", "wiederholt", "mehrfach", "mehrmals", "zuvor", "seinerzeit", "damals", "seit"
    ];
    let earlier = |at: usize| {
        words.is_one_of(at, &EARLIER)
            || words.is_one_of(at, &set!["mit", "durch", "in"]) && words.word(at + 1).starts_with("Beschl")
            || words.is_one_of(at, &set!["am", "auf", "in"])
                && (at + 1..at + 3).any(|at| words.token(at).is_some_and(Token::is_number))
    };
    words.is_one_of(finite, &set!["wurde", "wurden", "hatte", "hatten"])
        || words.is_one_of(finite, &set!["hat", "haben"])
            && (asks || (finite + 1..end).any(|at| words.nesting().depth(at) == 0 && earlier(at)))
}

/// „sieht sich in ihrer Auffassung bestätigt“: at the end of a clause whose finite verb has „sich“, a participle that looks like
/// another.
fn is_second_verb(words: &Words<'_>, sentence: &Range<usize>, places: &[(usize, usize, bool)], at: usize) -> bool {
    let Some((first, _, false)) = places.last().copied() else { return false };
    words.is_one_of(first + 1, &set!["sich"])
        && is_clause_final(words, sentence, at)
        && (first..at).all(|at| !is_boundary(words, at))
        && !words.is_one_of(at - 1, &set!["und", "sowie"])
}

/// „hält eine Regelung nicht für erforderlich“: a judgement all the same, that there is no need; „nicht“ is the complement's.
fn judges(words: &Words<'_>, from: usize, end: usize) -> bool {
    (from + 1..end).any(|at| words.is_one_of(at, &set!["für"]) && words.is_one_of(at - 1, &set!["nicht"]))
}

/// The auxiliary of a passive or perfect whose participle stands at `at`, in the main clause.
fn auxiliary_of(words: &Words<'_>, sentence: &Range<usize>, at: usize) -> Option<usize> {
    const PASSIVE: [Listed; 8] = set!["wird", "werden", "wurde", "wurden", "hat", "haben", "hatte", "hatten"];
    // The participle closes the bracket; an attribute („die beauftragten Arbeiten“) has another form or a noun behind it.
    if words.is_capitalised(at + 1) && !is_boundary(words, at + 1) {
        return None;
    }
    let start = segment_start(words, sentence, at);
    let auxiliary = (sentence.start.max(at.saturating_sub(REACH))..at)
        .rev()
        // Between them may lie whole subordinate clauses, but the auxiliary itself must be a main clause's.
        .find(|index| {
            words.is_one_of(*index, &PASSIVE)
                && words.nesting().depth(*index) == 0
                // „nicht entsprochen hat, und erneuert“: that perfect is complete.
                && !(words.word(*index).starts_with('h') && is_boundary(words, index + 1))
                && (is_main_verb(words, sentence, *index, false) || *index == sentence.start)
        })?;
    // „hat das angemahnt; sie bekräftigt“: behind a semicolon begins a clause of its own.
    let crosses = auxiliary < clause_start(words, sentence, at)
        || auxiliary < start && is_subordinate(words, start, start > sentence.start);
    (!crosses && !words.is_one_of(at + 1, &set!["werden", "worden", "hat", "haben", "wird", "ist", "sind"]))
        .then_some(auxiliary)
}

/// „Nicht für sachgerecht hält sie den Vorschlag“: the judgement opens the sentence.
fn is_fronted(words: &Words<'_>, sentence: &Range<usize>, pattern: &ActPattern, finite: usize) -> bool {
    let opens = sentence.start + usize::from(words.is_one_of(sentence.start, &set!["Nicht"]));
    let judges = pattern.complement.iter().eq(["für"]) && words.is_one_of(opens, &set!["für", "Für"]);
    judges && finite > opens + 1 && finite <= opens + 4 && !words.is_capitalised(opens + 1)
}

/// Whether the words that go with the verb follow it, in order, between `from` and `end`.
fn fits(words: &Words<'_>, pattern: &ActPattern, from: usize, end: usize, passive: bool) -> bool {
    let mut at = from;
    for (place, complement) in pattern.complement.iter().enumerate() {
        // „Technologienzur Kenntnis“: a line break lost in conversion glues the first word to the text before.
        let glued = |index: usize| {
            pattern
                .complement
                .get(place + 1)
                .is_some_and(|next| words.word(index).ends_with(complement.as_str()) && words.word(index + 1) == next)
        };
        let found = |index: &usize| {
            may_complement(words, *index, complement) && (complements(words, *index, complement) || glued(*index))
        };
        match (at..end).find(found) {
            Some(found) => at = found + 1,
            None => return false,
        }
    }
    // In the passive the particle is part of the participle (`aufgefordert`).
    let Some(particle) = pattern.particle.as_ref().filter(|_| !passive) else { return true };
    let sentence = 0..end;
    let first = particle.chars().next().unwrap_or_default();
    let stands = |index: usize| {
        words.starts_with(index, first) && words.word(index) == particle && words.nesting().depth(index) == 0
    };
    let closes = (at..end).any(|index| stands(index) && (is_clause_final(words, &sentence, index) || index + 1 == end));
    // Without the comma before the infinitive the particle only looks like a preposition: „fordert den Bund auf zu handeln“.
    let early = || {
        (at..end.min(at + 8)).any(|index| {
            stands(index) && particle.len() > 2 && !words.is_capitalised(index + 1) && !is_auxiliary(words, index + 1)
        })
    };
    closes || early()
}

/// Most words are shorter than the complement, or end in another letter.
fn may_complement(words: &Words<'_>, at: usize, complement: &str) -> bool {
    let last = |text: &str, end: usize| text.as_bytes().get(end.wrapping_sub(1)).map(u8::to_ascii_lowercase);
    words.token(at).is_some_and(|token| {
        token.span.len() as usize >= complement.len()
            && last(words.text(), token.span.end as usize) == last(complement, complement.len())
    })
}

fn complements(words: &Words<'_>, at: usize, complement: &str) -> bool {
    let word = words.word(at);
    words.nesting().depth(at) == 0
        && (word == complement
            || word.ends_with(complement) && complement.chars().next().is_some_and(char::is_uppercase)
            || word.len() > complement.len() && complement.len() > 4 && ends_like(word, complement))
}

/// The preposition, or its contraction with the article: `von` and `vom`, `an` and `am`.
pub(super) fn governs_slot(words: &Words<'_>, at: usize, preposition: &str) -> bool {
    let contracted = match preposition {
        "von" => "vom",
        "an" => "am",
        "in" => "im",
        "bei" => "beim",
        _ => preposition,
    };
    let word = words.word(at);
    word == preposition || word == contracted
}
