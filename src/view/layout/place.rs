use super::layered::Layers;

/// Between boxes of a column.
const GAP: f64 = 12.0;
/// Between a lane and what is beside it.
const LANE: f64 = 5.0;
const SWEEPS: usize = 16;

/// Heights of the middles of the cells. Each layer in turn moves to where its neighbours are, as near as order, gaps and the
/// spans of the bands allow: the least squares of the distances, which pooling of adjacent violators finds in one pass.
pub(super) fn place(layers: &Layers, spans: &[(f64, f64)]) -> Vec<f64> {
    let mut heights = vec![0.0; layers.cells.len()];
    for slice in layers.rows.iter().flat_map(|row| layers.slices(row)) {
        let (from, to) = spans[layers.cells[slice[0]].band];
        let middle = if from.is_finite() { f64::midpoint(from, to) } else { 0.0 };
        let offsets = offsets(layers, slice);
        let half = offsets.last().copied().unwrap_or_default() / 2.0;
        for (cell, offset) in slice.iter().zip(offsets) {
            heights[*cell] = middle + offset - half;
        }
    }
    let depth = layers.rows.len();
    for sweep in 0..SWEEPS {
        let both = sweep + 4 >= SWEEPS;
        for step in 0..depth {
            let (layer, sides) = match sweep % 2 {
                0 => (step, [Some(&layers.previous), both.then_some(&layers.next)]),
                _ => (depth - 1 - step, [Some(&layers.next), both.then_some(&layers.previous)]),
            };
            for slice in layers.slices(&layers.rows[layer]) {
                settle(layers, slice, &sides, spans[layers.cells[slice[0]].band], &mut heights);
            }
        }
    }
    heights
}

/// The height of cells that stand as close as may be.
pub(super) fn stacked(layers: &Layers, cells: &[usize]) -> f64 {
    let half = |cell: Option<&usize>| cell.map_or(0.0, |cell| layers.cells[*cell].size.height / 2.0);
    half(cells.first()) + offsets(layers, cells).last().copied().unwrap_or_default() + half(cells.last())
}

/// How far each cell of a layer stands below the first when all stand as close as may be.
fn offsets(layers: &Layers, layer: &[usize]) -> Vec<f64> {
    let mut offsets = Vec::with_capacity(layer.len());
    let mut at = 0.0;
    for (index, cell) in layer.iter().enumerate() {
        if let Some(before) = index.checked_sub(1).map(|before| &layers.cells[layer[before]]) {
            let cell = &layers.cells[*cell];
            let gap = if before.node.is_some() && cell.node.is_some() { GAP } else { LANE };
            at += f64::midpoint(before.size.height, cell.size.height) + gap;
        }
        offsets.push(at);
    }
    offsets
}

fn settle(
    layers: &Layers,
    layer: &[usize],
    sides: &[Option<&Vec<Vec<usize>>>; 2],
    (from, to): (f64, f64),
    heights: &mut [f64],
) {
    let half = |cell: Option<&usize>| cell.map_or(0.0, |cell| layers.cells[*cell].size.height / 2.0);
    let offsets = offsets(layers, layer);
    // Runs of cells that stand as close as may be: sum of weighted wishes, sum of weights, number of cells.
    let mut runs: Vec<(f64, f64, usize)> = Vec::with_capacity(layer.len());
    for (cell, offset) in layer.iter().zip(&offsets) {
        let (mut sum, mut weight) = (0.0, 0.0);
        for near in sides.iter().flatten().flat_map(|side| &side[*cell]) {
            // Straight lanes matter more than boxes in the middle of their edges.
            let pull = match (layers.cells[*cell].node, layers.cells[*near].node) {
                (None, None) => 8.0,
                (Some(_), Some(_)) => 1.0,
                _ => 2.0,
            };
            sum += pull * heights[*near];
            weight += pull;
        }
        if weight == 0.0 {
            (sum, weight) = (heights[*cell] * 0.01, 0.01);
        }
        let mut run = (sum - weight * offset, weight, 1);
        while let Some(before) = runs.last().filter(|before| before.0 / before.1 >= run.0 / run.1) {
            run = (before.0 + run.0, before.1 + run.1, before.2 + run.2);
            runs.pop();
        }
        runs.push(run);
    }
    // Wishes in order that are cut to bounds are the best within them.
    let lowest = from + half(layer.first());
    let highest = to - half(layer.last()) - offsets.last().copied().unwrap_or_default();
    let bases = runs.iter().flat_map(|(sum, weight, count)| std::iter::repeat_n(sum / weight, *count));
    for ((cell, offset), base) in layer.iter().zip(&offsets).zip(bases) {
        heights[*cell] = base.min(highest).max(lowest) + offset;
    }
}
