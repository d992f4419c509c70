//! Answers to questions in SPARQL: as a table, as a picture, along time, and as files.

use super::facts;
use super::network::{DRAWN, strongest};
use super::result::{csv, graph_as, is_resource, table_as, value};
use super::time::Moment;
use super::{Answer, Page, View};
use crate::graph::Syntax;
use crate::view::{Edge, Head, Mention, Node, Projection};
use crate::vocab::{gm, skos};
use maud::{Markup, html};
use oxrdf::{Term, Triple};
use oxttl::TurtleParser;
use rustc_hash::FxHashMap;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// As many rows of an answer stand on a page.
const SHOWN: usize = 1000;

/// A longer text is no name of a thing that can be drawn.
const LONGEST_NAME: usize = 80;

/// Files of an answer: ending, name, media type.
pub const FILES: [(&str, &str, &str); 5] = [
    ("csv", "CSV", "text/csv; charset=utf-8"),
    ("json", "JSON", "application/json"),
    ("ttl", "Turtle", "text/turtle; charset=utf-8"),
    ("jsonld", "JSON-LD", "application/ld+json"),
    ("svg", "SVG", "image/svg+xml"),
];

/// The path of a page with an answer, and the ending of the file that is wanted: `query.csv`.
pub fn file(path: &str) -> Option<(&str, &'static str)> {
    FILES.iter().find_map(|(ending, ..)| Some((path.strip_suffix(ending)?.strip_suffix('.')?, *ending)))
}

/// An answer as it came.
enum Answered {
    Truth(bool),
    /// Terms as SPARQL JSON has them, null where there is none.
    Table(Vec<String>, Vec<Vec<Value>>),
    Graph(Vec<Triple>),
}

fn read(text: &str) -> Option<Answered> {
    if !text.trim_start().starts_with('{') {
        return TurtleParser::new().for_slice(text).collect::<Result<_, _>>().ok().map(Answered::Graph);
    }
    let answer: Value = serde_json::from_str(text).ok()?;
    if let Some(yes) = answer.get("boolean").and_then(Value::as_bool) {
        return Some(Answered::Truth(yes));
    }
    let list = |at| answer.pointer(at).and_then(Value::as_array);
    let variables: Vec<String> =
        list("/head/vars").into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
    let row = |solution: &Value| {
        variables.iter().map(|variable| solution.get(variable).cloned().unwrap_or(Value::Null)).collect()
    };
    let rows = list("/results/bindings").into_iter().flatten().map(row).collect();
    Some(Answered::Table(variables, rows))
}

/// A term of a graph as SPARQL JSON has it.
fn as_json(term: &Term) -> Value {
    match term {
        Term::NamedNode(node) => json!({ "type": "uri", "value": node.as_str() }),
        Term::BlankNode(node) => json!({ "type": "bnode", "value": node.as_str() }),
        Term::Literal(literal) => {
            json!({ "type": "literal", "value": literal.value(), "xml:lang": literal.language() })
        }
    }
}

/// A graph is a table of three columns.
fn table_of(triples: &[Triple]) -> (Vec<String>, Vec<Vec<Value>>) {
    let row = |triple: &Triple| {
        vec![
            as_json(&triple.subject.clone().into()),
            as_json(&triple.predicate.clone().into()),
            as_json(&triple.object),
        ]
    };
    (["subject", "predicate", "object"].map(str::to_owned).to_vec(), triples.iter().map(row).collect())
}

