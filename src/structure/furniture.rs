//! Page furniture: running headers, page numbers, „noch TOP 12“ (item 12 continued).
//!
//! Running headers are known by repetition and by the marks of their genre, never by their words.

use super::heading;
use super::lines::Line;
use super::session::is_session_word;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

/// How often a line must occur to be a running header.
const REPEATED: u32 = 3;
/// No header line is longer, in bytes.
const LONGEST: usize = 240;

/// For each line whether it is furniture. `fixed` says of lines that they open a part of the document and so are none.
pub(super) fn find(text: &str, lines: &[Line], fixed: impl Fn(usize) -> bool) -> Vec<bool> {
    let keys: Vec<u64> =
        lines.iter().enumerate().map(|(index, line)| if fixed(index) { 0 } else { key(line.body.of(text)) }).collect();
    let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
    for key in keys.iter().filter(|key| **key != 0) {
        *counts.entry(*key).or_default() += 1;
    }
    let repeats =
        |index: usize| keys.get(index).is_some_and(|key| counts.get(key).is_some_and(|count| *count >= REPEATED));
    let mut furniture = vec![false; lines.len()];
    for (index, line) in lines.iter().enumerate() {
        let words = line.lead.of(text);
        if is_paged_header(words)
            && let Some(flag) = furniture.get_mut(index)
        {
            *flag = true;
        }
        if line.lead.len() > 60 {
            continue;
        }
        // No other letter begins „Seite 3“, „noch TOP 12“, „Fortsetzung“ or „TOP 12 (Fortsetzung)“.
        if words.bytes().next().is_none_or(|first| first.is_ascii_alphabetic() && !b"SnNFTPZz".contains(&first)) {
            continue;
        }
        // In the middle of the page or at its margin a number counts no point, whatever follows.
        let alone = is_gap(lines, index.checked_sub(1)) && (line.indent >= 30 || is_gap(lines, index.checked_add(1)));
        if (is_page_number(words, alone) || is_continuation(words))
            && let Some(flag) = furniture.get_mut(index)
        {
            *flag = true;
        }
    }
    let pages: Vec<u32> = lines
        .iter()
        .zip(&furniture)
        .filter(|(_, flag)| **flag)
        .filter_map(|(line, _)| number_in(line.lead.of(text)))
        .collect();
    for index in 0..lines.len() {
        if is_page_within(text, lines, &pages, index)
            && let Some(flag) = furniture.get_mut(index)
        {
            *flag = true;
        }
    }
    let mut start = 0;
    while start < lines.len() {
        // A run of repeated lines without a blank one between is a header where one of its lines has the marks.
        let end = (start..lines.len()).find(|index| !repeats(*index)).unwrap_or(lines.len());
        let run = lines.get(start..end).unwrap_or(&[]);
        let at_page_break =
            run.first().is_some_and(|line| line.opens_page) || lines.get(end).is_some_and(|line| line.opens_page);
        // A single line in the middle of a paragraph is a phrase that recurs.
        let is_border = |index| is_gap(lines, index) || index.is_some_and(|index| furniture.get(index) == Some(&true));
        let apart = run.len() > 1 || at_page_break || is_border(start.checked_sub(1)) || is_border(Some(end));
        if apart && run.len() <= 12 && (at_page_break || run.iter().any(|line| marks_header(line.body.of(text)))) {
            furniture.iter_mut().skip(start).take(run.len()).for_each(|flag| *flag = true);
        }
        start = end.max(start + 1);
    }
    for index in 0..lines.len() {
        if is_bracketed_page(text, lines, &furniture, index)
            && let Some(flag) = furniture.get_mut(index)
        {
            *flag = true;
        }
    }
    furniture
}

/// The number alone in a line, dashes aside.
fn number_in(words: &str) -> Option<u32> {
    words.trim_matches(['-', '–', '—', ' ', '|']).parse().ok().filter(|page| *page < 10_000)
}

/// A number alone on its line in the middle of a sentence, where the page before or after it is numbered too.
fn is_page_within(text: &str, lines: &[Line], pages: &[u32], index: usize) -> bool {
    let words = |index: usize| lines.get(index).map_or("", |line| line.lead.of(text));
    let Some(page) = words(index).parse::<u32>().ok().filter(|page| (1..10_000).contains(page)) else { return false };
    let before = index.checked_sub(1).map_or("", words);
    let runs_on = before.ends_with(char::is_alphabetic) || before.ends_with('-');
    let goes_on = words(index + 1).starts_with(char::is_lowercase);
    runs_on && goes_on && pages.iter().any(|other| other.abs_diff(page) == 1)
}

