//! What is said about one thing: triples for programs, a page for people.

use super::frames::{Frames, Stop, broken};
use super::negotiate::choose;
use super::wire::{Cause, Failure, Task};
use crate::store::Store;
use crate::vocab::PREFIXES;
use oxigraph::io::{JsonLdProfileSet, RdfFormat};
use oxigraph::model::{NamedNode, NamedOrBlankNode, Term, TermRef, Triple};
use std::fmt::Write as _;
use std::io::Write as _;

/// Below this path the things of the graph have their addresses, below the other one what is said about them.
pub const THING: &str = "/id/";
pub const ABOUT: &str = "/about/";

/// As many references from elsewhere a page shows.
const SHOWN: usize = 200;

const LABEL: &str = "http://www.w3.org/2000/01/rdf-schema#label";

/// Formats of what is said about a thing; none stands for a page.
const OFFERS: [(&str, Option<RdfFormat>); 5] = [
    ("text/turtle", Some(RdfFormat::Turtle)),
    ("application/n-triples", Some(RdfFormat::NTriples)),
    ("application/ld+json", Some(RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() })),
    ("application/rdf+xml", Some(RdfFormat::RdfXml)),
    ("text/html", None),
];

/// Writes what the graph says about the first of these things that it knows; `as_triples` writes triples.
pub fn about(
    store: &Store,
    candidates: &[String],
    task: &Task,
    out: &mut Frames,
    as_triples: impl FnOnce(Vec<Triple>, &mut Frames) -> Result<(), Stop>,
) -> Result<(), Stop> {
    let missing = || Failure::new(Cause::Missing, "The graph says nothing about this address");
    for thing in candidates.iter().filter_map(|iri| NamedNode::new(iri).ok()) {
        let said = statements(store, Some(&thing), None, task)?;
        let referring = statements(store, None, Some(&thing), task)?;
        if said.is_empty() && referring.is_empty() {
            continue;
        }
        return match choose(&task.accept, &OFFERS) {
            Some((_, None)) => {
                out.begin(&task.accept, &OFFERS)?;
                Ok(out.write_all(page(store, &thing, &said, &referring, &task.base)?.as_bytes())?)
            }
            _ => as_triples(said.into_iter().chain(referring).collect(), out),
        };
    }
    Err(missing().into())
}

/// The triples with this subject or this object, each once, in the order of their lines.
fn statements(
    store: &Store,
    subject: Option<&NamedNode>,
    object: Option<&NamedNode>,
    task: &Task,
) -> Result<Vec<Triple>, Stop> {
    let most = usize::try_from(task.limits.rows).unwrap_or(usize::MAX);
    let (subject, object) = (subject.map(|node| node.as_ref().into()), object.map(|node| TermRef::from(node.as_ref())));
    let quads = store.dataset.quads_for_pattern(subject, None, object, None).take(most);
    let mut found = quads.map(|quad| Ok(quad.map_err(broken)?.into())).collect::<Result<Vec<Triple>, Stop>>()?;
    found.sort_by_cached_key(ToString::to_string);
    found.dedup();
    Ok(found)
}

fn page(store: &Store, thing: &NamedNode, said: &[Triple], referring: &[Triple], base: &str) -> Result<String, Stop> {
    let label = label(store, &thing.clone().into())?;
    let mut html = format!(
        "<!doctype html>\n<html lang=\"de\"><head><meta charset=\"utf-8\"><title>{0}</title></head><body>\n\
         <h1>{0}</h1>\n<p><code>{1}</code></p>\n",
        escape(&label),
        escape(thing.as_str())
    );
    html.push_str("<h2>Aussagen <span lang=\"en\">/ Statements</span></h2>\n<table>\n");
    for triple in said {
        let value = match &triple.object {
            Term::Literal(literal) => escape(literal.value()),
            other => link(other, &self::label(store, other)?, base),
        };
        let _ = writeln!(html, "<tr><th>{}</th><td>{value}</td></tr>", escape(&short(triple.predicate.as_str())));
    }
    html.push_str("</table>\n<h2>Verweise hierher <span lang=\"en\">/ What refers to it</span></h2>\n<table>\n");
    for triple in referring.iter().take(SHOWN) {
        let subject: Term = match &triple.subject {
            NamedOrBlankNode::NamedNode(node) => node.clone().into(),
            NamedOrBlankNode::BlankNode(node) => node.clone().into(),
        };
        let link = link(&subject, &self::label(store, &subject)?, base);
        let _ = writeln!(html, "<tr><td>{link}</td><th>{}</th></tr>", escape(&short(triple.predicate.as_str())));
    }
    html.push_str("</table>\n");
    if let Some(more) = referring.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        let _ = writeln!(html, "<p>… und {more} weitere <span lang=\"en\">/ and {more} more</span></p>");
    }
    html.push_str("</body></html>\n");
    Ok(html)
}

/// What to call a thing: its label, else its short name.
fn label(store: &Store, term: &Term) -> Result<String, Stop> {
    let Term::NamedNode(node) = term else { return Ok(term.to_string()) };
    let property = NamedNode::new_unchecked(LABEL);
    let mut labels = store.dataset.quads_for_pattern(Some(node.as_ref().into()), Some(property.as_ref()), None, None);
    Ok(match labels.next() {
        Some(quad) => match quad.map_err(broken)?.object {
            Term::Literal(literal) => literal.value().to_owned(),
            _ => short(node.as_str()),
        },
        None => short(node.as_str()),
    })
}

/// An IRI with a prefix where there is one for it.
fn short(iri: &str) -> String {
    let shortened = PREFIXES.iter().find_map(|(prefix, name)| Some(format!("{prefix}:{}", iri.strip_prefix(name)?)));
    shortened.unwrap_or_else(|| iri.to_owned())
}

/// A link to what is said about a thing of this graph, or to a page elsewhere.
fn link(term: &Term, label: &str, base: &str) -> String {
    let Term::NamedNode(node) = term else { return escape(label) };
    let address = match node.as_str().strip_prefix(base) {
        Some(rest) => format!("{THING}{}", rest.replace('%', "%25").replace('?', "%3F").replace('#', "%23")),
        None if node.as_str().starts_with("https://") || node.as_str().starts_with("http://") => {
            node.as_str().to_owned()
        }
        // Whatever else an address may do in a browser (`javascript:`), it is text here.
        None => return escape(label),
    };
    format!("<a href=\"{}\">{}</a>", escape(&address), escape(label))
}

/// Text as HTML.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}
