use super::input::{self, Documents, Report};
use super::progress::Progress;
use super::{Outcome, format, output, pipeline};
use anyhow::{Result, ensure};
use clap::ValueEnum;
use gremium::Analyzer;
use gremium::graph::{QuadWriter, Syntax};
use gremium::lexicon::Lexicon;
use gremium::read::{self, Raw, ReadError};
use gremium::store::digest::{Aside, digest};
use gremium::store::folder::{Entry, Folder};
use gremium::store::runs::{Order, Sorter};
use std::env;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Read, analyse and write the graph
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Documents are analysed side by side; the graph is the same whatever --jobs says. With --store, what is done
stays done: run the same command again after a break, or when some documents have changed, and only those are analysed
that are new, have changed, or were analysed with another lexicon.

Examples:
  gremium build examples/imk-215.md --out imk-215.ttl
  gremium build resolutions/ | gzip > graph.nq.gz
  gremium build resolutions/ --store graph/"
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
    /// End N-Quads with a comment that says how they were made: version, digest of the lexicon, counts; without it, they were cut off
    #[arg(long)]
    trailer: bool,
    /// Put each document into this store in place of what it has of that name, instead of writing the graph
    #[arg(long, value_name = "DIR", conflicts_with_all = ["out", "format", "trailer"])]
    store: Option<PathBuf>,
    /// Analyse documents too that the store has already
    #[arg(long, requires = "store")]
    anew: bool,
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
    let lexicon = args.documents.settings.lexicon()?;
    match &args.store {
        Some(folder) => into_store(args, &lexicon, folder),
        None => into_file(args, &lexicon),
    }
}

fn into_file(args: &Args, lexicon: &Lexicon) -> Result<Outcome> {
    let out = args.out.as_deref().filter(|path| *path != Path::new("-"));
    let (syntax, order) = match format(args.format, out, Format::Nq) {
        Format::Nq => (Syntax::NQuads, Order::Lines),
        Format::Ttl => (Syntax::Turtle, Order::Lines),
        Format::TriG => (Syntax::TriG, Order::Graphs),
        Format::JsonLd => (Syntax::JsonLd, Order::Graphs),
    };
    ensure!(!args.trailer || syntax == Syntax::NQuads, "--trailer goes with N-Quads only");
    // The place of the result is where there must be room anyhow; a device has none.
    let beside = out.and_then(Path::parent).filter(|folder| folder.is_dir() && !folder.starts_with("/dev"));
    let sorter = Sorter::new(order, beside.map_or_else(env::temp_dir, Path::to_owned));
    let settings = &args.documents.settings;
    // The hash is that of sorted lines; a syntax with another order needs them sorted besides.
    let lines = (!settings.quiet && order != Order::Lines).then(|| Sorter::new(Order::Lines, env::temp_dir()));
    let limits = input::limits();
    let work = |analyzer: &mut Analyzer<'_>, raw: Result<Raw, ReadError>| {
        let bytes = size(&raw);
        let (analysis, report) = input::analysis(raw, &limits, analyzer, settings);
        let added = analysis.map(|it| {
            let quads = input::graph(&it, lexicon, settings).to_nquads();
            lines.as_ref().map_or(Ok(()), |lines| lines.add(&quads))?;
            sorter.add(&quads)
        });
        (bytes, report, added)
    };
    let (mut outcome, mut documents, mut bad) = (Outcome::Clean, 0u32, 0u32);
    let mut progress = progress(&args.documents);
    let analyzer = Analyzer::new(lexicon);
    pipeline::run(&args.documents.files, &limits, settings.jobs(), &analyzer, work, |(bytes, report, added)| {
        outcome = outcome.max(show(&mut progress, bytes, &report));
        documents += u32::from(added.is_some());
        bad += u32::from(added.is_none());
        Ok(added.unwrap_or(Ok(()))?)
    })?;
    progress.finish();
    let (mut quads, mut hash) = (0u64, Aside::new());
    let hash_here = !settings.quiet && order == Order::Lines;
    output::write(out, |out| {
        let mut writer = QuadWriter::new(syntax, &mut *out)?;
        sorter.merge(|line| {
            quads += 1;
            if hash_here {
                hash.write_all(line)?;
            }
            writer.line(line)
        })?;
        writer.finish()?;
        if args.trailer {
            let (version, lexicon, base) = (env!("CARGO_PKG_VERSION"), lexicon.digest(), &settings.base);
            let trailer = serde_json::json!({"version": version, "lexicon": lexicon, "base": base, "documents": documents, "bad": bad, "quads": quads});
            writeln!(out, "# gremium: {trailer}")?;
        }
        Ok(())
    })?;
    if let Some(lines) = lines {
        lines.merge(|line| hash.write_all(line))?;
    }
    if !settings.quiet {
        let hash = hash.finish();
        input::say(format_args!("gremium: {quads} quads of {documents} documents (RDFC-1.0 {hash})"));
    }
    Ok(outcome)
}

