//! Lines and their roles → the tree of the document. How resolutions divide into points is in `points`.

use super::lines::{Line, ListMark};
use super::outline::Role;
use super::reading::{Joint, Reading};
use super::{AgendaItem, Block, BlockKind, Document, Label, Passage, PassageId, ProtocolNote, numbering, session};
use crate::calendar::When;
use crate::text::{Span, tokenize};

/// Where the walk through the lines stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Outside,
    Heading,
    /// Between heading and „Beschluss:“.
    Preamble,
    Resolution,
    Note,
}

/// What stands between a line and the text before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    None,
    Blank,
    /// Page furniture, with blank lines or without.
    Page,
}

/// The tree so far, and what the next line is read against.
pub(super) struct Assembly<'t> {
    pub(super) text: &'t str,
    pub(super) reading: Reading<'t>,
    pub(super) document: Document,
    pub(super) place: Place,
    /// The passage that words are added to, if one is open.
    pub(super) open: Option<PassageId>,
    /// Number of the last point of the resolution and of the note, as printed.
    pub(super) last_point: u32,
    pub(super) last_note: u32,
    /// Points of the item's resolutions before this one, which the numbers of this one are added to.
    pub(super) points_before: u32,
    /// A further „Beschluss:“ of the same item came, whose points may be numbered from 1 again.
    pub(super) may_restart: bool,
    /// The last point's number as printed, and its indentation: Markdown may number every point `1.`
    pub(super) printed: (u32, u8),
    /// The days of a further collection in the same text.
    pub(super) sitting: Option<When>,
    /// The item has „Beschluss:“ further on.
    awaits_mark: bool,
    pub(super) gap: Gap,
    pub(super) in_list: bool,
}

impl<'t> Assembly<'t> {
    pub fn new(text: &'t str) -> Self {
        Self {
            text,
            reading: Reading::new(text),
            document: Document::default(),
            place: Place::Outside,
            open: None,
            last_point: 0,
            last_note: 0,
            points_before: 0,
            may_restart: false,
            printed: (0, 0),
            sitting: None,
            awaits_mark: false,
            gap: Gap::None,
            in_list: false,
        }
    }

    pub fn run(mut self, lines: &[Line], roles: &[Role]) -> Document {
        let decided = decided_items(roles);
        let mut in_head = false;
        for (index, (line, role)) in lines.iter().zip(roles).enumerate() {
            if in_head && !matches!(role, Role::Session | Role::Blank | Role::Furniture) {
                self.sitting();
                in_head = false;
            }
            match role {
                Role::Blank => {
                    self.gap = self.gap.max(Gap::Blank);
                    self.extend(line.span);
                    continue;
                }
                Role::Furniture => {
                    self.gap = Gap::Page;
                    self.block(BlockKind::Furniture, line.span);
                    continue;
                }
                Role::Session => {
                    if !in_head {
                        self.close();
                        self.reading.open();
                        (self.place, in_head) = (Place::Outside, true);
                    }
                    let joint = self.head_joint(line);
                    self.reading.append(line.body, joint);
                    self.block(BlockKind::SessionHeading, line.span);
                }
                Role::Other if !matches!(self.place, Place::Resolution | Place::Note) => {
                    self.close();
                    if self.place == Place::Heading {
                        self.place = Place::Preamble;
                    }
                    self.block(BlockKind::Other, line.span);
                }
                Role::Item { number, title, date } => {
                    self.item(*number, *title, *date);
                    self.awaits_mark = decided.get(index).copied().unwrap_or(false);
                    self.new_block(BlockKind::ItemHeading, line.span);
                }
                Role::Title => {
                    self.reading.append(line.lead, Joint::Blank);
                    self.block(BlockKind::ItemHeading, line.span);
                }
                Role::Tail(kind) => {
                    self.block(*kind, line.span);
                    self.gap = self.gap.max(Gap::Blank);
                    continue;
                }
                Role::Resolution(rest) => {
                    self.resolution();
                    self.new_block(BlockKind::Mark, line.span);
                    self.words(line, *rest);
                }
                Role::Opening => {
                    self.resolution();
                    self.points(line);
                }
                Role::Reasons => {
                    self.close();
                    self.place = Place::Outside;
                    self.new_block(BlockKind::Other, line.span);
                }
                Role::Note { by, rest } => {
                    self.note(*by);
                    self.new_block(BlockKind::Mark, line.span);
                    self.words(line, *rest);
                }
                Role::Text | Role::Other => self.text(line),
            }
            self.gap = Gap::None;
        }
        self.close();
        if in_head {
            self.sitting();
        }
        self.number_notes();
        (self.document.reading, self.document.map) = self.reading.finish();
        self.document
    }

