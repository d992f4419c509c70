//! Bytes → [`Source`]. The only module that knows file formats, and the only one left of the graph that opens files.
//!
//! The clean text of each format:
//!
//! * plain text, Markdown: the decoded input itself, markup and all, so that positions are the input's own. What the
//!   markup means is for [`structure`](crate::structure) to say, by one rule for every format.
//! * HTML: the text of the body in the order of reading, a line for each block.
//! * PDF: a line for each paragraph; running headers, page numbers and hyphens at line ends are gone, for only the reader
//!   sees where things stand on the page. The way back leads to pages, not to bytes: the offset map is empty.
//! * JSON Lines: one document a line, `{"id": …, "text": …}`; the text is then one of the above.
//!
//! A bad document costs nothing but itself: it is handed over as a [`ReadError`] that says in one line which file, where,
//! why, and what to do.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "files, and a process with a time limit, are what reading is"
)]

mod decode;
mod html;
mod inputs;
mod pdf;
mod toc;

pub use inputs::{Raw, Reading, documents, raw_documents, size};
pub use pdf::{PDF_WORKER, PdfError, pdf_worker};
pub use toc::{TocEntry, TocError, toc};

use crate::text::{Diagnostic, Format, OffsetMap, Severity, Source, digest};
use std::borrow::Cow;
use std::path::PathBuf;

/// How much reading one document may cost.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Size of one document in bytes; more than 1 GiB counts as 1 GiB, for spans must fit into four bytes a side.
    pub max_bytes: u64,
    /// Time for one PDF.
    pub pdf_seconds: u64,
    /// Text that one PDF may come to, in bytes.
    pub pdf_text_bytes: u64,
    /// Program that is started for each PDF as `PROGRAM pdf-text-worker` and runs [`pdf_worker`]: the `gremium` binary.
    ///
    /// A process of its own is the only thing that can be stopped: the time limit then ends the work, memory is limited
    /// too, and a PDF that makes the parser run out of stack ends nothing but that process. Without a program PDFs are
    /// read in a thread, which is good enough for files one knows: on a time-out the document is given up, but the thread
    /// runs on.
    pub pdf_program: Option<PathBuf>,
}

impl Default for Limits {
    /// 1 GiB, 30 s and 64 MiB of text for a PDF, no program.
    fn default() -> Self {
        Self { max_bytes: MOST_BYTES, pdf_seconds: 30, pdf_text_bytes: 64 << 20, pdf_program: None }
    }
}

/// Decoding may make three bytes of one (U+FFFD for a stray byte), and a span must still reach the end.
const MOST_BYTES: u64 = 1 << 30;

impl Limits {
    fn bytes(&self) -> u64 {
        self.max_bytes.min(MOST_BYTES)
    }
}

/// Why a document could not be read. Displayed as one line: file, place, cause, remedy.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    #[error("{}: {cause}. {}", one_line(.name), remedy(.cause))]
    Io { name: String, cause: std::io::Error },
    #[error("{}: neither a file nor a folder. To read from a pipe, give `-` and pipe into standard input", one_line(.name))]
    NotAFile { name: String },
    #[error("{}: the folder holds no document. Known endings: {}", one_line(.name), inputs::ENDINGS)]
    EmptyFolder { name: String },
    #[error("{}: larger than {limit} bytes. Split it, or raise the limit", one_line(.name))]
    TooLarge { name: String, limit: u64 },
    #[error("{}, line {line}: {length} bytes without a line break. Break the text into paragraphs", one_line(.name))]
    LongLine { name: String, line: usize, length: usize },
    #[error("{}: holds no text. Check that it was saved", one_line(.name))]
    Empty { name: String },
    #[error("{}: not a text but {what}. Save it as PDF, HTML or plain text", one_line(.name))]
    NotText { name: String, what: &'static str },
    #[error("{}, line {line}: no document: {cause}. Each line must be {{\"id\": \"…\", \"text\": \"…\"}}", one_line(.name))]
    JsonLine { name: String, line: u64, cause: String },
    #[error("{}: {cause}", one_line(.name))]
    Pdf { name: String, cause: PdfError },
}

/// A file name may hold line breaks and commands to the terminal; a message may not.
fn one_line(name: &str) -> Cow<'_, str> {
    if name.contains(char::is_control) { name.escape_debug().to_string().into() } else { name.into() }
}

