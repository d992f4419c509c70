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
    Room::new(&example_graph(), vocab::BASE)
}

fn example_graph() -> Graph {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/imk-215.md")).unwrap();
    let lexicon = Lexicon::with(&[]).unwrap();
    let source =
        gremium::read::document("imk-215.md", text.into_bytes(), None, &gremium::read::Limits::default()).unwrap().0;
    let analysis = analyze(source, &lexicon);
    emit::emit(&analysis.source, &analysis.document, &analysis.mentions, &analysis.acts, &lexicon, vocab::BASE)
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
    let list = open(&room, "mandates.bib").text().to_owned();
    assert!(list.starts_with("@misc{mandates,\n  title = {Aufträge}"), "{list}");
    let csl: serde_json::Value = serde_json::from_str(open(&room, "bodies.csl.json").text()).unwrap();
    assert_eq!(csl[0]["title"], "Gremien");
    assert!(serde_json::from_str::<serde_json::Value>(open(&room, "body/x.json").text()).is_ok());
}

#[test]
fn every_page_says_how_it_is_cited_and_where_its_data_are() {
    let room = example();
    let paths = [
        ("", "start", "ttl"),
        ("questions", "questions", "bib"),
        ("question/who-informs-whom", "question/who-informs-whom", "jsonld"),
        ("network", "network", "bib"),
        ("network/informs", "network/informs", "ttl"),
        ("network/body/imk", "network/body/imk", "jsonld"),
        ("reports/by-body", "reports", "json"),
        ("quality", "quality", "bib"),
        ("body/imk", "body/imk", "json"),
    ];
    for (path, name, data) in paths {
        let page = open(&room, path);
        for ending in ["bib", "csl.json", data] {
            // What has an answer of nothing has no files of it.
            let is_answered = !(path.starts_with("question/") || path == "network/informs") || ending != data;
            assert!(!is_answered || page.text().contains(&format!("\"/{name}.{ending}\"")), "{path} without {ending}");
            assert!(open(&room, &format!("{name}.{ending}")).found, "{name}.{ending}");
        }
        let csl: serde_json::Value = serde_json::from_str(open(&room, &format!("{name}.csl.json")).text()).unwrap();
        assert!(page.text().contains(csl[0]["URL"].as_str().unwrap()), "{path} without its permanent address");
    }
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

#[test]
fn the_question_of_a_list_gives_the_list() {
    let room_graph = example_graph();
    let room = Room::new(&room_graph, vocab::BASE);
    let store = gremium::store::Store::new(&room_graph).unwrap();
    for list in ["sessions", "bodies", "mandates", "reports", "statutes"] {
        let page = open(&room, list);
        let sparql = page.text().split("<pre tabindex=\"0\"><code>").last().unwrap().split("</code>").next().unwrap();
        let sparql = sparql.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
        let gremium::query::QueryResults::Solutions(rows) = gremium::query::ask(&store, &sparql, &[]).unwrap() else {
            panic!("{list}")
        };
        let asked: std::collections::BTreeSet<String> =
            rows.map(|row| row.unwrap().get("thing").unwrap().to_string()).collect();
        let file: serde_json::Value = serde_json::from_str(open(&room, &format!("{list}.json")).text()).unwrap();
        let things = file["things"].as_array().unwrap();
        let told = things.iter().map(|thing| format!("<{}>", thing["id"].as_str().unwrap()));
        let told: std::collections::BTreeSet<String> = told.collect();
        assert!(!asked.is_empty() && asked.is_subset(&told), "{list}: {} of {}", told.len(), asked.len());
        assert!(open(&room, &format!("{list}.ttl")).text().starts_with("@prefix"), "{list}");
    }
}

/// A graph of bodies: the first asks all others.
fn star(bodies: usize) -> Graph {
    let mut graph = Graph::new();
    let name = graph.iri("https://example.org/g");
    let iri = |path: String| format!("{}{path}", vocab::BASE);
    let mut say = |subject: String, property: &str, value: &str, is_iri: bool| {
        let (subject, property) = (graph.iri(&subject), graph.iri(property));
        let value = if is_iri { graph.iri(value) } else { graph.string(value) };
        graph.insert(subject, property, value, name);
    };
    for number in 0..bodies {
        let body = iri(format!("body/b{number}"));
        say(body.clone(), rdf::TYPE, gm::BODY_CLASS, true);
        say(body.clone(), rdfs::LABEL, &format!("Gremium {number}"), false);
        let act = iri(format!("act/{number}"));
        for (property, value) in [(rdf::TYPE, gm::ACT), (gm::ACTOR, &*iri("body/b0".into())), (gm::ADDRESSEE, &body)] {
            say(act.clone(), property, value, true);
        }
        say(act.clone(), gm::KIND, &iri("kind/bittet".into()), true);
        say(act, gm::MODALITY, "asserted", false);
    }
    graph
}

#[test]
fn a_body_with_five_hundred_edges_is_drawn_with_its_strongest_neighbours_at_once() {
    let room = Room::new(&star(501), vocab::BASE);
    let begin = std::time::Instant::now();
    for (form, drawn) in [(vec![], 26), (vec![("nodes".to_owned(), "9999".to_owned())], 60)] {
        let address = Address { path: "network/body/b0".to_owned(), form, ..Address::default() };
        let Step::Page(page) = room.open(&address, None) else { panic!() };
        assert_eq!(page.text().matches("<g class=\"node\"").count(), drawn);
        assert!(page.text().contains(&format!("{drawn} von 501 Knoten")));
    }
    let page = open(&room, "body/b0");
    assert!(page.text().contains("+ 475 weitere"));
    assert!(begin.elapsed().as_secs_f64() < 3.0, "three pages, each in a second: {:?}", begin.elapsed());
    let all: serde_json::Value = serde_json::from_str(open(&room, "network/body/b0.all.json").text()).unwrap();
    assert_eq!(all["edges"].as_array().unwrap().len(), 500);
}

#[test]
fn twenty_thousand_bodies_are_listed_and_found_in_parts() {
    let room = Room::new(&star(20_000), vocab::BASE);
    let begin = std::time::Instant::now();
    let list = open(&room, "bodies");
    assert!(list.text().contains("Seite 1 von 200") && list.text().len() < 60_000);
    let form = vec![("q".to_owned(), "Gremium 19999".to_owned())];
    let address = Address { path: "search".to_owned(), form, ..Address::default() };
    let Step::Page(page) = room.open(&address, None) else { panic!() };
    assert!(page.text().contains("href=\"/body/b19999\""));
    let first = open(&room, "body/b0");
    assert!(first.found);
    assert!(begin.elapsed().as_secs_f64() < 10.0, "{:?}", begin.elapsed());
}

#[test]
fn titles_of_five_thousand_letters_and_from_right_to_left_have_pages() {
    let long = "Überlänge ".repeat(500);
    let arabic = "\u{202e}قرار المؤتمر‏ (Beschluss)";
    for title in [long.trim(), arabic] {
        let text = format!(
            "Beschlüsse der 5. Sitzung der Umweltministerkonferenz am 3. Mai 2022\n\nTOP 1: {title}\n\nBeschluss:\n\n\
             1. Die UMK bittet das BMI, zur Herbstsitzung 2022 zu berichten.\n"
        );
        let room = Room::new(&graph(&text), vocab::BASE);
        for path in ["item/umk/2022-05-03/1", "session/umk/2022-05-03", "search", "mandates", "reports/by-subject"] {
            assert!(open(&room, path).found, "{path}");
        }
        let page = open(&room, "item/umk/2022-05-03/1");
        let head = page.text().split("<title>").nth(1).unwrap().split("</title>").next().unwrap();
        assert!(head.chars().count() < 200, "{head}");
        assert!(page.text().contains("dir=\"auto\"") && page.text().contains("bittet"));
    }
}

#[test]
fn a_folder_of_files_needs_no_server() {
    let folder = tempfile::tempdir().unwrap();
    let (text, out) = (folder.path().join("umk.txt"), folder.path().join("site"));
    std::fs::write(
        &text,
        "Beschlüsse der 5. Sitzung der Umweltministerkonferenz am 3. Mai 2022\n\nTOP 1: Lage\n\nBeschluss:\n\n\
         1. Die UMK bittet das BMI, bis zum 30. Juni 2022 nach § 99 StPO schriftlich zu berichten.\n",
    )
    .unwrap();
    let run = || {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_gremium"));
        command.args(["site", "--quiet", "--date", "2022-08-01", "--out"]).arg(&out).arg(&text).output().unwrap()
    };
    let first = run();
    assert_eq!(first.status.code(), Some(0), "{first:?}");
    let mut pages = vec![out.clone()];
    let mut links = 0;
    while let Some(path) = pages.pop() {
        if path.is_dir() {
            pages.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|ending| ending == "html") {
            let page = std::fs::read_to_string(&path).unwrap();
            for link in page.split(" href=\"").chain(page.split(" src=\"")).filter_map(|rest| rest.split_once('"')) {
                let link = link.0.split('#').next().unwrap().replace("%25", "%");
                if link.is_empty() || link.contains(['<', ' ']) || link.contains("://") {
                    continue;
                }
                links += 1;
                assert!(path.parent().unwrap().join(&link).is_file(), "{} leads to {link}", path.display());
            }
        }
    }
    assert!(links > 1000, "{links}");
    let png = std::fs::read(out.join("network/asks.png")).unwrap();
    assert!(png.starts_with(b"\x89PNG"));
    assert!(std::fs::read_to_string(out.join("mandates.html")).unwrap().contains("Frist verstrichen"));
    assert_eq!(run().status.code(), Some(2), "what is there is not written over");
}
