//! What a fork does to its copy of the dataset when it is to change it. The quads it sends are the new state.

use super::frames::{Frames, Stop, broken};
use super::wire::{Cause, Change, Content, Dataset, Failure, frame};
use crate::store::Store;
use oxigraph::io::{RdfFormat, RdfParser, RdfSerializer};
use oxigraph::model::{GraphName, GraphNameRef, NamedNode};
use oxigraph::sparql::{QueryDataset, SparqlEvaluator};

fn wrong(message: String) -> Stop {
    Failure::new(Cause::Query, message).into()
}

/// Makes the change and sends the whole dataset as N-Quads.
pub fn change(store: &Store, work: &Change, base: &str, out: &mut Frames) -> Result<(), Stop> {
    let created = match work {
        Change::Update { sparql, using } => update(store, sparql, using, base)?,
        Change::Put { graph, content, replace } => {
            let graph = graph.as_deref().map(graph_name).transpose()?;
            put(store, graph, content, *replace)?
        }
        Change::Create { container, content } => {
            let free = (1u64..).map(|number| NamedNode::new(format!("{container}/{number}"))).find_map(|name| {
                let name = name.ok()?;
                (!store.dataset.contains_named_graph(&name).ok()?).then_some(name)
            });
            put(store, free, content, false)?
        }
        Change::Delete { graph: None } => {
            store.dataset.clear_graph(GraphNameRef::DefaultGraph).map_err(broken)?;
            None
        }
        Change::Delete { graph: Some(name) } => {
            let graph = graph_name(name)?;
            if !store.dataset.contains_named_graph(&graph).map_err(broken)? {
                return Err(Failure::new(Cause::Missing, format!("There is no graph {name}")).into());
            }
            store.dataset.remove_named_graph(&graph).map_err(broken)?;
            None
        }
    };
    out.unlimited();
    out.send(frame::HEAD, created.as_ref().map_or("", NamedNode::as_str).as_bytes())?;
    let mut writer = RdfSerializer::from_format(RdfFormat::NQuads).for_writer(out);
    for quad in &store.dataset {
        writer.serialize_quad(&quad.map_err(broken)?)?;
    }
    writer.finish()?;
    Ok(())
}

fn update(store: &Store, sparql: &str, using: &Dataset, base: &str) -> Result<Option<NamedNode>, Stop> {
    let evaluator =
        SparqlEvaluator::new().with_base_iri(base).map_err(|error| wrong(format!("The base is no IRI: {error}")))?;
    let mut update =
        evaluator.parse_update(sparql).map_err(|error| wrong(format!("The update is not SPARQL: {error}")))?;
    for dataset in update.using_datasets_mut() {
        if using.is_empty() {
            if dataset.is_default_dataset() {
                dataset.set_default_graph_as_union();
            }
        } else if dataset.is_default_dataset() {
            restrict(dataset, using)?;
        } else {
            return Err(wrong("Both the request and the update name graphs to use. Name them once".to_owned()));
        }
    }
    let done = update.on_store(&store.dataset).execute();
    done.map_err(|error| wrong(format!("The update cannot be done: {error}")))?;
    Ok(None)
}

/// Puts content into a graph; its name, if there was none of that name before.
fn put(store: &Store, graph: Option<NamedNode>, content: &[Content], replace: bool) -> Result<Option<NamedNode>, Stop> {
    let is_new = match &graph {
        Some(name) => !store.dataset.contains_named_graph(name).map_err(broken)?,
        None => false,
    };
    let target = graph.clone().map_or(GraphName::DefaultGraph, GraphName::from);
    let mut transaction = store.dataset.start_transaction().map_err(broken)?;
    if replace {
        transaction.clear_graph(target.as_ref()).map_err(broken)?;
    }
    for Content { media_type, text } in content {
        let Some(format) = RdfFormat::from_media_type(media_type).filter(|format| *format != RdfFormat::RdfXml) else {
            let message = format!(
                "{media_type} is not read here. Send text/turtle, application/n-triples or application/ld+json"
            );
            return Err(Failure::new(Cause::MediaType, message).into());
        };
        let mut parser = RdfParser::from_format(format)
            .without_named_graphs()
            .with_default_graph(target.clone())
            .rename_blank_nodes();
        if let Some(name) = &graph {
            parser = parser.with_base_iri(name.as_str()).map_err(|error| wrong(error.to_string()))?;
        }
        for quad in parser.for_slice(text) {
            let quad = quad.map_err(|error| wrong(format!("The content is not {media_type}: {error}")))?;
            transaction.insert(quad.as_ref());
        }
    }
    transaction.commit().map_err(broken)?;
    Ok(graph.filter(|_| is_new))
}

pub fn graph_name(text: &str) -> Result<NamedNode, Stop> {
    NamedNode::new(text).map_err(|error| wrong(format!("The request names a graph that is no IRI, {text}: {error}")))
}

/// Leaves of the dataset only the graphs that are named.
pub fn restrict(dataset: &mut QueryDataset, names: &Dataset) -> Result<(), Stop> {
    let default = names.default.iter().map(|name| graph_name(name).map(GraphName::from)).collect::<Result<_, _>>()?;
    let named = names.named.iter().map(|name| graph_name(name).map(Into::into)).collect::<Result<_, _>>()?;
    dataset.set_default_graph(default);
    dataset.set_available_named_graphs(named);
    Ok(())
}
