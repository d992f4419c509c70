//! Mermaid, for Markdown pages that draw it.

use super::draw::edge_label;
use super::face::shown;
use super::look::Look;
use super::projection::{Language, Projection};
use petgraph::visit::EdgeRef;
use std::fmt::Write;

/// Writes a projection as a Mermaid flowchart.
#[must_use]
pub fn mermaid(projection: &Projection, language: Language) -> String {
    let graph = &projection.graph;
    let kinds = projection.kinds();
    let mut out = String::from("flowchart LR\n");
    for (node, index) in graph.node_weights().zip(0..) {
        let (open, close) = match Look::of(&node.kind, &kinds).shape.dot {
            "hexagon" => ("{{", "}}"),
            "parallelogram" => ("[/", "/]"),
            "trapezium" => ("[/", "\\]"),
            "invtrapezium" => ("[\\", "/]"),
            "cds" => ("([", "])"),
            "note" => (">", "]"),
            "house" => ("[[", "]]"),
            "octagon" => ("(", ")"),
            _ => ("[", "]"),
        };
        let _ = writeln!(out, "  n{index}{open}\"{}\"{close}", escaped(&node.label));
    }
    for edge in graph.edge_references() {
        let label = edge_label(projection, edge.weight(), language);
        let _ = writeln!(out, "  n{} -->|\"{}\"| n{}", edge.source().index(), escaped(&label), edge.target().index());
    }
    for (kind, index) in kinds.iter().zip(0..) {
        let look = Look::of(kind, &kinds);
        let _ = writeln!(out, "  classDef k{index} fill:{},stroke:{},color:#1a1a1a", look.fill, look.stroke);
        let of_kind = graph.node_indices().filter(|node| graph[*node].kind == *kind);
        let members: Vec<String> = of_kind.map(|node| format!("n{}", node.index())).collect();
        let _ = writeln!(out, "  class {} k{index}", members.join(","));
    }
    out
}

/// Within a quoted label everything that could end it, or be markup, is a number of a character.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in shown(text).chars() {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | ' ' | '-' | '.' | ',' | '/' | '(' | ')' | ':' => out.push(c),
            c if c.is_alphabetic() || c == '×' => out.push(c),
            c => {
                let _ = write!(out, "#{};", c as u32);
            }
        }
    }
    out
}
