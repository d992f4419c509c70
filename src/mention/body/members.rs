//! A conference by its members: „Die Justizministerinnen und Justizminister der Länder“.

use super::known::Known;
use super::phrase::noun_phrase_end;
use super::{Hit, Place};
use crate::mention::Grounding;
use crate::text::Token;

/// „Die Justizministerinnen und Justizminister der Länder“: the members stand for their conference.
pub(super) fn members_at(place: &Place<'_, '_>, at: usize, known: &mut Known) -> Option<Hit> {
    let words = place.words;
    if let Some(found) = place.lexicon.members_at(words, at) {
        let home = known.conference;
        let body = found
            .payloads
            .iter()
            .filter_map(|id| known.authority(place.lexicon, *id))
            .find(|id| Some(*id) == home)
            .or_else(|| known.authority(place.lexicon, *found.payloads.first()?))?;
        return Some(Hit {
            grounding: Grounding::Inherited,
            ..Hit::literal(found.next, body, "members for their conference")
        });
    }
    if !is_member_noun(place, at) {
        return None;
    }
    let (mut end, mut members) = (at + 1, 1);
    loop {
        let mut next = end;
        while words.is(next, ',')
            || words.is(next, '/')
            || words.token(next).is_some_and(Token::is_hyphen)
            || words.is_one_of(next, &["und", "sowie"])
        {
            next += 1;
        }
        if next == end || !is_member_noun(place, next) {
            break;
        }
        (end, members) = (next + 1, members + 1);
    }
    if words.is_one_of(end, &["für"]) {
        end = noun_phrase_end(words, end).max(end);
    }
    let of_the_states = words.is_one_of(end, &["der"]) && words.word(end + 1) == "Länder";
    if of_the_states {
        end += 2;
    }
    if members < 2 && !of_the_states {
        return None;
    }
    known
        .conference
        .map(|body| Hit { grounding: Grounding::Inherited, ..Hit::literal(end, body, "members for their conference") })
}

fn is_member_noun(place: &Place<'_, '_>, at: usize) -> bool {
    place.words.token(at).is_some_and(Token::is_word) && place.lexicon.is_member_noun(place.words.word(at))
}
