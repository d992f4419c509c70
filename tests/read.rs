//! Reading: every format gives the same words, and every bad input costs one clear line.

#![allow(clippy::pedantic)]

use gremium::read::{Limits, PdfError, ReadError, document, documents};
use gremium::text::{Diagnostic, Format, Source, Span};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

type Read = Result<(Source, Vec<Diagnostic>), ReadError>;

/// Limits with a process of its own for each PDF, as the binary has them.
fn limits() -> Limits {
    Limits { pdf_program: Some(env!("CARGO_BIN_EXE_gremium").into()), pdf_seconds: 10, ..Limits::default() }
}

fn read(inputs: &[&Path]) -> Vec<Read> {
    let inputs: Vec<PathBuf> = inputs.iter().map(|path| path.to_path_buf()).collect();
    let mut all = Vec::new();
    documents(&inputs, &limits(), &mut |one| all.push(one));
    all
}

fn in_memory(name: &str, bytes: impl Into<Vec<u8>>) -> Read {
    document(name, bytes.into(), None, &limits())
}

fn text(name: &str, bytes: impl Into<Vec<u8>>) -> String {
    in_memory(name, bytes).unwrap_or_else(|error| panic!("{error}")).0.text
}

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

fn corpus() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/imk-215.md")).unwrap()
}

