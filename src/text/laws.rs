//! Laws of this module, tried on arbitrary strings.

use super::*;
use proptest::prelude::*;

/// Strings with the characters that matter: umlauts, soft hyphens, wide characters, quotes, dots and line breaks.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        r#"([a-zäöüßA-ZÄ0-9 .,:;!?„“‚‘»«"()\[\]§*_\n\r\t-]|\u{ad}|\u{301}|𝄞|\u{a0}|innen){0,80}"#
    ]
}

proptest! {
    #[test]
    fn tokens_cover_all_that_is_not_blank(text in text()) {
        let mut end = 0;
        for token in tokenize(&text) {
            let span = token.span.range();
            prop_assert!(end <= span.start && span.start < span.end);
            let between = &text[end..span.start];
            prop_assert!(between.chars().all(|c| c.is_whitespace() && c != '\n'), "skipped {between:?}");
            prop_assert_eq!(token.span.of(&text).chars().next(), Some(token.first));
            prop_assert!(!token.glued || between.is_empty());
            end = span.end;
        }
        prop_assert!(text[end..].chars().all(|c| c.is_whitespace() && c != '\n'));
    }

    #[test]
    fn sentences_cover_all_tokens(text in text()) {
        let tokens = tokenize(&text);
        let mut end = 0;
        for sentence in sentences(&text, &tokens, &Nesting::new(&tokens)) {
            prop_assert_eq!(sentence.start, end);
            prop_assert!(sentence.end > sentence.start);
            end = sentence.end;
        }
        prop_assert_eq!(end, tokens.len());
    }

    #[test]
    fn brackets_are_paired_both_ways(text in text()) {
        let tokens = tokenize(&text);
        let nesting = Nesting::new(&tokens);
        for index in 0..tokens.len() {
            if let Some(partner) = nesting.partner(index) {
                prop_assert_eq!(nesting.partner(partner), Some(index));
                prop_assert_eq!(nesting.depth(partner), nesting.depth(index));
            }
        }
        prop_assert!(tokens.is_empty() || nesting.depth(tokens.len() - 1) == 0);
    }

    #[test]
    fn positions_are_right_in_every_unit(text in text(), repeat in 1usize..40) {
        let text = text.repeat(repeat);
        let index = PositionIndex::new(&text, &[]);
        for (byte, _) in text.char_indices().step_by(repeat).chain([(text.len(), ' ')]) {
            let before = &text[..byte];
            let position = index.position(Span::at(0, byte).end);
            prop_assert_eq!(position.byte as usize, byte);
            prop_assert_eq!(position.code_point as usize, before.chars().count());
            prop_assert_eq!(position.utf16 as usize, before.encode_utf16().count());
            prop_assert_eq!(position.line as usize, before.matches('\n').count() + 1);
            let line = before.rsplit('\n').next().unwrap_or(before);
            prop_assert_eq!(position.column as usize, line.chars().count() + 1);
        }
    }

    /// Whatever is dropped and inserted, every character that was kept leads back to itself.
    #[test]
    fn unedited_bytes_map_to_themselves(text in text(), edits in prop::collection::vec(0u8..4, 0..80)) {
        let (mut map, mut clean) = (OffsetMapBuilder::default(), String::new());
        let mut kept = Vec::new();
        for ((byte, c), edit) in text.char_indices().zip(edits.iter().chain(std::iter::repeat(&0))) {
            let span = Span::at(byte, byte + c.len_utf8());
            match edit {
                1 => continue,
                2 => clean.push('*'),
                3 => {
                    // A letter written otherwise, as an entity is.
                    let to = Span::at(clean.len(), clean.len() + 2);
                    map.replace(to.start, 2, span);
                    clean.push('ß');
                    kept.push((to, span));
                    continue;
                }
                _ => {}
            }
            kept.push((Span::at(clean.len(), clean.len() + c.len_utf8()), span));
            map.copy(&mut clean, &text, span);
        }
        let map = map.finish();
        for (clean, original) in &kept {
            prop_assert_eq!(map.original(*clean), *original);
        }
        for pair in kept.windows(3) {
            prop_assert_eq!(map.original(pair[0].0.join(pair[2].0)), pair[0].1.join(pair[2].1));
        }
        let same = map.clone().then(&OffsetMap::identity(text.len()));
        prop_assert_eq!(same, map);
    }
}
