//! Exchange of the authority files: export as SKOS and CSV, import of a table of contents, description of data sets.

use assert_cmd::Command;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::Store;
use std::fs;
use std::path::Path;

const PREFIXES: &str = "
    PREFIX gm: <https://w3id.org/gremium/ontology#>
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    PREFIX void: <http://rdfs.org/ns/void#>
    PREFIX dcat: <http://www.w3.org/ns/dcat#>
    PREFIX owl: <http://www.w3.org/2002/07/owl#>
    PREFIX org: <http://www.w3.org/ns/org#>
    BASE <https://w3id.org/gremium/id/>
";

/// Runs the program in the root of the repository: exit status, output, messages.
fn run(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("gremium")
        .unwrap()
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn store(turtle: &str) -> Store {
    let store = Store::new().unwrap();
    store.load_from_slice(RdfParser::from_format(RdfFormat::Turtle), turtle.as_bytes()).unwrap();
    store
}

fn holds(store: &Store, pattern: &str) -> bool {
    let query = SparqlEvaluator::new().parse_query(&format!("{PREFIXES} ASK {{ {pattern} }}")).unwrap();
    matches!(query.on_store(store).execute().unwrap(), QueryResults::Boolean(true))
}

/// A folder of a user's lexicon with one file.
fn folder(turtle: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let head = "@base <https://w3id.org/gremium/id/> .\n@prefix gm: <https://w3id.org/gremium/ontology#> .\n\
                @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n";
    fs::write(folder.path().join("mine.ttl"), format!("{head}{turtle}")).unwrap();
    folder
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn the_authority_files_are_exported_as_skos() {
    let (status, turtle, messages) = run(&["authority", "export"]);
    assert_eq!((status, messages.as_str()), (0, ""));
    let store = store(&turtle);
    for pattern in [
        "<body/bka> a skos:Concept, gm:Body ; skos:inScheme <body> ; skos:notation 'BKA' ; skos:prefLabel 'Bundeskriminalamt'@de ; skos:broader <body/bmi>",
        "<body/bka> org:subOrganizationOf <body/bmi>",
        "?evidence a owl:Axiom ; owl:annotatedSource <body/bka> ; gm:sources 2",
        "<kind/police> a skos:Concept ; skos:inScheme <kind/> ; skos:definition ?words",
        "<statute/stpo> rdfs:label 'StPO'",
        "?session gm:sessionOf <body/imk> ; gm:number 214",
    ] {
        assert!(holds(&store, pattern), "{pattern}");
    }
    // SKOS: one preferred label in a language, and no concept below itself.
    assert!(!holds(&store, "?c a gm:Body ; skos:prefLabel ?a, ?b FILTER(?a != ?b && LANG(?a) = LANG(?b))"));
    assert!(!holds(&store, "?c skos:broader+ ?c"));
    assert!(!holds(&store, "?any gm:notLabel|gm:actingOnly|gm:pattern ?notation"), "how to read the files is no data");
    assert_eq!(run(&["authority", "export"]).1, turtle, "same files, same bytes");
}

/// What was exported is a lexicon folder like any other: it says the same, so it changes nothing.
#[test]
fn an_export_can_be_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let exported = folder.path().join("authority.ttl");
    assert_eq!(run(&["authority", "export", "--out", path(&exported)]).0, 0);
    for arguments in [&["authority", "export"][..], &["build", "examples/imk-215.md", "--quiet"]] {
        let again = run(&[arguments, &["--lexicon", path(folder.path())]].concat());
        assert_eq!(again.0, 0, "{}", again.2);
        assert!(again.1 == run(arguments).1, "{arguments:?}");
    }
    // One thing that is written differently there is a correction, and the only one.
    let text =
        fs::read_to_string(&exported).unwrap().replace("\"Bundeskriminalamt\"@de", "\"Kriminalamt des Bundes\"@de");
    fs::write(&exported, text).unwrap();
    let graph = run(&["build", "examples/imk-215.md", "--quiet", "--lexicon", path(folder.path())]).1;
    let corrected: Vec<&str> = graph.lines().filter(|quad| quad.contains("ontology#correctedBy>")).collect();
    assert!(
        !corrected.is_empty()
            && corrected.iter().all(|quad| quad.starts_with("<https://w3id.org/gremium/id/body/bka>"))
    );
}

#[test]
fn an_export_holds_the_corrections() {
    let mine = folder(
        "<body/bka> rdfs:label \"BKrA\" . <body/bmwa> gm:sameAs <body/bmwi> . <body/bundesrat> gm:notLabel \"Länderkammer\" .",
    );
    let (status, turtle, _) = run(&["authority", "export", "--lexicon", path(mine.path())]);
    assert_eq!(status, 0);
    let store = store(&turtle);
    assert!(holds(&store, "<body/bka> skos:notation 'BKrA' ; skos:hiddenLabel 'BKA'"));
    assert!(holds(&store, "<body/bmwi> <http://purl.org/dc/terms/replaces> <body/bmwa> ; skos:altLabel 'BMWA'"));
    assert!(!holds(&store, "<body/bmwa> ?property ?value"));
    assert!(!holds(
        &store,
        "<body/bundesrat> skos:altLabel|skos:hiddenLabel ?name FILTER(STR(?name) = 'Länderkammer')"
    ));
}

#[test]
fn the_authority_files_are_exported_as_csv() {
    let (status, csv, _) = run(&["authority", "export", "--format", "csv"]);
    assert_eq!(status, 0);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let header = reader.headers().unwrap().clone();
    let column =
        |name: &str| header.iter().position(|found| found == name).unwrap_or_else(|| panic!("no column {name}"));
    let (iri, label, names, links, slug) =
        (column("iri"), column("label"), column("dated_names"), column("links"), column("slug"));
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let row = |key: &str| {
        let iris: Vec<_> = rows.iter().filter(|row| row[iri].ends_with(key)).collect();
        assert_eq!(iris.len(), 1, "{key} has one row");
        iris[0]
    };
    assert!(rows.len() > 800);
    assert_eq!(&row("/body/bka")[label], "BKA");
    assert_eq!(&row("/body/bka")[column("jurisdiction")], "https://w3id.org/gremium/id/body/bund");
    assert_eq!(&row("/body/bka")[links], "http://www.wikidata.org/entity/Q56030");
    assert!(
        row("/body/bmi")[names].contains("Bundesministerium des Innern, für Bau und Heimat (2018-03-14/2021-12-08)")
    );
    assert_eq!(&row("/statute/stpo")[slug], "stpo");
}

#[test]
fn a_table_of_contents_gives_folders_and_reports_what_differs() {
    let work = tempfile::tempdir().unwrap();
    let table = work.path().join("gii-toc.xml");
    let item = |title: &str, slug: &str| {
        format!("<item><title>{title}</title><link>http://www.gesetze-im-internet.de/{slug}/xml.zip</link></item>\n")
    };
    let mine = folder(
        "<statute/xg> rdfs:label \"XG\" ; <http://data.europa.eu/eli/ontology#title> \"Gesetz über das X\"@de .
         <statute/yg> rdfs:label \"YG\" ; <http://data.europa.eu/eli/ontology#title> \"Gesetz über das Y\"@de .
         <statute/zg> rdfs:label \"ZG\" ; <http://data.europa.eu/eli/ontology#title> \"Gesetz über das Z\"@de ; gm:slug \"zg_1999\" .",
    );
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<items>{}{}{}{}{}</items>",
        item("Gesetz über das X (X-Gesetz)", "xg_2020"),
        item("Gesetz über das Y", "yg_1"),
        item("Gesetz über das Y", "yg_2"),
        item("Gesetz über das Z", "zg_2001"),
        item("Gesetz, das niemand kennt", "unbekannt"),
    );
    fs::write(&table, xml).unwrap();
    let out = mine.path().join("slugs.ttl");
    let (status, _, messages) =
        run(&["authority", "import", path(&table), "--lexicon", path(mine.path()), "--out", path(&out)]);
    assert_eq!(status, 1, "{messages}");
    assert!(messages.contains("statute/yg: several folders by its title, none taken: yg_1, yg_2"), "{messages}");
    assert!(messages.contains("statute/zg: the table has the folder zg_2001, the lexicon zg_1999; kept"), "{messages}");
    assert!(messages.contains("5 entries, 1 statutes with a new folder"), "{messages}");
    let written = fs::read_to_string(&out).unwrap();
    assert!(written.contains("<statute/xg> gm:slug \"xg_2020\" ."), "{written}");
    assert!(!written.contains("yg_") && !written.contains("zg_"), "{written}");
    // What was written is a lexicon file like any other.
    let (status, turtle, messages) = run(&["authority", "export", "--lexicon", path(mine.path())]);
    assert_eq!(status, 0, "{messages}");
    assert!(holds(&store(&turtle), "<statute/xg> gm:slug 'xg_2020'"));
}

