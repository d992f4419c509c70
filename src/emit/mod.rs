//! Analysis → [`Graph`]: every document a named graph, every thing an IRI, every statement with the words that prove it.
//!
//! What is said here of a thing that other documents speak of too (a body, a statute, an earlier decision) depends on the
//! authority file and on this document alone. So the graph of a corpus is the union of the graphs of its documents.

mod act;
mod authority;
mod body;
mod document;
pub mod iri;
mod mention;
mod norm;
mod provenance;
mod used;

pub use authority::authority_graph;

use crate::act::Acts;
use crate::graph::{Graph, TermId, escape_iri};
use crate::lexicon::Lexicon;
use crate::mention::{Body, BodyId, Mentions};
use crate::structure::{Document, PassageId};
use crate::text::{CodePoints, Source, Span};
use rustc_hash::{FxHashMap, FxHashSet};

/// The graph of a document. Ids stand below `base`, which is `https://w3id.org/gremium/id/` unless chosen otherwise
/// ([`BASE`](crate::vocab::BASE)) and ends in a slash.
///
/// ```
/// use gremium::{act::Acts, emit::emit, lexicon::Lexicon, mention::Mentions, structure::structure, text::Source, vocab};
/// let source = Source::from_text("empty.md", "");
/// let graph = emit(&source, &structure(&source), &Mentions::default(), &Acts::default(), &Lexicon::default(), vocab::BASE);
/// assert!(graph.to_nquads().contains("#fileName> \"empty.md\""));
/// ```
#[must_use]
pub fn emit(
    source: &Source,
    document: &Document,
    mentions: &Mentions,
    acts: &Acts,
    lexicon: &Lexicon,
    base: &str,
) -> Graph {
    let conference = mentions.conference.and_then(|id| mentions.bodies.get(id as usize));
    let session =
        conference.and_then(|body| iri::session(lexicon, body, document.session.number, document.session.when));
    let mut graph = Graph::new();
    let path = session.clone().unwrap_or_else(|| source.digest.chars().take(16).collect());
    let base = &*escape_iri(base);
    let name = graph.iri(&format!("{base}document/{path}"));
    let mut emission = Emission {
        graph,
        name,
        path,
        session,
        base,
        source,
        reading: document,
        mentions,
        lexicon,
        code_points: CodePoints::new(&source.text),
        evidence: FxHashMap::default(),
        sentences: FxHashMap::default(),
        bodies: Vec::new(),
        names: Vec::new(),
        kinds: FxHashSet::default(),
        points: Vec::new(),
        act_kinds: vec![None; lexicon.act_kinds.len()],
        scratch: String::new(),
    };
    emission.graph.reserve(quads_expected(document, mentions, acts), Span::at(0, source.text.len()).end);
    emission.bodies(&used::bodies(document, mentions, acts));
    emission.document();
    emission.all_mentions();
    emission.all_acts(acts);
    emission.graph
}

/// A graph in the making, and what every part of it is made from.
struct Emission<'a> {
    graph: Graph,
    /// Name of the graph: the document.
    name: TermId,
    /// `imk/2021-12-03`, or the beginning of the digest where no session is known.
    path: String,
    session: Option<String>,
    base: &'a str,
    source: &'a Source,
    reading: &'a Document,
    mentions: &'a Mentions,
    lexicon: &'a Lexicon,
    code_points: CodePoints<'a>,
    /// Nodes of the evidence that has been described, by its words in the reading text.
    evidence: FxHashMap<Span, TermId>,
    /// The same for sentences.
    sentences: FxHashMap<Span, TermId>,
    /// Node of each body of [`Mentions::bodies`].
    bodies: Vec<TermId>,
    /// The name that each of them bore on the day of the sitting, where the authority file dates it.
    names: Vec<Option<TermId>>,
    /// Kinds of bodies that have been described.
    kinds: FxHashSet<TermId>,
    /// Each passage of [`Document::passages`].
    points: Vec<Point>,
    /// Concept of each act kind that occurs, and its edge between bodies.
    act_kinds: Vec<Option<(TermId, TermId)>>,
    scratch: String,
}

