//! Characters with places → lines of words.

use super::glyphs::{self, Glyph};

pub(super) struct Line {
    pub text: String,
    pub left: f32,
    pub right: f32,
    pub baseline: f32,
    pub size: f32,
    /// Where the second word begins, which is where the text behind a list mark hangs.
    pub second_word: Option<f32>,
    /// Length of the first word, which decides whether it would have fitted on the line before.
    pub first_word: f32,
    /// Narrowest and widest gap between words, not counting the first, which may be a tab behind a list mark.
    gaps: (f32, f32),
}

impl Line {
    /// Whether some gap is wider than justified lines have, which stretch all gaps alike: columns, or a page number at
    /// the end of a row of dots.
    pub fn has_columns(&self) -> bool {
        let (narrowest, widest) = self.gaps;
        widest > 2.0 * self.size && (widest > 2.0 * narrowest || narrowest.total_cmp(&widest).is_eq())
    }
}

pub(super) struct Page {
    pub lines: Vec<Line>,
    pub width: f32,
}

/// The lines of a page from top to bottom.
///
/// Characters stand on one line when their baselines differ by less than a third of their size, which holds raised
/// numbers of footnotes together with their line and keeps lines apart that are set solid.
pub(super) fn lines(page: &glyphs::Page) -> Page {
    let mut glyphs: Vec<&Glyph> = page.glyphs.iter().filter(|glyph| glyph.size > 0.0).collect();
    // Stable, so that what is drawn later stands later where two are drawn at one place.
    glyphs.sort_by(|a, b| b.baseline.total_cmp(&a.baseline));
    let mut lines = Vec::new();
    let mut rest = glyphs.as_mut_slice();
    while let Some(first) = rest.first() {
        let (baseline, mut size) = (first.baseline, first.size);
        let count = rest
            .iter()
            .take_while(|glyph| {
                size = size.max(glyph.size);
                baseline - glyph.baseline <= 0.35 * size.min(glyph.size * 2.0)
            })
            .count();
        let (line, below) = rest.split_at_mut(count.max(1));
        line.sort_by(|a, b| a.left.total_cmp(&b.left));
        lines.extend(words(line));
        rest = below;
    }
    Page { lines, width: page.width }
}

/// Sets blanks between the characters of a line; nothing where it is blank.
fn words(glyphs: &[&Glyph]) -> Option<Line> {
    let mut line: Option<Line> = None;
    let mut last: Option<&Glyph> = None;
    for glyph in glyphs.iter().filter(|glyph| !glyph.text.trim().is_empty()) {
        let Some(line) = &mut line else {
            line = Some(Line {
                text: glyph.text.trim().to_owned(),
                left: glyph.left,
                right: glyph.right,
                baseline: glyph.baseline,
                size: glyph.size,
                second_word: None,
                first_word: glyph.right - glyph.left,
                gaps: (f32::INFINITY, 0.0),
            });
            last = Some(glyph);
            continue;
        };
        if last.is_some_and(|last| is_overprint(last, glyph)) {
            continue;
        }
        let gap = glyph.left - line.right;
        if gap > BLANK * glyph.size.min(line.size) {
            line.text.push(' ');
            if line.second_word.is_some() {
                line.gaps = (line.gaps.0.min(gap), line.gaps.1.max(gap));
            }
            line.second_word.get_or_insert(glyph.left);
        }
        line.text.push_str(glyph.text.trim());
        line.right = line.right.max(glyph.right);
        line.size = line.size.max(glyph.size);
        if line.second_word.is_none() {
            line.first_word = line.right - line.left;
        }
        last = Some(glyph);
    }
    line
}

/// Least gap between words, in parts of the size of the type. Blanks are 0.2 to 0.3 wide and are squeezed in justified
/// lines; letters of a word are kerned by less than 0.1.
const BLANK: f32 = 0.13;

/// Bold type is sometimes made by drawing a letter twice.
fn is_overprint(last: &Glyph, glyph: &Glyph) -> bool {
    last.text == glyph.text
        && (glyph.left - last.left).abs() < 0.12 * glyph.size
        && last.right - last.left > 0.15 * glyph.size
}
