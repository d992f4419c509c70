//! The lexicon keeps its own promises: examples give what they are examples of, names are no one else's.

mod support;

use gremium::act::Modality;
use gremium::lexicon::Lexicon;
use gremium::text::Source;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::Store;
use std::collections::{BTreeMap, BTreeSet};

const PREFIXES: &str = "
    PREFIX gm: <https://w3id.org/gremium/ontology#>
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    PREFIX skosxl: <http://www.w3.org/2008/05/skos-xl#>
    PREFIX org: <http://www.w3.org/ns/org#>
    PREFIX eli: <http://data.europa.eu/eli/ontology#>
    PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
";

/// Every Turtle file below `ontology/`, as one graph.
fn ontology() -> Store {
    let store = Store::new().unwrap();
    let mut folders = vec![support::path("ontology")];
    while let Some(folder) = folders.pop() {
        for path in support::entries(&folder) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "ttl") {
                let parser =
                    RdfParser::from_format(RdfFormat::Turtle).with_base_iri("https://w3id.org/gremium/id/").unwrap();
                let loaded = store.load_from_slice(parser, support::read(&path).as_bytes());
                loaded.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            }
        }
    }
    store
}

/// The rows of an answer, a list of values each; an unbound variable is empty.
fn ask(store: &Store, question: &str) -> Vec<Vec<String>> {
    let question = SparqlEvaluator::new().parse_query(&format!("{PREFIXES}{question}")).unwrap();
    let QueryResults::Solutions(solutions) = question.on_store(store).execute().unwrap() else { panic!("no SELECT") };
    let variables = solutions.variables().to_vec();
    let value = |term: Option<&oxigraph::model::Term>| match term {
        Some(oxigraph::model::Term::Literal(literal)) => literal.value().to_owned(),
        Some(term) => term.to_string(),
        None => String::new(),
    };
    solutions.map(|row| row.unwrap()).map(|row| variables.iter().map(|name| value(row.get(name))).collect()).collect()
}

/// Fails with what a question finds, which is to be nothing.
fn assert_none(store: &Store, what: &str, question: &str) {
    let found: Vec<String> = ask(store, question).iter().map(|row| row.join("  ")).collect();
    assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
}

/// Whether a sentence is an act of a kind, as a point of a resolution.
fn gives(sentence: &str, kind: &str, lexicon: &Lexicon) -> bool {
    let text = format!(
        "Beschlüsse der 215. Sitzung der Innenministerkonferenz am 3. Dezember 2021\n\nTOP 2: Lage\n\nBeschluss:\n\n1. {sentence}\n"
    );
    let acts = gremium::analyze(Source::from_text("example", &text), lexicon).acts.acts;
    acts.iter().any(|act| act.modality == Modality::Asserted && lexicon.act_kinds[act.kind as usize].name == kind)
}

#[test]
fn examples_are_acts_of_their_kind_and_counter_examples_are_not() {
    let lexicon = support::lexicon();
    assert!(lexicon.act_kinds.len() > 20);
    let mut findings = Vec::new();
    for kind in &lexicon.act_kinds {
        if kind.examples.len() < 2 || kind.counter_examples.is_empty() {
            findings.push(format!("{}: needs two examples and a counter-example", kind.name));
        }
        let missed = kind.examples.iter().filter(|sentence| !gives(sentence, &kind.name, &lexicon));
        let wrong = kind.counter_examples.iter().filter(|sentence| gives(sentence, &kind.name, &lexicon));
        findings.extend(missed.map(|sentence| format!("{}: not recognised: {sentence}", kind.name)));
        findings.extend(wrong.map(|sentence| format!("{}: wrongly recognised: {sentence}", kind.name)));
    }
    assert!(findings.is_empty(), "\n{}", findings.join("\n"));
}

