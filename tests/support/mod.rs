//! What several tests need: facts of a text, how they are compared, and how good they were before.
#![allow(dead_code, reason = "each test is a program of its own and uses a part")]

pub mod facts;
pub mod generate;
pub mod ratchet;
pub mod score;

use std::fs;
use std::path::{Path, PathBuf};

/// The embedded lexicon.
pub fn lexicon() -> gremium::lexicon::Lexicon {
    gremium::lexicon::Lexicon::with(&[]).expect("the lexicon of the crate parses")
}

/// A path of the repository.
pub fn path(below_root: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(below_root)
}

/// What stands in a folder, by name.
pub fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// The text of a file.
pub fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
