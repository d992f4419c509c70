//! Values that the asker gives for variables of a question.

use super::QueryError;
use oxigraph::model::{Literal, NamedNode, Term, Variable};
use spargebra::algebra::{Expression, GraphPattern};
use spargebra::term::{GroundTerm, NamedNodePattern};
use spargebra::{Query, SparqlParser};

/// Reads a question and binds its variables: a value in angle brackets is an IRI, any other a plain literal.
///
/// A variable that the question finds values for must have the one given, so what leaves it open is no answer. One that
/// stands in conditions only gets its value before these are looked at.
///
/// # Errors
/// Where the question does not parse, or a name is none of a variable.
pub fn parse(sparql: &str, parameters: &[(String, String)]) -> Result<Query, QueryError> {
    let mut query = SparqlParser::new().parse_query(sparql)?;
    for (name, value) in parameters {
        let variable = Variable::new(name).map_err(|_| QueryError::Parameter(name.clone()))?;
        let (pattern, projected) = match &mut query {
            Query::Select { pattern, .. } => (pattern, false),
            Query::Construct { pattern, .. } | Query::Describe { pattern, .. } | Query::Ask { pattern, .. } => {
                (pattern, true)
            }
        };
        let value = term(value);
        if let Term::NamedNode(server) = &value {
            name_services(pattern, &variable, server);
        }
        bind(pattern, projected, &variable, &value);
    }
    Ok(query)
}

fn term(value: &str) -> Term {
    value
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'))
        .and_then(|iri| NamedNode::new(iri).ok())
        .map_or_else(|| Literal::new_simple_literal(value).into(), Term::from)
}

/// Which server SERVICE asks must stand in the question before it is evaluated.
fn name_services(pattern: &mut GraphPattern, variable: &Variable, server: &NamedNode) {
    match pattern {
        GraphPattern::Service { name, .. } => {
            if matches!(name, NamedNodePattern::Variable(found) if found == variable) {
                *name = server.clone().into();
            }
        }
        GraphPattern::Join { left, right }
        | GraphPattern::LeftJoin { left, right, .. }
        | GraphPattern::Union { left, right }
        | GraphPattern::Minus { left, right } => {
            name_services(left, variable, server);
            name_services(right, variable, server);
        }
        GraphPattern::Filter { inner, .. }
        | GraphPattern::Graph { inner, .. }
        | GraphPattern::Extend { inner, .. }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. }
        | GraphPattern::Group { inner, .. } => name_services(inner, variable, server),
        _ => {}
    }
}

/// Goes down to what stands in the braces behind WHERE: below what orders, counts and cuts the rows. Another projection
/// below the first is a question within the question.
fn bind(pattern: &mut GraphPattern, projected: bool, variable: &Variable, value: &Term) {
    match pattern {
        GraphPattern::Project { inner, .. } if !projected => bind(inner, true, variable, value),
        GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Group { inner, .. } => bind(inner, projected, variable, value),
        GraphPattern::Extend { inner, variable: found, .. } if found != variable && is_grouped(inner) => {
            bind(inner, projected, variable, value);
        }
        GraphPattern::Filter { inner, .. } if is_grouped(inner) => bind(inner, projected, variable, value),
        _ if finds(pattern, variable) => require(pattern, variable, value),
        _ => give(pattern, variable, value),
    }
}

fn is_grouped(pattern: &GraphPattern) -> bool {
    match pattern {
        GraphPattern::Group { .. } => true,
        GraphPattern::Extend { inner, .. } | GraphPattern::Filter { inner, .. } => is_grouped(inner),
        _ => false,
    }
}

fn finds(pattern: &GraphPattern, variable: &Variable) -> bool {
    let mut found = false;
    pattern.on_in_scope_variable(|one| found |= one == variable);
    found
}

