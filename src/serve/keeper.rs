//! The process that keeps the graph, and forks for each query.
//!
//! It has one thread and no runtime, holds the dataset ready to be asked, and does nothing but wait: over its standard
//! input, a socket, comes first the file with the quads, then for each query one end of a pair of sockets. The fork sees
//! the graph as it is (copy on write), answers into that socket and ends. So a query can be stopped at any point, takes
//! its memory with it when it goes, and when it overruns its stack nothing else is lost. The keeper ends when the server
//! does, for then its input ends.
//!
//! A plain keeper answers in threads instead, for systems that do not let it fork.

use super::child::{STACK, answer, answer_beside};
use crate::store::Store;
use rustix::cmsg_space;
use rustix::net::{RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, recvmsg};
use std::fs::File;
use std::io::{self, BufReader, IoSliceMut, Write};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::thread;

/// First argument that makes the binary a keeper.
pub const KEEPER: &str = "graph-keeper";
/// Second argument that makes it a plain one.
pub(super) const PLAIN: &str = "plain";

/// What the process does that keeps the graph. To be called first thing in `main` when the first argument is [`KEEPER`].
///
/// # Errors
/// Where the graph cannot be loaded; the server, which waits for it, sees the end of the process.
pub fn keeper() -> io::Result<()> {
    let control = UnixStream::from(io::stdin().as_fd().try_clone_to_owned()?);
    let Some(quads) = receive(&control)? else { return Ok(()) };
    let store = Store::from_nquads(BufReader::with_capacity(1 << 20, File::from(quads)))?;
    if std::env::args_os().nth(2).is_some_and(|second| second == PLAIN) {
        return keep_plainly(&control, store);
    }
    if threads() > 1 {
        return Err(io::Error::other("a process with several threads cannot fork safely"));
    }
    (&control).write_all(b"\n")?;
    while let Some(socket) = receive(&control)? {
        // Those that ended since.
        while matches!(fork::wait_any_nohang(), Ok(Some(_))) {}
        match fork::fork() {
            Ok(fork::Fork::Child) => {
                drop(control);
                answer(&store, UnixStream::from(socket));
                std::process::exit(0);
            }
            // Without a fork the socket closes, and the server sees that.
            Ok(fork::Fork::Parent(_)) | Err(_) => {}
        }
    }
    // Giving the graph back to the system piece by piece would take longer than ending.
    std::process::exit(0)
}

/// A thread for each query: one that overruns its stack ends the keeper, and the server starts another.
fn keep_plainly(control: &UnixStream, store: Store) -> io::Result<()> {
    let mut ready = control;
    ready.write_all(b"\n")?;
    let store = Arc::new(store);
    while let Some(socket) = receive(control)? {
        let store = Arc::clone(&store);
        // Without a thread the socket closes, and the server sees that.
        let _ = thread::Builder::new().stack_size(STACK).spawn(move || answer_beside(&store, UnixStream::from(socket)));
    }
    std::process::exit(0)
}

/// How many threads this process has, where the system tells.
fn threads() -> usize {
    std::fs::read_dir("/proc/self/task").map_or(1, Iterator::count)
}

/// The next file or socket that the server hands over; none when it has gone.
fn receive(control: &UnixStream) -> io::Result<Option<OwnedFd>> {
    let mut byte = [0];
    let mut space = [MaybeUninit::uninit(); cmsg_space!(ScmRights(1))];
    loop {
        let mut ancillary = RecvAncillaryBuffer::new(&mut space);
        match recvmsg(control, &mut [IoSliceMut::new(&mut byte)], &mut ancillary, RecvFlags::CMSG_CLOEXEC) {
            Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
            Ok(message) if message.bytes == 0 => return Ok(None),
            Ok(_) => {
                let handed = ancillary.drain().find_map(|message| match message {
                    RecvAncillaryMessage::ScmRights(mut files) => files.next(),
                    _ => None,
                });
                if handed.is_some() {
                    return Ok(handed);
                }
            }
        }
    }
}
