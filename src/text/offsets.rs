use super::Span;

/// A sparse map from positions of an edited text back to the text it was made from.
///
/// Holds one entry for each *run* that was copied unchanged, so a text with few edits has a small map. Positions are
/// bytes on both sides. Law: unedited bytes map to themselves.
///
/// ```
/// use gremium::text::{OffsetMapBuilder, Span};
/// let raw = "Be\u{ad}schluss";            // soft hyphen: two bytes that the clean text drops
/// let mut map = OffsetMapBuilder::default();
/// let mut clean = String::new();
/// map.copy(&mut clean, raw, Span::new(0, 2));
/// map.copy(&mut clean, raw, Span::new(4, 11));
/// assert_eq!(clean, "Beschluss");
/// assert_eq!(map.finish().original(Span::new(0, 9)), Span::new(0, 11));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OffsetMap {
    runs: Vec<Run>,
}

/// `len` bytes at `from` of the original stand unchanged at `to` of the edited text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    to: u32,
    from: u32,
    len: u32,
}

impl OffsetMap {
    /// The map of a text that was not edited.
    #[must_use]
    pub fn identity(len: usize) -> Self {
        Self { runs: vec![Run { to: 0, from: 0, len: Span::at(0, len).end }] }
    }

    /// The original span under an edited one: from its first surviving byte to its last.
    ///
    /// A span made only of inserted text maps to the empty place where it was inserted.
    #[must_use]
    pub fn original(&self, span: Span) -> Span {
        let start = self.start(span.start);
        if span.is_empty() { Span::new(start, start) } else { Span::new(start, self.end(span.end).max(start)) }
    }

    /// Whether nothing was dropped, moved or inserted.
    #[must_use]
    pub fn is_identity(&self) -> bool {
        self.runs.len() <= 1 && self.runs.first().is_none_or(|run| run.to == 0 && run.from == 0)
    }

    fn start(&self, at: u32) -> u32 {
        let index = self.runs.partition_point(|run| run.to + run.len <= at);
        match (self.runs.get(index), self.runs.last()) {
            (Some(run), _) => run.from + at.saturating_sub(run.to),
            (None, Some(last)) => last.from + last.len,
            (None, None) => 0,
        }
    }

    fn end(&self, at: u32) -> u32 {
        let index = self.runs.partition_point(|run| run.to < at);
        index.checked_sub(1).and_then(|i| self.runs.get(i)).map_or(0, |run| run.from + (at - run.to).min(run.len))
    }
}

/// Builds an edited text and its [`OffsetMap`] side by side.
#[derive(Debug, Default)]
pub struct OffsetMapBuilder {
    runs: Vec<Run>,
}

impl OffsetMapBuilder {
    /// Appends `span` of `original` to `edited` unchanged.
    pub fn copy(&mut self, edited: &mut String, original: &str, span: Span) {
        let words = span.of(original);
        if words.is_empty() {
            return;
        }
        let to = Span::at(0, edited.len()).end;
        edited.push_str(words);
        match self.runs.last_mut() {
            Some(last) if last.to + last.len == to && last.from + last.len == span.start => last.len += span.len(),
            _ => self.runs.push(Run { to, from: span.start, len: span.len() }),
        }
    }

    /// Notes that the next `len` bytes of the edited text are `len` bytes at `from` of the original, without copying:
    /// for readers whose text is made elsewhere.
    pub fn note(&mut self, to: u32, from: u32, len: u32) {
        match self.runs.last_mut() {
            Some(last) if last.to + last.len == to && last.from + last.len == from => last.len += len,
            _ => self.runs.push(Run { to, from, len }),
        }
    }

    #[must_use]
    pub fn finish(self) -> OffsetMap {
        OffsetMap { runs: self.runs }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dropped_bytes_are_bridged() {
        let raw = "*Die* IMK";
        let (mut map, mut clean) = (OffsetMapBuilder::default(), String::new());
        map.copy(&mut clean, raw, Span::new(1, 4));
        map.copy(&mut clean, raw, Span::new(5, 9));
        let map = map.finish();
        assert_eq!(clean, "Die IMK");
        assert_eq!(map.original(Span::new(4, 7)).of(raw), "IMK");
        assert_eq!(map.original(Span::new(0, 7)).of(raw), "Die* IMK");
        assert_eq!(map.original(Span::new(7, 7)), Span::new(9, 9));
    }
}
