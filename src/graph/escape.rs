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
    let special = |byte: u8| (byte < b' ') | (byte == b'"') | (byte == b'\\') | (byte == 0x7f);
    if !value.bytes().fold(false, |found, byte| found | special(byte)) {
        out.push_str(value);
        return false;
    }
    let mut rest = value;
    while let Some((at, byte)) = rest.bytes().enumerate().find(|(_, byte)| special(*byte)) {
        out.push_str(rest.get(..at).unwrap_or_default());
        rest = rest.get(at + 1..).unwrap_or_default();
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            0x8 => out.push_str("\\b"),
            0xc => out.push_str("\\f"),
            control => {
                let _ = write!(out, "\\u{control:04X}");
            }
        }
    }
    out.push_str(rest);
    true
}
