//! Which words prove a statement: evidence as stand-off annotation of the source's clean text.

use super::Emission;
use crate::graph::TermId;
use crate::text::Span;
use crate::vocab::{gm, oa, rdf};

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
        Place { original, start: self.code_points.before(original.start), end: self.code_points.before(original.end) }
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
