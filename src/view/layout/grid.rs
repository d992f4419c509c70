use super::{Layout, Plan, Point, Rect, Route, Size};

const GAP: f64 = 14.0;

/// The layout for graphs that are too large for layers: boxes in rows, those of a kind together, edges straight from
/// border to border.
pub(super) fn grid(plan: &Plan) -> Layout {
    let mut order: Vec<usize> = (0..plan.nodes.len()).collect();
    order.sort_by_key(|node| plan.kinds.get(*node));
    let area: f64 = plan.nodes.iter().map(|size| (size.width + GAP) * (size.height + GAP)).sum();
    let row_width = area.sqrt() * 1.1;
    let mut layout = Layout { boxes: vec![Rect::default(); plan.nodes.len()], simple: true, ..Layout::default() };
    let (mut x, mut y, mut row_height) = (0.0, 0.0, 0.0_f64);
    for node in order {
        let size = plan.nodes[node];
        if x > 0.0 && x + size.width > row_width {
            (x, y, row_height) = (0.0, y + row_height + GAP, 0.0);
        }
        layout.boxes[node] = Rect { at: Point { x, y }, size };
        x += size.width + GAP;
        row_height = row_height.max(size.height);
        layout.size = Size { width: layout.size.width.max(x - GAP), height: y + row_height };
    }
    layout.routes = plan.edges.iter().map(|(from, to)| straight(layout.boxes[*from], layout.boxes[*to])).collect();
    layout
}

fn straight(from: Rect, to: Rect) -> Route {
    let (a, b) = (from.middle(), to.middle());
    if a == b {
        let (x, y) = (a.x, from.at.y);
        let points = [(x - 8.0, y), (x - 8.0, y - 8.0), (x + 8.0, y - 8.0), (x + 8.0, y)];
        return Route { points: points.map(|(x, y)| Point { x, y }).to_vec(), label: None };
    }
    Route { points: vec![border(from, b), border(to, a)], label: None }
}

/// Where the line from the middle of a box towards a point leaves the box.
fn border(of: Rect, towards: Point) -> Point {
    let middle = of.middle();
    let (dx, dy) = (towards.x - middle.x, towards.y - middle.y);
    let reach = |half: f64, d: f64| if d == 0.0 { f64::MAX } else { half / d.abs() };
    let part = reach(of.size.width / 2.0, dx).min(reach(of.size.height / 2.0, dy));
    Point { x: middle.x + dx * part, y: middle.y + dy * part }
}
