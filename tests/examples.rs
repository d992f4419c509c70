//! The programs of `examples/` print what their heads promise.

use std::process::Command;

fn example(name: &str) -> String {
    let mut cargo = Command::new(env!("CARGO"));
    let output =
        cargo.args(["run", "--quiet", "--example", name]).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn flows_show_who_informs_whom() {
    let printed = example("flows");
    assert!(printed.contains("IMK-Vorsitz Informs JuMiKo: Sie bittet ihren Vorsitzenden"), "{printed}");
}

#[test]
fn the_graph_answers_a_question() {
    let printed = example("ask");
    let times: Vec<u32> = printed.lines().map(|row| row.split('\t').next().unwrap().parse().unwrap()).collect();
    assert!(times.len() == 5 && times.is_sorted_by(|more, less| more >= less), "{printed}");
}