    /// Text of whatever is open.
    fn text(&mut self, line: &Line) {
        if self.place == Place::Heading && self.heading_line(line) {
            self.block(BlockKind::ItemHeading, line.span);
            return;
        }
        match self.place {
            Place::Outside => self.block(BlockKind::Other, line.span),
            Place::Preamble | Place::Heading if self.awaits_mark => {
                self.close();
                self.place = Place::Preamble;
                self.block(BlockKind::Other, line.span);
            }
            Place::Preamble | Place::Heading => {
                self.resolution();
                self.points(line);
            }
            Place::Resolution | Place::Note => self.points(line),
        }
    }

    /// Adds a line to the heading; false where the heading is over.
    fn heading_line(&mut self, line: &Line) -> bool {
        let words = line.body.of(self.text);
        let untitled = self.reading.is_run_empty();
        if let Some((letter, len)) = numbering::letter(words)
            && !untitled
            && self.expects_sub_heading(letter)
        {
            self.close();
            let label = Label::SubHeading(letter);
            self.open_passage(label);
            self.reading.append(behind(line.body, len), Joint::Blank);
            return true;
        }
        // „hier: Bericht“ names the matter more closely.
        let goes_on = untitled || self.gap == Gap::None || line.strong || words.starts_with("hier:");
        let is_point = !untitled && numbering::leading(words).is_some_and(|number| number.value == 1);
        if !goes_on || is_point {
            return false;
        }
        self.reading.append(line.lead, Joint::Blank);
        true
    }

    fn expects_sub_heading(&self, letter: char) -> bool {
        let last = self.document.passages.last().map(|passage| passage.label);
        match last {
            Some(Label::SubHeading(last)) => u32::from(letter) == u32::from(last) + 1,
            _ => letter == 'a',
        }
    }

    /// A resolution begins. A further one of the same item goes on with its numbers.
    fn resolution(&mut self) {
        let is_first = self.document.items.last().is_none_or(|item| item.resolution.is_empty());
        if is_first || self.place == Place::Note {
            self.close();
        }
        (self.place, self.printed) = (Place::Resolution, (0, 0));
        self.may_restart = !is_first;
        self.gap = self.gap.max(Gap::Blank);
    }

    fn item(&mut self, number: Span, title: Span, date: Option<Span>) {
        self.close();
        self.number_notes();
        let dated = date.and_then(|date| {
            let words = date.of(self.text);
            session::when(words, &tokenize(words))
        });
        let when = dated.or(self.sitting);
        let heading = Span::at(0, self.document.passages.len()).end;
        self.document.items.push(AgendaItem {
            number: printed(number.of(self.text)),
            heading,
            sub_headings: Vec::new(),
            resolution: Vec::new(),
            notes: Vec::new(),
            when,
        });
        self.place = Place::Heading;
        (self.last_point, self.last_note, self.points_before, self.may_restart) = (0, 0, 0, false);
        (self.printed, self.in_list) = ((0, 0), false);
        self.open_passage(Label::Heading);
        self.reading.append(title, Joint::Blank);
    }

    fn note(&mut self, by: Span) {
        self.close();
        self.reading.open();
        self.reading.append(by, Joint::Blank);
        let by = self.reading.run();
        if let Some(item) = self.document.items.last_mut() {
            item.notes.push(ProtocolNote { by, points: Vec::new() });
        }
        (self.place, self.last_note, self.in_list) = (Place::Note, 0, false);
    }

