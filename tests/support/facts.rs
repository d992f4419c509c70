//! The eight tables of a text, asked of its graph as `gremium facts` asks.

use gremium::graph::Graph;
use gremium::lexicon::Lexicon;
use gremium::query::{self, QueryResults};
use gremium::store::Store;
use gremium::text::Source;
use gremium::{Analysis, analyze, emit, vocab};
use oxigraph::model::Term;

/// A table of facts: its name and its columns, of which the first say where a fact stands.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    pub name: &'static str,
    pub columns: &'static [&'static str],
}

pub use gremium::generate::Row;

pub const TABLES: [Table; 8] = [
    Table { name: "items", columns: &["top", "title", "points", "notes"] },
    Table { name: "bodies", columns: &["top", "point", "body"] },
    Table { name: "laws", columns: &["top", "point", "citation"] },
    Table {
        name: "reports",
        columns: &["top", "point", "title", "form", "stand", "classification", "release", "reporter"],
    },
    Table { name: "references", columns: &["top", "point", "body", "date", "item", "kind"] },
    Table { name: "acts", columns: &["top", "point", "actor", "kind", "addressee", "deadline"] },
    Table { name: "participants", columns: &["top", "point", "kind", "body", "role", "lead"] },
    Table { name: "flows", columns: &["top", "point", "from", "to", "kind", "status", "deadline"] },
];

impl Table {
    pub fn named(name: &str) -> &'static Self {
        TABLES.iter().find(|table| table.name == name).unwrap_or_else(|| panic!("there is no table {name}"))
    }
}

pub fn graph(analysis: &Analysis, lexicon: &Lexicon) -> Graph {
    let Analysis { source, document, mentions, acts, .. } = analysis;
    emit::emit(source, document, mentions, acts, lexicon, vocab::BASE)
}

/// The graph of a text, ready to be asked.
pub fn store(name: &str, text: &str, lexicon: &Lexicon) -> Store {
    let analysis = analyze(Source::from_text(name, text), lexicon);
    Store::new(&graph(&analysis, lexicon)).expect("memory suffices")
}

/// One table of a store.
pub fn facts(store: &Store, table: &Table) -> Vec<Row> {
    let question = query::find(&format!("facts/{}", table.name)).expect("each table is a question");
    let QueryResults::Solutions(solutions) = query::ask(store, question.sparql, &[]).expect("the question is sound")
    else {
        panic!("facts/{} is no SELECT", table.name);
    };
    let row = |solution: oxigraph::sparql::QuerySolution| {
        table.columns.iter().map(|column| value(solution.get(*column))).collect()
    };
    solutions.map(|solution| row(solution.expect("the question can be evaluated"))).collect()
}

fn value(term: Option<&Term>) -> String {
    match term {
        Some(Term::Literal(literal)) => literal.value().to_owned(),
        Some(Term::NamedNode(iri)) => iri.as_str().to_owned(),
        _ => "-".to_owned(),
    }
}
