//! What a text is before anyone reads meaning into it: spans, tokens, sentences, sources and the way back to the raw
//! bytes.
//!
//! This is the only module that slices strings by byte position; everybody else asks a [`Span`] for its words. That is
//! why the lint against bare string slicing is lifted here and nowhere else.
#![allow(clippy::string_slice)]

mod class;
mod code_points;
mod diagnostic;
#[cfg(test)]
mod laws;
mod nesting;
mod offsets;
mod position;
mod sentence;
mod source;
mod span;
mod token;
mod view;

pub use class::{Listed, WordClass};
pub(crate) use class::{key, packed, set, word_key};
pub use code_points::CodePoints;
pub use diagnostic::{Diagnostic, Severity};
pub use nesting::{Bracket, Nesting};
pub use offsets::{OffsetMap, OffsetMapBuilder};
pub use position::{Position, PositionIndex};
pub use sentence::{is_abbreviation, sentences};
pub use source::{Format, Source, digest};
pub use span::Span;
pub use token::{Token, TokenKind, Tokens, ends_like, fold_stem, is_inflection, tokenize};
pub use view::TokenView;
