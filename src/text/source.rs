use super::{OffsetMap, PositionIndex};

/// What kind of file a text came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Plain,
    Markdown,
    Html,
    Pdf,
}

/// A text as a reader hands it over, with the way back to the bytes it was made from.
///
/// For plain text and Markdown the clean text is the decoded input itself, character for character, so positions in it
/// are the input's own.
#[derive(Clone, Debug)]
pub struct Source {
    /// Name to show and to cite: the path as given, `-` for standard input, or the id of a JSON line.
    pub name: String,
    pub format: Format,
    /// The clean text.
    pub text: String,
    /// From the clean text back to the raw bytes.
    pub map: OffsetMap,
    /// Byte of the clean text at which each page starts; empty without pages.
    pub pages: Vec<u32>,
    /// SHA-256 of the raw bytes in lower-case hex.
    pub digest: String,
}

impl Source {
    /// A source from text that is in memory already: no conversion, positions are the text's own.
    ///
    /// ```
    /// let source = gremium::text::Source::from_text("notiz", "TOP 1: Haushalt");
    /// assert_eq!(source.text, "TOP 1: Haushalt");
    /// ```
    #[must_use]
    pub fn from_text(name: &str, text: &str) -> Self {
        Self {
            name: name.to_owned(),
            format: Format::Plain,
            text: text.to_owned(),
            map: OffsetMap::identity(text.len()),
            pages: Vec::new(),
            digest: digest(text.as_bytes()),
        }
    }

    /// Positions of the clean text in every unit.
    #[must_use]
    pub fn positions(&self) -> PositionIndex<'_> {
        PositionIndex::new(&self.text, &self.pages)
    }
}

/// SHA-256 in lower-case hex.
#[must_use]
pub fn digest(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    let halves = |byte: u8| [byte >> 4, byte & 0xF].map(|half| char::from_digit(half.into(), 16).unwrap_or_default());
    Sha256::digest(bytes).into_iter().flat_map(halves).collect()
}
