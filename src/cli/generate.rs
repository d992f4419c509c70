use super::{Outcome, output};
use anyhow::{Context, Result, ensure};
use gremium::generate::{Collection, Generator, TABLES, pdf};
use gremium::lexicon::Lexicon;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Make up collections of resolutions, with the facts that are in them
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The conferences of the lexicon sit in turn over 25 years and refer to what they decided before. The same seed gives
the same bytes.

With --out, a folder: documents/ with a text (or PDF) for each collection, and facts/ with the eight tables that `gremium facts`
is to find in them. Without it, JSON Lines on standard output, as `gremium build -` reads them.

Examples:
  gremium generate --documents 1000 --out corpus/
  gremium generate --documents 100 --pdf --out papers/
  gremium generate --documents 10000 --items 120 | gremium build - --store graph/"
)]
pub struct Args {
    /// Number of collections
    #[arg(long, short, value_name = "N", default_value_t = 10)]
    documents: usize,
    /// What the collections say
    #[arg(long, short, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Agenda items of each collection; one is some 400 bytes
    #[arg(long, short, value_name = "N", default_value_t = 30)]
    items: usize,
    /// Write the texts as PDF
    #[arg(long, requires = "out")]
    pdf: bool,
    /// Folder to make
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub fn run(args: &Args) -> Result<Outcome> {
    let generator = Generator::new(&Lexicon::with(&[])?, args.seed);
    let room = (0..).take_while(|number| generator.collection(*number, 0).is_some());
    let room = room.take(args.documents).count();
    ensure!(
        room == args.documents,
        "there are days for {room} collections only; take --documents {room}, or more --items"
    );
    let mut collections = (0..args.documents)
        .filter_map(|number| Some((format!("{number:06}.txt"), generator.collection(number, args.items)?)));
    match &args.out {
        Some(folder) => write_folder(folder, collections, args.pdf)?,
        None => output::write(None, |out| {
            collections.try_for_each(|(name, collection)| {
                let line = serde_json::json!({"id": name, "text": collection.text});
                writeln!(out, "{line}")
            })
        })?,
    }
    Ok(Outcome::Clean)
}

fn write_folder(folder: &Path, collections: impl Iterator<Item = (String, Collection)>, is_pdf: bool) -> Result<()> {
    let (documents, facts) = (folder.join("documents"), folder.join("facts"));
    for made in [&documents, &facts] {
        fs::create_dir_all(made).with_context(|| format!("cannot make the folder {}", made.display()))?;
    }
    let mut tables = Vec::new();
    for (name, columns) in TABLES {
        let mut table = csv::Writer::from_writer(Vec::new());
        table.write_record(["file"].iter().chain(columns))?;
        tables.push((name, table));
    }
    for (file, Collection { text, tables: facts, .. }) in collections {
        let file = if is_pdf { file.replace(".txt", ".pdf") } else { file };
        let place = documents.join(&file);
        let bytes = if is_pdf { pdf(&text).context("a text that fills no page")? } else { text.into_bytes() };
        fs::write(&place, bytes).with_context(|| format!("cannot write {}", place.display()))?;
        for (name, table) in &mut tables {
            for row in facts.get(name).into_iter().flatten() {
                table.write_record([&file].into_iter().chain(row))?;
            }
        }
    }
    for (name, table) in tables {
        let table = table.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
        output::write(Some(&facts.join(name).with_extension("csv")), |out| out.write_all(&table))?;
    }
    Ok(())
}
