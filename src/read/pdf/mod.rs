//! PDF → paragraphs of text.
//!
//! In five steps: [`repair`] makes of each page one that holds nothing but text operators, [`glyphs`] runs them and
//! notes where each character stands, [`lines`] makes lines of characters, [`furniture`]
//! drops running headers, [`paragraphs`] makes paragraphs of lines.

mod furniture;
mod glyphs;
mod lines;
mod paragraphs;
mod repair;

use super::Limits;
use serde::{Deserialize, Serialize};
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

/// The text of a PDF.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Paper {
    pub text: String,
    /// Byte at which each page starts.
    pub pages: Vec<u32>,
    /// Characters that the PDF draws without saying which they are.
    pub nameless: usize,
}

/// What can be wrong with a PDF.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum PdfError {
    #[error("the PDF is damaged or cut off ({0}). Get it again from where it was published")]
    Damaged(String),
    #[error("the PDF asks for a password. Save a copy without one")]
    Encrypted,
    #[error("the PDF has no text, only pictures (pages: {0}). Run OCR over it first")]
    NoText(usize),
    #[error("reading the PDF takes longer than {0} s. Raise the limit, or print it to a new PDF")]
    TooSlow(u64),
    #[error("the PDF unpacks to more than {0} bytes. Raise the limit, or print it to a new PDF")]
    TooLarge(u64),
    #[error("reading the PDF takes more memory than it may. Print it to a new PDF")]
    TooMuchMemory,
    #[error("the program that reads PDFs cannot be run ({0}). Check the installation")]
    Worker(String),
}

/// Reads a PDF within the limits: in a process of its own where a program for it is named, else in a thread.
pub(super) fn read(bytes: Vec<u8>, limits: &Limits) -> Result<Paper, PdfError> {
    match &limits.pdf_program {
        Some(program) => in_process(program, &bytes, limits),
        None => in_thread(bytes, limits.clone()),
    }
}

/// A page in a browser has no threads; what stops reading there is the end of its worker.
#[cfg(target_family = "wasm")]
fn in_thread(bytes: Vec<u8>, limits: Limits) -> Result<Paper, PdfError> {
    paper(&bytes, &limits)
}

#[cfg(not(target_family = "wasm"))]
fn in_thread(bytes: Vec<u8>, limits: Limits) -> Result<Paper, PdfError> {
    const STACK: usize = 64 << 20;
    let time = Duration::from_secs(limits.pdf_seconds);
    let seconds = limits.pdf_seconds;
    let (send, receive) = mpsc::channel();
    let started =
        thread::Builder::new().name("pdf".into()).stack_size(STACK).spawn(move || send.send(paper(&bytes, &limits)));
    match (started, receive.recv_timeout(time)) {
        (Err(cause), _) => Err(PdfError::Worker(cause.to_string())),
        (_, Ok(result)) => result,
        (_, Err(mpsc::RecvTimeoutError::Timeout)) => Err(PdfError::TooSlow(seconds)),
        // The thread ended without an answer: the parser panicked.
        (_, Err(mpsc::RecvTimeoutError::Disconnected)) => Err(PdfError::Damaged("the parser gave up".to_owned())),
    }
}

/// First argument that makes the binary a worker.
pub const PDF_WORKER: &str = "pdf-text-worker";

/// What the process started for one PDF does: reads the PDF from standard input, writes the answer to standard output.
///
/// To be called first thing in `main` when the first argument is [`PDF_WORKER`]; see
/// [`Limits::pdf_program`](super::Limits::pdf_program). The arguments after it are the limits.
pub fn pdf_worker() {
    let mut numbers = std::env::args().skip(2).map(|number| number.parse().unwrap_or(0));
    let mut next = || numbers.next().unwrap_or(0);
    let limits = Limits { max_bytes: next(), pdf_seconds: next(), pdf_text_bytes: next(), pdf_program: None };
    confine(&limits);
    // The answer says that the parser panicked; where it did is of no use to anybody here.
    std::panic::set_hook(Box::new(|_| {}));
    let mut bytes = Vec::new();
    let answer = match std::io::stdin().lock().take(limits.bytes()).read_to_end(&mut bytes) {
        Ok(_) => in_thread(bytes, limits),
        Err(cause) => Err(PdfError::Worker(cause.to_string())),
    };
    // The other end may be gone, and then nobody wants the answer.
    let _ = serde_json::to_writer(std::io::stdout().lock(), &answer);
}

