//! Who gives a report, where the text says so outright.

use super::sentence_start;
use crate::lexicon::{Lexicon, Words};
use crate::mention::body::known::Known;
use crate::mention::{BodyId, Grounding, Mention, MentionKind, Report};
use crate::text::{Listed, Span, Token, set};

/// So many tokens at most what was reported takes.
const LONGEST_TOLD: usize = 80;

/// What may stand before the name of who gives a report.
const SKIPPED: [Listed; 15] = set![
    "des", "der", "vom", "von", "dem", "Vertreters", "Vertreterin", "Vertreter", "Landes", "Länder", "Freistaates",
    "Freistaats", "Vorsitzlandes", "Berichterstatters", "durch",
];

/// „den vom AK II vorgelegten Bericht“: the agent of the participle before the noun, and the participle.
pub(super) fn author_before(words: &Words<'_>, at: usize, end: usize, bodies: &[Mention]) -> Option<(BodyId, usize)> {
    const GIVEN: [&str; 7] =
        ["vorgelegte", "erstellte", "erarbeitete", "vorgestellte", "verfasste", "übermittelte", "abgegebene"];
    // Also „den in der LAWA erarbeiteten Bericht“.
    let article = words.is_one_of(at, &set!["den", "die", "das", "dem", "Der", "Die", "Das"])
        && (words.is_one_of(at + 1, &set!["vom", "von", "durch", "im"])
            || words.is_one_of(at + 1, &set!["in"]) && words.is_one_of(at + 2, &set!["der", "dem", "den"]));
    let name = (at + 2..at + 5).filter(|_| article).find_map(|at| {
        let start = words.token(at)?.span.start;
        let first = bodies.partition_point(|mention| mention.span.start < start);
        bodies.get(first).filter(|mention| mention.span.start == start)
    })?;
    let MentionKind::Body(body) = name.kind else { return None };
    let participle = (at + 2..end.min(at + 32)).find(|at| {
        let word = words.word(*at);
        words.token(*at).is_some_and(|token| token.span.start >= name.span.end)
            && GIVEN
                .iter()
                .any(|given| word.strip_prefix(given).is_some_and(|rest| matches!(rest, "" | "n" | "r" | "s")))
    })?;
    Some((body, participle))
}

/// „…“ (Stand: …), den das Sekretariat erstellt hat“: the subject of the relative clause behind the document.
pub(super) fn author_told(words: &Words<'_>, at: usize, bodies: &[Mention]) -> Option<BodyId> {
    const MADE: [Listed; 6] = set!["erstellt", "erarbeitet", "vorgelegt", "verfasst", "abgegeben", "erstattet"];
    // „… zur Kenntnis, den die BLAG erstellt hat“
    let kenntnis = (at..at + 3).find(|at| words.word(*at) == "Kenntnis").filter(|_| !words.is(at, ','));
    let at = kenntnis.map_or(at, |at| at + 1);
    let relative = words.is(at, ',') && words.is_one_of(at + 1, &set!["den", "die", "das"]);
    let name = (at + 2..at + 4).filter(|_| relative).find_map(|at| named_at(words, at, bodies));
    let (body, end) =
        name.filter(|_| words.is_one_of(at + 2, &set!["das", "der", "die"]) || words.is_capitalised(at + 2))?;
    let has = |at: &usize| words.is_one_of(*at, &set!["hat", "haben"]) && words.nesting().depth(*at) == 0;
    let has = (end..end + 40).take_while(|at| !words.is(*at, '.')).find(has)?;
    words.is_one_of(has - 1, &MADE).then_some(body)
}

/// „die vom Vertreter des LKA gegebenen mündlichen Erläuterungen“: who gave what the token `at` begins.
pub(super) fn giver_before(words: &Words<'_>, at: usize, bodies: &[Mention]) -> Option<BodyId> {
    let participle = at.checked_sub(1).filter(|at| words.word(*at).starts_with(char::is_lowercase))?;
    let by = (at.saturating_sub(24)..participle).rev().find(|at| words.is_one_of(*at, &set!["vom", "von", "durch"]))?;
    // „von der Arbeitsgruppe „X“ des Strafrechtsausschusses erstellten“: the first of those before the participle.
    let (body, mut end) = author_after(words, by, bodies)?;
    while end < participle
        && let Some((_, whole)) = author_after(words, end, bodies)
    {
        end = whole;
    }
    (end == participle).then_some(body)
}

