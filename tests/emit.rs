//! Analysis → graph → tables, on an analysis written by hand.

use gremium::act::{Act, Acts, Deadline, Due, Flow, FlowKind, Modality, Participant, Role, Status};
use gremium::calendar::{Season, When, day};
use gremium::emit::emit;
use gremium::graph::Graph;
use gremium::lexicon::{ActKind, Authority, Lexicon, SessionRecord, Statute};
use gremium::mention::{
    Body, Division, Grounding, ItemReference, Mention, MentionKind, Mentions, Norm, Reference, ReferenceKind, Referent,
    Release, Report,
};
use gremium::structure::{AgendaItem, Document, Label, Passage, ProtocolNote, SessionHeading};
use gremium::text::{OffsetMap, Source, Span};
use gremium::vocab;
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::Store;
use proptest::prelude::*;

struct Analysis {
    source: Source,
    document: Document,
    mentions: Mentions,
    acts: Acts,
    lexicon: Lexicon,
}

const TEXT: &str = "Sitzung der IMK am 18.06.21\n\
    TOP 2: Über Häfen\n\
    Die IMK beauftragt den AK II, unter Beteiligung des BMI bis zur Herbstsitzung 2022 zu berichten.\n\
    Sie nimmt den Bericht „Häfen“ (Stand: 10.08.21) (nicht freigegeben) zu § 99 Abs. 2 StPO zur Kenntnis.\n\
    Sollte der Bund zustimmen, bittet sie das BMI zu handeln, siehe Beschluss vom 10.12.20 zu TOP 17 Ziffer 2.\n\
    Protokollnotiz BMI:\n\
    Das BMI sagt Prüfung zu.\n";

/// The first place of some words.
fn span(words: &str) -> Span {
    let at = TEXT.find(words).expect("words of the text");
    Span::at(at, at + words.len())
}

fn line(start: &str) -> Span {
    let at = TEXT.find(start).expect("words of the text");
    let end = TEXT[at..].find('\n').map_or(TEXT.len(), |length| at + length);
    Span::at(at, end)
}

fn lexicon() -> Lexicon {
    let authority = |key: &str, label: &str| Authority {
        key: key.into(),
        label: label.into(),
        kind: "kind/conference".into(),
        ..Authority::default()
    };
    let session = |key: &str, number, first, last| SessionRecord {
        key: key.into(),
        body: 0,
        number: Some(number),
        first,
        last,
        place: None,
        location: None,
        grade: Some("stated".into()),
    };
    let kind = |name: &str, addressed| ActKind {
        name: name.into(),
        label_de: name.into(),
        label_en: name.into(),
        addressed,
        ..ActKind::default()
    };
    let mut lexicon = Lexicon::default();
    lexicon.authorities = vec![
        authority("body/imk", "IMK"),
        Authority { parent: Some(0), ..authority("body/ak-ii", "AK II") },
        authority("body/bmi", "BMI"),
    ];
    lexicon.statutes = vec![Statute {
        key: "statute/stpo".into(),
        label: "StPO".into(),
        slug: Some("stpo".into()),
        ..Statute::default()
    }];
    lexicon.sessions = vec![
        session("session/imk/2020-12-11", 213, day(2020, 12, 9), day(2020, 12, 11)),
        session("session/imk/2021-06-18", 214, day(2021, 6, 16), day(2021, 6, 18)),
    ];
    lexicon.act_kinds =
        vec![kind("commissions", true), kind("takes-note", false), kind("requests", true), kind("pledges", true)];
    lexicon
}

fn when(year: i16, month: i8, of_month: i8) -> When {
    When::Day(day(year, month, of_month).expect("a day"))
}

