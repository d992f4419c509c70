//! The part of the Python package that is Rust: documents are read and analysed, the graph is asked and drawn. What it
//! gives are strings; `gremium/__init__.py` makes tables and graphs of them.

use gremium::emit::emit;
use gremium::graph::Graph;
use gremium::lexicon::Lexicon;
use gremium::query::{self, AnswerFormat, QueryResults};
use gremium::read::{Limits, documents};
use gremium::store::{self, Store};
use gremium::text::Source;
use gremium::view::{self, Filter, Head, Language, Projection, Style};
use gremium::{Analysis, Analyzer, annotate, vocab};
use oxigraph::io::RdfFormat;
use oxigraph::sparql::results::QueryResultsFormat;
use pyo3::exceptions::{PyKeyError, PyOSError, PyValueError};
use pyo3::prelude::*;
use std::path::PathBuf;

/// Documents that were read and analysed, as a graph that can be asked.
#[pyclass(frozen)]
struct Collection {
    graph: Graph,
    store: Store,
    mentions: String,
    /// What could not be read, and what was odd.
    #[pyo3(get)]
    messages: Vec<String>,
}

/// Reads files and folders, and `texts` that are in memory already, each with a name.
#[pyfunction]
fn read(
    py: Python<'_>,
    files: Vec<PathBuf>,
    texts: Vec<(String, String)>,
    base: Option<String>,
) -> PyResult<Collection> {
    py.detach(|| {
        let lexicon = Lexicon::with(&[]).map_err(value_error)?;
        let base = base.as_deref().unwrap_or(vocab::BASE);
        let (mut graph, mut mentions, mut messages, mut failed) = (Graph::new(), String::new(), Vec::new(), Vec::new());
        let mut analyzer = Analyzer::new(&lexicon);
        let mut add = |source: Source| {
            let analysis = analyzer.analyze(source);
            let name = &analysis.source.name;
            messages.extend(analysis.diagnostics.iter().map(|found| format!("{name}: {}", found.message)));
            for annotation in annotate::annotations(&analysis, &lexicon, base) {
                // An annotation is strings and numbers, which JSON can say.
                mentions.push_str(&serde_json::to_string(&annotation).unwrap_or_default());
                mentions.push('\n');
            }
            let Analysis { source, document, mentions, acts, .. } = &analysis;
            graph.union(&emit(source, document, mentions, acts, &lexicon, base));
        };
        documents(&files, &Limits::default(), &mut |reading| match reading {
            Ok((source, _)) => add(source),
            Err(error) => failed.push(error.to_string()),
        });
        texts.iter().for_each(|(name, text)| add(Source::from_text(name, text)));
        if graph.is_empty() && !failed.is_empty() {
            return Err(PyOSError::new_err(failed.join("\n")));
        }
        failed.append(&mut messages);
        let store = Store::new(&graph).map_err(value_error)?;
        Ok(Collection { graph, store, mentions, messages: failed })
    })
}

/// Folder, name, titles in German and English, and use of each question of the catalogue.
#[pyfunction]
fn catalogue() -> Vec<[&'static str; 5]> {
    let row = |it: query::Query<'static>| [it.folder, it.name, it.title_de, it.title_en, it.when];
    query::catalogue().into_iter().map(row).collect()
}

#[pymethods]
impl Collection {
    /// Takes N-Quads, as `gremium build` writes them.
    #[staticmethod]
    fn from_nquads(quads: &[u8]) -> PyResult<Self> {
        let graph = store::parse_nquads(quads).map_err(value_error)?;
        let store = Store::new(&graph).map_err(value_error)?;
        Ok(Self { graph, store, mentions: String::new(), messages: Vec::new() })
    }

    fn __len__(&self) -> usize {
        self.graph.len()
    }

    fn nquads(&self) -> String {
        self.graph.to_nquads()
    }

