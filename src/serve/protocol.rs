//! SPARQL 1.1 Protocol: what a request asks, and the answer as a response.

use super::pool::{Answer, Piece};
use super::wire::{Cause, Dataset, Failure, Task, Work};
use super::{Peer, Service, guard};
use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts};
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio::time::{Instant, timeout};

/// Bytes of an answer that are waited for before the status is sent: what fails within them fails cleanly.
const HELD_BACK: usize = 256 << 10;

/// An answer that says what is wrong, in a line of text.
#[derive(Debug)]
pub struct Problem {
    pub status: StatusCode,
    pub message: String,
    pub retry_after: Option<u64>,
}

impl Problem {
    pub fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), retry_after: None }
    }

    fn later(status: StatusCode, seconds: u64, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), retry_after: Some(seconds) }
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        let status = match failure.cause {
            Cause::Query => StatusCode::BAD_REQUEST,
            Cause::Format => StatusCode::NOT_ACCEPTABLE,
            Cause::TooMuch => StatusCode::UNPROCESSABLE_ENTITY,
            Cause::TooSlow => StatusCode::GATEWAY_TIMEOUT,
            Cause::Missing => StatusCode::NOT_FOUND,
            Cause::Server => StatusCode::SERVICE_UNAVAILABLE,
        };
        Self::new(status, failure.message)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let content = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
        let mut response = (self.status, content, self.message + "\n").into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

/// `/sparql`.
pub async fn sparql(State(service): State<Arc<Service>>, request: Request) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    let mut parameters = decode(parts.uri.query().unwrap_or_default())?;
    match parts.method {
        Method::GET | Method::HEAD => {}
        Method::POST => {
            let body = read(body, &service).await?;
            match media_type(&parts.headers)?.as_str() {
                "application/x-www-form-urlencoded" => parameters.extend(decode(text(&body)?)?),
                "application/sparql-query" => parameters.push(("query".to_owned(), text(&body)?.to_owned())),
                other => {
                    let message = format!(
                        "The content type {other} is no query. Use application/sparql-query or application/x-www-form-urlencoded"
                    );
                    return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
                }
            }
        }
        _ => return Err(Problem::new(StatusCode::METHOD_NOT_ALLOWED, "Queries come by GET or POST")),
    }
    query(&service, &parts, parameters).await
}

async fn query(service: &Service, parts: &Parts, parameters: Vec<(String, String)>) -> Result<Response, Problem> {
    let wrong = |message: String| Problem::new(StatusCode::BAD_REQUEST, message);
    let mut sparql = None;
    let mut dataset = Dataset::default();
    for (name, value) in parameters {
        match name.as_str() {
            "query" => {
                if sparql.replace(value).is_some() {
                    return Err(wrong("The request holds more than one query".to_owned()));
                }
            }
            "default-graph-uri" => dataset.default.push(value),
            "named-graph-uri" => dataset.named.push(value),
            _ => {
                let message =
                    format!("There is no parameter {name}; query, default-graph-uri, named-graph-uri are known");
                return Err(wrong(message));
            }
        }
    }
    let sparql = sparql.ok_or_else(|| wrong("The request holds no query; give it as ?query=…".to_owned()))?;
    guard::check(&sparql, &service.limits).map_err(|refusal| wrong(refusal.to_string()))?;
    respond(service, parts, Work::Query { sparql, dataset }).await
}

/// Has the work done and makes a response of the answer.
pub async fn respond(service: &Service, parts: &Parts, work: Work) -> Result<Response, Problem> {
    let peer = parts.extensions.get::<Peer>().copied();
    if let Some(seconds) = peer.and_then(|peer| service.budgets.exhausted(peer)) {
        let message = "This address has used up its time for queries. Wait, then ask again";
        return Err(Problem::later(StatusCode::TOO_MANY_REQUESTS, seconds, message));
    }
    let turn = service.pool.turn().await.ok_or_else(|| {
        let message = "Too many queries are waiting. Try again in a moment";
        Problem::later(StatusCode::SERVICE_UNAVAILABLE, service.limits.seconds, message)
    })?;
    let accept: Vec<&str> =
        parts.headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok()).collect();
    let task = Task { work, accept: accept.join(","), base: service.base.clone(), limits: service.limits };
    // Charges the client also when it leaves and this future is dropped.
    let bill = Bill { service: service.budgets.clone(), peer, since: Instant::now(), _turn: turn };
    let mut answer = service.pool.ask(&task).await?;
    let mut media_type = String::new();
    let mut held: Vec<Bytes> = Vec::new();
    let mut size = 0;
    while size < HELD_BACK {
        match answer.next().await? {
            Piece::MediaType(name) => media_type = name,
            Piece::Data(data) => {
                size += data.len();
                held.push(data);
            }
            Piece::End => {
                drop(bill);
                return Ok(with_type(&media_type, Body::from(held.concat())));
            }
        }
    }
    let (send, receive) = mpsc::channel(4);
    tokio::spawn(stream(answer, held, send, bill));
    Ok(with_type(&media_type, Body::new(Stream { receive })))
}

