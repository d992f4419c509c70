//! The left shore as a library: a text goes in, typed values come out, without a graph.
//!
//! `cargo run --example flows` prints who is to inform whom in a resolution of three sentences;
//! `cargo run --example flows -- FILE` does it for a collection in plain text or Markdown.

use gremium::{analyze, lexicon::Lexicon, text::Source};

// „The IMK asks the BMI to report by the autumn session of 2022, and its chair to inform the JuMiKo of this decision.“
const TEXT: &str = "Beschlüsse der 215. Sitzung der Innenministerkonferenz am 3. Dezember 2021\n\nTOP 2: Lage\n\nBeschluss:\n\n\
    1. Die IMK nimmt den Bericht zur Kenntnis.\n\n2. Die IMK bittet das BMI, zur Herbstsitzung 2022 zu berichten.\n\n\
    3. Sie bittet ihren Vorsitzenden, die JuMiKo über diesen Beschluss zu informieren.\n";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let source = match std::env::args().nth(1) {
        Some(path) => Source::from_text(&path, &std::fs::read_to_string(&path)?),
        None => Source::from_text("beispiel.txt", TEXT),
    };
    let lexicon = Lexicon::with(&[])?;
    let analysis = analyze(source, &lexicon);
    let label = |body: u32| analysis.mentions.bodies.get(body as usize).map_or("?", |body| body.label.as_str());
    for flow in &analysis.acts.flows {
        let sentence = flow.sentence.of(&analysis.document.reading);
        println!("{} {:?} {}: {sentence}", label(flow.from), flow.kind, label(flow.to));
    }
    Ok(())
}
