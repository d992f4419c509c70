//! One server, one attack after the other. After each it must be alive, quick to answer, at rest, and as small as it was; and
//! what it answered meanwhile is whole and right, an error, or visibly cut.
#![cfg(target_os = "linux")]

#[path = "support/http.rs"]
mod http;

use flate2::Compression;
use flate2::write::GzEncoder;
use http::{ENDLESS, Reply, Server, eventually, reply, serve_with, state};
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

const TOKEN: &str = "0123456789abcdef";
const POST: &str = "POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n";

/// More rows than one answer may have, the last of them late.
const TOO_MUCH: &str = "SELECT * { ?a ?b ?c . ?d ?e ?f }";

fn attacked() -> Server {
    let limits = [
        "seconds=1", "client-seconds=0", "header-seconds=1", "body-seconds=1", "connections=64",
        "connection-seconds=3", "memory=200000000", "running=2", "waiting=8", "kept-bytes=1000000",
        "answer-bytes=3000000",
    ];
    let limits = limits.into_iter().flat_map(|limit| ["--limit", limit]);
    let server = serve_with(&["--writable"].into_iter().chain(limits).collect::<Vec<_>>(), &[("GREMIUM_TOKEN", TOKEN)]);
    // What is made once, and what allocators keep, is there before the measure is taken.
    for path in
        ["/download/graph.nq", "/download/graph.ttl.gz", "/", "/questions/who-informs-whom", "/sparql", "/metrics"]
    {
        assert_eq!(server.get(path).status, 200, "{path}");
    }
    server.ask(TOO_MUCH);
    server
}

/// Never a whole 200 for a question whose answer cannot be whole.
fn assert_honest(reply: &Reply) {
    assert!(reply.status != 200 || !reply.whole, "{}", reply.head);
    assert!(matches!(reply.status, 0 | 200 | 400 | 422 | 503 | 504), "{}", reply.head);
}

/// So many at once.
fn side_by_side(count: usize, attack: impl Fn(usize) + Sync) {
    thread::scope(|scope| {
        for number in 0..count {
            let attack = &attack;
            scope.spawn(move || attack(number));
        }
    });
}

fn packed_zeros(bytes: usize) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(&vec![b' '; bytes]).unwrap();
    packer.finish().unwrap()
}