/// `(3)` between blank lines is a page where it stands beside other furniture or in the middle of a sentence; else it may
/// be the number of a point.
fn is_bracketed_page(text: &str, lines: &[Line], furniture: &[bool], index: usize) -> bool {
    let words = |index: usize| lines.get(index).map_or("", |line| line.lead.of(text));
    let inner = words(index).strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let is_number =
        inner.is_some_and(|inner| (1..=4).contains(&inner.len()) && inner.bytes().all(|byte| byte.is_ascii_digit()));
    let is_alone = is_number && is_gap(lines, index.checked_sub(1)) && is_gap(lines, index.checked_add(1));
    let (before, after) = (index.checked_sub(2), index + 2);
    let is_furniture = |at: usize| furniture.get(at) == Some(&true);
    let runs_on = || before.is_some_and(|at| !words(at).ends_with(['.', ':', ';', ',', '“', '"']));
    is_alone && (before.is_some_and(is_furniture) || is_furniture(after) || runs_on())
}

fn is_gap(lines: &[Line], index: Option<usize>) -> bool {
    index.and_then(|index| lines.get(index)).is_none_or(Line::is_blank)
}

/// Same for lines that differ in numbers only; 0 where a line can be no header.
fn key(words: &str) -> u64 {
    if words.is_empty()
        || words.len() > LONGEST
        || words.ends_with(['.', ';', ','])
        || words.starts_with(|c: char| c.is_ascii_digit()) && !counts_sitting(words)
    {
        return 0;
    }
    let (mut hasher, bytes) = (FxHasher::default(), words.as_bytes());
    // Few lines have numbers; looking at every byte without stopping is what the compiler makes a few wide comparisons of.
    if bytes.iter().fold(false, |found, byte| found | byte.is_ascii_digit()) {
        bytes.split(u8::is_ascii_digit).filter(|part| !part.is_empty()).for_each(|part| hasher.write(part));
    } else {
        hasher.write(bytes);
    }
    hasher.finish().max(1)
}

/// `28. Sitzung des IT-Planungsrats`, `5. und 6. Juni 2019`, which are no points.
fn counts_sitting(words: &str) -> bool {
    let year = words.len() < 40
        && words
            .rsplit(' ')
            .next()
            .is_some_and(|last| last.len() == 4 && last.bytes().all(|byte| byte.is_ascii_digit()));
    let rest = words.trim_start_matches(|c: char| c.is_ascii_digit());
    // `99. ASMK 2022`
    let named = |word: &str| word.len() >= 3 && word.chars().filter(|c| c.is_uppercase()).count() >= 3;
    let counted = |rest: &str| rest.split(' ').next().is_some_and(|word| is_session_word(word) || named(word));
    year || rest.strip_prefix(". ").is_some_and(counted)
}

/// A date, a year or a word for the sitting or its minutes.
fn marks_header(words: &str) -> bool {
    let digits = words.bytes().filter(u8::is_ascii_digit).count();
    digits >= 4 || words.split(|c: char| !c.is_alphabetic()).any(is_session_word)
}

/// `Ergebnisprotokoll der 88. UMK am 5. Mai 2017          Seite 4`: a header with the page at its margin, repeated or not.
fn is_paged_header(words: &str) -> bool {
    let counts = words.ends_with(|c: char| c.is_ascii_digit());
    let header = counts.then(|| words.rsplit_once("Seite ")).flatten();
    header.is_some_and(|(header, page)| page.len() <= 10 && header.ends_with("   ") && marks_header(header))
}

/// `- 3 -`, `Seite 3 von 60`, `3/60`; a bare number only where nothing else stands beside it.
fn is_page_number(words: &str, alone: bool) -> bool {
    let is_number = |text: &str| (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let border = ['-', '–', '—', ' ', '|'];
    let inner = words.trim_matches(border);
    let dashed = inner.len() + 2 <= words.len() && words.starts_with(border) && words.ends_with(border);
    let page = words.strip_prefix("Seite").or_else(|| words.strip_prefix("S."));
    let of = |text: &str| {
        text.split_once("von")
            .or_else(|| text.split_once('/'))
            .is_some_and(|(page, all)| is_number(page.trim()) && is_number(all.trim()))
    };
    match page.map(str::trim) {
        Some(page) => is_number(page) || of(page),
        None => (dashed && is_number(inner)) || (alone && (is_number(words) || of(words))),
    }
}

/// `noch TOP 12`, `TOP 12 (Fortsetzung)`.
fn is_continuation(words: &str) -> bool {
    let named = |text: &str| {
        heading::item(text.trim_start())
            .is_some_and(|item| text.trim_start().get(item.title).is_some_and(str::is_empty))
    };
    if let Some(rest) =
        words.strip_prefix("noch").or_else(|| words.strip_prefix("Noch")).or_else(|| words.strip_prefix("Fortsetzung"))
    {
        return named(rest.trim_start_matches(|c: char| c.is_whitespace() || c == ':').trim_start_matches("zu "));
    }
    let head = words
        .strip_suffix(')')
        .and_then(|words| words.strip_suffix("Fortsetzung"))
        .and_then(|words| words.strip_suffix('('));
    head.is_some_and(|head| named(head.trim_end()))
}
