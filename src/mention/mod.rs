//! What a passage mentions: bodies, norms, reports, earlier decisions, dates.

mod body;
pub mod norm;
pub mod reference;
mod report;
mod unresolved;

use crate::calendar::When;
use crate::lexicon::{AuthorityId, Lexicon, StatuteId, Words};
use crate::structure::{Document, Label, PassageId};
use crate::text::Span;
use body::{Place, bodies};
use body::known::Known;

pub use unresolved::unresolved;

/// Finds what a document mentions.
///
/// `words` are the passages of the document in order, cut into tokens.
#[must_use]
pub fn mentions(document: &Document, words: &[Words<'_>], lexicon: &Lexicon) -> Mentions {
    let mut known = Known::default();
    if let Some(conference) = conference(document, lexicon, &mut known).or_else(|| deciding(document, words, lexicon, &mut known)) {
        known.set_conference(conference);
    }
    let mut mentions = Vec::new();
    let mut rejected = Vec::new();
    let mut statutes = norm::Memory::default();
    for (passage, words) in (0..).zip(words) {
        if document.passages.get(passage as usize).is_some_and(|passage| passage.label == Label::Heading) {
            statutes.begin_item();
            known.begin_item();
        }
        let place = Place { lexicon, words, passage };
        let from = mentions.len();
        known.speaker = known.conference;
        if let Some((by, whole)) = note_author(document, passage) {
            let author = Words::new(&document.reading, by, &lexicon.stems);
            bodies(&Place { lexicon, words: &author, passage }, (0, author.len()), &mut known, &mut mentions, &mut rejected);
            known.speaker = mentions[from..].iter().find_map(|mention| match mention.kind {
                MentionKind::Body(body) => Some(body),
                _ => None,
            });
            // A numbered note is made once, not at each of its points.
            if !whole {
                mentions.truncate(from);
            }
        }
        bodies(&place, (0, words.len()), &mut known, &mut mentions, &mut rejected);
        let reports = report::reports(&place, &mentions[from..], &known);
        mentions.extend(reports);
        let (citations, unresolved) = norm::norms(words, lexicon, &mut statutes);
        mentions.extend(citations.into_iter().map(|citation| Mention {
            passage,
            span: citation.span,
            kind: MentionKind::Norm(citation.norm),
            rule: citation.rule,
            grounding: citation.grounding,
        }));
        let item = document.passages.get(passage as usize).and_then(|passage| document.items.get(passage.item as usize));
        let number = item.map_or("", |item| item.number.as_str());
        let found: Vec<Mention> = reference::references(words.text(), words.tokens(), number)
            .into_iter()
            .filter(|raw| !is_to_come(raw, document))
            .map(|raw| refer(&raw, words, passage, &mentions[from..], known.conference, document))
            .filter(|mention| !matches!(&mention.kind, MentionKind::Reference(reference) if reference.refers_to_nothing()))
            .collect();
        mentions.extend(found);
        rejected.extend(unresolved.into_iter().map(|(span, reason)| Rejection { passage, span, reason }));
        mentions[from..].sort_by_key(|mention| (mention.span.start, std::cmp::Reverse(mention.span.end)));
    }
    Mentions { conference: known.conference, bodies: known.bodies, mentions, rejected }
}

/// The body that opens most points as the subject of an act, for collections whose heading names none.
fn deciding(document: &Document, words: &[Words<'_>], lexicon: &Lexicon, known: &mut Known) -> Option<BodyId> {
    let mut counts: Vec<(AuthorityId, usize)> = Vec::new();
    for (_, words) in document.passages.iter().zip(words).filter(|(passage, _)| !passage.label.is_heading() && !passage.label.is_note()).take(500) {
        let at = usize::from(words.is_one_of(0, &["Die", "Der", "Das"]));
        let Some(found) = lexicon.members_at(words, at).or_else(|| lexicon.body_at(words, at)) else { continue };
        let Some(id) = found.payloads.first().filter(|_| lexicon.triggers_at(words, found.next).next().is_some()) else { continue };
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

/// A sitting after the one that decides sets a deadline or announces itself; nothing is referred to yet.
fn is_to_come(raw: &reference::RawReference, document: &Document) -> bool {
    let sitting = raw.kind == ReferenceKind::Session && !raw.internal;
    let (when, now) = (raw.when.and_then(When::first_day), document.session.when.and_then(When::last_day));
    sitting && when.zip(now).is_some_and(|(when, now)| when > now)
}

/// A reference with its body: the one whose name starts at the token, or the conference of the document.
fn refer(
    raw: &reference::RawReference,
    words: &Words<'_>,
    passage: PassageId,
    mentions: &[Mention],
    conference: Option<BodyId>,
    document: &Document,
) -> Mention {
    let named = |at: usize| {
        let start = words.token(at)?.span.start;
        mentions.iter().find_map(|mention| match mention.kind {
            MentionKind::Body(body) if mention.span.start == start => Some(body),
            _ => None,
        })
    };
    let reference = Reference {
        body: raw.body.map_or(conference, named),
        when: if raw.internal { document.session.when } else { raw.when },
        session: raw.session,
        item: raw.item.clone(),
        kind: raw.kind,
        internal: raw.internal,
    };
    let grounding = if raw.body.is_none() { Grounding::Inherited } else { Grounding::Literal };
    Mention { passage, span: raw.span, kind: MentionKind::Reference(reference), rule: raw.rule, grounding }
}

/// The body that the heading of the collection names.
fn conference(document: &Document, lexicon: &Lexicon, known: &mut Known) -> Option<BodyId> {
    let words = Words::new(&document.reading, document.session.span, &lexicon.stems);
    let mut found: Option<(usize, BodyId)> = None;
    let mut at = 0;
    while at < words.len() {
        let hit = lexicon.body_at(&words, at).or_else(|| lexicon.members_at(&words, at));
        match hit.and_then(|hit| Some((hit.next, known.resolve(lexicon, &hit.payloads, words.span(at, hit.next).of(words.text()))?))) {
            Some((next, body)) => {
                let rank = usize::from(known.kind(body) == "kind/conference") * 2 + usize::from(known.kind(body) != "kind/land");
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

/// Everything that a document mentions.
#[derive(Debug, Default)]
pub struct Mentions {
    /// Bodies of this document, known and unknown; mentions point into it.
    pub bodies: Vec<Body>,
    /// The conference whose resolutions these are.
    pub conference: Option<BodyId>,
    /// In the order of the text.
    pub mentions: Vec<Mention>,
    /// Words that looked like a mention, and why they are none.
    pub rejected: Vec<Rejection>,
}

/// Position in [`Mentions::bodies`].
pub type BodyId = u32;

/// A body as this document knows it.
#[derive(Clone, Debug)]
pub struct Body {
    /// Path below `…/id/`: `body/bmi`.
    pub key: String,
    /// Normal form, as in the tables: `BMI`, `BLAG Menschenhandel`.
    pub label: String,
    /// Path of its kind below `…/id/`: `kind/working-group`.
    pub kind: String,
    pub referent: Referent,
    /// The longest name that this document gives it.
    pub name: Option<String>,
}

impl Body {
    /// Whether „er“ and „ihn“ stand for it: a council, committee or circle.
    #[must_use]
    pub fn is_masculine(&self) -> bool {
        let head = self.name.as_deref().unwrap_or(&self.label).split_whitespace().next().unwrap_or("");
        ["rat", "kreis", "ausschuss", "verbund", "Bund"].iter().any(|end| head.ends_with(end))
    }
}

/// What a name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Referent {
    Known(AuthorityId),
    /// Several authorities bear the name and nothing in the document decides.
    Ambiguous(Vec<AuthorityId>),
    /// Recognised by shape only.
    Unknown,
}

#[derive(Clone, Debug)]
pub struct Mention {
    pub passage: PassageId,
    /// Of the reading text.
    pub span: Span,
    pub kind: MentionKind,
    /// Name of the rule that found it, as `explain` shows it.
    pub rule: &'static str,
    pub grounding: Grounding,
}

#[derive(Clone, Debug)]
pub enum MentionKind {
    Body(BodyId),
    Norm(Norm),
    Report(Report),
    Reference(Reference),
    Date(When),
}

/// How the words carry the statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grounding {
    /// The words name it.
    Literal,
    /// The words point to a name elsewhere: pronouns, possessives, abbreviations introduced before.
    Inherited,
    /// Follows from the words by a rule of the genre.
    Inferred,
}

/// A norm: a statute and the part of it that is cited.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Norm {
    /// Normal form of the statute: `StPO`, or its full title.
    pub statute: String,
    pub authority: Option<StatuteId>,
    pub division: Option<Division>,
    /// `99`, `3a`.
    pub number: Option<String>,
    #[doc(alias = "Absatz")]
    pub paragraph: Option<String>,
    #[doc(alias = "Satz")]
    pub sentence: Option<String>,
    #[doc(alias = "Nummer")]
    pub item: Option<String>,
    #[doc(alias = "Buchstabe")]
    pub letter: Option<String>,
}

/// How a statute counts its provisions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Division {
    Section,
    Article,
}

#[doc(alias = "Bericht")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// None for an oral report.
    pub title: Option<String>,
    pub oral: bool,
    #[doc(alias = "Stand")]
    pub status: Option<When>,
    /// `VS-NfD`.
    pub classification: Option<&'static str>,
    pub release: Option<Release>,
    pub reporter: Option<BodyId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Release {
    Released,
    NotReleased,
}

/// A reference to another decision, sitting or mandate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    pub body: Option<BodyId>,
    pub when: Option<When>,
    /// Number of the sitting, where the text gives it.
    pub session: Option<u32>,
    /// As in the tables: `TOP 29 Ziffer 2`, `Beschluss 2018/37`.
    pub item: Option<ItemReference>,
    pub kind: ReferenceKind,
    /// Refers to the resolution it stands in.
    pub internal: bool,
}

impl Reference {
    /// Neither whose, nor of when, nor which: the words named a body that is none.
    const fn refers_to_nothing(&self) -> bool {
        self.body.is_none() && self.when.is_none() && self.item.is_none()
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemReference {
    /// Number of the agenda item and, if given, of the point.
    Item(String, Option<u32>),
    /// A decision with a number of its own: `Beschluss 2018/37`, `Umlaufbeschluss 03/2020`.
    Decision(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceKind {
    Decision,
    Session,
    Mandate,
}

/// Words that looked like a mention or act and are none.
#[derive(Clone, Debug)]
pub struct Rejection {
    pub passage: PassageId,
    pub span: Span,
    pub reason: &'static str,
}

impl Norm {
    /// Normal form of the tables: `StPO § 99 Abs 2`.
    #[must_use]
    pub fn citation(&self) -> String {
        let mut out = self.statute.clone();
        let division = self.division.map(|division| match division {
            Division::Section => "§",
            Division::Article => "Art",
        });
        let parts = [
            (division, &self.number),
            (Some("Abs"), &self.paragraph),
            (Some("Satz"), &self.sentence),
            (Some("Nr"), &self.item),
            (Some("Buchst"), &self.letter),
        ];
        for (word, value) in parts {
            if let (Some(word), Some(value)) = (word, value) {
                for piece in [" ", word, " ", value] {
                    out.push_str(piece);
                }
            }
        }
        out
    }
}

impl std::fmt::Display for ItemReference {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Item(number, None) => write!(out, "TOP {number}"),
            Self::Item(number, Some(point)) => write!(out, "TOP {number} Ziffer {point}"),
            Self::Decision(number) => out.write_str(number),
        }
    }
}
