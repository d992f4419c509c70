//! Gremium reads the published resolutions of German ministerial conferences into a knowledge graph.
pub mod text;
pub mod calendar;
pub mod lexicon;
pub mod structure;
pub mod mention;
pub mod act;

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
