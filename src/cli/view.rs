use super::input::{self, Documents};
use super::{Outcome, format, output};
use anyhow::{Result, bail};
use clap::ValueEnum;
use gremium::query::{self, QueryResults};
use gremium::store::Store;
use gremium::view::{Head, Language, Projection, Style, dot, svg};
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
    /// Without it, by the ending of --out, else dot
    #[arg(long)]
    format: Option<Format>,
    /// Language of titles, legend and kinds
    #[arg(long, default_value = "de")]
    lang: Lang,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// The language of Graphviz
    Dot,
    /// A picture for browsers and print, drawn without any other program
    Svg,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Lang {
    De,
    En,
}

pub fn run(args: &Args) -> Result<Outcome> {
    let Some(view) = query::find(&format!("views/{}", args.view)) else {
        bail!("there is no view {}; `gremium query --list` shows which there are", args.view);
    };
    let corpus = input::corpus(&args.documents.files, &args.documents.settings)?;
    let store = Store::answering(&corpus.graph, &[view.sparql])?;
    let QueryResults::Graph(triples) = query::ask(&store, view.sparql, &view.bind(&[]))? else {
        bail!("the view {} is no CONSTRUCT", args.view);
    };
    let head = Head::new(view.sparql);
    let projection = Projection::new(triples.collect::<Result<Vec<_>, _>>()?, &head);
    let language = match args.lang {
        Lang::De => Language::De,
        Lang::En => Language::En,
    };
    let picture = match format(args.format, args.out.as_deref(), Format::Dot) {
        Format::Dot => dot(&projection, language),
        Format::Svg => {
            let picture = svg(&projection, &head, &Style { language, ..Style::default() });
            if picture.simplified {
                input::say(format_args!("warning: {} is too large for layers and was drawn as a grid", args.view));
            }
            picture.svg
        }
    };
    output::write(args.out.as_deref(), |out| out.write_all(picture.as_bytes()))?;
    Ok(corpus.outcome)
}
