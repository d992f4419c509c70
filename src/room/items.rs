//! Agenda items and the sessions that they belong to.

use super::facts::Node;
use super::layout::shortened;
use super::{Page, View};
use crate::vocab::{dcterms, eli, gm, rdfs};
use maud::{Markup, html};
use std::collections::BTreeSet;

impl View<'_> {
    /// An agenda item: its points as printed, what they do, what they cite.
    pub fn item(&self, item: Node) -> Page {
        let (room, facts) = (self.room, &self.room.facts);
        if !facts.is_a(item, gm::AGENDA_ITEM) {
            return self.stub(item);
        }
        let mut points: Vec<Node> =
            facts.subjects(gm::IN_ITEM, item).filter(|node| facts.is_a(*node, gm::POINT)).collect();
        points.sort_by_key(|point| room.order(*point));
        let session = facts.object(item, gm::IN_SESSION);
        let title = facts.object(item, dcterms::TITLE);
        let top = facts.value(item, gm::TOP).unwrap_or_default();
        let content = html! {
            @if let Some(session) = session { p.trail { (self.link(session)) } }
            h1 {
                span.top { (top) } " "
                @match title { Some(title) => span lang="de" dir="auto" { (facts.word(title)) }, None => (room.label(item)) }
            }
            @if let Some(session) = session { p.quiet { (self.session_words(session)) } }
            @if points.is_empty() { p { (self.t("item.empty")) } }
            div.points { @for point in points.iter().filter(|point| !self.repeats(**point, title)) { (self.point(*point)) } }
            (self.item_reports(&points))
            (self.item_norms(&points))
            (self.item_references(&points, item))
        };
        let name = title.map_or(room.label(item), |title| facts.word(title));
        self.page(&format!("{}: {}", room.label(item), shortened(name)), Some(item), &content)
    }

    /// Whether a point is the heading again, with nothing in it to mark.
    fn repeats(&self, point: Node, title: Option<Node>) -> bool {
        let facts = &self.room.facts;
        let is_title = facts.value(point, gm::TEXT) == title.map(|title| facts.word(title));
        is_title && facts.subjects(gm::IN_POINT, point).next().is_none()
    }

    fn mentions(&self, points: &[Node], class: &str) -> Vec<Node> {
        let facts = &self.room.facts;
        let all = points.iter().flat_map(|point| facts.subjects(gm::IN_POINT, *point));
        all.filter(|node| facts.is_a(*node, class)).collect()
    }

    fn item_reports(&self, points: &[Node]) -> Markup {
        let reports = self.mentions(points, gm::REPORT_MENTION);
        html! {
            @if !reports.is_empty() {
                section { h2 #reports { (self.t("menu.reports")) } ul.plain { @for mention in reports { li { (self.report_line(mention)) } } } }
            }
        }
    }

    /// Norms cited here: each once, to its official text.
    fn item_norms(&self, points: &[Node]) -> Markup {
        let facts = &self.room.facts;
        let mentions = self.mentions(points, gm::NORM_MENTION);
        let mut norms: Vec<Node> = mentions.iter().filter_map(|mention| facts.object(*mention, gm::DENOTES)).collect();
        norms.sort_by_cached_key(|norm| self.room.label(*norm).to_owned());
        norms.dedup();
        html! {
            @if !norms.is_empty() {
                section { h2 #norms { (self.t("menu.statutes")) } ul.plain { @for norm in norms { li { (self.norm_line(norm)) } } } }
            }
        }
    }

    /// A norm: the page of its statute and the official text.
    pub fn norm_line(&self, norm: Node) -> Markup {
        let facts = &self.room.facts;
        let statute = facts.object(norm, eli::IS_PART_OF);
        html! {
            @match self.target(norm) { Some(address) => a href=(address) { (self.room.label(norm)) }, None => (self.room.label(norm)) }
            @if let Some(statute) = statute { " " span.quiet { (self.full_name(statute)) } }
            @if let Some(text) = facts.value(norm, rdfs::SEE_ALSO).filter(|text| super::links::is_web(text)) {
                " " a.out href=(text) rel="external" { (self.t("official")) span.hidden { " " (self.room.label(norm)) } }
            }
        }
    }

    /// What this item refers to, and what refers to it.
    fn item_references(&self, points: &[Node], item: Node) -> Markup {
        let facts = &self.room.facts;
        let mentions = self.mentions(points, gm::REFERENCE);
        let targets: BTreeSet<Node> =
            mentions.iter().filter_map(|mention| facts.object(*mention, gm::DENOTES)).collect();
        let later: BTreeSet<Node> = self.referring(item).collect();
        html! {
            @if !targets.is_empty() {
                section {
                    h2 #references { (self.t("item.refers")) }
                    ul.plain { @for target in targets { li {
                        (self.link(target))
                        @if !facts.is_a(target, gm::AGENDA_ITEM) && self.room.path(target).is_some() { " " span.tag { (self.t("stub.tag")) } }
                    } } }
                }
            }
            @if !later.is_empty() {
                section {
                    h2 #later { (self.t("item.later")) }
                    ul.plain { @for reference in later { li { (self.place_link(reference)) } } }
                }
            }
        }
    }

    /// References that lead to this item or session.
    pub fn referring(&self, target: Node) -> impl Iterator<Item = Node> + '_ {
        let facts = &self.room.facts;
        facts.subjects(gm::DENOTES, target).filter(move |node| facts.is_a(*node, gm::REFERENCE))
    }

    /// A decision that is referred to and whose collection is not here.
    fn stub(&self, node: Node) -> Page {
        let facts = &self.room.facts;
        let mut referring: Vec<Node> = self.referring(node).collect();
        referring.extend(facts.subjects(gm::IN_SESSION, node).flat_map(|item| self.referring(item)));
        referring.sort_unstable();
        referring.dedup();
        let due: Vec<Node> = facts.subjects(gm::DUE_SESSION, node).filter(|act| facts.is_a(*act, gm::ACT)).collect();
        let content = html! {
            h1 { (self.room.label(node)) }
            p { span.tag { (self.t("stub.tag")) } " " (self.t("stub.text")) }
            @if !referring.is_empty() {
                h2 { (self.t("item.later")) }
                ul.plain { @for reference in referring { li { (self.place_link(reference)) } } }
            }
            @if !due.is_empty() {
                h2 { (self.t("session.due")) }
                ul.mandates { @for act in due { li { (self.act(act)) " " span.quiet { (self.place_link(act)) } } } }
            }
        };
        self.page(self.room.label(node), Some(node), &content)
    }

    /// A session and its items.
    pub fn session(&self, session: Node) -> Page {
        let facts = &self.room.facts;
        let mut items: Vec<Node> =
            facts.subjects(gm::IN_SESSION, session).filter(|node| facts.is_a(*node, gm::AGENDA_ITEM)).collect();
        if items.is_empty()
            && !facts.is_a(session, gm::DOCUMENT)
            && facts.subjects(gm::IN_SESSION, session).all(|node| !facts.is_a(node, gm::DOCUMENT))
        {
            return self.stub(session);
        }
        items.sort_by_key(|item| self.room.order(*item));
        let content = html! {
            h1 { (self.room.label(session)) }
            p.quiet { (self.session_words(session)) }
            @if items.is_empty() { p { (self.t("session.empty")) } }
            ol.items {
                @for item in items {
                    li {
                        span.top { (facts.value(item, gm::TOP).unwrap_or_default()) } " "
                        (self.link_as(item, &html! { span lang="de" { (self.full_name(item)) } }))
                    }
                }
            }
        };
        self.page(self.room.label(session), Some(session), &content)
    }

    pub fn sessions(&self) -> Page {
        let content = html! {
            h1 { (self.t("menu.sessions")) }
            p { (self.t("sessions.text")) }
            ul.sessions { @for session in &self.room.lists.sessions { li { (self.session_line(*session)) } } }
        };
        self.page(self.t("menu.sessions"), None, &content)
    }

    pub fn session_line(&self, session: Node) -> Markup {
        let count = self
            .room
            .facts
            .subjects(gm::IN_SESSION, session)
            .filter(|node| self.room.facts.is_a(*node, gm::AGENDA_ITEM))
            .count();
        html! { (self.link(session)) " " span.quiet { (self.session_words(session)) " · " (count) " " (self.t("items")) } }
    }

    /// „215. Sitzung, 3. Dezember 2021, Stuttgart“ of the conference.
    fn session_words(&self, session: Node) -> Markup {
        let facts = &self.room.facts;
        let number = facts.value(session, gm::NUMBER);
        html! {
            @if let Some(number) = number { (self.fill("session.number", &[("n", number)])) ", " }
            @if let Some(body) = facts.object(session, gm::SESSION_OF) { (self.link(body)) }
            @if let Some(day) = self.room.session_day(session) { ", " (self.time(day)) }
            @if let Some(place) = facts.value(session, gm::PLACE) { ", " (place) }
        }
    }
}
