//! Gremium in a browser: a document in, answers and pictures out. Everything happens in the page; nothing is uploaded.
//!
//! A worker calls this and ends when a document takes too long: there is neither a second thread nor a clock here.

use gremium::emit::emit;
use gremium::lexicon::Lexicon;
use gremium::query::{self, AnswerFormat, QueryResults};
use gremium::read::{Limits, document};
use gremium::store::Store;
use gremium::view::{self, Head, Language, Projection, Style};
use gremium::{Analysis, analyze, annotate, vocab};
use oxigraph::sparql::results::QueryResultsFormat;
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

/// A document that was read and analysed, as a graph that can be asked.
#[wasm_bindgen]
pub struct Collection {
    store: Store,
    nquads: String,
    marked: String,
    messages: Vec<String>,
}

#[wasm_bindgen]
impl Collection {
    /// Reads text, Markdown, HTML or the text of a PDF; the ending of the name and the first bytes tell which.
    ///
    /// # Errors
    /// Where nothing can be read in it: cause and remedy in one line.
    #[wasm_bindgen(constructor)]
    pub fn new(name: &str, bytes: Vec<u8>) -> Result<Self, JsError> {
        let (source, findings) = document(name, bytes, None, &Limits::default())?;
        let lexicon = Lexicon::with(&[])?;
        let analysis = analyze(source, &lexicon);
        let messages = findings.iter().chain(&analysis.diagnostics).map(|found| found.message.clone()).collect();
        let mut marked = String::new();
        annotate::html(&analysis.source.text, &annotate::annotations(&analysis, &lexicon, vocab::BASE), &mut marked)?;
        let Analysis { source, document, mentions, acts, .. } = &analysis;
        let graph = emit(source, document, mentions, acts, &lexicon, vocab::BASE);
        Ok(Self { store: Store::new(&graph)?, nquads: graph.to_nquads(), marked, messages })
    }

    /// What was odd.
    #[must_use]
    pub fn messages(&self) -> Vec<String> {
        self.messages.clone()
    }

    /// The graph as sorted N-Quads, the same bytes that `gremium build` writes.
    #[must_use]
    pub fn nquads(&self) -> String {
        self.nquads.clone()
    }

    /// The text with its mentions marked, in HTML.
    #[must_use]
    pub fn marked(&self) -> String {
        self.marked.clone()
    }

    /// The answer to a question of the catalogue, such as `who-informs-whom`, as SPARQL Results in JSON or as CSV.
    ///
    /// # Errors
    /// Where there is no such question.
    pub fn ask(&self, name: &str, is_csv: bool) -> Result<String, JsError> {
        let named = query::find(name).ok_or_else(|| JsError::new(name))?;
        let answer = query::ask(&self.store, named.sparql, &named.bind(&[]))?;
        let format = if is_csv { QueryResultsFormat::Csv } else { QueryResultsFormat::Json };
        let mut text = Vec::new();
        query::write(answer, AnswerFormat::Results(format), &mut text)?;
        Ok(String::from_utf8(text)?)
    }

    /// A view of the catalogue, such as `informs`: an SVG, or a page of one file that shows the sentences behind each edge.
    ///
    /// # Errors
    /// Where there is no such view.
    pub fn draw(&self, name: &str, is_english: bool, is_page: bool) -> Result<String, JsError> {
        let named = query::find(&format!("views/{name}")).ok_or_else(|| JsError::new(name))?;
        let QueryResults::Graph(triples) = query::ask(&self.store, named.sparql, &named.bind(&[]))? else {
            return Err(JsError::new(name));
        };
        let head = Head::new(named.sparql);
        let projection = Projection::new(triples.collect::<Result<Vec<_>, _>>()?, &head);
        let language = if is_english { Language::En } else { Language::De };
        let style = Style { language, ..Style::default() };
        let picture = view::picture(&projection, &head, &style);
        Ok(if is_page { view::page(&projection, &head, &picture, &style) } else { picture.svg })
    }
}

/// Name, German and English title of each question of a folder of the catalogue, in JSON.
#[wasm_bindgen]
#[must_use]
pub fn catalogue(folder: &str) -> String {
    let rows = query::catalogue().into_iter().filter(|query| query.folder == folder);
    serde_json::Value::from_iter(rows.map(|query| vec![query.name, query.title_de, query.title_en])).to_string()
}
