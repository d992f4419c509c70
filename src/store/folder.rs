//! A dataset on disk: a folder that anybody can read with `cat`.
//!
//! `objects/` holds the quads of each document as canonical N-Quads, named by the digest of its bytes; `index` says which
//! objects make up the store, a line for each. A change writes the objects that are new, then replaces the index in one
//! step, then drops the objects that no index names any more. So whoever is killed at whatever point leaves the old state
//! or the new one, and what was damaged on disk is found out by its digest.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "files are what this is about")]

use super::digest::digest;
use crate::graph::Graph;
use oxigraph::model::{GraphNameRef, QuadRef};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// First line of the index: what this is, and its version.
const HEAD: &str = "gremium-store 2";

/// Why a store cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    #[error("{}: {cause}. Check that the folder is there and may be read and written, and that the disk is not full", .place.display())]
    Io { place: PathBuf, cause: io::Error },
    #[error("{}: no store. `gremium build FILE… --store DIR` makes one", .0.display())]
    Missing(PathBuf),
    #[error("{}: the folder holds other things and no store. Name an empty folder, or a new one", .0.display())]
    Foreign(PathBuf),
    #[error("{}: another program is writing to this store. Wait until it is done", .0.display())]
    Locked(PathBuf),
    #[error("{}, line {line}: {cause}. Build the store anew with this version, or use the one that wrote it", .place.display())]
    Index { place: PathBuf, line: usize, cause: String },
    #[error("{}: the quads of {document} are damaged ({cause}). Build this document anew into the store", .place.display())]
    Damaged { place: PathBuf, document: String, cause: String },
}

/// What one input gave to the graph of a document; most graphs have one such part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Name of its graph.
    pub document: String,
    pub quads: usize,
    /// SHA-256 of its canonical N-Quads: there are no blank nodes, so this is its RDFC-1.0 hash.
    pub sha256: String,
    /// What it was made from, and with what: of two inputs with one recipe only one need be analysed. `-` where nobody knows.
    pub recipe: String,
    /// Where the input was. Something else that comes from there takes its place.
    pub origin: String,
}

type Entries = BTreeMap<(String, String), Entry>;

/// A store on disk.
#[derive(Debug)]
pub struct Folder {
    pub(super) path: PathBuf,
    /// By document and digest.
    pub(super) entries: Entries,
    /// Held by whoever writes.
    pub(super) lock: Option<File>,
}

impl Folder {
    /// Opens a store for reading. A writer does not disturb: what is read is one state, the old or the new.
    ///
    /// # Errors
    /// Where there is none, or none that this version knows.
    pub fn open(path: &Path) -> Result<Self, FolderError> {
        let entries = read_index(path)?.ok_or_else(|| FolderError::Missing(path.to_owned()))?;
        Ok(Self { path: path.to_owned(), entries, lock: None })
    }

