//! Gremium reads the published resolutions of German ministerial conferences into a knowledge graph: which bodies
//! exist, who asks, commissions and informs whom, by when, with the sentence that proves it.
//!
//! The modules stand in the order in which a document passes through them. Left of [`graph`] pure functions turn text
//! into an analysis; right of it everything knows only quads and SPARQL.
//!
//! ```
//! use gremium::{analyze, lexicon::{Lexicon, embedded}, text::Source};
//! let lexicon = Lexicon::parse(&embedded())?;
//! let text = "Beschlüsse der 215. Sitzung der Innenministerkonferenz am 3. Dezember 2021\n\n\
//!             TOP 2: Lage\n\nBeschluss:\n\n1. Die IMK bittet das BMI, zur Herbstsitzung 2022 zu berichten.\n";
//! let analysis = analyze(Source::from_text("beispiel.txt", text), &lexicon);
//! assert_eq!(analysis.acts.flows.len(), 1);
//! # Ok::<(), gremium::lexicon::LexiconError>(())
//! ```
#![doc(test(attr(deny(unused_must_use))))]

pub mod text;
pub mod calendar;
pub mod lexicon;
pub mod structure;
pub mod mention;
pub mod act;
pub mod emit;
pub mod vocab;
pub mod graph;

use lexicon::{Lexicon, Words};
use text::Source;

/// Everything that one document says.
#[derive(Debug)]
pub struct Analysis {
    pub source: Source,
    pub document: structure::Document,
    pub mentions: mention::Mentions,
    pub acts: act::Acts,
}

/// Reads a document from its text to its acts. Never fails: what is doubtful stands in the diagnostics.
#[must_use]
pub fn analyze(source: Source, lexicon: &Lexicon) -> Analysis {
    let document = structure::structure(&source);
    let words: Vec<Words<'_>> =
        document.passages.iter().map(|passage| Words::new(&document.reading, passage.span, &lexicon.stems)).collect();
    let mentions = mention::mentions(&document, &words, lexicon);
    let acts = act::acts(&document, &words, &mentions, lexicon);
    drop(words);
    Analysis { source, document, mentions, acts }
}

impl Analysis {
    /// The graph of the document; ids stand below `base`.
    #[must_use]
    pub fn graph(&self, lexicon: &Lexicon, base: &str) -> graph::Graph {
        emit::emit(&self.source, &self.document, &self.mentions, &self.acts, lexicon, base)
    }
}
