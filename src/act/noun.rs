//! Ways of information that a noun asks for: „um Vorlage eines Berichts“ (for submission of a report).

use super::FlowKind;
use super::bodies::{starting_at, within};
use super::clause::is_boundary;
use super::coordination::coordinated;
use super::flow::{Scope, Way, about, deadline_in};
use crate::mention::BodyId;
use crate::text::{ends_like, set};
use std::ops::Range;

/// „um einen Bericht“: a noun that asks for a way of information.
pub(super) fn way_by_noun(scope: &Scope<'_, '_>, range: Range<usize>) -> Option<Way> {
    let words = scope.words;
    let um = |at: &usize| words.is_one_of(*at, &set!["um", "Um"]) && words.nesting().depth(*at) == 0;
    let first = range.clone().take_while(|at| !is_boundary(words, *at)).find(um);
    // „um Prüfung, ob …, und um Vorlage eines Entwurfs“
    let further = range.clone().filter(|at| um(at) && words.is_one_of(at.saturating_sub(1), &set!["und", "sowie"]));
    first.into_iter().chain(further).find_map(|um| way_behind(scope, um, &range))
}

/// What the noun behind a preposition at `um` asks for.
pub(super) fn way_behind(scope: &Scope<'_, '_>, um: usize, range: &Range<usize>) -> Option<Way> {
    let words = scope.words;
    let noun = (um + 1..range.end.min(um + 6)).find(|at| words.is_capitalised(*at))?;
    let named = |at: usize| {
        let word = words.word(at);
        let bare = word.strip_suffix("es").or_else(|| word.strip_suffix('s')).unwrap_or(word);
        scope
            .lexicon
            .flow_kinds
            .iter()
            .find(|entry| entry.nouns.iter().any(|noun| ends_like(bare, noun)))
            .and_then(|entry| FlowKind::named(&entry.name))
    };
    // „um Prüfung und Bericht“
    let second = || {
        let joined = words.is_one_of(noun + 1, &set!["und", "sowie"]) && words.is_capitalised(noun + 2);
        Some(noun + 2).filter(|_| joined)
    };
    let (noun, mut kind) =
        named(noun).map(|kind| (noun, kind)).or_else(|| second().and_then(|noun| Some((noun, named(noun)?))))?;
    let carried = (noun + 1..range.end.min(noun + 5)).find(|at| words.is_capitalised(*at)).and_then(named);
    if kind == FlowKind::Submits && carried == Some(FlowKind::Reports) {
        kind = FlowKind::Reports;
    }
    let recipient = within(scope.bodies, noun + 1, noun + 4)
        .first()
        .filter(|body| words.is_one_of(body.start - 1, &set!["der", "des"]) && matches!(kind, FlowKind::Informs))
        .map(|body| body.body);
    let mut to = recipients_behind(scope, noun, range.end);
    if to.is_empty() {
        to.extend(recipient.or(scope.conference));
    }
    let deadline = deadline_in(scope, range.clone());
    (!to.is_empty()).then(|| Way {
        kind,
        trigger: words.span(noun, noun + 1),
        to,
        from: Vec::new(),
        deadline,
        about: about(words, noun + 1..range.end),
    })
}

/// „um Übersendung des Berichts bis zum 1. Mai 2022 an die Länder“: to whom, behind the object of the noun and its deadline.
fn recipients_behind(scope: &Scope<'_, '_>, noun: usize, end: usize) -> Vec<BodyId> {
    let words = scope.words;
    let genitive = words.is_one_of(noun + 1, &set!["des", "der", "eines", "einer", "ihres", "seines"]);
    let object = (noun + 2..noun + 5).find(|at| words.is_capitalised(*at)).filter(|_| genitive);
    let behind = object.unwrap_or(noun) + 1;
    let deadline = scope.deadlines.iter().find(|deadline| deadline.at == behind);
    let an = deadline.map_or(behind, |deadline| deadline.end);
    let first =
        (an + 1..an + 3).find_map(|at| starting_at(scope.bodies, at)).filter(|_| words.is_one_of(an, &set!["an"]));
    let all = first.map_or_else(Vec::new, |first| coordinated(words, first, end, scope.bodies));
    all.into_iter().map(|(body, _)| body).collect()
}
