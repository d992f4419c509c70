use super::Span;

/// A sparse map from positions of an edited text back to the text it was made from.
///
/// Holds one entry for each *run*: a stretch copied unchanged, or a stretch in which every unit of so many bytes stands
/// for a unit of so many other bytes (a letter that was one byte in Windows-1252, an entity of HTML). So a text with few
/// edits has a small map. Positions are bytes on both sides. Law: unedited bytes map to themselves.
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
    /// For every so many bytes of the edited text the first run that ends behind them: where a search begins.
    marks: Vec<u32>,
}

/// Bytes between two marks.
const STRIDE: u32 = 128;

/// `units` units, each of `unit_to` bytes from `to` on in the edited text and of `unit_from` bytes from `from` on in
/// the original. In a run that was copied unchanged a unit is a byte on both sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    to: u32,
    from: u32,
    units: u32,
    unit_to: u16,
    unit_from: u16,
}

impl Run {
    fn edited_end(self) -> u32 {
        self.to + self.units * u32::from(self.unit_to)
    }

    fn original_end(self) -> u32 {
        self.from + self.units * u32::from(self.unit_from)
    }

    /// Where the unit begins that holds the edited byte `at`.
    fn start(self, at: u32) -> u32 {
        self.from + at.saturating_sub(self.to) / u32::from(self.unit_to) * u32::from(self.unit_from)
    }

    /// Where the unit ends that holds the byte before `at`.
    fn end(self, at: u32) -> u32 {
        let units = at.saturating_sub(self.to).div_ceil(u32::from(self.unit_to)).min(self.units);
        self.from + units * u32::from(self.unit_from)
    }
}

impl OffsetMap {
    /// The map of a text that was not edited.
    #[must_use]
    pub fn identity(len: usize) -> Self {
        let mut map = OffsetMapBuilder::default();
        map.note(0, 0, Span::at(0, len).end);
        map.finish()
    }

    /// The original span under an edited one: from its first surviving byte to its last.
    ///
    /// A span made only of inserted text maps to the empty place where it was inserted.
    #[must_use]
    pub fn original(&self, span: Span) -> Span {
        let index = self.ending_behind(span.start);
        let start = match (self.runs.get(index), self.runs.last()) {
            (Some(run), _) => run.start(span.start),
            (None, Some(last)) => last.original_end(),
            (None, None) => 0,
        };
        // Most spans end in the run in which they start.
        let end = match self.runs.get(index).filter(|run| span.end <= run.edited_end()) {
            Some(run) if run.to < span.end => run.end(span.end),
            _ => self.end(span.end),
        };
        Span::new(start, if span.is_empty() { start } else { end.max(start) })
    }

    /// Whether nothing was dropped, moved or inserted.
    #[must_use]
    pub fn is_identity(&self) -> bool {
        self.runs.len() <= 1
            && self.runs.first().is_none_or(|run| run.to == 0 && run.from == 0 && run.unit_to == run.unit_from)
    }

    /// This map and then `earlier`: back to the text that the original was itself made from.
    #[must_use]
    pub fn then(self, earlier: &Self) -> Self {
        if earlier.is_identity() {
            return self;
        }
        let mut joined = OffsetMapBuilder::default();
        for run in &self.runs {
            if run.unit_to != run.unit_from {
                let from = earlier.original(Span::new(run.from, run.original_end()));
                joined.replace(run.to, run.edited_end() - run.to, from);
                continue;
            }
            let first = earlier.runs.partition_point(|e| e.edited_end() <= run.from);
            for e in earlier.runs.iter().skip(first).take_while(|e| e.to < run.original_end()) {
                let (from, end) = (e.to.max(run.from), e.edited_end().min(run.original_end()));
                let units = (end - from) / u32::from(e.unit_to);
                joined.push(Run { to: run.to + (from - run.from), from: e.start(from), units, ..*e });
            }
        }
        joined.finish()
    }

