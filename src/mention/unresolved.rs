use super::body::choice::{Circumstances, Ground, day, narrow};
use super::{BodyId, MentionKind, Mentions, Referent};
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
                    "introduce it in the document, or give the names the days between which they were official",
                ));
            }
        }
    }
    diagnostics
}

/// Why a body of the document is not one of the authority file: who it might be, and what was tried to tell. None for a
/// body that is one of them.
#[must_use]
pub fn why_unlinked(body: BodyId, document: &Document, mentions: &Mentions, lexicon: &Lexicon) -> Option<String> {
    let body = mentions.bodies.get(body as usize)?;
    let list = |ids: &[u32]| {
        let bodies = ids.iter().filter_map(|id| lexicon.authority(*id));
        bodies.map(|body| format!("{} ({})", body.label, body.key)).collect::<Vec<_>>()
    };
    match &body.referent {
        Referent::Known(_) => None,
        Referent::Unknown => {
            let near = list(&lexicon.nearest(body.name.as_deref().unwrap_or(&body.label), 3));
            let near = if near.is_empty() {
                "no listed name is like it".to_owned()
            } else {
                format!("nearest {}", near.join(", "))
            };
            Some(format!("in no authority file, recognised by its shape; {near}"))
        }
        Referent::Ambiguous(left) => {
            let conference = mentions.conference.and_then(|id| mentions.bodies.get(id as usize));
            let home = match conference.map(|body| &body.referent) {
                Some(Referent::Known(id)) => Some(*id),
                _ => None,
            };
            let day = day(document, home, lexicon);
            let bearers = lexicon.bodies_named(&body.label);
            let circumstances = Circumstances { conference: home, speaker: None, day };
            let (_, tried) = narrow(lexicon, &bearers, &body.label, circumstances);
            let mut before = bearers.len();
            let mut steps = vec!["the document introduces it for nobody".to_owned()];
            for (ground, fitting) in tried {
                let what = match (ground, day) {
                    (Ground::Conference, _) => {
                        format!("belong to {}", conference.map_or("a conference", |body| &body.label))
                    }
                    // Who speaks differs from passage to passage.
                    (Ground::Speaker, _) => continue,
                    (Ground::Peer, _) => "are of its kind".to_owned(),
                    (Ground::Day, Some(day)) => format!("bore the name on {day}"),
                    (Ground::Day, None) => {
                        steps.push("the document has no date".to_owned());
                        continue;
                    }
                };
                steps.push(format!("{fitting} of {before} {what}"));
                before = if fitting == 0 { before } else { fitting };
            }
            Some(format!("may be {}; {}", list(left).join(" or "), steps.join("; ")))
        }
    }
}
