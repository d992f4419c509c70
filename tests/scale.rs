//! Many documents: the same graph whatever the number of threads, nothing done twice, nothing lost.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

fn gremium(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gremium")).args(arguments).output().unwrap()
}

fn run(arguments: &[&str]) -> (String, String) {
    let output = gremium(arguments);
    let (out, said) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(output.status.success(), "{arguments:?}: {said}");
    (out, said)
}

/// A collection of a day of 2001 with a few resolutions.
fn collection(number: usize) -> String {
    let (day, month) = (number % 28 + 1, ["Januar", "Mai", "Juni", "Oktober"][number / 28 % 4]);
    let mut text = format!("Beschlüsse der Innenministerkonferenz am {day}. {month} 2001\n");
    for item in 1..=number % 4 + 1 {
        let year = 2003 + number % 9;
        writeln!(text, "\nTOP {item}: Lage\n\nBeschluss:\n\n1. Die IMK bittet das BMI, zur Herbstsitzung {year} zu berichten.\n2. Sie verweist auf § {number} StPO.").unwrap();
    }
    text
}

/// A folder with `count` documents in `documents/`.
fn corpus(count: usize) -> (tempfile::TempDir, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let documents = folder.path().join("documents");
    fs::create_dir(&documents).unwrap();
    for number in 0..count {
        fs::write(documents.join(format!("{number:03}.txt")), collection(number)).unwrap();
    }
    let store = folder.path().join("store").to_str().unwrap().to_owned();
    (folder, documents.to_str().unwrap().to_owned(), store)
}

#[test]
fn the_graph_does_not_depend_on_the_number_of_threads() {
    let (_folder, documents, _) = corpus(60);
    for format in ["nq", "ttl", "trig", "jsonld"] {
        let one = run(&["build", &documents, "--verbose", "--format", format, "--jobs", "1"]);
        assert!(one.0.len() > 10_000);
        for jobs in ["2", "7"] {
            let many = run(&["build", &documents, "--verbose", "--format", format, "--jobs", jobs]);
            assert!(many == one, "{format} with {jobs} threads");
        }
    }
}

/// The law that lets the work be spread: the graph of a corpus is the union of the graphs of its documents.
#[test]
fn the_graph_is_the_union_of_the_graphs_of_the_documents() {
    let (_folder, documents, _) = corpus(12);
    let whole = run(&["build", &documents, "--quiet"]).0;
    let mut paths: Vec<PathBuf> = fs::read_dir(&documents).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.reverse();
    let single: String = paths.iter().map(|path| run(&["build", "--quiet", path.to_str().unwrap()]).0).collect();
    let mut lines: Vec<&str> = single.split_inclusive('\n').collect();
    lines.sort_unstable();
    lines.dedup();
    assert!(lines.concat() == whole);
}

#[test]
fn json_lines_are_as_good_as_files() {
    let (folder, documents, _) = corpus(20);
    let lines: String = (0..20)
        .map(|number| {
            serde_json::json!({"id": format!("{number:03}.txt"), "text": collection(number)}).to_string() + "\n"
        })
        .collect();
    let file = folder.path().join("corpus.jsonl");
    fs::write(&file, lines).unwrap();
    assert!(run(&["build", "--quiet", file.to_str().unwrap()]).0 == run(&["build", "--quiet", &documents]).0);
}

/// Whoever runs many of us finds out by the trailer which output is whole, and which go together.
#[test]
fn the_trailer_says_how_the_quads_were_made() {
    let (_folder, documents, _) = corpus(3);
    fs::write(Path::new(&documents).join("bad.pdf"), "%PDF-1.7 nothing").unwrap();
    let output = gremium(&["build", &documents, "--trailer"]);
    let text = String::from_utf8(output.stdout).unwrap();
    let (quads, last) = text.trim_end().rsplit_once('\n').unwrap();
    let trailer: serde_json::Value = serde_json::from_str(last.strip_prefix("# gremium: ").unwrap()).unwrap();
    assert_eq!((&trailer["documents"], &trailer["bad"]), (&3.into(), &1.into()));
    assert_eq!(trailer["quads"], quads.lines().count());
    assert_eq!(trailer["lexicon"].as_str().unwrap().len(), 64);
    assert_eq!(gremium(&["build", &documents, "--trailer", "--format", "ttl"]).status.code(), Some(2));
}

