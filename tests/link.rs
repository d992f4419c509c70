//! Links proposed by services and dumps: what a good one offers, what a bad one cannot do to us, what a person decides.

use gremium::client::{Client, ClientError, Limits, Request};
use gremium::graph::Graph;
use gremium::link::cache::Cache;
use gremium::link::score::Strength;
use gremium::link::service::{Offer, Service};
use gremium::link::{Advice, Body, Directory, dump, proposal, review};
use gremium::store::Store;
use gremium::vocab::BASE;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, NamedNode};
use std::fmt::Write as _;
use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

const MANIFEST: &str = r#"{"versions":["0.2"],"name":"x","identifierSpace":"http://www.wikidata.org/entity/","schemaSpace":"x","extend":{}}"#;

/// A server that answers its `n`-th request as `answer` says, and how many requests it got.
fn serve(answer: impl Fn(usize, &str, &mut TcpStream) + Send + 'static) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/reconcile", listener.local_addr().unwrap());
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { continue };
            let request = read_request(&mut stream);
            answer(counted.fetch_add(1, Ordering::SeqCst), &request, &mut stream);
        }
    });
    (address, count)
}

fn read_request(stream: &mut TcpStream) -> String {
    let mut request = Vec::new();
    let mut byte = [0];
    while !request.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) == 1 {
        request.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&request).to_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).map_or(0, |n| n.parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).unwrap();
    String::from_utf8_lossy(&[request, body].concat()).into_owned()
}

fn reply(stream: &mut TcpStream, status: &str, kind: &str, body: &str) {
    let length = body.len();
    let head =
        format!("HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
    let _ = stream.write_all(format!("{head}{body}").as_bytes());
}

fn json(stream: &mut TcpStream, body: &str) {
    reply(stream, "200 OK", "application/json", body);
}

/// Ten empty results, or as many as were asked for.
fn results(candidates: &str) -> String {
    let results: Vec<String> = (0..10).map(|at| format!(r#""q{at}":{{"result":[{candidates}]}}"#)).collect();
    format!("{{{}}}", results.join(","))
}

fn limits() -> Limits {
    let short = Duration::from_millis(5);
    Limits {
        time: Duration::from_secs(5),
        size: 100_000,
        retries: 2,
        back_off: short,
        longest_wait: short,
        pause: Duration::ZERO,
        redirects: 3,
    }
}

fn directory() -> Directory {
    let mut graph = Graph::new();
    let name = GraphName::from(NamedNode::new(format!("{BASE}authority")).unwrap());
    for file in ["bodies.ttl", "kinds.ttl"] {
        let text = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("ontology/authority").join(file)).unwrap();
        let parser =
            RdfParser::from_format(RdfFormat::Turtle).with_base_iri(BASE).unwrap().with_default_graph(name.clone());
        for quad in parser.for_slice(&text) {
            assert!(graph.insert_quad(quad.unwrap().as_ref()));
        }
    }
    Directory::of(&Store::new(&graph).unwrap()).unwrap()
}

fn body<'d>(directory: &'d Directory, key: &str) -> &'d Body {
    &directory.bodies[&format!("{BASE}body/{key}")]
}

/// Asks the service at an address for bodies, with an answer cache in `folder`.
fn offer(address: &str, folder: &Path, bodies: &[&Body], directory: &Directory) -> Offer {
    let advice = Advice::embedded(BASE);
    let mut service = Service::open(advice.profile(address), limits(), Some(Cache::open(folder).unwrap())).unwrap();
    service.offer(bodies, directory, &advice)
}

fn error(address: &str) -> String {
    Service::open(Advice::embedded(BASE).profile(address), limits(), None).unwrap_err().to_string()
}

