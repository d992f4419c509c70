//! Laws of the whole way from text to graph, on arbitrary texts and on collections whose facts are known.

mod support;

use gremium::act::Deadline;
use gremium::generate::Collection;
use gremium::lexicon::Lexicon;
use gremium::structure::PassageId;
use gremium::text::{Source, Span};
use gremium::vocab::{gm, oa, rdf};
use gremium::{Analysis, Analyzer, analyze};
use oxrdf::TermRef;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use std::time::Instant;
use support::facts::{TABLES, facts, graph};
use support::generate::collections;
use support::ratchet;
use support::score::{Score, unique};

static LEXICON: LazyLock<Lexicon> = LazyLock::new(support::lexicon);

/// Words, marks and breaks that the stages look for, so that a random text gets beyond their first state.
const PIECES: [&str; 76] = [
    "\n",
    "\n\n",
    " ",
    " ",
    " ",
    ", ",
    ". ",
    ": ",
    "; ",
    "-",
    "–",
    "(",
    ")",
    "„",
    "“",
    "‚",
    "‘",
    "\"",
    "*",
    "\u{ad}",
    "\u{a0}",
    "\u{c}",
    "\r\n",
    "TOP 2: Lage\n\n",
    "\nTOP I.17 Netze\n",
    "TOP",
    "noch TOP 2\n",
    "Beschluss:\n\n",
    "\nProtokollnotiz BMI:\n\n",
    "\n1. ",
    "\n2. ",
    "3. ",
    "a) ",
    "Beschlüsse der 215. Sitzung der Innenministerkonferenz am 3. Dezember 2021\n\n",
    "Die IMK",
    "Sie",
    "sie",
    "bittet",
    "wird gebeten",
    "beauftragt",
    "fordert",
    "auf",
    "dankt",
    "nimmt",
    "zur Kenntnis",
    "das BMI",
    "den AK II",
    "dem Bund",
    "die Länder",
    "Bund-Länder-Arbeitsgruppe",
    "AG",
    "Vorsitz",
    "ihren Vorsitzenden",
    "Bundesamt für",
    "und",
    "sowie",
    "dass",
    "darum",
    "nicht",
    "sofern",
    "zu berichten",
    "vorzulegen",
    "unter Beteiligung",
    "Bericht",
    "(Stand: 10.08.21)",
    "(freigegeben)",
    "§ 99 Abs. 2 StPO",
    "§§",
    "Art. 3",
    "Abs.",
    "Nr. 5",
    "i. V. m.",
    "Beschluss vom 18.06.21 zu TOP 3 Ziffer 2",
    "zur Herbstsitzung 2022",
    "bis zum 31. Mai 2022",
    "𝄞ä",
];

fn texts() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(prop::sample::select(&PIECES[..]), 0..120);
    prop_oneof![
        any::<String>(),
        pieces.clone().prop_map(|pieces| pieces.concat()),
        pieces.prop_map(|pieces| pieces.join(" "))
    ]
}

fn analysis(name: &str, text: &str) -> Analysis {
    analyze(Source::from_text(name, text), &LEXICON)
}

/// Every span that an analysis gives, with the passage that it must lie in.
fn spans(analysis: &Analysis) -> Vec<(&'static str, PassageId, Span)> {
    let mut spans = Vec::new();
    let due = |passage, deadline: &Option<Deadline>| deadline.map(|deadline| ("deadline", passage, deadline.span));
    for act in &analysis.acts.acts {
        spans.extend([("sentence", act.passage, act.sentence), ("trigger", act.passage, act.trigger)]);
        spans.extend(act.addressees.iter().map(|(_, span)| ("addressee", act.passage, *span)));
        spans.extend(act.participants.iter().map(|participant| ("participant", act.passage, participant.span)));
        spans.extend(due(act.passage, &act.deadline));
    }
    for flow in &analysis.acts.flows {
        spans.extend([("sentence", flow.passage, flow.sentence), ("trigger", flow.passage, flow.trigger)]);
        spans.extend(flow.about.map(|about| ("about", flow.passage, about)));
        spans.extend(due(flow.passage, &flow.deadline));
    }
    spans
}

