//! Reports that the conference takes note of or that carry a status date or release mark.
//!
//! Written: `den „Titel -VS-NfD-“ (Stand: 10.08.21) (nicht freigegeben)`, with or without quotation marks; oral:
//! `den mündlichen Bericht des BMI`.

mod author;
mod release;
mod title;

pub(super) use release::release;

use super::body::Place;
use super::body::known::Known;
use super::{BodyId, Grounding, Mention, MentionKind, Release, Report};
use crate::calendar::{When, parse_when};
use crate::lexicon::Words;
use crate::text::{Token, set};
use author::{
    author_after, author_before, author_end, author_of, author_of_noun, author_pointed_at, author_told, giver_before,
    joint_reporters, thanked_for, who_told,
};
use title::{authors_end, behind_author, classified, clause_start, object_end, opens_quote, titled_before};

/// How far back from its marks a title is looked for, in tokens.
const REACH: usize = 400;
/// How far back a further document looks for the verb of taking note, in tokens.
const FURTHER: usize = 120;

/// Reports of one passage. `bodies` are the bodies mentioned in it.
pub(super) fn reports(place: &Place<'_, '_>, bodies: &[Mention], known: &Known) -> Vec<Mention> {
    let words = place.words;
    let mut found = Vec::new();
    let mut at = 0;
    let mut sentences = words.sentences().iter();
    let (mut sentence_start, mut sentence_end) = (0, 0);
    while at < words.len() {
        while at >= sentence_end
            && let Some(sentence) = sentences.next()
        {
            (sentence_start, sentence_end) = (sentence.start, sentence.end);
        }
        let report = match words.token(at).map(|token| token.first) {
            Some('m') => oral_at(words, at, bodies, known),
            Some('(' | '[') => marked_at(place, at, bodies, known),
            Some('n' | 'h' | 'u' | 's') => noted_at(place, at, sentence_end, bodies, known),
            Some('D') if at == sentence_start => noted_in_passive(place, at, sentence_end, bodies, known),
            _ => None,
        };
        match report {
            Some((start, next, report, rule)) => {
                let span = words.span(start, next);
                let push = |report: Report| Mention {
                    passage: place.passage,
                    span,
                    kind: MentionKind::Report(report),
                    rule,
                    grounding: Grounding::Literal,
                };
                let others = if report.oral {
                    let mut others = joint_reporters(words, next, bodies);
                    others.extend(thanked_for(words, start, bodies, known).into_iter().skip(1));
                    others.extend(who_told(words, start, bodies, known).into_iter().skip(1));
                    others
                } else {
                    let end = author_end(place.lexicon, words, start, next, &report, bodies);
                    joint_reporters(words, end, bodies)
                };
                found.push(push(report.clone()));
                found.extend(others.into_iter().map(|body| push(Report { reporter: Some(body), ..report.clone() })));
                at = next.max(at + 1);
            }
            None => at += 1,
        }
    }
    found
}

