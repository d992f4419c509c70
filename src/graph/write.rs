//! A graph in the syntaxes of RDF.

use super::{Graph, push_line, ranks};
use crate::vocab;
use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfParser, RdfSerializer, WriterQuadSerializer};
use oxrdf::{GraphNameRef, QuadRef, Triple};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// How a graph is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// Canonical N-Quads: sorted lines, one spelling for each term.
    NQuads,
    /// Triples only: the graph names are left out.
    Turtle,
    TriG,
    JsonLd,
}

/// Writes quads one after the other. They must come sorted, and for `TriG` and JSON-LD those of one graph together.
pub struct QuadWriter<W: Write> {
    out: Out<W>,
}

enum Out<W: Write> {
    Lines(W),
    /// The last triple, for two graphs may say the same.
    Triples(Box<WriterQuadSerializer<W>>, Option<Triple>),
    Quads(Box<WriterQuadSerializer<W>>),
}

impl<W: Write> QuadWriter<W> {
    /// # Errors
    /// None with the prefixes of the vocabulary.
    pub fn new(syntax: Syntax, out: W) -> io::Result<Self> {
        let format = match syntax {
            Syntax::NQuads => return Ok(Self { out: Out::Lines(out) }),
            Syntax::Turtle => RdfFormat::Turtle,
            Syntax::TriG => RdfFormat::TriG,
            Syntax::JsonLd => RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() },
        };
        let mut serializer = RdfSerializer::from_format(format);
        for (prefix, namespace) in vocab::PREFIXES {
            serializer = serializer.with_prefix(*prefix, *namespace).map_err(io::Error::other)?;
        }
        let writer = Box::new(serializer.for_writer(out));
        let out = if syntax == Syntax::Turtle { Out::Triples(writer, None) } else { Out::Quads(writer) };
        Ok(Self { out })
    }

    /// Writes a quad that is a line of canonical N-Quads.
    ///
    /// # Errors
    /// Those of the writer, and where it is no such line.
    pub fn line(&mut self, line: &[u8]) -> io::Result<()> {
        if let Out::Lines(out) = &mut self.out {
            return out.write_all(line);
        }
        for quad in RdfParser::from_format(RdfFormat::NQuads).for_slice(line) {
            self.quad(quad.map_err(io::Error::other)?.as_ref())?;
        }
        Ok(())
    }

    fn quad(&mut self, quad: QuadRef<'_>) -> io::Result<()> {
        match &mut self.out {
            Out::Lines(out) => writeln!(out, "{quad} ."),
            Out::Triples(out, last) => {
                let triple = oxrdf::TripleRef::new(quad.subject, quad.predicate, quad.object);
                if last.as_ref().is_none_or(|last| last.as_ref() != triple) {
                    *last = Some(triple.into_owned());
                    out.serialize_triple(triple)?;
                }
                Ok(())
            }
            Out::Quads(out) => out.serialize_quad(quad),
        }
    }

    /// # Errors
    /// Those of the writer.
    pub fn finish(self) -> io::Result<()> {
        match self.out {
            Out::Lines(mut out) => out.flush(),
            Out::Triples(out, _) | Out::Quads(out) => out.finish()?.flush(),
        }
    }
}

impl Graph {
    /// Writes the graph; the same quads give the same bytes.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(&self, syntax: Syntax, out: impl Write) -> io::Result<()> {
        if syntax == Syntax::NQuads {
            return self.write_nquads(out);
        }
        let mut quads: Vec<QuadRef<'_>> = self.quads().collect();
        if syntax != Syntax::Turtle {
            quads.sort_by_key(|quad| match quad.graph_name {
                GraphNameRef::NamedNode(name) => name.as_str(),
                _ => "",
            });
        }
        let mut writer = QuadWriter::new(syntax, out)?;
        quads.into_iter().try_for_each(|quad| writer.quad(quad))?;
        writer.finish()
    }

    /// Canonical N-Quads of each named graph.
    #[must_use]
    pub fn to_nquads_by_graph(&self) -> Vec<String> {
        let (order, quads) = self.sorted();
        let mut texts: BTreeMap<usize, String> = BTreeMap::new();
        for quad in quads {
            let [.., graph] = ranks(quad);
            push_line(&order, quad, texts.entry(graph).or_default());
        }
        texts.into_values().collect()
    }
}
