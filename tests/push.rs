//! `gremium push`: what is on the server in the end is what was to be pushed, whatever happens on the way.
#![cfg(unix)]

#[path = "support/http.rs"]
mod http;

use http::{EXAMPLE, Server, serve_with};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

const TOKEN: &str = "0123456789abcdef";

fn writable() -> Server {
    serve_with(&["--writable", "--limit", "client-seconds=0"], &[("GREMIUM_TOKEN", TOKEN)])
}

fn push(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gremium"));
    command.arg("push").args(arguments).env("GREMIUM_TOKEN", TOKEN).env_remove("http_proxy");
    command
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn pushed(arguments: &[&str]) -> String {
    let output = push(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", said(&output));
    said(&output)
}

/// A file of quads of three graphs.
fn quads(folder: &tempfile::TempDir, count: usize) -> (String, String) {
    let mut lines: Vec<String> = (0..count)
        .map(|i| {
            format!(
                "<https://example.org/{i}> <https://example.org/p> \"ä\\\"{i}\\n\"@de <https://example.org/g/{}> .\n",
                i % 3
            )
        })
        .collect();
    lines.sort();
    let file = folder.path().join("quads.nq").to_str().unwrap().to_owned();
    std::fs::write(&file, lines.concat()).unwrap();
    (file, lines.concat())
}

/// What the server has of the graphs of [`quads`].
fn there(server: &Server) -> usize {
    let query =
        "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), 'https://example.org/g/')) }";
    server.ask(query).body.lines().nth(1).unwrap().parse().unwrap()
}

/// By either protocol.
fn addresses(address: &str) -> [Vec<String>; 2] {
    let url = |path: &str| format!("http://{address}{path}");
    [vec!["--endpoint".into(), url("/sparql")], vec!["--graph-store".into(), url("/store")]]
}

#[test]
fn what_is_pushed_is_there_and_is_not_pushed_again() {
    let folder = tempfile::tempdir().unwrap();
    let (file, _) = quads(&folder, 900);
    for protocol in [0, 1] {
        let server = writable();
        let place = &addresses(&server.address)[protocol];
        let arguments =
            [&[file.as_str(), "--chunk", "4", "--list"][..], &[place[0].as_str(), place[1].as_str()]].concat();
        let first = push(&arguments).output().unwrap();
        assert!(first.status.success(), "{}", said(&first));
        let list = String::from_utf8(first.stdout).unwrap();
        assert_eq!(list.lines().count(), 3);
        assert!(list.lines().all(|line| line.starts_with("300\t300\t0\t")), "{list}");
        assert_eq!(there(&server), 900);
        assert!(pushed(&arguments).contains("3 had been there already; 0 statements added, 0 removed"));

        // What is too much goes, what is missing comes.
        std::fs::write(&file, quads(&folder, 900).1.replace("\"ä\\\"0\\n\"@de", "\"anders\"")).unwrap();
        assert!(pushed(&arguments).contains("2 had been there already; 1 statements added, 1 removed"));
        assert_eq!(there(&server), 900);
        quads(&folder, 900);
    }
}

#[test]
fn the_graph_of_documents_survives_the_way() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store").to_str().unwrap().to_owned();
    let built = Command::new(env!("CARGO_BIN_EXE_gremium"))
        .args(["build", "--quiet", EXAMPLE, "--base", "https://example.org/g/", "--store", &store])
        .output()
        .unwrap();
    assert!(built.status.success());
    let server = writable();
    let url = format!("http://{}/sparql", server.address);
    pushed(&["--store", &store, "--endpoint", &url]);
    assert!(there(&server) > 10_000);
    assert!(pushed(&["--store", &store, "--endpoint", &url]).contains("1 had been there already"));
}

#[test]
fn two_pushes_at_once_and_a_kill_in_between_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (file, _) = quads(&folder, 900);
    for protocol in [0, 1] {
        let server = writable();
        let place = &addresses(&server.address)[protocol];
        let arguments = [file.as_str(), "--chunk", "8", place[0].as_str(), place[1].as_str()];
        let start = || push(&arguments).stderr(Stdio::piped()).spawn().unwrap();
        let mut killed = start();
        thread::sleep(Duration::from_millis(400));
        let _ = killed.kill();
        killed.wait().unwrap();
        let both = [start(), start()].map(Child::wait_with_output);
        for output in both {
            let output = output.unwrap();
            assert!(output.status.success(), "{}", said(&output));
        }
        assert_eq!(there(&server), 900);
    }
}

/// Sends what it gets on to a server; every third connection it answers with 500, or cuts off half-way.
fn unreliable(server: &Server) -> (String, Arc<AtomicU32>) {
    let (listener, behind) = (TcpListener::bind("127.0.0.1:0").unwrap(), server.address.clone());
    let address = listener.local_addr().unwrap().to_string();
    let failures = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&failures);
    thread::spawn(move || {
        for (number, client) in (0..).zip(listener.incoming()) {
            let (Ok(mut client), Ok(mut server)) = (client, TcpStream::connect(&behind)) else { break };
            if number % 3 == 1 {
                count.fetch_add(1, Ordering::Relaxed);
            }
            let (mut up, mut down) = (client.try_clone().unwrap(), server.try_clone().unwrap());
            thread::spawn(move || {
                let mut head = [0; 1024];
                let read = up.read(&mut head).unwrap_or(0);
                match number % 6 {
                    1 => {
                        let _ = up.write_all(b"HTTP/1.1 500 Sorry\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                        let _ = up.shutdown(std::net::Shutdown::Both);
                    }
                    4 => {
                        let _ = server.write_all(&head[..read / 2]);
                        let _ = up.shutdown(std::net::Shutdown::Both);
                    }
                    _ => {
                        let _ = server.write_all(&head[..read]);
                        let _ = std::io::copy(&mut up, &mut server);
                    }
                }
                let _ = server.shutdown(std::net::Shutdown::Write);
            });
            thread::spawn(move || {
                let _ = std::io::copy(&mut down, &mut client);
                let _ = client.shutdown(std::net::Shutdown::Both);
            });
        }
    });
    (address, failures)
}

#[test]
fn a_server_that_fails_now_and_then_gets_all() {
    let folder = tempfile::tempdir().unwrap();
    let (file, _) = quads(&folder, 300);
    let server = writable();
    let (address, failures) = unreliable(&server);
    pushed(&[&file, "--chunk", "4", "--endpoint", &format!("http://{address}/sparql")]);
    assert_eq!(there(&server), 300);
    assert!(failures.load(Ordering::Relaxed) > 0);
}

#[test]
fn what_cannot_be_done_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let (file, _) = quads(&folder, 30);
    let server = serve_with(&[], &[]);
    for place in addresses(&server.address) {
        let output = push(&[&file, &place[0], &place[1]]).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(
            said(&output).contains("status 40") && said(&output).contains("3 graphs are not there"),
            "{}",
            said(&output)
        );
    }
    std::fs::write(&file, "_:b <a:p> <a:o> .\n").unwrap();
    let output = push(&[&file, "--endpoint", "http://127.0.0.1:9/"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("line 1"), "{}", said(&output));
}
