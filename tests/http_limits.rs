//! What one query, one client, one connection may cost: each limit one below, at and one above.
#![cfg(unix)]

#[path = "support/http.rs"]
mod http;

use http::{ENDLESS, Server, answer, answering, eventually, printed, reply, serve};
use std::io::Write;
use std::net::TcpStream;
use std::time::{Duration, Instant};

const ROWS: &str = "SELECT * { ?s ?p ?o }";

#[test]
fn the_limits_are_those_that_are_documented() {
    let listed = printed(&["serve", "x", "--limit", "list=0"]);
    let document = include_str!("../docs/serve.md");
    let rows: Vec<Vec<&str>> = document
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.strip_suffix(" |"))
        .map(|row| row.split(" | ").collect())
        .filter(|cells: &Vec<&str>| cells.len() == 3)
        .collect();
    assert!(listed.lines().count() > 15);
    for (line, row) in listed.lines().zip(&rows) {
        let mut words = line.split_whitespace();
        let (name, value) = (words.next().unwrap(), words.next().unwrap());
        let meaning = words.collect::<Vec<_>>().join(" ");
        assert_eq!(row[..], [&format!("{name}`"), value, &meaning]);
    }
    assert_eq!(listed.lines().count(), rows.len());
    // An option that is no limit, or no number.
    for wrong in ["rows", "rows=many", "row=1"] {
        assert_eq!(http::gremium(&["serve", "x", "--limit", wrong]).status.code(), Some(2), "{wrong}");
    }
}

#[test]
fn lengths_of_queries_bodies_and_heads_hold_to_the_one() {
    let server = serve(&[]);
    let query = |length: usize| format!("ASK {{}}{}", " ".repeat(length - 6));
    let (query_bytes, body_bytes) = (64 << 10, 1 << 20);
    for (bytes, status) in [
        (query_bytes - 1, 200),
        (query_bytes, 200),
        (query_bytes + 1, 400),
        (body_bytes - 1, 400),
        (body_bytes, 400),
        (body_bytes + 1, 413),
    ] {
        assert_eq!(server.ask_for(&query(bytes), "*/*").status, status, "{bytes}");
    }
    // Without a length that is announced.
    for (bytes, status) in [(body_bytes, 400), (body_bytes + 1, 413)] {
        let head = "POST /sparql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
                    Content-Type: application/sparql-query\r\nTransfer-Encoding: chunked\r\n\r\n";
        let reply = server.raw(format!("{head}{bytes:x}\r\n{}\r\n0\r\n\r\n", query(bytes)).as_bytes());
        assert_eq!(reply.status, status, "{}", reply.head);
    }
    let head = |length: usize| {
        let start = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX: ";
        format!("{start}{}\r\n\r\n", "x".repeat(length - start.len() - 4))
    };
    for (bytes, status) in [((16 << 10) - 1, 200), (16 << 10, 200), ((16 << 10) + 1, 431)] {
        assert_eq!(server.raw(head(bytes).as_bytes()).status, status, "{bytes}");
    }
}

#[test]
fn nesting_holds_to_the_one() {
    let server = serve(&[]);
    for (levels, status) in [(63, 200), (64, 200), (65, 400)] {
        let reply = server.ask_for(&format!("ASK {}{}", "{".repeat(levels), "}".repeat(levels)), "*/*");
        assert_eq!(reply.status, status, "{levels}: {reply:?}");
        assert_eq!(reply.body.contains("line 1, column 69: the query has more than 64 levels"), status == 400);
    }
}

#[test]
fn rows_hold_to_the_one() {
    let server = serve(&["--limit", "rows=10"]);
    for (rows, status) in [(9, 200), (10, 200), (11, 422)] {
        assert_eq!(server.ask(&format!("{ROWS} LIMIT {rows}")).status, status);
        let graph = server.ask(&format!("CONSTRUCT {{ ?s ?p ?o }} {{ ?s ?p ?o }} LIMIT {rows}"));
        assert_eq!(graph.status, status);
    }
}

