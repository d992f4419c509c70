//! The structure of documents: one case for each style of the genre, and the annotated collections.

use gremium::structure::{BlockKind, Document, Label, structure};
use gremium::text::{Source, Span};
use std::fmt::Write;
use std::fs;
use std::path::Path;

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
        ("TOP I 1\nHaushalt", "I.1", "Haushalt"),
        ("TOP II. 14 Haushalt", "II.14", "Haushalt"),
        ("TOP I. 3\n\nHaushalt\n\nBerichterstattung: Hessen", "I.3", "Haushalt"),
        ("TOP 7 Haushalt\nBE: Hessen, Bremen,\nSachsen\nVorgang: TOP 12 der 95. Sitzung", "7", "Haushalt"),
        ("TOP 7: Haushalt\n\nhier: Bericht des Bundes", "7", "Haushalt hier: Bericht des Bundes"),
        ("TOP 7: Haushalt und\nFinanzen: Bericht", "7", "Haushalt und Finanzen: Bericht"),
        ("TOP 7 Haushalt\nAbstimmungsergebnis: 16 : 0 : 0", "7", "Haushalt"),
    ] {
        let text = format!("{heading}\n\nBeschluss:\n\n1. Die VMK dankt.\n2. Sie bittet.\n");
        reads(&text, &format!("{number} {title}\n1: Die VMK dankt.\n2: Sie bittet."));
    }
}

#[test]
fn resolution_marks() {
    for mark in [
        "Beschluss:",
        "Beschluss",
        "**Beschluss:**",
        "**Beschluss**:",
        "### Beschluss",
        "BESCHLUSS:",
        "Beschlussfassung:",
        "Entscheidung:",
        "Beschluss (einstimmig):",
    ] {
        reads(&format!("TOP 1: A\n\n{mark}\n\nDie VMK dankt."), "1 A\n-: Die VMK dankt.");
    }
    reads("TOP 1: A\nBeschluss: Die VMK dankt.", "1 A\n-: Die VMK dankt.");
    reads("TOP 1: A\n\nBerichterstattung: Hessen\n\nBeschluss:\nDie VMK dankt.", "1 A\n-: Die VMK dankt.");
    reads("TOP 1: A\n\nDie VMK dankt.", "1 A\n-: Die VMK dankt.");
    reads(
        "TOP 1\nA\n\nDie Räte der Länder\nfassen folgenden Beschluss:\n\n1. Die VMK dankt.",
        "1 A\n1: Die VMK dankt.",
    );
    reads(
        "TOP 1: A\n\n1. Die VMK erneuert\nfolgenden Beschluss:\n- B.",
        "1 A\n1: Die VMK erneuert folgenden Beschluss: ¶ B.",
    );
    reads("TOP 1: A\n\nBeschluss des Bundes prüfen", "1 A\n-: Beschluss des Bundes prüfen");
    for formula in ["Die Räte der\nLänder fassen den folgenden Beschluss:", "Die VMK hat einstimmig beschlossen:"] {
        reads(&format!("TOP 1: A\n\nBeschluss:\n\n{formula}\n\n1. Die VMK dankt."), "1 A\n1: Die VMK dankt.");
    }
}

#[test]
fn sentences_right_behind_a_title() {
    reads("TOP 9 Verschiedenes\nEs liegen keine Meldungen vor.", "9 Verschiedenes\n-: Es liegen keine Meldungen vor.");
    reads(
        "Punkt 7 der Tagesordnung:\nBahn und\nDie Straße\nDie VMK fordert den Bund auf,\nzu zahlen.\n\nProtokollnotiz X:\nB.",
        "7 Bahn und Die Straße\n-: Die VMK fordert den Bund auf, zu zahlen.\nN: B.\nby X",
    );
    reads("TOP 9 Die Bahn\nDie Straße\n\nBeschluss:\nB.", "9 Die Bahn Die Straße\n-: B.");
}

#[test]
fn what_minutes_add_is_no_resolution() {
    resolves(
        "1. A.\n\nAbstimmung: 13 : 0 : 3\n\nBegründung:\n\n1. B.\nC.\n\nProtokollnotiz X:\nD.",
        "1: A.\nN: D.\nby X",
    );
    for page in ["(3)", "- 3 -", "-3-", "Seite 3 von 10", "3"] {
        resolves(&format!("1. A und\n\n{page}\n\nB.\n2. C."), "1: A und B.\n2: C.");
    }
}

