//! The structure of documents: one case for each style of the genre, and the laws that hold for any text.

use gremium::structure::{BlockKind, Document, structure};
use gremium::text::{Source, Span};
use proptest::prelude::*;
use std::fmt::Write;

fn read(text: &str) -> Document {
    structure(&Source::from_text("test", text))
}

/// A document in few lines: `number Titel`, then a line for each passage; `¶` stands for a line break in a passage.
fn outline(text: &str) -> String {
    let document = read(text);
    let words = |span: Span| span.of(&document.reading).replace('\n', " ¶ ");
    let mut out = String::new();
    for item in &document.items {
        writeln!(out, "{} {}", item.number, words(document.passages[item.heading as usize].span)).unwrap();
        let notes = item.notes.iter().flat_map(|note| &note.points);
        for id in item.sub_headings.iter().chain(&item.resolution).chain(notes) {
            let passage = &document.passages[*id as usize];
            writeln!(out, "{}: {}", passage.label, words(passage.span)).unwrap();
        }
        for note in &item.notes {
            writeln!(out, "by {}", words(note.by)).unwrap();
        }
    }
    out
}

#[track_caller]
fn reads(text: &str, expected: &str) {
    assert_eq!(outline(text).trim_end(), expected, "for the text:\n{text}");
}

/// The same for what stands below the heading and „Beschluss:“.
#[track_caller]
fn resolves(resolution: &str, expected: &str) {
    reads(&format!("TOP 1: Haushalt\n\nBeschluss:\n\n{resolution}"), &format!("1 Haushalt\n{expected}"));
}

#[test]
fn item_headings_of_many_conferences() {
    for (heading, number, title) in [
        ("TOP 2: Haushalt", "2", "Haushalt"),
        ("**TOP 2:                     Haushalt und  \nFinanzen**", "2", "Haushalt und Finanzen"),
        ("**TOP 2:**   **Haushalt**  \n**- Bericht**", "2", "Haushalt - Bericht"),
        ("**TOP 2: Haushalt**\n\n**Bericht des Bundes**", "2", "Haushalt Bericht des Bundes"),
        ("TOP 2 Haushalt", "2", "Haushalt"),
        ("TOP 2\nHaushalt", "2", "Haushalt"),
        ("TOP 2\n\nHaushalt\nund Finanzen", "2", "Haushalt und Finanzen"),
        ("TOP: 6.5\nHaushalt", "6.5", "Haushalt"),
        ("TOP 6.5 Haushalt", "6.5", "Haushalt"),
        ("TOP I.17 Haushalt", "I.17", "Haushalt"),
        ("TOP II.10\n\nHaushalt", "II.10", "Haushalt"),
        ("TOP 5a: Haushalt", "5a", "Haushalt"),
        ("TOP 5/6: Haushalt", "5/6", "Haushalt"),
        ("TOP 4 und 5: Haushalt", "4 und 5", "Haushalt"),
        ("TOP 5.1 a) Haushalt", "5.1", "a) Haushalt"),
        ("TOP 5 – Haushalt", "5", "Haushalt"),
        ("TOP 5: Haushalt\nBerichterstattung: Hessen", "5", "Haushalt"),
        ("Beschluss 2021/05 - Haushalt", "2021/05", "Haushalt"),
        ("Tagesordnungspunkt 7\nHaushalt", "7", "Haushalt"),
        ("Tagesordnungspunkt 7: Haushalt", "7", "Haushalt"),
        ("Punkt 4.1 der Tagesordnung: Haushalt", "4.1", "Haushalt"),
        ("Punkt 4.1 der Tagesordnung\nHaushalt", "4.1", "Haushalt"),
        ("Zu TOP 3: Haushalt", "3", "Haushalt"),
        ("## TOP 3 Haushalt", "3", "Haushalt"),
        ("## TOP 3: „Haushalt“ und Finanz-\nplanung", "3", "„Haushalt“ und Finanzplanung"),
        ("- TOP 20: Haushalt", "20", "Haushalt"),
        ("TOP 76: 2. Fortschreibung des Lagebildes", "76", "2. Fortschreibung des Lagebildes"),
        ("TOP 9\n2. Fortschreibung des Lagebildes", "9", "2. Fortschreibung des Lagebildes"),
        ("7. Haushalt", "7", "Haushalt"),
        ("7.\nHaushalt", "7", "Haushalt"),
        ("### 7. Haushalt", "7", "Haushalt"),
        ("I.17 Haushalt", "I.17", "Haushalt"),
        ("Haushalt / 17. März 2021 | 34. Sitzung | Beschluss 2021/05", "2021/05", "Haushalt"),
        ("Haushalt\nund Finanzen\n\n17.03.2021 | 34. Sitzung | Beschluss 2021/05", "2021/05", "Haushalt und Finanzen"),
        ("Beschluss 2021/05: Haushalt", "2021/05", "Haushalt"),
        ("Beschluss 2021/05\nHaushalt", "2021/05", "Haushalt"),
        ("Umlaufbeschluss 03/2020: Haushalt", "03/2020", "Haushalt"),
    ] {
        let text = format!("{heading}\n\nBeschluss:\n\n1. Die VMK dankt.\n2. Sie bittet.\n");
        reads(&text, &format!("{number} {title}\n1: Die VMK dankt.\n2: Sie bittet."));
    }
}

