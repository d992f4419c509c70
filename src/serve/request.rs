//! What a request holds, and the answer to one that is wrong.

use super::Service;
use super::wire::{Cause, Failure};
use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts};
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode;
use std::time::Duration;
use tokio::time::timeout;

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

    pub fn later(status: StatusCode, seconds: u64, message: impl Into<String>) -> Self {
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
            Cause::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
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
        if self.status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

/// The address of a path of this server: below the one that the user gave, else as the client called it. What a proxy says
/// in headers (`X-Forwarded-Proto`) a client can say too, so it is not heeded.
pub fn address(service: &Service, parts: &Parts, path: &str) -> Result<String, Problem> {
    if let Some(public) = &service.public {
        return Ok(format!("{public}{path}"));
    }
    let host = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let host = host.ok_or_else(|| Problem::new(StatusCode::BAD_REQUEST, "The request has no Host header"))?;
    Ok(format!("http://{host}{path}"))
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
