//! Candidates from a service that speaks the Reconciliation Service API 0.2.
//!
//! Names go there in batches, with hints of type and country; then what the candidates are is asked for by data extension,
//! where the service offers that and the [`Profile`] says how it names things. Answers are kept one by one, so that a run
//! goes on where it stopped.

use super::advice::Profile;
use super::cache::Cache;
use super::directory::Status;
use super::names::fold;
use super::{Advice, Body, Candidate, Directory, tidy};
use crate::client::{Client, ClientError, Limits, Reply, Request};
use oxrdf::NamedNode;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::io;

/// Questions in one request.
const BATCH: usize = 10;
/// Candidates for a name, and values of a property, that are looked at.
const CANDIDATES: usize = 10;
const VALUES: usize = 30;
/// Names of one body that are asked for.
const NAMES: usize = 3;
/// So many requests in a row may fail before the service is left alone.
const PATIENCE: u32 = 2;

/// Why a service cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    #[error(transparent)]
    Client(#[from] ClientError),
    #[error("{address}: {cause} (is this the address of a reconciliation service?)")]
    Answer { address: String, cause: String },
    #[error("{address}: not asked any more after repeated failures; run again to go on")]
    GivenUp { address: String },
    #[error("cannot keep answers: {0}")]
    Cache(#[from] io::Error),
}

/// A service that has shown its manifest.
#[derive(Debug)]
pub struct Service {
    client: Client,
    cache: Option<Cache>,
    profile: Profile,
    identifier_space: String,
    extends: bool,
}

/// What a service offered for bodies, and what went wrong.
#[derive(Debug, Default)]
pub struct Offer {
    /// By IRI of the body.
    pub candidates: BTreeMap<String, Vec<Candidate>>,
    /// Bodies that could not be asked for, by label, with the cause.
    pub failures: Vec<(String, String)>,
}

/// A question: for which body, and as the service gets it.
struct Question<'b> {
    body: &'b Body,
    json: Value,
}

impl Service {
    /// Asks for the manifest.
    ///
    /// # Errors
    /// Where the service cannot be reached within the limits, or what answers is no reconciliation service.
    pub fn open(profile: Profile, limits: Limits, cache: Option<Cache>) -> Result<Self, ServiceError> {
        let mut client = Client::new(&profile.address, limits)?;
        let manifest = parse(&profile.address, &client.ask(&profile.address, Request::Get, "application/json")?)?;
        let Some(space) = manifest.get("identifierSpace").and_then(Value::as_str) else {
            let cause = "what it answers has no identifierSpace".to_owned();
            return Err(ServiceError::Answer { address: profile.address, cause });
        };
        // Some services leave out the slash between the space and an identifier.
        let slash = if space.ends_with(char::is_alphanumeric) { "/" } else { "" };
        let (identifier_space, extends) = (format!("{space}{slash}"), manifest.get("extend").is_some());
        Ok(Self { client, cache, profile, identifier_space, extends })
    }

    /// Asks for candidates for these bodies. What fails is reported and the rest still done.
    pub fn offer(&mut self, bodies: &[&Body], directory: &Directory, advice: &Advice) -> Offer {
        let questions: Vec<Question<'_>> =
            bodies.iter().flat_map(|body| self.questions(body, directory, advice)).collect();
        let mut offer = Offer::default();
        let mut failed = 0;
        let (known, open): (Vec<_>, Vec<_>) = questions
            .into_iter()
            .map(|question| (self.cached(&question.json), question))
            .partition(|(known, _)| known.is_some());
        for (result, question) in known {
            self.add(&mut offer, question.body, &result.unwrap_or_default());
        }
        for batch in open.chunks(BATCH) {
            let outcome = if failed < PATIENCE {
                self.ask(&batch.iter().map(|(_, question)| &question.json).collect::<Vec<_>>())
            } else {
                Err(ServiceError::GivenUp { address: self.profile.address.clone() })
            };
            match outcome {
                Ok(results) => {
                    failed = 0;
                    for ((_, question), result) in batch.iter().zip(results) {
                        self.add(&mut offer, question.body, &result);
                    }
                }
                Err(error) => {
                    failed += 1;
                    for (_, question) in batch {
                        offer.failures.push((question.body.label.clone(), error.to_string()));
                    }
                }
            }
        }
        for candidates in offer.candidates.values_mut() {
            candidates.sort_by(|one, other| one.iri.cmp(&other.iri));
            candidates.dedup_by(|one, other| one.iri == other.iri);
        }
        if failed < PATIENCE {
            self.describe(&mut offer);
        }
        offer
    }