#[test]
fn a_service_that_is_busy_is_asked_again_and_what_it_said_is_kept() {
    let (address, count) = serve(|n, request, stream| match n {
        0 => reply(stream, "429 Too Many Requests\r\nRetry-After: 3600", "text/plain", ""),
        1 => reply(stream, "503 Service Unavailable", "text/html", "<p>later</p>"),
        _ if request.starts_with("GET") => json(stream, MANIFEST),
        _ => json(stream, &results(r#"{"id":"Q56030","name":"Bundeskriminalamt","score":100}"#)),
    });
    let (directory, folder) = (directory(), tempfile::tempdir().unwrap());
    let bka = body(&directory, "bka");
    let first = offer(&address, folder.path(), &[bka], &directory);
    assert!(first.failures.is_empty(), "{:?}", first.failures);
    assert_eq!(first.candidates[&bka.iri][0].iri, "http://www.wikidata.org/entity/Q56030");
    assert_eq!(count.load(Ordering::SeqCst), 4, "two refusals, the manifest, one batch");
    let again = offer(&address, folder.path(), &[bka], &directory);
    assert_eq!(again.candidates, first.candidates);
    assert_eq!(count.load(Ordering::SeqCst), 5, "the manifest only");
}

/// A service is asked in batches of ten, with the kind and the country as it names them, and no faster than is allowed.
#[test]
fn questions_go_out_in_batches_with_hints_and_pauses() {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&asked);
    let (address, _) = serve(move |_, request, stream| {
        heard.lock().unwrap().push((Instant::now(), request.to_owned()));
        json(stream, &if request.starts_with("GET") { MANIFEST.to_owned() } else { results("") });
    });
    let directory = directory();
    let advice = Advice::embedded(BASE);
    let mut profile = advice.profile(&address);
    profile.countries = vec!["land".to_owned()];
    profile.kinds = vec![(format!("{BASE}kind/federal-ministry"), "T1".to_owned())];
    let bodies: Vec<&Body> =
        directory.bodies.values().filter(|body| body.kinds[0].ends_with("federal-ministry")).collect();
    let pause = Duration::from_millis(50);
    let offer = Service::open(profile, Limits { pause, ..limits() }, None).unwrap().offer(&bodies, &directory, &advice);
    assert!(offer.failures.is_empty(), "{:?}", offer.failures);
    let asked = asked.lock().unwrap();
    let mut questions = 0;
    for (_, request) in &asked[1..] {
        let form = request.split_once("\r\n\r\n").unwrap().1;
        let text = percent_encoding::percent_decode_str(form.strip_prefix("queries=").unwrap()).decode_utf8().unwrap();
        let batch: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&text.replace('+', " ")).unwrap();
        assert!(batch.len() <= 10);
        questions += batch.len();
        for question in batch.values() {
            assert_eq!((question["type"].as_str(), question["type_strict"].as_str()), (Some("T1"), Some("should")));
            let hints = &question["properties"];
            assert!(hints[0]["pid"] == "land" && hints[0]["v"].is_string(), "{question}");
        }
    }
    assert!(questions > bodies.len(), "former names are asked for too: {questions}");
    assert!(asked.len() == 1 + questions.div_ceil(10) && asked.windows(2).all(|two| two[1].0 - two[0].0 >= pause));
}

