//! The reconciliation service: every answer is valid by the official schemas, finds what it should and nothing else, and
//! costs no more than it may.
#![cfg(unix)]

#[path = "support/http.rs"]
mod http;

use http::{EXAMPLE, Reply, Server, serve};
use jsonschema::{Registry, Validator};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The official schema of that name.
fn schema(name: &str) -> Validator {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/reconciliation/0.2/schemas");
    let read = |name: &str| -> Value {
        serde_json::from_slice(&fs::read(folder.join(format!("{name}.json"))).unwrap()).unwrap()
    };
    // How services authenticate is said in a schema of OpenAPI, to which that of the manifest refers. Ours is open to all:
    // it must say nothing about it, so of that schema no more is needed here than that no value fits.
    let open = json!({ "definitions": { "securityDefinitions": { "additionalProperties": false } } });
    let kind = read("type");
    let id = kind["$id"].as_str().unwrap().to_owned();
    let registry = Registry::new().add(id, kind).unwrap().add("http://swagger.io/v2/schema.json", open).unwrap();
    let registry = registry.prepare().unwrap();
    jsonschema::options().with_registry(&registry).build(&read(name)).unwrap()
}

/// The answer in JSON, which is valid by a schema.
fn valid(reply: &Reply, name: &str) -> Value {
    assert_eq!(reply.status, 200, "{}", reply.body);
    assert_eq!(reply.header("content-type"), Some("application/json"));
    let answer: Value = serde_json::from_str(&reply.body).unwrap();
    let faults: Vec<String> = schema(name).iter_errors(&answer).map(|fault| fault.to_string()).collect();
    assert!(faults.is_empty(), "{name}: {faults:?}\n{answer:#}");
    answer
}

