//! Bodies, statutes, sittings and kinds from their nodes.

use super::build::count;
use super::error::Faults;
use super::node::Node;
use super::{Authority, DatedName, Kind, Lexicon, Link, Location, SessionRecord, Statute};
use jiff::civil::Date;
use rustc_hash::FxHashMap;

const LABEL: &str = "give it one rdfs:label, the short form that the tables show";

impl Lexicon {
    pub(super) fn add_authority(
        &mut self,
        node: &Node<'_>,
        by_key: &FxHashMap<&str, &Node<'_>>,
        faults: &mut Faults<'_>,
    ) {
        let Some(label) = node.text("rdfs:label") else {
            return faults.add(node.place(), node.key, "a body without a label", LABEL);
        };
        let id = count(self.authorities.len());
        let dated_names: Vec<DatedName> = ["skosxl:altLabel", "skosxl:prefLabel", "skosxl:hiddenLabel"]
            .into_iter()
            .flat_map(|property| node.things(property))
            .filter_map(|key| by_key.get(key))
            .filter_map(|name| {
                Some(DatedName {
                    key: name.key.to_owned(),
                    text: name.text("skosxl:literalForm")?,
                    abbreviation: name.text("abbreviation"),
                    from: date(name, "validFrom"),
                    until: date(name, "validUntil"),
                })
            })
            .collect();
        // Resolutions are German: an English full name is for readers of the graph, not for recognition.
        let full = node.of("skos:prefLabel").filter(|name| name.tag.as_deref() != Some("en")).map(|name| &*name.object);
        let listed = ["rdfs:label", "skos:altLabel", "skos:hiddenLabel"];
        for name in listed.into_iter().flat_map(|property| node.texts(property)).chain(full) {
            self.bodies.insert(&mut self.stems, name, id);
        }
        for name in &dated_names {
            for text in std::iter::once(&name.text).chain(&name.abbreviation) {
                self.bodies.insert(&mut self.stems, text, id);
            }
        }
        for name in node.texts("membersName") {
            self.members.insert(&mut self.stems, name, id);
        }
        self.by_key.insert(node.key.to_owned(), id);
        self.authorities.push(Authority {
            key: node.key.to_owned(),
            label,
            name_de: node.text_in("skos:prefLabel", "de"),
            name_en: node.text_in("skos:prefLabel", "en"),
            kind: node.things("bodyKind").next().unwrap_or("kind/other").to_owned(),
            parent: None,
            chair_of: None,
            jurisdiction: None,
            dated_names,
            shared: node.texts("sharedLabel").map(str::to_owned).collect(),
            links: links(node, by_key),
            no_item: node
                .texts("noItemKnown")
                .any(|value| value == "true")
                .then(|| node.text_in("skos:note", "de").unwrap_or_default()),
            rejects: node.things("rejects").map(str::to_owned).collect(),
            replaces: node.things("dcterms:replaces").map(str::to_owned).collect(),
            files: node.files(),
        });
    }

    pub(super) fn add_statute(
        &mut self,
        node: &Node<'_>,
        by_key: &FxHashMap<&str, &Node<'_>>,
        faults: &mut Faults<'_>,
    ) {
        let Some(label) = node.text("rdfs:label") else {
            return faults.add(node.place(), node.key, "a statute without a label", LABEL);
        };
        let id = count(self.statutes.len());
        for name in ["rdfs:label", "eli:title", "eli:title_short", "skos:altLabel", "skos:hiddenLabel"]
            .into_iter()
            .flat_map(|property| node.texts(property))
        {
            self.statute_names.insert(&mut self.stems, name, id);
        }
        self.statutes.push(Statute {
            key: node.key.to_owned(),
            label,
            title: node.text_in("eli:title", "de"),
            by_article: node.things("division").any(|division| division == "Article"),
            slug: node.text("slug"),
            celex: node.text("celex"),
            links: links(node, by_key),
            replaces: node.things("dcterms:replaces").map(str::to_owned).collect(),
            files: node.files(),
        });
    }

    pub(super) fn add_kind(&mut self, node: &Node<'_>) {
        let Some(label_de) = node.text_in("skos:prefLabel", "de") else { return };
        self.kinds.push(Kind {
            key: node.key.to_owned(),
            label_de,
            label_en: node.text_in("skos:prefLabel", "en").unwrap_or_default(),
            broader: node.things("skos:broader").next().map(str::to_owned),
        });
    }

    /// Second pass: what points from one thing to another.
    pub(super) fn relate(&mut self, nodes: &[Node<'_>], by_key: &FxHashMap<&str, &Node<'_>>) {
        for node in nodes {
            if let Some(id) = self.by_key.get(node.key).copied() {
                let find = |property| node.things(property).find_map(|key| self.by_key.get(key).copied());
                let (parent, chair_of) = (find("org:subOrganizationOf"), find("chairOf"));
                let jurisdiction = find("jurisdiction");
                if let Some(authority) = self.authorities.get_mut(id as usize) {
                    (authority.parent, authority.chair_of, authority.jurisdiction) = (parent, chair_of, jurisdiction);
                }
            } else if node.is_a("Session") {
                let Some(body) = node.things("sessionOf").find_map(|key| self.by_key.get(key).copied()) else {
                    continue;
                };
                self.sessions.push(SessionRecord {
                    key: node.key.to_owned(),
                    body,
                    number: node.text("number").and_then(|number| number.parse().ok()),
                    first: date(node, "firstDay"),
                    last: date(node, "lastDay"),
                    place: node.text("place"),
                    location: node.things("dcterms:spatial").find_map(|key| location(by_key.get(key)?, by_key)),
                    grade: node.text("grade"),
                });
            }
        }
    }
}

fn location(node: &Node<'_>, by_key: &FxHashMap<&str, &Node<'_>>) -> Option<Location> {
    Some(Location { key: node.key.to_owned(), label: node.text("rdfs:label")?, links: links(node, by_key) })
}

/// Links with their evidence, which stands at the thing outside.
fn links(node: &Node<'_>, by_key: &FxHashMap<&str, &Node<'_>>) -> Vec<Link> {
    node.links()
        .map(|(property, iri)| {
            let evidence = by_key.get(iri);
            let sources = evidence.and_then(|evidence| evidence.text("sources")?.parse().ok());
            let date = evidence.and_then(|evidence| evidence.text("evidenced"));
            Link { property, iri: iri.to_owned(), sources, date }
        })
        .collect()
}

fn date(node: &Node<'_>, property: &str) -> Option<Date> {
    node.text(property)?.parse().ok()
}
