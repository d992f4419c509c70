//! The command as its users meet it: bad inputs, exit status, where results go.

use assert_cmd::Command;
use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command as Process, Stdio};

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/imk-215.md");
const PROGRAM: &str = env!("CARGO_BIN_EXE_gremium");

/// A collection of a later session.
const OTHER: &str = "Beschlüsse der 216. Sitzung der IMK am 1. Juni 2022\n\n\
                     TOP 1: Haushalt\n\nBeschluss:\n\n1. Die IMK bittet das BMI, zu berichten.\n";

fn gremium(arguments: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args(arguments);
    command
}

/// Exit status, standard output and the lines of standard error.
fn run(arguments: &[&str]) -> (Option<i32>, String, Vec<String>) {
    let output = gremium(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr).lines().map(str::to_owned).collect())
}

/// A folder for one test, and a path in it as text.
fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn path(folder: &tempfile::TempDir, name: &str) -> String {
    folder.path().join(name).to_str().unwrap().to_owned()
}

fn make_fifo(path: &str) {
    assert!(Process::new("mkfifo").arg(path).status().unwrap().success());
}

/// The bad input costs one line that names it, exit status 1, and nothing of the good one.
fn assert_costs_only_itself(bad: &str) {
    let (_, alone, _) = run(&["facts", "--quiet", EXAMPLE]);
    let (status, facts, errors) = run(&["facts", "--quiet", bad, EXAMPLE]);
    assert_eq!(status, Some(1), "{errors:?}");
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(errors[0].contains(Path::new(bad).file_name().unwrap().to_str().unwrap()), "{errors:?}");
    assert!(facts.lines().count() > 100, "the good document was not done");
    assert_eq!(facts, alone);
}

#[test]
fn an_empty_file_costs_only_itself() {
    let folder = folder();
    fs::write(path(&folder, "empty.md"), "").unwrap();
    assert_costs_only_itself(&path(&folder, "empty.md"));
}

#[test]
fn a_folder_without_documents_costs_only_itself() {
    let folder = folder();
    fs::create_dir(path(&folder, "nothing")).unwrap();
    fs::write(path(&folder, "nothing/picture.png"), "x").unwrap();
    assert_costs_only_itself(&path(&folder, "nothing"));
}

#[test]
fn a_file_that_is_no_text_costs_only_itself() {
    let folder = folder();
    fs::write(path(&folder, "program.md"), [0u8, 159, 146, 150, 0, 1, 2, 255].repeat(64)).unwrap();
    assert_costs_only_itself(&path(&folder, "program.md"));
}

#[test]
fn a_dangling_link_costs_only_itself() {
    let folder = folder();
    symlink("nowhere", path(&folder, "link.md")).unwrap();
    assert_costs_only_itself(&path(&folder, "link.md"));
}

#[test]
fn a_named_pipe_is_not_waited_for() {
    let folder = folder();
    make_fifo(&path(&folder, "pipe.md"));
    assert_costs_only_itself(&path(&folder, "pipe.md"));
}

#[test]
fn an_unreadable_file_costs_only_itself() {
    let folder = folder();
    let file = path(&folder, "secret.md");
    fs::write(&file, "TOP 1: Haushalt").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&file).is_err() {
        assert_costs_only_itself(&file);
        return;
    }
    // The superuser may read everything, so somebody else asks.
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let nobody =
        ["--reuid=65534", "--regid=65534", "--clear-groups", env!("CARGO_BIN_EXE_gremium"), "facts", "--quiet"];
    let example = path(&folder, "example.md");
    fs::copy(EXAMPLE, &example).unwrap();
    let output =
        Command::new("setpriv").args(nobody).args([&file, &example]).output().expect("setpriv gives up rights");
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{errors}");
    assert!(errors.lines().count() == 1 && errors.contains("secret.md"), "{errors}");
    assert!(String::from_utf8(output.stdout).unwrap().lines().count() > 100, "the good document was not done");
}

/// Its own memory is a file that opens and cannot be read from the start.
#[cfg(target_os = "linux")]
#[test]
fn a_file_that_fails_while_it_is_read_costs_only_itself() {
    assert_costs_only_itself("/proc/self/mem");
}