/// Decisions with numbers of their own, as the gazette and the site of their council print them.
#[test]
fn numbered_decisions() {
    let points = ["1: Der Rat dankt.", "2: Er bittet."].join("\n");
    for [before, after] in
        [["Beschluss: ", ""], ["Beschlussnummer (", ")"], ["Beschluss ", ""], ["34. Sitzung | Beschluss ", ""]]
    {
        for gap in ["\n", "\n\n"] {
            let decision = |serial: u32, title: &str| {
                format!("{title}\n{before}2023/0{serial}{after}{gap}1.\nDer Rat dankt.\n2.\nEr bittet.{gap}")
            };
            let text: String =
                (1..=4).map(|serial| decision(serial, "Haushalt")).chain([decision(5, "Große\nVorhaben")]).collect();
            let expected: Vec<String> = (1..=5)
                .map(|serial| {
                    format!("2023/0{serial} {}\n{points}", if serial < 5 { "Haushalt" } else { "Große Vorhaben" })
                })
                .collect();
            reads(&format!("5. Sitzung des Rates am 3. Mai 2023\n\n{text}"), &expected.join("\n"));
        }
    }
    reads(
        "Haushalt (2022/33)\n\nDer Rat dankt.\n\nBahn (2022/34)\n\nEr bittet.",
        "2022/33 Haushalt\n-: Der Rat dankt.\n2022/34 Bahn\n-: Er bittet.",
    );
}

#[test]
fn a_document_that_is_one_resolution() {
    let head = "Konferenz der Räte\nam 2. Juni 2022 in Ulm";
    let formula = "Die Räte der Länder fassen folgenden Beschluss:";
    for text in [
        format!("{head}\n\nBeschluss\n\nSchnelle\nVerfahren\n\n{formula}\n\n1. A.\n2. B."),
        format!("{head}\n\nBeschluss\n\nSchnelle\nVerfahren\n\n1. A.\n2. B."),
        format!("{head}\n\nSchnelle\nVerfahren\n\nBeschluss:\n\n1. A.\n2. B."),
        format!("{head}\n\nSchnelle Verfahren\n\n{formula}\n\n1. A.\n2. B."),
    ] {
        reads(&text, "- Schnelle Verfahren\n1: A.\n2: B.");
    }
    assert!(read("Beschluss\n\nSchnelle Verfahren\n\n1. A.").items.is_empty());
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
    resolves(
        "Die VMK bittet, dass\na) Zahlen und\nb) Wege nach Buchstabe\na) kommen.",
        "-: Die VMK bittet, dass ¶ Zahlen und ¶ Wege nach Buchstabe a) kommen.",
    );
    resolves(
        "1. Die VMK bittet – wie immer\n– um Zahlen.\n2. Sie dankt.",
        "1: Die VMK bittet – wie immer – um Zahlen.\n2: Sie dankt.",
    );
    resolves(
        "1. Die VMK bittet:\n   1. um Zahlen,\n   2. um Wege.\n2. Sie dankt.",
        "1: Die VMK bittet: ¶ um Zahlen, ¶ um Wege.\n2: Sie dankt.",
    );
    resolves("Die VMK bittet:\n- um Zahlen,\n- um Wege.", "-: Die VMK bittet: ¶ um Zahlen, ¶ um Wege.");
}

#[test]
fn protocol_notes() {
    resolves(
        "1. Die VMK dankt.\n\nProtokollnotiz BMI:\n\nDas BMI sagt zu.\n\n2. Sie bittet.\n\n**Protokollerklärung der Länder Bayern und Sachsen:**\n\n1. Bayern dankt.\n2. Sachsen bittet.",
        "1: Die VMK dankt.\n2: Sie bittet.\nN1: Das BMI sagt zu.\nN2: Bayern dankt.\nN3: Sachsen bittet.\nby BMI\nby der Länder Bayern und Sachsen",
    );
    resolves("Die VMK dankt.\n\nProtokollnotiz: Der Bund bittet.", "-: Die VMK dankt.\nN: Der Bund bittet.\nby");
    resolves(
        "Die VMK dankt.\n\nProtokollnotiz des Bundes\nEr bittet.",
        "-: Die VMK dankt.\nN: Er bittet.\nby des Bundes",
    );
    resolves(
        "Die VMK dankt.\n\nProtokollerklärung der Länder Bayern, Hessen,\nSachsen und Berlin:\nSie bitten.",
        "-: Die VMK dankt.\nN: Sie bitten.\nby der Länder Bayern, Hessen, Sachsen und Berlin",
    );
}