type Attack = (&'static str, fn(&Server));

const ATTACKS: [Attack; 16] = [
    ("queries that run, sort, multiply and grow without end", |server| {
        let grown: Vec<String> = (0..40).map(|i| format!("BIND(CONCAT(?x{i}, ?x{i}) AS ?x{})", i + 1)).collect();
        let grown = format!("SELECT (STRLEN(?x40) AS ?n) {{ BIND(\"aaaaaaaaaaaaaaaa\" AS ?x0) {} }}", grown.join(" "));
        for query in [ENDLESS, TOO_MUCH, "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f", &grown] {
            assert_honest(&server.ask(query));
        }
    }),
    ("queries that nest", |server| {
        for query in [
            format!("ASK {}{}", "{".repeat(1000), "}".repeat(1000)),
            format!("ASK {{ FILTER({}1{}) }}", "(".repeat(30_000), ")".repeat(30_000)),
            "{".repeat(64 << 10),
        ] {
            assert_eq!(server.ask(&query).status, 400);
        }
    }),
    ("more queries than may run and wait", |server| {
        side_by_side(40, |_| assert_honest(&server.ask(ENDLESS)));
    }),
    ("clients that leave at once, and in the middle of an answer", |server| {
        side_by_side(20, |number| {
            let mut stream = server.start_query(if number % 2 == 0 { ENDLESS } else { TOO_MUCH });
            thread::sleep(Duration::from_millis(20 * number as u64));
            let _ = stream.read(&mut [0; 1000]);
        });
    }),
    ("clients that ask and never read", |server| {
        let streams: Vec<TcpStream> = (0..8).map(|_| server.start_query(TOO_MUCH)).collect();
        thread::sleep(Duration::from_secs(2));
        // Their queries end, though they still hold on.
        eventually("none runs", || server.metric("gremium_queries_running") == Some(0));
        drop(streams);
    }),
    ("sockets that say nothing, or too little", |server| {
        let streams: Vec<TcpStream> = (0..60)
            .map(|number| {
                let mut stream = server.connect();
                let start = ["", "G", "GET /healthz HTT", "GET / HTTP/1.1\r\nHost: localhost\r\nX: "][number % 4];
                stream.write_all(start.as_bytes()).unwrap();
                stream
            })
            .collect();
        for mut stream in streams {
            assert!(matches!(reply(&mut stream).status, 0 | 408));
        }
    }),
    ("heads and bodies that come byte by byte", |server| {
        side_by_side(20, |number| {
            let mut stream = server.connect();
            let endless =
                if number % 2 == 0 { "GET / HTTP/1.1\r\nX: " } else { &format!("{POST}Content-Length: 9999\r\n\r\n") };
            stream.write_all(endless.as_bytes()).unwrap();
            let began = std::time::Instant::now();
            while stream.write_all(b"x").is_ok() {
                assert!(began.elapsed() < Duration::from_secs(20));
                thread::sleep(Duration::from_millis(50));
            }
        });
    }),
    ("more connections than may be", |server| {
        let streams: Vec<TcpStream> = (0..300).filter_map(|_| TcpStream::connect(&server.address).ok()).collect();
        thread::sleep(Duration::from_millis(100));
        drop(streams);
    }),
    ("heads, queries and bodies that are too long", |server| {
        let head = format!("GET / HTTP/1.1\r\nHost: localhost\r\nX: {}\r\n\r\n", "x".repeat(1 << 20));
        assert!(matches!(server.raw(head.as_bytes()).status, 0 | 431));
        assert!(matches!(server.ask(&" ".repeat(5 << 20)).status, 0 | 413));
        let chunked = format!("{POST}Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{}", 1u64 << 40, "x".repeat(3 << 20));
        assert!(matches!(server.raw(chunked.as_bytes()).status, 0 | 413));
        let lines = format!("GET / HTTP/1.1\r\nHost: localhost\r\n{}\r\n", "a:b\r\n".repeat(2000));
        assert!(matches!(server.raw(lines.as_bytes()).status, 0 | 400 | 431));
    }),
    ("bombs that unpack to a hundred megabytes", |server| {
        let bomb = packed_zeros(100 << 20);
        let query = ("Content-Type", "application/sparql-query");
        for coding in ["gzip", "deflate", "br", "gzip, gzip"] {
            let reply = server.send("POST", "/sparql", &[query, ("Content-Encoding", coding)], &bomb);
            assert_eq!(reply.status, 415, "{reply:?}");
        }
    }),
    ("requests within requests", |server| {
        for ends in [
            "Content-Length: 40\r\nTransfer-Encoding: chunked\r\n",
            "Content-Length: 6\r\nContent-Length: 0\r\n",
            "Transfer-Encoding: chunked, identity\r\n",
            "Content-Length: +6\r\n",
            "Content-Length : 6\r\n",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n",
            "Transfer-Encoding:\x0bchunked\r\n",
        ] {
            let inner = "0\r\n\r\nGET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n";
            let reply = server.raw(format!("{POST}{ends}\r\n{inner}").as_bytes());
            assert!(!reply.body.contains("gremium_responses_total"), "{ends}: {reply:?}");
        }
    }),
    ("line breaks in addresses and headers", |server| {
        for path in
            ["/id/x%0d%0aSet-Cookie:%20a=b", "/about/%0d%0a%0d%0ax", "/download/x%0d%0aA:b", "/sparql?%0d%0aA:b=1"]
        {
            let reply = server.get(path);
            assert!(reply.header("set-cookie").is_none() && reply.header("a").is_none(), "{reply:?}");
        }
    }),
    ("addresses of files", |server| {
        for path in [
            "/../../etc/passwd",
            "/download/../../etc/passwd",
            "/about/..%2f..%2fetc%2fpasswd",
            "/assets/..%2fCargo.toml",
        ] {
            let reply = server.get(path);
            assert!(!reply.body.contains("root:") && !reply.body.contains("[package]"), "{path}");
        }
    }),
    ("files in pieces, by clients that leave", |server| {
        side_by_side(30, |number| {
            let mut stream = server.connect();
            let ranges = (0..500).map(|at| format!("{at}-")).collect::<Vec<_>>().join(",");
            let range = [
                "bytes=0-18446744073709551615",
                "bytes=-99999999999999999999",
                "bytes=5-1",
                &format!("bytes={ranges}"),
            ];
            let name = ["graph.nq", "graph.nt.gz", "graph.ttl"][number % 3];
            write!(stream, "GET /download/{name} HTTP/1.1\r\nHost: localhost\r\nRange: {}\r\n\r\n", range[number % 4])
                .unwrap();
            let _ = stream.read(&mut [0; 100]);
            let _ = stream.shutdown(Shutdown::Both);
        });
    }),
    ("what leads to servers elsewhere", |server| {
        let canary = TcpListener::bind("127.0.0.1:0").unwrap();
        canary.set_nonblocking(true).unwrap();
        let there = format!("http://{}/", canary.local_addr().unwrap());
        let ask = format!("SELECT * {{ SERVICE <{there}> {{ ?s ?p ?o }} }}");
        assert_eq!(server.ask(&ask).status, 400);
        let headers = |kind| [("Authorization", "Bearer 0123456789abcdef"), ("Content-Type", kind)];
        let load = format!("LOAD <{there}>");
        assert_eq!(server.send("POST", "/sparql", &headers("application/sparql-update"), load.as_bytes()).status, 400);
        let context = format!("{{\"@context\": \"{there}\", \"@id\": \"a:b\", \"a:c\": 1}}");
        let put = server.send("PUT", "/store?graph=a:g", &headers("application/ld+json"), context.as_bytes());
        assert_eq!(put.status, 400);
        assert_eq!(canary.accept().unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
    }),
    ("the keeper killed", |server| {
        let keeper = server.descendants()[0];
        assert!(std::process::Command::new("kill").args(["-9", &keeper.to_string()]).status().unwrap().success());
        http::eventually("it has ended", || state(keeper).is_none_or(|state| state == 'Z'));
        http::eventually("it is replaced", || server.ask_for("ASK { <a:b> <a:c> 7 }", "*/*").status == 200);
    }),
];

#[test]
fn after_each_attack_all_is_as_before() {
    let server = attacked();
    server.assert_recovers(&server.vitals(), "the start");
    let before = server.vitals();
    let answer = server.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o } # 0").body;
    for (number, (name, attack)) in (1..).zip(ATTACKS) {
        attack(&server);
        server.assert_recovers(&before, name);
        // Words of its own each time, so that the keeper answers and not what was kept.
        assert_eq!(
            server.ask(&format!("SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o }} # {number}")).body,
            answer,
            "after {name}"
        );
    }
}

/// The same question must mean the same: formats, graphs, hosts and failures do not mix, and what was cut is not kept.
#[test]
fn what_is_kept_answers_the_same_question_only() {
    let server =
        serve_with(&["--limit", "client-seconds=0", "--limit", "rows=100", "--limit", "kept-bytes=200000"], &[]);
    let path = |rows: u32| format!("/sparql?query=SELECT+*+%7B+%3Fs+%3Fp+%3Fo+%7D+LIMIT+{rows}");
    let get = |path: &str, accept: &str| server.send("GET", path, &[("Accept", accept)], b"");
    let csv = get(&path(3), "text/csv");
    let json = get(&path(3), "application/sparql-results+json");
    assert!(csv.body.lines().count() == 4 && json.body.starts_with('{'), "{csv:?} {json:?}");
    assert_eq!((get(&path(3), "text/csv").body, csv.header("vary")), (csv.body.clone(), Some("accept")));
    let other = get(&format!("{}&default-graph-uri=a:none", path(3)), "text/csv");
    assert_eq!(other.body.lines().count(), 1, "no graph, no rows: {other:?}");
    for _ in 0..2 {
        assert_eq!(get(&path(101), "text/csv").status, 422, "a failure stays one");
        assert_eq!(get(&path(3), "image/png").status, 406);
    }
    // The description names the server as the client called it.
    for host in ["localhost:1", "127.0.0.1:2"] {
        let request = format!("GET /sparql HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        assert!(server.raw(request.as_bytes()).body.contains(&format!("http://{host}/sparql")));
    }
    // More questions than there is room for push each other out.
    let before = server.vitals();
    for rows in 0..600 {
        assert_eq!(get(&format!("{}+OFFSET+{rows}", path(100)), "application/sparql-results+xml").status, 200);
    }
    server.assert_recovers(&before, "six hundred answers of 30 kB");
}
