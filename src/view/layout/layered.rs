use super::bands::{Bands, first_layers};
use super::order::order;
use super::place::place;
use super::{Component, Layout, Plan, Point, Rect, Route, Size};
use petgraph::algo::greedy_feedback_arc_set;
use petgraph::graph::DiGraph;

/// What stands in a layer: a node, or the place where an edge goes through, with its label or without.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    pub size: Size,
    pub layer: usize,
    /// The node of the component, for a node.
    pub node: Option<usize>,
    /// The band in which it stands.
    pub band: usize,
}

/// Cells in layers, and what joins them: each link leads from a layer to the next.
#[derive(Debug, Default)]
pub(super) struct Layers {
    pub cells: Vec<Cell>,
    /// Cells of each layer, from top to bottom.
    pub rows: Vec<Vec<usize>>,
    /// For each cell the cells of the next layer that it is joined to.
    pub next: Vec<Vec<usize>>,
    /// For each cell the cells of the layer before.
    pub previous: Vec<Vec<usize>>,
}

impl Layers {
    /// The cells of a layer by band.
    pub fn slices<'r>(&self, row: &'r [usize]) -> impl Iterator<Item = &'r [usize]> {
        row.chunk_by(|one, other| self.cells[*one].band == self.cells[*other].band)
    }
}

/// Between the column of boxes and the labels; the curves bend here.
const BEND: f64 = 30.0;
/// Between the ends of edges at a box.
const PORT: f64 = 11.0;
/// The tallest that a box grows for its ports; more ports stand closer.
const TALLEST: f64 = 330.0;
/// Height of a loop above its box.
pub(super) const LOOP: f64 = 26.0;

/// Lays out one component in layers, or gives up when the steps run out.
pub(super) fn layered(plan: &Plan, component: &Component, left: &mut u64) -> Option<Layout> {
    let mut local = vec![0; plan.nodes.len()];
    for (index, node) in component.nodes.iter().enumerate() {
        local[*node] = index;
    }
    let ends: Vec<(usize, usize)> =
        component.edges.iter().map(|edge| plan.edges[*edge]).map(|(from, to)| (local[from], local[to])).collect();
    let count = component.nodes.len();
    let forward = acyclic(count, &ends);
    let ranks = ranks(count, &forward);
    spend(left, (ends.len() * 4) as u64)?;
    let lanes: usize = forward.iter().map(|(from, to)| (2 * (ranks[*to] - ranks[*from])).saturating_sub(1)).sum();
    // Each lane is looked at by every sweep.
    spend(left, lanes as u64 * 120)?;

    let sizes = box_sizes(plan, component, &ends);
    let mut bands = Bands::new(plan);
    let (mut layers, chains) = cells(plan, component, &forward, &ranks, &sizes, &bands);
    order(&mut layers, left)?;
    bands.stack(plan, &layers);
    let heights = place(&layers, &bands.spans);
    Some(draw(plan, component, &ends, &sizes, &layers, &chains, &heights, &bands))
}

fn spend(left: &mut u64, steps: u64) -> Option<()> {
    *left = left.checked_sub(steps)?;
    Some(())
}

/// The edges with those turned that would close a cycle.
fn acyclic(count: usize, ends: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut graph: DiGraph<(), usize> = DiGraph::with_capacity(count, ends.len());
    let nodes: Vec<_> = (0..count).map(|_| graph.add_node(())).collect();
    for (edge, (from, to)) in ends.iter().enumerate().filter(|(_, (from, to))| from != to) {
        graph.add_edge(nodes[*from], nodes[*to], edge);
    }
    let mut forward = ends.to_vec();
    for edge in greedy_feedback_arc_set(&graph) {
        let (from, to) = ends[*edge.weight()];
        forward[*edge.weight()] = (to, from);
    }
    forward
}

