//! By when: „zur Herbstsitzung 2022“, „bis zum 30. Juni 2022“, „bis zur 86. GMK“, „im Rahmen der nächsten AK II-Sitzung“.

use super::bodies::{BodyAt, starting_at, within};
use super::clause::{is_boundary, is_preposition, is_subordinate, is_zu_infinitive, segment_end, segment_start};
use super::{Deadline, Due};
use crate::calendar::{Season, When, parse_when, season};
use crate::lexicon::Words;
use crate::mention::{Body, BodyId, Mentions};
use crate::text::{Listed, ends_like, set};
use std::ops::Range;

/// A deadline and the token at which it starts.
#[derive(Clone, Copy, Debug)]
pub(super) struct DeadlineAt {
    pub at: usize,
    pub end: usize,
    pub deadline: Deadline,
}

/// Prepositions that may set a deadline, by themselves or with „bis“.
const OPENERS: [Listed; 16] = set![
    "bei", "bis", "zur", "zum", "zu", "in", "im", "auf", "vor", "spätestens", "am", "Bis", "Zur", "Zum", "für", "der"
];

/// Words for a sitting.
const SITTINGS: [&str; 8] =
    ["sitzung", "konferenz", "tagung", "treffen", "plenum", "frühjahr", "herbst", "gremiensitzung"];

/// The deadlines within tokens `range`, in order, whether or not they govern anything.
pub(super) fn deadlines(
    words: &Words<'_>,
    range: Range<usize>,
    bodies: &[BodyAt],
    mentions: &Mentions,
) -> Vec<DeadlineAt> {
    let mut found = Vec::new();
    let mut at = range.start;
    // Every deadline has a number, a sitting or „nächsten“ in it.
    let mut sign = at;
    while at < range.end {
        while sign <= at || sign < range.end && !is_sign(words, sign) {
            sign += 1;
        }
        if sign == range.end {
            break;
        }
        let opens = sign < at + REACH + LONGEST_DATE
            && words.is_one_of(at, &OPENERS)
            && words.nesting().depth(at) == 0
            && !is_asked_of_another(words, at, range.end)
            && !is_foreseen(words, at)
            && !is_span_of_years(words, at);
        let hit = opens.then(|| deadline_at(words, at, range.end, bodies, mentions)).flatten();
        if let Some((due, end)) = hit {
            found.push(DeadlineAt { at, end, deadline: Deadline { span: words.span(at, end), due } });
            at = end;
        } else {
            at += 1;
        }
    }
    found
}

/// „bis dahin“: by the time that the point named last before.
pub(super) fn by_then(
    words: &Words<'_>,
    mut range: Range<usize>,
    bodies: &[BodyAt],
    mentions: &Mentions,
) -> Option<DeadlineAt> {
    let at = range.find(|at| words.is_one_of(*at, &set!["bis"]) && words.is_one_of(at + 1, &set!["dahin"]))?;
    let due = deadlines(words, at.saturating_sub(super::clause::REACH)..at, bodies, mentions).pop()?.deadline.due;
    Some(DeadlineAt { at, end: at + 2, deadline: Deadline { span: words.span(at, at + 2), due } })
}

/// „bei der bis spätestens Sommer 2020 beabsichtigten Neuregelung“: when that is to come.
fn is_foreseen(words: &Words<'_>, at: usize) -> bool {
    const ARTICLES: [Listed; 6] = set!["der", "des", "dem", "zur", "zum", "im"];
    let bis = (at..at + 3).find(|at| words.is_one_of(*at, &set!["bis"]));
    let bis = if words.is_one_of(at, &set!["spätestens"]) { at.checked_sub(1) } else { bis };
    bis.and_then(|bis| bis.checked_sub(1))
        .is_some_and(|before| words.is_one_of(before + 1, &set!["bis"]) && words.is_one_of(before, &ARTICLES))
}

/// „für die Jahre 2021 bis 2023“
fn is_span_of_years(words: &Words<'_>, at: usize) -> bool {
    let year = |at: usize| words.token(at).is_some_and(|token| token.is_number() && token.span.len() == 4);
    at > 0 && words.is_one_of(at, &set!["bis"]) && year(at - 1) && year(at + 1)
}

/// „sie um eine Behandlung in ihrer nächsten Sitzung zu ersuchen“: a time in what a third is to be asked for.
fn is_asked_of_another(words: &Words<'_>, at: usize, end: usize) -> bool {
    words.is_one_of(at, &set!["in", "im", "bei", "auf"])
        && words.is_one_of(at + 1, &set!["ihrer", "seiner", "deren", "dessen", "der"])
        && (at.saturating_sub(8)..at)
            .rev()
            .take_while(|at| !is_boundary(words, *at))
            .any(|at| words.is_one_of(at, &set!["um"]))
        && (at..end)
            .take_while(|at| !is_boundary(words, *at))
            .any(|at| words.is_one_of(at, &set!["ersuchen", "bitten"]) && words.is_one_of(at - 1, &set!["zu"]))
}

