//! Source → [`Document`]: the session heading, agenda items, resolutions, points and protocol notes.
//!
//! Any input parses. A text without an agenda item gives a document without items and one diagnostic.

mod assemble;
mod folded;
mod furniture;
mod heading;
mod heads;
mod lines;
mod numbering;
mod outline;
mod points;
mod reading;
mod session;
mod unmarked;

use crate::calendar::When;
use crate::text::{Diagnostic, OffsetMap, Severity, Source, Span};
use std::fmt::Write;

/// A collection of resolutions as a tree of spans.
///
/// The *reading text* is what a person reads aloud: without page furniture and markup, blanks folded, words divided at
/// line ends joined, bullets on lines of their own. All spans but those of [`blocks`](Self::blocks) are of the reading
/// text; [`map`](Self::map) leads back to the clean text of the source.
#[derive(Debug, Default)]
pub struct Document {
    pub reading: String,
    /// From the reading text to the clean text of the source.
    pub map: OffsetMap,
    /// The clean text cut into blocks without gap or overlap: law „leaves and gaps concatenate to the text“.
    pub blocks: Vec<Block>,
    pub session: SessionHeading,
    pub items: Vec<AgendaItem>,
    /// Every heading and point in the order of the text: the places where facts stand.
    pub passages: Vec<Passage>,
    pub diagnostics: Vec<Diagnostic>,
}

/// What the head of the collection says about the sitting; spans of the reading text.
#[derive(Debug, Default)]
pub struct SessionHeading {
    /// The whole heading; its words name the body.
    pub span: Span,
    pub number: Option<u32>,
    pub when: Option<When>,
    pub place: Option<String>,
}

/// A run of the clean text and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    pub kind: BlockKind,
    /// Of the clean text of the source.
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    SessionHeading,
    /// Running headers, page numbers, „noch TOP 12“ (item 12 continued).
    Furniture,
    ItemHeading,
    /// „Beschluss:“ and the like.
    Mark,
    Text,
    /// Outside of any item: notices, tables of contents.
    Other,
}

/// Position of a passage in [`Document::passages`].
pub type PassageId = u32;

/// One item of the agenda.
#[doc(alias = "Tagesordnungspunkt")]
#[derive(Debug)]
pub struct AgendaItem {
    /// As printed: `57`, `I.17`, `6.5`, `2021/05`.
    pub number: String,
    pub heading: PassageId,
    pub sub_headings: Vec<PassageId>,
    /// Numbered points, or the single unnumbered resolution.
    pub resolution: Vec<PassageId>,
    pub notes: Vec<ProtocolNote>,
    /// Where the item has a sitting of its own: dated in its heading (`34. Sitzung`), or below the head of a further
    /// collection in the same text.
    pub when: Option<When>,
}

#[doc(alias = "Protokollnotiz")]
#[derive(Debug)]
pub struct ProtocolNote {
    /// Who made it, as printed after the mark (`Protokollnotiz BMI:`); may be empty.
    pub by: Span,
    pub points: Vec<PassageId>,
}

/// A heading or point: the smallest place that a fact can stand in.
#[derive(Clone, Debug)]
pub struct Passage {
    /// Position in [`Document::items`].
    pub item: u32,
    pub label: Label,
    /// Of the reading text, without number.
    pub span: Span,
}

/// Where in its item a passage stands; no two passages of an item have the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Label {
    Heading,
    /// `a`, `b`, …
    SubHeading(char),
    Point(u32),
    /// The whole resolution, where it has no numbered points.
    Whole,
    /// The only protocol note of its item, without numbers.
    Note,
    /// A numbered point of a note. The points of several notes, numbered or not, are counted through.
    NotePoint(u32),
}

/// The form of the tables: `0`, `a`, `3`, `-`, `N`, `N2`.
impl std::fmt::Display for Label {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Heading => out.write_str("0"),
            Self::SubHeading(letter) => out.write_char(*letter),
            Self::Point(number) => out.write_str(itoa::Buffer::new().format(*number)),
            Self::Whole => out.write_str("-"),
            Self::Note => out.write_str("N"),
            Self::NotePoint(number) => write!(out, "N{number}"),
        }
    }
}

impl Label {
    #[must_use]
    pub const fn is_note(self) -> bool {
        matches!(self, Self::Note | Self::NotePoint(_))
    }

    #[must_use]
    pub const fn is_heading(self) -> bool {
        matches!(self, Self::Heading | Self::SubHeading(_))
    }
}

/// Reads the structure of a source.
///
/// ```
/// use gremium::structure::{Label, structure};
/// use gremium::text::Source;
/// let source = Source::from_text("notiz", "TOP 1: Haushalt\n\nBeschluss:\n\n1. Die Konferenz stimmt zu.\n2. Sie dankt.");
/// let document = structure(&source);
/// assert_eq!(document.items[0].number, "1");
/// assert_eq!(document.passages[2].label, Label::Point(2));
/// assert_eq!(document.passages[2].span.of(&document.reading), "Sie dankt.");
/// ```
#[must_use]
pub fn structure(source: &Source) -> Document {
    let lines = lines::split(&source.text, &source.pages);
    let roles = outline::roles(&source.text, &lines);
    let mut document = assemble::Assembly::new(&source.text).run(&lines, &roles);
    if document.items.is_empty() {
        document.diagnostics.push(Diagnostic::new(
            Severity::Error,
            "no-agenda-item",
            None,
            "no agenda item was recognised".to_owned(),
            "check that the text is a collection of resolutions whose items have headings",
        ));
    }
    document
}