/// Bodies: 0 IMK, 1 AK II, 2 BMI, 3 an unknown one with the given label.
#[allow(clippy::too_many_lines, reason = "one analysis, written down")]
fn analysis(label: &str) -> Analysis {
    let source = Source::from_text("some/where/imk.md", TEXT);
    let passage = |label, start| Passage { item: 0, label, span: line(start) };
    let document = Document {
        reading: TEXT.into(),
        map: OffsetMap::identity(TEXT.len()),
        session: SessionHeading { span: line("Sitzung"), number: None, when: Some(when(2021, 6, 18)), place: None },
        items: vec![AgendaItem {
            number: "2".into(),
            heading: 0,
            sub_headings: vec![],
            resolution: vec![1, 2, 3],
            notes: vec![ProtocolNote { by: Span::default(), points: vec![4] }],
            when: None,
        }],
        passages: vec![
            passage(Label::Heading, "Über"),
            passage(Label::Point(1), "Die IMK"),
            passage(Label::Point(2), "Sie nimmt"),
            passage(Label::Point(3), "Sollte"),
            passage(Label::Note, "Das BMI"),
        ],
        ..Document::default()
    };
    let known = |key: &str, label: &str, id| Body {
        key: key.into(),
        label: label.into(),
        kind: "kind/conference".into(),
        referent: Referent::Known(id),
        name: None,
    };
    let mention = |passage, words, kind| Mention {
        passage,
        span: span(words),
        kind,
        rule: "test",
        grounding: Grounding::Literal,
    };
    let mentions = Mentions {
        bodies: vec![
            known("body/imk", "IMK", 0),
            known("body/ak-ii", "AK II", 1),
            known("body/bmi", "BMI", 2),
            Body {
                key: format!("body/{label}"),
                label: label.into(),
                kind: "kind/working-group".into(),
                referent: Referent::Unknown,
                name: None,
            },
        ],
        day: None,
        conference: Some(0),
        mentions: vec![
            mention(1, "Die IMK", MentionKind::Body(0)),
            mention(1, "AK II", MentionKind::Body(1)),
            mention(1, "AK II", MentionKind::Body(1)),
            mention(
                2,
                "Bericht",
                MentionKind::Report(Report {
                    title: Some("Häfen".into()),
                    oral: false,
                    status: Some(when(2021, 8, 10)),
                    classification: None,
                    release: Some(Release::NotReleased),
                    reporter: Some(3),
                }),
            ),
            mention(
                2,
                "§ 99 Abs. 2 StPO",
                MentionKind::Norm(Norm {
                    statute: "StPO".into(),
                    authority: Some(0),
                    division: Some(Division::Section),
                    number: Some("99".into()),
                    paragraph: Some("2".into()),
                    sentence: None,
                    item: None,
                    letter: None,
                }),
            ),
            mention(
                3,
                "Beschluss",
                MentionKind::Reference(Reference {
                    body: Some(0),
                    when: Some(when(2020, 12, 10)),
                    session: None,
                    item: Some(ItemReference::Item("17".into(), Some(2))),
                    kind: ReferenceKind::Decision,
                    internal: false,
                }),
            ),
        ],
        rejected: vec![],
    };
    let deadline =
        Some(Deadline { span: span("Herbstsitzung 2022"), due: Due::When(When::Season(2022, Season::Autumn)) });
    let act = |passage, kind, start, trigger, modality| Act {
        passage,
        kind,
        sentence: line(start),
        trigger: span(trigger),
        actor: 0,
        addressees: vec![],
        participants: vec![],
        deadline: None,
        modality,
    };
    let flow = |to| Flow {
        passage: 1,
        kind: FlowKind::Reports,
        sentence: line("Die IMK"),
        trigger: span("berichten"),
        from: 1,
        to,
        status: Status::Requested,
        deadline,
        act: Some(0),
        modality: Modality::Asserted,
        about: None,
    };
    let acts = Acts {
        acts: vec![
            Act {
                addressees: vec![(1, span("AK II"))],
                participants: vec![Participant { body: 2, span: span("BMI"), role: Role::Participation }],
                deadline,
                ..act(1, 0, "Die IMK", "beauftragt", Modality::Asserted)
            },
            Act { addressees: vec![(2, span("BMI"))], ..act(2, 1, "Sie nimmt", "nimmt", Modality::Asserted) },
            Act { addressees: vec![(2, span("BMI"))], ..act(3, 2, "Sollte", "bittet", Modality::Conditional) },
            Act { actor: 2, ..act(4, 3, "Das BMI", "sagt", Modality::Asserted) },
        ],
        flows: vec![flow(0)],
        rejected: vec![],
    };
    Analysis { source, document, mentions, acts, lexicon: lexicon() }
}

