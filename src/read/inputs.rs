//! Files, folders, standard input and JSON Lines → one document after the other.

use super::{Limits, ReadError, document, guess_format};
use crate::text::{Diagnostic, Format, Severity, Source};
use std::collections::BTreeSet;
use std::fs::{self, File, Metadata};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// Endings of the files that are read from folders; a file that is named outright may have any.
pub(super) const ENDINGS: &str = ".txt .md .markdown .html .htm .pdf .jsonl .ndjson .json-lines";

/// A document as it lies on the disk or came through a pipe, not looked into yet.
#[derive(Debug)]
pub struct Raw {
    pub name: String,
    pub bytes: Vec<u8>,
    /// None where the name and the bytes must tell.
    format: Option<Format>,
    /// How long the file said it was.
    expected: Option<u64>,
}

type Each<'e> = &'e mut dyn FnMut(Result<Raw, ReadError>);

/// Hands every document under `inputs` to `each`, one at a time and in a stable order; a bad one is handed over as an
/// error and costs nothing else.
///
/// An input is a file, a folder (read with all folders below it, sorted by name, files of known endings only), or `-`
/// for standard input. JSON Lines (by the ending, on standard input by the first line) give a document for each line.
/// Pipes and devices are refused, for opening one may wait for ever; `/dev/stdin` and `/dev/fd/3` are open already and
/// therefore read.
pub fn raw_documents(inputs: &[PathBuf], limits: &Limits, each: Each<'_>) {
    walk(inputs, &mut |found| match found {
        Found::StandardInput => pipe("-", io::stdin().lock(), limits, each),
        Found::File(path, metadata) => file(path, metadata, limits, each),
        Found::Nothing(error) => each(Err(error)),
    });
}

/// A document and what was odd about it, or why it cannot be read.
pub type Reading = Result<(Source, Vec<Diagnostic>), ReadError>;

/// Reads every document under `inputs`, as [`raw_documents`] finds them.
pub fn documents(inputs: &[PathBuf], limits: &Limits, each: &mut dyn FnMut(Reading)) {
    raw_documents(inputs, limits, &mut |raw| each(raw.and_then(|raw| raw.read(limits))));
}

/// How many bytes there are under `inputs`; none where that cannot be told before they are read.
#[must_use]
pub fn size(inputs: &[PathBuf]) -> Option<u64> {
    let mut size = Some(0);
    walk(inputs, &mut |found| match found {
        Found::File(_, Ok(file)) if file.is_file() => size = size.map(|size: u64| size.saturating_add(file.len())),
        Found::StandardInput | Found::File(_, Ok(_)) => size = None,
        Found::File(_, Err(_)) | Found::Nothing(_) => {}
    });
    size
}

impl Raw {
    /// Looks into it.
    ///
    /// # Errors
    /// As [`document`].
    pub fn read(self, limits: &Limits) -> Reading {
        let read = self.bytes.len() as u64;
        let (source, mut findings) = document(&self.name, self.bytes, self.format, limits)?;
        if let Some(expected) = self.expected.filter(|expected| *expected != read) {
            let message = format!("the file had {expected} bytes when opened, and {read} were read");
            let remedy = "Read it again when nobody writes to it.";
            findings.push(Diagnostic::new(Severity::Warning, "changed-while-read", None, message, remedy));
        }
        Ok((source, findings))
    }
}

/// What an input leads to.
enum Found<'p> {
    StandardInput,
    File(&'p Path, io::Result<Metadata>),
    Nothing(ReadError),
}