fn remedy(cause: &std::io::Error) -> &'static str {
    match cause.kind() {
        std::io::ErrorKind::NotFound => "Check the path; a symbolic link may point to nothing",
        std::io::ErrorKind::PermissionDenied => "Ask for the right to read it",
        _ => "Check that the file can be opened",
    }
}

/// One document in memory → its source, and what was odd about it.
///
/// `name` is what the source will be called. Without a `format` it is told from the content (`%PDF`, `<html`) and else
/// from the ending of the name; what nobody knows is plain text.
///
/// # Errors
///
/// When there is no text in it, when it is not text at all, and whatever a PDF can have wrong with it.
///
/// ```
/// use gremium::read::{Limits, document};
/// use gremium::text::Format;
/// let page = b"<h1>TOP 2: Haushalt</h1><p>Die IMK bittet das BMI.</p>".to_vec();
/// let (source, findings) = document("beschluss.html", page, None, &Limits::default())?;
/// assert_eq!(source.format, Format::Html);
/// assert_eq!(source.text, "TOP 2: Haushalt\n\nDie IMK bittet das BMI.");
/// assert!(findings.is_empty());
/// # Ok::<(), gremium::read::ReadError>(())
/// ```
pub fn document(
    name: &str,
    bytes: Vec<u8>,
    format: Option<Format>,
    limits: &Limits,
) -> Result<(Source, Vec<Diagnostic>), ReadError> {
    let name = name.to_owned();
    if bytes.len() as u64 > limits.bytes() {
        return Err(ReadError::TooLarge { name, limit: limits.bytes() });
    }
    let digest = digest(&bytes);
    let format = format.unwrap_or_else(|| guess_format(&name, &bytes));
    let (text, map, pages, diagnostics) = match format {
        Format::Plain | Format::Markdown => {
            let decoded =
                decode::decode(bytes, None).map_err(|what| ReadError::NotText { name: name.clone(), what })?;
            (decoded.text, decoded.map, Vec::new(), decoded.diagnostics)
        }
        Format::Html => {
            let declared = html::declared_encoding(&bytes);
            let mut decoded =
                decode::decode(bytes, declared).map_err(|what| ReadError::NotText { name: name.clone(), what })?;
            let (text, map) = html::text(&decoded.text);
            // Spans of the findings are of the markup, which is gone.
            decoded.diagnostics.iter_mut().for_each(|finding| finding.span = None);
            (text, map.then(&decoded.map), Vec::new(), decoded.diagnostics)
        }
        Format::Pdf => {
            let paper = pdf::read(bytes, limits).map_err(|cause| ReadError::Pdf { name: name.clone(), cause })?;
            let nameless = (paper.nameless > 0).then(|| {
                let message =
                    format!("{} characters of the PDF are drawn without saying which they are", paper.nameless);
                let remedy = "Compare with the printed page; OCR may read it better.";
                Diagnostic::new(Severity::Warning, "nameless-characters", None, message, remedy)
            });
            (paper.text, OffsetMap::default(), paper.pages, nameless.into_iter().collect())
        }
    };
    if text.trim().is_empty() {
        return Err(ReadError::Empty { name });
    }
    let lines = text.split(['\n', '\r']).enumerate();
    if let Some((line, words)) = lines.into_iter().find(|(_, words)| words.len() > LONGEST_LINE) {
        return Err(ReadError::LongLine { name, line: line + 1, length: words.len() });
    }
    Ok((Source { name, format, text, map, pages, digest }, diagnostics))
}

/// No resolution has a paragraph of this many bytes, and what a passage costs in memory is thirty times its length.
const LONGEST_LINE: usize = 8 << 20;

fn guess_format(name: &str, bytes: &[u8]) -> Format {
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or(bytes);
    if head.windows(5).any(|window| window == b"%PDF-") {
        return Format::Pdf;
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start().to_ascii_lowercase();
    match ending.as_str() {
        "pdf" => Format::Pdf,
        "html" | "htm" | "xhtml" => Format::Html,
        "md" | "markdown" => Format::Markdown,
        "txt" => Format::Plain,
        _ if start.starts_with(b"<!doctype html") || start.starts_with(b"<html") => Format::Html,
        _ => Format::Plain,
    }
}
