//! Writes the reading text: words without markup and line breaks, with the way back to every one of them.

use crate::text::{OffsetMap, OffsetMapBuilder, Span};

/// What comes between two pieces of one passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joint {
    /// A line that goes on: a blank, or nothing where a word was divided.
    Blank,
    /// A new bullet or paragraph: a line break.
    Break,
}

/// The reading text so far.
pub(super) struct Reading<'t> {
    source: &'t str,
    text: String,
    map: OffsetMapBuilder,
    /// Where a blank was read that is written when a word follows.
    blank: Option<u32>,
    /// A hyphen at the line end, held back until the next line says whether it divides a word.
    hyphen: Option<Span>,
    /// Where the open run begins.
    start: usize,
}

impl<'t> Reading<'t> {
    pub fn new(source: &'t str) -> Self {
        let text = String::with_capacity(source.len());
        Self { source, text, map: OffsetMapBuilder::default(), blank: None, hyphen: None, start: 0 }
    }

    /// Begins a run of text on a line of its own.
    pub fn open(&mut self) {
        self.settle(None);
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        self.start = self.text.len();
    }

    /// The run since [`open`](Self::open).
    pub fn run(&mut self) -> Span {
        self.settle(None);
        Span::at(self.start, self.text.len()).trim(&self.text)
    }

    pub fn is_run_empty(&self) -> bool {
        self.text.len() == self.start && self.hyphen.is_none()
    }

    pub fn ends_sentence(&self) -> bool {
        // Behind „§§ 113a ff.“ and „§ 5 Abs.“ a citation goes on.
        const CITES: [&str; 7] = [" f.", " ff.", " Abs.", " Nr.", " Art.", " Buchst.", " lit."];
        let cites = || CITES.iter().any(|word| self.text.ends_with(word));
        self.hyphen.is_none()
            && self.text.trim_end_matches(['“', '"', '”', '’', ')', '‘']).ends_with(['.', '!', '?', ':', ';'])
            && !cites()
    }

