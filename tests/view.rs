//! Pictures: what every format must hold whatever a document calls its bodies, and what every layout must hold.

use gremium::view::layout::{Layout, Plan, Rect, Size, layout};
use gremium::view::{
    Edge, Head, Language, Mention, Node, Projection, Style, dot, edges_csv, gexf, graphml, json, markdown, matrix,
    mermaid, nodes_csv, page, svg, timeline,
};
use petgraph::graph::DiGraph;
use proptest::prelude::*;
use quick_xml::events::Event;

/// Names that have broken one format or another.
const ATTACKS: [&str; 16] = [
    "\"quoted\"",
    "ends in a backslash\\",
    "\\N",
    "<b>bold</b>",
    "{a|b}",
    "two\nlines",
    "</svg><script>alert(1)</script>",
    "]]>",
    "🏛 Rat",
    "\u{202e}thgir ot tfel",
    "\u{0}\u{1}\u{b}\u{1f}\u{fffe}",
    "a & b &amp; c",
    "=1+1",
    "'); --",
    "|--|\"]; end",
    "<!-- --> <?x?>",
];

fn graph(labels: &[String], edges: &[(usize, usize, String)]) -> Projection {
    let mut graph = DiGraph::new();
    let nodes: Vec<_> = labels
        .iter()
        .enumerate()
        .map(|(index, label)| {
            let iri = format!("https://example.org/{index}/{label}");
            graph.add_node(Node { iri, label: label.clone(), kind: label.clone(), group: String::new() })
        })
        .collect();
    for (index, (from, to, kind)) in edges.iter().enumerate() {
        let mention = Mention {
            iri: format!("https://example.org/flow/{index} \" {kind}"),
            sentence: kind.clone(),
            place: kind.clone(),
            day: "2021-12-01".into(),
            deadline: kind.clone(),
            ..Mention::default()
        };
        graph.add_edge(nodes[*from], nodes[*to], Edge { kind: kind.clone(), mentions: vec![mention] });
    }
    Projection { graph, names: std::collections::BTreeMap::default() }
}

/// Elements of these names in XML, which must be well formed.
fn elements(xml: &str, names: &[&str]) -> usize {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut count = 0;
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => return count,
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                for attribute in tag.attributes() {
                    attribute.unwrap_or_else(|error| panic!("{error} in {xml}")).unescape_value().unwrap();
                }
                count += usize::from(names.contains(&std::str::from_utf8(tag.name().as_ref()).unwrap()));
            }
            Ok(Event::Text(text)) => drop(text.unescape().unwrap()),
            Ok(_) => {}
            Err(error) => panic!("{error} in {xml}"),
        }
    }
}

/// Elements with this class.
fn classed(xml: &str, class: &str) -> usize {
    xml.matches(&format!("class=\"{class}\"")).count()
}

fn check(projection: &Projection) {
    let (nodes, edges) = (projection.graph.node_count(), projection.graph.edge_count());
    let head = Head::new("# title@de: </title><script>\n# alt@de: ]]>");
    let style = Style::default();
    let language = Language::De;

    let picture = svg(projection, &head, &style);
    assert_eq!(elements(&picture.svg, &["script", "b"]), 0);
    assert_eq!((classed(&picture.svg, "node"), classed(&picture.svg, "edge")), (nodes, edges));
    assert_eq!(elements(&matrix(projection, &head, &style).svg, &["script"]), 0);
    assert_eq!(elements(&timeline(projection, &head, &style).svg, &["script"]), 0);

    let html = page(projection, &head, &picture, &style);
    assert_eq!(html.matches("</script>").count(), 2, "the data and the script");
    assert_eq!(html.matches("<tr data-edge=").count(), edges);
    let lines: Vec<&str> = html.lines().filter(|line| line.contains("<li data-line=")).collect();
    assert_eq!(lines.concat().matches("<li data-line=").count(), edges);
    assert!(!lines.concat().contains('\u{202e}'), "what turns the direction of writing would turn the rest of a line");

    let text = graphml(projection, language);
    assert_eq!((elements(&text, &["node"]), elements(&text, &["edge"])), (nodes, edges));
    let text = gexf(projection, language);
    assert_eq!((elements(&text, &["node"]), elements(&text, &["edge"])), (nodes, edges));

    let text = dot(projection, &style);
    let parsed = graphviz_rust::parse(&text).unwrap_or_else(|error| panic!("{error} in {text}"));
    let graphviz_rust::dot_structures::Graph::DiGraph { stmts, .. } = parsed else { panic!("no digraph") };
    let count = |is: fn(&graphviz_rust::dot_structures::Stmt) -> bool| stmts.iter().filter(|stmt| is(stmt)).count();
    assert_eq!(count(|stmt| matches!(stmt, graphviz_rust::dot_structures::Stmt::Node(_))), nodes);
    assert_eq!(count(|stmt| matches!(stmt, graphviz_rust::dot_structures::Stmt::Edge(_))), edges);

    let text = mermaid(projection, language);
    let lines = |part: &str| text.lines().filter(|line| line.contains(part)).count();
    assert_eq!(lines(" -->|\""), edges, "{text}");
    assert_eq!(text.lines().filter(|line| line.matches('"').count() == 2).count(), nodes + edges, "{text}");

    for (text, rows) in [(edges_csv(projection, language), edges), (nodes_csv(projection, language), nodes)] {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let records: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert_eq!(records.len(), rows);
        assert!(records.iter().flatten().all(|cell| !cell.starts_with(['=', '+', '-', '@'])));
    }
    let value: serde_json::Value = serde_json::from_str(&json(projection).to_string()).unwrap();
    assert_eq!((value["nodes"].as_array().unwrap().len(), value["edges"].as_array().unwrap().len()), (nodes, edges));

    let text = markdown(projection, &head, language);
    assert!(!text.contains("<script") && !text.contains("<b>"), "{text}");
}

