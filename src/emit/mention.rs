//! Mentions: which words of a point name which body, norm, report, decision or date.

use super::{Emission, iri};
use crate::calendar::When;
use crate::graph::TermId;
use crate::mention::{Grounding, Mention, MentionKind, Reference, ReferenceKind, Release, Report};
use crate::text::digest;
use crate::vocab::{dcterms, gm, rdf, rdfs, xsd};

impl Emission<'_> {
    pub(super) fn all_mentions(&mut self) {
        for mention in &self.mentions.mentions {
            let Some(point) = self.point(mention.passage) else { continue };
            point.mentions += 1;
            let (place, number) = (point.node, point.mentions);
            let node = self.numbered(place, "mention", number);
            self.say(node, gm::IN_POINT, place);
            self.word(node, gm::RULE, mention.rule);
            self.word(
                node,
                gm::GROUNDING,
                match mention.grounding {
                    Grounding::Literal => "literal",
                    Grounding::Inherited => "inherited",
                    Grounding::Inferred => "inferred",
                },
            );
            self.quote(node, mention.span);
            self.denote(node, place, mention);
        }
    }

    fn denote(&mut self, node: TermId, place: TermId, mention: &Mention) {
        let (class, thing) = match &mention.kind {
            MentionKind::Body(body) => (gm::BODY_MENTION, self.body(*body)),
            MentionKind::Norm(norm) => (gm::NORM_MENTION, Some(self.norm(norm))),
            MentionKind::Report(report) => (gm::REPORT_MENTION, Some(self.report(node, report))),
            MentionKind::Reference(reference) => (gm::REFERENCE, self.reference(node, mention, reference)),
            MentionKind::Printed(paper) => (gm::PRINTED_MENTION, self.printed(paper)),
            MentionKind::Date(when) => {
                self.date(node, gm::DATE, *when);
                (gm::DATE_MENTION, None)
            }
        };
        self.link(node, rdf::TYPE, class);
        let Some(thing) = thing else { return };
        self.say(node, gm::DENOTES, thing);
        // The point's own edge to what it speaks of, for quick questions.
        match &mention.kind {
            MentionKind::Body(body) => {
                self.say(place, gm::MENTIONS, thing);
                if let Some(name) = self.names.get(*body as usize).copied().flatten() {
                    self.say(node, gm::NAME_AT_SESSION, name);
                }
            }
            MentionKind::Norm(_) => self.say(place, gm::CITES, thing),
            MentionKind::Report(_) => self.say(place, gm::NAMES_REPORT, thing),
            MentionKind::Reference(_) => self.say(place, gm::REFERS_TO, thing),
            MentionKind::Printed(_) => self.say(place, gm::CITES_PAPER, thing),
            MentionKind::Date(_) => {}
        }
    }

    /// A report is known by title and status date wherever it is named; an oral one by where it was given. What is said
    /// of it here (classification, release, reporter) is said of the mention as well, since another place may differ.
    fn report(&mut self, mention: TermId, report: &Report) -> TermId {
        let form = if report.oral { "oral" } else { "written" };
        let node = if let Some(title) = &report.title {
            let status = report.status.map_or_else(String::new, |when| when.to_string());
            let key: String = digest(format!("{title}\n{status}\n{form}").as_bytes()).chars().take(16).collect();
            let node = self.id(&["report/", &key]);
            self.german(node, dcterms::TITLE, title);
            node
        } else {
            self.graph.new_iri_below(mention, &["/report"])
        };
        self.link(node, rdf::TYPE, gm::REPORT);
        self.text(node, gm::FORM, form);
        if let Some(when) = report.status {
            self.date(node, gm::STATUS_DATE, when);
        }
        for subject in [node, mention] {
            if let Some(classification) = report.classification {
                self.text(subject, gm::CLASSIFICATION, classification);
            }
            if let Some(release) = report.release {
                self.word(
                    subject,
                    gm::RELEASE,
                    match release {
                        Release::Released => "released",
                        Release::NotReleased => "not released",
                    },
                );
            }
            if let Some(reporter) = report.reporter.and_then(|body| self.body(body)) {
                self.say(subject, gm::REPORTER, reporter);
            }
        }
        node
    }

    /// What the text says of the decision stands on the mention; what it leads to is the decision's own IRI, whether
    /// its collection is loaded or not.
    fn reference(&mut self, node: TermId, mention: &Mention, reference: &Reference) -> Option<TermId> {
        self.word(
            node,
            gm::REFERENCE_KIND,
            match reference.kind {
                ReferenceKind::Decision => "decision",
                ReferenceKind::Session => "session",
                ReferenceKind::Mandate => "mandate",
            },
        );
        let own = self.reading.session.when.filter(|_| reference.internal);
        if let Some(when) = reference.when.or(own) {
            self.date(node, gm::CITED_DATE, when);
        }
        if let Some(item) = &reference.item {
            self.text(node, gm::CITED_ITEM, &item.to_string());
        }
        if let Some(number) = reference.session {
            self.count(node, gm::CITED_SESSION, number);
        }
        let body = reference.body.or(self.mentions.conference.filter(|_| reference.internal))?;
        if let Some(body) = self.body(body) {
            self.say(node, gm::CITED_BODY, body);
        }
        let body = self.mentions.bodies.get(body as usize)?;
        let session = if reference.internal {
            self.session.clone()
        } else {
            iri::session(self.lexicon, body, reference.session, reference.when)
        };
        if reference.internal && reference.item.is_none() {
            let item = self.points.get(mention.passage as usize)?.item;
            let number = &self.reading.items.get(item as usize)?.number;
            let path = iri::item(&session?, number);
            return Some(self.id(&["item/", &path]));
        }
        let target = iri::target(body, session.as_deref(), reference.item.as_ref())?;
        let target = self.id(&[&target]);
        if !reference.internal {
            let session = session.map(|path| (self.session(body, &path), path));
            self.cited(target, body, session.as_ref(), reference);
        }
        Some(target)
    }

    /// What may be said of a decision from outside: its label and its sitting.
    fn cited(
        &mut self,
        target: TermId,
        body: &crate::mention::Body,
        session: Option<&(TermId, String)>,
        reference: &Reference,
    ) {
        use crate::mention::ItemReference::{Decision, Item};
        let (item, point) = match (&reference.item, session) {
            (Some(Item(number, point)), Some((_, path))) => (self.item_label(Some(body), path, number), *point),
            (Some(Decision(words, point)), _) => {
                let kinds = ["Beschluss ", "Entscheidung "];
                let number = kinds.iter().find_map(|kind| words.strip_prefix(kind)).unwrap_or(words);
                (format!("{} {number}", super::body::label(body, self.lexicon)), *point)
            }
            _ => return,
        };
        let label = match point {
            Some(point) => super::document::point_label(&item, crate::structure::Label::Point(point)),
            None => item,
        };
        self.text(target, rdfs::LABEL, &label);
        if let Some((session, _)) = session {
            self.say(target, gm::IN_SESSION, *session);
        }
    }

    /// A time as the tables write it.
    pub(super) fn date(&mut self, node: TermId, property: &'static str, when: When) {
        let value = when.to_string();
        match when {
            When::Day(_) => self.typed(node, property, &value, xsd::DATE),
            When::Month(..) => self.typed(node, property, &value, xsd::G_YEAR_MONTH),
            When::Year(_) => self.typed(node, property, &value, xsd::G_YEAR),
            When::Days(..) | When::Season(..) | When::Quarter(..) | When::Half(..) => self.text(node, property, &value),
        }
    }
}
