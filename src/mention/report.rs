//! Reports that the conference takes note of or that carry a status date or release mark.
//!
//! Written: `den „Titel -VS-NfD-“ (Stand: 10.08.21) (nicht freigegeben)`, with or without quotation marks; oral:
//! `den mündlichen Bericht des BMI`.

use super::body::Place;
use super::body::known::Known;
use super::{BodyId, Grounding, Mention, MentionKind, Release, Report};
use crate::calendar::{When, parse_when};
use crate::lexicon::Words;
use crate::text::{Span, sentences};

/// Ends of nouns for documents that a conference takes note of.
const DOCUMENTS: [&str; 22] = [
    "bericht", "berichts", "berichtes", "berichte", "studie", "strategie", "entwurf", "entwurfs", "leitlinien", "konzept", "konzepts",
    "gutachten", "papier", "empfehlungen", "eckpunkte", "lagebild", "fortschreibung", "leitfaden", "bilanz", "evaluation", "programm",
    "vereinbarung",
];

/// How far back from its marks a title is looked for, in tokens.
const REACH: usize = 400;

/// Reports of one passage. `bodies` are the bodies mentioned in it.
pub(super) fn reports(place: &Place<'_, '_>, bodies: &[Mention], known: &Known) -> Vec<Mention> {
    let words = place.words;
    let mut found = Vec::new();
    let mut at = 0;
    let mut sentences = sentences(words.text(), words.tokens(), words.nesting()).into_iter();
    let mut sentence_end = 0;
    while at < words.len() {
        while at >= sentence_end && let Some(sentence) = sentences.next() {
            sentence_end = sentence.end;
        }
        let report = oral_at(words, at, bodies).or_else(|| marked_at(place, at, bodies, known)).or_else(|| noted_at(words, at, sentence_end, bodies, known));
        match report {
            Some((start, next, report, rule)) => {
                let span = words.span(start, next);
                let push = |report: Report| Mention { passage: place.passage, span, kind: MentionKind::Report(report), rule, grounding: Grounding::Literal };
                let others = joint_reporters(words, if report.oral { next } else { author_end(words, start, next, &report, bodies) }, bodies);
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

/// „mündlichen Bericht des Vertreters des Landes Hessen“
fn oral_at(words: &Words<'_>, at: usize, bodies: &[Mention]) -> Option<Found> {
    if !words.word(at).starts_with("mündliche") {
        return None;
    }
    let noun = (at + 1..at + 4).find(|noun| words.is_capitalised(*noun))?;
    let lower = words.word(noun).to_lowercase();
    let reports = ["bericht", "berichte", "berichterstattung", "ergänzung", "ergänzungen", "erläuterungen", "ausführungen", "unterrichtung", "vortrag", "information", "informationen"];
    if !reports.iter().any(|end| lower.ends_with(end) || lower.trim_end_matches(['s', 'e', 'n']).ends_with(end)) {
        return None;
    }
    let (reporter, end) = author_after(words, noun + 1, bodies).map_or((None, noun + 1), |(body, end)| (Some(body), end));
    let report = Report { title: None, oral: true, status: None, classification: None, release: None, reporter };
    Some((at, end, report, "oral report"))
}

/// A document with a status date, a release mark, or both, in brackets behind it.
fn marked_at(place: &Place<'_, '_>, at: usize, bodies: &[Mention], known: &Known) -> Option<Found> {
    let words = place.words;
    let (marks, end) = marks_at(words, at)?;
    let (start, title) = titled_before(words, at, bodies)?;
    // „(nicht freigegeben) des Bundes und der Länder“ completes the name before the marks.
    let completes = place.lexicon.shape_at(words, end).is_some();
    let author = author_of(words, start, title, bodies, known).or_else(|| author_after(words, end, bodies).map(|(body, _)| body).filter(|_| !completes));
    Some((start, end, report(words, title, marks, author), "document with status date or release mark"))
}

/// „nimmt den Bericht „Titel“ zur Kenntnis“: no marks, but the conference takes note of it.
fn noted_at(words: &Words<'_>, at: usize, sentence_end: usize, bodies: &[Mention], known: &Known) -> Option<Found> {
    if !matches!(words.word(at), "nimmt" | "nehmen") || words.nesting().depth(at) > 0 {
        return None;
    }
    let end = (at + 1..sentence_end).find(|end| words.is_one_of(*end, &["zur"]) && words.word(end + 1) == "Kenntnis")?;
    let given = author_before(words, at + 1, end, bodies);
    let at = given.map_or(at, |(_, participle)| participle);
    // „den Bericht des BMI und den mündlichen Bericht des DOSB“: the oral one is read by itself.
    let end = (at + 1..end).find(|inside| words.word(*inside).starts_with("mündliche")).map_or(end, |oral| oral.saturating_sub(2));
    if end <= at + 1 || (at + 1..end).any(|inside| marks_at(words, inside).is_some()) {
        return None;
    }
    let noun = (at + 1..end.min(at + 9)).find(|noun| is_document(words.word(*noun)) || opens_quote(words, *noun))?;
    // The document must be the object itself: „den im Bericht dargelegten Bedarf“ takes note of a need.
    if (at + 1..noun).any(|before| words.is_one_of(before, &["im", "in", "aus", "zum", "zur", "des", "der", "vom", "mit"]) || words.is(before, ',')) {
        return None;
    }
    let (start, title) = if opens_quote(words, noun) {
        (noun, (noun + 1, words.nesting().partner(noun).filter(|close| *close <= end)?))
    } else if opens_quote(words, noun + 1) {
        (noun, (noun + 2, words.nesting().partner(noun + 1).filter(|close| *close <= end)?))
    } else {
        (noun, (noun, object_end(words, noun, end, bodies)))
    };
    let author = given.map(|(body, _)| body).or_else(|| author_of(words, start, title, bodies, known));
    Some((start, title.1, report(words, title, Marks::default(), author), "document that is taken note of"))
}

#[derive(Clone, Copy, Default)]
struct Marks {
    status: Option<When>,
    release: Option<Release>,
}

/// Status date and release mark that start at `at`, in any order: the token after them.
fn marks_at(words: &Words<'_>, at: usize) -> Option<(Marks, usize)> {
    let mut marks = Marks::default();
    let mut next = at;
    while words.is(next, '(') || words.is(next, '[') {
        let close = words.nesting().partner(next)?;
        let inside = words.span(next + 1, close).of(words.text()).to_lowercase();
        if inside.strip_prefix("stand").is_some_and(|rest| !rest.starts_with(char::is_alphabetic)) {
            let date = (next + 2..close).find_map(|from| parse_when(words.text(), words.tokens(), from));
            marks.status = date.map(|(when, _)| when);
        } else if inside.contains("freigegeben") || inside.contains("freigabe") {
            let withheld = inside.split_whitespace().any(|word| matches!(word, "nicht" | "keine" | "ohne"));
            marks.release = Some(if withheld { Release::NotReleased } else { Release::Released });
            if let Some(status) = inside.find("stand").and_then(|_| (next + 1..close).find_map(|from| parse_when(words.text(), words.tokens(), from))) {
                marks.status = Some(status.0);
            }
        } else if marks.status.is_none() && marks.release.is_none() {
            return None;
        } else {
            break;
        }
        next = close + 1;
    }
    (next > at).then_some((marks, next))
}

/// The title before the marks: where the mention starts, and the tokens of the title.
fn titled_before(words: &Words<'_>, at: usize, bodies: &[Mention]) -> Option<(usize, (usize, usize))> {
    let last = at.checked_sub(1)?;
    let start = clause_start(words, at);
    let closes = words.token(last).is_some_and(|token| matches!(token.first, '“' | '”' | '"' | '‘' | '’' | '«' | '»'));
    // The noun of the document, or the quotation mark that opens its title, whichever comes first.
    let first_quote = (start..at).find(|index| opens_quote(words, *index));
    let noun = (start..first_quote.unwrap_or(at)).find(|index| is_document(words.word(*index)));
    if closes
        && let Some(open) = words.nesting().partner(last).filter(|open| *open < last && first_quote == Some(*open)).or(first_quote)
    {
        // „den Bericht „X““ or „den „X““: the quotation is the title. „den Bericht zum Stand der Kommission „X““: a name in it.
        let authored = |noun: usize| author_after(words, noun + 1, bodies).is_some_and(|(_, end)| end == open);
        let direct = noun.is_none_or(|noun| noun + 1 == open || open > noun && is_document(words.word(open - 1)) || authored(noun));
        return Some(match noun.filter(|_| !direct) {
            Some(noun) => (noun, (noun, at)),
            None => (noun.filter(|noun| authored(*noun)).unwrap_or(open), (open + 1, last)),
        });
    }
    noun.or_else(|| (start..at).find(|index| words.is_capitalised(*index))).map(|noun| (noun, (noun, at)))
}

/// Start of the object that ends before `at`: after the finite verb of taking note, a comma that opens a new object, or the
/// marks of a document before.
fn clause_start(words: &Words<'_>, at: usize) -> usize {
    for index in (at.saturating_sub(REACH)..at).rev() {
        let previous_marks = words.is(index, ')') && words.nesting().depth(index) == 0 && words.nesting().partner(index).is_some_and(|open| marks_at(words, open).is_some());
        let sentence = words.is(index, '.') && words.nesting().depth(index) == 0 && words.is_capitalised(index + 1) && !words.token(index.saturating_sub(1)).is_some_and(crate::text::Token::is_number);
        if previous_marks || sentence || matches!(words.word(index), "nimmt" | "nehmen" | "sowie" | "einschließlich") && words.nesting().depth(index) == 0 {
            return index + 1;
        }
    }
    at.saturating_sub(REACH)
}

fn opens_quote(words: &Words<'_>, at: usize) -> bool {
    words.token(at).is_some_and(|token| matches!(token.first, '„' | '‚' | '»' | '"' | '“')) && words.token(at + 1).is_some_and(|next| next.glued)
}

fn is_document(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase) && {
        let lower = word.to_lowercase();
        DOCUMENTS.iter().any(|end| lower.ends_with(end))
    }
}

/// End of an unquoted title before „zur Kenntnis“: at a comma or at the end of the object.
fn object_end(words: &Words<'_>, noun: usize, end: usize, bodies: &[Mention]) -> usize {
    // „Bericht des Bundesministeriums für Verkehr, Bau und Stadtentwicklung“: a comma inside a name ends nothing.
    let named = |at: usize| {
        words.token(at).is_some_and(|token| {
            let before = bodies.partition_point(|body| body.span.start < token.span.start);
            bodies.get(..before).unwrap_or(&[]).iter().rev().take(4).any(|body| body.span.contains(token.span))
        })
    };
    // „Berichte der Länder Bayern, Hessen und Bremen“: nor does one in a list of names.
    let listed = |at: usize| words.token(at + 1).is_some_and(|token| bodies.binary_search_by_key(&token.span.start, |body| body.span.start).is_ok());
    (noun + 1..end).find(|at| words.is(*at, ',') && !named(*at) && !listed(*at) || words.is_one_of(*at, &["zustimmend"])).unwrap_or(end)
}

fn report(words: &Words<'_>, title: (usize, usize), marks: Marks, reporter: Option<BodyId>) -> Report {
    let text = words.span(title.0, title.1).of(words.text());
    let (text, classification) = classified(text);
    Report { title: Some(text.replace('\n', " ")), oral: false, status: marks.status, classification, release: marks.release, reporter }
}

/// Takes the classification suffix (`-VS-NfD-`) off a title.
fn classified(title: &str) -> (&str, Option<&'static str>) {
    let trimmed = title.trim().trim_end_matches(['-', '–', ')', ' ']);
    for (mark, class) in [("VS-NfD", "VS-NfD"), ("VS – NfD", "VS-NfD"), ("VS NfD", "VS-NfD"), ("VS-Nur für den Dienstgebrauch", "VS-NfD")] {
        if let Some(rest) = trimmed.strip_suffix(mark) {
            return (rest.trim_end_matches(['-', '–', '(', ' ', ',']).trim_end(), Some(class));
        }
    }
    (title.trim(), None)
}

/// „den vom AK II vorgelegten Bericht“: the agent of the participle before the noun, and the participle.
fn author_before(words: &Words<'_>, at: usize, end: usize, bodies: &[Mention]) -> Option<(BodyId, usize)> {
    const GIVEN: [&str; 7] = ["vorgelegte", "erstellte", "erarbeitete", "vorgestellte", "verfasste", "übermittelte", "abgegebene"];
    let article = words.is_one_of(at, &["den", "die", "das", "dem"]) && words.is_one_of(at + 1, &["vom", "von", "durch"]);
    let name = (at + 2..at + 5).filter(|_| article).find_map(|at| {
        let start = words.token(at)?.span.start;
        let first = bodies.partition_point(|mention| mention.span.start < start);
        bodies.get(first).filter(|mention| mention.span.start == start)
    })?;
    let MentionKind::Body(body) = name.kind else { return None };
    let participle = (at + 2..end.min(at + 32)).find(|at| {
        let word = words.word(*at);
        words.token(*at).is_some_and(|token| token.span.start >= name.span.end) && GIVEN.iter().any(|given| word.strip_prefix(given).is_some_and(|rest| matches!(rest, "" | "n" | "r" | "s")))
    })?;
    Some((body, participle))
}

/// The body right after the noun: „des BMI“, „der Bundesregierung“, „des Vertreters des Landes Hessen“.
fn author_after(words: &Words<'_>, at: usize, bodies: &[Mention]) -> Option<(BodyId, usize)> {
    let mut next = at;
    while words.is_one_of(next, &["des", "der", "vom", "von", "dem", "Vertreters", "Vertreterin", "Vertreter", "Landes", "Länder", "Freistaates", "Freistaats", "Vorsitzlandes", "Berichterstatters"]) {
        next += 1;
    }
    let token = words.token(next).filter(|_| next > at)?;
    // „des Landes Hessen“ may be one name, so a body may start at any of the skipped words.
    let starts = words.span(at, next + 1);
    let near = from(bodies, starts.start);
    let near = near.get(..near.len().min(8)).unwrap_or(near);
    let last = words.token(next - 1)?.span.end;
    let inside = |mention: &&Mention| starts.contains(Span::new(mention.span.start, mention.span.start));
    // „Bericht des Vorsitzlandes“: a skipped word may be the whole name.
    let hit = near.iter().find(|mention| inside(mention) && mention.span.end >= token.span.end).or_else(|| near.iter().find(|mention| inside(mention) && mention.span.end == last))?;
    // In „UA RV-Arbeitsgruppe ‚…‘“ the group behind the hyphen is meant.
    let joined = from(bodies, hit.span.end).iter().take(2).find(|mention| mention.span.start == hit.span.end + 1 && mention.grounding == Grounding::Literal && words.text().get(hit.span.end as usize..).is_some_and(|rest| rest.starts_with('-')));
    let hit = joined.unwrap_or(hit);
    let MentionKind::Body(body) = hit.kind else { return None };
    let end = (next..words.len()).find(|end| words.token(*end).is_none_or(|token| token.span.start >= hit.span.end)).unwrap_or(words.len());
    Some((body, end))
}

/// The mentions that start at `start` or later.
fn from(bodies: &[Mention], start: u32) -> &[Mention] {
    bodies.get(bodies.partition_point(|mention| mention.span.start < start)..).unwrap_or(&[])
}

/// The token after the name of the author behind the noun of a written report, the abbreviation in brackets included.
fn author_end(words: &Words<'_>, start: usize, next: usize, report: &Report, bodies: &[Mention]) -> usize {
    let noun = (start..next).find(|at| is_document(words.word(*at)));
    let author = noun.and_then(|noun| author_after(words, noun + 1, bodies)).filter(|(body, _)| report.reporter == Some(*body));
    author.map_or(words.len(), |(_, end)| words.nesting().after(end).filter(|_| words.is(end, '(')).unwrap_or(end))
}

/// „der Länder Hessen und Bremen“: who else gives the report.
fn joint_reporters(words: &Words<'_>, at: usize, bodies: &[Mention]) -> Vec<BodyId> {
    let (mut others, mut next) = (Vec::new(), at);
    while words.is(next, ',') || words.is_one_of(next, &["und", "sowie"]) {
        next += 1;
        while words.is_one_of(next, &["des", "der", "Landes", "Freistaates"]) {
            next += 1;
        }
        let Some(start) = words.token(next).map(|token| token.span.start) else { break };
        let Some(hit) = from(bodies, start.saturating_sub(64)).iter().take(16).find(|mention| mention.span.start == start || mention.span.start < start && mention.span.end > start) else { break };
        let MentionKind::Body(body) = hit.kind else { break };
        others.push(body);
        next = (next..words.len()).find(|at| words.token(*at).is_none_or(|token| token.span.start >= hit.span.end)).unwrap_or(words.len());
    }
    others
}

/// The author that a title names: behind its report noun (`Abschlussbericht des BMI zu …`), or a group at its very end.
fn author_of(words: &Words<'_>, start: usize, title: (usize, usize), bodies: &[Mention], known: &Known) -> Option<BodyId> {
    let noun = (start..title.1).find(|index| is_document(words.word(*index)) || words.word(*index).ends_with("ericht"));
    if let Some((body, _)) = noun.and_then(|noun| author_after(words, noun + 1, bodies)) {
        return Some(body);
    }
    noun?;
    let end = words.token(title.1.saturating_sub(1))?.span.end;
    let inside = from(bodies, words.span(title.0, title.0 + 1).start + 1);
    let last = inside.iter().take(64).filter(|mention| mention.span.start < end).rfind(|mention| mention.span.end <= end && end - mention.span.end <= 20)?;
    let MentionKind::Body(body) = last.kind else { return None };
    let at = (title.0..title.1).find(|index| words.token(*index).is_some_and(|token| token.span.start >= last.span.start))?;
    if at >= 2 && words.is_one_of(at - 2, &["und", "sowie"]) {
        return None;
    }
    let genitive = (1..3).any(|back| at.checked_sub(back).is_some_and(|before| words.is_one_of(before, &["der", "des"])));
    let group = matches!(known.kind(body), "kind/working-group" | "kind/project-group" | "kind/conference-committee");
    (genitive && group && !words.is_one_of(at.saturating_sub(2), &["Sachstand", "Stand"])).then_some(body)
}
