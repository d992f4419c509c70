//! Pictures of a graph: a CONSTRUCT says what to draw, the [`Projection`] is what is drawn, and formats write it down.
//!
//! ```text
//! queries/views/*.rq ─Head─→ titles, roles ─┐
//! triples of the answer ────────────────────┴→ Projection ─filter→ Projection ─→ svg, png, html, dot, …; measures
//! ```

mod behind;
mod cluster;
mod community;
mod dot;
mod draw;
mod face;
mod filter;
mod gexf;
mod graphml;
mod head;
pub mod layout;
mod look;
mod matrix;
mod measure;
mod measured;
mod mermaid;
mod page;
mod png;
mod projection;
mod svg;
mod table;
mod timeline;
mod twin;
mod words;
mod xml;

pub use behind::behind;
pub use cluster::Cluster;
pub use dot::dot;
pub use draw::element_id;
pub use face::bytes as face;
pub use filter::{Filter, NotDrawn, did_you_mean};
pub use gexf::gexf;
pub use graphml::graphml;
pub use head::{Head, Role};
pub use matrix::{matrix, matrix_csv, matrix_table};
pub use measure::{Measure, Measures, OF_GRAPH, OF_NODES};
pub use mermaid::mermaid;
pub use page::page;
pub use png::{PngError, png, png_within};
pub use projection::{Edge, Language, Mention, Node, Projection};
pub use svg::{Picture, Style, svg};
pub use table::{edges_csv, json, nodes_csv};
pub use timeline::{timeline, timeline_table};
pub use twin::{markdown, ways};

/// Draws a projection as its question arranges it: `# layout:` of its head says layers, matrix or timeline.
#[must_use]
pub fn picture(projection: &Projection, head: &Head, style: &Style) -> Picture {
    match head.layout.as_str() {
        "timeline" => timeline(projection, head, style),
        "matrix" => matrix(projection, head, style),
        _ => svg(projection, head, style),
    }
}