    /// Every mention, a line of JSON each.
    fn mentions(&self) -> &str {
        &self.mentions
    }

    /// The answer to a question of the catalogue or in SPARQL: SPARQL Results in JSON, or N-Triples of CONSTRUCT.
    fn ask(&self, py: Python<'_>, question: &str, given: Vec<(String, String)>) -> PyResult<String> {
        let (sparql, parameters) = match query::find(question) {
            Some(named) => (named.sparql, named.bind(&given)),
            None if question.contains('{') => (question, given),
            None => return Err(unknown("question", question)),
        };
        py.detach(|| {
            let answer = query::ask(&self.store, sparql, &parameters).map_err(value_error)?;
            let format = match &answer {
                QueryResults::Graph(_) => AnswerFormat::Triples(RdfFormat::NTriples),
                _ => AnswerFormat::Results(QueryResultsFormat::Json),
            };
            let mut text = Vec::new();
            query::write(answer, format, &mut text).map_err(value_error)?;
            String::from_utf8(text).map_err(value_error)
        })
    }

    /// A view of the catalogue as text in one of the formats, or its measures in JSON.
    fn draw(
        &self,
        py: Python<'_>,
        name: &str,
        format: &str,
        english: bool,
        focus: Option<(String, u32)>,
        minimum: u32,
    ) -> PyResult<String> {
        let named = query::find(&format!("views/{name}")).ok_or_else(|| unknown("view", name))?;
        py.detach(|| {
            let answer = query::ask(&self.store, named.sparql, &named.bind(&[])).map_err(value_error)?;
            let QueryResults::Graph(triples) = answer else { return Err(unknown("view", name)) };
            let head = Head::new(named.sparql);
            let triples = triples.collect::<Result<Vec<_>, _>>().map_err(value_error)?;
            let filter = Filter { focus, minimum, ..Filter::default() };
            let drawn = Projection::new(triples, &head).filter(&filter).map_err(value_error)?;
            let language = if english { Language::En } else { Language::De };
            let style = Style { language, ..Style::default() };
            let picture = || view::picture(&drawn, &head, &style);
            Ok(match format {
                "svg" => picture().svg,
                "html" => view::page(&drawn, &head, &picture(), &style),
                "dot" => view::dot(&drawn, &style),
                "md" => view::markdown(&drawn, &head, language),
                "graphml" => view::graphml(&drawn, language),
                "gexf" => view::gexf(&drawn, language),
                "mermaid" => view::mermaid(&drawn, language),
                "csv" => view::edges_csv(&drawn, language),
                "json" => view::json(&drawn).to_string(),
                "measures" => measures(&drawn),
                _ => return Err(value_error(format!("there is no format {format}"))),
            })
        })
    }
}

/// A list of nodes with their measures, in JSON.
fn measures(drawn: &Projection) -> String {
    let rows = drawn.graph.node_weights().zip(drawn.measures().nodes).map(|(node, values)| {
        let mut row = serde_json::Map::new();
        row.insert("node".to_owned(), node.label.clone().into());
        row.insert("iri".to_owned(), node.iri.clone().into());
        row.extend(view::OF_NODES.iter().zip(values).map(|(measure, value)| (measure.name.to_owned(), value.into())));
        serde_json::Value::from(row)
    });
    serde_json::Value::from(rows.collect::<Vec<_>>()).to_string()
}

fn value_error(error: impl ToString) -> PyErr {
    PyValueError::new_err(error.to_string())
}

fn unknown(what: &str, name: &str) -> PyErr {
    let near = query::similar(name).join(", ");
    let near = if near.is_empty() { near } else { format!("; did you mean {near}?") };
    PyKeyError::new_err(format!("there is no {what} {name}{near}"))
}

#[pymodule]
fn _gremium(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Collection>()?;
    module.add_function(wrap_pyfunction!(read, module)?)?;
    module.add_function(wrap_pyfunction!(catalogue, module)?)
}
