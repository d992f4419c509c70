//! What can be taken along from a page: the data in three syntaxes, a citation in two, the question behind it.

use super::facts::Node;
use super::layout::{FOOT, MENU};
use super::lists::LISTS;
use super::network::{self, own_sparql};
use super::texts::{self, Language};
use super::{Page, Room, View, feeds, questions};
use crate::graph::Syntax;
use crate::view::Head;
use crate::vocab::{dcterms, gm, oa, rdfs};
use maud::{Markup, html};
use serde_json::{Map, Value, json};

/// Endings of the files that go with the page of a thing, and their media types.
pub const ENDINGS: [(&str, &str); 5] = [
    ("ttl", "text/turtle; charset=utf-8"),
    ("jsonld", "application/ld+json"),
    ("csl.json", "application/vnd.citationstyles.csl+json"),
    ("json", "application/json"),
    ("bib", "application/x-bibtex; charset=utf-8"),
];

/// Endings of the files that go with a page, and what each is called.
pub const NAMED: [(&str, &str); 5] =
    [("ttl", "Turtle"), ("jsonld", "JSON-LD"), ("json", "JSON"), ("bib", "BibTeX"), ("csl.json", "CSL")];

/// So many of them are data, the others cite.
const DATA: usize = 3;

/// What the files of the first page are called.
const START: &str = "start";

/// What a citation says.
struct Cited {
    author: String,
    title: String,
    /// In ISO 8601, empty where there is none.
    day: String,
    key: String,
    address: String,
}

impl Room {
    /// The file at a path, if it ends like one that goes with a page.
    pub(super) fn file(&self, path: &str) -> Option<Page> {
        if let Some(page) = feeds::file(self, path) {
            return Some(page);
        }
        let (stem, ending, media_type) = ENDINGS.iter().find_map(|(ending, media_type)| {
            Some((path.strip_suffix(ending)?.strip_suffix('.')?, *ending, *media_type))
        })?;
        let iri = format!("{}{stem}", self.base);
        let node = self.facts.node(&iri).filter(|node| self.path(*node).is_some());
        let cited = node.map_or_else(|| self.cited_page(stem), |node| Some(self.cited(node)))?;
        let shown = || match (node, self.lists.named(stem)) {
            (Some(node), _) => Some(self.shown(node)),
            (None, Some(list)) => Some(self.with_words(list.to_vec())),
            // Pictures and answers have files of their own.
            (None, None) => None,
        };
        let content = match ending {
            "ttl" => self.triples(&shown()?, &iri, Syntax::Turtle),
            "jsonld" => self.triples(&shown()?, &iri, Syntax::JsonLd),
            "json" => self.objects(&shown()?, &iri, &cited.key),
            "bib" => self.bibtex(&cited),
            _ => self.csl(&cited),
        };
        Some(Page::file(media_type, content))
    }

    /// What a page shows: the thing, and what stands in it or is said with it.
    fn shown(&self, node: Node) -> Vec<Node> {
        let facts = &self.facts;
        let mut nodes = vec![node];
        let points: Vec<Node> = facts.subjects(gm::IN_ITEM, node).collect();
        nodes.extend(points.iter().flat_map(|point| facts.subjects(gm::IN_POINT, *point)));
        nodes.extend(points);
        for property in [gm::ACTOR, gm::ADDRESSEE, gm::FROM, gm::TO, gm::DENOTES, gm::REPORTER] {
            nodes.extend(facts.subjects(property, node));
        }
        self.with_words(nodes)
    }

    /// These things, and the words, sentences and points that carry them.
    fn with_words(&self, mut nodes: Vec<Node>) -> Vec<Node> {
        let facts = &self.facts;
        for property in [gm::TRIGGER, gm::EVIDENCE, gm::SENTENCE, gm::PARTICIPATION, gm::DENOTES, gm::IN_POINT] {
            let objects: Vec<Node> = nodes.iter().flat_map(|node| facts.objects(*node, property)).collect();
            nodes.extend(objects.into_iter().filter(|node| facts.is_resource(*node)));
        }
        nodes.sort_unstable();
        nodes.dedup();
        nodes
    }

    fn triples(&self, nodes: &[Node], name: &str, syntax: Syntax) -> String {
        let mut bytes = Vec::new();
        // Writing into memory does not fail.
        let _ = self.facts.graph(nodes, name).write(syntax, &mut bytes);
        String::from_utf8(bytes).unwrap_or_default()
    }

