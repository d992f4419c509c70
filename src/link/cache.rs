//! Answers on disk, so that a run that was cut short goes on where it stopped and nobody is asked twice.

use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A folder with a file for each answer. A file appears whole or not at all; one that cannot be read counts as missing.
#[derive(Clone, Debug)]
pub struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// Opens the folder, making it where it is missing.
    ///
    /// # Errors
    /// Where the folder cannot be made.
    pub fn open(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        Ok(Self { folder: folder.to_owned() })
    }

    /// The answer that was kept for a question.
    #[must_use]
    pub fn get(&self, question: &str) -> Option<Value> {
        serde_json::from_slice(&fs::read(self.path(question)).ok()?).ok()
    }

    /// Keeps an answer.
    ///
    /// # Errors
    /// Where the folder cannot be written to.
    pub fn put(&self, question: &str, answer: &Value) -> io::Result<()> {
        let mut draft = tempfile::NamedTempFile::new_in(&self.folder)?;
        draft.write_all(answer.to_string().as_bytes())?;
        draft.persist(self.path(question)).map(drop).map_err(|error| error.error)
    }

    fn path(&self, question: &str) -> PathBuf {
        use std::fmt::Write as _;
        let mut name = String::with_capacity(70);
        for byte in Sha256::digest(question.as_bytes()) {
            let _ = write!(name, "{byte:02x}");
        }
        self.folder.join(name + ".json")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_is_found_and_half_a_file_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::open(&folder.path().join("a/b")).unwrap();
        assert_eq!(cache.get("q"), None);
        cache.put("q", &serde_json::json!({ "result": [] })).unwrap();
        assert_eq!(cache.get("q"), Some(serde_json::json!({ "result": [] })));
        fs::write(cache.path("q"), "{\"resu").unwrap();
        assert_eq!(cache.get("q"), None);
    }
}
