//! HTML → the text of its body in the order of reading.
//!
//! Tags are told apart by an HTML5 tokenizer; no tree is built, so nesting costs nothing, however deep. Blocks begin on
//! lines of their own, blanks are folded as a browser folds them, list items carry their mark (`- `, `1. `).

use crate::text::{OffsetMap, OffsetMapBuilder, Span};
use encoding_rs::Encoding;
use html5gum::{DefaultEmitter, HtmlString, StartTag, Token, Tokenizer};

/// The encoding that a `<meta>` in the first bytes names.
pub(super) fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(2048))?.to_ascii_lowercase();
    let at = head.windows(8).position(|window| window == b"charset=")?;
    let label = head.get(at + 8..)?.trim_ascii_start();
    let label = label.strip_prefix(b"\"").or_else(|| label.strip_prefix(b"'")).unwrap_or(label);
    let end =
        label.iter().position(|byte| matches!(byte, b'"' | b'\'' | b' ' | b'>' | b';' | b'/')).unwrap_or(label.len());
    Encoding::for_label(label.get(..end)?)
}

/// The clean text and its map back to `html`.
pub(super) fn text(html: &str) -> (String, OffsetMap) {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut page = Page { html, ..Page::default() };
    for token in Tokenizer::new_with_emitter(html, emitter) {
        match token {
            Ok(Token::StartTag(tag)) => page.open(&tag),
            Ok(Token::EndTag(tag)) => page.close(&tag.name),
            Ok(Token::String(string)) => page.words(Span::at(string.span.start, string.span.end)),
            _ => {}
        }
    }
    page.text.truncate(page.text.trim_end().len());
    (page.text, page.map.finish())
}

/// What separates the next word from the last, the strongest of what stood between them.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Break {
    #[default]
    None,
    Blank,
    Cell,
    Line,
    Paragraph,
}

#[derive(Default)]
struct Page<'h> {
    html: &'h str,
    text: String,
    map: OffsetMapBuilder,
    pending: Break,
    /// The element whose content is left out, and how many of its name are open.
    hidden: Option<(Vec<u8>, u32)>,
    /// Open lists: the number of the next item, none where they have bullets.
    lists: Vec<Option<i64>>,
    /// Mark of a list item that has had no words yet.
    mark: Option<String>,
    preformatted: u32,
}

/// Elements whose content is not the text of the page.
const HIDDEN: &[&[u8]] = &[
    b"head", b"script", b"style", b"template", b"noscript", b"nav", b"header", b"footer", b"aside", b"svg", b"math",
    b"select", b"button", b"iframe", b"object",
];
/// Elements with blank lines around them.
const PARAGRAPHS: &[&[u8]] = &[
    b"p", b"h1", b"h2", b"h3", b"h4", b"h5", b"h6", b"blockquote", b"pre", b"table", b"hr", b"dl", b"figure",
    b"article", b"section",
];
/// Elements that only begin a line of their own.
const LINES: &[&[u8]] = &[
    b"div", b"li", b"tr", b"br", b"ul", b"ol", b"dt", b"dd", b"body", b"main", b"thead", b"tbody", b"tfoot",
    b"caption", b"form", b"fieldset", b"address", b"details", b"summary", b"figcaption", b"center",
];

fn break_of(name: &[u8]) -> Break {
    if PARAGRAPHS.contains(&name) {
        Break::Paragraph
    } else if LINES.contains(&name) {
        Break::Line
    } else if matches!(name, b"td" | b"th") {
        Break::Cell
    } else {
        Break::None
    }
}