#[test]
fn every_body_and_statute_has_one_label() {
    let store = ontology();
    for class in ["org:FormalOrganization", "eli:LegalResource"] {
        let things = ask(&store, &format!("SELECT (COUNT(DISTINCT ?thing) AS ?count) {{ ?thing a {class} }}"));
        assert!(things[0][0].parse::<u32>().unwrap() > 100, "{class} was not found");
        assert_none(
            &store,
            "not one label",
            &format!(
                "
            SELECT ?thing (COUNT(?label) AS ?labels) {{ ?thing a {class} OPTIONAL {{ ?thing rdfs:label ?label }} }}
            GROUP BY ?thing HAVING (COUNT(?label) != 1)"
            ),
        );
    }
    assert_none(&store, "two statutes of one label", "
        SELECT ?label ?one ?other { ?one a eli:LegalResource ; rdfs:label ?label . ?other a eli:LegalResource ; rdfs:label ?label
          FILTER(STR(?one) < STR(?other)) }");
}

#[test]
fn what_is_pointed_to_exists() {
    let store = ontology();
    assert_none(&store, "no such thing", "
        SELECT DISTINCT ?from ?property ?to {
          VALUES ?property { org:subOrganizationOf gm:chairOf gm:sessionOf gm:jurisdiction gm:bodyKind gm:statuteKind gm:chair }
          ?from ?property ?to FILTER(ISIRI(?to)) FILTER NOT EXISTS { ?to ?any ?thing } }");
}

#[test]
fn a_session_is_named_after_its_body_and_last_day() {
    let store = ontology();
    assert_none(&store, "a session's IRI ends otherwise", "
        SELECT ?session ?day { ?session a gm:Session ; gm:lastDay ?day FILTER(!STRENDS(STR(?session), CONCAT(\"/\", STR(?day)))) }");
    assert_none(
        &store,
        "a session ends before it begins",
        "
        SELECT ?session { ?session gm:firstDay ?first ; gm:lastDay ?last FILTER(?last < ?first) }",
    );
    // Some conferences count years, so that spring and autumn session share a number.
    assert_none(
        &store,
        "two sessions of one number",
        "
        SELECT ?one ?other ?number {
          ?one gm:sessionOf ?body ; gm:number ?number ; gm:lastDay ?day .
          ?other gm:sessionOf ?body ; gm:number ?number ; gm:lastDay ?later
          FILTER(YEAR(?day) < YEAR(?later)) }",
    );
}

/// A name that two bodies bear in the same years says nobody; where that is so, each body says `gm:sharedLabel`.
#[test]
fn a_name_is_one_body_s_unless_declared() {
    let store = ontology();
    let names = ask(&store, "
        SELECT DISTINCT ?name ?body ?from ?until {
          ?body a org:FormalOrganization
          { ?body rdfs:label|skos:prefLabel|skos:altLabel|skos:hiddenLabel ?name FILTER(ISLITERAL(?name) && LANG(?name) != \"en\") }
          UNION { ?body skosxl:prefLabel|skosxl:altLabel|skosxl:hiddenLabel ?dated . ?dated skosxl:literalForm ?name
                  OPTIONAL { ?dated gm:validFrom ?from } OPTIONAL { ?dated gm:validUntil ?until } } }");
    let declared: BTreeSet<(String, String)> = ask(&store, "SELECT ?name ?body { ?body gm:sharedLabel ?name }")
        .into_iter()
        .map(|row| (row[0].clone(), row[1].clone()))
        .collect();
    let mut bearers: BTreeMap<&str, Vec<&[String]>> = BTreeMap::new();
    for row in &names {
        bearers.entry(&row[0]).or_default().push(&row[1..]);
    }
    // ISO dates compare as text; an open end is empty.
    let meets = |one: &[String], other: &[String]| {
        one[0] < other[0] && (one[2].is_empty() || one[2] > other[1]) && (other[2].is_empty() || other[2] > one[1])
    };
    let mut findings = Vec::new();
    for (name, bearers) in &bearers {
        for (one, other) in bearers.iter().flat_map(|one| bearers.iter().map(move |other| (one, other))) {
            let is_declared = |body: &String| declared.contains(&((*name).to_owned(), body.clone()));
            if meets(one, other) && !(is_declared(&one[0]) && is_declared(&other[0])) {
                findings.push(format!("{name}: {} and {}", one[0], other[0]));
            }
        }
    }
    assert!(names.len() > 500, "only {} names were found", names.len());
    assert!(findings.is_empty(), "names of two bodies:\n{}", findings.join("\n"));
}
