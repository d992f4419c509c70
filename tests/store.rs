//! The store on disk: whole documents in, the same quads out, whatever happens in between.

#[path = "support/http.rs"]
mod http;

use http::{EXAMPLE, complaint, gremium, printed};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A folder, the path of a store in it, and that of a file.
fn places() -> (tempfile::TempDir, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (store, file) = (path("store"), path("quads.nq"));
    (folder, store, file)
}

/// Canonical N-Quads of two documents; the second one says `value`.
fn quads(value: &str, count: usize) -> String {
    let mut lines: Vec<String> = (0..count)
        .map(|i| format!("<https://example.org/{i}> <https://example.org/p> \"{i}\" <https://example.org/one> .\n"))
        .collect();
    lines.push(format!("<https://example.org/x> <https://example.org/p> \"{value}\" <https://example.org/two> .\n"));
    lines.sort();
    lines.concat()
}

/// Every file below a folder with its bytes.
fn snapshot(folder: &Path) -> BTreeSet<(String, Vec<u8>)> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(snapshot(&path));
        } else {
            found.insert((path.display().to_string(), fs::read(&path).unwrap()));
        }
    }
    found
}

#[test]
fn what_was_built_into_a_store_comes_out_of_it() {
    let (_folder, store, _) = places();
    printed(&["build", "--quiet", EXAMPLE, "--store", &store]);
    let graph = printed(&["build", "--quiet", EXAMPLE]);
    assert_eq!(printed(&["store", "dump", &store]), graph);

    let list = printed(&["store", "list", &store]);
    let counted: usize = list.lines().map(|line| line.split('\t').nth(1).unwrap().parse::<usize>().unwrap()).sum();
    assert_eq!(counted, graph.lines().count());

    let question = ["query", "who-informs-whom", "--format", "csv"];
    let asked = printed(&[&question[..], &["--store", &store]].concat());
    assert_eq!(asked, printed(&[&question[..], &["--quiet", EXAMPLE]].concat()));
    assert!(asked.lines().count() > 1);
}

/// Each build says what came out of it in one number, the same whatever the syntax and the place; that of the hash of RDFC-1.0,
/// which without blank nodes is SHA-256 of the sorted lines.
#[test]
fn every_build_says_its_hash() {
    let (folder, store, _) = places();
    let graph = printed(&["build", "--quiet", EXAMPLE]);
    assert!(graph.lines().is_sorted());
    let says =
        format!("{} quads of 1 documents (RDFC-1.0 {})", graph.lines().count(), http::sha256sum(graph.as_bytes()));
    for format in ["nq", "ttl", "trig", "jsonld"] {
        let out = folder.path().join(format!("graph.{format}"));
        let said = gremium(&["build", EXAMPLE, "--out", out.to_str().unwrap()]).stderr;
        let said = String::from_utf8(said).unwrap();
        assert!(said.contains(&says), "{format}: {said}");
    }
    let says = format!("holds {} quads (RDFC-1.0 {})", graph.lines().count(), http::sha256sum(graph.as_bytes()));
    // What is unchanged has its hash too.
    for _ in 0..2 {
        let said = String::from_utf8(gremium(&["build", EXAMPLE, "--store", &store]).stderr).unwrap();
        assert!(said.contains(&says), "{said}");
    }
    assert!(printed(&["store", "verify", &store]).starts_with(&http::sha256sum(graph.as_bytes())));
}