    /// Words behind a mark in its own line.
    fn words(&mut self, line: &Line, rest: Span) {
        let rest = rest.trim(self.text);
        if !rest.of(self.text).trim_matches(['*', '_', ' ']).is_empty() {
            let rest = Line { body: rest, list: ListMark::None, span: Span::new(rest.start, line.span.end), ..*line };
            if let Some(block) = self.document.blocks.last_mut() {
                block.span.end = rest.span.start;
            }
            self.points(&rest);
        }
    }

    pub(super) fn open_passage(&mut self, label: Label) {
        self.reading.open();
        let Some(item) = Span::at(0, self.document.items.len()).end.checked_sub(1) else { return };
        let id = Span::at(0, self.document.passages.len()).end;
        self.document.passages.push(Passage { item, label, span: Span::default() });
        self.open = Some(id);
        let Some(item) = self.document.items.last_mut() else { return };
        match label {
            Label::Heading => {}
            Label::SubHeading(_) => item.sub_headings.push(id),
            Label::Point(_) | Label::Whole => item.resolution.push(id),
            Label::Note | Label::NotePoint(_) => {
                if let Some(note) = item.notes.last_mut() {
                    note.points.push(id);
                }
            }
        }
    }

    /// Ends the open passage at what has been written.
    pub(super) fn close(&mut self) {
        if let Some(id) = self.open.take()
            && let Some(passage) = self.document.passages.get_mut(id as usize)
        {
            passage.span = self.reading.run();
            if passage.label.is_note() {
                passage.span = declared(passage.span, self.reading.text());
            }
        }
    }

    pub(super) fn block(&mut self, kind: BlockKind, span: Span) {
        match self.document.blocks.last_mut() {
            Some(last) if last.kind == kind => last.span.end = span.end,
            _ => self.new_block(kind, span),
        }
    }

    pub(super) fn new_block(&mut self, kind: BlockKind, span: Span) {
        self.document.blocks.push(Block { kind, span });
    }

    /// Blank lines belong to the block before them.
    fn extend(&mut self, span: Span) {
        match self.document.blocks.last_mut() {
            Some(last) => last.span.end = span.end,
            None => self.new_block(BlockKind::Other, span),
        }
    }
}

/// A note that is given as one quotation, „gibt folgende Erklärung zu Protokoll: „…““, without the marks around it.
fn declared(note: Span, text: &str) -> Span {
    let words = note.of(text);
    let inner = words.strip_prefix('„').and_then(|rest| rest.strip_suffix('“')).unwrap_or("");
    let mut depth = 0;
    let whole = inner.chars().all(|c| {
        depth += i32::from(c == '„') - i32::from(c == '“');
        depth >= 0
    });
    let mark = Span::at(0, '„'.len_utf8()).end;
    if whole && !inner.is_empty() { Span::new(note.start + mark, note.end - mark) } else { note }
}

pub(super) fn behind(span: Span, len: usize) -> Span {
    Span::new(span.start + Span::at(0, len).end, span.end)
}

/// The number of an item as it is cited: `I.3` for `I. 3`, `-` where it has none.
fn printed(number: &str) -> String {
    if number.is_empty() {
        return "-".to_owned();
    }
    let is_roman = number.starts_with(|c: char| c.is_ascii_uppercase());
    match number.split_once(char::is_whitespace).filter(|_| is_roman) {
        Some((part, rest)) => format!("{}.{}", part.trim_end_matches('.'), rest.trim_start()),
        // „3 a)“, but „4 und 5“
        None => match number.split_once(char::is_whitespace) {
            Some((item, letter)) if letter.len() <= 2 && letter.starts_with(char::is_lowercase) => {
                format!("{item}{letter}")
            }
            _ => number.to_owned(),
        },
    }
}

/// For each line that opens an item: whether „Beschluss:“ comes before the next.
fn decided_items(roles: &[Role]) -> Vec<bool> {
    let mut decided = vec![false; roles.len()];
    let mut ahead = false;
    for (role, flag) in roles.iter().zip(decided.iter_mut()).rev() {
        match role {
            Role::Resolution(_) => ahead = true,
            Role::Item { .. } => {
                *flag = ahead;
                ahead = false;
            }
            _ => {}
        }
    }
    decided
}
