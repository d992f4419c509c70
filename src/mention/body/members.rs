//! A conference by its members: „Die Justizministerinnen und Justizminister der Länder“.

use super::known::Known;
use super::phrase::complement_end;
use super::{Hit, Place};
use crate::mention::Grounding;
use crate::text::{Token, set};

/// „Die Justizministerinnen und Justizminister der Länder“: the members stand for their conference.
pub(super) fn members_at(place: &Place<'_, '_>, at: usize, known: &mut Known) -> Option<Hit> {
    let words = place.words;
    let listed = place.lexicon.members_at(words, at);
    let (end, members) = match &listed {
        Some(found) => (enumeration(place, found.next).0, 2),
        None if is_member_noun(place, at) => enumeration(place, at + 1),
        None => return None,
    };
    let end = behind_states(place, behind_department(place, end));
    let of_the_states = words.word(end.saturating_sub(1)) == "Länder";
    let body = match &listed {
        Some(found) => {
            let home = known.conference;
            found
                .payloads
                .iter()
                .filter_map(|id| known.authority(place.lexicon, *id))
                .find(|id| Some(*id) == home)
                .or_else(|| known.authority(place.lexicon, *found.payloads.first()?))
        }
        None => known.conference.filter(|_| members > 1 || of_the_states),
    }?;
    Some(Hit { grounding: Grounding::Inherited, ..Hit::literal(end, body, "members for their conference") })
}

/// Behind further members: „, -minister, Senatorinnen und der -senator“; with the first, how many there are.
fn enumeration(place: &Place<'_, '_>, at: usize) -> (usize, usize) {
    let words = place.words;
    let (mut end, mut members) = (at, 1);
    loop {
        let mut next = end;
        while words.is(next, ',')
            || words.is(next, '/')
            || words.token(next).is_some_and(Token::is_hyphen)
            || words.is_one_of(next, &set!["und", "sowie"])
            || next > end && words.is_one_of(next, &set!["die", "der"])
        {
            next += 1;
        }
        if next == end || !is_member_noun(place, next) {
            return (end, members);
        }
        (end, members) = (next + 1, members + 1);
    }
}

/// Behind „für Gesundheit“ or „der Agrarressorts“, which say whereof they are ministers.
fn behind_department(place: &Place<'_, '_>, at: usize) -> usize {
    let words = place.words;
    if words.is_one_of(at, &set!["für"]) {
        return complement_end(words, at);
    }
    let department = words.is_one_of(at, &set!["der"]) && words.word(at + 1).ends_with("ressorts");
    at + 2 * usize::from(department)
}

/// Behind „der Länder“ or „des Bundes und der Länder“, which say whose ministers they are.
fn behind_states(place: &Place<'_, '_>, at: usize) -> usize {
    let words = place.words;
    if words.is_one_of(at, &set!["der"]) && words.word(at + 1) == "Länder" {
        return at + 2;
    }
    place.lexicon.complement_at(words, at).map_or(at, |(_, next)| next)
}

fn is_member_noun(place: &Place<'_, '_>, at: usize) -> bool {
    let words = place.words;
    if !words.token(at).is_some_and(Token::is_word) {
        return false;
    }
    // „-minister“ is short for the compound before.
    let shortened = words.is_hyphenated_before(at) && !words.is_capitalised(at);
    let word = words.word(at);
    if !shortened {
        return place.lexicon.is_member_noun(word);
    }
    let mut whole = word.to_owned();
    if let Some(first) = whole.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    place.lexicon.is_member_noun(&whole)
}
