//! Names through time: one IRI, all names with their days, and at each mention the name of that day.

mod support;

use gremium::lexicon::Lexicon;
use gremium::mention::{Referent, why_unlinked};
use gremium::text::Source;
use gremium::{Analysis, emit, vocab};

const ID: &str = "https://w3id.org/gremium/id";
const GM: &str = "https://w3id.org/gremium/ontology#";

fn analysis(heading: &str, point: &str, lexicon: &Lexicon) -> Analysis {
    let text = format!("Beschlüsse der {heading}\n\nTOP 2: Lage\n\nBeschluss:\n\n1. {point}\n");
    gremium::analyze(Source::from_text("a.md", &text), lexicon)
}

fn quads(analysis: &Analysis, lexicon: &Lexicon) -> Vec<String> {
    let Analysis { source, document, mentions, acts, .. } = analysis;
    let graph = emit::emit(source, document, mentions, acts, lexicon, vocab::BASE);
    graph.to_nquads().lines().map(str::to_owned).collect()
}

/// The quads of a graph that begin so, without the name of the graph.
fn said<'q>(quads: &'q [String], subject: &str) -> Vec<&'q str> {
    let of = quads.iter().filter(|quad| quad.starts_with(subject));
    of.filter_map(|quad| quad.rsplit_once(" <")).map(|(statement, _)| statement).collect()
}

#[test]
fn a_mention_has_the_name_of_its_day_and_the_body_all_of_them() {
    let lexicon = support::lexicon();
    let of_year = |day: &str| {
        let heading = format!("Sitzung der Innenministerkonferenz am {day}");
        quads(&analysis(&heading, "Die IMK bittet das BMI um einen Bericht.", &lexicon), &lexicon)
    };
    let (early, late) = (of_year("3. Dezember 2017"), of_year("3. Dezember 2021"));
    let then = |quads: &[String], name: &str| {
        quads.iter().filter(|quad| quad.contains(&format!("<{GM}nameAtSession> <{ID}/name/bmi/{name}>"))).count()
    };
    assert_eq!((then(&early, "vor-2018"), then(&early, "2018")), (1, 0));
    assert_eq!((then(&late, "vor-2018"), then(&late, "2018")), (0, 1));
    // What is said of the body itself depends on no document, so that graphs can be put together.
    let body = format!("<{ID}/body/bmi> ");
    assert_eq!(said(&early, &body), said(&late, &body));
    let name = format!("<{ID}/name/bmi/2018> ");
    assert_eq!(said(&early, &name), said(&late, &name));
    for part in ["validFrom> \"2018-03-14\"", "validUntil> \"2021-12-08\"", "abbreviation> \"BMI\""] {
        assert!(said(&early, &name).iter().any(|statement| statement.contains(part)), "{part}");
    }
}

#[test]
fn a_sitting_known_by_its_number_has_a_day() {
    let lexicon = support::lexicon();
    let quads = quads(
        &analysis("209. Sitzung der Innenministerkonferenz", "Die IMK bittet das BMI um einen Bericht.", &lexicon),
        &lexicon,
    );
    assert!(quads.iter().any(|quad| quad.contains(&format!("<{GM}nameAtSession> <{ID}/name/bmi/2018>"))), "{quads:#?}");
}

/// A lexicon of two ministries that bore one abbreviation one after the other, and of two boards that always share theirs.
fn shared() -> Lexicon {
    let text = r#"
@base <https://w3id.org/gremium/id/> .
@prefix gm: <https://w3id.org/gremium/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix skosxl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<body/old> rdfs:label "XMV alt" ; skosxl:altLabel <name/old> .
<name/old> skosxl:literalForm "Ministerium für Verkehr"@de ; gm:abbreviation "XMV" ; gm:validUntil "2010-01-01" .
<body/new> rdfs:label "XMV neu" ; skosxl:altLabel <name/new> .
<name/new> skosxl:literalForm "Ministerium für Vorsorge"@de ; gm:abbreviation "XMV" ; gm:validFrom "2010-01-01" .
<body/one> rdfs:label "XBR eins" ; skos:prefLabel "Beirat für Raumfahrt"@de ; skos:altLabel "XBR" ; gm:sharedLabel "XBR" .
<body/two> rdfs:label "XBR zwei" ; skos:prefLabel "Beirat für Rundfunk"@de ; skos:altLabel "XBR" ; gm:sharedLabel "XBR" .
"#;
    Lexicon::with(&[("shared.ttl".to_owned(), text.to_owned())]).unwrap()
}

#[test]
fn the_day_tells_bearers_of_one_name_apart() {
    let lexicon = shared();
    for (day, key) in [("3. Dezember 2009", "body/old"), ("3. Dezember 2010", "body/new")] {
        let heading = format!("Sitzung der Innenministerkonferenz am {day}");
        let analysis = analysis(&heading, "Die IMK bittet das XMV um einen Bericht.", &lexicon);
        assert!(analysis.mentions.bodies.iter().any(|body| body.key == key), "{day}: {:?}", analysis.mentions.bodies);
    }
}

