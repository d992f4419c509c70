//! What a passage mentions: bodies, norms, reports, earlier decisions, dates.

mod body;
mod model;
mod printed;
pub mod norm;
pub mod reference;
mod report;
mod unresolved;

use crate::calendar::When;
use crate::lexicon::{Asked, AuthorityId, Lexicon, Words};
use crate::structure::{Document, Label, Passage, PassageId};
use crate::text::{Span, set};
use body::known::Known;
use body::{Opens, Place, bodies, choice};
use rustc_hash::FxHashMap;

pub use model::{
    Body, BodyId, Division, Grounding, ItemReference, Mention, MentionKind, Mentions, Norm, Printed, Reference,
    ReferenceKind, Referent, Rejection, Release, Report,
};
pub use unresolved::{unresolved, why_unlinked};

/// What may begin with the words of a vocabulary, for each recogniser.
#[derive(Clone, Debug, Default)]
pub struct Openers {
    bodies: Asked<Opens>,
    citations: Asked<bool>,
    references: Asked<bool>,
}

/// Finds what a document mentions.
///
/// `words` are the passages of the document in order, cut into tokens; `openers` go with their vocabulary.
#[must_use]
pub fn mentions(document: &Document, words: &[Words<'_>], lexicon: &Lexicon, openers: &mut Openers) -> Mentions {
    let mut known = Known::with(std::mem::take(&mut openers.bodies));
    if let Some(conference) =
        conference(document, lexicon, &mut known).or_else(|| deciding(document, words, lexicon, &mut known))
    {
        known.set_conference(conference);
    }
    known.day = choice::day(document, known.conference.and_then(|body| known.listed(body)), lexicon);
    let mut mentions = Vec::new();
    let mut rejected = Vec::new();
    let mut item_from = 0;
    // What needs no bodies is read of all passages first: one recogniser after another keeps its code at hand.
    let mut citations = citations(document, words, lexicon, &mut openers.citations).into_iter();
    let mut references = references(document, words, &mut openers.references).into_iter();
    for (passage, words) in (0..).zip(words) {
        if document.passages.get(passage as usize).is_some_and(|passage| passage.label == Label::Heading) {
            item_from = mentions.len();
            known.begin_item();
        }
        let place = Place { lexicon, words, passage };
        let from = mentions.len();
        known.speaker = known.conference;
        let mut authors: Vec<BodyId> = Vec::new();
        if let Some((by, whole)) = note_author(document, passage) {
            let author = Words::new(&document.reading, by, &lexicon.stems);
            bodies(
                &Place { lexicon, words: &author, passage },
                (0, author.len()),
                &mut known,
                &mut mentions,
                &mut rejected,
            );
            authors = named_bodies(&mentions[from..]);
            known.speaker = authors.first().copied();
            // A numbered note is made once, not at each of its points.
            if !whole {
                mentions.truncate(from);
            }
        }
        bodies(&place, (0, words.len()), &mut known, &mut mentions, &mut rejected);
        joint_speakers(&authors, &known, &place, from, &mut mentions);
        let reports = report::reports(&place, &mentions[from..], &known);
        mentions.extend(reports);
        let (citations, unresolved) = citations.next().unwrap_or_default();
        let own = drop_cited(mentions.split_off(from), &citations, words.text());
        let citations: Vec<norm::Citation> =
            citations.into_iter().filter(|citation| !is_in_name(citation, &own)).collect();
        mentions.extend(own);
        mentions.extend(citations.into_iter().map(|citation| Mention {
            passage,
            span: citation.span,
            kind: MentionKind::Norm(citation.norm),
            rule: citation.rule,
            grounding: citation.grounding,
        }));
        mentions.extend(printed::printed(words, lexicon).into_iter().map(|(span, paper)| Mention {
            passage,
            span,
            kind: MentionKind::Printed(paper),
            rule: "number of a printed paper",
            grounding: Grounding::Literal,
        }));
        let found: Vec<Mention> = references
            .next()
            .unwrap_or_default()
            .into_iter()
            .filter(|raw| !is_to_come(raw, document))
            .filter_map(|raw| refer(&raw, words, passage, &mentions[from..], known.conference, document))
            .collect();
        mentions.extend(found);
        rejected.extend(unresolved.into_iter().map(|(span, reason)| Rejection { passage, span, reason }));
        if !document.passages.get(passage as usize).is_some_and(|passage| passage.label.is_note()) {
            report::release(words, &mut mentions[item_from..]);
        }
        mentions[from..].sort_by_key(|mention| (mention.span.start, std::cmp::Reverse(mention.span.end)));
    }
    openers.bodies = known.openers;
    Mentions { day: known.day, conference: known.conference, bodies: known.bodies, mentions, rejected }
}

/// The norms of each passage, and what cites none.
fn citations(
    document: &Document,
    words: &[Words<'_>],
    lexicon: &Lexicon,
    openers: &mut Asked<bool>,
) -> Vec<norm::Norms> {
    let mut memory = norm::Memory::default();
    let of_passage = |(passage, words): (&Passage, &Words<'_>)| {
        if passage.label == Label::Heading {
            memory.begin_item();
        }
        norm::norms(words, lexicon, &mut memory, openers)
    };
    document.passages.iter().zip(words).map(of_passage).collect()
}

/// What each passage refers to.
fn references(
    document: &Document,
    words: &[Words<'_>],
    openers: &mut Asked<bool>,
) -> Vec<Vec<reference::RawReference>> {
    let of_passage = |(passage, words): (&Passage, &Words<'_>)| {
        let number = document.items.get(passage.item as usize).map_or("", |item| item.number.as_str());
        reference::references(words, number, openers)
    };
    document.passages.iter().zip(words).map(of_passage).collect()
}

fn named_bodies(mentions: &[Mention]) -> Vec<BodyId> {
    let body = |mention: &Mention| match mention.kind {
        MentionKind::Body(body) => Some(body),
        _ => None,
    };
    mentions.iter().filter_map(body).collect()
}

/// „Sie“ and „die vorgenannten Länder“ in a note of several Länder stand for each of them.
fn joint_speakers(authors: &[BodyId], known: &Known, place: &Place<'_, '_>, from: usize, mentions: &mut Vec<Mention>) {
    let Some((first, others)) = authors.split_first() else { return };
    let words = place.words;
    let pointed = |mention: &Mention| {
        let at = words.tokens().partition_point(|token| token.span.start < mention.span.start);
        at > 0 && ["genannten", "aufgeführten", "zeichnenden"].iter().any(|end| words.word(at - 1).ends_with(end))
    };
    for mention in mentions.iter_mut().skip(from) {
        let collective = matches!(mention.kind, MentionKind::Body(body) if known.kind(body) == "kind/collective");
        if collective && pointed(mention) {
            (mention.kind, mention.grounding) = (MentionKind::Body(*first), Grounding::Inherited);
        }
    }
    let spoken = |mention: &&Mention| {
        mention.grounding == Grounding::Inherited && matches!(mention.kind, MentionKind::Body(body) if body == *first)
    };
    let pronouns: Vec<Mention> = mentions.iter().skip(from).filter(spoken).cloned().collect();
    for other in others.iter().filter(|other| known.kind(**other) == known.kind(*first)) {
        mentions.extend(pronouns.iter().map(|pronoun| Mention { kind: MentionKind::Body(*other), ..pronoun.clone() }));
    }
}

/// The body that opens most points as the subject of an act, for collections whose heading names none.
fn deciding(document: &Document, words: &[Words<'_>], lexicon: &Lexicon, known: &mut Known) -> Option<BodyId> {
    let mut counts: Vec<(AuthorityId, usize)> = Vec::new();
    for (_, words) in document
        .passages
        .iter()
        .zip(words)
        .filter(|(passage, _)| !passage.label.is_heading() && !passage.label.is_note())
        .take(500)
    {
        let at = usize::from(words.is_one_of(0, &set!["Die", "Der", "Das"]));
        let Some(found) = lexicon.members_at(words, at).or_else(|| lexicon.body_at(words, at)) else { continue };
        let acts = lexicon.triggers_at(words, found.next).next().is_some();
        let decides = |id: &&AuthorityId| {
            acts && lexicon.authority(**id).is_some_and(|body| !matches!(&*body.kind, "kind/land" | "kind/collective"))
        };
        let Some(id) = found.payloads.first().filter(decides) else { continue };
        match counts.iter_mut().find(|(other, _)| other == id) {
            Some((_, count)) => *count += 1,
            None => counts.push((*id, 1)),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max()?;
    let (id, _) = counts.into_iter().find(|(_, count)| *count == most)?;
    known.authority(lexicon, id)
}

/// The words that say who made the note that a passage belongs to, and whether the passage is the whole of it.
fn note_author(document: &Document, passage: PassageId) -> Option<(Span, bool)> {
    let own = document.passages.get(passage as usize).filter(|own| own.label.is_note())?;
    let notes = &document.items.get(own.item as usize)?.notes;
    let note = notes.iter().find(|note| note.points.contains(&passage)).filter(|note| !note.by.is_empty())?;
    Some((note.by, note.points.len() == 1))
}

/// A sitting that begins with the one that decides or after it sets a deadline or announces itself; nothing is referred to yet.
fn is_to_come(raw: &reference::RawReference, document: &Document) -> bool {
    let sitting = raw.kind == ReferenceKind::Session && !raw.internal;
    let (when, now) = (raw.when.and_then(When::first_day), document.session.when.and_then(When::first_day));
    sitting && when.zip(now).is_some_and(|(when, now)| when >= now)
}

/// So far from a reference, in tokens, its clause is read for its subject.
const LONGEST_CLAUSE: usize = 60;

/// A reference with its body: the one whose name starts at the token, or the conference of the document.
fn refer(
    raw: &reference::RawReference,
    words: &Words<'_>,
    passage: PassageId,
    mentions: &[Mention],
    conference: Option<BodyId>,
    document: &Document,
) -> Option<Mention> {
    let named = |at: usize| {
        let start = words.token(at)?.span.start;
        mentions.iter().find_map(|mention| match mention.kind {
            MentionKind::Body(body) if mention.span.start == start => Some(body),
            _ => None,
        })
    };
    // „Der AK II hat mit Beschluss vom 5. Oktober 2011 … zugeleitet“, „dass die IMK mit ihrem Beschluss vom … hat“: whose
    // decision it is, the subject says.
    let at = words.tokens().partition_point(|token| token.span.start < raw.span.start);
    let judgment = raw.rule == reference::JUDGMENT;
    let by = |at: usize| at > 0 && words.is_one_of(at - 1, &set!["mit", "durch"]);
    let of_subject = || {
        let sentence = words.sentences().iter().find(|sentence| sentence.contains(&at))?;
        let has =
            |range: std::ops::Range<usize>| range.into_iter().any(|at| words.is_one_of(at, &set!["hat", "haben"]));
        let clause = sentence.start.max(at.saturating_sub(LONGEST_CLAUSE))..sentence.end.min(at + LONGEST_CLAUSE);
        let dass = (clause.start..at).rev().find(|at| words.is_one_of(*at, &set!["dass", "nachdem"]));
        let (start, perfect) = match dass {
            Some(dass) => (dass + 1, has(at..clause.end)),
            None => (sentence.start, has(sentence.start + 1..at.min(sentence.start + 8))),
        };
        // What they did „mit Beschluss“ may be ours; „mit ihrem Beschluss“ is theirs, and „mit Urteil“ a court's.
        let own = (dass.is_none() || judgment) && by(at)
            || at > 1 && words.is_one_of(at - 1, &set!["ihrem", "ihren", "seinem"]) && by(at - 1)
            || at > 1
                && words.is_one_of(at - 1, &set!["ihrer", "seiner"])
                && words.is_one_of(at - 2, &set!["in", "auf"])
                && !(start..at).any(|at| words.is(at, ','));
        // „dass sich der AK II in seiner Sitzung am 5. Oktober 2011 zu TOP 3 … verständigt hat“
        let start = start + usize::from(words.is_one_of(start, &set!["sich"]));
        named(start).or_else(|| named(start + 1)).filter(|_| perfect && (own || raw.rule == "dated-item"))
    };
    let body = |mention: &Mention| match mention.kind {
        MentionKind::Body(body) => Some(body),
        _ => None,
    };
    // „über deren Sitzung am 27. und 28. März“: of whom the sentence spoke last.
    let whose = || {
        let pointed = raw.kind == ReferenceKind::Session && at > 0 && words.is_one_of(at - 1, &set!["deren", "dessen"]);
        let before = mentions.iter().rev().filter(|mention| pointed && mention.span.end <= raw.span.start);
        before.filter_map(body).find(|body| Some(*body) != conference)
    };
    // „den IT-Planungsrat, der mit Entscheidung vom … festgelegt hat“
    let of_antecedent = || {
        let relative = |at: &usize| words.is(*at, ',') && words.is_one_of(at + 1, &set!["der", "die", "das"]);
        let comma = (at.saturating_sub(12)..at).rev().find(relative).filter(|_| by(at) || by(at - 1))?;
        let mut clause = (at..at + LONGEST_CLAUSE).take_while(|at| !words.is(*at, ','));
        let perfect = clause.any(|at| words.is_one_of(at, &set!["hat", "haben"]));
        let end = words.token(comma.checked_sub(1)?)?.span.end;
        mentions.iter().filter(|mention| perfect && mention.span.end == end).find_map(body)
    };
    let reference = Reference {
        body: match raw.body {
            Some(at) => named(at).or_else(|| of_subject().filter(|_| raw.rule == "dated-item")),
            None => of_subject().or_else(whose).or_else(of_antecedent).or(conference.filter(|_| !judgment)),
        },
        when: if raw.internal { document.session.when } else { raw.when },
        session: raw.session,
        item: raw.item.clone(),
        kind: raw.kind,
        internal: raw.internal,
    };
    let grounding = if raw.body.is_none() { Grounding::Inherited } else { Grounding::Literal };
    if reference.refers_to_nothing() || judgment && reference.body.is_none() {
        return None;
    }
    Some(Mention { passage, span: raw.span, kind: MentionKind::Reference(reference), rule: raw.rule, grounding })
}

/// Whether a statute is only named within the name of a body, „Bund-Länder-Ausschuss Handwerksordnung“, or an abbreviation is that
/// of a body here: `StAG` is the standing working group of the EMK.
fn is_in_name(citation: &norm::Citation, mentions: &[Mention]) -> bool {
    citation.norm.division.is_none()
        && mentions.iter().any(|mention| {
            matches!(mention.kind, MentionKind::Body(_))
                && mention.span.contains(citation.span)
                && (mention.span.start < citation.span.start || mention.span == citation.span)
        })
}

/// Bodies without those whose name is a statute's where it stands: in `§ 5 BMG` the abbreviation is the act's, elsewhere
/// the ministry's.
fn drop_cited(mut mentions: Vec<Mention>, citations: &[norm::Citation], text: &str) -> Vec<Mention> {
    let statutes: FxHashMap<u32, &str> = citations
        .iter()
        .filter(|citation| citation.norm.division.is_some())
        .map(|citation| (citation.span.end, citation.norm.statute.as_str()))
        .collect();
    mentions.retain(|mention| {
        let name = mention.span.of(text);
        !matches!(mention.kind, MentionKind::Body(_)) || statutes.get(&mention.span.end) != Some(&name)
    });
    mentions
}

/// The body that the heading of the collection names.
fn conference(document: &Document, lexicon: &Lexicon, known: &mut Known) -> Option<BodyId> {
    let words = Words::new(&document.reading, document.session.span, &lexicon.stems);
    let mut found: Option<(usize, BodyId)> = None;
    let mut at = 0;
    while at < words.len() {
        let hit = lexicon.body_at(&words, at).or_else(|| lexicon.members_at(&words, at));
        match hit.and_then(|hit| {
            Some((hit.next, known.resolve(lexicon, &hit.payloads, words.span(at, hit.next).of(words.text()))?))
        }) {
            Some((next, body)) => {
                // The Länder are in the names of conferences, and hold none.
                let rank = match known.kind(body) {
                    "kind/conference" => 2,
                    "kind/land" | "kind/collective" => 0,
                    _ => 1,
                };
                if found.is_none_or(|(best, _)| rank > best) {
                    found = Some((rank, body));
                }
                at = next;
            }
            None => at += 1,
        }
    }
    found.filter(|(rank, _)| *rank > 0).map(|(_, body)| body)
}