#[test]
fn only_what_is_new_or_changed_is_analysed() {
    let (folder, documents, store) = corpus(30);
    let build = |more: &[&str]| run(&[&["build", &documents, "--store", &store], more].concat()).1;
    assert!(build(&[]).contains("30 analysed, 0 unchanged, 0 bad"));
    assert!(build(&[]).contains("0 analysed, 30 unchanged, 0 bad"));
    assert_eq!(run(&["store", "dump", &store]).0, run(&["build", "--quiet", &documents]).0);

    fs::write(Path::new(&documents).join("007.txt"), collection(7).replace("Lage", "Haushalt")).unwrap();
    assert!(build(&[]).contains("1 analysed, 29 unchanged"));
    let dump = run(&["store", "dump", &store]).0;
    assert_eq!(dump, run(&["build", "--quiet", &documents]).0, "nothing of the old document is left");
    assert!(build(&["--anew"]).contains("30 analysed, 0 unchanged"));

    // Another lexicon, another analysis.
    let lexicon = folder.path().join("lexicon");
    fs::create_dir(&lexicon).unwrap();
    let mine = "@base <https://w3id.org/gremium/id/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n<body/bmi> skos:altLabel \"Heimatministerium\"@de .\n";
    fs::write(lexicon.join("mine.ttl"), mine).unwrap();
    let lexicon = ["--lexicon", lexicon.to_str().unwrap()];
    assert!(build(&lexicon).contains("30 analysed, 0 unchanged"));
    assert!(build(&lexicon).contains("0 analysed, 30 unchanged"));
    assert!(build(&["--base", "https://example.org/"]).contains("30 analysed, 0 unchanged"));
}

/// A document that changes its date, and with it its name, leaves nothing behind under the old one.
#[test]
fn what_comes_from_one_place_takes_its_place() {
    let (_folder, documents, store) = corpus(3);
    let build = || run(&["build", &documents, "--quiet", "--store", &store]);
    build();
    fs::write(Path::new(&documents).join("001.txt"), collection(50)).unwrap();
    build();
    assert_eq!(run(&["store", "list", &store]).0.lines().count(), 3);
    assert_eq!(run(&["store", "dump", &store]).0, run(&["build", "--quiet", &documents]).0);
}

/// Two files of one sitting are one document, and either may change.
#[test]
fn two_inputs_of_one_document_are_united() {
    let (_folder, documents, store) = corpus(2);
    let second = Path::new(&documents).join("second.txt");
    let build = || run(&["build", &documents, "--store", &store]).1;
    for title in ["Haushalt", "Verschiedenes"] {
        fs::write(&second, collection(0).replace("TOP 1: Lage", &format!("TOP 9: {title}"))).unwrap();
        build();
        assert_eq!(run(&["store", "dump", &store]).0, run(&["build", "--quiet", &documents]).0);
        assert!(build().contains("0 analysed, 3 unchanged"));
    }
}

#[test]
fn a_bad_document_costs_a_line() {
    let (folder, documents, store) = corpus(10);
    fs::write(Path::new(&documents).join("004.pdf"), "%PDF-1.7 nothing").unwrap();
    let output = gremium(&["build", &documents, "--store", &store]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert_eq!(said.lines().filter(|line| line.contains("004.pdf")).count(), 1, "{said}");
    assert!(said.contains("10 analysed, 0 unchanged, 1 bad"), "{said}");

    let lines = folder.path().join("lines.jsonl");
    let good = serde_json::json!({"id": "good", "text": collection(1)});
    fs::write(&lines, format!("{good}\nno json\n{good}\n")).unwrap();
    let output = gremium(&["build", lines.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("line 2"));
    assert!(!output.stdout.is_empty());
}

/// Killed again and again, the build comes to the same end, and each time takes up what is done.
#[test]
#[cfg(unix)]
fn a_build_goes_on_after_a_break() {
    let (_folder, documents, store) = corpus(100);
    let build = ["build", &documents, "--store", &store];
    for pause in [20, 60, 150, 400] {
        let mut killed = Command::new(env!("CARGO_BIN_EXE_gremium")).args(build).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(pause));
        let _ = killed.kill();
        killed.wait().unwrap();
        if Path::new(&store).join("index").exists() {
            run(&["store", "verify", &store]);
        }
    }
    run(&build);
    assert_eq!(run(&["store", "dump", &store]).0, run(&["build", "--quiet", &documents]).0);
}

/// A file system without room is played by a limit on the size of files.
#[test]
#[cfg(unix)]
fn without_room_the_build_says_so_and_the_old_state_stays() {
    let (folder, documents, store) = corpus(5);
    run(&["build", &documents, "--quiet", "--store", &store]);
    let before = run(&["store", "dump", &store]).0;
    fs::write(Path::new(&documents).join("002.txt"), collection(3).repeat(40)).unwrap();
    let out = folder.path().join("graph.nq");
    let script = "trap '' XFSZ; ulimit -f 64; exec \"$0\" build \"$1\" \"$2\" \"$3\"";
    for (option, place) in [("--store", store.as_str()), ("--out", out.to_str().unwrap())] {
        let arguments = ["-c", script, env!("CARGO_BIN_EXE_gremium"), &documents, option, place];
        let output = Command::new("sh").args(arguments).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(place), "{said}");
    }
    assert_eq!(run(&["store", "dump", &store]).0, before);
    assert!(!out.exists());
}
