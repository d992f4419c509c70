//! Dumps in N-Triples: that of Wikidata, or of any authority file that names things with `rdfs:label` or SKOS.

use super::{Item, LANGUAGES, Search, Stage, local, tidy};
use crate::vocab::{rdfs, skos};
use oxrdf::{NamedOrBlankNode, Term, Triple};
use oxttl::NTriplesParser;
use std::io::{self, BufRead};

const DESCRIPTION: &str = "http://schema.org/description";

pub(super) fn pass(reader: impl BufRead, stage: Stage, search: &mut Search<'_>) -> io::Result<()> {
    let linked = if stage == Stage::Labels { search.linked() } else { std::collections::BTreeSet::new() };
    let properties: Vec<String> = search.properties().cloned().collect();
    for triple in NTriplesParser::new().for_reader(reader) {
        let first = u64::from(stage == Stage::Names);
        search.lines += first;
        let Triple { subject, predicate, object } = match triple {
            Ok(triple) => triple,
            Err(oxttl::TurtleParseError::Io(error)) => return Err(error),
            Err(oxttl::TurtleParseError::Syntax(_)) => {
                search.bad_lines += first;
                continue;
            }
        };
        let NamedOrBlankNode::NamedNode(subject) = subject else { continue };
        let subject = subject.into_string();
        let name = matches!(predicate.as_str(), rdfs::LABEL | skos::PREF_LABEL | skos::ALT_LABEL);
        match stage {
            Stage::Names => {
                if name
                    && let Some((text, _)) = text(&object)
                    && search.wants(text)
                {
                    let id = local(&subject).to_owned();
                    search.items.entry(subject).or_insert_with(|| Item { id, ..Item::default() });
                }
            }
            Stage::Items => {
                let Some(item) = search.items.get_mut(&subject) else { continue };
                if let Some((text, language)) = text(&object).filter(|_| name || predicate.as_str() == DESCRIPTION) {
                    learn(item, predicate.as_str(), text, language);
                } else if let Some(property) =
                    properties.iter().find(|property| local(predicate.as_str()) == **property)
                {
                    let value = match &object {
                        Term::NamedNode(node) => node.as_str().to_owned(),
                        Term::Literal(literal) => tidy(literal.value()),
                        Term::BlankNode(_) => continue,
                    };
                    let values = item.values.entry(property.clone()).or_default();
                    if values.len() < 50 && !values.contains(&value) {
                        values.push(value);
                    }
                }
            }
            Stage::Labels => {
                if name
                    && predicate.as_str() != skos::ALT_LABEL
                    && let Some((text, language)) = text(&object)
                    && linked.contains(&subject)
                    && (language == Some("de") || !search.labels.contains_key(&subject))
                {
                    search.labels.insert(subject, tidy(text));
                }
            }
        }
    }
    Ok(())
}

/// Text in one of the languages that are read, or in none.
fn text(object: &Term) -> Option<(&str, Option<&str>)> {
    let Term::Literal(literal) = object else { return None };
    let known = literal.language().is_none_or(|language| LANGUAGES.contains(&language));
    known.then(|| (literal.value(), literal.language()))
}

fn learn(item: &mut Item, property: &str, text: &str, language: Option<&str>) {
    let text = tidy(text);
    if property == DESCRIPTION {
        if item.description.is_empty() || language == Some("de") {
            item.description = text;
        }
    } else if property != skos::ALT_LABEL && (item.name.is_empty() || language == Some("de")) {
        let before = std::mem::replace(&mut item.name, text);
        if !before.is_empty() && before != item.name {
            item.aliases.push(before);
        }
    } else if item.aliases.len() < 100 && text != item.name && !item.aliases.contains(&text) {
        item.aliases.push(text);
    }
}
