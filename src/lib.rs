//! Gremium reads the published resolutions of German ministerial conferences into a knowledge graph.
//!
//! The modules in reading order are the way of a document: [`read`] turns bytes into a source, [`structure`] into a tree
//! of agenda items and points, [`mention`] and [`act`] find who is named and who does what to whom; [`emit`] writes that
//! down as a [`graph`]. From there on everything knows only quads: a [`store`] holds them, a [`query`] asks, a [`view`]
//! draws. `ARCHITECTURE.md` says who may import whom.
//!
//! [`analyze`] is the map of the left half.

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

use lexicon::{Lexicon, Words};
use mention::{MentionKind, Mentions, Referent};
use structure::Document;
use text::{Diagnostic, Severity, Source};

/// Everything that one document says.
#[derive(Debug)]
pub struct Analysis {
    pub source: Source,
    pub document: Document,
    pub mentions: Mentions,
    pub acts: act::Acts,
    /// What was odd or doubtful, in the order of the stages; spans of the clean text of the source.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a document from its text to its acts. Never fails: any text will do, and what is doubtful stands in the
/// diagnostics.
#[must_use]
pub fn analyze(source: Source, lexicon: &Lexicon) -> Analysis {
    let mut document = structure::structure(&source);
    let words: Vec<Words<'_>> =
        document.passages.iter().map(|passage| Words::new(&document.reading, passage.span, &lexicon.stems)).collect();
    let mentions = mention::mentions(&document, &words, lexicon);
    let acts = act::acts(&document, &words, &mentions, lexicon);
    drop(words);
    let mut diagnostics = std::mem::take(&mut document.diagnostics);
    diagnostics.extend(unresolved(&document, &mentions, lexicon));
    Analysis { source, document, mentions, acts, diagnostics }
}

/// Bodies that no authority file knows, or more than one, each at its first mention.
fn unresolved(document: &Document, mentions: &Mentions, lexicon: &Lexicon) -> Vec<Diagnostic> {
    let mut reported = vec![false; mentions.bodies.len()];
    let mut diagnostics = Vec::new();
    for mention in &mentions.mentions {
        let MentionKind::Body(id) = mention.kind else { continue };
        let (Some(body), Some(reported)) = (mentions.bodies.get(id as usize), reported.get_mut(id as usize)) else { continue };
        if std::mem::replace(reported, true) {
            continue;
        }
        let span = Some(document.map.original(mention.span));
        let label = &body.label;
        match &body.referent {
            Referent::Known(_) => {}
            Referent::Unknown => diagnostics.push(Diagnostic::new(
                Severity::Note,
                "unknown-body",
                span,
                format!("„{label}“ is in no authority file"),
                "add it to ontology/authority/bodies.ttl or a folder for --lexicon",
            )),
            Referent::Ambiguous(candidates) => {
                let candidates = candidates.iter().filter_map(|id| lexicon.authority(*id)).map(|body| body.key.as_str());
                diagnostics.push(Diagnostic::new(
                    Severity::Warning,
                    "ambiguous-body",
                    span,
                    format!("„{label}“ may be {}", candidates.collect::<Vec<_>>().join(" or ")),
                    "give the names the dates between which they were official",
                ));
            }
        }
    }
    diagnostics
}
