//! How wide words are: the metrics of the embedded face, so that no label is cut on a machine with other fonts.

use ttf_parser::Face;

/// The bytes of the face that pictures are measured and PNG drawn with: `DejaVu Sans`, under a free licence.
#[must_use]
pub fn bytes() -> &'static [u8] {
    dejavu::sans::regular()
}

/// Advance widths of the face, in parts of the size of the letters.
pub(super) struct Metrics {
    face: Option<Face<'static>>,
    /// Of the characters below 384: Basic Latin to Latin Extended-A.
    common: Vec<f64>,
}

impl Metrics {
    pub fn new() -> Self {
        let mut metrics = Self { face: Face::parse(bytes(), 0).ok(), common: Vec::new() };
        metrics.common = ('\0'..'\u{180}').map(|c| metrics.look_up(c)).collect();
        metrics
    }

    fn look_up(&self, c: char) -> f64 {
        let advance = self.face.as_ref().and_then(|face| {
            let advance = face.glyph_hor_advance(face.glyph_index(c)?)?;
            Some(f64::from(advance) / f64::from(face.units_per_em()))
        });
        advance.unwrap_or(1.0)
    }

    /// Width of a line in letters of this size.
    pub fn width(&self, line: &str, size: f64) -> f64 {
        let advance = |c: char| self.common.get(c as usize).copied().unwrap_or_else(|| self.look_up(c));
        line.chars().map(advance).sum::<f64>() * size
    }

    /// Breaks a text into lines no wider than `width`, at blanks and behind hyphens, within a word where need be. What
    /// does not fit into `most` lines ends in an ellipsis.
    pub fn wrap(&self, text: &str, size: f64, width: f64, most: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        let mut line = String::new();
        for piece in pieces(&shown(text)) {
            if !line.is_empty() && self.width(&line, size) + self.width(piece.trim_end(), size) > width {
                lines.push(std::mem::take(&mut line).trim_end().to_owned());
            }
            for c in piece.chars() {
                line.push(c);
                if self.width(line.trim_end(), size) > width && line.chars().nth(1).is_some() {
                    line.pop();
                    lines.push(std::mem::take(&mut line).trim_end().to_owned());
                    line.push(c);
                }
            }
            if lines.len() > most {
                break;
            }
        }
        lines.push(line.trim_end().to_owned());
        if lines.len() > most {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                while self.width(last, size) + size > width && last.pop().is_some() {}
                last.push('…');
            }
        }
        lines
    }
}

/// The parts that a line can end behind: at blanks, and at hyphens and strokes but for those of dates and numbers.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for piece in text.split_inclusive([' ', '-', '/', '_']) {
        let goes_on = piece.starts_with(|c: char| c.is_ascii_digit() || c == ' ');
        match pieces.last_mut().filter(|last| goes_on && !last.ends_with(' ')) {
            Some(last) => last.push_str(piece),
            None => pieces.push(piece.to_owned()),
        }
    }
    pieces
}

/// A text as one line of a picture: controls, and what would turn the direction of writing, are blanks.
pub(super) fn shown(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let is_blank = |c: char| c.is_whitespace() || c.is_control() || turns(c) || matches!(c, '\u{fffe}' | '\u{ffff}');
    text.split(is_blank).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_and_lose_nothing_unless_there_are_too_many() {
        let metrics = Metrics::new();
        let text = "Bund-Länder-Kommission Stärkung des Bevölkerungsschutzes";
        let lines = metrics.wrap(text, 12.0, 120.0, 9);
        assert!(lines.iter().all(|line| metrics.width(line, 12.0) <= 120.0), "{lines:?}");
        assert_eq!(metrics.wrap("TOP 3 vom 2021-12-03", 12.0, 110.0, 9).last().unwrap(), "2021-12-03");
        assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
        let cut = metrics.wrap(&text.repeat(200), 12.0, 120.0, 3);
        assert!(cut.len() == 3 && cut[2].ends_with('…'), "{cut:?}");
        assert!(cut.iter().all(|line| metrics.width(line, 12.0) <= 120.0), "{cut:?}");
    }
}