#[test]
fn a_hundred_thousand_rows_and_not_one_more() {
    let server = serve(&[]);
    let numbers = |count: u32| (0..count).map(|number| number.to_string()).collect::<Vec<_>>().join(" ");
    let product = format!("VALUES ?a {{ {} }} VALUES ?b {{ {} }}", numbers(1001), numbers(100));
    for (rows, status) in [(99_999, 200), (100_000, 200), (100_001, 422)] {
        let reply = server.ask(&format!("SELECT ?a ?b {{ {product} }} LIMIT {rows}"));
        assert_eq!((reply.status, reply.whole), (status, true), "{rows}: {}", reply.head);
        assert!(status != 200 || reply.body.lines().count() == rows + 1);
    }
}

#[test]
fn bytes_of_an_answer_hold_to_the_one() {
    // `x`, line end, the value, line end.
    let query = |length: usize| format!("SELECT (\"{}\" AS ?x) {{}}", "a".repeat(length));
    let server = serve(&["--limit", "answer-bytes=1000"]);
    for (bytes, status) in [(999, 200), (1000, 200), (1001, 422)] {
        let reply = server.ask(&query(bytes - 5));
        assert_eq!(reply.status, status);
        assert!(status != 200 || reply.body.len() == bytes);
    }
}

/// A server elsewhere answers after so long; that is how long the query takes.
#[test]
fn time_holds() {
    let table = r#"{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"1"}}]}}"#;
    let slow = |milliseconds| {
        let content = answer("200 OK", "application/sparql-results+json", table);
        answering(content, Duration::from_millis(milliseconds))
    };
    let services = [slow(1000), slow(2500), slow(4000)];
    let allowed = services.iter().flat_map(|address| ["--allow-service", address]);
    let server = serve(&allowed.chain(["--limit", "seconds=3"]).collect::<Vec<_>>());
    for (address, expected) in services.iter().zip([200, 200, 504]) {
        let began = Instant::now();
        let reply = server.ask(&format!("SELECT ?x {{ SERVICE <{address}> {{ ?x ?p ?o }} }}"));
        // The client of the query may give up a moment before the query is ended.
        assert!(reply.status == expected || (expected == 504 && reply.status == 400), "{reply:?}");
        assert!(reply.whole && began.elapsed() < Duration::from_secs(6), "{:?}", began.elapsed());
    }
    let began = Instant::now();
    assert_eq!(server.ask(ENDLESS).status, 504);
    assert!((3..6).contains(&began.elapsed().as_secs()), "{:?}", began.elapsed());
}

/// A string of so many MiB, between 16 and 32, takes as many and some that are the same for each. With the limit at which a string
/// just fits, one that is a MiB longer does not, nor does the same with a MiB less.
#[test]
#[cfg(target_os = "linux")]
fn memory_holds_to_a_mebibyte() {
    const MEMORY: u64 = 64;
    let doubled: Vec<String> = (0..10).map(|i| format!("BIND(CONCAT(?x{i}, ?x{i}) AS ?x{})", i + 1)).collect();
    let start = format!("BIND(\"{}\" AS ?x0) {}", "a".repeat(1024), doubled.join(" "));
    let query = |mebibytes: u64| {
        let copies = vec!["?x10"; usize::try_from(mebibytes).unwrap()].join(", ");
        format!("SELECT (STRLEN(?y) AS ?n) {{ {start} BIND(CONCAT({copies}) AS ?y) }}")
    };
    let fits = |server: &Server, mebibytes: u64| {
        let reply = server.ask(&query(mebibytes));
        assert!(matches!(reply.status, 200 | 422), "{reply:?}");
        assert!(reply.status == 422 || reply.body.contains(&(mebibytes << 20).to_string()), "{reply:?}");
        reply.status == 200
    };
    let with =
        |mebibytes: u64| serve(&["--limit", &format!("memory={}", mebibytes << 20), "--limit", "client-seconds=0"]);
    let server = with(MEMORY);
    let largest = (17..MEMORY).take_while(|mebibytes| fits(&server, *mebibytes)).last().unwrap();
    assert!(largest < 30, "{largest}");
    assert!(!fits(&with(MEMORY - 1), largest));
    let more = with(MEMORY + 1);
    assert!(fits(&more, largest + 1) && !fits(&more, largest + 2));
}

