//! What comes in: documents given on the command line, read and analysed, and what there is to say about them on standard
//! error.

use super::{Outcome, pipeline};
use anyhow::{Context, Result, ensure};
use gremium::graph::Graph;
use gremium::lexicon::Lexicon;
use gremium::read::{Limits, Raw, ReadError};
use gremium::text::{Diagnostic, PositionIndex, Severity};
use gremium::{Analysis, Analyzer, emit, vocab};
use oxigraph::model::NamedNode;
use std::fs;
use std::io::{self, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::thread;

/// Settings that all commands share.
#[derive(Debug, clap::Args)]
pub struct Settings {
    /// Folder with authority files and patterns that add to or override the embedded ones
    #[arg(long, value_name = "DIR")]
    pub lexicon: Option<PathBuf>,
    /// What the IRIs of things begin with
    #[arg(long, value_name = "IRI", default_value = vocab::BASE, value_parser = base)]
    pub base: String,
    /// Documents analysed at a time; without it, one for each processor
    #[arg(long, short, value_name = "N")]
    jobs: Option<NonZero<usize>>,
    /// Report errors only, no warnings
    #[arg(long, short)]
    pub quiet: bool,
    /// Report notes too, such as bodies that no authority file knows
    #[arg(long, short, conflicts_with = "quiet")]
    verbose: bool,
}

/// Documents to read.
#[derive(Debug, clap::Args)]
pub struct Documents {
    /// Documents: files, folders, or - for standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub settings: Settings,
}

/// Documents as one graph.
pub struct Corpus {
    pub graph: Graph,
    /// How many documents were read.
    pub documents: usize,
    pub outcome: Outcome,
}

impl Settings {
    /// The embedded lexicon with what `--lexicon` adds.
    ///
    /// # Errors
    /// Where a file of that folder cannot be read or is wrong.
    pub fn lexicon(&self) -> Result<Lexicon> {
        Ok(Lexicon::with(&self.lexicon_files()?)?)
    }

    /// Name and text of each file that `--lexicon` adds.
    ///
    /// # Errors
    /// Where a file of that folder cannot be read.
    pub fn lexicon_files(&self) -> Result<Vec<(String, String)>> {
        let mut files = Vec::new();
        if let Some(folder) = &self.lexicon {
            add_turtle(folder, &mut files)
                .with_context(|| format!("cannot read the lexicon in {}", folder.display()))?;
            ensure!(!files.is_empty(), "there is no .ttl file in {}", folder.display());
        }
        Ok(files)
    }

    /// The authority files as a graph, with what `--lexicon` adds and corrects.
    ///
    /// # Errors
    /// As [`Settings::lexicon`].
    pub fn authority_graph(&self) -> Result<Graph> {
        Ok(emit::authority_graph(&self.lexicon_files()?, &self.base)?)
    }

    /// Says what was found, a line each, unless only errors are wanted.
    pub fn report(&self, findings: &[String]) {
        for finding in findings.iter().filter(|_| !self.quiet) {
            say(format_args!("{finding}"));
        }
    }

    /// How many documents are analysed at a time.
    pub fn jobs(&self) -> usize {
        self.jobs.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZero::get)
    }

    /// How bad a finding must be to be reported.
    fn threshold(&self) -> Severity {
        match (self.quiet, self.verbose) {
            (true, _) => Severity::Error,
            (_, true) => Severity::Note,
            _ => Severity::Warning,
        }
    }
}

/// A base must be an IRI to which a path can be added.
fn base(text: &str) -> Result<String, String> {
    let base = if text.ends_with(['/', '#']) { text.to_owned() } else { format!("{text}/") };
    NamedNode::new(&base).map(|_| base).map_err(|error| error.to_string())
}

/// Adds the Turtle files of a folder and those below it, by name.
fn add_turtle(folder: &Path, files: &mut Vec<(String, String)>) -> io::Result<()> {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort_unstable();
    for path in paths {
        if path.is_dir() {
            add_turtle(&path, files)?;
        } else if path.extension().is_some_and(|ending| ending == "ttl") {
            let name = path.display().to_string();
            let named = |error: io::Error| io::Error::new(error.kind(), format!("{name}: {error}"));
            let text = fs::read_to_string(&path).map_err(named)?;
            files.push((name, text));
        }
    }
    Ok(())
}

