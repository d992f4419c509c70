//! The reading room: pages on which a person without SPARQL finds out who asked whom for what by when, sees the words that
//! say so, and takes the data along.
//!
//! A [`Room`] is made of one graph and never changes. [`Room::open`] turns an address into a page: a pure function, so a
//! server and a folder of files have the same pages. A page that shows the answer to a question in SPARQL says so first
//! ([`Step::Ask`]); whoever runs the room has it answered and opens the address again with the answer.

mod acts;
mod answer;
mod body;
mod facts;
mod feeds;
mod items;
mod layout;
mod links;
mod lists;
mod mandates;
mod marks;
mod names;
mod network;
mod passage;
mod picture;
mod questions;
mod reports;
mod result;
mod search;
mod start;
mod statutes;
mod take;
mod texts;
mod time;
mod words;

pub use links::{file_stem, page_file};
pub use texts::Language;

use crate::graph::Graph;
use facts::{Facts, Node};
use links::Links;
use lists::Lists;
use maud::Markup;
use sha2::{Digest, Sha256};
use std::cell::RefCell;

/// The SPARQL editor; empty where the front end was not built.
const EDITOR: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/editor.js"));

/// Files that pages need: name, media type, content.
pub const ASSETS: [(&str, &str, &[u8]); 5] = [
    ("assets/room.css", "text/css; charset=utf-8", include_bytes!("../../web/room.css")),
    ("assets/room.js", "text/javascript; charset=utf-8", include_bytes!("../../web/room.js")),
    ("assets/network.js", "text/javascript; charset=utf-8", include_bytes!("../../web/network.js")),
    ("assets/editor.js", "text/javascript; charset=utf-8", EDITOR),
    ("assets/icon.svg", "image/svg+xml", include_bytes!("../../web/icon.svg")),
];

/// What a browser may do with a page: its own style and script, nothing inline, nothing from elsewhere.
pub const CONTENT_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
                                  form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// A graph, ready to be read by people.
pub struct Room {
    facts: Facts,
    /// What the IRIs of things begin with.
    base: String,
    /// SHA-256 of the graph as canonical N-Quads: what a citation names.
    digest: String,
    lists: Lists,
}

/// An address to open.
#[derive(Clone, Debug, Default)]
pub struct Address {
    /// Without a slash at its head, percent signs decoded: `body/imk`, `en/mandates`.
    pub path: String,
    /// The form: `[("q", "Innenministerium")]`.
    pub form: Vec<(String, String)>,
    /// The day to judge deadlines by, as `2022-06-30`; without one nothing is called overdue.
    pub today: Option<String>,
    /// Links lead from file to file and not to a server.
    pub is_static: bool,
}

/// What is to be done for an address.
#[derive(Debug)]
pub enum Step {
    Page(Page),
    /// Have this answered as SPARQL JSON, a graph as Turtle, then open the address with the answer. Of a question that somebody brought along
    /// nobody knows what it costs.
    Ask {
        sparql: String,
        is_foreign: bool,
    },
}

/// A page or a file.
#[derive(Debug, PartialEq, Eq)]
pub struct Page {
    pub found: bool,
    pub media_type: &'static str,
    pub content: Vec<u8>,
}

/// The answer to a question: SPARQL JSON or Turtle, or why there is none.
pub type Answer<'a> = Result<&'a str, &'a str>;

impl Page {
    fn html(content: Markup) -> Self {
        Self::file("text/html; charset=utf-8", content.into_string())
    }

    fn file(media_type: &'static str, content: String) -> Self {
        Self { found: true, media_type, content: content.into_bytes() }
    }

    /// The content, if it is text; a picture is none.
    #[must_use]
    pub fn text(&self) -> &str {
        str::from_utf8(&self.content).unwrap_or_default()
    }
}

/// A page in the making.
pub(crate) struct View<'r> {
    room: &'r Room,
    language: Language,
    links: Links,
    address: &'r Address,
    /// The path without its language.
    path: &'r str,
    /// What the page rests on, in the order in which it says so: footnotes in print.
    sources: RefCell<Vec<Node>>,
}

impl<'r> View<'r> {
    fn t(&self, key: &'static str) -> &'static str {
        texts::text(key, self.language)
    }

    /// A text with what stands in braces replaced.
    fn fill(&self, key: &'static str, values: &[(&str, &str)]) -> String {
        values.iter().fold(self.t(key).to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }

    /// A field of the form, without blanks around it.
    fn field(&self, name: &str) -> &'r str {
        let field = self.address.form.iter().find(|(found, _)| found == name);
        field.map_or("", |(_, value)| value.trim())
    }
}

impl Room {
    /// Reads a graph whose things have IRIs below `base`.
    #[must_use]
    pub fn new(graph: &Graph, base: &str) -> Self {
        let digest = format!("{:x}", Sha256::digest(graph.to_nquads().as_bytes()));
        let mut room =
            Self { facts: Facts::new(graph.quads()), base: base.to_owned(), digest, lists: Lists::default() };
        room.lists = Lists::new(&room);
        room
    }

