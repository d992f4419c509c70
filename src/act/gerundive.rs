//! Duties in the passive: „Die Länder sind durch das BMI zu unterrichten“ (the Länder are to be informed by the ministry), „Dabei
//! ist der AK IV zu beteiligen“. (Duden, Die Grammatik: the modal infinitive with „sein“.)

use super::bodies::{BodyAt, starting_at, within};
use super::clause::{is_auxiliary, is_clause_final, is_main_verb, is_negated, is_zu_infinitive};
use super::coordination::coordinated;
use super::deadline::deadlines;
use super::duty::is_participle;
use super::flow::{Way, is_at, pattern_at, ways};
use super::participation::role;
use super::read::Reading;
use super::told::participle_before;
use super::{Acts, Deadline, Due, Flow, FlowKind, Modality, Participant, Status};
use crate::calendar::parse_when;
use crate::lexicon::{FlowPattern, Slot};
use crate::mention::BodyId;
use crate::text::set;
use std::ops::Range;

/// So many acts back it is looked for who was asked.
const NEAR: usize = 64;

impl Reading<'_, '_> {
    /// What a sentence says is to be done, or will be, by whom it names as agent; else by who was asked before in the point.
    pub(super) fn read_gerundive(&self, sentence: &Range<usize>, out: &mut Acts) {
        let words = self.words;
        let auxiliary = |at: &usize| {
            is_auxiliary(words, *at)
                && words.is_one_of(*at, &set!["ist", "sind", "wird", "werden"])
                && words.nesting().depth(*at) == 0
                && is_main_verb(words, sentence, *at, false)
        };
        let Some(finite) = sentence.clone().find(auxiliary) else { return };
        let is_duty = words.is_one_of(finite, &set!["ist", "sind"]);
        let closes = |at: &usize| {
            is_clause_final(words, sentence, *at)
                && words.nesting().depth(*at) == 0
                && if is_duty { is_zu_infinitive(words, *at) } else { words.word(*at).ends_with('t') }
        };
        let Some(last) = (finite + 1..sentence.end).find(closes) else { return };
        if is_negated(words, finite, last) {
            return;
        }
        let agent = within(self.bodies, sentence.start, last).iter().find(|body| self.is_agent(body));
        if is_duty && self.involve(sentence, finite, last, out) {
            return;
        }
        let deadlines = deadlines(words, sentence.start..last, self.bodies, self.mentions);
        let scope = self.scope(&[], &deadlines, false);
        let found = if is_duty { pattern_at(&scope, last) } else { participle_before(&scope, last + 1) };
        let Some((kind, pattern)) = found else { return };
        let from = match agent {
            Some(agent) => vec![agent.body],
            None if is_duty => self.asked_before(out),
            None => return,
        };
        let way = if pattern.slot == Slot::Accusative {
            let to = self.patients(sentence, finite, last, agent);
            let deadline = deadlines.first().map(|found| found.deadline);
            Some(Way { kind, trigger: words.span(last, last + 1), to, from: Vec::new(), deadline, about: None })
        } else {
            ways(&scope, sentence.start..last + 1).pop().filter(|_| is_duty)
        };
        if let Some(way) = way.filter(|way| !self.is_due_by(way, sentence, out)) {
            let span = self.sentence_span(sentence);
            self.send(&from, &way, Status::Requested, None, Modality::Asserted, span, out);
        }
    }

    /// „durch das BMI“, „von den Ländern“
    pub(super) fn is_agent(&self, body: &BodyAt) -> bool {
        let words = self.words;
        let article =
            body.start > 0 && words.is_one_of(body.start - 1, &set!["das", "die", "den", "dem", "der", "ihren"]);
        let before = body.start.checked_sub(1 + usize::from(article));
        before.is_some_and(|at| {
            words.is_one_of(at, &set!["durch", "vom"]) || article && words.is_one_of(at, &set!["von"])
        })
    }

    /// The subject of the passive: who is to be informed or involved.
    fn patients(&self, sentence: &Range<usize>, finite: usize, last: usize, agent: Option<&BodyAt>) -> Vec<BodyId> {
        let words = self.words;
        let opening = (sentence.start..sentence.start + 3).find_map(|at| starting_at(self.bodies, at));
        let nominative = |body: &&BodyAt| {
            agent.is_none_or(|agent| agent.span != body.span)
                && (body.start == finite + 1 || words.is_one_of(body.start - 1, &set!["der", "die", "das"]))
        };
        let behind = || within(self.bodies, finite + 1, (finite + 5).min(last)).iter().find(nominative);
        let Some(first) = opening.filter(|body| body.end <= finite).or_else(behind) else { return Vec::new() };
        let end = if first.start < finite { finite } else { last };
        coordinated(words, first, end, self.bodies).into_iter().map(|(body, _)| body).collect()
    }

