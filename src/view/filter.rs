//! Less of a picture: one sitting, some years, some kinds, the neighbours of one body, the ways from one to another.

use super::projection::{Edge, Language, Mention, Node, Projection};
use crate::likeness::nearest;
use petgraph::algo::dijkstra;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{EdgeRef, Reversed};
use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

/// What is to be left of a projection. Values that are empty do not filter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Labels of sittings: `IMK 2021-12-03`.
    pub sessions: Vec<String>,
    /// Sittings that began on this day or later: `2020`, `2020-06`, `2020-06-17`.
    pub since: Option<String>,
    /// Sittings that began on this day or before; a year or month is meant whole.
    pub until: Option<String>,
    /// Kinds of edges, by their key or name: `reports`, `berichtet`.
    pub kinds: Vec<String>,
    /// `requested`, `done`, `pledged`.
    pub statuses: Vec<String>,
    /// Kinds of nodes, by their key or name; both ends must be of one of them.
    pub node_kinds: Vec<String>,
    /// Edges that touch one of these.
    pub bodies: Vec<String>,
    /// Edges of at least this many statements.
    pub minimum: u32,
    /// A body, and how many edges away from it one may be.
    pub focus: Option<(String, u32)>,
    /// All shortest ways along the arrows from the first to the second.
    pub path: Option<[String; 2]>,
    /// Each statement as an edge of its own.
    pub separate: bool,
}

/// Something is asked for that the picture does not have.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no {what} {name} in this view{}", did_you_mean(.near))]
pub struct NotDrawn {
    what: &'static str,
    name: String,
    near: Vec<String>,
}

/// ` (did you mean A or B?)`, or nothing.
#[must_use]
pub fn did_you_mean<N: Borrow<str>>(near: &[N]) -> String {
    if near.is_empty() { String::new() } else { format!(" (did you mean {}?)", near.join(" or ")) }
}

impl Projection {
    /// The node of that label, name or IRI, or last part of an IRI; capitals do not matter.
    ///
    /// # Errors
    /// Where there is none, with those that look like it.
    pub fn find(&self, name: &str) -> Result<NodeIndex, NotDrawn> {
        let graph = &self.graph;
        let lower = name.to_lowercase();
        let fits: [&dyn Fn(&Node) -> bool; 4] = [
            &|node| node.iri == name || node.label == name,
            &|node| node.label.to_lowercase() == lower,
            &|node| node.path().rsplit('/').next() == Some(&*lower),
            &|node| node.path() == lower,
        ];
        let found = fits.iter().find_map(|fits| graph.node_indices().find(|node| fits(&graph[*node])));
        found.ok_or_else(|| NotDrawn {
            what: "node",
            name: name.to_owned(),
            near: owned(nearest(name, graph.node_weights().map(|node| &*node.label))),
        })
    }

