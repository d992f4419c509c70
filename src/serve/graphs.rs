//! SPARQL 1.1 Graph Store HTTP Protocol: whole graphs, named by a parameter or by the address itself.

use super::Service;
use super::request::{Problem, address, decode, media_type, read, text};
use super::respond::respond;
use super::wire::{Change, Content, Work};
use super::write;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header, request::Parts};
use axum::response::Response;
use std::sync::Arc;

/// Where the graph store is.
pub const PATH: &str = "/store";

/// `/store` and all below it.
pub async fn store(State(service): State<Arc<Service>>, request: Request) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    let named = Named::of(&service, &parts)?;
    match (parts.method.clone(), named) {
        (Method::GET | Method::HEAD, Named::Graph(graph)) => respond(&service, &parts, Work::Read { graph }).await,
        (Method::PUT | Method::POST, named) => {
            write::admit(&service, &parts)?;
            let replace = parts.method == Method::PUT;
            let content = content(&parts.headers, &read(body, &service).await?)?;
            let change = match named {
                Named::Graph(graph) => Change::Put { graph, content, replace },
                Named::Store if replace => return Err(nameless()),
                Named::Store => Change::Create { container: address(&service, &parts, PATH)?, content },
            };
            write::change(&service, &parts, change).await
        }
        (Method::DELETE, Named::Graph(graph)) => {
            write::admit(&service, &parts)?;
            write::change(&service, &parts, Change::Delete { graph }).await
        }
        (Method::GET | Method::HEAD | Method::DELETE, Named::Store) => Err(nameless()),
        _ => Err(Problem::new(StatusCode::METHOD_NOT_ALLOWED, "Graphs are had by GET, HEAD, PUT, POST, DELETE")),
    }
}

fn nameless() -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "Which graph? Add ?graph=IRI, or ?default")
}

/// What a request is about.
enum Named {
    /// A graph; without a name the default graph.
    Graph(Option<String>),
    /// The store itself.
    Store,
}

impl Named {
    fn of(service: &Service, parts: &Parts) -> Result<Self, Problem> {
        let parameters = decode(parts.uri.query().unwrap_or_default())?;
        match parameters.as_slice() {
            [] if parts.uri.path().trim_end_matches('/') == PATH => Ok(Self::Store),
            [] => address(service, parts, parts.uri.path()).map(|name| Self::Graph(Some(name))),
            [(name, value)] if name == "graph" => Ok(Self::Graph(Some(value.clone()))),
            [(name, value)] if name == "default" && value.is_empty() => Ok(Self::Graph(None)),
            _ => Err(nameless()),
        }
    }
}

/// The RDF that came in: the body, or each part of a form.
fn content(headers: &HeaderMap, body: &[u8]) -> Result<Vec<Content>, Problem> {
    let kind = media_type(headers)?;
    if kind != "multipart/form-data" {
        return Ok(vec![Content { media_type: kind, text: text(body)?.to_owned() }]);
    }
    let wrong = |message: &str| Problem::new(StatusCode::BAD_REQUEST, message);
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let boundary = value.split(';').find_map(|part| part.trim().strip_prefix("boundary="));
    let boundary = boundary.ok_or_else(|| wrong("The form has no boundary"))?.trim_matches('"');
    // What stands before the first boundary is nothing; the last one is followed by two hyphens.
    let delimited = format!("\r\n{}", text(body)?);
    let boundary = format!("\r\n--{boundary}");
    let pieces = delimited.split(&boundary).skip(1);
    let mut found = Vec::new();
    for piece in pieces.take_while(|piece| !piece.starts_with("--")) {
        let piece = piece.strip_prefix("\r\n").ok_or_else(|| wrong("A part of the form does not begin a line"))?;
        let (head, text) = piece.split_once("\r\n\r\n").ok_or_else(|| wrong("A part of the form has no head"))?;
        let kind = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            let kind = value.split(';').next()?.trim();
            name.eq_ignore_ascii_case("content-type").then(|| kind.to_ascii_lowercase())
        });
        let media_type = kind.ok_or_else(|| wrong("A part of the form has no content type"))?;
        found.push(Content { media_type, text: text.to_owned() });
    }
    if found.is_empty() { Err(wrong("The form has no parts")) } else { Ok(found) }
}
