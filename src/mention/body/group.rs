//! Names of groups: a noun that says what kind of group, and a topic.
//!
//! `AG Breitband`, `BLAG „Früherkennung …“`, `Arbeitsgruppe Internationale Polizeimissionen (AG IPM)`,
//! `Arbeitsgruppe des UA FEK zur Verhinderung …`. Without a topic the noun points back to a group named before.

use super::abbreviation::{abbreviates, bracketed, bracketed_name};
use super::known::Known;
use super::phrase::{is_slash, noun_phrase_end};
use super::shape::{nominative, shape_noun_at};
use super::{Hit, Place, best_at};
use crate::calendar::parse_when;
use crate::lexicon::{ShapeKind, Words};
use crate::mention::Grounding;
use crate::text::{Token, fold_stem, set};

/// The group whose name starts at a token.
pub(super) fn group_at(place: &Place<'_, '_>, at: usize, known: &mut Known) -> Option<Hit> {
    let words = place.words;
    let (shape, noun_end) = shape_noun_at(place, at, ShapeKind::Group)?;
    let mut next = noun_end;
    // „Arbeitsgruppe (AG)“: the short kind in brackets says nothing new.
    if let Some((text, end)) = bracketed(words, next)
        && shape.nouns.iter().any(|noun| noun == text)
    {
        next = end;
    }
    let owner = owner_after(place, next, known);
    let after_owner = owner.as_ref().map_or(next, |owner| owner.1);
    let inner = owner.map(|owner| owner.0);

    if let Some((text, _)) = bracketed(words, after_owner) {
        let body = bracketed_name(place, at, after_owner, known)
            .unwrap_or_else(|| known.unknown(text, &shape.body_kind, words.span(at, after_owner).of(words.text())));
        known.remember_group(&shape.label, &shape.body_kind, &[], body);
        return Some(Hit { inner, ..Hit::literal(after_owner, body, "group with its abbreviation") });
    }
    let spelled_out = words.word(noun_end - 1).chars().skip(1).any(char::is_lowercase);
    if let Some((topic_start, topic_end, end)) = topic(place, at, after_owner, spelled_out) {
        // „Arbeitsgruppe Hygiene und verwandte Fragen (AHF)“: the abbreviation says how far the name goes.
        // „Arbeitsgemeinschaft Klima, Energie und Mobilität (AKEM)“
        let goes_on = |at: &usize| words.token(*at).is_some_and(Token::is_word) || words.is(*at, ',');
        let open = (end..end + 12).find(|at| !goes_on(at)).filter(|open| *open > end && spelled_out);
        let long = open.filter(|open| {
            bracketed(words, *open).is_some_and(|(text, _)| abbreviates(text, words.span(at, *open).of(words.text())))
        });
        let (topic_end, end) = long.map_or((topic_end, end), |open| (open, open));
        // A commission or committee keeps the whole of its name; of a working group the topic alone is the name.
        let committee = matches!(shape.body_kind.as_str(), "kind/commission" | "kind/conference-committee")
            && shape.label.chars().any(char::is_lowercase);
        let content = content_words(words, topic_start, topic_end);
        let short = known.thing(&content.join(" ")).map(str::to_owned);
        let (short_start, short_end) =
            if committee { (topic_start, topic_end) } else { subject_matter(words, topic_start, topic_end) };
        let topic =
            short.unwrap_or_else(|| words.span(short_start, short_end).trim(words.text()).of(words.text()).to_owned());
        let name = words.span(at, end).of(words.text());
        let joint = if committee && words.is_one_of(after_owner, &set!["für", "zur", "zum"]) {
            words.word(after_owner)
        } else {
            ""
        };
        let label = format!("{} {joint}{}{topic}", shape.label, if joint.is_empty() { "" } else { " " });
        let is_kind = |text: &str| shape.nouns.iter().any(|noun| noun == text);
        let body = bracketed_name(place, at, end, known)
            .or_else(|| known.group(&shape.label, &content))
            .unwrap_or_else(|| match bracketed(words, end) {
                Some((text, _)) if text.contains(&shape.label) && !is_kind(text) => {
                    known.unknown(text, &shape.body_kind, name)
                }
                _ => known.unknown(&label, &shape.body_kind, name),
            });
        known.remember_group(&shape.label, &shape.body_kind, &content, body);
        return Some(Hit { inner: Some((next, end)), ..Hit::literal(end, body, "group with its topic") });
    }
    // „des „Bund-Länder-Ausschusses““
    let quoted = words.token(at.checked_sub(1)?).is_some_and(|token| matches!(token.first, '„' | '‚' | '»'));
    let before = at.checked_sub(1 + usize::from(quoted))?;
    let definite = words.is_one_of(
        before,
        &set![
            "der", "die", "den", "dem", "das", "Der", "Die", "Das", "diese", "dieser", "diesem", "dieses",
            "bestehende", "bestehenden",
        ],
    ) || quoted && words.is_one_of(before, &set!["des"]);
    let named = known
        .group_of_item(&shape.label)
        .or_else(|| known.group(&shape.label, &[]))
        .or_else(|| known.group(&shape.body_kind, &[]));
    let headed = || {
        // „Bund-Länder-Ausschuss“ is not headed by its first part.
        let simple = noun_end == at + 1 && words.word(at).starts_with(char::is_uppercase);
        simple.then(|| known.headed(words.word(at))).flatten()
    };
    if let Some(body) = named.or_else(headed).filter(|_| definite || inner.is_some()) {
        return Some(Hit {
            grounding: Grounding::Inherited,
            inner,
            ..Hit::literal(after_owner, body, "group named before")
        });
    }
    // „der Unterausschuss der Gemeinschaftsaufgabe“: known by whose it is.
    if spelled_out && inner.is_none() && words.is_one_of(next, &set!["der", "des"]) && words.is_capitalised(next + 1) {
        let end = bare_topic_end(place, next + 1);
        let name =
            format!("{} {}", nominative(words, at, noun_end, &shape.nouns), words.span(next, end).of(words.text()));
        let label = format!("{} {}", shape.label, words.span(next, end).of(words.text()));
        let body = known.unknown(&label, &shape.body_kind, &name);
        known.remember_group(&shape.label, &shape.body_kind, &content_words(words, next + 1, end), body);
        return Some(Hit::literal(end, body, "group with its topic"));
    }
    // Kinds that need no topic are bodies of their own: ein unabhängiges Expertengremium (an independent expert panel).
    let sufficient = shape.body_kind == "kind/commission" || shape.body_kind == "kind/office";
    let noun = nominative(words, at, noun_end, &shape.nouns);
    sufficient.then(|| {
        let body = known.unknown(&shape.label, &shape.body_kind, &noun);
        known.remember_group(&shape.label, &shape.body_kind, &[], body);
        Hit { inner, ..Hit::literal(after_owner, body, "group by its kind") }
    })
}

