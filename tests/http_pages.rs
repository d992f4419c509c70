//! Pages and addresses of `gremium serve`, and what strangers may try with them.
#![cfg(unix)]

#[path = "support/http.rs"]
mod http;

use http::{serve, serve_with};
use oxigraph::io::{RdfFormat, RdfParser};
use std::collections::HashSet;
use std::io::Read as _;
use std::process::Command;

const BASE: &str = "https://w3id.org/gremium/id/";
const BEARER: (&str, &str) = ("Authorization", "Bearer 0123456789abcdef");

#[test]
fn every_thing_of_the_graph_answers_at_its_address() {
    let server = serve(&["--limit", "client-seconds=0"]);
    let query = format!("SELECT DISTINCT ?s {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), \"{BASE}\")) }} ORDER BY ?s");
    let things = server.ask(&query).body;
    let things: Vec<&str> = things.lines().skip(1).filter(|thing| !thing.contains('#')).collect();
    assert!(things.len() > 1000);
    // Each hundredth; they are sorted, so all kinds are among them.
    for thing in things.iter().step_by(things.len() / 100) {
        let path = thing.strip_prefix(BASE).unwrap();
        let reply = server.get(&format!("/id/{path}"));
        assert_eq!(reply.status, 303, "{thing}");
        let about = reply.header("location").unwrap().to_owned();
        let turtle = server.send("GET", &about, &[("Accept", "application/n-triples")], b"");
        assert_eq!(turtle.status, 200, "{thing}");
        assert!(turtle.body.lines().any(|line| line.starts_with(&format!("<{thing}> "))), "{thing}");
    }
    assert_eq!(server.get("/about/no/such/thing").status, 404);
}

#[test]
fn a_thing_is_told_in_the_format_the_client_likes() {
    let server = serve(&[]);
    let body = server.ask(&format!("SELECT ?s {{ ?s a <https://w3id.org/gremium/ontology#Session> FILTER(STRSTARTS(STR(?s), \"{BASE}\")) }} LIMIT 1")).body;
    let path = format!("/about/{}", body.lines().nth(1).unwrap().strip_prefix(BASE).unwrap());
    for (accept, content) in [
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8"),
        ("*/*", "text/turtle; charset=utf-8"),
        ("application/ld+json", "application/ld+json"),
        ("application/n-triples", "application/n-triples"),
    ] {
        let reply = server.send("GET", &path, &[("Accept", accept)], b"");
        assert_eq!(
            (reply.status, reply.header("content-type"), reply.header("vary")),
            (200, Some(content), Some("accept"))
        );
        assert!(reply.body.len() > 200);
    }
    let page = server.send("GET", &path, &[("Accept", "text/html")], b"");
    assert!(page.body.contains("<a href=\"/id/"), "{}", page.body);
    assert!(page.header("content-security-policy").unwrap().starts_with("default-src 'none'"));
}

#[test]
fn a_browser_is_led_to_the_reading_room_and_a_change_shows_there() {
    let server = serve_with(&["--writable"], &[("GREMIUM_TOKEN", "0123456789abcdef")]);
    let html = [("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")];
    let reply = server.send("GET", "/id/body/bmi", &html, b"");
    assert_eq!((reply.status, reply.header("location")), (303, Some("/body/bmi")));
    let page = server.get("/body/bmi");
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("script-src 'self'") && !policy.contains("unsafe"), "{policy}");
    assert_eq!(server.get("/body/neu").status, 404);
    let turtle = format!(
        "<{BASE}body/neu> a <https://w3id.org/gremium/ontology#Body> ; <http://www.w3.org/2000/01/rdf-schema#label> \"Neu\" ."
    );
    let content = ("Content-Type", "text/turtle");
    assert_eq!(server.send("PUT", "/store/neu", &[BEARER, content], turtle.as_bytes()).status / 100, 2);
    assert!(server.get("/body/neu").body.contains("<h1>Neu</h1>"));
    let turtle = turtle.replace("body/neu", "body/1%2F2");
    assert_eq!(server.send("PUT", "/store/neu", &[BEARER, content], turtle.as_bytes()).status / 100, 2);
    let reply = server.send("GET", "/id/body/1%2F2", &html, b"");
    assert_eq!((reply.status, reply.header("location")), (303, Some("/body/1%252F2")));
    assert!(server.get("/body/1%252F2").body.contains("<h1>Neu</h1>"));
    let wrong = server.get("/query?query=SELECT%20*%0A%7B%20%3Fs");
    assert!(wrong.body.contains("role=\"alert\"") && wrong.status == 200, "{}", wrong.body);
}

