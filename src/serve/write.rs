//! Changes of what is served: by whoever has the token, one after the other, whole or not at all.

use super::Service;
use super::pool::Piece;
use super::request::Problem;
use super::respond::begin;
use super::wire::{Change, Work};
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header, request::Parts};
use axum::response::Response;
use std::io::Write as _;
use std::sync::{Arc, PoisonError};
use tokio::sync::Mutex;

/// Who may write, and whose turn it is.
pub struct Writer {
    token: String,
    turn: Mutex<()>,
}

impl Writer {
    pub fn new(token: String) -> Self {
        Self { token, turn: Mutex::default() }
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

/// Makes a change: a fork changes its copy, a new keeper loads the outcome and takes over.
pub async fn change(service: &Service, parts: &Parts, change: Change) -> Result<Response, Problem> {
    let writer = admit(service, parts)?;
    let failed = |error: std::io::Error| {
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, format!("The change was not made: {error}"))
    };
    let _turn = writer.turn.lock().await;
    let (mut answer, bill) = begin(service, parts, Work::Change(change)).await?;
    let mut created = String::new();
    let mut quads = tempfile::tempfile().map_err(failed)?;
    loop {
        match answer.next().await? {
            Piece::Head(name) => created = name,
            Piece::Data(data) => quads.write_all(&data).map_err(failed)?,
            Piece::End => break,
        }
    }
    drop(bill);
    let room = super::room::renewed(&quads, &service.base).map_err(failed)?;
    service.pool.renew(quads).await.map_err(failed)?;
    *service.room.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(room);
    let mut response = Response::new(Body::empty());
    *response.status_mut() = if created.is_empty() { StatusCode::NO_CONTENT } else { StatusCode::CREATED };
    if let Some(location) = HeaderValue::from_str(&created).ok().filter(|_| !created.is_empty()) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(response)
}
