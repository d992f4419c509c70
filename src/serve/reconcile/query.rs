//! Batches of questions: which body is this?

use super::super::Limits;
use super::super::request::Problem;
use super::{Clock, Reconciler, bounded, named, wrong};
use crate::link::finder::{Found, Strict, Wanted};
use crate::link::score::Feature;
use crate::link::{Candidate, tidy};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Bodies in the answer to a question that does not say how many.
const USUAL: usize = 10;

/// A question as it comes in.
#[derive(Debug, Deserialize)]
struct Question {
    query: Option<String>,
    #[serde(default, rename = "type")]
    kinds: OneOrMore,
    type_strict: Option<String>,
    limit: Option<f64>,
    #[serde(default)]
    properties: Vec<Property>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl Default for OneOrMore {
    fn default() -> Self {
        Self::More(Vec::new())
    }
}

#[derive(Debug, Deserialize)]
struct Property {
    pid: String,
    v: Value,
}

/// Answers a batch.
pub fn answer(reconciler: &Reconciler, batch: &str, limits: &Limits, clock: Clock) -> Result<Value, Problem> {
    let batch: BTreeMap<String, Question> = serde_json::from_str(batch)
        .map_err(|error| wrong(format!("queries is no batch of questions in JSON: {error}")))?;
    bounded("questions", batch.len(), limits.batch, "batch")?;
    let mut answers = Map::new();
    for (key, query) in batch {
        clock.check()?;
        let result = one(reconciler, query, limits)
            .map_err(|problem| Problem { message: format!("{}: {}", tidy(&key), problem.message), ..problem })?;
        answers.insert(key, json!({ "result": result }));
    }
    Ok(Value::Object(answers))
}

fn one(reconciler: &Reconciler, query: Question, limits: &Limits) -> Result<Vec<Value>, Problem> {
    let name = query.query.unwrap_or_default();
    named(&name, limits)?;
    if name.is_empty() && query.properties.is_empty() {
        return Err(wrong("there is neither a query nor a property in it"));
    }
    let kinds = match query.kinds {
        OneOrMore::One(kind) => vec![kind],
        OneOrMore::More(kinds) => kinds,
    };
    bounded("types", kinds.len(), limits.batch, "batch")?;
    let mut wanted = Wanted {
        candidate: Candidate { name: tidy(&name), ..Candidate::default() },
        kinds: kinds.iter().map(|kind| reconciler.iri(kind)).collect(),
        strict: match query.type_strict.as_deref() {
            Some("any") => Some(Strict::Any),
            Some("all") => Some(Strict::All),
            None | Some("should") => None,
            Some(_) => return Err(wrong("type_strict is none of any, should, all")),
        },
        identifiers: vec![reconciler.iri(&name)],
        time: None,
    };
    let mut values = 0;
    for property in &query.properties {
        let texts = texts(&property.v);
        values += texts.len();
        bounded("values of properties", values, limits.batch, "batch")?;
        for text in &texts {
            named(text, limits)?;
        }
        hint(reconciler, &mut wanted, &property.pid, &texts);
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates; what is no number is 0")]
    let most = query.limit.map_or(USUAL, |limit| limit as usize);
    let found = reconciler.finder.find(&wanted);
    Ok(found.iter().take(most).map(|found| result(reconciler, found)).collect())
}

/// What a property says about the thing that is looked for. Properties of which nothing is known here are passed over.
fn hint(reconciler: &Reconciler, wanted: &mut Wanted, property: &str, texts: &[String]) {
    let tidied = || texts.iter().map(|text| tidy(text));
    let named = |text: &String| {
        let body = reconciler.finder.directory.bodies.get(&reconciler.iri(text));
        body.map_or_else(|| tidy(text), |body| body.full_name().to_owned())
    };
    let time = || texts.iter().find_map(|text| time(text));
    let year = || time()?.get(..4)?.parse().ok();
    let candidate = &mut wanted.candidate;
    match property {
        "alias" | "short" => candidate.aliases.extend(tidied()),
        "description" => candidate.description = tidied().collect::<Vec<_>>().join(" "),
        "kind" => {
            for text in texts {
                let iri = reconciler.iri(text);
                if reconciler.finder.directory.kinds.contains_key(&iri) {
                    wanted.kinds.push(iri);
                } else {
                    candidate.types.push(tidy(text));
                }
            }
        }
        "country" => candidate.countries.extend(tidied()),
        "parent" | "jurisdiction" => candidate.parents.extend(texts.iter().map(named)),
        "from" => {
            candidate.from = year();
        }
        "until" => {
            candidate.until = year();
        }
        "date" => wanted.time = time(),
        "link" | "iri" => wanted.identifiers.extend(texts.iter().cloned()),
        _ => {}
    }
}

/// What values say, names and identifiers alike.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Number(number) => vec![number.to_string()],
        Value::Array(values) => values.iter().flat_map(texts).collect(),
        Value::Object(thing) => ["id", "name"].iter().filter_map(|key| thing.get(*key)).flat_map(texts).collect(),
        Value::Bool(_) | Value::Null => Vec::new(),
    }
}

/// A year, month or day as `2021`, `2021-12`, `2021-12-03`; days may be written `3.12.2021` and have a time behind them.
fn time(text: &str) -> Option<String> {
    let day = text.trim().split('T').next()?;
    let parts: Vec<&str> = day.split(['-', '.']).collect();
    if !parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let two = |part: &str| format!("{part:0>2}");
    match (parts.as_slice(), day.contains('.')) {
        ([year], _) if year.len() == 4 => Some((*year).to_owned()),
        ([year, month], false) if year.len() == 4 => Some(format!("{year}-{}", two(month))),
        ([year, month, day], false) if year.len() == 4 => Some(format!("{year}-{}-{}", two(month), two(day))),
        ([day, month, year], true) if year.len() == 4 => Some(format!("{year}-{}-{}", two(month), two(day))),
        _ => None,
    }
}

fn result(reconciler: &Reconciler, found: &Found<'_>) -> Value {
    let body = found.body;
    let kinds: Vec<Value> =
        body.kinds.iter().map(|kind| json!({ "id": reconciler.id(kind), "name": reconciler.kind(kind) })).collect();
    let mut features: Vec<Value> = found
        .score
        .reasons
        .iter()
        .map(|reason| json!({ "id": feature(reason.feature), "value": reason.points }))
        .collect();
    if found.identified {
        features.push(json!({ "id": "identifier", "value": true }));
    }
    json!({
        "id": reconciler.id(&body.iri),
        "name": body.full_name(),
        "description": reconciler.description(body),
        "score": found.score.points,
        "features": features,
        "match": found.sure,
        "type": kinds,
    })
}

fn feature(feature: Feature) -> &'static str {
    match feature {
        Feature::FullName => "full_name",
        Feature::Alias => "alias",
        Feature::ShortName => "short_name",
        Feature::SimilarName => "similar_name",
        Feature::Kind => "kind",
        Feature::Namesake => "namesake",
        Feature::Country => "country",
        Feature::Parent => "parent",
        Feature::Dates => "dates",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_the_ways_of_tables() {
        for (text, read) in [
            ("2021", Some("2021")),
            ("2021-12", Some("2021-12")),
            ("2021-12-03T00:00:00Z", Some("2021-12-03")),
            ("3.12.2021", Some("2021-12-03")),
            ("03.12.21", None),
            ("Dezember 2021", None),
            ("", None),
        ] {
            assert_eq!(time(text).as_deref(), read, "{text}");
        }
    }
}
