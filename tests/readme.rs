//! What the README shows is what the command prints.

use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn the_readme_shows_what_the_command_prints() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let blocks: Vec<&str> = readme.split("```console\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(!blocks.is_empty());
    for block in blocks {
        let (command, shown) = block.split_once('\n').unwrap();
        let words = command.strip_prefix("$ gremium ").unwrap_or_else(|| panic!("not a command: {command}")).split(' ');
        let output = Command::new(env!("CARGO_BIN_EXE_gremium")).args(words).current_dir(root).output().unwrap();
        let printed = String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n");
        assert!(!printed.is_empty(), "{command} prints nothing");
        // A block that ends in an ellipsis shows the beginning.
        match shown.trim_end().strip_suffix('…') {
            Some(beginning) => assert!(printed.starts_with(beginning), "{command} prints:\n{printed}"),
            None => assert_eq!(shown, printed, "{command}"),
        }
    }
}
