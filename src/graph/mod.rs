//! The waist: a [`Graph`] of quads. Left of it pure functions make one from text; right of it everything knows only quads
//! and would run as well on a graph written by hand.

mod escape;
mod term;
mod write;

use crate::vocab;
pub use write::{QuadWriter, Syntax};

pub use escape::escape_iri;
use hashbrown::HashTable;
use oxrdf::{GraphNameRef, NamedOrBlankNodeRef, QuadRef, TermRef};
use std::borrow::Cow;
use std::io;
use term::{Entry, Word, hash, nearby, spread};

/// A set of quads without blank nodes: in every quad subject, predicate and graph are IRIs.
///
/// Reading is in sorted order, so the same quads give the same bytes whatever the order they came in, and the graph of a
/// corpus is the [union](Self::union) of the graphs of its documents.
///
/// ```
/// use gremium::graph::Graph;
/// let mut graph = Graph::new();
/// let (imk, label) = (graph.iri("https://example.org/imk"), graph.iri("http://www.w3.org/2000/01/rdf-schema#label"));
/// let (name, document) = (graph.string("IMK"), graph.iri("https://example.org/document"));
/// graph.insert(imk, label, name, document);
/// assert_eq!(
///     graph.to_nquads(),
///     "<https://example.org/imk> <http://www.w3.org/2000/01/rdf-schema#label> \"IMK\" <https://example.org/document> .\n"
/// );
/// ```
#[derive(Clone, Debug, Default)]
pub struct Graph {
    /// Every term once, as N-Quads writes it, one after the other. A literal that had to be escaped is followed by its
    /// bare value.
    text: String,
    terms: Vec<Entry>,
    /// Hash and number of the terms that can be found again.
    by_term: HashTable<(u32, u32)>,
    constant_iris: Constants,
    constant_strings: Constants,
    /// Integers by value: every position in a text is one, and a number is found faster than its spelling.
    integers: HashTable<(u32, TermId)>,
    /// How many bits of a position do not count for its place among the integers; see [`reserve`](Self::reserve).
    crowd: u32,
    /// In the order they came in, repetitions included: sorting, which reading needs anyhow, finds those for nothing.
    quads: Vec<[u32; 4]>,
}

/// Terms of the program's own words, by where these stand in memory: most predicates and many values. Each has one place, which
/// it may lose to another; then it is looked up as any term is.
#[derive(Clone, Debug, Default)]
struct Constants(Vec<Option<(Constant, TermId)>>);

/// Address and length of a text that lives as long as the program.
type Constant = (usize, usize);

impl Constants {
    const PLACES: usize = 512;

    fn of(text: &'static str) -> Constant {
        (text.as_ptr() as usize, text.len())
    }

    const fn place((address, length): Constant) -> usize {
        (address ^ address >> 9 ^ length << 4) % Self::PLACES
    }

    fn find(&self, text: &'static str) -> Option<TermId> {
        let constant = Self::of(text);
        self.0.get(Self::place(constant)).copied().flatten().filter(|(known, _)| *known == constant).map(|(_, id)| id)
    }

    fn keep(&mut self, text: &'static str, id: TermId) {
        let constant = Self::of(text);
        self.0.resize(Self::PLACES, None);
        self.0[Self::place(constant)] = Some((constant, id));
    }
}

/// A term of one [`Graph`]; means nothing in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermId(u32);

impl Graph {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes room for so many quads, of which about half bring a term of their own, and a third of these are integers, most of
    /// them positions up to the largest.
    pub fn reserve(&mut self, quads: usize, largest: u32) {
        self.quads.reserve(quads);
        let terms = quads / 2;
        if self.integers.is_empty() {
            self.crowd = (largest / index(terms / 3).max(1)).max(1).ilog2();
        }
        self.integers.reserve(terms / 3, |(value, _)| nearby(*value, self.crowd));
        self.terms.reserve(terms);
        self.text.reserve(terms * 64);
        self.by_term.reserve(terms / 3, |(hash, _)| spread(*hash));
    }

