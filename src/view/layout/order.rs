use super::layered::Layers;

/// Sweeps without a better picture after which it will do.
const PATIENCE: usize = 4;
const SWEEPS: usize = 24;

/// Orders the cells of each layer so that few edges cross: each goes to the mean place of its neighbours, layer by layer,
/// forth and back, within its band, and the best order of all sweeps stands. Gives up when the steps run out.
pub(super) fn order(layers: &mut Layers, left: &mut u64) -> Option<()> {
    first_order(layers);
    let mut place = vec![0.0; layers.cells.len()];
    number(layers, &mut place);
    let mut best = (crossings(layers, &place), layers.rows.clone());
    let mut worse = 0;
    let links: usize = layers.next.iter().map(Vec::len).sum();
    for sweep in 0..SWEEPS {
        if best.0 == 0 || worse == PATIENCE {
            break;
        }
        *left = left.checked_sub((layers.cells.len() + links) as u64)?;
        let depth = layers.rows.len();
        for step in 1..depth {
            let (layer, neighbours) =
                if sweep % 2 == 0 { (step, &layers.previous) } else { (depth - 1 - step, &layers.next) };
            let mean = |cell: usize| {
                let near = &neighbours[cell];
                if near.is_empty() {
                    place[cell]
                } else {
                    near.iter().map(|n| place[*n]).sum::<f64>() / near.len() as f64
                }
            };
            let mut keyed: Vec<(f64, usize)> = layers.rows[layer].iter().map(|cell| (mean(*cell), *cell)).collect();
            // Every other pair of sweeps turns ties round, which gets out of some dead ends.
            if sweep % 4 >= 2 {
                keyed.reverse();
            }
            keyed.sort_by(|a, b| layers.cells[a.1].band.cmp(&layers.cells[b.1].band).then(a.0.total_cmp(&b.0)));
            layers.rows[layer] = keyed.into_iter().map(|(_, cell)| cell).collect();
            number_layer(&layers.rows[layer], &mut place);
        }
        let now = crossings(layers, &place);
        if now < best.0 {
            best = (now, layers.rows.clone());
            worse = 0;
        } else {
            worse += 1;
        }
    }
    layers.rows = best.1;
    Some(())
}

/// Depth first from the nodes of the first layers, so that what hangs together starts together.
fn first_order(layers: &mut Layers) {
    let mut seen = vec![false; layers.cells.len()];
    let mut ordered: Vec<Vec<usize>> = vec![Vec::new(); layers.rows.len()];
    let roots: Vec<usize> = layers.rows.iter().flatten().copied().collect();
    for root in roots {
        let mut open = vec![root];
        while let Some(cell) = open.pop() {
            if std::mem::replace(&mut seen[cell], true) {
                continue;
            }
            ordered[layers.cells[cell].layer].push(cell);
            open.extend(layers.next[cell].iter().rev().chain(layers.previous[cell].iter().rev()));
        }
    }
    for row in &mut ordered {
        row.sort_by_key(|cell| layers.cells[*cell].band);
    }
    layers.rows = ordered;
}

/// Places run from 0 to 1 in each layer, so that layers of different length can be compared.
fn number(layers: &Layers, place: &mut [f64]) {
    for layer in &layers.rows {
        number_layer(layer, place);
    }
}

fn number_layer(layer: &[usize], place: &mut [f64]) {
    for (index, cell) in layer.iter().enumerate() {
        place[*cell] = (index as f64 + 0.5) / layer.len() as f64;
    }
}

/// How many pairs of links cross, counted with a tree of sums as Barth, Mutzel and Jünger do.
fn crossings(layers: &Layers, place: &[f64]) -> u64 {
    let mut total = 0;
    for pair in layers.rows.windows(2) {
        let rank = |cell: usize| (place[cell] * pair[1].len() as f64) as usize;
        let mut tree = vec![0_u64; pair[1].len() + 1];
        let mut drawn = 0;
        for cell in &pair[0] {
            let mut ends: Vec<usize> = layers.next[*cell].iter().map(|next| rank(*next)).collect();
            ends.sort_unstable();
            for end in &ends {
                // Links drawn before that end at this place or above do not cross.
                let mut above = 0;
                let mut at = end + 1;
                while at > 0 {
                    above += tree[at];
                    at &= at - 1;
                }
                total += drawn - above;
            }
            for end in ends {
                let mut at = end + 1;
                while at < tree.len() {
                    tree[at] += 1;
                    at += at & at.wrapping_neg();
                }
                drawn += 1;
            }
        }
    }
    total
}