#[test]
fn pictures_are_charged_to_those_who_want_them_drawn() {
    let server = serve(&["--limit", "client-seconds=1", "--limit", "kept-bytes=0"]);
    let png = server.bytes("/network/asks.png");
    assert!(png.starts_with(b"\x89PNG"));
    let refused = (0..300).find(|_| server.get("/network/body/bmi.png").status == 429);
    assert!(refused.is_some());
    assert_eq!(server.get("/network/asks").status, 429);
    assert_eq!(server.get("/body/bmi").status, 200, "words are had all the same");
}

#[test]
fn a_page_that_took_a_question_is_kept_until_the_graph_changes() {
    let server = serve_with(&["--writable"], &[("GREMIUM_TOKEN", "0123456789abcdef")]);
    let hits = || server.metric("gremium_answers_kept_hits_total").unwrap();
    for path in ["/network/informs", "/network/informs.svg", "/network/body/bmi", "/questions/who-informs-whom.html"] {
        let (first, before) = (server.get(path), hits());
        let again = server.get(path);
        assert_eq!((again.status, again.body), (first.status, first.body.clone()), "{path}");
        if first.status == 200 {
            assert_eq!(hits(), before + 1, "{path}");
            let tag = first.header("etag").unwrap();
            assert_eq!(server.send("GET", path, &[("If-None-Match", tag)], b"").status, 304, "{path}");
            assert_eq!(again.head.contains("content-security-policy"), first.head.contains("content-security-policy"));
        }
    }
    let informs = server.get("/network/informs").body;
    let turtle = format!("<{BASE}body/bmi> <http://www.w3.org/2000/01/rdf-schema#label> \"Neues Haus\" .");
    let content = ("Content-Type", "text/turtle");
    assert_eq!(server.send("PUT", "/store/neu", &[BEARER, content], turtle.as_bytes()).status / 100, 2);
    assert_ne!(server.get("/network/informs").body, informs);
}

#[test]
fn hostile_words_are_words_on_a_page() {
    let server = serve_with(&["--writable"], &[("GREMIUM_TOKEN", "0123456789abcdef")]);
    let words = "</title><script>alert(1)</script><img src=x onerror='alert(2)'>\\\" onclick=\\\"alert(3)";
    let turtle = format!(
        "<{BASE}a/b%20c> <http://www.w3.org/2000/01/rdf-schema#label> \"{words}\" ;\n\
         <x:p> <javascript:alert(4)>, <https://example.org/'onclick='alert(5)>, <{BASE}ä/ß> .\n<{BASE}ä/ß> <x:p> \"Grüße\" ."
    );
    let put = server.send("PUT", "/store?graph=a:g", &[BEARER, ("Content-Type", "text/turtle")], turtle.as_bytes());
    assert_eq!(put.status, 201, "{put:?}");
    let page = server.send("GET", "/about/a/b%20c", &[("Accept", "text/html")], b"");
    assert_eq!(page.status, 200);
    for bad in ["<script", "<img", "onclick=\"", "onclick='", "href=\"javascript"] {
        assert!(!page.body.contains(bad), "{bad}: {}", page.body);
    }
    assert!(page.body.contains("&lt;script&gt;"));
    // The addresses that a page leads to are those of the things.
    assert!(page.body.contains("href=\"/id/ä/ß\""), "{}", page.body);
    assert_eq!(server.get("/about/%C3%A4/%C3%9F").status, 200);

    // Errors repeat what was sent, as text.
    let error = server.get("/sparql?%3Cscript%3E=1");
    assert_eq!((error.status, error.header("content-type")), (400, Some("text/plain; charset=utf-8")));
    assert_eq!(error.header("x-content-type-options"), Some("nosniff"));
}