    fn questions<'b>(&self, body: &'b Body, directory: &Directory, advice: &Advice) -> Vec<Question<'b>> {
        let mut names = vec![body.full_name()];
        let others =
            body.names.iter().filter(|name| name.status == Status::Official && name.language.as_deref() != Some("en"));
        names.extend(others.map(|name| name.text.as_str()));
        let mut seen = Vec::new();
        names.retain(|name| {
            let folded = fold(name);
            let new = !seen.contains(&folded);
            seen.push(folded);
            new
        });
        let hints: Vec<Value> = advice
            .country(body, directory)
            .zip(self.profile.countries.first())
            .map(|(country, property)| json!({ "pid": property, "v": country }))
            .into_iter()
            .collect();
        let kind = self.profile.kinds.iter().find(|(kind, _)| body.kinds.contains(kind)).map(|(_, id)| id);
        names
            .into_iter()
            .take(NAMES)
            .map(|name| {
                let mut json = json!({ "query": name, "limit": CANDIDATES });
                if let Some(question) = json.as_object_mut() {
                    if !hints.is_empty() {
                        question.insert("properties".to_owned(), Value::Array(hints.clone()));
                    }
                    if let Some(kind) = kind {
                        question.insert("type".to_owned(), json!(kind));
                        question.insert("type_strict".to_owned(), json!("should"));
                    }
                }
                Question { body, json }
            })
            .collect()
    }

    fn cached(&self, question: &Value) -> Option<Value> {
        self.cache.as_ref()?.get(&format!("{} {question}", self.profile.address))
    }

    fn keep(&self, question: &Value, answer: &Value) -> Result<(), ServiceError> {
        let Some(cache) = &self.cache else { return Ok(()) };
        Ok(cache.put(&format!("{} {question}", self.profile.address), answer)?)
    }

    /// Puts questions; their results in the same order.
    fn ask(&mut self, questions: &[&Value]) -> Result<Vec<Value>, ServiceError> {
        let batch: Map<String, Value> =
            questions.iter().enumerate().map(|(at, question)| (format!("q{at}"), (*question).clone())).collect();
        let answer = self.post("queries", &Value::Object(batch))?;
        let mut results = Vec::new();
        for (at, question) in questions.iter().enumerate() {
            let Some(result) =
                answer.get(format!("q{at}")).and_then(|answer| answer.get("result")).filter(|result| result.is_array())
            else {
                return Err(self.wrong(format!("the answer to question {at} of the batch is missing")));
            };
            self.keep(question, result)?;
            results.push(result.clone());
        }
        Ok(results)
    }

    fn post(&mut self, field: &str, value: &Value) -> Result<Value, ServiceError> {
        let text = value.to_string();
        let reply = self.client.ask(&self.profile.address, Request::Form(&[(field, &text)]), "application/json")?;
        parse(&self.profile.address, &reply)
    }

    fn wrong(&self, cause: String) -> ServiceError {
        ServiceError::Answer { address: self.profile.address.clone(), cause }
    }

    /// Adds the candidates of a result to what is offered; one whose identifier makes no IRI is left out.
    fn add(&self, offer: &mut Offer, body: &Body, result: &Value) {
        let found = result.as_array().into_iter().flatten().take(CANDIDATES);
        let candidates = found.filter_map(|found| {
            let text = |name: &str| tidy(found.get(name).and_then(Value::as_str).unwrap_or_default());
            let id = text("id");
            let iri = if id.contains("://") { id.clone() } else { format!("{}{id}", self.identifier_space) };
            if id.is_empty() || NamedNode::new(&iri).is_err() {
                return None;
            }
            let types = found.get("type").and_then(Value::as_array).into_iter().flatten().take(VALUES);
            let types =
                types.filter_map(|kind| kind.get("name").or(Some(kind)).and_then(Value::as_str)).map(tidy).collect();
            Some(Candidate {
                id,
                iri,
                name: text("name"),
                description: text("description"),
                types,
                ..Candidate::default()
            })
        });
        offer.candidates.entry(body.iri.clone()).or_default().extend(candidates);
    }

    /// Asks what the candidates are.
    fn describe(&mut self, offer: &mut Offer) {
        let profile = self.profile.clone();
        let Profile { types, countries, parents, from, until, aliases, description, .. } = &profile;
        let mut properties: Vec<&String> =
            [types, countries, parents, from, until, aliases, description].into_iter().flatten().collect();
        properties.sort_unstable();
        properties.dedup();
        if !self.extends || properties.is_empty() {
            return;
        }
        let mut ids: Vec<String> = offer.candidates.values().flatten().map(|candidate| candidate.id.clone()).collect();
        ids.sort_unstable();
        ids.dedup();
        let wanted: Vec<Value> = properties.iter().map(|id| json!({ "id": id })).collect();
        let (rows, failure) = self.rows(&ids, &wanted);
        if let Some(error) = failure {
            offer.failures.push(("properties of candidates".to_owned(), error.to_string()));
        }
        for candidate in offer.candidates.values_mut().flatten() {
            let Some(row) = rows.get(&candidate.id) else { continue };
            let values = |properties: &[String]| -> Vec<String> {
                let cells = properties.iter().filter_map(|property| row.get(property)).filter_map(Value::as_array);
                cells.flat_map(|cells| cells.iter().take(VALUES)).flat_map(texts).map(|text| tidy(&text)).collect()
            };
            let year = |properties: &[String]| values(properties).iter().find_map(|text| year(text));
            let more = values(types);
            candidate.types.extend(more.into_iter().filter(|text| !text.is_empty()));
            candidate.countries = values(countries);
            candidate.parents = values(parents);
            candidate.aliases = values(aliases);
            (candidate.from, candidate.until) = (year(from), year(until));
            if let Some(text) = values(description).into_iter().find(|text| !text.is_empty()) {
                candidate.description = text;
            }
            for list in [&mut candidate.countries, &mut candidate.parents, &mut candidate.aliases] {
                list.retain(|text| !text.is_empty());
            }
        }
    }

    fn rows(&mut self, ids: &[String], properties: &[Value]) -> (BTreeMap<String, Value>, Option<ServiceError>) {
        let question = |id: &str| json!({ "id": id, "properties": properties });
        let mut rows = BTreeMap::new();
        let mut open = Vec::new();
        for id in ids {
            match self.cached(&question(id)) {
                Some(row) => drop(rows.insert(id.clone(), row)),
                None => open.push(id),
            }
        }
        for batch in open.chunks(BATCH * 2) {
            let found = match self.post("extend", &json!({ "ids": batch, "properties": properties })) {
                Ok(answer) => answer,
                Err(error) => return (rows, Some(error)),
            };
            let Some(found) = found.get("rows").and_then(Value::as_object) else {
                return (rows, Some(self.wrong("the answer about properties has no rows".to_owned())));
            };
            for id in batch {
                let row = found.get(*id).cloned().unwrap_or_else(|| json!({}));
                if let Err(error) = self.keep(&question(id), &row) {
                    return (rows, Some(error));
                }
                rows.insert((*id).clone(), row);
            }
        }
        (rows, None)
    }
}

fn parse(address: &str, reply: &Reply) -> Result<Value, ServiceError> {
    serde_json::from_slice(&reply.body).map_err(|error| {
        let kind = if reply.media_type.is_empty() { "something".to_owned() } else { reply.media_type.clone() };
        ServiceError::Answer { address: address.to_owned(), cause: format!("answers {kind}, not JSON: {error}") }
    })
}

/// What a cell of data extension says: name and identifier of a thing, or a value.
fn texts(cell: &Value) -> Vec<String> {
    let Some(cell) = cell.as_object() else { return Vec::new() };
    ["name", "id", "str", "date", "int", "float"]
        .into_iter()
        .filter_map(|key| match cell.get(key)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        })
        .collect()
}

/// The year that a date begins with: `1951-03-15T00:00:00Z`, `+1951-00-00`, `1951`.
pub(super) fn year(text: &str) -> Option<i32> {
    let digits = text.trim_start_matches('+');
    digits
        .get(..4)?
        .parse()
        .ok()
        .filter(|_| digits.get(4..5).is_none_or(|next| !next.chars().all(|c| c.is_ascii_digit())))
}
