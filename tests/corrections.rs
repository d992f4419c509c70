//! What a user's lexicon files may change, what they may not, and what a fault says.

mod support;

use gremium::lexicon::{Lexicon, LexiconError};

const HEAD: &str = "@base <https://w3id.org/gremium/id/> .
@prefix gm: <https://w3id.org/gremium/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix skosxl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix wd: <http://www.wikidata.org/entity/> .
";

/// Lines of [`HEAD`], so that the first line of a file's own has the number one more.
const HEAD_LINES: u32 = 8;

/// The embedded lexicon with these files, each behind the usual prefixes.
fn with(files: &[(&str, &str)]) -> Result<Lexicon, LexiconError> {
    let files: Vec<_> = files.iter().map(|(name, text)| ((*name).to_owned(), format!("{HEAD}{text}"))).collect();
    Lexicon::with(&files)
}

/// What is wrong with one file: `line subject: cause`, lines counted behind the prefixes.
fn faults(text: &str) -> Vec<String> {
    let error = with(&[("mine.ttl", text)]).expect_err("the file is at fault");
    error
        .faults
        .iter()
        .map(|fault| {
            assert_eq!(fault.file, "mine.ttl", "{fault}");
            assert!(!fault.remedy.is_empty());
            format!("{} {}: {}", fault.line.expect("a line") - HEAD_LINES, fault.subject, fault.cause)
        })
        .collect()
}

fn keys(lexicon: &Lexicon, name: &str) -> Vec<String> {
    let found = lexicon.bodies_named(name);
    found.iter().filter_map(|id| lexicon.authority(*id)).map(|body| body.key.clone()).collect()
}

#[test]
fn a_body_is_added() {
    let lexicon = with(&[(
        "mine.ttl",
        "<body/kke> a org:FormalOrganization ; rdfs:label \"KKE\" ; skos:prefLabel \"Koordinierungsstelle Ethik\"@de .",
    )])
    .unwrap();
    assert_eq!(keys(&lexicon, "Koordinierungsstelle Ethik"), ["body/kke"]);
    assert_eq!(keys(&support::lexicon(), "Koordinierungsstelle Ethik"), [""; 0], "without the file it is unknown");
}

#[test]
fn a_renamed_body_keeps_its_iri_and_is_found_by_both_names() {
    let lexicon =
        with(&[("mine.ttl", "<body/bka> rdfs:label \"BKrA\" ; skos:prefLabel \"Kriminalamt des Bundes\"@de .")]);
    let lexicon = lexicon.unwrap();
    let id = lexicon.authority_by_key("body/bka").unwrap();
    let body = lexicon.authority(id).unwrap();
    assert_eq!((body.label.as_str(), body.name_de.as_deref()), ("BKrA", Some("Kriminalamt des Bundes")));
    for name in ["BKrA", "Kriminalamt des Bundes", "BKA", "Bundeskriminalamt"] {
        assert_eq!(keys(&lexicon, name), ["body/bka"], "{name}");
    }
    assert_eq!(lexicon.files[body.files[0] as usize].name, "mine.ttl", "the file that says so is known");
}

#[test]
fn a_name_is_withdrawn() {
    let lexicon = with(&[("mine.ttl", "<body/bundesregierung> gm:notLabel \"Bundeskabinett\" .")]).unwrap();
    assert_eq!(keys(&support::lexicon(), "Bundeskabinett"), ["body/bundesregierung"]);
    assert_eq!(keys(&lexicon, "Bundeskabinett"), [""; 0]);
}

#[test]
fn a_split_takes_its_names_along() {
    let lexicon = with(&[(
        "mine.ttl",
        "<body/kabinett> a org:FormalOrganization ; rdfs:label \"Bundeskabinett\" ; gm:notSameAs <body/bundesregierung> .",
    )])
    .unwrap();
    assert_eq!(keys(&lexicon, "Bundeskabinett"), ["body/kabinett"]);
    assert_eq!(keys(&lexicon, "Bundesregierung"), ["body/bundesregierung"]);
}

#[test]
fn merged_bodies_are_one_with_all_names_and_all_that_points_there() {
    let lexicon = with(&[("mine.ttl", "<body/bmwa> gm:sameAs <body/bmwi> .")]).unwrap();
    assert_eq!(keys(&lexicon, "BMWA"), ["body/bmwi"]);
    assert_eq!(lexicon.authority_by_key("body/bmwa"), None);
    let body = lexicon.authority(lexicon.authority_by_key("body/bmwi").unwrap()).unwrap();
    assert_eq!(body.label, "BMWi", "the other's label holds");
    assert_eq!(body.replaces, ["body/bmwa"], "old graphs can be joined");
    assert!(body.dated_names.iter().any(|name| name.key == "name/bmwa/2002"), "its names keep their days");
}

