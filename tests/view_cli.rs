//! `gremium view` and `gremium measure` as processes: formats by name and ending, filters, mistakes.

use assert_cmd::Command;
use std::fs;

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/imk-215.md");

fn gremium(arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("gremium").unwrap();
    command.args(arguments).args([EXAMPLE, "--quiet"]);
    command
}

fn output(arguments: &[&str]) -> String {
    let output = gremium(arguments).assert().success().get_output().stdout.clone();
    String::from_utf8(output).unwrap()
}

fn complaint(arguments: &[&str]) -> String {
    let output = gremium(arguments).assert().code(2).get_output().stderr.clone();
    let text = String::from_utf8(output).unwrap();
    assert_eq!(text.lines().count(), 1, "{text}");
    text
}

#[test]
fn the_ending_of_the_file_names_the_format() {
    let folder = tempfile::tempdir().unwrap();
    let starts: [(&str, &[u8]); 10] = [
        ("svg", b"<svg "),
        ("png", b"\x89PNG"),
        ("html", b"<!DOCTYPE html>"),
        ("md", b"# Wer informiert wen"),
        ("graphml", b"<?xml"),
        ("gexf", b"<?xml"),
        ("mmd", b"flowchart LR"),
        ("csv", b"Source,Target,Weight,"),
        ("json", b"{"),
        ("gv", b"digraph"),
    ];
    for (ending, start) in starts {
        let file = folder.path().join(format!("picture.{ending}"));
        gremium(&["view", "informs", "--out", file.to_str().unwrap()]).assert().success();
        assert!(fs::read(&file).unwrap().starts_with(start), "{ending}");
    }
}

#[test]
fn the_same_documents_give_the_same_bytes() {
    for format in ["svg", "html", "graphml", "gexf", "mermaid", "csv", "json", "dot", "md"] {
        let arguments = ["view", "informs", "--format", format];
        assert_eq!(output(&arguments), output(&arguments), "{format}");
    }
}

#[test]
fn what_is_misspelt_is_named_with_what_was_meant() {
    assert!(complaint(&["view", "infroms"]).contains("no view infroms (did you mean informs?)"));
    assert!(complaint(&["view", "informs", "--focus", "BMX"]).contains("did you mean BMI"));
    assert!(complaint(&["view", "informs", "--kind", "berichte"]).contains("did you mean berichtet"));
    assert!(complaint(&["view", "informs", "--status", "finished"]).contains("done or pledged or requested"));
    assert!(complaint(&["view", "paths"]).contains("needs --path FROM TO"));
}

#[test]
fn a_filter_that_leaves_nothing_gives_a_picture_that_says_so() {
    for format in ["svg", "html"] {
        let text = output(&["view", "informs", "--since", "2030", "--format", format]);
        assert!(text.contains("Zu dieser Frage steht nichts in den Dokumenten."), "{text}");
    }
}

#[test]
fn focus_kind_and_weight_leave_less() {
    let edges = |more: &[&str]| output(&[&["view", "informs", "--format", "csv"], more].concat()).lines().count() - 1;
    let all = edges(&[]);
    for filter in [
        &["--focus", "BMI"] as &[_],
        &["--kind", "reports"],
        &["--min-weight", "2"],
        &["--status", "done"],
        &["--body", "AK II"],
    ] {
        assert!((1..all).contains(&edges(filter)), "{filter:?}");
    }
    assert!(edges(&["--separate"]) > all);
    assert_eq!(edges(&["--since", "2021", "--until", "2021"]), all);
}

#[test]
fn a_way_is_told_with_its_sentences() {
    let text = output(&["view", "paths", "--path", "BMI", "IMK", "--format", "md", "--lang", "en"]);
    assert!(text.contains("## 1. BMI → IMK") && text.contains("1. BMI reports to IMK"), "{text}");
    assert!(
        text.contains("„Die IMK nimmt den mündlichen Bericht des BMI zur Lage in Afghanistan zur Kenntnis.“"),
        "{text}"
    );
}