#[test]
fn a_stray_byte_is_a_warning_and_the_rest_is_read() {
    let folder = folder();
    let mut bytes = fs::read(EXAMPLE).unwrap();
    bytes.extend(b"\n\xff\n");
    fs::write(path(&folder, "stray.md"), bytes).unwrap();
    let (_, facts, errors) = run(&["facts", &path(&folder, "stray.md")]);
    assert!(facts.lines().count() > 100);
    assert!(errors.iter().any(|line| line.contains("stray.md:")), "{errors:?}");
}

#[test]
fn a_text_that_is_no_collection_gives_no_facts_and_one_line() {
    let folder = folder();
    fs::write(path(&folder, "recipe.md"), "# Linseneintopf\n\nDie Linsen über Nacht einweichen.\n").unwrap();
    let (status, facts, errors) = run(&["facts", "--quiet", &path(&folder, "recipe.md")]);
    assert_eq!((status, errors.len()), (Some(1), 1), "{errors:?}");
    assert_eq!(facts.lines().filter(|line| !line.is_empty()).count(), 16, "eight headings and eight heads of tables");
}

#[test]
fn a_hundred_megabytes_in_one_line_are_refused_with_their_place() {
    let folder = folder();
    let line = fs::read_to_string(EXAMPLE).unwrap().replace('\n', " ");
    fs::write(path(&folder, "one.md"), format!("# Beschlüsse\n{}", line.repeat(1400))).unwrap();
    let (status, facts, errors) = run(&["facts", "--quiet", &path(&folder, "one.md"), EXAMPLE]);
    assert_eq!((status, errors.len()), (Some(1), 1), "{errors:?}");
    assert!(errors[0].contains("one.md, line 2:") && errors[0].contains("Break the text"), "{errors:?}");
    assert!(facts.lines().count() > 100, "the other file is read");
}

#[test]
fn a_file_name_cannot_command_the_terminal() {
    let (_, _, errors) = run(&["facts", "no\u{1b}[2Jsuch\nfile"]);
    assert_eq!(errors.len(), 1);
    assert!(!errors[0].contains('\u{1b}'));
}

#[test]
fn what_cannot_be_done_at_all_is_status_2() {
    let folder = folder();
    let out = path(&folder, "out.csv");
    fs::write(&out, "before").unwrap();
    for arguments in [
        &["query", "no-such-question", EXAMPLE, "--out", &out][..],
        &["query", "--sparql", "SELECT", EXAMPLE, "--out", &out],
        &["query", "--sparql", "SELECT * { ?s ?p ?o }"],
        &["query", "--sparql", "ASK {}", EXAMPLE, "--format", "ttl"],
        &["view", "no-such-view", EXAMPLE],
        &["explain", EXAMPLE, "9999"],
        &["facts", EXAMPLE, "--lexicon", "/no/such/folder"],
        &["build", EXAMPLE, "--base", "not an iri"],
        &["build"],
    ] {
        let (status, output, errors) = run(arguments);
        assert_eq!((status, output.as_str()), (Some(2), ""), "{arguments:?}: {errors:?}");
        assert!(!errors.is_empty(), "{arguments:?}");
    }
    assert_eq!(fs::read_to_string(&out).unwrap(), "before");
}

