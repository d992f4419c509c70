//! The whole graph as a file, packed or not, in pieces if the client likes: `/download/graph.nq.gz`.

use super::Service;
use super::kept::{content_type, is_known, named, tag};
use super::request::Problem;
use super::respond::Stream;
use crate::store::digest::digest_of;
use crate::vocab::PREFIXES;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use flate2::Compression;
use flate2::write::GzEncoder;
use headers::{AcceptRanges, ContentLength, ContentRange, ETag, HeaderMapExt, IfRange, Range};
use oxigraph::io::{RdfFormat, RdfParser, RdfSerializer};
use oxigraph::model::Triple;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::ops::Bound;
use std::os::unix::fs::FileExt;
use std::sync::Arc;
use tokio::sync::{OnceCell, mpsc};
use tokio::task::spawn_blocking;

/// What the files are called and hold; each is there packed too, with `.gz` behind its name.
const FILES: [(&str, RdfFormat); 3] =
    [("graph.nq", RdfFormat::NQuads), ("graph.nt", RdfFormat::NTriples), ("graph.ttl", RdfFormat::Turtle)];

/// Bytes that are read and sent together.
const PIECE: u64 = 256 << 10;

/// The files that were asked for since the graph last changed. Each is made once, by whoever asks first.
pub type Downloads = BTreeMap<String, Arc<OnceCell<Arc<Made>>>>;

/// A file without a name.
pub struct Made {
    file: File,
    length: u64,
    etag: ETag,
}

/// `/download/…`.
pub async fn download(
    State(service): State<Arc<Service>>,
    Path(name): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let (plain, packed) = name.strip_suffix(".gz").map_or((name.as_str(), false), |plain| (plain, true));
    let Some((_, format)) = FILES.iter().find(|(file, _)| *file == plain) else {
        let names: Vec<&str> = FILES.iter().map(|(file, _)| *file).collect();
        let message = format!("There is no file {name}. There are {}, each with .gz too", names.join(", "));
        return Err(Problem::new(StatusCode::NOT_FOUND, message));
    };
    let format = *format;
    let failed = |error: io::Error| {
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, format!("The file could not be made: {error}"))
    };
    // The quads are taken while the list is held, so that they are those of the state that the list is about.
    let (cell, quads) = {
        let mut files = service.downloads.lock().await;
        (Arc::clone(files.entry(name.clone()).or_default()), service.pool.quads().map_err(failed)?)
    };
    let make = || async { spawn_blocking(move || make(quads, format, packed)).await.map_err(io::Error::other)? };
    let made = Arc::clone(cell.get_or_try_init(make).await.map_err(failed)?);
    let mut response = piece(&made, request.headers());
    if response.status().is_success() {
        let media_type = if packed { "application/gzip" } else { format.media_type() };
        response.headers_mut().insert(header::CONTENT_TYPE, content_type(media_type));
        if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
            response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
        }
    }
    Ok(response)
}

/// The file or the part of it that is asked for, unless the client has it.
fn piece(made: &Arc<Made>, request: &HeaderMap) -> Response {
    let mut response = Response::new(Body::empty());
    tag(response.headers_mut(), &made.etag);
    response.headers_mut().typed_insert(AcceptRanges::bytes());
    if is_known(request, &made.etag) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return response;
    }
    // A part of another state is of no use to who has the beginning of this one.
    let is_same = request.typed_get::<IfRange>().is_none_or(|range| !range.is_modified(Some(&made.etag), None));
    let range = request.typed_get::<Range>().filter(|_| is_same);
    let parts: Option<Vec<_>> = range.map(|range| range.satisfiable_ranges(made.length).collect());
    let (from, to) = match parts.as_deref() {
        // Several parts at once would take a multipart answer; the whole file is a right answer too.
        None | Some([_, _, ..]) => (0, made.length),
        Some([(from, to)]) => {
            let from = match from {
                Bound::Included(from) => *from,
                Bound::Excluded(before) => before + 1,
                Bound::Unbounded => 0,
            };
            let to = match to {
                Bound::Included(last) => last.saturating_add(1),
                Bound::Excluded(end) => *end,
                Bound::Unbounded => made.length,
            };
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            (from, to.min(made.length))
        }
        Some([]) => (made.length, made.length),
    };
    if parts.is_some() && from >= to {
        *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
        response.headers_mut().typed_insert(ContentRange::unsatisfied_bytes(made.length));
        return response;
    }
    if response.status() == StatusCode::PARTIAL_CONTENT
        && let Ok(range) = ContentRange::bytes(from..to, made.length)
    {
        response.headers_mut().typed_insert(range);
    }
    response.headers_mut().typed_insert(ContentLength(to - from));
    let (send, receive) = mpsc::channel(2);
    tokio::spawn(stream(Arc::clone(made), from, to, send));
    *response.body_mut() = Body::new(Stream { receive });
    response
}

async fn stream(made: Arc<Made>, mut from: u64, to: u64, send: mpsc::Sender<io::Result<Bytes>>) {
    while from < to {
        let made = Arc::clone(&made);
        let read = move || {
            let mut piece = vec![0; usize::try_from(PIECE.min(to - from)).unwrap_or_default()];
            made.file.read_exact_at(&mut piece, from)?;
            io::Result::Ok(Bytes::from(piece))
        };
        let piece = spawn_blocking(read).await.map_err(io::Error::other).flatten();
        from += PIECE;
        if piece.is_err() {
            from = to;
        }
        if send.send(piece).await.is_err() {
            return;
        }
    }
}

/// A file from its start, whoever else reads it and has moved its position.
struct FromStart {
    file: File,
    at: u64,
}

impl Read for FromStart {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read_at(buffer, self.at)?;
        self.at += read as u64;
        Ok(read)
    }
}

fn make(quads: File, format: RdfFormat, packed: bool) -> io::Result<Arc<Made>> {
    let file = if format == RdfFormat::NQuads && !packed {
        quads
    } else {
        let quads = BufReader::with_capacity(1 << 20, FromStart { file: quads, at: 0 });
        let out = BufWriter::with_capacity(1 << 20, tempfile::tempfile()?);
        let out = if packed {
            let mut packer = GzEncoder::new(out, Compression::default());
            convert(quads, format, &mut packer)?;
            packer.finish()?
        } else {
            let mut out = out;
            convert(quads, format, &mut out)?;
            out
        };
        out.into_inner().map_err(io::IntoInnerError::into_error)?
    };
    let digest = digest_of(FromStart { file: file.try_clone()?, at: 0 })?;
    Ok(Arc::new(Made { length: file.metadata()?.len(), etag: named(&digest), file }))
}

/// Writes sorted N-Quads in this format. Quads that differ in their graph only stand next to each other, so that triples
/// are written once.
fn convert(mut quads: impl Read, format: RdfFormat, mut out: impl Write) -> io::Result<()> {
    if format == RdfFormat::NQuads {
        return io::copy(&mut quads, &mut out).map(drop);
    }
    let serializer = PREFIXES.iter().try_fold(RdfSerializer::from_format(format), |serializer, (prefix, iri)| {
        serializer.with_prefix(*prefix, *iri).map_err(io::Error::other)
    })?;
    let mut writer = serializer.for_writer(out);
    let mut last: Option<Triple> = None;
    for quad in RdfParser::from_format(RdfFormat::NQuads).for_reader(quads) {
        let triple = Triple::from(quad?);
        if last.as_ref() != Some(&triple) {
            writer.serialize_triple(&triple)?;
        }
        last = Some(triple);
    }
    writer.finish()?.flush()
}
