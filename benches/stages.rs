//! What each stage costs for one collection of resolutions: `cargo bench`.

use divan::Bencher;
use divan::counter::BytesCount;
use gremium::graph::Graph;
use gremium::lexicon::{Lexicon, embedded};
use gremium::store::Store;
use gremium::text::Source;
use gremium::{Analysis, analyze, emit, query, vocab};

const TEXT: &str = include_str!("../examples/imk-215.md");

fn main() {
    divan::main();
}

fn lexicon() -> Lexicon {
    Lexicon::with(&[]).unwrap()
}

fn graph(lexicon: &Lexicon) -> Graph {
    let Analysis { source, document, mentions, acts, .. } = analyze(Source::from_text("imk-215.md", TEXT), lexicon);
    emit::emit(&source, &document, &mentions, &acts, lexicon, vocab::BASE)
}

#[divan::bench]
fn load_the_lexicon() -> Lexicon {
    lexicon()
}

#[divan::bench]
fn analyse(bencher: Bencher) {
    let lexicon = lexicon();
    bencher
        .counter(BytesCount::of_str(TEXT))
        .with_inputs(|| Source::from_text("imk-215.md", TEXT))
        .bench_values(|source| analyze(source, &lexicon));
}

#[divan::bench]
fn analyse_and_emit(bencher: Bencher) {
    let lexicon = lexicon();
    bencher.counter(BytesCount::of_str(TEXT)).bench(|| graph(&lexicon));
}

#[divan::bench]
fn load_the_store(bencher: Bencher) {
    let graph = graph(&lexicon());
    bencher.bench(|| Store::new(&graph).unwrap());
}

#[divan::bench(args = ["items", "bodies", "laws", "reports", "references", "acts", "participants", "flows"])]
fn answer(bencher: Bencher, table: &str) {
    let store = Store::new(&graph(&lexicon())).unwrap();
    let question = query::find(&format!("facts/{table}")).unwrap();
    bencher.bench(|| match query::ask(&store, question.sparql, &[]).unwrap() {
        query::QueryResults::Solutions(solutions) => solutions.count(),
        _ => 0,
    });
}
