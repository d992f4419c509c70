//! What the server and a process that answers one query say to each other, over a pair of connected sockets.
//!
//! The server sends a [`Task`]: its length in four bytes, then JSON. The process sends frames: a byte for the kind, the
//! length in four bytes, the content. An answer without a last frame was cut, whatever stands before it.

use super::Limits;
use serde::{Deserialize, Serialize};

/// What is to be done on the graph.
#[derive(Debug, Serialize, Deserialize)]
pub struct Task {
    pub work: Work,
    /// Value of the `Accept` header.
    pub accept: String,
    /// What relative IRIs of the query are relative to.
    pub base: String,
    /// Servers that SERVICE may ask.
    pub services: Vec<String>,
    pub limits: Limits,
}

#[derive(Debug, Serialize, Deserialize)]
pub enum Work {
    Query {
        sparql: String,
        dataset: Dataset,
    },
    /// One graph as it is; without a name the default graph.
    Read {
        graph: Option<String>,
    },
    /// What the service can do and what it holds.
    Describe {
        endpoint: String,
        writable: bool,
    },
    /// What is said about a thing: the first of these IRIs that the graph knows.
    About {
        candidates: Vec<String>,
    },
    /// The fork changes its own copy and sends all quads, from which a new keeper is made.
    Change(Change),
}

#[derive(Debug, Serialize, Deserialize)]
pub enum Change {
    Update {
        sparql: String,
        using: Dataset,
    },
    /// Adds to a graph, after emptying it if `replace`.
    Put {
        graph: Option<String>,
        content: Vec<Content>,
        replace: bool,
    },
    /// Makes a graph of a new name below this one.
    Create {
        container: String,
        content: Vec<Content>,
    },
    Delete {
        graph: Option<String>,
    },
}

/// RDF as it came in.
#[derive(Debug, Serialize, Deserialize)]
pub struct Content {
    pub media_type: String,
    pub text: String,
}

/// The graphs that a request names, of which the query sees nothing else. None named: all there are.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dataset {
    pub default: Vec<String>,
    pub named: Vec<String>,
}

impl Dataset {
    pub fn is_empty(&self) -> bool {
        self.default.is_empty() && self.named.is_empty()
    }
}

/// Kinds of frames.
pub mod frame {
    /// The media type of what follows, as text; of a change, the IRI of the graph that is new, or nothing. Comes first,
    /// unless there is a failure.
    pub const HEAD: u8 = b'h';
    /// Bytes of the answer.
    pub const DATA: u8 = b'd';
    /// A [`Failure`](super::Failure) in JSON, and nothing after it.
    pub const FAILURE: u8 = b'f';
    /// The answer is complete.
    pub const END: u8 = b'e';
}

/// Why there is no answer, or no whole one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    pub cause: Cause,
    /// For the client: place, cause, remedy.
    pub message: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cause {
    /// The query is wrong.
    Query,
    /// None of the formats that the client accepts fits.
    Format,
    /// It asks for more than one query gets.
    TooMuch,
    /// It takes longer than one query gets.
    TooSlow,
    /// The content is in a format that is not read here.
    MediaType,
    /// What it names is not there.
    Missing,
    /// The server's fault.
    Server,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

impl Failure {
    pub fn new(cause: Cause, message: impl Into<String>) -> Self {
        Self { cause, message: message.into() }
    }
}
