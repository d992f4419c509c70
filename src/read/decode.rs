//! Bytes → text, with the way back and a finding for whatever was odd.
//!
//! The order of belief: a byte order mark; UTF-16 where every second byte is NUL; UTF-8 where all of it is valid,
//! whatever the file declares, for no other encoding looks like UTF-8 by chance; what the file declares (HTML only);
//! Windows-1252 where no byte speaks against it; and last UTF-8 with U+FFFD for each fault.

use crate::text::{Diagnostic, OffsetMap, OffsetMapBuilder, Severity, Span};
use encoding_rs::{Encoding, WINDOWS_1252};

pub(super) struct Decoded {
    pub text: String,
    pub map: OffsetMap,
    pub diagnostics: Vec<Diagnostic>,
}

/// Decodes a whole file. `declared`: what the file says its encoding is.
///
/// The error says what else than text the bytes are.
pub(super) fn decode(bytes: Vec<u8>, declared: Option<&'static Encoding>) -> Result<Decoded, &'static str> {
    if let Some((_, what)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        return Err(what);
    }
    let mut decoded = if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        utf16(rest, 2, u16::from_le_bytes)
    } else if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        utf16(rest, 2, u16::from_be_bytes)
    } else {
        match nul_pattern(&bytes) {
            Some(Endian::Little) => utf16(&bytes, 0, u16::from_le_bytes),
            Some(Endian::Big) => utf16(&bytes, 0, u16::from_be_bytes),
            None => utf8(bytes, declared),
        }
    };
    let nuls = report_controls(&decoded.text, &mut decoded.diagnostics);
    if nuls > decoded.text.len() / 10 { Err("a binary file") } else { Ok(decoded) }
}

/// Files that people give by mistake, by their first bytes.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG\r\n", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x7fELF", "a program"),
];

enum Endian {
    Little,
    Big,
}

/// UTF-16 without byte order mark: letters of Western scripts have NUL as their other byte.
fn nul_pattern(bytes: &[u8]) -> Option<Endian> {
    let head = bytes.get(..bytes.len().min(512))?;
    let nuls = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (nuls(0), nuls(1));
    let most = head.len() / 2 * 7 / 10;
    match (even, odd) {
        (0, odd) if head.len() >= 4 && odd > most => Some(Endian::Little),
        (even, 0) if head.len() >= 4 && even > most => Some(Endian::Big),
        _ => None,
    }
}

fn utf16(bytes: &[u8], skipped: usize, unit: fn([u8; 2]) -> u16) -> Decoded {
    let mut faults = Faults::default();
    let mut text = String::with_capacity(bytes.len() / 2);
    let mut map = OffsetMapBuilder::default();
    let mut from = skipped;
    let (units, rest) = bytes.as_chunks::<2>();
    for result in char::decode_utf16(units.iter().map(|pair| unit(*pair))) {
        let (c, width) = if let Ok(c) = result {
            (c, 2 * c.len_utf16())
        } else {
            faults.note(from, text.len());
            (char::REPLACEMENT_CHARACTER, 2)
        };
        push(&mut text, &mut map, c, from..from + width);
        from += width;
    }
    if !rest.is_empty() {
        faults.note(from, text.len());
        push(&mut text, &mut map, char::REPLACEMENT_CHARACTER, from..from + 1);
    }
    Decoded { text, map: map.finish(), diagnostics: faults.report("invalid-utf16", "UTF-16") }
}

fn utf8(bytes: Vec<u8>, declared: Option<&'static Encoding>) -> Decoded {
    match String::from_utf8(bytes) {
        Ok(mut text) if text.starts_with('\u{feff}') => {
            text.drain(..3);
            let mut map = OffsetMapBuilder::default();
            map.note(0, 3, Span::at(0, text.len()).end);
            Decoded { text, map: map.finish(), diagnostics: Vec::new() }
        }
        Ok(text) => Decoded { map: OffsetMap::identity(text.len()), text, diagnostics: Vec::new() },
        Err(error) => {
            let bytes = error.into_bytes();
            match declared.filter(|encoding| encoding.is_single_byte()) {
                Some(encoding) => single_byte(&bytes, encoding),
                None if reads_as_windows_1252(&bytes) => {
                    let mut decoded = single_byte(&bytes, WINDOWS_1252);
                    let message = "not UTF-8; read as Windows-1252, which fits every byte".to_owned();
                    let remedy = "Save the file as UTF-8.";
                    decoded.diagnostics.push(Diagnostic::new(
                        Severity::Warning,
                        "guessed-encoding",
                        None,
                        message,
                        remedy,
                    ));
                    decoded
                }
                None => faulty_utf8(&bytes),
            }
        }
    }
}