impl View<'_> {
    /// The answer on the page: what it says, its picture and its line of time where it has them, its files.
    pub fn answer(&self, caption: &str, text: &str) -> Markup {
        let Some(answered) = read(text) else { return html! { p.problem { (self.t("answer.broken")) } } };
        let is_graph = matches!(answered, Answered::Graph(_));
        let projection = self.projection(&answered);
        let (variables, rows) = match answered {
            Answered::Truth(yes) => return html! { p { b { (self.t(if yes { "answer.yes" } else { "answer.no" })) } } },
            Answered::Table(variables, rows) => (variables, rows),
            Answered::Graph(triples) => table_of(&triples),
        };
        let columns: Vec<&str> = variables
            .iter()
            .map(|variable| super::texts::found(&format!("column.{variable}"), self.language).unwrap_or(variable))
            .collect();
        let is_drawn = projection.graph.edge_count() > 0;
        let moments = moments(&rows);
        html! {
            p role="status" { (self.fill("answer.rows", &[("n", &rows.len().to_string())])) }
            @if !rows.is_empty() { (self.answer_files(is_graph, is_drawn)) }
            @if is_drawn {
                details.as {
                    summary { (self.t("answer.picture")) }
                    // Fetched when it is opened.
                    img loading="lazy" src=(self.answer_file("svg")) alt={
                        (caption) " – " (self.fill("network.shown", &[
                            ("n", &projection.graph.node_count().min(DRAWN).to_string()),
                            ("m", &projection.graph.node_count().to_string()),
                            ("e", &strongest(&projection, None, DRAWN).graph.edge_count().to_string()),
                        ]))
                    };
                }
            }
            @if !moments.is_empty() { details.as { summary { (self.t("answer.time")) } (self.time_line(&moments)) } }
            @if !rows.is_empty() { (self.rows(caption, &columns, &variables, &rows)) }
            @if rows.len() > SHOWN { p.quiet { (self.fill("more", &[("n", &(rows.len() - SHOWN).to_string())])) } }
        }
    }

    /// The rows as a table. Sentences stand below the names that they are about, for beside them nobody would see both.
    fn rows(&self, caption: &str, columns: &[&str], variables: &[String], rows: &[Vec<Value>]) -> Markup {
        // Some names are long as well, but they are read side by side.
        let names_body =
            |row: &Vec<Value>, column: usize| self.room.lists.body_named(self.room, value(&row[column])).is_some();
        let is_long = |column: usize| {
            rows.iter().any(|row| value(&row[column]).chars().count() > LONGEST_NAME)
                && !rows.iter().take(SHOWN).any(|row| names_body(row, column))
        };
        let (long, short): (Vec<usize>, Vec<usize>) = (0..columns.len()).partition(|column| is_long(*column));
        let (below, beside) = if short.len() < 2 { (Vec::new(), (0..columns.len()).collect()) } else { (long, short) };
        let at = |name: &str| variables.iter().position(|variable| variable == name);
        let place = at("session").zip(at("top"));
        let lists = &self.room.lists;
        let named = |node: &facts::Node| (self.room.label(*node), *node);
        let places: FxHashMap<&str, facts::Node> = match place {
            Some(_) => lists.items.iter().chain(&lists.sessions).map(named).collect(),
            None => FxHashMap::default(),
        };
        // „TOP 5“ leads there, for the session of the row says of which agenda.
        let cell = |row: &[Value], column: usize| {
            let item = place.and_then(|(session, top)| match column {
                _ if column == session => places.get(value(&row[session])),
                _ if column == top => places.get(&*format!("{} TOP {}", value(&row[session]), value(&row[top]))),
                _ => None,
            });
            item.map_or_else(
                || self.cell(&row[column], &variables[column]),
                |item| self.link_as(*item, &html! { (value(&row[column])) }),
            )
        };
        html! {
            div.scroll role="region" tabindex="0" aria-label=(caption) {
                table {
                    caption.hidden { (caption) }
                    thead { tr { @for column in &beside { th scope="col" { (columns[*column]) } } } }
                    tbody {
                        @for row in rows.iter().take(SHOWN) {
                            @let said: Vec<usize> = below.iter().copied().filter(|column| !value(&row[*column]).is_empty()).collect();
                            tr.said[!said.is_empty()] { @for column in &beside { td { (cell(row, *column)) } } }
                            @if !said.is_empty() {
                                tr { td.more colspan=(beside.len()) {
                                    @for column in said { p { span.quiet { (columns[column]) ": " } (self.term(&row[column])) } }
                                } }
                            }
                        }
                    }
                }
            }
        }
    }

    fn answer_file(&self, ending: &str) -> String {
        let path = format!("{}.{ending}", self.path);
        if self.links.is_static() { self.links.file(&path) } else { self.links.to(&path) + &self.form_without(&[]) }
    }

    fn answer_files(&self, is_graph: bool, is_drawn: bool) -> Markup {
        let is_there = |ending: &str| match ending {
            "json" => !is_graph,
            "svg" => is_drawn,
            _ => true,
        };
        html! {
            p {
                (self.t("answer.files"))
                @for (ending, name, _) in FILES.iter().filter(|(ending, ..)| is_there(ending)) {
                    " " a.file href=(self.answer_file(ending)) { (name) }
                }
            }
        }
    }

    /// An answer as a file; the page that says so where it cannot be one.
    pub fn answer_as(&self, ending: &str, title: &str, answer: Answer<'_>) -> Page {
        let (Ok(text), Some((.., media_type))) = (answer, FILES.iter().find(|(known, ..)| *known == ending)) else {
            let problem = answer.err().unwrap_or_default();
            let content = html! { h1 { (title) } p.problem role="alert" { (problem) } };
            return Page { found: false, ..self.page(title, None, &content) };
        };
        let content = match (ending, read(text)) {
            ("json", _) | ("ttl", Some(Answered::Graph(_))) => text.to_owned(),
            ("ttl", Some(Answered::Table(variables, rows))) => table_as(&variables, &rows, Syntax::Turtle),
            ("jsonld", Some(Answered::Table(variables, rows))) => table_as(&variables, &rows, Syntax::JsonLd),
            ("jsonld", Some(Answered::Graph(triples))) => graph_as(triples, Syntax::JsonLd),
            ("csv", Some(Answered::Table(variables, rows))) => csv(&variables, &rows),
            ("csv", Some(Answered::Graph(triples))) => {
                let (variables, rows) = table_of(&triples);
                csv(&variables, &rows)
            }
            ("svg", Some(answered)) => {
                let mut head = Head::default();
                head.title = [title.to_owned(), title.to_owned()];
                self.drawn(&strongest(&self.projection(&answered), None, DRAWN), &head)
            }
            _ => return self.missing(),
        };
        Page::file(media_type, content)
    }

    /// The first two columns that name things, and an arrow from one to the other.
    fn projection(&self, answered: &Answered) -> Projection {
        let (variables, rows) = match answered {
            Answered::Truth(_) => return Projection::default(),
            Answered::Graph(triples) => return Projection::new(triples.iter().cloned(), &Head::default()),
            Answered::Table(variables, rows) => (variables, rows),
        };
        let is_name = |term: &Value| {
            let value = value(term);
            let is_number = value.starts_with(|c: char| c.is_ascii_digit() || c == '-');
            is_resource(term) || (!value.is_empty() && !is_number && value.chars().count() <= LONGEST_NAME)
        };
        // A column counts where hardly a row is without a name; `kind` is what stands on the arrow.
        let is_end = |column: &usize| {
            let named = rows.iter().filter(|row| is_name(&row[*column])).count();
            named * 10 > rows.len() * 8 && !["kind", "status"].contains(&&*variables[*column])
        };
        let mut ends = (0..variables.len()).filter(is_end);
        let (Some(from), Some(to)) = (ends.next(), ends.next()) else { return Projection::default() };
        let kind = variables.iter().position(|variable| variable == "kind").filter(|kind| ![from, to].contains(kind));
        let mut projection = Projection::default();
        let mut nodes = BTreeMap::new();
        let mut edges: BTreeMap<_, Vec<Mention>> = BTreeMap::new();
        let drawn = rows.iter().filter(|row| is_name(&row[from]) && is_name(&row[to]));
        for (number, row) in drawn.enumerate() {
            let mut end = |column: usize| {
                *nodes.entry(value(&row[column])).or_insert_with(|| {
                    let node = self.node(&row[column], &mut projection);
                    projection.graph.add_node(node)
                })
            };
            let ends = (end(from), end(to));
            let kind = kind.map_or("", |column| value(&row[column]));
            let mention = Mention { iri: number.to_string(), ..Mention::default() };
            edges.entry((ends, kind.rsplit(['/', '#']).next().unwrap_or_default())).or_default().push(mention);
        }
        for (((from, to), kind), mentions) in edges {
            projection.graph.add_edge(from, to, Edge { kind: kind.to_owned(), mentions });
        }
        projection
    }

    fn node(&self, term: &Value, projection: &mut Projection) -> Node {
        let (facts, value) = (&self.room.facts, value(term));
        let known = facts.node(value).filter(|_| is_resource(term));
        let mut node = Node { iri: value.to_owned(), label: value.to_owned(), ..Node::default() };
        if let Some(known) = known {
            self.room.label(known).clone_into(&mut node.label);
            if let Some(kind) = facts.object(known, gm::BODY_KIND) {
                let name = |language| facts.in_language(kind, skos::PREF_LABEL, language).map(|node| facts.word(node));
                facts.word(kind).rsplit(['/', '#']).next().unwrap_or_default().clone_into(&mut node.kind);
                let names = ["de", "en"].map(|language| name(language).unwrap_or(&node.kind).to_owned());
                projection.names.insert(node.kind.clone(), names);
            }
        }
        node
    }

    /// A term in its column: a value of the graph in words of the interface, the label of a body as a link to it.
    fn cell(&self, term: &Value, variable: &str) -> Markup {
        let text = value(term);
        if is_resource(term) {
            // The kind of a body has words, and no page.
            let kind = self.room.facts.node(text).filter(|_| variable == "kind");
            return kind.map_or_else(|| self.term(term), |kind| self.concept(kind));
        }
        // A day is not broken at its hyphens.
        if text.len() <= "2022-06-30".len() && text.contains('-') {
            return html! { span.whole { (self.term(term)) } };
        }
        if text.chars().count() > LONGEST_NAME {
            return html! { div.long { (self.term(term)) } };
        }
        if let Some(words) = super::texts::found(&format!("{variable}.{text}"), self.language) {
            return html! { (words) };
        }
        match variable {
            "deadline" => return self.due_words(text),
            "kind" => {
                let kind = self.room.facts.node(&format!("{}act/{text}", self.room.base));
                return kind.map_or_else(|| self.term(term), |kind| self.concept(kind));
            }
            _ => {}
        }
        self.room.lists.body_named(self.room, text).map_or_else(|| self.term(term), |body| self.link(body))
    }

    fn term(&self, term: &Value) -> Markup {
        let value = value(term);
        if !is_resource(term) {
            let language = term.get("xml:lang").and_then(Value::as_str);
            return html! { span lang=[language.filter(|language| *language != self.language.tag())] { (value) } };
        }
        match self.room.facts.node(value) {
            Some(node) if self.room.path(node).is_some() => self.link(node),
            _ if super::links::is_web(value) && !value.starts_with(self.room.base.as_str()) => {
                html! { a href=(value) { (value) } }
            }
            _ => html! { code { (value) } },
        }
    }
}

