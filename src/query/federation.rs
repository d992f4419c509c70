//! SERVICE: the part of a question that another server answers, where the user allowed that server.

use crate::client::{Client, ClientError, Limits, Request};
use oxigraph::model::NamedNode;
use oxigraph::sparql::results::{
    QueryResultsFormat, QueryResultsParser, QueryResultsSyntaxError, SliceQueryResultsParserOutput,
};
use oxigraph::sparql::{DefaultServiceHandler, QuerySolutionIter, SparqlEvaluator};
use oxiri::Iri;
use spargebra::Query;
use spargebra::algebra::GraphPattern;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// So often one question may ask others: a pattern that joins row by row would ask once for each.
const REQUESTS: u32 = 16;

/// The servers that questions may ask. By default none: then no connection is opened, whatever a question says.
#[derive(Clone, Debug, Default)]
pub struct Services {
    allowed: Vec<String>,
    limits: Limits,
}

/// Why a server was not asked, or gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    #[error("SERVICE <{0}> is not allowed; start with --allow-service {0} to let questions go there")]
    NotAllowed(String),
    #[error("SERVICE: the question asks other servers more than {REQUESTS} times; ask for what it joins first")]
    TooOften,
    #[error("SERVICE: {0}")]
    Client(#[from] ClientError),
    #[error("SERVICE <{address}> answers {media_type}, not a table in JSON: {cause}")]
    Answer { address: String, media_type: String, cause: QueryResultsSyntaxError },
    #[error("SERVICE <{0}> answers yes or no instead of a table")]
    NoTable(String),
}

impl Services {
    /// These servers, each asked within `time` and for an answer of so many bytes; a failure is not tried again.
    #[must_use]
    pub fn allow(allowed: Vec<String>, time: Duration, size: u64) -> Self {
        let limits = Limits { time, size, retries: 0, pause: Duration::ZERO, ..Limits::default() };
        Self { allowed, limits }
    }

    /// What evaluates a question with these servers in reach.
    pub fn evaluator(&self) -> SparqlEvaluator {
        let handler = Handler { services: self.clone(), requests: Arc::default() };
        SparqlEvaluator::new().with_default_service_handler(handler)
    }
}

struct Handler {
    services: Services,
    requests: Arc<AtomicU32>,
}

impl DefaultServiceHandler for Handler {
    type Error = ServiceError;

    fn handle(
        &self,
        service: &NamedNode,
        pattern: &GraphPattern,
        base_iri: Option<&Iri<String>>,
    ) -> Result<QuerySolutionIter<'static>, ServiceError> {
        let address = service.as_str();
        if !self.services.allowed.iter().any(|allowed| allowed == address) {
            return Err(ServiceError::NotAllowed(address.to_owned()));
        }
        if self.requests.fetch_add(1, Ordering::Relaxed) >= REQUESTS {
            return Err(ServiceError::TooOften);
        }
        let query = Query::Select { dataset: None, pattern: pattern.clone(), base_iri: base_iri.cloned() }.to_string();
        let format = QueryResultsFormat::Json;
        let mut client = Client::new(address, self.services.limits)?;
        let reply = client.ask(address, Request::Body("application/sparql-query", &query), format.media_type())?;
        let wrong =
            |cause| ServiceError::Answer { address: address.to_owned(), media_type: reply.media_type.clone(), cause };
        let table = match QueryResultsParser::from_format(format).for_slice(&reply.body) {
            Ok(SliceQueryResultsParserOutput::Solutions(table)) => table,
            Ok(SliceQueryResultsParserOutput::Boolean(_)) => return Err(ServiceError::NoTable(address.to_owned())),
            Err(error) => return Err(wrong(error)),
        };
        let variables = table.variables().to_vec();
        let rows = table.collect::<Result<Vec<_>, _>>().map_err(wrong)?;
        Ok(QuerySolutionIter::new(variables.into(), rows.into_iter().map(Ok)))
    }
}
