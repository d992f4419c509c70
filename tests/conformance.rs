//! The official tests of SPARQL 1.1 Protocol, Graph Store Protocol and Service Description, as their manifests say.
#![cfg(unix)]

#[path = "support/http.rs"]
mod http;

use http::{Reply, Server, serve_with};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::dataset::CanonicalizationAlgorithm;
use oxigraph::model::vocab::rdf;
use oxigraph::model::{Graph, NamedNode, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Term, TermRef};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const TOKEN: &str = "a token for the tests";
const MF: &str = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#";
const HT: &str = "http://www.w3.org/2011/http#";
const CNT: &str = "http://www.w3.org/2011/content#";
const UT: &str = "http://www.w3.org/2009/sparql/tests/test-update#";
const RDFS: &str = "http://www.w3.org/2000/01/rdf-schema#";
const SD: &str = "http://www.w3.org/ns/sparql-service-description#";

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/conformance/sparql11"))
}

/// A manifest and a place in it.
#[derive(Clone, Copy)]
struct Node<'g> {
    graph: &'g Graph,
    term: TermRef<'g>,
}

impl<'g> Node<'g> {
    fn all(self, namespace: &str, name: &str) -> Vec<Self> {
        let predicate = NamedNode::new(format!("{namespace}{name}")).unwrap();
        let subject: NamedOrBlankNodeRef<'_> = match self.term {
            TermRef::NamedNode(node) => node.into(),
            TermRef::BlankNode(node) => node.into(),
            TermRef::Literal(_) => return Vec::new(),
        };
        let objects: Vec<_> = self.graph.objects_for_subject_predicate(subject, &predicate).collect();
        objects.into_iter().map(|term| Node { graph: self.graph, term }).collect()
    }

    fn one(self, namespace: &str, name: &str) -> Option<Self> {
        self.all(namespace, name).into_iter().next()
    }

    /// The members of the list that starts here.
    fn list(self) -> Vec<Self> {
        let namespace = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
        let mut members = Vec::new();
        let mut rest = Some(self);
        while let Some(first) = rest.and_then(|rest| rest.one(namespace, "first")) {
            members.push(first);
            rest = rest.and_then(|here| here.one(namespace, "rest"));
        }
        members
    }

    fn text(self) -> &'g str {
        match self.term {
            TermRef::Literal(literal) => literal.value(),
            TermRef::NamedNode(node) => node.as_str(),
            TermRef::BlankNode(_) => "",
        }
    }

    fn value(self, namespace: &str, name: &str) -> Option<&'g str> {
        self.one(namespace, name).map(Self::text)
    }
}

fn read_manifest(path: &Path) -> Graph {
    let text = fs::read_to_string(path).unwrap();
    let parser = RdfParser::from_format(RdfFormat::Turtle).with_base_iri("file:///manifest").unwrap();
    parser.for_slice(&text).map(|quad| oxigraph::model::Triple::from(quad.unwrap())).collect()
}

/// Runs each test of a manifest; what it finds wrong, and how many tests there were.
fn run(server: &Server, path: &str, replace: (&str, &str), findings: &mut Vec<String>) -> usize {
    let graph = read_manifest(&folder().join(path));
    let entries = graph
        .triples_for_predicate(&NamedNode::new(format!("{MF}entries")).unwrap())
        .map(|triple| Node { graph: &graph, term: triple.object })
        .next()
        .unwrap()
        .list();
    for test in &entries {
        clear(server);
        for data in test.all(UT, "graphData") {
            let file = data.value(UT, "graph").unwrap().rsplit('/').next().unwrap();
            let content = fs::read(folder().join(Path::new(path).parent().unwrap()).join(file)).unwrap();
            let headers = [("Authorization", &*format!("Bearer {TOKEN}")), ("Content-Type", "application/n-triples")];
            let name = data.value(RDFS, "label").unwrap();
            assert_eq!(server.send("PUT", &format!("/store?graph={name}"), &headers, &content).status, 201);
        }
        let mut location = String::new();
        let requests = test.one(MF, "action").unwrap().one(HT, "requests").unwrap().list();
        assert!(!requests.is_empty());
        for (number, request) in (1..).zip(requests) {
            let expected = request.one(HT, "resp").unwrap();
            let reply = send(server, request, replace, &location);
            if let Some(found) = reply.header("location") {
                found.clone_into(&mut location);
            }
            if let Err(finding) = compare(&reply, expected) {
                let name = test.value(MF, "name").unwrap();
                findings.push(format!("{path}: {name}, request {number}: {finding}\n{reply:?}"));
                break;
            }
        }
    }
    entries.len()
}

