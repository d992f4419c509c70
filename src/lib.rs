pub mod text;
pub mod read;
pub mod calendar;
pub mod lexicon;
pub mod structure;
pub mod mention;
pub mod act;
