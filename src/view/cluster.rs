//! Clusters: nodes that belong together and are drawn in one box.

use super::face::shown;
use super::projection::{Language, Node, Projection};
use std::collections::BTreeSet;

/// By what nodes are put into boxes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cluster {
    /// By their kind: ministries, working groups.
    Kind,
    /// By what they belong to: a ministry and its agencies, a conference and its committees. A node to which others of the
    /// picture belong stands with those; one of which nothing is known stands in no box.
    Parent,
}

/// The boxes of a projection.
#[derive(Debug, Default)]
pub(super) struct Clusters {
    /// Titles; none for the nodes that stand in no box.
    pub titles: Vec<Option<String>>,
    /// For each node the place of its box among them.
    pub of: Vec<usize>,
}

impl Clusters {
    pub fn new(projection: &Projection, by: Option<Cluster>, language: Language) -> Self {
        let Some(by) = by else { return Self::default() };
        let nodes = || projection.graph.node_weights();
        let parents: BTreeSet<&str> = nodes().map(|node| &*node.group).filter(|group| !group.is_empty()).collect();
        let key = |node: &'_ Node| -> String {
            match by {
                Cluster::Kind => node.kind.clone(),
                Cluster::Parent if parents.contains(&*node.label) => node.label.clone(),
                Cluster::Parent => node.group.clone(),
            }
        };
        let keys: Vec<String> = nodes().map(key).collect();
        let mut all = keys.clone();
        all.sort_unstable();
        all.dedup();
        let title = |key: &String| match by {
            _ if key.is_empty() => None,
            Cluster::Kind => Some(shown(projection.name(key, language))),
            Cluster::Parent => Some(shown(key)),
        };
        let titles = all.iter().map(title).collect();
        Self { titles, of: keys.iter().map(|key| all.binary_search(key).unwrap_or_default()).collect() }
    }

    /// The nodes of each box, with its title.
    pub fn boxes(&self) -> impl Iterator<Item = (&str, Vec<usize>)> {
        self.titles.iter().enumerate().filter_map(|(place, title)| {
            let members = self.of.iter().enumerate().filter(|(_, of)| **of == place).map(|(node, _)| node);
            Some((title.as_deref()?, members.collect()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::projection::tests::projection;
    use super::*;

    #[test]
    fn a_body_stands_with_those_that_belong_to_it() {
        let mut projection =
            projection(&[("bka", "imk", "k", "BKA"), ("bmi", "x", "k", "BMI"), ("imk", "x", "k", "IMK")]);
        for (body, parent) in [("BKA", "BMI"), ("BMI", "Bundesregierung")] {
            let node = projection.graph.node_weights_mut().find(|node| node.label == body).unwrap();
            node.group = parent.to_owned();
        }
        let clusters = Clusters::new(&projection, Some(Cluster::Parent), Language::De);
        let label = |node: usize| &*projection.graph[petgraph::graph::NodeIndex::new(node)].label;
        let boxes: Vec<(&str, Vec<&str>)> =
            clusters.boxes().map(|(title, nodes)| (title, nodes.into_iter().map(label).collect())).collect();
        assert_eq!(boxes, [("BMI", vec!["BKA", "BMI"])]);
        assert_eq!(clusters.of.len(), 4);
        assert!(Clusters::new(&projection, None, Language::De).of.is_empty());
    }
}
