//! The catalogue over HTTP: `/questions` lists it, `/questions/NAME?variable=value` answers one.

use super::request::{Problem, decode};
use super::respond::respond;
use super::wire::{Dataset, Work};
use super::{Service, guard};
use crate::query::{self, bound, catalogue, similar};
use axum::extract::{Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use std::sync::Arc;

/// The description of the routes that answer in JSON.
pub async fn openapi() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], include_str!("../../docs/openapi.json")).into_response()
}

/// All questions, with their titles and variables; for a browser as a page.
pub async fn list(service: State<Arc<Service>>, request: Request) -> Result<Response, Problem> {
    let accept = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    if accept.is_some_and(|accept| accept.contains("text/html")) {
        return super::room::page(service, request).await;
    }
    let questions = catalogue().into_iter().map(|question| {
        let parameters = question.parameters.iter();
        json!({
            "name": question.name, "folder": question.folder, "title": { "de": question.title_de, "en": question.title_en },
            "when": question.when, "href": format!("/questions/{}/{}", question.folder, question.name),
            "parameters": parameters.map(|one| json!({ "name": one.name, "default": one.default })).collect::<Vec<_>>(),
        })
    });
    let list = json!({ "questions": questions.collect::<Vec<_>>() });
    Ok(([(header::CONTENT_TYPE, "application/json")], list.to_string()).into_response())
}

/// The answer to one, in whatever format of SPARQL results the client likes.
pub async fn answer(
    State(service): State<Arc<Service>>,
    Path(name): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let (parts, _) = request.into_parts();
    let Some(question) = query::find(&name) else {
        let message = format!("There is no question {name}. Names like it: {}", similar(&name).join(", "));
        return Err(Problem::new(StatusCode::NOT_FOUND, message));
    };
    let given = decode(parts.uri.query().unwrap_or_default())?;
    let wrong = |message: String| Problem::new(StatusCode::BAD_REQUEST, message);
    if let Some((name, _)) = given.iter().find(|(name, _)| question.parameters.iter().all(|one| one.name != name)) {
        let known: Vec<&str> = question.parameters.iter().map(|one| one.name).collect();
        return Err(wrong(format!("The question has no variable {name} to bind; it has: {}", known.join(", "))));
    }
    let sparql = bound(question.sparql, &question.bind(&given)).map_err(|error| wrong(error.to_string()))?;
    guard::check(&sparql, &service.limits).map_err(|refusal| wrong(refusal.to_string()))?;
    respond(&service, &parts, Work::Query { sparql, dataset: Dataset::default() }).await
}