    /// „Dabei sind der AK IV und die Länder zu beteiligen“: in what the point asked for last.
    fn involve(&self, sentence: &Range<usize>, finite: usize, last: usize, out: &mut Acts) -> bool {
        let infinitive = |pattern: &FlowPattern| is_at(self.words, pattern, last, false);
        self.involve_by(infinitive, sentence, finite..last, out)
    }

    /// „Dabei soll auch das BBK einbezogen werden“
    pub(super) fn involve_passively(&self, sentence: &Range<usize>, modal: usize, last: usize, out: &mut Acts) -> bool {
        let participle =
            |pattern: &FlowPattern| pattern.complement.is_empty() && is_participle(pattern, self.words.word(last));
        self.involve_by(participle, sentence, modal..last, out)
    }

    fn involve_by(
        &self,
        is_verb: impl Fn(&FlowPattern) -> bool,
        sentence: &Range<usize>,
        Range { start: finite, end: last }: Range<usize>,
        out: &mut Acts,
    ) -> bool {
        let words = self.words;
        let verb = self.lexicon.role_verbs.iter().find(|(_, pattern)| is_verb(pattern));
        let Some((position, _)) = verb.filter(|(_, pattern)| pattern.slot == Slot::Accusative) else { return false };
        let bodies = self.patients(sentence, finite, last, None);
        let asks = |act: &&mut super::Act| act.passage == self.passage && !act.addressees.is_empty();
        if let Some(act) = out.acts.iter_mut().rev().take(NEAR).find(asks) {
            let span = words.span(finite, last);
            act.participants.extend(bodies.into_iter().map(|body| Participant { body, span, role: role(*position) }));
        }
        true
    }

    /// „Frist: 30. Juni 2026.“: by when, behind what was asked for.
    pub(super) fn read_term(&self, sentence: &Range<usize>, out: &mut Acts) {
        let words = self.words;
        let (term, from) = (sentence.start, sentence.start + 2);
        if !words.is_one_of(term, &set!["Frist", "Termin"]) || !words.is(term + 1, ':') {
            return;
        }
        let named =
            || deadlines(words, from..sentence.end, self.bodies, self.mentions).first().map(|found| found.deadline);
        let dated = parse_when(words.text(), words.tokens(), from)
            .map(|(when, end)| Deadline { span: words.span(from, end), due: Due::When(when) });
        let Some(deadline) = dated.or_else(named) else { return };
        let first = out.acts.len().saturating_sub(NEAR);
        let asks = |act: &super::Act| act.passage == self.passage && !act.addressees.is_empty();
        let Some(last) = out.acts.iter().skip(first).rposition(asks).map(|at| at + first) else { return };
        if let Some(act) = out.acts.get_mut(last).filter(|act| act.deadline.is_none()) {
            act.deadline = Some(deadline);
            let of_act = |flow: &&mut super::Flow| flow.act.is_some_and(|act| act as usize == last);
            for flow in out.flows.iter_mut().rev().take(NEAR).filter(of_act) {
                flow.deadline = flow.deadline.or(Some(deadline));
            }
        }
    }

    /// „… um einen Bericht. Dieser ist der Konferenz bis zum 1. März 2022 vorzulegen“: whether the way is that of what was asked
    /// for before, which is now said to be due.
    pub(super) fn is_due_by(&self, way: &Way, sentence: &Range<usize>, out: &mut Acts) -> bool {
        let known =
            self.words.is_one_of(sentence.start, &set!["Der", "Die", "Das", "Dieser", "Diese", "Dieses", "Er", "Es"]);
        let brings = |kind| matches!(kind, FlowKind::Submits | FlowKind::Presents | FlowKind::Reports);
        if !known || way.deadline.is_none() || !brings(way.kind) {
            return false;
        }
        let open = |flow: &&mut Flow| flow.status == Status::Requested && flow.deadline.is_none();
        let meant = |flow: &&mut Flow| open(flow) && brings(flow.kind) && way.to.contains(&flow.to);
        let own = out.flows.iter_mut().rev().take(NEAR).take_while(|flow| flow.passage == self.passage);
        own.filter(meant).map(|flow| flow.deadline = way.deadline).count() > 0
    }

    /// Whom the last act of the point asked.
    pub(super) fn asked_before(&self, out: &Acts) -> Vec<BodyId> {
        let asks = |act: &&super::Act| !act.addressees.is_empty();
        let own = out.acts.iter().rev().take(NEAR).take_while(|act| act.passage == self.passage);
        let last = own.into_iter().find(asks);
        last.map_or_else(Vec::new, |act| act.addressees.iter().map(|(body, _)| *body).collect())
    }
}