#[test]
fn resolution_marks() {
    for mark in ["Beschluss:", "Beschluss", "**Beschluss:**", "**Beschluss**:", "### Beschluss", "BESCHLUSS:", "Beschlussfassung:", "Entscheidung:", "Beschluss (einstimmig):"] {
        reads(&format!("TOP 1: A\n\n{mark}\n\nDie VMK dankt."), "1 A\n-: Die VMK dankt.");
    }
    reads("TOP 1: A\nBeschluss: Die VMK dankt.", "1 A\n-: Die VMK dankt.");
    reads("TOP 1: A\n\nBerichterstattung: Hessen\n\nBeschluss:\nDie VMK dankt.", "1 A\n-: Die VMK dankt.");
    reads("TOP 1: A\n\nDie VMK dankt.", "1 A\n-: Die VMK dankt.");
    reads("TOP 1: A\n\nBeschluss des Bundes prüfen", "1 A\n-: Beschluss des Bundes prüfen");
}

#[test]
fn sub_headings() {
    reads(
        "- TOP 20: Register - Betrieb**\n- a) **Bericht**\n  - b) **Neuordnung der\nGremien**\n\n**Beschluss:**\n\n1. Die VMK dankt.",
        "20 Register - Betrieb\na: Bericht\nb: Neuordnung der Gremien\n1: Die VMK dankt.",
    );
}

#[test]
fn numbers_of_points() {
    for points in [
        "1. Die VMK dankt.\n2. Sie bittet.",
        "1) Die VMK dankt.\n2) Sie bittet.",
        "(1) Die VMK dankt.\n(2) Sie bittet.",
        "1. Die VMK dankt.\n  \n2. Sie bittet.",
        "1.\nDie VMK dankt.\n2.\nSie bittet.",
        "1. Die VMK dankt.\n\n- 2. Sie bittet.",
        "**1.** Die VMK dankt.\n**2.** Sie bittet.",
        "1\\. Die VMK dankt.\n2\\. Sie bittet.",
        "1. Die VMK dankt.\n1. Sie bittet.",
        "1. Die VMK dankt.2. Sie bittet.",
        "1. Die VMK dankt. 2. Sie bittet.",
        "1. Die VMK\ndankt.\n2. Sie bit-\ntet.",
        "> 1. Die VMK dankt.\n> 2. Sie bittet.",
        "1. Die VMK\n\n- 3 -\n\ndankt.\n\n2. Sie bittet.",
        "1. Die VMK dankt.\n\nnoch TOP 1\n\n2. Sie bittet.",
    ] {
        resolves(points, "1: Die VMK dankt.\n2: Sie bittet.");
    }
}

#[test]
fn numbers_that_are_no_points() {
    resolves(
        "1. Die VMK dankt für die Sitzung am\n2. Dezember und nach § 5 Abs. 2. Satz 1.\n2020 ist vorbei. 2. Dezember war es.\n17. Juni auch.",
        "1: Die VMK dankt für die Sitzung am 2. Dezember und nach § 5 Abs. 2. Satz 1. 2020 ist vorbei. 2. Dezember war es. 17. Juni auch.",
    );
    resolves(
        "1. Die VMK dankt für die Erste und die\n2. Verordnung.\n2. Sie bittet.",
        "1: Die VMK dankt für die Erste und die 2. Verordnung.\n2: Sie bittet.",
    );
}

