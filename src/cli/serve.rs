use super::input::{self, Settings};
use super::{Outcome, store};
use anyhow::{Context, Result, bail};
use gremium::graph::Graph;
use gremium::link::{Advice, Directory, Finder};
use gremium::serve::{self, Bodies, Limits};
use gremium::store::Store;
use gremium::store::folder::Folder;
use oxigraph::model::{NamedNodeRef, NamedOrBlankNodeRef, QuadRef};
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Answer questions over HTTP: SPARQL at /sparql, names matched to bodies at /reconcile
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gremium serve examples/imk-215.md
  gremium serve --store graph/
  gremium serve --config /etc/gremium/serve.toml
  curl localhost:7878/sparql --data-urlencode 'query=SELECT * { ?s ?p ?o } LIMIT 3'
  gremium serve resolutions/ --bind 0.0.0.0:80 --limit seconds=5 --limit running=2")]
pub struct Args {
    /// Documents: files, folders, or - for standard input
    #[arg(value_name = "FILE", required_unless_present = "store")]
    files: Vec<PathBuf>,
    /// Serve what this store holds instead of documents
    #[arg(long, value_name = "DIR", conflicts_with = "files")]
    store: Option<PathBuf>,
    #[command(flatten)]
    settings: Settings,
    /// Address to listen at; port 0 takes any free one and says which
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:7878")]
    bind: SocketAddr,
    /// Change a limit; `--limit list=0` shows all with their values
    #[arg(long = "limit", value_name = "NAME=NUMBER", value_parser = limit)]
    limits: Vec<(String, u64)>,
    /// A name that the server goes by; requests for other names are refused. Without it, any name, but `localhost` only
    /// for clients on this machine
    #[arg(long = "host", value_name = "NAME")]
    hosts: Vec<String>,
    /// Address by which clients outside know the server, where a proxy that speaks TLS stands before it, such as
    /// `https://graph.example.org`; without it, addresses in answers are those of the request
    #[arg(long, value_name = "URL", value_parser = public)]
    public: Option<String>,
    /// Origin of web pages that may match tables at /reconcile, such as `https://example.org`; pages of programs on this
    /// machine may in any case. `*` lets all in
    #[arg(long = "allow-origin", value_name = "ORIGIN", value_parser = origin)]
    origins: Vec<String>,
    /// Let SERVICE in queries ask this server, from the process of the query and within its limits; nothing else is ever
    /// asked
    #[arg(long = "allow-service", value_name = "URL")]
    services: Vec<String>,
    /// Let whoever has the token of the environment variable `GREMIUM_TOKEN` change what is served: updates at /sparql,
    /// whole graphs at /store. With --store the store keeps it; else it is lost when the server ends
    #[arg(long)]
    writable: bool,
    /// Answer queries in threads of one process, where the system lets none be forked. Then memory and nesting have no
    /// limit, and time is looked at between the steps of a query only: for clients that one knows
    #[arg(long, conflicts_with = "writable")]
    plain: bool,
    /// Write a line of JSON for each answer to standard output: time, method, path, status, milliseconds; nothing about who
    /// asked, and nothing of what stands behind a question mark
    #[arg(long)]
    log: bool,
    /// TOML file with options of this command, `bind = "…"` for `--bind …`. The environment has them as `GREMIUM_BIND`
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// A token that is shorter is guessed sooner.
const SHORTEST_TOKEN: usize = 16;

fn limit(text: &str) -> Result<(String, u64), String> {
    let (name, value) = text.split_once('=').ok_or("no = in it")?;
    let value = value.parse().map_err(|error| format!("{value}: {error}"))?;
    if name != "list" && !Limits::default().set(name, value) {
        return Err(format!("there is no limit {name}; `--limit list=0` shows all"));
    }
    Ok((name.to_owned(), value))
}

/// Scheme, host and port, as browsers send them.
fn origin(text: &str) -> Result<String, String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let is_host = |host: &str| {
        !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']'))
    };
    if text == "*" || rest.is_some_and(is_host) {
        return Ok(text.to_owned());
    }
    Err("no origin; write it as https://example.org, without a path".to_owned())
}

