use super::{MentionKind, Mentions, Referent};
use crate::lexicon::Lexicon;
use crate::structure::Document;
use crate::text::{Diagnostic, Severity};

/// Bodies that no authority file knows, or more than one, each at its first mention.
#[must_use]
pub fn unresolved(document: &Document, mentions: &Mentions, lexicon: &Lexicon) -> Vec<Diagnostic> {
    let mut reported = vec![false; mentions.bodies.len()];
    let mut diagnostics = Vec::new();
    for mention in &mentions.mentions {
        let MentionKind::Body(id) = mention.kind else { continue };
        let (Some(body), Some(reported)) = (mentions.bodies.get(id as usize), reported.get_mut(id as usize)) else {
            continue;
        };
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
                let candidates =
                    candidates.iter().filter_map(|id| lexicon.authority(*id)).map(|body| body.key.as_str());
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
