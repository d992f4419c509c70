//! Search over names: with and without umlauts, by abbreviation, by older names.

use super::facts::Node;
use super::layout::shortened;
use super::{Page, View};
use crate::vocab::{dcterms, gm};
use maud::{Markup, html};

/// As many of each kind are shown.
const SHOWN: usize = 40;

/// Longer questions are cut.
const LONGEST: usize = 200;

/// What can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Body,
    Item,
    Report,
    Statute,
    Session,
}

impl Kind {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Body, "menu.bodies"),
        (Self::Item, "items"),
        (Self::Report, "menu.reports"),
        (Self::Statute, "menu.statutes"),
        (Self::Session, "menu.sessions"),
    ];
}

/// A thing with its names as they are compared.
#[derive(Debug)]
pub struct Entry {
    pub kind: Kind,
    pub node: Node,
    names: Vec<String>,
}

impl Entry {
    pub fn new(kind: Kind, node: Node, names: &[&str]) -> Self {
        let mut names: Vec<String> = names.iter().map(|name| fold(name)).collect();
        names.sort_unstable();
        names.dedup();
        Self { kind, node, names }
    }

    /// How well it fits: 0 a name itself, 1 its beginning, 2 the beginnings of words, 3 somewhere within.
    fn rank(&self, question: &str) -> Option<(u8, usize)> {
        let rank = |name: &String| {
            let starts = |word: &str| name.split(' ').any(|known| known.starts_with(word));
            let rank = match name {
                _ if name == question => 0,
                _ if name.starts_with(question) => 1,
                _ if question.split(' ').all(starts) => 2,
                _ if question.split(' ').all(|word| name.contains(word)) => 3,
                _ => return None,
            };
            Some((rank, name.len()))
        };
        self.names.iter().filter_map(rank).min()
    }

    pub fn folded(&self) -> String {
        self.names.join("|")
    }
}

/// A text as it is compared: lower case, no umlauts however they are spelt, ß as ss, one blank between words.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'ä' => folded.push('a'),
            'ö' => folded.push('o'),
            'ü' => folded.push('u'),
            'ß' => folded.push_str("ss"),
            'é' | 'è' => folded.push('e'),
            // „Länder“, „Laender“ and „Lander“ are the same here.
            'e' if folded.ends_with(['a', 'o', 'u']) => {}
            // The combining diaeresis of decomposed text.
            '\u{308}' => {}
            c if c.is_alphanumeric() => folded.push(c),
            _ if folded.ends_with(' ') => {}
            _ => folded.push(' '),
        }
    }
    folded.trim().to_owned()
}

impl View<'_> {
    pub fn search_form(&self, question: &str) -> Markup {
        html! {
            form.search action=(self.links.to("search")) role="search" {
                label for="question" { (self.t("search.label")) }
                div.row {
                    input #question type="search" name="q" value=(question) maxlength=(LONGEST);
                    button { (self.t("search.button")) }
                }
                p.quiet { (self.t("search.hint")) }
            }
        }
    }

    pub fn search(&self) -> Page {
        if self.links.is_static() {
            return self.search_index();
        }
        let question: String = self.field("q").chars().take(LONGEST).collect();
        let folded = fold(&question);
        let mut hits: Vec<((u8, usize), &Entry)> = Vec::new();
        if !folded.is_empty() {
            hits.extend(self.room.lists.entries.iter().filter_map(|entry| Some((entry.rank(&folded)?, entry))));
        }
        hits.sort_by_key(|(rank, entry)| (*rank, self.room.label(entry.node)));
        let content = html! {
            h1 { (self.t("search.title")) }
            (self.search_form(&question))
            @if !question.is_empty() {
                p role="status" {
                    @if hits.is_empty() { (self.fill("search.none", &[("q", &shortened(&question))])) }
                    @else { (self.fill("search.count", &[("n", &hits.len().to_string()), ("q", &shortened(&question))])) }
                }
            }
            @for (kind, title) in Kind::ALL {
                @let found: Vec<_> = hits.iter().filter(|(_, entry)| entry.kind == kind).collect();
                @if !found.is_empty() {
                    section {
                        h2 { (self.t(title)) " " span.count { (found.len()) } }
                        ul.hits { @for (_, entry) in found.iter().take(SHOWN) { li { (self.hit(entry)) } } }
                        @if found.len() > SHOWN { p.quiet { (self.fill("more", &[("n", &(found.len() - SHOWN).to_string())])) } }
                    }
                }
            }
        };
        let title = if question.is_empty() {
            self.t("search.title").to_owned()
        } else {
            format!("{}: {question}", self.t("search.title"))
        };
        self.page(&title, None, &content)
    }

    /// Without a server all there is stands on the page, and the script hides what was not asked for.
    fn search_index(&self) -> Page {
        let content = html! {
            h1 { (self.t("search.title")) }
            form.search role="search" data-filter="index" hidden {
                label for="question" { (self.t("search.label")) }
                input #question type="search" name="q" maxlength=(LONGEST);
                p #hits role="status" {}
            }
            p.quiet { (self.t("search.static")) }
            div #index {
                @for (kind, title) in Kind::ALL {
                    section {
                        h2 { (self.t(title)) }
                        ul.hits {
                            @for entry in self.room.lists.entries.iter().filter(|entry| entry.kind == kind) {
                                li data-names=(entry.folded()) { (self.hit(entry)) }
                            }
                        }
                    }
                }
            }
        };
        self.page(self.t("search.title"), None, &content)
    }

    fn hit(&self, entry: &Entry) -> Markup {
        let facts = &self.room.facts;
        let node = entry.node;
        match entry.kind {
            Kind::Report => {
                let title = facts.object(node, gm::DENOTES).and_then(|report| facts.object(report, dcterms::TITLE));
                html! { @if let Some(title) = title { (self.literal(title)) } " " span.quiet { (self.place_link(node)) } }
            }
            Kind::Item => {
                html! { (self.link_as(node, &self.full_name(node))) " " span.quiet { (self.room.label(node)) } }
            }
            _ => html! { (self.link(node)) (self.other_name(node)) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_word_are_the_same() {
        assert_eq!(fold("Länder"), fold("LAENDER"));
        assert_eq!(fold("Länder"), fold("La\u{308}nder"));
        assert_eq!(fold("Straße  und–Weg"), "strasse und weg");
        assert_eq!(fold("  "), "");
    }
}
