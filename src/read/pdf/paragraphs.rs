//! Lines with places → paragraphs, one a line of text, blank lines where the page has a wider gap.
//!
//! The one question is whether a line was ended by its author or by the edge of the page. It is answered as a typesetter
//! would: the edge ended it only if the next word would not have fitted any more. So `3. Dezember` at the beginning of a
//! line is no third point, and a heading of two short lines stays two lines.

use super::lines::{Line, Page};
use crate::text::{Span, is_abbreviation};
use std::collections::{BTreeMap, BTreeSet};

/// The text of all pages, and the byte at which each begins.
pub(super) fn text(pages: &[Page]) -> (String, Vec<u32>) {
    let margins = right_margins(pages);
    let leading = usual_leading(pages);
    let marks_stand_out = marks_stand_out(pages);
    let words = vocabulary(pages);
    let mut text = String::new();
    let mut starts = Vec::with_capacity(pages.len());
    let mut paragraph: Option<Paragraph> = None;
    for page in pages {
        let margin = margins.get(&paper(page)).copied().unwrap_or(page.width);
        for (number, line) in page.lines.iter().enumerate() {
            let joint =
                paragraph.as_ref().map_or(Joint::Nothing, |open| open.joint(line, margin, leading, number == 0));
            match joint {
                Joint::Nothing => {}
                Joint::Paragraph => text.push_str("\n\n"),
                Joint::Line => text.push('\n'),
                Joint::Same => join(&mut text, &line.text, &words),
            }
            if number == 0 {
                starts.push(Span::at(0, text.len()).end);
            }
            match &mut paragraph {
                Some(open) if joint == Joint::Same => {
                    open.go_on(line);
                    text.push_str(&line.text);
                }
                _ => {
                    paragraph = Some(Paragraph::begin(line, marks_stand_out));
                    push_item(&mut text, &line.text);
                }
            }
        }
        if page.lines.is_empty() {
            starts.push(Span::at(0, text.len()).end);
        }
    }
    (text, starts)
}

/// The first line of a paragraph, with one bullet for all shapes; a dash may be more than a bullet and stays.
fn push_item(text: &mut String, line: &str) {
    match mark(line) {
        Some(Mark::Bullet(rest)) if !line.starts_with(is_dash) => {
            text.push_str("- ");
            text.push_str(rest);
        }
        _ => text.push_str(line),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    Nothing,
    Same,
    Line,
    Paragraph,
}

/// The paragraph that the next line may belong to.
struct Paragraph<'l> {
    first: &'l Line,
    last: &'l Line,
    /// Between where and where its next line must begin: where the second did; before that at the list mark or behind
    /// it; anywhere, where there is no mark.
    hang: (f32, f32),
}

impl<'l> Paragraph<'l> {
    fn begin(line: &'l Line, marks_stand_out: bool) -> Self {
        let hang = match (mark(&line.text), line.second_word) {
            (Some(_), Some(behind_mark)) if marks_stand_out => (behind_mark, behind_mark),
            (Some(_), Some(behind_mark)) => (line.left, behind_mark),
            _ => (f32::NEG_INFINITY, f32::INFINITY),
        };
        Self { first: line, last: line, hang }
    }

    /// Whether the line begins with the same character at the same place as the paragraph: the next bullet.
    fn stands_beneath(&self, line: &Line) -> bool {
        self.first.text.chars().next() == line.text.chars().next()
            && (self.first.left - line.left).abs() < 0.3 * line.size
    }

    fn go_on(&mut self, line: &'l Line) {
        self.hang = (line.left, line.left);
        self.last = line;
    }

