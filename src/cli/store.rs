use super::{Outcome, output};
use anyhow::{Context, Result, bail};
use clap::Subcommand;
use gremium::graph::{Graph, Syntax};
use gremium::store::Store;
use gremium::store::digest::Digest;
use gremium::store::folder::Folder;
use gremium::store::parse_nquads;
use gremium::store::runs::{Order, Sorter};
use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Look after a store on disk, as `build --store` makes it
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gremium build resolutions/ --store graph/
  gremium store list graph/
  gremium query who-informs-whom --store graph/
  gremium store dump graph/ | gzip > graph.nq.gz")]
pub struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// The documents: digest, number of quads, name, the source that each was made from
    List { store: PathBuf },
    /// Remove a document
    Remove { store: PathBuf, document: String },
    /// Write all quads as canonical N-Quads
    Dump {
        store: PathBuf,
        /// File to write; without it, standard output
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Put the documents of N-Quads into the store, in the place of those that have the same names
    Load { store: PathBuf, file: PathBuf },
    /// Make or bring up to date the database in which `query`, `view` and `measure` ask this store without loading it
    #[cfg(feature = "disk")]
    Index { store: PathBuf },
    /// Check that every document is as it was written
    Verify { store: PathBuf },
}

pub fn run(args: &Args) -> Result<Outcome> {
    match &args.task {
        Task::List { store } => {
            let folder = Folder::open(store)?;
            output::write(None, |out| {
                folder.documents().try_for_each(|entry| {
                    let sources = folder.sources(entry).map_err(io::Error::other)?.join(" ");
                    let sources = if sources.is_empty() { "-" } else { &sources };
                    writeln!(out, "{}\t{}\t{}\t{sources}", entry.sha256, entry.quads, entry.document)
                })
            })?;
        }
        Task::Remove { store, document } => {
            if !Folder::open_for_writing(store)?.remove(document)? {
                bail!("there is no document {document}; `gremium store list` shows which there are");
            }
        }
        Task::Dump { store, out } => {
            let sorter = Sorter::new(Order::Lines, env::temp_dir());
            Folder::open(store)?.each_part(|quads| anyhow::Ok(sorter.add(quads)?))?;
            output::write(out.as_deref(), |out| sorter.merge(|line| out.write_all(line)))?;
        }
        Task::Load { store, file } => {
            let text = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
            let graph = match parse_nquads(&text) {
                Ok(graph) => graph,
                Err(cause) => bail!("{}: {cause}; nothing was loaded", file.display()),
            };
            drop(text);
            Folder::open_for_writing(store)?.replace(&graph)?;
            let hash = hash(&graph)?;
            let _ = writeln!(io::stderr(), "gremium: {} quads in {} (RDFC-1.0 {hash})", graph.len(), store.display());
        }
        #[cfg(feature = "disk")]
        Task::Index { store } => {
            let folder = Folder::open_for_writing(store)?;
            let written = folder.index()?;
            let all = folder.documents().count();
            let _ = writeln!(
                io::stderr(),
                "gremium: {written} of {all} documents written to {}",
                store.join("disk").display()
            );
        }
        Task::Verify { store } => {
            let folder = Folder::open(store)?;
            let faults = folder.verify();
            for fault in &faults {
                let _ = writeln!(io::stderr(), "{fault}");
            }
            if !faults.is_empty() {
                return Ok(Outcome::Findings);
            }
            let graph = folder.graph()?;
            let hash = hash(&graph)?;
            let documents: BTreeSet<&str> = folder.documents().map(|entry| entry.document.as_str()).collect();
            output::write(None, |out| writeln!(out, "{hash}\t{}\t{} documents", graph.len(), documents.len()))?;
        }
    }
    Ok(Outcome::Clean)
}

/// A store, ready to be asked; if `only` one question will be put, what it does not ask for need not be loaded.
pub fn open(store: &Path, only: Option<&str>) -> Result<Store> {
    #[cfg(feature = "disk")]
    if let Some(indexed) = Folder::open(store)?.indexed()? {
        return Ok(indexed);
    }
    loaded(&read(store)?, only)
}

/// A graph, ready to be asked; `only` as for [`open`].
pub fn loaded(graph: &Graph, only: Option<&str>) -> Result<Store> {
    Ok(match only {
        Some(question) => Store::answering(graph, &[question]),
        None => Store::new(graph),
    }?)
}

/// What a store holds.
pub fn read(store: &Path) -> Result<Graph> {
    Ok(Folder::open(store)?.graph()?)
}

/// RDFC-1.0 hash of a graph: without blank nodes that is SHA-256 of its canonical N-Quads.
fn hash(graph: &Graph) -> io::Result<String> {
    let mut digest = Digest::new();
    graph.write(Syntax::NQuads, &mut digest)?;
    Ok(digest.finish())
}
