//! References to decisions, sittings and mandates: text → body, date, sitting, item and kind of each.

use gremium::lexicon::{Asked, Stems, Words};
use gremium::mention::reference::{RawReference, references};
use gremium::mention::{ItemReference, ReferenceKind};
use gremium::text::{Span, tokenize};
use proptest::prelude::*;

fn of(text: &str, item: &str) -> Vec<RawReference> {
    let words = Words::new(text, Span::at(0, text.len()), &Stems::default());
    references(&words, item, &mut Asked::default())
}

/// `body | date | sitting | item | kind` of each reference, `-` for what is not said; `own` for internal ones.
fn referred(text: &str) -> String {
    let tokens = tokenize(text);
    let show = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
    let line = |reference: &RawReference| {
        let kind = match reference.kind {
            _ if reference.internal => "own",
            ReferenceKind::Decision => "decision",
            ReferenceKind::Session => "session",
            ReferenceKind::Mandate => "mandate",
        };
        let body = show(reference.body.map(|at| tokens[at].span.of(text).to_owned()));
        let when = show(reference.when.map(|when| when.to_string()));
        let session = show(reference.session.map(|number| number.to_string()));
        let item = show(reference.item.as_ref().map(ItemReference::to_string));
        format!("{body} | {when} | {session} | {item} | {kind}")
    };
    of(text, "20").iter().map(line).collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn check(table: &[(&str, &[&str])]) {
    let wrong: Vec<String> = table
        .iter()
        .filter(|(text, expected)| referred(text) != expected.join("\n"))
        .map(|(text, expected)| format!("{text}\n   is: {}\n  not: {expected:?}", referred(text)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn decisions() {
    check(&[
        (
            "die TKÜ (siehe auch AK II am 07./08.10.20 zu TOP 7),",
            &["AK | 2020-10-07/2020-10-08 | - | TOP 7 | decision"],
        ),
        ("(siehe auch IMK am 10.12.20 zu TOP 17).", &["IMK | 2020-12-10 | - | TOP 17 | decision"]),
        (
            "den Beschluss des Verwaltungsrats der BDBOS zu TOP 3 der Sondersitzung am 12.10.21 einschließlich",
            &["Verwaltungsrats | 2021-10-12 | - | TOP 3 | decision"],
        ),
        (
            "erneuert ihren Beschluss vom 18.06.21 zu TOP 54 zur Fortschreibung",
            &["- | 2021-06-18 | - | TOP 54 | decision"],
        ),
        (
            "den Beschluss der Bundesregierung vom 20.10.21 zur Erhöhung",
            &["Bundesregierung | 2021-10-20 | - | - | decision"],
        ),
        (
            "gemäß dem Beschluss der Konferenz der Regierungschefinnen und Regierungschefs der Länder vom 14.03.13 der",
            &["Konferenz | 2013-03-14 | - | - | decision"],
        ),
        (
            "zu TOP 29 Ziffer 2 und 3 der 211. Innenministerkonferenz vom 4. bis 6. Dezember 2019 in Lübeck",
            &[
                "Innenministerkonferenz | 2019-12-04/2019-12-06 | 211 | TOP 29 Ziffer 2 | decision",
                "Innenministerkonferenz | 2019-12-04/2019-12-06 | 211 | TOP 29 Ziffer 3 | decision",
            ],
        ),
        (
            "zu TOP 29 Ziffer 2 und 3 der Herbst-IMK 2019 zur",
            &[
                "IMK | 2019-Herbst | - | TOP 29 Ziffer 2 | decision",
                "IMK | 2019-Herbst | - | TOP 29 Ziffer 3 | decision",
            ],
        ),
        (
            "ihren Beschluss vom 28. bis 30. November 2018 zu TOP 10 Ziffer 4",
            &["- | 2018-11-28/2018-11-30 | - | TOP 10 Ziffer 4 | decision"],
        ),
        (
            "vom 28. bis 30. November 2018 zu TOP 10 Ziffer 4",
            &["- | 2018-11-28/2018-11-30 | - | TOP 10 Ziffer 4 | decision"],
        ),
        ("auf seinen Beschluss 2018/37.", &["- | - | - | Beschluss 2018/37 | decision"]),
        (
            "die Beschlüsse 2018/37 und 2019/12",
            &["- | - | - | Beschluss 2018/37 | decision", "- | - | - | Beschluss 2019/12 | decision"],
        ),
        (
            "Beschluss 2018/37 des IT-Planungsrats vom 25. Oktober 2018",
            &["IT | 2018-10-25 | - | Beschluss 2018/37 | decision"],
        ),
        ("den Umlaufbeschluss 03/2020.", &["- | - | - | Umlaufbeschluss 03/2020 | decision"]),
        ("des Umlaufbeschlusses Nr. 03/2020", &["- | - | - | Umlaufbeschluss 03/2020 | decision"]),
        ("den Beschluss der 92. JuMiKo zu TOP I.17", &["JuMiKo | - | 92 | TOP I.17 | decision"]),
        ("den Beschluss der Herbstkonferenz 2020", &["- | 2020-Herbst | - | - | decision"]),
        ("den Beschluss der Herbstkonferenz 2019 zu TOP 8.", &["- | 2019-Herbst | - | TOP 8 | decision"]),
        ("TOP 5.1 der 90. GMK (2017)", &["GMK | 2017 | 90 | TOP 5.1 | decision"]),
        ("in Ausführung des Beschlusses vom 5. Mai 2021 und", &["- | 2021-05-05 | - | - | decision"]),
        ("den MPK-Beschluss vom 10. August 2021", &["MPK | 2021-08-10 | - | - | decision"]),
        ("den AK II-Beschluss vom 10.08.21", &["AK | 2021-08-10 | - | - | decision"]),
        ("den Beschluss der IMK im Herbst 2019", &["IMK | 2019-Herbst | - | - | decision"]),
        ("den Beschluss der IMK (TOP 17) vom 10.12.20", &["IMK | 2020-12-10 | - | TOP 17 | decision"]),
        ("den Beschluss „Digitale Akte“ vom 10.12.20", &["- | 2020-12-10 | - | - | decision"]),
        ("den Beschluss aus der 214. Sitzung zu TOP 9", &["- | - | 214 | TOP 9 | decision"]),
        (
            "die Beschlüsse vom 18.06.21 zu TOP 54 und vom 10.12.20 zu TOP 17",
            &["- | 2021-06-18 | - | TOP 54 | decision", "- | 2020-12-10 | - | TOP 17 | decision"],
        ),
        (
            "den Beschluss der MPK vom 12. März 2020 zu TOP 5 Ziffern 2, 3 und 5",
            &[
                "MPK | 2020-03-12 | - | TOP 5 Ziffer 2 | decision",
                "MPK | 2020-03-12 | - | TOP 5 Ziffer 3 | decision",
                "MPK | 2020-03-12 | - | TOP 5 Ziffer 5 | decision",
            ],
        ),
        (
            "ihre Beschlüsse vom 18.06.21 zu TOP 54 und TOP 55",
            &["- | 2021-06-18 | - | TOP 54 | decision", "- | 2021-06-18 | - | TOP 55 | decision"],
        ),
        ("in Ziffer 2 ihres Beschlusses vom 18.06.21 zu TOP 54", &["- | 2021-06-18 | - | TOP 54 Ziffer 2 | decision"]),
        (
            "die Beschlüsse vom 18.06.21 und 10.12.20",
            &["- | 2021-06-18 | - | - | decision", "- | 2020-12-10 | - | - | decision"],
        ),
        (
            "hat auf ihrer Sitzung vom 28. bis 30. November 2018 zu TOP 10 beschlossen",
            &["- | 2018-11-28/2018-11-30 | - | TOP 10 | decision"],
        ),
        ("(siehe auch TOP 17)", &["- | - | - | TOP 17 | decision"]),
    ]);
}

#[test]
fn sittings_and_mandates() {
    check(&[
        ("zum Sachstand des IMK-Auftrags vom 25.03.19 anlässlich", &["IMK | 2019-03-25 | - | - | mandate"]),
        ("den Auftrag der JuMiKo vom 27. November 2020 erfüllt", &["JuMiKo | 2020-11-27 | - | - | mandate"]),
        (
            "über die Sitzungen des IT-Planungsrats am 23.06. und 29.10.21 zur Kenntnis",
            &["IT | 2021-06-23 | - | - | session", "IT | 2021-10-29 | - | - | session"],
        ),
        ("auf ihrer Sitzung am 18.06.21", &["- | 2021-06-18 | - | - | session"]),
        ("in der 34. Sitzung des IT-Planungsrats am 17. März 2021", &["IT | 2021-03-17 | 34 | - | session"]),
        ("die AK II-Sitzung am 07./08.10.20", &["AK | 2020-10-07/2020-10-08 | - | - | session"]),
        ("die Sondersitzung der IMK vom 25.03.19", &["IMK | 2019-03-25 | - | - | session"]),
    ]);
}

#[test]
fn points_of_the_resolution_itself() {
    check(&[
        ("vor dem Hintergrund der Ziffer 3 dieses Beschlusses (finanzieller", &["- | - | - | TOP 20 Ziffer 3 | own"]),
        ("der in Ziffer 3 des Beschlussvorschlags avisierten Einsetzung", &["- | - | - | TOP 20 Ziffer 3 | own"]),
        ("für den unter Ziffer 2 genannten Diskussionsprozess", &["- | - | - | TOP 20 Ziffer 2 | own"]),
        ("nach Nummer 2 dieses Beschlusses", &["- | - | - | TOP 20 Ziffer 2 | own"]),
        (
            "in den Ziffern 2 und 3 des Beschlusses",
            &["- | - | - | TOP 20 Ziffer 2 | own", "- | - | - | TOP 20 Ziffer 3 | own"],
        ),
        (
            "in den Ziffern 2 bis 4 dieses Beschlusses",
            &[
                "- | - | - | TOP 20 Ziffer 2 | own",
                "- | - | - | TOP 20 Ziffer 3 | own",
                "- | - | - | TOP 20 Ziffer 4 | own",
            ],
        ),
        ("(vgl. Ziffer 3)", &["- | - | - | TOP 20 Ziffer 3 | own"]),
        ("im Sinne der Ziffer 3", &["- | - | - | TOP 20 Ziffer 3 | own"]),
        ("den Bericht nach Ziffer 1", &["- | - | - | TOP 20 Ziffer 1 | own"]),
    ]);
}

#[test]
fn what_is_no_reference() {
    check(&[
        ("über diesen Beschluss zu informieren", &[]),
        ("Dieser Beschluss ergänzt die Verwaltungsvereinbarung aus 2016.", &[]),
        ("diesen Beschluss der VMK und der BMK zur Kenntnis zu geben", &[]),
        ("ihr zur Herbstsitzung 2022 erneut zu berichten", &[]),
        ("in der IMK-Frühjahrsitzung 2022 zu berichten", &[]),
        ("bis zur 86. GMK vorzulegen", &[]),
        ("zu ihrer nächsten Sitzung", &[]),
        ("bis zur Sitzung am 15.06.22", &[]),
        ("zur Sitzung der IMK am 15.06.22", &[]),
        ("im Rahmen der nächsten AK II-Sitzung vorzustellen", &[]),
        ("den Bericht (Stand: 10.08.21) zur Kenntnis", &[]),
        ("Am 9. November 2021 ist die Verordnung in Kraft getreten", &[]),
        ("die seit dem 01.07.21 geltende Fassung", &[]),
        ("die in § 5 Absatz 1 Nummer 2 genannten Personen", &[]),
        ("im Auftrag des BMI", &[]),
        ("unter 4.1 (Arbeitspaket 1)", &[]),
        ("TOP 12", &[]),
        ("im Beschluss der Länder zur Finanzierung", &[]),
        ("vom Auftrag erfassten Bereiche Statistik", &[]),
        ("die Konferenz dankt", &[]),
    ]);
}

#[test]
fn every_reference_has_its_own_words() {
    let words =
        |text: &str| of(text, "1").iter().map(|reference| reference.span.of(text).to_owned()).collect::<Vec<_>>();
    assert_eq!(words("zu TOP 29 Ziffer 2 und 3 der Herbst-IMK 2019 zur"), ["TOP 29 Ziffer 2", "3 der Herbst-IMK 2019"]);
    assert_eq!(words("(siehe auch AK II am 07./08.10.20 zu TOP 7)"), ["AK II am 07./08.10.20 zu TOP 7"]);
    assert_eq!(words("des IMK-Auftrags vom 25.03.19 an"), ["IMK-Auftrags vom 25.03.19"]);
    assert_eq!(words("die Sitzungen am 23.06. und 29.10.21"), ["Sitzungen am 23.06.", "29.10.21"]);
    assert_eq!(words("der Ziffer 3 dieses Beschlusses ("), ["Ziffer 3 dieses Beschlusses"]);
}

#[test]
fn a_long_list_is_read_in_one_pass() {
    let text = "TOP 3 und TOP 4, Beschluss der Sitzung des Rates der Nummer 2, 3, am 1., 2., ".repeat(20_000);
    assert!(of(&text, "1").is_empty());
}

proptest! {
    #[test]
    fn no_text_panics_and_spans_are_in_order(
        text in "(Beschluss |Beschlüsse |TOP |Ziffer |Sitzung |-|[0-9]{1,3}[./]? ?|und |, |vom |am |03\\.12\\.21 |der |IMK |Herbst|2019 |zu |dieses |\\(|\\)|„|“|\\PC){0,30}"
    ) {
        let found = of(&text, "1");
        for pair in found.windows(2) {
            prop_assert!(pair[0].span.start <= pair[1].span.start, "{:?}", pair);
        }
        for reference in &found {
            prop_assert!(!reference.span.is_empty() && text.get(reference.span.range()).is_some(), "{:?}", reference);
            prop_assert!(reference.body.is_none_or(|at| at < tokenize(&text).len()));
        }
    }
}