/// The message of an error, which must be one line that names the input and says what to do.
fn message(read: Read, name: &str) -> String {
    let message = read.expect_err("should not be readable").to_string();
    assert!(message.contains(name) && !message.contains('\n') && message.len() < 400, "{message}");
    assert!(message.contains(". "), "no remedy: {message}");
    message
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

mod text_formats {
    use super::*;

    #[test]
    fn markdown_and_plain_text_are_themselves() {
        for (name, format) in [("a.md", Format::Markdown), ("a.txt", Format::Plain), ("a", Format::Plain)] {
            let source = in_memory(name, corpus()).unwrap().0;
            assert_eq!(source.format, format);
            assert!(source.map.is_identity());
            assert_eq!(source.text, corpus());
        }
        assert_eq!(text("a.txt", "TOP 1\r\n\r\nBeschluss:\r\n"), "TOP 1\r\n\r\nBeschluss:\r\n");
    }

    #[test]
    fn html_reads_as_a_person_reads() {
        let html = "<!doctype html><html><head><title>Nicht</title><style>p{}</style></head><body><nav>Start</nav>\
            <h1>TOP&nbsp;2:\n  Haus&shy;halt</h1><p><b>Be</b>schluss:</p><ol start=3><li>Die IMK bittet das\n BMI.\
            <ul><li>eins<li>zwei &amp; drei</ul><li><p>Sie dankt.</p></ol>\
            <table><tr><td>AK&#160;II</td><td>&bdquo;Polizei&ldquo;</td></tr></table><script>if (a<b) x()</script>Ende<br>aus</body></html>";
        let source = in_memory("a.html", html).unwrap().0;
        assert_eq!(
            source.text,
            "TOP 2: Haushalt\n\nBeschluss:\n\n3. Die IMK bittet das BMI.\n- eins\n- zwei & drei\n4. Sie dankt.\n\nAK II\t„Polizei“\n\nEnde\naus"
        );
        for (word, raw) in [
            ("Haushalt", "Haus&shy;halt"),
            ("Beschluss", "Be</b>schluss"),
            ("& drei", "&amp; drei"),
            ("„Polizei“", "&bdquo;Polizei&ldquo;"),
        ] {
            let at = source.text.find(word).unwrap();
            assert_eq!(source.map.original(Span::at(at, at + word.len())).of(html), raw);
        }
    }

    #[test]
    fn html_in_an_old_encoding_leads_back_to_its_bytes() {
        let html = b"<html><head><meta charset=\"iso-8859-1\"></head><body><p>Beschl\xfcsse der L\xe4nder &uuml;ber &sect;&nbsp;3</p></body></html>";
        let (source, findings) = in_memory("a.html", *html).unwrap();
        assert_eq!(source.text, "Beschlüsse der Länder über § 3");
        assert!(findings.is_empty(), "{findings:?}");
        for (word, raw) in [
            ("Länder", &b"L\xe4nder"[..]),
            ("über", b"&uuml;ber"),
            ("§ 3", b"&sect;&nbsp;3"),
            ("Beschlüsse", b"Beschl\xfcsse"),
        ] {
            let at = source.text.find(word).unwrap();
            assert_eq!(&html[source.map.original(Span::at(at, at + word.len())).range()], raw);
        }
    }

    #[test]
    fn json_lines_are_documents_and_a_bad_one_costs_only_itself() {
        let folder = folder();
        let file = folder.path().join("a.jsonl");
        fs::write(
            &file,
            "{\"id\":\"imk-1\",\"text\":\"TOP 1\\nü\"}\n\nkein JSON\n{\"id\":3}\n{\"text\":\"<html><p>Absatz\"}\n",
        )
        .unwrap();
        let mut all = read(&[&file]);
        assert_eq!(all.len(), 4);
        let last = all.pop().unwrap().unwrap().0;
        assert_eq!(
            (last.name.rsplit('/').next(), last.text.as_str(), last.format),
            (Some("a.jsonl:5"), "Absatz", Format::Html)
        );
        assert!(message(all.pop().unwrap(), "line 4").contains("{\"id\""));
        assert!(message(all.pop().unwrap(), "line 3").contains("column 1"));
        let first = all.pop().unwrap().unwrap().0;
        assert_eq!((first.name.as_str(), first.text.as_str()), ("imk-1", "TOP 1\nü"));
    }

    #[test]
    fn folders_are_read_in_order_and_known_endings_only() {
        let folder = folder();
        fs::create_dir_all(folder.path().join("b/c")).unwrap();
        for name in ["b/c/1.md", "b/2.HTML", "a.txt", "z.txt", "b/notes.docx", ".hidden"] {
            fs::write(folder.path().join(name), "Die IMK").unwrap();
        }
        let names: Vec<String> = read(&[folder.path()]).into_iter().map(|one| one.unwrap().0.name).collect();
        let names: Vec<&str> =
            names.iter().map(|name| name.strip_prefix(folder.path().to_str().unwrap()).unwrap()).collect();
        assert_eq!(names, ["/a.txt", "/b/2.HTML", "/b/c/1.md", "/z.txt"]);
    }
}

mod bad_input {
    use super::*;

    #[test]
    fn nothing_there() {
        assert!(message(in_memory("leer.txt", ""), "leer.txt").contains("no text"));
        assert!(message(in_memory("leer.txt", " \n \t\n".repeat(9)), "leer.txt").contains("no text"));
        let empty = folder();
        message(read(&[empty.path()]).pop().unwrap(), empty.path().to_str().unwrap());
        message(read(&[Path::new("gibt/es/nicht.md")]).pop().unwrap(), "gibt/es/nicht.md");
    }

    #[test]
    fn not_a_text() {
        assert!(message(in_memory("a.docx", *b"PK\x03\x04xxxx"), "a.docx").contains("office"));
        assert!(message(in_memory("a.bin", [0, 1, 2, 0].repeat(100)), "a.bin").contains("binary"));
        assert!(message(in_memory("a.pdf", "Die IMK"), "a.pdf").contains("damaged"));
    }

    #[test]
    fn a_name_cannot_write_to_the_terminal() {
        message(in_memory("a\n\u{1b}[2J.txt", ""), "a\\n\\u{1b}[2J.txt");
    }

    #[test]
    fn odd_bytes_are_read_and_reported() {
        let (source, findings) = in_memory("a.txt", *b"f\xc3\xbcr \xff die IMK").unwrap();
        assert_eq!(source.text, "für \u{fffd} die IMK");
        assert!(findings[0].message.contains("byte 5"));
        assert_eq!(findings[0].span.map(|span| span.of(&source.text)), Some("\u{fffd}"));
        let utf16: Vec<u8> = "Länder".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text("a.txt", utf16), "Länder");
        let (source, findings) = in_memory("a.txt", "Die IMK\0 bittet\u{202e} das BMI\u{7}").unwrap();
        assert_eq!((source.text.as_str(), findings.len()), ("Die IMK\0 bittet\u{202e} das BMI\u{7}", 3));
    }

    #[test]
    fn size_and_shape_do_not_matter() {
        let started = Instant::now();
        message(in_memory("a.txt", "Die IMK bittet. ".repeat(100 << 16)), "a.txt, line 1: 104857600 bytes");
        assert_eq!(text("a.txt", "Die IMK bittet. ".repeat(1 << 19)).len(), 8 << 20);
        assert_eq!(text("a.txt", "Die IMK bittet.\n".repeat(100 << 16)).len(), 100 << 20);
        assert_eq!(text("a.txt", "\n".repeat(1_000_000) + "Ende").len(), 1_000_004);
        assert!(text("a.md", "- ".repeat(10_000) + &"> ".repeat(10_000) + "Ende").ends_with("Ende"));
        assert!(text("a.html", "<ul><li><blockquote><div>".repeat(10_000) + "Ende").ends_with("Ende"));
        assert!(text("a.html", "&amp".repeat(200_000) + &"<".repeat(200_000) + " Ende").ends_with("Ende"));
        assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
    }

    #[test]
    fn too_large() {
        let few = Limits { max_bytes: 10, ..limits() };
        let error = document("a.txt", b"Die Konferenz".to_vec(), None, &few);
        message(error, "larger than 10 bytes");
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_does_not_hang() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = folder();
        let path = |name: &str| folder.path().join(name);
        assert!(std::process::Command::new("mkfifo").arg(path("a.txt")).status().unwrap().success());
        symlink(path("nowhere"), path("b.md")).unwrap();
        fs::write(path("c.txt"), "verschlossen").unwrap();
        fs::set_permissions(path("c.txt"), fs::Permissions::from_mode(0o000)).unwrap();
        fs::create_dir(path("d")).unwrap();
        symlink(folder.path(), path("d/up")).unwrap();
        symlink(path("d"), path("d/same")).unwrap();
        fs::write(path("d/e.txt"), "Die IMK").unwrap();
        let mut all = read(&[folder.path()]);
        assert_eq!(all.len(), 4);
        assert_eq!(all.pop().unwrap().unwrap().0.text, "Die IMK");
        let closed = all.pop().unwrap();
        // Root reads everything.
        if fs::read(path("c.txt")).is_err() {
            assert!(message(closed, "c.txt").contains("right to read"));
        }
        assert!(message(all.pop().unwrap(), "b.md").contains("symbolic link"));
        assert!(message(all.pop().unwrap(), "a.txt").contains("neither a file nor a folder"));
    }
}