/// „des UA FEK“: the body that a group belongs to, as tokens, and the token after it.
fn owner_after(place: &Place<'_, '_>, at: usize, known: &mut Known) -> Option<((usize, usize), usize)> {
    if !place.words.is_one_of(at, &set!["der", "des", "vom", "beim"]) {
        return None;
    }
    let owner = best_at(place, at + 1, known)?;
    Some(((at + 1, owner.next), owner.next))
}

/// The topic of a group: its tokens, and the token after it with its quotation marks.
fn topic(place: &Place<'_, '_>, noun_at: usize, at: usize, spelled_out: bool) -> Option<(usize, usize, usize)> {
    let words = place.words;
    let token = words.token(at)?;
    if matches!(token.first, '„' | '‚' | '"' | '»' | '“') {
        let balanced = words.nesting().partner(at).filter(|close| *close > at);
        let close =
            balanced.or_else(|| unbalanced_close(words, at).filter(|_| matches!(token.first, '„' | '‚' | '»')))?;
        return Some((at + 1, close, close + 1));
    }
    // „eID-Strategie“
    let is_compound = words.is_hyphenated_after(at + 1) && words.word(at).chars().any(char::is_uppercase);
    if token.is_capitalised() || is_compound || token.is_number() && !spelled_out {
        let end = bare_topic_end(place, at);
        // A sitting is no topic: „AK II-Sitzung“ is cut at the hyphen, „Arbeitsgruppe Ende 2022“ names a time.
        return parse_when(words.text(), words.tokens(), at).is_none().then_some((at, end, end));
    }
    if spelled_out && words.is_one_of(at, &set!["zur", "zum", "für"]) {
        let starts = words.is_capitalised(at + 1) || words.is_capitalised(at + 2);
        let time = parse_when(words.text(), words.tokens(), at + 1).is_some()
            || words.is_one_of(at + 1, &set!["Kenntnis", "Verfügung", "Sachstand", "Stand"]);
        // A name that is quoted as a whole goes to the end of the quotation.
        let quoted = noun_at
            .checked_sub(1)
            .filter(|open| matches!(words.token(*open).map(|token| token.first), Some('„' | '‚' | '»')))
            .and_then(|open| words.nesting().partner(open));
        // „Länder-Bund-Arbeitsgruppe zur Umsetzung des BTHG – Dritter Sachstandsbericht“: behind a dash the name is over.
        let dash = |at: &usize| words.token(*at).is_some_and(|token| token.is_hyphen() && !token.glued);
        let bracket = |close: usize| {
            let close = (at..close).find(dash).unwrap_or(close);
            (at..close).rev().find(|index| words.is(*index, '(')).filter(|_| words.is(close - 1, ')')).unwrap_or(close)
        };
        let end = quoted.filter(|close| *close > at).map_or_else(|| noun_phrase_end(words, at + 1), bracket);
        return (starts && !time && end > at + 1).then_some((at + 1, end, end));
    }
    None
}

