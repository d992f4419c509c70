//! Norms as resolutions cite them: text → normal forms, each with the words that cite it.

use gremium::lexicon::{Asked, Lexicon, Words};
use gremium::mention::norm::{Citation, Memory, norms};
use gremium::text::Span;
use proptest::prelude::*;
use std::fmt::Write;
use std::sync::LazyLock;

/// A few statutes as an authority file lists them: label, other names, and whether articles are counted.
const STATUTES: &[(&str, &[&str], bool)] = &[
    ("StGB", &["Strafgesetzbuch"], false),
    ("StPO", &["Strafprozessordnung"], false),
    ("BGB", &["Bürgerliches Gesetzbuch"], false),
    ("AufenthG", &["Aufenthaltsgesetz"], false),
    ("AsylG", &["Asylgesetz"], false),
    ("BJagdG", &["Bundesjagdgesetz"], false),
    ("NetzDG", &["Netzwerkdurchsetzungsgesetz"], false),
    ("SprengG", &["Sprengstoffgesetz"], false),
    ("1. SprengV", &["Erste Verordnung zum Sprengstoffgesetz"], false),
    ("VwVfG", &["Verwaltungsverfahrensgesetz"], false),
    ("BKatV", &["Bußgeldkatalog-Verordnung"], false),
    ("StVO", &["Straßenverkehrs-Ordnung"], false),
    ("OWiG", &["Ordnungswidrigkeitengesetz", "Gesetz über Ordnungswidrigkeiten"], false),
    ("GG", &["Grundgesetz"], true),
    ("DSGVO", &["Datenschutz-Grundverordnung", "Verordnung (EU) 2016/679"], true),
    ("SGB I", &["Erstes Buch Sozialgesetzbuch", "Erstes Buch des Sozialgesetzbuchs"], false),
    ("SGB V", &["Fünftes Buch Sozialgesetzbuch"], false),
    ("SGB IX", &["Neuntes Buch Sozialgesetzbuch"], false),
    ("BMG", &["Bundesmeldegesetz"], false),
    ("WHG", &["Wasserhaushaltsgesetz"], false),
    ("Verwaltungsabkommen Funk", &["Verwaltungsabkommen zur Finanzierung des Funknetzes"], false),
    ("ElektroG", &["Elektro- und Elektronikgerätegesetz"], false),
];

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut turtle = String::from(
        "@prefix gm: <https://w3id.org/gremium/ontology#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
         @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n",
    );
    for (number, (label, names, article)) in STATUTES.iter().enumerate() {
        let names: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
        let division = if *article { "gm:Article" } else { "gm:Section" };
        let _ = writeln!(
            turtle,
            "<https://w3id.org/gremium/id/statute/s{number}> rdfs:label \"{label}\" ; skos:altLabel {} ; gm:division {division} .",
            names.join(", ")
        );
    }
    turtle += "<https://w3id.org/gremium/id/body/bmg> rdfs:label \"BMG\" .\n";
    Lexicon::parse(&[("statutes.ttl".to_owned(), turtle)]).unwrap()
});

fn read(passages: &[&str]) -> Vec<Vec<Citation>> {
    let mut memory = Memory::default();
    memory.begin_item();
    let read = |text: &&str| {
        let words = Words::new(text, Span::at(0, text.len()), &LEXICON.stems);
        norms(&words, &LEXICON, &mut memory, &mut Asked::default()).0
    };
    passages.iter().map(read).collect()
}

fn cited(text: &str) -> String {
    let citations = read(&[text]).concat();
    citations.iter().map(|citation| citation.norm.citation()).collect::<Vec<_>>().join(" | ")
}

