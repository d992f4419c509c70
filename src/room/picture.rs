//! What is drawn on a page: the picture, a table that says the same, and files of exactly what is seen or of all.

use super::facts::Node;
use super::layout::table;
use super::{Page, View};
use crate::graph::{Graph, Syntax};
use crate::view::{self, Head, Mention, Projection, Style};
use crate::vocab::gm;
use maud::{Markup, PreEscaped, html};
use oxrdf::{GraphNameRef, NamedNodeRef, Triple};

/// Larger pictures are drawn in fewer dots: these take 64 MB while a stranger waits for them.
const MOST_DOTS: f32 = 16_000_000.0;

/// A format in which a picture can be taken along.
#[derive(Debug)]
pub struct Export {
    pub ending: &'static str,
    name: &'static str,
    media_type: &'static str,
}

const fn export(ending: &'static str, name: &'static str, media_type: &'static str) -> Export {
    Export { ending, name, media_type }
}

pub const EXPORTS: [Export; 9] = [
    export("svg", "SVG", "image/svg+xml"),
    export("png", "PNG", "image/png"),
    export("dot", "DOT", "text/vnd.graphviz; charset=utf-8"),
    export("graphml", "GraphML", "application/graphml+xml"),
    export("gexf", "GEXF", "application/gexf+xml"),
    export("csv", "CSV", "text/csv; charset=utf-8"),
    export("ttl", "Turtle", "text/turtle; charset=utf-8"),
    export("jsonld", "JSON-LD", "application/ld+json"),
    export("json", "JSON", "application/json"),
];

/// A file that is asked for: of what is seen, or of everything that the question returned.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    export: &'static Export,
    is_all: bool,
}

/// The path of a page, and the file that its ending asks for: `informs.svg`, `informs.all.svg`.
pub fn wanted(path: &str) -> Option<(&str, Wanted)> {
    EXPORTS.iter().find_map(|export| {
        let stem = path.strip_suffix(export.ending)?.strip_suffix('.')?;
        let all = stem.strip_suffix(".all");
        Some((all.unwrap_or(stem), Wanted { export, is_all: all.is_some() }))
    })
}

/// A picture and what it was made of.
pub struct Drawn {
    pub head: Head,
    pub triples: Vec<Triple>,
    /// Everything that the question returned.
    pub whole: Projection,
    pub shown: Projection,
}

