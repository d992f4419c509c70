use super::input::{self, Settings};
use super::{Outcome, format, output};
use anyhow::{Context, Result, bail};
use clap::{Subcommand, ValueEnum};
use gremium::describe::{Dataset, describe};
use gremium::emit;
use gremium::graph::{Graph, Syntax};
use gremium::lexicon::{Lexicon, Words};
use gremium::query::{self, AnswerFormat};
use gremium::read::{self, TocEntry};
use gremium::store::Store;
use gremium::text::{Span, digest};
use oxigraph::model::NamedNode;
use oxigraph::sparql::results::QueryResultsFormat;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Exchange the authority files: export, import, describe
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Export(Export),
    Import(Import),
    Describe(Describe),
}

/// Write bodies, names, statutes, sittings and kinds, your corrections applied
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gremium authority export --out authority.ttl
  gremium authority export --format csv | grep Bundesamt
  gremium authority export --lexicon my-lexicon/ --out authority.csv")]
struct Export {
    /// File to write; without it, standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Without it, by the ending of --out, else ttl
    #[arg(long)]
    format: Option<Format>,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// SKOS and ORG in Turtle
    Ttl,
    /// N-Quads: sorted lines
    Nq,
    #[value(name = "jsonld")]
    JsonLd,
    /// A line for each body and statute
    Csv,
}

/// Make a lexicon file of the folders that statutes have on gesetze-im-internet.de
#[derive(Debug, clap::Args)]
#[command(after_help = "The table of contents is https://www.gesetze-im-internet.de/gii-toc.xml; download it yourself.

Example:
  gremium authority import gii-toc.xml --out my-lexicon/slugs.ttl
  gremium build resolutions/ --lexicon my-lexicon/")]
struct Import {
    /// Your copy of the table of contents
    #[arg(value_name = "gii-toc.xml")]
    table: PathBuf,
    /// File to write; without it, standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    settings: Settings,
}

/// Describe the authority files, or the graph of documents, for catalogues of data (`VoID`, DCAT)
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gremium authority describe
  gremium authority describe examples/imk-215.md --out void.ttl
  gremium authority describe --address https://data.example.org/authority --out void.ttl")]
struct Describe {
    /// Documents whose graph is described: files, folders, or - for standard input
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// IRI of the licence under which you publish it
    #[arg(long, value_name = "IRI", value_parser = iri)]
    license: Option<String>,
    /// Address at which you publish the files, without their endings: .ttl, .nq, .jsonld and .csv or .trig are put behind it
    #[arg(long, value_name = "URL", value_parser = iri)]
    address: Option<String>,
    /// File to write; without it, standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    settings: Settings,
}