fn with_type(media_type: &str, body: Body) -> Response {
    let mut response = Response::new(body);
    let charset = if media_type.starts_with("text/") { "; charset=utf-8" } else { "" };
    if let Ok(value) = HeaderValue::from_str(&format!("{media_type}{charset}")) {
        response.headers_mut().insert(header::CONTENT_TYPE, value);
    }
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept"));
    response
}

/// What a query costs its client, to be noted when it ends.
struct Bill {
    service: super::budget::Budgets,
    peer: Option<Peer>,
    since: Instant,
    _turn: OwnedSemaphorePermit,
}

impl Drop for Bill {
    fn drop(&mut self) {
        if let Some(peer) = self.peer {
            self.service.charge(peer, self.since.elapsed());
        }
    }
}

type Chunk = io::Result<Bytes>;

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
            Ok(Piece::MediaType(_)) => continue,
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

struct Stream {
    receive: mpsc::Receiver<Chunk>,
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

/// Reads a body within its limits of size and time.
pub async fn read(body: Body, service: &Service) -> Result<Bytes, Problem> {
    let most = usize::try_from(service.limits.body_bytes).unwrap_or(usize::MAX);
    let announced = body.size_hint().lower();
    let too_large =
        || Problem::new(StatusCode::PAYLOAD_TOO_LARGE, format!("The body of the request is larger than {most} bytes"));
    if announced > service.limits.body_bytes {
        return Err(too_large());
    }
    let wait = Duration::from_secs(service.limits.body_seconds);
    match timeout(wait, to_bytes(body, most)).await {
        Err(_) => Err(Problem::new(StatusCode::REQUEST_TIMEOUT, "The body of the request did not arrive in time")),
        Ok(Err(error))
            if std::error::Error::source(&error).is_some_and(|cause| cause.to_string().contains("length limit")) =>
        {
            Err(too_large())
        }
        Ok(Err(error)) => {
            Err(Problem::new(StatusCode::BAD_REQUEST, format!("The body of the request is broken: {error}")))
        }
        Ok(Ok(bytes)) => Ok(bytes),
    }
}

/// The media type of the body, in lower case and without parameters; an encoding other than UTF-8 is refused.
pub fn media_type(headers: &HeaderMap) -> Result<String, Problem> {
    let refuse = |message: String| Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message);
    if let Some(coding) = headers.get(header::CONTENT_ENCODING).filter(|coding| *coding != "identity") {
        return Err(refuse(format!("The content encoding {coding:?} is not unpacked here. Send the body as it is")));
    }
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut parts = value.split(';').map(|part| part.trim().to_ascii_lowercase());
    let kind = parts.next().unwrap_or_default();
    for part in parts {
        let charset = part.strip_prefix("charset=").map(|charset| charset.trim_matches('"'));
        if charset.is_some_and(|charset| charset != "utf-8") {
            return Err(refuse(format!("The content type {value} is not in UTF-8. Send UTF-8")));
        }
    }
    if kind.is_empty() { Err(refuse("The request has a body and no content type".to_owned())) } else { Ok(kind) }
}

pub fn text(body: &[u8]) -> Result<&str, Problem> {
    std::str::from_utf8(body).map_err(|error| {
        Problem::new(StatusCode::BAD_REQUEST, format!("The body is not UTF-8 from byte {}", error.valid_up_to()))
    })
}

/// The pairs of a form or of the query part of an address.
pub fn decode(form: &str) -> Result<Vec<(String, String)>, Problem> {
    let part = |text: &str| {
        let spaced = text.replace('+', " ");
        let decoded = percent_decode(spaced.as_bytes()).decode_utf8().map(std::borrow::Cow::into_owned);
        decoded.map_err(|_| Problem::new(StatusCode::BAD_REQUEST, "A parameter of the request is not UTF-8"))
    };
    form.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((part(name)?, part(value)?))
        })
        .collect()
}
