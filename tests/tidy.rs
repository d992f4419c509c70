//! Habits of the house that the compiler does not hold: who imports whom, how long a file gets, where the domain's words
//! stand.

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Term;
use oxigraph::sparql::SparqlEvaluator;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const LONGEST_FILE: usize = 400;

/// Stages that must be pure functions.
const PURE: [&str; 9] = ["text", "calendar", "lexicon", "structure", "mention", "act", "emit", "annotate", "graph"];

/// What would make two runs differ, or differ from machine to machine.
const IMPURE: [&str; 10] = [
    "std::fs", "std::env", "std::time", "std::thread", "std::net", "std::process", "HashMap::new", "HashSet::new",
    "collections::HashMap", "collections::HashSet",
];

/// A file of `src/` and its module: the first part of its path, `cli` for the binary.
struct SourceFile {
    path: PathBuf,
    module: String,
    text: String,
}

impl SourceFile {
    /// Its lines with their numbers, without comments and without the tests at its end.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().take_while(|line| line.trim() != "#[cfg(test)]");
        lines.enumerate().map(|(index, line)| (index + 1, line.trim())).filter(|(_, line)| !line.starts_with("//"))
    }

    /// The same, with imports that go over several lines on one.
    fn statements(&self) -> Vec<(usize, String)> {
        let mut statements: Vec<(usize, String)> = Vec::new();
        for (number, line) in self.code() {
            match statements.last_mut() {
                Some((_, import)) if is_open_import(import) => import.push_str(line),
                _ => statements.push((number, line.to_owned())),
            }
        }
        statements
    }
}

fn is_open_import(line: &str) -> bool {
    (line.starts_with("use ") || line.starts_with("pub use ")) && !line.ends_with(';')
}

fn files_below(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn source_files() -> Vec<SourceFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let file = |path: PathBuf| {
        let first = path.strip_prefix(&root).unwrap().components().next().unwrap().as_os_str().to_str().unwrap();
        let module = match first.trim_end_matches(".rs") {
            "main" => "cli",
            module => module,
        };
        SourceFile { module: module.to_owned(), text: fs::read_to_string(&path).unwrap(), path }
    };
    files_below("src", "rs").into_iter().map(file).collect()
}

fn assert_none(findings: &[String]) {
    assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
}

/// The rows of the table in ARCHITECTURE.md: module → modules and crates.
fn import_table() -> BTreeMap<String, [BTreeSet<String>; 2]> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md")).unwrap();
    let rows = text.lines().skip_while(|line| !line.starts_with("| module | may import |")).skip(2);
    let set = |cell: &str| cell.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect();
    rows.take_while(|line| line.starts_with('|'))
        .map(|row| {
            let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
            (cells[0].to_owned(), [set(cells[1]), set(cells[2])])
        })
        .collect()
}

/// The names that follow `prefix` in a line: `crate::text::Span` gives `text`, `crate::{act, text::Span}` both.
fn names_after<'l>(line: &'l str, prefix: &str) -> Vec<&'l str> {
    let name = |text: &'l str| text.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
    let mut names = Vec::new();
    for (at, _) in line.match_indices(prefix) {
        if line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let rest = &line[at + prefix.len()..];
        match rest.strip_prefix('{') {
            None => names.push(name(rest)),
            Some(group) => {
                let mut depth = 0;
                for piece in group.split_inclusive([',', '{', '}']) {
                    if depth == 0 && !name(piece.trim()).is_empty() {
                        names.push(name(piece.trim()));
                    }
                    depth += i32::from(piece.ends_with('{')) - i32::from(piece.ends_with('}'));
                    if depth < 0 {
                        break;
                    }
                }
            }
        }
    }
    names
}