/// Derived by hand from the canonical form of N-Quads: order of code points, each line once, one space between terms, escapes
/// for what must be escaped and for nothing else, no datatype of plain strings.
#[test]
fn the_hash_is_that_of_the_canonical_form() {
    let (_folder, store, file) = places();
    let written = r#"
        # comments and blanks go
        <https://example.org/s>   <https://example.org/p>	"b"^^<http://www.w3.org/2001/XMLSchema#string> <https://example.org/g>  .
        <https://example.org/s> <https://example.org/p> "\u00E9\U0001F600\u0009\u0041\u007F\u0001\u0008" <https://example.org/g> .
        <https://example.org/s> <https://example.org/p> "b" <https://example.org/g> .
        <https://example.org/s> <https://example.org/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <https://example.org/g> .
        <https://example.org/s> <https://example.org/p> "x"@de <https://example.org/g> .
        <https://example.org/s> <https://example.org/p> <https://example.org/\u00E4> <https://example.org/f> ."#;
    let canonical = [
        r#""1"^^<http://www.w3.org/2001/XMLSchema#integer> <https://example.org/g>"#,
        r#""b" <https://example.org/g>"#,
        r#""x"@de <https://example.org/g>"#,
        "\"é😀\\tA\\u007F\\u0001\\b\" <https://example.org/g>",
        "<https://example.org/ä> <https://example.org/f>",
    ];
    let canonical =
        canonical.map(|rest| format!("<https://example.org/s> <https://example.org/p> {rest} .\n")).concat();
    fs::write(&file, written).unwrap();
    printed(&["store", "load", &store, &file]);
    assert_eq!(printed(&["store", "dump", &store]), canonical);
    let verified = printed(&["store", "verify", &store]);
    assert!(verified.starts_with(&http::sha256sum(canonical.as_bytes())), "{verified}");
}

/// What is no whole store of this version is neither served nor asked.
#[test]
fn what_is_no_whole_store_is_not_served() {
    let (_folder, store, file) = places();
    fs::write(&file, quads("x", 2)).unwrap();
    printed(&["store", "load", &store, &file]);
    let index = Path::new(&store).join("index");
    let whole = fs::read_to_string(&index).unwrap();
    let cut = &whole[..whole.len() - 40];
    for (text, says) in [(cut, "line 3"), ("gremium-store 1\n", "another version. Build the store anew")] {
        fs::write(&index, text).unwrap();
        for arguments in [
            vec!["serve", "--store", &store, "--bind", "127.0.0.1:0"],
            vec!["query", "--store", &store, "--sparql", "ASK {}"],
            vec!["build", EXAMPLE, "--store", &store],
            vec!["store", "verify", &store],
        ] {
            let said = complaint(&arguments, 2);
            assert!(said.contains(says) && said.contains("index"), "{arguments:?}: {said}");
        }
    }
}

#[test]
fn replacing_a_document_twice_is_replacing_it_once() {
    let (folder, store, file) = places();
    let load = |text: &str| {
        fs::write(&file, text).unwrap();
        printed(&["store", "load", &store, &file]);
        snapshot(&folder.path().join("store"))
    };
    let old = load(&quads("old", 3));
    let new = load(&quads("new", 3));
    assert_ne!(old, new);
    assert_eq!(load(&quads("new", 3)), new);
    assert_eq!(printed(&["store", "dump", &store]), quads("new", 3));
    // What the second load does not speak of stays.
    load("<https://example.org/x> <https://example.org/p> \"alone\" <https://example.org/two> .\n");
    assert_eq!(printed(&["store", "dump", &store]), quads("alone", 3));
    assert_eq!(load(&quads("old", 3)), old, "nothing of the states in between is left");
}

#[test]
fn a_document_is_removed_by_its_name() {
    let (_folder, store, file) = places();
    fs::write(&file, quads("x", 2)).unwrap();
    printed(&["store", "load", &store, &file]);
    printed(&["store", "remove", &store, "https://example.org/one"]);
    assert_eq!(printed(&["store", "list", &store]).lines().count(), 1);
    assert_eq!(printed(&["store", "dump", &store]), quads("x", 0));
    let said = complaint(&["store", "remove", &store, "https://example.org/one"], 2);
    assert!(said.contains("https://example.org/one"), "{said}");
}