#[test]
fn no_two_passages_of_an_item_share_a_label() {
    resolves("1. A.\n2. B.\n\nBeschluss:\n\n1. C.\n2. D.", "1: A.\n2: B.\n3: C.\n4: D.");
    resolves("1. A.\n2. B.\n\nBeschluss:\n\n3. C.", "1: A.\n2: B.\n3: C.");
    resolves("A.\n\nBeschluss:\n\nB.", "-: A. ¶ B.");
    resolves("A.\n\nProtokollnotiz X:\nC.\n\nBeschluss:\n\nB.", "-: A.\n1: B.\nN: C.\nby X");
    resolves(
        "A.\n\nProtokollnotiz X:\n1. B.\n2. C.\n\nProtokollnotiz Y:\n1. D.",
        "-: A.\nN1: B.\nN2: C.\nN3: D.\nby X\nby Y",
    );
}

/// Each item a page of its own, below a head that is the same on all; the mark above the heading of the item.
#[test]
fn items_under_a_repeated_head() {
    for head in [
        "90. Konferenz der Räte\nFrühjahrskonferenz\n5. und 6. Juni 2019\nin Ulm\n\nBeschluss",
        "Beschluss\nder Konferenz der Räte\nam 5. Juni 2019\nin Ulm",
    ] {
        let page = |number: u32| {
            format!(
                "{head}\n\nTOP I.{number} Titel\n\nBerichterstattung: Hessen,\nSachsen\n\n1. Sie danken.\n\n2. Sie bitten.\n\n"
            )
        };
        for count in [2, 4] {
            let pages: Vec<String> = (1..=count).map(page).collect();
            let expected: Vec<String> =
                (1..=count).map(|number| format!("I.{number} Titel\n1: Sie danken.\n2: Sie bitten.")).collect();
            reads(&format!("Beschlüsse\n\n{head}\n\n{}", pages.concat()), &expected.join("\n"));
        }
    }
    let page = |days: &str, number: u32| {
        format!("Beschluss\nder Konferenz der Räte\nam {days}\nin Ulm\n\nTOP {number}: A\n\nB.\n\n")
    };
    let years: Vec<String> =
        ["5. Juni 2019", "6. Juni 2020"].iter().map(|days| page(days, 1) + &page(days, 2)).collect();
    reads(&years.concat(), "1 A\n-: B.\n2 A\n-: B.\n".repeat(2).trim_end());
    let document =
        read("90. Konferenz der Räte\nFrühjahrskonferenz\n5. Juni 2019\nin Ulm an der\nDonau\n\nTOP 1: A\n\nB.");
    assert_eq!(
        document.session.span.of(&document.reading),
        "90. Konferenz der Räte\nFrühjahrskonferenz\n5. Juni 2019 in Ulm an der Donau"
    );
}

#[test]
fn a_head_that_is_repeated_once_is_furniture() {
    reads(
        "Beschlüsse der Konferenz der Räte am 5. Juni 2019 in Ulm\n\nTOP 1: A\nBeschluss:\n1. Sie bittet die\n\nBeschlüsse der Konferenz der Räte\n- 7 -\n\nnoch TOP 1\n\nLänder.\n2. Ende.",
        "1 A\n1: Sie bittet die Länder.\n2: Ende.",
    );
}

#[test]
fn further_collections_keep_their_items() {
    let collection = |days: &str| {
        format!(
            "Beschlüsse der Konferenz der Räte am {days} in Ulm\n\nTOP 1: A\n\nBeschluss:\nB.\n\nTOP 2: C\n\nD.\n\n"
        )
    };
    for days in [&["5. Juni 2019", "6. Mai 2020"][..], &["5. Juni 2019", "6. Mai 2020", "7. Mai 2021", "8. Mai 2022"]] {
        let text: String = days.iter().map(|days| collection(days)).collect();
        reads(&text, "1 A\n-: B.\n2 C\n-: D.\n".repeat(days.len()).trim_end());
        let document = read(&text);
        assert_eq!(document.session.when.map(|when| when.to_string()).as_deref(), Some("2019-06-05"));
        assert_eq!(document.items[1].when, None);
        assert_eq!(document.items[3].when.map(|when| when.to_string()).as_deref(), Some("2020-05-06"));
        assert_eq!(document.diagnostics.len(), days.len() - 1);
    }
}

#[test]
fn lines_folded_into_one() {
    let lines = "Beschlüsse der Konferenz am 5. Juni 2019 in Ulm\nTOP 1: Haushalt\nBeschluss:\n1. Die VMK dankt.\n2. Sie verweist auf den Beschluss zu TOP 7.\n\
        TOP 2: Erneuerung des Beschlusses zu TOP 5 **Beschluss:** Die VMK bittet.\nProtokollnotiz des Bundes: Er dankt. TOP 3 Bahn\nBeschluss: Sie dankt.";
    let expected = "1 Haushalt\n1: Die VMK dankt.\n2: Sie verweist auf den Beschluss zu TOP 7.\n\
        2 Erneuerung des Beschlusses zu TOP 5\n-: Die VMK bittet.\nN: Er dankt.\nby des Bundes\n3 Bahn\n-: Sie dankt.";
    reads(&lines.replace('\n', " "), expected);
    assert!(read("Er verweist auf den Beschluss zu TOP 3: Bahn und den Beschluss: 1. Die VMK dankt.").items.is_empty());
}