#[test]
fn a_link_is_rejected() {
    let links = |lexicon: &Lexicon| {
        let body = lexicon.authority(lexicon.authority_by_key("body/bundesrat").unwrap()).unwrap();
        (body.links.iter().map(|link| link.iri.clone()).collect::<Vec<_>>(), body.rejects.clone())
    };
    let before = links(&support::lexicon());
    assert_eq!(before.0, ["http://www.wikidata.org/entity/Q146138"]);
    let lexicon = with(&[("mine.ttl", "<body/bundesrat> gm:rejects wd:Q146138 .")]).unwrap();
    assert_eq!(links(&lexicon), (Vec::new(), before.0));
}

#[test]
fn corrections_that_contradict_each_other_are_reported_with_both_places() {
    let cases = [
        (
            "<body/bka> rdfs:label \"A1\" .",
            "<body/bka> rdfs:label \"A2\" .",
            "rdfs:label is „A2“ here and „A1“ in a.ttl:9",
        ),
        (
            "<body/bka> gm:sameAs <body/bpol> .",
            "<body/bka> gm:notSameAs <body/bpol> .",
            "it is body/bpol here and not in b.ttl:9",
        ),
        (
            "<body/bka> gm:sameAs <body/bpol> .",
            "<body/bka> gm:sameAs <body/bsi> .",
            "it is body/bsi here and body/bpol in a.ttl:9",
        ),
        ("<body/bka> gm:sameAs <body/bpol> .", "<body/bpol> gm:sameAs <body/bka> .", "leads back to itself"),
        (
            "<body/bka> skos:closeMatch wd:Q1 .",
            "<body/bka> gm:rejects wd:Q1 .",
            "is rejected here and given in a.ttl:9",
        ),
        (
            "<body/bka> skos:altLabel \"Amt X\" .",
            "<body/bka> gm:notLabel \"Amt X\" .",
            "„Amt X“ is no name of it here, but is one in a.ttl:9",
        ),
    ];
    for (one, other, cause) in cases {
        let error = with(&[("a.ttl", one), ("b.ttl", other)]).expect_err(cause).to_string();
        assert!(error.contains(cause) && error.contains("body/b"), "{cause}:\n{error}");
    }
}

#[test]
fn a_correction_that_meets_nothing_is_reported() {
    assert_eq!(
        faults("\n<body/nobody> gm:rejects wd:Q1 ."),
        ["2 body/nobody: a correction of what no file describes", "2 body/nobody: a body without a label",]
    );
    assert_eq!(
        faults("<body/bka> gm:sameAs <body/nobody> .")[0],
        "1 body/bka: it is said to be, or not to be, body/nobody, which no file describes"
    );
    assert_eq!(faults("<body/bka> gm:notLabel \"Kein Name\" ."), ["1 body/bka: „Kein Name“ is no name of it anyway"]);
}

#[test]
fn a_name_of_two_bodies_at_once_is_reported() {
    let two = "<body/zka> a org:FormalOrganization ; rdfs:label \"ZKA\" ;\n  skos:altLabel \"Bundeskriminalamt\"@de .";
    assert_eq!(faults(two), ["2 body/zka: „Bundeskriminalamt“ is a name of body/bka too, in the same years"]);
    let declared = format!(
        "{two}\n<body/zka> gm:sharedLabel \"Bundeskriminalamt\" . <body/bka> gm:sharedLabel \"Bundeskriminalamt\" ."
    );
    assert_eq!(keys(&with(&[("mine.ttl", &declared)]).unwrap(), "Bundeskriminalamt").len(), 2);
    let in_turn = |until: &str| {
        format!(
            "<body/x1> a org:FormalOrganization ; rdfs:label \"X1\" ; skosxl:altLabel <name/x1> .
<name/x1> skosxl:literalForm \"Amt für Y\"@de ; gm:validUntil \"{until}\"^^xsd:date .
<body/x2> a org:FormalOrganization ; rdfs:label \"X2\" ; skosxl:altLabel <name/x2> .
<name/x2> skosxl:literalForm \"Amt für Y\"@de ; gm:validFrom \"2015-01-01\"^^xsd:date ."
        )
    };
    assert_eq!(
        keys(&with(&[("mine.ttl", &in_turn("2015-01-01"))]).unwrap(), "Amt für Y").len(),
        2,
        "one after the other"
    );
    assert_eq!(faults(&in_turn("2016-01-01")), ["4 body/x2: „Amt für Y“ is a name of body/x1 too, in the same years"]);
}