#[test]
fn the_hash_is_that_of_the_dump() {
    let (_folder, store, file) = places();
    fs::write(&file, quads("x", 2)).unwrap();
    printed(&["store", "load", &store, &file]);
    let digest = gremium::store::digest::digest(quads("x", 2).as_bytes());
    assert!(printed(&["store", "verify", &store]).starts_with(&digest));
    // `printf abc | sha256sum`
    assert_eq!(
        gremium::store::digest::digest(b"abc"),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
}

#[test]
fn a_second_writer_is_told_and_readers_are_not_disturbed() {
    let (_folder, store, file) = places();
    fs::write(&file, quads("x", 2)).unwrap();
    printed(&["store", "load", &store, &file]);
    let lock = fs::File::options().append(true).open(Path::new(&store).join("lock")).unwrap();
    lock.lock().unwrap();
    for arguments in [vec!["store", "load", &store, &file], vec!["store", "remove", &store, "a:b"]] {
        let said = complaint(&arguments, 2);
        assert!(said.contains("another program is writing"), "{said}");
    }
    assert_eq!(printed(&["store", "dump", &store]), quads("x", 2));
    // Not by closing: a process that another test is just starting holds the file a moment longer.
    lock.unlock().unwrap();
    printed(&["store", "load", &store, &file]);
}

#[test]
fn damage_is_found_and_named() {
    let (_folder, store, file) = places();
    fs::write(&file, quads("x", 2)).unwrap();
    printed(&["store", "load", &store, &file]);
    let list = printed(&["store", "list", &store]);
    let digest = list.lines().find(|line| line.contains("/two\t")).unwrap().split('\t').next().unwrap();
    let object = Path::new(&store).join("objects").join(format!("{digest}.nq"));
    let whole = fs::read(&object).unwrap();
    for damaged in [&whole[..whole.len() - 4], b"", &[whole.as_slice(), b"\n"].concat()] {
        fs::write(&object, damaged).unwrap();
        for (arguments, status) in [(["store", "verify", &store], 1), (["store", "dump", &store], 2)] {
            let said = complaint(&arguments, status);
            assert!(said.contains("https://example.org/two") && said.contains(digest), "{said}");
            assert!(!said.contains("https://example.org/one"), "{said}");
        }
    }
    // To load it anew mends it.
    printed(&["store", "load", &store, &file]);
    assert_eq!(printed(&["store", "dump", &store]), quads("x", 2));
    fs::remove_file(&object).unwrap();
    complaint(&["store", "verify", &store], 1);
}

#[test]
fn what_is_no_store_is_left_alone() {
    let (folder, store, file) = places();
    fs::write(&file, quads("x", 2)).unwrap();
    assert!(complaint(&["store", "dump", &store], 2).contains("no store"));
    let before = snapshot(folder.path());
    let said = complaint(&["store", "load", folder.path().to_str().unwrap(), &file], 2);
    assert!(said.contains("other things"), "{said}");
    assert_eq!(snapshot(folder.path()), before);
    complaint(&["store", "load", &file, &file], 2);
    assert_eq!(snapshot(folder.path()), before);

    printed(&["store", "load", &store, &file]);
    let index = Path::new(&store).join("index");
    for (text, says) in [
        ("gremium-store 99\n", "another version"),
        ("", "another version"),
        ("gremium-store 2\nabc", "line 2"),
        ("gremium-store 2\n../../x\t1\t-\t-\ta:b\n", "no digest"),
    ] {
        fs::write(&index, text).unwrap();
        let said = complaint(&["store", "dump", &store], 2);
        assert!(said.contains(says), "{text:?}: {said}");
        complaint(&["store", "load", &store, &file], 2);
        assert_eq!(fs::read_to_string(&index).unwrap(), text);
    }
}

#[test]
fn of_a_broken_dump_nothing_is_loaded() {
    let (_folder, store, file) = places();
    fs::write(&file, quads("x", 2)).unwrap();
    printed(&["store", "load", &store, &file]);
    for (bad, says) in [
        ("<https://example.org/x> <https://example.org/p> \"open <https://example.org/two> .\n", "line 4"),
        ("_:b <https://example.org/p> \"\" <https://example.org/two> .\n", "blank nodes"),
        ("<https://example.org/x> <https://example.org/p> \"\" .\n", "default graph"),
    ] {
        fs::write(&file, quads("y", 2) + bad).unwrap();
        let said = complaint(&["store", "load", &store, &file], 2);
        assert!(said.contains(says) && said.contains("quads.nq") && said.contains("nothing was loaded"), "{said}");
        assert_eq!(printed(&["store", "dump", &store]), quads("x", 2));
    }
}

/// A file system without room is played by a limit on the size of files.
#[test]
#[cfg(unix)]
fn without_room_the_old_state_stays() {
    let (_folder, store, file) = places();
    fs::write(&file, quads("x", 2)).unwrap();
    printed(&["store", "load", &store, &file]);
    fs::write(&file, quads("y", 5000)).unwrap();
    let script = "trap '' XFSZ; ulimit -f 8; exec \"$0\" store load \"$1\" \"$2\"";
    let output =
        Command::new("sh").args(["-c", script, env!("CARGO_BIN_EXE_gremium"), &store, &file]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("disk"));
    assert_eq!(printed(&["store", "dump", &store]), quads("x", 2));
}

/// Where nothing may be written the writer says so, and readers read on. Root may write anywhere, so it becomes somebody else.
#[test]
#[cfg(target_os = "linux")]
fn in_a_folder_for_reading_only_the_old_state_stays() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, store, file) = places();
    fs::write(&file, quads("x", 2)).unwrap();
    printed(&["store", "load", &store, &file]);
    fs::write(&file, quads("y", 2)).unwrap();
    let set = |mode: u32| {
        for path in [folder.path().join("store"), folder.path().join("store/objects")] {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        }
    };
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    set(0o555);
    let program = env!("CARGO_BIN_EXE_gremium");
    let is_root = fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0);
    let somebody = |arguments: &[&str]| {
        let mut command = Command::new(if is_root { "setpriv" } else { program });
        if is_root {
            command.args(["--reuid=65534", "--regid=65534", "--clear-groups", program]);
        }
        command.args(arguments).output().unwrap()
    };
    for arguments in [vec!["store", "load", &store, &file], vec!["store", "remove", &store, "https://example.org/one"]]
    {
        let output = somebody(&arguments);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains("may be read and written"), "{said}");
    }
    let read = somebody(&["store", "dump", &store]);
    assert_eq!(String::from_utf8(read.stdout).unwrap(), quads("x", 2));
    set(0o755);
    printed(&["store", "load", &store, &file]);
    assert_eq!(printed(&["store", "dump", &store]), quads("y", 2));
}