#[test]
fn every_view_is_drawn_and_none_is_empty() {
    for view in ["informs", "asks", "neighbours", "structure", "statutes", "reports", "chains", "mandates", "matrix"] {
        let text = output(&["view", view, "--format", "svg"]);
        assert!(!text.contains("steht nichts in den Dokumenten") && text.contains("imk-215.md"), "{view}");
        let graph: serde_json::Value = serde_json::from_str(&output(&["view", view, "--format", "json"])).unwrap();
        let edges = graph["edges"].as_array().unwrap();
        assert!(edges.len() > 3, "{view}");
        for edge in edges {
            assert_eq!(edge["weight"].as_u64(), Some(edge["mentions"].as_array().unwrap().len() as u64));
            assert!(edge["mentions"].as_array().unwrap().iter().all(|mention| mention["document"] == "imk-215.md"));
        }
    }
}

#[test]
fn a_view_of_ones_own_is_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.rq");
    fs::write(
        &file,
        "# title@de: Punkte\n# map: kind <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>\n\
        PREFIX gm: <https://w3id.org/gremium/ontology#>\nCONSTRUCT { ?point gm:inItem ?item . ?point a ?kind }\n\
        WHERE { ?point gm:inItem ?item ; a ?kind }",
    )
    .unwrap();
    let text = output(&["view", file.to_str().unwrap(), "--format", "svg"]);
    assert!(text.contains("<title id=\"title\">Punkte</title>") && text.contains("data-kind=\"Point\""), "{text}");
}

#[test]
fn measures_are_a_table_and_rdf() {
    let table = output(&["measure", "informs"]);
    assert!(table.lines().next().unwrap().contains("betweenness") && table.contains("reciprocity"), "{table}");
    assert_eq!(table.lines().nth(1).unwrap().split_whitespace().next(), Some("IMK"), "who is told most comes first");
    let turtle = output(&["measure", "informs", "--format", "ttl"]);
    assert!(turtle.contains("prov:used <https://w3id.org/gremium/id/document/imk/2021-12-03>"), "{turtle}");
    assert!(turtle.contains("gm:measured <https://w3id.org/gremium/id/body/imk>"), "{turtle}");
    let rows = output(&["measure", "informs", "--format", "csv"]).lines().count();
    let graph: serde_json::Value = serde_json::from_str(&output(&["measure", "informs", "--format", "json"])).unwrap();
    assert_eq!(graph["nodes"].as_array().unwrap().len(), rows - 1);
}

/// The ten pictures of the gallery, with what they must be asked.
const GALLERY: [&[&str]; 10] = [
    &["informs"],
    &["asks"],
    &["neighbours", "--focus", "BMI"],
    &["structure"],
    &["statutes"],
    &["reports"],
    &["chains"],
    &["mandates"],
    &["matrix"],
    &["paths", "--path", "BMI", "IMK"],
];

/// Letters have at least five points when a picture fills a page of A4 with margins of a centimetre, and no label is cut.
#[test]
fn pictures_of_the_example_can_be_read_at_a4() {
    for view in GALLERY {
        let text = output(&[&["view"], view, &["--format", "svg"]].concat());
        let number = |from: &str, key: &str| -> f64 {
            from.split_once(key).unwrap().1.split('"').next().unwrap().parse().unwrap()
        };
        let (width, height) = (number(&text, " width=\""), number(&text, " height=\""));
        let smallest =
            text.match_indices("font-size=\"").map(|(at, key)| number(&text[at..], key)).fold(99.0, f64::min);
        let (short, long) = (190.0 * 72.0 / 25.4, 277.0 * 72.0 / 25.4);
        let scale = f64::max((short / width).min(long / height), (long / width).min(short / height)).min(0.75);
        assert!(smallest * scale >= 5.0, "{view:?}: {} pt", smallest * scale);
        assert!(!text.contains('…'), "{view:?} has a label that is cut");
    }
}

