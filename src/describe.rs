//! A graph described for catalogues of data: `VoID` says what it holds, DCAT what it is and how to get it.

use crate::graph::{Graph, TermId};
use crate::vocab::{dcat, dcterms, owl, rdf, void, xsd};
use oxrdf::{NamedOrBlankNodeRef, TermRef};
use std::collections::{BTreeMap, BTreeSet};

/// What the graph itself does not say.
#[derive(Clone, Copy, Debug)]
pub struct Dataset<'a> {
    /// IRI of the data set.
    pub iri: &'a str,
    pub title_de: &'a str,
    pub title_en: &'a str,
    /// What it holds, in a sentence of each language.
    pub about_de: &'a str,
    pub about_en: &'a str,
    /// Endings of the files in which it is to be had, of those of [`MEDIA_TYPES`].
    pub endings: &'a [&'a str],
    /// Address of the files up to their ending; none leaves open where they are.
    pub files: Option<&'a str>,
    /// IRI of the licence; none leaves it open.
    pub license: Option<&'a str>,
    /// What the things of the data set begin with.
    pub base: &'a str,
}

/// Media types of files by their ending.
pub const MEDIA_TYPES: [(&str, &str); 5] = [
    ("ttl", "https://www.iana.org/assignments/media-types/text/turtle"),
    ("trig", "https://www.iana.org/assignments/media-types/application/trig"),
    ("nq", "https://www.iana.org/assignments/media-types/application/n-quads"),
    ("jsonld", "https://www.iana.org/assignments/media-types/application/ld+json"),
    ("csv", "https://www.iana.org/assignments/media-types/text/csv"),
];

/// Counts of a graph, in the order in which they are written.
#[derive(Default)]
struct Counts {
    triples: u32,
    subjects: BTreeSet<String>,
    objects: BTreeSet<String>,
    classes: BTreeMap<String, u32>,
    properties: BTreeMap<String, u32>,
    /// Links outward: property and the register that it leads to.
    links: BTreeMap<(String, String), u32>,
}

/// Describes a graph: how many statements, things, things of each class and uses of each property it has, to which outside
/// registers it links, and in which formats it is to be had. The description is a graph of its own.
///
/// ```
/// use gremium::{describe::{describe, Dataset}, graph::Graph, vocab};
/// let dataset = Dataset {
///     iri: "https://example.org/data",
///     title_de: "Leer", title_en: "Empty",
///     about_de: "Nichts.", about_en: "Nothing.",
///     endings: &["ttl"], files: Some("https://example.org/empty"),
///     license: None, base: vocab::BASE,
/// };
/// let description = describe(&Graph::new(), &dataset);
/// assert!(description.to_nquads().contains("<http://rdfs.org/ns/void#triples> \"0\""));
/// ```
#[must_use]
pub fn describe(graph: &Graph, dataset: &Dataset<'_>) -> Graph {
    let counts = count(graph, dataset.base);
    let mut writer = Writer::new(dataset.iri);
    let node = writer.name;
    for class in [void::DATASET, dcat::DATASET] {
        writer.link(node, rdf::TYPE, class);
    }
    let texts = [
        (dcterms::TITLE, [dataset.title_de, dataset.title_en]),
        (dcterms::DESCRIPTION, [dataset.about_de, dataset.about_en]),
    ];
    for (property, in_languages) in texts {
        for (text, language) in in_languages.into_iter().zip(["de", "en"]) {
            let text = writer.graph.tagged(text, language);
            writer.say(node, property, text);
        }
    }
    if let Some(license) = dataset.license {
        writer.link(node, dcterms::LICENSE, license);
    }
    writer.text(node, owl::VERSION_INFO, env!("CARGO_PKG_VERSION"));
    writer.text(node, void::URI_SPACE, dataset.base);
    writer.count(node, void::TRIPLES, counts.triples);
    writer.count(node, void::DISTINCT_SUBJECTS, size(counts.subjects.len()));
    writer.count(node, void::DISTINCT_OBJECTS, size(counts.objects.len()));
    writer.count(node, void::CLASSES, size(counts.classes.len()));
    writer.count(node, void::PROPERTIES, size(counts.properties.len()));
    let vocabularies: BTreeSet<&str> =
        counts.properties.keys().chain(counts.classes.keys()).map(|iri| namespace(iri)).collect();
    for vocabulary in vocabularies {
        writer.link(node, void::VOCABULARY, vocabulary);
    }
    for (number, (class, things)) in (1..).zip(&counts.classes) {
        let part = writer.part("class", number, void::CLASS_PARTITION);
        writer.link(part, void::CLASS, class);
        writer.count(part, void::ENTITIES, *things);
    }
    for (number, (property, uses)) in (1..).zip(&counts.properties) {
        let part = writer.part("property", number, void::PROPERTY_PARTITION);
        writer.link(part, void::PROPERTY, property);
        writer.count(part, void::TRIPLES, *uses);
    }
    for (number, ((property, register), links)) in (1..).zip(&counts.links) {
        let set = writer.part("links", number, void::SUBSET);
        writer.link(set, rdf::TYPE, void::LINKSET);
        writer.say(set, void::SUBJECTS_TARGET, node);
        writer.link(set, void::OBJECTS_TARGET, register);
        writer.link(set, void::LINK_PREDICATE, property);
        writer.count(set, void::TRIPLES, *links);
    }
    for (ending, media) in MEDIA_TYPES.into_iter().filter(|(ending, _)| dataset.endings.contains(ending)) {
        let file = writer.graph.iri(&format!("{}/distribution/{ending}", dataset.iri));
        writer.say(node, dcat::DISTRIBUTION, file);
        writer.link(file, rdf::TYPE, dcat::DISTRIBUTION_CLASS);
        writer.link(file, dcat::MEDIA_TYPE, media);
        if let Some(license) = dataset.license {
            writer.link(file, dcterms::LICENSE, license);
        }
        if let Some(files) = dataset.files {
            let address = format!("{files}.{ending}");
            for property in [dcat::ACCESS_URL, dcat::DOWNLOAD_URL] {
                writer.link(file, property, &address);
            }
            writer.link(node, void::DATA_DUMP, &address);
        }
    }
    writer.graph
}

