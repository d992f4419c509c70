//! Pictures of a graph: a CONSTRUCT says what to draw, the [`Projection`] is what is drawn, and formats write it down.
//!
//! ```text
//! queries/views/*.rq ─Head─→ titles, roles ─┐
//! triples of the answer ────────────────────┴→ Projection ─filter→ Projection ─→ dot, svg, …
//! ```

mod dot;
mod draw;
mod face;
mod head;
pub mod layout;
mod look;
mod projection;
mod svg;
mod words;
mod xml;

pub use dot::dot;
pub use draw::element_id;
pub use face::bytes as face;
pub use head::{Head, Role};
pub use projection::{Edge, Language, Mention, Node, Projection};
pub use svg::{Picture, Style, svg};
