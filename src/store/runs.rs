//! More quads than memory holds, in order: sorted runs on disk, merged at the end.
//!
//! Each document brings its lines sorted. They gather in buffers, one for each thread; a full buffer becomes a run, a file
//! that has no name and so leaves nothing behind whoever is killed. Lines of a run are front-coded, for neighbours mostly
//! begin alike. Merging reads all runs side by side. Memory is the buffers and one block of each run, whatever the number of
//! documents.
#![allow(clippy::disallowed_types, reason = "files are what this is about")]

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Cursor, Seek, Write};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// What a buffer holds before it becomes a run.
const BUFFER: usize = 24 << 20;
/// So many runs are merged into one, for each is an open file.
const MOST_RUNS: usize = 128;

/// What lines of N-Quads are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Their bytes: canonical N-Quads.
    Lines,
    /// The name of their graph, then their bytes: for syntaxes that open a block for each graph.
    Graphs,
}

/// Sorts lines of N-Quads, each once.
///
/// ```
/// use gremium::store::runs::{Order, Sorter};
/// let sorter = Sorter::new(Order::Lines, std::env::temp_dir());
/// sorter.add("b\nc\n")?;
/// sorter.add("a\nc\n")?;
/// let mut merged = Vec::new();
/// sorter.merge(|line| Ok(merged.extend_from_slice(line)))?;
/// assert_eq!(merged, b"a\nb\nc\n");
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Sorter {
    order: Order,
    /// Where runs lie.
    folder: PathBuf,
    /// Buffers that nobody is filling at this moment.
    buffers: Mutex<Vec<String>>,
    runs: Mutex<Runs>,
}

#[derive(Debug, Default)]
struct Runs {
    short: Vec<File>,
    /// Of [`MOST_RUNS`] short ones each.
    long: Vec<File>,
}

impl Sorter {
    /// `folder` needs room for the lines that are added, beside what comes out.
    #[must_use]
    pub fn new(order: Order, folder: PathBuf) -> Self {
        Self { order, folder, buffers: Mutex::default(), runs: Mutex::default() }
    }

    /// Adds lines, each of which ends in a line feed; best sorted already. Threads may add side by side.
    ///
    /// # Errors
    /// Where a run cannot be written.
    pub fn add(&self, lines: &str) -> io::Result<()> {
        let mut buffer = self.buffers().pop().unwrap_or_default();
        if !buffer.is_empty() && buffer.len() + lines.len() > BUFFER {
            self.spill(&buffer)?;
            buffer.clear();
        }
        buffer.push_str(lines);
        self.buffers().push(buffer);
        Ok(())
    }

    /// Hands over every line, with its line feed, in order and once.
    ///
    /// # Errors
    /// Those of `each`, and where a run cannot be read.
    pub fn merge(self, each: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
        let runs = self.runs.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut sources: Vec<Source> = Vec::new();
        for run in runs.short.into_iter().chain(runs.long) {
            sources.push(reader(run)?);
        }
        for buffer in self.buffers.into_inner().unwrap_or_else(PoisonError::into_inner) {
            let mut run = FrontCoder::new(Vec::new());
            sorted(&buffer, self.order).iter().try_for_each(|line| run.line(line.as_bytes()))?;
            sources.push(Box::new(Cursor::new(run.out)));
        }
        merge(sources, self.order, each)
    }

    fn buffers(&self) -> std::sync::MutexGuard<'_, Vec<String>> {
        self.buffers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn spill(&self, buffer: &str) -> io::Result<()> {
        let lines = sorted(buffer, self.order);
        let run = self.run(|out| lines.iter().try_for_each(|line| out.line(line.as_bytes())))?;
        let mut runs = self.runs.lock().unwrap_or_else(PoisonError::into_inner);
        runs.short.push(run);
        if runs.short.len() == MOST_RUNS {
            let sources = runs.short.drain(..).map(reader).collect::<io::Result<_>>()?;
            let long = self.run(|out| merge(sources, self.order, |line| out.line(line)))?;
            runs.long.push(long);
        }
        Ok(())
    }

    fn run(&self, fill: impl FnOnce(&mut FrontCoder<BufWriter<File>>) -> io::Result<()>) -> io::Result<File> {
        let written = tempfile::tempfile_in(&self.folder).and_then(|run| {
            let mut coder = FrontCoder::new(BufWriter::with_capacity(1 << 18, run));
            fill(&mut coder)?;
            coder.out.into_inner().map_err(io::IntoInnerError::into_error)
        });
        written.map_err(|cause| {
            let place = self.folder.display();
            io::Error::new(cause.kind(), format!("sorting needs room in {place} for all quads: {cause}"))
        })
    }
}

type Source = Box<dyn BufRead>;

fn reader(mut run: File) -> io::Result<Source> {
    run.rewind()?;
    Ok(Box::new(BufReader::with_capacity(1 << 16, run)))
}

fn sorted(text: &str, order: Order) -> Vec<&str> {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    // A stable sort takes the documents' own order as it is.
    lines.sort_by(|one, other| compare(one.as_bytes(), other.as_bytes(), order));
    lines.dedup();
    lines
}

