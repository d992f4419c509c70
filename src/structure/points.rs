//! The text of resolutions and notes: where a new point begins, what is a bullet, what goes on.

use super::assemble::{Assembly, Gap, Place, behind};
use super::lines::{Line, ListMark};
use super::reading::Joint;
use super::{Block, BlockKind, Label, numbering};
use crate::text::Span;

/// Words that begin a sentence and never follow an ordinal as its noun.
const SENTENCE_OPENERS: [&str; 30] = [
    "Die", "Der", "Das", "Den", "Dem", "Sie", "Er", "Es", "Ein", "Eine", "Einer", "Im", "In", "Auf", "Bei", "Zur",
    "Zum", "Für", "Mit", "Nach", "Vor", "Dazu", "Hierzu", "Daher", "Ferner", "Zudem", "Weiterhin", "Insbesondere",
    "Darüber", "Außerdem",
];

impl Assembly<'_> {
    /// A line of a resolution or note: a new point, a bullet, or more of the open one.
    pub(super) fn points(&mut self, line: &Line) {
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
        let letter = numbering::letter(words).filter(|(_, len)| self.may_letter(line, words, *len));
        // A number within a point counts its bullets, as letters do.
        let mark = number.map(|number| number.len).or(letter.map(|(_, len)| len));
        let listed = mark.is_some() || self.is_listed(line);
        let joint = if listed || self.begins_paragraph(line) { Joint::Break } else { Joint::Blank };
        self.in_list = listed || (self.in_list && joint == Joint::Blank);
        if self.open.is_some() {
            self.block(BlockKind::Text, line.span);
        } else {
            self.new_block(BlockKind::Text, line.span);
            let label = self.unnumbered();
            self.open_passage(label);
        }
        let words =
            if listed || line.list == ListMark::None { behind(line.body, mark.unwrap_or(0)) } else { line.lead };
        self.flow(words, joint);
    }

    /// Appends words to the open passage, dividing them where the next number is glued to a sentence.
    fn flow(&mut self, mut words: Span, mut joint: Joint) {
        while self.open.is_some() {
            let last = if self.place == Place::Note { self.last_note } else { self.last_point };
            let Some((number, rest)) = (last > 0).then(|| numbering::glued(words.of(self.text), last + 1)).flatten()
            else {
                break;
            };
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
        let last = self.last_point;
        // „Die Konferenz“ / „1. begrüßt …; und“ / „2. bittet …“: points that complete one sentence.
        let parts = number.value == last + 1 && !number.nested && behind.starts_with(char::is_lowercase);
        let leads = last == 0 && self.open.is_some() && !["und", "bis", "oder"].contains(&first);
        let joins = last > 0 && self.reading.text().ends_with(" und");
        in_list
            || parts && (leads || joins)
            || self.starts_line(line)
            || behind.is_empty()
            || SENTENCE_OPENERS.contains(&first)
    }

    /// Whether a letter begins a bullet: with a bracket (`a)`) even behind a line without an end, unless a citation was
    /// wrapped (`nach Buchstabe`, under letter, / `a)`).
    fn may_letter(&self, line: &Line, words: &str, len: usize) -> bool {
        let cites =
            ["Buchstabe", "Buchstaben", "Buchst.", "lit."].iter().any(|word| self.reading.text().ends_with(word));
        let bracketed = words.get(..len).is_some_and(|mark| mark.contains(')'));
        !cites && (bracketed || self.in_list || self.starts_line(line))
    }

    fn starts_line(&self, line: &Line) -> bool {
        self.gap != Gap::None
            || self.open.is_none()
            || line.list == ListMark::Bullet
            || self.reading.ends_sentence()
            || self.reading.text().ends_with(',')
    }

    /// The label under which the number continues the sequence; none where it does not.
    fn next_point(&mut self, line: &Line, number: numbering::Number) -> Option<Label> {
        let value = number.value;
        if value == 1 && self.may_restart && self.place == Place::Resolution {
            self.points_before += self.last_point;
            self.last_point = 0;
        }
        let follows = |last: u32| value > last && value <= last + if last == 0 { 1 } else { 3 };
        let last = if self.place == Place::Note { self.last_note } else { self.last_point };
        let all_ones = value == 1 && self.printed == (1, line.indent) && last > 0;
        if self.place == Place::Note && self.last_note == 0 && self.last_point > 0 && value == self.last_point + 1 {
            self.place = Place::Resolution;
            return Some(self.count(value));
        }
        let deeper = last > 0
            && line.indent >= self.printed.1.saturating_add(2)
            && line.list == ListMark::None
            && self.gap != Gap::Page;
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
            (self.last_point, self.may_restart) = (value, false);
            Label::Point(self.points_before + value)
        }
    }

    /// The label of text without a number. Where a note came between two parts of a resolution, the second counts as
    /// its next point.
    fn unnumbered(&mut self) -> Label {
        let is_first = self.document.items.last().is_none_or(|item| item.resolution.is_empty());
        match self.place {
            Place::Note => Label::Note,
            _ if is_first => Label::Whole,
            _ => self.count(self.last_point + 1),
        }
    }

    /// Counts the points of the last item's notes through, where it has several.
    pub(super) fn number_notes(&mut self) {
        let Some(item) = self.document.items.last().filter(|item| item.notes.len() > 1) else { return };
        let mut last = 0;
        for note in &item.notes {
            let mut before = last;
            for id in &note.points {
                let Some(passage) = self.document.passages.get_mut(*id as usize) else { continue };
                if let Label::NotePoint(number) = passage.label {
                    last = before + number;
                } else {
                    before += 1;
                    last = before;
                }
                passage.label = Label::NotePoint(last);
            }
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
        match self.gap {
            Gap::None => false,
            Gap::Blank => true,
            Gap::Page => self.reading.ends_sentence() && !goes_on,
        }
    }
}