    fn joint(&self, line: &Line, margin: f32, leading: f32, is_new_page: bool) -> Joint {
        let last = self.last;
        let size = last.size.max(line.size);
        let gap = (last.baseline - line.baseline) / size;
        if !is_new_page && (gap > 1.25 * leading || gap < 0.0) {
            return Joint::Paragraph;
        }
        // How wide the gap would be is not known across pages; what ended no sentence may go on (a heading of two lines).
        let apart = if is_new_page && ends_sentence(&last.text) { Joint::Paragraph } else { Joint::Line };
        if is_hyphenated(&last.text, &line.text) && (last.size - line.size).abs() < 0.15 * size {
            return Joint::Same;
        }
        let would_have_fitted = last.right + 0.2 * size + line.first_word < margin - 0.1 * size;
        let other_type = (last.size - line.size).abs() > 0.15 * size;
        if would_have_fitted || other_type || line.has_columns() || ends_with_page_number(last) {
            return apart;
        }
        if is_new_page && ends_sentence(&last.text) {
            return apart;
        }
        let shift = (line.left - line.left.clamp(self.hang.0, self.hang.1)) / size;
        match mark(&line.text) {
            // Where lines hang behind their marks, a mark stands out; where they do not, punctuation decides.
            Some(_) if shift < -0.5 => apart,
            Some(Mark::Bullet(_)) if !line.text.starts_with(is_dash) => apart,
            Some(Mark::Bullet(_)) if ends_clause(&last.text) || self.stands_beneath(line) => apart,
            Some(Mark::Number) if ends_sentence(&last.text) || last.text.ends_with([':', ';']) => apart,
            _ if shift.abs() > 1.0 => apart,
            _ => Joint::Same,
        }
    }
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—')
}

/// What begins an item of a list.
enum Mark<'t> {
    /// The words behind the bullet.
    Bullet(&'t str),
    Number,
}

fn mark(text: &str) -> Option<Mark<'_>> {
    let (first, rest) = text.split_once(' ')?;
    if matches!(first, "•" | "-" | "–" | "—" | "▪" | "◦" | "‣" | "●" | "○" | "■" | "*" | "\u{2043}") {
        return Some(Mark::Bullet(rest));
    }
    let label = first.strip_suffix(['.', ')'])?;
    let label = label.strip_prefix('(').unwrap_or(label);
    let is_short_number = |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    // `3.1.` is a number of two levels, `20.08.21)` is the end of a date.
    let is_number =
        label.split('.').count() <= if first.ends_with('.') { 2 } else { 1 } && label.split('.').all(is_short_number);
    let is_letter = label.len() == 1 && label.bytes().all(|b| b.is_ascii_lowercase()) && first.ends_with(')');
    let is_roman = !label.is_empty() && label.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'));
    (is_number || is_letter || is_roman).then_some(Mark::Number)
}

/// The dot of an ordinal (`der 54.` Verordnung) or an abbreviation ends nothing, a colon announces.
fn ends_sentence(text: &str) -> bool {
    let words = text.trim_end_matches(['“', '”', '"', '‘', '«', ')', '*']);
    match words.strip_suffix('.') {
        Some(words) => {
            let last = words.rsplit([' ', '(', '/', '.']).next().unwrap_or(words);
            let is_ordinal = matches!(last.len(), 1 | 2) && last.bytes().all(|b| b.is_ascii_digit());
            !is_ordinal && !is_abbreviation(last)
        }
        None => words.ends_with(['!', '?']),
    }
}

fn ends_clause(text: &str) -> bool {
    ends_sentence(text) || text.ends_with([',', ':', ';'])
}

/// A row of a table of contents: dots or a wide gap, and then a number.
fn ends_with_page_number(line: &Line) -> bool {
    let words = line.text.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_led = [". .", "...", "…"].iter().any(|leader| words.trim_end().ends_with(leader));
    words.len() < line.text.len() && (is_led || line.has_columns())
}

/// A word divided at the end of a line, or a compound broken at its hyphen.
fn is_hyphenated(last: &str, next: &str) -> bool {
    last.strip_suffix('-').is_some_and(|head| head.ends_with(char::is_alphanumeric))
        && next.starts_with(char::is_lowercase)
}