/// Limits that the system enforces: memory, and processor time in case the parent is gone.
#[cfg(unix)]
fn confine(limits: &Limits) {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let hard = |most| Rlimit { current: Some(most), maximum: Some(most) };
    let _ = setrlimit(Resource::As, hard((512 << 20) + 4 * limits.bytes() + 8 * limits.pdf_text_bytes.min(1 << 30)));
    let _ = setrlimit(Resource::Cpu, hard(limits.pdf_seconds + 1));
    let _ = setrlimit(Resource::Core, hard(0));
}

#[cfg(not(unix))]
fn confine(_: &Limits) {}

fn in_process(program: &Path, bytes: &[u8], limits: &Limits) -> Result<Paper, PdfError> {
    let failed = |cause: std::io::Error| PdfError::Worker(format!("{}: {cause}", program.display()));
    let mut child = Command::new(program)
        .arg(PDF_WORKER)
        .args([bytes.len() as u64, limits.pdf_seconds, limits.pdf_text_bytes].map(|number| number.to_string()))
        // Each thread of a pool takes address space, which is what is limited.
        .env("RAYON_NUM_THREADS", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(failed)?;
    let (Some(mut stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(PdfError::Worker("no pipes".to_owned()));
    };
    // JSON may take six bytes for one.
    let most = 6 * limits.pdf_text_bytes + (1 << 20);
    let answer = thread::scope(|scope| {
        let (send, receive) = mpsc::channel();
        scope.spawn(move || {
            // A worker that died reads no more; its silence below says so.
            let _ = stdin.write_all(bytes);
        });
        scope.spawn(move || {
            let mut answer = Vec::new();
            let _ = stdout.take(most).read_to_end(&mut answer);
            let _ = send.send(answer);
        });
        let answer = receive.recv_timeout(Duration::from_secs(limits.pdf_seconds + 2));
        // Ends the two threads as well, for their pipes break.
        let _ = child.kill();
        let _ = child.wait();
        answer
    });
    match answer {
        Ok(answer) => serde_json::from_slice(&answer).unwrap_or(Err(PdfError::TooMuchMemory)),
        Err(_) => Err(PdfError::TooSlow(limits.pdf_seconds)),
    }
}

/// When reading has to end; never, where there is no clock.
#[derive(Clone, Copy)]
struct TimeLimit(Option<Instant>);

impl TimeLimit {
    fn after(seconds: u64) -> Self {
        Self((!cfg!(target_family = "wasm")).then(|| Instant::now() + Duration::from_secs(seconds)))
    }

    fn is_over(self) -> bool {
        self.0.is_some_and(|end| Instant::now() >= end)
    }
}

/// The pure part: bytes → text. May panic, for the parser does.
fn paper(bytes: &[u8], limits: &Limits) -> Result<Paper, PdfError> {
    let deadline = TimeLimit::after(limits.pdf_seconds);
    let (document, unusable) = repair::load(bytes, limits)?;
    let (pages, nameless) = glyphs::pages(&document, deadline, limits)?;
    if pages.iter().all(|page| page.glyphs.is_empty()) {
        return Err(PdfError::NoText(pages.len()));
    }
    let mut pages: Vec<lines::Page> = pages.iter().map(lines::lines).collect();
    furniture::drop_furniture(&mut pages);
    let (text, pages) = paragraphs::text(&pages);
    Ok(Paper { text, pages, nameless: nameless + unusable })
}
