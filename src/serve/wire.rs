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
    pub limits: Limits,
}

#[derive(Debug, Serialize, Deserialize)]
pub enum Work {
    Query { sparql: String, dataset: Dataset },
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
    /// The media type of what follows, as text. Comes first, unless there is a failure.
    pub const MEDIA_TYPE: u8 = b'm';
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
    /// What it names is not there.
    Missing,
    /// The server's fault.
    Server,
}

impl Failure {
    pub fn new(cause: Cause, message: impl Into<String>) -> Self {
        Self { cause, message: message.into() }
    }
}
