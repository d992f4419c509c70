//! Bands: from top to bottom, one for each cluster, through all layers. What stands in a band stands in no other, so the box
//! around a cluster holds its own nodes and no others; edges cross it on their way.

use super::layered::Layers;
use super::place::stacked;
use super::{Plan, Point, Rect, Size};
use std::collections::BTreeMap;

/// Between a box and what stands in it.
const PAD: f64 = 10.0;
/// Between boxes.
const GAP: f64 = 14.0;
/// More bands than this stay in the order in which they were given.
const MOST_ARRANGED: usize = 64;

/// The bands of a plan; without clusters there is one, without bounds.
pub(super) struct Bands {
    /// For each cluster its place from the top.
    place: Vec<usize>,
    /// For each place the heights between which its cells stand.
    pub spans: Vec<(f64, f64)>,
}

impl Bands {
    pub fn new(plan: &Plan) -> Self {
        Self { place: arranged(plan), spans: vec![(f64::NEG_INFINITY, f64::INFINITY)] }
    }

    /// The place of the band in which a node of the plan stands.
    pub fn of(&self, plan: &Plan, node: usize) -> usize {
        plan.clusters.get(node).and_then(|cluster| self.place.get(*cluster)).copied().unwrap_or_default()
    }

    /// Room beside the boxes of nodes for those of clusters.
    pub fn pad(&self) -> f64 {
        if self.place.is_empty() { 0.0 } else { PAD }
    }

    /// Gives each band the height of its fullest layer, and stacks them.
    pub fn stack(&mut self, plan: &Plan, layers: &Layers) {
        if self.place.is_empty() {
            return;
        }
        let mut fullest = vec![0.0_f64; self.place.len()];
        for slice in layers.rows.iter().flat_map(|row| layers.slices(row)) {
            let band = layers.cells[slice[0]].band;
            fullest[band] = fullest[band].max(stacked(layers, slice));
        }
        let mut titles = vec![None; self.place.len()];
        for (place, title) in self.place.iter().zip(&plan.titles) {
            titles[*place] = *title;
        }
        let mut y = 0.0;
        self.spans.clear();
        for (height, title) in fullest.into_iter().zip(titles) {
            let (above, below) = title.map_or((0.0, 0.0), |title: Size| (title.height + PAD, PAD));
            self.spans.push((y + above, y + above + height));
            y += above + height + below + GAP;
        }
    }

    /// The boxes of the clusters around those of their nodes, from the left end of their first column on; `top` is the height
    /// at which the picture begins.
    pub fn boxes(&self, plan: &Plan, layers: &Layers, nodes: &[Rect], columns: &[(f64, f64)], top: f64) -> Vec<Rect> {
        let first = first_layers(plan, layers);
        let around = |(cluster, title): (usize, &Option<Size>)| {
            let (Some(title), Some(first)) = (title, first[cluster]) else { return Rect::default() };
            let members = nodes.iter().zip(&plan.clusters).filter(|(_, of)| **of == cluster).map(|(rect, _)| rect);
            let left = columns[first].0 - PAD;
            let right = members.map(|rect| rect.at.x + rect.size.width).fold(f64::MIN, f64::max) + PAD;
            let (from, to) = self.spans[self.place[cluster]];
            Rect {
                at: Point { x: left, y: from - top - title.height - PAD },
                size: Size {
                    width: (right - left).max(title.width + 2.0 * PAD),
                    height: to - from + title.height + 2.0 * PAD,
                },
            }
        };
        plan.titles.iter().enumerate().map(around).collect()
    }

    /// Where the picture begins above the cells.
    pub fn top(&self, plan: &Plan) -> Option<f64> {
        let first = self.place.iter().position(|place| *place == 0)?;
        let title = plan.titles[first].map_or(0.0, |title| title.height + PAD);
        Some(self.spans[0].0 - title)
    }

    /// Where it ends below them.
    pub fn bottom(&self) -> Option<f64> {
        self.spans.last().filter(|_| !self.place.is_empty()).map(|span| span.1 + PAD)
    }
}

/// The first layer in which each cluster has a node. Its title stands in the column of that layer, where edges run level
/// and below it.
pub(super) fn first_layers(plan: &Plan, layers: &Layers) -> Vec<Option<usize>> {
    let mut first = vec![None; plan.titles.len()];
    for (cluster, cell) in plan.clusters.iter().zip(&layers.cells) {
        let first: &mut Option<usize> = &mut first[*cluster];
        *first = Some(first.map_or(cell.layer, |layer| layer.min(cell.layer)));
    }
    first
}

/// The place of each cluster: those that many edges join stand near each other. Each is moved to where edges are shortest, until
/// none moves.
fn arranged(plan: &Plan) -> Vec<usize> {
    let count = plan.titles.len();
    let mut order: Vec<usize> = (0..count).collect();
    if (2..=MOST_ARRANGED).contains(&count) {
        let mut ties: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for (from, to) in &plan.edges {
            let (from, to) = (plan.clusters[*from], plan.clusters[*to]);
            *ties.entry((from.min(to), from.max(to))).or_default() += 1;
        }
        let length = |order: &[usize]| -> usize {
            let place = places(order);
            ties.iter().map(|((from, to), weight)| place[*from].abs_diff(place[*to]) * weight).sum()
        };
        let mut best = length(&order);
        let mut moved = true;
        while moved {
            moved = false;
            for cluster in 0..count {
                for place in 0..count {
                    let mut tried = order.clone();
                    tried.retain(|other| *other != cluster);
                    tried.insert(place, cluster);
                    let now = length(&tried);
                    if now < best {
                        (best, order, moved) = (now, tried, true);
                    }
                }
            }
        }
    }
    places(&order)
}

fn places(order: &[usize]) -> Vec<usize> {
    let mut places = vec![0; order.len()];
    for (place, cluster) in order.iter().enumerate() {
        places[*cluster] = place;
    }
    places
}
