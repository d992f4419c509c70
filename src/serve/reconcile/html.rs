//! A body in a few lines of HTML, for a frame beside a table.

use super::super::Service;
use super::super::about::{THING, escape};
use super::super::request::Problem;
use super::extend::with_time;
use super::{Reconciler, parameter, wrong};
use crate::link::Body;
use crate::link::directory::Status;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use std::fmt::Write as _;
use std::sync::Arc;

/// `/reconcile/preview?id=…`.
pub async fn preview(State(service): State<Arc<Service>>, request: Request) -> Result<Response, Problem> {
    let (parts, _) = request.into_parts();
    let id = parameter(&parts, "id")?.ok_or_else(|| wrong("The request has no id"))?;
    let reconciler = service.reconciler();
    let body = reconciler.finder.directory.bodies.get(&reconciler.iri(&id));
    let known = body.ok_or_else(|| Problem::new(StatusCode::NOT_FOUND, "No body has this identifier"))?;
    let page = format!(
        "<!doctype html>\n<html lang=\"de\"><head><meta charset=\"utf-8\"><title>{}</title></head><body>\n{}</body></html>\n",
        escape(known.full_name()),
        body_with_link(&reconciler, known)
    );
    let mut response = Html(page).into_response();
    let policy = HeaderValue::from_str(&reconciler.frames())
        .map_err(|_| Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "An origin that may ask is no origin"))?;
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}

impl Reconciler {
    /// The policy of a page that programs on this machine and the origins that the user named may show in a frame.
    fn frames(&self) -> String {
        let local = ["http://localhost:*", "http://127.0.0.1:*", "http://[::1]:*"];
        let all: Vec<&str> = local.into_iter().chain(self.origins.iter().map(String::as_str)).collect();
        format!("default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors {}", all.join(" "))
    }

    /// What a body is, in a line: kind, short form, parents.
    pub fn description(&self, body: &Body) -> String {
        let mut words: Vec<&str> = body.kinds.iter().map(|kind| self.kind(kind)).collect();
        if body.label != body.full_name() {
            words.push(&body.label);
        }
        let above =
            body.parents.iter().chain(&body.jurisdictions).filter_map(|iri| self.finder.directory.bodies.get(iri));
        let above: Vec<&str> = above.map(|body| body.label.as_str()).collect();
        words.extend(above.first());
        words.join(" · ")
    }
}

pub fn paragraph(text: &str) -> String {
    format!("<p>{}</p>\n", escape(text))
}

/// Name, what it is, and its names through time.
pub fn body(reconciler: &Reconciler, body: &Body) -> String {
    let mut html = format!("<h1>{}</h1>\n{}", escape(body.full_name()), paragraph(&reconciler.description(body)));
    let dated = body.names.iter().filter(|name| name.status == Status::Official && name.text != body.full_name());
    let names: Vec<String> = dated.map(|name| format!("<li>{}</li>", escape(&with_time(name)))).collect();
    if !names.is_empty() {
        let _ = writeln!(html, "<ul>{}</ul>", names.concat());
    }
    html
}

fn body_with_link(reconciler: &Reconciler, known: &Body) -> String {
    let mut html = body(reconciler, known);
    let here = format!("{THING}{}", reconciler.id(&known.iri));
    let _ = writeln!(html, "<p><a href=\"{0}\" target=\"_top\">{1}</a></p>", escape(&here), escape(&known.iri));
    for link in known.links.iter().filter(|link| link.starts_with("http://") || link.starts_with("https://")) {
        let _ = writeln!(html, "<p><a href=\"{0}\" target=\"_top\">{0}</a></p>", escape(link));
    }
    html
}