    fn end(&self, at: u32) -> u32 {
        let index = self.runs.partition_point(|run| run.to < at);
        index.checked_sub(1).and_then(|i| self.runs.get(i)).map_or(0, |run| run.end(at))
    }

    /// The first run that ends behind the edited byte.
    fn ending_behind(&self, byte: u32) -> usize {
        let mark = |at: u32| self.marks.get(at as usize).map(|run| *run as usize);
        let from = mark(byte / STRIDE).unwrap_or(self.runs.len());
        let to = mark(byte / STRIDE + 1).map_or(self.runs.len(), |run| self.runs.len().min(run + 1));
        let between = self.runs.get(from..to).unwrap_or_default();
        from + between.partition_point(|run| run.edited_end() <= byte)
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
        self.note(Span::at(0, edited.len()).end, span.start, Span::at(0, words.len()).end);
        edited.push_str(words);
    }

    /// Notes that the next `len` bytes of the edited text are `len` bytes at `from` of the original, without copying:
    /// for readers whose text is made elsewhere.
    pub fn note(&mut self, to: u32, from: u32, len: u32) {
        self.push(Run { to, from, units: len, unit_to: 1, unit_from: 1 });
    }

    /// Notes that the `len` bytes at `to` of the edited text stand, as one unit, for `original`.
    ///
    /// A unit is shorter than 64 KiB on either side; of a longer one the rest counts as dropped.
    pub fn replace(&mut self, to: u32, len: u32, original: Span) {
        let unit = |len: u32| u16::try_from(len).unwrap_or(u16::MAX);
        self.push(Run { to, from: original.start, units: 1, unit_to: unit(len), unit_from: unit(original.len()) });
    }

    fn push(&mut self, run: Run) {
        if run.units == 0 || run.unit_to == 0 {
            return;
        }
        match self.runs.last_mut() {
            Some(last)
                if last.edited_end() == run.to
                    && last.original_end() == run.from
                    && (last.unit_to, last.unit_from) == (run.unit_to, run.unit_from) =>
            {
                last.units += run.units;
            }
            _ => self.runs.push(run),
        }
    }

    #[must_use]
    pub fn finish(self) -> OffsetMap {
        let mut next = 0;
        let marks = (0..=self.runs.last().map_or(0, |last| last.edited_end()) / STRIDE).map(|mark| {
            next += self.runs.iter().skip(next).take_while(|run| run.edited_end() <= mark * STRIDE).count();
            Span::at(0, next).end
        });
        OffsetMap { marks: marks.collect(), runs: self.runs }
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
    #[test]
    fn units_of_other_width_map_whole() {
        // „für §“ in Windows-1252: one byte a letter.
        let clean = "für §";
        let mut map = OffsetMapBuilder::default();
        map.note(0, 0, 1);
        map.replace(1, 2, Span::new(1, 2));
        map.note(3, 2, 2);
        map.replace(5, 2, Span::new(4, 5));
        let map = map.finish();
        assert_eq!(map.original(Span::at(0, clean.len())), Span::new(0, 5));
        assert_eq!(map.original(Span::new(1, 3)), Span::new(1, 2));
        assert_eq!(map.original(Span::new(5, 7)), Span::new(4, 5));
        assert_eq!(map.original(Span::new(3, 4)), Span::new(2, 3));
    }

    #[test]
    fn maps_join() {
        // Read from UTF-16 behind a BOM (two bytes a letter), then the asterisks were dropped: **TOP** → TOP.
        let mut decode = OffsetMapBuilder::default();
        for at in 0..7 {
            decode.replace(at, 1, Span::new(2 + 2 * at, 4 + 2 * at));
        }
        let decode = decode.finish();
        assert_eq!(decode.runs.len(), 1);
        let mut clean = OffsetMapBuilder::default();
        clean.note(0, 2, 3);
        let map = clean.finish().then(&decode);
        assert_eq!(map.original(Span::new(0, 3)), Span::new(6, 12));
        assert_eq!(map.original(Span::new(1, 2)), Span::new(8, 10));
    }
}