#[test]
fn a_question_cannot_fetch() {
    let (status, _, errors) =
        run(&["query", "--sparql", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", EXAMPLE]);
    assert_eq!(status, Some(2), "{errors:?}");
}

#[test]
fn a_full_disk_is_one_line() {
    let (status, _, errors) = run(&["build", "--quiet", EXAMPLE, "--out", "/dev/full"]);
    assert_eq!((status, errors.len()), (Some(2), 1), "{errors:?}");
    assert!(errors[0].contains("/dev/full"));
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let output = Process::new(PROGRAM).args(["facts", "--quiet", EXAMPLE]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(String::from_utf8(output.stderr).unwrap().lines().count(), 1);
}

#[test]
fn devices_and_pipes_are_written_to_and_not_replaced() {
    let folder = folder();
    let pipe = path(&folder, "pipe");
    make_fifo(&pipe);
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::read_to_string(pipe).unwrap()
    });
    assert_eq!(run(&["build", "--quiet", EXAMPLE, "--out", &pipe]).0, Some(0));
    assert_eq!(reader.join().unwrap(), run(&["build", "--quiet", EXAMPLE]).1);
    assert!(fs::metadata(&pipe).unwrap().file_type().is_fifo());
    assert_eq!(run(&["build", "--quiet", EXAMPLE, "--out", "/dev/null"]).0, Some(0));
    assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
}

#[test]
fn a_file_is_replaced_whole_and_keeps_its_rights_and_links() {
    let folder = folder();
    let (file, link) = (path(&folder, "graph.nq"), path(&folder, "link.nq"));
    fs::write(&file, "before").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("graph.nq", &link).unwrap();
    assert_eq!(run(&["build", "--quiet", EXAMPLE, "--out", &link]).0, Some(0));
    assert_eq!(fs::read_to_string(&file).unwrap(), run(&["build", "--quiet", EXAMPLE]).1);
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "a draft was left behind");
}

#[test]
fn nobody_listening_is_no_error() {
    let mut child = Process::new(PROGRAM)
        .args(["build", "--quiet", EXAMPLE])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut errors = String::new();
    child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
    assert_eq!((child.wait().unwrap().code(), errors.as_str()), (Some(0), ""));
}

#[test]
fn an_interrupt_leaves_no_file() {
    let folder = folder();
    let mut child = Process::new(PROGRAM)
        .args(["build", "--quiet", "-", "--out", &path(&folder, "graph.nq")])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    // Half a document, and the rest never comes.
    child.stdin.as_mut().unwrap().write_all(b"TOP 1: Haushalt\n").unwrap();
    // Where the interrupt was ignored by whoever started the tests, the program heeds it once it has begun to write.
    let ended = (0..100).find_map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(200));
        let _ = Process::new("kill").args(["-INT", &child.id().to_string()]).stderr(Stdio::null()).status();
        child.try_wait().unwrap()
    });
    assert!(!ended.expect("twenty seconds are enough").success());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn an_interrupt_while_writing_leaves_what_was_there() {
    let (folder, documents) = (folder(), folder());
    let out = path(&folder, "graph.nq");
    fs::write(&out, "before").unwrap();
    let text = fs::read_to_string(EXAMPLE).unwrap();
    for day in 10..20 {
        fs::write(path(&documents, &format!("{day}.md")), text.replace("03. Dezember", &format!("{day}. August")))
            .unwrap();
    }
    let documents = documents.path().to_str().unwrap();
    let mut child = Process::new(PROGRAM).args(["build", "--quiet", documents, "--out", &out]).spawn().unwrap();
    while child.try_wait().unwrap().is_none() {
        if fs::read_dir(folder.path()).unwrap().count() > 1 {
            assert!(Process::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
            break;
        }
    }
    // The interrupt may come too late, and then the new file is there as a whole.
    let interrupted = child.wait().unwrap().code() == Some(130);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "a draft was left behind");
    let after = fs::read_to_string(&out).unwrap();
    assert!(if interrupted { after == "before" } else { after.ends_with(".\n") });
}

#[test]
fn the_tables_of_several_documents_name_the_file() {
    let folder = folder();
    let other = path(&folder, "other.md");
    fs::write(&other, OTHER).unwrap();
    let out = path(&folder, "facts");
    run(&["facts", "--quiet", EXAMPLE, &other, "--out", &out]);
    let acts = fs::read_to_string(Path::new(&out).join("acts.csv")).unwrap();
    assert_eq!(acts.lines().next(), Some("file,top,point,actor,kind,addressee,deadline"));
    assert!(
        acts.lines().any(|line| line.starts_with("imk-215.md,"))
            && acts.lines().any(|line| line.starts_with("other.md,"))
    );
    run(&["facts", "--quiet", EXAMPLE, "--out", &out]);
    let acts = fs::read_to_string(Path::new(&out).join("acts.csv")).unwrap();
    assert_eq!(acts.lines().next(), Some("top,point,actor,kind,addressee,deadline"));
    assert_eq!(fs::read_dir(&out).unwrap().count(), 8);
}

