//! The bodies of a passage by token, for the clause rules.

use crate::lexicon::Words;
use crate::mention::{BodyId, Mention, MentionKind};
use crate::text::Span;

/// A body mentioned at tokens `start..end`.
#[derive(Clone, Copy, Debug)]
pub(super) struct BodyAt {
    pub start: usize,
    pub end: usize,
    pub body: BodyId,
    pub span: Span,
}

/// The outermost body mentions of a passage in order; bodies inside a longer name are left out.
pub(super) fn outermost(words: &Words<'_>, mentions: &[Mention]) -> Vec<BodyAt> {
    let mut bodies: Vec<BodyAt> = Vec::new();
    for mention in mentions {
        let MentionKind::Body(body) = mention.kind else { continue };
        // Who made a note stands before it.
        if words.token(0).is_none_or(|first| mention.span.start < first.span.start) {
            continue;
        }
        if bodies.last().is_some_and(|last| last.span.contains(mention.span)) {
            continue;
        }
        // „AOLG-Arbeitsgruppe ‚Berufe‘“: of a group behind the hyphen its owner is only an attribute.
        let owner = bodies
            .last()
            .filter(|last| last.span.end + 1 == mention.span.start && words.is(last.end, '-'))
            .map(|last| last.span.start);
        if owner.is_some() {
            bodies.pop();
        }
        let start = words.tokens().partition_point(|token| token.span.start < owner.unwrap_or(mention.span.start));
        let end = words.tokens().partition_point(|token| token.span.start < mention.span.end);
        bodies.push(BodyAt { start, end, body, span: mention.span });
    }
    bodies
}

/// The body whose name starts at token `at`.
pub(super) fn starting_at(bodies: &[BodyAt], at: usize) -> Option<&BodyAt> {
    bodies.binary_search_by_key(&at, |body| body.start).ok().and_then(|index| bodies.get(index))
}

/// The bodies whose names lie within the tokens `from..to`.
pub(super) fn within(bodies: &[BodyAt], from: usize, to: usize) -> &[BodyAt] {
    let first = bodies.partition_point(|body| body.start < from);
    let last = bodies.partition_point(|body| body.start < to);
    bodies.get(first..last.max(first)).unwrap_or(&[])
}