/// Text as part of an address.
fn encode(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

fn post(server: &Server, field: &str, value: &Value) -> Reply {
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    server.send("POST", "/reconcile", &form, format!("{field}={}", encode(&value.to_string())).as_bytes())
}

/// Identifiers, points and whether they can be taken, of the answer to one question.
fn ask(server: &Server, question: &Value) -> Vec<(String, i64, bool)> {
    let batch = json!({ "q": question });
    assert!(schema("reconciliation-query-batch").is_valid(&batch));
    let answer = valid(&post(server, "queries", &batch), "reconciliation-result-batch");
    let found = answer["q"]["result"].as_array().unwrap().iter();
    let row = |row: &Value| {
        (row["id"].as_str().unwrap().to_owned(), row["score"].as_i64().unwrap(), row["match"].as_bool().unwrap())
    };
    found.map(row).collect()
}

/// The one body that is certain.
fn sure(server: &Server, question: &Value) -> Option<String> {
    let found = ask(server, question);
    let sure: Vec<&String> = found.iter().filter(|(.., sure)| *sure).map(|(id, ..)| id).collect();
    assert!(sure.len() < 2, "{question}: {found:?}");
    sure.first().map(|id| (*id).clone())
}

#[test]
fn the_manifest_leads_to_everything() {
    let server = serve(&[]);
    let manifest = valid(&server.get("/reconcile"), "manifest");
    let here = format!("http://{}", server.address);
    let path = |address: &Value| address.as_str().unwrap().strip_prefix(&here).unwrap().to_owned();
    let joined = |part: &Value, url: &str, rest: &str| path(&part[url]) + part[rest].as_str().unwrap();
    for (what, schema) in [
        ("entity", "suggest-entities-response"),
        ("type", "suggest-types-response"),
        ("property", "suggest-properties-response"),
    ] {
        let part = &manifest["suggest"][what];
        let reply = server.get(&(joined(part, "service_url", "service_path") + "?prefix=a"));
        let found = valid(&reply, schema);
        let id = found["result"][0]["id"].as_str().unwrap();
        let flyout = joined(part, "flyout_service_url", "flyout_service_path").replace("${id}", &encode(id));
        let flyout: Value = serde_json::from_str(&server.get(&flyout).body).unwrap();
        assert_eq!(flyout["id"], id);
        assert!(flyout["html"].as_str().unwrap().contains("<p>"), "{flyout}");
    }
    let propose = joined(&manifest["extend"]["propose_properties"], "service_url", "service_path");
    let all = valid(&server.get(&propose), "data-extension-property-proposal");
    let two = valid(&server.get(&(propose + "?type=kind/police&limit=2")), "data-extension-property-proposal");
    assert_eq!(two["properties"].as_array().unwrap()[..], all["properties"].as_array().unwrap()[..2]);
    for frame in ["preview", "view"] {
        let reply = server.get(&path(&manifest[frame]["url"]).replace("{{id}}", "body%2Fbka"));
        assert_eq!(reply.header("content-type"), Some("text/html; charset=utf-8"));
        assert!(reply.body.contains("Bundeskriminalamt"), "{}", reply.body);
        assert!(reply.header("content-security-policy").unwrap().contains("frame-ancestors http://localhost:*"));
    }
    assert!(manifest["defaultTypes"].as_array().unwrap().iter().any(|kind| kind["id"] == "kind/police"));
}

#[test]
fn a_batch_is_answered_alike_by_get_and_post() {
    let server = serve(&[]);
    let batch =
        json!({ "q0": { "query": "Bundeskriminalamt" }, "q1": { "query": "Innenministerkonferenz", "limit": 1 } });
    let posted = valid(&post(&server, "queries", &batch), "reconciliation-result-batch");
    let got = server.get(&format!("/reconcile?queries={}", encode(&batch.to_string())));
    assert_eq!(valid(&got, "reconciliation-result-batch"), posted);
    assert_eq!(posted["q0"]["result"][0]["id"], "body/bka");
    assert_eq!(posted["q1"]["result"].as_array().unwrap().len(), 1);
    assert_eq!(valid(&post(&server, "queries", &json!({})), "reconciliation-result-batch"), json!({}));
}

#[test]
fn a_name_alone_is_never_certain_with_kind_and_country_it_may_be() {
    let server = serve(&[]);
    let name = json!({ "query": "Bundeskriminalamt" });
    assert_eq!(ask(&server, &name)[0].0, "body/bka");
    assert_eq!(sure(&server, &name), None);
    let country = |country: &str| {
        json!({ "query": "Bundeskriminalamt", "type": "kind/police",
        "properties": [{ "pid": "country", "v": country }] })
    };
    assert_eq!(sure(&server, &country("Deutschland")).as_deref(), Some("body/bka"));
    assert_eq!(sure(&server, &country("Österreich")), None);
    // The kind binds as strictly as is asked.
    let kind = |strict: &str| json!({ "query": "Bundeskriminalamt", "type": ["kind/police", "kind/land"], "type_strict": strict });
    assert_eq!(ask(&server, &kind("any"))[0].0, "body/bka");
    assert!(ask(&server, &kind("all")).is_empty());
    let wrong_kind =
        json!({ "query": "Bundeskriminalamt", "type": "kind/land", "properties": [{ "pid": "country", "v": "DE" }] });
    assert_eq!(sure(&server, &wrong_kind), None);
}

#[test]
fn names_are_those_of_their_time() {
    let server = serve(&[]);
    let of = |name: &str, date: &str| {
        let question = json!({ "query": name, "type": "kind/federal-ministry",
            "properties": [{ "pid": "country", "v": "Deutschland" }, { "pid": "date", "v": date }] });
        sure(&server, &question)
    };
    let building = "Bundesministerium des Innern, für Bau und Heimat";
    assert_eq!(of(building, "2020-06-18").as_deref(), Some("body/bmi"));
    assert_eq!(of(building, "18.6.2020").as_deref(), Some("body/bmi"));
    assert_eq!(of(building, "2005"), None);
}

#[test]
fn an_identifier_needs_no_name() {
    let server = serve(&[]);
    assert_eq!(sure(&server, &json!({ "query": "body/bka" })).as_deref(), Some("body/bka"));
    let found = valid(
        &post(&server, "extend", &json!({ "ids": ["body/bka"], "properties": [{ "id": "link" }] })),
        "data-extension-response",
    );
    let known = found["rows"]["body/bka"]["link"][0]["str"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    assert_eq!(sure(&server, &json!({ "properties": [{ "pid": "link", "v": known }] })).as_deref(), Some("body/bka"));
}

#[test]
fn columns_are_filled_with_what_is_known() {
    let server = serve(&[]);
    let properties = valid(&server.get("/reconcile/properties"), "data-extension-property-proposal");
    let all: Vec<Value> =
        properties["properties"].as_array().unwrap().iter().map(|property| json!({ "id": property["id"] })).collect();
    let asked = json!({ "ids": ["body/bmi", "body/bka", "body/no-such"], "properties": all });
    assert!(schema("data-extension-query").is_valid(&asked));
    let answer = valid(&post(&server, "extend", &asked), "data-extension-response");
    let bmi = &answer["rows"]["body/bmi"];
    assert_eq!(bmi["short"], json!([{ "str": "BMI" }]));
    assert_eq!(bmi["country"], json!([{ "str": "Deutschland" }]));
    assert_eq!(bmi["kind"][0]["id"], "kind/federal-ministry");
    let dated = bmi["names"].as_array().unwrap().iter().filter_map(|name| name["str"].as_str());
    assert!(
        dated.clone().any(|name| name.starts_with("Bundesministerium des Innern, für Bau und Heimat (2018-")),
        "{bmi}"
    );
    let unknown = answer["rows"]["body/no-such"].as_object().unwrap();
    assert!(unknown.values().all(|cell| cell == &json!([])));
    // What nobody knows is an empty column.
    let odd = json!({ "ids": ["body/bmi"], "properties": [{ "id": "colour" }] });
    let odd = valid(&post(&server, "extend", &odd), "data-extension-response");
    assert_eq!(odd["rows"]["body/bmi"]["colour"], json!([]));
}

#[test]
fn suggestions_go_on_where_they_stopped() {
    let server = serve(&[]);
    let get = |rest: &str| {
        valid(&server.get(&format!("/reconcile/suggest/entity?prefix=bundes{rest}")), "suggest-entities-response")
    };
    let (first, second) = (get(""), get("&cursor=10"));
    let ids = |found: &Value| -> Vec<String> {
        found["result"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!((ids(&first).len(), ids(&second).len()), (10, 10));
    assert!(ids(&first).iter().all(|id| !ids(&second).contains(id)));
    let police = get("&type=kind/police");
    assert!(police["result"].as_array().unwrap().iter().all(|row| row["notable"][0]["id"] == "kind/police"));
    assert!(ids(&valid(&server.get("/reconcile/suggest/entity?prefix="), "suggest-entities-response")).is_empty());
}

#[test]
fn what_is_wrong_is_named() {
    let server = serve(&["--limit", "batch=3", "--limit", "name-bytes=20"]);
    let four: Value =
        (0..4).map(|n| (format!("q{n}"), json!({ "query": "a" }))).collect::<serde_json::Map<_, _>>().into();
    for (reply, status, words) in [
        (post(&server, "queries", &json!([])), 400, "no batch of questions"),
        (post(&server, "queries", &json!({ "q0": {} })), 400, "q0: there is neither"),
        (post(&server, "queries", &json!({ "q0": { "query": "a", "type_strict": "very" } })), 400, "type_strict"),
        (post(&server, "queries", &four), 413, "4 questions; the server takes 3 at once (limit batch)"),
        (post(&server, "queries", &json!({ "q0": { "query": "a".repeat(21) } })), 413, "name-bytes"),
        (
            post(
                &server,
                "queries",
                &json!({ "q0": { "query": "a", "properties": [{ "pid": "x", "v": [1, 2, 3, 4] }] } }),
            ),
            413,
            "values",
        ),
        (post(&server, "extend", &json!({ "ids": ["a", "b", "c", "d"], "properties": [] })), 413, "4 ids"),
        (post(&server, "extend", &json!({ "ids": "a" })), 400, "extend does not say"),
        (server.get("/reconcile?queries=%7B%7D&extend=%7B%7D"), 400, "more than one"),
        (server.get("/reconcile?callback=alert"), 400, "no JSONP"),
        (server.get("/reconcile/suggest/entity?prefix=a&callback=alert"), 400, "no JSONP"),
        (server.get("/reconcile/suggest/entity"), 400, "no prefix"),
        (server.get("/reconcile/suggest/entity?prefix=a&cursor=-1"), 400, "cursor"),
        (server.get("/reconcile/suggest/colour?prefix=a"), 404, "no colour"),
        (server.get("/reconcile/flyout/entity?id=body/no-such"), 404, "Nothing is known"),
        (server.get("/reconcile/preview?id=body/no-such"), 404, "No body"),
        (server.get("/reconcile/preview"), 400, "no id"),
        (server.send("DELETE", "/reconcile", &[], b""), 405, "GET or POST"),
        (server.send("POST", "/reconcile", &[("Content-Type", "application/json")], b"{}"), 415, "content type"),
    ] {
        assert_eq!(reply.status, status, "{words}: {}", reply.body);
        assert!(reply.body.contains(words), "{words}: {}", reply.body);
    }
    assert_eq!(post(&server, "queries", &json!({ "q0": { "query": "\u{202e}<b>\0 🦀 ’;" } })).status, 200);
}

#[test]
fn a_client_that_asks_too_much_has_to_wait() {
    let server = serve(&["--limit", "client-seconds=1", "--limit", "batch=100000"]);
    let many: Value = (0..2000)
        .map(|n| (format!("q{n}"), json!({ "query": "Bundesministerium für Bau" })))
        .collect::<serde_json::Map<_, _>>()
        .into();
    let mut statuses = Vec::new();
    while statuses.last() != Some(&429) && statuses.len() < 50 {
        statuses.push(post(&server, "queries", &many).status);
    }
    assert_eq!(statuses.last(), Some(&429));
    assert_eq!(server.get("/healthz").status, 200);
}

#[test]
fn an_answer_that_takes_too_long_ends() {
    let server = serve(&["--limit", "seconds=0"]);
    let reply = post(&server, "queries", &json!({ "q0": { "query": "Bund" } }));
    assert_eq!(reply.status, 504, "{}", reply.body);
}

#[test]
fn only_pages_that_may_read_the_answers() {
    let server = serve(&["--allow-origin", "https://match.example"]);
    let allowed = |origin: &str, method: &str| {
        let reply = server.send(method, "/reconcile", &[("Origin", origin)], b"");
        assert!(matches!(reply.status, 200 | 204), "{}", reply.body);
        assert!(reply.head.to_lowercase().contains("vary: origin"), "{}", reply.head);
        reply.header("access-control-allow-origin").map(str::to_owned)
    };
    for method in ["GET", "OPTIONS"] {
        for origin in ["http://127.0.0.1:3333", "http://localhost:3333", "http://[::1]:3333", "https://match.example"] {
            assert_eq!(allowed(origin, method).as_deref(), Some(origin));
        }
        for origin in [
            "https://evil.example",
            "null",
            "https://match.example.evil.example",
            "http://localhost.evil.example",
            "x",
            "http://127.0.0.1.evil.example",
        ] {
            assert_eq!(allowed(origin, method), None, "{origin}");
        }
    }
    // What else the server says is for nobody's page.
    let query = server.send("GET", "/sparql", &[("Origin", "http://localhost:3333")], b"");
    assert_eq!(query.header("access-control-allow-origin"), None);
    // An error is readable too, else nobody learns what is wrong.
    let error = server.send("GET", "/reconcile?queries=x", &[("Origin", "http://localhost:3333")], b"");
    assert_eq!((error.status, error.header("access-control-allow-origin")), (400, Some("http://localhost:3333")));
}

/// Label, item and strength of what `gremium link` proposes from a service that runs here.
fn link(server: &Server, arguments: &[&str]) -> Vec<(String, String, String)> {
    let address = format!("http://{}/reconcile", server.address);
    let properties = ["type=kind", "country=country", "parent=parent", "alias=alias", "from=from", "until=until"];
    let output = Command::new(env!("CARGO_BIN_EXE_gremium"))
        .args(["link", "--quiet", "--all", "--no-cache", "--pause", "0", "--service", &address])
        .args(properties.iter().flat_map(|property| ["--property", property]))
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut table = csv::Reader::from_reader(output.stdout.as_slice());
    let head = table.headers().unwrap().clone();
    let at = |name: &str| head.iter().position(|column| column == name).unwrap();
    let (label, item, strength) = (at("label"), at("item"), at("strength"));
    table
        .records()
        .map(Result::unwrap)
        .map(|row| (row[label].to_owned(), row[item].to_owned(), row[strength].to_owned()))
        .collect()
}

/// The bodies of the example, looked for by `gremium link` in the same authority file over HTTP, are found, and never another.
#[test]
fn our_own_link_finds_our_own_bodies() {
    let server = serve(&["--limit", "client-seconds=0"]);
    let proposals = link(&server, &[EXAMPLE]);
    let labels = server.ask("SELECT ?label ?body { ?body a <https://w3id.org/gremium/ontology#Body> ; <http://www.w3.org/2000/01/rdf-schema#label> ?label }");
    let labels: BTreeSet<String> = csv::Reader::from_reader(labels.body.as_bytes())
        .records()
        .map(Result::unwrap)
        .map(|row| format!("{} {}", &row[1], &row[0]))
        .collect();
    let mut found = 0;
    for (label, item, strength) in &proposals {
        if strength == "strong" {
            found += 1;
            assert!(labels.contains(&format!("{item} {label}")), "{label} is no {item}");
        }
    }
    // Whose country or kind nobody says cannot be strong.
    assert!(found >= 20, "{found} of {}", proposals.len());
}

#[test]
fn corrections_reach_the_service_and_the_search() {
    let folder = tempfile::tempdir().unwrap();
    let own = "@base <https://w3id.org/gremium/id/> .\n@prefix gm: <https://w3id.org/gremium/ontology#> .\n\
               @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n\
               @prefix org: <http://www.w3.org/ns/org#> .\n\
               <body/zpa> a org:FormalOrganization ; gm:bodyKind <kind/federal-agency> ; rdfs:label \"ZPA\" ;\n\
               skos:prefLabel \"Zentrum für Prüfungen der Abwasserstatistik\"@de ; gm:jurisdiction <body/bund> .\n";
    std::fs::write(folder.path().join("own.ttl"), own).unwrap();
    let lexicon = ["--lexicon", folder.path().to_str().unwrap()];
    let server = serve(&[&lexicon[..], &["--limit", "client-seconds=0"]].concat());
    let name = "Zentrum für Prüfungen der Abwasserstatistik";
    let question = json!({ "query": name, "type": "kind/federal-agency", "properties": [{ "pid": "country", "v": "Deutschland" }] });
    assert_eq!(sure(&server, &question).as_deref(), Some("body/zpa"));
    let proposals = link(&server, &lexicon);
    let own: Vec<_> = proposals.iter().filter(|(label, ..)| label == "ZPA").collect();
    assert_eq!(own.len(), 1);
    assert_eq!(own[0].1, "https://w3id.org/gremium/id/body/zpa");
    assert!(proposals.len() > 500, "{}", proposals.len());
    let strange = |(label, item, strength): &&(String, String, String)| {
        strength == "strong" && label == "ZPA" && !item.ends_with("/zpa")
    };
    assert!(!proposals.iter().any(|proposal| strange(&proposal)));
}
