//! Dates as resolutions write them: text → normal forms of all dates, in the order of the text.

use gremium::calendar::{When, parse_dates, parse_when};
use gremium::text::tokenize;
use proptest::prelude::*;

/// All dates of a text, read from left to right; a year standing alone only after „bis“ (until).
fn dates(text: &str) -> String {
    let tokens = tokenize(text);
    let (mut found, mut at) = (Vec::new(), 0);
    while at < tokens.len() {
        match parse_when(text, &tokens, at) {
            Some((When::Year(_), _)) if tokens[at].is_number() && tokens[at - 1].span.of(text) != "bis" => at += 1,
            Some((when, next)) => {
                found.push(when.to_string());
                at = next;
            }
            None => at += 1,
        }
    }
    found.join(" ")
}

#[test]
fn every_form_of_a_date() {
    for (text, expected) in [
        ("am 03.12.21", "2021-12-03"),
        ("am 3.12.2021.", "2021-12-03"),
        ("am 3. 12. 2021", "2021-12-03"),
        ("vom 3. Dezember 2021", "2021-12-03"),
        ("vom 03. Dez. 2021", "2021-12-03"),
        ("vom 01. Jänner 2021", "2021-01-01"),
        ("vom 25.03.99", "1999-03-25"),
        ("seit 2021-12-03", "2021-12-03"),
        ("(Stand: 10.08.21)", "2021-08-10"),
        ("am 07./08.10.20 zu TOP 7", "2020-10-07/2020-10-08"),
        ("am 07.-08.10.20", "2020-10-07/2020-10-08"),
        ("am 16./17. Juni 2021", "2021-06-16/2021-06-17"),
        ("am 16. und 17. Juni 2021", "2021-06-16/2021-06-17"),
        ("am 16., 17. und 18. Juni 2021", "2021-06-16/2021-06-18"),
        ("vom 16. bis 18. Juni 2021", "2021-06-16/2021-06-18"),
        ("vom 16. bis zum 18. Juni 2021", "2021-06-16/2021-06-18"),
        ("4. bis 6. Dezember 2019 in Lübeck", "2019-12-04/2019-12-06"),
        ("4. – 6. Dezember 2019", "2019-12-04/2019-12-06"),
        ("30. November bis 2. Dezember 2022", "2022-11-30/2022-12-02"),
        ("30. Dezember bis 2. Januar 2023", "2022-12-30/2023-01-02"),
        ("vom 1. Juli 2021 bis zum 30. Juni 2022", "2021-07-01/2022-06-30"),
        ("am 23.06. und 29.10.21", "2021-06-23 2021-10-29"),
        ("am 3. Mai und 5. Juni 2021", "2021-05-03 2021-06-05"),
        ("am 30.11.22, 1.12.22", "2022-11-30/2022-12-01"),
        ("im August 2021", "2021-08"),
        ("im Sept. 2021", "2021-09"),
        ("Stand: 08/2021", "2021-08"),
        ("im I. Quartal 2022", "2022-Q1"),
        ("im 4. Quartal 2022", "2022-Q4"),
        ("im zweiten Quartal 2022", "2022-Q2"),
        ("zweites Quartal des Jahres 2022", "2022-Q2"),
        ("Ende des 1. Quartals 2023", "2023-Q1"),
        ("bis Q3 2023 und Q4/2023", "2023-Q3 2023-Q4"),
        ("im Frühjahr 2022", "2022-Frühjahr"),
        ("im Herbst 2021", "2021-Herbst"),
        ("im Herbst des Jahres 2021", "2021-Herbst"),
        ("im Winter 2021/22", "2021-Winter"),
        ("zur Frühjahrssitzung 2022", "2022-Frühjahr"),
        ("zur IMK-Frühjahrsitzung 2022", "2022-Frühjahr"),
        ("zur Herbstkonferenz 2022", "2022-Herbst"),
        ("zur Herbsttagung 2022", "2022-Herbst"),
        ("der Herbst-IMK 2019", "2019-Herbst"),
        ("zur Frühjahrs-Amtschefkonferenz 2020", "2020-Frühjahr"),
        ("zur Herbstsitzung der IMK 2022", "2022-Herbst"),
        ("zur Herbstsitzung des AK II 2022", "2022-Herbst"),
        ("Ende 2022", "2022"),
        ("Ende Juni 2022", "2022-06"),
        ("im Laufe des Jahres 2022", "2022"),
        ("bis 2025.", "2025"),
    ] {
        assert_eq!(dates(text), expected, "{text}");
    }
}

#[test]
fn what_is_no_date() {
    for text in [
        "am 30.02.21",
        "am 31. April 2021",
        "am 18. bis 16. Juni 2021",
        "Version 2.1.14",
        "Nr. 3.12.21",
        "Adresse 192.168.10.20",
        "Beschluss 2018/37",
        "am 3. Dezember",
        "TOP 3.2",
        "zur Herbstsitzung",
        "im 5. Quartal 2022",
        "13/2021",
        "über 40.000 Einreisen",
        "Richtlinie 2014/24",
        "4.1 (Arbeitspaket 1)",
        "der Mai",
    ] {
        assert_eq!(dates(text), "", "{text}");
    }
}

#[test]
fn a_list_of_days_is_read_whole() {
    let text = "am 23.06. und 29.10.21 sowie am 3. Dezember 2021 und danach";
    let tokens = tokenize(text);
    let (dates, next) = parse_dates(text, &tokens, 1);
    let dates: Vec<_> = dates.iter().map(|(when, span)| (when.to_string(), span.of(text))).collect();
    let expected = [("2021-06-23", "23.06."), ("2021-10-29", "29.10.21"), ("2021-12-03", "3. Dezember 2021")];
    assert_eq!(dates, expected.map(|(when, words)| (when.to_owned(), words)));
    assert_eq!(tokens[next - 1].span.of(text), "2021");
}

proptest! {
    #[test]
    fn no_text_panics(text in "([0-9]{1,4}|[./ -]|bis|und|Juni|Herbst|Ende|Quartal|I|§|\\PC){0,40}") {
        let tokens = tokenize(&text);
        for at in 0..=tokens.len() {
            if let Some((_, next)) = parse_when(&text, &tokens, at) {
                prop_assert!(at < next && next <= tokens.len());
            }
            prop_assert!(parse_dates(&text, &tokens, at).1 <= tokens.len());
        }
    }
}
