//! Lists over all documents: mandates and bodies.

use super::facts::Node;
use super::layout::table;
use super::search::fold;
use super::{Page, View};
use crate::vocab::gm;
use maud::{Markup, html};
use std::collections::BTreeSet;

/// Rows on one page of a list.
const ROWS: usize = 100;

impl View<'_> {
    /// Everything that was asked for with a deadline.
    pub fn mandates(&self) -> Page {
        let (room, facts) = (self.room, &self.room.facts);
        let (who, whom) = (fold(self.field("from")), fold(self.field("to")));
        let (since, until) = (self.field("since"), self.field("until"));
        let is_over = self.field("state");
        let names =
            |act: Node, property| facts.objects(act, property).map(|body| fold(room.label(body))).collect::<Vec<_>>();
        let fits = |act: &&Node| {
            let latest = room.latest(**act);
            (who.is_empty() || names(**act, gm::ACTOR).iter().any(|name| name.contains(&who)))
                && (whom.is_empty() || names(**act, gm::ADDRESSEE).iter().any(|name| name.contains(&whom)))
                && (since.is_empty() || (!latest.is_empty() && *latest >= *since))
                && (until.is_empty() || (!latest.is_empty() && *latest <= *until))
                && match is_over {
                    "over" => self.is_over(&latest),
                    "open" => !self.is_over(&latest),
                    _ => true,
                }
        };
        let found: Vec<Node> = room.lists.mandates.iter().filter(fits).copied().collect();
        let columns = ["mandates.due", "mandates.what", "mandates.status", "mandates.where"].map(|key| self.t(key));
        let (shown, pages) = self.page_of(&found);
        let rows: Vec<Vec<Markup>> = shown
            .iter()
            .map(|act| {
                let due = self.due(*act);
                vec![
                    html! { @if let Some(due) = &due { (due.text) @if self.is_over(&due.latest) { br; span.tag.over { (self.t("due.over")) } } } },
                    html! { (self.act(*act)) (self.grounds(*act, None)) },
                    self.status(*act),
                    self.place_link(*act),
                ]
            })
            .collect();
        let line = self.links.to("mandates") + &self.form_without(&["since", "until", "page"]);
        let content = html! {
            h1 { (self.t("menu.mandates")) }
            p { (self.t("mandates.text")) }
            @if !self.links.is_static() { (self.filter()) }
            p role="status" { (self.fill("mandates.count", &[("n", &found.len().to_string())])) }
            @if !found.is_empty() {
                section { h2 #time { (self.t("mandates.time")) } (self.due_line(&found, &line)) }
                h2 { (self.t("mandates.list")) }
                (table(self.t("menu.mandates"), &columns, &rows))
            }
            (pages)
            (self.feed_links("mandates"))
        };
        self.page(self.t("menu.mandates"), None, &content)
    }

    fn filter(&self) -> Markup {
        html! {
            form.filter action=(self.links.to("mandates")) {
                @for (name, kind) in [("from", "search"), ("to", "search"), ("since", "date"), ("until", "date")] {
                    p {
                        label for={ "filter-" (name) } { (self.value("filter", name)) }
                        input id={ "filter-" (name) } type=(kind) name=(name) value=(self.field(name));
                    }
                }
                @if self.address.today.is_some() {
                    p {
                        label for="filter-state" { (self.t("filter.state")) }
                        select #filter-state name="state" {
                            @for state in ["", "open", "over"] {
                                option value=(state) selected[self.field("state") == state] { (self.value("state", state)) }
                            }
                        }
                    }
                }
                button { (self.t("filter.button")) }
            }
        }
    }

    /// As far as the text says: what became of the flow that an act asks for, and who came back to the item.
    fn status(&self, act: Node) -> Markup {
        let facts = &self.room.facts;
        let states: BTreeSet<&str> =
            facts.subjects(gm::ARISES_FROM, act).filter_map(|flow| facts.value(flow, gm::STATUS)).collect();
        let item = self.room.place(act).map(|(item, _)| item);
        let later: BTreeSet<Node> = item
            .into_iter()
            .flat_map(|item| self.referring(item))
            .filter_map(|reference| self.room.place(reference).map(|(item, _)| item))
            .collect();
        html! {
            @if states.is_empty() { (self.value("status", "requested")) }
            @for (index, state) in states.into_iter().enumerate() { @if index > 0 { ", " } (self.value("status", state)) }
            @for item in later { br; (self.t("mandates.later")) " " (self.link(item)) }
        }
    }

    pub fn feed_links(&self, path: &str) -> Markup {
        html! {
            p.feeds {
                a href=(self.links.file(&format!("{path}.ics"))) { (self.t("feed.ics")) } " · "
                a href=(self.links.file(&format!("{path}.atom"))) { (self.t("feed.atom")) }
            }
        }
    }

    /// The part of a list that the form asks for, and links to the other parts; a file has all of it.
    pub fn page_of<'n>(&self, nodes: &'n [Node]) -> (&'n [Node], Markup) {
        if self.links.is_static() || nodes.len() <= ROWS {
            return (nodes, html! {});
        }
        let last = nodes.len().div_ceil(ROWS);
        let number = self.field("page").parse::<usize>().unwrap_or(1).clamp(1, last);
        let shown = nodes.chunks(ROWS).nth(number - 1).unwrap_or_default();
        let kept = self.form_without(&["page"]);
        let start = if kept.is_empty() { "?".to_owned() } else { kept + "&" };
        let address = |page: usize| format!("{}{start}page={page}", self.links.to(self.path));
        let links = html! {
            nav.pages aria-label=(self.t("pages.label")) {
                @if number > 1 { a rel="prev" href=(address(number - 1)) { "← " (self.t("pages.previous")) } }
                span { (self.fill("pages.of", &[("n", &number.to_string()), ("m", &last.to_string())])) }
                @if number < last { a rel="next" href=(address(number + 1)) { (self.t("pages.next")) " →" } }
            }
        };
        (shown, links)
    }

    /// What the form holds besides some fields, as it stands in an address: `?q=a&page=2`, or nothing.
    pub fn form_without(&self, names: &[&str]) -> String {
        let form = self.address.form.iter().filter(|(name, value)| !names.contains(&&**name) && !value.is_empty());
        let fields = form.map(|(name, value)| format!("{}={}", encode(name), encode(value)));
        let query = fields.collect::<Vec<_>>().join("&");
        if query.is_empty() { query } else { format!("?{query}") }
    }

    pub fn bodies(&self) -> Page {
        let question = fold(self.field("q"));
        let found: Vec<Node> = self
            .room
            .lists
            .bodies
            .iter()
            .filter(|body| {
                question.is_empty() || self.room.all_names(**body).iter().any(|name| fold(name).contains(&question))
            })
            .copied()
            .collect();
        let (shown, pages) = self.page_of(&found);
        let content = html! {
            h1 { (self.t("menu.bodies")) }
            p { (self.t("bodies.text")) }
            ul.hits { @for body in shown {
                li {
                    (self.link(*body)) (self.other_name(*body))
                    @if let Some(kind) = self.room.facts.object(*body, gm::BODY_KIND) { " " span.tag { (self.concept(kind)) } }
                }
            } }
            (pages)
        };
        self.page(self.t("menu.bodies"), None, &content)
    }
}

/// A value in the query part of an address.
pub fn encode(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}
