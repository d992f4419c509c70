//! What somebody who types may mean: bodies, kinds, properties.

use super::super::Service;
use super::super::request::Problem;
use super::extend::{PROPERTIES, described};
use super::{Reconciler, html, json, named, parameter, work, wrong};
use crate::link::names::fold;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};
use std::sync::Arc;

/// So many are suggested at once.
const SHOWN: usize = 10;

/// `/reconcile/suggest/entity`, `…/type`, `…/property`: `prefix` is what was typed, `cursor` how many to pass over.
pub async fn suggest(
    State(service): State<Arc<Service>>,
    Path(what): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let (parts, _) = request.into_parts();
    let prefix = parameter(&parts, "prefix")?.ok_or_else(|| wrong("The request has no prefix"))?;
    named(&prefix, &service.limits)?;
    let cursor = parameter(&parts, "cursor")?.filter(|cursor| !cursor.is_empty());
    let cursor = cursor.map_or(Ok(0), |cursor| cursor.parse::<usize>());
    let cursor = cursor.map_err(|_| wrong("cursor is no number"))?;
    let kind = parameter(&parts, "type")?.filter(|kind| !kind.is_empty());
    let found = work(&service, &parts, move |service, _| {
        let reconciler = service.reconciler();
        match what.as_str() {
            "entity" => Ok(bodies(&reconciler, &prefix, kind.as_deref(), cursor)),
            "type" => Ok(kinds(&reconciler, &prefix, cursor)),
            "property" => Ok(properties(&prefix, cursor)),
            _ => Err(unknown(&what)),
        }
    });
    Ok(json(&json!({ "result": found.await? })))
}

fn unknown(what: &str) -> Problem {
    Problem::new(StatusCode::NOT_FOUND, format!("There is no {what} here, but entity, type and property"))
}

fn bodies(reconciler: &Reconciler, prefix: &str, kind: Option<&str>, cursor: usize) -> Vec<Value> {
    let kinds: Vec<String> = kind.into_iter().map(|kind| reconciler.iri(kind)).collect();
    let found = reconciler.finder.begin_with(prefix, &kinds).into_iter();
    let said = |body: &crate::link::Body| {
        let kinds: Vec<Value> = body.kinds.iter().map(|kind| reconciler.thing(kind)).collect();
        json!({
            "id": reconciler.id(&body.iri),
            "name": body.full_name(),
            "description": reconciler.description(body),
            "notable": kinds,
        })
    };
    found.skip(cursor).take(SHOWN).map(said).collect()
}

fn kinds(reconciler: &Reconciler, prefix: &str, cursor: usize) -> Vec<Value> {
    let found =
        reconciler.finder.directory.kinds.iter().filter(|(iri, label)| begins(prefix, &[label, reconciler.id(iri)]));
    found.skip(cursor).take(SHOWN).map(|(iri, _)| reconciler.thing(iri)).collect()
}

fn properties(prefix: &str, cursor: usize) -> Vec<Value> {
    let found = PROPERTIES.iter().filter(|property| begins(prefix, &[property.name, property.id]));
    found.skip(cursor).take(SHOWN).map(described).collect()
}

/// Whether a name or one of its words begins so.
fn begins(prefix: &str, names: &[&str]) -> bool {
    let prefix = fold(prefix);
    names.iter().any(|name| {
        let name = fold(name);
        name.starts_with(&prefix) || name.split(' ').any(|word| word.starts_with(&prefix))
    })
}

/// `/reconcile/flyout/entity`, `…/type`, `…/property`: a few words about what is suggested.
pub async fn flyout(
    State(service): State<Arc<Service>>,
    Path(what): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let (parts, _) = request.into_parts();
    let id = parameter(&parts, "id")?.ok_or_else(|| wrong("The request has no id"))?;
    let reconciler = service.reconciler();
    let directory = &reconciler.finder.directory;
    let html = match what.as_str() {
        "entity" => directory.bodies.get(&reconciler.iri(&id)).map(|body| html::body(&reconciler, body)),
        "type" => directory.kinds.get(&reconciler.iri(&id)).map(|label| html::paragraph(label)),
        "property" => PROPERTIES
            .iter()
            .find(|property| property.id == id)
            .map(|property| html::paragraph(&format!("{}: {}", property.name, property.description))),
        _ => return Err(unknown(&what)),
    };
    let html = html.ok_or_else(|| Problem::new(StatusCode::NOT_FOUND, "Nothing is known of this identifier"))?;
    Ok(json(&json!({ "id": id, "html": html })))
}
