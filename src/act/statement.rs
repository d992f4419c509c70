//! Flows that no asking verb carries: reports that were given, and what was laid before the conference.

use super::bodies::{BodyAt, within};
use super::clause::is_boundary;
use super::duty::is_participle;
use super::flow::Way;
use super::read::Reading;
use super::recipient::is_dative;
use super::told::participle_before;
use super::{Act, Acts, Deadline, Flow, FlowKind, Modality, Status};
use crate::lexicon::{FlowPattern, Slot};
use crate::mention::{BodyId, MentionKind};
use crate::text::{Span, ends_like, set};
use std::ops::Range;

impl Reading<'_, '_> {
    /// A report of which the conference takes note, or for which it thanks, and whose author the text names has been given.
    pub(super) fn read_delivered(&self, sentence: &Range<usize>, first_act: usize, out: &mut Acts) {
        let span = self.sentence_span(sentence);
        let noting = |act: &Act| self.is_noting(act);
        let Some(act) = out.acts.iter().skip(first_act).position(noting).map(|at| at + first_act) else { return };
        let first = self.own.partition_point(|mention| mention.span.start < span.start);
        for mention in self.own.iter().skip(first).take_while(|mention| mention.span.start < span.end) {
            let MentionKind::Report(report) = &mention.kind else { continue };
            let (Some(from), Some(to)) = (report.reporter, self.mentions.conference) else { continue };
            let way = Way {
                kind: self.kind_delivered(mention.span),
                trigger: mention.span,
                to: vec![to],
                from: Vec::new(),
                deadline: None,
                about: Some(mention.span),
            };
            self.send(&[from], &way, Status::Done, u32::try_from(act).ok(), Modality::Asserted, span, out);
        }
    }

    /// Whether the act says that a document reached the conference.
    fn is_noting(&self, act: &Act) -> bool {
        act.modality == Modality::Asserted && ["takes-note", "thanks"].iter().any(|name| self.is_kind(act, name))
    }

    pub(super) fn is_kind(&self, act: &Act, name: &str) -> bool {
        self.lexicon.act_kinds.get(act.kind as usize).is_some_and(|kind| kind.name == name)
    }

    /// „die vom BMDV übersandten „Eckpunkte““: what is no report by name is submitted, where a verb says so.
    fn kind_delivered(&self, document: Span) -> FlowKind {
        let words = self.words;
        let at = words.tokens().partition_point(|token| token.span.start < document.start);
        let end = words.tokens().partition_point(|token| token.span.start < document.end);
        let reports = self.lexicon.flow_kinds.iter().flat_map(|kind| &kind.carries);
        let is_report = (at..end).any(|at| reports.clone().any(|noun| ends_like(words.word(at), noun)));
        // „den vorgelegten Entwurf „Dritter Staatsvertrag““
        let noun = at.checked_sub(1).filter(|at| words.is_capitalised(*at));
        let is_report = is_report || noun.is_some_and(|at| reports.clone().any(|noun| ends_like(words.word(at), noun)));
        let before = noun.unwrap_or(at).checked_sub(1).and_then(|at| self.participle_at(at));
        let brought =
            before.map(|(kind, _)| kind).filter(|kind| matches!(kind, FlowKind::Submits | FlowKind::Presents));
        brought.or_else(|| self.kind_behind(end)).filter(|_| !is_report).unwrap_or(FlowKind::Reports)
    }

    /// „den Entwurf (Stand: 29. April 2011), den Hessen vorgelegt hat“: the verb of the relative clause behind a document.
    fn kind_behind(&self, end: usize) -> Option<FlowKind> {
        let words = self.words;
        let mut comma = end;
        while words.is(comma, '(') {
            comma = words.nesting().after(comma)?;
        }
        let relative = words.is(comma, ',') && words.is_one_of(comma + 1, &set!["den", "die", "das"]);
        let has = |at: &usize| words.is_one_of(*at, &set!["hat", "haben"]);
        let has = (comma + 3..comma + 24).take_while(|at| !is_boundary(words, *at)).find(has).filter(|_| relative)?;
        participle_before(&self.scope(&[], &[], true), has)
            .map(|(kind, _)| kind)
            .filter(|kind| matches!(kind, FlowKind::Submits | FlowKind::Presents))
    }