#[test]
fn a_name_that_was_made_to_lead_here_gets_nothing() {
    let to = |server: &http::Server, host: &str| {
        server.raw(format!("GET /healthz HTTP/1.1\r\nConnection: close\r\n{host}\r\n").as_bytes()).status
    };
    let server = serve(&[]);
    for (host, status) in [
        ("Host: localhost\r\n", 200),
        ("Host: LOCALHOST:80\r\n", 200),
        ("Host: 127.0.0.1:7878\r\n", 200),
        ("Host: [::1]:7878\r\n", 200),
        ("Host: evil.example\r\n", 421),
        ("Host: localhost.evil.example\r\n", 421),
        ("Host: localhost@evil.example\r\n", 421),
        ("Host: a b\r\n", 400),
        ("", 400),
        ("Host: localhost\r\nHost: evil.example\r\n", 400),
    ] {
        assert_eq!(to(&server, host), status, "{host}");
    }
    let server = serve(&["--host", "graph.example"]);
    assert_eq!(to(&server, "Host: graph.example\r\n"), 200);
    assert_eq!(to(&server, "Host: evil.example\r\n"), 421);
}

/// Two ways to say where a request ends: whoever is in front may read one, we the other. Then what is sent must never
/// count as two requests.
#[test]
fn no_request_is_smuggled_in_another() {
    let server = serve(&[]);
    let second = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let head = "POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n";
    for (ends, body) in [
        (
            format!("Content-Length: {}\r\nTransfer-Encoding: chunked\r\n", second.len() + 5),
            format!("0\r\n\r\n{second}"),
        ),
        ("Content-Length: 6\r\nContent-Length: 0\r\n".to_owned(), second.to_owned()),
        ("Transfer-Encoding: chunked, identity\r\n".to_owned(), format!("0\r\n\r\n{second}")),
        ("Transfer-Encoding: xchunked\r\n".to_owned(), format!("0\r\n\r\n{second}")),
        ("Content-Length: +6\r\n".to_owned(), format!("ASK {{}}{second}")),
        ("Content-Length: 6, 6\r\n".to_owned(), format!("ASK {{}}{second}")),
        ("Content-Length : 6\r\n".to_owned(), format!("ASK {{}}{second}")),
    ] {
        let reply = server.raw(format!("{head}{ends}\r\n{body}").as_bytes());
        assert!(!reply.body.contains("gremium_responses_total"), "{ends}: {reply:?}");
        assert_eq!(server.get("/healthz").status, 200);
    }
}

#[test]
fn a_line_break_in_an_address_stays_in_the_address() {
    let server = serve(&[]);
    let reply = server.get("/id/x%0d%0aSet-Cookie:%20a=b");
    assert_eq!((reply.status, reply.header("location")), (303, Some("/about/x%0d%0aSet-Cookie:%20a=b")));
    assert_eq!(reply.header("set-cookie"), None);
    // No address leads to a file.
    for path in
        ["/../../etc/passwd", "/id/../../../etc/passwd", "/about/..%2f..%2fetc%2fpasswd", "/store/../../etc/passwd"]
    {
        let reply = server.get(path);
        assert!(!reply.body.contains("root:"), "{path}");
    }
}