mod pdf {
    use super::*;

    fn pdf(name: &str) -> Read {
        read(&[&data("pdf").join(name)]).pop().unwrap()
    }

    /// Words without markup and bullets.
    fn words(text: &str) -> Vec<String> {
        let bullet = |word: &&str| !matches!(*word, "-" | "–" | "•");
        text.replace(['*', '\\'], "").split_whitespace().filter(bullet).map(str::to_owned).collect()
    }

    /// Words of the corpus; `running` says whether its running headers stand in the text.
    fn corpus_words(running: bool) -> Vec<String> {
        const HEADER: &str = "Sammlung der zur Veröffentlichung freigegebenen Beschlüsse der Sitzung der Ständigen Konferenz der \
                              Innenminister und -senatoren der Länder am 03.12.21";
        let words = words(&corpus());
        if running {
            words
        } else {
            words.join(" ").replace(HEADER, "").split_whitespace().map(str::to_owned).collect()
        }
    }

    /// The share of words that both have, by the longest common run of words at each step.
    fn agreement(a: &[String], b: &[String]) -> f64 {
        let (mut equal, mut i, mut j) = (0usize, 0, 0);
        while i < a.len() && j < b.len() {
            if a[i] == b[j] {
                (equal, i, j) = (equal + 1, i + 1, j + 1);
                continue;
            }
            // The nearest place where both go on alike for three words.
            let near = (0..60).flat_map(|sum| (0..=sum).map(move |left| (left, sum - left)));
            let alike = |(x, y): &(usize, usize)| {
                (0..3).all(|k| a.get(i + x + k).is_some() && a.get(i + x + k) == b.get(j + y + k))
            };
            let Some((x, y)) = near.into_iter().find(alike) else { break };
            (i, j) = (i + x, j + y);
        }
        #[allow(clippy::cast_precision_loss)]
        let share = equal as f64 / a.len().max(b.len()) as f64;
        share
    }

