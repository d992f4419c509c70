//! What to call the things of the graph, and where their pages are.

use super::facts::Node;
use super::{Room, View};
use crate::vocab::{dcterms, gm, rdfs, skos, skosxl};
use maud::{Markup, html};

impl Room {
    /// The path of a thing's page: its IRI without the base, for the kinds of things that have one.
    pub(super) fn path(&self, node: Node) -> Option<&str> {
        let path = self.facts.word(node).strip_prefix(self.base.as_str())?;
        let kind = path.split('/').next()?;
        ["body", "item", "session", "statute"].contains(&kind).then_some(path)
    }

    /// Short name: label, title, else the last part of the IRI.
    pub(super) fn label(&self, node: Node) -> &str {
        let value = |property| self.facts.value(node, property);
        value(rdfs::LABEL)
            .or_else(|| value(dcterms::TITLE))
            .or_else(|| value(skos::NOTATION))
            .unwrap_or_else(|| self.facts.word(node).rsplit(['/', '#']).next().unwrap_or_default())
    }

    /// Every name that a thing is found by: labels, titles, older names, abbreviations.
    pub(super) fn all_names(&self, node: Node) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for property in [rdfs::LABEL, dcterms::TITLE, skos::PREF_LABEL, skos::ALT_LABEL] {
            let literals = self.facts.objects(node, property).filter(|node| !self.facts.is_resource(*node));
            names.extend(literals.map(|node| self.facts.word(node)));
        }
        for name in self.facts.objects(node, skosxl::ALT_LABEL) {
            names.extend(self.facts.value(name, skosxl::LITERAL_FORM));
            names.extend(self.facts.objects(name, gm::ABBREVIATION).map(|node| self.facts.word(node)));
        }
        names
    }

    /// The item and the point that something stands in.
    pub(super) fn place(&self, node: Node) -> Option<(Node, Node)> {
        let point = self.facts.object(node, gm::IN_POINT)?;
        Some((self.facts.object(point, gm::IN_ITEM)?, point))
    }

    /// Last day of the session of an item, as far as the graph knows it.
    pub(super) fn day(&self, item: Node) -> &str {
        let session = self.facts.object(item, gm::IN_SESSION);
        session.and_then(|session| self.session_day(session)).unwrap_or_default()
    }

    /// Last day of a session: stated, else part of its IRI.
    pub(super) fn session_day(&self, session: Node) -> Option<&str> {
        self.facts.value(session, gm::LAST_DAY).or_else(|| {
            let last = self.facts.word(session).rsplit('/').next()?;
            (last.len() == 10 && last.matches('-').count() == 2).then_some(last)
        })
    }

    /// Position in its document, for sorting.
    pub(super) fn order(&self, node: Node) -> usize {
        self.facts.number(node, gm::ORDER).unwrap_or(usize::MAX)
    }
}

/// The `id` of a point on the page of its item.
pub fn point_anchor(label: &str) -> String {
    format!("z{}", fold_to_anchor(label))
}

/// Letters and digits of a text as part of an `id`.
pub fn fold_to_anchor(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.ends_with('-') {
            out.push('-');
        }
        if out.len() > 48 {
            break;
        }
    }
    if out == "-" { out } else { out.trim_matches('-').to_owned() }
}

impl View<'_> {
    /// The full name in the language of the page, where the graph has one, marked with its language.
    pub fn full_name(&self, node: Node) -> Markup {
        let facts = &self.room.facts;
        let name = facts.in_language(node, skos::PREF_LABEL, self.language.tag());
        let name = name.or_else(|| facts.in_language(node, dcterms::TITLE, self.language.tag()));
        name.map_or_else(|| html! { (self.room.label(node)) }, |name| self.literal(name))
    }

    /// The full name where it says more than the label.
    pub fn other_name(&self, node: Node) -> Markup {
        let name = self.full_name(node);
        let says_more = name.0 != html! { (self.room.label(node)) }.0;
        html! { @if says_more { " " span.quiet { (name) } } }
    }

    /// The words of a concept in the language of the page.
    pub fn concept(&self, node: Node) -> Markup {
        let facts = &self.room.facts;
        if let Some(name) = facts.in_language(node, skos::PREF_LABEL, self.language.tag()) {
            return self.literal(name);
        }
        let notation = self.room.label(node);
        html! { (super::texts::found(&format!("kind.{notation}"), self.language).unwrap_or(notation)) }
    }

    /// A literal, its language marked where it is not that of the page.
    pub fn literal(&self, node: Node) -> Markup {
        let facts = &self.room.facts;
        match facts.language(node) {
            Some(language) if language != self.language.tag() => html! { span lang=(language) { (facts.word(node)) } },
            _ => html! { (facts.word(node)) },
        }
    }

    /// A link to the page of a thing, by its label.
    pub fn link(&self, node: Node) -> Markup {
        self.link_as(node, &html! { (self.room.label(node)) })
    }

    pub fn link_as(&self, node: Node, content: &Markup) -> Markup {
        let path = self.room.path(node);
        path.map_or_else(|| content.clone(), |path| html! { a href=(self.links.to(path)) { (content) } })
    }

    /// The path of a passage: the page of the item and the point on it.
    pub fn point_path(&self, item: Node, point: Node) -> Option<String> {
        let label = self.room.facts.value(point, gm::POINT_LABEL).unwrap_or_default();
        Some(format!("{}#{}", self.room.path(item)?, point_anchor(label)))
    }

    /// Where something stands, as a link: „IMK 2021-12-03 TOP 2, Ziffer 3“.
    pub fn place_link(&self, node: Node) -> Markup {
        let Some((item, point)) = self.room.place(node) else { return html! {} };
        let path = self.point_path(item, point).unwrap_or_default();
        html! { a href=(self.links.to(&path)) { (self.room.label(item)) ", " (self.point_name(point)) } (self.source(point)) }
    }

    /// „Ziffer 3“, „Überschrift“, „Beschluss“.
    pub fn point_name(&self, point: Node) -> String {
        let label = self.room.facts.value(point, gm::POINT_LABEL).unwrap_or_default();
        match label {
            "0" => self.t("point.heading").to_owned(),
            "-" => self.t("point.whole").to_owned(),
            _ if label.starts_with('N') => format!("{} {}", self.t("point.note"), label.trim_start_matches('N')),
            _ if label.chars().all(|c| c.is_ascii_digit()) => format!("{} {label}", self.t("point.number")),
            _ => format!("{} {label}", self.t("point.sub")),
        }
    }

    /// A day for people: `2021-12-03` → 3. Dezember 2021; what is no day stays as it is.
    pub fn day(&self, day: &str) -> String {
        let mut parts = day.splitn(3, '-');
        let (year, month) = (parts.next(), parts.next().and_then(|month| month.parse::<usize>().ok()));
        let date = parts.next().and_then(|date| date.parse::<u8>().ok());
        let month = month.and_then(|month| self.t("months").split(' ').nth(month.wrapping_sub(1)));
        match (year, month, date) {
            (Some(year), Some(month), Some(date)) => {
                self.fill("day", &[("d", &date.to_string()), ("m", month), ("y", year)])
            }
            _ => day.to_owned(),
        }
    }

    pub fn time(&self, day: &str) -> Markup {
        html! { time datetime=(day) { (self.day(day)) } }
    }
}
