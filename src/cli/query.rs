use super::input::Settings;
use super::source::Source;
use super::{Outcome, format, output};
use anyhow::{Context, Result};
use clap::ValueEnum;
use gremium::query::{self, AnswerFormat, Services};
use oxigraph::io::{JsonLdProfileSet, RdfFormat};
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
  gremium query who-informs-whom --endpoint http://localhost:7878/sparql
  gremium query my-question.rq resolutions/ --out answer.csv
  gremium query links/wikidata examples/imk-215.md --allow-service https://query.wikidata.org/sparql
  gremium query --sparql 'SELECT (COUNT(*) AS ?n) { ?s ?p ?o }' examples/imk-215.md")]
pub struct Args {
    /// The question, unless --sparql gives it, and the documents: a name of the list or a file in SPARQL, then files,
    /// folders, or - for standard input
    #[arg(value_name = "NAME|FILE.rq> <FILE", required_unless_present_any = ["list", "sparql"])]
    operands: Vec<PathBuf>,
    /// List the questions of the catalogue
    #[arg(long, exclusive = true)]
    list: bool,
    /// Ask what this store holds instead of documents
    #[arg(long, value_name = "DIR", conflicts_with = "endpoint")]
    store: Option<PathBuf>,
    /// Ask the SPARQL server at this address instead; its default graph should be the union of its graphs
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
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
    /// `TriG`, for CONSTRUCT and DESCRIBE
    #[value(name = "trig")]
    TriG,
    /// N-Quads, for CONSTRUCT and DESCRIBE
    Nq,
    /// JSON-LD, for CONSTRUCT and DESCRIBE
    #[value(name = "jsonld")]
    JsonLd,
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
    let services = Services::allow(args.services.clone(), SERVICE_TIME, SERVICE_BYTES);
    let mut source = Source::new(files, args.store.as_deref(), args.endpoint.as_deref(), None, &args.settings)?;
    let answer = source.ask(&sparql, &parameters, &services)?;
    let format = answer_format(format(args.format, args.out.as_deref(), Format::Table), args.out.is_none());
    output::write(args.out.as_deref(), |out| query::write(answer, format, out))?;
    Ok(source.outcome)
}

fn look_up(question: &Path, given: &[(String, String)]) -> Result<(String, Vec<(String, String)>)> {
    if question.extension().is_some_and(|ending| ending == "rq") {
        let sparql = fs::read_to_string(question).with_context(|| format!("cannot read {}", question.display()))?;
        let parameters = query::Query::new("", "", &sparql).bind(given);
        return Ok((sparql, parameters));
    }
    let name = question.to_str().unwrap_or_default();
    let query = query::find(name).with_context(|| unknown("question", name))?;
    Ok((query.sparql.to_owned(), query.bind(given)))
}

/// That there is none of that name, and what may have been meant.
pub fn unknown(kind: &str, name: &str) -> String {
    let list = "`gremium query --list` shows which there are";
    match query::similar(name).as_slice() {
        [] => format!("there is no {kind} {name}; {list}"),
        similar => format!("there is no {kind} {name}; did you mean {}? {list}", similar.join(" or ")),
    }
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
        Format::TriG => AnswerFormat::Triples(RdfFormat::TriG),
        Format::Nq => AnswerFormat::Triples(RdfFormat::NQuads),
        Format::JsonLd => AnswerFormat::Triples(RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() }),
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
