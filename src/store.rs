//! A graph, ready to be asked: a dataset in memory.

use crate::graph::Graph;
use oxigraph::store::StorageError;

/// The dataset that questions are put to.
///
/// Each document is a named graph of its own, so that it can be replaced as a whole and every statement says where it
/// comes from. Questions see the union of all named graphs as default graph: resolutions refer to each other, and what
/// one document says of a body is meant to meet what another says of it.
pub struct Store {
    pub(crate) dataset: oxigraph::store::Store,
}

impl Store {
    /// Loads a graph in one transaction.
    ///
    /// # Errors
    /// Where the storage fails, which a dataset in memory does for want of memory only.
    pub fn new(graph: &Graph) -> Result<Self, StorageError> {
        let dataset = oxigraph::store::Store::new()?;
        let mut load = dataset.start_transaction()?;
        load.extend(graph.quads());
        load.commit()?;
        Ok(Self { dataset })
    }
}