#[test]
fn bullets_belong_to_their_point() {
    resolves(
        "1. Die VMK bittet um\n  - Zahlen,\n    - genaue und\n    - neue,\n  - Wege.\n\nDas gilt auch hier.\n2. Sie dankt:\n• a\n– b – c\na) d\nb) e\n(i) f\n2.1 g",
        "1: Die VMK bittet um ¶ Zahlen, ¶ genaue und ¶ neue, ¶ Wege. ¶ Das gilt auch hier.\n2: Sie dankt: ¶ a ¶ b – c ¶ d ¶ e ¶ f ¶ g",
    );
    resolves("Die VMK bittet, dass\na) Zahlen und\nb) Wege nach Buchstabe\na) kommen.", "-: Die VMK bittet, dass ¶ Zahlen und ¶ Wege nach Buchstabe a) kommen.");
    resolves("1. Die VMK bittet – wie immer\n– um Zahlen.\n2. Sie dankt.", "1: Die VMK bittet – wie immer – um Zahlen.\n2: Sie dankt.");
    resolves("1. Die VMK bittet:\n   1. um Zahlen,\n   2. um Wege.\n2. Sie dankt.", "1: Die VMK bittet: ¶ um Zahlen, ¶ um Wege.\n2: Sie dankt.");
    resolves("Die VMK bittet:\n- um Zahlen,\n- um Wege.", "-: Die VMK bittet: ¶ um Zahlen, ¶ um Wege.");
}

#[test]
fn protocol_notes() {
    resolves(
        "1. Die VMK dankt.\n\nProtokollnotiz BMI:\n\nDas BMI sagt zu.\n\n2. Sie bittet.\n\n**Protokollerklärung der Länder Bayern und Sachsen:**\n\n1. Bayern dankt.\n2. Sachsen bittet.",
        "1: Die VMK dankt.\n2: Sie bittet.\nN: Das BMI sagt zu.\nN1: Bayern dankt.\nN2: Sachsen bittet.\nby BMI\nby der Länder Bayern und Sachsen",
    );
    resolves("Die VMK dankt.\n\nProtokollnotiz: Der Bund bittet.", "-: Die VMK dankt.\nN: Der Bund bittet.\nby");
    resolves("Die VMK dankt.\n\nProtokollnotiz des Bundes\nEr bittet.", "-: Die VMK dankt.\nN: Er bittet.\nby des Bundes");
    resolves(
        "Die VMK dankt.\n\nProtokollerklärung der Länder Bayern, Hessen,\nSachsen und Berlin:\nSie bitten.",
        "-: Die VMK dankt.\nN: Sie bitten.\nby der Länder Bayern, Hessen, Sachsen und Berlin",
    );
}

#[test]
fn words_are_read_without_markup_and_line_breaks() {
    for (lines, words) in [
        ("Zustän-\ndigkeit", "Zuständigkeit"),
        ("Zustän\u{ad}\ndig\u{ad}keit", "Zuständigkeit"),
        ("Bund-\nLänder", "Bund-Länder"),
        ("Sicherheits-\nund Polizeirecht", "Sicherheits- und Polizeirecht"),
        ("IT-\ngestützt", "IT-gestützt"),
        ("Personal -\nalso Geld", "Personal - also Geld"),
        ("O\u{fb03}zier", "Offizier"),
        ("Minister*innen und **Senatoren** (*nicht  frei*) und _neu_ und a_b", "Minister*innen und Senatoren (nicht frei) und neu und a_b"),
        ("§\u{a0}5\tAbs.\u{a0} \u{a0}2", "§ 5 Abs. 2"),
        ("Sternchen \\* und \\_", "Sternchen * und _"),
    ] {
        resolves(lines, &format!("-: {words}"));
    }
}

#[test]
fn furniture_between_the_halves_of_a_sentence() {
    let header = "Beschlüsse der Sitzung\nam 03.12.21";
    let text = format!(
        "Beschlüsse der 5. Sitzung der VMK am 3. Dezember 2021\n\n{header}\n\nTOP 1: A\n\nBeschluss:\n\n1. Die VMK dankt den Sicher-\n\n\
         {header}\n\nnoch TOP 1\n\nheitsbehörden und\n\n{header}\n\nbittet.\n\n{header}\n\n- Neu.\n2. Ende."
    );
    reads(&text, "1 A\n1: Die VMK dankt den Sicherheitsbehörden und bittet. ¶ Neu.\n2: Ende.");
    assert_eq!(read(&text).blocks.iter().filter(|block| block.kind == BlockKind::Furniture).count(), 4);
    let pages = "Kopf der Konferenz 2021\nTOP 1: A\nBeschluss:\nDie VMK\n\u{c}Kopf der Konferenz 2021\n- 2 -\ndankt und\n\u{c}Kopf der Konferenz 2021\nSeite 3 von 4\nbittet.";
    reads(pages, "1 A\n-: Die VMK dankt und bittet.");
}

