//! Answers to questions in SPARQL as files: CSV, and the graph of a table.

use super::picture::written;
use crate::graph::Syntax;
use crate::vocab::rdf;
use oxrdf::{BlankNode, Literal, NamedNode, NamedOrBlankNode, Term, Triple};
use serde_json::Value;

/// What an answer is called in the files that are graphs.
const ANSWER: &str = "urn:gremium:answer";

pub fn value(term: &Value) -> &str {
    term.get("value").and_then(Value::as_str).unwrap_or_default()
}

pub fn is_resource(term: &Value) -> bool {
    term.get("type").and_then(Value::as_str) == Some("uri")
}

/// As the W3C has it: <https://www.w3.org/TR/sparql11-results-csv-tsv/>.
pub fn csv(variables: &[String], rows: &[Vec<Value>]) -> String {
    let cell = |text: &str| {
        if text.contains([',', '"', '\r', '\n']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text.to_owned()
        }
    };
    let line = |cells: Vec<String>| cells.join(",") + "\r\n";
    let head = line(variables.iter().map(|variable| cell(variable)).collect());
    let rows = rows.iter().map(|row| line(row.iter().map(|term| cell(value(term))).collect()));
    std::iter::once(head).chain(rows).collect()
}

/// The graph that a CONSTRUCT returned.
pub fn graph_as(triples: Vec<Triple>, syntax: Syntax) -> String {
    let triples: Vec<Triple> = triples.into_iter().map(named).collect();
    written(&triples.iter().collect::<Vec<_>>(), syntax)
}

/// The rows that a SELECT returned, as a graph.
pub fn table_as(variables: &[String], rows: &[Vec<Value>], syntax: Syntax) -> String {
    written(&result_set(variables, rows).iter().collect::<Vec<_>>(), syntax)
}

/// A blank node gets a name, for a [`Graph`](crate::graph::Graph) has none without.
fn named(triple: Triple) -> Triple {
    let name = |node: BlankNode| NamedNode::new_unchecked(format!("{ANSWER}#_{}", node.as_str()));
    let subject = match triple.subject {
        NamedOrBlankNode::BlankNode(node) => name(node),
        NamedOrBlankNode::NamedNode(node) => node,
    };
    let object = match triple.object {
        Term::BlankNode(node) => name(node).into(),
        object => object,
    };
    Triple::new(subject, triple.predicate, object)
}

/// In the vocabulary in which the W3C writes results of SELECT down as a graph; rows and cells have names, so that the
/// file can be taken apart and put together again.
fn result_set(variables: &[String], rows: &[Vec<Value>]) -> Vec<Triple> {
    let rs =
        |name: &str| NamedNode::new_unchecked(format!("http://www.w3.org/2001/sw/DataAccess/tests/result-set#{name}"));
    let text = |text: &str| Literal::from(text).into();
    let answer = NamedNode::new_unchecked(ANSWER);
    let mut triples = vec![Triple::new(answer.clone(), NamedNode::new_unchecked(rdf::TYPE), rs("ResultSet"))];
    let mut say = |subject: &NamedNode, property: &str, object: Term| {
        triples.push(Triple::new(subject.clone(), rs(property), object));
    };
    for variable in variables {
        say(&answer, "resultVariable", text(variable));
    }
    for (number, row) in rows.iter().enumerate() {
        let solution = NamedNode::new_unchecked(format!("{ANSWER}#{}", number + 1));
        say(&answer, "solution", solution.clone().into());
        let bound = variables.iter().zip(row).enumerate().filter(|(_, (_, found))| !found.is_null());
        for (column, (variable, found)) in bound {
            let binding = NamedNode::new_unchecked(format!("{}.{}", solution.as_str(), column + 1));
            say(&solution, "binding", binding.clone().into());
            say(&binding, "variable", text(variable));
            say(&binding, "value", term_of(found));
        }
    }
    triples
}

/// A term of SPARQL JSON.
fn term_of(term: &Value) -> Term {
    let field = |name: &str| term.get(name).and_then(Value::as_str);
    match (is_resource(term), field("xml:lang"), field("datatype")) {
        (true, ..) => NamedNode::new_unchecked(value(term)).into(),
        (_, Some(language), _) => Literal::new_language_tagged_literal_unchecked(value(term), language).into(),
        (_, _, Some(datatype)) => Literal::new_typed_literal(value(term), NamedNode::new_unchecked(datatype)).into(),
        _ => Literal::from(value(term)).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn cells_with_commas_are_quoted_and_empty_ones_are_no_binding() {
        let term = |value: &str| json!({ "type": "literal", "value": value });
        let rows = vec![
            vec![term("a, \"b\""), term("2022-06-30")],
            vec![term("c"), term("2022-06-01")],
            vec![Value::Null, term("2022-Herbst")],
        ];
        let variables = ["x".to_owned(), "y".to_owned()];
        assert_eq!(csv(&variables, &rows), "x,y\r\n\"a, \"\"b\"\"\",2022-06-30\r\nc,2022-06-01\r\n,2022-Herbst\r\n");
        let triples = result_set(&variables, &rows);
        assert_eq!(triples.iter().filter(|triple| triple.predicate.as_str().ends_with("#value")).count(), 5);
    }
}
