//! What the README shows is what the command prints. `UPDATE=1 cargo test --test readme` writes it anew.

use std::fs;
use std::path::Path;
use std::process::Command;

const OPENING: &str = "```console\n$ gremium ";

/// The README with every shown command run again.
fn rerun(readme: &str, root: &Path) -> String {
    let mut pieces = readme.split(OPENING);
    let mut fresh = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (command, rest) = piece.split_once('\n').unwrap();
        let (_, after) = rest.split_once("```").unwrap();
        let output =
            Command::new(env!("CARGO_BIN_EXE_gremium")).args(command.split(' ')).current_dir(root).output().unwrap();
        assert!(!output.stdout.is_empty(), "{command} prints nothing");
        fresh.extend([OPENING, command, "\n", &String::from_utf8(output.stdout).unwrap(), "```", after]);
    }
    fresh
}

#[test]
fn the_readme_shows_what_the_commands_print() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    assert!(readme.contains(OPENING));
    let fresh = rerun(&readme, root);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(root.join("README.md"), &fresh).unwrap();
    } else {
        assert_eq!(readme, fresh, "UPDATE=1 cargo test --test readme writes it anew");
    }
}