/// About how many quads will come, rather more: what the document itself, one passage, mention, act or flow costs, as
/// counted on real collections.
fn quads_expected(document: &Document, mentions: &Mentions, acts: &Acts) -> usize {
    400 + 10 * (document.passages.len() + document.items.len() + mentions.mentions.len())
        + 25 * (acts.acts.len() + acts.flows.len())
}

/// The node of a passage, and how many things were numbered below it.
struct Point {
    node: TermId,
    /// Position of its item in [`Document::items`].
    item: u32,
    mentions: u32,
    acts: u32,
    flows: u32,
}

impl<'a> Emission<'a> {
    /// The conference whose resolutions these are.
    fn conference(&self) -> Option<&'a Body> {
        self.mentions.conference.and_then(|id| self.mentions.bodies.get(id as usize))
    }
}

impl Emission<'_> {
    /// The node of a path below the base, given in pieces.
    fn id(&mut self, path: &[&str]) -> TermId {
        self.scratch.clear();
        self.scratch.push_str(self.base);
        self.scratch.extend(path.iter().copied());
        self.graph.iri(&self.scratch)
    }

    /// The node of what the lexicon lists under a key.
    fn listed(&mut self, key: &str) -> TermId {
        self.id(&[&iri::path(key)])
    }

    /// The node of the thing of a class that was counted as the next of its kind in another, such as an act in a point.
    fn numbered(&mut self, above: TermId, class: &str, number: u32) -> TermId {
        self.graph.new_iri_below(above, &["/", class, "/", itoa::Buffer::new().format(number)])
    }

    fn say(&mut self, subject: TermId, predicate: &'static str, object: TermId) {
        let predicate = self.graph.constant_iri(predicate);
        self.graph.insert(subject, predicate, object, self.name);
    }

    /// Says that the subject has a thing of the vocabulary, such as a class.
    fn link(&mut self, subject: TermId, predicate: &'static str, object: &'static str) {
        let object = self.graph.constant_iri(object);
        self.say(subject, predicate, object);
    }

    /// Leads from the subject out of the graph, to an address elsewhere.
    fn see(&mut self, subject: TermId, predicate: &'static str, address: &str) {
        let address = self.graph.iri(address);
        self.say(subject, predicate, address);
    }

    /// Says a word of the program's own, such as a status.
    fn word(&mut self, subject: TermId, predicate: &'static str, value: &'static str) {
        let value = self.graph.constant_string(value);
        self.say(subject, predicate, value);
    }

    fn text(&mut self, subject: TermId, predicate: &'static str, value: &str) {
        let value = self.graph.string(value);
        self.say(subject, predicate, value);
    }

    /// Says a text that hardly stands anywhere else in the graph.
    fn long_text(&mut self, subject: TermId, predicate: &'static str, value: &str) {
        let value = self.graph.new_string(value);
        self.say(subject, predicate, value);
    }

    fn german(&mut self, subject: TermId, predicate: &'static str, value: &str) {
        let value = self.graph.tagged(value, "de");
        self.say(subject, predicate, value);
    }

    fn count(&mut self, subject: TermId, predicate: &'static str, value: u32) {
        let value = self.graph.integer(value);
        self.say(subject, predicate, value);
    }

    fn typed(&mut self, subject: TermId, predicate: &'static str, value: &str, datatype: &str) {
        let value = self.graph.typed(value, datatype);
        self.say(subject, predicate, value);
    }

    /// The node of a body; none for a position that no body stands at.
    fn body(&self, body: BodyId) -> Option<TermId> {
        self.bodies.get(body as usize).copied()
    }

    fn body_label(&self, body: BodyId) -> &str {
        self.mentions.bodies.get(body as usize).map_or("", |body| body::label(body, self.lexicon))
    }

    fn point(&mut self, passage: PassageId) -> Option<&mut Point> {
        self.points.get_mut(passage as usize)
    }
}
