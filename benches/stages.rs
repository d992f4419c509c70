//! What each stage of the analysis costs, on the example collection as it is and a hundred times as long, in one document.
//!
//! `make bench`, or `cargo bench --bench stages -- acts` for one. Throughput is in bytes of the clean text; a stage whose
//! throughput falls from `1` to `100` is not linear.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use gremium::lexicon::{Cutter, Lexicon, Vocabulary, Words};
use gremium::mention::Openers;
use gremium::store::Store;
use gremium::structure::{Document, structure};
use gremium::text::Source;
use gremium::{Analyzer, act, analyze, emit, graph::Graph, mention, query, vocab};
use std::fs;
use std::sync::LazyLock;

const SIZES: [usize; 2] = [1, 100];

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::with(&[]).expect("the lexicon of the crate parses"));

fn main() {
    divan::main();
}

/// The example with its items repeated, each time under other numbers.
fn collection(times: usize) -> Source {
    let example = include_str!("../examples/imk-215.md");
    let start = example.find("**TOP ").expect("the example has items");
    let (head, items) = example.split_at(start);
    let mut text = head.to_owned();
    for round in 0..times {
        for (index, piece) in items.split("TOP ").enumerate() {
            let digits = piece.len() - piece.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let number = piece[..digits].parse::<usize>();
            text.push_str(if index == 0 { "" } else { "TOP " });
            text.push_str(
                &number.map_or_else(|_| piece[..digits].to_owned(), |number| (number + round * 100).to_string()),
            );
            text.push_str(&piece[digits..]);
        }
    }
    Source::from_text("collection.md", &text)
}

fn words<'d>(document: &'d Document, lexicon: &Lexicon) -> Vec<Words<'d>> {
    let mut vocabulary = Vocabulary::default();
    let mut cutter = Cutter::new(&document.reading, &lexicon.stems, &mut vocabulary);
    document.passages.iter().map(|passage| cutter.words(passage.span)).collect()
}

fn bytes(source: &Source) -> BytesCount {
    BytesCount::new(source.text.len())
}

#[divan::bench]
fn lexicon() -> Lexicon {
    Lexicon::with(&[]).expect("the lexicon of the crate builds")
}

#[divan::bench(name = "structure", args = SIZES, max_time = 3)]
fn structures(bencher: Bencher, times: usize) {
    let source = collection(times);
    bencher.counter(bytes(&source)).bench(|| structure(black_box(&source)));
}

#[divan::bench(name = "words", args = SIZES, max_time = 3)]
fn tokens(bencher: Bencher, times: usize) {
    let source = collection(times);
    let document = structure(&source);
    bencher.counter(bytes(&source)).bench(|| words(black_box(&document), &LEXICON));
}

#[divan::bench(args = SIZES, max_time = 3)]
fn mentions(bencher: Bencher, times: usize) {
    let source = collection(times);
    let document = structure(&source);
    let words = words(&document, &LEXICON);
    bencher
        .counter(bytes(&source))
        .bench(|| mention::mentions(&document, black_box(&words), &LEXICON, &mut Openers::default()));
}

#[divan::bench(args = SIZES, max_time = 3)]
fn acts(bencher: Bencher, times: usize) {
    let source = collection(times);
    let document = structure(&source);
    let words = words(&document, &LEXICON);
    let mentions = mention::mentions(&document, &words, &LEXICON, &mut Openers::default());
    bencher.counter(bytes(&source)).bench(|| act::acts(&document, black_box(&words), &mentions, &LEXICON));
}

#[divan::bench(args = SIZES, max_time = 3)]
fn analysis(bencher: Bencher, times: usize) {
    let source = collection(times);
    bencher.counter(bytes(&source)).with_inputs(|| source.clone()).bench_values(|source| analyze(source, &LEXICON));
}

#[divan::bench(args = SIZES, max_time = 3)]
fn emission(bencher: Bencher, times: usize) {
    let source = collection(times);
    let analysis = analyze(source.clone(), &LEXICON);
    bencher.counter(bytes(&source)).bench(|| emitted(black_box(&analysis)));
}

#[divan::bench(args = SIZES, max_time = 3)]
fn analysis_and_emission(bencher: Bencher, times: usize) {
    let source = collection(times);
    bencher
        .counter(bytes(&source))
        .with_inputs(|| source.clone())
        .bench_values(|source| emitted(&analyze(source, &LEXICON)));
}

/// With an analyzer that has read the collections of `tests/gold` before, as it would in a folder.
#[divan::bench(args = SIZES, max_time = 3)]
fn analysis_and_emission_after_others(bencher: Bencher, times: usize) {
    let source = collection(times);
    let mut analyzer = Analyzer::new(&LEXICON);
    for folder in
        fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/gold")).expect("the gold collections are there")
    {
        let path = folder.expect("a folder can be listed").path().join("text.txt");
        if let Ok(text) = fs::read_to_string(path) {
            let _ = analyzer.analyze(Source::from_text("gold", &text));
        }
    }
    bencher.counter(bytes(&source)).with_inputs(|| (source.clone(), analyzer.clone())).bench_values(
        |(source, mut analyzer)| {
            let graph = emitted(&analyzer.analyze(source));
            (graph, analyzer)
        },
    );
}

#[divan::bench(args = SIZES, max_time = 3)]
fn nquads(bencher: Bencher, times: usize) {
    let source = collection(times);
    let graph = emitted(&analyze(source.clone(), &LEXICON));
    bencher.counter(bytes(&source)).bench(|| black_box(&graph).to_nquads());
}

#[divan::bench(args = SIZES, max_time = 3)]
fn store(bencher: Bencher, times: usize) {
    let source = collection(times);
    let graph = emitted(&analyze(source.clone(), &LEXICON));
    bencher.counter(bytes(&source)).bench(|| Store::new(black_box(&graph)).expect("memory suffices"));
}

#[divan::bench(args = ["items", "bodies", "laws", "reports", "references", "acts", "participants", "flows"])]
fn facts(bencher: Bencher, table: &str) {
    let store = Store::new(&emitted(&analyze(collection(1), &LEXICON))).expect("memory suffices");
    let question = query::find(&format!("facts/{table}")).expect("each table is a question");
    bencher.bench(|| match query::ask(&store, question.sparql, &[]).expect("the question is sound") {
        query::QueryResults::Solutions(solutions) => solutions.count(),
        _ => 0,
    });
}

fn emitted(analysis: &gremium::Analysis) -> Graph {
    emit::emit(&analysis.source, &analysis.document, &analysis.mentions, &analysis.acts, &LEXICON, vocab::BASE)
}
