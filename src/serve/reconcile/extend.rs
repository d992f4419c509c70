//! Data extension: what is known about bodies, as columns for a table.

use super::super::request::Problem;
use super::super::{Limits, Service};
use super::{Clock, Reconciler, bounded, json, named, parameter, wrong};
use crate::link::Body;
use crate::link::directory::{Name, Status};
use axum::extract::{Request, State};
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A property of bodies.
pub struct Property {
    pub id: &'static str,
    pub name: &'static str,
    pub description: &'static str,
    values: fn(&Reconciler, &Body) -> Vec<Value>,
}

/// What can be asked for. The same names are understood as hints in questions.
pub const PROPERTIES: [Property; 12] = [
    Property {
        id: "name",
        name: "Name",
        description: "voller Name, heute / full name, today",
        values: |_, body| vec![text(body.full_name())],
    },
    Property {
        id: "short",
        name: "Kurzform",
        description: "Kurzform, wie in den Tabellen / short form, as in the tables",
        values: |_, body| vec![text(&body.label)],
    },
    Property {
        id: "alias",
        name: "weitere Namen",
        description: "Abkürzungen, frühere und andere Namen / abbreviations, former and other names",
        values: aliases,
    },
    Property {
        id: "names",
        name: "Namen mit Zeit",
        description: "volle Namen mit Anfang und Ende / full names with first and last day",
        values: dated_names,
    },
    Property {
        id: "kind",
        name: "Art",
        description: "Art des Gremiums oder der Stelle / kind of body",
        values: |reconciler, body| body.kinds.iter().map(|kind| reconciler.thing(kind)).collect(),
    },
    Property {
        id: "country",
        name: "Staat",
        description: "Staat, in dem es tätig ist / country",
        values: |reconciler, body| reconciler.finder.country(body).map(text).into_iter().collect(),
    },
    Property {
        id: "jurisdiction",
        name: "Zuständigkeit",
        description: "Bund, Land oder Union, für die es tätig ist / federation, Land or union that it works for",
        values: |reconciler, body| reconciler.bodies(&body.jurisdictions),
    },
    Property {
        id: "parent",
        name: "übergeordnet",
        description: "worunter es steht / what it stands under",
        values: |reconciler, body| reconciler.bodies(&body.parents),
    },
    Property {
        id: "from",
        name: "Beginn",
        description: "Beginn des ersten datierten Namens / when its first dated name began",
        values: |_, body| {
            day(body
                .names
                .iter()
                .map(|name| name.from.as_deref())
                .collect::<Option<Vec<_>>>()
                .and_then(|days| days.into_iter().min()))
        },
    },
    Property {
        id: "until",
        name: "Ende",
        description: "Ende des letzten Namens / when its last name ended",
        values: |_, body| {
            day(body
                .names
                .iter()
                .filter(|name| name.status == Status::Official)
                .map(|name| name.until.as_deref())
                .collect::<Option<Vec<_>>>()
                .and_then(|days| days.into_iter().max()))
        },
    },
    Property {
        id: "link",
        name: "Verknüpfung",
        description: "dasselbe andernorts, etwa in Wikidata / the same elsewhere, in Wikidata for instance",
        values: |_, body| body.links.iter().map(|link| text(link)).collect(),
    },
    Property {
        id: "iri",
        name: "IRI",
        description: "Adresse im Graphen / address in the graph",
        values: |_, body| vec![text(&body.iri)],
    },
];

fn text(text: &str) -> Value {
    json!({ "str": text })
}

fn day(day: Option<&str>) -> Vec<Value> {
    day.map(|day| json!({ "date": format!("{day}T00:00:00Z") })).into_iter().collect()
}

fn aliases(_: &Reconciler, body: &Body) -> Vec<Value> {
    let shown = body.names.iter().filter(|name| name.status != Status::Hidden && name.text != body.full_name());
    let names: BTreeSet<&str> = shown.map(|name| name.text.as_str()).collect();
    names.into_iter().map(text).collect()
}