/// „den vom AK II vorgelegten Entwurf „…““, „die Mitteilung der Kommission „…““: of the noun before a title in quotation marks.
pub(super) fn author_of_noun(words: &Words<'_>, title: usize, bodies: &[Mention]) -> Option<BodyId> {
    let quote = title.checked_sub(1).filter(|quote| words.token(*quote).is_some_and(|token| !token.is_word()))?;
    let noun = quote.checked_sub(1).filter(|noun| words.is_capitalised(*noun))?;
    giver_before(words, noun, bodies).or_else(|| {
        let near = (noun.saturating_sub(12)..noun).rev();
        let mut near = near.take_while(|at| !words.is(*at, ',')).filter(|at| words.is_one_of(*at, &set!["der", "des"]));
        near.find_map(|article| {
            let (body, end) = author_after(words, article, bodies)?;
            (end == quote && article > 0 && words.is_capitalised(article - 1)).then_some(body)
        })
    })
}

/// „dankt Brandenburg und Sachsen für den gemeinsamen mündlichen Bericht“: who gave the report whose attribute stands at `at`.
pub(super) fn thanked_for(words: &Words<'_>, at: usize, bodies: &[Mention], known: &Known) -> Vec<BodyId> {
    let Some(for_it) = (at.saturating_sub(4)..at).rev().find(|at| words.is_one_of(*at, &set!["für"])) else {
        return Vec::new();
    };
    let verb = (for_it.saturating_sub(24)..for_it).rev().find(|at| words.is_one_of(*at, &set!["dankt", "danken"]));
    let Some(verb) = verb else { return Vec::new() };
    let thanked = words.span(verb + 1, for_it);
    let near = from(bodies, thanked.start).iter().take_while(|mention| mention.span.start < thanked.end);
    let mut named: Vec<&Mention> = Vec::new();
    for mention in near.filter(|mention| matches!(mention.kind, MentionKind::Body(_))) {
        if named.last().is_none_or(|last| !last.span.contains(mention.span)) {
            named.push(mention);
        }
    }
    let body = |mention: &Mention| match mention.kind {
        MentionKind::Body(body) if Some(body) != known.conference => Some(body),
        _ => None,
    };
    named.into_iter().filter_map(body).collect()
}

/// „Hessen und Bremen haben mündlich über … berichtet“: who did, in the sentence of `at`, which stands behind „haben“.
pub(super) fn who_told(words: &Words<'_>, at: usize, bodies: &[Mention], known: &Known) -> Vec<BodyId> {
    let start = sentence_start(words, at);
    let has = (start.max(at.saturating_sub(LONGEST_TOLD))..at)
        .find(|at| words.is_one_of(*at, &set!["hat", "haben"]) && words.nesting().depth(*at) == 0);
    let Some(has) = has else { return Vec::new() };
    let told = |at: usize| words.is_one_of(at, &set!["berichtet", "informiert", "unterrichtet", "vorgetragen"]);
    if !(has + 1..words.len().min(has + LONGEST_TOLD)).take_while(|at| sentence_start(words, *at) == start).any(told) {
        return Vec::new();
    }
    // „Die Vertreterin des BMI hat …“, „Hierüber hat das BMI …“
    let first = (start..has.min(start + 6)).chain(has + 1..has + 3).find_map(|at| named_at(words, at, bodies));
    let Some((first, end)) = first.filter(|(body, _)| Some(*body) != known.conference) else { return Vec::new() };
    let mut all = vec![first];
    all.extend(joint_reporters(words, end, bodies));
    all
}

