//! `gremium serve --writable`: who may change what is served, and what others see meanwhile.
#![cfg(unix)]

#[path = "support/http.rs"]
mod http;

use http::{EXAMPLE, Reply, Server, serve, serve_store, serve_with};
use std::net::TcpListener;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

const TOKEN: &str = "0123456789abcdef";
const BEARER: (&str, &str) = ("Authorization", "Bearer 0123456789abcdef");
const UPDATE: (&str, &str) = ("Content-Type", "application/sparql-update");
const TURTLE: (&str, &str) = ("Content-Type", "text/turtle");
const INSERT: &[u8] = b"INSERT DATA { GRAPH <a:g> { <a:s> <a:p> 1 } }";

fn writable() -> Server {
    serve_with(&["--writable", "--limit", "client-seconds=0"], &[("GREMIUM_TOKEN", TOKEN)])
}

fn update(server: &Server, sparql: &str) -> Reply {
    server.send("POST", "/sparql", &[BEARER, UPDATE], sparql.as_bytes())
}

/// The number of quads.
fn count(server: &Server) -> u32 {
    server.ask("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }").body.lines().nth(1).unwrap().parse().unwrap()
}

#[test]
fn only_who_has_the_token_writes() {
    let server = writable();
    let before = count(&server);
    for headers in [
        vec![UPDATE],
        vec![UPDATE, ("Authorization", "Bearer 0123456789abcdeF")],
        vec![UPDATE, ("Authorization", "Bearer 0123456789abcde")],
        vec![UPDATE, ("Authorization", "Bearer 0123456789abcdef0")],
        vec![UPDATE, ("Authorization", "Bearer ")],
        vec![UPDATE, ("Authorization", "Basic MDEyMzQ1Njc4OWFiY2RlZjo=")],
        vec![UPDATE, ("Cookie", "token=0123456789abcdef")],
    ] {
        let reply = server.send("POST", "/sparql", &headers, INSERT);
        assert_eq!((reply.status, reply.header("www-authenticate")), (401, Some("Bearer")), "{headers:?}");
        assert!(!reply.body.contains(TOKEN));
    }
    for method in ["PUT", "POST"] {
        assert_eq!(server.send(method, "/store?graph=a:g", &[TURTLE], b"<a:s> <a:p> 1 .").status, 401);
    }
    assert_eq!(server.send("DELETE", "/store?default", &[], b"").status, 401);
    assert_eq!(count(&server), before);

    assert_eq!(server.send("POST", "/sparql", &[BEARER, UPDATE], INSERT).status, 204);
    assert_eq!(count(&server), before + 1);
}

#[test]
fn without_being_told_to_nobody_writes() {
    let server = serve_with(&[], &[("GREMIUM_TOKEN", TOKEN)]);
    assert_eq!(server.send("POST", "/sparql", &[BEARER, UPDATE], INSERT).status, 403);
    assert_eq!(server.send("PUT", "/store?graph=a:g", &[BEARER, TURTLE], b"").status, 403);
    assert_eq!(server.send("DELETE", "/store?default", &[BEARER], b"").status, 403);
    assert!(!server.get("/sparql").body.contains("SPARQL11Update"));
}

#[test]
fn a_token_must_be_there_and_long() {
    for token in ["", "short"] {
        let output = Command::new(env!("CARGO_BIN_EXE_gremium"))
            .args(["serve", "--writable", "--quiet", EXAMPLE, "--bind", "127.0.0.1:0"])
            .env("GREMIUM_TOKEN", token)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8(output.stderr).unwrap().contains("GREMIUM_TOKEN"));
    }
}

