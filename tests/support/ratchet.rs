//! `tests/ratchet.tsv`: what does not hold yet. It gets better only: what fails and is not listed is an error, and so is
//! what is listed and has come to hold.
//!
//! `UPDATE_RATCHET=1 cargo test` writes down what got better; `UPDATE_RATCHET=reset` writes down how things are, worse
//! ones too, for new cases and collections.

use super::{path, read};
use std::collections::BTreeMap;
use std::fs;

const FILE: &str = "tests/ratchet.tsv";

/// The lines of one test: name → value, which is empty where being listed says it all.
pub type Entries = BTreeMap<String, String>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Update {
    No,
    Better,
    Reset,
}

pub fn update() -> Update {
    match std::env::var("UPDATE_RATCHET").as_deref() {
        Err(_) | Ok("" | "0") => Update::No,
        Ok("reset") => Update::Reset,
        Ok(_) => Update::Better,
    }
}

/// The lines of a test: `spec`, `gold`, `quadratic`.
pub fn load(test: &str) -> Entries {
    let file = read(&path(FILE));
    let lines = file.lines().filter_map(|line| line.split_once('\t')).filter(|(of, _)| *of == test);
    lines
        .map(|(_, line)| line.rsplit_once('\t').unwrap_or((line, "")))
        .map(|(name, value)| (name.into(), value.into()))
        .collect()
}

/// Puts new lines in the place of those of a test.
pub fn save(test: &str, entries: &Entries) {
    let file = read(&path(FILE));
    let others = file.lines().filter(|line| line.split('\t').next() != Some(test)).map(str::to_owned);
    let own = entries.iter().map(|(name, value)| format!("{test}\t{name}\t{value}").trim_end().to_owned());
    let (comments, mut lines): (Vec<_>, Vec<_>) = others.chain(own).partition(|line| line.starts_with('#'));
    lines.sort();
    let lines: String = comments.into_iter().chain(lines).map(|line| line + "\n").collect();
    fs::write(path(FILE), lines).expect("tests/ratchet.tsv can be written");
}