#[test]
fn a_circle_of_parents_is_reported_once() {
    let circle = "<body/x1> rdfs:label \"X1\" ; org:subOrganizationOf <body/x2> .\n<body/x2> rdfs:label \"X2\" ; org:subOrganizationOf <body/x1> .";
    assert_eq!(faults(circle), ["1 body/x1: a circle of org:subOrganizationOf: body/x1 → body/x2 → body/x1"]);
}

#[test]
fn patterns_days_examples_and_pointers_are_checked() {
    let kind =
        "<act/urges> a gm:ActKind ; skos:prefLabel \"drängt\"@de ;\n  gm:pattern \"mahnt/mahnen/gemahnt {gen}\" .";
    assert_eq!(
        faults(kind),
        [
            "1 act/urges: an example is missing",
            "2 act/urges: „mahnt/mahnen/gemahnt {gen}“: there is no slot {gen}, only {acc}, {dat} and, of acts, {nom}",
        ]
    );
    let days = "<name/x> skosxl:literalForm \"X\" ;\n  gm:validFrom \"2021-02-30\"^^xsd:date .\n<name/y> skosxl:literalForm \"Y\" ; gm:validFrom \"2021-01-01\" ;\n  gm:validUntil \"2020-01-01\" .";
    assert_eq!(
        faults(days),
        ["2 name/x: validFrom is no day: „2021-02-30“", "4 name/y: validUntil is before validFrom",]
    );
    let pointer = "<body/x1> rdfs:label \"X1\" ;\n  org:subOrganizationOf <body/bmii> .";
    assert_eq!(faults(pointer), ["2 body/x1: org:subOrganizationOf is body/bmii, which no file describes"]);
}

/// A slip of the pen would do nothing, and nobody would notice.
#[test]
fn what_nothing_reads_is_reported() {
    for (text, fault) in [
        ("<body/bmi> skos:altLable \"X\"@de .", "there is no property skos:altLable, but there is skos:altLabel"),
        ("<body/bmi> gm:bodykind <kind/police> .", "there is no property gm:bodykind, but there is gm:bodyKind"),
        (
            "<body/bmi> org:subOrganisationOf <body/bund> .",
            "there is no property org:subOrganisationOf, but there is org:subOrganizationOf",
        ),
        ("<body/bmi> skos:closeMatch \"Q502698\" .", "skos:closeMatch is a text, „Q502698“"),
        ("<body/bmi> gm:bodyKind \"police\" .", "gm:bodyKind is a text, „police“"),
        ("<body/bmi> rdfs:label <body/bmi> .", "rdfs:label is an IRI, body/bmi"),
    ] {
        assert_eq!(faults(text)[0], format!("1 body/bmi: {fault}"));
    }
    assert_eq!(
        faults("<bodies/bmi> skos:altLabel \"X\"@de ."),
        ["1 bodies/bmi: nothing is read from below bodies/, but there is body/"]
    );
    assert_eq!(
        faults("<https://example.org/x> rdfs:label \"X\" ; gm:bodyKind <kind/police> ."),
        ["1 https://example.org/x: a body or statute of its own whose IRI lies elsewhere"]
    );
    // What is said in words of others is the user's own affair.
    let others =
        "<body/bmi> <http://xmlns.com/foaf/0.1/homepage> <https://www.bmi.bund.de/> ; skos:scopeNote \"x\"@de .";
    assert!(with(&[("mine.ttl", others)]).is_ok());
}

/// Saying what is said anyway corrects nothing.
#[test]
fn what_is_repeated_is_no_correction() {
    let repeats =
        "<body/bka> rdfs:label \"BKA\" ; skos:prefLabel \"Bundeskriminalamt\"@de ; org:subOrganizationOf <body/bmi> .";
    let lexicon = with(&[("mine.ttl", repeats)]).unwrap();
    let bka = |lexicon: &Lexicon| lexicon.authority(lexicon.authority_by_key("body/bka").unwrap()).unwrap().clone();
    assert_eq!(format!("{:?}", bka(&lexicon)), format!("{:?}", bka(&support::lexicon())));
    let one_new = format!("{repeats} <body/bka> skos:altLabel \"Amt X\"@de .");
    assert_eq!(bka(&with(&[("mine.ttl", &one_new)]).unwrap()).files, [0]);
}

