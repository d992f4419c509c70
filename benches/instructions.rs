//! How many instructions each stage of the analysis executes for a byte of text, counted by callgrind.
//!
//! A count does not depend on what else the machine does, so it shows what a clock hides: `make instructions` compares with
//! `benches/instructions.tsv` and fails where a stage costs more than [`TOLERANCE`] above it. Who makes a stage cheaper, or
//! dearer for a reason, writes the new baseline with `make instructions-accept`.

use gremium::lexicon::{Cutter, Lexicon, Vocabulary, Words};
use gremium::mention::Openers;
use gremium::structure::structure;
use gremium::text::Source;
use gremium::{act, emit, mention, vocab};
use std::fmt::Write;
use std::hint::black_box;
use std::process::{Command, ExitCode, Stdio};
use std::{env, fs};

const TEXT: &str = include_str!("../examples/imk-215.md");
const BASELINE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/instructions.tsv");

/// Per cent. One machine repeats a count to one in ten thousand; on others the C library picks other ways to copy and compare.
const TOLERANCE: f64 = 5.0;

/// Each stage needs the ones before it, so its own cost is the difference to the one before.
const STAGES: [&str; 6] = ["structure", "words", "mentions", "acts", "emission", "nquads"];

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["run", stages, times] => {
            run(stages.parse().expect("a number of stages"), times.parse().expect("a number of rounds"));
            ExitCode::SUCCESS
        }
        arguments => compare(arguments.contains(&"accept")),
    }
}

/// The first `stages` stages over the example, so many times.
fn run(stages: usize, times: usize) {
    let lexicon = Lexicon::with(&[]).expect("the lexicon of the crate parses");
    let source = Source::from_text("imk-215.md", TEXT);
    for _ in 0..times {
        let document = structure(&source);
        if stages == 1 {
            black_box(document);
            continue;
        }
        let mut vocabulary = Vocabulary::default();
        let mut cutter = Cutter::new(&document.reading, &lexicon.stems, &mut vocabulary);
        let words: Vec<Words<'_>> = document.passages.iter().map(|passage| cutter.words(passage.span)).collect();
        if stages == 2 {
            black_box(words);
            continue;
        }
        let mentions = mention::mentions(&document, &words, &lexicon, &mut Openers::default());
        if stages == 3 {
            black_box(mentions);
            continue;
        }
        let acts = act::acts(&document, &words, &mentions, &lexicon);
        if stages == 4 {
            black_box(acts);
            continue;
        }
        let graph = emit::emit(&source, &document, &mentions, &acts, &lexicon, vocab::BASE);
        if stages == 5 {
            black_box(graph);
            continue;
        }
        black_box(graph.to_nquads());
    }
}

/// Counts all stages and holds them against the baseline, or makes them the baseline.
fn compare(accept: bool) -> ExitCode {
    let mut report = String::new();
    let mut before = 0.0;
    let mut grown = false;
    let compiler = compiler();
    let baseline = fs::read_to_string(BASELINE).unwrap_or_default();
    let is_ours = baseline.lines().next() == Some(&compiler);
    if !is_ours && !accept {
        println!("the baseline is not of {compiler}; nothing is compared");
        return ExitCode::SUCCESS;
    }
    for (index, stage) in STAGES.into_iter().enumerate() {
        // The lexicon is loaded in both runs; what differs is two rounds.
        let until = (count(index + 1, 3) - count(index + 1, 1)) / 2.0 / bytes();
        let own = until - before;
        before = until;
        let known = baseline.lines().find_map(|line| line.split_once('\t').filter(|(name, _)| *name == stage));
        let known: Option<f64> = known.and_then(|(_, count)| count.parse().ok());
        let change = known.map_or(0.0, |known| (own / known - 1.0) * 100.0);
        grown |= change > TOLERANCE;
        println!("{stage:<10}{own:>8.1} instructions a byte{change:>+8.1} %");
        writeln!(report, "{stage}\t{own:.2}").expect("writing to memory works");
    }
    println!("{:<10}{before:>8.1} instructions a byte", "all");
    if accept {
        fs::write(BASELINE, format!("{compiler}\n{report}")).expect("the baseline can be written");
    } else if grown {
        eprintln!(
            "a stage costs more than {TOLERANCE} % above benches/instructions.tsv; if it must: make instructions-accept"
        );
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// Another compiler makes other instructions.
fn compiler() -> String {
    let output =
        Command::new("rustc").arg("--version").output().expect("there is a compiler, for it made this program");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

#[allow(clippy::cast_precision_loss, reason = "the example has fewer bytes than a float has precision")]
fn bytes() -> f64 {
    TEXT.len() as f64
}

/// Instructions of this program in a process of its own, as callgrind counts them.
fn count(stages: usize, times: usize) -> f64 {
    let program = env::current_exe().expect("the program knows where it is");
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args(["run", &stages.to_string(), &times.to_string()])
        .stdout(Stdio::null())
        .output()
        .expect("valgrind is installed");
    let log = String::from_utf8_lossy(&output.stderr);
    let collected = log.lines().find_map(|line| line.split_once("Collected : "));
    collected
        .and_then(|(_, count)| count.trim().parse().ok())
        .unwrap_or_else(|| panic!("valgrind counts nothing:\n{log}"))
}
