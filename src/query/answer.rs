use crate::vocab::PREFIXES;
use comfy_table::{ContentArrangement, Table, presets};
use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::Term;
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use oxigraph::sparql::{QueryResults, QuerySolutionIter};
use std::io::{self, Write};

/// How an answer is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerFormat {
    /// For people. `width` in columns of the terminal; none writes plain lines of any length.
    Table { width: Option<u16> },
    /// SPARQL 1.1 Query Results, for SELECT and ASK.
    Results(QueryResultsFormat),
    /// For CONSTRUCT and DESCRIBE.
    Triples(RdfFormat),
}

/// Writes an answer.
///
/// # Errors
/// Where `out` fails, the evaluation fails on its way, or the format does not fit the kind of question.
pub fn write(answer: QueryResults<'_>, format: AnswerFormat, out: &mut dyn Write) -> io::Result<()> {
    match (answer, format) {
        (QueryResults::Solutions(solutions), AnswerFormat::Table { width }) => table(solutions, width, out),
        (QueryResults::Solutions(solutions), AnswerFormat::Results(format)) => {
            let variables = solutions.variables().to_vec();
            let mut rows = QueryResultsSerializer::from_format(format).serialize_solutions_to_writer(out, variables)?;
            for solution in solutions {
                rows.serialize(&solution.map_err(io::Error::other)?)?;
            }
            rows.finish().map(drop)
        }
        (QueryResults::Boolean(yes), AnswerFormat::Table { .. }) => writeln!(out, "{yes}"),
        (QueryResults::Boolean(yes), AnswerFormat::Results(format)) => {
            QueryResultsSerializer::from_format(format).serialize_boolean_to_writer(out, yes).map(drop)
        }
        (QueryResults::Graph(triples), AnswerFormat::Table { .. } | AnswerFormat::Triples(_)) => {
            let format = if let AnswerFormat::Triples(format) = format { format } else { RdfFormat::Turtle };
            let serializer =
                PREFIXES.iter().try_fold(RdfSerializer::from_format(format), |serializer, (prefix, iri)| {
                    serializer.with_prefix(*prefix, *iri).map_err(io::Error::other)
                })?;
            let mut writer = serializer.for_writer(out);
            for triple in triples {
                writer.serialize_triple(&triple.map_err(io::Error::other)?)?;
            }
            writer.finish().map(drop)
        }
        (QueryResults::Graph(_), AnswerFormat::Results(_)) => Err(mismatch("a graph", "ttl, nt, trig, nq or jsonld")),
        (_, AnswerFormat::Triples(_)) => Err(mismatch("a table", "table, csv, tsv, json or xml")),
    }
}

fn mismatch(kind: &str, formats: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, format!("the answer is {kind}; choose --format {formats}"))
}

fn table(solutions: QuerySolutionIter<'_>, width: Option<u16>, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new();
    match width {
        Some(width) => table
            .load_preset(presets::UTF8_HORIZONTAL_ONLY)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(width),
        None => table.load_preset(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled),
    };
    let variables = solutions.variables().to_vec();
    table.set_header(variables.iter().map(oxigraph::model::Variable::as_str));
    for solution in solutions {
        let solution = solution.map_err(io::Error::other)?;
        table.add_row(variables.iter().map(|variable| solution.get(variable).map(cell).unwrap_or_default()));
    }
    writeln!(out, "{}", table.trim_fmt())
}

/// A term for people: literals as they are but for control characters, which belong to the terminal; IRIs shortened.
fn cell(term: &Term) -> String {
    match term {
        Term::Literal(literal) => literal.value().chars().map(|c| if c.is_control() { ' ' } else { c }).collect(),
        Term::NamedNode(iri) => PREFIXES
            .iter()
            .find_map(|(prefix, namespace)| Some(format!("{prefix}:{}", iri.as_str().strip_prefix(namespace)?)))
            .unwrap_or_else(|| iri.as_str().to_owned()),
        Term::BlankNode(node) => node.to_string(),
    }
}
