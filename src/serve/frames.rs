//! How a fork sends its answer, and why it may stop.

use super::negotiate::choose;
use super::wire::{Cause, Failure, frame};
use oxigraph::sparql::QueryEvaluationError;
use std::io::{self, Write};
use std::os::unix::net::UnixStream;

/// Bytes that are sent together.
const FRAME: usize = 64 << 10;

/// Why the work stopped.
pub enum Stop {
    Failed(Failure),
    /// The socket is gone: there is nobody to tell.
    Alone,
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        match error.downcast::<Failure>() {
            Ok(failure) => Self::Failed(failure),
            Err(_) => Self::Alone,
        }
    }
}

impl From<QueryEvaluationError> for Stop {
    fn from(error: QueryEvaluationError) -> Self {
        Self::Failed(Failure::new(Cause::Query, format!("The query cannot be evaluated: {error}")))
    }
}

/// A failure of the dataset itself.
pub fn broken(error: impl std::fmt::Display) -> Stop {
    Failure::new(Cause::Server, format!("The graph cannot be read: {error}")).into()
}

/// The socket as frames, with the room that is left for the answer.
pub struct Frames {
    socket: UnixStream,
    buffer: Vec<u8>,
    left: u64,
}

impl Frames {
    pub fn new(socket: UnixStream, left: u64) -> Self {
        Self { socket, buffer: Vec::new(), left }
    }

    /// Lets the answer be of any size: for what goes no further than the server.
    pub fn unlimited(&mut self) {
        self.left = u64::MAX;
    }

    /// Chooses the format and says which.
    pub fn begin<T: Copy>(&mut self, accept: &str, offers: &[(&'static str, T)]) -> Result<T, Stop> {
        let Some((name, format)) = choose(accept, offers) else {
            let names: Vec<&str> = offers.iter().map(|(name, _)| *name).collect();
            let message = format!("None of the accepted formats fits this query. Accept one of {}", names.join(", "));
            return Err(Failure::new(Cause::Format, message).into());
        };
        self.send(frame::HEAD, name.as_bytes())?;
        Ok(*format)
    }

    pub fn send(&mut self, kind: u8, content: &[u8]) -> io::Result<()> {
        let length = u32::try_from(content.len()).map_err(io::Error::other)?;
        self.socket.write_all(&[kind])?;
        self.socket.write_all(&length.to_be_bytes())?;
        self.socket.write_all(content)
    }

    fn send_buffer(&mut self) -> io::Result<()> {
        let buffer = std::mem::take(&mut self.buffer);
        if buffer.is_empty() { Ok(()) } else { self.send(frame::DATA, &buffer) }
    }

    pub fn close(&mut self, done: Result<(), Stop>) -> io::Result<()> {
        match done {
            Ok(()) => {
                self.send_buffer()?;
                self.send(frame::END, &[])
            }
            Err(Stop::Failed(failure)) => self.send(frame::FAILURE, &serde_json::to_vec(&failure)?),
            Err(Stop::Alone) => Ok(()),
        }
    }
}

impl Write for Frames {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some(left) = self.left.checked_sub(bytes.len() as u64) else {
            let message = "The answer is larger than one query gets. Add LIMIT and OFFSET, or ask for less";
            return Err(io::Error::other(Failure::new(Cause::TooMuch, message)));
        };
        self.left = left;
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= FRAME {
            self.send_buffer()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
