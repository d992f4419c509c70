//! Changes of what is served: by whoever has the token, one after the other, whole or not at all.

use super::Service;
use super::download::Downloads;
use super::pool::Piece;
use super::request::Problem;
use super::respond::begin;
use super::wire::{Change, Work};
use crate::graph::Graph;
use crate::room::Room;
use crate::store::digest::digest;
use crate::store::folder::Folder;
use crate::store::read_nquads;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header, request::Parts};
use axum::response::Response;
use std::fs::File;
use std::io::{self, Write as _};
use std::sync::{Arc, PoisonError};
use tokio::sync::{Mutex, OwnedMutexGuard};

/// Who may write, whose turn it is, and where it is kept.
pub struct Writer {
    token: String,
    store: Arc<Mutex<Option<Folder>>>,
}

impl Writer {
    /// Without a store, changes are lost when the server ends.
    pub fn new(token: String, store: Option<Folder>) -> Self {
        Self { token, store: Arc::new(Mutex::new(store)) }
    }

    /// Compares in a time that depends on the lengths only.
    fn admits(&self, parts: &Parts) -> bool {
        let given = parts.headers.get(header::AUTHORIZATION).map_or(&b""[..], HeaderValue::as_bytes);
        let given = given.strip_prefix(b"Bearer ").unwrap_or_default();
        let differ = given.iter().zip(self.token.as_bytes()).fold(0, |differ, (a, b)| differ | (a ^ b));
        std::hint::black_box(differ) == 0 && given.len() == self.token.len()
    }
}

/// Refuses whoever may not write, before anything of what is to be written is read.
pub fn admit<'s>(service: &'s Service, parts: &Parts) -> Result<&'s Writer, Problem> {
    match &service.writer {
        None => Err(Problem::new(StatusCode::FORBIDDEN, "This service is for reading only")),
        Some(writer) if writer.admits(parts) => Ok(writer),
        Some(_) => Err(Problem::new(StatusCode::UNAUTHORIZED, "Writing takes the token: Authorization: Bearer …")),
    }
}

/// Makes a change: a fork changes its copy, the store keeps the outcome, a new keeper loads it and takes over.
pub async fn change(service: &Arc<Service>, parts: &Parts, change: Change) -> Result<Response, Problem> {
    let writer = admit(service, parts)?;
    let store = Arc::clone(&writer.store).lock_owned().await;
    let (mut answer, bill) = begin(service, parts, Work::Change(change)).await?;
    let (mut created, mut quads) = (String::new(), Vec::new());
    loop {
        match answer.next().await? {
            Piece::Head(name) => created = name,
            Piece::Data(data) => quads.extend_from_slice(&data),
            Piece::End => break,
        }
    }
    drop(bill);
    // A task of its own: when the client leaves now, what is kept and what is served must not come apart.
    let committed = tokio::spawn(commit(Arc::clone(service), store, quads)).await;
    committed.unwrap_or_else(|error| Err(failed(io::Error::other(error))))?;
    let mut response = Response::new(Body::empty());
    *response.status_mut() = if created.is_empty() { StatusCode::NO_CONTENT } else { StatusCode::CREATED };
    if let Some(location) = HeaderValue::from_str(&created).ok().filter(|_| !created.is_empty()) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(response)
}

#[allow(clippy::needless_pass_by_value, reason = "as map_err hands it over")]
fn failed(error: io::Error) -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, format!("The change was not made: {error}"))
}

/// Keeps these quads and serves them from now on.
async fn commit(
    service: Arc<Service>,
    mut store: OwnedMutexGuard<Option<Folder>>,
    quads: Vec<u8>,
) -> Result<(), Problem> {
    let asked = Arc::clone(&service);
    let ready = tokio::task::spawn_blocking(move || {
        let file = sorted(&quads)?;
        let graph = super::room::graph(&file)?;
        let reconciler = asked.reconciler().renewed(bodies(&quads, &asked.base), || (asked.finder)(&graph))?;
        Ok((Room::new(&graph, &asked.base), reconciler, file, quads))
    });
    let (room, reconciler, file, quads) = ready.await.map_err(io::Error::other).flatten().map_err(failed)?;
    let next = service.pool.prepare(file).await.map_err(failed)?;
    if store.is_some() {
        let kept =
            tokio::task::spawn_blocking(move || store.as_mut().map_or(Ok(()), |store| keep(store, &quads))).await;
        kept.map_err(|error| failed(io::Error::other(error)))??;
    }
    service.pool.install(next).await;
    *service.room.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(room);
    *service.reconciler.write().unwrap_or_else(PoisonError::into_inner) = reconciler;
    service.answers.forget();
    *service.downloads.lock().await = Downloads::default();
    Ok(())
}

/// A digest of what the lines say of bodies and their names.
fn bodies(quads: &[u8], base: &str) -> String {
    let starts = [format!("<{base}body/"), format!("<{base}name/")];
    let lines = quads.split_inclusive(|byte| *byte == b'\n');
    let mut lines: Vec<&[u8]> =
        lines.filter(|line| starts.iter().any(|start| line.starts_with(start.as_bytes()))).collect();
    lines.sort_unstable();
    digest(&lines.concat())
}

/// The lines in a file, in order, so that the same quads are the same bytes.
fn sorted(quads: &[u8]) -> io::Result<File> {
    let mut lines: Vec<&[u8]> = quads.split_inclusive(|byte| *byte == b'\n').collect();
    lines.sort_unstable();
    let mut out = io::BufWriter::with_capacity(1 << 20, tempfile::tempfile()?);
    lines.iter().try_for_each(|line| out.write_all(line))?;
    out.into_inner().map_err(io::IntoInnerError::into_error)
}

fn keep(store: &mut Folder, quads: &[u8]) -> Result<(), Problem> {
    let mut graph = Graph::new();
    read_nquads(quads, &mut graph).map_err(|cause| {
        let message = format!("The change was not made: {cause}. Name the graph, and give nodes an IRI");
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, message)
    })?;
    store.replace_all(&graph).map_err(|error| failed(io::Error::other(error)))
}