#[test]
fn agendas_and_contents_are_no_items() {
    let minutes = "TOP 1: A\n\nBeschluss:\nDie VMK dankt.\n\nTOP 2: B und C\n\nBeschluss:\nSie bittet.";
    for before in ["TOP 1: A ........ 3\nTOP 2: B und\nC ........ 4", "Tagesordnung\n\nTOP 1: A\nTOP 2: B und C", "Tagesordnung\n\n- TOP 1: A\n\n- TOP 2: B und C"] {
        let text = format!("Niederschrift der 5. Sitzung am 3. Dezember 2021\n\n{before}\n\n{minutes}");
        reads(&text, "1 A\n-: Die VMK dankt.\n2 B und C\n-: Sie bittet.");
    }
}

#[test]
fn items_without_a_mark() {
    reads(
        "Beschlüsse der 91. GMK\n20. und 21. Juni 2018\n\nPunkt 4.1 der Tagesordnung: Bahn 3\n\nPunkt 4.1 der Tagesordnung:\nBahn\n\nBerichterstattung: Hessen\n\n1. Sie dankt.",
        "4.1 Bahn\n1: Sie dankt.",
    );
}

#[test]
fn prose_has_no_items() {
    for text in [
        "",
        "# Anleitung\n\n1. Laden\n2. Bauen\n\n## 3. Weiteres\n\nMehr.",
        "Der Bericht (siehe\nTOP 7 der Sitzung) liegt vor.\n\nTOP 54 Ziffer 2 wird erneuert.",
    ] {
        let document = read(text);
        assert!(document.items.is_empty(), "{text}");
        assert_eq!(document.diagnostics.iter().map(|found| found.code).collect::<Vec<_>>(), ["no-agenda-item"]);
    }
}

#[test]
fn session_headings() {
    for (heading, number, when, place) in [
        ("Sammlung\nder Beschlüsse\nder 215. Sitzung\nder Konferenz der Minister\n\nam 03. Dezember 2021", Some(215), "2021-12-03", ""),
        ("Beschlüsse der 92. Konferenz der Justizministerinnen und Justizminister am 16. und 17. Juni 2021 in Hamburg", Some(92), "2021-06-16/2021-06-17", "Hamburg"),
        ("91. Gesundheitsministerkonferenz\n\n20. und 21. Juni 2018 in Düsseldorf", Some(91), "2018-06-20/2018-06-21", "Düsseldorf"),
        ("Ergebnisprotokoll der Verkehrsministerkonferenz am 14./15. April 2021", None, "2021-04-14/2021-04-15", ""),
        ("Frühjahrskonferenz 12. bis 13. Juni 2019 in Lübeck", None, "2019-06-12/2019-06-13", "Lübeck"),
        ("34. Sitzung des IT-Planungsrats am 17. März 2021", Some(34), "2021-03-17", ""),
        ("Beschlüsse der Konferenz vom 30. November bis 2. Dezember 2022 in Frankfurt am Main", None, "2022-11-30/2022-12-02", "Frankfurt am Main"),
        ("Niederschrift der Tagung am 07./08.10.20 in Rostock-Warnemünde", None, "2020-10-07/2020-10-08", "Rostock-Warnemünde"),
        ("100. Amtschefkonferenz in Bad Homburg am 28.11.2018", Some(100), "2018-11-28", "Bad Homburg"),
        ("Umlaufbeschluss der Konferenz vom 3. März 2020", None, "2020-03-03", ""),
        ("# Herbstkonferenz\n\n## 7. November 2019, Berlin", None, "2019-11-07", "Berlin"),
    ] {
        let text = format!("{heading}\n\nHinweise:\n\nEs gilt 2020 vieles.\n\nTOP 1: A\n\nBeschluss:\nDie VMK dankt.");
        let document = read(&text);
        let session = document.session;
        assert_eq!(session.number, number, "{heading}");
        assert_eq!(session.when.map(|when| when.to_string()).as_deref(), Some(when), "{heading}");
        assert_eq!(session.place.unwrap_or_default(), place, "{heading}");
        assert!(!session.span.of(&document.reading).contains("Hinweise"), "{heading}");
    }
}

