//! The graph as pages read it: every statement found by its subject and by its object.

use crate::graph::Graph;
use oxrdf::{NamedOrBlankNodeRef, QuadRef, TermRef};
use rustc_hash::FxHashMap;

/// A resource or value of one [`Facts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node(u32);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Word {
    Iri(Box<str>),
    Literal { value: Box<str>, language: Option<Box<str>>, datatype: Box<str> },
}

/// Statements, each once whatever documents make it, in two orders. Blank nodes, which no document gives, are left out.
#[derive(Debug, Default)]
pub struct Facts {
    words: Vec<Word>,
    iris: FxHashMap<Box<str>, u32>,
    /// Subject, property, object.
    by_subject: Vec<[u32; 3]>,
    /// Object, property, subject.
    by_object: Vec<[u32; 3]>,
}

impl Facts {
    pub fn new<'q>(quads: impl Iterator<Item = QuadRef<'q>>) -> Self {
        let (mut facts, mut literals) = (Self::default(), FxHashMap::default());
        for quad in quads {
            let NamedOrBlankNodeRef::NamedNode(subject) = quad.subject else { continue };
            let object = match quad.object {
                TermRef::NamedNode(node) => facts.intern(node.as_str()),
                TermRef::Literal(literal) => {
                    let word = Word::Literal {
                        value: literal.value().into(),
                        language: literal.language().map(Into::into),
                        datatype: literal.datatype().as_str().into(),
                    };
                    if let Some(known) = literals.get(&word) {
                        *known
                    } else {
                        let id = facts.push(word.clone());
                        literals.insert(word, id);
                        id
                    }
                }
                TermRef::BlankNode(_) => continue,
            };
            let statement = [facts.intern(subject.as_str()), facts.intern(quad.predicate.as_str()), object];
            facts.by_subject.push(statement);
        }
        facts.by_subject.sort_unstable();
        facts.by_subject.dedup();
        facts.by_object =
            facts.by_subject.iter().map(|[subject, property, object]| [*object, *property, *subject]).collect();
        facts.by_object.sort_unstable();
        facts
    }

    fn intern(&mut self, iri: &str) -> u32 {
        if let Some(id) = self.iris.get(iri) {
            return *id;
        }
        let id = self.push(Word::Iri(iri.into()));
        self.iris.insert(iri.into(), id);
        id
    }

    fn push(&mut self, word: Word) -> u32 {
        // More terms than an id can name would fill the memory of any machine first.
        let id = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.words.push(word);
        id
    }

    /// The resource of that IRI, if anything is said about or with it.
    pub fn node(&self, iri: &str) -> Option<Node> {
        self.iris.get(iri).map(|id| Node(*id))
    }

    /// What a term says: an IRI, or the value of a literal.
    pub fn word(&self, node: Node) -> &str {
        match &self.words[node.0 as usize] {
            Word::Iri(value) | Word::Literal { value, .. } => value,
        }
    }

    pub fn is_resource(&self, node: Node) -> bool {
        matches!(self.words[node.0 as usize], Word::Iri(_))
    }

    /// The language of a literal that has one.
    pub fn language(&self, node: Node) -> Option<&str> {
        match &self.words[node.0 as usize] {
            Word::Literal { language, .. } => language.as_deref(),
            Word::Iri(_) => None,
        }
    }

    /// Objects of the statements about `subject` with this property.
    pub fn objects(&self, subject: Node, property: &str) -> impl Iterator<Item = Node> + '_ {
        self.matching(&self.by_subject, subject, property)
    }

    /// Subjects of the statements with this property and object.
    pub fn subjects(&self, property: &str, object: Node) -> impl Iterator<Item = Node> + '_ {
        self.matching(&self.by_object, object, property)
    }

    fn matching<'f>(&self, order: &'f [[u32; 3]], first: Node, property: &str) -> impl Iterator<Item = Node> + use<'f> {
        let (from, to) = match self.iris.get(property) {
            Some(property) => (
                order.partition_point(|[a, b, _]| (a, b) < (&first.0, property)),
                order.partition_point(|[a, b, _]| (a, b) <= (&first.0, property)),
            ),
            None => (0, 0),
        };
        order[from..to].iter().map(|[_, _, last]| Node(*last))
    }

    /// All statements about a resource: property and object.
    pub fn about(&self, subject: Node) -> impl Iterator<Item = (Node, Node)> + '_ {
        let from = self.by_subject.partition_point(|[id, ..]| *id < subject.0);
        let statements = self.by_subject[from..].iter().take_while(move |[id, ..]| *id == subject.0);
        statements.map(|[_, property, object]| (Node(*property), Node(*object)))
    }

    /// Everything of a class.
    pub fn instances(&self, class: &str) -> impl Iterator<Item = Node> + '_ {
        let class = self.node(class);
        class.into_iter().flat_map(|class| self.subjects(crate::vocab::rdf::TYPE, class))
    }

    pub fn is_a(&self, node: Node, class: &str) -> bool {
        self.node(class).is_some_and(|class| self.objects(node, crate::vocab::rdf::TYPE).any(|found| found == class))
    }

    /// The object of a property that has one; of several the first in the order of the graph.
    pub fn object(&self, subject: Node, property: &str) -> Option<Node> {
        self.objects(subject, property).next()
    }

    pub fn value(&self, subject: Node, property: &str) -> Option<&str> {
        self.object(subject, property).map(|node| self.word(node))
    }

    pub fn number(&self, subject: Node, property: &str) -> Option<usize> {
        self.value(subject, property)?.parse().ok()
    }

    /// The value in this language, else any.
    pub fn in_language(&self, subject: Node, property: &str, language: &str) -> Option<Node> {
        let literals = || self.objects(subject, property).filter(|node| !self.is_resource(*node));
        literals().find(|node| self.language(*node) == Some(language)).or_else(|| literals().next())
    }

    /// What is said about these resources, as a graph of its own.
    pub fn graph(&self, subjects: &[Node], name: &str) -> Graph {
        let mut graph = Graph::new();
        let name = graph.iri(name);
        for subject in subjects {
            for (property, object) in self.about(*subject) {
                let object = match &self.words[object.0 as usize] {
                    Word::Iri(iri) => graph.iri(iri),
                    Word::Literal { value, language: Some(language), .. } => graph.tagged(value, language),
                    Word::Literal { value, datatype, .. } => graph.typed(value, datatype),
                };
                let (subject, property) = (graph.iri(self.word(*subject)), graph.iri(self.word(property)));
                graph.insert(subject, property, object, name);
            }
        }
        graph
    }
}