    /// What the filter leaves.
    ///
    /// # Errors
    /// Where it names a body, sitting, kind or status that is not there.
    pub fn filter(&self, filter: &Filter) -> Result<Self, NotDrawn> {
        let graph = &self.graph;
        let mentions = || graph.edge_weights().flat_map(|edge| &edge.mentions);
        let sessions = known("sitting", &filter.sessions, mentions().map(|mention| &*mention.session))?;
        let statuses = known("status", &filter.statuses, mentions().map(|mention| &*mention.status))?;
        let kinds = self.kinds_named("kind of edge", &filter.kinds, graph.edge_weights().map(|edge| &*edge.kind))?;
        let node_kinds =
            self.kinds_named("kind of node", &filter.node_kinds, graph.node_weights().map(|node| &*node.kind))?;
        let bodies = filter.bodies.iter().map(|body| self.find(body)).collect::<Result<BTreeSet<_>, _>>()?;
        let keeps = |mention: &&Mention| {
            (sessions.is_empty() || sessions.contains(&*mention.session))
                && (statuses.is_empty() || statuses.contains(&*mention.status))
                && filter.since.as_ref().is_none_or(|since| !mention.day.is_empty() && *mention.day >= **since)
                && filter.until.as_ref().is_none_or(|until| {
                    !mention.day.is_empty() && (*mention.day <= **until || mention.day.starts_with(&**until))
                })
        };
        let mut edges = Vec::new();
        for edge in graph.edge_references() {
            let ends = [edge.source(), edge.target()];
            let kept: Vec<Mention> = edge.weight().mentions.iter().filter(keeps).cloned().collect();
            let stays = !kept.is_empty()
                && kept.len() >= filter.minimum as usize
                && (kinds.is_empty() || kinds.contains(&*edge.weight().kind))
                && (node_kinds.is_empty() || ends.iter().all(|end| node_kinds.contains(&*graph[*end].kind)))
                && (bodies.is_empty() || ends.iter().any(|end| bodies.contains(end)));
            if stays {
                edges.push((ends, Edge { kind: edge.weight().kind.clone(), mentions: kept }));
            }
        }
        let mut left = self.of_edges(edges);
        if let Some((body, depth)) = &filter.focus {
            self.find(body)?;
            left = left.around(body, *depth);
        }
        if let Some([from, to]) = &filter.path {
            self.find(from)?;
            self.find(to)?;
            left = left.ways(from, to);
        }
        if filter.separate {
            let each = left.graph.edge_references().flat_map(|edge| {
                let ends = [edge.source(), edge.target()];
                let kind = &edge.weight().kind;
                edge.weight()
                    .mentions
                    .iter()
                    .map(move |mention| (ends, Edge { kind: kind.clone(), mentions: vec![mention.clone()] }))
            });
            left = left.of_edges(each.collect());
        }
        Ok(left)
    }

    /// The projection with these edges, whose ends are nodes of this one, and no node without an edge.
    fn of_edges(&self, edges: Vec<([NodeIndex; 2], Edge)>) -> Self {
        let mut graph = DiGraph::with_capacity(0, edges.len());
        let mut nodes: BTreeMap<NodeIndex, NodeIndex> =
            edges.iter().flat_map(|(ends, _)| ends.map(|end| (end, end))).collect();
        for (old, new) in &mut nodes {
            *new = graph.add_node(self.graph[*old].clone());
        }
        for ([from, to], edge) in edges {
            graph.add_edge(nodes[&from], nodes[&to], edge);
        }
        Self { graph, names: self.names.clone() }
    }

    fn where_edges(&self, keeps: impl Fn(NodeIndex, NodeIndex) -> bool) -> Self {
        let kept = self.graph.edge_references().filter(|edge| keeps(edge.source(), edge.target()));
        self.of_edges(kept.map(|edge| ([edge.source(), edge.target()], edge.weight().clone())).collect())
    }

    /// The edges between nodes that are at most so many edges, in any direction, away from a body.
    fn around(&self, body: &str, depth: u32) -> Self {
        let Ok(start) = self.find(body) else { return Self::default() };
        let mut near = BTreeSet::from([start]);
        let mut rim = vec![start];
        for _ in 0..depth {
            let next: BTreeSet<_> = rim.iter().flat_map(|node| self.graph.neighbors_undirected(*node)).collect();
            rim = next.into_iter().filter(|node| near.insert(*node)).collect();
        }
        self.where_edges(|from, to| near.contains(&from) && near.contains(&to))
    }

    /// The edges of all shortest ways from one body to another; none where no way leads there.
    fn ways(&self, from: &str, to: &str) -> Self {
        let (Ok(start), Ok(end)) = (self.find(from), self.find(to)) else { return Self::default() };
        let ahead = dijkstra(&self.graph, start, None, |_| 1_u32);
        let behind = dijkstra(Reversed(&self.graph), end, None, |_| 1_u32);
        let Some(length) = ahead.get(&end) else { return Self { names: self.names.clone(), ..Self::default() } };
        self.where_edges(|from, to| {
            ahead.get(&from).zip(behind.get(&to)).is_some_and(|(before, after)| before + 1 + after == *length)
        })
    }

