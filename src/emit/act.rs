//! Acts and flows, each with its trigger and sentence, and the plain edges between bodies that follow from them.

use super::Emission;
use crate::act::{Act, Acts, Deadline, Due, Flow, FlowKind, Modality, Participant, Role, Status};
use crate::graph::TermId;
use crate::lexicon::{ActKind, ActKindId};
use crate::mention::BodyId;
use crate::text::Span;
use crate::vocab::{gm, rdf, skos, xsd};
use std::fmt::Write;

impl Emission<'_> {
    pub(super) fn all_acts(&mut self, acts: &Acts) {
        let nodes: Vec<Option<TermId>> = (0u32..).zip(&acts.acts).map(|(order, act)| self.act(order, act)).collect();
        for (order, flow) in (0u32..).zip(&acts.flows) {
            let act = flow.act.and_then(|act| nodes.get(act as usize).copied().flatten());
            self.flow(order, flow, act);
        }
    }

    fn act(&mut self, order: u32, act: &Act) -> Option<TermId> {
        let kind = self.lexicon.act_kinds.get(act.kind as usize)?;
        let point = self.point(act.passage)?;
        point.acts += 1;
        let (place, count) = (point.node, point.acts);
        let node = self.numbered(place, "act", count);
        self.link(node, rdf::TYPE, gm::ACT);
        let (concept, edge) = self.act_kind(act.kind, kind);
        self.say(node, gm::KIND, concept);
        self.words(node, place, order, act.sentence, act.trigger, act.modality);
        let actor = self.body(act.actor);
        if let Some(actor) = actor {
            self.say(node, gm::ACTOR, actor);
        }
        // Who is set up is asked for nothing.
        for (addressee, words) in act.addressees.iter().filter(|_| kind.addressed) {
            let Some(body) = self.body(*addressee) else { continue };
            self.say(node, gm::ADDRESSEE, body);
            let evidence = self.evidence(*words);
            self.say(node, gm::EVIDENCE, evidence);
            if let (Modality::Asserted, true, Some(actor)) = (act.modality, kind.addressed, actor) {
                self.graph.insert(actor, edge, body, self.name);
            }
        }
        for (number, participant) in (1u32..).zip(&act.participants) {
            let part = self.numbered(node, "participation", number);
            self.say(node, gm::PARTICIPATION, part);
            self.participation(part, participant, &act.addressees);
        }
        if let Some(deadline) = act.deadline {
            self.deadline(node, deadline);
        }
        Some(node)
    }

    /// The concept of an act's kind, with as much as questions need without the ontology beside them, and its edge.
    fn act_kind(&mut self, id: ActKindId, kind: &ActKind) -> (TermId, TermId) {
        if let Some(known) = self.act_kinds.get(id as usize).copied().flatten() {
            return known;
        }
        let concept = self.id(&["act/", &super::iri::segment(&kind.name)]);
        self.text(concept, skos::NOTATION, &kind.name);
        self.typed(concept, gm::ADDRESSED, if kind.addressed { "true" } else { "false" }, xsd::BOOLEAN);
        self.labels(concept, &kind.label_de, &kind.label_en);
        let edge = self.graph.iri(&(gm::NS.to_owned() + &camel_case(&kind.name)));
        if let Some(known) = self.act_kinds.get_mut(id as usize) {
            *known = Some((concept, edge));
        }
        (concept, edge)
    }

    fn participation(&mut self, node: TermId, participant: &Participant, leads: &[(BodyId, Span)]) {
        self.link(node, rdf::TYPE, gm::PARTICIPATION_CLASS);
        if let Some(body) = self.body(participant.body) {
            self.say(node, gm::PARTICIPANT, body);
        }
        let role = match participant.role {
            Role::Participation => "participation",
            Role::Coordination => "coordination",
            Role::Lead => "lead",
        };
        self.concept(node, gm::ROLE, "role", role);
        for (lead, _) in leads {
            if let Some(lead) = self.body(*lead) {
                self.say(node, gm::LEAD, lead);
            }
        }
        let evidence = self.evidence(participant.span);
        self.say(node, gm::EVIDENCE, evidence);
    }

    fn flow(&mut self, order: u32, flow: &Flow, act: Option<TermId>) {
        let Some(point) = self.point(flow.passage) else { return };
        point.flows += 1;
        let (place, number) = (point.node, point.flows);
        let node = self.numbered(place, "flow", number);
        self.link(node, rdf::TYPE, gm::FLOW);
        self.words(node, place, order, flow.sentence, flow.trigger, flow.modality);
        let (kind, edge) = match flow.kind {
            FlowKind::Informs => ("informs", gm::INFORMS),
            FlowKind::Reports => ("reports", gm::REPORTS_TO),
            FlowKind::Submits => ("submits", gm::SUBMITS_TO),
            FlowKind::Presents => ("presents", gm::PRESENTS_TO),
            FlowKind::Provides => ("provides", gm::PROVIDES_TO),
            FlowKind::Asks => ("asks", gm::ASKS),
        };
        let concept = self.concept(node, gm::FLOW_KIND, "flow", kind);
        if let Some(entry) = self.lexicon.flow_kinds.iter().find(|entry| entry.name == kind) {
            self.labels(concept, &entry.label_de, &entry.label_en);
        }
        self.word(
            node,
            gm::STATUS,
            match flow.status {
                Status::Requested => "requested",
                Status::Done => "done",
                Status::Pledged => "pledged",
            },
        );
        let (from, to) = (self.body(flow.from), self.body(flow.to));
        for (property, body) in [(gm::FROM, from), (gm::TO, to)] {
            if let Some(body) = body {
                self.say(node, property, body);
            }
        }
        if let (Modality::Asserted, Some(from), Some(to)) = (flow.modality, from, to) {
            self.say(from, edge, to);
        }
        if let Some(act) = act {
            self.say(node, gm::ARISES_FROM, act);
        }
        if let Some(about) = flow.about.filter(|about| !about.is_empty()) {
            self.german(node, gm::ABOUT, about.of(&self.reading.reading));
        }
        if let Some(deadline) = flow.deadline {
            self.deadline(node, deadline);
        }
    }

    /// What acts and flows share: where they stand, in what words, and how they are meant.
    fn words(&mut self, node: TermId, place: TermId, order: u32, sentence: Span, trigger: Span, modality: Modality) {
        self.say(node, gm::IN_POINT, place);
        self.count(node, gm::ORDER, order);
        let sentence = self.sentence(sentence, place);
        self.say(node, gm::SENTENCE, sentence);
        let trigger = self.evidence(trigger);
        self.say(node, gm::TRIGGER, trigger);
        self.word(
            node,
            gm::MODALITY,
            match modality {
                Modality::Asserted => "asserted",
                Modality::Negated => "negated",
                Modality::Conditional => "conditional",
                Modality::Reported => "reported",
            },
        );
    }

    fn deadline(&mut self, node: TermId, deadline: Deadline) {
        let evidence = self.evidence(deadline.span);
        self.say(node, gm::EVIDENCE, evidence);
        match deadline.due {
            Due::When(when) => {
                self.text(node, gm::DEADLINE, &when.to_string());
                if let Some(day) = when.last_day() {
                    self.typed(node, gm::DUE_DATE, &day.to_string(), xsd::DATE);
                }
            }
            Due::NextSession(body) => {
                let words = format!("next {} session", self.body_label(body));
                self.text(node, gm::DEADLINE, &words);
                if let Some(body) = self.body(body) {
                    self.say(node, gm::NEXT_SESSION_OF, body);
                }
            }
            Due::SessionNumber(body, number) => {
                let words = format!("{number}. {} session", self.body_label(body));
                self.text(node, gm::DEADLINE, &words);
                let Some(body) = self.mentions.bodies.get(body as usize) else { return };
                if let Some(path) = super::iri::session(self.lexicon, body, Some(number), None) {
                    let session = self.session(body, &path);
                    self.say(node, gm::DUE_SESSION, session);
                }
            }
        }
    }

    /// A concept of a small scheme, with its notation for the tables.
    fn concept(&mut self, node: TermId, property: &'static str, scheme: &str, name: &'static str) -> TermId {
        let concept = self.id(&[scheme, "/", name]);
        self.say(node, property, concept);
        self.word(concept, skos::NOTATION, name);
        concept
    }

    fn labels(&mut self, concept: TermId, de: &str, en: &str) {
        for (label, language) in [(de, "de"), (en, "en")].into_iter().filter(|(label, _)| !label.is_empty()) {
            let label = self.graph.tagged(label, language);
            self.say(concept, skos::PREF_LABEL, label);
        }
    }
}

/// The name of the edge for a kind of act: `takes-note` → `takesNote`.
fn camel_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for (index, word) in name.split('-').enumerate() {
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if index > 0 => {
                let _ = write!(out, "{}{}", first.to_uppercase(), letters.as_str());
            }
            _ => out.push_str(word),
        }
    }
    out
}
