//! Links out of the graph: items with their evidence, addresses of official texts, printed papers.

mod support;

use gremium::lexicon::Lexicon;
use gremium::mention::MentionKind;
use gremium::text::Source;
use gremium::{Analysis, emit, vocab};
use std::collections::BTreeMap;

const ID: &str = "https://w3id.org/gremium/id";
const GM: &str = "https://w3id.org/gremium/ontology#";
const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
const SEE_ALSO: &str = "http://www.w3.org/2000/01/rdf-schema#seeAlso";

fn analysis(points: &str, lexicon: &Lexicon) -> Analysis {
    let text = format!(
        "Beschlüsse der 215. Sitzung der Innenministerkonferenz am 3. Dezember 2021\n\nTOP 2: Lage\n\nBeschluss:\n\n{points}\n"
    );
    gremium::analyze(Source::from_text("a.md", &text), lexicon)
}

fn quads(points: &str) -> String {
    let lexicon = support::lexicon();
    let Analysis { source, document, mentions, acts, .. } = analysis(points, &lexicon);
    emit::emit(&source, &document, &mentions, &acts, &lexicon, vocab::BASE).to_nquads()
}

#[test]
fn printed_papers_are_cited_by_series_and_number() {
    let lexicon = support::lexicon();
    let cases: [(&str, &[(&str, &str)]); 8] = [
        ("BT-Drs. 18/3629", &[("bundestag/18/3629", "BT-Drs. 18/3629")]),
        ("Bundestagsdrucksache 19/17", &[("bundestag/19/17", "Bundestagsdrucksache 19/17")]),
        ("BR-Drs. 250/20", &[("bundesrat/250/20", "BR-Drs. 250/20")]),
        ("BR-Drucksache 51/05 (Beschluss)", &[("bundesrat/51/05", "BR-Drucksache 51/05")]),
        (
            "BT-Drs. 19/1 und 19/20, 19/300",
            &[("bundestag/19/1", "BT-Drs. 19/1"), ("bundestag/19/20", "19/20"), ("bundestag/19/300", "19/300")],
        ),
        ("BT-Drs. Nr. 18/3629", &[("bundestag/18/3629", "BT-Drs. Nr. 18/3629")]),
        ("Beschluss 2018/37", &[]),
        ("BT-Drs. 2018/37", &[]),
    ];
    for (words, papers) in cases {
        let analysis = analysis(&format!("1. Die IMK begrüßt den Entwurf ({words})."), &lexicon);
        let found: Vec<(String, &str)> = analysis
            .mentions
            .mentions
            .iter()
            .filter_map(|mention| match &mention.kind {
                MentionKind::Printed(paper) => Some((
                    emit::iri::printed(paper, &lexicon).unwrap(),
                    analysis.document.map.original(mention.span).of(&analysis.source.text),
                )),
                _ => None,
            })
            .collect();
        let expected: Vec<(String, &str)> =
            papers.iter().map(|(path, words)| (format!("printed/{path}"), *words)).collect();
        assert_eq!(found, expected, "{words}");
    }
}

#[test]
fn a_printed_paper_has_an_address_and_stands_in_no_table() {
    let with = quads("1. Die IMK begrüßt den Entwurf (BT-Drs. 18/3629) und den Antrag (BR-Drs. 250/20).");
    for (paper, address) in [
        ("bundestag/18/3629", "https://dserver.bundestag.de/btd/18/036/1803629.pdf"),
        ("bundesrat/250/20", "https://dserver.bundestag.de/brd/2020/0250-20.pdf"),
    ] {
        assert!(with.contains(&format!("<{ID}/printed/{paper}> <{SEE_ALSO}> <{address}>")), "{paper}:\n{with}");
    }
    let old = quads("1. Die IMK begrüßt den Antrag (BR-Drs. 51/05).");
    assert!(
        old.contains(&format!("<{ID}/printed/bundesrat/51/05> <{GM}citesPaper>"))
            || old.contains("printed/bundesrat/51/05")
    );
    assert!(!old.contains("dserver.bundestag.de"), "the rule of its address is younger");

    let lexicon = support::lexicon();
    let facts = |text: &str| {
        let heading = "Beschlüsse der 215. Sitzung der Innenministerkonferenz am 3. Dezember 2021\n\nTOP 2: Lage\n\nBeschluss:\n\n";
        let store = support::facts::store("a.md", &format!("{heading}{text}\n"), &lexicon);
        support::facts::TABLES.iter().map(|table| support::facts::facts(&store, table)).collect::<Vec<_>>()
    };
    assert_eq!(
        facts("1. Die IMK begrüßt den Entwurf (BT-Drs. 18/3629)."),
        facts("1. Die IMK begrüßt den Entwurf (BT-Drs. 19/12)."),
    );
}

