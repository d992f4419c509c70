//! When two facts count as the same, and how far two sets of them agree.
//!
//! Quotes, dashes, case and runs of blanks do not count, nor do full stops outside names and titles; `aliases.tsv` lists
//! names that count as the same; a group matches when its kind is the same and the topic words of one label are all in the
//! other; a title matches from 92 % similarity on. Everything else must be equal.

use super::facts::{Row, Table};
use super::{path, read};
use regex_lite::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Columns that name a body.
const BODIES: [&str; 7] = ["body", "actor", "addressee", "from", "to", "lead", "reporter"];

/// Kinds of groups however they are spelled, the longest first.
const GROUPS: [(&str, &str); 8] = [
    (r"(länderoffene[rn]?\s+)?bund-?\s*länder-?\s*offene[rn]?\s+arbeitsgruppe", "blag"),
    (r"(länderoffene[rn]?\s+)?bund-?\s*/?\s*länder-?\s*(arbeitsgruppe|arbeitsgemeinschaft|ag)\b", "blag"),
    (r"\bbl\s*-?\s*ag\b", "blag"),
    (r"\bblag\b", "blag"),
    (r"länder-?\s*arbeitsgruppe", "lag"),
    (r"arbeitsgruppe", "ag"),
    (r"projektgruppe", "pg"),
    (r"arbeitskreis(es)?", "ak"),
];

/// Words of a topic that tell nothing.
const STOP: [&str; 22] = [
    "der", "die", "das", "des", "dem", "den", "von", "vom", "zum", "zur", "zu", "und", "in", "im", "für", "mit", "bei",
    "an", "auf", "gegen", "aus", "",
];

static KINDS: LazyLock<Vec<(Regex, &str)>> =
    LazyLock::new(|| GROUPS.map(|(pattern, kind)| (Regex::new(pattern).expect("a pattern"), kind)).into());

static ALIASES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let table = read(&path("tests/gold/aliases.tsv"));
    let names = |line: &str| line.split('\t').map(fold).collect::<Vec<_>>();
    table
        .lines()
        .skip(1)
        .map(names)
        .flat_map(|names| names.clone().into_iter().map(move |name| (name, names[0].clone())))
        .collect()
});

/// Case, quotes, dashes and runs of blanks do not count.
fn fold(text: &str) -> String {
    let text: String = text
        .chars()
        .filter(|c| !"„“”‚‘’'\"»«".contains(*c))
        .map(|c| if ('\u{2010}'..='\u{2015}').contains(&c) { '-' } else { c })
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase().replace('ß', "ss")
}

/// Kind and topic words of a group's label; no kind for a body that is no group.
fn group(folded: &str) -> Option<(&'static str, BTreeSet<String>)> {
    let (kind, rest) = KINDS.iter().find_map(|(pattern, kind)| {
        let found = pattern.find(folded)?;
        Some((*kind, format!("{} {}", &folded[..found.start()], &folded[found.end()..])))
    })?;
    let words = rest.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !STOP.contains(word));
    Some((kind, words.map(|word| word.chars().take(7).collect()).collect()))
}

fn same_body(gold: &str, found: &str) -> bool {
    let canonical = |name| ALIASES.get(name).map_or(name, String::as_str);
    if canonical(gold) == canonical(found) {
        return true;
    }
    match (group(gold), group(found)) {
        (Some((kind, topic)), Some((other_kind, other))) => {
            kind == other_kind
                && !topic.is_empty()
                && !other.is_empty()
                && (topic.is_subset(&other) || other.is_subset(&topic))
        }
        _ => false,
    }
}

fn same(column: &str, gold: &str, found: &str) -> bool {
    let (gold, found) = (fold(gold), fold(found));
    match column {
        _ if gold == found => true,
        "title" => gold.chars().count().min(found.chars().count()) > 3 && similarity(&gold, &found) >= 0.92,
        column if BODIES.contains(&column) => same_body(&gold, &found),
        _ => gold.replace('.', "") == found.replace('.', ""),
    }
}

/// Ratcliff and Obershelp: twice the letters in common blocks by the letters of both.
fn similarity(one: &str, other: &str) -> f64 {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    ratio(2 * common(&one, &other), one.len() + other.len())
}

/// Letters in the longest common block and, on both sides of it, in the blocks that are left.
fn common(one: &[char], other: &[char]) -> usize {
    let (mut start, mut other_start, mut length) = (0, 0, 0);
    let mut ending_before = vec![0; other.len() + 1];
    for (at, letter) in one.iter().enumerate() {
        let mut ending_here = vec![0; other.len() + 1];
        for other_at in 0..other.len() {
            if *letter == other[other_at] {
                let run = ending_before[other_at] + 1;
                ending_here[other_at + 1] = run;
                if run > length {
                    (start, other_start, length) = (at + 1 - run, other_at + 1 - run, run);
                }
            }
        }
        ending_before = ending_here;
    }
    if length == 0 {
        return 0;
    }
    let left = common(&one[..start], &other[..other_start]);
    length + left + common(&one[start + length..], &other[other_start + length..])
}

/// Pairs facts one to one within their place; what is left of each side.
pub fn pair(table: &Table, gold: &[Row], found: &[Row]) -> (Vec<Row>, Vec<Row>) {
    let (mut missing, mut extra) = (gold.to_vec(), Vec::new());
    let is_same = |gold: &Row, found: &Row| {
        table.columns.iter().zip(gold.iter().zip(found)).all(|(column, (gold, found))| match *column {
            "top" | "point" => gold == found,
            column => same(column, gold, found),
        })
    };
    for row in found {
        match missing.iter().position(|gold| is_same(gold, row)) {
            Some(at) => drop(missing.remove(at)),
            None => extra.push(row.clone()),
        }
    }
    (missing, extra)
}

/// Without repetitions.
pub fn unique(rows: Vec<Row>) -> Vec<Row> {
    let mut seen = BTreeSet::new();
    rows.into_iter().filter(|row| seen.insert(row.iter().map(|value| fold(value)).collect::<Vec<_>>())).collect()
}

/// How far what was found is the gold.
#[derive(Debug, Default)]
pub struct Score {
    pub gold: usize,
    pub found: usize,
    pub right: usize,
    pub missing: Vec<Row>,
    pub extra: Vec<Row>,
}

impl Score {
    /// Rows of `optional` are neither rewarded nor punished.
    pub fn new(table: &Table, gold: &[Row], optional: &[Row], found: Vec<Row>) -> Self {
        let (missing, extra) = pair(table, gold, &unique(found));
        let (_, extra) = pair(table, optional, &extra);
        let right = gold.len() - missing.len();
        Self { gold: gold.len(), found: right + extra.len(), right, missing, extra }
    }

    pub fn precision(&self) -> f64 {
        if self.found > 0 { ratio(self.right, self.found) } else { f64::from(u8::from(self.gold == 0)) }
    }

    pub fn recall(&self) -> f64 {
        if self.gold > 0 { ratio(self.right, self.gold) } else { 1.0 }
    }

    pub fn f1(&self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 }
    }

    /// What is missing (-) and too much (+), a line each.
    pub fn errors(&self) -> impl Iterator<Item = String> {
        let line = |sign: char| move |row: &Row| format!("  {sign} {}", row.join(" | "));
        self.missing.iter().map(line('-')).chain(self.extra.iter().map(line('+')))
    }
}

#[allow(clippy::cast_precision_loss, reason = "counts of rows and letters are small")]
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}
