//! A server of our own on a free port, and a client that sees what really comes over the wire.
#![allow(dead_code, reason = "each test program uses its part")]

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

pub const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/imk-215.md");

/// A running server; it is ended with the value.
pub struct Server {
    pub process: Child,
    pub address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Starts `gremium serve` on the example with these arguments besides.
pub fn serve(arguments: &[&str]) -> Server {
    serve_with(arguments, &[])
}

/// The same with variables of the environment.
pub fn serve_with(arguments: &[&str], variables: &[(&str, &str)]) -> Server {
    start(&[&["--quiet", EXAMPLE, "--bind", "127.0.0.1:0"], arguments].concat(), variables)
}

/// Starts it on a store.
pub fn serve_store(store: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Server {
    start(&[&["--store", store, "--bind", "127.0.0.1:0"], arguments].concat(), variables)
}

/// Starts it with these arguments only.
pub fn start(arguments: &[&str], variables: &[(&str, &str)]) -> Server {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gremium"));
    command.arg("serve").args(arguments).envs(variables.iter().copied());
    let mut process = command.stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(process.stderr.take().unwrap()).lines();
    let address = lines
        .by_ref()
        .map(Result::unwrap)
        .find_map(|line| Some(line.split_once("http://")?.1.split_once('/')?.0.to_owned()))
        .expect("the server says where it listens");
    // Whatever it says later must find a reader.
    std::thread::spawn(move || lines.for_each(drop));
    Server { process, address }
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub head: String,
    pub body: String,
    /// The body ended as its head announced.
    pub whole: bool,
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then_some(value.trim())
        })
    }
}

impl Server {
    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        // So that a test that fails does not hang.
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream
    }

    /// Sends these bytes and reads to the end of the connection.
    pub fn raw(&self, request: &[u8]) -> Reply {
        let mut stream = self.connect();
        // The server may answer and close before it has read all.
        let _ = stream.write_all(request);
        reply(&mut stream)
    }

    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
        let mut request = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n", self.address);
        for (name, value) in headers {
            let _ = write!(request, "{name}: {value}\r\n");
        }
        if !body.is_empty() || matches!(method, "POST" | "PUT") {
            let _ = write!(request, "Content-Length: {}\r\n", body.len());
        }
        self.raw(&[(request + "\r\n").as_bytes(), body].concat())
    }

    pub fn get(&self, path: &str) -> Reply {
        self.send("GET", path, &[], b"")
    }

    /// The body of an answer that is no text.
    pub fn bytes(&self, path: &str) -> Vec<u8> {
        let mut stream = self.connect();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let head = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
        bytes.split_off(head + 4)
    }

    /// Asks by POST.
    pub fn ask(&self, sparql: &str) -> Reply {
        self.ask_for(sparql, "text/csv, text/turtle, */*;q=0.1")
    }

    pub fn ask_for(&self, sparql: &str, accept: &str) -> Reply {
        let headers = [("Content-Type", "application/sparql-query"), ("Accept", accept)];
        self.send("POST", "/sparql", &headers, sparql.as_bytes())
    }

    /// The processes that this server started and those that these did, the keeper first.
    pub fn descendants(&self) -> Vec<u32> {
        let mut found = vec![self.process.id()];
        let mut at = 0;
        while let Some(parent) = found.get(at) {
            let children = std::fs::read_dir(format!("/proc/{parent}/task")).into_iter().flatten().flatten();
            let children = children.flat_map(|task| std::fs::read_to_string(task.path().join("children")));
            let more: Vec<u32> = children
                .flat_map(|list| list.split_whitespace().map(|id| id.parse().unwrap()).collect::<Vec<_>>())
                .collect();
            found.extend(more);
            at += 1;
        }
        found.split_off(1)
    }
}

/// Reads a reply to the end of the connection.
pub fn reply(stream: &mut impl Read) -> Reply {
    let mut bytes = Vec::new();
    // A connection that is reset has its end too.
    let _ = stream.read_to_end(&mut bytes);
    let split = bytes.windows(4).position(|window| window == b"\r\n\r\n").map_or(bytes.len(), |at| at + 4);
    let head = String::from_utf8(bytes[..split].to_vec()).unwrap();
    let rest = &bytes[split..];
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    let mut reply = Reply { status, head, body: String::new(), whole: true };
    let body = if reply.header("transfer-encoding") == Some("chunked") {
        let (body, whole) = dechunk(rest);
        reply.whole = whole;
        body
    } else {
        let announced = reply.header("content-length").map(|length| length.parse::<usize>().unwrap());
        reply.whole = announced.is_none_or(|length| length == rest.len());
        rest.to_vec()
    };
    reply.body = String::from_utf8_lossy(&body).into_owned();
    reply
}

fn dechunk(mut rest: &[u8]) -> (Vec<u8>, bool) {
    let mut body = Vec::new();
    loop {
        let Some(line) = rest.windows(2).position(|window| window == b"\r\n") else { return (body, false) };
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..line]).unwrap(), 16).unwrap();
        let from = line + 2;
        if size == 0 {
            return (body, true);
        }
        let Some(chunk) = rest.get(from..from + size) else { return (body, false) };
        body.extend_from_slice(chunk);
        rest = rest.get(from + size + 2..).unwrap_or_default();
    }
}