#[test]
fn who_cannot_be_told_stays_open_with_candidates_and_reasons() {
    let lexicon = shared();
    let heading = "Sitzung der Innenministerkonferenz am 3. Dezember 2021";
    let open = analysis(heading, "Die IMK bittet den XBR um einen Bericht.", &lexicon);
    let at = open.mentions.bodies.iter().position(|body| body.label == "XBR").expect("it goes by the name alone");
    let Referent::Ambiguous(candidates) = &open.mentions.bodies[at].referent else { panic!("no guess") };
    assert_eq!(candidates.len(), 2);
    let why = |id: usize| why_unlinked(u32::try_from(id).unwrap(), &open.document, &open.mentions, &lexicon);
    assert_eq!(
        why(at).unwrap(),
        "may be XBR eins (body/one) or XBR zwei (body/two); the document introduces it for nobody; \
         0 of 2 belong to IMK; 2 of 2 bore the name on 2021-12-03; 0 of 2 are of its kind"
    );
    assert_eq!(open.diagnostics.iter().filter(|diagnostic| diagnostic.code == "ambiguous-body").count(), 1);
    let quads = quads(&open, &lexicon);
    for candidate in ["one", "two"] {
        let candidate = format!("<{ID}/body/ambiguous/xbr> <{GM}candidate> <{ID}/body/{candidate}>");
        assert!(quads.iter().any(|quad| quad.starts_with(&candidate)), "{candidate}");
    }
    let known = open.mentions.bodies.iter().position(|body| body.key == "body/imk").unwrap();
    assert_eq!(why(known), None);
}

#[test]
fn what_the_document_introduces_holds_from_there_on() {
    let lexicon = shared();
    let heading = "Sitzung der Innenministerkonferenz am 3. Dezember 2021";
    let point = "Die IMK dankt dem Beirat für Rundfunk (XBR) und bittet den XBR um einen Bericht.";
    let analysis = analysis(heading, point, &lexicon);
    let boards: Vec<&str> = analysis
        .mentions
        .bodies
        .iter()
        .filter(|body| body.label.starts_with("XBR"))
        .map(|body| body.key.as_str())
        .collect();
    assert_eq!(boards, ["body/two"]);
}

/// `AMK` is borne by the conference of ministers of agriculture and by a commission of pharmacists.
#[test]
fn conferences_call_each_other_by_their_short_forms() {
    let text = "Beschlüsse der 215. Sitzung der Innenministerkonferenz am 3. Dezember 2021\n\nTOP 2: Lage\n\nBeschluss:\n\n\
                1. Die IMK bittet die AMK um Prüfung.\n";
    let lexicon = gremium::lexicon::Lexicon::with(&[]).unwrap();
    assert!(lexicon.bodies_named("AMK").len() > 1, "the name is shared");
    let analysis = gremium::analyze(gremium::text::Source::from_text("a.txt", text), &lexicon);
    let keys: Vec<&str> = analysis.mentions.bodies.iter().map(|body| body.key.as_str()).collect();
    assert!(keys.contains(&"body/amk"), "{keys:?}");
}

/// The short names that several bodies bear, in documents of several conferences: the body meant, or none rather than a wrong one.
#[test]
fn short_names_go_by_conference_and_speaker_or_stay_open() {
    let lexicon = support::lexicon();
    let imk = "215. Sitzung der Innenministerkonferenz am 3. Dezember 2021";
    let umk = "97. Umweltministerkonferenz am 26. November 2021";
    let smk = "45. Sportministerkonferenz am 4. November 2021";
    let note = |land: &str| format!("Die Konferenz dankt.\n\nProtokollnotiz {land}:\n");
    for (heading, before, name, key) in [
        (imk, String::new(), "den AK II", Some("body/imk/ak-ii")),
        (umk, String::new(), "den AK II", None),
        (imk, String::new(), "die AMK", Some("body/amk")),
        (umk, String::new(), "die AMK", Some("body/amk")),
        (umk, String::new(), "die BMK", Some("body/bmk")),
        (imk, String::new(), "die SMK", Some("body/smk")),
        (smk, String::new(), "die SMK", Some("body/smk")),
        (imk, note("Sachsen"), "das SMK", Some("body/land/sachsen/kultusministerium")),
        (imk, note("Sachsen-Anhalt"), "das MI", Some("body/land/sachsen-anhalt/innenministerium")),
        (imk, note("Niedersachsen"), "das MI", Some("body/land/niedersachsen/innenministerium")),
        (imk, note("Bayern"), "das MI", None),
        (imk, String::new(), "das MI", None),
        (imk, String::new(), "den UA RV", Some("body/imk/ua-rv")),
    ] {
        let analysis = analysis(heading, &format!("{before}Gebeten wird {name} um Prüfung."), &lexicon);
        let short = name.split_once(' ').unwrap().1;
        let bearers: Vec<&str> =
            lexicon.bodies_named(short).iter().filter_map(|id| Some(lexicon.authority(*id)?.key.as_str())).collect();
        let found: Vec<&str> = analysis
            .mentions
            .bodies
            .iter()
            .filter_map(|body| match &body.referent {
                Referent::Known(id) => lexicon.authority(*id).map(|body| body.key.as_str()),
                _ => None,
            })
            .filter(|key| bearers.contains(key))
            .collect();
        assert_eq!(found, key.into_iter().collect::<Vec<_>>(), "{heading}, {before}{name}");
        let open = analysis.mentions.bodies.iter().any(|body| matches!(&body.referent, Referent::Ambiguous(_)));
        assert_eq!(open, key.is_none(), "{heading}, {before}{name}");
    }
}
