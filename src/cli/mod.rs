mod annotate;
mod authority;
mod build;
mod check;
#[cfg(unix)]
mod config;
mod explain;
mod facts;
mod generate;
mod graphviz;
mod input;
mod link;
mod measure;
mod output;
mod pipeline;
mod progress;
mod push;
mod query;
mod selection;
#[cfg(unix)]
mod serve;
mod site;
mod source;
mod store;
mod view;

use anyhow::Result;
use clap::{Parser, Subcommand, ValueEnum};
use std::path::Path;

/// Reads the published resolutions of German ministerial conferences into a knowledge graph: who asks, commissions and
/// informs whom, by when, with the sentence that proves it.
#[derive(Debug, Parser)]
#[command(version, after_help = "Exit status: 0 done, 1 findings or a bad document among others, 2 error.")]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Args),
    Facts(facts::Args),
    Annotate(annotate::Args),
    Query(query::Args),
    View(view::Args),
    Measure(measure::Args),
    Link(link::Args),
    #[cfg(unix)]
    Serve(serve::Args),
    Site(site::Args),
    Store(store::Args),
    Push(push::Args),
    Check(check::Args),
    Explain(explain::Args),
    Authority(authority::Args),
    Generate(generate::Args),
}

/// How a run that reached its end has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    Clean,
    /// Something was found wrong: a document that could not be read, a check that failed.
    Findings,
}

/// Reads the command line; that of `serve` with what its file and the environment add.
///
/// # Errors
/// Where that file cannot be read.
pub fn parse() -> Result<Cli> {
    #[cfg(unix)]
    return Ok(Cli::parse_from(config::arguments()?));
    #[cfg(not(unix))]
    Ok(Cli::parse())
}

/// Runs a command.
///
/// # Errors
/// Where it cannot be done at all: no such question, no room to write.
pub fn run(cli: Cli) -> Result<Outcome> {
    match cli.command {
        Command::Build(args) => build::run(&args),
        Command::Facts(args) => facts::run(&args),
        Command::Annotate(args) => annotate::run(&args),
        Command::Query(args) => query::run(&args),
        Command::View(args) => view::run(&args),
        Command::Measure(args) => measure::run(&args),
        Command::Link(args) => link::run(&args),
        #[cfg(unix)]
        Command::Serve(args) => serve::run(&args),
        Command::Site(args) => site::run(&args),
        Command::Store(args) => store::run(&args),
        Command::Push(args) => push::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Authority(args) => authority::run(&args),
        Command::Generate(args) => generate::run(&args),
    }
}

/// The format asked for by name, else by the ending of the file to write, else the usual one.
fn format<F: ValueEnum>(named: Option<F>, out: Option<&Path>, usual: F) -> F {
    let by_ending = || F::from_str(out?.extension()?.to_str()?, true).ok();
    named.or_else(by_ending).unwrap_or(usual)
}
