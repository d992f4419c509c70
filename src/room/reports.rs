//! Reports: withheld and released, by who gives them, by the item that they are named in.

use super::facts::Node;
use super::search::fold;
use super::{Page, View};
use crate::vocab::{dcterms, gm};
use maud::{Markup, html};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Orders of the list: path and name of the text.
const ORDERS: [(&str, &str); 3] = [
    ("reports", "reports.order.release"),
    ("reports/by-body", "reports.order.body"),
    ("reports/by-subject", "reports.order.subject"),
];

impl View<'_> {
    pub fn report_line(&self, mention: Node) -> Markup {
        let facts = &self.room.facts;
        let report = facts.object(mention, gm::DENOTES);
        let value = |property| facts.value(mention, property).or_else(|| facts.value(report?, property));
        let reporters: Vec<Node> = facts.objects(mention, gm::REPORTER).collect();
        html! {
            @match report.and_then(|report| facts.object(report, dcterms::TITLE)) {
                Some(title) => span lang="de" { "„" (facts.word(title)) "“" },
                None => span lang="de" { (facts.value(mention, crate::vocab::oa::EXACT).unwrap_or_default()) },
            }
            @if let Some(day) = value(gm::STATUS_DATE) { " " span.quiet { (self.t("reports.as-of")) " " (self.day(day)) } }
            @if let Some(release) = value(gm::RELEASE) { " " span.tag.over[release != "released"] { (self.value("release", release)) } }
            @if let Some(class) = value(gm::CLASSIFICATION) { " " span.tag.over { (class) } }
            @if let Some(form) = value(gm::FORM).filter(|form| *form == "oral") { " " span.tag { (self.value("form", form)) } }
            @if !reporters.is_empty() { " " span.quiet { (self.t("reports.by")) " " (self.names(&reporters)) } }
        }
    }

    /// Withheld and released reports.
    pub fn reports(&self) -> Page {
        let facts = &self.room.facts;
        let release = |mention: Node| {
            let report = facts.object(mention, gm::DENOTES);
            facts.value(mention, gm::RELEASE).or_else(|| facts.value(report?, gm::RELEASE)).unwrap_or_default()
        };
        let of = |state: &str| {
            self.room.lists.reports.iter().filter(|mention| release(**mention) == state).copied().collect::<Vec<Node>>()
        };
        self.reports_in_order(&html! {
            @for (state, title) in [("not released", "reports.withheld"), ("released", "reports.released"), ("", "reports.unmarked")] {
                @let found = of(state);
                section {
                    h2 { (self.t(title)) " " span.count { (found.len()) } }
                    (self.unfolding(&found, |mention| self.report_line(mention)))
                }
            }
        })
    }

    /// Who gives most reports first; at the end those of whom the text does not say it.
    pub fn reports_by_body(&self) -> Page {
        let (room, facts) = (self.room, &self.room.facts);
        let mut groups: BTreeMap<Option<Node>, Vec<Node>> = BTreeMap::new();
        for mention in &room.lists.reports {
            let mut reporters = facts.objects(*mention, gm::REPORTER).peekable();
            if reporters.peek().is_none() {
                groups.entry(None).or_default().push(*mention);
            }
            reporters.for_each(|body| groups.entry(Some(body)).or_default().push(*mention));
        }
        let mut groups: Vec<(Option<Node>, Vec<Node>)> = groups.into_iter().collect();
        groups.sort_by_cached_key(|(body, reports)| {
            (body.is_none(), Reverse(reports.len()), body.map(|body| fold(room.label(body))))
        });
        self.reports_in_order(&html! {
            @for (body, found) in &groups {
                details.session {
                    summary { (body.map_or(self.t("reports.nobody"), |body| room.label(body))) " " span.count { (found.len()) } }
                    @if let Some(body) = body { p { (self.link_as(*body, &self.full_name(*body))) } }
                    ul.plain { @for mention in found { li { (self.report_line(*mention)) " " span.quiet { (self.place_link(*mention)) } } } }
                }
            }
        })
    }

    /// By the agenda item that names them: what they are about.
    pub fn reports_by_subject(&self) -> Page {
        let room = self.room;
        let mut groups: Vec<(Node, Vec<Node>)> = Vec::new();
        for mention in &room.lists.reports {
            let Some((item, _)) = room.place(*mention) else { continue };
            match groups.last_mut().filter(|(last, _)| *last == item) {
                Some((_, group)) => group.push(*mention),
                None => groups.push((item, vec![*mention])),
            }
        }
        self.reports_in_order(&html! {
            @for (item, found) in &groups {
                details.session {
                    summary { span lang="de" { (self.full_name(*item)) } " " span.count { (found.len()) } }
                    p { (self.link(*item)) }
                    ul.plain { @for mention in found { li { (self.report_line(*mention)) " " span.quiet { (self.place_link(*mention)) } } } }
                }
            }
        })
    }

    fn reports_in_order(&self, content: &Markup) -> Page {
        let content = html! {
            h1 { (self.t("menu.reports")) }
            p { (self.t("reports.text")) }
            nav.orders aria-label=(self.t("reports.order")) {
                ul { @for (path, name) in ORDERS {
                    li { a href=(self.links.to(path)) aria-current=[(self.path == path).then_some("page")] { (self.t(name)) } }
                } }
            }
            (content)
        };
        self.page(self.t("menu.reports"), None, &content)
    }
}