    /// Number of quads, each counted once; costs a sort.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sorted().1.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.quads.is_empty()
    }

    /// An IRI. Characters that no IRI may hold (blanks, quotes, `<`, `>`, …) are percent-encoded.
    pub fn iri(&mut self, iri: &str) -> TermId {
        let (word, hash) = (Word::Iri(iri), hash(Word::Iri(iri)));
        if let Some(id) = self.find(word, hash) {
            return id;
        }
        match escape_iri(iri) {
            Cow::Borrowed(_) => self.add(word, Some(hash)),
            Cow::Owned(escaped) => self.intern(Word::Iri(&escaped)),
        }
    }

    /// An IRI in pieces that hold nothing but what an IRI may, and that has not been asked for before, as far as the caller
    /// knows: it is not looked for, which is most of the cost of an IRI. One that was there already is the same in all that
    /// is read from the graph.
    ///
    /// ```
    /// use gremium::graph::Graph;
    /// let mut graph = Graph::new();
    /// let (node, again) = (graph.new_iri(&["a:", "b"]), graph.new_iri(&["a:b"]));
    /// for node in [node, again] {
    ///     graph.insert(node, node, node, node);
    /// }
    /// assert_eq!(graph.to_nquads(), "<a:b> <a:b> <a:b> <a:b> .\n");
    /// ```
    pub fn new_iri(&mut self, pieces: &[&str]) -> TermId {
        debug_assert!(pieces.iter().all(|piece| matches!(escape_iri(piece), Cow::Borrowed(_))), "{pieces:?}");
        let start = self.text.len();
        self.text.push('<');
        self.text.extend(pieces.iter().copied());
        self.text.push('>');
        self.push(start, 0, self.text.len())
    }

    /// The IRI of a thing below another, the pieces behind that one's; made as [`new_iri`](Self::new_iri) makes one.
    ///
    /// ```
    /// use gremium::graph::Graph;
    /// let mut graph = Graph::new();
    /// let point = graph.iri("a:point");
    /// let act = graph.new_iri_below(point, &["/act/", "1"]);
    /// graph.insert(act, act, act, act);
    /// assert!(graph.to_nquads().starts_with("<a:point/act/1> "));
    /// ```
    pub fn new_iri_below(&mut self, above: TermId, pieces: &[&str]) -> TermId {
        debug_assert!(pieces.iter().all(|piece| matches!(escape_iri(piece), Cow::Borrowed(_))), "{pieces:?}");
        debug_assert!(matches!(self.word(above.0), Word::Iri(_)));
        let start = self.text.len();
        let written = self.terms.get(above.0 as usize).map_or(0..0, Entry::form);
        self.text.extend_from_within(written.start..written.end.saturating_sub(1));
        self.text.extend(pieces.iter().copied());
        self.text.push('>');
        self.push(start, 0, self.text.len())
    }

    /// A plain string that is not looked for either, such as a sentence.
    pub fn new_string(&mut self, value: &str) -> TermId {
        self.add(Word::String(value), None)
    }

    /// An IRI that is a text of the program, such as a term of [`vocab`]: looked up by where it stands.
    pub fn constant_iri(&mut self, iri: &'static str) -> TermId {
        self.constant_iris.find(iri).unwrap_or_else(|| {
            let id = self.iri(iri);
            self.constant_iris.keep(iri, id);
            id
        })
    }

    /// A plain string that is a text of the program.
    pub fn constant_string(&mut self, value: &'static str) -> TermId {
        self.constant_strings.find(value).unwrap_or_else(|| {
            let id = self.string(value);
            self.constant_strings.keep(value, id);
            id
        })
    }

    /// A plain string.
    pub fn string(&mut self, value: &str) -> TermId {
        self.intern(Word::String(value))
    }

    /// A string in a language, given as a lower-case BCP 47 tag (`de`).
    pub fn tagged(&mut self, value: &str, language: &str) -> TermId {
        self.intern(Word::Tagged(value, language))
    }

    /// A literal of a datatype, given as an IRI.
    pub fn typed(&mut self, value: &str, datatype: &str) -> TermId {
        match (datatype, value.parse()) {
            (vocab::xsd::STRING, _) => self.string(value),
            // Spelt as `integer` does: no sign, no leading zero.
            (vocab::xsd::INTEGER, Ok(number)) if itoa::Buffer::new().format(number) == value => self.integer(number),
            _ => self.intern(Word::Typed(value, datatype)),
        }
    }

    pub fn integer(&mut self, value: u32) -> TermId {
        let (id, start) = (TermId(index(self.terms.len())), self.text.len());
        let hash = |value: u32| nearby(value, self.crowd);
        let entry = self.integers.entry(hash(value), |(other, _)| *other == value, |(other, _)| hash(*other));
        let known = entry.or_insert((value, id)).get().1;
        if known != id {
            return known;
        }
        let mut digits = itoa::Buffer::new();
        self.text.extend(["\"", digits.format(value), "\"^^<", vocab::xsd::INTEGER, ">"]);
        self.push(start, "^^<>".len() + vocab::xsd::INTEGER.len(), self.text.len())
    }

    /// Adds a quad; one that is there already changes nothing. `subject`, `predicate` and `graph` are IRIs of this graph.
    pub fn insert(&mut self, subject: TermId, predicate: TermId, object: TermId, graph: TermId) {
        debug_assert!([subject, predicate, graph].iter().all(|id| matches!(self.word(id.0), Word::Iri(_))));
        self.quads.push([subject.0, predicate.0, object.0, graph.0]);
    }

    /// Adds a quad from elsewhere; `false`, and nothing added, where it holds a blank node or stands in the default graph.
    pub fn insert_quad(&mut self, quad: QuadRef<'_>) -> bool {
        let (NamedOrBlankNodeRef::NamedNode(subject), GraphNameRef::NamedNode(graph)) = (quad.subject, quad.graph_name)
        else {
            return false;
        };
        let object = match quad.object {
            TermRef::NamedNode(node) => self.iri(node.as_str()),
            TermRef::Literal(literal) => match literal.language() {
                Some(language) => self.tagged(literal.value(), language),
                None => self.typed(literal.value(), literal.datatype().as_str()),
            },
            TermRef::BlankNode(_) => return false,
        };
        let (subject, predicate) = (self.iri(subject.as_str()), self.iri(quad.predicate.as_str()));
        let graph = self.iri(graph.as_str());
        self.insert(subject, predicate, object, graph);
        true
    }

    /// Adds all quads of another graph.
    pub fn union(&mut self, other: &Self) {
        let mut here = |id| match other.word(id) {
            // An integer is found by its value.
            Word::Typed(value, datatype) => self.typed(value, datatype),
            word => self.intern(word),
        };
        let here: Vec<TermId> = (0..index(other.terms.len())).map(&mut here).collect();
        self.quads.extend(other.quads.iter().map(|quad| quad.map(|id| here[id as usize].0)));
    }

    /// The quads in the order of their N-Quads lines.
    pub fn quads(&self) -> impl Iterator<Item = QuadRef<'_>> {
        let (order, quads) = self.sorted();
        quads.into_iter().map(move |quad| {
            let [subject, predicate, object, graph] = ranks(quad).map(|rank| order[rank].1);
            QuadRef::new(self.node(subject), self.node(predicate), self.term(object), self.node(graph))
        })
    }

    /// Canonical N-Quads: lines in the order of their bytes, each ending in a line feed.
    #[must_use]
    pub fn to_nquads(&self) -> String {
        let (order, quads) = self.sorted();
        let length = |quad: &u128| ranks(*quad).map(|rank| order[rank].0.len() + 1).iter().sum::<usize>() + 2;
        let mut out = String::with_capacity(quads.iter().map(length).sum());
        for quad in quads {
            push_line(&order, quad, &mut out);
        }
        out
    }

    /// Writes [`to_nquads`](Self::to_nquads) piece by piece: the text of a large graph is several times as large as it.
    fn write_nquads(&self, mut out: impl io::Write) -> io::Result<()> {
        const PIECE: usize = 1 << 16;
        let (order, quads) = self.sorted();
        let mut lines = String::with_capacity(PIECE);
        for quad in quads {
            push_line(&order, quad, &mut lines);
            if lines.len() >= PIECE {
                out.write_all(lines.as_bytes())?;
                lines.clear();
            }
        }
        out.write_all(lines.as_bytes())
    }

    /// Terms in the order of their written forms, and the quads as sorted [`ranks`] in that order.
    fn sorted(&self) -> (Vec<(&str, u32)>, Vec<u128>) {
        let mut order: Vec<(&str, u32)> = (0..index(self.terms.len())).map(|id| (self.form(id), id)).collect();
        order.sort_unstable();
        let mut rank = vec![0u32; order.len()];
        let mut distinct = 0;
        // A term that was added twice has one rank.
        order.dedup_by(|(form, id), (before, _)| {
            let same = form == before;
            distinct += u32::from(!same);
            rank[*id as usize] = distinct;
            same
        });
        // Four ranks side by side in one number sort three times as fast as an array of four.
        let pack = |quad: &[u32; 4]| quad.iter().fold(0, |packed, id| packed << 32 | u128::from(rank[*id as usize]));
        let mut packed: Vec<u128> = self.quads.iter().map(pack).collect();
        packed.sort_unstable();
        packed.dedup();
        (order, packed)
    }
}

/// The four positions in the order of terms that lie side by side in one number.
#[allow(clippy::cast_possible_truncation, reason = "one of the four is what is asked for")]
fn ranks(packed: u128) -> [usize; 4] {
    [96, 64, 32, 0].map(|shift| (packed >> shift) as u32 as usize)
}

fn push_line(order: &[(&str, u32)], quad: u128, out: &mut String) {
    for rank in ranks(quad) {
        out.push_str(order[rank].0);
        out.push(' ');
    }
    out.push_str(".\n");
}

/// Two graphs are equal where they hold the same quads, in whatever order these came in.
impl PartialEq for Graph {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.to_nquads() == other.to_nquads()
    }
}

impl Eq for Graph {}

/// A position as terms and quads are counted. Four billion of either are some hundred gigabytes, which no one process
/// holds; a corpus of that size is the union of smaller graphs.
fn index(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