fn walk(inputs: &[PathBuf], each: &mut dyn FnMut(Found<'_>)) {
    for input in inputs {
        if input.as_os_str() == "-" {
            each(Found::StandardInput);
            continue;
        }
        match fs::metadata(input) {
            Ok(found) if found.is_dir() => {
                if folder(input, &mut BTreeSet::new(), each) == 0 {
                    each(Found::Nothing(ReadError::EmptyFolder { name: name_of(input) }));
                }
            }
            found => each(Found::File(input, found)),
        }
    }
}

fn name_of(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// Finds the files of a folder and says how many there were. A folder that symbolic links lead to again, in a circle or
/// not, is read once.
fn folder(path: &Path, seen: &mut BTreeSet<PathBuf>, each: &mut dyn FnMut(Found<'_>)) -> usize {
    if fs::canonicalize(path).is_ok_and(|real| !seen.insert(real)) {
        return 0;
    }
    let fail = |cause| ReadError::Io { name: name_of(path), cause };
    let mut entries = Vec::new();
    match fs::read_dir(path) {
        Ok(found) => {
            for entry in found {
                match entry {
                    Ok(entry) => entries.push(entry.path()),
                    Err(cause) => each(Found::Nothing(fail(cause))),
                }
            }
        }
        Err(cause) => {
            each(Found::Nothing(fail(cause)));
            return 1;
        }
    }
    entries.sort();
    let mut count = 0;
    for entry in entries {
        match fs::metadata(&entry) {
            Ok(found) if found.is_dir() => count += folder(&entry, seen, each),
            found if has_known_ending(&entry) => {
                count += 1;
                each(Found::File(&entry, found));
            }
            _ => {}
        }
    }
    count
}

fn ending(path: &Path) -> String {
    path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).unwrap_or_default()
}

fn has_known_ending(path: &Path) -> bool {
    let ending = ending(path);
    ENDINGS.split(' ').any(|known| known.strip_prefix('.') == Some(&ending))
}

fn file(path: &Path, found: io::Result<Metadata>, limits: &Limits, each: Each<'_>) {
    let name = name_of(path);
    let is_open_already = path.starts_with("/dev/fd") || path == Path::new("/dev/stdin");
    let found = match found {
        Ok(found) if found.is_file() || is_open_already => found,
        Ok(_) => return each(Err(ReadError::NotAFile { name })),
        Err(cause) => return each(Err(ReadError::Io { name, cause })),
    };
    match File::open(path) {
        Ok(reader) if matches!(ending(path).as_str(), "jsonl" | "ndjson" | "json-lines") => {
            json_lines(&name, BufReader::new(reader), limits, each);
        }
        Ok(reader) if found.is_file() => each(whole(&name, reader, Some(found.len()), limits)),
        Ok(reader) => pipe(&name, BufReader::new(reader), limits, each),
        Err(cause) => each(Err(ReadError::Io { name, cause })),
    }
}

/// What a pipe brings: JSON Lines where the first line is an object, else one document.
fn pipe(name: &str, mut reader: impl BufRead, limits: &Limits, each: Each<'_>) {
    let mut first = Vec::new();
    if let Err(cause) = reader.by_ref().take(limits.bytes() + 1).read_until(b'\n', &mut first) {
        return each(Err(ReadError::Io { name: name.to_owned(), cause }));
    }
    let is_object = first.trim_ascii().starts_with(b"{") && first.trim_ascii().ends_with(b"}");
    let all = first.chain(reader);
    if is_object { json_lines(name, all, limits, each) } else { each(whole(name, all, None, limits)) }
}

/// A document that fills its file. `expected`: how long the file said it was.
fn whole(name: &str, reader: impl Read, expected: Option<u64>, limits: &Limits) -> Result<Raw, ReadError> {
    let mut bytes = Vec::new();
    if expected.is_some_and(|expected| expected > limits.bytes()) {
        return Err(ReadError::TooLarge { name: name.to_owned(), limit: limits.bytes() });
    }
    // One byte more than allowed tells a document that just fits from one that does not.
    match reader.take(limits.bytes() + 1).read_to_end(&mut bytes) {
        Ok(read) if read as u64 > limits.bytes() => {
            Err(ReadError::TooLarge { name: name.to_owned(), limit: limits.bytes() })
        }
        Ok(_) => Ok(Raw { name: name.to_owned(), bytes, format: None, expected }),
        Err(cause) => Err(ReadError::Io { name: name.to_owned(), cause }),
    }
}

#[derive(serde::Deserialize)]
struct Line {
    id: Option<String>,
    text: String,
}

/// Documents of JSON Lines, each named by its `id`, or by file and line where it has none. The raw bytes of such a
/// document are those of its `text`, without the escapes of JSON.
fn json_lines(name: &str, mut reader: impl BufRead, limits: &Limits, each: Each<'_>) {
    let mut line = Vec::new();
    let mut number = 0;
    loop {
        line.clear();
        number += 1;
        match reader.by_ref().take(limits.bytes() + 1).read_until(b'\n', &mut line) {
            Ok(0) if number == 1 => return each(Err(ReadError::Empty { name: name.to_owned() })),
            Ok(0) => return,
            Ok(read) if read as u64 > limits.bytes() => {
                each(Err(ReadError::TooLarge { name: format!("{name}, line {number}"), limit: limits.bytes() }));
                if let Some(Err(cause)) = (!line.ends_with(b"\n")).then(|| reader.skip_until(b'\n')) {
                    return each(Err(ReadError::Io { name: name.to_owned(), cause }));
                }
            }
            Ok(_) if line.trim_ascii().is_empty() => {}
            Ok(_) => each(match serde_json::from_slice::<Line>(line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line)) {
                Ok(Line { id, text }) => {
                    // An id may end in `.pdf` and the text is text all the same.
                    let (format, bytes) = (Some(guess_format("", text.as_bytes())), text.into_bytes());
                    let name = id.unwrap_or_else(|| format!("{name}:{number}"));
                    Ok(Raw { name, bytes, format, expected: None })
                }
                Err(error) => {
                    // The parser counts lines within what it was given, which is always the first.
                    let cause = error.to_string().replace("line 1 column", "column");
                    Err(ReadError::JsonLine { name: name.to_owned(), line: number, cause })
                }
            }),
            Err(cause) => return each(Err(ReadError::Io { name: name.to_owned(), cause })),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_shrinks_is_read_with_a_warning() {
        let limits = Limits::default();
        let read = whole("a.txt", &b"Die IMK"[..], Some(100), &limits).and_then(|raw| raw.read(&limits));
        assert!(
            read.is_ok_and(|(source, findings)| source.text == "Die IMK" && findings[0].code == "changed-while-read")
        );
    }

    #[test]
    fn a_pipe_brings_json_lines_or_a_document() {
        let read = |input: &[u8]| {
            let mut texts = Vec::new();
            let limits = Limits::default();
            pipe("-", input, &limits, &mut |raw| {
                let one = raw.and_then(|raw| raw.read(&limits));
                texts.push(one.map_or_else(|error| error.to_string(), |(source, _)| source.name + ": " + &source.text));
            });
            texts
        };
        assert_eq!(
            read(b"{ \"id\": \"a.pdf\", \"text\": \"eins\" }\n{\"id\":\"b\",\"text\":\"zwei\"}"),
            ["a.pdf: eins", "b: zwei"]
        );
        assert_eq!(read("{Beschluss}, über\nalles".as_bytes()), ["-: {Beschluss}, über\nalles"]);
    }

    #[test]
    fn nothing_is_read_beyond_the_limit() {
        let limits = Limits { max_bytes: 1000, ..Limits::default() };
        let endless = BufReader::new(io::repeat(b'x'));
        assert!(matches!(whole("endless", endless, None, &limits), Err(ReadError::TooLarge { limit: 1000, .. })));
        let mut lines = Vec::new();
        let input = [&[b'x'; 5000][..], b"\n{\"id\":\"b\",\"text\":\"Beschluss\"}"].concat();
        json_lines("j", &input[..], &limits, &mut |one| lines.push(one));
        assert!(matches!(&lines[..], [Err(ReadError::TooLarge { .. }), Ok(raw)] if raw.name == "b"));
    }
}
