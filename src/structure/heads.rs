//! Which lines are the head of a collection, which say it again, and where the head of another collection begins.

use super::assemble::{Assembly, Gap};
use super::lines::Line;
use super::outline::Role;
use super::reading::Joint;
use super::{heading, session};
use crate::calendar::When;
use crate::text::{Diagnostic, Severity, Span, tokenize};
use std::cmp::Ordering;
use std::ops::Range;

/// No line of a head is longer, in bytes.
const LONGEST: usize = 400;

/// Marks the head of the collection: from the paragraph that first names a sitting to the one that dates it.
pub(super) fn first(text: &str, lines: &[Line], roles: &mut [Role]) -> Option<Range<usize>> {
    let first_item = roles.iter().position(is_item).unwrap_or(roles.len());
    let zone = (0..first_item).filter(|index| !matches!(roles.get(*index), Some(Role::Blank))).take(40);
    let heads: Vec<Head> = zone
        .filter(|index| names_sitting(text, lines, *index))
        .map(|seed| extent(text, lines, seed, first_item))
        .collect();
    let printed = |head: &&Head| !matches!(roles.get(head.lines.start), Some(Role::Furniture));
    let good = |head: &&Head| printed(head) && !head.is_prose;
    // A running header is better than none.
    let found =
        heads.iter().filter(good).find(|head| head.has_date).or_else(|| heads.iter().find(good)).or(heads.first())?;
    mark(roles, &found.lines);
    Some(found.lines.clone())
}

/// Lines up to `limit` that say again what the head says, set apart from the text, are page furniture, be it once.
pub(super) fn repeated(text: &str, lines: &[Line], roles: &mut [Role], head: &Range<usize>, limit: usize) {
    let words = |index: usize| lines.get(index).map_or("", |line| line.body.of(text));
    let said: Vec<&str> = head.clone().map(words).filter(|line| !line.is_empty()).collect();
    let said = said.join(" ");
    // Most lines begin otherwise than any word of the head, and are not searched for.
    let initials: Vec<u8> = said.split(' ').filter_map(|word| word.bytes().next()).collect();
    let is_text = |roles: &[Role], index: usize| matches!(roles.get(index), Some(Role::Text | Role::Other));
    let mut start = head.end;
    while start < limit {
        let opens = is_text(roles, start) && !start.checked_sub(1).is_some_and(|last| is_text(roles, last));
        let says = |index: usize| {
            let line = words(index);
            let may = line.len() <= said.len() && line.bytes().next().is_some_and(|first| initials.contains(&first));
            may && is_text(roles, index) && said.contains(line)
        };
        let end = if opens { (start..limit).find(|index| !says(*index)).unwrap_or(limit) } else { start };
        if end > start && !is_text(roles, end) && (start..end).any(|index| names_sitting(text, lines, index)) {
            roles.iter_mut().take(end).skip(start).for_each(|role| *role = Role::Furniture);
        }
        start = end.max(start + 1);
    }
}

/// Marks the heads of further collections in one file: where the numbers of items begin anew behind a head that dates
/// another sitting.
pub(super) fn further(text: &str, lines: &[Line], roles: &mut [Role], head: &Range<usize>) -> Vec<Range<usize>> {
    let when = |head: &Range<usize>| {
        let span = lines.get(head.start).zip(lines.get(head.end.saturating_sub(1)));
        span.and_then(|(first, last)| session::read(text, first.span.join(last.span)).when)
    };
    let mut current: Option<When> = when(head);
    let mut found = Vec::new();
    let mut last: Option<(usize, Span)> = None;
    for index in head.end..roles.len() {
        let Some(Role::Item { number, .. }) = roles.get(index) else { continue };
        let number = *number;
        if let Some((since, before)) = last
            && heading::compare(number.of(text), before.of(text)) != Ordering::Greater
        {
            let seeds = (since + 1..index).rev().filter(|seed| names_sitting(text, lines, *seed));
            let mut heads = seeds
                .map(|seed| extent(text, lines, seed, index))
                .filter(|head| head.has_date && !head.is_prose && head.lines.start > since);
            if let Some(head) = heads.next()
                && let Some(date) = when(&head.lines)
                && current != Some(date)
            {
                current = Some(date);
                mark(roles, &head.lines);
                found.push(head.lines);
            }
        }
        last = Some((index, number));
    }
    found
}

