//! Where everything stands: boxes in layers from left to right, and edges that touch no box but their ends.
//!
//! The way of Sugiyama: edges that close a cycle are turned, nodes go into layers ([`layered`]), each edge gets a lane
//! through the layers between its ends and one for its label, so that labels lie on nothing; crossings are reduced
//! ([`order`]) and everything is moved towards its neighbours ([`place`]). Clusters are bands from left to right ([`bands`]). Work is counted in steps, not in time, so that
//! the same graph has the same picture on any machine; when the steps run out, the boxes stand in a plain grid ([`grid`]).
#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "pictures have fewer than 2^32 parts"
)]

mod bands;
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
    /// The cluster in which each node stands; empty where there are none.
    pub clusters: Vec<usize>,
    /// Of the title of each cluster; none for nodes that are in no box.
    pub titles: Vec<Option<Size>>,
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
    /// Around the nodes of each cluster, with room for its title at the top; of no size where it has none. No node of another
    /// cluster stands in it. None in a simple layout.
    pub clusters: Vec<Rect>,
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
    if !plan.titles.is_empty() {
        // A cluster is one box, whatever parts of the picture its nodes belong to.
        let whole = Component { nodes: (0..plan.nodes.len()).collect(), edges: (0..plan.edges.len()).collect() };
        return if whole.nodes.is_empty() { Vec::new() } else { vec![whole] };
    }
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
const MARGIN: f64 = 24.0;
/// What title, legend and source take of the height of a page, about.
const FRAME: f64 = 170.0;

/// Points per pixel of a picture of this size that fills a page of A4 with margins of a centimetre, whichever way it is turned;
/// pictures are not made larger than they are.
///
/// ```
/// use gremium::view::layout::{Size, a4_scale};
/// assert_eq!(a4_scale(Size { width: 100.0, height: 100.0 }), 0.75);
/// assert!(a4_scale(Size { width: 2_000.0, height: 100.0 }) < 0.4);
/// ```
#[must_use]
pub fn a4_scale(size: Size) -> f64 {
    const SHORT: f64 = 190.0 * 72.0 / 25.4;
    const LONG: f64 = 277.0 * 72.0 / 25.4;
    let fill = |width: f64, height: f64| (width / size.width).min(height / size.height);
    fill(SHORT, LONG).max(fill(LONG, SHORT)).min(0.75)
}

/// Puts the parts beside and below each other: of some ways to do so that which is the largest on a page.
fn pack(plan: &Plan, components: &[Component], parts: Vec<Layout>) -> Layout {
    let sizes: Vec<Size> = parts.iter().map(|part| part.size).collect();
    let widest = sizes.iter().map(|size| size.width).fold(0.0, f64::max);
    let area: f64 = sizes.iter().map(|size| (size.width + MARGIN) * (size.height + MARGIN)).sum();
    let rows = [0.7, 0.9, 1.2, 1.6].map(|shape| in_rows(&sizes, widest.max(area.sqrt() * shape)));
    let columns = (1..=sizes.len().clamp(1, 6)).map(|count| in_columns(&sizes, widest, count));
    let scale = |places: &[Point]| {
        let size = extent(places, &sizes);
        a4_scale(Size { height: size.height + FRAME, ..size })
    };
    let (mut places, mut best) = (Vec::new(), 0.0);
    for tried in rows.into_iter().chain(columns) {
        let now = scale(&tried);
        if now > best {
            (places, best) = (tried, now);
        }
    }
    let mut whole = Layout {
        size: extent(&places, &sizes),
        boxes: vec![Rect::default(); plan.nodes.len()],
        routes: vec![Route::default(); plan.edges.len()],
        ..Layout::default()
    };
    for ((component, part), place) in components.iter().zip(parts).zip(places) {
        let moved = |point: Point| Point { x: point.x + place.x, y: point.y + place.y };
        for (node, rect) in component.nodes.iter().zip(part.boxes) {
            whole.boxes[*node] = Rect { at: moved(rect.at), ..rect };
        }
        for (edge, route) in component.edges.iter().zip(part.routes) {
            let points = route.points.into_iter().map(moved).collect();
            whole.routes[*edge] = Route { points, label: route.label.map(moved) };
        }
        whole.clusters.extend(part.clusters);
    }
    whole
}

/// Places of parts in rows of at most this width.
fn in_rows(sizes: &[Size], row_width: f64) -> Vec<Point> {
    let (mut x, mut y, mut row_height) = (0.0, 0.0, 0.0_f64);
    let place = |size: &Size| {
        if x > 0.0 && x + size.width > row_width {
            (x, y, row_height) = (0.0, y + row_height + MARGIN, 0.0);
        }
        let place = Point { x, y };
        row_height = row_height.max(size.height);
        x += size.width + MARGIN;
        place
    };
    sizes.iter().map(place).collect()
}

/// Places of parts in columns of one width, each below the column that is the shortest so far.
fn in_columns(sizes: &[Size], width: f64, count: usize) -> Vec<Point> {
    let mut columns = vec![0.0; count];
    let place = |size: &Size| {
        let shortest = (0..count).min_by(|a, b| f64::total_cmp(&columns[*a], &columns[*b])).unwrap_or_default();
        let place = Point { x: shortest as f64 * (width + MARGIN), y: columns[shortest] };
        columns[shortest] += size.height + MARGIN;
        place
    };
    sizes.iter().map(place).collect()
}

fn extent(places: &[Point], sizes: &[Size]) -> Size {
    let mut whole = Size::default();
    for (place, size) in places.iter().zip(sizes) {
        whole.width = whole.width.max(place.x + size.width);
        whole.height = whole.height.max(place.y + size.height);
    }
    whole
}