impl View<'_> {
    /// A picture as its view arranges it.
    pub fn drawn(&self, projection: &Projection, head: &Head) -> String {
        let style = Style { language: self.view_language(), ..Style::default() };
        view::picture(projection, head, &style).svg
    }

    fn exported(&self, drawn: &Drawn, Wanted { export, is_all }: Wanted) -> Page {
        let Drawn { head, triples, whole, shown } = drawn;
        let (shown, language) = (if is_all { whole } else { shown }, self.view_language());
        let text = match export.ending {
            "png" => {
                return view::png_within(&self.drawn(shown, head), MOST_DOTS).map_or_else(
                    |_| self.missing(),
                    |content| Page { found: true, media_type: export.media_type, content },
                );
            }
            "svg" => self.drawn(shown, head),
            "dot" => view::dot(shown, &Style { language, ..Style::default() }),
            "graphml" => view::graphml(shown, language),
            "gexf" => view::gexf(shown, language),
            "csv" => view::edges_csv(shown, language),
            "json" => format!("{:#}\n", view::json(shown)),
            "ttl" => written(&view::behind(shown, triples, head), Syntax::Turtle),
            _ => written(&view::behind(shown, triples, head), Syntax::JsonLd),
        };
        Page::file(export.media_type, text)
    }

    /// The page of a picture, or the file that is wanted of it. `name` is its path below `network/`.
    pub fn picture(&self, drawn: &Drawn, wanted: Option<Wanted>, name: &str, more: &Markup) -> Page {
        if let Some(wanted) = wanted {
            return self.exported(drawn, wanted);
        }
        let Drawn { head, whole, shown, .. } = drawn;
        let language = self.view_language();
        let title = head.title(language);
        let (nodes, edges) = (shown.graph.node_count(), shown.graph.edge_count());
        let is_of_body = name.starts_with("body/");
        let content = html! {
            p.trail { a href=(self.links.to("network")) { (self.t("menu.network")) } }
            h1 { (title) }
            p { (language.of(&head.caption)) }
            @if !self.links.is_static() { (self.network_filter(is_of_body)) }
            p {
                span #shown role="status" data-words=(self.t("network.shown")) data-all=(whole.graph.node_count()) {
                    (self.fill("network.shown", &[("n", &nodes.to_string()), ("m", &whole.graph.node_count().to_string()), ("e", &edges.to_string())]))
                }
                (more)
            }
            @if edges > 0 {
                (self.tools())
                div.canvas data-network="" role="region" tabindex="0" aria-label=(title) { (PreEscaped(self.drawn(shown, head))) }
                p.quiet { (language.of(&head.legend)) " " (self.t("network.hint")) }
                (self.exports(name, is_of_body))
                h2 { (self.t("network.table")) }
                @let columns = ["network.from", "network.verb", "network.to", "network.count", "network.sentences"].map(|key| self.t(key));
                (table(title, &columns, &self.edge_rows(drawn)))
            }
        };
        self.page(title, None, &content)
    }

    /// What the script of the page needs: buttons, a search within the picture. Hidden without it.
    fn tools(&self) -> Markup {
        html! {
            div.tools role="group" aria-label=(self.t("tool.label")) hidden {
                @for action in ["in", "out", "whole", "undo"] {
                    button type="button" data-do=(action) { (self.value("tool", action)) }
                }
                @for (action, arrow) in [("left", "←"), ("right", "→"), ("up", "↑"), ("down", "↓")] {
                    button type="button" data-do=(action) aria-label=(self.value("tool", action).into_string()) { (arrow) }
                }
                span.find-in {
                    label for="in-picture" { (self.t("tool.search")) }
                    " " input #in-picture type="search" autocomplete="off";
                }
                span #in-picture-hits role="status" data-words=(self.t("tool.hits")) {}
            }
        }
    }

    /// Links to the files of what is seen and of all. Of the pictures of bodies a folder of files has none.
    fn exports(&self, name: &str, is_of_body: bool) -> Markup {
        let (is_static, form) = (self.links.is_static(), self.form_without(&[]));
        html! {
            @if !(is_static && is_of_body) {
                @for (text, all, class) in [("network.export", "", "seen"), ("network.export-all", ".all", "all")] {
                    p class=(class) {
                        (self.t(text))
                        @for Export { ending, name: format, .. } in &EXPORTS {
                            @let path = format!("network/{name}{all}.{ending}");
                            " " a.file href=(if is_static { self.links.file(&path) } else { self.links.to(&path) + if all.is_empty() { &form } else { "" } }) { (format) }
                        }
                    }
                }
            }
        }
    }

    /// An edge a row, the sentences that make it behind a click.
    fn edge_rows(&self, drawn: &Drawn) -> Vec<Vec<Markup>> {
        let (graph, facts) = (&drawn.shown.graph, &self.room.facts);
        let is_timeline = drawn.head.layout == "timeline";
        let end = |node: &view::Node| {
            let found = facts.node(&node.iri);
            found.map_or_else(|| html! { (node.label) }, |found| self.link_as(found, &html! { (node.label) }))
        };
        let row = |index| {
            let (from, to) = graph.edge_endpoints(index)?;
            let edge = graph.edge_weight(index)?;
            let id = view::element_id('e', &[&graph[from].iri, &edge.kind, &graph[to].iri, ""]);
            // A statement to several addressees is told apart behind a number sign.
            let statement = |mention: &Mention| facts.node(mention.iri.split('#').next().unwrap_or_default());
            let sentence =
                |node: Node| facts.object(node, gm::SENTENCE).and_then(|sentence| facts.value(sentence, gm::TEXT));
            let in_time = |mention: &Mention| {
                is_timeline.then(|| format!("t-{}", view::element_id('e', &[&mention.iri, &graph[to].label])))
            };
            Some(vec![
                html! { span id={ "t-" (id) } { (end(&graph[from])) } },
                html! { (drawn.shown.name(&edge.kind, self.view_language())) },
                end(&graph[to]),
                html! { (edge.weight()) },
                html! { details { summary { (self.t("network.sentences")) } ul.plain { @for mention in &edge.mentions { li id=[in_time(mention)] {
                    @if let Some(node) = statement(mention) { @if let Some(text) = sentence(node) { q lang="de" { (text) } } " " (self.place_link(node)) }
                } } } } },
            ])
        };
        graph.edge_indices().filter_map(row).collect()
    }
}

/// Triples as a file.
pub fn written(triples: &[&Triple], syntax: Syntax) -> String {
    let mut graph = Graph::new();
    // A graph has a name here; JSON-LD writes it, Turtle does not.
    let name = GraphNameRef::NamedNode(NamedNodeRef::new_unchecked("urn:gremium:shown"));
    for triple in triples {
        graph.insert_quad(triple.as_ref().in_graph(name));
    }
    let mut bytes = Vec::new();
    // Writing into memory does not fail.
    let _ = graph.write(syntax, &mut bytes);
    String::from_utf8(bytes).unwrap_or_default()
}