/// Puts between two lines of a paragraph what belongs there: a blank, nothing, or nothing instead of a hyphen.
///
/// A hyphen stays before a conjunction (`Aus- und Fortbildung`). Else the document itself is asked how it writes the word
/// where no line ends in it. If it does not say, a hyphen before a small letter divides a word and goes, but stays behind
/// an abbreviation or a number (`IT-gestützt`) and before a capital letter (`Bund-Länder-Kommission`).
fn join(text: &mut String, next: &str, words: &BTreeSet<&str>) {
    const CONJUNCTIONS: [&str; 9] = ["und", "oder", "bzw.", "sowie", "als", "wie", "bis", "beziehungsweise", "noch"];
    let first = next.split([' ', '/']).next().unwrap_or(next);
    let tail = bare(first);
    let Some(head) = text.strip_suffix('-') else {
        // Lines are also broken behind the stroke of „und/oder“.
        if !text.ends_with('/') || text.ends_with(" /") {
            text.push(' ');
        }
        return;
    };
    let stem = head.rsplit(|c: char| !c.is_alphanumeric() && c != '-').next().unwrap_or(head);
    let with_hyphen = words.contains(format!("{stem}-{tail}").as_str());
    if stem.is_empty() {
        // A dash, unless the hyphen is the beginning of a word (`Innenminister und -senatoren`).
        if !with_hyphen {
            text.push(' ');
        }
    } else if CONJUNCTIONS.contains(&first) {
        text.push(' ');
    } else if !with_hyphen && (words.contains(format!("{stem}{tail}").as_str()) || divides_word(head, next)) {
        text.pop();
    }
}

fn divides_word(head: &str, next: &str) -> bool {
    next.starts_with(char::is_lowercase) && !head.ends_with(|c: char| c.is_uppercase() || c.is_numeric())
}

/// A word without the marks around it, but with the hyphens.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric() && c != '-')
}

/// The words of the document that no line end divides.
fn vocabulary(pages: &[Page]) -> BTreeSet<&str> {
    let lines = pages.iter().flat_map(|page| &page.lines);
    lines.flat_map(|line| line.text.split(' ')).filter(|word| !word.ends_with('-')).map(bare).collect()
}

/// Pages of one width, to the point, share their margins.
#[allow(clippy::cast_possible_truncation)]
fn paper(page: &Page) -> i32 {
    page.width.round() as i32
}

/// How far lines reach to the right, on pages of each width; one line in a hundred may reach further. Where all lines
/// are short, three fifths of the page, for nobody leaves more of it blank.
fn right_margins(pages: &[Page]) -> BTreeMap<i32, f32> {
    let mut ends: BTreeMap<i32, (f32, Vec<f32>)> = BTreeMap::new();
    for page in pages {
        let (least, ends) = ends.entry(paper(page)).or_default();
        *least = 0.6 * page.width;
        ends.extend(page.lines.iter().map(|line| line.right));
    }
    ends.into_iter()
        .map(|(width, (least, mut ends))| {
            ends.sort_by(|a, b| b.total_cmp(a));
            (width, ends.get(ends.len() / 100).copied().unwrap_or(least).max(least))
        })
        .collect()
}

/// Whether lines beneath a list mark begin behind it rather than below it.
fn marks_stand_out(pages: &[Page]) -> bool {
    let (mut behind, mut below) = (0, 0);
    for (marked, next) in pages.iter().flat_map(|page| page.lines.iter().zip(page.lines.iter().skip(1))) {
        if let (Some(_), Some(second_word), None) = (mark(&marked.text), marked.second_word, mark(&next.text)) {
            behind += usize::from((next.left - second_word).abs() < 0.3 * marked.size);
            below += usize::from((next.left - marked.left).abs() < 0.3 * marked.size);
        }
    }
    behind > below
}

/// The commonest distance of lines, in parts of the size of their type.
fn usual_leading(pages: &[Page]) -> f32 {
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    for (above, below) in pages.iter().flat_map(|page| page.lines.iter().zip(page.lines.iter().skip(1))) {
        let leading = (above.baseline - below.baseline) / above.size.max(below.size);
        if (0.8..3.0).contains(&leading) {
            #[allow(clippy::cast_possible_truncation)]
            let step = (leading * 20.0).round() as i32;
            *counts.entry(step).or_default() += 1;
        }
    }
    let commonest = counts.into_iter().max_by_key(|(step, count)| (*count, -*step)).map_or(24, |(step, _)| step);
    f32::from(i16::try_from(commonest).unwrap_or(24)) / 20.0
}