#[test]
fn a_table_that_is_none_is_refused() {
    let work = tempfile::tempdir().unwrap();
    let table = work.path().join("gii-toc.xml");
    fs::write(&table, "<!DOCTYPE x [<!ENTITY a \"b\">]><items><item><title>&a;</title></item></items>").unwrap();
    let (status, _, messages) = run(&["authority", "import", path(&table)]);
    assert_eq!(status, 2);
    assert!(messages.contains("gii-toc.xml: byte "), "{messages}");
    let (status, _, messages) = run(&["authority", "import", "no-such-file.xml"]);
    assert_eq!(status, 2);
    assert!(messages.contains("cannot read no-such-file.xml"), "{messages}");
}

#[test]
fn data_sets_are_described() {
    let (status, turtle, _) = run(&["authority", "describe"]);
    assert_eq!(status, 0);
    let described = store(&turtle);
    for pattern in [
        "<dataset/authority> a void:Dataset, dcat:Dataset ; void:uriSpace 'https://w3id.org/gremium/id/' ; void:vocabulary skos:",
        "<dataset/authority> void:classPartition [ void:class gm:Body ; void:entities ?bodies ] FILTER(?bodies > 300)",
        "<dataset/authority> void:subset [ a void:Linkset ; void:objectsTarget <http://www.wikidata.org/entity/> ; void:triples ?links ] FILTER(?links > 50)",
        "<dataset/authority> dcat:distribution [ a dcat:Distribution ; dcat:mediaType ?type ]",
    ] {
        assert!(holds(&described, pattern), "{pattern}\n{turtle}");
    }
    assert!(!holds(&described, "?file dcat:downloadURL ?address"), "where the files are, nobody said");
    // The count is that of the export.
    let triples = store(&run(&["authority", "export"]).1).len().unwrap();
    assert!(holds(&described, &format!("<dataset/authority> void:triples {triples}")), "{triples}");

    let license = "https://creativecommons.org/publicdomain/zero/1.0/";
    let (status, turtle, _) = run(&["authority", "describe", "examples/imk-215.md", "--license", license]);
    assert_eq!(status, 0);
    let described = store(&turtle);
    assert!(holds(&described, &format!("<dataset/resolutions> <http://purl.org/dc/terms/license> <{license}>")));
    assert!(holds(&described, "<dataset/resolutions> void:classPartition [ void:class gm:AgendaItem ]"));

    let (status, turtle, _) =
        run(&["authority", "describe", "--address", "https://data.example.org/a", "--license", license]);
    assert_eq!(status, 0);
    let described = store(&turtle);
    for ending in ["ttl", "nq", "jsonld", "csv"] {
        let address = format!("<https://data.example.org/a.{ending}>");
        let file = format!(
            "?file dcat:accessURL {address} ; dcat:downloadURL {address} ; <http://purl.org/dc/terms/license> <{license}> .
             <dataset/authority> dcat:distribution ?file ; void:dataDump {address} ; <http://purl.org/dc/terms/description> ?about"
        );
        assert!(holds(&described, &file), "{file}\n{turtle}");
    }
    let (status, _, messages) = run(&["authority", "describe", "--address", "a b"]);
    assert!(status == 2 && messages.contains("--address"), "{messages}");
}
