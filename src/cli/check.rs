//! `check`: does the lexicon do what its examples say, and does the graph keep its promises.

use super::input::{self, Settings};
use super::{Outcome, output};
use anyhow::{Result, bail};
use gremium::lexicon::{ActKind, Lexicon};
use gremium::query::{self, QueryResults};
use gremium::store::Store;
use gremium::text::Source;
use std::io::Write;
use std::path::PathBuf;

/// Check the lexicon against its own examples, and the graph of documents against the questions of checks/
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gremium check                         the examples and counter-examples of the act kinds
  gremium check --lexicon my-lexicon/   the same with your additions
  gremium check examples/imk-215.md     also dangling references, unknown bodies and the other checks")]
pub struct Args {
    /// Documents whose graph is checked: files, folders, or - for standard input
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    settings: Settings,
}

pub fn run(args: &Args) -> Result<Outcome> {
    let lexicon = args.settings.lexicon()?;
    let mut findings: Vec<u8> = Vec::new();
    for kind in &lexicon.act_kinds {
        for finding in examples(kind, &lexicon) {
            writeln!(findings, "{finding}")?;
        }
    }
    let mut outcome = if findings.is_empty() { Outcome::Clean } else { Outcome::Findings };
    if !args.files.is_empty() {
        let corpus = input::corpus(&args.files, &args.settings)?;
        let graph = check_graph(&Store::new(&corpus.graph)?, &mut findings)?;
        outcome = outcome.max(corpus.outcome).max(graph);
    }
    output::write(None, |out| out.write_all(&findings))?;
    Ok(outcome)
}

/// What an act kind's own examples say against its patterns.
fn examples(kind: &ActKind, lexicon: &Lexicon) -> Vec<String> {
    let missed = kind.examples.iter().filter(|example| !gives(example, &kind.name, lexicon));
    let wrong = kind.counter_examples.iter().filter(|example| gives(example, &kind.name, lexicon));
    missed
        .map(|example| format!("act {}: its example is not recognised: {example}", kind.name))
        .chain(wrong.map(|example| format!("act {}: its counter-example is taken for one: {example}", kind.name)))
        .collect()
}

/// Whether a sentence, as a point of a resolution or as a protocol note, is an act of that kind. Examples speak of „die
/// Konferenz“ (the conference), so they stand in a collection of the first conference of the lexicon.
fn gives(sentence: &str, kind: &str, lexicon: &Lexicon) -> bool {
    let conference = lexicon.authorities.iter().find(|authority| authority.kind == "kind/conference");
    let conference = conference.map_or("", |authority| &authority.label);
    let text = format!(
        "Beschlüsse der 1. Sitzung der {conference} am 1. März 2021\n\n\
         TOP 1: Beispiel\n\nBeschluss:\n\n1. {sentence}\n\nProtokollnotiz:\n\n{sentence}\n"
    );
    let analysis = gremium::analyze(Source::from_text("example", &text), lexicon);
    let name_of = |id: u32| lexicon.act_kinds.get(id as usize).map(|kind| kind.name.as_str());
    analysis.acts.acts.iter().any(|act| name_of(act.kind) == Some(kind))
}

/// Puts every question of `checks/` to the store; what it answers is a finding, unless its head calls it a note.
fn check_graph(store: &Store, findings: &mut Vec<u8>) -> Result<Outcome> {
    let mut outcome = Outcome::Clean;
    for check in query::catalogue().into_iter().filter(|query| query.folder == "checks") {
        let severity = check.sparql.lines().find_map(|line| line.strip_prefix("# severity: ")).unwrap_or("error");
        let QueryResults::Solutions(solutions) = query::ask(store, check.sparql, &check.bind(&[]))? else {
            bail!("checks/{} is no SELECT", check.name);
        };
        for solution in solutions {
            let solution = solution?;
            let values: Vec<String> =
                solution.iter().map(|(name, value)| format!("{} {value}", name.as_str())).collect();
            writeln!(findings, "{severity}: {}: {}: {}", check.name, check.title_en, values.join(", "))?;
            if severity != "note" {
                outcome = Outcome::Findings;
            }
        }
    }
    Ok(outcome)
}