    /// Opens an address; without an answer where it is not known yet whether one is needed.
    #[must_use]
    pub fn open(&self, address: &Address, answer: Option<Answer<'_>>) -> Step {
        let path = address.path.trim_end_matches('/');
        let (language, path) = match path.strip_prefix("en") {
            Some("") => (Language::En, ""),
            Some(rest) if rest.starts_with('/') => (Language::En, rest.trim_start_matches('/')),
            _ => (Language::De, path),
        };
        // The addresses that German administrations use for these two.
        let path = match path {
            "barrierefreiheit" => "accessibility",
            "leicht" => "plain",
            path => path,
        };
        if let Some(file) = self.file(path) {
            return Step::Page(file);
        }
        let links = Links::new(path, language, address.is_static);
        let view = View { room: self, language, links, address, path, sources: RefCell::default() };
        Step::Page(match path {
            "" => view.start(),
            "search" => view.search(),
            "bodies" => view.bodies(),
            "sessions" => view.sessions(),
            "mandates" => view.mandates(),
            "reports" => view.reports(),
            "reports/by-body" => view.reports_by_body(),
            "reports/by-subject" => view.reports_by_subject(),
            "statutes" => view.statutes(),
            "questions" => view.questions(),
            "network" => view.networks(),
            "quality" | "accessibility" | "plain" => view.words(),
            "query" => match (view.field("query"), answer) {
                ("", _) => view.query(None),
                (sparql, None) => return Step::Ask { sparql: sparql.to_owned(), is_foreign: true },
                (_, answer) => view.query(answer),
            },
            _ if path.starts_with("query.") => match (answer::file(path), view.field("query"), answer) {
                (None, ..) | (_, "", _) => view.missing(),
                (_, sparql, None) => return Step::Ask { sparql: sparql.to_owned(), is_foreign: true },
                (Some((_, ending)), _, Some(answer)) => view.answer_as(ending, view.t("query.title"), answer),
            },
            _ if path.starts_with("network/body/") => view.network_of_body(),
            _ if path.starts_with("network/") => match (network::named(path.trim_start_matches("network/")), answer) {
                (Some((question, _)), None) => {
                    return Step::Ask { sparql: question.sparql.to_owned(), is_foreign: false };
                }
                (Some((question, wanted)), Some(answer)) => view.network(&question, wanted, answer),
                (None, _) => view.missing(),
            },
            _ if path.starts_with("question/") => {
                let (stem, ending) = answer::file(path).map_or((path, None), |(stem, ending)| (stem, Some(ending)));
                match (questions::named(stem.trim_start_matches("question/")), ending, answer) {
                    (Some(question), _, None) => {
                        return Step::Ask { sparql: question.sparql.to_owned(), is_foreign: false };
                    }
                    (Some(question), None, Some(answer)) => view.question(&question, answer),
                    (Some(question), Some(ending), Some(answer)) => {
                        view.answer_as(ending, questions::title(&question, language), answer)
                    }
                    (None, ..) => view.missing(),
                }
            }
            _ => view.thing(),
        })
    }

    /// Whether something is drawn for this address, which takes longer than a page of words.
    #[must_use]
    pub fn draws(path: &str) -> bool {
        path.trim_start_matches("en/").starts_with("network/") || matches!(answer::file(path), Some((_, "svg")))
    }

    /// Whether there is a page about this thing: `body/imk`.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.facts.node(&format!("{}{path}", self.base)).is_some_and(|node| self.path(node).is_some())
    }

    /// Every address that a folder of files has, without languages; and every file that goes with one.
    #[must_use]
    pub fn addresses(&self) -> (Vec<String>, Vec<String>) {
        let fixed = [
            "", "search", "bodies", "sessions", "mandates", "reports", "reports/by-body", "reports/by-subject",
            "statutes", "questions", "network", "query", "quality", "accessibility", "plain",
        ];
        let mut pages: Vec<String> = fixed.map(str::to_owned).into();
        pages.extend(questions::reports().map(|question| format!("question/{}", question.name)));
        pages.extend(network::views().map(|view| format!("network/{}", view.name)));
        pages.extend(self.lists.bodies.iter().filter_map(|node| Some(format!("network/{}", self.path(*node)?))));
        let things = self.lists.things().filter_map(|node| self.path(node));
        pages.extend(things.clone().map(str::to_owned));
        let mut files: Vec<String> = ["mandates.ics", "mandates.atom"].map(str::to_owned).into();
        files.extend(
            lists::LISTS.iter().flat_map(|(name, _)| take::NAMED.map(|(ending, _)| format!("{name}.{ending}"))),
        );
        for question in questions::reports() {
            files.extend(answer::FILES.map(|(ending, ..)| format!("question/{}.{ending}", question.name)));
        }
        files.extend(pages.iter().flat_map(|page| self.citations(page)));
        for view in network::views() {
            let endings = picture::EXPORTS.iter().flat_map(|export| ["", ".all"].map(|all| (all, export.ending)));
            files.extend(endings.map(|(all, ending)| format!("network/{}{all}.{ending}", view.name)));
        }
        for path in things {
            files.extend(take::ENDINGS.iter().map(|(ending, _)| format!("{path}.{ending}")));
            if path.starts_with("body/") {
                files.extend(["ics", "atom"].map(|ending| format!("{path}.{ending}")));
            }
        }
        (pages, files)
    }
}

impl View<'_> {
    /// The page of a thing, or one that says there is none.
    fn thing(&self) -> Page {
        let node = self.room.facts.node(&format!("{}{}", self.room.base, self.path));
        match (node, self.path.split('/').next()) {
            (Some(node), Some("item")) => self.item(node),
            (Some(node), Some("body")) => self.body(node),
            (Some(node), Some("session")) => self.session(node),
            (Some(node), Some("statute")) => self.statute(node),
            _ => self.missing(),
        }
    }

    /// The picture of a body, or one of its files.
    fn network_of_body(&self) -> Page {
        let path = self.path.trim_start_matches("network/");
        let node = |path: &str| {
            self.room.facts.node(&format!("{}{path}", self.room.base)).filter(|node| self.room.path(*node).is_some())
        };
        if let Some(body) = node(path) {
            return self.own_network(body, None);
        }
        let export = picture::wanted(path).and_then(|(stem, wanted)| Some((node(stem)?, wanted)));
        export.map_or_else(|| self.missing(), |(body, wanted)| self.own_network(body, Some(wanted)))
    }
}
