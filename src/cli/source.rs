//! What questions are put to: documents, a store on disk, or a server elsewhere.

use super::input::{self, Settings};
use super::{Outcome, store};
use anyhow::{Result, bail};
use gremium::query::{self, Endpoint, QueryResults, Services};
use gremium::store::Store;
use std::path::{Path, PathBuf};

pub struct Source {
    place: Place,
    /// How reading it ended.
    pub outcome: Outcome,
}

enum Place {
    Here(Store),
    Elsewhere(Endpoint),
}

impl Source {
    /// If `only` one question will be put, what it does not ask for need not be loaded.
    ///
    /// # Errors
    /// Where none or more than one of them is given, or what is given cannot be read.
    pub fn new(
        files: &[PathBuf],
        folder: Option<&Path>,
        endpoint: Option<&str>,
        only: Option<&str>,
        settings: &Settings,
    ) -> Result<Self> {
        let (place, outcome) = match (files, folder, endpoint) {
            ([], None, None) => {
                bail!("nothing to ask; name files or folders, or a --store, or an --endpoint")
            }
            ([], Some(folder), None) => (Place::Here(store::open(folder, only)?), Outcome::Clean),
            ([], None, Some(url)) => (Place::Elsewhere(Endpoint::new(url)?), Outcome::Clean),
            (files, None, None) => {
                let corpus = input::corpus(files, settings)?;
                (Place::Here(store::loaded(&corpus.graph, only)?), corpus.outcome)
            }
            _ => bail!("either documents or --store or --endpoint"),
        };
        Ok(Self { place, outcome })
    }

    /// # Errors
    /// Those of [`query::ask_with`] and [`Endpoint::ask`].
    pub fn ask(
        &mut self,
        sparql: &str,
        parameters: &[(String, String)],
        services: &Services,
    ) -> Result<QueryResults<'static>> {
        Ok(match &mut self.place {
            Place::Here(store) => query::ask_with(store, sparql, parameters, services)?,
            Place::Elsewhere(endpoint) => endpoint.ask(sparql, parameters)?,
        })
    }
}