    /// „stimmt dem vom AK Bahnpolitik vorgelegten Positionspapier zu“: what is decided on was laid before the conference. Of a
    /// report [`read_delivered`](Self::read_delivered) speaks.
    pub(super) fn read_laid_before(&self, sentence: &Range<usize>, first_act: usize, out: &mut Acts) {
        let words = self.words;
        let decided = |act: &Act| act.modality == Modality::Asserted && Some(act.actor) == self.mentions.conference;
        let Some(to) = self.mentions.conference.filter(|_| out.acts.iter().skip(first_act).any(decided)) else {
            return;
        };
        // What is taken note of has been delivered as a report.
        let noted = out.acts.iter().skip(first_act).any(|act| self.is_noting(act));
        let is_laid = |at: &usize| words.starts_with(*at, 'v') && words.word(*at).starts_with("vorge");
        for laid in sentence.clone().filter(is_laid) {
            let Some((kind, _)) = self.participle_at(laid) else { continue };
            let before = within(self.bodies, laid.saturating_sub(8), laid);
            let by = before.iter().rfind(|body| self.is_author(body));
            // „die den Ländern vom BMG vorgestellten Eckpunkte“: `read_brought`.
            let other =
                |body: &BodyAt| body.body != to && by.is_some_and(|by| by.span != body.span) && is_dative(words, body);
            let another = before.iter().any(other);
            let object = words.span(laid + 1, laid + 3);
            let reported = noted
                && self.own.iter().any(|mention| {
                    matches!(mention.kind, MentionKind::Report(_))
                        && mention.span.start < object.end
                        && object.start < mention.span.end
                });
            let Some(by) = by.filter(|_| words.nesting().depth(laid) == 0 && !reported && !another) else { continue };
            let trigger = words.span(laid, laid + 1);
            let way = Way { kind, trigger, to: vec![to], from: Vec::new(), deadline: None, about: None };
            self.send(&[by.body], &way, Status::Done, None, Modality::Asserted, self.sentence_span(sentence), out);
        }
    }

    /// „von der Bundesregierung“, „vom AK II“: the agent in an attribute.
    pub(super) fn is_author(&self, body: &BodyAt) -> bool {
        let before = (body.start.saturating_sub(2)..body.start).rev();
        let mut before = before.skip_while(|at| self.words.is_one_of(*at, &set!["der", "dem", "den"]));
        before.next().is_some_and(|at| self.words.is_one_of(at, &set!["von", "vom"]))
    }

    /// „die von der Bundesregierung dem Deutschen Bundestag übermittelte Formulierungshilfe“: what an attribute says was brought
    /// by one to another.
    pub(super) fn read_brought(&self, sentence: &Range<usize>, out: &mut Acts) {
        let words = self.words;
        let inside = within(self.bodies, sentence.start, sentence.end);
        for by in inside.iter().filter(|body| self.is_author(body)) {
            // „die ihnen von Bayern vorgestellten Überlegungen“
            let ours = (by.start.saturating_sub(4)..by.start)
                .any(|at| self.is_told(at) && words.is_one_of(at + 1, &set!["von", "vom"]));
            // Without two bodies there is no way between them.
            if inside.len() < 2 && !ours {
                continue;
            }
            let near = by.end..sentence.end.min(by.end + 12);
            let brought =
                near.take_while(|at| !is_boundary(words, *at)).find_map(|at| Some((at, self.participle_at(at)?)));
            let Some((brought, (kind, _))) = brought else { continue };
            let from = (brought.saturating_sub(20)..brought).rev().find(|at| is_boundary(words, *at));
            let before = within(self.bodies, from.unwrap_or(brought.saturating_sub(20)), brought);
            let to = before.iter().rfind(|body| body.span != by.span && is_dative(words, body)).map(|body| body.body);
            let to = if ours { self.mentions.conference } else { to };
            let Some(to) = to else { continue };
            let trigger = words.span(brought, brought + 1);
            let way = Way { kind, trigger, to: vec![to], from: Vec::new(), deadline: None, about: None };
            self.send(&[by.body], &way, Status::Done, None, Modality::Asserted, self.sentence_span(sentence), out);
        }
    }

    /// The verb whose participle, inflected as an attribute, stands at a token: „übermittelte“, „vorgestellten“.
    fn participle_at(&self, at: usize) -> Option<(FlowKind, &FlowPattern)> {
        let word = self.words.word(at);
        let bare = word.strip_suffix(['n', 'r', 's', 'm']).unwrap_or(word).strip_suffix('e')?;
        bare.ends_with('t').then_some(())?;
        let kinds = self.lexicon.flow_kinds.iter().filter_map(|kind| Some((FlowKind::named(&kind.name)?, kind)));
        kinds.flat_map(|(name, kind)| kind.patterns.iter().map(move |pattern| (name, pattern))).find(|(_, pattern)| {
            pattern.complement.is_empty() && pattern.slot == Slot::Dative && is_participle(pattern, bare)
        })
    }

    #[allow(clippy::too_many_arguments)]
    pub(super) fn send(
        &self,
        from: &[BodyId],
        way: &Way,
        status: Status,
        act: Option<u32>,
        modality: Modality,
        sentence: Span,
        out: &mut Acts,
    ) {
        for from in if way.from.is_empty() { from } else { &way.from } {
            for to in way.to.iter().filter(|to| *to != from) {
                let flow = Flow {
                    passage: self.passage,
                    kind: way.kind,
                    sentence,
                    trigger: way.trigger,
                    from: *from,
                    to: *to,
                    status,
                    deadline: way.deadline,
                    act,
                    modality,
                    about: way.about,
                };
                let same = |other: &Flow| {
                    (other.passage, other.from, other.to, other.status)
                        == (flow.passage, flow.from, flow.to, flow.status)
                        && other.kind == flow.kind
                        && same_due(other.deadline, flow.deadline)
                };
                if !out.flows.iter().rev().take(16).any(same) {
                    out.flows.push(flow);
                }
            }
        }
    }
}

fn same_due(one: Option<Deadline>, other: Option<Deadline>) -> bool {
    one.map(|deadline| deadline.due) == other.map(|deadline| deadline.due)
}