#[test]
fn names_that_attack_stay_names() {
    for attack in ATTACKS {
        let long = attack.repeat(10_000 / attack.len());
        for label in [attack.to_owned(), long] {
            let labels = [label.clone(), "plain".to_owned(), format!("plain {label}")];
            check(&graph(
                &labels,
                &[(0, 1, label.clone()), (1, 0, "k".into()), (2, 2, label.clone()), (0, 1, "k".into())],
            ));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_name_stays_a_name(labels in prop::collection::vec("(\\PC|[\"\\\\\n\r\t\u{0}<>&;{}|\u{202e}]){0,16}", 2..5), ends in prop::collection::vec((0..2_usize, 0..2_usize), 1..6)) {
        let edges: Vec<_> = ends.iter().map(|(from, to)| (*from, *to, labels[*from].clone())).collect();
        check(&graph(&labels, &edges));
    }

    /// Boxes do not overlap, labels lie on nothing, edges go from border to border.
    #[test]
    fn nothing_lies_on_anything(count in 1..24_usize, ends in prop::collection::vec((0..24_usize, 0..24_usize), 0..48)) {
        let plan = plan(count, ends.iter().map(|(from, to)| (from % count, to % count)).collect());
        let found = layout(&plan, u64::MAX);
        prop_assert!(!found.simple);
        nothing_overlaps(&plan, &found);
        prop_assert_eq!(&found, &layout(&plan, u64::MAX));
    }
}

/// Every node stands in the box of its cluster and in no other, and no two boxes overlap.
fn boxes_hold_their_own(plan: &Plan, found: &Layout) {
    for (cluster, outer) in found.clusters.iter().enumerate().filter(|(cluster, _)| plan.titles[*cluster].is_some()) {
        assert!(found.clusters[..cluster].iter().all(|other| !overlap(outer, other)), "{:?}", found.clusters);
        assert!(outer.at.x >= -0.01 && outer.at.x + outer.size.width <= found.size.width + 0.01, "{outer:?}");
        assert!(outer.at.y >= -0.01 && outer.at.y + outer.size.height <= found.size.height + 0.01, "{outer:?}");
        for (node, of) in found.boxes.iter().zip(&plan.clusters) {
            let title = Rect { size: Size { height: 15.0, ..outer.size }, ..*outer };
            assert!(!overlap(node, &title), "{node:?} lies on the title of {outer:?}");
            let within = node.at.x >= outer.at.x
                && node.at.x + node.size.width <= outer.at.x + outer.size.width
                && node.at.y >= outer.at.y
                && node.at.y + node.size.height <= outer.at.y + outer.size.height;
            assert!(if *of == cluster { within } else { !overlap(node, outer) }, "{node:?} and {outer:?}");
        }
    }
}

fn plan(count: usize, edges: Vec<(usize, usize)>) -> Plan {
    let wide = |index: usize| Size { width: 40.0 + f64::from(u32::try_from(index * 37 % 90).unwrap()), height: 25.0 };
    let labels = vec![Size { width: 50.0, height: 14.0 }; edges.len()];
    Plan { nodes: (0..count).map(wide).collect(), kinds: vec![0; count], edges, labels, ..Plan::default() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn boxes_of_clusters_hold_their_own_nodes(count in 1..24_usize, clusters in 1..6_usize, ends in prop::collection::vec((0..24_usize, 0..24_usize), 0..48)) {
        let mut plan = plan(count, ends.iter().map(|(from, to)| (from % count, to % count)).collect());
        plan.clusters = (0..count).map(|node| node * 7 % clusters).collect();
        plan.titles = (0..clusters).map(|cluster| (cluster != 1).then_some(Size { width: 400.0, height: 15.0 })).collect();
        let used = |cluster| plan.clusters.contains(&cluster);
        prop_assume!((0..clusters).all(used));
        let found = layout(&plan, u64::MAX);
        nothing_overlaps(&plan, &found);
        boxes_hold_their_own(&plan, &found);
        prop_assert_eq!(&found, &layout(&plan, u64::MAX));
    }
}

fn overlap(one: &Rect, other: &Rect) -> bool {
    let apart = |a: f64, wa: f64, b: f64, wb: f64| a + wa <= b + 0.01 || b + wb <= a + 0.01;
    !apart(one.at.x, one.size.width, other.at.x, other.size.width)
        && !apart(one.at.y, one.size.height, other.at.y, other.size.height)
}

fn nothing_overlaps(plan: &Plan, found: &Layout) {
    let labels = found.routes.iter().zip(&plan.labels).filter_map(|(route, size)| {
        let middle = route.label?;
        let at = gremium::view::layout::Point { x: middle.x - size.width / 2.0, y: middle.y - size.height / 2.0 };
        Some(Rect { at, size: *size })
    });
    // Loops of one node share their place above it.
    let is_loop = |index: &usize| plan.edges[*index].0 == plan.edges[*index].1;
    let labels: Vec<Rect> = labels.enumerate().filter(|(index, _)| !is_loop(index)).map(|(_, rect)| rect).collect();
    let all: Vec<&Rect> = found.boxes.iter().chain(&labels).collect();
    for (index, one) in all.iter().enumerate() {
        for other in &all[..index] {
            assert!(!overlap(one, other), "{one:?} lies on {other:?}");
        }
    }
    for (route, (from, to)) in found.routes.iter().zip(&plan.edges) {
        for (end, node) in [(route.points.first(), from), (route.points.last(), to)] {
            let (end, rect) = (end.unwrap(), &found.boxes[*node]);
            let sides = [rect.at.x, rect.at.x + rect.size.width].iter().any(|x| (x - end.x).abs() < 0.01);
            let top = (end.y - rect.at.y).abs() < 0.01;
            let within = end.y >= rect.at.y - 0.01 && end.y <= rect.at.y + rect.size.height + 0.01;
            assert!((sides && within) || (top && from == to), "{end:?} is not on the border of {rect:?}");
        }
    }
}

/// Edges without chance or pattern.
fn scattered(count: usize, edges: usize) -> Vec<(usize, usize)> {
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % count
    };
    (0..edges).map(|_| (next(), next())).collect()
}

#[test]
fn a_large_graph_is_drawn_in_simple_form() {
    let plan = plan(5_000, scattered(5_000, 100_000));
    let found = layout(&plan, gremium::view::layout::BUDGET);
    assert!(found.simple && found.routes.len() == 100_000);
    let boxes: Vec<&Rect> = found.boxes.iter().collect();
    assert!(boxes.windows(2).all(|pair| !overlap(pair[0], pair[1])));
    assert!(boxes.iter().all(|rect| rect.at.x + rect.size.width <= found.size.width + 0.01));
}

/// Bodies as they are: few have many of the edges.
#[test]
fn seven_hundred_nodes_are_drawn_in_layers() {
    let scattered = scattered(700, 4_000);
    let edges = scattered.chunks(2).map(|pair| (pair[0].0.min(pair[0].1), pair[1].0)).collect();
    let plan = plan(700, edges);
    let found = layout(&plan, gremium::view::layout::BUDGET);
    assert!(!found.simple && found.routes.len() == 2_000);
}

#[test]
fn a_long_chain_and_a_long_circle_are_drawn() {
    let chain: Vec<_> = (0..3_000).map(|index| (index, (index + 1) % 3_000)).collect();
    let found = layout(&plan(3_000, chain), u64::MAX);
    assert_eq!(found.boxes.len(), 3_000);
}

#[test]
fn an_empty_answer_is_a_picture_that_says_so() {
    let projection = Projection::default();
    for language in [Language::De, Language::En] {
        let style = Style { language, ..Style::default() };
        for picture in [
            svg(&projection, &Head::default(), &style),
            matrix(&projection, &Head::default(), &style),
            timeline(&projection, &Head::default(), &style),
        ] {
            let words = language.of(&["nichts in den Dokumenten", "say nothing on this question"]);
            assert!(picture.svg.contains(words), "{}", picture.svg);
        }
    }
}