/// The layer of each node: behind all that lead to it, and as near as may be to what it leads to.
fn ranks(count: usize, forward: &[(usize, usize)]) -> Vec<usize> {
    let mut out = vec![Vec::new(); count];
    let mut incoming = vec![0_usize; count];
    for (from, to) in forward.iter().filter(|(from, to)| from != to) {
        out[*from].push(*to);
        incoming[*to] += 1;
    }
    let degree_in = incoming.clone();
    let mut ready: Vec<usize> = (0..count).filter(|node| incoming[*node] == 0).collect();
    let mut ranks = vec![0; count];
    let mut at = 0;
    while let Some(node) = ready.get(at).copied() {
        at += 1;
        for next in &out[node] {
            ranks[*next] = ranks[*next].max(ranks[node] + 1);
            incoming[*next] -= 1;
            if incoming[*next] == 0 {
                ready.push(*next);
            }
        }
    }
    for node in ready.into_iter().rev().filter(|node| out[*node].len() > degree_in[*node]) {
        if let Some(nearest) = out[node].iter().map(|next| ranks[*next]).min() {
            ranks[node] = nearest - 1;
        }
    }
    ranks
}

/// Boxes are as tall as their words, and taller where many edges end at one side.
fn box_sizes(plan: &Plan, component: &Component, ends: &[(usize, usize)]) -> Vec<Size> {
    let mut degrees = vec![0_usize; component.nodes.len()];
    for (from, to) in ends {
        degrees[*from] += 1;
        degrees[*to] += 1;
    }
    let size = |(node, degree): (&usize, &usize)| {
        let words = plan.nodes[*node];
        Size { height: words.height.max((*degree as f64 * PORT + 8.0).min(TALLEST)), ..words }
    };
    component.nodes.iter().zip(&degrees).map(size).collect()
}

/// Cells for nodes and for the lanes of edges; for each edge the cells that it goes through, from left to right.
fn cells(
    plan: &Plan,
    component: &Component,
    forward: &[(usize, usize)],
    ranks: &[usize],
    sizes: &[Size],
    bands: &Bands,
) -> (Layers, Vec<Vec<usize>>) {
    let mut loops = vec![0.0; sizes.len()];
    for (node, _) in forward.iter().filter(|(from, to)| from == to) {
        loops[*node] = LOOP;
    }
    let mut layers = Layers::default();
    let add = |layers: &mut Layers, cell: Cell| {
        if layers.rows.len() <= cell.layer {
            layers.rows.resize(cell.layer + 1, Vec::new());
        }
        layers.rows[cell.layer].push(layers.cells.len());
        layers.cells.push(cell);
        layers.cells.len() - 1
    };
    for (node, size) in sizes.iter().enumerate() {
        let size = Size { height: size.height + 2.0 * loops[node], ..*size };
        let band = bands.of(plan, component.nodes[node]);
        add(&mut layers, Cell { size, layer: 2 * ranks[node], node: Some(node), band });
    }
    let mut chains = Vec::with_capacity(forward.len());
    for (edge, (from, to)) in component.edges.iter().zip(forward) {
        let mut chain = vec![*from];
        let (first, last) = (2 * ranks[*from], 2 * ranks[*to]);
        // Labels stand between columns of boxes, in the gap nearest to the middle of the edge.
        let labelled = (usize::midpoint(first, last)) | 1;
        for layer in first + 1..last {
            let size = if layer == labelled { plan.labels[*edge] } else { Size { width: 0.0, height: 1.0 } };
            // The label of an edge from band to band stands in the band to which it leads.
            let band = layers.cells[if layer < labelled { *from } else { *to }].band;
            chain.push(add(&mut layers, Cell { size, layer, node: None, band }));
        }
        if from != to {
            chain.push(*to);
        }
        chains.push(chain);
    }
    layers.next = vec![Vec::new(); layers.cells.len()];
    layers.previous = vec![Vec::new(); layers.cells.len()];
    for pair in chains.iter().flat_map(|chain| chain.windows(2)) {
        layers.next[pair[0]].push(pair[1]);
        layers.previous[pair[1]].push(pair[0]);
    }
    (layers, chains)
}