/// The items of the annotated collections, as `top title points notes`.
#[test]
fn items_of_the_annotated_collections() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let of = |gold: &str| root.join("tests/gold").join(gold);
    for gold in
        ["gmk-91-2018", "imk-210-2019", "imk-215", "it-planungsrat-34-2021", "jumiko-90-2019", "vmk-2020-herbst"]
    {
        let text = if gold == "imk-215" { root.join("examples/imk-215.md") } else { of(gold).join("text.txt") };
        let document = read(&fs::read_to_string(text).unwrap());
        let found = document.items.iter().map(|item| {
            let title = document.passages[item.heading as usize].span.of(&document.reading).replace('\n', " ");
            let is_point = |id: &&u32| matches!(document.passages[**id as usize].label, Label::Point(_));
            let notes: usize = item.notes.iter().map(|note| note.points.len()).sum();
            format!("{}\t{title}\t{}\t{notes}", item.number, item.resolution.iter().filter(is_point).count())
        });
        let expected = fs::read_to_string(of(gold).join("items.tsv")).unwrap();
        let expected: Vec<&str> = expected.lines().skip(1).collect();
        // Of this collection the first half is annotated.
        let annotated = if gold == "imk-215" { expected.len() } else { usize::MAX };
        assert_eq!(found.take(annotated).collect::<Vec<_>>(), expected, "{gold}");
    }
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
        (
            "Minister*innen und **Senatoren** (*nicht  frei*) und _neu_ und a_b",
            "Minister*innen und Senatoren (nicht frei) und neu und a_b",
        ),
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
    for before in [
        "TOP 1: A ........ 3\nTOP 2: B und\nC ........ 4",
        "Tagesordnung\n\nTOP 1: A\nTOP 2: B und C",
        "Tagesordnung\n\n- TOP 1: A\n\n- TOP 2: B und C",
    ] {
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
        (
            "Sammlung\nder Beschlüsse\nder 215. Sitzung\nder Konferenz der Minister\n\nam 03. Dezember 2021",
            Some(215),
            "2021-12-03",
            "",
        ),
        (
            "Beschlüsse der 92. Konferenz der Justizministerinnen und Justizminister am 16. und 17. Juni 2021 in Hamburg",
            Some(92),
            "2021-06-16/2021-06-17",
            "Hamburg",
        ),
        (
            "91. Gesundheitsministerkonferenz\n\n20. und 21. Juni 2018 in Düsseldorf",
            Some(91),
            "2018-06-20/2018-06-21",
            "Düsseldorf",
        ),
        ("Ergebnisprotokoll der Verkehrsministerkonferenz am 14./15. April 2021", None, "2021-04-14/2021-04-15", ""),
        ("Frühjahrskonferenz 12. bis 13. Juni 2019 in Lübeck", None, "2019-06-12/2019-06-13", "Lübeck"),
        ("34. Sitzung des IT-Planungsrats am 17. März 2021", Some(34), "2021-03-17", ""),
        (
            "Beschlüsse der Konferenz vom 30. November bis 2. Dezember 2022 in Frankfurt am Main",
            None,
            "2022-11-30/2022-12-02",
            "Frankfurt am Main",
        ),
        (
            "Niederschrift der Tagung am 07./08.10.20 in Rostock-Warnemünde",
            None,
            "2020-10-07/2020-10-08",
            "Rostock-Warnemünde",
        ),
        ("100. Amtschefkonferenz in Bad Homburg am 28.11.2018", Some(100), "2018-11-28", "Bad Homburg"),
        ("Umlaufbeschluss der Konferenz vom 3. März 2020", None, "2020-03-03", ""),
        ("# Herbstkonferenz\n\n## 7. November 2019, Berlin", None, "2019-11-07", "Berlin"),
        // A letterhead names the conference and another day.
        (
            "Bonn, 25. Juni 2015\n\nWirtschaftsministerkonferenz\nGeschäftsstelle\nK 12, Band 345\n\nBeschluss-\nSammlung\nder\n\
             Wirtschaftsministerkonferenz\nam 17./18. Juni 2015\nin Bonn",
            None,
            "2015-06-17/2015-06-18",
            "Bonn",
        ),
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
