//! CSV has a row for each edge or node, the names in their cells, and no cell that a spreadsheet would run.

#![no_main]

mod named;

use gremium::view::{Language, edges_csv, matrix_csv, nodes_csv};
use libfuzzer_sys::fuzz_target;

/// What a cell is read back as.
fn in_cell(name: &str) -> String {
    let text: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text }
}

fn rows(text: &str) -> Vec<csv::StringRecord> {
    csv::Reader::from_reader(text.as_bytes()).records().map(|row| row.expect("a row")).collect()
}

fuzz_target!(|bytes: &[u8]| {
    let Some(names) = named::names(bytes) else { return };
    let projection = named::projection(&names);
    let edges = rows(&edges_csv(&projection, Language::De));
    assert_eq!(edges.len(), projection.graph.edge_count());
    for (row, edge) in edges.iter().zip(projection.graph.raw_edges()) {
        let labels = [edge.source(), edge.target()].map(|end| in_cell(&projection.graph[end].label));
        assert_eq!([&row[0], &row[1]], [&*labels[0], &*labels[1]]);
    }
    let nodes = rows(&nodes_csv(&projection, Language::De));
    assert!(nodes.iter().map(|row| row[1].to_owned()).eq(names.iter().map(|name| in_cell(name))));
    let matrix = rows(&matrix_csv(&projection));
    assert_eq!(matrix.len(), projection.graph.node_count());
    let cells = edges.iter().chain(&nodes).chain(&matrix).flatten();
    assert!(cells.into_iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])));
});
