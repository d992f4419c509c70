use super::input::{self, Documents};
use super::{Outcome, output};
use anyhow::{Result, bail};
use clap::ValueEnum;
use gremium::query::{self, QueryResults};
use gremium::store::Store;
use gremium::view::{Projection, dot};
use std::path::PathBuf;

/// Draw a picture of the graph
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  gremium view informs examples/imk-215.md | dot -Tsvg > informs.svg")]
pub struct Args {
    /// What to draw: a name of `gremium query --list` under views
    #[arg(value_name = "NAME")]
    view: String,
    #[command(flatten)]
    documents: Documents,
    /// File to write; without it, standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[arg(long, default_value = "dot")]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// The language of Graphviz
    Dot,
}

pub fn run(args: &Args) -> Result<Outcome> {
    let Some(view) = query::find(&format!("views/{}", args.view)) else {
        bail!("there is no view {}; `gremium query --list` shows which there are", args.view);
    };
    let corpus = input::corpus(&args.documents.files, &args.documents.settings)?;
    let store = Store::new(&corpus.graph)?;
    let QueryResults::Graph(triples) = query::ask(&store, view.sparql, &view.bind(&[]))? else {
        bail!("the view {} is no CONSTRUCT", args.view);
    };
    let picture = match args.format {
        Format::Dot => dot(&Projection::new(triples.collect::<Result<Vec<_>, _>>()?)),
    };
    output::write(args.out.as_deref(), |out| out.write_all(picture.as_bytes()))?;
    Ok(corpus.outcome)
}
