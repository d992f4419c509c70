//! Measures as RDF: each value a node of its own that says what was measured, how, and from which documents.

use super::draw::element_id;
use super::measure::{Measure, Measures, OF_GRAPH, OF_NODES};
use super::projection::Projection;
use crate::vocab::{dcterms, gm, prov, rdf, skos, xsd};
use oxrdf::{Literal, NamedNode, Triple};
use petgraph::visit::EdgeRef;
use std::collections::BTreeSet;

impl Measures {
    /// The values as triples below a base.
    ///
    /// A `gm:Measurement` has `gm:measure` (a concept with its definition), `gm:measured` (the node; for the whole graph
    /// there is none), `rdf:value` and `prov:wasGeneratedBy`: the measuring, with `prov:used` the named graphs of the
    /// documents and `dcterms:source` the view. The name of the measuring is made from what was measured, so that the same
    /// graph gives the same triples.
    #[must_use]
    pub fn triples(&self, projection: &Projection, view: &str, base: &str) -> Vec<Triple> {
        let graph = &projection.graph;
        let iri = |path: &str| NamedNode::new_unchecked(format!("{base}{path}"));
        let property = NamedNode::new_unchecked;
        let statements = graph.edge_references().flat_map(|edge| {
            let ends = [&*graph[edge.source()].iri, &*graph[edge.target()].iri];
            edge.weight().mentions.iter().flat_map(move |mention| [ends[0], ends[1], &*mention.iri])
        });
        let parts: Vec<&str> = std::iter::once(view).chain(statements).collect();
        let name = element_id('m', &parts);
        let run = iri(&format!("measuring/{name}"));
        let mut out = vec![
            Triple::new(run.clone(), property(rdf::TYPE), property(prov::ACTIVITY)),
            Triple::new(run.clone(), property(dcterms::SOURCE), Literal::from(view)),
            Triple::new(run.clone(), property(gm::TOOL_VERSION), Literal::from(env!("CARGO_PKG_VERSION"))),
        ];
        let documents: BTreeSet<&str> =
            graph.edge_weights().flat_map(|edge| &edge.mentions).map(|mention| &*mention.graph).collect();
        let documents = documents.into_iter().filter_map(|document| NamedNode::new(document).ok());
        out.extend(documents.map(|document| Triple::new(run.clone(), property(prov::USED), document)));
        let mut say = |path: String, measure: &Measure, of: Option<&str>, value: f64| {
            let node = iri(&format!("measurement/{name}/{path}"));
            out.push(Triple::new(node.clone(), property(rdf::TYPE), property(gm::MEASUREMENT)));
            out.push(Triple::new(node.clone(), property(gm::MEASURE), iri(&format!("measure/{}", measure.name))));
            if let Some(of) = of.and_then(|of| NamedNode::new(of).ok()) {
                out.push(Triple::new(node.clone(), property(gm::MEASURED), of));
            }
            let value = Literal::new_typed_literal(format!("{value}"), property(xsd::DOUBLE));
            out.push(Triple::new(node.clone(), property(rdf::VALUE), value));
            out.push(Triple::new(node, property(prov::WAS_GENERATED_BY), run.clone()));
        };
        for (measure, value) in OF_GRAPH.iter().zip(self.graph) {
            say(format!("graph/{}", measure.name), measure, None, value);
        }
        for (node, row) in graph.node_weights().zip(&self.nodes) {
            let id = element_id('n', &[&node.iri]);
            for (measure, value) in OF_NODES.iter().zip(row) {
                say(format!("{id}/{}", measure.name), measure, Some(&node.iri), *value);
            }
        }
        for measure in OF_NODES.iter().chain(&OF_GRAPH) {
            let concept = iri(&format!("measure/{}", measure.name));
            out.push(Triple::new(concept.clone(), property(skos::NOTATION), Literal::from(measure.name)));
            let definition = Literal::new_language_tagged_literal_unchecked(measure.definition, "en");
            out.push(Triple::new(concept, property(skos::DEFINITION), definition));
        }
        out
    }
}
