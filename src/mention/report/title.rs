//! What a report is called: its title in quotation marks, or the noun phrase that names it.

use super::author::{author_after, named_at};
use super::{FURTHER, REACH, marks_at};
use crate::lexicon::{Lexicon, Words};
use crate::mention::Mention;
use crate::text::{ends_like, set};

/// The title before the marks: where the mention starts, and the tokens of the title.
pub(super) fn titled_before(
    lexicon: &Lexicon,
    words: &Words<'_>,
    at: usize,
    bodies: &[Mention],
) -> Option<(usize, (usize, usize))> {
    let start = clause_start(words, at);
    // „das „Zielbild“ in der Fassung der Anlage (Stand: …)“: the marks of an annex are those of what it holds; of „Anlage 2
    // (nicht freigegeben)“ there is no title.
    let annex = (at.saturating_sub(2)..at).find(|at| words.is_one_of(*at, &set!["Anlage", "Anlagen"]));
    if annex.is_some() {
        let open = (start..at).find(|index| opens_quote(words, *index))?;
        let close = words.nesting().partner(open).filter(|close| *close < at)?;
        return Some((open, (open + 1, close)));
    }
    let last = at.checked_sub(1)?;
    let closes = words.token(last).is_some_and(|token| matches!(token.first, '“' | '”' | '"' | '‘' | '’' | '«' | '»'));
    // The noun of the document, or the quotation mark that opens its title, whichever comes first.
    let first_quote = (start..at).find(|index| opens_quote(words, *index));
    let document = |from: usize, to: usize| (from..to).find(|index| lexicon.is_document(words.word(*index)));
    // „den Bericht „X“ der Arbeitsgruppe „Y““: behind its title the document's author.
    if let Some((open, close)) = first_quote.and_then(|open| Some((open, words.nesting().partner(open)?)))
        && close < last
        && authors_end(words, close + 1, bodies) == Some(at)
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
    // „den von der Arbeitsgruppe „X“ erarbeiteten „Y““, „der AG „X“ für ihren Bericht „Y““: a participle or the noun of a document
    // between two quotations, and the last is the title.
    if closes
        && let Some(open) = words.nesting().partner(last).filter(|open| first_quote.is_some_and(|first| first < *open))
        && words.nesting().depth(open) == 0
    {
        // „dankt der AG „X“ für ihren Bericht „Y““: the noun of a document stands before the last.
        let documented = lexicon.is_document(words.word(open - 1));
        let participle = words.word(open - 1);
        if documented
            || participle.starts_with(char::is_lowercase) && (participle.ends_with("te") || participle.ends_with("ten"))
        {
            return Some((open - usize::from(documented), (open + 1, last)));
        }
    }
    if closes
        && let Some(open) =
            words.nesting().partner(last).filter(|open| *open < last && first_quote == Some(*open)).or(first_quote)
    {
        // „den Bericht „X““ or „den „X““: the quotation is the title. „den Bericht zum Stand der Kommission „X““: a name in it.
        let authored = |noun: usize| behind_author(words, noun, bodies) == Some(open);
        // „den Entwurf der „X““ is one of what the quotation names.
        let draft = |noun: usize| {
            noun + 2 == open && words.is_one_of(noun + 1, &set!["der", "des"]) && ends_like(words.word(noun), "entwurf")
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
    let end = authors_end(words, noun + 1, bodies)?;
    let end = words.nesting().after(end).filter(|_| words.is(end, '(')).unwrap_or(end);
    // „Bericht der Arbeitsgruppe mit dem Titel „Konzept““
    let titled = words.is_one_of(end, &set!["mit"]) && words.word(end + 2) == "Titel";
    Some(end + 3 * usize::from(titled))
}

/// The token behind the authors that are named from `at` on.
pub(super) fn authors_end(words: &Words<'_>, at: usize, bodies: &[Mention]) -> Option<usize> {
    let (_, mut end) = author_after(words, at, bodies)?;
    // „Bericht der AG „Ausreise“ des AK II „Maßnahmen““: and whose that is.
    while let Some((_, whole)) = author_after(words, end, bodies) {
        end = whole;
    }
    // „Bericht der Kommission beim RKI „Lagebild““
    if words.is_one_of(end, &set!["beim"])
        && let Some((_, seat)) = named_at(words, end + 1, bodies)
    {
        end = seat;
    }
    // „Bericht von AK II und AK V „Lagebild““
    while words.is_one_of(end, &set!["und", "sowie"])
        && let Some((_, further)) = named_at(words, end + 1, bodies).or_else(|| author_after(words, end + 1, bodies))
    {
        end = further;
    }
    Some(end)
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
        // „den mündlichen Bericht des BMI und den vom AK II vorgelegten Bericht“: the oral one is read by itself.
        let behind_oral = words.is_one_of(index, &set!["und", "sowie"])
            && words.is_one_of(index + 1, &set!["den", "die", "das"])
            && words.nesting().depth(index) == 0
            && (index.saturating_sub(FURTHER)..index).any(|before| words.word(before).starts_with("mündliche"));
        let clause = words.is(index, ';') && words.nesting().depth(index) == 0;
        if previous_marks
            || clause
            || behind_oral
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
                || words.is(*at, '(') && words.is_one_of(*at + 1, &set!["Anlage", "Anlagen"])
                || words.is_one_of(*at, &set!["zustimmend"])
                || words.is_one_of(*at, &set!["mit"]) && words.word(*at + 2) == "Maßgabe"
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
        ("– Nur für den Dienstgebrauch", "VS-NfD"),
        ("- Nur für den Dienstgebrauch", "VS-NfD"),
    ] {
        if let Some(rest) = trimmed.strip_suffix(mark) {
            return (rest.trim_end_matches(['-', '–', '(', ' ', ',']).trim_end(), Some(class));
        }
    }
    (title.trim(), None)
}
