//! How N-Quads writes what its grammar keeps out of IRIs and literals.

use std::borrow::Cow;
use std::fmt::Write;

/// Percent-encodes what the grammar of N-Quads keeps out of an IRI (blanks, quotes, `<`, `>`, …).
///
/// ```
/// assert_eq!(gremium::graph::escape_iri("https://example.org/a b"), "https://example.org/a%20b");
/// ```
#[must_use]
pub fn escape_iri(iri: &str) -> Cow<'_, str> {
    let bad =
        |byte: u8| byte <= b' ' || matches!(byte, b'<' | b'>' | b'"' | b'{' | b'}' | b'|' | b'^' | b'`' | b'\\' | 0x7f);
    // Looking at every byte without stopping is what the compiler makes a few wide comparisons of.
    if !iri.bytes().fold(false, |found, byte| found | bad(byte)) {
        return Cow::Borrowed(iri);
    }
    let mut out = String::with_capacity(iri.len() + 8);
    for c in iri.chars() {
        match u8::try_from(c) {
            Ok(byte) if bad(byte) => {
                let _ = write!(out, "%{byte:02X}");
            }
            _ => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Appends a literal's value as canonical N-Quads writes it; whether that differs from the value.
pub(super) fn escape_string(value: &str, out: &mut String) -> bool {
    let special = |byte: u8| byte < b' ' || matches!(byte, b'"' | b'\\' | 0x7f);
    if !value.bytes().fold(false, |found, byte| found | special(byte)) {
        out.push_str(value);
        return false;
    }
    for run in value.split_inclusive(|c: char| u8::try_from(c).is_ok_and(special)) {
        let last = run.chars().next_back().filter(|c| u8::try_from(*c).is_ok_and(special));
        out.push_str(last.and_then(|c| run.strip_suffix(c)).unwrap_or(run));
        let Some(last) = last else { continue };
        match last {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            control => {
                let _ = write!(out, "\\u{:04X}", u32::from(control));
            }
        }
    }
    true
}
