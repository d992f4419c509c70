//! The lexicon is written as Turtle for people and compiled to one statement a line for the program: parsing the Turtle at
//! every start would take longer than all the rest of a short command. Queries and ontology are embedded as they are; a
//! file that is new among them must lead to a new build. What `make assets` made of `web/` is embedded if it is there.

#[path = "src/lexicon/turtle.rs"]
mod turtle;

use std::{collections::BTreeSet, env, fs, path::Path};

/// The lexicon files of the crate, in the order in which they are read.
const FILES: [&str; 9] = [
    "acts.ttl",
    "names.ttl",
    "authority/bodies.ttl",
    "authority/statutes.ttl",
    "authority/sessions.ttl",
    "authority/places.ttl",
    "authority/kinds.ttl",
    "authority/registers.ttl",
    "authority/evidence.ttl",
];

/// Properties that the loader has no use for: kept apart, so that loading is not slowed down by them.
const UNREAD: [&str; 10] = [
    "dcterms:source", "dcterms:date", "skos:definition", "skos:inScheme", "skos:topConceptOf", "officialNumber",
    "season", "org:changedBy", "org:resultedFrom", "sessionName",
];

fn main() {
    println!("cargo::rerun-if-changed=ontology");
    println!("cargo::rerun-if-changed=queries");
    println!("cargo::rerun-if-changed=web");
    println!("cargo::rerun-if-changed=src/lexicon/turtle.rs");
    let (mut lines, mut described) = (String::new(), String::new());
    // What the files have words for, so that a slip of the pen in a user's file can be told.
    let mut words = BTreeSet::new();
    for name in FILES {
        let text = fs::read_to_string(Path::new("ontology").join(name))
            .unwrap_or_else(|error| panic!("ontology/{name}: {error}"));
        let statements =
            turtle::statements(&text, 0).unwrap_or_else(|(line, cause)| panic!("ontology/{name}:{line}: {cause}"));
        for statement in &statements {
            words.insert(format!("property\t{}\n", statement.property));
            let folder = statement.subject.split_once('/').filter(|(folder, _)| !folder.contains(':'));
            words.extend(folder.map(|(folder, _)| format!("folder\t{folder}\n")));
            statement.write(if UNREAD.contains(&&*statement.property) { &mut described } else { &mut lines });
        }
    }
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    // Built by `make assets` where there is Node; without it the pages have a plain field.
    let editor = fs::read("web/dist/editor.js").unwrap_or_default();
    fs::write(Path::new(&out).join("editor.js"), editor).expect("OUT_DIR can be written");
    for (name, text) in
        [("lexicon.tsv", lines), ("described.tsv", described), ("words.tsv", words.into_iter().collect())]
    {
        fs::write(Path::new(&out).join(name), text).expect("OUT_DIR can be written");
    }
}
