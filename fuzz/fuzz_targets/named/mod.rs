//! What the writers of pictures are given: a graph whose things are called what the fuzzer says, and how XML is read back.
#![allow(dead_code, reason = "each target uses a part")]

use gremium::view::{Edge, Mention, Node, Projection};
use petgraph::graph::DiGraph;
use quick_xml::events::Event;

/// The names in the bytes, which stand apart by the byte 0xFF; none of more than some names and characters.
pub fn names(bytes: &[u8]) -> Option<Vec<String>> {
    let names: Vec<String> =
        bytes.split(|byte| *byte == 0xff).map(|name| String::from_utf8_lossy(name).into_owned()).collect();
    (names.len() <= 12 && bytes.len() <= 4096).then_some(names)
}

/// A node for each name, and edges that make a cycle, a loop and parallels.
pub fn projection(names: &[String]) -> Projection {
    let mut graph = DiGraph::new();
    let node = |(index, name): (usize, &String)| Node {
        iri: format!("urn:{index}:{name}"),
        label: name.clone(),
        kind: name.clone(),
        group: names[index / 2].clone(),
    };
    let nodes: Vec<_> = names.iter().enumerate().map(|named| graph.add_node(node(named))).collect();
    for (index, name) in names.iter().enumerate() {
        let mention = Mention {
            day: name.clone(),
            iri: format!("urn:statement {index} {name}"),
            sentence: name.clone(),
            place: name.clone(),
            document: name.clone(),
            graph: name.clone(),
            session: name.clone(),
            status: name.clone(),
            deadline: name.clone(),
        };
        for step in [1, 5] {
            let to = nodes[(index * step + 1) % nodes.len()];
            graph.add_edge(nodes[index], to, Edge { kind: name.clone(), mentions: vec![mention.clone()] });
        }
    }
    let named = names.iter().map(|name| (name.clone(), [name.clone(), name.clone()])).collect();
    Projection { graph, names: named }
}

/// What is left of a name in XML: characters that it forbids are replaced.
pub fn in_xml(name: &str) -> String {
    let forbidden = |c: char| {
        matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}')
    };
    name.chars().map(|c| if forbidden(c) { '\u{fffd}' } else { c }).collect()
}

/// An element as it was read: its name, its attributes, and the text in it up to the next tag.
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub text: String,
}

impl Element {
    pub fn get(&self, key: &str) -> Option<&str> {
        self.attributes.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }
}

/// The elements of a document, which must be well-formed XML without comments, instructions and doctypes.
pub fn elements(xml: &str) -> Vec<Element> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut found: Vec<Element> = Vec::new();
    let mut open = 0_i64;
    loop {
        let event = reader.read_event().expect("well formed");
        match &event {
            Event::Eof => break,
            Event::Start(tag) | Event::Empty(tag) => {
                open += i64::from(matches!(event, Event::Start(_)));
                let attributes = tag.attributes().map(|attribute| {
                    let attribute = attribute.expect("an attribute");
                    let name = String::from_utf8(attribute.key.as_ref().to_vec()).expect("UTF-8");
                    (name, attribute.unescape_value().expect("known entities").into_owned())
                });
                let attributes = attributes.collect();
                let name = String::from_utf8(tag.name().as_ref().to_vec()).expect("UTF-8");
                found.push(Element { name, attributes, text: String::new() });
            }
            Event::Text(text) => {
                let text = text.unescape().expect("known entities");
                if let Some(last) = found.last_mut().filter(|last| last.text.is_empty()) {
                    last.text = text.into_owned();
                }
            }
            Event::End(_) => open -= 1,
            Event::Decl(_) => assert!(found.is_empty(), "a declaration in the middle"),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(open, 0, "elements that are not closed");
    found
}

/// How many elements have this name.
pub fn count(elements: &[Element], name: &str) -> usize {
    elements.iter().filter(|element| element.name == name).count()
}