/// What there is to say about a document, a line each, and whether it is bad.
#[derive(Debug)]
pub struct Report {
    pub lines: Vec<String>,
    pub outcome: Outcome,
}

/// Limits of reading for this program.
pub fn limits() -> Limits {
    Limits { pdf_program: std::env::current_exe().ok(), ..Limits::default() }
}

/// Reads and analyses a document; none where it cannot be read.
pub fn analysis(
    raw: Result<Raw, ReadError>,
    limits: &Limits,
    analyzer: &mut Analyzer<'_>,
    settings: &Settings,
) -> (Option<Analysis>, Report) {
    match raw.and_then(|raw| raw.read(limits)) {
        Err(error) => (None, Report { lines: vec![error.to_string()], outcome: Outcome::Findings }),
        Ok((source, diagnostics)) => {
            let mut analysis = analyzer.analyze(source);
            analysis.diagnostics.splice(..0, diagnostics);
            let report = report(&analysis, settings.threshold());
            (Some(analysis), report)
        }
    }
}

/// The graph of a document.
pub fn graph(analysis: &Analysis, lexicon: &Lexicon, settings: &Settings) -> Graph {
    let Analysis { source, document, mentions, acts, .. } = analysis;
    emit::emit(source, document, mentions, acts, lexicon, &settings.base)
}

/// Analyses documents side by side, does `work` on each, and hands the results over in the order of the documents; a bad
/// one is reported and the others still done.
///
/// # Errors
/// Those of `each`, after which no further document is handed over.
pub fn analyses<T: Send>(
    files: &[PathBuf],
    analyzer: &Analyzer<'_>,
    settings: &Settings,
    work: impl Fn(Analysis) -> T + Sync,
    mut each: impl FnMut(T) -> Result<()>,
) -> Result<Outcome> {
    let mut outcome = Outcome::Clean;
    let limits = limits();
    let done = |analyzer: &mut Analyzer<'_>, raw| {
        let (analysis, report) = analysis(raw, &limits, analyzer, settings);
        (analysis.map(&work), report)
    };
    pipeline::run(files, &limits, settings.jobs(), analyzer, done, |(result, report)| {
        outcome = outcome.max(report.outcome);
        report.lines.iter().for_each(|line| say(format_args!("{line}")));
        result.map_or(Ok(()), &mut each)
    })?;
    Ok(outcome)
}

/// Reads documents into one graph.
///
/// # Errors
/// Where the lexicon cannot be read.
pub fn corpus(files: &[PathBuf], settings: &Settings) -> Result<Corpus> {
    let lexicon = settings.lexicon()?;
    let mut corpus = Corpus { graph: Graph::new(), documents: 0, outcome: Outcome::Clean };
    let work = |analysis| graph(&analysis, &lexicon, settings);
    corpus.outcome = analyses(files, &Analyzer::new(&lexicon), settings, work, |graph| {
        if corpus.documents == 0 {
            corpus.graph = graph;
        } else {
            corpus.graph.union(&graph);
        }
        corpus.documents += 1;
        Ok(())
    })?;
    Ok(corpus)
}

/// Diagnostics as `file:line:column: severity: message (remedy)`.
fn report(analysis: &Analysis, threshold: Severity) -> Report {
    let source = &analysis.source;
    let mut positions: Option<PositionIndex> = None;
    let mut line = |Diagnostic { severity, span, message, remedy, .. }: &Diagnostic| {
        let place = span.map_or_else(String::new, |span| {
            let position = positions.get_or_insert_with(|| source.positions()).position(span.start);
            format!("{}:{}:", position.line, position.column)
        });
        let severity = format!("{severity:?}").to_lowercase();
        let remedy = if remedy.is_empty() { String::new() } else { format!(" ({remedy})") };
        format!("{}:{place} {severity}: {message}{remedy}", source.name)
    };
    let lines = analysis.diagnostics.iter().filter(|d| d.severity >= threshold).map(&mut line).collect();
    let is_bad = analysis.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    Report { lines, outcome: if is_bad { Outcome::Findings } else { Outcome::Clean } }
}

/// One line on standard error. Words of documents may hold control characters, which belong to the terminal.
pub fn say(line: std::fmt::Arguments) {
    let line: String = line.to_string().chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let _ = writeln!(io::stderr(), "{line}");
}
