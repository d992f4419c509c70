//! SPARQL 1.1 Protocol: what a request asks.

use super::request::{Problem, address, decode, media_type, read, text};
use super::respond::respond;
use super::wire::{Change, Dataset, Work};
use super::{Service, guard, write};
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::response::Response;
use std::sync::Arc;

/// `/sparql`.
pub async fn sparql(State(service): State<Arc<Service>>, request: Request) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    let mut parameters = decode(parts.uri.query().unwrap_or_default())?;
    match parts.method {
        Method::GET | Method::HEAD if parameters.is_empty() => {
            let (endpoint, writable) = (address(&service, &parts, "/sparql")?, service.writer.is_some());
            return respond(&service, &parts, Work::Describe { endpoint, writable }).await;
        }
        Method::GET | Method::HEAD => {}
        Method::POST => {
            let body = read(body, &service).await?;
            match media_type(&parts.headers)?.as_str() {
                "application/x-www-form-urlencoded" => parameters.extend(decode(text(&body)?)?),
                "application/sparql-query" => parameters.push(("query".to_owned(), text(&body)?.to_owned())),
                "application/sparql-update" => parameters.push(("update".to_owned(), text(&body)?.to_owned())),
                other => {
                    let message = format!(
                        "The content type {other} is neither query nor update. Use application/sparql-query, \
                         application/sparql-update or application/x-www-form-urlencoded"
                    );
                    return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
                }
            }
        }
        _ => return Err(Problem::new(StatusCode::METHOD_NOT_ALLOWED, "Queries come by GET or POST")),
    }
    let asked = Asked::read(parameters)?;
    match (asked.query, asked.update) {
        (Some(sparql), None) if asked.using.is_empty() => {
            guard::check(&sparql, &service.limits)
                .map_err(|refusal| Problem::new(StatusCode::BAD_REQUEST, refusal.to_string()))?;
            respond(&service, &parts, Work::Query { sparql, dataset: asked.dataset }).await
        }
        (None, Some(sparql)) if asked.dataset.is_empty() && parts.method == Method::POST => {
            write::change(&service, &parts, Change::Update { sparql, using: asked.using }).await
        }
        (None, Some(_)) if parts.method != Method::POST => {
            Err(Problem::new(StatusCode::METHOD_NOT_ALLOWED, "Updates come by POST"))
        }
        (None, None) => Err(Problem::new(StatusCode::BAD_REQUEST, "The request holds no query; give it as ?query=…")),
        _ => {
            let message = "query goes with default-graph-uri and named-graph-uri, update with using-graph-uri and \
                           using-named-graph-uri, and one request holds one of them";
            Err(Problem::new(StatusCode::BAD_REQUEST, message))
        }
    }
}

/// The parameters of the protocol.
#[derive(Default)]
struct Asked {
    query: Option<String>,
    update: Option<String>,
    dataset: Dataset,
    using: Dataset,
}

impl Asked {
    fn read(parameters: Vec<(String, String)>) -> Result<Self, Problem> {
        let mut asked = Self::default();
        for (name, value) in parameters {
            let once = match name.as_str() {
                "query" => asked.query.replace(value).is_none(),
                "update" => asked.update.replace(value).is_none(),
                _ => {
                    match name.as_str() {
                        "default-graph-uri" => asked.dataset.default.push(value),
                        "named-graph-uri" => asked.dataset.named.push(value),
                        "using-graph-uri" => asked.using.default.push(value),
                        "using-named-graph-uri" => asked.using.named.push(value),
                        // Ways of other servers to choose a format, which clients add to an Accept header that says the same.
                        "format" | "output" | "results" => {}
                        _ => {
                            let message = format!("There is no parameter {name} in the SPARQL protocol");
                            return Err(Problem::new(StatusCode::BAD_REQUEST, message));
                        }
                    }
                    true
                }
            };
            if !once {
                return Err(Problem::new(StatusCode::BAD_REQUEST, format!("The request holds more than one {name}")));
            }
        }
        Ok(asked)
    }
}
