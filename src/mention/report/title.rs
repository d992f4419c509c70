//! What a report is called: its title in quotation marks, or the noun phrase that names it.

use super::author::author_after;
use super::{REACH, marks_at};
use crate::lexicon::{Lexicon, Words};
use crate::mention::Mention;
use crate::text::ends_like;

/// The title before the marks: where the mention starts, and the tokens of the title.
pub(super) fn titled_before(
    lexicon: &Lexicon,
    words: &Words<'_>,
    at: usize,
    bodies: &[Mention],
) -> Option<(usize, (usize, usize))> {
    let last = at.checked_sub(1)?;
    let start = clause_start(words, at);
    let closes = words.token(last).is_some_and(|token| matches!(token.first, '“' | '”' | '"' | '‘' | '’' | '«' | '»'));
    // The noun of the document, or the quotation mark that opens its title, whichever comes first.
    let first_quote = (start..at).find(|index| opens_quote(words, *index));
    let document = |from: usize, to: usize| (from..to).find(|index| lexicon.is_document(words.word(*index)));
    // „den Bericht „X“ der Arbeitsgruppe „Y““: behind its title the document's author.
    if let Some((open, close)) = first_quote.and_then(|open| Some((open, words.nesting().partner(open)?)))
        && close < last
        && author_after(words, close + 1, bodies).is_some_and(|(_, end)| end == at)
    {
        return Some((open, (open + 1, close)));
    }
    // „den von der Arbeitsgruppe „X“ vorgelegten Bericht“: the quotation is in the author's name.
    let noun = document(start, first_quote.unwrap_or(at)).or_else(|| document(start, at).filter(|_| !closes));
    // „den Bericht der Projektgruppe „Y“ „X““: the first quotation is in the author's name.
    if closes
        && let Some(open) = words.nesting().partner(last)
        && noun.is_some_and(|noun| behind_author(words, noun, bodies) == Some(open))
    {
        return Some((noun.unwrap_or(open), (open + 1, last)));
    }
    if closes
        && let Some(open) =
            words.nesting().partner(last).filter(|open| *open < last && first_quote == Some(*open)).or(first_quote)
    {
        // „den Bericht „X““ or „den „X““: the quotation is the title. „den Bericht zum Stand der Kommission „X““: a name in it.
        let authored = |noun: usize| behind_author(words, noun, bodies) == Some(open);
        // „den Entwurf der „X““ is one of what the quotation names.
        let draft = |noun: usize| {
            noun + 2 == open && words.is_one_of(noun + 1, &["der", "des"]) && ends_like(words.word(noun), "entwurf")
        };
        let direct = noun.is_none_or(|noun| {
            noun + 1 == open
                || draft(noun)
                || open > noun && lexicon.is_document(words.word(open - 1))
                || authored(noun)
        });
        return Some(match noun.filter(|_| !direct) {
            Some(noun) => (noun, (noun, at)),
            None => (noun.filter(|noun| authored(*noun)).unwrap_or(open), (open + 1, last)),
        });
    }
    noun.or_else(|| (start..at).find(|index| words.is_capitalised(*index))).map(|noun| (noun, (noun, at)))
}

/// The token behind the author of a document, his abbreviation in brackets included: „Bericht der Arbeitsgruppe (AG)“.
pub(super) fn behind_author(words: &Words<'_>, noun: usize, bodies: &[Mention]) -> Option<usize> {
    let (_, mut end) = author_after(words, noun + 1, bodies)?;
    // „Bericht der AG „Ausreise“ des AK II „Maßnahmen““: and whose that is.
    while let Some((_, whole)) = author_after(words, end, bodies) {
        end = whole;
    }
    Some(words.nesting().after(end).filter(|_| words.is(end, '(')).unwrap_or(end))
}

/// Start of the object that ends before `at`: after the finite verb of taking note, a comma that opens a new object, or the
/// marks of a document before.
pub(super) fn clause_start(words: &Words<'_>, at: usize) -> usize {
    for index in (at.saturating_sub(REACH)..at).rev() {
        let previous_marks = words.is(index, ')')
            && words.nesting().depth(index) == 0
            && words.nesting().partner(index).is_some_and(|open| marks_at(words, open).is_some());
        let sentence = words.is(index, '.')
            && words.nesting().depth(index) == 0
            && words.is_capitalised(index + 1)
            && !words.token(index.saturating_sub(1)).is_some_and(crate::text::Token::is_number);
        if previous_marks
            || sentence
            || matches!(words.word(index), "nimmt" | "nehmen" | "sowie" | "einschließlich")
                && words.nesting().depth(index) == 0
        {
            return index + 1;
        }
    }
    at.saturating_sub(REACH)
}

pub(super) fn opens_quote(words: &Words<'_>, at: usize) -> bool {
    words.token(at).is_some_and(|token| matches!(token.first, '„' | '‚' | '»' | '"' | '“'))
        && words.token(at + 1).is_some_and(|next| next.glued)
}

/// End of an unquoted title before „zur Kenntnis“: at a comma or at the end of the object.
pub(super) fn object_end(words: &Words<'_>, noun: usize, end: usize, bodies: &[Mention]) -> usize {
    // „Bericht des Bundesministeriums für Verkehr, Bau und Stadtentwicklung“: a comma inside a name ends nothing.
    let named = |at: usize| {
        words.token(at).is_some_and(|token| {
            let before = bodies.partition_point(|body| body.span.start < token.span.start);
            bodies.get(..before).unwrap_or(&[]).iter().rev().take(4).any(|body| body.span.contains(token.span))
        })
    };
    // „Berichte der Länder Bayern, Hessen und Bremen“: nor does one in a list of names.
    let listed = |at: usize| {
        words
            .token(at + 1)
            .is_some_and(|token| bodies.binary_search_by_key(&token.span.start, |body| body.span.start).is_ok())
    };
    (noun + 1..end)
        .find(|at| {
            words.is(*at, ',') && !named(*at) && !listed(*at)
                || words.is(*at, '(') && words.is_one_of(*at + 1, &["Anlage", "Anlagen"])
                || words.is_one_of(*at, &["zustimmend"])
        })
        .unwrap_or(end)
}

/// Takes the classification suffix (`-VS-NfD-`) off a title.
pub(super) fn classified(title: &str) -> (&str, Option<&'static str>) {
    let trimmed = title.trim().trim_end_matches(['-', '–', ')', ' ']);
    for (mark, class) in [
        ("VS-NfD", "VS-NfD"),
        ("VS – NfD", "VS-NfD"),
        ("VS NfD", "VS-NfD"),
        ("VS-Nur für den Dienstgebrauch", "VS-NfD"),
    ] {
        if let Some(rest) = trimmed.strip_suffix(mark) {
            return (rest.trim_end_matches(['-', '–', '(', ' ', ',']).trim_end(), Some(class));
        }
    }
    (title.trim(), None)
}
