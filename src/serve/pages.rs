//! Addresses that people and their tools come to: things of the graph, numbers about the server.

use super::about::{ABOUT, THING};
use super::negotiate::choose;
use super::request::Problem;
use super::respond::respond;
use super::wire::Work;
use super::{Peer, Service};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header, uri::Authority};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode_str;
use std::net::IpAddr;
use std::sync::Arc;

/// A thing of the graph: it is no document, so another address says what there is about it; to a browser a page of the
/// reading room, if there is one.
pub async fn thing(State(service): State<Arc<Service>>, request: Request) -> Result<Response, Problem> {
    let rest = request.uri().path().strip_prefix(THING).unwrap_or_default();
    let accept = request.headers().get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    let is_browser =
        choose(accept, &[("text/turtle", false), ("text/html", true)]).is_some_and(|(_, is_page)| *is_page);
    let room = service.room();
    let has = |path: &str| is_browser && room.has(path);
    // An IRI may hold percent signs of its own, which are encoded once more on the way to its page.
    let location = if has(rest) {
        format!("/{}", rest.replace('%', "%25"))
    } else if has(&percent_decode_str(rest).decode_utf8().unwrap_or_default()) {
        format!("/{rest}")
    } else {
        format!("{ABOUT}{rest}")
    };
    let location = HeaderValue::from_str(&location);
    let location = location.map_err(|_| Problem::new(StatusCode::BAD_REQUEST, "This is no address"))?;
    let vary = HeaderValue::from_static("accept");
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, location), (header::VARY, vary)]).into_response())
}

/// What there is about a thing.
pub async fn about(State(service): State<Arc<Service>>, request: Request) -> Result<Response, Problem> {
    let (parts, _) = request.into_parts();
    let rest = parts.uri.path().strip_prefix(ABOUT).unwrap_or_default();
    // An IRI may hold percent signs of its own; what was encoded for the way only is decoded.
    let mut candidates = vec![format!("{}{rest}", service.base)];
    candidates.extend(percent_decode_str(rest).decode_utf8().ok().map(|rest| format!("{}{rest}", service.base)));
    respond(&service, &parts, Work::About { candidates }).await
}

/// Refuses requests that came here by a name which is not that of the server: a page elsewhere whose name was made to
/// lead here would else read a service that only this machine is meant to reach.
pub async fn for_us(State(service): State<Arc<Service>>, request: Request, next: Next) -> Result<Response, Problem> {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let host = hosts.next().and_then(|host| host.to_str().ok()?.parse::<Authority>().ok());
    let Some(host) = host.filter(|_| hosts.next().is_none()) else {
        return Err(Problem::new(StatusCode::BAD_REQUEST, "The request needs one Host header"));
    };
    let name = host.host().trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
    let public = service.public.as_deref().and_then(|public| public.split_once("://"));
    let is_public = public.is_some_and(|(_, place)| place.parse().is_ok_and(|place: Authority| place.host() == name));
    let is_known = service.hosts.contains(&name) || is_public || name == "localhost" || name.parse::<IpAddr>().is_ok();
    let peer = request.extensions().get::<Peer>();
    let is_local = peer.is_some_and(|Peer(peer)| peer.ip().to_canonical().is_loopback());
    if is_known || (service.hosts.is_empty() && !is_local) {
        Ok(next.run(request).await)
    } else {
        let message = format!("This server does not go by the name {name}. Start it with --host {name} if it should");
        Err(Problem::new(StatusCode::MISDIRECTED_REQUEST, message))
    }
}