/// How far behind its preposition a deadline may begin, and how long a date is at most, in tokens.
const REACH: usize = 12;
const LONGEST_DATE: usize = 12;

fn is_sign(words: &Words<'_>, at: usize) -> bool {
    let Some(token) = words.token(at) else { return false };
    token.is_number()
        || token.is_capitalised() && is_sitting(words.word(at))
        // „AK II-sitzung“
        || token.glued && token.is_word() && is_sitting(words.word(at))
        || matches!(words.word(at), "nächsten" | "nächster" | "kommenden" | "Jahresende")
}

/// „Herbstsitzung“, „Konferenzen“
fn is_sitting(word: &str) -> bool {
    // Most words end in another letter than all of these, with or without the plural's.
    if !matches!(word.as_bytes().last().map(u8::to_ascii_lowercase), Some(b'g' | b'z' | b'n' | b'm' | b'r' | b't')) {
        return false;
    }
    let ends = |word: &str| SITTINGS.iter().any(|end| ends_like(word, end));
    ends(word) || word.strip_suffix("en").is_some_and(ends)
}

fn deadline_at(
    words: &Words<'_>,
    at: usize,
    end: usize,
    bodies: &[BodyAt],
    mentions: &Mentions,
) -> Option<(Due, usize)> {
    // „und der 97. UMK zu berichten“: a conference is reported to when it sits. „Beschlüsse der 96. UMK“ names another thing.
    if words.is_one_of(at, &set!["der"]) {
        let numbered = words.token(at + 1).is_some_and(crate::text::Token::is_number) && words.is(at + 2, '.');
        let free = at.checked_sub(1).is_none_or(|before| {
            let breaks = words.token(before).is_some_and(|token| token.first == '\n');
            breaks || is_boundary(words, before) || words.is_one_of(before, &set!["und", "sowie"])
        });
        // „der Frühjahrskonferenz 2020 zu berichten“, „und sie der Frühjahrskonferenz 2020 vorzulegen“
        let object = at > 0 && words.is_one_of(at - 1, &set!["sie", "es", "ihn", "diese", "dieses", "diesen"]);
        let season = parse_when(words.text(), words.tokens(), at + 1)
            .filter(|(when, _)| (free || object) && matches!(when, When::Season(..)) && is_sitting(words.word(at + 1)));
        if let Some((when, next)) = season {
            return Some((Due::When(when), next));
        }
        if free && words.is_one_of(at + 1, &set!["nächsten", "kommenden"]) {
            return starting_at(bodies, at + 2).map(|body| (Due::NextSession(body.body), body.end));
        }
        let body = starting_at(bodies, at + 3).filter(|_| numbered && free)?;
        let number = words.word(at + 1).parse().ok()?;
        return Some(numbered_sitting(words, body, number));
    }
    let firm = is_firm(words, at);
    // „bis Jahresende“, „noch vor dem Jahresende“: of the year of the sitting.
    let year_end = (at + 1..at + 3).find(|at| words.is_one_of(*at, &set!["Jahresende"]));
    if let Some(noun) = year_end.filter(|_| firm || words.is_one_of(at, &set!["vor"])) {
        return Some((Due::When(When::end_of_year(mentions.day?)), noun + 1));
    }
    let mut sitting_body = mentions.conference;
    let mut next_sitting = false;
    let mut number = None;
    for index in at + 1..end.min(at + REACH) {
        if is_boundary(words, index)
            // „das Gesetz zur Einführung der Akte vom 5. Juli 2017“, „bis mindestens 2025“
            || words.is_one_of(index, &set!["vom", "mindestens"])
            || words.is_one_of(index, &set!["zu", "zur", "über"]) && index > at + 2
            || is_zu_infinitive(words, index) && !words.is_one_of(index, &set!["dessen", "deren"])
        {
            return None;
        }
        let word = words.word(index);
        // „in Fortführung des Beschlusses der Herbstkonferenz 2018“: when something was decided is no term.
        if ["Beschluss", "Beschlüsse", "Entscheidung"].iter().any(|decision| word.starts_with(decision)) {
            return None;
        }
        if word.starts_with("nächste") || word.starts_with("kommende") {
            next_sitting = true;
        }
        if let Some(body) = starting_at(bodies, index) {
            sitting_body = Some(body.body);
            // „zur nächsten AMK“, but not „zur nächsten AMK-Sitzung“
            if next_sitting
                && firm
                && words.is_one_of(index - 1, &set!["nächsten", "kommenden"])
                && !words.is(body.end, '-')
            {
                return Some((Due::NextSession(body.body), body.end));
            }
            // „bis zur 86. GMK“, „vor der 86. GMK“: the number of a sitting, and the conference itself stands for it.
            if let Some(number) = number {
                let is_term = firm || words.is_one_of(at, &set!["vor"]) || is_at_sitting(words, at);
                return is_term.then(|| numbered_sitting(words, body, number));
            }
        }
        if let Some((when, next)) = parse_when(words.text(), words.tokens(), index) {
            let dated = is_term(words, when, at, (index, next), mentions);
            return (dated && number.is_none() && !is_when_held(words, at, bodies, mentions))
                .then_some((Due::When(when), next));
        }
        if words.token(index).is_some_and(crate::text::Token::is_number)
            && words.is(index + 1, '.')
            && words.token(index + 2).is_some_and(crate::text::Token::is_word)
        {
            number = word.parse().ok();
        }
        if is_sitting(word) {
            // „zur Sitzung im Herbst 2022“, „zur Sitzung am 5. Mai 2022“
            let behind = starting_at(bodies, index).map_or(index + 1, |body| body.end);
            if let Some((when, next)) = (behind..end.min(behind + 14))
                .take_while(|at| !is_boundary(words, *at) && !is_zu_infinitive(words, *at))
                .find_map(|from| parse_when(words.text(), words.tokens(), from))
            {
                return Some((Due::When(when), next));
            }
            // „zur Herbstkonferenz“: without a year the next one is meant.
            if let Some((season, day)) =
                season(word).zip(mentions.day).filter(|_| (firm || next_sitting) && number.is_none())
            {
                let begins = if season == Season::Autumn { 9 } else { 3 };
                let year = day.year() + i16::from(day.month() >= begins);
                return Some((Due::When(When::Season(year, season)), index + 1));
            }
            let owner = (index + 1..end.min(index + 4))
                .find_map(|from| starting_at(bodies, from))
                .filter(|_| words.is_one_of(index + 1, &set!["der", "des", "dieser", "dieses"]));
            let body =
                owner.or_else(|| whose_sitting(words, at, bodies, mentions)).map(|body| body.body).or(sitting_body)?;
            let next = owner.map_or(index + 1, |body| body.end);
            return match number {
                Some(number) => Some((Due::SessionNumber(body, number), next)),
                None => next_sitting.then_some((Due::NextSession(body), next)),
            };
        }
    }
    None
}

