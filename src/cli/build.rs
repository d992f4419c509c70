use super::input::{self, Documents};
use super::{Outcome, format, output, store};
use anyhow::Result;
use clap::ValueEnum;
use gremium::graph::Syntax;
use std::path::PathBuf;

/// Read, analyse and write the graph
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gremium build examples/imk-215.md --out imk-215.ttl\n  gremium build resolutions/ | gzip > graph.nq.gz\n  gremium build resolutions/ --store graph/"
)]
pub struct Args {
    #[command(flatten)]
    documents: Documents,
    /// File to write; without it, standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Without it, by the ending of --out, else nq
    #[arg(long)]
    format: Option<Format>,
    /// Put each document into this store in place of what it has of that name, instead of writing the graph
    #[arg(long, value_name = "DIR", conflicts_with_all = ["out", "format"])]
    store: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// N-Quads: sorted lines
    Nq,
    /// Turtle: triples without the names of graphs
    Ttl,
    #[value(name = "trig")]
    TriG,
    #[value(name = "jsonld")]
    JsonLd,
}

pub fn run(args: &Args) -> Result<Outcome> {
    let corpus = input::corpus(&args.documents.files, &args.documents.settings)?;
    if let Some(folder) = &args.store {
        store::put(folder, &corpus.graph)?;
        return Ok(corpus.outcome);
    }
    let out = args.out.as_deref();
    let syntax = match format(args.format, out, Format::Nq) {
        Format::Nq => Syntax::NQuads,
        Format::Ttl => Syntax::Turtle,
        Format::TriG => Syntax::TriG,
        Format::JsonLd => Syntax::JsonLd,
    };
    output::write(out, |out| corpus.graph.write(syntax, out))?;
    Ok(corpus.outcome)
}