fn dated_names(_: &Reconciler, body: &Body) -> Vec<Value> {
    body.names.iter().filter(|name| name.status == Status::Official).map(|name| text(&with_time(name))).collect()
}

/// `Bundesministerium des Innern (1949-09-20/2018-03-14)`; as it is where no time is known.
pub fn with_time(name: &Name) -> String {
    if name.from.is_none() && name.until.is_none() {
        return name.text.clone();
    }
    let show = |day: &Option<String>| day.clone().unwrap_or_default();
    format!("{} ({}/{})", name.text, show(&name.from), show(&name.until))
}

/// A property as it is proposed and suggested.
pub fn described(property: &Property) -> Value {
    json!({ "id": property.id, "name": property.name, "description": property.description })
}

impl Reconciler {
    /// A kind with its name.
    pub fn thing(&self, kind: &str) -> Value {
        json!({ "id": self.id(kind), "name": self.kind(kind) })
    }

    fn bodies(&self, iris: &[String]) -> Vec<Value> {
        let known = iris.iter().filter_map(|iri| self.finder.directory.bodies.get(iri));
        known.map(|body| json!({ "id": self.id(&body.iri), "name": body.full_name() })).collect()
    }
}

/// `/reconcile/properties`: what there is to ask for about bodies of a type; the same for all.
pub async fn propose(State(service): State<Arc<Service>>, request: Request) -> Result<Response, Problem> {
    let (parts, _) = request.into_parts();
    let limit = parameter(&parts, "limit")?.map(|limit| limit.parse::<usize>()).transpose();
    let limit = limit.map_err(|_| wrong("limit is no number"))?;
    let kind = parameter(&parts, "type")?;
    if let Some(kind) = &kind {
        named(kind, &service.limits)?;
    }
    let most = limit.filter(|limit| *limit > 0).unwrap_or(PROPERTIES.len());
    let properties: Vec<Value> = PROPERTIES.iter().take(most).map(described).collect();
    let mut answer = json!({ "properties": properties, "limit": most });
    if let (Some(kind), Some(answer)) = (kind, answer.as_object_mut()) {
        answer.insert("type".to_owned(), json!(kind));
    }
    Ok(json(&answer))
}

#[derive(Debug, Deserialize)]
struct Extension {
    ids: Vec<String>,
    properties: Vec<Asked>,
}

#[derive(Debug, Deserialize)]
struct Asked {
    id: String,
}

/// Answers what is asked about bodies. Of unknown ones, and of unknown properties, the answer says nothing.
pub fn extend(reconciler: &Reconciler, asked: &str, limits: &Limits, clock: Clock) -> Result<Value, Problem> {
    let asked: Extension = serde_json::from_str(asked)
        .map_err(|error| wrong(format!("extend does not say in JSON what is asked about which bodies: {error}")))?;
    bounded("ids", asked.ids.len(), limits.batch, "batch")?;
    bounded("properties", asked.properties.len(), limits.batch, "batch")?;
    for id in asked.ids.iter().chain(asked.properties.iter().map(|property| &property.id)) {
        named(id, limits)?;
    }
    let known = |id: &str| PROPERTIES.iter().find(|property| property.id == id);
    let meta: Vec<Value> = asked
        .properties
        .iter()
        .map(|Asked { id }| json!({ "id": id, "name": known(id).map_or(id.as_str(), |property| property.name) }))
        .collect();
    let mut rows = Map::new();
    for id in asked.ids {
        clock.check()?;
        let body = reconciler.finder.directory.bodies.get(&reconciler.iri(&id));
        let cells = asked.properties.iter().map(|property| {
            let values = known(&property.id).zip(body).map(|(property, body)| (property.values)(reconciler, body));
            (property.id.clone(), Value::Array(values.unwrap_or_default()))
        });
        let cells: Map<String, Value> = cells.collect();
        rows.insert(id, Value::Object(cells));
    }
    Ok(json!({ "meta": meta, "rows": rows }))
}
