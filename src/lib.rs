//! Reads the published resolutions of German ministerial conferences into a knowledge graph.
//!
//! The modules in reading order are the way of a document: [`read`] turns bytes into a source, [`structure`] into a tree
//! of agenda items and points, [`mention`] and [`act`] find who is named and who does what to whom; [`emit`] writes that
//! down as a [`graph`]. From there on everything knows only quads: a [`store`] holds them, a [`query`] asks, a [`view`]
//! draws. `ARCHITECTURE.md` says who may import whom.

pub mod text;
pub mod calendar;
pub mod read;
pub mod lexicon;
pub mod structure;
pub mod mention;
pub mod act;
pub mod emit;
pub mod annotate;
pub mod vocab;
pub mod graph;
pub mod store;
pub mod query;
pub mod view;

use act::Acts;
use lexicon::Lexicon;
use mention::Mentions;
use structure::Document;
use text::{Diagnostic, Source};

/// All that was found out about a document.
#[derive(Debug)]
pub struct Analysis {
    pub source: Source,
    pub document: Document,
    pub mentions: Mentions,
    pub acts: Acts,
    pub diagnostics: Vec<Diagnostic>,
}

/// Analyses a document. Any text will do: what is no collection of resolutions gives no facts and a diagnostic.
#[must_use]
pub fn analyze(source: Source, _lexicon: &Lexicon) -> Analysis {
    let document = structure::structure(&source);
    Analysis { source, document, mentions: Mentions::default(), acts: Acts::default(), diagnostics: Vec::new() }
}
