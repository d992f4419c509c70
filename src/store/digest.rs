//! Names for bytes: what is the same has the same name.
#![allow(clippy::disallowed_methods, reason = "a thread hashes what another writes")]

use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::io::{self, Read, Write};
use std::mem;
use std::panic::resume_unwind;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

/// SHA-256 of what is written to it.
///
/// ```
/// use gremium::store::digest::{Digest, digest};
/// use std::io::Write;
/// let mut whole = Digest::new();
/// whole.write_all(b"a")?;
/// whole.write_all(b"bc")?;
/// assert_eq!(whole.finish(), digest(b"abc"));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Digest(Sha256);

impl Digest {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// In hexadecimal.
    #[must_use]
    pub fn finish(self) -> String {
        hexadecimal(&self.0.finalize())
    }
}

impl Write for Digest {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// SHA-256 taken by a thread of its own, for more bytes than one likes to wait for.
///
/// ```
/// use gremium::store::digest::{Aside, digest};
/// use std::io::Write;
/// let mut whole = Aside::new();
/// whole.write_all(b"abc")?;
/// assert_eq!(whole.finish(), digest(b"abc"));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Aside {
    block: Vec<u8>,
    blocks: SyncSender<Vec<u8>>,
    thread: JoinHandle<Digest>,
}

/// Bytes that are handed over at a time.
const BLOCK: usize = 1 << 18;

impl Aside {
    #[must_use]
    pub fn new() -> Self {
        let (blocks, written) = sync_channel::<Vec<u8>>(4);
        let thread = thread::spawn(move || {
            let mut hash = Digest::new();
            for block in written {
                hash.0.update(block);
            }
            hash
        });
        Self { block: Vec::with_capacity(BLOCK), blocks, thread }
    }

    /// In hexadecimal.
    #[must_use]
    pub fn finish(mut self) -> String {
        self.hand_over();
        drop(self.blocks);
        self.thread.join().unwrap_or_else(|panic| resume_unwind(panic)).finish()
    }

    fn hand_over(&mut self) {
        let block = mem::replace(&mut self.block, Vec::with_capacity(BLOCK));
        // Whoever hashes listens to the end.
        let _ = self.blocks.send(block);
    }
}

impl Default for Aside {
    fn default() -> Self {
        Self::new()
    }
}

impl Write for Aside {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.block.extend_from_slice(bytes);
        if self.block.len() >= BLOCK {
            self.hand_over();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// SHA-256 in hexadecimal.
#[must_use]
pub fn digest(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// The same of all that can be read.
///
/// # Errors
/// Those of the reader.
pub fn digest_of(mut bytes: impl Read) -> io::Result<String> {
    let (mut hash, mut buffer) = (Digest::new(), vec![0; 1 << 20]);
    loop {
        match bytes.read(&mut buffer)? {
            0 => return Ok(hash.finish()),
            read => hash.write_all(buffer.get(..read).unwrap_or_default())?,
        }
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