#[test]
fn the_whole_graph_is_downloaded_in_pieces_or_packed() {
    let server = serve(&[]);
    let built = Command::new(env!("CARGO_BIN_EXE_gremium")).args(["build", "--quiet", http::EXAMPLE]).output().unwrap();
    let built = String::from_utf8(built.stdout).unwrap();
    let whole = server.get("/download/graph.nq");
    assert_eq!(whole.body, built);
    assert_eq!(whole.header("content-length"), Some(built.len().to_string().as_str()));
    assert_eq!(whole.header("accept-ranges"), Some("bytes"));
    let tag = whole.header("etag").unwrap();
    let part = |range: &str| server.send("GET", "/download/graph.nq", &[("Range", range)], b"");
    let last = built.len() - 1;
    for (range, from, to) in [
        ("bytes=0-0".to_owned(), 0, 0),
        ("bytes=10-300009".to_owned(), 10, 300_009),
        ("bytes=-5".to_owned(), last - 4, last),
        (format!("bytes={last}-"), last, last),
        (format!("bytes={last}-{}", last + 9), last, last),
    ] {
        let reply = part(&range);
        assert_eq!((reply.status, reply.body.as_str()), (206, &built[from..=to]), "{range}: {}", reply.head);
        let told = format!("bytes {from}-{to}/{}", built.len());
        assert_eq!(reply.header("content-range"), Some(told.as_str()));
    }
    assert_eq!(part(&format!("bytes={}-", built.len())).status, 416);
    assert_eq!(part("bytes=9-3").status, 416);
    assert_eq!(part("bytes=0-1,5-6").body, built, "several parts: the whole");
    let send = |headers: &[(&str, &str)]| server.send("GET", "/download/graph.nq", headers, b"");
    assert_eq!(send(&[("Range", "bytes=0-3"), ("If-Range", tag)]).status, 206);
    assert_eq!(send(&[("Range", "bytes=0-3"), ("If-Range", "\"other\"")]).body, built);
    assert_eq!(send(&[("If-None-Match", tag)]).status, 304);
    let head = server.send("HEAD", "/download/graph.nq", &[], b"");
    assert_eq!((head.status, head.body.as_str()), (200, ""));

    for (name, media_type) in [
        ("graph.nq", "application/n-quads"),
        ("graph.nt", "application/n-triples"),
        ("graph.ttl", "text/turtle; charset=utf-8"),
    ] {
        let plain = server.get(&format!("/download/{name}"));
        assert_eq!((plain.status, plain.header("content-type")), (200, Some(media_type)));
        let packed = server.bytes(&format!("/download/{name}.gz"));
        let mut unpacked = String::new();
        flate2::read::GzDecoder::new(packed.as_slice()).read_to_string(&mut unpacked).unwrap();
        assert!(unpacked == plain.body && packed.len() * 5 < unpacked.len(), "{name}");
    }
    let turtle = server.get("/download/graph.ttl").body;
    let triples =
        RdfParser::from_format(RdfFormat::Turtle).for_slice(&turtle).collect::<Result<HashSet<_>, _>>().unwrap();
    let counted = server.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").body;
    assert_eq!(counted.lines().nth(1), Some(triples.len().to_string().as_str()));
    assert_eq!(server.get("/download/graph.exe").status, 404);
}

#[test]
fn numbers_say_what_was_answered() {
    let server = serve(&[]);
    server.get("/nowhere");
    server.get("/nowhere");
    let text = server.get("/metrics").body;
    assert!(text.contains("gremium_responses_total{status=\"404\"} 2\n"), "{text}");
    assert!(text.contains("gremium_response_seconds_total{status=\"404\"} 0."), "{text}");
    assert!(text.contains("gremium_queries_running 0\n"), "{text}");
}