#[test]
fn a_change_that_fails_changes_nothing() {
    let server = writable();
    let before = count(&server);
    let xml = ("Content-Type", "application/rdf+xml");
    let json = ("Content-Type", "application/ld+json");
    let canary = TcpListener::bind("127.0.0.1:0").unwrap();
    canary.set_nonblocking(true).unwrap();
    let elsewhere = format!("http://{}/", canary.local_addr().unwrap());
    let put =
        |content: (&str, &str), body: &str| server.send("PUT", "/store?graph=a:g", &[BEARER, content], body.as_bytes());
    for (status, says, reply) in [
        (400, "error at 1:12", update(&server, "INSERT WHERE")),
        (
            400,
            "cannot be done",
            update(&server, "INSERT DATA { <a:s> <a:p> 1 } ; CREATE GRAPH <a:h> ; CREATE GRAPH <a:h>"),
        ),
        (400, "", update(&server, &format!("INSERT DATA {{ <a:s> <a:p> 1 }} ; LOAD <{elsewhere}>"))),
        (400, "", update(&server, "LOAD <file:///etc/passwd>")),
        (400, "line 2", put(TURTLE, "<a:s> <a:p> 1 .\n<a:s> nonsense")),
        (400, "", put(json, &format!("{{\"@context\": \"{elsewhere}\", \"a\": 1}}"))),
        (415, "rdf+xml", put(xml, "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/>")),
        (415, "text/html", put(("Content-Type", "text/html"), "<html>")),
    ] {
        assert_eq!(reply.status, status, "{says}: {reply:?}");
        assert!(reply.body.contains(says), "{says}: {reply:?}");
    }
    assert_eq!(count(&server), before);
    assert_eq!(server.get("/store?default").body.trim().lines().filter(|line| !line.starts_with("@prefix")).count(), 0);
    assert_eq!(canary.accept().unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
}

/// Each query sees one state, before a change or after it; none is refused or lost while the keeper is renewed.
#[test]
fn queries_go_on_while_changes_are_made() {
    let server = writable();
    update(&server, "CREATE SILENT GRAPH <a:g>");
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..3)
            .map(|_| {
                scope.spawn(|| {
                    let mut asked = 0;
                    while !done.load(Ordering::Relaxed) {
                        let reply = server.ask("SELECT (COUNT(*) AS ?n) { GRAPH <a:g> { ?s ?p ?o } }");
                        assert_eq!(reply.status, 200, "{reply:?}");
                        let count: u32 = reply.body.lines().nth(1).unwrap().parse().unwrap();
                        assert_eq!(count % 2, 0, "half a change was seen");
                        asked += 1;
                    }
                    asked
                })
            })
            .collect();
        for number in 0..10 {
            let pair = format!("INSERT DATA {{ GRAPH <a:g> {{ <a:s> <a:p> {number} . <a:t> <a:p> {number} }} }}");
            assert_eq!(update(&server, &pair).status, 204);
        }
        done.store(true, Ordering::Relaxed);
        assert!(readers.into_iter().map(|reader| reader.join().unwrap()).sum::<u32>() > 0);
    });
    assert_eq!(server.ask("SELECT * { GRAPH <a:g> { ?s ?p ?o } }").body.lines().count(), 21);
}

#[test]
fn a_graph_is_read_by_its_name() {
    let server = serve(&[]);
    let graph = server.ask("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").body.lines().nth(1).unwrap().to_owned();
    let reply = server.send("GET", &format!("/store?graph={graph}"), &[("Accept", "application/n-triples")], b"");
    assert_eq!((reply.status, reply.header("content-type")), (200, Some("application/n-triples")));
    let counted = server.ask(&format!("SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")).body;
    assert_eq!(reply.body.lines().count().to_string(), counted.lines().nth(1).unwrap());
    for (path, status) in
        [("/store?graph=a:none", 404), ("/store", 400), ("/store?graph=no+iri", 400), ("/store?color=red", 400)]
    {
        assert_eq!(server.get(path).status, status, "{path}");
    }
}

#[test]
fn with_a_store_what_is_written_stays() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store").display().to_string();
    let gremium = |arguments: &[&str]| Command::new(env!("CARGO_BIN_EXE_gremium")).args(arguments).output().unwrap();
    assert!(gremium(&["build", "--quiet", "--store", &store, EXAMPLE]).status.success());
    let writable = || serve_store(&store, &["--writable"], &[("GREMIUM_TOKEN", TOKEN)]);
    let server = writable();
    let before = count(&server);
    assert_eq!(update(&server, "INSERT DATA { GRAPH <a:g> { <a:s> <a:p> 1 } }").status, 204);
    // Nobody else writes meanwhile, and whoever reads sees what was written.
    let other = gremium(&["build", "--quiet", "--store", &store, EXAMPLE]);
    assert_eq!(other.status.code(), Some(2));
    assert!(String::from_utf8(other.stderr).unwrap().contains("another program is writing"));
    assert!(String::from_utf8(gremium(&["store", "list", &store]).stdout).unwrap().contains("a:g"));
    // What a store cannot hold is neither kept nor served.
    for refused in ["INSERT DATA { <a:s> <a:p> 2 }", "INSERT DATA { GRAPH <a:g> { _:b <a:p> 3 } }"] {
        let reply = update(&server, refused);
        assert_eq!(reply.status, 422, "{reply:?}");
    }
    assert_eq!(count(&server), before + 1);
    drop(server);
    let server = writable();
    assert_eq!(count(&server), before + 1);
    assert_eq!(server.send("DELETE", "/store?graph=a:g", &[BEARER], b"").status, 204);
    drop(server);
    assert_eq!(count(&writable()), before);
    assert!(gremium(&["store", "verify", &store]).status.success());
}

