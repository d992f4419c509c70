//! GEXF 1.3, for Gephi: a dynamic graph in which an edge exists on the days of the sittings that speak of it.

use super::draw::ids;
use super::look::Look;
use super::projection::{Language, Projection};
use super::xml::Xml;
use petgraph::visit::EdgeRef;
use std::collections::BTreeSet;
use std::fmt::Write;

/// Writes a projection as GEXF. Sittings are time: an edge has a spell for each day on which a sitting began that says it, a
/// node those of its edges; what has no day is always there.
#[must_use]
pub fn gexf(projection: &Projection, language: Language) -> String {
    let graph = &projection.graph;
    let (nodes, edges) = ids(projection);
    let kinds = projection.kinds();
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"http://gexf.net/1.3\" xmlns:viz=\"http://gexf.net/1.3/viz\" version=\"1.3\">\n\
         <graph defaultedgetype=\"directed\" mode=\"dynamic\" timeformat=\"date\" timerepresentation=\"interval\">\n\
         <attributes class=\"node\"><attribute id=\"iri\" title=\"iri\" type=\"string\"/><attribute id=\"kind\" title=\"kind\" type=\"string\"/></attributes>\n\
         <attributes class=\"edge\"><attribute id=\"relation\" title=\"relation\" type=\"string\"/><attribute id=\"evidence\" title=\"evidence\" type=\"string\"/></attributes>\n\
         <nodes>\n",
    );
    let mut days: Vec<BTreeSet<&str>> = vec![BTreeSet::new(); nodes.len()];
    for edge in graph.edge_references() {
        for end in [edge.source(), edge.target()] {
            days[end.index()]
                .extend(edge.weight().mentions.iter().map(|mention| &*mention.day).filter(|day| !day.is_empty()));
        }
    }
    for ((node, id), days) in graph.node_weights().zip(&nodes).zip(&days) {
        let _ = write!(
            out,
            "<node id=\"{id}\" label=\"{}\"><attvalues><attvalue for=\"iri\" value=\"{}\"/><attvalue for=\"kind\" value=\"{}\"/></attvalues>",
            Xml(&node.label),
            Xml(&node.iri),
            Xml(&node.kind)
        );
        spells(&mut out, days);
        let look = Look::of(&node.kind, &kinds);
        let [r, g, b] = channels(look.stroke);
        let _ = writeln!(out, "<viz:color r=\"{r}\" g=\"{g}\" b=\"{b}\"/></node>");
    }
    out.push_str("</nodes>\n<edges>\n");
    for (edge, id) in graph.edge_references().zip(&edges) {
        let (from, to) = (&nodes[edge.source().index()], &nodes[edge.target().index()]);
        let edge = edge.weight();
        let evidence = edge.mentions.iter().map(|mention| &*mention.iri).collect::<Vec<_>>().join(" ");
        let _ = write!(
            out,
            "<edge id=\"{id}\" source=\"{from}\" target=\"{to}\" weight=\"{}\" label=\"{}\"><attvalues><attvalue for=\"relation\" value=\"{}\"/>\
             <attvalue for=\"evidence\" value=\"{}\"/></attvalues>",
            edge.weight(),
            Xml(projection.name(&edge.kind, language)),
            Xml(&edge.kind),
            Xml(&evidence)
        );
        spells(&mut out, &edge.mentions.iter().map(|mention| &*mention.day).filter(|day| !day.is_empty()).collect());
        out.push_str("</edge>\n");
    }
    out.push_str("</edges>\n</graph>\n</gexf>\n");
    out
}

/// Red, green and blue of `#1f78b4`.
fn channels(colour: &str) -> [u8; 3] {
    let value = u32::from_str_radix(colour.trim_start_matches('#'), 16).unwrap_or_default();
    let [_, channels @ ..] = value.to_be_bytes();
    channels
}

fn spells(out: &mut String, days: &BTreeSet<&str>) {
    if !days.is_empty() {
        out.push_str("<spells>");
        for day in days {
            let _ = write!(out, "<spell start=\"{0}\" end=\"{0}\"/>", Xml(day));
        }
        out.push_str("</spells>");
    }
}
