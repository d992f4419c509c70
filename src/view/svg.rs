//! The picture as SVG, by a layout of our own: title, caption, boxes and edges, legend, source.

use super::cluster::Cluster;
use super::draw::{LETTERS, Written, outline, shapes, short};
use super::face::{Metrics, shown};
use super::head::Head;
use super::layout::{self, Point, Rect, Size};
use super::look::Look;
use super::projection::{Language, Projection};
use super::words::{self, say};
use super::xml::{Px, Xml};
use std::collections::BTreeMap;
use std::fmt::Write;

/// How a picture is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    pub language: Language,
    /// Steps that the layout may take before it becomes a simple one.
    pub budget: u64,
    /// By what nodes are put into boxes, in layers and in DOT; else in none.
    pub cluster: Option<Cluster>,
}

impl Default for Style {
    fn default() -> Self {
        Self { language: Language::De, budget: layout::BUDGET, cluster: None }
    }
}

/// A picture and what there is to say about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    pub svg: String,
    /// Points of the smallest letters when it is printed on a page of A4.
    pub points: f64,
    /// The graph was too large for a layout in layers: boxes in a grid, edges straight and without labels.
    pub simplified: bool,
}

/// Around everything.
const MARGIN: f64 = 16.0;
const NARROWEST: f64 = 620.0;
const TITLE: f64 = 20.0;

/// Draws a projection.
///
/// Nodes and edges are `<g class="node">` and `<g class="edge">` with an `id` that is the same in every picture of the same
/// thing, and say in `data-` attributes what they stand for, so that a page can show, search and filter them. The legend is
/// `<g class="legend">`, an entry `<g class="entry" data-kind="…">`.
///
/// ```
/// use gremium::view::{Head, Projection, Style, svg};
/// let picture = svg(&Projection::default(), &Head::new("# title@de: Wer informiert wen"), &Style::default());
/// assert!(picture.svg.contains("<title id=\"title\">Wer informiert wen</title>"));
/// ```
#[must_use]
pub fn svg(projection: &Projection, head: &Head, style: &Style) -> Picture {
    let metrics = Metrics::new();
    let language = style.language;
    let written = Written::new(projection, &metrics, style);
    let layout = layout::layout(&written.plan, style.budget);
    let mut body = String::new();
    shapes(&mut body, projection, &written, &layout, language);
    let mut frame = Frame::new(&metrics, language, layout.size.width);
    frame.above(head, layout.simple, projection.graph.node_count() == 0);
    frame.body(&body, layout.size);
    frame.below(projection, head, true);
    frame.finish(head, projection, layout.simple)
}

/// A picture as it grows from top to bottom.
pub(super) struct Frame<'m> {
    metrics: &'m Metrics,
    language: Language,
    width: f64,
    y: f64,
    out: String,
}

impl<'m> Frame<'m> {
    pub fn new(metrics: &'m Metrics, language: Language, width: f64) -> Self {
        Self { metrics, language, width: width.max(NARROWEST), y: MARGIN, out: String::new() }
    }

    fn text(&mut self, class: &str, text: &str, size: f64, colour: &str) {
        for line in self.metrics.wrap(text, size, self.width, 12).iter().filter(|line| !line.is_empty()) {
            self.y += size * 1.35;
            let _ = writeln!(
                self.out,
                "<text class=\"{class}\" x=\"{}\" y=\"{}\" font-size=\"{size}\" fill=\"{colour}\">{}</text>",
                Px(MARGIN),
                Px(self.y - size * 0.3),
                Xml(line)
            );
        }
    }

    /// Title and caption, and what the reader must know.
    pub fn above(&mut self, head: &Head, simple: bool, empty: bool) {
        self.text("title", head.title(self.language), TITLE, "#1a1a1a");
        self.text("caption", self.language.of(&head.caption), LETTERS, "#333333");
        if simple {
            self.text("notice", say(self.language, words::SIMPLE), LETTERS, "#8a2b00");
        }
        if empty {
            self.y += 30.0;
            self.text("notice", say(self.language, words::EMPTY), 15.0, "#8a2b00");
            self.y += 20.0;
        }
        self.y += 16.0;
    }

    /// What is drawn, in the middle.
    pub fn body(&mut self, body: &str, size: Size) {
        let x = MARGIN + (self.width - size.width) / 2.0;
        let _ = writeln!(self.out, "<g class=\"graph\" transform=\"translate({} {})\">", Px(x), Px(self.y));
        self.out.push_str(body);
        self.out.push_str("</g>\n");
        self.y += size.height + 18.0;
    }

    /// A line between picture and legend.
    pub fn note(&mut self, text: &str) {
        self.text("legend-text", text, LETTERS, "#333333");
    }

