//! Questions to a store or to a server elsewhere: the catalogue of `queries/`, asking, and answers in every format.

mod answer;
mod bind;
mod catalogue;
#[cfg(not(target_family = "wasm"))]
mod endpoint;
#[cfg(not(target_family = "wasm"))]
mod federation;

pub use answer::{AnswerFormat, write};
pub use catalogue::{Parameter, Query, catalogue, find, similar};
#[cfg(not(target_family = "wasm"))]
pub use endpoint::Endpoint;
#[cfg(not(target_family = "wasm"))]
pub use federation::{ServiceError, Services};
pub use oxigraph::sparql::{QueryEvaluationError, QueryResults, SparqlSyntaxError};

#[cfg(not(target_family = "wasm"))]
use crate::client::ClientError;
use crate::store::Store;
use oxigraph::sparql::SparqlEvaluator;

/// Why a question has no answer.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    #[error("the question is not SPARQL: {0}")]
    Syntax(#[from] SparqlSyntaxError),
    #[error(transparent)]
    Evaluation(#[from] QueryEvaluationError),
    #[error("not the name of a variable: {0}")]
    Parameter(String),
    #[cfg(not(target_family = "wasm"))]
    #[error(transparent)]
    Client(#[from] ClientError),
    #[error("{url}: the answer cannot be read: {cause}")]
    Answer { url: String, cause: String },
}

/// The question with its variables bound, as SPARQL again.
///
/// # Errors
/// Where it does not parse, or a name is none of a variable.
pub fn bound(sparql: &str, parameters: &[(String, String)]) -> Result<String, QueryError> {
    Ok(if parameters.is_empty() { sparql.to_owned() } else { bind::parse(sparql, parameters)?.to_string() })
}

/// Asks the store a question in SPARQL, with the union of all documents as default graph.
///
/// `parameters` bind variables: a value in angle brackets is an IRI, any other a plain literal.
///
/// # Errors
/// Where the question does not parse or cannot be evaluated. SERVICE is refused: nothing is fetched.
pub fn ask(store: &Store, sparql: &str, parameters: &[(String, String)]) -> Result<QueryResults<'static>, QueryError> {
    #[cfg(not(target_family = "wasm"))]
    let evaluator = Services::default().evaluator();
    #[cfg(target_family = "wasm")]
    let evaluator = SparqlEvaluator::new();
    evaluate(evaluator, store, sparql, parameters)
}

/// The same with servers that SERVICE may ask.
///
/// # Errors
/// Besides, where such a server cannot be reached within its limits or answers no table.
#[cfg(not(target_family = "wasm"))]
pub fn ask_with(
    store: &Store,
    sparql: &str,
    parameters: &[(String, String)],
    services: &Services,
) -> Result<QueryResults<'static>, QueryError> {
    evaluate(services.evaluator(), store, sparql, parameters)
}

fn evaluate(
    evaluator: SparqlEvaluator,
    store: &Store,
    sparql: &str,
    parameters: &[(String, String)],
) -> Result<QueryResults<'static>, QueryError> {
    let mut question = evaluator.for_query(bind::parse(sparql, parameters)?);
    if question.dataset().is_default_dataset() {
        question.dataset_mut().set_default_graph_as_union();
    }
    Ok(question.on_store(&store.dataset).execute()?)
}
