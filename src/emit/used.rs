//! Which bodies something is said of: recognition also tries readings that it gives up, and their bodies are nobody.

use crate::act::{Acts, Due};
use crate::mention::{BodyId, MentionKind, Mentions};
use crate::structure::Document;
use rustc_hash::FxHashSet;

/// For each body of [`Mentions::bodies`], whether a mention, act, flow or note speaks of it.
pub(super) fn bodies(document: &Document, mentions: &Mentions, acts: &Acts) -> Vec<bool> {
    let authors: FxHashSet<&str> =
        document.items.iter().flat_map(|item| &item.notes).map(|note| note.by.of(&document.reading).trim()).collect();
    let is_author = |label: &str| !label.is_empty() && authors.contains(label);
    let mut used: Vec<bool> = mentions
        .bodies
        .iter()
        .map(|body| is_author(&body.label) || body.name.as_deref().is_some_and(is_author))
        .collect();
    let due = |due: &Due| match due {
        Due::NextSession(body) | Due::SessionNumber(body, _) => Some(*body),
        Due::When(_) => None,
    };
    let mentioned = mentions.mentions.iter().filter_map(|mention| match &mention.kind {
        MentionKind::Body(body) => Some(*body),
        MentionKind::Reference(reference) => reference.body,
        MentionKind::Report(report) => report.reporter,
        MentionKind::Norm(_) | MentionKind::Printed(_) | MentionKind::Date(_) => None,
    });
    let acting = acts.acts.iter().flat_map(|act| {
        let others = act.addressees.iter().map(|(body, _)| *body).chain(act.participants.iter().map(|part| part.body));
        others.chain([act.actor]).chain(act.deadline.and_then(|deadline| due(&deadline.due)))
    });
    let flowing = acts
        .flows
        .iter()
        .flat_map(|flow| [flow.from, flow.to].into_iter().chain(flow.deadline.and_then(|deadline| due(&deadline.due))));
    let all: Vec<BodyId> = mentioned.chain(acting).chain(flowing).chain(mentions.conference).collect();
    for body in all {
        if let Some(used) = used.get_mut(body as usize) {
            *used = true;
        }
    }
    used
}