    /// What the marks of statuses mean, and how many statements have each.
    pub fn marks(&mut self, statuses: &BTreeMap<&str, usize>, mark: impl Fn(&mut String, &str, f64, f64)) {
        let mut x = MARGIN + 6.0;
        for (status, count) in statuses {
            mark(&mut self.out, status, x, self.y);
            let text = format!("{} ({count})", shown(words::status(status, self.language)));
            let _ = writeln!(
                self.out,
                "<text class=\"legend-text\" x=\"{}\" y=\"{}\" font-size=\"{LETTERS}\" fill=\"#1a1a1a\">{}</text>",
                Px(x + 12.0),
                Px(self.y + 4.0),
                Xml(&text)
            );
            x += 34.0 + self.metrics.width(&text, LETTERS);
        }
        self.y += if statuses.is_empty() { 0.0 } else { 18.0 };
    }

    /// Legend and source; `looks`: the kinds of nodes have looks here.
    pub fn below(&mut self, projection: &Projection, head: &Head, looks: bool) {
        let kinds = if looks { projection.kinds() } else { Vec::new() };
        self.out.push_str("<g class=\"legend\">\n");
        let mut x = 0.0;
        self.y += 4.0;
        for kind in &kinds {
            let whole = shown(projection.name(kind, self.language));
            let name = short(&whole, 80);
            let width = 34.0 + self.metrics.width(&name, LETTERS) + 18.0;
            if x > 0.0 && x + width > self.width {
                (x, self.y) = (0.0, self.y + 20.0);
            }
            let _ = write!(self.out, "<g class=\"entry\" data-kind=\"{}\"><title>{}</title>", Xml(kind), Xml(&whole));
            let at = Point { x: MARGIN + x, y: self.y };
            outline(&mut self.out, Look::of(kind, &kinds), Rect { at, size: Size { width: 28.0, height: 14.0 } });
            let _ = writeln!(
                self.out,
                "<text x=\"{}\" y=\"{}\" font-size=\"{LETTERS}\" fill=\"#1a1a1a\">{}</text></g>",
                Px(at.x + 34.0),
                Px(self.y + 11.0),
                Xml(&name)
            );
            x += width;
        }
        self.out.push_str("</g>\n");
        if !kinds.is_empty() {
            self.y += 24.0;
        }
        self.text("legend-text", self.language.of(&head.legend), LETTERS, "#333333");
        let source = source(projection, self.language);
        self.text("source", &source, LETTERS, "#555555");
    }

    /// The whole file.
    pub fn finish(self, head: &Head, projection: &Projection, simplified: bool) -> Picture {
        let (width, height) = (self.width + 2.0 * MARGIN, self.y + MARGIN);
        let graph = &projection.graph;
        let described = format!(
            "{} {}: {}. {}: {}. {}.",
            self.language.of(&head.alt),
            say(self.language, words::NODES),
            graph.node_count(),
            say(self.language, words::EDGES),
            graph.edge_count(),
            source(projection, self.language)
        );
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" lang=\"{}\" width=\"{}\" height=\"{}\" viewBox=\"0 0 {} {}\" \
             role=\"img\" aria-labelledby=\"title desc\" font-family=\"'DejaVu Sans', Verdana, sans-serif\">\n\
             <title id=\"title\">{}</title>\n<desc id=\"desc\">{}</desc>\n\
             <rect class=\"page\" width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n{}</svg>\n",
            self.language.tag(),
            Px(width),
            Px(height),
            Px(width),
            Px(height),
            Xml(head.title(self.language)),
            Xml(described.trim()),
            self.out
        );
        Picture { svg, points: LETTERS * layout::a4_scale(Size { width, height }), simplified }
    }
}

/// `Quelle: imk-215.md · Sitzungen 2021-12-01 · Gremium 0.1.0`: the day is that of the data, never that of the drawing.
pub(super) fn source(projection: &Projection, language: Language) -> String {
    let (documents, days) = projection.sources();
    let mut parts = Vec::new();
    if let [shown @ .., _] = documents.as_slice()
        && !documents.is_empty()
    {
        let few = if shown.len() < 4 { documents.as_slice() } else { &documents[..3] };
        let rest = documents.len() - few.len();
        let more = if rest > 0 { format!(" {} {rest}", say(language, words::AND_MORE)) } else { String::new() };
        parts.push(format!("{}: {}{more}", say(language, words::SOURCE), few.join(", ")));
    }
    if let Some([first, last]) = days {
        parts.push(if first == last {
            format!("{} {first}", say(language, words::SITTING))
        } else {
            format!("{} {first} – {last}", say(language, words::SITTINGS))
        });
    }
    parts.push(concat!("Gremium ", env!("CARGO_PKG_VERSION")).to_owned());
    parts.join(" · ")
}