/// An IRI that leads somewhere.
fn iri(text: &str) -> Result<String, String> {
    match NamedNode::new(text) {
        Ok(_) if text.starts_with("http://") || text.starts_with("https://") => Ok(text.to_owned()),
        Ok(_) => Err("begin with https:// or http://".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

pub fn run(args: &Args) -> Result<Outcome> {
    match &args.command {
        Command::Export(args) => export(args),
        Command::Import(args) => import(args),
        Command::Describe(args) => description(args),
    }
}

fn authority(settings: &Settings) -> Result<Graph> {
    Ok(emit::authority_graph(&settings.lexicon_files()?, &settings.base)?)
}

fn export(args: &Export) -> Result<Outcome> {
    let graph = authority(&args.settings)?;
    let out = args.out.as_deref();
    let syntax = match format(args.format, out, Format::Ttl) {
        Format::Ttl => Syntax::Turtle,
        Format::Nq => Syntax::NQuads,
        Format::JsonLd => Syntax::JsonLd,
        Format::Csv => {
            let Some(table) = query::find("links/authority") else { bail!("the question links/authority is missing") };
            let store = Store::answering(&graph, &[table.sparql])?;
            let answer = query::ask(&store, table.sparql, &[])?;
            let csv = AnswerFormat::Results(QueryResultsFormat::Csv);
            return output::write(out, |out| query::write(answer, csv, out)).map(|()| Outcome::Clean);
        }
    };
    output::write(out, |out| graph.write(syntax, out))?;
    Ok(Outcome::Clean)
}

fn import(args: &Import) -> Result<Outcome> {
    let name = || args.table.display();
    let bytes = fs::read(&args.table).with_context(|| format!("cannot read {}", name()))?;
    let entries = read::toc(bytes.as_slice()).with_context(|| format!("cannot import {}", name()))?;
    let lexicon = args.settings.lexicon()?;
    let (found, report) = folders(&entries, &lexicon);
    let mut turtle = format!(
        "# Folders of statutes on gesetze-im-internet.de, from {} (SHA-256 {}).\n\n\
         @base <{}> .\n@prefix gm: <https://w3id.org/gremium/ontology#> .\n\n",
        args.table.file_name().unwrap_or_default().to_string_lossy(),
        digest(&bytes),
        gremium::vocab::BASE,
    );
    for (key, slug) in &found {
        let _ = writeln!(turtle, "<{}> gm:slug \"{slug}\" .", emit::iri::path(key));
    }
    output::write(args.out.as_deref(), |out| out.write_all(turtle.as_bytes()))?;
    args.settings.report(&report);
    args.settings.report(&[format!(
        "{} entries, {} statutes with a new folder, {} of the lexicon stay without one",
        entries.len(),
        found.len(),
        lexicon.statutes.iter().filter(|statute| statute.slug.is_none() && !found.contains_key(&statute.key)).count(),
    )]);
    Ok(if report.is_empty() { Outcome::Clean } else { Outcome::Findings })
}

/// The folder of each statute that has none yet, by key, and what contradicts itself: a title that stands twice in the
/// table, or a folder that differs from the one the lexicon has.
fn folders(entries: &[TocEntry], lexicon: &Lexicon) -> (BTreeMap<String, String>, Vec<String>) {
    let (mut found, mut report) = (BTreeMap::new(), Vec::new());
    let mut known: BTreeMap<u32, Vec<&TocEntry>> = BTreeMap::new();
    for entry in entries {
        if let Some(statute) = statute_of(&entry.title, lexicon) {
            known.entry(statute).or_default().push(entry);
        }
    }
    for (id, entries) in known {
        let Some(statute) = lexicon.statutes.get(id as usize) else { continue };
        match (entries.as_slice(), &statute.slug) {
            ([entry], None) => {
                found.insert(statute.key.clone(), entry.slug.clone());
            }
            ([entry], Some(slug)) if *slug == entry.slug => {}
            ([entry], Some(slug)) => {
                report.push(format!(
                    "{}: the table has the folder {}, the lexicon {slug}; kept",
                    statute.key, entry.slug
                ));
            }
            (several, _) => {
                let slugs: Vec<&str> = several.iter().map(|entry| entry.slug.as_str()).collect();
                report.push(format!("{}: several folders by its title, none taken: {}", statute.key, slugs.join(", ")));
            }
        }
    }
    (found, report)
}

/// The statute that bears a title, whole or without the abbreviation in brackets behind it.
fn statute_of(title: &str, lexicon: &Lexicon) -> Option<u32> {
    let bare = title.rsplit_once(" (").filter(|(_, rest)| rest.ends_with(')')).map(|(bare, _)| bare);
    [Some(title), bare].into_iter().flatten().find_map(|title| {
        let words = Words::new(title, Span::at(0, title.len()), &lexicon.stems);
        lexicon.statute_at(&words, 0).filter(|(_, next)| *next == words.len()).map(|(statute, _)| statute)
    })
}

fn description(args: &Describe) -> Result<Outcome> {
    let base = args.settings.base.as_str();
    let of_documents = Dataset {
        iri: &format!("{base}dataset/resolutions"),
        title_de: "Beschlüsse von Fachministerkonferenzen",
        title_en: "Resolutions of conferences of ministers",
        about_de: "Gremien, Beschlüsse und Verweise aus veröffentlichten Beschlusssammlungen, jede Aussage mit ihrem Satz.",
        about_en: "Bodies, resolutions and references of published collections, each statement with its sentence.",
        endings: &["ttl", "trig", "nq", "jsonld"],
        files: args.address.as_deref(),
        license: args.license.as_deref(),
        base,
    };
    let of_authority = Dataset {
        iri: &format!("{base}dataset/authority"),
        title_de: "Normdatei der Gremien und Rechtsnormen",
        title_en: "Authority file of bodies and statutes",
        about_de: "Gremien mit Namen in der Zeit, Art und Ort in der Verwaltung, Rechtsnormen, Sitzungen; mit Verknüpfungen nach außen.",
        about_en: "Bodies with names in time, kind and place in the administration, statutes, sittings; with links outward.",
        endings: &["ttl", "nq", "jsonld", "csv"],
        ..of_documents
    };
    let (graph, outcome, dataset) = if args.files.is_empty() {
        (authority(&args.settings)?, Outcome::Clean, of_authority)
    } else {
        let corpus = input::corpus(&args.files, &args.settings)?;
        (corpus.graph, corpus.outcome, of_documents)
    };
    let description = describe(&graph, &dataset);
    let syntax = match args.out.as_deref().and_then(Path::extension).and_then(|ending| ending.to_str()) {
        Some("nq") => Syntax::NQuads,
        Some("jsonld") => Syntax::JsonLd,
        _ => Syntax::Turtle,
    };
    output::write(args.out.as_deref(), |out| description.write(syntax, out))?;
    Ok(outcome)
}
