use super::input::{self, Documents};
use super::{Outcome, output};
use anyhow::{Context, Result, anyhow, bail};
use gremium::query::{self, QueryResults};
use gremium::store::Store;
use oxigraph::model::{Term, Variable};
use std::fs;
use std::path::PathBuf;
use std::thread;

/// Write the eight tables of facts as CSV
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The tables: items bodies laws reports references acts participants flows. With more than one document each begins
with a column `file`.

Examples:
  gremium facts examples/imk-215.md --out facts/
  gremium facts examples/imk-215.md | less"
)]
pub struct Args {
    #[command(flatten)]
    documents: Documents,
    /// Folder for items.csv … flows.csv; without it, all tables go to standard output under headings
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

const TABLES: [&str; 8] = ["items", "bodies", "laws", "reports", "references", "acts", "participants", "flows"];

pub fn run(args: &Args) -> Result<Outcome> {
    let corpus = input::corpus(&args.documents.files, &args.documents.settings)?;
    let questions: Vec<&str> = TABLES.iter().map(|name| question(name)).collect::<Result<_>>()?;
    let store = Store::answering(&corpus.graph, &questions)?;
    let tables = tables(&store, corpus.documents > 1)?;
    // The process ends with this command; taking the store apart first would only keep the caller waiting.
    std::mem::forget(store);
    let tables = TABLES.iter().zip(tables);
    match &args.out {
        None => output::write(None, |out| {
            for (name, table) in tables {
                writeln!(out, "# {name}")?;
                out.write_all(&table)?;
                writeln!(out)?;
            }
            Ok(())
        })?,
        Some(folder) => {
            fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
            for (name, table) in tables {
                output::write(Some(&folder.join(name).with_extension("csv")), |out| out.write_all(&table))?;
            }
        }
    }
    Ok(corpus.outcome)
}

/// The eight tables, asked side by side.
fn tables(store: &Store, with_file: bool) -> Result<Vec<Vec<u8>>> {
    thread::scope(|scope| {
        let asked: Vec<_> = TABLES.iter().map(|name| scope.spawn(move || table(store, name, with_file))).collect();
        asked
            .into_iter()
            .map(|table| table.join().map_err(|_| anyhow!("a question failed without an answer"))?)
            .collect()
    })
}

/// The question that gives a table.
fn question(name: &str) -> Result<&'static str> {
    Ok(query::find(&format!("facts/{name}")).with_context(|| format!("no question facts/{name}"))?.sparql)
}

/// One table as CSV. Its question names the file of each fact first, which is left out of a single document's tables.
fn table(store: &Store, name: &str, with_file: bool) -> Result<Vec<u8>> {
    let QueryResults::Solutions(solutions) = query::ask(store, question(name)?, &[])? else {
        bail!("facts/{name} is no SELECT");
    };
    let columns: Vec<Variable> =
        solutions.variables().iter().filter(|column| with_file || column.as_str() != "file").cloned().collect();
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(columns.iter().map(Variable::as_str))?;
    for solution in solutions {
        let solution = solution?;
        csv.write_record(columns.iter().map(|column| match solution.get(column) {
            Some(Term::Literal(literal)) => literal.value(),
            Some(Term::NamedNode(iri)) => iri.as_str(),
            _ => "-",
        }))?;
    }
    Ok(csv.into_inner()?)
}