/// „103. UMK“, „103. UMK im Herbst 2024“, „97. GMK im Jahr 2024“: where the time of a sitting is said, it says more than its number.
fn numbered_sitting(words: &Words<'_>, body: &BodyAt, number: u32) -> (Due, usize) {
    let year = usize::from(words.is_one_of(body.end + 1, &set!["Jahr", "Jahre"]));
    let dated = parse_when(words.text(), words.tokens(), body.end + 1 + year).filter(|(when, _)| {
        let says = matches!(when, When::Season(..) | When::Month(..)) || year > 0;
        words.is_one_of(body.end, &set!["im"]) && says
    });
    dated.map_or((Due::SessionNumber(body.body, number), body.end), |(when, next)| (Due::When(when), next))
}

/// „die Ergebnisse des Europäischen Rates im Oktober 2019“: when others sat is no term.
fn is_when_held(words: &Words<'_>, at: usize, bodies: &[BodyAt], mentions: &Mentions) -> bool {
    let held = || within(bodies, at.saturating_sub(12), at).last().filter(|body| body.end == at && body.start > 1);
    let sits = |body: &BodyAt| {
        let known = mentions.bodies.get(body.body as usize);
        Some(body.body) != mentions.conference
            && known.is_some_and(|body| matches!(body.kind.as_str(), "kind/conference" | "kind/eu-body"))
            && words.is_one_of(body.start - 1, &set!["des", "der"])
            && words.is_capitalised(body.start - 2)
    };
    words.is_one_of(at, &set!["im"]) && held().is_some_and(sits)
}

/// Whether a time at the tokens `index..next` behind the opener `at` sets a term. A bare year or a date without „bis“ is a time,
/// not a term, unless a sitting is named.
fn is_term(words: &Words<'_>, when: When, at: usize, (index, next): (usize, usize), mentions: &Mentions) -> bool {
    let firm = is_firm(words, at);
    match when {
        When::Season(..) | When::Quarter(..) | When::Half(..) => true,
        // „im Dezember 2020 zu berichten“
        When::Month(..) if words.is_one_of(at, &set!["im"]) => !is_attribute(words, at, next),
        // „noch vor Ablauf des Jahres 2022“
        When::Year(_) => {
            words.is_one_of(at, &set!["bis", "Bis", "spätestens"])
                || words.is_one_of(at, &set!["vor"]) && words.is_one_of(at + 1, &set!["Ablauf", "Ende"])
        }
        // „noch vor dem 31. Januar 2020 bekannt zu geben“
        When::Day(day) if words.is_one_of(at, &set!["vor"]) => {
            index == at + 2 && mentions.day.is_some_and(|today| day > today) && !is_attribute(words, at, next)
        }
        _ => firm,
    }
}

