//! The quads of a [`Folder`] once more, in RocksDB below it: asked from the disk, without being loaded first. The folder stays
//! what counts; a database that is behind it, or was left half-way, is brought in line or made anew, and is never asked.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "files are what this is about")]

use super::Store;
use super::folder::{Folder, FolderError, write_whole};
use oxigraph::io::RdfFormat;
use oxigraph::model::NamedNode;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io;

/// Keeps writers away while the database is asked.
pub(super) struct Guard(#[allow(dead_code, reason = "the lock is held until this is dropped")] File);

/// The digests of the parts of each document.
type Parts = BTreeMap<String, Vec<String>>;

impl Folder {
    /// Brings the database in line with the folder, which must be open for writing; says how many documents were written anew.
    ///
    /// # Errors
    /// Where the disk cannot be written, or somebody asks the database at this moment.
    pub fn index(&self) -> Result<usize, FolderError> {
        let place = self.path.join("disk");
        let failed = |cause| FolderError::Io { place: place.clone(), cause };
        fs::create_dir_all(&place).map_err(failed)?;
        let lock = self.guard().map_err(failed)?;
        lock.try_lock().map_err(|_| FolderError::Locked(place.clone()))?;
        let (held, wanted) = (self.held(), self.wanted());
        let _ = fs::remove_file(place.join("holds"));
        if held.is_none() {
            // Nobody knows what a killed writer left.
            let _ = fs::remove_dir_all(place.join("db"));
        }
        let held = held.unwrap_or_default();
        let database =
            oxigraph::store::Store::open(place.join("db")).map_err(|cause| failed(io::Error::other(cause)))?;
        let changed = |document: &&String| held.get(*document) != wanted.get(*document);
        for document in held.keys().filter(changed) {
            let name = NamedNode::new(document).map_err(|cause| failed(io::Error::other(cause)))?;
            database.remove_named_graph(&name).map_err(|cause| failed(io::Error::other(cause)))?;
        }
        let mut written = 0;
        let mut loader = database.bulk_loader();
        for document in wanted.keys().filter(changed) {
            written += 1;
            for entry in self.documents().filter(|entry| entry.document == *document) {
                let quads = self.read(entry)?;
                loader.load_from_slice(RdfFormat::NQuads, &quads).map_err(|cause| failed(io::Error::other(cause)))?;
            }
        }
        loader.commit().map_err(|cause| failed(io::Error::other(cause)))?;
        database.flush().map_err(|cause| failed(io::Error::other(cause)))?;
        drop(database);
        let mut holds = String::new();
        for (document, parts) in &wanted {
            let _ = writeln!(holds, "{}\t{document}", parts.join(" "));
        }
        write_whole(&self.path, &place.join("holds"), holds.as_bytes())?;
        Ok(written)
    }

    /// The database, ready to be asked, if it holds what the folder does.
    ///
    /// # Errors
    /// Where it cannot be opened.
    pub fn indexed(&self) -> Result<Option<Store>, FolderError> {
        let place = self.path.join("disk");
        let failed = |cause| FolderError::Io { place: place.clone(), cause };
        if !place.join("holds").is_file() {
            return Ok(None);
        }
        let lock = self.guard().map_err(failed)?;
        lock.try_lock_shared().map_err(|_| FolderError::Locked(place.clone()))?;
        if self.held().as_ref() != Some(&self.wanted()) {
            return Ok(None);
        }
        let dataset = oxigraph::store::Store::open_read_only(place.join("db"))
            .map_err(|cause| failed(io::Error::other(cause)))?;
        Ok(Some(Store { dataset, _guard: Some(Guard(lock)) }))
    }

    /// Whoever asks the database holds this with others; whoever writes it, alone.
    fn guard(&self) -> io::Result<File> {
        File::options().create(true).append(true).open(self.path.join("disk/lock"))
    }

    /// What the database holds; none where it was left half-way.
    fn held(&self) -> Option<Parts> {
        let text = fs::read_to_string(self.path.join("disk/holds")).ok()?;
        let entry = |line: &str| {
            let (parts, document) = line.split_once('\t')?;
            Some((document.to_owned(), parts.split(' ').map(str::to_owned).collect()))
        };
        text.lines().map(entry).collect()
    }

    fn wanted(&self) -> Parts {
        let mut wanted = Parts::new();
        for entry in self.documents() {
            wanted.entry(entry.document.clone()).or_default().push(entry.sha256.clone());
        }
        wanted
    }
}
