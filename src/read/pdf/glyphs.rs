//! Runs the text operators of each page and notes where each character stands.

use super::{Limits, PdfError, TimeLimit};
use pdf_extract::{Document, MediaBox, OutputDev, OutputError, Transform};

/// A character, or a few where one glyph stands for them, on the page turned upright. Units are points.
pub(super) struct Glyph {
    pub text: String,
    pub left: f32,
    pub right: f32,
    /// Height of the line it stands on, from the bottom of the page.
    pub baseline: f32,
    pub size: f32,
}

#[derive(Default)]
pub(super) struct Page {
    pub glyphs: Vec<Glyph>,
    pub width: f32,
}

/// The characters of every page in the order they are drawn, and how many had no name.
pub(super) fn pages(document: &Document, deadline: TimeLimit, limits: &Limits) -> Result<(Vec<Page>, usize), PdfError> {
    let mut canvas = Canvas {
        pages: Vec::new(),
        directions: Default::default(),
        size: (0.0, 0.0),
        drawn: 0,
        nameless: 0,
        budget: limits.pdf_text_bytes,
        deadline,
    };
    match pdf_extract::output_doc(document, &mut canvas) {
        Ok(()) => Ok((canvas.pages, canvas.nameless)),
        Err(_) if deadline.is_over() => Err(PdfError::TooSlow(limits.pdf_seconds)),
        // The canvas itself says no when its budget is spent.
        Err(pdf_extract::OutputError::FormatError(_)) => Err(PdfError::TooLarge(limits.pdf_text_bytes)),
        Err(error) => Err(PdfError::Damaged(error.to_string())),
    }
}

struct Canvas {
    pages: Vec<Page>,
    /// Glyphs of the page in each of the four directions of writing; the page is turned to the one most used.
    directions: [Vec<Glyph>; 4],
    size: (f32, f32),
    drawn: usize,
    nameless: usize,
    budget: u64,
    deadline: TimeLimit,
}

/// What a ligature stands for; fonts name the glyph, not its letters.
fn letters(text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{fb00}' => letters.push_str("ff"),
            '\u{fb01}' => letters.push_str("fi"),
            '\u{fb02}' => letters.push_str("fl"),
            '\u{fb03}' => letters.push_str("ffi"),
            '\u{fb04}' => letters.push_str("ffl"),
            '\u{fb05}' | '\u{fb06}' => letters.push_str("st"),
            // Hyphens that are drawn, whatever the font calls them.
            '\u{ad}' | '\u{2010}' | '\u{2011}' => letters.push('-'),
            // Bullets of the old symbol fonts.
            '\u{f0b7}' | '\u{f0a7}' | '\u{f076}' | '\u{f0d8}' => letters.push('•'),
            '\0'..='\u{1f}' => letters.push(' '),
            c => letters.push(c),
        }
    }
    letters
}

#[allow(clippy::cast_possible_truncation)] // points on a page need no more than f32
impl OutputDev for Canvas {
    fn begin_page(&mut self, _: u32, media: &MediaBox, _: Option<(f64, f64, f64, f64)>) -> Result<(), OutputError> {
        self.size = ((media.urx - media.llx).abs() as f32, (media.ury - media.lly).abs() as f32);
        self.check()
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        let most =
            (0..4).rev().max_by_key(|direction| self.directions.get(*direction).map_or(0, Vec::len)).unwrap_or(0);
        let mut glyphs = std::mem::take(&mut self.directions);
        let width = if most % 2 == 0 { self.size.0 } else { self.size.1 };
        self.pages.push(Page { glyphs: glyphs.get_mut(most).map(std::mem::take).unwrap_or_default(), width });
        Ok(())
    }

    fn output_character(
        &mut self,
        at: &Transform,
        width: f64,
        _: f64,
        font_size: f64,
        text: &str,
    ) -> Result<(), OutputError> {
        if self.drawn.is_multiple_of(4096) {
            self.check()?;
        }
        self.drawn += 1;
        self.budget = self.budget.checked_sub(text.len().max(1) as u64).ok_or(std::fmt::Error)?;
        if text.is_empty() || text.contains('\u{fffd}') {
            self.nameless += 1;
        }
        let (x, y, along, across) = if at.m11.abs() >= at.m12.abs() {
            let sign = at.m11.signum();
            (at.m31 * sign, at.m32 * sign, at.m11.abs(), at.m22.abs())
        } else {
            let sign = at.m12.signum();
            (at.m32 * sign, -at.m31 * sign, at.m12.abs(), at.m21.abs())
        };
        let direction = match (at.m11.abs() >= at.m12.abs(), at.m11 + at.m12 > 0.0) {
            (true, true) => 0,
            (false, true) => 1,
            (true, false) => 2,
            (false, false) => 3,
        };
        let advance = (width * font_size).abs() * along;
        let glyph = Glyph {
            text: letters(text),
            left: x as f32,
            right: (x + advance) as f32,
            baseline: y as f32,
            size: (font_size.abs() * across) as f32,
        };
        let is_placed = [glyph.left, glyph.right, glyph.baseline, glyph.size].iter().all(|length| length.is_finite());
        if let Some(glyphs) = self.directions.get_mut(direction).filter(|_| is_placed) {
            glyphs.push(glyph);
        }
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}

impl Canvas {
    fn check(&self) -> Result<(), OutputError> {
        if self.deadline.is_over() { Err(OutputError::FormatError(std::fmt::Error)) } else { Ok(()) }
    }
}
