//! Candidates for bodies of ours in authority files elsewhere: proposals with a score and its reasons, never facts.
//!
//! A [`Directory`] of bodies is read from a graph. A [`service`] that speaks the Reconciliation Service API, or a local
//! [`dump`] of items, offers [`Candidate`]s; [`score`] compares names, kind, country, parent and dates; what is worth a
//! look becomes a graph of [`Proposal`]s and a [`table`](review) that a person edits. Only what that person accepts is
//! written, as a mapping of SKOS, into the person's own authority file.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "reads dumps and keeps answers on disk")]

pub mod advice;
pub mod cache;
pub mod directory;
pub mod dump;
pub mod finder;
pub mod names;
pub mod proposal;
pub mod review;
pub mod score;
pub mod service;

pub use advice::Advice;
pub use directory::{Body, Directory};
pub use finder::Finder;
pub use proposal::Proposal;

/// A thing elsewhere that may be a body of ours, with what is known about it there. All text is as the source gives it,
/// without control characters and of bounded length.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidate {
    /// As the source names it: `Q56030`.
    pub id: String,
    pub iri: String,
    pub name: String,
    pub aliases: Vec<String>,
    pub description: String,
    /// Names of its types.
    pub types: Vec<String>,
    /// Names or identifiers of countries and of parents.
    pub countries: Vec<String>,
    pub parents: Vec<String>,
    /// Year in which it began to exist, and in which it ended.
    pub from: Option<i32>,
    pub until: Option<i32>,
}

/// Longest text that is kept of what a source says about a thing, in characters.
const LONGEST: usize = 300;

/// Text from elsewhere as one line: no control characters, no invisible ones that turn the direction of writing.
#[must_use]
pub fn tidy(text: &str) -> String {
    let strange = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let text: String = text.chars().take(4 * LONGEST).map(|c| if strange(c) { ' ' } else { c }).collect();
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().take(LONGEST).collect()
}