/// Rows by the month of the first column that is a time in every row that has it.
fn moments(rows: &[Vec<Value>]) -> BTreeMap<String, Moment> {
    let is_time = |text: &str| {
        let (year, rest) = text.split_at_checked(4).unwrap_or_default();
        let is_year = !year.is_empty() && year.chars().all(|c| c.is_ascii_digit());
        is_year && (rest.is_empty() || rest.starts_with('-')) && text.chars().count() <= 16
    };
    let width = rows.first().map_or(0, Vec::len);
    let bound = |column: usize| rows.iter().map(move |row| value(&row[column])).filter(|value| !value.is_empty());
    let time = (0..width).find(|column| bound(*column).next().is_some() && bound(*column).all(is_time));
    let mut moments: BTreeMap<String, Moment> = BTreeMap::new();
    for value in time.into_iter().flat_map(bound) {
        let is_day = value.chars().all(|c| c.is_ascii_digit() || c == '-');
        let month = value.get(..7).filter(|_| is_day).unwrap_or(value);
        moments.entry(month.to_owned()).or_default().count += 1;
    }
    moments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_found_by_month() {
        let rows: Vec<Vec<Value>> = [("a", "2022-06-30"), ("c", "2022-06-01"), ("", "2022-Herbst")]
            .map(|(name, time)| [name, time].map(|value| json!({ "type": "literal", "value": value })).to_vec())
            .into();
        let counts: Vec<_> = moments(&rows).into_iter().map(|(month, moment)| (month, moment.count)).collect();
        assert_eq!(counts, [("2022-06".to_owned(), 2), ("2022-Herbst".to_owned(), 1)]);
    }
}