impl Analysis {
    fn graph(&self) -> Graph {
        emit(&self.source, &self.document, &self.mentions, &self.acts, &self.lexicon, vocab::BASE)
    }
}

fn store(graph: &Graph) -> Store {
    let store = Store::new().expect("memory");
    store.extend(graph.quads().map(oxrdf::QuadRef::into_owned)).expect("memory");
    store
}

fn ask(store: &Store, sparql: &str) -> Vec<String> {
    let results =
        SparqlEvaluator::new().parse_query(sparql).expect("SPARQL").on_store(store).execute().expect("an answer");
    let QueryResults::Solutions(solutions) = results else { panic!("not a SELECT") };
    let row = |solution: oxigraph::sparql::QuerySolution| {
        let value = |term: &Option<oxrdf::Term>| match term {
            Some(oxrdf::Term::Literal(literal)) => literal.value().to_owned(),
            Some(term) => term.to_string(),
            None => String::new(),
        };
        solution.values().iter().map(value).collect::<Vec<_>>().join(" | ")
    };
    solutions.map(|solution| row(solution.expect("a row"))).collect()
}

fn table(store: &Store, name: &str) -> Vec<String> {
    let file = format!("{}/queries/facts/{name}.rq", env!("CARGO_MANIFEST_DIR"));
    ask(store, &std::fs::read_to_string(file).expect("a query"))
}

#[test]
fn the_eight_tables() {
    let store = store(&analysis("BLAG Häfen").graph());
    let expected: [(&str, &[&str]); 8] = [
        ("items", &["imk.md | 2 | Über Häfen | 3 | 1"]),
        ("bodies", &["imk.md | 2 | 1 | AK II", "imk.md | 2 | 1 | IMK"]),
        ("laws", &["imk.md | 2 | 2 | StPO § 99 Abs 2"]),
        ("reports", &["imk.md | 2 | 2 | Häfen | written | 2021-08-10 | - | not released | BLAG Häfen"]),
        ("references", &["imk.md | 2 | 3 | IMK | 2020-12-10 | TOP 17 Ziffer 2 | decision"]),
        (
            "acts",
            &[
                "imk.md | 2 | 1 | IMK | commissions | AK II | 2022-Herbst",
                "imk.md | 2 | 2 | IMK | takes-note | - | -",
                "imk.md | 2 | N | BMI | pledges | - | -",
            ],
        ),
        ("participants", &["imk.md | 2 | 1 | commissions | BMI | participation | AK II"]),
        ("flows", &["imk.md | 2 | 1 | AK II | IMK | reports | requested | 2022-Herbst"]),
    ];
    for (name, rows) in expected {
        assert_eq!(table(&store, name), rows, "{name}");
    }
}

#[test]
fn a_reference_is_the_iri_that_the_decision_gets_itself() {
    let graph = analysis("x").graph().to_nquads();
    let point = "<https://w3id.org/gremium/id/point/imk/2020-12-11/17/2>";
    assert!(graph.contains(&format!("ontology#refersTo> {point}")));
    assert!(
        graph.contains(&format!(
            "{point} <http://www.w3.org/2000/01/rdf-schema#label> \"IMK 2020-12-11 TOP 17 Ziffer 2\""
        ))
    );
    assert!(graph.contains("<https://w3id.org/gremium/id/point/imk/2021-06-18/2/1> "));
}

#[test]
fn only_what_is_asserted_becomes_a_plain_edge() {
    let graph = analysis("x").graph().to_nquads();
    assert!(graph.contains(
        "body/imk> <https://w3id.org/gremium/ontology#commissions> <https://w3id.org/gremium/id/body/ak-ii>"
    ));
    assert!(graph.contains("ontology#reportsTo>"));
    assert!(!graph.contains("ontology#requests>"));
    assert!(!graph.contains("ontology#takesNote>"));
}