    /// Opens a store for writing, or makes one where there is nothing yet.
    ///
    /// # Errors
    /// Where somebody else is writing, and as [`open`](Self::open).
    pub fn open_for_writing(path: &Path) -> Result<Self, FolderError> {
        let failed = |cause| FolderError::Io { place: path.to_owned(), cause };
        fs::create_dir_all(path).map_err(failed)?;
        let is_new = read_index(path)?.is_none();
        if is_new
            && fs::read_dir(path)
                .map_err(failed)?
                .flatten()
                .any(|entry| !OWN.iter().any(|own| entry.file_name() == **own))
        {
            return Err(FolderError::Foreign(path.to_owned()));
        }
        let lock = File::options().create(true).append(true).open(path.join("lock")).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(FolderError::Locked(path.to_owned())),
            Err(TryLockError::Error(cause)) => return Err(failed(cause)),
        }
        fs::create_dir_all(path.join("objects")).map_err(failed)?;
        // Now that nobody else writes: what is there?
        let entries = read_index(path)?.unwrap_or_default();
        let folder = Self { path: path.to_owned(), entries, lock: Some(lock) };
        if is_new {
            folder.write_index()?;
        }
        folder.drop_unnamed();
        Ok(folder)
    }

    /// The documents by name.
    pub fn documents(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// Puts each document of this graph in the place of what the store has of that name: all of them or none.
    ///
    /// # Errors
    /// Where the folder cannot be written; the store is then as it was.
    pub fn replace(&mut self, graph: &Graph) -> Result<(), FolderError> {
        let mut entries = self.entries.clone();
        let documents: BTreeSet<&str> = graph.quads().filter_map(|quad| document(&quad)).collect();
        entries.retain(|(document, _), _| !documents.contains(document.as_str()));
        self.add(graph, entries)
    }

    /// Makes the store hold the documents of this graph and no others.
    ///
    /// # Errors
    /// As [`replace`](Self::replace).
    pub fn replace_all(&mut self, graph: &Graph) -> Result<(), FolderError> {
        self.add(graph, Entries::new())
    }

    fn add(&mut self, graph: &Graph, mut entries: Entries) -> Result<(), FolderError> {
        for lines in graph.to_nquads_by_graph() {
            let entry = keep(&self.path, &lines, UNKNOWN, UNKNOWN)?;
            entries.insert((entry.document.clone(), entry.sha256.clone()), entry);
        }
        self.commit(entries)?;
        self.drop_unnamed();
        Ok(())
    }

    /// The parts that the store has at this moment, for threads that bring more of them.
    #[must_use]
    pub fn parts(&self) -> Parts {
        let known = self.entries.values().map(|entry| (entry.recipe.clone(), entry.clone())).collect();
        Parts { path: self.path.clone(), known }
    }

    /// Makes what inputs gave part of the store, in the place of all that came from the same origins. What else the store has
    /// of their documents stays until `is_last`, for it may come from inputs that are still to be read.
    ///
    /// # Errors
    /// As [`replace`](Self::replace).
    pub fn put(&mut self, parts: &[Entry], is_last: bool) -> Result<(), FolderError> {
        let origins: BTreeSet<&str> = parts.iter().map(|part| part.origin.as_str()).collect();
        let documents: BTreeSet<&str> = parts.iter().map(|part| part.document.as_str()).collect();
        let mut entries = self.entries.clone();
        entries.retain(|(document, _), entry| {
            let is_replaced = is_last && documents.contains(document.as_str());
            !is_replaced && !origins.contains(entry.origin.as_str())
        });
        entries.extend(parts.iter().map(|part| ((part.document.clone(), part.sha256.clone()), part.clone())));
        if entries != self.entries {
            self.commit(entries)?;
        }
        if is_last {
            self.drop_unnamed();
        }
        Ok(())
    }

    /// Removes a document; `false` where there is none of that name.
    ///
    /// # Errors
    /// As [`replace`](Self::replace).
    pub fn remove(&mut self, document: &str) -> Result<bool, FolderError> {
        let mut entries = self.entries.clone();
        entries.retain(|(name, _), _| name != document);
        let was_there = entries.len() < self.entries.len();
        self.commit(entries)?;
        self.drop_unnamed();
        Ok(was_there)
    }

    fn commit(&mut self, entries: Entries) -> Result<(), FolderError> {
        let before = std::mem::replace(&mut self.entries, entries);
        if let Err(error) = self.write_index() {
            self.entries = before;
            return Err(error);
        }
        Ok(())
    }

    fn write_index(&self) -> Result<(), FolderError> {
        let mut text = format!("{HEAD}\n");
        for Entry { document, quads, sha256, recipe, origin } in self.entries.values() {
            let _ = writeln!(text, "{sha256}\t{quads}\t{recipe}\t{origin}\t{document}");
        }
        write_whole(&self.path, &self.path.join("index"), text.as_bytes())
    }

    /// Drops what no index names: objects of earlier states, and drafts of writers that were killed.
    fn drop_unnamed(&self) {
        let digests: BTreeSet<&str> = self.entries.values().map(|entry| entry.sha256.as_str()).collect();
        let named = |name: &str| name.strip_suffix(".nq").is_some_and(|digest| digests.contains(digest));
        for entry in fs::read_dir(self.path.join("objects")).into_iter().flatten().flatten() {
            if entry.file_name().to_str().is_none_or(|name| !named(name)) {
                // What cannot be dropped takes room and does no harm.
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// The parts that a store had, and how to add to them side by side.
#[derive(Debug)]
pub struct Parts {
    path: PathBuf,
    /// By recipe.
    known: BTreeMap<String, Entry>,
}

impl Parts {
    /// What an input gave earlier, if its quads are still there.
    #[must_use]
    pub fn known(&self, recipe: &str) -> Option<&Entry> {
        self.known.get(recipe).filter(|entry| object(&self.path, &entry.sha256).is_file())
    }

    /// Writes the quads of an input, canonical N-Quads of one graph; [`Folder::put`] then makes them part of the store.
    ///
    /// # Errors
    /// Where the folder cannot be written.
    pub fn keep(&self, quads: &str, recipe: &str, origin: &str) -> Result<Entry, FolderError> {
        keep(&self.path, quads, recipe, origin)
    }
}

fn keep(store: &Path, quads: &str, recipe: &str, origin: &str) -> Result<Entry, FolderError> {
    let sha256 = digest(quads.as_bytes());
    let place = object(store, &sha256);
    // One that is there and damaged is mended.
    if !fs::read(&place).is_ok_and(|there| there == quads.as_bytes()) {
        write_whole(store, &place, quads.as_bytes())?;
    }
    let name = quads.split_once(" .\n").and_then(|(first, _)| first.rsplit_once(" <"));
    let document = name.map_or("", |(_, name)| name.trim_end_matches('>')).to_owned();
    let [recipe, origin] = [recipe, origin].map(str::to_owned);
    Ok(Entry { document, quads: quads.lines().count(), sha256, recipe, origin })
}

pub(super) fn object(store: &Path, sha256: &str) -> PathBuf {
    store.join("objects").join(format!("{sha256}.nq"))
}

/// Recipe and origin of quads from elsewhere.
const UNKNOWN: &str = "-";

/// The document that a quad belongs to.
fn document<'q>(quad: &QuadRef<'q>) -> Option<&'q str> {
    match quad.graph_name {
        GraphNameRef::NamedNode(name) => Some(name.as_str()),
        _ => None,
    }
}

/// What a store that was just begun may hold.
const OWN: [&str; 2] = ["lock", "objects"];

/// The documents of the index; none where there is no index.
fn read_index(path: &Path) -> Result<Option<Entries>, FolderError> {
    let place = path.join("index");
    let text = match fs::read_to_string(&place) {
        Ok(text) => text,
        Err(cause) if matches!(cause.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(cause) => return Err(FolderError::Io { place, cause }),
    };
    let wrong = |line, cause: &str| FolderError::Index { place: place.clone(), line, cause: cause.to_owned() };
    let mut lines = (1..).zip(text.lines());
    if lines.next().is_none_or(|(_, head)| head != HEAD) {
        return Err(wrong(1, "a store of another version"));
    }
    let mut entries = BTreeMap::new();
    for (number, line) in lines {
        let fields: Vec<&str> = line.splitn(5, '\t').collect();
        let [sha256, quads, recipe, origin, document] = fields[..] else {
            return Err(wrong(number, "the line is cut"));
        };
        let quads = quads.parse().map_err(|_| wrong(number, "no number of quads"))?;
        let is_digest = sha256.len() == 64 && sha256.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_digest {
            return Err(wrong(number, "no digest"));
        }
        let [document, sha256, recipe, origin] = [document, sha256, recipe, origin].map(str::to_owned);
        let entry = Entry { document, quads, sha256, recipe, origin };
        entries.insert((entry.document.clone(), entry.sha256.clone()), entry);
    }
    Ok(Some(entries))
}

/// Replaces a file of a store in one step, and not before its bytes are on the disk. Drafts lie with the objects, where those
/// of a killed writer are found: beside a first index one would look like something that is not ours.
pub(super) fn write_whole(store: &Path, place: &Path, bytes: &[u8]) -> Result<(), FolderError> {
    let failed = |cause| FolderError::Io { place: place.to_owned(), cause };
    let mut drafts = tempfile::Builder::new();
    drafts.prefix(".draft-");
    // Readable by all that the umask leaves: who writes a store and who serves it need not be the same.
    #[cfg(unix)]
    drafts.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut draft = drafts.tempfile_in(store.join("objects")).map_err(failed)?;
    draft.write_all(bytes).and_then(|()| draft.as_file().sync_all()).map_err(failed)?;
    draft.persist(place).map_err(|error| failed(error.error))?;
    // The name is part of the folder.
    let folder = place.parent().unwrap_or(store);
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)
}