impl Assembly<'_> {
    /// A line of a head is one of its own unless the words run on: a small letter follows, or an article or the like stood
    /// at the end of the line before.
    pub(super) fn head_joint(&self, line: &Line) -> Joint {
        let last = self.reading.text().split(char::is_whitespace).next_back().unwrap_or("");
        let is_open = self.gap == Gap::None && last.starts_with(char::is_lowercase);
        let runs_on = is_open || line.body.of(self.text).starts_with(char::is_lowercase);
        if runs_on { Joint::Blank } else { Joint::Break }
    }

    /// Reads the head that ends here. The first is that of the document; the days of others date the items below them.
    pub(super) fn sitting(&mut self) {
        let span = self.reading.run();
        let head = session::read(self.reading.text(), span);
        if self.document.session.span.is_empty() {
            self.document.session = head;
            return;
        }
        self.document.diagnostics.push(Diagnostic::new(
            Severity::Warning,
            "further-collection",
            self.document.blocks.last().map(|block| block.span),
            "the head of another collection stands here; its items are kept and dated, but count as of the first conference".to_owned(),
            "keep each collection in a file of its own",
        ));
        self.sitting = head.when;
    }
}

fn is_item(role: &Role) -> bool {
    matches!(role, Role::Item { .. })
}

fn mark(roles: &mut [Role], head: &Range<usize>) {
    for role in roles.iter_mut().take(head.end).skip(head.start).filter(|role| !matches!(role, Role::Blank)) {
        *role = Role::Session;
    }
}

fn names_sitting(text: &str, lines: &[Line], index: usize) -> bool {
    let words = lines.get(index).map_or("", |line| line.body.of(text));
    words.len() < LONGEST && words.split(|c: char| !c.is_alphabetic()).any(session::is_session_word)
}

/// A run of lines that may be the head of a collection.
struct Head {
    lines: Range<usize>,
    has_date: bool,
    is_prose: bool,
}

/// Whether a line names a day: `am 10. November 2022`, `03.12.21`.
fn is_dated(words: &str) -> bool {
    words.bytes().any(|byte| byte.is_ascii_digit())
        && session::when(words, &tokenize(words)).is_some_and(|when| when.first_day().is_some())
}

/// Whether a line names a year among other words: `Herbst 2022`. A line of digits alone is a number of something.
fn names_year(words: &str) -> bool {
    let is_year = |digits: &str| digits.len() == 4 && digits.starts_with(['1', '2']);
    words.len() > 4 && words.split(|c: char| !c.is_ascii_digit()).any(is_year)
}

/// The head around the line `seed`: its paragraph, and those after it up to a date.
fn extent(text: &str, lines: &[Line], seed: usize, limit: usize) -> Head {
    let words = |index: usize| lines.get(index).map_or("", |line| line.body.of(text));
    let is_blank = |index: usize| lines.get(index).is_none_or(Line::is_blank);
    let mut start = seed;
    while start > 0 && !is_blank(start - 1) && seed - start < 8 {
        start -= 1;
    }
    let (mut end, mut has_date, mut is_prose) = (start, false, false);
    while end < limit && end - start < 16 {
        if is_blank(end) {
            let next = words(end + 1);
            is_prose |= end > start && words(end - 1).ends_with(['.', ',']);
            if has_date || is_prose || next.len() > 300 || next.ends_with(['.', ':']) {
                break;
            }
        }
        // A year in a line of its own, or behind the number of the sitting, leaves the days to come.
        let follows = || (end + 1..limit.min(end + 6)).any(|later| is_dated(words(later)));
        has_date |= is_dated(words(end)) || names_year(words(end)) && !follows();
        end += 1;
    }
    Head { lines: start..end, has_date, is_prose }
}
