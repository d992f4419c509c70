pub mod text;
pub mod calendar;
pub mod lexicon;
pub mod structure;
pub mod mention;
pub mod act;
pub mod vocab;
pub mod graph;
