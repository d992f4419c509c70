//! A graph on somebody else's server: what is missing there is added, what is too much is taken away, and what stands there
//! in the end is fetched and compared.
//!
//! A push compares before it writes. So it goes on where an earlier one was cut off, a second one at the same time does no
//! harm, and nothing that is there already is sent again.

use crate::client::{Client, ClientError, Limits, Request};
use crate::graph::Graph;
use oxigraph::io::{RdfFormat, RdfParser};
use oxrdf::{GraphName, NamedNode};
use std::time::Duration;

/// A server, as the user named it.
#[derive(Clone, Debug)]
pub struct Target {
    /// Of the Graph Store Protocol; else everything goes through `query` and `update`.
    pub graph_store: Option<String>,
    /// Of the SPARQL Protocol.
    pub query: String,
    pub update: String,
    /// Value of the header `Authorization`.
    pub authorization: Option<String>,
    /// Bytes of quads sent at a time.
    pub chunk: usize,
}

/// Why a graph is not on the server as it should be.
#[derive(Debug, thiserror::Error)]
pub enum PushError {
    #[error(transparent)]
    Client(#[from] ClientError),
    #[error("{graph}: {cause}")]
    Unsound { graph: String, cause: String },
    #[error(
        "{graph}: after {rounds} rounds the server still lacks {missing} statements and has {extra} others, such as {example}. Is somebody else writing this graph, or does the server keep values in another form?"
    )]
    Differs { graph: String, rounds: u32, missing: usize, extra: usize, example: String },
}

/// How a graph came to be on the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pushed {
    pub statements: usize,
    pub added: usize,
    pub removed: usize,
}

/// Sending, and comparing what came of it.
const ROUNDS: u32 = 4;
const TRIPLES: &str = "application/n-triples";

/// A connection to a [`Target`].
#[derive(Debug)]
pub struct Push<'t> {
    target: &'t Target,
    client: Client,
}

impl<'t> Push<'t> {
    /// # Errors
    /// Where an address of the target is none.
    pub fn new(target: &'t Target) -> Result<Self, PushError> {
        let limits =
            Limits { time: Duration::from_secs(300), size: 4 << 30, pause: Duration::ZERO, ..Limits::default() };
        let address = target.graph_store.as_ref().unwrap_or(&target.query);
        let client = Client::new(address, limits)?.authorized(target.authorization.clone());
        Ok(Self { target, client })
    }

    /// Makes the server's graph of that name consist of these lines of N-Quads.
    ///
    /// # Errors
    /// Where the server does not answer, refuses, or does not keep what it was sent.
    pub fn graph(&mut self, name: &str, quads: &str) -> Result<Pushed, PushError> {
        let unsound = |cause| PushError::Unsound { graph: name.to_owned(), cause };
        let wanted = canonical(quads.as_bytes(), name).map_err(unsound)?;
        let wanted: Vec<&str> = wanted.split_inclusive('\n').collect();
        let mut pushed = Pushed { statements: wanted.len(), ..Pushed::default() };
        let mut round = 0;
        loop {
            let there = canonical(&self.fetch(name)?, name).map_err(unsound)?;
            let there: Vec<&str> = there.split_inclusive('\n').collect();
            let (missing, extra) = (without(&wanted, &there), without(&there, &wanted));
            let Some(example) = missing.first().or(extra.first()) else { return Ok(pushed) };
            if round == ROUNDS {
                let (graph, example) = (name.to_owned(), example.trim_end().to_owned());
                let (missing, extra) = (missing.len(), extra.len());
                return Err(PushError::Differs { graph, rounds: ROUNDS, missing, extra, example });
            }
            round += 1;
            pushed.removed += extra.len();
            pushed.added += missing.len();
            self.change(name, &wanted, &missing, &extra)?;
        }
    }

    fn fetch(&mut self, name: &str) -> Result<Vec<u8>, PushError> {
        let reply = if let Some(store) = &self.target.graph_store {
            self.client.ask(&of_graph(store, name), Request::Get, TRIPLES)
        } else {
            let query = format!("CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{name}> {{ ?s ?p ?o }} }}");
            self.client.ask(&self.target.query, Request::Form(&[("query", &query)]), TRIPLES)
        };
        match reply {
            Ok(reply) => Ok(reply.body),
            // The Graph Store Protocol says so of a graph that is not there yet.
            Err(ClientError::Refused { status: 404, .. }) if self.target.graph_store.is_some() => Ok(Vec::new()),
            Err(error) => Err(error.into()),
        }
    }