fn clear(server: &Server) {
    let headers = [("Authorization", &*format!("Bearer {TOKEN}")), ("Content-Type", "application/sparql-update")];
    assert_eq!(server.send("POST", "/sparql", &headers, b"DROP ALL").status, 204);
}

fn send(server: &Server, request: Node<'_>, (from, to): (&str, &str), location: &str) -> Reply {
    let path = request.value(HT, "absolutePath").unwrap().replacen(from, to, 1).replace("$LOCATION$", location);
    let mut headers = vec![("Authorization".to_owned(), format!("Bearer {TOKEN}"))];
    for header in request.one(HT, "headers").map(Node::list).unwrap_or_default() {
        headers.push((
            header.value(HT, "fieldName").unwrap().to_owned(),
            header.value(HT, "fieldValue").unwrap().to_owned(),
        ));
    }
    let body = request.one(HT, "body").map(|body| {
        let text = body.value(CNT, "chars").unwrap();
        match body.value(CNT, "characterEncoding") {
            Some("UTF-16") => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            _ => text.as_bytes().to_vec(),
        }
    });
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    server.send(request.value(HT, "methodName").unwrap(), &path, &headers, &body.unwrap_or_default())
}

/// What differs from what is expected.
fn compare(reply: &Reply, expected: Node<'_>) -> Result<(), String> {
    let statuses = expected.all(MF, "expectedStatus");
    let is_expected = |name: &str| match name {
        "StatusCode2xx" => reply.status / 100 == 2,
        "StatusCode3xx" => reply.status / 100 == 3,
        "StatusCode4xx" => reply.status / 100 == 4,
        "OK" => reply.status == 200,
        "Created" => reply.status == 201,
        "NoContent" => reply.status == 204,
        "NotFound" => reply.status == 404,
        other => panic!("status {other} is not known to this test"),
    };
    if !statuses.iter().any(|status| is_expected(status.text().rsplit('#').next().unwrap())) {
        return Err(format!("status {}", reply.status));
    }
    let media_type = reply.header("content-type").unwrap_or_default().split(';').next().unwrap();
    if let Some(yes) = expected.value(MF, "expectedBoolean") {
        let json: serde_json::Value = serde_json::from_str(&reply.body).map_err(|error| error.to_string())?;
        if json["boolean"] != (yes == "true") {
            return Err(format!("not {yes}"));
        }
    }
    let results =
        ["application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"];
    let fits = match expected.value(MF, "expectedFormat") {
        None => true,
        Some("boolean") => results[..2].contains(&media_type),
        Some("tabular") => results.contains(&media_type),
        Some("RDF") => ["text/turtle", "application/rdf+xml", "application/n-triples"].contains(&media_type),
        Some(other) => panic!("format {other} is not known to this test"),
    };
    if !fits {
        return Err(format!("content type {media_type}"));
    }
    for header in expected.one(HT, "headers").map(Node::list).unwrap_or_default() {
        let name = header.value(HT, "fieldName").unwrap();
        if reply.header(name) != header.value(HT, "fieldValue") {
            return Err(format!("header {name}: {:?}", reply.header(name)));
        }
    }
    if expected.value(MF, "expectedLocation").is_some() && reply.header("location").is_none() {
        return Err("no Location".to_owned());
    }
    if let Some(body) = expected.one(HT, "body") {
        let (wanted, found) = (triples(body.value(CNT, "chars").unwrap())?, triples(&reply.body)?);
        if wanted != found {
            return Err(format!("other triples: {found}"));
        }
    }
    Ok(())
}

