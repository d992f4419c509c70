//! Scores the facts of annotated collections (`tests/gold/*/`) table by table. No score may fall below the one that was
//! reached before, which `tests/ratchet.tsv` keeps.

mod support;

use gremium::lexicon::Lexicon;
use gremium::read::Limits;
use std::collections::BTreeSet;
use std::path::Path;
use support::facts::{self, Row, TABLES, Table};
use support::ratchet::{self, Update};
use support::score::Score;

/// The rows of a table of a collection; none where there is no such file.
fn rows(folder: &Path, file: &str, table: &Table) -> Option<Vec<Row>> {
    let path = folder.join(file);
    let text = path.exists().then(|| support::read(&path))?;
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some(table.columns.join("\t").as_str()), "{}: wrong columns", path.display());
    let row = |line: &str| -> Row {
        let row: Row = line.split('\t').map(|value| value.trim().to_owned()).collect();
        assert_eq!(row.len(), table.columns.len(), "{}: `{line}`", path.display());
        row
    };
    Some(lines.filter(|line| !line.trim().is_empty()).map(row).collect())
}

/// The scores of a collection. Items that no gold table names are not annotated and do not count.
fn scores(folder: &Path, lexicon: &Lexicon) -> Vec<(&'static Table, Score)> {
    let name = folder.file_name().unwrap().to_string_lossy();
    let beside = folder.join("text.txt");
    // A published collection stands among the examples; its second half has tables of its own.
    let example = || support::path(&format!("examples/{}.md", name.trim_end_matches("-second")));
    let text = if beside.exists() { beside } else { example() };
    let dataset = facts::store(&name, &support::read(&text), lexicon);
    let gold = TABLES.iter().filter_map(|table| Some((table, rows(folder, &format!("{}.tsv", table.name), table)?)));
    let gold: Vec<(&Table, Vec<Row>)> = gold.collect();
    let annotated: BTreeSet<String> = gold.iter().flat_map(|(_, rows)| rows).map(|row| row[0].clone()).collect();
    let score = |(table, gold): (&'static Table, Vec<Row>)| {
        let optional = rows(folder, &format!("{}.optional.tsv", table.name), table).unwrap_or_default();
        let found = facts::facts(&dataset, table).into_iter().filter(|row| annotated.contains(&row[0])).collect();
        (table, Score::new(table, &gold, &optional, found))
    };
    gold.into_iter().map(score).collect()
}

#[test]
fn no_table_gets_worse() {
    let lexicon = support::lexicon();
    let mut floors = ratchet::load("gold");
    let mut worse = Vec::new();
    for folder in support::entries(&support::path("tests/gold")).iter().filter(|path| path.is_dir()) {
        let collection = folder.file_name().unwrap().to_string_lossy();
        println!("{collection:22} {:13} gold found right     P     R    F1", "");
        for (table, score) in scores(folder, &lexicon) {
            let Score { gold, found, right, .. } = score;
            let (precision, recall, f1) = (score.precision(), score.recall(), score.f1());
            println!("{:22} {:13} {gold:4} {found:5} {right:5} {precision:5.3} {recall:5.3} {f1:5.3}", "", table.name);
            score.errors().for_each(|error| println!("{error}"));
            let name = format!("{collection}\t{}", table.name);
            let floor = floors.get(&name).map(|floor| floor.parse::<f64>().expect("a floor is a number"));
            // Cut, not rounded: a floor must not stand above the score that it was taken from.
            let reached = (f1 * 1000.0).floor() / 1000.0;
            let update = match ratchet::update() {
                Update::No => false,
                Update::Better => floor.is_none_or(|floor| reached > floor),
                Update::Reset => true,
            };
            if update {
                floors.insert(name, format!("{reached:.3}"));
            } else if floor.is_none_or(|floor| f1 < floor) {
                worse.push(format!("{collection} {}: F1 {f1:.4}, was {floor:?}", table.name));
            }
        }
    }
    if ratchet::update() != Update::No {
        ratchet::save("gold", &floors);
    }
    assert!(worse.is_empty(), "\n{}\n(a collection that is new needs UPDATE_RATCHET=1)", worse.join("\n"));
}

/// What a PDF says is what the text says, whatever program printed it.
#[test]
fn a_pdf_gives_the_facts_of_the_text() {
    let lexicon = support::lexicon();
    let text = support::read(&support::path("examples/imk-215.md"));
    let expected = facts::store("text", &text, &lexicon);
    for producer in ["chromium", "fpdf2", "groff", "libreoffice", "reportlab"] {
        let path = support::path(&format!("tests/data/pdf/{producer}.pdf"));
        let bytes = std::fs::read(&path).expect("the PDF is there");
        let (source, _) = gremium::read::document("text", bytes, None, &Limits::default()).expect("the PDF is read");
        let found = facts::store("text", &source.text, &lexicon);
        let (mut right, mut all) = (0, 0);
        for table in &TABLES {
            let score = Score::new(table, &facts::facts(&expected, table), &[], facts::facts(&found, table));
            score.errors().for_each(|error| println!("{producer} {}: {error}", table.name));
            assert!(score.f1() >= 0.98, "{producer} {}: F1 {:.4}", table.name, score.f1());
            right += 2 * score.right;
            all += score.gold + score.found;
        }
        assert!(right * 100 >= all * 99, "{producer}: {right} of {all}");
    }
}
