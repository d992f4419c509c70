//! What a store on disk holds, as a graph or part by part: each object is checked against its digest, side by side.
#![allow(clippy::disallowed_methods, reason = "files are what this is about")]

use super::digest::digest;
use super::folder::{Entry, Folder, FolderError, object};
use super::read_nquads;
use crate::graph::Graph;
use oxigraph::model::GraphNameRef;
use std::fs;
use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// What a document is derived from, in the words of PROV-O.
const DERIVED: &str = " <http://www.w3.org/ns/prov#wasDerivedFrom> <";

impl Folder {
    /// All that is in the store.
    ///
    /// # Errors
    /// The first document that is damaged.
    pub fn graph(&self) -> Result<Graph, FolderError> {
        match self.load() {
            // A writer may have dropped an object after the index was read: the new index names others.
            Err(FolderError::Damaged { .. }) if self.lock.is_none() => Self::open(&self.path)?.load(),
            outcome => outcome,
        }
    }

    fn load(&self) -> Result<Graph, FolderError> {
        let entries: Vec<&Entry> = self.entries.values().collect();
        let graphs = side_by_side(&entries, |entry, graph| {
            let text = self.read(entry)?;
            read_nquads(&text, graph).map_err(|cause| self.damaged(entry, cause))
        })?;
        Ok(union(graphs))
    }

    /// The canonical N-Quads of each part, several side by side and in no order.
    ///
    /// # Errors
    /// Those of `each`, and the first part that is damaged.
    pub fn each_part<E>(&self, each: impl Fn(&str) -> Result<(), E> + Sync) -> Result<(), E>
    where
        E: From<FolderError> + Send,
    {
        let entries: Vec<&Entry> = self.entries.values().collect();
        side_by_side(&entries, |entry, (): &mut ()| {
            let text = String::from_utf8(self.read(entry)?).map_err(|cause| self.damaged(entry, cause.to_string()))?;
            each(&text)
        })
        .map(drop)
    }

    /// IRIs of the sources that a part says it is derived from.
    ///
    /// # Errors
    /// Where the part is damaged.
    pub fn sources(&self, entry: &Entry) -> Result<Vec<String>, FolderError> {
        let text = String::from_utf8(self.read(entry)?).map_err(|cause| self.damaged(entry, cause.to_string()))?;
        let own = format!("<{}>{DERIVED}", entry.document);
        let said = text.lines().filter_map(|line| line.strip_prefix(&own)?.split_once('>'));
        Ok(said.map(|(source, _)| source.to_owned()).collect())
    }

    /// What is damaged.
    #[must_use]
    pub fn verify(&self) -> Vec<FolderError> {
        let check = |entry: &Entry| {
            let mut graph = Graph::new();
            let text = self.read(entry)?;
            read_nquads(&text, &mut graph).map_err(|cause| self.damaged(entry, cause))?;
            let same = graph.to_nquads().as_bytes() == text && graph.len() == entry.quads;
            let own = graph.quads().all(
                |quad| matches!(quad.graph_name, GraphNameRef::NamedNode(name) if name.as_str() == entry.document),
            );
            if same && own {
                Ok(())
            } else {
                Err(self.damaged(entry, "not canonical, or not of this document".to_owned()))
            }
        };
        self.entries.values().filter_map(|entry| check(entry).err()).collect()
    }

    pub(super) fn read(&self, entry: &Entry) -> Result<Vec<u8>, FolderError> {
        let bytes =
            fs::read(object(&self.path, &entry.sha256)).map_err(|cause| self.damaged(entry, cause.to_string()))?;
        if digest(&bytes) == entry.sha256 {
            Ok(bytes)
        } else {
            Err(self.damaged(entry, "other bytes than were written".to_owned()))
        }
    }

    fn damaged(&self, entry: &Entry, cause: String) -> FolderError {
        FolderError::Damaged { place: object(&self.path, &entry.sha256), document: entry.document.clone(), cause }
    }
}

/// Reads a dump: N-Quads without blank nodes and default graph.
///
/// # Errors
/// As [`read_nquads`], for the first line that is wrong.
pub fn parse_nquads(text: &[u8]) -> Result<Graph, String> {
    // A line feed stands nowhere but at the end of a statement.
    let mut pieces: Vec<&[u8]> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let ends = rest.get(PIECE..).and_then(|behind| behind.iter().position(|byte| *byte == b'\n'));
        let (piece, behind) = rest.split_at(ends.map_or(rest.len(), |end| PIECE + end + 1));
        pieces.push(piece);
        rest = behind;
    }
    side_by_side(&pieces, |piece, graph| read_nquads(piece, graph)).map(union).map_err(|cause| {
        // A piece counts lines from its own start. From the start of all, the error is found where it is.
        read_nquads(text, &mut Graph::new()).err().unwrap_or(cause)
    })
}

/// Bytes of a dump that a thread takes at a time.
const PIECE: usize = 1 << 20;

/// Puts graphs together, which takes a fraction of the time that parsing them takes.
fn union(graphs: Vec<Graph>) -> Graph {
    let mut graphs = graphs.into_iter();
    let mut whole = graphs.next().unwrap_or_default();
    graphs.for_each(|graph| whole.union(&graph));
    whole
}

/// Has each part worked on, by as many threads as there are processors. Each gathers what it makes in a place of its own.
fn side_by_side<P: Sync, T: Default + Send, E: Send>(
    parts: &[P],
    work: impl Fn(&P, &mut T) -> Result<(), E> + Sync,
) -> Result<Vec<T>, E> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut gathered = T::default();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(part) = parts.get(at) else { return Ok(gathered) };
            if let Err(error) = work(part, &mut gathered) {
                // Nobody begins another part. Those before this one are worked on to their end, so that the error is that
                // of the first one that is wrong, whoever is faster.
                next.fetch_max(parts.len(), Ordering::Relaxed);
                return Err((at, error));
            }
        }
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(parts.len());
    let outcomes: Vec<Result<T, (usize, E)>> = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let own = work();
        let others = others.into_iter().map(|other| other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        std::iter::once(own).chain(others).collect()
    });
    let (mut all, mut first): (Vec<T>, Option<(usize, E)>) = (Vec::new(), None);
    for outcome in outcomes {
        match outcome {
            Ok(gathered) => all.push(gathered),
            Err(error) if first.as_ref().is_none_or(|(at, _)| error.0 < *at) => first = Some(error),
            Err(_) => {}
        }
    }
    first.map_or(Ok(all), |(_, error)| Err(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dump_of_many_pieces_is_the_same_graph_and_its_first_error_is_named() {
        let line = |n: u32| format!("<a:{n}> <a:p> \"{}\" <a:g> .\n", "x".repeat(200));
        let mut lines: Vec<String> = (0..20_000).map(line).collect();
        let text = lines.concat();
        assert!(text.len() > 3 * PIECE);
        let mut serial = Graph::new();
        read_nquads(text.as_bytes(), &mut serial).unwrap();
        assert_eq!(parse_nquads(text.as_bytes()), Ok(serial));
        for wrong in [15_000, 9_000] {
            "nonsense\n".clone_into(&mut lines[wrong]);
            let said = parse_nquads(lines.concat().as_bytes()).unwrap_err();
            assert!(said.contains(&format!("line {}", wrong + 1)), "{said}");
        }
        assert_eq!(parse_nquads(b""), Ok(Graph::new()));
    }
}
