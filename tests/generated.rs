//! `gremium generate`: the same corpus from the same seed, and the facts that it names are those that are found.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

fn gremium(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_gremium")).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn snapshot(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = ["documents", "facts"].into_iter().flat_map(|part| fs::read_dir(folder.join(part)).unwrap());
    entries
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.display().to_string(), fs::read(path).unwrap()))
        .collect()
}

/// The rows of a table, each once.
fn rows(table: &Path) -> Vec<String> {
    let text = fs::read_to_string(table).unwrap();
    let mut rows: Vec<String> = text.lines().map(str::to_owned).collect();
    rows.sort();
    rows.dedup();
    rows
}

#[test]
fn the_facts_of_generated_documents_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let [corpus, found] = ["corpus", "found"].map(|name| folder.path().join(name).to_str().unwrap().to_owned());
    gremium(&["generate", "--seed", "7", "--documents", "60", "--items", "8", "--out", &corpus]);
    gremium(&["facts", "--quiet", &format!("{corpus}/documents"), "--out", &found]);
    for table in ["items", "bodies", "laws", "reports", "references", "acts", "participants", "flows"] {
        let [gold, found] = [Path::new(&corpus).join("facts"), found.clone().into()]
            .map(|it| rows(&it.join(table).with_extension("csv")));
        let missing: Vec<_> = gold.iter().filter(|row| !found.contains(row)).take(5).collect();
        let extra: Vec<_> = found.iter().filter(|row| !gold.contains(row)).take(5).collect();
        assert!(gold.len() > 30, "{table}: {}", gold.len());
        assert!(missing.is_empty() && extra.is_empty(), "{table}\nmissing {missing:#?}\nextra {extra:#?}");
    }
    let graph = gremium(&["build", "--quiet", &format!("{corpus}/documents")]);
    let documents: std::collections::BTreeSet<&str> =
        graph.lines().filter_map(|line| line.trim_end_matches(" .").rsplit(' ').next()).collect();
    assert_eq!(documents.len(), 60, "each collection is a document of its own");
    // References lead to what other collections say.
    let loaded = gremium(&[
        "query",
        "references-to-earlier-decisions",
        "--quiet",
        "--format",
        "csv",
        &format!("{corpus}/documents"),
    ]);
    assert!(loaded.lines().count() > 30);
}

#[test]
fn the_same_seed_gives_the_same_corpus() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("corpus");
    let make = |seed: &str| {
        gremium(&["generate", "--seed", seed, "--documents", "5", "--out", place.to_str().unwrap()]);
        snapshot(&place)
    };
    let one = make("1");
    assert_eq!(make("1"), one);
    assert_ne!(make("2"), one);
    let lines = gremium(&["generate", "--seed", "1", "--documents", "5"]);
    let texts: Vec<String> = lines
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["text"].as_str().unwrap().to_owned())
        .collect();
    make("1");
    let first = fs::read_to_string(place.join("documents/000000.txt")).unwrap();
    assert_eq!((texts.len(), &texts[0]), (5, &first));
}

#[test]
fn papers_give_the_facts_of_their_texts() {
    let folder = tempfile::tempdir().unwrap();
    let [corpus, again, found] =
        ["corpus", "again", "found"].map(|name| folder.path().join(name).display().to_string());
    for place in [&corpus, &again] {
        gremium(&["generate", "--seed", "7", "--documents", "12", "--items", "8", "--pdf", "--out", place]);
    }
    let bytes = |place: &str| fs::read(Path::new(place).join("documents/000003.pdf")).unwrap();
    assert_eq!(bytes(&corpus), bytes(&again));
    gremium(&["facts", "--quiet", &format!("{corpus}/documents"), "--out", &found]);
    let (mut right, mut all) = (0, 0);
    for table in ["items", "bodies", "laws", "reports", "references", "acts", "participants", "flows"] {
        let [gold, found] = [Path::new(&corpus).join("facts"), found.clone().into()]
            .map(|it| rows(&it.join(table).with_extension("csv")));
        right += 2 * gold.iter().filter(|row| found.contains(row)).count();
        all += gold.len() + found.len();
    }
    assert!(all > 1000 && right * 100 >= all * 99, "{right} of {all}");
}