#[test]
fn evidence_counts_code_points_of_the_source() {
    let store = store(&analysis("x").graph());
    let sparql = "PREFIX gm: <https://w3id.org/gremium/ontology#> PREFIX oa: <http://www.w3.org/ns/oa#>
        SELECT ?start ?end ?exact WHERE { GRAPH ?g { ?e a gm:NormMention ; oa:start ?start ; oa:end ?end ; oa:exact ?exact } }";
    let rows = ask(&store, sparql);
    let [row] = rows.as_slice() else { panic!("one norm, {rows:?}") };
    let mut fields = row.split(" | ");
    let mut number = || fields.next().and_then(|field| field.parse::<usize>().ok()).expect("a position");
    let (start, end) = (number(), number());
    let words: String = TEXT.chars().skip(start).take(end - start).collect();
    assert_eq!(words, "§ 99 Abs. 2 StPO");
    assert_eq!(fields.next(), Some(words.as_str()));
}

/// Another document about the same bodies changes nothing in the graph of the first.
#[test]
fn a_corpus_is_the_union_of_its_documents() {
    let (one, mut other) = (analysis("x"), analysis("y"));
    other.document.session.when = Some(when(2020, 12, 11));
    other.source.name = "other.md".into();
    let mut union = one.graph();
    union.union(&other.graph());
    let mut lines: Vec<String> = [one.graph(), other.graph()]
        .iter()
        .flat_map(|graph| graph.to_nquads().lines().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    lines.sort_unstable();
    lines.dedup();
    assert_eq!(union.to_nquads().lines().collect::<Vec<_>>(), lines);
    let store = store(&union);
    let check = files("queries/checks").into_iter().find(|(path, _)| path.ends_with("dangling-references.rq"));
    // The item that the first document cites is of the sitting that the other holds.
    assert!(ask(&store, &check.expect("the check").1).iter().all(|row| row.contains("imk/2020-12-11/17")));
    for name in ["items", "acts", "flows"] {
        assert_eq!(table(&store, name).len(), 2 * table(&self::store(&one.graph()), name).len(), "{name}");
    }
}

#[test]
fn same_input_same_bytes() {
    assert_eq!(analysis("x").graph().to_nquads(), analysis("x").graph().to_nquads());
}

/// Files of a folder of the project, with their texts.
fn files(folder: &str) -> Vec<(String, String)> {
    let entries = std::fs::read_dir(format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"))).expect("a folder");
    let files = entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_file());
    files.map(|path| (path.display().to_string(), std::fs::read_to_string(path).expect("text"))).collect()
}

#[test]
fn every_question_has_a_head_and_can_be_asked() {
    let store = store(&analysis("x").graph());
    for folder in ["facts", "reports", "checks", "views", "links"] {
        for (path, sparql) in files(&format!("queries/{folder}")) {
            for field in ["# title@de: ", "# title@en: ", "# when: "] {
                assert!(sparql.lines().any(|line| line.starts_with(field)), "{path}: {field}");
            }
            SparqlEvaluator::new().parse_query(&sparql).expect(&path).on_store(&store).execute().expect(&path);
        }
    }
}

/// A check finds nothing; only what is not loaded may be listed.
#[test]
fn checks_find_nothing() {
    let store = store(&analysis("x").graph());
    for (path, sparql) in files("queries/checks") {
        let expected = usize::from(path.ends_with("dangling-references.rq"));
        assert_eq!(ask(&store, &sparql).len(), expected, "{path}");
    }
}

#[test]
fn the_ontology_parses() {
    for (path, text) in files("ontology")
        .iter()
        .filter(|(path, _)| std::path::Path::new(path).extension().is_some_and(|end| end == "ttl"))
    {
        let parser = oxigraph::io::RdfParser::from_format(oxigraph::io::RdfFormat::Turtle);
        let parser = parser.with_base_iri(vocab::BASE).expect("an IRI");
        assert!(
            !parser.for_slice(text.as_bytes()).map(|quad| quad.expect(path)).collect::<Vec<_>>().is_empty(),
            "{path}"
        );
    }
}

/// A term that is said but not defined, or asked for but never said, is a slip of the pen.
#[test]
fn every_term_is_defined() {
    let defined: std::collections::BTreeSet<String> = files("ontology")
        .iter()
        .filter(|(path, _)| path.ends_with("gremium.ttl"))
        .flat_map(|(_, text)| {
            text.lines()
                .filter_map(|line| line.strip_prefix("gm:")?.split(' ').next().map(str::to_owned))
                .collect::<Vec<_>>()
        })
        .collect();
    let namespace = format!("<{}", vocab::gm::NS);
    let graph = analysis("x").graph().to_nquads();
    let said = graph.split(namespace.as_str()).skip(1).filter_map(|rest| rest.split('>').next());
    let queries = ["facts", "reports", "checks", "views", "links"].map(|folder| files(&format!("queries/{folder}")));
    let text: String = queries.iter().flatten().map(|(_, text)| text.as_str()).collect();
    let asked = text.split("gm:").skip(1).filter_map(|rest| rest.split(|c: char| !c.is_alphanumeric()).next());
    for term in said.chain(asked.filter(|term| !term.is_empty())) {
        assert!(defined.contains(term), "gm:{term}");
    }
}

/// Two items of one number stay two, and a document without session is named by its bytes.
#[test]
fn nothing_is_merged_by_accident() {
    let mut twice = analysis("x");
    twice.document.items.push(AgendaItem { ..item_again(&twice.document.items[0]) });
    twice.document.passages.push(Passage { item: 1, label: Label::Point(1), span: line("Das BMI") });
    twice.mentions.conference = None;
    let graph = twice.graph().to_nquads();
    let digest: String = twice.source.digest.chars().take(16).collect();
    assert!(graph.contains(&format!("id/item/{digest}/2> ")));
    assert!(graph.contains(&format!("id/item/{digest}/2~2> ")));
    assert!(graph.contains(&format!("id/point/{digest}/2~2/1> ")));
}

fn item_again(item: &AgendaItem) -> AgendaItem {
    AgendaItem {
        number: item.number.clone(),
        heading: item.heading,
        sub_headings: vec![],
        resolution: vec![5],
        notes: vec![],
        when: None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// Whatever a name holds, what is emitted parses and says the name.
    #[test]
    fn hostile_labels(label in prop_oneof!["[\"<>{}\\\\ \n\r\t/.%äß§]{0,12}", "\\PC{0,12}", any::<String>()]) {
        let graph = analysis(&label).graph();
        let text = graph.to_nquads();
        let parsed = oxigraph::io::RdfParser::from_format(oxigraph::io::RdfFormat::NQuads).for_slice(text.as_bytes());
        let mut read = Graph::new();
        let mut said = false;
        for quad in parsed {
            let quad = quad.expect("valid N-Quads");
            said |= matches!(&quad.object, oxrdf::Term::Literal(literal) if literal.value() == label);
            prop_assert!(read.insert_quad(quad.as_ref()));
        }
        prop_assert!(said);
        prop_assert_eq!(read.to_nquads(), text);
    }
}

#[test]
fn every_iri_of_the_example_is_absolute() {
    let lexicon = Lexicon::with(&[]).unwrap();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/imk-215.md");
    let source = Source::from_text("imk-215.md", &std::fs::read_to_string(path).unwrap());
    let analysis = gremium::analyze(source, &lexicon);
    let graph = emit(&analysis.source, &analysis.document, &analysis.mentions, &analysis.acts, &lexicon, vocab::BASE);
    for quad in graph.quads() {
        let quad = quad.into_owned();
        let object = match &quad.object {
            oxrdf::Term::NamedNode(node) => Some(node.clone()),
            _ => None,
        };
        for node in [Some(quad.predicate.clone()), object].into_iter().flatten() {
            assert!(oxrdf::NamedNode::new(node.as_str()).is_ok(), "{node} is no absolute IRI");
        }
    }
}
