//! Networks: a picture drawn here, and a table that says the same.

use super::facts::Node;
use super::layout::table;
use super::search::fold;
use super::{Answer, Language, Page, View};
use crate::query::{Query, catalogue, find};
use crate::view::{self, Edge, Head, Mention, Projection, Style, svg};
use crate::vocab::{gm, skos};
use maud::{Markup, PreEscaped, html};
use oxttl::TurtleParser;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// More bodies on one picture nobody can tell apart.
const DRAWN: usize = 60;

/// As many neighbours has the picture of one body.
const NEIGHBOURS: usize = 25;

/// Files that show exactly what a picture shows.
const EXPORTS: [(&str, &str); 3] =
    [("svg", "image/svg+xml"), ("dot", "text/vnd.graphviz; charset=utf-8"), ("csv", "text/csv; charset=utf-8")];

pub fn views() -> impl Iterator<Item = Query<'static>> {
    catalogue().into_iter().filter(|query| query.folder == "views")
}

/// The view that an address names, `informs` or `informs.svg`, and the ending.
pub fn named(name: &str) -> Option<(Query<'static>, Option<&'static str>)> {
    let (name, ending) = ending(name).map_or((name, None), |(name, ending)| (name, Some(ending)));
    Some((find(&format!("views/{name}"))?, ending))
}

/// The path of a page and the ending of its file: `informs.svg`.
pub fn ending(path: &str) -> Option<(&str, &'static str)> {
    EXPORTS.iter().find_map(|(ending, _)| Some((path.strip_suffix(ending)?.strip_suffix('.')?, *ending)))
}