    fn change(&mut self, name: &str, wanted: &[&str], missing: &[&str], extra: &[&str]) -> Result<(), PushError> {
        let triples = |lines: &[&str]| -> String { lines.iter().map(|line| triple(line, name)).collect() };
        if let Some(store) = &self.target.graph_store {
            let address = of_graph(store, name);
            // This protocol takes nothing away but the whole.
            let (lines, replaces) = if extra.is_empty() { (missing, false) } else { (wanted, true) };
            for (number, chunk) in chunks(lines, self.target.chunk).enumerate() {
                let body = triples(chunk);
                let request =
                    if replaces && number == 0 { Request::Put(TRIPLES, &body) } else { Request::Body(TRIPLES, &body) };
                self.client.ask(&address, request, "*/*")?;
            }
            return Ok(());
        }
        for (verb, lines) in [("DELETE", extra), ("INSERT", missing)] {
            for chunk in chunks(lines, self.target.chunk) {
                let update = format!("{verb} DATA {{ GRAPH <{name}> {{\n{}}} }}", triples(chunk));
                self.client.ask(&self.target.update, Request::Form(&[("update", &update)]), "*/*")?;
            }
        }
        Ok(())
    }
}

/// Quads or triples as canonical N-Quads of one graph, sorted.
fn canonical(text: &[u8], name: &str) -> Result<String, String> {
    let graph_name = NamedNode::new(name).map_err(|error| error.to_string())?;
    let mut graph = Graph::new();
    // Triples stand in the default graph.
    for quad in RdfParser::from_format(RdfFormat::NQuads).for_slice(text) {
        let mut quad = quad.map_err(|error| error.to_string())?;
        quad.graph_name = GraphName::NamedNode(graph_name.clone());
        if !graph.insert_quad(quad.as_ref()) {
            return Err(format!("blank nodes cannot be compared: {quad}"));
        }
    }
    Ok(graph.to_nquads())
}

/// What one sorted list has and the other has not.
fn without<'l>(one: &[&'l str], other: &[&str]) -> Vec<&'l str> {
    let mut other = other.iter().peekable();
    let mut is_there = |line: &&&str| {
        while other.next_if(|there| **there < **line).is_some() {}
        other.peek() == Some(line)
    };
    one.iter().filter(|line| !is_there(line)).copied().collect()
}

/// A line of N-Quads as one of N-Triples.
fn triple(line: &str, name: &str) -> String {
    let rest =
        line.strip_suffix(" .\n").and_then(|rest| rest.strip_suffix('>')).and_then(|rest| rest.strip_suffix(name));
    rest.and_then(|rest| rest.strip_suffix(" <")).map_or_else(|| line.to_owned(), |triple| format!("{triple} .\n"))
}

/// Cut between statements; each of at most so many bytes, or of one statement.
fn chunks<'l>(mut lines: &'l [&'l str], size: usize) -> impl Iterator<Item = &'l [&'l str]> {
    std::iter::from_fn(move || {
        let mut bytes = 0;
        let fits = |line: &&&str| {
            bytes += line.len();
            bytes <= size
        };
        let count = lines.iter().take_while(fits).count().max(1).min(lines.len());
        let (chunk, rest) = lines.split_at_checked(count)?;
        lines = rest;
        (!chunk.is_empty()).then_some(chunk)
    })
}

/// The address of a graph in the Graph Store Protocol.
fn of_graph(store: &str, name: &str) -> String {
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    let mark = if store.contains('?') { '&' } else { '?' };
    format!("{store}{mark}graph={}", utf8_percent_encode(name, NON_ALPHANUMERIC))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_cut_between_statements_and_lose_none() {
        let lines = ["aa\n", "bbbbbbbbbb\n", "c\n", "d\n"];
        let cut = |size| chunks(&lines, size).map(<[&str]>::len).collect::<Vec<_>>();
        assert_eq!(cut(1), [1, 1, 1, 1]);
        assert_eq!(cut(4), [1, 1, 2]);
        assert_eq!(cut(100), [4]);
        assert_eq!(chunks(&[], 5).count(), 0);
    }

    #[test]
    fn what_is_missing_is_told_from_what_is_there() {
        assert_eq!(without(&["a", "b", "d"], &["b", "c"]), ["a", "d"]);
        assert!(without(&["b"], &["a", "b"]).is_empty());
        assert_eq!(without(&["b"], &[]), ["b"]);
    }

    #[test]
    fn the_name_of_the_graph_goes_and_nothing_else() {
        assert_eq!(triple("<a:s> <a:p> \"<a:g> .\" <a:g> .\n", "a:g"), "<a:s> <a:p> \"<a:g> .\" .\n");
    }
}
