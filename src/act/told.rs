//! What a subordinate clause tells was brought from one to another: „den das BMJ den Ländern zugeleitet hat“.

use super::bodies::{BodyAt, within};
use super::clause::{is_clause_final, is_preposition, is_subordinate, segment_start};
use super::duty::is_participle;
use super::flow::{Scope, Way, way_of};
use super::read::Reading;
use super::{Acts, FlowKind, Modality, Status};
use crate::lexicon::{FlowPattern, Slot};
use crate::text::{WordClass, set};
use std::ops::Range;

impl Reading<'_, '_> {
    /// „die die Kommission ihr im Oktober vorgestellt hat“, „dass das BMJ den Ländern den Entwurf zugeleitet hat“: a perfect that
    /// closes a subordinate clause, its subject right behind the word that opens it, and its recipient named.
    pub(super) fn read_told(&self, sentence: &Range<usize>, out: &mut Acts) {
        let words = self.words;
        for has in sentence.clone().skip(2) {
            if !words.may_be(has, WordClass::AUXILIARY)
                || !words.is_one_of(has, &set!["hat", "haben", "hatte", "hatten"])
                || words.nesting().depth(has) > 0
                || !is_clause_final(words, sentence, has)
            {
                continue;
            }
            let scope = self.scope(&[], &[], true);
            let start = segment_start(words, sentence, has);
            let last = has - 1;
            let Some((kind, pattern)) = participle_before(&scope, has).filter(|(_, pattern)| {
                pattern.slot == Slot::Dative && start > sentence.start && is_subordinate(words, start, true)
            }) else {
                continue;
            };
            let Some(from) = within(self.bodies, start + 1, last).iter().find(|body| !self.is_pronoun(body)) else {
                continue;
            };
            if !self.is_subject_behind(start, from) {
                continue;
            }
            let ours = (start + 1..last).any(|at| self.is_told(at) && !words.is_capitalised(at + 1));
            let named = within(self.bodies, from.end, last);
            let trigger = words.span(last, has);
            let way = if ours {
                let to = self.mentions.conference.into_iter().collect();
                Some(Way { kind, trigger, to, from: Vec::new(), deadline: None, about: None })
            } else {
                let way = way_of(&scope, kind, pattern, from.end..last, trigger);
                way.filter(|way| named.iter().any(|body| way.to.contains(&body.body)))
            };
            let Some(way) = way else { continue };
            self.send(&[from.body], &way, Status::Done, None, Modality::Asserted, self.sentence_span(sentence), out);
        }
    }

    /// Whether the pronoun in the dative stands for the conference.
    pub(super) fn is_told(&self, at: usize) -> bool {
        let pronouns = if self.is_him() { &set!["ihm"][..] } else { &set!["ihr", "ihnen"][..] };
        self.words.is_one_of(at, pronouns)
    }

    /// Whether a body stands as the subject behind the word at `start` that opens the clause, but for pronouns: „, das ihr das BBK“.
    fn is_subject_behind(&self, start: usize, body: &BodyAt) -> bool {
        let words = self.words;
        let near = body.start <= start + 4;
        near && (start + 1..body.start).all(|at| {
            words.is_one_of(at, &set!["der", "die", "das", "ihr", "ihm", "ihnen", "Land", "diese", "dieser", "dieses"])
        }) && !is_preposition(words, start)
    }

    /// Whether a pronoun is all that names the body.
    fn is_pronoun(&self, body: &BodyAt) -> bool {
        body.end == body.start + 1
            && self.words.is_one_of(body.start, &set!["ihr", "ihm", "ihnen", "sie", "er", "es", "Sie", "Er", "Es"])
    }
}

/// The pattern whose participle stands before the auxiliary, its complement right before it: „zur Verfügung gestellt hat“.
pub(super) fn participle_before<'l>(scope: &Scope<'l, '_>, auxiliary: usize) -> Option<(FlowKind, &'l FlowPattern)> {
    let words = scope.words;
    let last = auxiliary.checked_sub(1)?;
    let complete = |pattern: &&FlowPattern| {
        let before = last.checked_sub(pattern.complement.len()).map(|start| start..last);
        is_participle(pattern, words.word(last))
            && before.is_some_and(|before| before.map(|at| words.word(at)).eq(&pattern.complement))
    };
    let mut kinds = scope.lexicon.flow_kinds.iter();
    kinds.find_map(|kind| Some((FlowKind::named(&kind.name)?, kind.patterns.iter().find(complete)?)))
}
