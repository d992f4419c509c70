//! Runs the cases of `tests/spec/*.md`: one text each, and the tables that must come out of it, complete.

mod support;

use gremium::lexicon::Lexicon;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;
use support::facts::{self, Row, Table};
use support::ratchet::{self, Entries, Update};
use support::score::Score;

/// A text, and the rows of each table that is asserted of it.
#[derive(Debug, Default)]
struct Case {
    /// `passive.md#without agent`
    name: String,
    text: String,
    tables: Vec<(&'static Table, Vec<Row>)>,
}

/// The cases of a file: a section each, of a `text` block and a block for each table.
///
/// A line `conference: …` names the heading of the collection, which stands before the text in a paragraph of its own; it
/// holds for the file, or under a heading for its case only; `none` is no heading.
fn cases(path: &Path) -> Vec<Case> {
    let markdown = support::read(path);
    let file = path.file_name().unwrap().to_string_lossy();
    let mut cases: Vec<Case> = Vec::new();
    let (mut of_file, mut of_case) = (None, None);
    let mut lines = markdown.lines();
    while let Some(line) = lines.next() {
        if let Some(name) = line.strip_prefix("## ") {
            cases.push(Case { name: format!("{file}#{}", name.trim()), ..Case::default() });
            of_case = of_file;
        } else if let Some(heading) = line.strip_prefix("conference:") {
            let heading = Some(heading.trim()).filter(|heading| *heading != "none");
            *(if cases.is_empty() { &mut of_file } else { &mut of_case }) = heading;
        } else if let Some(info) = line.strip_prefix("```") {
            let fence = &line[..line.len() - info.trim_start_matches('`').len()];
            let block: Vec<&str> = lines.by_ref().take_while(|line| line.trim_end() != fence).collect();
            let case = cases.last_mut().unwrap_or_else(|| panic!("{file}: a block before the first case"));
            match info.trim_start_matches('`').trim() {
                "text" => {
                    case.text = of_case.map_or_else(String::new, |heading| format!("{heading}\n\n"));
                    case.text.extend(block.iter().flat_map(|line| [*line, "\n"]));
                }
                table => {
                    let table = Table::named(table);
                    case.tables.push((table, block.iter().map(|line| row(table, line, &case.name)).collect()));
                }
            }
        }
    }
    cases
}

fn row(table: &Table, line: &str, case: &str) -> Row {
    let cells: Row = line.split(" | ").map(|cell| cell.trim().to_owned()).collect();
    assert_eq!(
        cells.len(),
        table.columns.len(),
        "{case}: `{line}` is no row of {}: {}",
        table.name,
        table.columns.join(" | ")
    );
    cells
}

/// What is wrong with the tables of a case, a line for each row.
fn errors(case: &Case, lexicon: &Lexicon) -> Vec<String> {
    let dataset = facts::store(&case.name, &case.text, lexicon);
    let errors = case.tables.iter().filter_map(|(table, gold)| {
        let score = Score::new(table, gold, &[], facts::facts(&dataset, table));
        let errors: Vec<String> = score.errors().collect();
        (!errors.is_empty()).then(|| format!("  {}\n{}", table.name, errors.join("\n")))
    });
    errors.collect()
}

#[test]
fn the_cases_hold() {
    let files = support::entries(&support::path("tests/spec"));
    let cases: Vec<Case> = files
        .iter()
        .filter(|path| path.extension().is_some_and(|it| it == "md"))
        .flat_map(|path| cases(path))
        .collect();
    let names: BTreeSet<&str> = cases.iter().map(|case| case.name.as_str()).collect();
    assert_eq!(names.len(), cases.len(), "two cases of one file have one name");
    assert!(cases.len() > 300, "only {} cases were found", cases.len());

    let lexicon = support::lexicon();
    let mut listed = ratchet::load("spec");
    let mut failing = Entries::new();
    let mut report = String::new();
    for case in &cases {
        assert!(!case.tables.is_empty(), "{} asserts nothing", case.name);
        let errors = errors(case, &lexicon);
        if errors.is_empty() {
            continue;
        }
        failing.insert(case.name.clone(), String::new());
        if !listed.contains_key(&case.name) || std::env::var_os("SHOW_LISTED").is_some() {
            writeln!(report, "{}\n{}", case.name, errors.join("\n")).expect("a string takes it");
        }
    }
    println!("{} of {} cases hold", cases.len() - failing.len(), cases.len());
    print!("{report}");

    match ratchet::update() {
        Update::No => {}
        Update::Better => {
            listed.retain(|name, _| failing.contains_key(name));
            ratchet::save("spec", &listed);
        }
        Update::Reset => {
            listed.clone_from(&failing);
            ratchet::save("spec", &listed);
        }
    }
    let worse: Vec<&String> = failing.keys().filter(|name| !listed.contains_key(*name)).collect();
    let better: Vec<&String> = listed.keys().filter(|name| !failing.contains_key(*name)).collect();
    assert!(worse.is_empty(), "cases fail that held: {worse:#?}");
    assert!(better.is_empty(), "cases hold now; take them from the list with UPDATE_RATCHET=1: {better:#?}");
}
