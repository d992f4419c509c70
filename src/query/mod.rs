//! Questions to a store: the catalogue of `queries/`, asking, and answers in every format.

mod answer;
mod catalogue;
mod federation;

pub use answer::{AnswerFormat, write};
pub use catalogue::{Parameter, Query, catalogue, find};
pub use federation::{ServiceError, Services};
pub use oxigraph::sparql::{QueryEvaluationError, QueryResults, SparqlSyntaxError};

use crate::store::Store;
use oxigraph::model::{Literal, NamedNode, Term, Variable};

/// Why a question has no answer.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    #[error("the question is not SPARQL: {0}")]
    Syntax(#[from] SparqlSyntaxError),
    #[error(transparent)]
    Evaluation(#[from] QueryEvaluationError),
    #[error("not the name of a variable: {0}")]
    Parameter(String),
}

/// Asks the store a question in SPARQL, with the union of all documents as default graph.
///
/// `parameters` bind variables beforehand: a value in angle brackets is an IRI, any other a plain literal.
///
/// # Errors
/// Where the question does not parse or cannot be evaluated. SERVICE is refused: nothing is fetched.
pub fn ask(store: &Store, sparql: &str, parameters: &[(String, String)]) -> Result<QueryResults<'static>, QueryError> {
    ask_with(store, sparql, parameters, &Services::default())
}

/// The same with servers that SERVICE may ask.
///
/// # Errors
/// Besides, where such a server cannot be reached within its limits or answers no table.
pub fn ask_with(
    store: &Store,
    sparql: &str,
    parameters: &[(String, String)],
    services: &Services,
) -> Result<QueryResults<'static>, QueryError> {
    let mut question = services.evaluator().parse_query(sparql)?;
    if question.dataset().is_default_dataset() {
        question.dataset_mut().set_default_graph_as_union();
    }
    for (name, value) in parameters {
        let variable = Variable::new(name).map_err(|_| QueryError::Parameter(name.clone()))?;
        question = question.substitute_variable(variable, term(value));
    }
    Ok(question.on_store(&store.dataset).execute()?)
}

fn term(value: &str) -> Term {
    value
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'))
        .and_then(|iri| NamedNode::new(iri).ok())
        .map_or_else(|| Literal::new_simple_literal(value).into(), Term::from)
}
