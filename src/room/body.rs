//! A body: its names, whom it belongs to, who asks it for what, whom it tells.

use super::facts::Node;
use super::layout::table;
use super::links::is_web;
use super::search::fold;
use super::{Page, View};
use crate::vocab::{gm, org, rdfs, skos, skosxl};
use maud::{Markup, html};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// As many rows of a list are shown at once; the rest unfolds.
const SHOWN: usize = 25;

impl View<'_> {
    pub fn body(&self, body: Node) -> Page {
        let (room, facts) = (self.room, &self.room.facts);
        let asserted = |property, class| {
            let mut found: Vec<Node> = facts
                .subjects(property, body)
                .filter(|node| facts.is_a(*node, class) && room.is_asserted(*node))
                .collect();
            found.sort_by_cached_key(|node| {
                let item = room.place(*node).map(|(item, _)| item);
                (Reverse(item.map(|item| room.day(item).to_owned())), item, room.order(*node))
            });
            found
        };
        let (asked, asks) = (asserted(gm::ADDRESSEE, gm::ACT), asserted(gm::ACTOR, gm::ACT));
        let asks: Vec<Node> = asks.into_iter().filter(|act| facts.object(*act, gm::ADDRESSEE).is_some()).collect();
        let (told, tells) = (asserted(gm::TO, gm::FLOW), asserted(gm::FROM, gm::FLOW));
        let mandates: Vec<Node> = room.lists.mandates.iter().filter(|act| asked.contains(act)).copied().collect();
        let reports: Vec<Node> =
            room.lists.reports.iter().filter(|mention| self.reports_here(**mention, body)).copied().collect();
        let content = html! {
            h1 { (room.label(body)) }
            p.full { (self.full_name(body)) }
            (self.body_facts(body))
            div.two {
                section {
                    h2 { (self.t("body.asked")) " " span.count { (asked.len()) } }
                    (self.unfolding(&asked, |act| html! { (self.act(act)) " " (self.due_mark(act)) }))
                }
                section {
                    h2 { (self.t("body.tells")) " " span.count { (tells.len()) } }
                    (self.unfolding(&tells, |flow| html! { (self.flow(flow)) " " (self.due_mark(flow)) }))
                }
            }
            @if !(asks.is_empty() && told.is_empty()) {
                div.two {
                    section {
                        h2 { (self.t("body.asks")) " " span.count { (asks.len()) } }
                        (self.unfolding(&asks, |act| html! { (self.act(act)) " " (self.due_mark(act)) }))
                    }
                    section {
                        h2 { (self.t("body.told")) " " span.count { (told.len()) } }
                        (self.unfolding(&told, |flow| html! { (self.flow(flow)) " " (self.due_mark(flow)) }))
                    }
                }
            }
            (self.neighbours(body, [&asked, &asks, &told, &tells]))
            @if !mandates.is_empty() {
                section {
                    h2 #mandates { (self.t("menu.mandates")) " " span.count { (mandates.len()) } }
                    (self.due_line(&mandates, &format!("{}?to={}", self.links.to("mandates"), super::mandates::encode(room.label(body)))))
                    (self.unfolding(&mandates, |act| html! { (self.act(act)) " " (self.due_mark(act)) }))
                    (self.feed_links(room.path(body).unwrap_or_default()))
                }
            }
            @if !reports.is_empty() {
                section {
                    h2 #reports { (self.t("menu.reports")) " " span.count { (reports.len()) } }
                    ul.plain { @for mention in reports { li { (self.report_line(mention)) " " span.quiet { (self.place_link(mention)) } } } }
                }
            }
            (self.named_in(body))
        };
        self.page(room.label(body), Some(body), &content)
    }

    fn reports_here(&self, mention: Node, body: Node) -> bool {
        let facts = &self.room.facts;
        let report = facts.object(mention, gm::DENOTES);
        let mut reporters = facts
            .objects(mention, gm::REPORTER)
            .chain(report.into_iter().flat_map(|report| facts.objects(report, gm::REPORTER)));
        reporters.any(|reporter| reporter == body)
    }

    /// Kind, names, parents, children, links: what the authority file says.
    fn body_facts(&self, body: Node) -> Markup {
        let (room, facts) = (self.room, &self.room.facts);
        let mut names: Vec<Node> = facts.objects(body, skosxl::ALT_LABEL).collect();
        names.sort_by_key(|name| facts.value(*name, gm::VALID_FROM));
        let mut children: Vec<Node> = facts.subjects(org::SUB_ORGANIZATION_OF, body).collect();
        children.sort_by_cached_key(|child| fold(room.label(*child)));
        let others: BTreeSet<&str> = facts
            .objects(body, skos::ALT_LABEL)
            .filter(|node| !facts.is_resource(*node))
            .map(|node| facts.word(node))
            .collect();
        let full: BTreeSet<&str> = facts.objects(body, skos::PREF_LABEL).map(|node| facts.word(node)).collect();
        let others: Vec<&str> = others.difference(&full).copied().collect();
        let outward: BTreeSet<Node> = [skos::EXACT_MATCH, skos::CLOSE_MATCH, rdfs::SEE_ALSO]
            .iter()
            .flat_map(|property| facts.objects(body, property))
            .filter(|node| is_web(facts.word(*node)))
            .collect();
        html! {
            dl.facts {
                @if let Some(kind) = facts.object(body, gm::BODY_KIND) { dt { (self.t("body.kind")) } dd { (self.concept(kind)) } }
                @if facts.is_a(body, gm::UNKNOWN_BODY) { dt { (self.t("body.note")) } dd { (self.t("body.unknown")) } }
                @for (property, name) in [(gm::CHAIR_OF, "body.chair"), (org::SUB_ORGANIZATION_OF, "body.parent"), (gm::CANDIDATE, "body.candidates")] {
                    @let found = room.nodes(body, property);
                    @if !found.is_empty() { dt { (self.t(name)) } dd { (self.names(&found)) } }
                }
                @if !children.is_empty() { dt { (self.t("body.children")) } dd { (self.names(&children)) } }
                @if !others.is_empty() { dt { (self.t("body.others")) } dd lang="de" { (others.join(" · ")) } }
                @if !names.is_empty() {
                    dt { (self.t("body.names")) }
                    dd { ul.plain { @for name in names { li {
                        @if let Some(form) = facts.object(name, skosxl::LITERAL_FORM) { (self.literal(form)) }
                        @for short in facts.objects(name, gm::ABBREVIATION) { " (" (facts.word(short)) ")" }
                        " " span.quiet { (self.period(facts.value(name, gm::VALID_FROM), facts.value(name, gm::VALID_UNTIL))) }
                    } } } }
                }
                @if !outward.is_empty() {
                    dt { (self.t("body.outward")) }
                    dd { @for link in outward { a.out href=(facts.word(link)) rel="external" { (short_address(facts.word(link))) } " " } }
                }
            }
        }
    }

    fn period(&self, from: Option<&str>, until: Option<&str>) -> String {
        match (from, until) {
            (Some(from), Some(until)) => self.fill("period.both", &[("a", &self.day(from)), ("b", &self.day(until))]),
            (Some(from), None) => self.fill("period.from", &[("a", &self.day(from))]),
            (None, Some(until)) => self.fill("period.until", &[("b", &self.day(until))]),
            (None, None) => String::new(),
        }
    }

    /// A list with its places, the first rows at once and the rest when asked for.
    pub fn unfolding(&self, nodes: &[Node], line: impl Fn(Node) -> Markup) -> Markup {
        let (first, rest) = nodes.split_at(nodes.len().min(SHOWN));
        let row = |node: &Node| html! { li { (line(*node)) " " span.quiet { (self.place_link(*node)) } } };
        html! {
            @if nodes.is_empty() { p.quiet { (self.t("nothing")) } }
            @else { ul.mandates { @for node in first { (row(node)) } } }
            @if !rest.is_empty() {
                details { summary { (self.fill("more", &[("n", &rest.len().to_string())])) } ul.mandates { @for node in rest { (row(node)) } } }
            }
        }
    }

    /// With whom it has to do, the most first: how often it is asked, asks, is told, tells.
    fn neighbours(&self, body: Node, [asked, asks, told, tells]: [&[Node]; 4]) -> Markup {
        let facts = &self.room.facts;
        let mut counts: BTreeMap<Node, [usize; 4]> = BTreeMap::new();
        for (column, (nodes, property)) in
            [(asked, gm::ACTOR), (asks, gm::ADDRESSEE), (told, gm::FROM), (tells, gm::TO)].into_iter().enumerate()
        {
            for other in nodes.iter().flat_map(|node| facts.objects(*node, property)).filter(|other| *other != body) {
                counts.entry(other).or_default()[column] += 1;
            }
        }
        let mut counts: Vec<(Node, [usize; 4])> = counts.into_iter().collect();
        counts
            .sort_by_cached_key(|(node, counts)| (Reverse(counts.iter().sum::<usize>()), fold(self.room.label(*node))));
        let columns =
            ["network.body", "network.asked", "network.asks", "network.told", "network.tells"].map(|key| self.t(key));
        let rows: Vec<Vec<Markup>> = counts
            .iter()
            .map(|(node, counts)| {
                let cells = counts.iter().map(|count| html! { @if *count > 0 { (count) } });
                std::iter::once(self.link(*node)).chain(cells).collect()
            })
            .collect();
        let (first, rest) = rows.split_at(rows.len().min(SHOWN));
        html! {
            @if !rows.is_empty() {
                section {
                    h2 #network { (self.t("body.network")) " " span.count { (rows.len()) } }
                    p { a href=(self.links.to(&format!("network/{}", self.room.path(body).unwrap_or_default()))) { (self.t("network.as-picture")) } }
                    (table(self.t("body.network"), &columns, first))
                    @if !rest.is_empty() {
                        details { summary { (self.fill("more", &[("n", &rest.len().to_string())])) } (table(self.t("body.network"), &columns, rest)) }
                    }
                }
            }
        }
    }

    /// Items that name it, by session: when it was a subject.
    fn named_in(&self, body: Node) -> Markup {
        let facts = &self.room.facts;
        let items: BTreeSet<Node> =
            facts.subjects(gm::MENTIONS, body).filter_map(|point| facts.object(point, gm::IN_ITEM)).collect();
        let mut sessions: BTreeMap<(Reverse<&str>, Option<Node>), Vec<Node>> = BTreeMap::new();
        for item in items {
            sessions.entry((Reverse(self.room.day(item)), facts.object(item, gm::IN_SESSION))).or_default().push(item);
        }
        html! {
            @if !sessions.is_empty() {
                section {
                    h2 #timeline { (self.t("body.named")) }
                    @for ((Reverse(day), session), mut items) in sessions {
                        @let () = items.sort_by_key(|item| self.room.order(*item));
                        details.session {
                            summary { @if let Some(session) = session { (self.room.label(session)) } @else { (self.day(day)) } " " span.count { (items.len()) } }
                            ul.plain { @for item in items { li { (self.link(item)) " " span.quiet lang="de" { (self.full_name(item)) } } } }
                        }
                    }
                }
            }
        }
    }
}

/// An address as one says it: without its scheme.
fn short_address(address: &str) -> &str {
    address.split_once("://").map_or(address, |(_, rest)| rest.trim_start_matches("www."))
}
