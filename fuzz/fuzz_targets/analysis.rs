//! Any text is analysed, and always in the same way.

#![no_main]

use gremium::graph::Graph;
use gremium::lexicon::Lexicon;
use gremium::text::Source;
use gremium::{analyze, emit, vocab};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::with(&[]).expect("the lexicon of the crate parses"));

fn graph(text: &str) -> Graph {
    let analysis = analyze(Source::from_text("fuzz", text), &LEXICON);
    let blocks: String = analysis.document.blocks.iter().map(|block| block.span.of(text)).collect();
    assert_eq!(blocks, text);
    emit::emit(&analysis.source, &analysis.document, &analysis.mentions, &analysis.acts, &LEXICON, vocab::BASE)
}

fuzz_target!(|text: &str| {
    assert_eq!(graph(text).to_nquads(), graph(text).to_nquads());
});