/// Whether bytes that are not UTF-8 make sense as Windows-1252: no sequence of UTF-8 among them, and beyond ASCII only
/// letters and the marks of Western European print.
#[allow(clippy::match_same_arms)] // each arm has its reason
fn reads_as_windows_1252(bytes: &[u8]) -> bool {
    bytes.utf8_chunks().all(|chunk| chunk.valid().is_ascii())
        && bytes.iter().all(|byte| match byte {
            // Not the Icelandic letters, × ÷ ÿ.
            0xd0 | 0xd7 | 0xde | 0xf0 | 0xf7 | 0xfe | 0xff => false,
            0..=0x7f | 0xc0.. => true,
            // € ‚ „ … Š ‹ Ž, quotes, bullet and dashes, š › ž
            0x80 | 0x82 | 0x84 | 0x85 | 0x8a | 0x8b | 0x8e | 0x91..=0x97 | 0x9a | 0x9b | 0x9e => true,
            // The blank that does not break, § « soft hyphen ° ² ³ · ¹ » ¼ ½ ¾
            _ => matches!(byte, 0xa0 | 0xa7 | 0xab | 0xad | 0xb0 | 0xb2..=0xb4 | 0xb7 | 0xb9 | 0xbb..=0xbe),
        })
}

fn single_byte(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let table: Vec<char> = (0..=u8::MAX)
        .map(|byte| {
            let one = [byte];
            let (text, _) = encoding.decode_without_bom_handling(&one);
            text.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER)
        })
        .collect();
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    let mut map = OffsetMapBuilder::default();
    let mut faults = Faults::default();
    for (from, byte) in bytes.iter().enumerate() {
        let c = table.get(usize::from(*byte)).copied().unwrap_or(char::REPLACEMENT_CHARACTER);
        if c == char::REPLACEMENT_CHARACTER {
            faults.note(from, text.len());
        }
        push(&mut text, &mut map, c, from..from + 1);
    }
    Decoded { text, map: map.finish(), diagnostics: faults.report("invalid-encoding", encoding.name()) }
}

fn faulty_utf8(bytes: &[u8]) -> Decoded {
    let skipped = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let mut text = String::with_capacity(bytes.len());
    let mut map = OffsetMapBuilder::default();
    let mut faults = Faults::default();
    let mut from = skipped;
    for chunk in bytes.get(skipped..).unwrap_or_default().utf8_chunks() {
        let valid = chunk.valid();
        map.note(Span::at(0, text.len()).end, Span::at(0, from).end, Span::at(0, valid.len()).end);
        text.push_str(valid);
        from += valid.len();
        let invalid = chunk.invalid().len();
        if invalid > 0 {
            faults.note(from, text.len());
            push(&mut text, &mut map, char::REPLACEMENT_CHARACTER, from..from + invalid);
            from += invalid;
        }
    }
    Decoded { text, map: map.finish(), diagnostics: faults.report("invalid-utf8", "UTF-8") }
}

fn push(text: &mut String, map: &mut OffsetMapBuilder, c: char, from: std::ops::Range<usize>) {
    let to = Span::at(0, text.len()).end;
    map.replace(to, Span::at(0, c.len_utf8()).end, Span::at(from.start, from.end));
    text.push(c);
}

/// Counts bytes that could not be decoded and remembers the first: one finding a file, however many faults.
#[derive(Default)]
struct Faults {
    count: usize,
    first: Option<(usize, usize)>,
}

impl Faults {
    fn note(&mut self, raw: usize, clean: usize) {
        self.count += 1;
        self.first.get_or_insert((raw, clean));
    }