#[test]
fn a_run_that_was_cut_short_goes_on_where_it_stopped() {
    let broken = Arc::new(AtomicUsize::new(0));
    let batches = Arc::clone(&broken);
    let (address, count) = serve(move |_, request, stream| {
        if request.starts_with("GET") {
            json(stream, MANIFEST);
        } else if batches.fetch_add(1, Ordering::SeqCst) == 0 || request.contains("again") {
            json(stream, &results(""));
        } else {
            reply(stream, "500 Internal Server Error", "text/html", "<p>");
        }
    });
    let (directory, folder) = (directory(), tempfile::tempdir().unwrap());
    let bodies: Vec<&Body> = directory.bodies.values().take(60).collect();
    let first = offer(&address, folder.path(), &bodies, &directory);
    let kept = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(kept, 10, "the answers of the one batch that came");
    assert!(first.failures.iter().any(|(_, cause)| cause.contains("status 500 (tried 3 times")));
    assert!(first.failures.iter().any(|(_, cause)| cause.contains("run again to go on")));
    // The manifest, the good batch, and two batches three times each: a service that is down is left alone.
    assert_eq!(count.load(Ordering::SeqCst), 8);
    let asked = first.candidates.len() + first.failures.len();
    assert!(asked >= bodies.len(), "nobody was lost: {asked}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), kept);
}

/// Whatever a service does when it has answered once: what it said is kept, the rest is reported, and a better day goes on.
#[test]
fn what_goes_wrong_midway_costs_nothing_that_was_there() {
    type Reaction = Box<dyn Fn(&mut TcpStream) + Send>;
    let (inside, visits) = serve(|_, _, stream| json(stream, MANIFEST));
    let away = format!("302 Found\r\nLocation: {inside}");
    let plain = |status: &'static str, kind: &'static str, body: String| -> Reaction {
        Box::new(move |stream| reply(stream, status, kind, &body))
    };
    let bad: Vec<(&str, &str, Reaction)> = vec![
        ("slow", "tried 3 times", Box::new(|_| thread::sleep(Duration::from_millis(400)))),
        (
            "429",
            "status 429 (tried 3 times",
            plain("429 Too Many Requests\r\nRetry-After: 3600", "text/plain", String::new()),
        ),
        ("500", "status 500 (tried 3 times", plain("500 Internal Server Error", "text/html", "<p>".to_owned())),
        ("HTML", "answers text/html, not JSON", plain("200 OK", "text/html", "<p>Wartung</p>".to_owned())),
        ("long", "longer than 100000 bytes", plain("200 OK", "application/json", " ".repeat(100 << 20))),
        ("away", "inside the own network", Box::new(move |stream| reply(stream, &away, "text/plain", ""))),
        ("other", "question 0 of the batch is missing", plain("200 OK", "application/json", "[1]".to_owned())),
        (
            "cut",
            "tried 3 times",
            Box::new(|stream| {
                let _ = stream.write_all(
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{\"q0\":",
                );
            }),
        ),
    ];
    let directory = directory();
    let bodies: Vec<&Body> = directory.bodies.values().take(40).collect();
    let candidate = r#"{"id":"Q1","name":"x","score":1}"#;
    for (name, cause, react) in bad {
        let batches = AtomicUsize::new(0);
        let well = Arc::new(AtomicUsize::new(0));
        let is_well = Arc::clone(&well);
        let (address, count) = serve(move |_, request, stream| {
            if request.starts_with("GET") {
                json(stream, MANIFEST);
            } else if batches.fetch_add(1, Ordering::SeqCst) == 0 || is_well.load(Ordering::SeqCst) == 1 {
                json(stream, &results(candidate));
            } else {
                react(stream);
            }
        });
        let folder = tempfile::tempdir().unwrap();
        let ask = || {
            let advice = Advice::embedded(BASE);
            let limits = Limits { time: Duration::from_millis(if name == "slow" { 100 } else { 5000 }), ..limits() };
            let cache = Some(Cache::open(folder.path()).unwrap());
            Service::open(advice.profile(&address), limits, cache).unwrap().offer(&bodies, &directory, &advice)
        };
        let kept = || -> Vec<serde_json::Value> {
            let files = fs::read_dir(folder.path()).unwrap().map(|file| fs::read(file.unwrap().path()).unwrap());
            files.map(|text| serde_json::from_slice(&text).expect("a whole answer")).collect()
        };
        let first = ask();
        assert!(first.failures.iter().any(|(_, said)| said.contains(cause)), "{name}: {:?}", first.failures);
        assert_eq!(kept().len(), 10, "{name}: the answers of the batch that came, and no other");
        assert!(count.load(Ordering::SeqCst) <= 8, "{name}: manifest, one batch, two batches three times at most");
        let lost = bodies.iter().find(|body| {
            !first.candidates.contains_key(&body.iri) && !first.failures.iter().any(|(label, _)| *label == body.label)
        });
        assert!(lost.is_none(), "{name}: {lost:?}");
        well.store(1, Ordering::SeqCst);
        let second = ask();
        assert!(second.failures.is_empty(), "{name}: {:?}", second.failures);
        assert!(bodies.iter().all(|body| !second.candidates[&body.iri].is_empty()), "{name}");
        assert!(kept().len() >= bodies.len(), "{name}: {}", kept().len());
    }
    assert_eq!(visits.load(Ordering::SeqCst), 0);
}

/// The command says what it could not ask, ends with 1, and writes down what it has all the same.
#[test]
fn the_command_reports_a_service_that_fails() {
    let batches = AtomicUsize::new(0);
    let (address, _) = serve(move |_, request, stream| {
        if request.starts_with("GET") {
            json(stream, MANIFEST);
        } else if batches.fetch_add(1, Ordering::SeqCst) == 0 {
            json(
                stream,
                &results(r#"{"id":"Q1","name":"Auswärtiges Amt","score":1,"type":[{"id":"x","name":"Ministerium"}]}"#),
            );
        } else {
            reply(stream, "500 Internal Server Error", "text/html", "<p>");
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let link = || {
        let options = ["--all", "--retries", "0", "--pause", "0", "--service", &address];
        let output = Command::new(env!("CARGO_BIN_EXE_gremium"))
            .arg("link")
            .args(options)
            .args(["--cache", &path("cache"), "--out", &path("table.csv")])
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, said) = link();
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("status 500 (tried 1 times") && said.contains("run again to go on"), "{said}");
    assert!(fs::read_to_string(path("table.csv")).unwrap().contains("http://www.wikidata.org/entity/Q1"));
    // What is no service at all is an error, and what was there stays.
    let (before, kept) = (fs::read(path("table.csv")).unwrap(), fs::read_dir(path("cache")).unwrap().count());
    let (html, _) = serve(|_, _, stream| reply(stream, "200 OK", "text/html", "<html>"));
    let output = Command::new(env!("CARGO_BIN_EXE_gremium"))
        .args(["link", "--service", &html, "--cache", &path("cache"), "--out", &path("table.csv")])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("answers text/html, not JSON"));
    assert_eq!((fs::read(path("table.csv")).unwrap(), fs::read_dir(path("cache")).unwrap().count()), (before, kept));
}

#[test]
fn what_is_no_service_is_named_with_its_cause() {
    let (html, _) = serve(|_, _, stream| reply(stream, "200 OK", "text/html; charset=utf-8", "<html>"));
    assert!(error(&html).contains("answers text/html, not JSON"), "{}", error(&html));
    let (other, _) = serve(|_, _, stream| json(stream, r#"{"hello":1}"#));
    assert!(error(&other).contains("no identifierSpace"));
    let (missing, count) = serve(|_, _, stream| reply(stream, "404 Not Found", "text/plain", ""));
    assert!(error(&missing).contains("status 404 (tried 1 times"));
    assert_eq!(count.load(Ordering::SeqCst), 1, "what will not pass is not tried again");
}

#[test]
fn an_answer_without_end_is_not_read_to_its_end() {
    let sent = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&sent);
    let (address, count) = serve(move |_, _, stream| {
        let _ =
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 104857600\r\n\r\n");
        while counted.load(Ordering::SeqCst) < 100 << 20 && stream.write_all(&[b' '; 4096]).is_ok() {
            counted.fetch_add(4096, Ordering::SeqCst);
        }
    });
    assert!(error(&address).contains("longer than 100000 bytes"));
    assert_eq!(count.load(Ordering::SeqCst), 1);
    assert!(sent.load(Ordering::SeqCst) < 50 << 20);
}

#[test]
fn the_limit_of_size_is_exact() {
    for (length, fits) in [(99_999, true), (100_000, true), (100_001, false)] {
        let (address, _) = serve(move |_, _, stream| json(stream, &" ".repeat(length)));
        let answer = Client::new(&address, limits()).unwrap().ask(&address, Request::Get, "*/*");
        assert_eq!(answer.is_ok(), fits, "{length}");
    }
}

#[test]
fn a_silent_service_costs_its_time_limit_and_no_more() {
    let (address, _) = serve(|_, _, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n");
        thread::sleep(Duration::from_secs(600));
    });
    let limits = Limits { time: Duration::from_millis(100), retries: 1, ..limits() };
    let answer = Client::new(&address, limits).unwrap().ask(&address, Request::Get, "*/*");
    assert!(matches!(answer, Err(ClientError::Unreachable { attempts: 2, .. })), "{answer:?}");
}

#[test]
fn no_redirect_leads_to_this_machine() {
    let (inside, visits) = serve(|_, _, stream| json(stream, MANIFEST));
    for target in
        [inside.clone(), inside.replace("127.0.0.1", "localhost"), inside.replace("127.0.0.1", "[::ffff:127.0.0.1]")]
    {
        let (address, _) =
            serve(move |_, _, stream| reply(stream, &format!("302 Found\r\nLocation: {target}"), "text/plain", ""));
        assert!(error(&address).contains("leads to an address inside the own network"), "{}", error(&address));
    }
    assert_eq!(visits.load(Ordering::SeqCst), 0);
    // To the very place that the user named it may lead.
    let (moved, _) = serve(|n, _, stream| match n {
        0 => reply(stream, "302 Found\r\nLocation: /elsewhere", "text/plain", ""),
        _ => json(stream, MANIFEST),
    });
    assert!(Service::open(Advice::embedded(BASE).profile(&moved), limits(), None).is_ok());
    let (endless, count) = serve(|_, _, stream| reply(stream, "302 Found\r\nLocation: /", "text/plain", ""));
    assert!(!error(&endless).is_empty());
    assert_eq!(count.load(Ordering::SeqCst), 4);
}

#[test]
fn labels_with_markup_stay_text() {
    let (address, _) = serve(|_, request, stream| {
        if request.starts_with("GET") {
            json(stream, MANIFEST);
        } else if request.contains("extend=") {
            json(
                stream,
                r#"{"meta":[],"rows":{"Q1":{"P31":[{"id":"Q2","name":"Polizei<script>"}],"P17":[{"str":"Deutschland"}],"Ade":[{"str":"Bundeskriminalamt"}]}}}"#,
            );
        } else {
            let bad = r#"{"id":"Q1","name":"=<b>Bundes\u202ekriminal\u0007amt</b>","score":1},{"id":"a b>","name":"Bundeskriminalamt","score":1},{"id":7},null"#;
            json(stream, &results(bad));
        }
    });
    let (directory, folder) = (directory(), tempfile::tempdir().unwrap());
    let (bka, advice) = (body(&directory, "bka"), Advice::embedded(BASE));
    let mut profile = advice.profile(advice.usual_service().unwrap());
    profile.address = address;
    let mut service = Service::open(profile, limits(), Some(Cache::open(folder.path()).unwrap())).unwrap();
    let offer = service.offer(&[bka], &directory, &advice);
    assert!(offer.failures.is_empty(), "{:?}", offer.failures);
    let proposals = proposal::propose(bka, &offer.candidates[&bka.iri], &directory, &advice);
    assert_eq!(proposals.len(), 1, "an identifier that makes no IRI is left out");
    assert_eq!(proposals[0].candidate.name, "=<b>Bundes kriminal amt</b>");
    let mut table = Vec::new();
    review::write_table(&proposals, &mut table).unwrap();
    assert!(String::from_utf8(table).unwrap().contains("'=<b>Bundes kriminal amt</b>"));
    let graph = proposal::graph(&proposals, "x", BASE).to_nquads();
    assert!(graph.contains("\"=<b>Bundes kriminal amt</b>\""));
    assert!(!graph.contains("exactMatch") && !graph.contains("closeMatch"), "a proposal is no fact");
}

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/link").join(name)
}

/// The label and identifier of each row of such a table.
fn pairs(name: &str) -> Vec<(String, String)> {
    let text = fs::read_to_string(data(name)).unwrap();
    let pair = |line: &str| line.split_once('\t').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let mut pairs: Vec<_> = text.lines().skip(1).map(pair).collect();
    pairs.sort();
    pairs
}

/// The look-alikes of a table of `tests/data/link` as lines of the JSON dump and as N-Triples.
fn look_alikes(table: &str) -> (String, String) {
    let (mut json, mut triples) = ("[\n".to_owned(), String::new());
    let mut things: Vec<String> = Vec::new();
    let mut table = csv::Reader::from_path(data(table)).unwrap();
    let entity = "http://www.wikidata.org/entity/";
    for row in table.records() {
        let row = row.unwrap();
        let mut thing = |name: &str| {
            let at = things.iter().position(|known| known == name).unwrap_or(things.len());
            if at == things.len() {
                things.push(name.to_owned());
            }
            format!("Q9{at:06}")
        };
        let (kind, country) = (thing(&row[2]), thing(&row[3]));
        let claim = |id: &str| serde_json::json!([{ "mainsnak": { "datavalue": { "value": { "id": id } } }, "rank": "normal" }]);
        let text = |text: &str| serde_json::json!({ "de": { "language": "de", "value": text } });
        let item = serde_json::json!({ "type": "item", "id": &row[0], "labels": text(&row[1]), "aliases": [], "descriptions": text(&row[4]), "claims": { "P31": claim(&kind), "P17": claim(&country) } });
        writeln!(json, "{item},").unwrap();
        let direct = "http://www.wikidata.org/prop/direct/";
        writeln!(
            triples,
            "<{entity}{}> <{direct}P31> <{entity}{kind}> .\n<{entity}{}> <{direct}P17> <{entity}{country}> .",
            &row[0], &row[0]
        )
        .unwrap();
        writeln!(triples, "<{entity}{}> <http://www.w3.org/2000/01/rdf-schema#label> \"{}\"@de .", &row[0], &row[1])
            .unwrap();
    }
    for (at, name) in things.iter().enumerate() {
        writeln!(json, "{{\"type\":\"item\",\"id\":\"Q9{at:06}\",\"labels\":{{\"de\":{{\"value\":\"{name}\"}}}},\"aliases\":{{}},\"descriptions\":[],\"claims\":[]}},").unwrap();
        writeln!(triples, "<{entity}Q9{at:06}> <http://www.w3.org/2000/01/rdf-schema#label> \"{name}\"@de .").unwrap();
    }
    (json + "]\n", triples)
}

fn strong(path: &Path, directory: &Directory) -> (Vec<(String, String)>, bool) {
    let advice = Advice::embedded(BASE);
    let profile = advice.profile(advice.usual_service().unwrap());
    let bodies: Vec<&Body> = directory.bodies.values().collect();
    let found = dump::search(path, &profile, &bodies).unwrap();
    let mut proposals: Vec<_> = bodies
        .iter()
        .flat_map(|body| proposal::propose(body, &found.candidates[&body.iri], directory, &advice))
        .collect();
    proposal::demote_shared(&mut proposals);
    proposals.retain(|proposal| proposal.strength == Strength::Strong);
    let mut strong: Vec<_> = proposals.into_iter().map(|proposal| (proposal.label, proposal.candidate.id)).collect();
    strong.sort();
    (strong, found.bad_lines > 0)
}

#[test]
fn of_look_alikes_in_a_dump_only_the_right_ones_are_strong() {
    let (directory, folder) = (directory(), tempfile::tempdir().unwrap());
    let (json, triples) = look_alikes("items.csv");
    let expected = pairs("expected.tsv");
    let write = |name: &str, text: &[u8]| {
        fs::write(folder.path().join(name), text).unwrap();
        folder.path().join(name)
    };
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(triples.as_bytes()).unwrap();
    assert_eq!(strong(&write("d.json", json.as_bytes()), &directory), (expected.clone(), false));
    assert_eq!(strong(&write("d.nt.gz", &gz.finish().unwrap()), &directory), (expected.clone(), false));
    // A spoilt line costs that line.
    let spoilt = format!("{triples}<broken\n");
    assert_eq!(strong(&write("spoilt.nt", spoilt.as_bytes()), &directory), (expected.clone(), true));
    let spoilt = json.replacen("[\n", "[\n{\"id\":\"Q1\",\n", 1);
    assert_eq!(strong(&write("spoilt.json", spoilt.as_bytes()), &directory), (expected, true));
    let advice = Advice::embedded(BASE).profile("");
    for (name, text, cause) in [
        ("d.bz2", "", "ends in .json"),
        ("html.json", "<html>\n", "none of its 1 lines"),
        ("empty.nt", "", "none of its 0 lines"),
    ] {
        let error = dump::search(&write(name, text.as_bytes()), &advice, &[]).unwrap_err().to_string();
        assert!(error.contains(cause), "{error}");
    }
}

/// Rows that the rules were not made with.
#[test]
fn of_unseen_look_alikes_nothing_wrong_is_strong() {
    let (directory, folder) = (directory(), tempfile::tempdir().unwrap());
    let path = folder.path().join("d.json");
    fs::write(&path, look_alikes("held-out.csv").0).unwrap();
    let (strong, _) = strong(&path, &directory);
    let expected = pairs("held-out-expected.tsv");
    let wrong: Vec<_> = strong.iter().filter(|pair| !expected.contains(pair)).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    // A link that is missed is a loss, a wrong one would be an error.
    let missed: Vec<&str> =
        expected.iter().filter(|pair| !strong.contains(pair)).map(|(label, _)| label.as_str()).collect();
    assert_eq!(missed, ["Bundeswehr", "DFB"]);
}

#[test]
fn what_a_person_accepts_is_in_the_graph_and_what_is_rejected_not_proposed_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let gremium = |arguments: &[&str]| Command::new(env!("CARGO_BIN_EXE_gremium")).args(arguments).output().unwrap();
    // Two things that bear the full name of a body nobody has linked yet.
    let entity = "http://www.wikidata.org/entity/";
    let dump = format!(
        "<{entity}Q1> <http://www.w3.org/2000/01/rdf-schema#label> \"Gemeinsames Terrorismusabwehrzentrum\"@de .\n"
    ) + &format!(
        "<{entity}Q2> <http://www.w3.org/2000/01/rdf-schema#label> \"Gemeinsames Terrorismusabwehrzentrum\"@de .\n"
    );
    fs::write(path("d.nt"), dump).unwrap();
    let propose = |lexicon: &[&str]| {
        let output = gremium(&[&["link", "--dump", &path("d.nt")], lexicon].concat());
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    // Somebody has looked for this one already and found nothing.
    assert_eq!(propose(&[]).lines().count(), 1);
    let table = propose(&["--all"]);
    assert_eq!(table.lines().count(), 3, "{table}");
    let decided: Vec<String> = table
        .lines()
        .map(|line| {
            if line.contains("/Q1,") {
                format!("accept{line}")
            } else if line.contains("/Q2,") {
                format!("reject{line}")
            } else {
                line.to_owned()
            }
        })
        .collect();
    fs::write(path("table.csv"), decided.join("\n")).unwrap();
    let lexicon = path("lexicon");
    for _ in 0..2 {
        let output = gremium(&["link", "--accept", &path("table.csv"), "--lexicon", &lexicon]);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let links = fs::read_to_string(Path::new(&lexicon).join("links.ttl")).unwrap();
    assert!(links.contains("skos:exactMatch <http://www.wikidata.org/entity/Q1>"), "{links}");
    assert!(links.contains("gm:rejects <http://www.wikidata.org/entity/Q2>"), "{links}");
    // The build reads the file as it stands.
    fs::write(path("d.md"), "Beschlüsse der 216. Sitzung der IMK am 1. Juni 2022\n\nTOP 1: Lage\n\nBeschluss:\n\n1. Die IMK bittet das GTAZ, zu berichten.\n").unwrap();
    let graph = String::from_utf8(gremium(&["build", &path("d.md"), "--lexicon", &lexicon]).stdout).unwrap();
    assert!(graph.contains("exactMatch> <http://www.wikidata.org/entity/Q1>"));
    // Linked now, so not looked for; and when all are, the rejected one stays away.
    assert_eq!(propose(&["--lexicon", &lexicon]).lines().count(), 1);
    let all = propose(&["--lexicon", &lexicon, "--all"]);
    assert!(all.contains("/Q1,") && !all.contains("/Q2,"), "{all}");
}
