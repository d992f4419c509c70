//! Short names in brackets behind a name: „Nationaler Koordinierungsausschuss (NKA)“.

use super::group::content_words;
use super::known::Known;
use super::{Hit, Place, best_at, name_at, taught_at};
use crate::lexicon::{ShapeKind, Words};
use crate::mention::BodyId;
use crate::text::set;

/// „der Vertrauensstelle Implantate (VSI)“: an abbreviation in brackets whose words no name accounts for. A noun that ends
/// like a body's makes it one; of a thing only the abbreviation is kept, for names that use it.
pub(super) fn introduced_at(place: &Place<'_, '_>, at: usize, known: &mut Known) -> Option<(usize, Hit)> {
    let words = place.words;
    let (text, end) = bracketed(words, at)?;
    if known.taught(text).is_some() || best_at(place, at + 1, known).is_some() {
        return None;
    }
    let mut start = at;
    while start > 0
        && at - start < 10
        && (words.is_capitalised(start - 1)
            || words.token(start - 1).is_some_and(|token| token.is_hyphen() && token.glued)
            || words.is_one_of(start - 1, &set!["für", "gegen", "und"]) && start < at)
    {
        start -= 1;
    }
    let start = (start..at).find(|index| words.is_capitalised(*index))?;
    let named = (start..at)
        .filter(|index| !words.is_hyphenated_after(index + 1))
        .find_map(|index| place.lexicon.suffix_of(ShapeKind::Abbreviated, &words.word(index).to_lowercase()));
    let Some(shape) = named else {
        known.teach_thing(content_words(words, start, at).join(" "), text);
        return None;
    };
    let body = known.unknown(text, &shape.body_kind, words.span(start, at).of(words.text()));
    known.abbreviated(body, text, "");
    Some((start, Hit::literal(end, body, "name with its abbreviation")))
}

/// A short name in brackets at `at`: its text and the token after the brackets.
pub(super) fn bracketed<'t>(words: &Words<'t>, at: usize) -> Option<(&'t str, usize)> {
    if !words.is(at, '(') {
        return None;
    }
    let close = words.nesting().partner(at).filter(|close| *close > at + 1 && *close <= at + 8)?;
    let text = words.span(at + 1, close).of(words.text());
    let first = text.split_whitespace().next()?;
    let abbreviates = first.chars().filter(|c| c.is_uppercase()).count() >= 2 && text.len() <= 24;
    abbreviates.then_some((text, close + 1))
}

/// The body named by the abbreviation in brackets at `at`, behind a name that starts at `start`, where the lexicon or the
/// document knows it. A label alone merges nothing: an abbreviation that stands for words like no name of its bearers is
/// that of another body, and stays so in this document.
pub(super) fn bracketed_name(place: &Place<'_, '_>, start: usize, at: usize, known: &mut Known) -> Option<BodyId> {
    let words = place.words;
    let (text, _) = bracketed(words, at)?;
    let bearers = place.lexicon.bodies_named(text);
    let name = content_words(words, start, at);
    if !bearers.is_empty() && abbreviates(text, words.span(start, at).of(words.text())) {
        let alike: Vec<_> = bearers.iter().copied().filter(|id| place.lexicon.is_named_like(*id, &name)).collect();
        match alike.as_slice() {
            [] => {
                known.set_apart(text);
                return known.taught(text);
            }
            [only] => return known.authority(place.lexicon, *only),
            _ => {}
        }
    }
    name_at(place, at + 1, known).or_else(|| taught_at(words, at + 1, known)).map(|hit| hit.body)
}

/// Whether an abbreviation is made from the letters of a name: the first begins it, the others follow in order.
pub(super) fn abbreviates(abbreviation: &str, name: &str) -> bool {
    let mut letters = name.chars().flat_map(char::to_lowercase);
    let mut capitals = abbreviation.chars().filter(|c| c.is_uppercase()).flat_map(char::to_lowercase);
    capitals.next() == letters.next() && capitals.all(|capital| letters.any(|letter| letter == capital))
}
