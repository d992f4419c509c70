//! A server of our own on a free port, and a client that sees what really comes over the wire.
#![allow(dead_code, reason = "each test program uses its part")]

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::time::{Duration, Instant};

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
    started(command).0
}

/// Waits until a server says where it listens; with it comes its standard output, if that is a pipe.
pub fn started(mut command: Command) -> (Server, Option<ChildStdout>) {
    let mut process = command.stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(process.stderr.take().unwrap()).lines();
    let address = lines
        .by_ref()
        .map(Result::unwrap)
        .find_map(|line| Some(line.split_once("http://")?.1.split_once('/')?.0.to_owned()))
        .expect("the server says where it listens");
    // Whatever it says later must find a reader.
    std::thread::spawn(move || lines.for_each(drop));
    let out = process.stdout.take();
    (Server { process, address }, out)
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

/// What a server takes when nobody asks: the measure after an attack.
#[derive(Debug)]
pub struct Vitals {
    /// Of the server and its keeper, in kB: memory that is their own.
    memory: u64,
}

/// What an attack may leave behind in memory, in kB: pages that an allocator keeps for the next time.
const SLACK: u64 = 32 << 10;

impl Server {
    /// Server and keeper, without what the keeper forked.
    fn own(&self) -> Vec<u32> {
        std::iter::once(self.process.id()).chain(self.descendants().into_iter().take(1)).collect()
    }

    pub fn vitals(&self) -> Vitals {
        let anonymous = |id: &u32| {
            let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
            let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:").map(str::to_owned));
            line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0)
        };
        Vitals { memory: self.own().iter().map(anonymous).sum() }
    }

    /// Processor time of the server and all that it started, in hundredths of a second.
    fn ticks(&self) -> u64 {
        let ids = std::iter::once(self.process.id()).chain(self.descendants());
        ids.filter_map(|id| {
            let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
            let fields: Vec<&str> = stat.rsplit_once(") ")?.1.split(' ').collect();
            Some(fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?)
        })
        .sum()
    }

    /// What is not as it was before an attack, if anything.
    fn complaint(&self, before: &Vitals) -> Result<(), String> {
        let health = || {
            let began = Instant::now();
            let reply = self.get("/healthz");
            (reply.status == 200).then(|| began.elapsed())
        };
        // The best of a few: the machine has other things to do.
        let best = (0..5).filter_map(|_| health()).min();
        if best.is_none_or(|best| best > Duration::from_millis(100)) {
            return Err(format!("/healthz took {best:?}"));
        }
        let running: Vec<u32> = self.descendants().into_iter().skip(1).filter(|id| state(*id) != Some('Z')).collect();
        if !running.is_empty() {
            return Err(format!("processes {running:?} run on"));
        }
        let ticks = self.ticks();
        std::thread::sleep(Duration::from_millis(300));
        let burnt = self.ticks().saturating_sub(ticks);
        if burnt > 3 {
            return Err(format!("{burnt}0 ms of processor time in 300 ms of rest"));
        }
        let now = self.vitals();
        if now.memory > before.memory + SLACK {
            return Err(format!("{} kB where {} kB were before", now.memory, before.memory));
        }
        Ok(())
    }

    /// Waits until the server is alive, quick to answer, at rest and as small as it was before; a test that waits in vain
    /// fails.
    pub fn assert_recovers(&self, before: &Vitals, from: &str) {
        let began = Instant::now();
        while let Err(complaint) = self.complaint(before) {
            assert!(began.elapsed() < Duration::from_secs(30), "after {from}: {complaint}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// A number of `/metrics`.
    pub fn metric(&self, name: &str) -> Option<u64> {
        let text = self.get("/metrics").body;
        text.lines().find_map(|line| line.strip_prefix(name)?.trim().parse().ok())
    }

    /// Sends a query and leaves the answer to whoever reads the stream.
    pub fn start_query(&self, sparql: &str) -> TcpStream {
        let mut stream = self.connect();
        let head = format!(
            "POST /sparql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/sparql-query\r\n\
             Content-Length: {}\r\n\r\n",
            sparql.len()
        );
        stream.write_all((head + sparql).as_bytes()).unwrap();
        stream
    }
}

/// What a process does: `Z` where it has ended and nobody has asked yet.
pub fn state(id: u32) -> Option<char> {
    std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?.rsplit_once(") ")?.1.chars().next()
}

/// Runs for ever, as far as a test is concerned.
pub const ENDLESS: &str = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?g) }";

/// Waits until something becomes true; a test that waits in vain fails.
pub fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    for _ in 0..3000 {
        if holds() {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("never: {what}");
}

/// A server that answers every request with these bytes, after a while.
pub fn answering(answer: Vec<u8>, after: Duration) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { continue };
            let answer = answer.clone();
            std::thread::spawn(move || {
                let _ = stream.read(&mut [0; 4096]);
                std::thread::sleep(after);
                let _ = stream.write_all(&answer);
            });
        }
    });
    format!("http://{address}/sparql")
}

/// Such an answer.
pub fn answer(status: &str, media_type: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
    .into_bytes()
}

/// Runs the program.
pub fn gremium(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gremium")).args(arguments).output().unwrap()
}

/// SHA-256 as `sha256sum` says it, which is no code of ours.
pub fn sha256sum(bytes: &[u8]) -> String {
    let mut process = Command::new("sha256sum").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    process.stdin.take().unwrap().write_all(bytes).unwrap();
    let mut said = String::new();
    process.stdout.take().unwrap().read_to_string(&mut said).unwrap();
    process.wait().unwrap();
    said.split_whitespace().next().unwrap().to_owned()
}

/// What a command prints that must go well.
pub fn printed(arguments: &[&str]) -> String {
    let output = gremium(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What a command that must fail says.
pub fn complaint(arguments: &[&str], status: i32) -> String {
    let output = gremium(arguments);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(status), "{arguments:?}: {said}");
    said
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