/// Turns cells into boxes and lanes into routes.
#[allow(clippy::too_many_arguments, reason = "all that was found out")]
fn draw(
    plan: &Plan,
    component: &Component,
    ends: &[(usize, usize)],
    sizes: &[Size],
    layers: &Layers,
    chains: &[Vec<usize>],
    heights: &[f64],
    bands: &Bands,
) -> Layout {
    let width = |layer: &Vec<usize>| layer.iter().map(|cell| layers.cells[*cell].size.width).fold(0.0, f64::max);
    let mut widths: Vec<f64> = layers.rows.iter().map(width).collect();
    for (first, title) in first_layers(plan, layers).into_iter().zip(&plan.titles) {
        if let (Some(first), Some(title)) = (first, title) {
            widths[first] = widths[first].max(title.width);
        }
    }
    let mut columns = Vec::with_capacity(layers.rows.len());
    let mut x = bands.pad();
    for width in widths {
        columns.push((x, x + width));
        x += width + BEND;
    }
    let top = layers.cells.iter().zip(heights).map(|(cell, y)| y - cell.size.height / 2.0).fold(f64::MAX, f64::min);
    let bottom = layers.cells.iter().zip(heights).map(|(cell, y)| y + cell.size.height / 2.0).fold(f64::MIN, f64::max);

    let (top, bottom) = (bands.top(plan).unwrap_or(top), bands.bottom().unwrap_or(bottom));

    let boxes: Vec<Rect> = sizes
        .iter()
        .enumerate()
        .map(|(node, size)| {
            let (from, to) = columns[layers.cells[node].layer];
            let at = Point { x: (from + to - size.width) / 2.0, y: heights[node] - top - size.height / 2.0 };
            Rect { at, size: *size }
        })
        .collect();
    let ports = ports(chains, &boxes, heights);
    let mut routes = Vec::with_capacity(chains.len());
    for ((chain, [leaves, arrives]), (edge, (from, to))) in
        chains.iter().zip(ports).zip(component.edges.iter().zip(ends))
    {
        if from == to {
            routes.push(self_loop(boxes[*from], plan.labels[*edge]));
            continue;
        }
        let (first, last) = (chain[0], chain[chain.len() - 1]);
        let mut points = vec![Point { x: boxes[first].at.x + boxes[first].size.width, y: leaves }];
        points.push(Point { x: columns[layers.cells[first].layer].1, y: leaves });
        let mut label = None;
        for cell in &chain[1..chain.len() - 1] {
            let (from, to) = columns[layers.cells[*cell].layer];
            let y = heights[*cell] - top;
            points.extend([Point { x: from, y }, Point { x: to, y }]);
            if layers.cells[*cell].size.width > 0.0 {
                label = Some(Point { x: f64::midpoint(from, to), y });
            }
        }
        points.push(Point { x: columns[layers.cells[last].layer].0, y: arrives });
        points.push(Point { x: boxes[last].at.x, y: arrives });
        if first != *from {
            points.reverse();
        }
        points.dedup();
        routes.push(Route { points, label });
    }
    let clusters = bands.boxes(plan, layers, &boxes, &columns, top);
    let widest = clusters.iter().map(|rect| rect.at.x + rect.size.width).fold(x - BEND + bands.pad(), f64::max);
    Layout { size: Size { width: widest, height: bottom - top }, boxes, routes, clusters, simple: false }
}

/// The heights at which each edge leaves and arrives: at each side of a box in the order of what they lead to.
fn ports(chains: &[Vec<usize>], boxes: &[Rect], heights: &[f64]) -> Vec<[f64; 2]> {
    let mut sides: [Vec<Vec<(f64, usize)>>; 2] = [vec![Vec::new(); boxes.len()], vec![Vec::new(); boxes.len()]];
    for (edge, chain) in chains.iter().enumerate().filter(|(_, chain)| chain.len() > 1) {
        sides[0][chain[0]].push((heights[chain[1]], edge));
        sides[1][chain[chain.len() - 1]].push((heights[chain[chain.len() - 2]], edge));
    }
    let mut ports = vec![[0.0; 2]; chains.len()];
    for (end, side) in sides.iter_mut().enumerate() {
        for (node, edges) in side.iter_mut().enumerate() {
            edges.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            let gap = PORT.min((boxes[node].size.height - 8.0) / edges.len().max(1) as f64);
            let first = boxes[node].middle().y - gap * (edges.len() as f64 - 1.0) / 2.0;
            for (place, (_, edge)) in edges.iter().enumerate() {
                ports[*edge][end] = first + gap * place as f64;
            }
        }
    }
    ports
}

/// A loop above the box, its label above the loop.
fn self_loop(of: Rect, label: Size) -> Route {
    let (x, y) = (of.middle().x, of.at.y);
    let points = [(x - 14.0, y), (x - 14.0, y - 10.0), (x + 14.0, y - 10.0), (x + 14.0, y)];
    let label = Point { x, y: y - 12.0 - label.height / 2.0 };
    Route { points: points.map(|(x, y)| Point { x, y }).to_vec(), label: Some(label) }
}
