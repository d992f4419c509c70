//! The Reconciliation Service API 0.2: others match their tables to the bodies that are known here.
//!
//! What is looked in are the bodies of the authority files and of the graph as it is served, whatever was written to it. A
//! look costs little and its cost is bounded (so many questions, names of such a length, time), so it is done in the
//! server and not in a process of its own; what it costs is charged to the client all the same.
//!
//! There is no JSONP: it runs what a server says as a script in the page of whoever asks. Pages ask by CORS instead, and
//! only those that may: `OpenRefine` and others on this machine, and the origins that the user named.

mod extend;
mod html;
mod manifest;
mod query;
mod suggest;

use super::request::{Problem, decode, media_type, read, text};
use super::respond::admit;
use super::{Limits, Service};
use crate::link::Finder;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header, request::Parts};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use serde_json::Value;
use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Where the service is.
const PATH: &str = "/reconcile";

/// What the service looks in, and whose pages may ask it.
pub struct Reconciler {
    finder: Finder,
    /// IRIs of things, kinds and bodies alike, begin with it; what follows is the identifier.
    base: String,
    origins: Arc<[String]>,
    /// What of the graph it was made from, if a write made it.
    state: Option<String>,
}

impl Reconciler {
    pub fn new(finder: Finder, base: String, origins: Vec<String>) -> Self {
        Self { finder, base, origins: origins.into(), state: None }
    }

    /// The same service after a write that left the bodies in this state: a new one only where they are others than before.
    pub fn renewed(self: Arc<Self>, state: String, find: impl FnOnce() -> io::Result<Finder>) -> io::Result<Arc<Self>> {
        if self.state.as_ref() == Some(&state) {
            return Ok(self);
        }
        let (base, origins) = (self.base.clone(), Arc::clone(&self.origins));
        Ok(Arc::new(Self { finder: find()?, base, origins, state: Some(state) }))
    }

    /// What an IRI is called in answers.
    fn id<'i>(&self, iri: &'i str) -> &'i str {
        iri.strip_prefix(&self.base).unwrap_or(iri)
    }

    /// The IRI that an identifier stands for.
    fn iri(&self, id: &str) -> String {
        if id.contains("://") { id.to_owned() } else { format!("{}{id}", self.base) }
    }

    /// German name of a kind.
    fn kind<'k>(&'k self, iri: &'k str) -> &'k str {
        self.finder.directory.kinds.get(iri).map_or_else(|| self.id(iri), String::as_str)
    }

    /// Whether pages from there may read what the service says: those of programs on this machine, and of places that
    /// the user named.
    fn lets_in(&self, origin: &str) -> bool {
        let host = origin.parse::<Uri>().ok().and_then(|uri| Some(uri.host()?.trim_matches(['[', ']']).to_owned()));
        let is_local = host.is_some_and(|host| {
            host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
        });
        is_local || self.origins.iter().any(|known| known == "*" || known == origin)
    }
}

/// The routes of the service.
pub fn routes(service: &Arc<Service>) -> Router<Arc<Service>> {
    Router::new()
        .route(PATH, any(reconcile))
        .route("/reconcile/", any(reconcile))
        .route("/reconcile/suggest/{what}", get(suggest::suggest))
        .route("/reconcile/flyout/{what}", get(suggest::flyout))
        .route("/reconcile/preview", get(html::preview))
        .route("/reconcile/properties", get(extend::propose))
        .layer(from_fn_with_state(Arc::clone(service), share))
}

/// Says whether the page that asks may read the answer.
async fn share(State(service): State<Arc<Service>>, request: Request, next: Next) -> Response {
    let origin = request.headers().get(header::ORIGIN).cloned();
    let allowed = origin.filter(|origin| origin.to_str().is_ok_and(|origin| service.reconciler().lets_in(origin)));
    let mut response = if request.method() == Method::OPTIONS {
        let allow = [(header::ALLOW, "GET, HEAD, POST, OPTIONS")];
        (StatusCode::NO_CONTENT, allow).into_response()
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    if let Some(origin) = allowed {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, HEAD, POST"));
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("content-type"));
    }
    response
}