/// Killed at a hundred points of its way, a writer leaves the old state or the new one.
#[test]
#[cfg(unix)]
fn whoever_is_killed_leaves_a_whole_state() {
    const POINTS: u32 = 100;
    let (_folder, store, file) = places();
    let states = [quads("old", 300), quads("new", 300)];
    fs::write(&file, &states[0]).unwrap();
    printed(&["store", "load", &store, &file]);
    let began = Instant::now();
    printed(&["store", "load", &store, &file]);
    let whole = began.elapsed() + Duration::from_millis(2);
    let mut killed = 0;
    for point in 0..POINTS {
        fs::write(&file, &states[(point as usize + 1) % 2]).unwrap();
        let mut writer = Command::new(env!("CARGO_BIN_EXE_gremium"))
            .args(["store", "load", &store, &file])
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(whole * point / POINTS);
        let _ = writer.kill();
        killed += u32::from(!writer.wait().unwrap().success());
        assert!(states.contains(&printed(&["store", "dump", &store])), "point {point}");
        printed(&["store", "verify", &store]);
    }
    assert!(killed > 0);
}

/// A store that was killed while it came into being is taken up by whoever comes next.
#[test]
#[cfg(unix)]
fn whoever_is_killed_at_the_very_start_leaves_nothing_in_the_way() {
    const POINTS: u32 = 100;
    let (folder, _, file) = places();
    fs::write(&file, quads("new", 3)).unwrap();
    let store = |point: u32| folder.path().join(format!("store-{point}")).to_str().unwrap().to_owned();
    let began = Instant::now();
    printed(&["store", "load", &store(POINTS), &file]);
    let whole = began.elapsed();
    let mut unfinished = 0;
    for point in 0..POINTS {
        let store = store(point);
        let mut writer = Command::new(env!("CARGO_BIN_EXE_gremium"))
            .args(["store", "load", &store, &file])
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(whole * point / POINTS);
        let _ = writer.kill();
        writer.wait().unwrap();
        unfinished += u32::from(!Path::new(&store).join("index").exists());
        printed(&["store", "load", &store, &file]);
        assert_eq!(printed(&["store", "dump", &store]), quads("new", 3), "point {point}");
        let left: Vec<_> = fs::read_dir(&store).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left.len(), 3, "point {point}: {left:?}");
    }
    assert!(unfinished > 0);
}
