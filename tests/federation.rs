//! SERVICE: only servers that the user allowed are asked, and what they do costs no more than it may.
#![cfg(unix)]

#[path = "support/http.rs"]
mod http;

use assert_cmd::Command;
use http::{EXAMPLE, Server, answer, answering, serve, serve_with};
use std::fmt::Write as _;
use std::net::TcpListener;
use std::time::{Duration, Instant};

/// A server in the place of Wikidata: what it says of an item that the example names, and of one that nobody links.
fn elsewhere() -> Server {
    let token = "a-token-of-some-length";
    let server = serve_with(&["--writable"], &[("GREMIUM_TOKEN", token)]);
    let said = "@prefix wd: <http://www.wikidata.org/entity/> . @prefix wdt: <http://www.wikidata.org/prop/direct/> .\n\
                wd:Q56030 wdt:P571 \"1951-03-15\" ; wdt:P856 <https://www.bka.de/> .\n\
                wd:Q876535 wdt:P571 \"2002-01-01\" .";
    let authorization = format!("Bearer {token}");
    let headers = [("Content-Type", "text/turtle"), ("Authorization", authorization.as_str())];
    let reply = server.send("PUT", "/store?graph=http://example.org/items", &headers, said.as_bytes());
    assert!(matches!(reply.status, 200 | 201 | 204), "{reply:?}");
    server
}

fn endpoint(server: &Server) -> String {
    format!("http://{}/sparql", server.address)
}

/// Exit code, standard output and standard error of `gremium query`.
fn query(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("gremium").unwrap().arg("query").args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_example_joins_bodies_of_ours_with_what_another_server_says() {
    let other = elsewhere();
    let address = endpoint(&other);
    let parameter = format!("endpoint=<{address}>");
    let arguments =
        ["links/wikidata", EXAMPLE, "--quiet", "--format", "csv", "--param", &parameter, "--allow-service", &address];
    let (code, out, err) = query(&arguments);
    assert_eq!(code, 0, "{err}");
    let rows: Vec<String> = out.lines().skip(1).filter(|row| row.contains("1951")).map(str::to_owned).collect();
    let bka =
        "BKA,https://w3id.org/gremium/id/body/bka,http://www.wikidata.org/entity/Q56030,1951-03-15,https://www.bka.de/";
    assert_eq!(rows, [format!("{bka},{address}")]);
    assert!(!out.contains("Q876535"), "{out}");
}

#[test]
fn the_items_of_the_example_are_those_that_are_evidenced() {
    let question = gremium::query::find("links/wikidata").unwrap();
    let evidence = include_str!("data/authority/wikidata.tsv");
    let items: Vec<&str> = question.sparql.split_whitespace().filter_map(|word| word.strip_prefix("wd:Q")).collect();
    assert!(items.len() > 20);
    for item in items {
        assert!(evidence.contains(&format!("\tQ{item}\t")), "Q{item}");
    }
}

#[test]
fn a_server_lets_its_queries_go_where_it_was_told_they_may() {
    let other = elsewhere();
    let address = endpoint(&other);
    let server = serve(&["--allow-service", &address]);
    let ask = |address: &str| {
        let pattern = "?item <http://www.wikidata.org/prop/direct/P571> ?inception";
        server.ask(&format!("SELECT ?inception {{ ?body <http://www.w3.org/2004/02/skos/core#closeMatch> ?item SERVICE <{address}> {{ {pattern} }} }}"))
    };
    let found = ask(&address);
    assert_eq!((found.status, found.body.trim()), (200, "inception\r\n1951-03-15"), "{}", found.body);
    let refused = ask("http://127.0.0.1:9/sparql");
    assert_eq!(refused.status, 400);
    assert!(refused.body.contains("--allow-service http://127.0.0.1:9/sparql"), "{}", refused.body);
}

#[test]
fn without_being_allowed_no_server_is_asked() {
    let canary = TcpListener::bind("127.0.0.1:0").unwrap();
    canary.set_nonblocking(true).unwrap();
    let address = format!("http://{}/sparql", canary.local_addr().unwrap());
    let other = "http://127.0.0.1:9/sparql";
    for silent in ["", "SILENT"] {
        let sparql = format!("SELECT * {{ SERVICE {silent} <{address}> {{ ?s ?p ?o }} }}");
        for allowed in [&[][..], &["--allow-service", other]] {
            let (code, _, err) = query(&[&["--sparql", &sparql, EXAMPLE, "--quiet"], allowed].concat());
            assert_eq!(code, if silent.is_empty() { 2 } else { 0 }, "{err}");
            assert_eq!(err.contains(&format!("--allow-service {address}")), silent.is_empty(), "{err}");
        }
    }
    assert_eq!(canary.accept().unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
}

#[test]
fn a_bad_server_is_named_and_costs_no_more_than_a_query_may() {
    let canary = TcpListener::bind("127.0.0.1:0").unwrap();
    canary.set_nonblocking(true).unwrap();
    let away = format!("302 Found\r\nLocation: http://{}/", canary.local_addr().unwrap());
    let now = Duration::ZERO;
    let long = format!(r#"{{"head":{{"vars":["s"]}},"results":{{"bindings":[]}},"x":"{}"}}"#, "x".repeat(200_000));
    let table = "application/sparql-results+json";
    let bad = [
        (answering(answer("200 OK", "text/html", "<p>hello"), now), 400, "answers text/html"),
        (answering(answer("200 OK", table, r#"{"head":{},"boolean":true}"#), now), 400, "yes or no"),
        (answering(answer("500 Internal Server Error", "text/plain", ""), now), 400, "status 500"),
        (answering(answer("429 Too Many Requests\r\nRetry-After: 3600", "text/plain", ""), now), 400, "status 429"),
        (answering(answer("200 OK", table, &long), now), 400, "longer than 100000 bytes"),
        (answering(answer(&away, "text/plain", ""), now), 400, "inside the own network"),
        (answering(answer("200 OK", table, "{}"), Duration::from_secs(30)), 0, ""),
    ];
    let allowed = bad.iter().flat_map(|(address, ..)| ["--allow-service", address]);
    let limits = ["--limit", "answer-bytes=100000", "--limit", "seconds=2"];
    let server = serve(&allowed.chain(limits).collect::<Vec<_>>());
    for (address, status, words) in &bad {
        let begun = Instant::now();
        let found = server.ask(&format!("SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}"));
        assert!(begun.elapsed() < Duration::from_secs(10), "{words}");
        // Whether the client of the query gives up or the query is ended depends on who is first.
        assert!(
            found.status == *status || (*status == 0 && matches!(found.status, 400 | 504)),
            "{words}: {}",
            found.body
        );
        assert!(found.body.contains(words), "{words}: {}", found.body);
        assert_eq!(server.ask("ASK {}").status, 200);
    }
    assert_eq!(canary.accept().unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
}

#[test]
fn one_question_asks_others_so_often_and_no_more() {
    let table = r#"{"head":{"vars":["x"]},"results":{"bindings":[]}}"#;
    let address = answering(answer("200 OK", "application/sparql-results+json", table), Duration::ZERO);
    let mut many = String::new();
    for n in 0..20 {
        let _ = write!(many, "OPTIONAL {{ SERVICE <{address}> {{ ?x <http://example.org/{n}> ?y{n} }} }} ");
    }
    let (code, _, err) =
        query(&["--quiet", "--sparql", &format!("SELECT * {{ {many} }}"), EXAMPLE, "--allow-service", &address]);
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("more than 16 times"), "{err}");
}