#[test]
fn modules_import_only_what_the_architecture_says() {
    let table = import_table();
    assert!(table.len() > 10, "the table of ARCHITECTURE.md was not found");
    let owned: BTreeSet<&String> = table.values().flat_map(|[_, crates]| crates).collect();
    let mut findings = Vec::new();
    for file in source_files() {
        let Some([modules, crates]) = table.get(&file.module) else {
            findings.push(format!("{}: module {} has no row in ARCHITECTURE.md", file.path.display(), file.module));
            continue;
        };
        for (number, line) in file.statements() {
            for name in names_after(&line, "crate::").into_iter().chain(names_after(&line, "gremium::")) {
                // What is no module is an item of lib.rs or a module of the binary.
                let module = if table.contains_key(name) { name } else { "lib" };
                let within = module == file.module || file.module == "cli";
                if !within && !modules.contains(module) {
                    findings.push(format!("{}:{number}: {} may not import {module}", file.path.display(), file.module));
                }
            }
            for name in &owned {
                if !crates.contains(*name) && !names_after(&line, &format!("{name}::")).is_empty() {
                    findings.push(format!("{}:{number}: {} may not use {name}", file.path.display(), file.module));
                }
            }
        }
    }
    assert_none(&findings);
}

#[test]
fn no_file_is_too_long() {
    let lines = source_files().into_iter().map(|file| (file.text.lines().count(), file.path));
    let long = lines.filter(|(lines, _)| *lines > LONGEST_FILE);
    assert_none(
        &long
            .map(|(lines, path)| format!("{}: {lines} lines; at most {LONGEST_FILE}", path.display()))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn the_analysis_is_pure() {
    let mut findings = Vec::new();
    for file in source_files().iter().filter(|file| PURE.contains(&file.module.as_str())) {
        for (number, line) in file.code() {
            for word in IMPURE.iter().filter(|word| line.contains(*word)) {
                findings.push(format!("{}:{number}: {word} in the analysis", file.path.display()));
            }
        }
    }
    assert_none(&findings);
}

#[test]
fn every_question_says_what_it_is_and_parses() {
    let questions = files_below("queries", "rq");
    assert!(!questions.is_empty());
    let mut findings = Vec::new();
    for path in questions {
        let text = fs::read_to_string(&path).unwrap();
        for field in ["# title@de: ", "# title@en: ", "# when: "] {
            if !text
                .lines()
                .take_while(|line| line.starts_with('#'))
                .any(|line| line.len() > field.len() && line.starts_with(field))
            {
                findings.push(format!("{}: no `{field}…` at its head", path.display()));
            }
        }
        if let Err(error) = SparqlEvaluator::new().parse_query(&text) {
            findings.push(format!("{}: {error}", path.display()));
        }
    }
    assert_none(&findings);
}

/// Abbreviations that the authority files give: words with two capitals or more.
fn abbreviations() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for path in files_below("ontology/authority", "ttl") {
        let parser = RdfParser::from_format(RdfFormat::Turtle).for_slice(&fs::read(&path).unwrap()).collect::<Vec<_>>();
        for quad in parser {
            let quad = quad.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let Term::Literal(literal) = quad.object else { continue };
            let name = literal.value();
            let is_label = quad.predicate.as_str().ends_with("abel");
            if is_label && name.chars().filter(|c| c.is_uppercase()).count() > 1 && !name.contains(char::is_whitespace)
            {
                found.insert(name.to_owned());
            }
        }
    }
    found
}

#[test]
fn code_names_nobody() {
    let abbreviations = abbreviations();
    assert!(abbreviations.len() > 50, "the authority files were not read");
    let mut findings = Vec::new();
    // Readers name the keys of file formats, some of which are abbreviations of the domain too.
    for file in source_files().iter().filter(|file| file.module != "read") {
        for (number, line) in file.code() {
            for literal in line.split('"').skip(1).step_by(2) {
                for word in literal.split(|c: char| !c.is_alphanumeric()).filter(|word| abbreviations.contains(*word)) {
                    findings.push(format!("{}:{number}: {word} belongs into ontology/", file.path.display()));
                }
            }
        }
    }
    assert_none(&findings);
}