fn public(text: &str) -> Result<String, String> {
    origin(text.trim_end_matches('/'))
        .ok()
        .filter(|text| text != "*")
        .ok_or_else(|| "write it as https://example.org, without a path".to_owned())
}

pub fn run(args: &Args) -> Result<Outcome> {
    if let Some(file) = &args.config {
        input::say(format_args!("gremium: options of {}", file.display()));
    }
    let mut limits = Limits::default();
    for (name, value) in &args.limits {
        limits.set(name, *value);
    }
    if args.limits.iter().any(|(name, _)| name == "list") {
        let mut out = io::stdout().lock();
        for (name, value, meaning) in limits.list() {
            writeln!(out, "{name:20} {value:>10}  {meaning}")?;
        }
        return Ok(Outcome::Clean);
    }
    let token = match std::env::var(serve::TOKEN) {
        _ if !args.writable => None,
        Ok(token) if token.len() >= SHORTEST_TOKEN => Some(token),
        _ => bail!(
            "--writable takes a token of {SHORTEST_TOKEN} characters or more in the environment variable GREMIUM_TOKEN"
        ),
    };
    // Whoever may write to what is served writes to the store too: nobody else may meanwhile.
    let store = match &args.store {
        Some(folder) if args.writable => Some(Folder::open_for_writing(folder)?),
        _ => None,
    };
    let (graph, outcome) = if let Some(folder) = &args.store {
        (store::read(folder)?, Outcome::Clean)
    } else {
        let corpus = input::corpus(&args.files, &args.settings)?;
        if corpus.documents == 0 {
            bail!("no document could be read; there is nothing to serve");
        }
        (corpus.graph, corpus.outcome)
    };
    let finder = finder(&args.settings)?;
    if args.plain {
        input::say(format_args!(
            "warning: --plain: a query may take any memory, end the evaluation for others, and run on when its time is up"
        ));
    }
    let settings = serve::Settings {
        bind: args.bind,
        base: args.settings.base.clone(),
        limits,
        program: std::env::current_exe().context("cannot find this program")?,
        plain: args.plain,
        hosts: args.hosts.clone(),
        public: args.public.clone(),
        finder,
        origins: args.origins.clone(),
        services: args.services.clone(),
        token,
        store,
        log: args.log,
    };
    serve::run(graph, settings, |address| {
        let _ = writeln!(io::stderr(), "gremium: listening at http://{address}/sparql");
    })
    .with_context(|| format!("cannot serve at {}", args.bind))?;
    Ok(outcome)
}

/// Finds the bodies of the authority files and those that a graph knows besides.
fn finder(settings: &Settings) -> Result<Bodies> {
    let authority = settings.authority_graph()?;
    let base = settings.base.clone();
    // Their dated names are nodes of their own.
    let parts = [format!("{base}body/"), format!("{base}name/")];
    Ok(Box::new(move |graph: &Graph| {
        // In one graph: a statement that forty documents make would count forty times in each step of the question.
        let one = NamedNodeRef::new(&base).map_err(io::Error::other)?;
        let mut known = Graph::new();
        for quad in authority.quads().chain(graph.quads().filter(|quad| is_below(quad.subject, &parts))) {
            known.insert_quad(QuadRef { graph_name: one.into(), ..quad });
        }
        let directory = Store::new(&known)
            .map_err(io::Error::other)
            .and_then(|store| Directory::of(&store).map_err(io::Error::other))?;
        Ok(Finder::new(directory, Advice::embedded(&base)))
    }))
}

fn is_below(subject: NamedOrBlankNodeRef<'_>, parts: &[String]) -> bool {
    matches!(subject, NamedOrBlankNodeRef::NamedNode(node) if parts.iter().any(|part| node.as_str().starts_with(part)))
}