fn triples(turtle: &str) -> Result<Graph, String> {
    let quads = RdfParser::from_format(RdfFormat::Turtle).for_slice(turtle).collect::<Result<Vec<_>, _>>();
    let mut graph: Graph =
        quads.map_err(|error| error.to_string())?.into_iter().map(oxigraph::model::Triple::from).collect();
    graph.canonicalize(CanonicalizationAlgorithm::Unstable);
    Ok(graph)
}

fn writable() -> Server {
    serve_with(&["--writable", "--limit", "client-seconds=0"], &[("GREMIUM_TOKEN", TOKEN)])
}

#[test]
fn protocol() {
    let mut findings = Vec::new();
    let tests = run(&writable(), "protocol/manifest.ttl", ("/sparql/", "/sparql/"), &mut findings);
    assert!(findings.is_empty(), "{} of {tests}:\n{}", findings.len(), findings.join("\n"));
    assert_eq!(tests, 34);
}

#[test]
fn graph_store_protocol() {
    let mut findings = Vec::new();
    let server = writable();
    let direct = run(&server, "graph-store-protocol/manifest-direct.ttl", ("/gsp", "/store"), &mut findings);
    let indirect = run(&server, "graph-store-protocol/manifest-indirect.ttl", ("/gsp", "/store"), &mut findings);
    assert!(findings.is_empty(), "{} of {}:\n{}", findings.len(), direct + indirect, findings.join("\n"));
    assert_eq!(direct + indirect, 13);
}

/// The manifest says in words what is to be tested: RDF comes back, it names the endpoint, and it uses the vocabulary as
/// that is defined.
#[test]
fn service_description() {
    let manifest = read_manifest(&folder().join("service-description/manifest.ttl"));
    let kind = NamedNode::new(format!("{MF}ServiceDescriptionTest")).unwrap();
    assert_eq!(manifest.subjects_for_predicate_object(rdf::TYPE, &kind).count(), 3);

    let server = writable();
    let reply = server.get("/sparql");
    assert_eq!((reply.status, reply.header("content-type")), (200, Some("text/turtle; charset=utf-8")));
    let description = triples(&reply.body).unwrap();

    let sd = |name: &str| NamedNode::new(format!("{SD}{name}")).unwrap();
    let endpoint = NamedNode::new(format!("http://{}/sparql", server.address)).unwrap();
    let services: Vec<_> = description.subjects_for_predicate_object(&sd("endpoint"), &endpoint).collect();
    assert_eq!(services.len(), 1);

    // Property → class of what has it, class of what it points to if that is described here.
    let schema: BTreeMap<&str, (&str, Option<&str>)> = BTreeMap::from([
        ("endpoint", ("Service", None)),
        ("feature", ("Service", None)),
        ("supportedLanguage", ("Service", None)),
        ("resultFormat", ("Service", None)),
        ("defaultDataset", ("Service", Some("Dataset"))),
        ("defaultGraph", ("Dataset", Some("Graph"))),
    ]);
    let is_a = |node: NamedOrBlankNode, class: &str| {
        description.objects_for_subject_predicate(&node, rdf::TYPE).any(|found| found == sd(class).as_ref().into())
    };
    let mut seen = 0;
    for triple in &description {
        let Some(property) = triple.predicate.as_str().strip_prefix(SD) else { continue };
        let (domain, range) = schema[property];
        assert!(is_a(triple.subject.into_owned(), domain), "{triple}");
        let Term::NamedNode(object) = triple.object.into_owned() else { panic!("no IRI: {triple}") };
        assert!(range.is_none_or(|class| is_a(object.into(), class)), "{triple}");
        seen += 1;
    }
    assert!(seen > 5);
    let languages: Vec<_> = description.objects_for_subject_predicate(services[0], &sd("supportedLanguage")).collect();
    for language in ["SPARQL11Query", "SPARQL11Update"] {
        assert!(languages.contains(&TermRef::from(NamedNodeRef::from(&sd(language)))), "{language}");
    }
}