#[test]
fn a_change_ends_what_was_kept() {
    let server = writable();
    let ask = || server.ask("ASK { GRAPH <a:g> { ?s ?p ?o } }").body;
    let file = || server.get("/download/graph.nq");
    let (before, whole) = (ask(), file());
    assert_eq!(update(&server, "INSERT DATA { GRAPH <a:g> { <a:s> <a:p> 1 } }").status, 204);
    assert_ne!(ask(), before);
    let after = file();
    assert_ne!(after.header("etag"), whole.header("etag"));
    assert_eq!(after.body.lines().count(), whole.body.lines().count() + 1);
    assert!(after.body.lines().is_sorted());
    assert_eq!(server.send("DELETE", "/store?graph=a:g", &[BEARER], b"").status, 204);
    assert_eq!(file().header("etag"), whole.header("etag"), "the same quads are the same bytes");
}

#[test]
fn what_is_written_can_be_matched_and_what_is_deleted_no_more() {
    let server = writable();
    let found = || {
        let question = "%7B%22q%22%3A%7B%22query%22%3A%22Abwasserstatistikzentrum%22%7D%7D";
        server.get(&format!("/reconcile?queries={question}")).body.contains("body/asz")
    };
    assert!(!found());
    let body = "<https://w3id.org/gremium/id/body/asz>";
    let said = format!(
        "GRAPH <a:bodies> {{ {body} <https://w3id.org/gremium/ontology#bodyKind> <https://w3id.org/gremium/id/kind/office> ; \
         <http://www.w3.org/2000/01/rdf-schema#label> 'ASZ' ; \
         <http://www.w3.org/2004/02/skos/core#prefLabel> 'Abwasserstatistikzentrum'@de }}"
    );
    let written = update(&server, &format!("INSERT DATA {{ {said} }}"));
    assert_eq!(written.status, 204, "{}", written.body);
    assert!(found());
    assert_eq!(update(&server, "DROP GRAPH <a:bodies>").status, 204);
    assert!(!found());
    // The bodies of the authority files are known whatever is written.
    assert_eq!(update(&server, "DROP ALL").status, 204);
    assert!(server.get("/reconcile/preview?id=body/bka").body.contains("Bundeskriminalamt"));
}

/// What the disk does not take is not seen either, and what was there before is served on.
#[test]
fn a_change_that_cannot_be_kept_is_not_served() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    assert!(http::gremium(&["build", "--quiet", "--store", store.to_str().unwrap(), EXAMPLE]).status.success());
    let server = serve_store(store.to_str().unwrap(), &["--writable"], &[("GREMIUM_TOKEN", TOKEN)]);
    let before = count(&server);
    // A disk that is full, for this folder alone and for root too: a file stands where objects go.
    let (objects, away) = (store.join("objects"), folder.path().join("away"));
    std::fs::rename(&objects, &away).unwrap();
    std::fs::write(&objects, "").unwrap();
    let refused = server.send("POST", "/sparql", &[BEARER, UPDATE], INSERT);
    assert!(refused.status == 503 && refused.body.contains("not made"), "{refused:?}");
    assert_eq!(count(&server), before);
    assert!(!server.ask("ASK { GRAPH <a:g> { ?s ?p ?o } }").body.contains("true"));
    std::fs::remove_file(&objects).unwrap();
    std::fs::rename(&away, &objects).unwrap();
    assert!(http::gremium(&["store", "verify", store.to_str().unwrap()]).status.success());
    assert_eq!(server.send("POST", "/sparql", &[BEARER, UPDATE], INSERT).status, 204);
    assert_eq!(count(&server), before + 1);
}
