//! Laws of the structure that hold for any text, and the time that reading one takes.

use gremium::structure::structure;
use gremium::text::Source;
use proptest::prelude::*;
use std::collections::BTreeSet;

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
    let mut labels = BTreeSet::new();
    for passage in &document.passages {
        assert!(labels.insert((passage.item, passage.label)), "an item has {} twice", passage.label);
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
const LINES: [&str; 29] = [
    "TOP 1: Titel",
    "**TOP 2:**  **Titel**",
    "- a) **Unter**",
    "b) Unter",
    "**Beschluss:**",
    "Beschluss: 1. Die",
    "1. Die IMK bittet",
    "- 2. Sie dankt.3. Die IMK",
    "- Punkt,",
    "(1) Sie",
    "Zustän-",
    "digkeit\u{ad}",
    "",
    "noch TOP 1",
    "\u{c}am 03.12.21",
    "- 3 -",
    "Protokollnotiz BMI:",
    "Protokollerklärung der Länder,",
    "Bayern:",
    "7. Titel",
    "Titel",
    "17.03.21 | 34. Sitzung | Beschluss 2021/05",
    "Sitzung am 3. und 4. Mai 2021 in Ulm",
    "A ..... 7",
    "> # \u{feff}*_\\",
    "O\u{fb03}zier\u{a0}",
    "Beschluss",
    "Sitzung am 5. Mai 2022 in Ulm",
    "Sie dankt. TOP 3: Titel Beschluss: 1. Sie Protokollnotiz: B.",
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
        "TOP 1: A Beschluss: 1. B. ".repeat(large / 5),
        "TOP1:Beschluss:".repeat(large / 5),
        "TOP1:Beschluss:Protokollnotiz".repeat(large / 5),
        "Beschluss (".repeat(large / 5),
        "Sitzung am 3. Mai 2021\n\nTOP 1: A\n\nSitzung am 4. Mai 2021\n\n".repeat(large / 10),
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
