use super::input::say;
use super::{Outcome, output};
use anyhow::{Context, Result, bail, ensure};
use gremium::push::{Push, Pushed, Target};
use gremium::store::folder::Folder;
use gremium::store::runs::{Order, Sorter};
use std::env;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::mpsc::sync_channel;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Put a graph on a SPARQL 1.1 server, and see that it is there
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Each named graph is compared with what the server has: what is missing is sent, what is too much is taken away, and what
stands there in the end is fetched and compared. So the same command again goes on after a break.

The environment variable GREMIUM_TOKEN is sent as bearer token, or as it is where it names another scheme (`Basic …`).

Examples:
  gremium push --store graph/ --endpoint http://localhost:3030/ds/query --update http://localhost:3030/ds/update
  gremium push graph.nq --graph-store http://localhost:7878/store
  gremium build resolutions/ | gremium push - --endpoint https://example.org/sparql"
)]
pub struct Args {
    /// N-Quads, or - for standard input
    #[arg(value_name = "FILE", required_unless_present = "store")]
    files: Vec<PathBuf>,
    /// Store on disk, as `build --store` makes it
    #[arg(long, value_name = "DIR", conflicts_with = "files")]
    store: Option<PathBuf>,
    /// Address that answers SPARQL queries
    #[arg(long, value_name = "URL", required_unless_present = "graph_store")]
    endpoint: Option<String>,
    /// Address that takes SPARQL updates, if that is another
    #[arg(long, value_name = "URL")]
    update: Option<String>,
    /// Address of the SPARQL 1.1 Graph Store Protocol, which is faster where the server has it; the others are then not used
    #[arg(long, value_name = "URL")]
    graph_store: Option<String>,
    /// Graphs at a time
    #[arg(long, short, value_name = "N", default_value = "2")]
    jobs: NonZero<usize>,
    /// Kilobytes sent at a time
    #[arg(long, value_name = "KB", default_value = "256")]
    chunk: NonZero<usize>,
    /// Write a line for each graph: statements, added, removed, SHA-256 of its canonical N-Quads, name
    #[arg(long)]
    list: bool,
}

pub fn run(args: &Args) -> Result<Outcome> {
    let target = target(args);
    let sorter = Sorter::new(Order::Graphs, env::temp_dir());
    add(args, &sorter)?;
    let (give, take) = sync_channel::<(String, String)>(args.jobs.get());
    let take = Mutex::new(take);
    let results = Mutex::new(Vec::new());
    // Each thread has connections of its own.
    let mut pushes = (0..args.jobs.get()).map(|_| Push::new(&target)).collect::<Result<Vec<_>, _>>()?;
    thread::scope(|scope| {
        for push in &mut pushes {
            let (take, results) = (&take, &results);
            scope.spawn(move || {
                loop {
                    let job = take.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok((name, quads)) = job else { break };
                    let outcome = push.graph(&name, &quads);
                    let hash = gremium::store::digest::digest(quads.as_bytes());
                    results.lock().unwrap_or_else(PoisonError::into_inner).push((name, hash, outcome));
                }
            });
        }
        each_graph(sorter, |name, quads| give.send((name, quads)).map_err(io::Error::other)).map(|()| drop(give))
    })
    .context("cannot read the graph")?;
    let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.sort_by(|one, other| one.0.cmp(&other.0));
    let (mut sum, mut there, mut failed) = (Pushed::default(), 0, 0);
    let mut lines = String::new();
    for (name, hash, outcome) in &results {
        match outcome {
            Ok(Pushed { statements, added, removed }) => {
                sum.statements += statements;
                sum.added += added;
                sum.removed += removed;
                there += usize::from(added + removed == 0);
                let _ = writeln!(lines, "{statements}\t{added}\t{removed}\t{hash}\t{name}");
            }
            Err(error) => {
                failed += 1;
                say(format_args!("{error}"));
            }
        }
    }
    if args.list {
        output::write(None, |out| out.write_all(lines.as_bytes()))?;
    }
    let Pushed { statements, added, removed } = sum;
    let whole = results.len() - failed;
    say(format_args!(
        "gremium: {whole} graphs of {statements} statements are on the server, as was checked; {there} had been there already; {added} statements added, {removed} removed"
    ));
    if failed > 0 {
        bail!(
            "{failed} graphs are not there, or not whole. Run the same command again: it goes on where this one ended"
        );
    }
    Ok(Outcome::Clean)
}

fn target(args: &Args) -> Target {
    let token = env::var("GREMIUM_TOKEN").ok().filter(|token| !token.is_empty());
    let query = args.endpoint.clone().unwrap_or_default();
    Target {
        update: args.update.clone().unwrap_or_else(|| query.clone()),
        query,
        graph_store: args.graph_store.clone(),
        authorization: token.map(|token| if token.contains(' ') { token } else { format!("Bearer {token}") }),
        chunk: args.chunk.get() << 10,
    }
}

/// Adds all lines that are to be pushed.
fn add(args: &Args, sorter: &Sorter) -> Result<()> {
    if let Some(store) = &args.store {
        return Folder::open(store)?.each_part(|quads| Ok(sorter.add(quads)?));
    }
    for file in &args.files {
        let reader: Box<dyn BufRead> = if file.as_os_str() == "-" {
            Box::new(io::stdin().lock())
        } else {
            Box::new(BufReader::new(File::open(file).with_context(|| format!("cannot read {}", file.display()))?))
        };
        for (number, line) in (1..).zip(reader.lines()) {
            let line = line.with_context(|| format!("{}, line {number}", file.display()))?;
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            ensure!(
                line.ends_with("> .") && line.starts_with('<'),
                "{}, line {number}: no quad with the name of its graph at the end, or one with blank nodes",
                file.display()
            );
            sorter.add(&format!("{line}\n"))?;
        }
    }
    Ok(())
}

/// Hands over the graphs one after the other.
fn each_graph(sorter: Sorter, mut each: impl FnMut(String, String) -> io::Result<()>) -> io::Result<()> {
    let (mut name, mut quads) = (String::new(), String::new());
    sorter.merge(|line| {
        let line = str::from_utf8(line).map_err(io::Error::other)?;
        let graph = line.rsplit_once('<').map_or("", |(_, name)| name.trim_end_matches(" .\n").trim_end_matches('>'));
        if graph != name {
            let done = std::mem::replace(&mut name, graph.to_owned());
            let lines = std::mem::take(&mut quads);
            if !lines.is_empty() {
                each(done, lines)?;
            }
        }
        quads.push_str(line);
        Ok(())
    })?;
    if quads.is_empty() { Ok(()) } else { each(name, quads) }
}
