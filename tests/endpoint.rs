//! The catalogue asked on a SPARQL server elsewhere: the same rows as on the documents.
#![cfg(unix)]

#[path = "support/http.rs"]
mod http;

use http::{EXAMPLE, serve};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::{Command, Output};

fn gremium(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gremium")).args(arguments).output().unwrap()
}

fn printed(arguments: &[&str]) -> String {
    let output = gremium(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn complaint(arguments: &[&str]) -> String {
    let output = gremium(arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

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
    assert!(complaint(&["view", "inform", "--endpoint", &url]).contains("did you mean informs"));
}

#[test]
fn what_cannot_be_asked_is_said() {
    let server = serve(&["--limit", "rows=10"]);
    let url = format!("http://{}/sparql", server.address);
    let said = complaint(&["query", "who-inform-whom", "--endpoint", &url]);
    assert!(said.contains("did you mean who-informs-whom"), "{said}");
    assert!(complaint(&["query", "--endpoint", &url, "--sparql", "ASK {"]).contains("not SPARQL"));
    assert!(complaint(&["query", "who-informs-whom", "--endpoint", "nowhere"]).contains("not the address"));
    assert!(complaint(&["query", "who-informs-whom", "--endpoint", &url, EXAMPLE]).contains("either"));
    // Too many rows for that server.
    assert!(complaint(&["query", "facts/acts", "--endpoint", &url]).contains("422"));
}

/// A server that says something else than an answer.
#[test]
fn an_answer_that_is_none_is_refused() {
    for (media_type, body) in [
        ("text/html", "<html>Welcome</html>"),
        ("application/sparql-results+json", "{\"head\": {\"vars\": [\"x\"]}, \"results\": {\"bindings\": [{\"x\": "),
        ("application/sparql-results+xml", "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><sparql>&a;</sparql>"),
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/sparql", listener.local_addr().unwrap());
        let answering = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut buffer = [0; 4096];
            let _ = stream.read(&mut buffer).unwrap();
            write!(stream, "HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len()).unwrap();
        });
        let said = complaint(&["query", "--endpoint", &url, "--sparql", "SELECT * { ?s ?p ?o }"]);
        assert!(said.contains(&url) && said.contains("cannot be read"), "{said}");
        answering.join().unwrap();
    }
}