    /// The same as plain JSON: an object for each thing, its properties by their short names.
    fn objects(&self, nodes: &[Node], id: &str, label: &str) -> String {
        let described = nodes.iter().map(|node| {
            let mut object = Map::new();
            object.insert("id".to_owned(), self.facts.word(*node).into());
            for (property, value) in self.facts.about(*node) {
                let name = self.facts.word(property).rsplit(['/', '#']).next().unwrap_or_default();
                let values = object.entry(name.to_owned()).or_insert_with(|| json!([]));
                if let Value::Array(values) = values {
                    values.push(self.facts.word(value).into());
                }
            }
            Value::Object(object)
        });
        let things = described.collect::<Vec<_>>();
        let object = json!({ "id": id, "label": label, "graph": self.digest, "things": things });
        serde_json::to_string_pretty(&object).unwrap_or_default()
    }

    /// Who published it, when, and what it is called.
    fn cited(&self, node: Node) -> Cited {
        let session = self.facts.object(node, gm::IN_SESSION).unwrap_or(node);
        let author = self.facts.object(session, gm::SESSION_OF).map(|body| self.label(body).to_owned());
        let title = self.facts.value(node, dcterms::TITLE);
        let title = title.map_or_else(|| self.label(node).to_owned(), |title| format!("{}: {title}", self.label(node)));
        let day = self.session_day(session).unwrap_or_default().to_owned();
        let (key, address) = (self.label(node).to_owned(), self.facts.word(node).to_owned());
        Cited { author: author.unwrap_or_default(), title, day, key, address }
    }

    /// A page that is about no one thing is of this graph, whose digest the note gives; nobody published it on a day.
    fn cited_page(&self, name: &str) -> Option<Cited> {
        let title = self.page_title(name)?;
        let address = format!("{}{}", self.base, if name == START { "" } else { name });
        Some(Cited { author: String::new(), title, day: String::new(), key: name.to_owned(), address })
    }

    /// The files that cite a page that has no data of its own.
    pub(super) fn citations(&self, page: &str) -> Vec<String> {
        let has_none = self.lists.named(page).is_none() && self.page_title(page).is_some();
        let endings = NAMED[DATA..].iter().filter(|_| has_none);
        endings.map(|(ending, _)| format!("{page}.{ending}")).collect()
    }

    /// What a page that is about no one thing is cited as; none where it cannot be.
    fn page_title(&self, name: &str) -> Option<String> {
        match name.split_once('/') {
            None if name == START => Some(texts::text("start.head", Language::De).to_owned()),
            // Where questions are written nothing is said that could be cited.
            None if name == "query" => None,
            None => {
                let (_, key) = MENU.iter().chain(&FOOT).find(|(page, _)| *page == name)?;
                Some(texts::text(key, Language::De).to_owned())
            }
            Some(("question", name)) => Some(questions::named(name)?.title_de.to_owned()),
            Some(("network", path)) if path.starts_with("body/") => {
                let body = self.facts.node(&format!("{}{path}", self.base))?;
                Some(texts::text("network.own", Language::De).replace("{b}", self.label(body)))
            }
            Some(("network", name)) => {
                let (view, None) = network::named(name)? else { return None };
                Some(Head::new(view.sparql).title(crate::view::Language::De).to_owned())
            }
            Some(_) => None,
        }
    }

    fn bibtex(&self, Cited { author, title, day, key, address }: &Cited) -> String {
        let key: String = key.chars().filter(char::is_ascii_alphanumeric).collect();
        let mut fields =
            vec![("title", tex(title)), ("url", address.clone()), ("note", format!("Graph sha256:{}", self.digest))];
        if !author.is_empty() {
            fields.insert(0, ("author", format!("{{{}}}", tex(author))));
        }
        if let Some(year) = day.get(..4) {
            fields.push(("year", year.to_owned()));
        }
        let fields: Vec<String> = fields.iter().map(|(name, value)| format!("  {name} = {{{value}}}")).collect();
        format!("@misc{{{key},\n{}\n}}\n", fields.join(",\n"))
    }

    fn csl(&self, Cited { author, title, day, address, .. }: &Cited) -> String {
        let parts: Vec<u32> = day.split('-').filter_map(|part| part.parse().ok()).collect();
        let mut item = json!({
            "id": address, "type": "document", "title": title, "URL": address,
            "note": format!("Graph sha256:{}", self.digest),
        });
        if !author.is_empty() {
            item["author"] = json!([{ "literal": author }]);
        }
        if !parts.is_empty() {
            item["issued"] = json!({ "date-parts": [parts] });
        }
        serde_json::to_string_pretty(&json!([item])).unwrap_or_default()
    }
}

/// Text without what BibTeX reads as a command.
fn tex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '{' | '}' | '\\' => {}
            '&' | '%' | '$' | '#' | '_' => out.extend(['\\', c]),
            '~' | '^' => out.push(' '),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