#[test]
fn as_many_queries_run_and_wait_as_may() {
    let server = serve(&["--limit", "running=2", "--limit", "waiting=2", "--limit", "seconds=600"]);
    let load =
        || (server.metric("gremium_queries_running").unwrap(), server.metric("gremium_queries_waiting").unwrap());
    let mut streams: Vec<TcpStream> = Vec::new();
    for expected in [(1, 0), (2, 0), (2, 1), (2, 2)] {
        streams.push(server.start_query(ENDLESS));
        eventually("it runs or waits", || load() == expected);
    }
    let refused = reply(&mut server.start_query(ENDLESS));
    assert_eq!((refused.status, refused.whole), (503, true));
    assert!(refused.header("retry-after").is_some());
    assert_eq!((load(), server.get("/healthz").status), ((2, 2), 200));
    // Whoever runs leaves, and whoever waits takes the place.
    drop(streams.remove(0));
    eventually("the next one runs", || load() == (2, 1));
    drop(streams);
    eventually("all places are free", || load() == (0, 0));
    assert_eq!(server.ask_for("ASK {}", "*/*").status, 200);
}

#[test]
fn an_address_that_used_up_its_time_has_to_wait() {
    let server = serve(&["--limit", "client-seconds=1", "--limit", "seconds=3"]);
    assert_eq!(server.ask("ASK {}").status, 200);
    assert_eq!(server.ask(ENDLESS).status, 504);
    let refused = server.ask("ASK {} #");
    assert_eq!(refused.status, 429);
    let seconds: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((60..=121).contains(&seconds), "two seconds over, paid off at one a minute: {seconds}");
}

#[test]
fn connections_hold_to_the_one() {
    let server = serve(&["--limit", "connections=3", "--limit", "header-seconds=60"]);
    let mut idle = Vec::new();
    // Each time one that stays, and one that asks: the second, the third, and then one too many.
    for status in [200, 200, 503] {
        idle.push(server.connect());
        eventually("the place is taken", || server.get("/healthz").status == status);
    }
    let refused = server.get("/healthz");
    assert!(refused.status == 503 && refused.header("retry-after").is_some() && refused.whole, "{refused:?}");
    idle.pop();
    eventually("there is room again", || server.get("/healthz").status == 200);
}

#[test]
fn a_head_and_a_body_must_arrive_in_time() {
    let server = serve(&["--limit", "header-seconds=2", "--limit", "body-seconds=2"]);
    let get = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let post = "POST /sparql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/sparql-query\r\n\
                Content-Length: 6\r\n\r\nASK {}";
    for (request, cut) in [(get, 10), (post, post.len() - 3)] {
        for (pause, in_time) in [(1000, true), (1500, true), (3500, false)] {
            let mut stream = server.connect();
            stream.write_all(&request.as_bytes()[..cut]).unwrap();
            std::thread::sleep(Duration::from_millis(pause));
            // The server may have hung up by now.
            let _ = stream.write_all(&request.as_bytes()[cut..]);
            let reply = reply(&mut stream);
            assert!(if in_time { reply.status == 200 } else { matches!(reply.status, 0 | 408) }, "{pause}: {reply:?}");
        }
    }
}

#[test]
fn a_connection_grows_so_old_and_no_older() {
    let server = serve(&["--limit", "connection-seconds=3", "--limit", "header-seconds=60"]);
    let request = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let began = Instant::now();
    let mut stream = server.connect();
    stream.write_all(request.as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(1500));
    let _ = stream.write_all(request.as_bytes());
    // Both requests are answered; then the server hangs up, though the client would ask on.
    let all = reply(&mut stream);
    assert_eq!(all.head.matches("200 OK").count() + all.body.matches("200 OK").count(), 2, "{all:?}");
    let age = began.elapsed();
    assert!((2..10).contains(&age.as_secs()), "{age:?}");
}
