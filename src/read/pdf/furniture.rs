//! Running headers, footers and page numbers: what stands at the same place on most pages.

use super::lines::{Line, Page};
use std::collections::BTreeMap;

/// Lines at the top and at the bottom of a page that may be furniture.
const TOP: usize = 8;
const BOTTOM: usize = 4;

/// A line told apart from others at its place: its words, its height on the page, and which of its numbers counts pages.
type Key = (String, i32, bool);

/// Drops lines that repeat on more than half of the pages, three at least, at the same height with the same words, but
/// for one number that grows with the pages. They are looked for from the edge inwards up to the first line that does
/// not repeat; what is not as sure as that stays for the structure stage to judge.
pub(super) fn drop_furniture(pages: &mut [Page]) {
    let mut seen: BTreeMap<Key, usize> = BTreeMap::new();
    for (number, page) in pages.iter().enumerate() {
        let lines = page.lines.len();
        let edges = page.lines.iter().enumerate().filter(|(at, _)| *at < TOP || at + BOTTOM >= lines);
        let mut keys: Vec<Key> = edges.flat_map(|(_, line)| keys(line, number)).collect();
        keys.sort();
        keys.dedup();
        for key in keys {
            *seen.entry(key).or_default() += 1;
        }
    }
    let enough = (pages.len() / 2 + 1).max(3);
    for (number, page) in pages.iter_mut().enumerate() {
        let repeats =
            |line: &Line| keys(line, number).iter().any(|key| seen.get(key).is_some_and(|count| *count >= enough));
        let bottom = page.lines.iter().rev().take(BOTTOM).take_while(|line| repeats(line)).count();
        page.lines.truncate(page.lines.len() - bottom);
        let top = page.lines.iter().take(TOP).take_while(|line| repeats(line)).count();
        page.lines.drain(..top);
    }
}

/// The keys of a line: its words as they stand, and its words with the first or the last number counted from this page.
fn keys(line: &Line, page: usize) -> Vec<Key> {
    #[allow(clippy::cast_possible_truncation)]
    let height = (line.baseline / 4.0).round() as i32;
    let mut keys = Vec::new();
    // A hair's breadth may round to the next step.
    for height in [height, height + 1] {
        keys.push((line.text.clone(), height, false));
        for from_end in [false, true] {
            keys.extend(counted(&line.text, page, from_end).map(|text| (text, height, from_end)));
        }
    }
    keys
}

/// `Seite 3 von 17` on the third page → `Seite +0 von 17`.
///
/// Items are numbered as well, and where each has a page of its own their numbers grow with the pages (`TOP 3`). So other
/// words than those that speak of pages must be three at least, which makes a running header.
fn counted(text: &str, page: usize, from_end: bool) -> Option<String> {
    const PAGE: [&str; 7] = ["Seite", "Seiten", "von", "S.", "Blatt", "Page", "of"];
    let other_words = text.split(' ').filter(|word| word.contains(char::is_alphabetic) && !PAGE.contains(word)).count();
    if matches!(other_words, 1 | 2) {
        return None;
    }
    let is_digit = |c: char| c.is_ascii_digit();
    let (start, end) = if from_end {
        let end = text.rfind(is_digit)? + 1;
        (text.get(..end)?.trim_end_matches(is_digit).len(), end)
    } else {
        let start = text.find(is_digit)?;
        (start, text.len() - text.get(start..)?.trim_start_matches(is_digit).len())
    };
    let number: i64 = text.get(start..end)?.parse().ok()?;
    let offset = number - i64::try_from(page).ok()?;
    Some(format!("{}{offset:+}{}", text.get(..start)?, text.get(end..)?))
}
