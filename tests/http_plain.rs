//! Queries answered in threads of one process: the same answers, and what it promises of those that take too long.
#![cfg(unix)]

#[path = "support/http.rs"]
mod http;

use http::{ENDLESS, complaint, eventually, serve};
use std::time::{Duration, Instant};

const COUNT: &str = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }";

#[test]
fn answers_are_those_of_processes() {
    let (plain, isolated) = (serve(&["--plain"]), serve(&[]));
    for question in [COUNT, "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 50", "ASK { ?s a ?o }", "SELECT {"] {
        let (one, other) = (plain.ask(question), isolated.ask(question));
        assert_eq!((one.status, one.body), (other.status, other.body), "{question}");
    }
    assert!(plain.descendants().len() < 2, "the keeper and nothing else");
}

#[test]
fn time_is_up_and_the_client_has_left() {
    let server = serve(&["--plain", "--limit", "seconds=1", "--limit", "running=2"]);
    let begun = Instant::now();
    assert_eq!(server.ask(ENDLESS).status, 504);
    assert!(begun.elapsed() < Duration::from_secs(4));
    for _ in 0..4 {
        drop(server.start_query(ENDLESS));
    }
    eventually("nothing runs any more", || server.metric("gremium_queries_running") == Some(0));
    assert_eq!(server.ask(COUNT).status, 200);
}

#[test]
fn nobody_writes() {
    assert!(complaint(&["serve", "x", "--plain", "--writable"], 2).contains("--plain"));
}