#[test]
fn a_norm_leads_to_its_official_text() {
    let quads = quads(
        "1. Die IMK bittet das BMI, § 99 Absatz 2 StPO, Artikel 13 GG, Artikel 17 DSGVO und die Richtlinie (EU) 2016/680 zu prüfen.",
    );
    for (thing, property, address) in [
        ("norm/stpo/99/2", SEE_ALSO, "https://www.gesetze-im-internet.de/stpo/__99.html"),
        ("norm/gg/13", SEE_ALSO, "https://www.gesetze-im-internet.de/gg/art_13.html"),
        ("statute/gg", SEE_ALSO, "https://www.gesetze-im-internet.de/gg/"),
        ("statute/dsgvo", &format!("{SKOS}exactMatch"), "http://data.europa.eu/eli/reg/2016/679/oj"),
        ("statute/dsgvo", &format!("{SKOS}exactMatch"), "http://publications.europa.eu/resource/celex/32016R0679"),
    ] {
        let statement = format!("<{ID}/{thing}> <{property}> <{address}>");
        assert!(quads.contains(&statement), "{statement}\n{quads}");
    }
    assert!(quads.contains(&format!("<{ID}/statute/dsgvo> <http://purl.org/dc/terms/identifier> \"32016R0679\"")));
    assert!(
        quads
            .contains("> <http://www.w3.org/2004/02/skos/core#exactMatch> <http://data.europa.eu/eli/dir/2016/680/oj>")
    );
}

/// Towns share their names, so a sitting says which one it was in.
#[test]
fn a_sitting_leads_to_its_place() {
    let quads = quads("1. Die IMK bittet das BMI um einen Bericht.");
    for said in [
        format!("<{ID}/session/imk/2021-12-03> <http://purl.org/dc/terms/spatial> <{ID}/place/stuttgart>"),
        format!("<{ID}/place/stuttgart> <{SKOS}closeMatch> <http://www.wikidata.org/entity/Q1022>"),
        format!("<{ID}/link/place/stuttgart/Q1022> <{GM}sources> \"2\""),
    ] {
        assert!(quads.contains(&said), "{said}");
    }
}

#[test]
fn a_link_says_how_well_it_is_evidenced() {
    let quads = quads("1. Die IMK bittet das BMI und das BfV um einen Bericht.");
    let evidence = format!("<{ID}/link/body/bfv/Q310522>");
    for said in [
        "<http://www.w3.org/2002/07/owl#annotatedSource> <https://w3id.org/gremium/id/body/bfv>".to_owned(),
        format!("<http://www.w3.org/2002/07/owl#annotatedProperty> <{SKOS}closeMatch>"),
        "<http://www.w3.org/2002/07/owl#annotatedTarget> <http://www.wikidata.org/entity/Q310522>".to_owned(),
        format!("<{GM}sources> \"1\""),
        format!("<{GM}evidenced> \"2026-11-24\""),
    ] {
        assert!(quads.contains(&format!("{evidence} {said}")), "{said}");
    }
    assert!(quads.contains(&format!("<{ID}/link/body/bmi/Q502698> <{GM}sources> \"2\"")));
}

/// Every Wikidata item that the authority files link to is evidenced.
#[test]
fn no_link_is_without_evidence() {
    let lexicon = support::lexicon();
    let mut bare = BTreeMap::new();
    let mut counted = 0;
    for body in &lexicon.authorities {
        for link in body.links.iter().filter(|link| link.iri.contains("wikidata.org")) {
            counted += 1;
            if link.sources.is_none() || link.date.is_none() {
                bare.insert(&body.key, &link.iri);
            }
        }
    }
    assert!(counted > 50 && bare.is_empty(), "{counted} {bare:#?}");
}