#[test]
fn what_is_no_turtle_is_reported_with_its_line() {
    let blank = faults("<body/x1> rdfs:label \"X1\" .\n\n<body/x 2> rdfs:label \"X2\" .");
    assert!(blank.len() == 1 && blank[0].starts_with("3 body/x 2: "), "{blank:?}");
    let open = faults("<body/x1> rdfs:label \"X1\" ;\n  skos:altLabel \"X .\n");
    assert!(open.len() == 1 && open[0].starts_with("2 body/x1: "), "{open:?}");
    let node = faults("<body/x1> rdfs:label \"X1\" ;\n  skos:note [ ] .");
    assert_eq!(node, ["2 body/x1: a blank node cannot be cited; give it an IRI"]);
    let error = with(&[("a.ttl", "<body/x1> a"), ("b.ttl", "<body/x2> a")]).expect_err("two files are at fault");
    assert_eq!(
        error.faults.iter().map(|fault| fault.file.as_str()).collect::<Vec<_>>(),
        ["a.ttl", "b.ttl"],
        "all at once"
    );
}

/// The files of the crate hold to what is asked of a user's.
#[test]
fn the_files_of_the_crate_have_no_fault() {
    let mut folders = vec![support::path("ontology/authority")];
    folders.push(support::path("ontology"));
    let files: Vec<(String, String)> = folders
        .iter()
        .flat_map(|folder| support::entries(folder))
        .filter(|path| path.extension().is_some_and(|ending| ending == "ttl"))
        .filter(|path| !["shapes.ttl", "gremium.ttl", "links.ttl"].iter().any(|other| path.ends_with(other)))
        .map(|path| (path.display().to_string(), support::read(&path)))
        .collect();
    assert!(files.len() >= 6);
    let lexicon = Lexicon::parse(&files).unwrap_or_else(|error| panic!("\n{error}"));
    assert_eq!(lexicon.authorities.len(), support::lexicon().authorities.len());
}

/// The example of the manual, over a document that uses all of its names.
#[test]
fn the_example_of_the_manual_holds_and_leaves_no_trace_without_its_file() {
    let manual = support::read(&support::path("docs/corrections.md"));
    let example = manual.split("```turtle\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let corrected = Lexicon::with(&[("folder/mine.ttl".to_owned(), example.to_owned())])
        .unwrap_or_else(|error| panic!("\n{error}"));
    let text = "Beschlüsse der 215. Sitzung der Innenministerkonferenz am 3. Dezember 2021\n\nTOP 2: Lage\n\nBeschluss:\n\n\
                1. Die IMK bittet das Kriminalamt in Wiesbaden und die Koordinierungsstelle Klinische Ethik um einen Bericht.\n\
                2. Die IMK bittet das BMI, das BMWA, das Bundeskabinett, den Bundesrat und die Länderkammer um Prüfung.\n";
    let labels = |lexicon: &Lexicon| {
        let analysis = gremium::analyze(gremium::text::Source::from_text("a.md", text), lexicon);
        let mut labels: Vec<String> = analysis.mentions.bodies.iter().map(|body| body.label.clone()).collect();
        labels.sort();
        let gremium::Analysis { source, document, mentions, acts, .. } = &analysis;
        let graph = gremium::emit::emit(source, document, mentions, acts, lexicon, gremium::vocab::BASE);
        (labels, graph.to_nquads())
    };
    let (before, plain) = labels(&support::lexicon());
    let (after, graph) = labels(&corrected);
    let found = |labels: &[String], name: &str| labels.iter().any(|label| label == name);
    for (name, with, without) in [
        ("KKE", true, false),
        ("BKA", true, false),
        ("BMIH", true, false),
        ("BMI", false, true),
        ("BMWi", true, false),
        ("BMWA", false, true),
        ("Bundesregierung", false, true),
        ("Bundesrat", true, true),
        ("Länderkammer", true, false),
    ] {
        assert_eq!((found(&after, name), found(&before, name)), (with, without), "{name}: {after:?} {before:?}");
    }
    let id = "https://w3id.org/gremium/id";
    let gm = "https://w3id.org/gremium/ontology";
    for said in [
        format!("<{id}/body/bmi> <{gm}#correctedBy> <{id}/source/"),
        format!("<{gm}#fileName> \"mine.ttl\""),
        format!("<{id}/body/bmwi> <http://purl.org/dc/terms/replaces> <{id}/body/bmwa>"),
        format!("<{id}/body/bundesrat> <{gm}#rejects> <http://www.wikidata.org/entity/Q146138>"),
    ] {
        assert!(graph.contains(&said) && !plain.contains(&said), "{said}");
    }
    assert!(!graph.contains(&format!("<{id}/body/bundesrat> <http://www.w3.org/2004/02/skos/core#closeMatch>")));
}
