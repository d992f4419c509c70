use super::input::{self, Settings};
use super::{Outcome, format, output, store};
use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use gremium::query::{self, AnswerFormat, Services};
use gremium::store::Store;
use oxigraph::io::RdfFormat;
use oxigraph::sparql::results::QueryResultsFormat;
use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Ask a question: one of the catalogue, or your own in SPARQL
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gremium query --list
  gremium query who-informs-whom examples/imk-215.md
  gremium query my-question.rq resolutions/ --out answer.csv
  gremium query links/wikidata examples/imk-215.md --allow-service https://query.wikidata.org/sparql
  gremium query --sparql 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }' examples/imk-215.md")]
pub struct Args {
    /// The question, unless --sparql gives it, and the documents: a name of the list or a file in SPARQL, then files,
    /// folders, or - for standard input
    #[arg(value_name = "NAME|FILE.rq> <FILE", required_unless_present = "list")]
    operands: Vec<PathBuf>,
    /// List the questions of the catalogue
    #[arg(long, exclusive = true)]
    list: bool,
    /// Ask what this store holds instead of documents
    #[arg(long, value_name = "DIR")]
    store: Option<PathBuf>,
    /// The question itself
    #[arg(long, value_name = "QUERY")]
    sparql: Option<String>,
    /// Bind a variable of the question; <…> makes the value an IRI
    #[arg(long = "param", value_name = "NAME=VALUE", value_parser = parameter)]
    parameters: Vec<(String, String)>,
    /// Let SERVICE in the question ask this server; nothing else is ever asked
    #[arg(long = "allow-service", value_name = "URL")]
    services: Vec<String>,
    /// File to write; without it, standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Without it, by the ending of --out, else table
    #[arg(long)]
    format: Option<Format>,
    #[command(flatten)]
    settings: Settings,
}

/// How long another server may take for its part of a question, and how many bytes it may send.
const SERVICE_TIME: Duration = Duration::from_secs(60);
const SERVICE_BYTES: u64 = 64 << 20;

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Table,
    Csv,
    Tsv,
    Json,
    Xml,
    /// Turtle, for CONSTRUCT and DESCRIBE
    Ttl,
    /// N-Triples, for CONSTRUCT and DESCRIBE
    Nt,
}

/// `NAME=VALUE`.
pub fn parameter(text: &str) -> Result<(String, String), String> {
    text.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned())).ok_or_else(|| "no = in it".to_owned())
}

pub fn run(args: &Args) -> Result<Outcome> {
    if args.list {
        return list();
    }
    let (sparql, parameters, files) = if let Some(sparql) = &args.sparql {
        (sparql.clone(), args.parameters.clone(), args.operands.as_slice())
    } else {
        let (question, files) = args.operands.split_first().context("no question")?;
        let (sparql, parameters) = look_up(question, &args.parameters)?;
        (sparql, parameters, files)
    };
    let (graph, outcome) = match &args.store {
        Some(_) if !files.is_empty() => bail!("either documents or --store"),
        Some(folder) => (store::read(folder)?, Outcome::Clean),
        None if files.is_empty() => {
            bail!("no documents to ask; name files or folders behind the question, or a --store")
        }
        None => {
            let corpus = input::corpus(files, &args.settings)?;
            (corpus.graph, corpus.outcome)
        }
    };
    let store = Store::new(&graph)?;
    let services = Services::allow(args.services.clone(), SERVICE_TIME, SERVICE_BYTES);
    let answer = query::ask_with(&store, &sparql, &parameters, &services)?;
    let format = answer_format(format(args.format, args.out.as_deref(), Format::Table), args.out.is_none());
    output::write(args.out.as_deref(), |out| query::write(answer, format, out))?;
    Ok(outcome)
}

fn look_up(question: &Path, given: &[(String, String)]) -> Result<(String, Vec<(String, String)>)> {
    if question.extension().is_some_and(|ending| ending == "rq") {
        let sparql = fs::read_to_string(question).with_context(|| format!("cannot read {}", question.display()))?;
        let parameters = query::Query::new("", "", &sparql).bind(given);
        return Ok((sparql, parameters));
    }
    let query = question.to_str().and_then(query::find).with_context(|| {
        format!("there is no question {}; `gremium query --list` shows which there are", question.display())
    })?;
    Ok((query.sparql.to_owned(), query.bind(given)))
}

fn answer_format(format: Format, to_stdout: bool) -> AnswerFormat {
    match format {
        Format::Table => AnswerFormat::Table { width: if to_stdout { terminal_width() } else { None } },
        Format::Csv => AnswerFormat::Results(QueryResultsFormat::Csv),
        Format::Tsv => AnswerFormat::Results(QueryResultsFormat::Tsv),
        Format::Json => AnswerFormat::Results(QueryResultsFormat::Json),
        Format::Xml => AnswerFormat::Results(QueryResultsFormat::Xml),
        Format::Ttl => AnswerFormat::Triples(RdfFormat::Turtle),
        Format::Nt => AnswerFormat::Triples(RdfFormat::NTriples),
    }
}

/// Columns of the terminal that standard output is, if it is one.
fn terminal_width() -> Option<u16> {
    let (terminal_size::Width(width), _) = terminal_size::terminal_size().filter(|_| io::stdout().is_terminal())?;
    Some(width)
}

fn list() -> Result<Outcome> {
    output::write(None, |out| {
        let mut folder = "";
        for query in query::catalogue() {
            if query.folder != folder {
                folder = query.folder;
                writeln!(out, "{folder}")?;
            }
            writeln!(out, "  {:24} {}\n  {:24} {}", query.name, query.title_en, "", query.title_de)?;
            for parameter in query.parameters {
                writeln!(out, "  {:24} --param {}={}", "", parameter.name, parameter.default)?;
            }
        }
        Ok(())
    })?;
    Ok(Outcome::Clean)
}
