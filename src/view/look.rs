//! How the kinds of nodes look: a colour and a shape each, so that nothing is said by colour alone.

use super::layout::{Point, Rect};

/// Outline of a box: how far the border stands in at the top, the middle and the bottom, at left and at right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Shape {
    /// Its name in the DOT language.
    pub dot: &'static str,
    left: [f64; 3],
    right: [f64; 3],
}

/// How a kind of nodes is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Look {
    pub shape: Shape,
    pub fill: &'static str,
    pub stroke: &'static str,
}

const SHAPES: [Shape; 9] = [
    Shape { dot: "box", left: [0.0, 0.0, 0.0], right: [0.0, 0.0, 0.0] },
    Shape { dot: "hexagon", left: [9.0, 0.0, 9.0], right: [9.0, 0.0, 9.0] },
    Shape { dot: "parallelogram", left: [10.0, 5.0, 0.0], right: [0.0, 5.0, 10.0] },
    Shape { dot: "trapezium", left: [10.0, 5.0, 0.0], right: [10.0, 5.0, 0.0] },
    Shape { dot: "cds", left: [0.0, 0.0, 0.0], right: [9.0, 0.0, 9.0] },
    Shape { dot: "invtrapezium", left: [0.0, 5.0, 10.0], right: [0.0, 5.0, 10.0] },
    Shape { dot: "note", left: [0.0, 8.0, 0.0], right: [0.0, 8.0, 0.0] },
    Shape { dot: "house", left: [9.0, 0.0, 0.0], right: [9.0, 0.0, 0.0] },
    Shape { dot: "octagon", left: [0.0, 9.0, 0.0], right: [9.0, 0.0, 9.0] },
];

/// Fills and borders after Okabe and Ito: they differ for colour-blind readers too, dark letters on each fill have a
/// contrast above 12 : 1, and each border one above 3 : 1 with the page.
const COLOURS: [(&str, &str); 8] = [
    ("#cce5f4", "#1f78b4"),
    ("#fbe7c1", "#9a6a00"),
    ("#c2e8dc", "#00795a"),
    ("#f8d9c4", "#b84a00"),
    ("#f1dae8", "#a04477"),
    ("#fbf7ca", "#7d7600"),
    ("#ccd9ee", "#2b4c8c"),
    ("#e3e3e3", "#555555"),
];

const PLAIN: Look = Look { shape: SHAPES[0], fill: "#ffffff", stroke: "#555555" };

impl Look {
    /// The look of a kind, by its place among the kinds of the picture. The first 72 differ in both, or in one of
    /// colour and shape.
    pub fn of(kind: &str, kinds: &[&str]) -> Self {
        let Ok(index) = kinds.binary_search(&kind) else { return PLAIN };
        let (fill, stroke) = COLOURS[index % COLOURS.len()];
        Self { shape: SHAPES[index % SHAPES.len()], fill, stroke }
    }
}

impl Shape {
    /// The widest that a border of any shape stands in.
    pub const DEEPEST: f64 = 10.0;

    /// How far the left and right border stand in at a height, 0 being the top and 1 the bottom.
    pub fn insets(&self, height: f64) -> [f64; 2] {
        [self.left, self.right].map(|[top, middle, bottom]| {
            if height < 0.5 {
                top + (middle - top) * height * 2.0
            } else {
                middle + (bottom - middle) * (height - 0.5) * 2.0
            }
        })
    }

    /// Its corners within a box, clockwise from the top left.
    pub fn corners(&self, Rect { at, size }: Rect) -> [Point; 6] {
        let corner = |height: f64, is_left: bool| {
            let [left, right] = self.insets(height);
            let x = if is_left { at.x + left } else { at.x + size.width - right };
            Point { x, y: at.y + size.height * height }
        };
        let (left, right) = (true, false);
        [
            corner(0.0, left),
            corner(0.0, right),
            corner(0.5, right),
            corner(1.0, right),
            corner(1.0, left),
            corner(0.5, left),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance and contrast as WCAG 2 defines them.
    fn contrast(one: &str, other: &str) -> f64 {
        let luminance = |colour: &str| {
            let value = u32::from_str_radix(colour.trim_start_matches('#'), 16).unwrap();
            let channel = |shift: u32| {
                let c = f64::from(value >> shift & 0xff) / 255.0;
                if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0)
        };
        let (a, b) = (luminance(one), luminance(other));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn letters_and_borders_stand_out() {
        for (fill, stroke) in COLOURS {
            assert!(contrast("#1a1a1a", fill) > 12.0, "{fill}");
            assert!(contrast(stroke, "#ffffff") > 3.0, "{stroke}");
        }
    }

    #[test]
    fn no_two_kinds_look_the_same() {
        let names: Vec<String> = (0..72).map(|index| format!("{index:02}")).collect();
        let kinds: Vec<&str> = names.iter().map(String::as_str).collect();
        let looks: Vec<Look> = kinds.iter().map(|kind| Look::of(kind, &kinds)).collect();
        assert!(looks.iter().enumerate().all(|(index, look)| !looks[..index].contains(look)));
    }
}
