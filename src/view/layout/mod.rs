//! Where everything stands: boxes in layers from left to right, and edges that touch no box but their ends.
//!
//! The way of Sugiyama: edges that close a cycle are turned, nodes go into layers ([`layered`]), each edge gets a lane
//! through the layers between its ends and one for its label, so that labels lie on nothing; crossings are reduced
//! ([`order`]) and everything is moved towards its neighbours ([`place`]). Work is counted in steps, not in time, so that
//! the same graph has the same picture on any machine; when the steps run out, the boxes stand in a plain grid ([`grid`]).
#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "pictures have fewer than 2^32 parts"
)]

mod grid;
mod layered;
mod order;
mod place;

/// A point of the picture, in CSS pixels from the top left.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

/// Width and height.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    pub width: f64,
    pub height: f64,
}

/// A box: its top left corner and size.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    pub at: Point,
    pub size: Size,
}

/// What is to be laid out.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Of the words in each node.
    pub nodes: Vec<Size>,
    /// Kind of each node; the grid puts the nodes of a kind together.
    pub kinds: Vec<usize>,
    /// From and to.
    pub edges: Vec<(usize, usize)>,
    /// Of the label of each edge.
    pub labels: Vec<Size>,
}

/// How an edge runs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Route {
    /// From border to border. Between two points of one height it is a line, else a curve that leaves and arrives level;
    /// always a line if the layout is simple.
    pub points: Vec<Point>,
    /// Middle of its label; none in a simple layout.
    pub label: Option<Point>,
}

/// Where everything stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    pub size: Size,
    /// In the order of the nodes.
    pub boxes: Vec<Rect>,
    /// In the order of the edges.
    pub routes: Vec<Route>,
    /// The work for layers ran out: boxes in a grid, straight edges without labels.
    pub simple: bool,
}

/// Steps that a layout may take: some seconds.
pub const BUDGET: u64 = 120_000_000;

impl Rect {
    #[must_use]
    pub fn middle(&self) -> Point {
        Point { x: self.at.x + self.size.width / 2.0, y: self.at.y + self.size.height / 2.0 }
    }
}

/// Lays out a plan within a number of steps.
#[must_use]
pub fn layout(plan: &Plan, budget: u64) -> Layout {
    let components = components(plan);
    let mut left = budget;
    let mut parts = Vec::new();
    for component in &components {
        match layered::layered(plan, component, &mut left) {
            Some(part) => parts.push(part),
            None => return grid::grid(plan),
        }
    }
    pack(plan, &components, parts)
}

/// The nodes and edges that hang together.
#[derive(Clone, Debug, Default)]
struct Component {
    nodes: Vec<usize>,
    edges: Vec<usize>,
}

/// The parts of a plan that hang together, the largest first.
fn components(plan: &Plan) -> Vec<Component> {
    let mut sets = petgraph::unionfind::UnionFind::<usize>::new(plan.nodes.len());
    for (from, to) in &plan.edges {
        sets.union(*from, *to);
    }
    let mut place = vec![usize::MAX; plan.nodes.len()];
    let mut components: Vec<Component> = Vec::new();
    for node in 0..plan.nodes.len() {
        let set = sets.find(node);
        if place[set] == usize::MAX {
            place[set] = components.len();
            components.push(Component::default());
        }
        components[place[set]].nodes.push(node);
    }
    for (edge, (from, _)) in plan.edges.iter().enumerate() {
        components[place[sets.find(*from)]].edges.push(edge);
    }
    components.sort_by_key(|component| std::cmp::Reverse(component.nodes.len()));
    components
}

/// Between components.
const MARGIN: f64 = 28.0;

/// Puts the parts into rows that are about as wide as the widest part.
fn pack(plan: &Plan, components: &[Component], parts: Vec<Layout>) -> Layout {
    let widest = parts.iter().map(|part| part.size.width).fold(0.0, f64::max);
    let area: f64 = parts.iter().map(|part| (part.size.width + MARGIN) * (part.size.height + MARGIN)).sum();
    let row_width = widest.max(area.sqrt() * 0.9);
    let mut whole = Layout {
        boxes: vec![Rect::default(); plan.nodes.len()],
        routes: vec![Route::default(); plan.edges.len()],
        ..Layout::default()
    };
    let (mut x, mut y, mut row_height) = (0.0, 0.0, 0.0_f64);
    for (component, part) in components.iter().zip(parts) {
        if x > 0.0 && x + part.size.width > row_width {
            (x, y, row_height) = (0.0, y + row_height + MARGIN, 0.0);
        }
        let moved = |point: Point| Point { x: point.x + x, y: point.y + y };
        for (node, rect) in component.nodes.iter().zip(part.boxes) {
            whole.boxes[*node] = Rect { at: moved(rect.at), ..rect };
        }
        for (edge, route) in component.edges.iter().zip(part.routes) {
            let points = route.points.into_iter().map(moved).collect();
            whole.routes[*edge] = Route { points, label: route.label.map(moved) };
        }
        row_height = row_height.max(part.size.height);
        whole.size.width = whole.size.width.max(x + part.size.width);
        whole.size.height = whole.size.height.max(y + part.size.height);
        x += part.size.width + MARGIN;
    }
    whole
}