fn count(graph: &Graph, base: &str) -> Counts {
    let mut counts = Counts::default();
    let mut previous = None;
    for quad in graph.quads() {
        // The same statement in two documents is one triple of the union; quads come sorted by it.
        let triple = (quad.subject.to_string(), quad.predicate.as_str().to_owned(), quad.object.to_string());
        if previous.as_ref() == Some(&triple) {
            continue;
        }
        counts.triples += 1;
        let (subject, property, object) = (&triple.0, &triple.1, &triple.2);
        counts.subjects.insert(subject.clone());
        counts.objects.insert(object.clone());
        *counts.properties.entry(property.clone()).or_default() += 1;
        if let TermRef::NamedNode(thing) = quad.object {
            if property == rdf::TYPE {
                *counts.classes.entry(thing.as_str().to_owned()).or_default() += 1;
            } else if is_link(property)
                && matches!(quad.subject, NamedOrBlankNodeRef::NamedNode(from) if from.as_str().starts_with(base))
                && !thing.as_str().starts_with(base)
            {
                *counts.links.entry((property.clone(), namespace(thing.as_str()).to_owned())).or_default() += 1;
            }
        }
        previous = Some(triple);
    }
    counts
}

fn is_link(property: &str) -> bool {
    property.ends_with("#exactMatch") || property.ends_with("#closeMatch") || property.ends_with("#sameAs")
}

/// An IRI without its last part.
fn namespace(iri: &str) -> &str {
    iri.rfind(['#', '/']).and_then(|at| iri.get(..=at)).unwrap_or(iri)
}

fn size(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

/// A description in the making, named after the data set it describes.
struct Writer {
    graph: Graph,
    name: TermId,
    iri: String,
}

impl Writer {
    fn new(iri: &str) -> Self {
        let mut graph = Graph::new();
        let name = graph.iri(iri);
        Self { graph, name, iri: iri.to_owned() }
    }

    fn say(&mut self, subject: TermId, property: &'static str, object: TermId) {
        let property = self.graph.constant_iri(property);
        self.graph.insert(subject, property, object, self.name);
    }

    fn link(&mut self, subject: TermId, property: &'static str, object: &str) {
        let object = self.graph.iri(object);
        self.say(subject, property, object);
    }

    fn text(&mut self, subject: TermId, property: &'static str, value: &str) {
        let value = self.graph.typed(value, xsd::STRING);
        self.say(subject, property, value);
    }

    fn count(&mut self, subject: TermId, property: &'static str, value: u32) {
        let value = self.graph.integer(value);
        self.say(subject, property, value);
    }

    /// A numbered part of the data set.
    fn part(&mut self, kind: &str, number: u32, property: &'static str) -> TermId {
        let part = self.graph.iri(&format!("{}/{kind}/{number}", self.iri));
        let whole = self.name;
        self.say(whole, property, part);
        part
    }
}
