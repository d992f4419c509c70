//! Words that point back to a body: pronouns, demonstratives, bare definite nouns.

use super::known::Known;
use super::shape::{nominative, shape_noun_at};
use super::{Hit, Place};
use crate::lexicon::{FormKind, ShapeKind};
use crate::mention::Grounding;
use crate::text::set;

/// „die Stiftung“, „die Konferenz“: a definite noun for the last body so named.
pub(super) fn anaphor_at(place: &Place<'_, '_>, at: usize, known: &mut Known) -> Option<Hit> {
    let words = place.words;
    let (shape, next) = shape_noun_at(place, at, ShapeKind::Anaphor)?;
    let before = at.checked_sub(1)?;
    if !words.is_one_of(
        before,
        &set!["der", "die", "den", "dem", "Die", "Der", "Den", "Dem", "dieser", "diese", "dieses", "Diese", "Dieser"],
    ) || words.is_one_of(next, &set!["der", "des"])
        // „dankt die Konferenz für die Zusammenarbeit“ names none „für …“.
        || words.is_one_of(next, &set!["für"]) && !words.is_one_of(next + 1, &set!["die", "das", "den", "ihre", "ihren"])
    {
        return None;
    }
    let noun = words.word(at);
    let conference = known.conference.filter(|id| known.kind(*id) == "kind/conference" && noun == "Konferenz");
    let body = conference
        .or_else(|| known.headed(noun))
        .or_else(|| known.headed(&nominative(words, at, next, &shape.nouns)))?;
    Some(Hit { grounding: Grounding::Inherited, ..Hit::literal(next, body, "definite noun for a body named before") })
}

/// „Sie begrüßt“, „begrüßt sie“: the subject of an act that was named before.
pub(super) fn pronoun_at(place: &Place<'_, '_>, at: usize, known: &mut Known) -> Option<Hit> {
    let words = place.words;
    let acts = |at: usize| {
        place.lexicon.triggers_at(words, at).any(|trigger| trigger.number != FormKind::Participle)
            || words.is_one_of(at, &set!["wird", "werden"])
    };
    let fits = |word: &str| match word {
        "Sie" | "sie" => !known.speaker_is_masculine(),
        // „Der Freistaat Bayern … Er …“
        "Er" | "er" => {
            known.speaker_is_masculine() || known.speaker.is_some_and(|body| known.kind(body) == "kind/land")
        }
        "Es" | "es" => known.speaker != known.conference,
        _ => false,
    };
    let capital = words.is_capitalised(at);
    // Nothing was named before the first word of a point, so whatever the verb is, the pronoun is who decides.
    // In a note it is who made it, in whatever sentence: „Es behält sich vor, …“.
    let opens = || {
        let begins = at == 0 || words.is(at - 1, '.') && words.word(at) != "Sie" && known.speaker != known.conference;
        begins && is_finite(words.word(at + 1))
    };
    // „richtet sie ein und beauftragt sie“: a verb that shares its subject has an object behind it.
    let shares = !capital && at > 1 && words.is_one_of(at - 2, &set!["und", "sowie"]);
    // „…; die IMK bittet sie, …“: before the verb stands its subject, so that the pronoun is who is asked.
    let object = at > 2
        && words.is(at + 1, ',')
        && words.is_capitalised(at - 2)
        && words.is_one_of(at - 3, &set!["die", "der", "das"])
        && (at < 4 || !words.is_capitalised(at - 4));
    let inverted = !capital && at > 0 && acts(at - 1) && !shares && !object;
    // „…; sie fordern den Bund auf“
    let resumes = !capital && at > 0 && words.is(at - 1, ';') && acts(at + 1) && words.word(at) != "es";
    let starts = fits(words.word(at)) && (capital && (acts(at + 1) || opens()) || inverted || resumes);
    let body = known.speaker.filter(|_| starts)?;
    Some(Hit { grounding: Grounding::Inherited, ..Hit::literal(at + 1, body, "pronoun for who decides here") })
}

/// Whether a word looks like a verb in the third person: „lehnt“, „warnen“.
fn is_finite(word: &str) -> bool {
    word.len() >= 4 && word.starts_with(char::is_lowercase) && (word.ends_with('t') || word.ends_with("en"))
}

/// „Diese soll …“: the body that was introduced right before.
pub(super) fn demonstrative_at(place: &Place<'_, '_>, at: usize, known: &mut Known) -> Option<Hit> {
    let words = place.words;
    let starts = words.is_one_of(at, &set!["Dieses", "Dieser", "Diese"])
        && words.is_one_of(at + 1, &set!["soll", "sollen", "sollte", "sollten", "wird"]);
    let body = known.demonstrated(words.word(at)).filter(|_| starts)?;
    Some(Hit { grounding: Grounding::Inherited, ..Hit::literal(at + 1, body, "demonstrative for the body named last") })
}

/// „Das Land hält …“: in a note the Land that made it.
pub(super) fn land_at(place: &Place<'_, '_>, at: usize, known: &mut Known) -> Option<Hit> {
    let words = place.words;
    let alone = words.is_one_of(at + 1, &set!["Land"]) && !words.is_capitalised(at + 2);
    let speaker = known.speaker.filter(|body| alone && known.kind(*body) == "kind/land")?;
    Some(Hit { grounding: Grounding::Inherited, ..Hit::literal(at + 2, speaker, "the Land that made the note") })
}
