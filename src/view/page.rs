//! The picture as a page of one file: it fetches nothing, and shows the sentences behind each edge.

use super::draw::ids;
use super::face::shown;
use super::head::Head;
use super::projection::{Language, Projection};
use super::svg::{Picture, Style, source};
use super::table::json;
use super::twin::mentions;
use super::words::{self, say};
use super::xml::Xml;
use petgraph::visit::EdgeRef;
use std::collections::BTreeSet;
use std::fmt::Write;

const SCRIPT: &str = include_str!("page/page.js");
const LOOKS: &str = include_str!("page/page.css");

/// Writes a page around a picture of the projection. Without a script it still shows picture, outline and table.
#[must_use]
pub fn page(projection: &Projection, head: &Head, picture: &Picture, style: &Style) -> String {
    let language = style.language;
    let word = |words| say(language, words);
    let title = Xml(head.title(language));
    let mentions = || projection.graph.edge_weights().flat_map(|edge| &edge.mentions);
    let statuses: BTreeSet<&str> = mentions().map(|mention| &*mention.status).filter(|text| !text.is_empty()).collect();
    let deadlines: BTreeSet<&str> = mentions().map(|mention| &*mention.deadline).collect();
    let mut data = json(projection);
    data["statuses"] = statuses.iter().map(|status| [*status, words::status(status, language)]).collect();
    data["deadlines"] = deadlines.iter().map(|due| [(*due).to_owned(), head.due(due, language)]).collect();
    // Within a script, `<` could end it; as an escape it is the same JSON.
    let data = data.to_string().replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n\
         <title>{title}</title>\n<style>\n{LOOKS}</style>\n</head>\n<body>\n<header>\n<h1>{title}</h1>\n<p>{}</p>\n</header>\n",
        language.tag(),
        Xml(language.of(&head.caption))
    );
    let _ = write!(
        out,
        "<div class=\"tools\" hidden>\n<label>{} <input type=\"search\" id=\"search\" list=\"names\"></label>\n\
         <button id=\"closer\" type=\"button\">+ {}</button>\n<button id=\"farther\" type=\"button\">− {}</button>\n\
         <button id=\"whole\" type=\"button\">{}</button>\n<fieldset id=\"kinds\"><legend>{}</legend></fieldset>\n</div>\n",
        word(words::SEARCH),
        word(words::CLOSER),
        word(words::FARTHER),
        word(words::WHOLE),
        word(words::SHOW),
    );
    let _ = write!(
        out,
        "<main>\n<figure id=\"picture\" tabindex=\"0\" aria-label=\"{}\">\n{}</figure>\n\
         <aside id=\"details\" tabindex=\"0\" aria-live=\"polite\"><h2>{}</h2><p>{}</p></aside>\n</main>\n",
        word(words::PICTURE),
        picture.svg,
        word(words::SENTENCES),
        word(words::HOW_TO)
    );
    outline(&mut out, projection, language);
    table(&mut out, projection, language);
    let _ = write!(
        out,
        "<footer><p>{}</p></footer>\n<script type=\"application/json\" id=\"data\">{data}</script>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n",
        Xml(&source(projection, language))
    );
    out
}

/// The picture in words: each node with what leads from it.
fn outline(out: &mut String, projection: &Projection, language: Language) {
    let graph = &projection.graph;
    let (_, ids) = ids(projection);
    let _ = writeln!(out, "<section>\n<h2>{}</h2>\n<ul>", say(language, words::OUTLINE));
    for node in graph.node_indices() {
        let mut edges: Vec<_> = graph.edges(node).collect();
        edges.sort_by_key(EdgeRef::id);
        if edges.is_empty() {
            continue;
        }
        let kind = projection.name(&graph[node].kind, language);
        let kind = if kind.is_empty() { String::new() } else { format!(" ({})", Xml(&shown(kind))) };
        let _ = write!(out, "<li><strong>{}</strong>{kind}<ul>", Xml(&shown(&graph[node].label)));
        for edge in edges {
            let _ = write!(
                out,
                "<li data-line=\"{}\">{} <strong>{}</strong> ({})</li>",
                ids[edge.id().index()],
                Xml(&shown(projection.name(&edge.weight().kind, language))),
                Xml(&shown(&graph[edge.target()].label)),
                mentions(edge.weight(), language)
            );
        }
        out.push_str("</ul></li>\n");
    }
    out.push_str("</ul>\n</section>\n");
}

/// All edges with their sentences, for readers without the picture, and in print.
fn table(out: &mut String, projection: &Projection, language: Language) {
    let graph = &projection.graph;
    let (_, edges) = ids(projection);
    let columns =
        [words::FROM, words::EDGE, words::TO, words::WEIGHT, words::SENTENCES].map(|words| say(language, words));
    let _ = writeln!(out, "<section>\n<h2>{}</h2>\n<table>\n<thead><tr>", say(language, words::TABLE));
    for column in columns {
        let _ = write!(out, "<th scope=\"col\">{column}</th>");
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for (edge, id) in graph.edge_references().zip(&edges) {
        let weight = edge.weight();
        let _ = write!(
            out,
            "<tr data-edge=\"{id}\"><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td><td><details><summary>{}</summary><ul>",
            Xml(&graph[edge.source()].label),
            Xml(projection.name(&weight.kind, language)),
            Xml(&graph[edge.target()].label),
            weight.weight(),
            say(language, words::SENTENCES)
        );
        for mention in &weight.mentions {
            let _ = write!(out, "<li>{} <cite>{}</cite></li>", Xml(&mention.sentence), Xml(&mention.place));
        }
        out.push_str("</ul></details></td></tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</section>\n");
}
