//! Where `gremium serve` takes its options from, and what it says about its work.
#![cfg(unix)]

#[path = "support/http.rs"]
mod http;

use http::{EXAMPLE, serve, start};
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

#[test]
fn options_come_from_a_file_and_the_environment_too() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("serve.toml");
    fs::write(
        &config,
        format!("file = [{EXAMPLE:?}]\nbind = \"127.0.0.1:0\"\nquiet = true\nwritable = true\n[limit]\nrows = 30\nseconds = 3\n"),
    )
    .unwrap();
    let token = ("GREMIUM_TOKEN", "0123456789abcdef");
    let rows = |server: &http::Server, count: u32| server.ask(&format!("SELECT * {{ ?s ?p ?o }} LIMIT {count}")).status;
    let server = start(&["--config", config.to_str().unwrap()], &[token]);
    assert_eq!((rows(&server, 30), rows(&server, 31)), (200, 422));
    assert!(server.get("/sparql").body.contains("SPARQL11Update"));
    // The environment before the file, the command line before both.
    let variables = [token, ("GREMIUM_CONFIG", config.to_str().unwrap()), ("GREMIUM_LIMIT", "rows=40")];
    let server = start(&[], &variables);
    assert_eq!((rows(&server, 40), rows(&server, 41)), (200, 422));
    let server = start(&["--limit", "rows=50"], &variables);
    assert_eq!((rows(&server, 50), rows(&server, 51)), (200, 422));

    for (text, says) in [
        ("bind = \"nowhere\"", "nowhere"),
        ("color = \"red\"", "--color"),
        ("bind", "not TOML"),
        ("bind = 1.5", "bind cannot be"),
        ("[limit]\nrow = 1", "no limit row"),
    ] {
        fs::write(&config, text).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_gremium"))
            .args(["serve", EXAMPLE, "--config", config.to_str().unwrap()])
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(2) && said.contains(says), "{text}: {said}");
    }
}

#[test]
fn behind_a_proxy_addresses_are_those_that_clients_outside_know() {
    let manifest = |server: &http::Server| -> serde_json::Value {
        // What a client says about the way that it came changes nothing.
        let headers = [("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "evil.example")];
        serde_json::from_str(&server.send("GET", "/reconcile", &headers, b"").body).unwrap()
    };
    let plain = serve(&[]);
    let here = format!("http://{}/reconcile", plain.address);
    assert_eq!(manifest(&plain)["extend"]["propose_properties"]["service_url"], here.as_str());

    let server = serve(&["--public", "https://Graph.example.org:8443/"]);
    let manifest = manifest(&server).to_string();
    assert!(manifest.contains("\"https://graph.example.org:8443/reconcile/preview?id={{id}}\""), "{manifest}");
    assert!(!manifest.contains(&server.address), "{manifest}");
    assert!(server.get("/sparql").body.contains("<https://graph.example.org:8443/sparql>"));
    // A proxy on this machine may hand on the name that it was asked by, but no other.
    let by = |name: &str| {
        let request = format!("GET /healthz HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n");
        server.raw(request.as_bytes()).status
    };
    assert_eq!((by("graph.example.org:8443"), by("graph.example.org"), by("evil.example")), (200, 200, 421));
    for wrong in ["graph.example.org", "https://x/y", "*", "ftp://x", "https://"] {
        let output = Command::new(env!("CARGO_BIN_EXE_gremium")).args(["serve", EXAMPLE, "--public", wrong]).output();
        let output = output.unwrap();
        assert_eq!(output.status.code(), Some(2), "{wrong}");
        assert!(String::from_utf8(output.stderr).unwrap().contains("https://example.org, without a path"), "{wrong}");
    }
}

#[test]
fn the_log_says_what_was_answered_and_nothing_about_who_asked() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gremium"));
    command.args(["serve", "--quiet", EXAMPLE, "--bind", "127.0.0.1:0", "--log"]).stdout(Stdio::piped());
    let (server, log) = http::started(command);
    let mut log = BufReader::new(log.unwrap()).lines();
    assert_eq!(server.get("/sparql?query=ASK%7B%7D%23Erika+Mustermann").status, 200);
    assert_eq!(server.get("/no%0Awhere?Erika").status, 404);
    for (path, status) in [("/sparql", 200), ("/no%0Awhere", 404)] {
        let line = log.next().unwrap().unwrap();
        assert!(!line.contains("Erika") && !line.contains("127.0.0.1"), "{line}");
        let line: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!((line["path"].as_str(), line["status"].as_u64()), (Some(path), Some(status)), "{line}");
        assert!(line["time"].as_f64().unwrap() > 1.7e9 && line["ms"].as_f64().unwrap() > 0.0);
    }
}

/// Whoever reads the log may stop reading; the service goes on, and says how many lines were lost.
#[test]
fn a_log_that_nobody_reads_stops_nobody() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gremium"));
    command.args(["serve", "--quiet", EXAMPLE, "--bind", "127.0.0.1:0", "--log"]).stdout(Stdio::piped());
    let (server, log) = http::started(command);
    let log = log.unwrap();
    let before = server.vitals();
    // A pipe holds 64 KiB, and 1,024 lines may wait; each of these is above 4 KiB.
    let path = format!("/{}", "x".repeat(4000));
    let mut asked = 0;
    while server.metric("gremium_log_lines_lost_total").unwrap() == 0 {
        for _ in 0..100 {
            assert_eq!(server.get(&path).status, 404);
        }
        asked += 100;
        assert!(asked < 5000, "nothing was lost");
    }
    server.assert_recovers(&before, "a log that nobody reads");
    drop(log);
    for _ in 0..10 {
        assert_eq!(server.get("/healthz").status, 200, "nor does one who has gone");
    }
}

/// A token in a file would be read by whoever reads the file, and one among the arguments by whoever lists processes.
#[test]
fn a_token_stands_in_the_environment_only() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("serve.toml");
    fs::write(&config, "token = \"0123456789abcdef\"\nwritable = true\n").unwrap();
    let said = http::complaint(&["serve", EXAMPLE, "--config", config.to_str().unwrap()], 2);
    assert!(said.contains("--token"), "{said}");
    let server =
        start(&["--quiet", EXAMPLE, "--bind", "127.0.0.1:0", "--writable"], &[("GREMIUM_TOKEN", "0123456789abcdef")]);
    for id in std::iter::once(server.process.id()).chain(server.descendants()) {
        let arguments = fs::read_to_string(format!("/proc/{id}/cmdline")).unwrap();
        assert!(!arguments.contains("0123456789abcdef"), "{arguments}");
    }
    // The process that evaluates queries does not know it either.
    let keeper = server.descendants()[0];
    let environment = fs::read_to_string(format!("/proc/{keeper}/environ")).unwrap();
    assert!(!environment.contains("0123456789abcdef"));
}