#[test]
fn the_catalogue_is_asked_by_name() {
    let server = serve(&["--limit", "client-seconds=0"]);
    let list: serde_json::Value = serde_json::from_str(&server.get("/questions").body).unwrap();
    let list = list["questions"].as_array().unwrap();
    assert!(list.len() > 30);
    for question in list.iter().filter(|question| question["folder"] == "reports") {
        assert!(question["title"]["de"].as_str().is_some_and(|title| !title.is_empty()));
        let reply = server.get(question["href"].as_str().unwrap());
        assert_eq!(reply.status, 200, "{question}: {reply:?}");
        let answer: serde_json::Value = serde_json::from_str(&reply.body).unwrap();
        assert!(answer["head"]["vars"].is_array());
    }
    let csv = |path: &str| server.send("GET", path, &[("Accept", "text/csv")], b"");
    let all = csv("/questions/who-informs-whom").body;
    let some = csv("/questions/reports/who-informs-whom?informed=IMK");
    assert_eq!(some.status, 200, "{some:?}");
    let to_imk = |line: &&str| line.split(',').nth(1) == Some("IMK");
    assert!(some.body.lines().skip(1).any(|line| to_imk(&line)));
    assert!(some.body.lines().count() < all.lines().count());
    let unknown = csv("/questions/who-inform-whom");
    assert!(unknown.status == 404 && unknown.body.contains("who-informs-whom"), "{unknown:?}");
    let unknown = csv("/questions/who-informs-whom?color=red");
    assert!(unknown.status == 400 && unknown.body.contains("informer, informed"), "{unknown:?}");
}

#[test]
fn the_description_of_the_interface_is_true() {
    let server = serve(&[]);
    let described: serde_json::Value = serde_json::from_str(&server.get("/openapi.json").body).unwrap();
    assert_eq!(described["openapi"], "3.1.0");
    for (path, methods) in described["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let example = |place: &str| {
                let parameters = operation["parameters"].as_array().into_iter().flatten();
                let mut found = parameters.filter(|one| one["in"] == place && one["example"].is_string());
                found.find_map(|one| Some((one["name"].as_str()?, one["example"].as_str()?)))
            };
            let mut address = path.clone();
            if let Some((name, value)) = example("path") {
                address = address.replace(&format!("{{{name}}}"), value);
            }
            if let Some((name, value)) = example("query") {
                address = format!("{address}?{name}={}", value.replace(' ', "+"));
            }
            let body = operation.pointer("/requestBody/content/application~1sparql-query/example");
            let body = body.and_then(|body| body.as_str()).unwrap_or_default();
            let headers = [("Content-Type", "application/sparql-query"), ("Accept", "application/*")];
            let reply = server.send(&method.to_uppercase(), &address, &headers, body.as_bytes());
            assert_eq!(reply.status, 200, "{method} {address}: {reply:?}");
            let answers = &operation["responses"]["200"];
            let answers = answers["$ref"].as_str().map_or(answers, |path| described.pointer(&path[1..]).unwrap());
            let media_type = reply.header("content-type").unwrap().split(';').next().unwrap();
            assert!(answers["content"][media_type].is_object(), "{method} {address} answers in {media_type}");
        }
    }
}

/// A line of the threat model that no test holds is a wish.
#[test]
fn every_line_of_the_threat_model_has_its_tests() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let model = std::fs::read_to_string(root.join("docs/threat-model.md")).unwrap();
    let tests: String = [
        "http", "http_attacks", "http_limits", "http_options", "http_write", "http_pages", "federation", "reconcile",
        "room", "store",
    ]
    .iter()
    .map(|name| std::fs::read_to_string(root.join(format!("tests/{name}.rs"))).unwrap())
    .collect();
    let rows: Vec<&str> = model.lines().filter(|line| line.starts_with("| ")).skip(1).collect();
    assert!(rows.len() > 15);
    for row in rows {
        let cell = row.trim_end_matches(" |").rsplit(" | ").next().unwrap();
        let named: Vec<&str> = cell.split('`').skip(1).step_by(2).filter(|name| name.contains('_')).collect();
        assert!(!named.is_empty(), "{row}");
        for name in named.iter().filter(|name| !name.starts_with("http_")) {
            assert!(tests.contains(&format!("fn {name}(")), "{name}: {row}");
        }
    }
}
