//! What can be taken along from a page: the data in three syntaxes, a citation in two, the question behind it.

use super::facts::Node;
use super::{Page, Room, View, feeds};
use crate::graph::Syntax;
use crate::vocab::{gm, rdfs};
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

impl Room {
    /// The file at a path, if it ends like one that goes with a page.
    pub(super) fn file(&self, path: &str) -> Option<Page> {
        if let Some(page) = feeds::file(self, path) {
            return Some(page);
        }
        let (stem, ending, media_type) = ENDINGS.iter().find_map(|(ending, media_type)| {
            Some((path.strip_suffix(ending)?.strip_suffix('.')?, *ending, *media_type))
        })?;
        let node = self.facts.node(&format!("{}{stem}", self.base)).filter(|node| self.path(*node).is_some())?;
        let content = match ending {
            "ttl" => self.triples(node, Syntax::Turtle),
            "jsonld" => self.triples(node, Syntax::JsonLd),
            "json" => serde_json::to_string_pretty(&self.object(node)).unwrap_or_default(),
            "bib" => self.bibtex(node),
            _ => self.csl(node),
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
        for property in [gm::TRIGGER, gm::EVIDENCE, gm::SENTENCE, gm::PARTICIPATION, gm::DENOTES, gm::IN_POINT] {
            let objects: Vec<Node> = nodes.iter().skip(1).flat_map(|node| facts.objects(*node, property)).collect();
            nodes.extend(objects.into_iter().filter(|node| facts.is_resource(*node)));
        }
        nodes.sort_unstable();
        nodes.dedup();
        nodes
    }

    fn triples(&self, node: Node, syntax: Syntax) -> String {
        let mut bytes = Vec::new();
        // Writing into memory does not fail.
        let _ = self.facts.graph(&self.shown(node), self.facts.word(node)).write(syntax, &mut bytes);
        String::from_utf8(bytes).unwrap_or_default()
    }

    /// The same as plain JSON: an object for each thing, its properties by their short names.
    fn object(&self, node: Node) -> Value {
        let described = self.shown(node).into_iter().map(|node| {
            let mut object = Map::new();
            object.insert("id".to_owned(), self.facts.word(node).into());
            for (property, value) in self.facts.about(node) {
                let name = self.facts.word(property).rsplit(['/', '#']).next().unwrap_or_default();
                let values = object.entry(name.to_owned()).or_insert_with(|| json!([]));
                if let Value::Array(values) = values {
                    values.push(self.facts.word(value).into());
                }
            }
            Value::Object(object)
        });
        let (id, things) = (self.facts.word(node), described.collect::<Vec<_>>());
        json!({ "id": id, "label": self.label(node), "graph": self.digest, "things": things })
    }

    /// Who published it, when, and what it is called: for citations.
    fn cited(&self, node: Node) -> (String, String, String) {
        let session = self.facts.object(node, gm::IN_SESSION).unwrap_or(node);
        let author = self.facts.object(session, gm::SESSION_OF).map(|body| self.label(body).to_owned());
        let title = self.facts.value(node, crate::vocab::dcterms::TITLE);
        let title = title.map_or_else(|| self.label(node).to_owned(), |title| format!("{}: {title}", self.label(node)));
        (author.unwrap_or_default(), title, self.session_day(session).unwrap_or_default().to_owned())
    }

    fn bibtex(&self, node: Node) -> String {
        let (author, title, day) = self.cited(node);
        let key: String = self.label(node).chars().filter(char::is_ascii_alphanumeric).collect();
        let iri = self.facts.word(node);
        let mut fields =
            vec![("title", tex(&title)), ("url", iri.to_owned()), ("note", format!("Graph sha256:{}", self.digest))];
        if !author.is_empty() {
            fields.insert(0, ("author", format!("{{{}}}", tex(&author))));
        }
        if let Some(year) = day.get(..4) {
            fields.push(("year", year.to_owned()));
        }
        let fields: Vec<String> = fields.iter().map(|(name, value)| format!("  {name} = {{{value}}}")).collect();
        format!("@misc{{{key},\n{}\n}}\n", fields.join(",\n"))
    }

    fn csl(&self, node: Node) -> String {
        let (author, title, day) = self.cited(node);
        let parts: Vec<u32> = day.split('-').filter_map(|part| part.parse().ok()).collect();
        let mut item = json!({
            "id": self.facts.word(node), "type": "document", "title": title, "URL": self.facts.word(node),
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

    /// The foot of a page: address, data, citation, question.
    pub fn take_along(&self, node: Node) -> Markup {
        let Some(path) = self.room.path(node) else { return html! {} };
        let iri = self.room.facts.word(node);
        let sparql = format!(
            "PREFIX gm: <{}>\nPREFIX rdfs: <{}>\n\nSELECT ?property ?value WHERE {{\n  <{iri}> ?property ?value .\n}}",
            gm::NS,
            rdfs::LABEL.trim_end_matches("label")
        );
        html! {
            aside.take aria-labelledby="take" {
                h2 #take { (self.t("take.title")) }
                p { (self.t("take.iri")) " " code { (iri) } }
                p {
                    (self.t("take.data"))
                    @for (ending, name) in [("ttl", "Turtle"), ("jsonld", "JSON-LD"), ("json", "JSON"), ("bib", "BibTeX"), ("csl.json", "CSL")] {
                        " " a.file href=(self.links.file(&format!("{path}.{ending}"))) { (name) }
                    }
                }
                p { (self.t("take.hash")) " " code.hash { "sha256:" (self.room.digest) } }
                details { summary { (self.t("question.sparql")) } pre tabindex="0" { code { (sparql) } } }
            }
        }
    }
}
