//! `RocksDB` beside a store (`cargo test --features disk --test disk`): the same answers, and never those of another state.
#![cfg(feature = "disk")]

use assert_cmd::Command;
use std::fs;
use std::path::Path;

fn gremium(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("gremium").unwrap().args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

const COUNT: &str = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }";

#[test]
fn what_is_asked_is_what_the_store_holds() {
    let scratch = tempfile::tempdir().unwrap();
    let at = |name: &str| scratch.path().join(name).to_str().unwrap().to_owned();
    let (store, documents) = (at("store"), at("documents"));
    gremium(&["generate", "--documents", "4", "--out", &documents]);
    let texts = format!("{documents}/documents");
    let count = || gremium(&["query", "--sparql", COUNT, "--store", &store, "--format", "csv"]).1;
    let rows = || gremium(&["query", "who-informs-whom", "--store", &store, "--format", "csv"]).1;
    let build = || assert_eq!(gremium(&["build", &texts, "--store", &store, "--quiet"]).0, 0);
    build();
    let (quads, answer) = (count(), rows());
    assert!(answer.lines().count() > 3);

    let index = || gremium(&["store", "index", &store]).2;
    assert!(index().contains("4 of 4 documents written"));
    assert!(index().contains("0 of 4 documents written"));
    let database = Path::new(&store).join("disk/db");
    // Answers come from the database: without what the folder keeps there are none else.
    let objects = Path::new(&store).join("objects");
    fs::rename(&objects, at("aside")).unwrap();
    assert_eq!((count(), rows()), (quads.clone(), answer.clone()));
    fs::rename(at("aside"), &objects).unwrap();

    // A document changes: the database is behind, and is not asked.
    let changed = format!("{texts}/000001.txt");
    fs::write(&changed, fs::read_to_string(&changed).unwrap().replacen("TOP 1:", "TOP 1: Neues,", 1)).unwrap();
    build();
    let after = rows();
    assert!(index().contains("1 of 4 documents written"));
    assert_eq!(rows(), after);

    // Somebody was killed while writing it.
    fs::remove_file(Path::new(&store).join("disk/holds")).unwrap();
    assert_eq!(rows(), after);
    assert!(index().contains("4 of 4 documents written"));
    assert_eq!(rows(), after);
    assert!(database.is_dir());
}
