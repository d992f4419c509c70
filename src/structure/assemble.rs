//! Lines and their roles → the tree.

use super::lines::{Line, ListMark};
use super::outline::Role;
use super::reading::{Joint, Reading};
use super::{AgendaItem, Block, BlockKind, Document, Label, Passage, PassageId, ProtocolNote, numbering, session};
use crate::text::{Span, tokenize};

/// Where the walk through the lines stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Outside,
    Heading,
    /// Between heading and „Beschluss:“.
    Preamble,
    Resolution,
    Note,
}

pub(super) struct Assembly<'t> {
    text: &'t str,
    reading: Reading<'t>,
    document: Document,
    place: Place,
    /// The passage that words are added to, if one is open.
    open: Option<PassageId>,
    /// Number of the last point of the resolution and of the note.
    last_point: u32,
    last_note: u32,
    /// The last point's number as printed, and its indentation: Markdown may number every point `1.`
    printed: (u32, u8),
    /// The item has „Beschluss:“ further on.
    awaits_mark: bool,
    blank: bool,
    furniture: bool,
    in_list: bool,
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
            printed: (0, 0),
            awaits_mark: false,
            blank: false,
            furniture: false,
            in_list: false,
        }
    }

    pub fn run(mut self, lines: &[Line], roles: &[Role]) -> Document {
        let decided = decided_items(roles);
        let mut session_open = false;
        for (index, (line, role)) in lines.iter().zip(roles).enumerate() {
            if session_open && !matches!(role, Role::Session | Role::Blank | Role::Furniture) && self.document.session.span.is_empty() {
                self.document.session.span = self.reading.run();
            }
            match role {
                Role::Blank => {
                    self.blank = true;
                    self.extend(line.span);
                    continue;
                }
                Role::Furniture => {
                    self.furniture = true;
                    self.block(BlockKind::Furniture, line.span);
                    continue;
                }
                Role::Session => {
                    if !session_open {
                        self.reading.open();
                    }
                    session_open = true;
                    self.reading.append(line.body, Joint::Blank);
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
                Role::Tail(kind) => self.block(*kind, line.span),
                Role::Resolution(rest) => {
                    self.close();
                    (self.place, self.last_point, self.printed) = (Place::Resolution, 0, (0, 0));
                    self.new_block(BlockKind::Mark, line.span);
                    self.words(line, *rest);
                }
                Role::Note { by, rest } => {
                    self.note(*by);
                    self.new_block(BlockKind::Mark, line.span);
                    self.words(line, *rest);
                }
                Role::Text | Role::Other => self.text(line),
            }
            (self.blank, self.furniture) = (false, false);
        }
        self.close();
        if session_open && self.document.session.span.is_empty() {
            self.document.session.span = self.reading.run();
        }
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
                self.close();
                (self.place, self.last_point, self.printed) = (Place::Resolution, 0, (0, 0));
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
        let goes_on = untitled || !self.blank || line.strong;
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

    fn item(&mut self, number: Span, title: Span, date: Option<Span>) {
        self.close();
        let when = date.and_then(|date| {
            let words = date.of(self.text);
            session::when(words, &tokenize(words))
        });
        let heading = Span::at(0, self.document.passages.len()).end;
        self.document.items.push(AgendaItem {
            number: number.of(self.text).to_owned(),
            heading,
            sub_headings: Vec::new(),
            resolution: Vec::new(),
            notes: Vec::new(),
            when,
        });
        self.place = Place::Heading;
        (self.last_point, self.last_note, self.printed, self.in_list) = (0, 0, (0, 0), false);
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
        if !rest.of(self.text).trim_matches(['*', '_', ' ']).is_empty() {
            let rest = Line { body: rest, list: ListMark::None, span: Span::new(rest.start, line.span.end), ..*line };
            if let Some(block) = self.document.blocks.last_mut() {
                block.span.end = rest.span.start;
            }
            self.points(&rest);
        }
    }

    /// A line of a resolution or note: a new point, a bullet, or more of the open one.
    fn points(&mut self, line: &Line) {
        let words = line.body.of(self.text);
        let number = numbering::leading(words).filter(|number| self.may_begin(line, words, *number));
        if let Some(number) = number
            && let Some(label) = self.next_point(line, number)
        {
            self.close();
            self.new_block(BlockKind::Text, line.span);
            self.open_passage(label);
            (self.printed, self.in_list) = ((number.value, line.indent), false);
            self.flow(behind(line.body, number.len), Joint::Blank);
            return;
        }
        let letter = numbering::letter(words).filter(|_| self.in_list || self.starts_line(line));
        // A number within a point counts its bullets, as letters do.
        let mark = number.map(|number| number.len).or(letter.map(|(_, len)| len));
        let listed = mark.is_some() || self.is_listed(line);
        let joint = if listed || self.begins_paragraph(line) { Joint::Break } else { Joint::Blank };
        self.in_list = listed || (self.in_list && joint == Joint::Blank);
        if self.open.is_some() {
            self.block(BlockKind::Text, line.span);
        } else {
            self.new_block(BlockKind::Text, line.span);
            self.open_passage(if self.place == Place::Note { Label::Note } else { Label::Whole });
        }
        let words = if listed || line.list == ListMark::None { behind(line.body, mark.unwrap_or(0)) } else { line.lead };
        self.flow(words, joint);
    }

    /// Appends words to the open passage, dividing them where the next number is glued to a sentence.
    fn flow(&mut self, mut words: Span, mut joint: Joint) {
        while self.open.is_some() {
            let last = if self.place == Place::Note { self.last_note } else { self.last_point };
            let Some((number, rest)) = (last > 0).then(|| numbering::glued(words.of(self.text), last + 1)).flatten() else { break };
            let at = words.start + Span::at(0, number).end;
            self.reading.append(Span::new(words.start, at), joint);
            self.close();
            if let Some(block) = self.document.blocks.last_mut() {
                let rest = Span::new(at, block.span.end);
                block.span.end = at;
                self.document.blocks.push(Block { kind: BlockKind::Text, span: rest });
            }
            let label = self.count(last + 1);
            self.open_passage(label);
            (words, joint) = (behind(words, rest), Joint::Blank);
        }
        self.reading.append(words, joint);
    }

    /// Whether a number at the line's front can begin a point or bullet: the text before it is at an end, or the word
    /// behind it begins a sentence, as no noun with an ordinal does.
    fn may_begin(&self, line: &Line, words: &str, number: numbering::Number) -> bool {
        let behind = words.get(number.len..).unwrap_or("");
        let first = behind.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
        let in_list = self.in_list && number.nested;
        in_list || self.starts_line(line) || behind.is_empty() || SENTENCE_OPENERS.contains(&first)
    }

    fn starts_line(&self, line: &Line) -> bool {
        self.blank || self.furniture || self.open.is_none() || line.list == ListMark::Bullet || self.reading.ends_sentence() || self.reading.text().ends_with(',')
    }

    /// The label under which the number continues the sequence; none where it does not.
    fn next_point(&mut self, line: &Line, number: numbering::Number) -> Option<Label> {
        let value = number.value;
        let follows = |last: u32| value > last && value <= last + if last == 0 { 1 } else { 3 };
        let last = if self.place == Place::Note { self.last_note } else { self.last_point };
        let all_ones = value == 1 && self.printed == (1, line.indent) && last > 0;
        if self.place == Place::Note && self.last_note == 0 && self.last_point > 0 && value == self.last_point + 1 {
            self.place = Place::Resolution;
            return Some(self.count(value));
        }
        let deeper = last > 0 && line.indent >= self.printed.1.saturating_add(2) && line.list == ListMark::None && !self.furniture;
        if follows(last) && !(deeper && (value == 1 || self.in_list)) {
            return Some(self.count(value));
        }
        (all_ones && !number.nested).then(|| self.count(last + 1))
    }

    fn count(&mut self, value: u32) -> Label {
        if self.place == Place::Note {
            self.last_note = value;
            Label::NotePoint(value)
        } else {
            self.last_point = value;
            Label::Point(value)
        }
    }

    /// Whether the line's list mark is one: a dash may also belong to a sentence that was wrapped before it.
    fn is_listed(&self, line: &Line) -> bool {
        match line.list {
            ListMark::Bullet => true,
            ListMark::Dash => self.in_list || line.indent > 0 || self.starts_line(line),
            ListMark::None => false,
        }
    }

    /// Page furniture comes in the middle of sentences, blank lines do not.
    fn begins_paragraph(&self, line: &Line) -> bool {
        let goes_on = line.body.of(self.text).starts_with(char::is_lowercase);
        if self.furniture { self.reading.ends_sentence() && !goes_on } else { self.blank }
    }

    fn open_passage(&mut self, label: Label) {
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
    fn close(&mut self) {
        if let Some(id) = self.open.take()
            && let Some(passage) = self.document.passages.get_mut(id as usize)
        {
            passage.span = self.reading.run();
        }
    }

    fn block(&mut self, kind: BlockKind, span: Span) {
        match self.document.blocks.last_mut() {
            Some(last) if last.kind == kind => last.span.end = span.end,
            _ => self.new_block(kind, span),
        }
    }

    fn new_block(&mut self, kind: BlockKind, span: Span) {
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

/// Words that begin a sentence and never follow an ordinal as its noun.
const SENTENCE_OPENERS: [&str; 30] = [
    "Die", "Der", "Das", "Den", "Dem", "Sie", "Er", "Es", "Ein", "Eine", "Einer", "Im", "In", "Auf", "Bei", "Zur", "Zum", "Für", "Mit", "Nach",
    "Vor", "Dazu", "Hierzu", "Daher", "Ferner", "Zudem", "Weiterhin", "Insbesondere", "Darüber", "Außerdem",
];

fn behind(span: Span, len: usize) -> Span {
    Span::new(span.start + Span::at(0, len).end, span.end)
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