#[test]
fn what_is_too_small_for_a4_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("wide.rq");
    let steps: Vec<String> = (0..60).map(|at| format!("<urn:n{at}> <urn:leadsTo> <urn:n{}>", at + 1)).collect();
    let chain = steps.join(" . ");
    fs::write(&file, format!("CONSTRUCT {{ {chain} }} WHERE {{}}")).unwrap();
    let mut command = Command::cargo_bin("gremium").unwrap();
    let run = command.args(["view", file.to_str().unwrap(), EXAMPLE, "--format", "svg"]).assert().success();
    let said = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    assert!(said.contains("on a page of A4 the smallest letters have 0."), "{said}");
}

#[test]
fn clusters_are_boxes_with_titles() {
    let boxes_of = |view: &str, by: &str| {
        let text = output(&["view", view, "--cluster", by, "--format", "svg"]);
        text.split("<g class=\"cluster\" ")
            .skip(1)
            .map(|part| {
                let title = part.split("<title>").nth(1).unwrap().split('<').next().unwrap();
                (title.to_owned(), part.split('"').nth(1).unwrap().split(' ').count())
            })
            .collect::<std::collections::BTreeMap<_, _>>()
    };
    let boxes = |by: &str| boxes_of("informs", by);
    assert!(boxes_of("chains", "parent")["IMK 2021-12-03"] > 5);
    assert!(boxes("kind")["Ministerkonferenz"] > 5, "{:?}", boxes("kind"));
    assert!(boxes("parent")["IMK"] > 5 && boxes("parent")["BMI"] == 2, "{:?}", boxes("parent"));
    let dot = output(&["view", "informs", "--cluster", "kind", "--format", "dot"]);
    assert_eq!(dot.matches("subgraph cluster_").count(), boxes("kind").len() + 1, "the boxes and the legend");
    assert!(complaint(&["view", "informs", "--cluster", "kind", "--format", "csv"]).contains("svg, png, html or dot"));
    assert!(complaint(&["view", "matrix", "--cluster", "kind", "--format", "svg"]).contains("in layers"));
}

#[test]
fn every_picture_is_a_page_that_fetches_nothing() {
    for view in GALLERY {
        let text = output(&[&["view"], view, &["--format", "html"]].concat());
        assert!(text.contains("default-src 'none'") && text.contains("<tr data-edge="), "{view:?}");
        assert!(!text.contains("src=\"http") && !text.contains("href=\"http") && !text.contains("url("), "{view:?}");
    }
}

/// A program called `dot` in a folder of its own, for PATH.
#[cfg(unix)]
fn program_called_dot(script: &str) -> tempfile::TempDir {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("dot");
    fs::write(&file, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
    folder
}

#[cfg(unix)]
#[test]
fn graphviz_draws_when_asked_and_is_stopped_when_time_is_up() {
    let draw = |folder: &std::path::Path, more: &[&str]| {
        let mut command = gremium(&[&["view", "informs", "--format", "svg", "--engine", "dot"], more].concat());
        command.env("PATH", format!("{}:/bin:/usr/bin", folder.display())).assert()
    };
    let echo = program_called_dot("echo \"$1\"; exec cat");
    let said = draw(echo.path(), &[]).success().get_output().stdout.clone();
    assert!(said.starts_with(b"-Tsvg\ndigraph"), "dot is given the graph");

    let start = std::time::Instant::now();
    let slow = program_called_dot("exec sleep 60");
    let said = draw(slow.path(), &["--time-limit", "1"]).code(2).get_output().stderr.clone();
    assert!(String::from_utf8(said).unwrap().contains("dot took longer than 1 s"));
    assert!(start.elapsed().as_secs() < 30);

    let empty = tempfile::tempdir().unwrap();
    let mut command = gremium(&["view", "informs", "--format", "svg", "--engine", "dot"]);
    let said = command.env("PATH", empty.path()).assert().code(2).get_output().stderr.clone();
    assert!(String::from_utf8(said).unwrap().contains("install Graphviz, or leave --engine out"));
}

#[test]
fn dots_and_nodes_are_the_same_bytes_too() {
    for arguments in [["view", "informs", "--format", "png"], ["view", "informs", "--format", "nodes-csv"]] {
        let bytes = || gremium(&arguments).assert().success().get_output().stdout.clone();
        assert_eq!(bytes(), bytes(), "{arguments:?}");
    }
}
