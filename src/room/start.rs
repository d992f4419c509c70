//! The first page: what is in here, and where to begin.

use super::{Page, View, questions};
use maud::html;

/// Questions that the first page offers.
const QUESTIONS: [&str; 12] = [
    "who-informs-whom",
    "who-commissions-whom",
    "most-asked-bodies",
    "mandates-by-deadline",
    "withheld-reports",
    "released-reports",
    "who-wants-which-law-changed",
    "demands-on-the-federation",
    "participants",
    "references-to-earlier-decisions",
    "oral-reports",
    "protocol-notes",
];

/// As many mandates are shown.
const SHOWN: usize = 6;

impl View<'_> {
    pub fn start(&self) -> Page {
        let lists = &self.room.lists;
        let counts = [
            ("menu.sessions", "sessions", lists.sessions.len()),
            ("menu.bodies", "bodies", lists.bodies.len()),
            ("menu.mandates", "mandates", lists.mandates.len()),
            ("menu.reports", "reports", lists.reports.len()),
            ("menu.statutes", "statutes", lists.statutes.len()),
        ];
        // What is due next, where somebody says what day it is; else what was asked for last.
        let today = self.address.today.as_deref().unwrap_or_default();
        let known = lists.mandates.iter().filter(|act| !self.room.latest(**act).is_empty());
        let coming: Vec<_> =
            known.clone().filter(|act| !today.is_empty() && *self.room.latest(**act) >= *today).take(SHOWN).collect();
        let (title, shown) = if coming.is_empty() {
            ("start.recent", known.rev().take(SHOWN).collect())
        } else {
            ("start.coming", coming)
        };
        let content = html! {
            div.lead {
                h1 { (self.t("start.title")) }
                p { (self.t("start.text")) }
                (self.search_form(""))
            }
            ul.counts aria-label=(self.t("start.counts")) {
                li { b { (lists.items.len()) } " " a href=(self.links.to("sessions")) { (self.t("items")) } }
                @for (name, path, count) in counts { li { b { (count) } " " a href=(self.links.to(path)) { (self.t(name)) } } }
            }
            section {
                h2 { (self.t("start.questions")) }
                ul.cards {
                    @for question in QUESTIONS.iter().filter_map(|name| questions::named(name)) {
                        li { a href=(self.links.to(&format!("question/{}", question.name))) { (questions::title(&question, self.language)) } }
                    }
                }
            }
            @if !shown.is_empty() {
                section {
                    h2 { (self.t(title)) }
                    ul.mandates {
                        @for act in shown { li { (self.act(*act)) " " (self.due_mark(*act)) " " span.quiet { (self.place_link(*act)) } } }
                    }
                    p { a href=(self.links.to("mandates")) { (self.t("start.all")) } }
                }
            }
            section {
                h2 { (self.t("menu.sessions")) }
                ul.sessions { @for session in lists.sessions.iter().take(12) { li { (self.session_line(*session)) } } }
            }
        };
        self.page(self.t("start.head"), None, &content)
    }
}
