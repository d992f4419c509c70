//! Acts and flows as one reads them: who, what, whom, by when.

use super::facts::Node;
use super::{Room, View, texts};
use crate::vocab::{gm, oa};
use maud::{Markup, html};

/// By when something is to be done.
pub struct Due {
    pub text: Markup,
    /// The last day that it can mean, for sorting and to tell what is over; empty where nobody can say.
    pub latest: String,
}

impl Room {
    /// Acts and flows that are not negated, conditional or only told of.
    pub(super) fn is_asserted(&self, node: Node) -> bool {
        self.facts.value(node, gm::MODALITY) == Some("asserted")
    }

    pub(super) fn nodes(&self, subject: Node, property: &str) -> Vec<Node> {
        self.facts.objects(subject, property).collect()
    }

    /// Day or season by which something is due, as a day for sorting.
    pub(super) fn latest(&self, node: Node) -> String {
        let facts = &self.facts;
        if let Some(day) = facts.value(node, gm::DUE_DATE) {
            return day.to_owned();
        }
        let session = facts.object(node, gm::DUE_SESSION).and_then(|session| self.session_day(session));
        if let Some(day) = session {
            return day.to_owned();
        }
        let deadline = facts.value(node, gm::DEADLINE).unwrap_or_default();
        match deadline.split_once('-') {
            Some((year, season)) if year.len() == 4 => {
                texts::found(&format!("season.end.{season}"), super::Language::De)
                    .map_or_else(String::new, |end| format!("{year}-{end}"))
            }
            _ => String::new(),
        }
    }
}

impl View<'_> {
    pub fn names(&self, nodes: &[Node]) -> Markup {
        html! { @for (index, node) in nodes.iter().enumerate() { @if index > 0 { ", " } (self.link(*node)) } }
    }

    /// „Konferenz bittet Ministerium“.
    pub fn act(&self, act: Node) -> Markup {
        let room = self.room;
        let addressees = room.nodes(act, gm::ADDRESSEE);
        html! {
            span.who { (self.names(&room.nodes(act, gm::ACTOR))) } " "
            @if let Some(kind) = room.facts.object(act, gm::KIND) { b.verb { (self.concept(kind)) } }
            @if !addressees.is_empty() { " " span.whom { (self.names(&addressees)) } }
            (self.modality(act))
        }
    }

    /// „Ministerium berichtet an Konferenz“.
    pub fn flow(&self, flow: Node) -> Markup {
        let room = self.room;
        html! {
            span.who { (self.names(&room.nodes(flow, gm::FROM))) } " "
            @if let Some(kind) = room.facts.object(flow, gm::FLOW_KIND) { b.verb { (self.concept(kind)) } }
            " " span.arrow aria-hidden="true" { "→" } " "
            span.whom { (self.names(&room.nodes(flow, gm::TO))) }
            @if let Some(about) = room.facts.object(flow, gm::ABOUT) { " " span.about { (self.literal(about)) } }
            (self.modality(flow))
        }
    }

    fn modality(&self, node: Node) -> Markup {
        let modality = self.room.facts.value(node, gm::MODALITY).unwrap_or("asserted");
        html! { @if modality != "asserted" { " " span.tag { (self.value("modality", modality)) } } }
    }

    /// A value of the graph in words of the interface; one that has none stays, marked as English.
    pub fn value(&self, kind: &str, value: &str) -> Markup {
        texts::found(&format!("{kind}.{value}"), self.language)
            .map_or_else(|| html! { span lang="en" { (value) } }, |text| html! { (text) })
    }

    /// A deadline as the tables spell it: `2022-06-30`, `2022-Frühjahr`, `next WMK session`.
    pub fn due_words(&self, deadline: &str) -> Markup {
        if let Some(session) = deadline.strip_suffix(" session") {
            let (text, body) =
                session.strip_prefix("next ").map_or(("due.session", session), |body| ("due.next", body));
            let body =
                self.room.lists.body_named(self.room, body).map_or_else(|| html! { (body) }, |body| self.link(body));
            return html! { (self.t(text)) " " (body) };
        }
        let season = deadline.split_once('-').and_then(|(year, season)| {
            Some(format!("{} {year}", texts::found(&format!("season.{season}"), self.language)?))
        });
        match season {
            Some(season) => html! { (season) },
            None if deadline.len() == "2022-06-30".len() && !deadline.contains(char::is_alphabetic) => {
                self.time(deadline)
            }
            None => html! { (deadline) },
        }
    }

    /// The deadline of an act or flow.
    pub fn due(&self, node: Node) -> Option<Due> {
        let facts = &self.room.facts;
        let deadline = facts.value(node, gm::DEADLINE)?;
        let text = if let Some(day) = facts.value(node, gm::DUE_DATE) {
            self.time(day)
        } else if let Some(session) = facts.object(node, gm::DUE_SESSION) {
            html! { (self.t("due.session")) " " (self.link(session)) }
        } else if let Some(body) = facts.object(node, gm::NEXT_SESSION_OF) {
            html! { (self.t("due.next")) " " (self.link(body)) }
        } else {
            self.due_words(deadline)
        };
        Some(Due { text, latest: self.room.latest(node) })
    }

    /// The deadline with a word on whether it is over.
    pub fn due_mark(&self, node: Node) -> Markup {
        let Some(due) = self.due(node) else { return html! {} };
        html! {
            span.due { (self.t("due.by")) " " (due.text) }
            @if self.is_over(&due.latest) { " " span.tag.over { (self.t("due.over")) } }
        }
    }

    pub fn is_over(&self, latest: &str) -> bool {
        !latest.is_empty() && self.address.today.as_deref().is_some_and(|today| latest < today)
    }

    /// What an act or flow rests on: its words, who else is to take part, the whole sentence.
    pub fn grounds(&self, node: Node, anchor: Option<&str>) -> Markup {
        let facts = &self.room.facts;
        let words = |property| facts.objects(node, property).filter_map(|words| facts.value(words, oa::EXACT));
        let sentence = facts.object(node, gm::SENTENCE).and_then(|sentence| facts.value(sentence, gm::TEXT));
        let others: Vec<&str> = words(gm::EVIDENCE).collect();
        html! {
            details.grounds {
                summary { (self.t("grounds")) }
                dl {
                    dt { (self.t("grounds.trigger")) }
                    dd lang="de" {
                        @for words in words(gm::TRIGGER) {
                            @match anchor {
                                Some(anchor) => a href={ "#" (anchor) } { "„" (words) "“" },
                                None => { "„" (words) "“" },
                            }
                        }
                    }
                    @if !others.is_empty() {
                        dt { (self.t("grounds.words")) }
                        dd lang="de" { @for words in others { "„" (words) "“ " } }
                    }
                    @for part in facts.objects(node, gm::PARTICIPATION) {
                        dt { @if let Some(role) = facts.object(part, gm::ROLE) { (self.concept(role)) } }
                        dd { (self.names(&self.room.nodes(part, gm::PARTICIPANT))) }
                    }
                    @if let Some(sentence) = sentence {
                        dt { (self.t("grounds.sentence")) }
                        dd { q lang="de" { (sentence) } }
                    }
                    dt { "IRI" }
                    dd { code { (facts.word(node)) } }
                }
            }
        }
    }
}
