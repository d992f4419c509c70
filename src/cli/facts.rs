use super::input::{self, Documents};
use super::{Outcome, output};
use anyhow::{Context, Result, anyhow, bail};
use csv::{StringRecord, Writer};
use gremium::Analyzer;
use gremium::graph::Graph;
use gremium::query::{self, QueryResults};
use gremium::store::Store;
use oxigraph::model::{Term, Variable};
use std::fs;
use std::io::{self, Seek, Write};
use std::mem;
use std::path::PathBuf;
use std::thread;
use tempfile::SpooledTempFile;

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

/// What is kept in memory of a table; more of it waits in a file without a name.
const IN_MEMORY: usize = 1 << 20;

/// The columns, then the rows; the first cell of each is for the file.
type Table = Vec<StringRecord>;

/// A table that more documents may add to.
type Waiting = Writer<SpooledTempFile>;

pub fn run(args: &Args) -> Result<Outcome> {
    let Documents { files, settings } = &args.documents;
    let lexicon = settings.lexicon()?;
    let questions: Vec<&str> = TABLES.iter().map(|name| question(name)).collect::<Result<_>>()?;
    // Each document is asked by itself, so that memory does not grow with their number.
    let work = |analysis| asked(&input::graph(&analysis, &lexicon, settings), &questions);
    let mut written: Vec<_> = TABLES.iter().map(|_| Writer::from_writer(SpooledTempFile::new(IN_MEMORY))).collect();
    // That rows begin with the file is known when there is a second; till then the first waits.
    let (mut first, mut documents) = (None, 0);
    let outcome = input::analyses(files, &Analyzer::new(&lexicon), settings, work, |asked| {
        documents += 1;
        if documents == 1 {
            first = Some(asked?);
            return Ok(());
        }
        first.take().map_or(Ok(()), |(first, _)| write(&mut written, &first, 0))?;
        let (mut tables, _) = asked?;
        for table in &mut tables {
            table.remove(0);
        }
        Ok(write(&mut written, &tables, 0)?)
    })?;
    if documents < 2 {
        let (alone, store) = first.map_or_else(|| asked(&Graph::new(), &questions), Ok)?;
        write(&mut written, &alone, 1)?;
        // The process ends here; taking store and lexicon apart would be a tenth of its time.
        mem::forget((store, lexicon));
    }
    let tables = TABLES.iter().zip(written);
    match &args.out {
        None => output::write(None, |out| {
            for (name, table) in tables {
                writeln!(out, "# {name}")?;
                copy(table, out)?;
                writeln!(out)?;
            }
            Ok(())
        })?,
        Some(folder) => {
            fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
            for (name, table) in tables {
                output::write(Some(&folder.join(name).with_extension("csv")), |out| copy(table, out))?;
            }
        }
    }
    Ok(outcome)
}

/// Writes rows from that cell on.
fn write(written: &mut [Waiting], tables: &[Table], from: usize) -> csv::Result<()> {
    for (table, out) in tables.iter().zip(written) {
        table.iter().try_for_each(|row| out.write_record(row.iter().skip(from)))?;
    }
    Ok(())
}

fn copy(table: Waiting, out: &mut dyn Write) -> io::Result<()> {
    let mut table = table.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
    table.rewind()?;
    io::copy(&mut table, out).map(drop)
}

/// The eight tables, asked side by side, and the store that was asked.
fn asked(graph: &Graph, questions: &[&str]) -> Result<(Vec<Table>, Store)> {
    let store = Store::answering(graph, questions)?;
    let tables = thread::scope(|scope| {
        let asked: Vec<_> = questions.iter().map(|question| scope.spawn(|| table(&store, question))).collect();
        asked
            .into_iter()
            .map(|table| table.join().map_err(|_| anyhow!("a question failed without an answer"))?)
            .collect::<Result<_>>()
    })?;
    Ok((tables, store))
}

/// The question that gives a table.
fn question(name: &str) -> Result<&'static str> {
    Ok(query::find(&format!("facts/{name}")).with_context(|| format!("no question facts/{name}"))?.sparql)
}

fn table(store: &Store, question: &str) -> Result<Table> {
    let QueryResults::Solutions(solutions) = query::ask(store, question, &[])? else {
        bail!("a table of facts is asked for by SELECT");
    };
    let columns = solutions.variables().to_vec();
    let mut table = vec![columns.iter().map(Variable::as_str).collect()];
    for solution in solutions {
        let solution = solution?;
        table.push(
            columns
                .iter()
                .map(|column| match solution.get(column) {
                    Some(Term::Literal(literal)) => literal.value(),
                    Some(Term::NamedNode(iri)) => iri.as_str(),
                    _ => "-",
                })
                .collect(),
        );
    }
    Ok(table)
}
