//! Which words prove a statement: evidence as stand-off annotation of the source's clean text.

use super::Emission;
use crate::graph::TermId;
use crate::text::Span;
use crate::vocab::{gm, oa, rdf};

/// How many code points stand before a byte, for every 16th byte: an answer costs a look-up and at most 15 bytes.
///
/// Thousands of spans are asked for in no particular order; line, column and UTF-16, which a
/// [`PositionIndex`](crate::text::PositionIndex) would count along, are of no use in the graph.
pub(super) struct CodePoints<'t> {
    bytes: &'t [u8],
    before: Vec<u32>,
}

const STRIDE: usize = 16;

impl<'t> CodePoints<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let counted = |before: &mut u32, chunk| {
            let here = *before;
            *before += starts(chunk);
            Some(here)
        };
        let before = bytes.chunks(STRIDE).scan(0, counted).collect();
        Self { bytes, before }
    }

    fn at(&self, byte: u32) -> u32 {
        let byte = (byte as usize).min(self.bytes.len());
        let start = byte / STRIDE * STRIDE;
        match self.before.get(byte / STRIDE) {
            Some(before) => before + self.bytes.get(start..byte).map_or(0, starts),
            // The end of a text that fills its last chunk.
            None => {
                self.before.last().copied().unwrap_or(0)
                    + self.bytes.get(start.saturating_sub(STRIDE)..byte).map_or(0, starts)
            }
        }
    }
}

/// Code points that start in these bytes.
fn starts(bytes: &[u8]) -> u32 {
    bytes.iter().map(|byte| u32::from(byte & 0xC0 != 0x80)).sum()
}

impl Emission<'_> {
    /// Evidence: the words of the source under a span of the reading text. Statements from the same words share it.
    pub(super) fn evidence(&mut self, span: Span) -> TermId {
        if let Some(node) = self.evidence.get(&span) {
            return *node;
        }
        let place = self.place(span);
        let node = self.selector("evidence", place);
        self.evidence.insert(span, node);
        self.stands(node, place);
        self.text(node, oa::EXACT, place.original.of(&self.source.text));
        node
    }

    /// Says that a node is the words of the source under a span of the reading text.
    pub(super) fn quote(&mut self, node: TermId, span: Span) {
        let place = self.place(span);
        self.stands(node, place);
        self.text(node, oa::EXACT, place.original.of(&self.source.text));
    }

    /// A sentence as it reads, once for all statements made in it.
    pub(super) fn sentence(&mut self, span: Span, point: TermId) -> TermId {
        if let Some(node) = self.sentences.get(&span) {
            return *node;
        }
        let place = self.place(span);
        let node = self.selector("sentence", place);
        self.sentences.insert(span, node);
        self.stands(node, place);
        self.link(node, rdf::TYPE, gm::SENTENCE_CLASS);
        self.long_text(node, gm::TEXT, span.of(&self.reading.reading));
        self.say(node, gm::IN_POINT, point);
        node
    }

    /// Where a span of the reading text stands in the source, in code points.
    pub(super) fn position(&mut self, node: TermId, span: Span) {
        let place = self.place(span);
        self.stands(node, place);
    }

    fn place(&self, span: Span) -> Place {
        let original = self.reading.map.original(span);
        Place { original, start: self.code_points.at(original.start), end: self.code_points.at(original.end) }
    }

    fn stands(&mut self, node: TermId, place: Place) {
        self.count(node, oa::START, place.start);
        self.count(node, oa::END, place.end);
    }

    /// The node for a place.
    fn selector(&mut self, class: &str, place: Place) -> TermId {
        let (mut first, mut last) = (itoa::Buffer::new(), itoa::Buffer::new());
        let (first, last) = (first.format(place.start), last.format(place.end));
        self.graph.new_iri(&[self.base, class, "/", &self.path, "/", first, "-", last])
    }
}

/// Where words stand in the source: in bytes of its clean text, and in code points as the graph has it.
#[derive(Clone, Copy)]
struct Place {
    original: Span,
    start: u32,
    end: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_agree_with_counting() {
        for length in [0, 1, 62, 63, 64, 65, 128, 200] {
            let text: String = "aü§𝄞".chars().cycle().take(length).collect();
            let index = CodePoints::new(&text);
            for (count, (byte, _)) in text.char_indices().enumerate() {
                assert_eq!(index.at(u32::try_from(byte).expect("short")) as usize, count);
            }
            assert_eq!(index.at(u32::try_from(text.len()).expect("short")) as usize, length);
        }
    }
}
