//! A page has its two scripts and no other, its data are those of the graph, and its table has a row for each edge; words, as
//! Markdown, hold no markup of their own.

#![no_main]

mod named;

use gremium::view::{Head, Language, Style, json, markdown, matrix, page, svg, timeline};
use html5gum::{DefaultEmitter, Token, Tokenizer};
use libfuzzer_sys::fuzz_target;

/// Elements of names that the writers never write.
const NEVER: [&str; 8] = ["img", "iframe", "a", "b", "object", "embed", "base", "link"];

fuzz_target!(|bytes: &[u8]| {
    let Some(names) = named::names(bytes) else { return };
    let projection = named::projection(&names);
    let head = Head::new(&format!("# title@de: {0}\n# caption@de: {0}\n# alt@de: {0}\n# legend@de: {0}", names[0]));
    let style = Style::default();
    let pictures = [svg(&projection, &head, &style), timeline(&projection, &head, &style), matrix(&projection, &head, &style)];
    for picture in pictures {
        let text = page(&projection, &head, &picture, &style);
        let mut emitter = DefaultEmitter::default();
        emitter.naively_switch_states(true);
        let (mut scripts, mut rows, mut data, mut in_data) = (0, 0, Vec::new(), false);
        for token in Tokenizer::new_with_emitter(&text, emitter) {
            match token.expect("from memory") {
                Token::StartTag(tag) => {
                    let name = String::from_utf8_lossy(&tag.name).into_owned();
                    assert!(!NEVER.contains(&&*name), "{name}");
                    scripts += usize::from(name == "script");
                    rows += usize::from(tag.attributes.keys().any(|key| key.as_slice() == b"data-edge"));
                    assert!(!tag.attributes.keys().any(|key| key.starts_with(b"on")), "{name}");
                    in_data = name == "script" && scripts == 1;
                }
                Token::String(text) if in_data => data.extend_from_slice(&text),
                Token::EndTag(_) => in_data = false,
                _ => {}
            }
        }
        assert_eq!((scripts, rows), (2, projection.graph.edge_count()));
        let read: serde_json::Value = serde_json::from_slice(&data).expect("JSON");
        assert_eq!(read["edges"], json(&projection)["edges"]);
    }
    let words = markdown(&projection, &head, Language::De);
    assert!(!words.contains('<'), "{words}");
});