    fn kinds_named<'s>(
        &'s self,
        what: &'static str,
        asked: &[String],
        there: impl Iterator<Item = &'s str>,
    ) -> Result<BTreeSet<&'s str>, NotDrawn> {
        let there: BTreeSet<&str> = there.filter(|kind| !kind.is_empty()).collect();
        let names = |kind: &'s str| [kind, self.name(kind, Language::De), self.name(kind, Language::En)];
        let find = |word: &String| {
            let same = |name: &&str| name.to_lowercase() == word.to_lowercase();
            there.iter().copied().find(|kind| names(kind).iter().any(same)).ok_or_else(|| NotDrawn {
                what,
                name: word.clone(),
                near: some_of(nearest(word, there.iter().flat_map(|kind| names(kind))), &there),
            })
        };
        asked.iter().map(find).collect()
    }
}

fn known<'t>(
    what: &'static str,
    asked: &[String],
    there: impl Iterator<Item = &'t str>,
) -> Result<BTreeSet<&'t str>, NotDrawn> {
    if asked.is_empty() {
        return Ok(BTreeSet::new());
    }
    let there: BTreeSet<&str> = there.filter(|value| !value.is_empty()).collect();
    let find = |word: &String| {
        there.iter().copied().find(|value| value.to_lowercase() == word.to_lowercase()).ok_or_else(|| NotDrawn {
            what,
            name: word.clone(),
            near: some_of(nearest(word, there.iter().copied()), &there),
        })
    };
    asked.iter().map(find).collect()
}

/// Where nothing is like the word but there are few to choose from, all of them.
fn some_of(near: Vec<&str>, there: &BTreeSet<&str>) -> Vec<String> {
    owned(if near.is_empty() && there.len() <= 8 { there.iter().copied().collect() } else { near })
}

fn owned(names: Vec<&str>) -> Vec<String> {
    names.into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::super::projection::tests::projection;
    use super::*;

    fn edges(projection: &Projection) -> Vec<(&str, &str)> {
        let graph = &projection.graph;
        graph
            .edge_references()
            .map(|edge| (graph[edge.source()].path(), graph[edge.target()].path()))
            .map(|(a, b)| (last(a), last(b)))
            .collect()
    }

    fn last(path: &str) -> &str {
        path.rsplit('/').next().unwrap_or(path)
    }

    fn chain() -> Projection {
        projection(&[
            ("a", "b", "informs", "A"),
            ("b", "c", "informs", "B"),
            ("c", "d", "asks", "C"),
            ("a", "x", "asks", "A"),
            ("x", "c", "asks", "X"),
        ])
    }

    #[test]
    fn neighbours_and_ways() {
        let focus = |depth| Filter { focus: Some(("d".into(), depth)), ..Filter::default() };
        assert_eq!(edges(&chain().filter(&focus(1)).unwrap()), [("c", "d")]);
        assert_eq!(edges(&chain().filter(&focus(2)).unwrap()), [("b", "c"), ("c", "d"), ("x", "c")]);
        let path = |from: &str, to: &str| Filter { path: Some([from.into(), to.into()]), ..Filter::default() };
        assert_eq!(edges(&chain().filter(&path("a", "d")).unwrap()).len(), 5, "both shortest ways");
        assert_eq!(edges(&chain().filter(&path("d", "a")).unwrap()), []);
    }

    #[test]
    fn what_is_not_there_is_named_with_what_is_like_it() {
        let bodies = Filter { bodies: vec!["Xs".into()], ..Filter::default() };
        assert_eq!(
            chain().filter(&bodies).unwrap_err().to_string(),
            "there is no node Xs in this view (did you mean X?)"
        );
        let kinds = Filter { kinds: vec!["inform".into()], ..Filter::default() };
        assert!(chain().filter(&kinds).unwrap_err().to_string().ends_with("(did you mean informs?)"));
    }

    #[test]
    fn weights_are_counted_from_what_is_left() {
        let twice = projection(&[("a", "b", "informs", "A"), ("a", "b", "informs", "A"), ("b", "a", "asks", "B")]);
        let heavy = twice.filter(&Filter { minimum: 2, ..Filter::default() }).unwrap();
        assert_eq!(edges(&heavy), [("a", "b")]);
        let separate = twice.filter(&Filter { separate: true, ..Filter::default() }).unwrap();
        assert_eq!(edges(&separate), [("a", "b"), ("a", "b"), ("b", "a")]);
    }
}
