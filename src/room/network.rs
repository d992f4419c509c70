//! Networks: the views of the catalogue, and the picture of one body.

use super::facts::Node;
use super::picture::{Drawn, Wanted, wanted};
use super::search::fold;
use super::{Answer, Language, Page, View};
use crate::query::{Query, catalogue, find};
use crate::view::{self, Edge, Head, Mention, Projection};
use crate::vocab::{gm, rdfs, skos};
use maud::{Markup, html};
use oxrdf::{Literal, NamedNode, Triple};
use oxttl::TurtleParser;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// More bodies on one picture nobody can tell apart.
pub const DRAWN: usize = 60;

/// As many neighbours has the picture of one body at first.
const NEIGHBOURS: usize = 25;

pub fn views() -> impl Iterator<Item = Query<'static>> {
    catalogue().into_iter().filter(|query| query.folder == "views")
}

/// The view that an address names, `informs` or `informs.svg`, and the file that is wanted of it.
pub fn named(name: &str) -> Option<(Query<'static>, Option<Wanted>)> {
    let (name, wanted) = wanted(name).map_or((name, None), |(name, wanted)| (name, Some(wanted)));
    Some((find(&format!("views/{name}"))?, wanted))
}

impl View<'_> {
    pub fn view_language(&self) -> view::Language {
        match self.language {
            Language::De => view::Language::De,
            Language::En => view::Language::En,
        }
    }

    pub fn networks(&self) -> Page {
        let content = html! {
            h1 { (self.t("menu.network")) }
            p { (self.t("network.text")) }
            ul.cards {
                @for view in views() {
                    @let head = Head::new(view.sparql);
                    li { a href=(self.links.to(&format!("network/{}", view.name))) {
                        b { (head.title(self.view_language())) } br; (self.view_language().of(&head.caption))
                    } }
                }
            }
        };
        self.page(self.t("menu.network"), None, &content)
    }

    /// A view of the catalogue: the answer to its question as picture, table or file.
    pub fn network(&self, view: &Query<'static>, wanted: Option<Wanted>, answer: Answer<'_>) -> Page {
        let head = Head::new(view.sparql);
        let triples = match answer {
            Ok(turtle) => {
                TurtleParser::new().for_slice(turtle).collect::<Result<Vec<_>, _>>().map_err(|error| error.to_string())
            }
            Err(problem) => Err(problem.to_owned()),
        };
        match triples {
            Ok(triples) => {
                let whole = named_kinds(Projection::new(triples.iter().cloned(), &head));
                let shown = self.in_range(whole.clone());
                // A line of time has a row for each statement however many bodies there are.
                let shown = if head.layout == "timeline" { shown } else { strongest(&shown, None, DRAWN) };
                let drawn = Drawn { head, triples, whole, shown: self.without(shown) };
                self.picture(&drawn, wanted, view.name, &html! {})
            }
            Err(problem) => {
                let title = head.title(self.view_language());
                let content = html! { h1 { (title) } p.problem role="alert" { (problem) } };
                self.page(title, None, &content)
            }
        }
    }

    /// A picture of a body and those with whom it has most to do.
    pub fn own_network(&self, body: Node, wanted: Option<Wanted>) -> Page {
        let room = self.room;
        let title = |language| super::texts::text("network.own", language).replace("{b}", room.label(body));
        let mut head = Head::default();
        head.title = Language::ALL.map(title);
        let triples = self.own_triples(body);
        let whole = named_kinds(Projection::new(triples.iter().cloned(), &head));
        let most = self.field("nodes").parse().unwrap_or(NEIGHBOURS + 1).clamp(2, DRAWN);
        let shown = strongest(&self.in_range(whole.clone()), Some(room.facts.word(body)), most);
        let left = whole.graph.node_count().saturating_sub(shown.graph.node_count());
        let path = room.path(body).unwrap_or_default();
        let more = html! {
            @if left > 0 && most < DRAWN && !self.links.is_static() {
                " " a href={ (self.links.to(self.path)) "?nodes=" (DRAWN) } { (self.fill("more", &[("n", &left.to_string())])) }
            }
        };
        let drawn = Drawn { head, triples, whole, shown: self.without(shown) };
        self.picture(&drawn, wanted, path, &more)
    }

    /// What a body has to do with others, as a view would return it.
    fn own_triples(&self, body: Node) -> Vec<Triple> {
        let (room, facts) = (self.room, &self.room.facts);
        let mut triples: Vec<Triple> = Vec::new();
        let mut say = |subject: &str, property: &str, object: oxrdf::Term| {
            let [subject, property] = [subject, property].map(NamedNode::new_unchecked);
            triples.push(Triple::new(subject, property, object));
        };
        let resource = |node: Node| {
            let word = facts.word(node);
            if facts.is_resource(node) { NamedNode::new_unchecked(word).into() } else { Literal::from(word).into() }
        };
        let mut described: BTreeSet<Node> = BTreeSet::new();
        for (from, to, kind) in [(gm::ACTOR, gm::ADDRESSEE, gm::KIND), (gm::FROM, gm::TO, gm::FLOW_KIND)] {
            let nodes: BTreeSet<Node> = facts.subjects(from, body).chain(facts.subjects(to, body)).collect();
            for node in nodes.into_iter().filter(|node| room.is_asserted(*node)) {
                let Some(kind) = facts.object(node, kind) else { continue };
                let ends = facts.objects(node, from).flat_map(|a| facts.objects(node, to).map(move |b| (a, b)));
                for (count, (a, b)) in ends.filter(|(a, b)| (*a == body) != (*b == body)).enumerate() {
                    // A statement with several ends is one for each of them.
                    let iri = facts.word(node);
                    let iri = if count == 0 { iri.to_owned() } else { format!("{iri}#{count}") };
                    say(&iri, gm::FROM, resource(a));
                    say(&iri, gm::TO, resource(b));
                    say(&iri, gm::FLOW_KIND, resource(kind));
                    let sentence = facts.object(node, gm::SENTENCE).and_then(|node| facts.object(node, gm::TEXT));
                    for (property, value) in [
                        (gm::TEXT, sentence),
                        (gm::STATUS, facts.object(node, gm::STATUS)),
                        (gm::DEADLINE, facts.object(node, gm::DEADLINE)),
                    ] {
                        if let Some(value) = value {
                            say(&iri, property, resource(value));
                        }
                    }
                    if let Some((item, point)) = room.place(node) {
                        say(&iri, gm::IN_POINT, Literal::from(room.label(point)).into());
                        say(&iri, gm::DATE, Literal::from(room.day(item)).into());
                    }
                    described.extend([a, b, kind]);
                }
            }
        }
        for node in described.into_iter().filter(|node| facts.is_resource(*node)) {
            for property in [rdfs::LABEL, skos::PREF_LABEL, gm::BODY_KIND] {
                for object in facts.objects(node, property) {
                    let object = match facts.language(object) {
                        Some(language) => {
                            Literal::new_language_tagged_literal_unchecked(facts.word(object), language).into()
                        }
                        None => resource(object),
                    };
                    say(facts.word(node), property, object);
                }
            }
            if let Some(kind) = facts.object(node, gm::BODY_KIND) {
                for name in facts.objects(kind, skos::PREF_LABEL) {
                    let language = facts.language(name).unwrap_or("de");
                    let name = Literal::new_language_tagged_literal_unchecked(facts.word(name), language);
                    say(facts.word(kind), skos::PREF_LABEL, name.into());
                }
            }
        }
        triples.sort_by_cached_key(ToString::to_string);
        triples.dedup();
        triples
    }

    /// What the form leaves: statements of these days, edges at this body.
    fn in_range(&self, whole: Projection) -> Projection {
        let (since, until, wanted) = (self.field("since"), self.field("until"), fold(self.field("body")));
        if since.is_empty() && until.is_empty() && wanted.is_empty() {
            return whole;
        }
        let has_day = |mention: &Mention| {
            (since.is_empty() || *mention.day >= *since)
                && (until.is_empty() || (!mention.day.is_empty() && *mention.day <= *until))
        };
        let graph = &whole.graph;
        let is_wanted =
            |index| graph.node_weight(index).is_some_and(|node: &view::Node| fold(&node.label).contains(&wanted));
        let graph = graph.filter_map(
            |_, node| Some(node.clone()),
            |index, edge| {
                let (from, to) = graph.edge_endpoints(index)?;
                let mentions: Vec<Mention> = edge.mentions.iter().filter(|mention| has_day(mention)).cloned().collect();
                let stays = !mentions.is_empty() && (wanted.is_empty() || is_wanted(from) || is_wanted(to));
                stays.then(|| Edge { kind: edge.kind.clone(), mentions })
            },
        );
        Projection { graph, names: whole.names }
    }

    /// What is left when kinds of nodes are switched off, as the legend does in the page.
    fn without(&self, mut shown: Projection) -> Projection {
        let off: BTreeSet<&str> = self.field("without").split(',').filter(|kind| !kind.is_empty()).collect();
        if !off.is_empty() {
            shown.graph.retain_nodes(|graph, node| !off.contains(&*graph[node].kind));
        }
        shown
    }

    pub fn network_filter(&self, is_of_body: bool) -> Markup {
        html! {
            form.filter action=(self.links.to(self.path)) {
                @for (name, kind) in [("body", "search"), ("since", "date"), ("until", "date")].into_iter().skip(usize::from(is_of_body)) {
                    p {
                        label for={ "filter-" (name) } { (self.value("network.filter", name)) }
                        input id={ "filter-" (name) } type=(kind) name=(name) value=(self.field(name));
                    }
                }
                button { (self.t("filter.button")) }
            }
        }
    }
}