/// The part of the laws that speaks of the analysis itself.
fn check_analysis(text: &str) {
    let analysis = analysis("law", text);
    let Analysis { source, document, mentions, acts, .. } = &analysis;
    let blocks: String = document.blocks.iter().map(|block| block.span.of(&source.text)).collect();
    assert_eq!(blocks, source.text, "blocks and gaps make the text");

    let is_place = |span: Span| span.start <= span.end && document.reading.get(span.range()).is_some();
    let passage = |id: PassageId| document.passages[id as usize].span;
    for (what, id, span) in spans(&analysis) {
        assert!(
            is_place(span) && passage(id).contains(span),
            "{what} {span:?} „{}“ is not in its passage",
            span.of(&document.reading)
        );
        assert!(!span.is_empty(), "{what} without words");
    }
    for mention in &mentions.mentions {
        let by_note = || document.items.iter().flat_map(|item| &item.notes).any(|note| note.by.contains(mention.span));
        assert!(is_place(mention.span), "{mention:?}");
        assert!(passage(mention.passage).contains(mention.span) || by_note(), "{mention:?} is in no passage");
    }
    for act in &acts.acts {
        assert!(act.sentence.contains(act.trigger), "the trigger of {act:?} is not in its sentence");
        assert!((act.actor as usize) < mentions.bodies.len() && (act.kind as usize) < LEXICON.act_kinds.len());
    }
    for flow in &acts.flows {
        assert!([flow.from, flow.to].iter().all(|body| (*body as usize) < mentions.bodies.len()));
        assert!(
            flow.act.is_none_or(|act| acts.acts[act as usize].passage == flow.passage),
            "{flow:?} arises from elsewhere"
        );
    }
}

/// The part that speaks of the graph: what is said has words that prove it, and they stand where it says.
fn check_graph(text: &str) {
    let analysis = analysis("law", text);
    let graph = graph(&analysis, &LEXICON);
    assert_eq!(
        graph.to_nquads(),
        support::facts::graph(&self::analysis("law", text), &LEXICON).to_nquads(),
        "same text, other graph"
    );

    let mut properties: BTreeMap<String, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    for quad in graph.quads() {
        let object = match quad.object {
            TermRef::Literal(literal) => literal.value().to_owned(),
            TermRef::NamedNode(node) => node.as_str().to_owned(),
            TermRef::BlankNode(node) => panic!("{node} in a graph"),
        };
        let subject = properties.entry(quad.subject.to_string().trim_matches(['<', '>']).to_owned()).or_default();
        subject.entry(quad.predicate.as_str().to_owned()).or_default().insert(object);
    }
    let one = |node: &str, property: &str| -> Option<&String> {
        let values = properties.get(node)?.get(property)?;
        assert_eq!(values.len(), 1, "{node} has several {property}: {values:?}");
        values.first()
    };
    let code_points: Vec<char> = analysis.source.text.chars().collect();
    let is_proved = |node: &str| {
        let position = |property| one(node, property).and_then(|value| value.parse::<usize>().ok());
        let (Some(start), Some(end), Some(words)) = (position(oa::START), position(oa::END), one(node, oa::EXACT))
        else {
            return false;
        };
        code_points.get(start..end).is_some_and(|there| there.iter().collect::<String>() == *words)
    };
    let mentions = [gm::BODY_MENTION, gm::NORM_MENTION, gm::REPORT_MENTION, gm::REFERENCE, gm::DATE_MENTION];
    for (node, said) in &properties {
        let classes = said.get(rdf::TYPE).into_iter().flatten();
        for class in classes.map(String::as_str) {
            if class == gm::ACT || class == gm::FLOW {
                assert!(one(node, gm::TRIGGER).is_some_and(|trigger| is_proved(trigger)), "{node} has no trigger");
                let place = one(node, gm::IN_POINT).expect("an act stands in a point");
                let sentence = one(node, gm::SENTENCE).expect("an act stands in a sentence");
                assert_eq!(one(sentence, gm::IN_POINT), Some(place));
            } else if mentions.contains(&class) {
                assert!(
                    is_proved(node) && one(node, gm::RULE).is_some() && one(node, gm::GROUNDING).is_some(),
                    "{node} is not proved"
                );
            }
        }
        for evidence in said.get(gm::EVIDENCE).into_iter().flatten() {
            assert!(is_proved(evidence), "{node}: {evidence} is not what stands there");
        }
    }
}

