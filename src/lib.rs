//! Gremium reads the published resolutions of German ministerial conferences into a knowledge graph: which bodies
//! exist, who asks, commissions and informs whom, by when, with the sentence that proves it.
//!
//! The modules in reading order are the way of a document: [`read`] turns bytes into a source, [`structure`] into a tree
//! of agenda items and points, [`mention`] and [`act`] find who is named and who does what to whom; [`emit`] writes that
//! down as a [`graph`]. From there on everything knows only quads: a [`store`] holds them, a [`query`] asks, a [`view`]
//! draws, a [`room`] shows pages, [`serve`] answers over HTTP. `ARCHITECTURE.md` says who may import whom.
//!
//! ```
//! use gremium::{analyze, lexicon::Lexicon, text::Source};
//! let lexicon = Lexicon::with(&[])?;
//! let text = "Beschlüsse der 215. Sitzung der Innenministerkonferenz am 3. Dezember 2021\n\n\
//!             TOP 2: Lage\n\nBeschluss:\n\n1. Die IMK bittet das BMI, zur Herbstsitzung 2022 zu berichten.\n";
//! let analysis = analyze(Source::from_text("beispiel.txt", text), &lexicon);
//! assert_eq!(analysis.acts.flows.len(), 1); // the ministry reports to the conference
//! # Ok::<(), gremium::lexicon::LexiconError>(())
//! ```

#![deny(clippy::disallowed_methods, clippy::disallowed_types, clippy::iter_over_hash_type)] // same input, same graph
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::string_slice)] // no input makes a stage fail

pub mod text;
pub mod calendar;
pub mod read;
pub mod lexicon;
pub mod structure;
pub mod mention;
pub mod act;
pub mod emit;
pub mod annotate;
pub mod generate;
#[cfg(not(target_family = "wasm"))]
pub mod client;
pub mod likeness;
pub mod vocab;
pub mod graph;
pub mod describe;
pub mod store;
#[cfg(not(target_family = "wasm"))]
pub mod push;
pub mod query;
pub mod view;
#[cfg(not(target_family = "wasm"))]
pub mod link;
pub mod room;
#[cfg(unix)]
pub mod serve;

use act::Acts;
use lexicon::{Cutter, Lexicon, Vocabulary, Words};
use mention::{Mentions, Openers};
use structure::Document;
use text::{Diagnostic, Source};

/// All that was found out about a document.
#[derive(Debug)]
pub struct Analysis {
    pub source: Source,
    pub document: Document,
    pub mentions: Mentions,
    pub acts: Acts,
    /// What was odd or doubtful, in the order of the stages; spans of the clean text of the source.
    pub diagnostics: Vec<Diagnostic>,
}

/// Analyses a document. Any text will do: what is no collection of resolutions gives no facts and a diagnostic. For many
/// documents an [`Analyzer`] is faster.
#[must_use]
pub fn analyze(source: Source, lexicon: &Lexicon) -> Analysis {
    Analyzer::new(lexicon).analyze(source)
}

/// Analyses one document after the other. What it finds out about a word alone it keeps, for the next document says the same
/// words; no analysis hangs on what came before.
#[derive(Clone, Debug)]
pub struct Analyzer<'l> {
    lexicon: &'l Lexicon,
    vocabulary: Vocabulary,
    openers: Openers,
    reads_acts: bool,
}

impl<'l> Analyzer<'l> {
    #[must_use]
    pub fn new(lexicon: &'l Lexicon) -> Self {
        Self { lexicon, vocabulary: Vocabulary::default(), openers: Openers::default(), reads_acts: true }
    }

    /// One for who wants to know what a document mentions, and not who does what: it leaves [`Analysis::acts`] empty.
    ///
    /// ```
    /// use gremium::{Analyzer, lexicon::Lexicon, text::Source};
    /// let lexicon = Lexicon::with(&[])?;
    /// let text = "TOP 2: Lage\n\nBeschluss:\n\n1. Die IMK bittet das BMI um einen Bericht.\n"; // asks the ministry for a report
    /// let analysis = Analyzer::new(&lexicon).without_acts().analyze(Source::from_text("beispiel.txt", text));
    /// assert_eq!((analysis.mentions.mentions.len(), analysis.acts.acts.len()), (2, 0));
    /// # Ok::<(), gremium::lexicon::LexiconError>(())
    /// ```
    #[must_use]
    pub fn without_acts(self) -> Self {
        Self { reads_acts: false, ..self }
    }

    /// Does what the function [`analyze`] does.
    #[must_use]
    pub fn analyze(&mut self, source: Source) -> Analysis {
        // What filled it was no prose, or much of it; the words of the next document are worth more.
        if self.vocabulary.is_full() {
            *self = Self { reads_acts: self.reads_acts, ..Self::new(self.lexicon) };
        }
        let lexicon = self.lexicon;
        let mut document = structure::structure(&source);
        let mut cutter = Cutter::new(&document.reading, &lexicon.stems, &mut self.vocabulary);
        let words: Vec<Words<'_>> = document.passages.iter().map(|passage| cutter.words(passage.span)).collect();
        let mentions = mention::mentions(&document, &words, lexicon, &mut self.openers);
        let acts = if self.reads_acts { act::acts(&document, &words, &mentions, lexicon) } else { Acts::default() };
        drop(words);
        let mut diagnostics = std::mem::take(&mut document.diagnostics);
        diagnostics.extend(mention::unresolved(&document, &mentions, lexicon));
        Analysis { source, document, mentions, acts, diagnostics }
    }
}