#[test]
fn the_graph_of_a_corpus_is_the_union_of_the_graphs_of_its_documents() {
    let folder = folder();
    let other = path(&folder, "other.md");
    fs::write(&other, OTHER).unwrap();
    let lines =
        |arguments: &[&str]| run(arguments).1.lines().map(str::to_owned).collect::<std::collections::BTreeSet<_>>();
    let both = lines(&["build", "--quiet", EXAMPLE, &other]);
    let union = &lines(&["build", "--quiet", EXAMPLE]) | &lines(&["build", "--quiet", &other]);
    assert_eq!(both, union);
}

#[test]
fn standard_input_is_a_document() {
    let from_stdin = gremium(&["facts", "--quiet", "-"]).pipe_stdin(EXAMPLE).unwrap().output().unwrap();
    assert_eq!(String::from_utf8(from_stdin.stdout).unwrap(), run(&["facts", "--quiet", EXAMPLE]).1);
}

#[test]
fn annotations_point_to_their_words() {
    let text: Vec<char> = fs::read_to_string(EXAMPLE).unwrap().chars().collect();
    let (_, lines, _) = run(&["annotate", "--quiet", EXAMPLE]);
    assert!(lines.lines().count() > 100);
    let mut last = 0;
    for line in lines.lines() {
        let annotation: serde_json::Value = serde_json::from_str(line).unwrap();
        let place = |name: &str| usize::try_from(annotation[name].as_u64().unwrap()).unwrap();
        let words: String = text[place("start")..place("end")].iter().collect();
        assert_eq!(annotation["text"], words, "{line}");
        assert!(
            ["body", "norm", "report", "reference", "date"].contains(&annotation["kind"].as_str().unwrap()),
            "{line}"
        );
        assert!(place("start") >= last, "not in the order of the text: {line}");
        last = place("start");
    }
}

#[test]
fn pictures_parse_and_show_whoever_informs() {
    let (status, dot, _) = run(&["view", "informs", "--quiet", EXAMPLE]);
    assert_eq!(status, Some(0));
    assert!(graphviz_rust::parse(&dot).is_ok(), "{dot}");
    assert!(dot.contains("label=\"AK II\"") && dot.contains("informiert"), "{dot}");
}

#[test]
fn a_point_is_explained_with_its_words_and_rules() {
    let (status, explanation, _) = run(&["explain", "--quiet", EXAMPLE, "2.8"]);
    assert_eq!(status, Some(0));
    for expected in ["TOP 2, point 8", "„bittet“", "requests", "JuMiKo", "informs"] {
        assert!(explanation.contains(expected), "no {expected} in:\n{explanation}");
    }
    let (status, statements, _) = run(&["explain", "--quiet", EXAMPLE, "https://w3id.org/gremium/id/body/jumiko"]);
    assert_eq!(status, Some(0));
    assert!(statements.contains("JuMiKo"));
}

#[test]
fn the_catalogue_is_listed_in_both_languages() {
    let (status, list, _) = run(&["query", "--list"]);
    assert_eq!(status, Some(0));
    assert!(list.contains("who-informs-whom") && list.contains("Beschlusshandlungen") && list.contains("Acts"));
}

#[test]
fn the_lexicon_does_what_its_examples_say() {
    let (status, findings, _) = run(&["check"]);
    assert_eq!((status, findings.as_str()), (Some(0), ""));
}

#[test]
fn a_reference_that_leads_out_of_the_corpus_is_a_note_and_no_fault() {
    let (status, findings, _) = run(&["check", "examples/imk-215.md"]);
    assert_eq!(status, Some(0), "{findings}");
    assert!(findings.lines().count() > 5);
    assert!(findings.lines().all(|line| line.starts_with("note: dangling-references: ")), "{findings}");
}
