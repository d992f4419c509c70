//! What the service says of itself.

use super::super::Service;
use super::super::request::{Problem, address};
use super::PATH;
use axum::http::request::Parts;
use serde_json::{Value, json};

/// Size of the preview in pixels.
const PREVIEW: (u32, u32) = (440, 240);

/// The manifest, with addresses as the client called the server.
pub fn manifest(service: &Service, parts: &Parts) -> Result<Value, Problem> {
    let reconciler = service.reconciler();
    let address = address(service, parts, PATH)?;
    let suggest = |what: &str| {
        json!({
            "service_url": address,
            "service_path": format!("/suggest/{what}"),
            "flyout_service_url": address,
            "flyout_service_path": format!("/flyout/{what}?id=${{id}}"),
        })
    };
    let kinds = reconciler.finder.directory.kinds.iter();
    let kinds: Vec<Value> = kinds.map(|(iri, label)| json!({ "id": reconciler.id(iri), "name": label })).collect();
    Ok(json!({
        "versions": ["0.2"],
        "name": "Gremium",
        "identifierSpace": reconciler.base,
        "schemaSpace": reconciler.base,
        "serviceVersion": env!("CARGO_PKG_VERSION"),
        "defaultTypes": kinds,
        "view": { "url": format!("{address}/preview?id={{{{id}}}}") },
        "preview": { "url": format!("{address}/preview?id={{{{id}}}}"), "width": PREVIEW.0, "height": PREVIEW.1 },
        "suggest": { "entity": suggest("entity"), "type": suggest("type"), "property": suggest("property") },
        "extend": {
            "propose_properties": { "service_url": address, "service_path": "/properties" },
            "property_settings": [],
        },
    }))
}
