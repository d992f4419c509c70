//! The reading room as a library: what pages hold, whatever the graph holds.

use gremium::graph::Graph;
use gremium::room::{Address, Language, Page, Room, Step, page_file};
use gremium::vocab::{self, gm, oa, rdf, rdfs};
use gremium::{analyze, emit, lexicon::Lexicon, text::Source};

fn graph(text: &str) -> Graph {
    let lexicon = Lexicon::with(&[]).unwrap();
    let analysis = analyze(Source::from_text("probe.txt", text), &lexicon);
    emit::emit(&analysis.source, &analysis.document, &analysis.mentions, &analysis.acts, &lexicon, vocab::BASE)
}

fn example() -> Room {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/imk-215.md")).unwrap();
    let lexicon = Lexicon::with(&[]).unwrap();
    let source =
        gremium::read::document("imk-215.md", text.into_bytes(), None, &gremium::read::Limits::default()).unwrap().0;
    let analysis = analyze(source, &lexicon);
    let graph =
        emit::emit(&analysis.source, &analysis.document, &analysis.mentions, &analysis.acts, &lexicon, vocab::BASE);
    Room::new(&graph, vocab::BASE)
}

fn open(room: &Room, path: &str) -> Page {
    let address = Address { path: path.to_owned(), today: Some("2022-08-01".to_owned()), ..Address::default() };
    match room.open(&address, Some(Ok("{}"))) {
        Step::Page(page) => page,
        Step::Ask { .. } => panic!("{path} asks again"),
    }
}

#[test]
fn an_item_shows_its_words_and_what_they_do() {
    let page = open(&example(), "item/imk/2021-12-03/11");
    assert!(page.found);
    for part in [
        "<span lang=\"de\" dir=\"auto\">Bekämpfung von geschlechtsspezifisch",
        "<b class=\"trigger\" id=\"z3-beauftragt\">beauftragt</b>",
        "<a class=\"mention body\" id=\"z3-AK-II\" href=\"/body/imk/ak-ii\">AK II</a>",
        "bis Frühjahr 2022",
        "Frist verstrichen",
        "href=\"/item/imk/2021-12-03/11.ttl\"",
        "<section class=\"point\" id=\"z3\"",
    ] {
        assert!(page.text().contains(part), "{part} is missing in {}", page.text());
    }
    assert!(page.text().len() < 60_000);
}

#[test]
fn every_page_is_there_in_both_languages_and_no_link_leads_nowhere() {
    let room = example();
    let (pages, files) = room.addresses();
    let known: std::collections::BTreeSet<String> = pages
        .iter()
        .flat_map(|path| Language::ALL.map(|language| page_file(path, language)))
        .chain(files.iter().map(|file| gremium::room::file_stem(file)))
        .collect();
    assert!(pages.len() > 200);
    for path in &pages {
        for prefix in ["", "en/"] {
            let address = Address { path: format!("{prefix}{path}"), is_static: true, ..Address::default() };
            let Step::Page(page) = room.open(&address, Some(Ok("{}"))) else { panic!("{path}") };
            assert!(page.found, "{prefix}{path}");
            let language = if prefix.is_empty() { Language::De } else { Language::En };
            let here = page_file(path, language);
            for link in page.text().split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
                if link.starts_with("http") || link.starts_with('#') || link.contains("assets/") {
                    continue;
                }
                let target = link.split('#').next().unwrap().replace("%25", "%");
                let mut parts: Vec<&str> = here.split('/').collect();
                parts.pop();
                for part in target.split('/') {
                    if part == ".." {
                        parts.pop().unwrap();
                    } else {
                        parts.push(part);
                    }
                }
                assert!(known.contains(&parts.join("/")), "{here} links to {link}");
            }
        }
    }
    for file in &files {
        assert!(open(&room, file).found, "{file}");
    }
}

/// Labels as strangers write them.
const HOSTILE: &str =
    "</title></textarea><script>alert(1)</script>\"'><img src=x onerror=alert(2)> \u{202e}rtl ]]> {{7*7}}";