/// The body right after the noun: „des BMI“, „der Bundesregierung“, „des Vertreters des Landes Hessen“.
pub(super) fn author_after(words: &Words<'_>, at: usize, bodies: &[Mention]) -> Option<(BodyId, usize)> {
    // „des Staatssekretärs im BMG“, „der Parlamentarischen Staatssekretärin beim BMI“: who speaks for a ministry.
    let secretary = (at + 1..at + 3).find(|at| words.word(*at).starts_with("Staatssekretär"));
    if let Some(secretary) = secretary.filter(|_| words.is_one_of(at, &set!["des", "der", "vom"]))
        && words.is_one_of(secretary + 1, &set!["im", "beim"])
    {
        return named_at(words, secretary + 2, bodies);
    }
    // „Jahresbericht 2007/2008 der ZIS“
    let counts = |at: usize| words.is(at, '/') || words.token(at).is_some_and(Token::is_number);
    let at = (at..at + 4).find(|at| !counts(*at)).unwrap_or(at);
    let mut next = at;
    while words.is_one_of(next, &SKIPPED) {
        next += 1;
    }
    if let Some(group) = attributed(words, at, next, bodies) {
        return Some(group);
    }
    if next == at {
        return author_in_genitive(words, at, bodies);
    }
    let token = words.token(next)?;
    // „des Landes Hessen“ may be one name, so a body may start at any of the skipped words.
    let starts = words.span(at, next + 1);
    let near = from(bodies, starts.start);
    let near = near.get(..near.len().min(8)).unwrap_or(near);
    let last = words.token(next - 1)?.span.end;
    let inside = |mention: &&Mention| starts.contains(Span::new(mention.span.start, mention.span.start));
    // „Bericht des Vorsitzlandes“: a skipped word may be the whole name.
    let hit = near
        .iter()
        .find(|mention| inside(mention) && mention.span.end >= token.span.end)
        .or_else(|| near.iter().find(|mention| inside(mention) && mention.span.end == last));
    // „der gemeinsamen Arbeitsgruppe „Schulsport““
    let attribute = words.word(next).ends_with("en") && words.word(next).starts_with(char::is_lowercase);
    let Some(hit) = hit else {
        let behind = || named_at(words, next + 1, bodies).filter(|_| attribute);
        return abbreviated(words, next, bodies).or_else(behind);
    };
    // In „UA RV-Arbeitsgruppe ‚…‘“ the group behind the hyphen is meant.
    let joined = from(bodies, hit.span.end).iter().take(2).find(|mention| {
        mention.span.start == hit.span.end + 1
            && mention.grounding == Grounding::Literal
            && words.text().get(hit.span.end as usize..).is_some_and(|rest| rest.starts_with('-'))
    });
    let hit = joined.unwrap_or(hit);
    let MentionKind::Body(body) = hit.kind else { return None };
    let end = (next..words.len())
        .find(|end| words.token(*end).is_none_or(|token| token.span.start >= hit.span.end))
        .unwrap_or(words.len());
    Some((body, end))
}

/// „der Gesellschaft für Telematik (gematik)“: of a name that is no listed one the abbreviation in brackets tells whose it is.
fn abbreviated(words: &Words<'_>, at: usize, bodies: &[Mention]) -> Option<(BodyId, usize)> {
    let in_name =
        |at: &usize| words.is_capitalised(*at) || words.is_one_of(*at, &set!["für", "der", "des", "und", "zur"]);
    let open = (at..at + 12).find(|at| !in_name(at)).filter(|open| *open > at && words.is(*open, '('))?;
    let (body, end) = named_at(words, open + 1, bodies)?;
    words.is(end, ')').then_some((body, end + 1))
}

/// „der vom Strafrechtsausschuss eingesetzten Arbeitsgruppe“: behind the attribute that names who set it up.
fn attributed(words: &Words<'_>, article: usize, next: usize, bodies: &[Mention]) -> Option<(BodyId, usize)> {
    if next <= article + 1 || !words.is_one_of(article + 1, &set!["vom", "von", "durch"]) {
        return None;
    }
    let participle = (next + 1..next + 10).find(|at| {
        let word = words.word(*at);
        word.starts_with(char::is_lowercase) && (word.ends_with("ten") || word.ends_with("enen"))
    })?;
    named_at(words, participle + 1, bodies)
}

/// „Bericht Bayerns“: a name in the genitive without an article.
fn author_in_genitive(words: &Words<'_>, at: usize, bodies: &[Mention]) -> Option<(BodyId, usize)> {
    let (body, end) = named_at(words, at, bodies)?;
    let ending = words.span(at, end).of(words.text()).strip_suffix('s')?;
    ending.ends_with(char::is_lowercase).then_some((body, end))
}

/// The body whose name starts at a token, and the token behind it.
pub(super) fn named_at(words: &Words<'_>, at: usize, bodies: &[Mention]) -> Option<(BodyId, usize)> {
    let start = words.token(at)?.span.start;
    let hit = from(bodies, start).first().filter(|mention| mention.span.start == start)?;
    let MentionKind::Body(body) = hit.kind else { return None };
    let end = (at..words.len()).find(|at| words.token(*at).is_none_or(|token| token.span.start >= hit.span.end))?;
    Some((body, end))
}