/// How a document went into the store.
enum Kept {
    New(Entry),
    Known(Entry),
    Bad,
}

/// Between two states of the store that a break leaves.
const PAUSE: Duration = Duration::from_secs(5);

fn into_store(args: &Args, lexicon: &Lexicon, place: &Path) -> Result<Outcome> {
    let settings = &args.documents.settings;
    let limits = input::limits();
    let mut folder = Folder::open_for_writing(place)?;
    // Threads read what was there; the state that they make is put together here.
    let old = folder.parts();
    let tools = [env!("CARGO_PKG_VERSION"), &lexicon.digest(), &settings.base].join("\n");
    let work = |analyzer: &mut Analyzer<'_>, raw: Result<Raw, ReadError>| {
        let bytes = size(&raw);
        let Some([recipe, origin]) = raw.as_ref().ok().map(|raw| identity(raw, &tools)) else {
            return (bytes, input::analysis(raw, &limits, analyzer, settings).1, Ok(Kept::Bad));
        };
        if let Some(entry) = old.known(&recipe).filter(|_| !args.anew) {
            let report = Report { lines: Vec::new(), outcome: Outcome::Clean };
            return (bytes, report, Ok(Kept::Known(Entry { origin, ..entry.clone() })));
        }
        let (analysis, report) = input::analysis(raw, &limits, analyzer, settings);
        let kept = analysis.map_or(Ok(Kept::Bad), |analysis| {
            let quads = input::graph(&analysis, lexicon, settings).to_nquads();
            old.keep(&quads, &recipe, &origin).map(Kept::New)
        });
        (bytes, report, kept)
    };
    let mut outcome = Outcome::Clean;
    let mut progress = progress(&args.documents);
    let (mut parts, mut known, mut bad) = (Vec::new(), 0, 0);
    let mut committed = Instant::now();
    let analyzer = Analyzer::new(lexicon);
    pipeline::run(&args.documents.files, &limits, settings.jobs(), &analyzer, work, |(bytes, report, kept)| {
        outcome = outcome.max(show(&mut progress, bytes, &report));
        match kept? {
            Kept::New(entry) => parts.push(entry),
            Kept::Known(entry) => {
                known += 1;
                parts.push(entry);
            }
            Kept::Bad => bad += 1,
        }
        if committed.elapsed() > PAUSE {
            folder.put(&parts, false)?;
            committed = Instant::now();
        }
        Ok(())
    })?;
    folder.put(&parts, true)?;
    progress.finish();
    let quads: usize = parts.iter().map(|part| part.quads).sum();
    let built = parts.len() - known;
    input::say(format_args!(
        "gremium: {quads} quads of {} documents in {}: {built} analysed, {known} unchanged, {bad} bad",
        parts.len(),
        place.display()
    ));
    if !settings.quiet {
        let (quads, hash) = state(&folder)?;
        input::say(format_args!("gremium: the store holds {quads} quads (RDFC-1.0 {hash})"));
    }
    Ok(outcome)
}

/// Number and RDFC-1.0 hash of all quads of a store: of all documents' lines, each once, in order.
fn state(folder: &Folder) -> Result<(u64, String)> {
    let sorter = Sorter::new(Order::Lines, env::temp_dir());
    folder.each_part(|quads| anyhow::Ok(sorter.add(quads)?))?;
    let (mut quads, mut hash) = (0, Aside::new());
    sorter.merge(|line| {
        quads += 1;
        hash.write_all(line)
    })?;
    Ok((quads, hash.finish()))
}

/// What a document and its analysis depend on, and where it was.
fn identity(raw: &Raw, tools: &str) -> [String; 2] {
    let origin = digest(raw.name.as_bytes());
    let recipe = [tools, &raw.name, &digest(&raw.bytes)].join("\n");
    [digest(recipe.as_bytes()), origin]
}

fn size(raw: &Result<Raw, ReadError>) -> u64 {
    raw.as_ref().map_or(0, |raw| raw.bytes.len() as u64)
}

fn progress(documents: &Documents) -> Progress {
    let quiet = documents.settings.quiet;
    Progress::new(if quiet { None } else { read::size(&documents.files) }, quiet)
}

fn show(progress: &mut Progress, bytes: u64, report: &Report) -> Outcome {
    progress.say(&report.lines);
    progress.advance(bytes);
    report.outcome
}
