//! Statutes: where each of their provisions is cited, and what is asked for there.

use super::facts::Node;
use super::{Page, View};
use crate::vocab::{eli, gm, rdfs};
use maud::{Markup, html};

impl View<'_> {
    /// Statutes with the number of places that cite them.
    pub fn statutes(&self) -> Page {
        let content = html! {
            h1 { (self.t("menu.statutes")) }
            p { (self.t("statutes.text")) " " a href=(self.links.to("question/who-wants-which-law-changed")) { (self.t("statutes.question")) } }
            @let (shown, pages) = self.page_of(&self.room.lists.statutes);
            ul.hits { @for statute in shown {
                li { (self.link(*statute)) (self.other_name(*statute)) " " span.count { (self.citations(*statute)) } }
            } }
            (pages)
        };
        self.page(self.t("menu.statutes"), None, &content)
    }

    /// Mentions of a provision or of a statute as a whole.
    fn cited_at(&self, norm: Node) -> Vec<Node> {
        let facts = &self.room.facts;
        let mut mentions: Vec<Node> =
            facts.subjects(gm::DENOTES, norm).filter(|node| facts.is_a(*node, gm::NORM_MENTION)).collect();
        mentions.sort_by_cached_key(|mention| {
            self.room.place(*mention).map(|(item, point)| (item, self.room.order(point)))
        });
        mentions
    }

    /// How often a statute and its parts are cited.
    fn citations(&self, statute: Node) -> usize {
        let parts = self.room.facts.subjects(eli::IS_PART_OF, statute).chain([statute]);
        parts.map(|part| self.cited_at(part).len()).sum()
    }

    /// A provision, and behind a click each place that cites it with what is asked for there, and by whom.
    fn provision(&self, norm: Node) -> Markup {
        let facts = &self.room.facts;
        let cited = self.cited_at(norm);
        let mut points: Vec<Node> = cited.iter().filter_map(|mention| facts.object(*mention, gm::IN_POINT)).collect();
        points.dedup();
        let acts = |point: Node| {
            let nodes = facts.subjects(gm::IN_POINT, point);
            nodes.filter(|node| facts.is_a(*node, gm::ACT) && self.room.is_asserted(*node)).collect::<Vec<_>>()
        };
        let mention_in =
            |point: Node| cited.iter().find(|mention| facts.object(**mention, gm::IN_POINT) == Some(point));
        html! {
            li id=(super::names::fold_to_anchor(self.room.label(norm))) {
                (self.norm_line(norm)) " " span.count { (cited.len()) }
                @if !points.is_empty() {
                    details {
                        summary { (self.t("statutes.cited")) span.hidden { " " (self.room.label(norm)) } }
                        ul.mandates { @for point in points { li {
                            @if let Some(mention) = mention_in(point) { (self.place_link(*mention)) }
                            @for act in acts(point) { br; (self.act(act)) " " (self.due_mark(act)) }
                        } } }
                    }
                }
            }
        }
    }

    pub fn statute(&self, statute: Node) -> Page {
        let facts = &self.room.facts;
        let mut parts: Vec<Node> =
            facts.subjects(eli::IS_PART_OF, statute).filter(|node| facts.is_a(*node, gm::NORM)).collect();
        parts.sort_by_cached_key(|part| natural(self.room.label(*part)));
        // Places that cite the statute and none of its provisions.
        let whole = if self.cited_at(statute).is_empty() { vec![] } else { vec![statute] };
        let official = facts.value(statute, rdfs::SEE_ALSO).filter(|text| super::links::is_web(text));
        let content = html! {
            h1 { (self.room.label(statute)) }
            p.full { (self.full_name(statute)) }
            @if let Some(text) = official { p { a.out href=(text) rel="external" { (self.t("official")) } } }
            @for (title, list) in [("statutes.parts", &parts), ("statutes.whole", &whole)] {
                @if !list.is_empty() {
                    section {
                        h2 { (self.t(title)) }
                        ul.norms { @for norm in list { (self.provision(*norm)) } }
                    }
                }
            }
        };
        self.page(self.room.label(statute), Some(statute), &content)
    }
}

/// A text with its numbers as numbers, for sorting: § 9 before § 10.
fn natural(text: &str) -> Vec<(u64, String)> {
    let words = text.split(' ');
    words
        .map(|word| {
            (word.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0), word.to_owned())
        })
        .collect()
}