/// „dankt der Projektgruppe und nimmt deren Abschlussbericht zur Kenntnis“: the body named last, other than who decides.
pub(super) fn author_pointed_at(words: &Words<'_>, title: usize, bodies: &[Mention], known: &Known) -> Option<BodyId> {
    let pronoun = (title.saturating_sub(2)..title).find(|at| words.is_one_of(*at, &set!["dessen", "deren"]))?;
    let start = words.token(pronoun)?.span.start;
    let before = bodies.get(..bodies.partition_point(|mention| mention.span.start < start))?;
    before.iter().rev().take(8).find_map(|mention| match mention.kind {
        MentionKind::Body(body) if Some(body) != known.conference => Some(body),
        _ => None,
    })
}

/// The mentions that start at `start` or later.
pub(super) fn from(bodies: &[Mention], start: u32) -> &[Mention] {
    bodies.get(bodies.partition_point(|mention| mention.span.start < start)..).unwrap_or(&[])
}

/// The token after the name of the author behind the noun of a written report, the abbreviation in brackets included.
pub(super) fn author_end(
    lexicon: &Lexicon,
    words: &Words<'_>,
    start: usize,
    next: usize,
    report: &Report,
    bodies: &[Mention],
) -> usize {
    let noun = (start..next).find(|at| lexicon.is_document(words.word(*at)));
    let author =
        noun.and_then(|noun| author_after(words, noun + 1, bodies)).filter(|(body, _)| report.reporter == Some(*body));
    author.map_or(words.len(), |(_, end)| words.nesting().after(end).filter(|_| words.is(end, '(')).unwrap_or(end))
}

/// „der Länder Hessen und Bremen“: who else gives the report.
pub(super) fn joint_reporters(words: &Words<'_>, at: usize, bodies: &[Mention]) -> Vec<BodyId> {
    let (mut others, mut next) = (Vec::new(), at);
    while words.is(next, ',') || words.is_one_of(next, &set!["und", "sowie"]) {
        next += 1;
        while words.is_one_of(next, &SKIPPED) {
            next += 1;
        }
        let Some(start) = words.token(next).map(|token| token.span.start) else { break };
        let Some(hit) = from(bodies, start.saturating_sub(64))
            .iter()
            .take(16)
            .find(|mention| mention.span.start == start || mention.span.start < start && mention.span.end > start)
        else {
            break;
        };
        let MentionKind::Body(body) = hit.kind else { break };
        others.push(body);
        next = (next..words.len())
            .find(|at| words.token(*at).is_none_or(|token| token.span.start >= hit.span.end))
            .unwrap_or(words.len());
    }
    others
}

/// The author that a title names: behind its report noun (`Abschlussbericht des BMI zu …`), or a group at its very end.
pub(super) fn author_of(
    lexicon: &Lexicon,
    words: &Words<'_>,
    start: usize,
    title: (usize, usize),
    bodies: &[Mention],
    known: &Known,
) -> Option<BodyId> {
    let noun = (start..title.1)
        .find(|index| lexicon.is_document(words.word(*index)) || words.word(*index).ends_with("ericht"));
    if let Some((body, _)) = noun.and_then(|noun| author_after(words, noun + 1, bodies)) {
        return Some(body);
    }
    // „Jahresbericht Fußball der ZIS, Saison 2011/12“: behind the topic of one word, where nothing else says of whom it is.
    let topic = noun? + 1;
    let of_topic = author_after(words, topic + 1, bodies).filter(|_| words.is_capitalised(topic));
    if let Some((body, _)) = of_topic.filter(|(_, end)| *end == title.1 || words.is(*end, ',')) {
        return Some(body);
    }
    let end = words.token(title.1.saturating_sub(1))?.span.end;
    let inside = from(bodies, words.span(title.0, title.0 + 1).start + 1);
    let last = inside
        .iter()
        .take(64)
        .filter(|mention| mention.span.start < end)
        .rfind(|mention| mention.span.end <= end && end - mention.span.end <= 20)?;
    let MentionKind::Body(body) = last.kind else { return None };
    let at = (title.0..title.1)
        .find(|index| words.token(*index).is_some_and(|token| token.span.start >= last.span.start))?;
    if at >= 2 && words.is_one_of(at - 2, &set!["und", "sowie"]) {
        return None;
    }
    let genitive =
        (1..3).any(|back| at.checked_sub(back).is_some_and(|before| words.is_one_of(before, &set!["der", "des"])));
    let group = matches!(known.kind(body), "kind/working-group" | "kind/project-group" | "kind/conference-committee");
    (genitive && group && !words.is_one_of(at.saturating_sub(2), &set!["Sachstand", "Stand"])).then_some(body)
}