/// Union does not depend on the order, and adds and loses nothing.
fn check_union(one: &str, other: &str) {
    let [one, other] = [("one", one), ("other", other)].map(|(name, text)| graph(&analysis(name, text), &LEXICON));
    let (mut union, mut reverse) = (one.clone(), other.clone());
    union.union(&other);
    reverse.union(&one);
    assert_eq!(union.to_nquads(), reverse.to_nquads());
    let (left, right) = (one.to_nquads(), other.to_nquads());
    let lines: BTreeSet<&str> = left.lines().chain(right.lines()).collect();
    assert!(union.to_nquads().lines().eq(lines));
    let before = union.to_nquads();
    union.union(&other);
    assert_eq!(union.to_nquads(), before, "a document twice is the document once");
}

/// What an analyzer read before changes nothing, even where it met more words than it keeps.
fn check_past(before: &[&str], text: &str) {
    let mut analyzer = Analyzer::new(&LEXICON);
    for text in before {
        let _ = analyzer.analyze(Source::from_text("before", text));
    }
    let later = analyzer.analyze(Source::from_text("text", text));
    assert_eq!(format!("{later:?}"), format!("{:?}", analysis("text", text)));
}

/// Every fact that was put in comes out, and no other.
fn check_facts(collection: &Collection) {
    let dataset = support::facts::store("generated", &collection.text, &LEXICON);
    for table in &TABLES {
        let gold = unique(collection.tables.get(table.name).cloned().unwrap_or_default());
        let score = Score::new(table, &gold, &[], facts(&dataset, table));
        let errors: Vec<String> = score.errors().collect();
        let places = score.missing.iter().chain(&score.extra).map(|row| [row[0].clone(), row[1].clone()]);
        let sentences: Vec<String> = places.filter_map(|place| collection.sentences.get(&place).cloned()).collect();
        assert!(
            errors.is_empty(),
            "{}\n{}\n{}\n\n{}",
            table.name,
            errors.join("\n"),
            sentences.join("\n"),
            collection.text
        );
    }
}

/// Members of one list are norms of their own: as many mentions as nodes that they denote.
fn check_lists(collection: &Collection) {
    let graph = graph(&analysis("generated", &collection.text), &LEXICON);
    let quads: Vec<_> = graph.quads().collect();
    let is_norm = |quad: &&oxrdf::QuadRef<'_>| matches!(quad.object, TermRef::NamedNode(class) if class.as_str() == gm::NORM_MENTION);
    let mentions: BTreeSet<String> = quads.iter().filter(is_norm).map(|quad| quad.subject.to_string()).collect();
    let denoted = quads
        .iter()
        .filter(|quad| quad.predicate.as_str() == gm::DENOTES && mentions.contains(&quad.subject.to_string()));
    let in_points: BTreeSet<(String, String)> = denoted
        .map(|quad| (quad.subject.to_string().split("/mention/").next().unwrap().to_owned(), quad.object.to_string()))
        .collect();
    assert_eq!(in_points.len(), collection.tables.get("laws").map_or(0, Vec::len), "{}", collection.text);
    assert_eq!(in_points.len(), mentions.len(), "{}", collection.text);
}

/// The same texts in every run, unless `PROPTEST_RNG_SEED` says otherwise.
fn config(cases: u32) -> ProptestConfig {
    let default = ProptestConfig::default();
    let rng_seed = match default.rng_seed {
        RngSeed::Random => RngSeed::Fixed(215),
        seed @ RngSeed::Fixed(_) => seed,
    };
    ProptestConfig { cases, rng_seed, failure_persistence: None, max_shrink_iters: 2000, ..default }
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn any_text_is_analysed(text in texts()) {
        check_analysis(&text);
    }

    #[test]
    fn the_past_is_forgotten(before in texts(), text in texts()) {
        check_past(&[&before, &text], &text);
    }

    #[test]
    fn any_graph_is_proved(text in texts()) {
        check_graph(&text);
    }
}

