//! Nodes and edges as CSV and JSON, for spreadsheets and scripts.

use super::draw::ids;
use super::projection::{Language, Mention, Projection};
use petgraph::visit::EdgeRef;
use serde_json::{Value, json};

/// The edges as CSV that Gephi and spreadsheets read: `Source,Target,Weight`, then kinds and evidence.
///
/// Cells that begin like a formula of a spreadsheet get an apostrophe before.
#[must_use]
pub fn edges_csv(projection: &Projection, language: Language) -> String {
    let graph = &projection.graph;
    let rows = graph.edge_references().map(|edge| {
        let weight = edge.weight();
        let mentions = |value: fn(&Mention) -> &String| {
            let mut values: Vec<&str> = weight.mentions.iter().map(|mention| value(mention).as_str()).collect();
            values.dedup();
            values.join(" | ")
        };
        vec![
            graph[edge.source()].label.clone(),
            graph[edge.target()].label.clone(),
            weight.weight().to_string(),
            "Directed".to_owned(),
            projection.name(&weight.kind, language).to_owned(),
            graph[edge.source()].iri.clone(),
            graph[edge.target()].iri.clone(),
            mentions(|mention| &mention.day),
            mentions(|mention| &mention.place),
            mentions(|mention| &mention.sentence),
        ]
    });
    let head = ["Source", "Target", "Weight", "Type", "Label", "SourceIRI", "TargetIRI", "Days", "Places", "Sentences"];
    csv(std::iter::once(head.map(str::to_owned).to_vec()).chain(rows))
}

/// The nodes as CSV: `Id,Label,Kind,IRI`, and how many statements come from and go to each.
#[must_use]
pub fn nodes_csv(projection: &Projection, language: Language) -> String {
    let graph = &projection.graph;
    let weight =
        |node, direction| graph.edges_directed(node, direction).map(|edge| edge.weight().weight()).sum::<u32>();
    let rows = graph.node_indices().map(|index| {
        let node = &graph[index];
        vec![
            node.label.clone(),
            node.label.clone(),
            projection.name(&node.kind, language).to_owned(),
            node.iri.clone(),
            weight(index, petgraph::Direction::Outgoing).to_string(),
            weight(index, petgraph::Direction::Incoming).to_string(),
        ]
    });
    let head = ["Id", "Label", "Kind", "IRI", "WeightOut", "WeightIn"];
    csv(std::iter::once(head.map(str::to_owned).to_vec()).chain(rows))
}

pub(super) fn csv(rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut out = csv::Writer::from_writer(Vec::new());
    let safe = |cell: String| {
        let text: String = cell.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text }
    };
    for row in rows {
        // Writing to memory does not fail.
        let _ = out.write_record(row.into_iter().map(safe));
    }
    out.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// The graph as JSON: `nodes` with `id`, `iri`, `label`, `kind`; `edges` with `source`, `target`, `kind`, `weight` and the
/// `mentions` that prove them; `names` of the kinds in both languages.
#[must_use]
pub fn json(projection: &Projection) -> Value {
    let graph = &projection.graph;
    let (nodes, edges) = ids(projection);
    let node_values = graph.node_weights().zip(&nodes).map(
        |(node, id)| json!({ "id": id, "iri": node.iri, "label": node.label, "kind": node.kind, "group": node.group }),
    );
    let edge_values = graph.edge_references().zip(&edges).map(|(edge, id)| {
        json!({
            "id": id,
            "source": nodes[edge.source().index()],
            "target": nodes[edge.target().index()],
            "kind": edge.weight().kind,
            "weight": edge.weight().weight(),
            "mentions": edge.weight().mentions.iter().map(mention).collect::<Vec<_>>(),
        })
    });
    let names = projection.names.iter().map(|(kind, [de, en])| (kind.clone(), json!({ "de": de, "en": en })));
    json!({
        "directed": true,
        "multigraph": true,
        "nodes": node_values.collect::<Vec<_>>(),
        "edges": edge_values.collect::<Vec<_>>(),
        "names": names.collect::<serde_json::Map<_, _>>(),
    })
}

/// What is known of a statement; what is not said is left out.
fn mention(mention: &Mention) -> Value {
    let Mention { day, iri, sentence, place, document, graph, session, status, deadline } = mention;
    let fields = [
        ("iri", iri),
        ("day", day),
        ("session", session),
        ("place", place),
        ("document", document),
        ("graph", graph),
        ("status", status),
        ("deadline", deadline),
        ("sentence", sentence),
    ];
    let said = fields.into_iter().filter(|(_, value)| !value.is_empty());
    said.map(|(key, value)| (key.to_owned(), Value::from(value.as_str()))).collect::<serde_json::Map<_, _>>().into()
}