/// The question whose answer is what a body has to do with others.
pub fn own_sparql(body: &str) -> String {
    format!(
        "SELECT ?statement ?from ?kind ?to WHERE {{\n  {{ ?statement gm:actor ?from ; gm:addressee ?to ; gm:kind ?kind }}\n  \
         UNION {{ ?statement gm:from ?from ; gm:to ?to ; gm:flowKind ?kind }}\n  \
         ?statement gm:modality \"asserted\" .\n  \
         FILTER(?from != ?to && <{body}> IN (?from, ?to))\n}}"
    )
}

/// Kinds that the graph has no words for get those of the interface.
fn named_kinds(mut projection: Projection) -> Projection {
    let kinds: BTreeSet<String> = projection.graph.edge_weights().map(|edge| edge.kind.clone()).collect();
    for kind in kinds {
        let words = Language::ALL
            .map(|language| super::texts::found(&format!("kind.{kind}"), language).unwrap_or_default().to_owned());
        if words.iter().all(|words| !words.is_empty()) {
            projection.names.entry(kind).or_insert(words);
        }
    }
    projection
}

/// The nodes with most statements, `first` before all, and none without.
pub fn strongest(whole: &Projection, first: Option<&str>, most: usize) -> Projection {
    let graph = &whole.graph;
    let mut weights: BTreeMap<usize, u32> = BTreeMap::new();
    for index in graph.edge_indices() {
        if let (Some((from, to)), Some(edge)) = (graph.edge_endpoints(index), graph.edge_weight(index)) {
            *weights.entry(from.index()).or_default() += edge.weight();
            *weights.entry(to.index()).or_default() += edge.weight();
        }
    }
    let is_first = |node: usize| {
        first.is_some()
            && graph.node_weight(petgraph::graph::NodeIndex::new(node)).map(|node: &view::Node| &*node.iri) == first
    };
    let mut weights: Vec<_> =
        weights.into_iter().map(|(node, weight)| (Reverse((is_first(node), weight)), node)).collect();
    weights.sort_unstable();
    let kept: BTreeSet<usize> = weights.into_iter().take(most).map(|(_, node)| node).collect();
    let graph = graph
        .filter_map(|index, node| kept.contains(&index.index()).then(|| node.clone()), |_, edge| Some(edge.clone()));
    Projection { graph, names: whole.names.clone() }
}
