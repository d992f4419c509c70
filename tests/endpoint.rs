//! The catalogue asked on a SPARQL server elsewhere: the same rows as on the documents.
#![cfg(unix)]

#[path = "support/http.rs"]
mod http;

use http::{EXAMPLE, answer, answering, complaint, printed, serve};
use std::time::Duration;

/// Its variable stands in a condition only.
const CONDITION: &str = "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> SELECT ?s ?name \
                           { ?s rdfs:label ?name FILTER(?name > ?least) } ORDER BY ?s ?name LIMIT 9";

#[test]
fn a_server_elsewhere_gives_the_same_rows() {
    let server = serve(&["--limit", "client-seconds=0"]);
    let url = format!("http://{}/sparql", server.address);
    for question in [
        vec!["who-informs-whom"],
        vec!["who-informs-whom", "--param", "informed=IMK"],
        vec!["mandates-by-deadline", "--param", "addressee=BMI"],
        vec!["body-overview", "--param", "body=IMK"],
        vec!["facts/acts"],
        vec!["--sparql", "ASK { ?s a <a:b> }"],
        vec!["--sparql", CONDITION, "--param", "least=K"],
    ] {
        let here = printed(&[&["query", "--quiet", "--format", "csv"], question.as_slice(), &[EXAMPLE]].concat());
        let there = printed(&[&["query", "--format", "csv", "--endpoint", &url], question.as_slice()].concat());
        assert_eq!(there, here, "{question:?}");
        assert!(here.lines().count() > 1 || question.contains(&"--sparql"), "{question:?}: {here}");
    }
}

#[test]
fn a_graph_comes_in_every_syntax() {
    let server = serve(&[]);
    let url = format!("http://{}/sparql", server.address);
    let construct =
        "CONSTRUCT { ?s a ?kind } { { SELECT DISTINCT ?s ?kind { ?s a ?kind } ORDER BY ?s ?kind LIMIT 3 } }";
    for (format, says) in
        [("ttl", "gm:"), ("nt", "<https://w3id.org"), ("nq", "<https://w3id.org"), ("trig", "gm:"), ("jsonld", "@type")]
    {
        let text = printed(&["query", "--endpoint", &url, "--sparql", construct, "--format", format]);
        assert!(text.contains(says) || text.contains("http"), "{format}: {text}");
        let here = printed(&["query", "--quiet", EXAMPLE, "--sparql", construct, "--format", format]);
        let sorted = |text: &str| {
            let mut characters: Vec<char> = text.chars().collect();
            characters.sort_unstable();
            characters
        };
        assert_eq!(sorted(&text), sorted(&here), "{format}");
    }
}

#[test]
fn a_picture_is_drawn_from_elsewhere() {
    let server = serve(&[]);
    let url = format!("http://{}/sparql", server.address);
    assert_eq!(printed(&["view", "informs", "--endpoint", &url]), printed(&["view", "informs", "--quiet", EXAMPLE]));
    assert!(complaint(&["view", "inform", "--endpoint", &url], 2).contains("did you mean informs"));
}

#[test]
fn what_cannot_be_asked_is_said() {
    let server = serve(&["--limit", "rows=10"]);
    let url = format!("http://{}/sparql", server.address);
    let said = complaint(&["query", "who-inform-whom", "--endpoint", &url], 2);
    assert!(said.contains("did you mean who-informs-whom"), "{said}");
    assert!(complaint(&["query", "--endpoint", &url, "--sparql", "ASK {"], 2).contains("not SPARQL"));
    assert!(complaint(&["query", "who-informs-whom", "--endpoint", "nowhere"], 2).contains("not the address"));
    assert!(complaint(&["query", "who-informs-whom", "--endpoint", &url, EXAMPLE], 2).contains("either"));
    // Too many rows for that server.
    assert!(complaint(&["query", "facts/acts", "--endpoint", &url], 2).contains("422"));
}

/// A server that says something else than an answer.
#[test]
fn an_answer_that_is_none_is_refused() {
    for (media_type, body) in [
        ("text/html", "<html>Welcome</html>"),
        ("application/sparql-results+json", "{\"head\": {\"vars\": [\"x\"]}, \"results\": {\"bindings\": [{\"x\": "),
        ("application/sparql-results+xml", "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><sparql>&a;</sparql>"),
    ] {
        let url = answering(answer("200 OK", media_type, body), Duration::ZERO);
        let said = complaint(&["query", "--endpoint", &url, "--sparql", "SELECT * { ?s ?p ?o }"], 2);
        assert!(said.contains(&url) && said.contains("cannot be read"), "{said}");
    }
}