proptest! {
    #![proptest_config(config(100))]

    #[test]
    fn generated_collections_keep_the_laws(collection in collections(&LEXICON)) {
        check_analysis(&collection.text);
        check_graph(&collection.text);
        check_lists(&collection);
    }

    #[test]
    fn a_corpus_is_the_union_of_its_documents(one in collections(&LEXICON), other in collections(&LEXICON)) {
        check_union(&one.text, &other.text);
    }

    #[test]
    fn a_collection_does_not_hang_on_the_one_before(one in collections(&LEXICON), other in collections(&LEXICON)) {
        check_past(&[&one.text], &other.text);
    }

    #[test]
    fn generated_facts_are_found(collection in collections(&LEXICON)) {
        check_facts(&collection);
    }
}

#[test]
fn more_words_than_are_kept_change_nothing() {
    let words: Vec<String> = (0..90_000).map(|number| format!("Wortsammlungskonferenz{number}")).collect();
    let text = include_str!("../examples/imk-215.md");
    check_past(&[&words.join(" ")], text);
    check_past(&[&"Rindfleisch".repeat(9000)], text);
    // The same document says more than is kept before its resolutions, and after them.
    check_past(&[text], &[&words[..50_000].join(" "), text].concat());
    check_past(&[&words[..65_000].join(" ")], text);
}

/// No text is worse than linear, whatever it repeats and however long its line gets; but for what `tests/ratchet.tsv`
/// lists as `quadratic`.
#[test]
fn long_lines_take_linear_time() {
    let head = "Beschlüsse der 215. Sitzung der Innenministerkonferenz am 3. Dezember 2021\n\nTOP 2: Lage\n\nBeschluss:\n\n1. Die IMK ";
    let pieces = [
        "bittet ",
        "bittet das BMI, ",
        "das BMI und ",
        "sie ",
        "die ",
        "„",
        "(",
        "„(",
        "§ ",
        "§§ 1, ",
        "1, ",
        "Abs. 2 ",
        "Art. ",
        "StPO ",
        "§ 99 StPO ",
        "BLAG ",
        "Bund-",
        "Bund-Länder-",
        "Bundesamt für ",
        "Vorsitz der ",
        "und ",
        "sowie ",
        ", ",
        "dass ",
        "unter Beteiligung ",
        "zu berichten ",
        "auf ",
        "zur Kenntnis ",
        "Bericht ",
        "„Bericht“ (Stand: 1.1.21) ",
        "(freigegeben) ",
        "Beschluss vom 3.12.21 zu TOP ",
        "vom 1. bis ",
        "3. ",
        "2. Sie dankt.",
        "zur Herbstsitzung ",
        "Ministerium ",
        "der Länder ",
        "A",
        "a-",
        "Polizei- und ",
        "fordert ",
        "nicht ",
        "sofern ",
        "; ",
        ": ",
        "wird ",
    ];
    let listed = ratchet::load("quadratic");
    let mut slow = Vec::new();
    for piece in pieces.iter().filter(|piece| !listed.contains_key(piece.trim())) {
        let time = |length: usize| {
            let text = format!("{head}{}.\n", piece.repeat(length / piece.len()));
            let start = Instant::now();
            let analysis = analysis("long", &text);
            graph(&analysis, &LEXICON);
            start.elapsed().as_secs_f64()
        };
        let (short, long) = (time(5_000), time(40_000));
        // Eight times the text; quadratic cost would be 64 times the time. Little times measure nothing.
        if long > 0.3 && long > 24.0 * short {
            slow.push(format!("{piece:?}: {short:.3} s for 5 kB, {long:.3} s for 40 kB"));
        }
    }
    assert!(slow.is_empty(), "more than linear:\n{}", slow.join("\n"));
}
