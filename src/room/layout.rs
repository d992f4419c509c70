//! What all pages have in common.

use super::facts::Node;
use super::{Language, Page, View};
use maud::{DOCTYPE, Markup, html};

/// The pages of the menu: path and name of the text.
pub const MENU: [(&str, &str); 8] = [
    ("bodies", "menu.bodies"),
    ("sessions", "menu.sessions"),
    ("mandates", "menu.mandates"),
    ("reports", "menu.reports"),
    ("statutes", "menu.statutes"),
    ("network", "menu.network"),
    ("questions", "menu.questions"),
    ("query", "menu.query"),
];

/// Those at the foot of each page.
pub const FOOT: [(&str, &str); 3] =
    [("quality", "quality.title"), ("accessibility", "accessibility.title"), ("plain", "plain.title")];

impl View<'_> {
    /// A whole page. `about` is the thing that it is about, which can be taken along as data.
    pub fn page(&self, title: &str, about: Option<Node>, content: &Markup) -> Page {
        Page::html(html! {
            (DOCTYPE)
            html lang=(self.language.tag()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (shortened(title)) @if !self.path.is_empty() { " – Gremium" } }
                    link rel="stylesheet" href=(self.links.file("assets/room.css"));
                    link rel="icon" type="image/svg+xml" href=(self.links.file("assets/icon.svg"));
                    script defer src=(self.links.file("assets/room.js")) {}
                    @if self.path.starts_with("network/") { script defer src=(self.links.file("assets/network.js")) {} }
                    @if self.path == "query" && !super::EDITOR.is_empty() { script defer src=(self.links.file("assets/editor.js")) {} }
                    @for language in Language::ALL {
                        link rel="alternate" hreflang=(language.tag()) href=(self.links.to_in(self.path, language));
                    }
                    (self.head_of_thing(about))
                }
                body {
                    a.skip href="#content" { (self.t("skip")) }
                    (self.header())
                    main #content tabindex="-1" {
                        @if about.is_some() { p #lost.lost role="status" data-words=(self.t("lost")) hidden {} }
                        (content)
                        (self.footnotes())
                        (self.take_along(about))
                    }
                    (self.footer())
                }
            }
        })
    }

    fn header(&self) -> Markup {
        html! {
            header.top {
                div.bar {
                    a.brand href=(self.links.to("")) { "Gremium" }
                    @if self.path != "search" && !self.path.is_empty() {
                        form.find action=(self.links.to("search")) role="search" {
                            label.hidden for="find" { (self.t("search.label")) }
                            input #find type="search" name="q" placeholder=(self.t("search.short"));
                            button { (self.t("search.button")) }
                        }
                    }
                    @for language in Language::ALL.into_iter().filter(|language| *language != self.language) {
                        a.language href=(self.links.to_in(self.path, language)) lang=(language.tag()) hreflang=(language.tag()) {
                            (super::texts::text("language.name", language))
                        }
                    }
                }
                nav aria-label=(self.t("menu.label")) {
                    ul {
                        @for (path, name) in MENU {
                            @let here = self.path == path || singular(self.path) == Some(path);
                            li { a href=(self.links.to(path)) aria-current=[here.then_some("page")] { (self.t(name)) } }
                        }
                    }
                }
            }
        }
    }

    fn footer(&self) -> Markup {
        html! {
            footer {
                ul {
                    @for (path, name) in FOOT {
                        li { a href=(self.links.to(path)) { (self.t(name)) } }
                    }
                }
                p.quiet { (self.t("footer.hash")) " " code { (self.room.digest.get(..16).unwrap_or_default()) } }
            }
        }
    }

    /// Nothing at this address: says so, and offers to search.
    pub fn missing(&self) -> Page {
        let wanted = self.path.rsplit('/').next().unwrap_or_default().replace('-', " ");
        let content = html! {
            h1 { (self.t("missing.title")) }
            p { (self.t("missing.text")) " " code { "/" (shortened(self.path)) } }
            (self.search_form(&shortened(&wanted)))
        };
        Page { found: false, ..self.page(self.t("missing.title"), None, &content) }
    }
}

/// The page of the menu that a thing's page belongs to.
fn singular(path: &str) -> Option<&'static str> {
    match path.split_once('/')?.0 {
        "body" => Some("bodies"),
        "session" | "item" => Some("sessions"),
        "statute" => Some("statutes"),
        "network" => Some("network"),
        "question" => Some("questions"),
        _ => None,
    }
}

/// A text for a title: not longer than one reads.
pub fn shortened(text: &str) -> String {
    const LONGEST: usize = 120;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// A table whose first row names the columns; it can be scrolled sideways where it is wider than the screen.
pub fn table(caption: &str, columns: &[&str], rows: &[Vec<Markup>]) -> Markup {
    html! {
        div.scroll role="region" tabindex="0" aria-label=(caption) {
            table {
                caption.hidden { (caption) }
                thead { tr { @for column in columns { th scope="col" { (column) } } } }
                tbody { @for row in rows { tr { @for cell in row { td { (cell) } } } } }
            }
        }
    }
}