    fn dates(words: &[String]) -> Vec<&str> {
        let is_date = |word: &&str| {
            word.len() >= 6 && word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'/'))
        };
        words.iter().map(|word| word.trim_matches(|c: char| !c.is_ascii_digit())).filter(is_date).collect()
    }

    /// Lines that begin with a number or `TOP`.
    fn starts(text: &str) -> BTreeSet<String> {
        let is_start = |line: &&str| {
            line.starts_with("TOP ")
                || line
                    .split_once(". ")
                    .is_some_and(|(number, _)| number.len() <= 2 && number.bytes().all(|b| b.is_ascii_digit()))
        };
        let first_words = |line: &str| line.split_whitespace().take(5).collect::<Vec<_>>().join(" ");
        text.replace(['*', '\\'], "").lines().map(str::trim).filter(is_start).map(first_words).collect()
    }

    #[test]
    fn words_dates_and_points_survive_every_producer() {
        for (name, running) in
            [("chromium", true), ("libreoffice", false), ("reportlab", true), ("fpdf2", true), ("groff", true)]
        {
            let (source, findings) = pdf(&format!("{name}.pdf")).unwrap();
            assert!(findings.is_empty(), "{name}: {findings:?}");
            let (corpus_words, words) = (corpus_words(running), words(&source.text));
            let share = agreement(&corpus_words, &words);
            assert!(share >= 0.999, "{name}: {share}");
            assert_eq!(dates(&words), dates(&corpus_words), "{name}");
            assert_eq!(starts(&source.text), starts(&corpus()), "{name}");
        }
    }

    #[test]
    fn pages_are_counted_and_furniture_is_gone() {
        let (source, _) = pdf("libreoffice.pdf").unwrap();
        assert_eq!(source.format, Format::Pdf);
        assert!(source.pages.len() > 50 && source.pages.is_sorted());
        assert!(!source.text.contains("Seite ") && source.text.matches("Sammlung").count() <= 2);
        let at = source.text.find("TOP 3:").unwrap();
        let page = source.positions().position(Span::at(at, at).start).page;
        assert!(page.is_some_and(|page| page > 2), "{page:?}");
    }

    #[test]
    fn rows_of_a_table_of_contents_stay_rows() {
        let contents = pdf("contents.pdf").unwrap().0.text;
        let rows: Vec<String> = contents.lines().map(|row| row.replace('.', "")).collect();
        assert_eq!(rows, ["TOP 1 Eröffnung  3", "TOP 2 Bekämpfung des Terrorismus  5", "TOP 12 Verschiedenes  17"]);
    }

    #[test]
    fn page_numbers_go_and_numbers_in_the_text_stay() {
        let (source, _) = pdf("footers.pdf").unwrap();
        assert_eq!(source.text, "TOP 1\nTOP 2\nTOP 3\nTOP 4");
        assert_eq!(source.pages.len(), 4);
    }

    #[test]
    fn a_page_is_read_upright() {
        assert_eq!(pdf("rotated.pdf").unwrap().0.text, "Die IMK bittet\ndas BMI.");
    }

    #[test]
    fn what_the_interpreter_cannot_do_is_repaired() {
        assert_eq!(pdf("quote-operators.pdf").unwrap().0.text, "Die IMK bittet\ndas BMI.");
        assert_eq!(pdf("owner-password.pdf").unwrap().0.text, "Die IMK bittet\ndas BMI.");
        assert_eq!(pdf("form-place.pdf").unwrap().0.text, "oben\n\nunten");
        assert_eq!(pdf("form-cycle.pdf").unwrap().0.text, "Beschluss");
    }

    #[test]
    fn bad_files_cost_one_line() {
        for (name, cause) in [
            ("truncated.pdf", "damaged"),
            ("encrypted.pdf", "password"),
            ("image-only.pdf", "OCR"),
            ("page-cycle.pdf", "no pages"),
            ("deep-tree.pdf", "OCR"),
            ("cmap-bomb.pdf", ""),
            ("bomb.pdf", ""),
        ] {
            let started = Instant::now();
            let message = message(pdf(name), name);
            assert!(message.contains(cause), "{message}");
            assert!(started.elapsed() < Duration::from_secs(25), "{name}: {:?}", started.elapsed());
        }
    }

    #[test]
    fn the_time_limit_ends_the_work() {
        let none = Limits { pdf_seconds: 0, ..limits() };
        let started = Instant::now();
        let mut all = Vec::new();
        documents(&[data("pdf/bomb.pdf")], &none, &mut |one| all.push(one));
        assert!(matches!(all.pop(), Some(Err(ReadError::Pdf { cause: PdfError::TooSlow(0), .. }))));
        assert!(started.elapsed() < Duration::from_secs(5));
    }

    #[test]
    fn a_thread_reads_as_well_as_a_process() {
        let bytes = fs::read(data("pdf/fpdf2.pdf")).unwrap();
        let (source, _) = document("a", bytes, None, &Limits::default()).unwrap();
        assert_eq!(source.text, pdf("fpdf2.pdf").unwrap().0.text);
        let few = Limits { pdf_text_bytes: 1000, ..Limits::default() };
        let bytes = fs::read(data("pdf/fpdf2.pdf")).unwrap();
        message(document("a.pdf", bytes, None, &few), "a.pdf");
    }

    #[test]
    fn a_missing_program_is_said() {
        let none = Limits { pdf_program: Some("/gibt/es/nicht".into()), ..Limits::default() };
        let bytes = fs::read(data("pdf/fpdf2.pdf")).unwrap();
        assert!(message(document("a.pdf", bytes, None, &none), "a.pdf").contains("/gibt/es/nicht"));
    }
}