type Found = (usize, usize, Report, &'static str);

/// „mündlichen Bericht des Vertreters des Landes Hessen“, „Hessen hat mündlich berichtet“
fn oral_at(words: &Words<'_>, at: usize, bodies: &[Mention], known: &Known) -> Option<Found> {
    let report =
        |reporter| Report { title: None, oral: true, status: None, classification: None, release: None, reporter };
    if words.is_one_of(at, &set!["mündlich"]) {
        let told = who_told(words, at, bodies, known);
        return told.first().map(|first| (at, at + 1, report(Some(*first)), "oral report told of"));
    }
    if !words.word(at).starts_with("mündliche") {
        return None;
    }
    let noun = (at + 1..at + 4).find(|noun| words.is_capitalised(*noun))?;
    let lower = words.word(noun).to_lowercase();
    let reports = [
        "bericht", "berichte", "berichterstattung", "ergänzung", "ergänzungen", "erläuterungen", "ausführungen",
        "unterrichtung", "vortrag", "information", "informationen",
    ];
    if !reports.iter().any(|end| lower.ends_with(end) || lower.trim_end_matches(['s', 'e', 'n']).ends_with(end)) {
        return None;
    }
    let behind = author_after(words, noun + 1, bodies);
    let (reporter, end) = behind.map_or((None, noun + 1), |(body, end)| (Some(body), end));
    // „Hessen hat berichtet. Die Konferenz nimmt diesen mündlichen Bericht zur Kenntnis“
    let told = || {
        let this = at > 0 && words.is_one_of(at - 1, &set!["diesen", "dieser"]);
        let before = sentence_start(words, at).checked_sub(1).filter(|_| this)?;
        who_told(words, before, bodies, known).first().copied()
    };
    let reporter = reporter.or_else(|| giver_before(words, at, bodies)).or_else(told).or_else(|| {
        let thanked = thanked_for(words, at, bodies, known);
        thanked.first().copied()
    });
    Some((at, end, report(reporter), "oral report"))
}

/// A document with a status date, a release mark, or both, in brackets behind it.
fn marked_at(place: &Place<'_, '_>, at: usize, bodies: &[Mention], known: &Known) -> Option<Found> {
    let words = place.words;
    let (marks, end) = marks_at(words, at)?;
    let (start, title) = titled_before(place.lexicon, words, at, bodies)?;
    // „(nicht freigegeben) des Bundes und der Länder“ completes the name before the marks.
    let completes = place.lexicon.complement_at(words, end).is_some();
    let author = author_of(place.lexicon, words, start, title, bodies, known)
        .or_else(|| {
            let whole = authors_end(words, title.1 + 1, bodies) == Some(at);
            author_after(words, title.1 + 1, bodies).filter(|_| whole).map(|(body, _)| body)
        })
        .or_else(|| author_after(words, end, bodies).map(|(body, _)| body).filter(|_| !completes))
        .or_else(|| giver_before(words, start, bodies))
        .or_else(|| author_of_noun(words, title.0, bodies))
        .or_else(|| author_told(words, end, bodies))
        .or_else(|| author_pointed_at(words, start, bodies, known))
        .or_else(|| author_before(words, clause_start(words, at), start, bodies).map(|(body, _)| body));
    Some((start, end, report(words, title, marks, author), "document with status date or release mark"))
}

/// „nimmt den Bericht „Titel“ zur Kenntnis“, „hat … zur Kenntnis genommen“: no marks, but the conference takes note of it.
fn noted_at(place: &Place<'_, '_>, at: usize, sentence_end: usize, bodies: &[Mention], known: &Known) -> Option<Found> {
    let words = place.words;
    if !is_taking_note(words, at) && !is_further(words, at) {
        return None;
    }
    let reach = sentence_end.min(at + REACH);
    let end = (at + 1..reach).find(|end| words.is_one_of(*end, &set!["zur"]) && words.word(end + 1) == "Kenntnis")?;
    if is_perfect(words, at) && words.word(end + 2) != "genommen" {
        return None;
    }
    if words.is_one_of(at + 1, &set!["ihn", "diesen", "dieses", "sie", "diese"]) {
        return noted_again(place, at, bodies, known);
    }
    let given = author_before(words, at + 1, end, bodies);
    noted(place, at, end, given, bodies, known)
}

/// „dankt der LAI für den Bericht „Titel“, nimmt ihn zur Kenntnis“: the document is named where thanks are given for it.
fn noted_again(place: &Place<'_, '_>, at: usize, bodies: &[Mention], known: &Known) -> Option<Found> {
    let words = place.words;
    let start = sentence_start(words, at);
    let for_it = (start.max(at.saturating_sub(REACH))..at)
        .rev()
        .find(|at| words.is_one_of(*at, &set!["für"]) && words.nesting().depth(*at) == 0)?;
    let given = author_before(words, for_it + 1, at, bodies);
    let thanked = thanked_for(words, for_it + 1, bodies, known).first().copied()?;
    let (start, next, report, rule) = noted(place, for_it, at.checked_sub(1)?, given, bodies, known)?;
    let report = Report { reporter: report.reporter.or(Some(thanked)), ..report };
    Some((start, next.max(at), report, rule))
}

/// „Der Bericht des AK II wird zur Kenntnis genommen“.
fn noted_in_passive(
    place: &Place<'_, '_>,
    at: usize,
    sentence_end: usize,
    bodies: &[Mention],
    known: &Known,
) -> Option<Found> {
    let words = place.words;
    let reach = sentence_end.min(at + REACH);
    let verb =
        (at + 1..reach).find(|at| words.is_one_of(*at, &set!["wird", "werden"]) && words.nesting().depth(*at) == 0)?;
    let noted =
        |at: usize| words.word(at) == "zur" && words.word(at + 1) == "Kenntnis" && words.word(at + 2) == "genommen";
    (verb + 1..reach).any(noted).then_some(())?;
    self::noted(place, at, verb, author_before(words, at, verb, bodies), bodies, known)
}

/// The document that is the object between the tokens `at` and `end`.
fn noted(
    place: &Place<'_, '_>,
    at: usize,
    end: usize,
    given: Option<(BodyId, usize)>,
    bodies: &[Mention],
    known: &Known,
) -> Option<Found> {
    let words = place.words;
    let at = given.map_or(at, |(_, participle)| participle);
    // „den Bericht des BMI und den mündlichen Bericht des DOSB“: each is read by itself.
    let end = (at + 1..end)
        .find_map(|inside| match words.word(inside) {
            word if word.starts_with("mündliche") => Some(inside.saturating_sub(2)),
            _ => is_further(words, inside).then_some(inside),
        })
        .unwrap_or(end);
    if end <= at + 1 || (at + 1..end).any(|inside| marks_at(words, inside).is_some()) {
        return None;
    }
    let noun = (at + 1..end.min(at + 16))
        .find(|noun| place.lexicon.is_document(words.word(*noun)) || opens_quote(words, *noun))?;
    // The document must be the object itself: „den im Bericht dargelegten Bedarf“ takes note of a need.
    if (at + 1..noun).any(|before| {
        words.is_one_of(before, &set!["im", "in", "aus", "zum", "zur", "des", "der", "vom", "mit"])
            || words.is(before, ',')
    }) {
        return None;
    }
    // „den Bericht „X““, „den Bericht der Arbeitsgruppe „X““, or „den „X““: the quotation is the title.
    let quote = [Some(noun), Some(noun + 1), behind_author(words, noun, bodies)]
        .into_iter()
        .flatten()
        .find(|open| opens_quote(words, *open));
    let (title, next) = if let Some(open) = quote {
        let close = words.nesting().partner(open).filter(|close| *close <= end)?;
        ((open + 1, close), close + 1)
    } else {
        let end = object_end(words, noun, end, bodies);
        let dated = (noun + 1..end).find(|at| date_behind(words, *at).is_some_and(|(_, next)| next == end));
        ((noun, dated.unwrap_or(end)), dated.unwrap_or(end))
    };
    // „den „Bericht“ (BT-Drs. 20/5150) der Bundesregierung“
    let printed = words.nesting().after(next).filter(|_| quote.is_some() && words.is(next, '('));
    let named = || author_after(words, printed.unwrap_or(next), bodies).filter(|_| quote.is_some());
    let behind_name = || {
        let (_, end) = named()?;
        date_behind(words, words.nesting().after(end).filter(|_| words.is(end, '(')).unwrap_or(end))
    };
    let status = date_behind(words, next).or_else(behind_name).filter(|(_, behind)| *behind <= end);
    let next = status.map_or(next, |(_, behind)| behind);
    let marks = Marks { status: status.map(|(when, _)| when), ..Marks::default() };
    let author = given
        .map(|(body, _)| body)
        .or_else(|| author_of(place.lexicon, words, noun, title, bodies, known))
        .or_else(|| named().map(|(body, _)| body))
        .or_else(|| author_pointed_at(words, noun, bodies, known));
    let span_end = if quote.is_some() && status.is_none() { title.1 } else { next };
    Some((noun, span_end, report(words, title, marks, author), "document that is taken note of"))
}

fn is_taking_note(words: &Words<'_>, at: usize) -> bool {
    (matches!(words.word(at), "nimmt" | "nehmen") || is_perfect(words, at)) && words.nesting().depth(at) == 0
}

fn is_perfect(words: &Words<'_>, at: usize) -> bool {
    words.is_one_of(at, &set!["hat", "haben"])
}

/// „und den schriftlichen Bericht“, „sowie den Bericht“: one more object of a verb of taking note.
fn is_further(words: &Words<'_>, at: usize) -> bool {
    if !words.is_one_of(at, &set!["und", "sowie"])
        || !words.is_one_of(at + 1, &set!["den", "einen", "die", "eine"])
        || words.nesting().depth(at) > 0
    {
        return false;
    }
    let noun = (at + 2..at + 5).find(|noun| words.is_capitalised(*noun));
    let ends = |noun: usize| ["ericht", "tellungnahme", "tudie"].iter().any(|end| words.word(noun).ends_with(end));
    let is_report = noun.is_some_and(ends) && !words.word(at + 2).starts_with("mündlich");
    is_report
        && (sentence_start(words, at).max(at.saturating_sub(FURTHER))..at).any(|before| is_taking_note(words, before))
}

fn sentence_start(words: &Words<'_>, at: usize) -> usize {
    let sentences = words.sentences();
    let behind = sentences.partition_point(|sentence| sentence.start <= at);
    behind.checked_sub(1).and_then(|index| sentences.get(index)).map_or(0, |sentence| sentence.start)
}

/// „vom 30. November 2017“, „mit Stand vom 30. November 2017“: the day of a document, and the token behind it.
fn date_behind(words: &Words<'_>, at: usize) -> Option<(When, usize)> {
    let has_status = words.is_one_of(at, &set!["mit"]) && words.word(at + 1) == "Stand";
    let from = if has_status { at + 2 } else { at };
    let dated = words.is_one_of(from, &set!["vom"]);
    (dated || has_status).then(|| parse_when(words.text(), words.tokens(), from + usize::from(dated))).flatten()
}

#[derive(Clone, Copy, Default)]
struct Marks {
    status: Option<When>,
    release: Option<Release>,
    classification: Option<&'static str>,
}

/// Status date and release mark that start at `at`, in any order: the token after them.
fn marks_at(words: &Words<'_>, at: usize) -> Option<(Marks, usize)> {
    let mut marks = Marks::default();
    let mut next = at;
    while words.is(next, '(') || words.is(next, '[') {
        let close = words.nesting().partner(next)?;
        let inside = words.span(next + 1, close).of(words.text()).to_lowercase();
        // „(Anlage 1, Stand: 28.10.2022)“
        let dated = inside
            .split([',', ';'])
            .filter_map(|part| part.trim_start().strip_prefix("stand"))
            .any(|rest| !rest.starts_with(char::is_alphabetic));
        // „nicht zur Veröffentlichung bestimmt“
        let marked = ["freigegeben", "freigabe", "zur veröffentlichung"].iter().any(|mark| inside.contains(mark));
        if marked {
            let withheld = inside.split_whitespace().any(|word| matches!(word, "nicht" | "keine" | "ohne"));
            marks.release = Some(if withheld { Release::NotReleased } else { Release::Released });
        }
        // Both may stand in one bracket: „(Stand: 14.09.2023; freigegeben)“.
        if dated || marked && inside.contains("stand") {
            let date = (next + 1..close).find_map(|from| parse_when(words.text(), words.tokens(), from));
            marks.status = date.map(|(when, _)| when).or(marks.status);
        }
        if !(dated || marked) {
            break;
        }
        next = close + 1;
        // „(Stand: 04.11.08) - VS-NfD - (nicht freigegeben)“
        let dash = |at: usize| words.token(at).is_some_and(Token::is_hyphen);
        if dash(next) && words.word(next + 1) == "VS" && words.word(next + 3) == "NfD" {
            marks.classification = Some("VS-NfD");
            next += 4 + usize::from(dash(next + 4));
        }
    }
    (next > at).then_some((marks, next))
}

fn report(words: &Words<'_>, title: (usize, usize), marks: Marks, reporter: Option<BodyId>) -> Report {
    let text = words.span(title.0, title.1).of(words.text());
    let (text, classification) = classified(text);
    Report {
        title: Some(text.replace('\n', " ")),
        oral: false,
        status: marks.status,
        classification: classification.or(marks.classification),
        release: marks.release,
        reporter,
    }
}