/// `/reconcile`: the manifest, or the answer to `queries` or `extend`.
async fn reconcile(State(service): State<Arc<Service>>, request: Request) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    let mut parameters = decode(parts.uri.query().unwrap_or_default())?;
    match parts.method {
        Method::GET | Method::HEAD => {}
        Method::POST => {
            let body = read(body, &service).await?;
            match media_type(&parts.headers)?.as_str() {
                "application/x-www-form-urlencoded" => parameters.extend(decode(text(&body)?)?),
                _ if body.is_empty() => {}
                other => {
                    let message =
                        format!("The content type {other} is not read here. Use application/x-www-form-urlencoded");
                    return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
                }
            }
        }
        _ => return Err(Problem::new(StatusCode::METHOD_NOT_ALLOWED, "Questions come by GET or POST")),
    }
    let mut asked = None;
    for (name, value) in parameters {
        match name.as_str() {
            "queries" | "extend" if asked.is_none() => asked = Some((name, value)),
            "queries" | "extend" => return Err(wrong("The request holds more than one of queries and extend")),
            "callback" => return Err(wrong("There is no JSONP here; leave out callback and ask by CORS")),
            _ => {}
        }
    }
    let Some((what, value)) = asked else { return Ok(json(&manifest::manifest(&service, &parts)?)) };
    let answer = work(&service, &parts, move |service, clock| match what.as_str() {
        "queries" => query::answer(&service.reconciler(), &value, &service.limits, clock),
        _ => extend::extend(&service.reconciler(), &value, &service.limits, clock),
    });
    Ok(json(&answer.await?))
}

/// Looks something up, within the time and the turns that the client has.
async fn work<T: Send + 'static>(
    service: &Arc<Service>,
    parts: &Parts,
    look: impl FnOnce(&Service, Clock) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let bill = admit(service, parts).await?;
    let service = Arc::clone(service);
    let clock = Clock::start(&service.limits);
    let looked = tokio::task::spawn_blocking(move || {
        let _bill = bill;
        look(&service, clock)
    });
    looked.await.map_err(|_| Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "The look-up failed"))?
}

/// When the time for an answer is up.
#[derive(Clone, Copy)]
struct Clock {
    end: Instant,
    seconds: u64,
}

impl Clock {
    fn start(limits: &Limits) -> Self {
        Self { end: Instant::now() + Duration::from_secs(limits.seconds), seconds: limits.seconds }
    }

    fn check(self) -> Result<(), Problem> {
        if Instant::now() < self.end {
            return Ok(());
        }
        let message = format!("The answer takes longer than {} s. Ask fewer questions at once", self.seconds);
        Err(Problem::new(StatusCode::GATEWAY_TIMEOUT, message))
    }
}

/// Refuses what is more than may be asked at once.
fn bounded(what: &str, count: usize, most: u64, limit: &str) -> Result<(), Problem> {
    if count as u64 <= most {
        return Ok(());
    }
    let message = format!("There are {count} {what}; the server takes {most} at once (limit {limit})");
    Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, message))
}

/// A name that is not longer than names are.
fn named(name: &str, limits: &Limits) -> Result<(), Problem> {
    bounded("bytes in a name", name.len(), limits.name_bytes, "name-bytes")
}

fn wrong(message: impl Into<String>) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, message)
}

fn json(value: &Value) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    (headers, value.to_string()).into_response()
}

/// The values of a parameter of the address.
fn parameter(parts: &Parts, name: &str) -> Result<Option<String>, Problem> {
    let parameters = decode(parts.uri.query().unwrap_or_default())?;
    if parameters.iter().any(|(name, _)| name == "callback") {
        return Err(wrong("There is no JSONP here; leave out callback and ask by CORS"));
    }
    Ok(parameters.into_iter().find_map(|(found, value)| (found == name).then_some(value)))
}
