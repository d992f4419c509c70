//! The same questions to a SPARQL server elsewhere.

use super::bind::parse;
use super::{QueryError, QueryResults};
use crate::client::{Client, Limits, Request};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsParser, SliceQueryResultsParserOutput};
use oxigraph::sparql::{QuerySolutionIter, QueryTripleIter};
use spargebra::Query;
use std::time::Duration;

/// A server that speaks the SPARQL 1.1 Protocol.
///
/// Its default graph should be the union of its graphs, as that of [`Store`](crate::store::Store) is, for questions that
/// name no graph.
#[derive(Debug)]
pub struct Endpoint {
    client: Client,
    url: String,
}

impl Endpoint {
    /// The server at this address, whose answers are taken up to 64 MiB and for a minute.
    ///
    /// # Errors
    /// Where it is no address of a web server.
    pub fn new(url: &str) -> Result<Self, QueryError> {
        let limits = Limits { time: Duration::from_secs(60), size: 64 << 20, retries: 2, ..Limits::default() };
        Ok(Self { client: Client::new(url, limits)?, url: url.to_owned() })
    }

    /// Asks, and reads the whole answer.
    ///
    /// # Errors
    /// Where the question does not parse (nothing is sent then), the server cannot be reached or refuses, or what it says
    /// is no answer.
    pub fn ask(&mut self, sparql: &str, parameters: &[(String, String)]) -> Result<QueryResults<'static>, QueryError> {
        let query = parse(sparql, parameters)?;
        // As the asker wrote it, where that will do.
        let text = if parameters.is_empty() { sparql.to_owned() } else { query.to_string() };
        let is_table = matches!(query, Query::Select { .. } | Query::Ask { .. });
        let accept = if is_table {
            "application/sparql-results+json, application/sparql-results+xml;q=0.8"
        } else {
            "application/n-triples, text/turtle;q=0.8"
        };
        let reply = self.client.ask(&self.url, Request::Form(&[("query", &text)]), accept)?;
        let outcome =
            if is_table { table(&reply.media_type, &reply.body) } else { triples(&reply.media_type, &reply.body) };
        outcome.map_err(|cause| QueryError::Answer { url: self.url.clone(), cause })
    }
}

fn table(media_type: &str, body: &[u8]) -> Result<QueryResults<'static>, String> {
    let format = QueryResultsFormat::from_media_type(media_type);
    let format = format.ok_or_else(|| format!("{media_type:?} is no format of SPARQL results"))?;
    Ok(match QueryResultsParser::from_format(format).for_slice(body).map_err(|error| error.to_string())? {
        SliceQueryResultsParserOutput::Boolean(yes) => QueryResults::Boolean(yes),
        SliceQueryResultsParserOutput::Solutions(solutions) => {
            let variables = solutions.variables().into();
            let rows = solutions.collect::<Result<Vec<_>, _>>().map_err(|error| error.to_string())?;
            QueryResults::Solutions(QuerySolutionIter::new(variables, rows.into_iter().map(Ok)))
        }
    })
}

fn triples(media_type: &str, body: &[u8]) -> Result<QueryResults<'static>, String> {
    let format = RdfFormat::from_media_type(media_type).filter(|format| *format != RdfFormat::RdfXml);
    let format = format.ok_or_else(|| format!("{media_type:?} is no format of triples that is read here"))?;
    let quads = RdfParser::from_format(format).without_named_graphs().for_slice(body);
    let triples = quads.map(|quad| Ok(quad?.into())).collect::<Result<Vec<_>, oxigraph::io::RdfSyntaxError>>();
    let triples = triples.map_err(|error| error.to_string())?;
    Ok(QueryResults::Graph(QueryTripleIter::new(triples.into_iter().map(Ok))))
}
