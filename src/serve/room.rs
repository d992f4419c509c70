//! The pages for people: every address that nothing else answers.

use super::kept::Whole;
use super::pool::Piece;
use super::request::{Problem, decode};
use super::respond::{admit, begin};
use super::wire::{Dataset, Work};
use super::{Service, guard};
use crate::graph::Graph;
use crate::room::{ASSETS, Address, CONTENT_POLICY, Page, Room, Step};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header, request::Parts};
use axum::response::{IntoResponse, Response};
use oxigraph::io::{RdfFormat, RdfParser};
use percent_encoding::percent_decode_str;
use std::fs::File;
use std::io::{self, Seek};
use std::sync::Arc;

/// A page of the room, or a file that pages need.
pub async fn page(State(service): State<Arc<Service>>, request: Request) -> Result<Response, Problem> {
    let (parts, _) = request.into_parts();
    if !matches!(parts.method, Method::GET | Method::HEAD) {
        return Err(Problem::new(StatusCode::METHOD_NOT_ALLOWED, "Pages are had by GET"));
    }
    let raw = parts.uri.path().trim_start_matches('/');
    if let Some((_, media_type, content)) = ASSETS.iter().find(|(name, ..)| *name == raw) {
        let headers = [(header::CONTENT_TYPE, *media_type), (header::CACHE_CONTROL, "max-age=300")];
        return Ok((headers, Body::from(*content)).into_response());
    }
    let path = percent_decode_str(raw).decode_utf8();
    let path = path.map_err(|_| Problem::new(StatusCode::BAD_REQUEST, "The address is not UTF-8"))?.into_owned();
    let form = decode(parts.uri.query().unwrap_or_default())?;
    let address = Address { path, form, today: Some(today()), is_static: false };
    let key = service.answers.key_of_page(&address);
    if let Some(kept) = key.as_ref().and_then(|key| service.answers.get(key)) {
        return Ok(guarded(kept.response(&parts.headers)));
    }
    let mut is_dear = Room::draws(raw);
    let step = match open(&service, &parts, &address, None).await? {
        Step::Ask { sparql, is_foreign } => {
            let answer = match is_foreign.then(|| guard::check(&sparql, &service.limits)) {
                Some(Err(refusal)) => Err(refusal.to_string()),
                _ => ask(&service, parts.clone(), sparql).await,
            };
            is_dear = !is_foreign && answer.is_ok();
            open(&service, &parts, &address, Some(answer)).await?
        }
        step @ Step::Page(_) => step,
    };
    let Step::Page(page) = step else {
        return Err(Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "The question stays open"));
    };
    let Page { found, media_type, content } = page;
    let whole = Whole::new(media_type, content.into());
    let mut response = guarded(whole.response(&parts.headers));
    if !found {
        *response.status_mut() = StatusCode::NOT_FOUND;
    } else if let Some(key) = key.filter(|_| is_dear) {
        service.answers.keep(key, whole);
    }
    Ok(response)
}

/// Opens an address. A picture waits for its turn as a query does, is charged to its client, and is drawn on a thread of its
/// own, so that pages are answered meanwhile; who leaves gives the turn free when it is drawn.
async fn open(
    service: &Service,
    parts: &Parts,
    address: &Address,
    answer: Option<Result<String, String>>,
) -> Result<Step, Problem> {
    let (room, address) = (service.room(), address.clone());
    let open = move || room.open(&address, answer.as_ref().map(|answer| answer.as_deref().map_err(String::as_str)));
    if !Room::draws(parts.uri.path().trim_start_matches('/')) {
        return Ok(open());
    }
    let bill = admit(service, parts).await?;
    let draw = move || {
        let step = open();
        drop(bill);
        step
    };
    let failed = |error| Problem::new(StatusCode::INTERNAL_SERVER_ERROR, format!("The picture was not drawn: {error}"));
    tokio::task::spawn_blocking(draw).await.map_err(failed)
}

/// What pages may load and run.
fn guarded(mut page: Response) -> Response {
    page.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_POLICY));
    page
}

/// Has a question answered by the keeper, within the limits of its client.
async fn ask(service: &Service, mut parts: Parts, sparql: String) -> Result<String, String> {
    parts
        .headers
        .insert(header::ACCEPT, HeaderValue::from_static("application/sparql-results+json, text/turtle;q=0.9"));
    let work = Work::Query { sparql, dataset: Dataset::default() };
    let (mut answer, _bill) = begin(service, &parts, work).await.map_err(|problem| problem.message)?;
    let mut json = Vec::new();
    loop {
        match answer.next().await.map_err(|failure| Problem::from(failure).message)? {
            Piece::Head(_) => {}
            Piece::Data(data) => json.extend_from_slice(&data),
            Piece::End => return String::from_utf8(json).map_err(|error| error.to_string()),
        }
    }
}

/// What a writer left behind.
pub fn graph(quads: &File) -> io::Result<Graph> {
    let mut file = quads.try_clone()?;
    file.rewind()?;
    let mut graph = Graph::new();
    for quad in RdfParser::from_format(RdfFormat::NQuads).for_reader(io::BufReader::new(file)) {
        graph.insert_quad(quad?.as_ref());
    }
    Ok(graph)
}

/// This day in UTC.
fn today() -> String {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}
