//! The picture as PNG.

use super::face;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};
use std::sync::Arc;

/// Why a picture is no PNG.
#[derive(Debug, thiserror::Error)]
pub enum PngError {
    #[error("the picture is no SVG: {0}")]
    Svg(#[from] resvg::usvg::Error),
    #[error("the picture is too large for PNG: {0} × {1} pixels; use svg, or filter the view")]
    Size(f32, f32),
    #[error("the picture cannot be written as PNG: {0}")]
    Encoding(String),
}

/// Twice as many dots as CSS pixels, sharp on screens and at A4 in print.
const SCALE: f32 = 2.0;
/// More dots than this are not drawn; 400 million bytes.
const MOST: f32 = 100_000_000.0;

/// Draws an SVG, with the embedded face as the only one. Large pictures are drawn in fewer dots.
///
/// # Errors
/// Where the text is no SVG, or is too large even so.
pub fn png(svg: &str) -> Result<Vec<u8>, PngError> {
    png_within(svg, MOST)
}

/// The same in at most so many dots, each of which takes four bytes while it is drawn.
///
/// # Errors
/// Where the text is no SVG, or is too large even so.
pub fn png_within(svg: &str, most: f32) -> Result<Vec<u8>, PngError> {
    let mut options = Options { font_family: "DejaVu Sans".to_owned(), ..Options::default() };
    let face = resvg::usvg::fontdb::Source::Binary(Arc::new(face::bytes()));
    options.fontdb_mut().load_font_source(face);
    let tree = Tree::from_str(svg, &options)?;
    let (width, height) = (tree.size().width(), tree.size().height());
    let scale = SCALE.min((most / (width * height)).sqrt());
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded by `most`")]
    let pixels = ((width * scale).ceil() as u32, (height * scale).ceil() as u32);
    let mut pixmap = Pixmap::new(pixels.0, pixels.1).ok_or(PngError::Size(width, height))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    pixmap.encode_png().map_err(|error| PngError::Encoding(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::super::projection::tests::projection;
    use super::super::{Head, Style, svg};
    use super::*;

    #[test]
    fn no_more_dots_are_drawn_than_may() {
        let picture = svg(&projection(&[("a", "b", "k", "A")]), &Head::default(), &Style::default());
        let dots = |most| {
            let pixmap = Pixmap::decode_png(&png_within(&picture.svg, most).unwrap()).unwrap();
            pixmap.width() * pixmap.height()
        };
        assert!(dots(MOST) > 100_000 && dots(10_000.0) < 11_000, "{} {}", dots(MOST), dots(10_000.0));
    }

    /// Without a face that fits, words vanish in silence: the boxes must hold more ink than without.
    #[test]
    fn words_are_drawn() {
        let ink = |label: &str| {
            let picture = svg(&projection(&[("a", "b", "k", label)]), &Head::default(), &Style::default());
            let bytes = png(&picture.svg).unwrap();
            let pixmap = Pixmap::decode_png(&bytes).unwrap();
            pixmap.pixels().iter().filter(|pixel| pixel.red() < 60 && pixel.green() < 60 && pixel.blue() < 60).count()
        };
        assert!(ink("WWWWWWWW") > ink("....") + 200, "{} {}", ink("WWWWWWWW"), ink("...."));
    }
}