impl View<'_> {
    fn view_language(&self) -> view::Language {
        match self.language {
            Language::De => view::Language::De,
            Language::En => view::Language::En,
        }
    }

    pub fn networks(&self) -> Page {
        let content = html! {
            h1 { (self.t("menu.network")) }
            p { (self.t("network.text")) }
            ul.cards {
                @for view in views() {
                    @let head = Head::new(view.sparql);
                    li { a href=(self.links.to(&format!("network/{}", view.name))) {
                        b { (head.title(self.view_language())) } br; (self.view_language().of(&head.caption))
                    } }
                }
            }
        };
        self.page(self.t("menu.network"), None, &content)
    }

    /// A view of the catalogue: the answer to its question as picture, table or file.
    pub fn network(&self, view: &Query<'static>, ending: Option<&'static str>, answer: Answer<'_>) -> Page {
        let head = Head::new(view.sparql);
        let triples = match answer {
            Ok(turtle) => {
                TurtleParser::new().for_slice(turtle).collect::<Result<Vec<_>, _>>().map_err(|error| error.to_string())
            }
            Err(problem) => Err(problem.to_owned()),
        };
        let title = head.title(self.view_language()).to_owned();
        let triples = match triples {
            Ok(triples) => triples,
            Err(problem) => {
                let content = html! { h1 { (title) } p.problem role="alert" { (problem) } };
                return self.page(&title, None, &content);
            }
        };
        let whole = Projection::new(triples, &head);
        let all = whole.graph.node_count();
        let shown = strongest(self.in_range(whole));
        self.picture(&shown, &head, all, ending, view.name)
    }

    /// A picture of a body and those with whom it has most to do.
    pub fn own_network(&self, body: Node, ending: Option<&'static str>) -> Page {
        let (room, facts) = (self.room, &self.room.facts);
        let mut statements: Vec<(Node, Node, Node, Node)> = Vec::new();
        for (from, to, kind) in [(gm::ACTOR, gm::ADDRESSEE, gm::KIND), (gm::FROM, gm::TO, gm::FLOW_KIND)] {
            let nodes: BTreeSet<Node> = facts.subjects(from, body).chain(facts.subjects(to, body)).collect();
            for node in nodes.into_iter().filter(|node| room.is_asserted(*node)) {
                let Some(kind) = facts.object(node, kind) else { continue };
                for a in facts.objects(node, from) {
                    statements.extend(
                        facts.objects(node, to).filter(|b| (a == body) != (*b == body)).map(|b| (a, b, kind, node)),
                    );
                }
            }
        }
        let mut weights: BTreeMap<Node, usize> = BTreeMap::new();
        for (a, b, ..) in &statements {
            *weights.entry(if *a == body { *b } else { *a }).or_default() += 1;
        }
        let mut neighbours: Vec<(Node, usize)> = weights.into_iter().collect();
        neighbours.sort_by_key(|(node, weight)| (Reverse(*weight), facts.word(*node)));
        let mut projection = Projection::default();
        let mut indexes = BTreeMap::new();
        for node in neighbours.iter().take(NEIGHBOURS).map(|(node, _)| *node).chain([body]) {
            let kind = facts.object(node, gm::BODY_KIND);
            let drawn = view::Node {
                iri: facts.word(node).to_owned(),
                label: room.label(node).to_owned(),
                kind: kind.map(|kind| self.named_kind(&mut projection, kind)).unwrap_or_default(),
                ..view::Node::default()
            };
            indexes.insert(node, projection.graph.add_node(drawn));
        }
        let mut edges: BTreeMap<(Node, Node, Node), Vec<Mention>> = BTreeMap::new();
        for (a, b, kind, node) in statements {
            let mention = Mention { iri: facts.word(node).to_owned(), ..Mention::default() };
            edges.entry((a, b, kind)).or_default().push(mention);
        }
        for ((a, b, kind), mentions) in edges {
            if let (Some(from), Some(to)) = (indexes.get(&a), indexes.get(&b)) {
                let kind = self.named_kind(&mut projection, kind);
                projection.graph.add_edge(*from, *to, Edge { kind, mentions });
            }
        }
        let title = |language| super::texts::text("network.own", language).replace("{b}", room.label(body));
        let mut head = Head::default();
        head.title = Language::ALL.map(title);
        let path = room.path(body).unwrap_or_default().to_owned();
        self.picture(&projection, &head, neighbours.len() + 1, ending, &path)
    }

    /// The short name of a kind, with its words noted for the legend.
    fn named_kind(&self, projection: &mut Projection, kind: Node) -> String {
        let facts = &self.room.facts;
        let name = facts.word(kind).rsplit(['/', '#']).next().unwrap_or_default().to_owned();
        let words = Language::ALL.map(|language| {
            let text = facts.in_language(kind, skos::PREF_LABEL, language.tag()).map(|node| facts.word(node));
            text.or_else(|| super::texts::found(&format!("kind.{name}"), language)).unwrap_or_default().to_owned()
        });
        projection.names.insert(name.clone(), words);
        name
    }

    /// What the form leaves: statements of these days, edges at this body.
    fn in_range(&self, whole: Projection) -> Projection {
        let (since, until, wanted) = (self.field("since"), self.field("until"), fold(self.field("body")));
        let has_day = |mention: &Mention| {
            (since.is_empty() || *mention.day >= *since)
                && (until.is_empty() || (!mention.day.is_empty() && *mention.day <= *until))
        };
        let graph = &whole.graph;
        let is_wanted =
            |index| graph.node_weight(index).is_some_and(|node: &view::Node| fold(&node.label).contains(&wanted));
        let graph = graph.filter_map(
            |_, node| Some(node.clone()),
            |index, edge| {
                let (from, to) = graph.edge_endpoints(index)?;
                let mentions: Vec<Mention> = edge.mentions.iter().filter(|mention| has_day(mention)).cloned().collect();
                let stays = !mentions.is_empty() && (wanted.is_empty() || is_wanted(from) || is_wanted(to));
                stays.then(|| Edge { kind: edge.kind.clone(), mentions })
            },
        );
        Projection { graph, names: whole.names }
    }

    fn picture(&self, shown: &Projection, head: &Head, all: usize, ending: Option<&'static str>, name: &str) -> Page {
        let language = self.view_language();
        let style = Style { language, ..Style::default() };
        let media_type = EXPORTS.iter().find(|(known, _)| Some(*known) == ending).map(|(_, media_type)| *media_type);
        if let Some(media_type) = media_type {
            let content = match ending {
                Some("svg") => svg(shown, head, &style).svg,
                Some("dot") => view::dot(shown, language),
                _ => self.edge_list(shown),
            };
            return Page { found: true, media_type, content };
        }
        let title = head.title(language);
        let (nodes, edges) = (shown.graph.node_count(), shown.graph.edge_count());
        let columns =
            ["network.from", "network.verb", "network.to", "network.count", "network.sentences"].map(|key| self.t(key));
        let rows = self.edge_rows(shown);
        let exported: String = self.address.form.iter().fold(String::new(), |query, (name, value)| {
            format!(
                "{query}{}{}={}",
                if query.is_empty() { "?" } else { "&" },
                super::mandates::encode(name),
                super::mandates::encode(value)
            )
        });
        let content = html! {
            p.trail { a href=(self.links.to("network")) { (self.t("menu.network")) } }
            h1 { (title) }
            p { (language.of(&head.caption)) }
            @if !self.links.is_static() && !name.starts_with("body/") { (self.network_filter()) }
            p role="status" { (self.fill("network.shown", &[("n", &nodes.to_string()), ("m", &all.to_string()), ("e", &edges.to_string())])) }
            @if edges > 0 {
                div.canvas data-network="" role="region" tabindex="0" aria-label=(title) { (PreEscaped(svg(shown, head, &style).svg)) }
                p.quiet { (language.of(&head.legend)) " " (self.t("network.hint")) }
                @if !self.links.is_static() {
                    p { (self.t("network.export")) @for (ending, _) in EXPORTS { " " a.file href={ (self.links.to(&format!("network/{name}.{ending}"))) (exported) } { (ending.to_uppercase()) } } }
                }
                h2 { (self.t("network.table")) }
                (table(title, &columns, &rows))
            }
        };
        self.page(title, None, &content)
    }

    fn network_filter(&self) -> Markup {
        html! {
            form.filter action=(self.links.to(self.path)) {
                @for (name, kind) in [("body", "search"), ("since", "date"), ("until", "date")] {
                    p {
                        label for={ "filter-" (name) } { (self.value("network.filter", name)) }
                        input id={ "filter-" (name) } type=(kind) name=(name) value=(self.field(name));
                    }
                }
                button { (self.t("filter.button")) }
            }
        }
    }

    /// An edge a row, the sentences that make it behind a click.
    fn edge_rows(&self, shown: &Projection) -> Vec<Vec<Markup>> {
        let graph = &shown.graph;
        let facts = &self.room.facts;
        let end = |node: &view::Node| {
            facts
                .node(&node.iri)
                .map_or_else(|| html! { (node.label) }, |found| self.link_as(found, &html! { (node.label) }))
        };
        let row = |index| {
            let (from, to) = graph.edge_endpoints(index)?;
            let edge = graph.edge_weight(index)?;
            let id = view::element_id('e', &[&graph[from].iri, &edge.kind, &graph[to].iri, ""]);
            // A statement to several addressees is told apart behind a number sign.
            let statement = |mention: &Mention| facts.node(mention.iri.split('#').next().unwrap_or_default());
            let sentence =
                |node: Node| facts.object(node, gm::SENTENCE).and_then(|sentence| facts.value(sentence, gm::TEXT));
            Some(vec![
                html! { span id={ "t-" (id) } { (end(&graph[from])) } },
                html! { (shown.name(&edge.kind, self.view_language())) },
                end(&graph[to]),
                html! { (edge.weight()) },
                html! { details { summary { (self.t("network.sentences")) } ul.plain { @for mention in &edge.mentions { li {
                    @if let Some(node) = statement(mention) { @if let Some(text) = sentence(node) { q lang="de" { (text) } } " " (self.place_link(node)) }
                } } } } },
            ])
        };
        graph.edge_indices().filter_map(row).collect()
    }

    fn edge_list(&self, shown: &Projection) -> String {
        let cell = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        let graph = &shown.graph;
        let lines = graph.edge_indices().filter_map(|index| {
            let (from, to) = graph.edge_endpoints(index)?;
            let edge = graph.edge_weight(index)?;
            Some(format!(
                "{},{},{},{}\r\n",
                cell(&graph[from].label),
                cell(shown.name(&edge.kind, self.view_language())),
                cell(&graph[to].label),
                edge.weight()
            ))
        });
        std::iter::once("from,kind,to,count\r\n".to_owned()).chain(lines).collect()
    }
}

/// The bodies with most edges, and no body without one.
fn strongest(whole: Projection) -> Projection {
    let graph = &whole.graph;
    let mut weights: Vec<(Reverse<u32>, usize)> = graph
        .node_indices()
        .map(|node| {
            let out = graph.edges(node);
            let into = graph.edges_directed(node, petgraph::Direction::Incoming);
            (Reverse(out.chain(into).map(|edge| edge.weight().weight()).sum()), node.index())
        })
        .filter(|(Reverse(weight), _)| *weight > 0)
        .collect();
    weights.sort_unstable();
    let kept: BTreeSet<usize> = weights.into_iter().take(DRAWN).map(|(_, node)| node).collect();
    let graph = graph
        .filter_map(|index, node| kept.contains(&index.index()).then(|| node.clone()), |_, edge| Some(edge.clone()));
    Projection { graph, names: whole.names }
}