impl Page<'_> {
    fn open(&mut self, tag: &StartTag<usize>) {
        let name: &[u8] = &tag.name;
        match &mut self.hidden {
            Some((hidden, depth)) => {
                if hidden.as_slice() == name {
                    *depth += 1;
                }
                // A page that forgets to close its head shows its body all the same.
                if name != b"body" {
                    return;
                }
                self.hidden = None;
            }
            None if HIDDEN.contains(&name) && !tag.self_closing => {
                self.hidden = Some((name.to_vec(), 1));
                self.pending = self.pending.max(Break::Line);
                return;
            }
            None => {}
        }
        // The first paragraph of a list item stands on the line of its mark.
        if self.mark.is_none() || name == b"li" {
            self.pending = self.pending.max(break_of(name));
        }
        match name {
            b"ul" | b"menu" => self.lists.push(None),
            b"ol" => self.lists.push(Some(number(tag, b"start").unwrap_or(1))),
            b"li" => self.mark = Some(self.item_mark(number(tag, b"value"))),
            b"pre" => self.preformatted += 1,
            _ => {}
        }
    }

    fn item_mark(&mut self, value: Option<i64>) -> String {
        match self.lists.last_mut() {
            Some(Some(next)) => {
                let this = value.unwrap_or(*next);
                *next = this.saturating_add(1);
                format!("{this}. ")
            }
            _ => "- ".to_owned(),
        }
    }

    fn close(&mut self, name: &HtmlString) {
        let name: &[u8] = name;
        if let Some((hidden, depth)) = &mut self.hidden {
            if hidden.as_slice() == name {
                *depth -= 1;
                if *depth == 0 {
                    self.hidden = None;
                }
            }
            return;
        }
        self.pending = self.pending.max(break_of(name));
        match name {
            b"ul" | b"menu" | b"ol" => {
                self.lists.pop();
                if self.lists.is_empty() {
                    self.pending = Break::Paragraph;
                }
            }
            b"li" => self.mark = None,
            b"pre" => self.preformatted = self.preformatted.saturating_sub(1),
            _ => {}
        }
    }

    /// Text between two tags: words are copied, references decoded, blanks folded, soft hyphens dropped.
    fn words(&mut self, span: Span) {
        if self.hidden.is_some() {
            return;
        }
        let raw = span.of(self.html);
        let base = span.start as usize;
        let mut start = 0;
        let mut at = 0;
        while let Some(rest) = raw.get(at..).filter(|rest| !rest.is_empty()) {
            // Find the next character that is not copied as it stands.
            let stop = rest.find(|c: char| matches!(c, '&' | '\u{ad}' | '\0') || is_blank(c)).unwrap_or(rest.len());
            at += stop;
            self.copy(Span::at(base + start, base + at));
            let Some(c) = raw.get(at..).and_then(|rest| rest.chars().next()) else { return };
            start = at + c.len_utf8();
            match c {
                '&' => {
                    let reference = reference(raw.get(at..).unwrap_or_default());
                    start = at + reference.len();
                    self.decode(reference, Span::at(base + at, base + start));
                }
                '\n' if self.preformatted > 0 => self.pending = self.pending.max(Break::Line),
                '\u{ad}' | '\0' => {}
                _ => self.pending = self.pending.max(Break::Blank),
            }
            at = start;
        }
    }

    fn copy(&mut self, span: Span) {
        if !span.is_empty() {
            self.separate();
            self.map.copy(&mut self.text, self.html, span);
        }
    }

    fn decode(&mut self, reference: &str, span: Span) {
        // A reference without `;` is an error to the tokenizer, which then decodes it all the same.
        let decoded = Tokenizer::new(reference).find_map(|token| match token {
            Ok(Token::String(string)) => Some(String::from_utf8_lossy(&string).into_owned()),
            _ => None,
        });
        let decoded = decoded.unwrap_or_else(|| reference.to_owned());
        match decoded.as_str() {
            "\u{ad}" => {}
            " " | "\n" | "\t" | "\r" | "\u{a0}" => self.pending = self.pending.max(Break::Blank),
            words => {
                self.separate();
                let to = Span::at(0, self.text.len()).end;
                self.map.replace(to, Span::at(0, words.len()).end, span);
                self.text.push_str(words);
            }
        }
    }

    /// Writes what is due before the next word: a break, and the mark of a list item.
    fn separate(&mut self) {
        if !self.text.is_empty() {
            self.text.push_str(match self.pending {
                Break::None => "",
                Break::Blank => " ",
                Break::Cell if self.text.ends_with('\n') => "",
                Break::Cell => "\t",
                Break::Line => "\n",
                Break::Paragraph => "\n\n",
            });
        }
        self.pending = Break::None;
        if let Some(mark) = self.mark.take() {
            self.text.push_str(&mark);
        }
    }
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\n' | '\t' | '\r' | '\u{c}' | '\u{a0}')
}

/// The character reference at the start: `&auml;`, `&#8222;`, and the letters behind `&` that may be one without `;`.
fn reference(raw: &str) -> &str {
    let letters = raw.bytes().skip(1).take(40).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
    let semicolon = usize::from(raw.as_bytes().get(1 + letters) == Some(&b';'));
    raw.get(..1 + letters + semicolon).unwrap_or("&")
}

fn number(tag: &StartTag<usize>, attribute: &[u8]) -> Option<i64> {
    let value = tag.attributes.iter().find(|(name, _)| name.as_slice() == attribute)?.1;
    std::str::from_utf8(value).ok()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Every character stands for itself, for a reference, or was put there (marks of list items, separators).
        #[test]
        fn characters_lead_back(html in r"(<p>|</p>|<ol start=4>|<li>|</ol>|<td>|<!-- x -->|<script>|</script>|<title>|<br/>|<|&|&auml;|&#8222;|&copyx;|[a-zäöü§ .;]|\r\n|\u{ad}|\u{0}|𝄞){0,60}") {
            let (clean, map) = text(&html);
            for (at, c) in clean.char_indices() {
                let raw = map.original(Span::at(at, at + c.len_utf8())).of(&html);
                let is_put = c.is_whitespace() || c.is_ascii_digit() || matches!(c, '-' | '.');
                prop_assert!(raw.starts_with(c) || raw.starts_with('&') || is_put, "{c:?} from {raw:?} in {clean:?}");
            }
        }
    }

    #[test]
    fn positions_hold_behind_every_kind_of_token() {
        let html = "<!-- a --><p class='x'>a&auml;b</p><!doctype x>&copyright; <![CDATA[x]]><textarea>c&lt;d</textarea>\r\nEnde";
        let (clean, map) = text(html);
        for word in ["Ende", "right"] {
            let at = clean.find(word).unwrap_or_else(|| panic!("{clean}"));
            assert!(
                map.original(Span::at(at, at + word.len())).of(html).ends_with(if word == "right" {
                    "&copyright;"
                } else {
                    word
                }),
                "{clean}"
            );
        }
    }

    #[test]
    fn depth_costs_nothing() {
        let html = "<ul><li><blockquote>".repeat(100_000) + "Ende";
        assert!(text(&html).0.ends_with("Ende"));
    }
}
