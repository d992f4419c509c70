//! Texts whose lines were folded into one, as the fields of records often are: where the parts of an item begin in a line.
//!
//! Only what the words of the genre make certain is cut: `TOP 3: Titel Beschluss: 1. …` behind the end of a sentence, and
//! the protocol notes of such an item.

use super::heading;
use memchr::memchr;

/// No title between the number of an item and „Beschluss:“ is longer, in bytes.
const LONGEST_TITLE: usize = 600;
/// A mark with all that belongs to it (`Protokollerklärung der Länder Bayern, Hessen und Sachsen:`), in bytes.
const LONGEST_MARK: usize = 240;
/// No shorter line holds an item with its resolution.
const SHORTEST: usize = 24;

/// The parts of a line in order, each with whether it was cut off another.
pub(super) fn parts(line: &str) -> impl Iterator<Item = (&str, bool)> {
    // Most lines have no colon, and to look for one is cheap.
    let cuts = if line.len() >= SHORTEST && memchr(b':', line.as_bytes()).is_some() { cuts(line) } else { Vec::new() };
    (0..=cuts.len()).filter_map(move |part| {
        let start = part.checked_sub(1).and_then(|last| cuts.get(last)).copied().unwrap_or(0);
        let end = cuts.get(part).copied().unwrap_or(line.len());
        Some((line.get(start..end)?, part > 0))
    })
}

/// Where to cut, in bytes and in order. Every look back or ahead is bounded.
fn cuts(line: &str) -> Vec<usize> {
    let mut cuts = Vec::new();
    let mut from = 0;
    for (at, _) in line.match_indices("Beschluss") {
        let mark = window(line, at);
        if heading::resolution(mark).and_then(|end| mark.get(..end)).is_none_or(|mark| !mark.contains(':')) {
            continue;
        }
        if let Some(item) = item(line, from, at) {
            cuts.extend([item, before_markup(line, at)]);
        }
        from = at;
    }
    if !cuts.is_empty() {
        let notes = line.match_indices("Protokoll").map(|(at, _)| at).filter(|at| {
            let mark = window(line, *at);
            let ends = heading::note(mark)
                .and_then(|(_, rest)| mark.get(..rest))
                .is_some_and(|mark| mark.ends_with(':') && !mark.contains('.'));
            ends && line.get(..before_markup(line, *at)).is_some_and(ends_sentence)
        });
        cuts.extend(notes.map(|at| before_markup(line, at)));
        cuts.sort_unstable();
        cuts.dedup();
    }
    cuts.retain(|cut| *cut > 0);
    cuts
}

/// Where the heading begins whose title ends at `end`, searched down to `from`.
fn item(line: &str, from: usize, end: usize) -> Option<usize> {
    let mut start = end.saturating_sub(LONGEST_TITLE).max(from);
    while !line.is_char_boundary(start) {
        start += 1;
    }
    let title = line.get(start..end)?;
    let found = title.rmatch_indices("TOP").find(|(at, _)| {
        let named = title.get(*at..).and_then(heading::item).is_some();
        named
            && line
                .get(..before_markup(line, start + at))
                .is_some_and(|before| ends_sentence(before) || !runs_on(before))
    });
    found.map(|(at, _)| before_markup(line, start + at))
}

fn window(line: &str, at: usize) -> &str {
    let mut end = line.len().min(at + LONGEST_MARK);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    line.get(at..end).unwrap_or("")
}

/// Position before the blanks and emphasis that stand before `at`; few count, as nobody sets more.
fn before_markup(line: &str, at: usize) -> usize {
    let before = line.as_bytes().iter().take(at).rev().take(16);
    at - before.take_while(|byte| matches!(byte, b' ' | b'*' | b'_' | b'#')).count()
}

fn ends_sentence(before: &str) -> bool {
    before.is_empty() || before.ends_with(['.', '!', '?', ':', '“', '”', '"', ')'])
}

/// Behind a small word (`zu TOP 3`), a comma or a bracket the item is only spoken of.
fn runs_on(before: &str) -> bool {
    let letter = before.chars().rev().take(40).take_while(|c| !c.is_whitespace()).last();
    letter.is_none_or(char::is_lowercase) || before.ends_with([',', '(', '-', '–', '/'])
}