/// Whether the preposition by itself sets a term.
fn is_firm(words: &Words<'_>, at: usize) -> bool {
    words.is_one_of(at, &set!["bis", "Bis", "spätestens", "zur", "zum", "Zur", "Zum"])
}

/// „der GKVS zu ihrer nächsten Sitzung“: of whom it is reported to; „der GKVS fortlaufend, erstmals in deren nächster Sitzung“.
/// „beauftragt den AK I, dies in seiner nächsten Sitzung zu beraten“: of a conference it would be „ihrer“.
fn whose_sitting<'b>(words: &Words<'_>, at: usize, bodies: &'b [BodyAt], mentions: &Mentions) -> Option<&'b BodyAt> {
    let whose =
        at + 1 + usize::from(words.is_one_of(at, &set!["bis"])) + usize::from(words.is_one_of(at + 1, &set!["Rahmen"]));
    let before = bodies.iter().rev().find(|body| body.end <= at)?;
    let points_back = words.is_one_of(whose, &set!["deren", "dessen"]);
    if points_back || before.end == at && words.is_one_of(whose, &set!["ihrer", "seiner"]) {
        return Some(before);
    }
    let is_him = |id: BodyId| mentions.bodies.get(id as usize).is_some_and(Body::is_masculine);
    let another = words.is_one_of(whose, &set!["seiner"]) && !mentions.conference.is_some_and(is_him);
    let sentence = words.sentences().iter().find(|sentence| sentence.contains(&at)).filter(|_| another)?;
    within(bodies, sentence.start, at).iter().find(|body| is_him(body.body))
}

/// „die im Dezember 2020 beschlossenen Eckpunkte“: a time within an attribute sets no term.
fn is_attribute(words: &Words<'_>, at: usize, next: usize) -> bool {
    const DETERMINERS: [Listed; 8] = set!["der", "die", "das", "den", "dem", "des", "einen", "eine"];
    let participle = |at: usize| {
        let word = words.word(at);
        word.starts_with(char::is_lowercase)
            && word.len() > 5
            && ["e", "en", "er", "es", "em"].iter().any(|ending| word.ends_with(ending))
            && !is_zu_infinitive(words, at)
    };
    at.checked_sub(1).is_some_and(|before| words.is_one_of(before, &DETERMINERS))
        || participle(next) && words.is_capitalised(next + 1)
}

/// „auf der 86. GMK“, but not within an attribute: „die auf der 86. GMK beschlossenen Eckpunkte“.
fn is_at_sitting(words: &Words<'_>, at: usize) -> bool {
    const DETERMINERS: [Listed; 8] = set!["der", "die", "das", "den", "dem", "des", "einen", "eine"];
    words.is_one_of(at, &set!["auf"]) && !at.checked_sub(1).is_some_and(|before| words.is_one_of(before, &DETERMINERS))
}

/// Whether the deadline belongs to what is asked: its verb, the next one to the right, is the infinitive of the request; or
/// it stands in the main clause itself.
pub(super) fn governs(words: &Words<'_>, sentence: &Range<usize>, verb: usize, deadline: &DeadlineAt) -> bool {
    let start = segment_start(words, sentence, deadline.at);
    if start <= verb {
        return true;
    }
    let own_end = segment_end(words, sentence, deadline.at);
    let has_infinitive = |from: usize, to: usize| (from..to).any(|at| is_zu_infinitive(words, at));
    if has_infinitive(deadline.end, own_end) {
        return true;
    }
    // An article may look like a relative pronoun: „, die Studie zur Herbstsitzung 2022, …, zu aktualisieren“.
    if is_subordinate(words, start, true) && !words.is_one_of(start, &set!["der", "die", "das", "den", "dem"]) {
        // „darum, dass das BMI bis zum 30. Juni berichtet“
        return words.word(start) == "dass" && (verb..start).any(|at| words.is_one_of(at, &set!["darum", "dafür"]))
            || words.word(start) == "dass" && start == verb + 2;
    }
    // An insertion between commas: go on to the next stretch that is no clause of its own.
    let mut from = own_end + 1;
    for _ in 0..12 {
        if from >= sentence.end {
            break;
        }
        let end = segment_end(words, sentence, from);
        // „über die Zahl der Stellen zu berichten“ only looks like a relative clause.
        if (!is_subordinate(words, from, true) || is_preposition(words, from)) && has_infinitive(from, end) {
            return true;
        }
        from = end + 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_for_a_sitting_is_lost_by_its_last_letter() {
        for word in SITTINGS {
            assert!(is_sitting(word) && is_sitting(&format!("{word}en")), "{word}");
        }
    }
}