#[test]
fn decisions_are_dated_by_their_heading() {
    let document = read("Haushalt / 17. März 2021 | 34. Sitzung | Beschluss 2021/05\n\nDie Konferenz dankt.");
    assert_eq!(document.items[0].when.map(|when| when.to_string()).as_deref(), Some("2021-03-17"));
}

/// What holds for the document of any text.
fn check_laws(text: &str) {
    let source = Source::from_text("law", text);
    let document = structure(&source);
    let mut end = 0;
    for block in &document.blocks {
        assert_eq!(block.span.start, end, "blocks leave a gap or overlap");
        assert!(text.is_char_boundary(block.span.end as usize));
        end = block.span.end;
    }
    assert_eq!(end as usize, text.len(), "blocks cover the text");
    let mut last = 0;
    for passage in &document.passages {
        assert!(passage.span.start >= last && passage.span.end >= passage.span.start, "passages are in order");
        assert!(document.reading.get(passage.span.range()).is_some(), "passage outside the reading text");
        assert!((passage.item as usize) < document.items.len());
        let original = document.map.original(passage.span);
        assert!(text.get(original.range()).is_some(), "{original:?} is no place in the source");
        last = passage.span.end;
    }
    let ids = document.items.iter().flat_map(|item| {
        let notes = item.notes.iter().flat_map(|note| &note.points);
        std::iter::once(&item.heading).chain(&item.sub_headings).chain(&item.resolution).chain(notes)
    });
    let mut ids: Vec<u32> = ids.copied().collect();
    ids.sort_unstable();
    assert!(ids.iter().copied().eq(0..u32::try_from(document.passages.len()).unwrap()), "every passage has one place");
}

/// Lines of the genre, so that random documents get beyond the first state.
const LINES: [&str; 26] = [
    "TOP 1: Titel", "**TOP 2:**  **Titel**", "- a) **Unter**", "b) Unter", "**Beschluss:**", "Beschluss: 1. Die", "1. Die IMK bittet", "- 2. Sie dankt.3. Die IMK",
    "- Punkt,", "(1) Sie", "Zustän-", "digkeit\u{ad}", "", "noch TOP 1", "\u{c}am 03.12.21", "- 3 -", "Protokollnotiz BMI:", "Protokollerklärung der Länder,",
    "Bayern:", "7. Titel", "Titel", "17.03.21 | 34. Sitzung | Beschluss 2021/05", "Sitzung am 3. und 4. Mai 2021 in Ulm", "A ..... 7", "> # \u{feff}*_\\", "O\u{fb03}zier\u{a0}",
];

proptest! {
    #[test]
    fn any_text_parses(text in any::<String>()) {
        check_laws(&text);
    }

    #[test]
    fn any_bytes_parse(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check_laws(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn any_lines_of_the_genre_parse(lines in prop::collection::vec(prop::sample::select(&LINES[..]), 0..40)) {
        check_laws(&lines.join("\n"));
    }
}

#[test]
fn large_texts_take_linear_time() {
    let large = 200_000;
    let deep = (0..10_000).fold(String::new(), |list, depth| list + &" ".repeat(depth % 300) + "- x\n");
    for text in [
        "\n".repeat(large),
        "1. ".repeat(large),
        "1.".repeat(large),
        "- ".repeat(large),
        "*".repeat(large),
        "> ".repeat(large),
        "#".repeat(large),
        "(".repeat(large),
        "i".repeat(large),
        "TOP 1: ".repeat(large / 5),
        "TOP 1: A\n".repeat(large / 5),
        "Beschluss:\n".repeat(large / 5),
        "A\n".repeat(large),
        "Sitzung 2021\n".repeat(large / 5),
        "7. Titel\nBeschluss:\n".repeat(large / 5),
        "Protokollnotiz A\n".repeat(large / 5),
        "A | Sitzung | Beschluss 2021/05\n".repeat(large / 5),
        "TOP 1: A\n\nBeschluss:\n1. Wort-\n".repeat(large / 10),
        format!("TOP 1: A\n\nBeschluss:\n{deep}"),
        format!("TOP 1: A\n\nBeschluss:\n1. A.{}", "2. B.3. C.".repeat(large / 5)),
        format!("TOP 1: A\n\nBeschluss:\n1. A.{}", "2. b ".repeat(large / 5)),
    ] {
        let start = std::time::Instant::now();
        check_laws(&text);
        assert!(start.elapsed().as_secs() < 10, "{}… took {:?}", &text[..20], start.elapsed());
    }
}
