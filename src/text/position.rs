use serde::Serialize;

/// One place in a text, in every unit that a reader may count in. `line`, `column` and `page` start at 1; the others
/// count what stands before the place. `column` counts code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Position {
    pub byte: u32,
    pub code_point: u32,
    pub utf16: u32,
    pub line: u32,
    pub column: u32,
    pub page: Option<u32>,
}

/// Answers where a byte stands in code points, UTF-16 units, line and column.
///
/// Keeps a checkpoint every few hundred bytes, so that a question costs the same in a file that is one long line.
#[derive(Debug)]
pub struct PositionIndex<'t> {
    text: &'t str,
    checkpoints: Vec<Checkpoint>,
    pages: &'t [u32],
}

#[derive(Clone, Copy, Debug, Default)]
struct Checkpoint {
    byte: u32,
    code_point: u32,
    utf16: u32,
    line: u32,
    line_start: u32,
}

const STRIDE: u32 = 512;

impl<'t> PositionIndex<'t> {
    /// `pages`: byte position at which each page of the text begins; empty where the format has no pages.
    #[must_use]
    pub fn new(text: &'t str, pages: &'t [u32]) -> Self {
        let mut checkpoints = vec![Checkpoint::default()];
        let mut here = Checkpoint::default();
        let mut next = STRIDE;
        for c in text.chars() {
            if here.byte >= next {
                checkpoints.push(here);
                next = here.byte + STRIDE;
            }
            step(&mut here, c);
        }
        Self { text, checkpoints, pages }
    }

    /// The position of `byte`; a byte inside a character counts as the character's first, one behind the text as its
    /// end.
    #[must_use]
    pub fn position(&self, byte: u32) -> Position {
        let index = self.checkpoints.partition_point(|c| c.byte <= byte);
        let mut here = self.checkpoints[index.saturating_sub(1)];
        for c in self.text[here.byte as usize..].chars() {
            if here.byte + Span::at(0, c.len_utf8()).end > byte {
                break;
            }
            step(&mut here, c);
        }
        let page = self.pages.partition_point(|start| *start <= here.byte);
        Position {
            byte: here.byte,
            code_point: here.code_point,
            utf16: here.utf16,
            line: here.line + 1,
            column: here.code_point - here.line_start + 1,
            page: u32::try_from(page).ok().filter(|page| *page > 0),
        }
    }
}

use super::Span;

fn step(here: &mut Checkpoint, c: char) {
    here.byte += Span::at(0, c.len_utf8()).end;
    here.code_point += 1;
    here.utf16 += Span::at(0, c.len_utf16()).end;
    if c == '\n' {
        here.line += 1;
        here.line_start = here.code_point;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_differ_where_characters_are_wide() {
        let text = "für\n𝄞 §";
        let index = PositionIndex::new(text, &[]);
        let section = text.find('§').and_then(|at| u32::try_from(at).ok()).unwrap_or(0);
        let position = index.position(section);
        assert_eq!((position.byte, position.code_point, position.utf16), (10, 6, 7));
        assert_eq!((position.line, position.column, position.page), (2, 3, None));
    }
}
