//! A graph in the syntaxes of RDF.

use super::Graph;
use crate::vocab;
use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfSerializer};
use oxrdf::{GraphNameRef, QuadRef};
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

impl Graph {
    /// Writes the graph; the same quads give the same bytes.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(&self, syntax: Syntax, mut out: impl Write) -> io::Result<()> {
        let format = match syntax {
            Syntax::NQuads => return out.write_all(self.to_nquads().as_bytes()),
            Syntax::Turtle => RdfFormat::Turtle,
            Syntax::TriG => RdfFormat::TriG,
            Syntax::JsonLd => RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() },
        };
        let mut serializer = RdfSerializer::from_format(format);
        for (prefix, namespace) in vocab::PREFIXES {
            serializer = serializer.with_prefix(*prefix, *namespace).map_err(io::Error::other)?;
        }
        let mut writer = serializer.for_writer(out);
        if syntax == Syntax::Turtle {
            let mut last = None;
            for quad in self.quads() {
                let triple = oxrdf::TripleRef::new(quad.subject, quad.predicate, quad.object);
                if last.replace(triple) != Some(triple) {
                    writer.serialize_triple(triple)?;
                }
            }
        } else {
            // Turtle-like syntaxes and JSON-LD open a block for each graph: keep the quads of one graph together.
            let mut quads: Vec<QuadRef<'_>> = self.quads().collect();
            quads.sort_by_key(|quad| match quad.graph_name {
                GraphNameRef::NamedNode(name) => name.as_str(),
                _ => "",
            });
            for quad in quads {
                writer.serialize_quad(quad)?;
            }
        }
        writer.finish()?.flush()
    }
}