fn require(pattern: &mut GraphPattern, variable: &Variable, value: &Term) {
    let value = match value {
        Term::NamedNode(node) => Expression::NamedNode(node.clone()),
        Term::Literal(literal) => Expression::Literal(literal.clone()),
        Term::BlankNode(_) => return,
    };
    let expr = Expression::SameTerm(Box::new(Expression::Variable(variable.clone())), Box::new(value));
    *pattern = GraphPattern::Filter { expr, inner: Box::new(std::mem::take(pattern)) };
}

fn give(pattern: &mut GraphPattern, variable: &Variable, value: &Term) {
    if let GraphPattern::Filter { inner, .. } | GraphPattern::Extend { inner, .. } = pattern {
        return give(inner, variable, value);
    }
    let value = match value {
        Term::NamedNode(node) => GroundTerm::NamedNode(node.clone()),
        Term::Literal(literal) => GroundTerm::Literal(literal.clone()),
        Term::BlankNode(_) => return,
    };
    let values = GraphPattern::Values { variables: vec![variable.clone()], bindings: vec![vec![Some(value)]] };
    *pattern = GraphPattern::Join { left: Box::new(values), right: Box::new(std::mem::take(pattern)) };
}

#[cfg(test)]
mod tests {
    use crate::graph::Graph;
    use crate::query::{AnswerFormat, ask, write};
    use crate::store::Store;
    use oxigraph::sparql::results::QueryResultsFormat;

    /// The rows, each on a line, without the head.
    fn rows(sparql: &str, parameters: &[(&str, &str)]) -> String {
        let mut graph = Graph::new();
        let (document, p, q) = (graph.iri("a:document"), graph.iri("a:p"), graph.iri("a:q"));
        for (subject, first, second) in [("a:x", "1", Some("2")), ("a:y", "1", None), ("a:z", "3", Some("4"))] {
            let (subject, first) = (graph.iri(subject), graph.string(first));
            graph.insert(subject, p, first, document);
            if let Some(second) = second {
                let second = graph.string(second);
                graph.insert(subject, q, second, document);
            }
        }
        let parameters: Vec<_> = parameters.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        let answer = ask(&Store::new(&graph).unwrap(), sparql, &parameters).unwrap();
        let mut out = Vec::new();
        write(answer, AnswerFormat::Results(QueryResultsFormat::Csv), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap().replace("\r\n", " ");
        text.split_once(' ').unwrap().1.trim_end().to_owned()
    }

    #[test]
    fn what_has_no_value_or_another_one_is_no_answer() {
        let open = "SELECT ?s ?b { ?s <a:p> ?a OPTIONAL { ?s <a:q> ?b } } ORDER BY ?s";
        assert_eq!(rows(open, &[]), "a:x,2 a:y, a:z,4");
        assert_eq!(rows(open, &[("b", "2")]), "a:x,2");
        assert_eq!(rows(open, &[("s", "<a:z>")]), "a:z,4");
        assert_eq!(rows(open, &[("s", "<a:z>"), ("b", "2")]), "");
    }

    #[test]
    fn rows_are_chosen_before_they_are_counted() {
        let counted = "SELECT (COUNT(?s) AS ?n) { ?s <a:p> ?a } HAVING (COUNT(?s) > 0)";
        assert_eq!(rows(counted, &[("a", "1")]), "2");
        let grouped = "SELECT ?a (COUNT(?s) AS ?n) { ?s <a:p> ?a } GROUP BY ?a";
        assert_eq!(rows(grouped, &[("a", "3")]), "3,1");
    }

    #[test]
    fn a_condition_sees_the_value() {
        assert_eq!(rows("SELECT ?s { ?s <a:p> ?a FILTER(?a > ?least) }", &[("least", "2")]), "a:z");
    }

    #[test]
    fn a_question_within_the_question_is_left_as_it_is() {
        let within = "SELECT ?s ?b { { SELECT DISTINCT ?s { ?s <a:p> ?b } } ?s <a:q> ?b } ORDER BY ?s";
        assert_eq!(rows(within, &[("b", "4")]), "a:z,4");
    }
}
