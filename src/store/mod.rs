//! A graph, ready to be asked: a dataset in memory; a [`folder`] that keeps it; and [`runs`] that sort it.

pub mod digest;
#[cfg(feature = "disk")]
mod disk;
pub mod folder;
mod reading;
pub mod runs;

pub use reading::parse_nquads;

use crate::graph::Graph;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::QuadRef;
use oxigraph::store::StorageError;
use rustc_hash::FxHashMap;
use std::io::{self, Read};

/// The dataset that questions are put to.
///
/// Each document is a named graph of its own, so that it can be replaced as a whole and every statement says where it
/// comes from. Questions see the union of all named graphs as default graph: resolutions refer to each other, and what
/// one document says of a body is meant to meet what another says of it.
pub struct Store {
    pub(crate) dataset: oxigraph::store::Store,
    /// Held as long as a database on disk is asked.
    #[cfg(feature = "disk")]
    _guard: Option<disk::Guard>,
}

impl Store {
    /// Loads a graph in one transaction.
    ///
    /// # Errors
    /// Where the storage fails, which a dataset in memory does for want of memory only.
    pub fn new(graph: &Graph) -> Result<Self, StorageError> {
        Self::load(graph.quads())
    }

    /// Loads what these questions can ask for: the statements whose property they name. Loading takes longer than asking,
    /// so a command that puts fixed questions waits half as long. The questions must name every property they ask for; one
    /// with a variable in its place needs the whole graph.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn answering(graph: &Graph, questions: &[&str]) -> Result<Self, StorageError> {
        let mut asked: FxHashMap<String, bool> = FxHashMap::default();
        Self::load(graph.quads().filter(|quad| {
            let property = quad.predicate.as_str();
            if let Some(known) = asked.get(property) {
                return *known;
            }
            let name = property.rsplit_once(['#', '/']).map_or(property, |(_, name)| name);
            // `a` stands for rdf:type.
            let named = name == "type" || questions.iter().any(|question| question.contains(name));
            asked.insert(property.to_owned(), named);
            named
        }))
    }

    /// Loads N-Quads; blank nodes and a default graph are kept.
    ///
    /// # Errors
    /// Where they cannot be read or are none, with the line, and nothing is loaded.
    pub fn from_nquads(quads: impl Read) -> io::Result<Self> {
        let dataset = oxigraph::store::Store::new().map_err(io::Error::other)?;
        let mut load = dataset.start_transaction().map_err(io::Error::other)?;
        for quad in RdfParser::from_format(RdfFormat::NQuads).for_reader(quads) {
            load.insert(quad?.as_ref());
        }
        load.commit().map_err(io::Error::other)?;
        Ok(dataset.into())
    }

    fn load<'q>(quads: impl Iterator<Item = QuadRef<'q>>) -> Result<Self, StorageError> {
        let dataset = oxigraph::store::Store::new()?;
        let mut load = dataset.start_transaction()?;
        load.extend(quads);
        load.commit()?;
        Ok(dataset.into())
    }
}

impl From<oxigraph::store::Store> for Store {
    fn from(dataset: oxigraph::store::Store) -> Self {
        Self {
            dataset,
            #[cfg(feature = "disk")]
            _guard: None,
        }
    }
}

/// Adds N-Quads to a graph.
///
/// # Errors
/// Line and cause, where they are none, or have blank nodes or a default graph.
pub fn read_nquads(text: &[u8], graph: &mut Graph) -> Result<(), String> {
    for quad in RdfParser::from_format(RdfFormat::NQuads).for_slice(text) {
        let quad = quad.map_err(|error| error.to_string())?;
        if !graph.insert_quad(quad.as_ref()) {
            return Err(format!("blank nodes and a default graph have no place in a store: {quad}"));
        }
    }
    Ok(())
}
