//! The right shore as a library: documents become a graph, the graph is asked in SPARQL.
//!
//! `cargo run --example ask` asks which bodies two collections ask for something most often.

use gremium::query::{self, QueryResults};
use gremium::{analyze, emit::emit, graph::Graph, lexicon::Lexicon, store::Store, text::Source, vocab};
use oxigraph::model::Term;

const DOCUMENTS: [(&str, &str); 2] =
    [("imk-215.md", include_str!("imk-215.md")), ("imk-210.txt", include_str!("../tests/gold/imk-210-2019/text.txt"))];

const QUESTION: &str = "
    PREFIX gm: <https://w3id.org/gremium/ontology#>
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    SELECT ?name (COUNT(DISTINCT ?act) AS ?times)
    WHERE { ?act a gm:Act ; gm:modality \"asserted\" ; gm:addressee ?body . ?body rdfs:label ?name }
    GROUP BY ?name ORDER BY DESC(?times) ?name LIMIT 5";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let lexicon = Lexicon::with(&[])?;
    let mut graph = Graph::new();
    // The graph of a corpus is the union of the graphs of its documents.
    for (name, text) in DOCUMENTS {
        let analysis = analyze(Source::from_text(name, text), &lexicon);
        let gremium::Analysis { source, document, mentions, acts, .. } = &analysis;
        graph.union(&emit(source, document, mentions, acts, &lexicon, vocab::BASE));
    }
    let store = Store::new(&graph)?;
    let QueryResults::Solutions(rows) = query::ask(&store, QUESTION, &[])? else { return Ok(()) };
    for row in rows {
        let row = row?;
        if let (Term::Literal(times), Term::Literal(name)) = (&row["times"], &row["name"]) {
            println!("{}\t{}", times.value(), name.value());
        }
    }
    Ok(())
}