#[track_caller]
fn check(table: &[(&str, &str)]) {
    let wrong: Vec<String> = table
        .iter()
        .filter(|(text, expected)| cited(text) != *expected)
        .map(|(text, expected)| format!("{text}\n   is: {}\n  not: {expected}", cited(text)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn parts_of_a_provision() {
    check(&[
        ("in § 130 StGB", "StGB § 130"),
        ("nach § 99 Absatz 2 StPO – beschränkte", "StPO § 99 Abs 2"),
        ("in § 112a Abs. 1 Satz 1 Nr. 2 StPO.", "StPO § 112a Abs 1 Satz 1 Nr 2"),
        ("des § 158 Absatz 2 Nummer 3 AufenthG", "AufenthG § 158 Abs 2 Nr 3"),
        ("§ 23 Nr. 2 Buchst. c AsylG", "AsylG § 23 Nr 2 Buchst c"),
        ("§ 5 Abs. 1 Nr. 1 lit. a AsylG", "AsylG § 5 Abs 1 Nr 1 Buchst a"),
        ("§ 5 Abs. 1 Nr. 1 lit. a) AsylG", "AsylG § 5 Abs 1 Nr 1 Buchst a"),
        ("§ 40 Absatz 5 Satz 2 SprengG", "SprengG § 40 Abs 5 Satz 2"),
        ("des § 75 Nr. 8 AufenthG", "AufenthG § 75 Nr 8"),
        ("§ 75 Ziff. 8 AufenthG", "AufenthG § 75 Nr 8"),
        ("§ 75 Ziffer 8 AufenthG", "AufenthG § 75 Nr 8"),
        ("nach § 22 S. 2 AufenthG", "AufenthG § 22 Satz 2"),
        ("§22 Abs.1 AufenthG", "AufenthG § 22 Abs 1"),
        ("Paragraf 22 AufenthG", "AufenthG § 22"),
        ("des Paragraphen 22 AufenthG", "AufenthG § 22"),
        ("§ 315 d StGB", "StGB § 315d"),
        ("§ 240 Abs. 1 Alt. 2 StGB", "StGB § 240 Abs 1"),
        ("§ 240 Abs. 1 2. Alternative StGB", "StGB § 240 Abs 1"),
        ("§ 240 Abs. 1 Var. 3 StGB", "StGB § 240 Abs 1"),
        ("§ 91 Abs. 1 Satz 1 Halbsatz 2 StPO", "StPO § 91 Abs 1 Satz 1"),
        ("§ 91 Abs. 1 Satz 1 2. Halbsatz StPO", "StPO § 91 Abs 1 Satz 1"),
        ("§ 91 Abs. 1 S. 1 HS 2 StPO", "StPO § 91 Abs 1 Satz 1"),
        ("§ 5 Absatz 1 Buchstabe b Doppelbuchstabe aa StPO", "StPO § 5 Abs 1 Buchst b"),
        ("§ 823 I BGB", "BGB § 823 Abs 1"),
        ("§ 823 I 1 BGB", "BGB § 823 Abs 1 Satz 1"),
        ("§ 10 ff. BGB", "BGB § 10"),
        ("der §§ 10 ff. BGB", "BGB § 10"),
        ("§ 10f. BGB", "BGB § 10"),
        ("§ 10f BGB", "BGB § 10f"),
        ("§ 10ff. BGB", "BGB § 10"),
        ("der §§ 606 f. StPO", "StPO § 606"),
        ("Art. 6 Abs. 2 Satz 1 GG", "GG Art 6 Abs 2 Satz 1"),
        ("Artikel 91c Absatz 1 des Grundgesetzes", "GG Art 91c Abs 1"),
        ("Art 20a GG", "GG Art 20a"),
        ("des Artikels 104a Absatz 4 des Grundgesetzes", "GG Art 104a Abs 4"),
        ("Art. 6 Abs. 1 Buchst. f DSGVO", "DSGVO Art 6 Abs 1 Buchst f"),
        ("Art. 6 Absatz 1 Unterabsatz 1 Buchstabe e DSGVO", "DSGVO Art 6 Abs 1 Buchst e"),
    ]);
}

#[test]
fn lists_and_ranges() {
    check(&[
        ("in §§ 96, 97 AufenthG aus", "AufenthG § 96 | AufenthG § 97"),
        ("die §§ 47 und 49 AsylG", "AsylG § 47 | AsylG § 49"),
        ("der §§ 25a, 25b AufenthG", "AufenthG § 25a | AufenthG § 25b"),
        ("§§ 3 bis 5 AsylG", "AsylG § 3 | AsylG § 4 | AsylG § 5"),
        ("§§ 3–5 AsylG", "AsylG § 3 | AsylG § 4 | AsylG § 5"),
        ("§§ 3 - 5 AsylG", "AsylG § 3 | AsylG § 4 | AsylG § 5"),
        ("§§ 16a bis 16c AsylG", "AsylG § 16a | AsylG § 16b | AsylG § 16c"),
        ("§§ 3 bis 500 AsylG", "AsylG § 3 | AsylG § 500"),
        ("§ 44 Abs. 1 und 4 AufenthG", "AufenthG § 44 Abs 1 | AufenthG § 44 Abs 4"),
        ("§ 5 Absätze 1, 2 und 4 AufenthG", "AufenthG § 5 Abs 1 | AufenthG § 5 Abs 2 | AufenthG § 5 Abs 4"),
        ("§ 61 Absatz 1 bis 3 AsylG", "AsylG § 61 Abs 1 | AsylG § 61 Abs 2 | AsylG § 61 Abs 3"),
        ("§ 60a Abs. 2 Nr. 1 und 2 AufenthG", "AufenthG § 60a Abs 2 Nr 1 | AufenthG § 60a Abs 2 Nr 2"),
        ("§ 60a Abs. 2 Nrn. 1, 2 AufenthG", "AufenthG § 60a Abs 2 Nr 1 | AufenthG § 60a Abs 2 Nr 2"),
        ("§ 5 Buchst. a bis c StPO", "StPO § 5 Buchst a | StPO § 5 Buchst b | StPO § 5 Buchst c"),
        ("§ 22 Satz 1 und 2 AufenthG", "AufenthG § 22 Satz 1 | AufenthG § 22 Satz 2"),
        ("§ 5 Abs. 1 Satz 2 und Abs. 3 StPO", "StPO § 5 Abs 1 Satz 2 | StPO § 5 Abs 3"),
        ("§ 5 Abs. 1 Satz 2 und 3 sowie Abs. 4 StPO", "StPO § 5 Abs 1 Satz 2 | StPO § 5 Abs 1 Satz 3 | StPO § 5 Abs 4"),
        (
            "der §§ 16d Abs. 3, 18a und 19c Abs. 2 AufenthG",
            "AufenthG § 16d Abs 3 | AufenthG § 18a | AufenthG § 19c Abs 2",
        ),
        ("der §§ 111 und 113 Abs. 2 SGB IX", "SGB IX § 111 | SGB IX § 113 Abs 2"),
        ("§ 3 Absatz 2 und 5 Absatz 1 AufenthG", "AufenthG § 3 Abs 2 | AufenthG § 5 Abs 1"),
        ("Artikel 1 und 3 GG", "GG Art 1 | GG Art 3"),
        ("Art. 91c Abs. 1 und 2 GG", "GG Art 91c Abs 1 | GG Art 91c Abs 2"),
        ("§§ 5, 6, 7, 8 und 9 StPO", "StPO § 5 | StPO § 6 | StPO § 7 | StPO § 8 | StPO § 9"),
        (
            "gemäß § 11 Absatz 2 Satz 1 Buchstabe b und Satz 2 der Satzung der Stiftung Datenschutz für drei Jahre als Mitglied",
            "Satzung der Stiftung Datenschutz § 11 Abs 2 Satz 1 Buchst b | Satzung der Stiftung Datenschutz § 11 Abs 2 Satz 2",
        ),
    ]);
}

#[test]
fn several_provisions_and_statutes() {
    check(&[
        ("in § 130 StGB sowie § 46 StGB.", "StGB § 130 | StGB § 46"),
        ("§ 12a AufenthG und § 60 AsylG", "AufenthG § 12a | AsylG § 60"),
        ("§ 73 Abs. 1 i. V. m. § 76a Abs. 4 StGB", "StGB § 73 Abs 1 | StGB § 76a Abs 4"),
        ("§ 3 Abs. 1 i.V.m. § 7 VwVfG", "VwVfG § 3 Abs 1 | VwVfG § 7"),
        ("§ 3 iVm § 7 VwVfG", "VwVfG § 3 | VwVfG § 7"),
        ("§ 147 StPO i.V.m. § 32f StPO", "StPO § 147 | StPO § 32f"),
        ("§ 13 in Verbindung mit § 299 StPO", "StPO § 13 | StPO § 299"),
        ("§ 13 StGB in Verbindung mit § 299 StPO", "StGB § 13 | StPO § 299"),
        ("§ 13 und § 15 des Aufenthaltsgesetzes", "AufenthG § 13 | AufenthG § 15"),
        ("§ 3, § 5 und § 7 AsylG", "AsylG § 3 | AsylG § 5 | AsylG § 7"),
        ("zwischen § 35a SGB V und § 99 SGB IX", "SGB V § 35a | SGB IX § 99"),
        ("Art. 6 DSGVO i. V. m. § 3 VwVfG", "DSGVO Art 6 | VwVfG § 3"),
    ]);
}

#[test]
fn parts_or_statute_first() {
    check(&[
        ("des neu eingefügten Absatzes 2 in § 99 StPO über", "StPO § 99 Abs 2"),
        ("in Absatz 7 des § 45 AsylG", "AsylG § 45 Abs 7"),
        ("Satz 2 des § 3 Abs. 5c AsylG", "AsylG § 3 Abs 5c Satz 2"),
        ("Satz 2 von § 3 AsylG", "AsylG § 3 Satz 2"),
        ("Absatz 2 und 3 des § 99 StPO", "StPO § 99 Abs 2 | StPO § 99 Abs 3"),
        ("Buchstabe a in § 3 Absatz 1 StPO", "StPO § 3 Abs 1 Buchst a"),
        ("Absatz 2 der §§ 3 und 5 StPO", "StPO § 3 Abs 2 | StPO § 5 Abs 2"),
        ("StPO § 99", "StPO § 99"),
        ("BGB, § 5", "BGB § 5"),
        ("GG Art. 5 Abs. 1", "GG Art 5 Abs 1"),
        ("das Wasserhaushaltsgesetz in § 38 Abs. 3 eine Öffnung", "WHG § 38 Abs 3"),
        ("Strafgesetzbuch (§§ 46, 130)", "StGB § 46 | StGB § 130"),
        ("die StPO, § 46 StGB", "StPO | StGB § 46"),
    ]);
}

#[test]
fn the_statute_behind_a_provision() {
    check(&[
        ("des § 17 des Bundesjagdgesetzes klargestellt", "BJagdG § 17"),
        ("§ 5 des neuen Aufenthaltsgesetzes", "AufenthG § 5"),
        ("§ 5 im Aufenthaltsgesetz", "AufenthG § 5"),
        ("§ 12 des Elektro- und Elektronikgerätegesetzes (ElektroG)", "ElektroG § 12"),
        ("§ 14 Absatz 2 des Neunten Buches Sozialgesetzbuch", "SGB IX § 14 Abs 2"),
        ("§ 116 Fünftes Buch Sozialgesetzbuch", "SGB V § 116"),
        ("§ 35 Abs. 1 des Ersten Buches des Sozialgesetzbuchs", "SGB I § 35 Abs 1"),
        ("§ 81 des Fünften Buches Sozialgesetzbuch (SGB V) und § 16 SGB V", "SGB V § 81 | SGB V § 16"),
        ("Artikel 5 der Verordnung (EU) 2016/679", "DSGVO Art 5"),
        ("Artikel 15 der Datenschutz-Grundverordnung", "DSGVO Art 15"),
        ("Artikel 4 der Richtlinie (EU) 2016/2102", "Richtlinie (EU) 2016/2102 Art 4"),
        ("Artikel 4 der Richtlinie 2014/24/EU", "Richtlinie 2014/24/EU Art 4"),
        ("Art. 3 der Verordnung (EG) Nr. 883/2004", "Verordnung (EG) Nr. 883/2004 Art 3"),
        (
            "des Artikels 3 der 54. Verordnung zur Änderung der StVO u. a. Vorschriften (StVRÄndV) bestätigt",
            "54. StVRÄndV Art 3",
        ),
        ("§ 8 PolG NRW", "PolG NRW § 8"),
        ("§ 35 VwVfG NRW", "VwVfG NRW § 35"),
        ("§ 8 BremPolG", "BremPolG § 8"),
        ("§ 8 HSOG", "HSOG § 8"),
        ("§ 20 des OZG", "OZG § 20"),
        ("§ 5 des BKA-Gesetzes", "BKA-Gesetz § 5"),
        ("§ 5 des Landespolizeigesetzes", "Landespolizeigesetz § 5"),
        ("§ 4 der Geschäftsordnung der IMK", "Geschäftsordnung der IMK § 4"),
        (
            "§ 6 Abs. 2 der Satzung der Stiftung Patientenschutz ein Mitglied",
            "Satzung der Stiftung Patientenschutz § 6 Abs 2",
        ),
        ("§ 3 der Vereinbarung zwischen Bund und Ländern, die", "Vereinbarung zwischen Bund und Ländern § 3"),
        ("§ 2 Absatz 1 des Vertrags über die Errichtung des Rates", "Vertrag über die Errichtung des Rates § 2 Abs 1"),
        ("Artikel 2 des Gesetzes zur Stärkung der Teilhabe", "Gesetz zur Stärkung der Teilhabe Art 2"),
        ("§ 5 der Ersten Verordnung zum Sprengstoffgesetz", "1. SprengV § 5"),
    ]);
}

#[test]
fn statutes_named_alone() {
    check(&[
        ("Änderung des AufenthG", "AufenthG"),
        ("im Bundesjagdgesetz die Möglichkeit", "BJagdG"),
        ("des Aufenthaltsgesetzes", "AufenthG"),
        ("nach dem Netzwerkdurchsetzungsgesetz (NetzDG)", "NetzDG"),
        ("nach dem NetzDG (Netzwerkdurchsetzungsgesetz)", "NetzDG"),
        ("die Bußgeldkatalog-Verordnung (und des OWiG)", "BKatV | OWiG"),
        ("der Bußgeldkatalog-Verordnung (BKatV) und Änderung des Ordnungswidrigkeitengesetzes (OWiG)", "BKatV | OWiG"),
        ("in der Ersten Verordnung zum Sprengstoffgesetz zu berichten", "1. SprengV"),
        ("das Inkrafttreten des SGB V.", "SGB V"),
        ("die Reform des Medienstaatsvertrags", "Medienstaatsvertrag"),
        ("hält das Heilpraktikergesetz für überholt", "Heilpraktikergesetz"),
        ("Umsetzung des Pflegeberufegesetzes (PflBG)", "PflBG"),
        ("der Verordnung (EU) 2018/1724", "Verordnung (EU) 2018/1724"),
        ("die Verordnung (EU) Nr. 910/2014 und", "Verordnung (EU) Nr. 910/2014"),
        ("Umsetzung der Richtlinie 2014/24/EU.", "Richtlinie 2014/24/EU"),
        ("gilt die DSGVO", "DSGVO"),
    ]);
}

#[test]
fn titles() {
    check(&[
        (
            "ist die Erste Verordnung zur Änderung der Bußgeldkatalog-Verordnung (BKatV) in Kraft getreten",
            "Erste Verordnung zur Änderung der Bußgeldkatalog-Verordnung",
        ),
        (
            "„Umsetzung des Zweiten Gesetzes zur besseren Durchsetzung der Ausreisepflicht“",
            "Zweites Gesetz zur besseren Durchsetzung der Ausreisepflicht",
        ),
        (
            "hält die Umsetzung des Zweiten Gesetzes zur besseren Durchsetzung der Ausreisepflicht für erforderlich",
            "Zweites Gesetz zur besseren Durchsetzung der Ausreisepflicht",
        ),
        (
            "den Stand der Ersten Verordnung zur Änderung der Trinkwasserverordnung zur Kenntnis",
            "Erste Verordnung zur Änderung der Trinkwasserverordnung",
        ),
        (
            "das Gesetz zur Änderung des Aufenthaltsgesetzes und des AsylG",
            "Gesetz zur Änderung des Aufenthaltsgesetzes und des AsylG",
        ),
        ("des Gesetzes zur Stärkung der Teilhabe und des AsylG", "Gesetz zur Stärkung der Teilhabe | AsylG"),
        ("Gesetz zur Hilfe für Familien bei Adoption (Adoptionshilfe-Gesetz, AdHiG)", "AdHiG"),
        ("des Gesetzes zur Verbesserung der Rechtsdurchsetzung in sozialen Netzwerken (NetzDG)", "NetzDG"),
        ("eines Gesetzes zur Regelung des Datenaustauschs (DatG)", "DatG"),
        ("das Gesetz über die Vernetzung, das am 1. Mai in Kraft tritt", "Gesetz über die Vernetzung"),
        (
            "dem Staatsvertrag zur Neuregulierung des Glücksspielwesens in Deutschland (Glücksspielstaatsvertrag 2021 – GlüStV 2021)",
            "GlüStV 2021",
        ),
        (
            "des Fünfundfünfzigsten Gesetzes zur Änderung der Strafprozessordnung",
            "Fünfundfünfzigstes Gesetz zur Änderung der Strafprozessordnung",
        ),
        ("mit dem Gesetz zur Änderung des Strafgesetzbuches bittet sie", "Gesetz zur Änderung des Strafgesetzbuches"),
        ("den Entwurf eines Zweiten Gesetzes zur Stärkung der Teilhabe", "Zweites Gesetz zur Stärkung der Teilhabe"),
        (
            "durch das Gesetz zur Beschleunigung von Verfahren im Infrastrukturbereich verfolgt",
            "Gesetz zur Beschleunigung von Verfahren im Infrastrukturbereich",
        ),
        (
            "das Gesetz zur Förderung verbraucherfreundlicher Angebote",
            "Gesetz zur Förderung verbraucherfreundlicher Angebote",
        ),
    ]);
}

#[test]
fn what_is_no_citation() {
    check(&[
        ("die waffenrechtliche Zuverlässigkeit", ""),
        ("im Rahmen des Sprengstoffrechts", ""),
        ("das Gesetz und die Verordnung rasch auf den Weg zu bringen", ""),
        ("einer Verordnungsermächtigung in den Gesetzgebungsverfahren", ""),
        ("eine entsprechende Landesverordnung und den Gesetzentwurf", ""),
        ("mittels EU-Verordnung, analog der Abgasverordnung bei Kfz", ""),
        ("die Polizeigesetze der Länder", ""),
        ("ein Landesgesetz", ""),
        ("das Landesgesetz", ""),
        ("den Entwurf eines Gesetzes zur Stärkung der Teilhabe", ""),
        ("ein Gesetz zur Stärkung der Teilhabe", ""),
        ("Verwaltungsabkommen zur Finanzierung des Breitbandkernnetzes", ""),
        ("im Verwaltungsabkommen zur Finanzierung des Funknetzes", ""),
        ("in § 3 des Verwaltungsabkommens zur Finanzierung des Funknetzes", "Verwaltungsabkommen Funk § 3"),
        ("der Entwurf der Vereinbarung zwischen den Ländern zur Finanzierung", ""),
        ("Ziffer 3 dieses Beschlusses", ""),
        ("unter Ziffer 2 genannten", ""),
        ("ein Artikel in der Zeitung", ""),
        ("Artikel 3", ""),
        ("Absatz 2 ist zu streichen", ""),
        ("in Satz 1 des Berichts", ""),
        ("§ und Artikel", ""),
        ("TOP 29 Ziffer 2 und 3 der Herbst-IMK 2019", ""),
        ("von 5.000 auf 8.000 Euro in § 23 StGB", "StGB § 23"),
        ("nach § 5 Abs. 1 und 500 Euro", ""),
        ("§ 5 StGB, 20 Personen", "StGB § 5"),
        ("Erhöhung der Mindeststrafen um 3 Jahre", ""),
        ("der Gesetzentwurf", ""),
        ("die StPO-Reform", ""),
        ("Die GMK bittet das BMG um Prüfung", ""),
        ("nach § 5 BMG", "BMG § 5"),
    ]);
}

#[test]
fn pointing_back() {
    let forms = |passages: &[&str]| -> Vec<String> {
        read(passages)
            .iter()
            .map(|found| found.iter().map(|citation| citation.norm.citation()).collect::<Vec<_>>().join(" | "))
            .collect()
    };
    assert_eq!(
        forms(&[
            "des Artikels 3 der 54. Verordnung zur Änderung der StVO u. a. Vorschriften (StVRÄndV)",
            "der Bußgeldkatalog-Verordnung (und des OWiG), der Nichtigkeit des Artikels 3 der o. g. Verordnung",
        ]),
        ["54. StVRÄndV Art 3", "BKatV | OWiG | 54. StVRÄndV Art 3"]
    );
    assert_eq!(
        forms(&["das Aufenthaltsgesetz", "§ 5 des Gesetzes und § 6 dieses Gesetzes"]),
        ["AufenthG", "AufenthG § 5 | AufenthG § 6"]
    );
    assert_eq!(forms(&["§ 99 StPO gilt. § 100 bleibt unberührt."]), ["StPO § 99 | StPO § 100"]);
    assert_eq!(
        forms(&["das StGB und die StPO", "nach § 5 des Gesetzes", "nach § 7 allein"]).first().map(String::as_str),
        Some("StGB | StPO")
    );
    assert_eq!(
        forms(&["Gesetz zur Hilfe für Familien (Hilfegesetz, HifaG)", "§ 4 HifaG und das HifaG"]),
        ["HifaG", "HifaG § 4 | HifaG"]
    );
    assert_eq!(forms(&["§ 4 XyzG", "das XyzG"]), ["XyzG § 4", "XyzG"]);
    assert_eq!(forms(&["nach § 4", "§ 5 der Satzung"]), ["", ""]);
}

#[test]
fn every_member_of_a_list_has_its_own_words() {
    let words = |text: &str| {
        read(&[text]).concat().iter().map(|citation| citation.span.of(text).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(words("in §§ 96, 97 AufenthG aus"), ["§§ 96", "97 AufenthG"]);
    assert_eq!(words("§§ 3 bis 5 AsylG"), ["§§ 3", "bis", "5 AsylG"]);
    assert_eq!(words("§ 3 Abs. 1 i. V. m. § 7 VwVfG"), ["§ 3 Abs. 1", "§ 7 VwVfG"]);
    assert_eq!(words("aufgrund des Absatzes 2 in § 99 StPO"), ["Absatzes 2 in § 99 StPO"]);
    assert_eq!(words("im Wasserhaushaltsgesetz in § 38 eine"), ["Wasserhaushaltsgesetz in § 38"]);
    assert_eq!(words("dem Netzwerkdurchsetzungsgesetz (NetzDG)"), ["Netzwerkdurchsetzungsgesetz (NetzDG)"]);
    assert_eq!(words("§ 5 Abs. 1 Satz 2 und Abs. 3 StPO"), ["§ 5 Abs. 1 Satz 2", "Abs. 3 StPO"]);
}

#[test]
fn a_long_list_is_read_in_one_pass() {
    let text = format!("{}§ 6 StPO", "§ 5 Abs. 1, ".repeat(20_000));
    assert_eq!(read(&[&text]).concat().len(), 20_001);
    let unnamed = "Absatz 2 des § 5 und Gesetz zur ".repeat(20_000);
    assert!(read(&[&unnamed]).concat().is_empty());
}

proptest! {
    #[test]
    fn no_text_panics_and_spans_are_in_order(
        text in "(§ |§§ |Art\\. |Absatz |Satz |[0-9]{1,3}[a-c]? ?|und |bis |, |\\(|\\)|i\\. V\\. m\\. |StPO|XyzG|Gesetzes |zur Änderung |der |des |Verordnung |\\(EU\\) |2016/679|o\\. g\\. |lit\\. a|ff\\. |-|I |\\PC){0,30}"
    ) {
        let citations = read(&[&text]).concat();
        for pair in citations.windows(2) {
            prop_assert!(pair[0].span.start <= pair[1].span.start, "{:?}", pair);
        }
        for citation in &citations {
            prop_assert!(!citation.span.is_empty() && text.get(citation.span.range()).is_some());
        }
    }
}
