//! The JSON dump of Wikidata: an array with an item on each line.

use super::{Item, LANGUAGES, Search, Stage, each_line, tidy};
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, BufRead};

/// What items are called outside the dump, which gives their identifiers only.
const ENTITY: &str = "http://www.wikidata.org/entity/";

#[derive(Deserialize)]
struct Entity<'l> {
    #[serde(borrow)]
    id: Cow<'l, str>,
    #[serde(default, borrow)]
    labels: Texts<'l, Text<'l>>,
    #[serde(default, borrow)]
    aliases: Texts<'l, Vec<Text<'l>>>,
    #[serde(default, borrow)]
    descriptions: Texts<'l, Text<'l>>,
    #[serde(default, borrow)]
    claims: Texts<'l, Vec<Claim>>,
}

/// By language or property. The dump writes an empty object as an empty array.
#[derive(Deserialize)]
#[serde(untagged)]
enum Texts<'l, T> {
    #[serde(borrow)]
    By(BTreeMap<Cow<'l, str>, T>),
    Empty([(); 0]),
}

impl<T> Default for Texts<'_, T> {
    fn default() -> Self {
        Self::Empty([])
    }
}

impl<T> Texts<'_, T> {
    fn get(&self, key: &str) -> Option<&T> {
        match self {
            Self::By(all) => all.get(key),
            Self::Empty(_) => None,
        }
    }
}

#[derive(Deserialize)]
struct Text<'l> {
    #[serde(borrow)]
    value: Cow<'l, str>,
}

#[derive(Deserialize)]
struct Claim {
    mainsnak: Snak,
    #[serde(default)]
    rank: String,
}

#[derive(Deserialize)]
struct Snak {
    #[serde(default)]
    datavalue: Option<DataValue>,
}

#[derive(Deserialize)]
struct DataValue {
    value: serde_json::Value,
}

pub(super) fn pass(reader: impl BufRead, stage: Stage, search: &mut Search<'_>) -> io::Result<()> {
    let linked = match stage {
        Stage::Items => return Ok(()),
        Stage::Names => None,
        Stage::Labels => Some(search.linked()),
    };
    each_line(reader, |line| {
        let line = line.trim_ascii().strip_suffix(b",").unwrap_or(line.trim_ascii());
        if line == b"[" || line == b"]" {
            return;
        }
        search.lines += u64::from(linked.is_none());
        // Most lines of the second pass are of no use; where they begin tells which.
        if linked.as_ref().is_some_and(|linked| starts_with_other_id(line, linked)) {
            return;
        }
        let Ok(entity) = serde_json::from_slice::<Entity<'_>>(line) else {
            search.bad_lines += u64::from(linked.is_none());
            return;
        };
        match &linked {
            None => note(&entity, search),
            Some(linked) => {
                let iri = format!("{ENTITY}{}", entity.id);
                if linked.contains(&iri)
                    && let Some(name) = LANGUAGES.iter().find_map(|language| entity.labels.get(language))
                {
                    search.labels.insert(iri, tidy(&name.value));
                }
            }
        }
    })
}

/// Whether a line shows near its start the identifier of a thing that nobody asked for.
fn starts_with_other_id(line: &[u8], linked: &std::collections::BTreeSet<String>) -> bool {
    let head = line.get(..80).unwrap_or(line);
    let Some(at) = head.windows(6).position(|word| word == b"\"id\":\"") else { return false };
    let id = head.get(at + 6..).and_then(|rest| rest.split(|byte| *byte == b'"').next()).unwrap_or_default();
    std::str::from_utf8(id).is_ok_and(|id| !linked.contains(&format!("{ENTITY}{id}")))
}

fn note(entity: &Entity<'_>, search: &mut Search<'_>) {
    let names = |language: &str| {
        entity.labels.get(language).into_iter().chain(entity.aliases.get(language).into_iter().flatten())
    };
    if !LANGUAGES.iter().flat_map(|language| names(language)).any(|name| search.wants(&name.value)) {
        return;
    }
    let mut aliases = LANGUAGES.iter().flat_map(|language| names(language)).map(|name| tidy(&name.value));
    let name = aliases.next().unwrap_or_default();
    let mut item = Item { id: tidy(&entity.id), name, aliases: aliases.take(100).collect(), ..Item::default() };
    if let Some(text) = LANGUAGES.iter().find_map(|language| entity.descriptions.get(language)) {
        item.description = tidy(&text.value);
    }
    for property in search.properties() {
        let claims = entity.claims.get(property).into_iter().flatten().filter(|claim| claim.rank != "deprecated");
        let values: Vec<String> =
            claims.filter_map(|claim| value(&claim.mainsnak.datavalue.as_ref()?.value)).take(50).collect();
        if !values.is_empty() {
            item.values.insert(property.clone(), values);
        }
    }
    search.items.insert(format!("{ENTITY}{}", item.id), item);
}

/// A thing by its IRI, a time or text as it is.
fn value(value: &serde_json::Value) -> Option<String> {
    let text = |key: &str| value.get(key).and_then(serde_json::Value::as_str);
    text("id")
        .map(|id| format!("{ENTITY}{}", tidy(id)))
        .or_else(|| text("time").map(tidy))
        .or_else(|| value.as_str().map(tidy))
}