impl View<'_> {
    /// Links in the head of the page for programs that look there.
    pub fn head_of_thing(&self, about: Option<Node>) -> Markup {
        let path = about.and_then(|node| self.room.path(node));
        html! {
            @if let Some(path) = path {
                @for (ending, media_type) in &ENDINGS[..2] {
                    link rel="alternate" type=(media_type.split(';').next().unwrap_or_default()) href=(self.links.file(&format!("{path}.{ending}")));
                }
            }
        }
    }

    /// The foot of a page: address, data, citation, question. `about` is the one thing that the page is about.
    pub fn take_along(&self, about: Option<Node>) -> Markup {
        if let Some((node, path)) = about.and_then(|node| Some((node, self.room.path(node)?))) {
            let iri = self.room.facts.word(node);
            let sparql = format!("SELECT ?property ?value WHERE {{\n  <{iri}> ?property ?value .\n}}");
            return self.taken(path, iri, &NAMED, &sparql);
        }
        let name = match self.path {
            "" => START,
            // Other orders of the same list.
            path if path.starts_with("reports/") => "reports",
            path => path,
        };
        let Some(cited) = self.room.cited_page(name) else { return html! {} };
        if let Some((_, sparql)) = LISTS.iter().find(|(list, _)| *list == name) {
            return self.taken(name, &cited.address, &NAMED, sparql);
        }
        let sparql = match name.strip_prefix("network/") {
            Some(body) if body.starts_with("body/") => own_sparql(&format!("{}{body}", self.room.base)),
            Some(view) => network::named(view).map_or_else(String::new, |(view, _)| view.sparql.to_owned()),
            // An answer stands beside its question already.
            None => String::new(),
        };
        self.taken(name, &cited.address, &NAMED[DATA..], &sparql)
    }

    fn taken(&self, path: &str, address: &str, files: &[(&str, &str)], sparql: &str) -> Markup {
        let prefixes = [
            ("gm", gm::NS),
            ("rdfs", rdfs::LABEL.trim_end_matches("label")),
            ("dcterms", dcterms::TITLE.trim_end_matches("title")),
        ];
        // Questions of the catalogue declare theirs.
        let lacks =
            |prefix: &str| sparql.contains(&format!("{prefix}:")) && !sparql.contains(&format!("PREFIX {prefix}:"));
        let used = prefixes.iter().filter(|(prefix, _)| lacks(prefix));
        let prefixes: Vec<String> =
            used.map(|(prefix, namespace)| format!("PREFIX {prefix}: <{namespace}>\n")).collect();
        let sparql = prefixes.concat() + sparql;
        html! {
            aside.take aria-labelledby="take" {
                h2 #take { (self.t("take.title")) }
                p { (self.t("take.iri")) " " code { (address) } }
                p {
                    (self.t(if files.len() < NAMED.len() { "take.cite" } else { "take.data" }))
                    @for (ending, name) in files { " " a.file href=(self.links.file(&format!("{path}.{ending}"))) { (name) } }
                }
                p { (self.t("take.hash")) " " code.hash { "sha256:" (self.room.digest) } }
                @if !sparql.is_empty() {
                    details {
                        summary { (self.t("question.sparql")) }
                        pre tabindex="0" { code { (sparql) } }
                        @if !self.links.is_static() {
                            p { a href={ (self.links.to("query")) "?query=" (super::mandates::encode(&sparql)) } { (self.t("take.ask")) } }
                        }
                    }
                }
            }
        }
    }

    /// The number of the footnote that says where something stands or on what it rests.
    pub fn source(&self, node: Node) -> Markup {
        let mut sources = self.sources.borrow_mut();
        let number = sources.iter().position(|source| *source == node).unwrap_or_else(|| {
            sources.push(node);
            sources.len() - 1
        });
        html! { sup.source { (number + 1) } }
    }

    /// The footnotes of a page, for print.
    pub fn footnotes(&self) -> Markup {
        let (sources, facts) = (self.sources.borrow(), &self.room.facts);
        html! {
            @if !sources.is_empty() {
                section.sources {
                    h2 { (self.t("sources.title")) }
                    ol { @for source in sources.iter() { li {
                        @if let Some(item) = facts.object(*source, gm::IN_ITEM) {
                            (self.room.label(item)) ", " (self.point_name(*source)) ". "
                        }
                        @for words in facts.objects(*source, gm::TRIGGER).filter_map(|words| facts.value(words, oa::EXACT)) {
                            span lang="de" { "„" (words) "“. " }
                        }
                        (facts.word(*source))
                    } } }
                }
            }
        }
    }
}