    fn report(self, code: &'static str, encoding: &str) -> Vec<Diagnostic> {
        let Some((raw, clean)) = self.first else { return Vec::new() };
        let span = Span::at(clean, clean + char::REPLACEMENT_CHARACTER.len_utf8());
        let message = format!("no {encoding} at byte {raw}; {} such places read as U+FFFD", self.count);
        let remedy = "Save the file as UTF-8 from the program that made it.";
        vec![Diagnostic::new(Severity::Warning, code, Some(span), message, remedy)]
    }
}

/// Reports characters that a person does not see but a machine reads: they stay where they are, for positions must hold.
/// Says how many of them are NUL.
fn report_controls(text: &str, diagnostics: &mut Vec<Diagnostic>) -> usize {
    let mut found: [(&'static str, &str, usize, Option<Span>); 3] = [
        ("nul-character", "NUL characters", 0, None),
        ("control-character", "control characters", 0, None),
        ("bidi-control", "characters that change the direction of writing", 0, None),
    ];
    for (at, c) in text.char_indices() {
        let kind = match c {
            ' '..='~' | '\n' | '\r' | '\t' | '\u{c}' => continue,
            '\0' => 0,
            '\u{1}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => 1,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => 2,
            _ => continue,
        };
        if let Some((_, _, count, first)) = found.get_mut(kind) {
            *count += 1;
            first.get_or_insert(Span::at(at, at + c.len_utf8()));
        }
    }
    let [(_, _, nuls, _), ..] = found;
    for (code, what, count, first) in found {
        if let Some(span) = first {
            let message = format!("{count} {what}, the first at byte {}", span.start);
            let remedy = "Look whether the text says what it shows.";
            diagnostics.push(Diagnostic::new(Severity::Warning, code, Some(span), message, remedy));
        }
    }
    nuls
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Decoded {
        decode(bytes.to_vec(), None).unwrap_or_else(|what| panic!("{what}"))
    }

    /// Every word that decodes leads back to the bytes that it came from.
    fn raw<'b>(decoded: &Decoded, bytes: &'b [u8], word: &str) -> &'b [u8] {
        let at = decoded.text.find(word).unwrap_or_else(|| panic!("{word} is missing in {}", decoded.text));
        &bytes[decoded.map.original(Span::at(at, at + word.len())).range()]
    }

    #[test]
    fn encodings_agree() {
        let text = "Beschluss über § 3 der Länder 𝄞";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in
            [little.clone(), big.clone(), [b"\xff\xfe", &little[..]].concat(), [b"\xfe\xff", &big[..]].concat()]
        {
            let decoded = read(&bytes);
            assert_eq!(decoded.text, text);
            let word = raw(&decoded, &bytes, "Länder");
            assert_eq!(word.len(), 12);
            assert!(word == &little[46..58] || word == &big[46..58]);
        }
        let bom = [b"\xef\xbb\xbf", text.as_bytes()].concat();
        assert_eq!(raw(&read(&bom), &bom, "über"), "über".as_bytes());
    }

    #[test]
    fn windows_1252_is_guessed_only_where_all_of_it_fits() {
        let bytes = b"Beschluss \xfcber \xa7 3 \x84L\xe4nder\x93";
        let decoded = read(bytes);
        assert_eq!(decoded.text, "Beschluss über § 3 „Länder“");
        assert_eq!(decoded.diagnostics[0].code, "guessed-encoding");
        assert_eq!(raw(&decoded, bytes, "Länder"), b"L\xe4nder");
        // One good UTF-8 letter speaks for UTF-8 with a fault.
        let decoded = read("für \u{fc}".as_bytes().split_last().map(|(_, head)| head).unwrap_or_default());
        assert_eq!(decoded.text, "für \u{fffd}");
        assert_eq!(decoded.diagnostics[0].code, "invalid-utf8");
        assert!(decoded.diagnostics[0].message.contains("byte 5"), "{}", decoded.diagnostics[0].message);
    }

    #[test]
    fn unseen_characters_stay_and_are_reported() {
        let decoded = read("Die IMK\0 \u{1b}[1m bittet \u{202e}IMB sad".as_bytes());
        assert!(decoded.map.is_identity());
        let codes: Vec<_> = decoded.diagnostics.iter().map(|d| d.code).collect();
        assert_eq!(codes, ["nul-character", "control-character", "bidi-control"]);
    }
}
