//! Work that is begun within its limits, and its answer as a response.

use super::budget::Budgets;
use super::kept::{Whole, content_type};
use super::pool::{Answer, Piece};
use super::request::Problem;
use super::wire::{Task, Work};
use super::{Peer, Service};
use axum::body::{Body, Bytes, HttpBody};
use axum::http::{HeaderValue, StatusCode, header, request::Parts};
use axum::response::Response;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio::time::Instant;

/// Bytes of an answer that are waited for before the status is sent: what fails within them fails cleanly.
const HELD_BACK: usize = 1 << 20;

/// Checks whether this client may ask now and waits for a turn, which lasts as long as the bill.
pub async fn admit(service: &Service, parts: &Parts) -> Result<Bill, Problem> {
    let peer = parts.extensions.get::<Peer>().copied();
    if let Some(seconds) = peer.and_then(|peer| service.budgets.exhausted(peer)) {
        let message = "This address has used up its time for queries. Wait, then ask again";
        return Err(Problem::later(StatusCode::TOO_MANY_REQUESTS, seconds, message));
    }
    let turn = service.pool.turn().await.ok_or_else(|| {
        let message = "Too many queries are waiting. Try again in a moment";
        Problem::later(StatusCode::SERVICE_UNAVAILABLE, service.limits.seconds, message)
    })?;
    // Charges the client also when it leaves and the future that works for it is dropped.
    Ok(Bill { budgets: service.budgets.clone(), peer, since: Instant::now(), _turn: turn })
}

/// Has the work begun for a client that may ask.
pub async fn begin(service: &Service, parts: &Parts, work: Work) -> Result<(Answer, Bill), Problem> {
    let bill = admit(service, parts).await?;
    let task = Task {
        work,
        accept: accept(parts),
        base: service.base.clone(),
        services: service.services.clone(),
        limits: service.limits,
    };
    Ok((service.pool.ask(&task).await?, bill))
}

fn accept(parts: &Parts) -> String {
    let values = parts.headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    values.collect::<Vec<_>>().join(",")
}

/// Has the work done, unless the answer is at hand, and makes a response of the answer.
pub async fn respond(service: &Service, parts: &Parts, work: Work) -> Result<Response, Problem> {
    let key = service.answers.key(&work, &accept(parts));
    if let Some(answer) = key.as_ref().and_then(|key| service.answers.get(key)) {
        return Ok(answer.response(&parts.headers));
    }
    let (mut answer, bill) = begin(service, parts, work).await?;
    let mut media_type = String::new();
    let mut held: Vec<Bytes> = Vec::new();
    let mut size = 0;
    while size < HELD_BACK {
        match answer.next().await? {
            Piece::Head(name) => media_type = name,
            Piece::Data(data) => {
                size += data.len();
                held.push(data);
            }
            Piece::End => {
                drop(bill);
                let answer = Whole::new(&media_type, held.concat().into());
                if let Some(key) = key {
                    service.answers.keep(key, answer.clone());
                }
                return Ok(answer.response(&parts.headers));
            }
        }
    }
    let (send, receive) = mpsc::channel(4);
    tokio::spawn(stream(answer, held, send, bill));
    let mut response = Response::new(Body::new(Stream { receive }));
    response.headers_mut().insert(header::CONTENT_TYPE, content_type(&media_type));
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept"));
    Ok(response)
}

/// What a query costs its client, to be noted when it ends.
pub struct Bill {
    budgets: Budgets,
    peer: Option<Peer>,
    since: Instant,
    _turn: OwnedSemaphorePermit,
}

impl Drop for Bill {
    fn drop(&mut self) {
        if let Some(peer) = self.peer {
            self.budgets.charge(peer, self.since.elapsed());
        }
    }
}

pub type Chunk = io::Result<Bytes>;

/// Sends the answer on. An answer that fails on its way is cut: the connection breaks, and no client takes it for whole.
async fn stream(mut answer: Answer, held: Vec<Bytes>, send: mpsc::Sender<Chunk>, bill: Bill) {
    for data in held {
        if send.send(Ok(data)).await.is_err() {
            return;
        }
    }
    loop {
        let chunk = match answer.next().await {
            Ok(Piece::End) => break,
            Ok(Piece::Head(_)) => continue,
            Ok(Piece::Data(data)) => Ok(data),
            Err(failure) => Err(io::Error::other(failure)),
        };
        let is_last = chunk.is_err();
        // The client may take no more; the process must not outlive its time for that.
        let sent = tokio::time::timeout_at(answer.deadline(), send.send(chunk)).await;
        if is_last || !matches!(sent, Ok(Ok(()))) {
            if sent.is_err() {
                let _ = send.try_send(Err(io::ErrorKind::TimedOut.into()));
            }
            break;
        }
    }
    drop(bill);
}

/// A body that is sent as it comes.
pub struct Stream {
    pub receive: mpsc::Receiver<Chunk>,
}

impl HttpBody for Stream {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<hyper::body::Frame<Bytes>, io::Error>>> {
        self.receive.poll_recv(context).map(|chunk| chunk.map(|chunk| chunk.map(hyper::body::Frame::data)))
    }
}
