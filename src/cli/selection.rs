//! What is drawn or measured: a view, what to ask, and what to leave out.

use super::Outcome;
use super::input::Settings;
use super::source::Source;
use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use gremium::likeness::nearest;
use gremium::query::{self, QueryResults, Services};
use gremium::view::{Filter, Head, Language, Projection, did_you_mean};
use std::fs;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub struct Selection {
    /// A name of `gremium query --list` under views, or a file with a CONSTRUCT and a head
    #[arg(value_name = "VIEW")]
    pub view: String,
    /// Documents: files, folders, or - for standard input
    #[arg(value_name = "FILE", required_unless_present_any = ["store", "endpoint"])]
    files: Vec<PathBuf>,
    /// Draw what this store holds instead of documents
    #[arg(long, value_name = "DIR", conflicts_with_all = ["files", "endpoint"])]
    store: Option<PathBuf>,
    /// Ask the SPARQL server at this address instead
    #[arg(long, value_name = "URL", conflicts_with = "files")]
    endpoint: Option<String>,
    /// Bind a variable of the view; <…> makes the value an IRI
    #[arg(long = "param", value_name = "NAME=VALUE", value_parser = super::query::parameter)]
    parameters: Vec<(String, String)>,
    /// Language of titles, legend and kinds
    #[arg(long, default_value = "de")]
    lang: Lang,
    #[command(flatten)]
    pub settings: Settings,
    #[command(flatten)]
    filters: Filters,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Lang {
    De,
    En,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Filters")]
struct Filters {
    /// Only this body and its neighbours
    #[arg(long, value_name = "BODY")]
    focus: Option<String>,
    /// With --focus: how many edges away
    #[arg(long, value_name = "N", default_value_t = 1, requires = "focus")]
    depth: u32,
    /// Only the shortest ways along the arrows from one body to another
    #[arg(long, num_args = 2, value_names = ["FROM", "TO"])]
    path: Option<Vec<String>>,
    /// Only edges that touch this body
    #[arg(long, value_name = "BODY")]
    body: Vec<String>,
    /// Only edges of this kind: reports or berichtet
    #[arg(long, value_name = "KIND")]
    kind: Vec<String>,
    /// Only edges between nodes of this kind
    #[arg(long, value_name = "KIND")]
    node_kind: Vec<String>,
    /// Only what was said at this sitting, by its label: "IMK 2021-12-03"
    #[arg(long, value_name = "SITTING")]
    session: Vec<String>,
    /// Only sittings that began on this day or later: 2021, 2021-06, 2021-06-16
    #[arg(long, value_name = "DAY")]
    since: Option<String>,
    /// Only sittings that began on this day or before; a year or month is meant whole
    #[arg(long, value_name = "DAY")]
    until: Option<String>,
    /// Only statements of this status: requested, done, pledged
    #[arg(long, value_name = "STATUS")]
    status: Vec<String>,
    /// Only edges of at least this many statements
    #[arg(long, value_name = "N", default_value_t = 0)]
    min_weight: u32,
    /// Each statement as an edge of its own, instead of one edge for all
    #[arg(long)]
    separate: bool,
}

/// A view that has been asked and filtered.
pub struct Drawn {
    pub head: Head,
    pub projection: Projection,
    pub language: Language,
    /// Ends of the way that was asked for.
    pub path: Option<[String; 2]>,
    pub outcome: Outcome,
}

impl Selection {
    /// Reads the documents, asks the view and filters the answer.
    ///
    /// # Errors
    /// Where there is no such view or document, or the filters name what is not there.
    pub fn draw(&self) -> Result<Drawn> {
        let sparql = self.sparql()?;
        let view = query::Query::new("views", "", &sparql);
        let parameters = view.bind(&self.parameters);
        let head = Head::new(&sparql);
        let path = self.filters.path.as_deref().and_then(|ends| <[String; 2]>::try_from(ends.to_vec()).ok());
        if head.layout == "path" && path.is_none() {
            bail!("the view {} needs --path FROM TO", self.view);
        }
        let (store, endpoint) = (self.store.as_deref(), self.endpoint.as_deref());
        let mut source = Source::new(&self.files, store, endpoint, Some(&sparql), &self.settings)?;
        let QueryResults::Graph(triples) = source.ask(&sparql, &parameters, &Services::default())? else {
            bail!("the view {} is no CONSTRUCT", self.view);
        };
        let projection = Projection::new(triples.collect::<Result<Vec<_>, _>>()?, &head);
        let filters = &self.filters;
        let filter = Filter {
            sessions: filters.session.clone(),
            since: filters.since.clone(),
            until: filters.until.clone(),
            kinds: filters.kind.clone(),
            statuses: filters.status.clone(),
            node_kinds: filters.node_kind.clone(),
            bodies: filters.body.clone(),
            minimum: filters.min_weight,
            focus: filters.focus.clone().map(|body| (body, filters.depth)),
            path: path.clone(),
            separate: filters.separate,
        };
        let projection = projection.filter(&filter)?;
        let language = match self.lang {
            Lang::De => Language::De,
            Lang::En => Language::En,
        };
        Ok(Drawn { head, projection, language, path, outcome: source.outcome })
    }

    fn sparql(&self) -> Result<String> {
        if self.view.strip_suffix(".rq").is_some() {
            return fs::read_to_string(&self.view).with_context(|| format!("cannot read {}", self.view));
        }
        if let Some(view) = query::find(&format!("views/{}", self.view)) {
            return Ok(view.sparql.to_owned());
        }
        let catalogue = query::catalogue();
        let views = catalogue.iter().filter(|query| query.folder == "views").map(|query| query.name);
        bail!(
            "there is no view {}{}; `gremium query --list` shows which there are",
            self.view,
            did_you_mean(&nearest(&self.view, views))
        )
    }
}