    pub fn finish(mut self) -> (String, OffsetMap) {
        self.settle(None);
        (self.text, self.map.finish())
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// Appends the words under `span` of the source to the open run.
    pub fn append(&mut self, span: Span, joint: Joint) {
        let words = span.of(self.source).trim_end_matches(is_trailing);
        let span = Span::at(span.start as usize, span.start as usize + words.len());
        if words.trim_start_matches(is_trailing).is_empty() {
            return;
        }
        if self.text.len() > self.start || self.hyphen.is_some() {
            match joint {
                Joint::Blank => self.settle(Some(words.trim_start_matches(is_trailing))),
                Joint::Break => {
                    self.settle(None);
                    self.text.push('\n');
                }
            }
        }
        match divided(words) {
            Some(length) => {
                let end = span.end - length;
                self.copy(Span::new(span.start, end));
                self.hyphen = Some(Span::new(end, span.end));
            }
            None => self.copy(span),
        }
        self.blank = None;
    }

    /// Decides about the hyphen that was held back, `next` being the words that follow in the same paragraph, and asks
    /// for a blank where the next word is one of its own.
    fn settle(&mut self, next: Option<&str>) {
        self.blank = None;
        let Some(hyphen) = self.hyphen.take() else {
            if next.is_some() {
                self.text.push(' ');
            }
            return;
        };
        let is_soft = matches!(hyphen.of(self.source), "\u{ad}" | "¬");
        let Some(next) = next else {
            if !is_soft {
                self.map.copy(&mut self.text, self.source, hyphen);
            }
            return;
        };
        let word = next.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        // „Verfassungsschutz- und Polizeibehörden“: the hyphen stands for the second half of the compound.
        let is_elliptic = matches!(word, "und" | "oder" | "bzw" | "beziehungsweise" | "sowie" | "bis" | "als" | "wie");
        let goes_on = next.starts_with(char::is_lowercase) && !is_elliptic;
        // „IT-gestützt“ divided at its own hyphen: an abbreviation or number is never followed by half a word.
        let is_compound = self.text.ends_with(|c: char| c.is_uppercase() || c.is_numeric());
        if goes_on && (is_soft || !is_compound) {
            return;
        }
        if !is_soft {
            self.map.copy(&mut self.text, self.source, hyphen);
        }
        if is_elliptic || !next.starts_with(char::is_alphanumeric) {
            self.text.push(' ');
        }
    }

    /// Copies words, leaving out markup and folding blanks.
    fn copy(&mut self, span: Span) {
        let bytes = self.source.as_bytes();
        let end = span.end as usize;
        let mut at = span.start as usize;
        while at < end {
            let run = plain(bytes.get(at..end).unwrap_or(&[]), self.blank.is_some());
            if run > 0 {
                let ends_blank = bytes.get(at + run - 1) == Some(&b' ');
                self.write(Span::at(at, at + run - usize::from(ends_blank)));
                self.blank = if ends_blank { u32::try_from(at + run - 1).ok() } else { None };
                at += run;
                continue;
            }
            let Some(c) = self.source.get(at..end).and_then(|rest| rest.chars().next()) else { return };
            let next = at + c.len_utf8();
            match c {
                '*' | '_' => {
                    let marks = bytes.iter().skip(at).take(end - at).take_while(|byte| char::from(**byte) == c).count();
                    if self.is_literal(at, at + marks) {
                        self.write(Span::at(at, at + marks));
                    }
                    at += marks;
                    continue;
                }
                '\\' if bytes.get(next).is_some_and(u8::is_ascii_punctuation) && next < end => {
                    self.write(Span::at(next, next + 1));
                    at = next + 1;
                    continue;
                }
                '\\' if next == end => {}
                '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => {}
                '\u{fb00}'..='\u{fb04}' => {
                    self.write(Span::at(at, at));
                    self.text.push_str(ligature(c));
                }
                c if c.is_whitespace() || c.is_control() => self.blank = self.blank.or(u32::try_from(at).ok()),
                _ => self.write(Span::at(at, next)),
            }
            at = next;
        }
    }

    /// Copies words as they stand, after the blank that is due.
    fn write(&mut self, span: Span) {
        if let Some(blank) = self.blank.take()
            && self.text.len() > self.start
            && !self.text.ends_with(['\n', ' '])
        {
            let place = Span::new(blank, blank + 1);
            if place.of(self.source) == " " {
                self.map.copy(&mut self.text, self.source, place);
            } else {
                self.text.push(' ');
            }
        }
        self.map.copy(&mut self.text, self.source, span);
    }

    /// Whether the asterisks or underscores at `start..end` are no markup: one in the middle of a word
    /// (`Minister*innen`) or any between blanks.
    fn is_literal(&self, start: usize, end: usize) -> bool {
        let before = self.source.get(..start).and_then(|text| text.chars().next_back()).unwrap_or(' ');
        let after = self.source.get(end..).and_then(|text| text.chars().next()).unwrap_or(' ');
        (end - start == 1 && before.is_alphanumeric() && after.is_alphanumeric())
            || (before.is_whitespace() && after.is_whitespace())
    }
}

/// Length of the run of bytes at the front that are copied as they are; it ends behind the first of several blanks.
fn plain(bytes: &[u8], mut after_blank: bool) -> usize {
    let mut plain = 0;
    // Most of a text needs no look, and the compiler makes a few wide comparisons of a block.
    while let Some(block) = bytes.get(plain..).and_then(<[u8]>::first_chunk::<16>) {
        let marked = block.iter().fold(false, |found, byte| found | needs_look(*byte));
        let folded = (1..block.len()).fold(false, |found, at| found | (block[at - 1] == b' ') & (block[at] == b' '));
        if marked || folded || after_blank && block[0] == b' ' {
            break;
        }
        after_blank = block[block.len() - 1] == b' ';
        plain += block.len();
    }
    let stops = |byte: &u8| {
        let before = std::mem::replace(&mut after_blank, *byte == b' ');
        needs_look(*byte) || before && after_blank
    };
    let rest = bytes.get(plain..).unwrap_or_default();
    plain + rest.iter().position(stops).unwrap_or(rest.len())
}

/// Markup, controls, and the first bytes of soft hyphens, special blanks and ligatures.
const fn needs_look(byte: u8) -> bool {
    let is_markup = (byte == b'*') | (byte == b'_') | (byte == b'\\');
    let is_special = (byte == 0xc2) | (byte.wrapping_sub(0xe1) <= 2) | (byte == 0xef);
    is_markup | is_special | (byte < 0x20) | (byte == 0x7f)
}

fn ligature(c: char) -> &'static str {
    match c {
        '\u{fb00}' => "ff",
        '\u{fb01}' => "fi",
        '\u{fb02}' => "fl",
        '\u{fb03}' => "ffi",
        _ => "ffl",
    }
}

fn is_trailing(c: char) -> bool {
    c.is_whitespace() || matches!(c, '*' | '\\' | '\u{feff}' | '\u{200b}')
}

/// Length in bytes of a hyphen that ends the line right behind a letter or digit.
fn divided(words: &str) -> Option<u32> {
    let hyphen = words.chars().next_back().filter(|c| matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{ad}' | '¬'))?;
    let before = words.strip_suffix(hyphen)?;
    before.ends_with(char::is_alphanumeric).then(|| Span::at(0, hyphen.len_utf8()).end)
}
