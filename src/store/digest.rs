//! Names for bytes: what is the same has the same name.

use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::io::{self, Read, Write};

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
