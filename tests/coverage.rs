//! What the authority files must know: those bodies that resolutions of conferences name, in their places; the sittings and
//! chairs that are evidenced. And that a body which an annotated collection names is one thing.

mod support;

use gremium::lexicon::{Authority, Lexicon};
use gremium::query::{self, QueryResults};
use gremium::store::Store;
use oxigraph::model::Term;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use support::facts::Table;

/// The bodies that bear a name.
fn named<'l>(lexicon: &'l Lexicon, name: &str) -> Vec<&'l Authority> {
    lexicon.bodies_named(name).iter().filter_map(|id| lexicon.authority(*id)).collect()
}

/// Rows of a table of facts without its head.
fn rows(path: &Path) -> Vec<Vec<String>> {
    let text = support::read(path);
    text.lines().skip(1).map(|line| line.split('\t').map(|cell| cell.trim().to_owned()).collect()).collect()
}

#[test]
fn the_bodies_of_conferences_federation_and_union_are_known() {
    let lexicon = support::lexicon();
    let wanted = [
        ("constitutional-body", "Bund Bundesregierung Bundestag Bundesrat Bundespräsident"),
        (
            "conference",
            "IMK JuMiKo MPK FMK VMK UMK AMK BMK GFMK IntMK KMK WMK ASMK GMK JFMK SMK EMK VSMK GWK IT-Planungsrat",
        ),
        (
            "conference-committee",
            "AK_I AK_II AK_III AK_IV AK_V AK_VI UA_FEK UA_RV LAV AOLG AGJF ACK_der_UMK ACK_der_AMK",
        ),
        ("joint-centre", "GTAZ GETZ GASIM NCAZ GeKoB"),
        (
            "federal-ministry",
            "BMI BMJ BMJV BMF BMG BMDV BMVI BMAS BMWi BMWK BMFSFJ BMVg AA BMBF BMEL BMU BMZ BMVBS BMELV",
        ),
        ("police", "BKA BPOL LKA_Berlin"),
        ("intelligence-service", "BfV BND MAD"),
        (
            "federal-agency",
            "BSI BAMF BBK BVA THW BDBOS ZITiS BfJ ZKA BaFin BZSt ITZBund RKI BfArM PEI BZgA BNetzA Destatis DPMA GZD",
        ),
        ("court", "Bundesverfassungsgericht BGH BVerwG BSG BFH BAG"),
        ("office", "BfDI"),
        ("eu-body", "EU-Kommission Europol Frontex eu-LISA JI-Rat Eurojust"),
        ("association", "DFB UEFA FIFA DOSB"),
        ("company", "Google Facebook Telegram DFL"),
    ];
    let mut missing = Vec::new();
    for (kind, names) in wanted {
        for name in names.split_whitespace().map(|name| name.replace('_', " ")) {
            if !named(&lexicon, &name).iter().any(|body| body.kind == format!("kind/{kind}")) {
                let found: Vec<&str> = named(&lexicon, &name).iter().map(|body| body.kind.as_str()).collect();
                missing.push(format!("{name}: no {kind}, but {found:?}"));
            }
        }
    }
    assert!(missing.is_empty(), "\n{}", missing.join("\n"));
}

#[test]
fn each_of_sixteen_laender_has_a_government() {
    let lexicon = support::lexicon();
    let of_kind = |kind: &str| lexicon.authorities.iter().filter(|body| body.kind == kind).collect::<Vec<_>>();
    let (laender, governments) = (of_kind("kind/land"), of_kind("kind/land-government"));
    assert_eq!((laender.len(), governments.len()), (16, 16));
    for land in laender {
        let government = governments.iter().find(|government| government.key == format!("{}/regierung", land.key));
        let parent = government.and_then(|government| lexicon.authority(government.parent?));
        assert_eq!(parent.map(|parent| &parent.key), Some(&land.key));
    }
}

#[test]
fn sittings_and_chairs_are_the_evidenced_ones() {
    let lexicon = support::lexicon();
    let turtle = support::read(&support::path("ontology/authority/sessions.ttl"));
    let entry = |subject: &str| {
        let start = format!("<{subject}> a ");
        turtle.split("\n\n").find(|entry| entry.starts_with(&start)).unwrap_or_else(|| panic!("no {subject}"))
    };
    let land = |name: &str| {
        let lands = named(&lexicon, name);
        let land = lands.iter().find(|body| body.kind == "kind/land").unwrap_or_else(|| panic!("no {name}"));
        land.key.clone()
    };
    let sittings = rows(&support::path("tests/data/authority/sessions.tsv"));
    for row in &sittings {
        let [conference, number, first, last, place, chair] = row.as_slice() else { panic!("{row:?}") };
        let session = entry(&format!("session/{}/{last}", conference.to_lowercase()));
        for said in [
            format!("gm:number {number} ;"),
            format!("gm:firstDay \"{first}\""),
            format!("gm:lastDay \"{last}\""),
            format!("gm:place \"{place}\""),
        ] {
            assert!(session.contains(&said), "{said}\n{session}");
        }
        assert!(chair == "-" || session.contains(&format!("gm:chair <{}>", land(chair))), "{chair}\n{session}");
    }
    let chairs = rows(&support::path("tests/data/authority/chairs.tsv"));
    for row in &chairs {
        let [conference, year, chair] = row.as_slice() else { panic!("{row:?}") };
        let entry = entry(&format!("chairmanship/{}/{year}", conference.to_lowercase()));
        assert!(entry.contains(&format!("org:member <{}>", land(chair))), "{chair}\n{entry}");
    }
    assert_eq!((sittings.len(), chairs.len()), (21, 15));
}