#[test]
fn hostile_labels_stay_words_in_every_format() {
    let mut graph = Graph::new();
    let iri = |path: &str| format!("{}{path}", vocab::BASE);
    let mut say = |subject: &str, property: &str, value: &str, is_iri: bool| {
        let (subject, property, name) = (graph.iri(subject), graph.iri(property), graph.iri("https://example.org/g"));
        let value = if is_iri { graph.iri(value) } else { graph.tagged(value, "de") };
        graph.insert(subject, property, value, name);
    };
    let (body, item, point, mention) =
        (iri("body/x"), iri("item/x/2021-01-01/1"), iri("point/x/1"), iri("point/x/1/m"));
    for (subject, class) in
        [(&body, gm::BODY_CLASS), (&item, gm::AGENDA_ITEM), (&point, gm::POINT), (&mention, gm::BODY_MENTION)]
    {
        say(subject, rdf::TYPE, class, true);
        say(subject, rdfs::LABEL, HOSTILE, false);
    }
    say(&body, vocab::skos::EXACT_MATCH, "javascript:alert(3)", true);
    say(&item, vocab::dcterms::TITLE, &HOSTILE.repeat(50), false);
    say(&point, gm::IN_ITEM, &item, true);
    say(&point, gm::TEXT, HOSTILE, false);
    say(&point, gm::POINT_LABEL, HOSTILE, false);
    say(&mention, gm::IN_POINT, &point, true);
    say(&mention, gm::DENOTES, &body, true);
    say(&mention, gm::RULE, HOSTILE, false);
    say(&mention, oa::EXACT, "script>alert", false);
    say(&mention, oa::START, "21", false);
    say(&mention, oa::END, "33", false);
    let room = Room::new(&graph, vocab::BASE);
    let (pages, _) = room.addresses();
    assert!(pages.contains(&"body/x".to_owned()) && pages.contains(&"item/x/2021-01-01/1".to_owned()));
    for path in pages.iter().map(String::as_str).chain([HOSTILE, "en/../../x"]) {
        let form = vec![
            ("q".to_owned(), HOSTILE.to_owned()),
            ("from".to_owned(), HOSTILE.to_owned()),
            ("query".to_owned(), HOSTILE.to_owned()),
        ];
        let address = Address { path: path.to_owned(), form, ..Address::default() };
        for answer in [Ok("not json"), Err(HOSTILE)] {
            let Step::Page(page) = room.open(&address, Some(answer)) else { panic!("{path}") };
            let lower = page.text().to_lowercase();
            for bad in ["<script>", "<img", "href=\"javascript:", "</title></textarea>"] {
                assert!(!lower.contains(bad), "{bad} on {path}: {}", page.text());
            }
        }
    }
    let atom = open(&room, "mandates.atom");
    assert!(!atom.text().contains("<script>"));
    let page = open(&room, "item/x/2021-01-01/1");
    assert!(page.text().contains("class=\"mention body\""), "the words of a mention are marked in hostile text too");
    assert!(open(&room, "body/x.bib").text().starts_with("@misc{"));
    assert!(serde_json::from_str::<serde_json::Value>(open(&room, "body/x.json").text()).is_ok());
}

#[test]
fn nothing_at_an_address_is_a_page_with_a_search() {
    for path in ["nix", "item/imk/1900-01-01/1", "body/", "en/body/none", "../../etc/passwd"] {
        let page = open(&example(), path);
        assert!(!page.found, "{path}");
        assert!(page.text().contains("name=\"q\""), "{path}");
    }
}

#[test]
fn a_graph_of_nothing_and_a_document_without_items_have_pages() {
    for room in [Room::new(&Graph::new(), vocab::BASE), Room::new(&graph("Hier steht kein Beschluss.\n"), vocab::BASE)]
    {
        for path in [
            "", "search", "bodies", "sessions", "mandates", "reports", "statutes", "questions", "mandates.ics",
            "mandates.atom",
        ] {
            assert!(open(&room, path).found, "{path}");
        }
    }
}

#[test]
fn search_finds_by_abbreviation_older_name_and_without_umlauts() {
    let room = example();
    for (question, hit) in [
        ("bundesministerium des innern, fur bau und heimat", "/body/bmi"),
        ("BMI", "/body/bmi"),
        ("laender", "/body/laender"),
        ("Strafprozessordnung", "/statute/stpo"),
        ("geschlechtsspezifisch", "/item/imk/2021-12-03/11"),
    ] {
        let address = Address {
            path: "search".to_owned(),
            form: vec![("q".to_owned(), question.to_owned())],
            ..Address::default()
        };
        let Step::Page(page) = room.open(&address, None) else { panic!() };
        assert!(page.text().contains(&format!("href=\"{hit}\"")), "{question}");
    }
}

#[test]
fn the_customary_german_addresses_lead_to_the_same_pages() {
    let room = example();
    for (german, page) in [("barrierefreiheit", "accessibility"), ("leicht", "plain")] {
        let shown = open(&room, german);
        assert!(shown.found && shown.text() == open(&room, page).text(), "{german}");
    }
}