/// The part of a topic that says what it is about: in a chain of action nouns („Verhinderung des Einbringens von
/// Pyrotechnik in Sportstätten“, preventing that pyrotechnics are brought into venues) the thing they act on.
fn subject_matter(words: &Words<'_>, start: usize, end: usize) -> (usize, usize) {
    let action =
        |at: usize| words.is_capitalised(at) && (words.word(at).ends_with("ung") || words.word(at).ends_with("ens"));
    if action(start)
        && words.is_one_of(start + 1, &set!["des", "der"])
        && action(start + 2)
        && words.is_one_of(start + 3, &set!["von"])
        && words.is_capitalised(start + 4)
        && start + 4 < end
    {
        return (start + 4, start + 5);
    }
    // „Legal Tech: Herausforderungen für die Justiz“, „Warnkonzept, Warntag und Sirenenförderung“: the first words are what
    // the group goes by.
    let cuts = |at: &usize| {
        words.is(*at, ':')
            || words.is(*at, ',')
            || words.token(*at).is_some_and(|token| token.is_hyphen() && !token.glued)
                && words.token(at + 1).is_some_and(|token| !token.glued)
    };
    let quoted = start.checked_sub(1).and_then(|open| words.nesting().partner(open)) == Some(end);
    (start, (start + 1..end).find(cuts).filter(|_| quoted).unwrap_or(end))
}

/// Where a quotation that never closes ends: at the next closing mark of any style.
fn unbalanced_close(words: &Words<'_>, at: usize) -> Option<usize> {
    (at + 1..words.len().min(at + 40))
        .find(|index| words.token(*index).is_some_and(|token| matches!(token.first, '“' | '‘' | '”' | '’' | '"' | '«')))
}

/// Bare nouns and numbers: `AG Breitband`, `AK II`, `Projektgruppe EM 2024`, joined by hyphens or „und“.
pub(super) fn bare_topic_end(place: &Place<'_, '_>, at: usize) -> usize {
    let words = place.words;
    let mut end = at + 1;
    while let Some(token) = words.token(end) {
        let joined = token.is_hyphen()
            && token.glued
            && words.is_hyphenated_after(end)
            && !matches!(words.word(end + 1), "Sitzung" | "Vorsitz");
        // „Brücken- und Ingenieurbau“
        let shortened = token.is_hyphen()
            && token.glued
            && !words.is_hyphenated_after(end)
            && words.is_one_of(end + 1, &set!["und"])
            && words.is_capitalised(end + 2);
        if token.is_capitalised() || token.is_number() {
            end += 1;
        } else if shortened {
            end += 3;
        } else if joined
            || is_slash(words, end)
            || words.is_one_of(end, &set!["und"])
                && words.is_capitalised(end + 1)
                && shape_noun_at(place, end + 1, ShapeKind::Group).is_none()
        {
            end += 2;
        } else {
            break;
        }
    }
    end
}

/// The words of a topic that tell it from another, as stems.
pub(super) fn content_words(words: &Words<'_>, start: usize, end: usize) -> Vec<String> {
    let mut content = Vec::new();
    for at in start..end {
        if words.token(at).is_some_and(|token| token.is_capitalised() || token.is_number()) {
            let mut key = String::new();
            fold_stem(words.word(at), &mut key);
            content.push(key);
        }
    }
    content
}
