use super::input::{self, Documents};
use super::{Outcome, format, output};
use anyhow::Result;
use clap::ValueEnum;
use gremium::annotate::{annotations, html};
use gremium::{Analysis, Analyzer};
use std::io::Write;
use std::path::PathBuf;

/// Write every mention with its place in the text, or the text with marks
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  gremium annotate examples/imk-215.md > mentions.jsonl\n  gremium annotate examples/imk-215.md --out marked.html"
)]
pub struct Args {
    #[command(flatten)]
    documents: Documents,
    /// File to write; without it, standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Without it, by the ending of --out, else jsonl
    #[arg(long)]
    format: Option<Format>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// A line of JSON for each mention; places in code points of the clean text
    Jsonl,
    /// The text with marks
    Html,
}

const HEAD: &str = "<!doctype html>
<meta charset=\"utf-8\">
<title>Mentions</title>
<style>
body { max-width: 50rem; margin: auto; font: 1rem/1.5 sans-serif }
pre { white-space: pre-wrap; font: inherit }
mark { background: #e3e3e3 } .body { background: #cce5f4 } .norm { background: #fbe7c1 } .report { background: #c2e8dc }
.reference { background: #f1dae8 } .date { background: #fbf7ca }
</style>
";

pub fn run(args: &Args) -> Result<Outcome> {
    let settings = &args.documents.settings;
    let lexicon = settings.lexicon()?;
    let format = format(args.format, args.out.as_deref(), Format::Jsonl);
    let page = |analysis: Analysis| -> Result<Vec<u8>> {
        let mut page = Vec::new();
        let annotations = annotations(&analysis, &lexicon, &settings.base);
        match format {
            Format::Jsonl => {
                for annotation in &annotations {
                    serde_json::to_writer(&mut page, annotation)?;
                    page.push(b'\n');
                }
            }
            Format::Html => {
                let mut marked = String::from("<pre>");
                html(&analysis.source.text, &annotations, &mut marked)?;
                writeln!(page, "{marked}</pre>")?;
            }
        }
        Ok(page)
    };
    let analyzer = Analyzer::new(&lexicon).without_acts();
    let mut pages = Vec::new();
    let outcome = input::analyses(&args.documents.files, &analyzer, settings, page, |page| {
        pages.append(&mut page?);
        Ok(())
    })?;
    output::write(args.out.as_deref(), |out| {
        if matches!(format, Format::Html) {
            out.write_all(HEAD.as_bytes())?;
        }
        out.write_all(&pages)
    })?;
    Ok(outcome)
}