fn compare(one: &[u8], other: &[u8], order: Order) -> Ordering {
    let by_graph = match order {
        Order::Lines => Ordering::Equal,
        Order::Graphs => graph(one).cmp(graph(other)),
    };
    by_graph.then_with(|| one.cmp(other))
}

/// The name of a line's graph, without its brackets.
fn graph(line: &[u8]) -> &[u8] {
    let name = line.iter().rposition(|byte| *byte == b'<').and_then(|at| line.get(at + 1..)).unwrap_or_default();
    name.iter().position(|byte| *byte == b'>').and_then(|end| name.get(..end)).unwrap_or(name)
}

/// Writes lines as a run: of each how many bytes it has in common with the one before, two bytes, and then the others.
struct FrontCoder<W> {
    out: W,
    last: Vec<u8>,
}

impl<W: Write> FrontCoder<W> {
    const fn new(out: W) -> Self {
        Self { out, last: Vec::new() }
    }

    /// Takes a line with its line feed, which is the only one in it.
    fn line(&mut self, line: &[u8]) -> io::Result<()> {
        // The line feed is always written, for it is what the line is read up to.
        let most = line.len().saturating_sub(1).min(u16::MAX.into());
        let shared = common(&self.last, line.get(..most).unwrap_or_default());
        let rest = line.get(shared..).unwrap_or_default();
        self.out.write_all(&u16::try_from(shared).unwrap_or_default().to_le_bytes())?;
        self.out.write_all(rest)?;
        self.last.truncate(shared);
        self.last.extend_from_slice(rest);
        Ok(())
    }
}

/// Bytes that two begin with alike.
fn common(one: &[u8], other: &[u8]) -> usize {
    // Blocks are compared at once; most of a line is seen so.
    const BLOCK: usize = 16;
    let blocks = one.chunks_exact(BLOCK).zip(other.chunks_exact(BLOCK)).take_while(|(one, other)| one == other);
    let start = blocks.count() * BLOCK;
    let rests = one.get(start..).unwrap_or_default().iter().zip(other.get(start..).unwrap_or_default());
    start + rests.take_while(|(one, other)| one == other).count()
}

/// A run and its next line.
struct Head {
    line: Vec<u8>,
    rest: Source,
    order: Order,
}

impl Head {
    /// Goes on to the next line; `false` at the end.
    fn advance(&mut self) -> io::Result<bool> {
        if self.rest.fill_buf()?.is_empty() {
            return Ok(false);
        }
        let mut shared = [0; 2];
        self.rest.read_exact(&mut shared)?;
        self.line.truncate(u16::from_le_bytes(shared).into());
        self.rest.read_until(b'\n', &mut self.line)?;
        Ok(true)
    }
}

/// The heap gives the greatest, and the least is wanted.
impl Ord for Head {
    fn cmp(&self, other: &Self) -> Ordering {
        compare(&other.line, &self.line, self.order)
    }
}

impl PartialOrd for Head {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Head {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Head {}

fn merge(sources: Vec<Source>, order: Order, mut each: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
    let mut heads = BinaryHeap::new();
    for rest in sources {
        let mut head = Head { line: Vec::new(), rest, order };
        if head.advance()? {
            heads.push(head);
        }
    }
    let mut last = Vec::new();
    while let Some(mut head) = heads.peek_mut() {
        if head.line != last {
            each(&head.line)?;
            last.clone_from(&head.line);
        }
        if !head.advance()? {
            PeekMut::pop(head);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_longer_than_memory_is_sorted_and_each_line_comes_once() {
        let sorter = Sorter::new(Order::Lines, std::env::temp_dir());
        let filler = "x".repeat(100);
        let line = |number: usize| format!("<{number:09}> {filler}\n");
        // Three times the same million lines, in parts that interlock: more than a dozen buffers.
        for part in (0..300).chain(0..300).chain((0..300).rev()) {
            let lines: String = (0..3000).map(|k| line(k * 300 + part)).collect();
            sorter.add(&lines).unwrap();
        }
        assert!(!sorter.runs.lock().unwrap().short.is_empty());
        let mut number = 0;
        sorter
            .merge(|found| {
                assert_eq!(found, line(number).as_bytes());
                number += 1;
                Ok(())
            })
            .unwrap();
        assert_eq!(number, 900_000);
    }

    #[test]
    fn lines_of_one_graph_stay_together() {
        let sorter = Sorter::new(Order::Graphs, std::env::temp_dir());
        sorter.add("<a> <p> \"<x>\" <g/h> .\n<b> <p> <o> <g> .\n").unwrap();
        sorter.add("<a> <p> <o> <g/h> .\n<c> <p> <o> <g> .\n").unwrap();
        let mut merged = String::new();
        let mut add = |line: &[u8]| {
            merged.push_str(std::str::from_utf8(line).unwrap());
            Ok(())
        };
        sorter.merge(&mut add).unwrap();
        assert_eq!(merged, "<b> <p> <o> <g> .\n<c> <p> <o> <g> .\n<a> <p> \"<x>\" <g/h> .\n<a> <p> <o> <g/h> .\n");
    }
}
