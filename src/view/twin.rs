//! The picture in words: what it shows as an outline and a table, for those who cannot see it.

use super::face::shown;
use super::head::Head;
use super::projection::{Edge, Language, Projection};
use super::svg::source;
use super::words::{self, say};
use petgraph::visit::EdgeRef;
use std::fmt::Write;

/// The picture in words, as Markdown: title, description, an outline by sender and a table of all edges.
#[must_use]
pub fn markdown(projection: &Projection, head: &Head, language: Language) -> String {
    let graph = &projection.graph;
    let word = |words| say(language, words);
    let mut out = format!("# {}\n\n", escaped(head.title(language)));
    for text in [&head.caption, &head.alt] {
        if !language.of(text).is_empty() {
            let _ = writeln!(out, "{}\n", escaped(language.of(text)));
        }
    }
    if graph.node_count() == 0 {
        let _ = writeln!(out, "{}\n", word(words::EMPTY));
    }
    let _ = writeln!(
        out,
        "{}: {}. {}: {}. {}\n",
        word(words::NODES),
        graph.node_count(),
        word(words::EDGES),
        graph.edge_count(),
        escaped(&source(projection, language))
    );
    let _ = writeln!(out, "## {}\n", word(words::OUTLINE));
    for node in graph.node_indices() {
        let mut edges: Vec<_> = graph.edges(node).collect();
        edges.sort_by_key(EdgeRef::id);
        if edges.is_empty() {
            continue;
        }
        let kind = projection.name(&graph[node].kind, language);
        let kind = if kind.is_empty() { String::new() } else { format!(" ({})", escaped(kind)) };
        let _ = writeln!(out, "- **{}**{kind}", escaped(&graph[node].label));
        for edge in edges {
            let name = projection.name(&edge.weight().kind, language);
            let _ = writeln!(
                out,
                "  - {} **{}** ({})",
                escaped(name),
                escaped(&graph[edge.target()].label),
                mentions(edge.weight(), language)
            );
        }
    }
    let _ = writeln!(out, "\n## {}\n", word(words::TABLE));
    let columns = [words::FROM, words::EDGE, words::TO, words::WEIGHT, words::PLACES].map(word);
    let _ = writeln!(out, "| {} |\n|{}", columns.join(" | "), " --- |".repeat(columns.len()));
    for edge in graph.edge_references() {
        let places: Vec<&str> =
            edge.weight().mentions.iter().map(|mention| &*mention.place).filter(|place| !place.is_empty()).collect();
        let cells = [
            escaped(&graph[edge.source()].label),
            escaped(projection.name(&edge.weight().kind, language)),
            escaped(&graph[edge.target()].label),
            edge.weight().weight().to_string(),
            escaped(&places.join("; ")),
        ];
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
    out
}

/// `3 Nennungen`.
pub(super) fn mentions(edge: &Edge, language: Language) -> String {
    match edge.weight() {
        1 => say(language, words::ONE_MENTION).to_owned(),
        weight => format!("{weight} {}", say(language, words::MENTIONS)),
    }
}

/// The ways from one node to another in order, each step with its sentences, as Markdown: for a projection that
/// [`Filter::path`](super::Filter::path) left.
#[must_use]
pub fn ways(projection: &Projection, [from, to]: [&str; 2], language: Language) -> String {
    const MOST: usize = 50;
    let graph = &projection.graph;
    let mut out = String::new();
    let (Ok(start), Ok(end)) = (projection.find(from), projection.find(to)) else { return out };
    let ways = petgraph::algo::all_simple_paths::<Vec<_>, _, std::hash::RandomState>(graph, start, end, 0, None);
    let mut ways: Vec<Vec<_>> = ways.take(MOST).collect();
    ways.sort();
    ways.dedup();
    for (way, number) in ways.iter().zip(1..) {
        let labels: Vec<String> = way.iter().map(|node| escaped(&graph[*node].label)).collect();
        let _ = writeln!(out, "\n## {number}. {}\n", labels.join(" → "));
        for (step, place) in way.windows(2).zip(1..) {
            let mut edges: Vec<_> = graph.edges_connecting(step[0], step[1]).collect();
            edges.sort_by_key(EdgeRef::id);
            for edge in edges {
                let name = projection.name(&edge.weight().kind, language);
                let _ = writeln!(
                    out,
                    "{place}. {} {} {}",
                    escaped(&graph[step[0]].label),
                    escaped(name),
                    escaped(&graph[step[1]].label)
                );
                for mention in &edge.weight().mentions {
                    let _ = writeln!(out, "   - „{}“ ({})", escaped(&mention.sentence), escaped(&mention.place));
                }
            }
        }
    }
    out
}

/// A text as plain words of Markdown, on one line.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in shown(text).chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '!' => out.extend(['\\', c]),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            c => out.push(c),
        }
    }
    out
}