/// Place, name and IRI of each body that a store says is named.
fn bodies(store: &Store) -> Vec<([String; 3], String)> {
    let sparql = query::find("facts/bodies").unwrap().sparql.replace("SELECT DISTINCT", "SELECT DISTINCT ?named");
    let QueryResults::Solutions(solutions) = query::ask(store, &sparql, &[]).unwrap() else { panic!("no SELECT") };
    let text = |term: Option<&Term>| match term {
        Some(Term::Literal(literal)) => literal.value().to_owned(),
        Some(Term::NamedNode(iri)) => iri.as_str().to_owned(),
        _ => String::new(),
    };
    solutions
        .map(Result::unwrap)
        .map(|row| (["top", "point", "body"].map(|name| text(row.get(name))), text(row.get("named"))))
        .collect()
}

/// In every annotated collection a body of the tables has one IRI, and an IRI is one body of the tables.
#[test]
fn a_body_of_the_tables_is_one_thing() {
    let lexicon = support::lexicon();
    // The annotated first half of the example lies beside the project where it is developed.
    let first_half = support::path("../shared/gold/dev");
    let folders = support::entries(&support::path("tests/gold")).into_iter().chain([first_half]);
    let (mut findings, mut checked) = (Vec::new(), 0);
    for folder in folders.filter(|folder| folder.join("bodies.tsv").exists()) {
        let beside = folder.join("text.txt");
        let text = if beside.exists() { beside } else { support::path("examples/imk-215.md") };
        let store = support::facts::store("text", &support::read(&text), &lexicon);
        let gold: BTreeSet<Vec<String>> = rows(&folder.join("bodies.tsv")).into_iter().collect();
        assert_eq!(gold.first().map(Vec::len), Some(Table::named("bodies").columns.len()));
        let (mut things, mut names): (BTreeMap<String, BTreeSet<String>>, BTreeMap<String, BTreeSet<String>>) =
            Default::default();
        for (row, iri) in bodies(&store).into_iter().filter(|(row, _)| gold.contains(&row[..])) {
            let [.., name] = row;
            things.entry(name.clone()).or_default().insert(iri.clone());
            names.entry(iri).or_default().insert(name);
        }
        checked += things.len();
        let shared = things.into_iter().chain(names).filter(|(_, several)| several.len() > 1);
        findings.extend(shared.map(|(one, several)| format!("{}: {one} is {several:?}", folder.display())));
    }
    assert!(findings.is_empty(), "\n{}", findings.join("\n"));
    println!("{checked} bodies");
    assert!(checked > 250, "only {checked} bodies");
}

/// A correction is gone when its file is, in a store too.
#[test]
fn a_correction_is_reversible() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    std::fs::create_dir(path("mine")).unwrap();
    let manual = support::read(&support::path("docs/corrections.md"));
    let example = manual.split("```turtle\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    std::fs::write(path("mine/mine.ttl"), example).unwrap();
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_gremium"))
            .args(arguments)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    };
    let store = path("store");
    let build = |lexicon: &[&str]| {
        run(&[&["build", "examples/imk-215.md", "--quiet", "--store", &store], lexicon].concat());
        String::from_utf8(run(&["store", "dump", &store])).unwrap()
    };
    let before = build(&[]);
    let corrected = build(&["--lexicon", &path("mine")]);
    assert!(corrected != before && corrected.contains("ontology#correctedBy>"));
    assert!(build(&[]) == before, "the same bytes as before");
}

/// Two versions of one collection would mix what they say at one place.
#[test]
fn two_texts_of_one_sitting_are_found() {
    let check = |documents: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_gremium"))
            .arg("check")
            .args(documents)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .unwrap();
        let said = [output.stdout, output.stderr].concat();
        String::from_utf8(said).unwrap().contains("two-texts-of-one-sitting")
    };
    let texts = ["tests/gold/gmk-91-2018/text.txt", "tests/gold/gmk-91-2018-juni/text.txt"];
    assert!(check(&texts));
    assert!(!check(&texts[..1]) && !check(&["examples/imk-215.md", texts[0]]));
}
