use super::{Token, TokenKind};

/// What a pair of marks encloses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bracket {
    Round,
    Quote,
}

/// For each token: how deep it stands in brackets and quotation marks, and the partner of each bracket.
///
/// German quotes open low (`„ ‚`) and close high (`“ ‘`); French ones, English ones and straight ones occur as well, and
/// any may be unbalanced. The marks are paired from left to right with a stack; a mark without partner encloses nothing.
#[derive(Debug, Default)]
pub struct Nesting {
    depth: Vec<u16>,
    /// [`NONE`] where a token has no partner.
    partner: Vec<u32>,
}

/// Behind the last token of any text.
const NONE: u32 = u32::MAX;

impl Nesting {
    #[must_use]
    pub fn new(tokens: &[Token]) -> Self {
        // Most passages have no pair, and then there is nothing to note.
        let mut partner = Vec::new();
        let mut open: Vec<(usize, char)> = Vec::new();
        for (index, token) in tokens.iter().enumerate() {
            if token.kind != TokenKind::Mark {
                continue;
            }
            let next_is_glued = tokens.get(index + 1).is_some_and(|next| next.glued && next.kind != TokenKind::Mark);
            if let Some(position) = closes(token.first, &open, !next_is_glued) {
                let (start, _) = open[position];
                // A quote closes the brackets opened inside it, which had no end of their own.
                open.truncate(position);
                partner.resize(tokens.len(), NONE);
                partner[start] = u32::try_from(index).unwrap_or(NONE);
                partner[index] = u32::try_from(start).unwrap_or(NONE);
            } else if opens(token.first) && open.len() < 64 {
                open.push((index, token.first));
            }
        }
        let mut depth = Vec::with_capacity(partner.len());
        let mut level = 0u16;
        for (index, other) in partner.iter().enumerate() {
            match *other {
                NONE => depth.push(level),
                other if other as usize > index => {
                    depth.push(level);
                    level += 1;
                }
                _ => {
                    level = level.saturating_sub(1);
                    depth.push(level);
                }
            }
        }
        Self { depth, partner }
    }

    /// Depth of the token: 0 in the running text, 1 within one pair; the marks themselves count as outside.
    #[must_use]
    pub fn depth(&self, index: usize) -> u16 {
        self.depth.get(index).copied().unwrap_or(0)
    }

    /// The other mark of the pair, before or after.
    #[must_use]
    pub fn partner(&self, index: usize) -> Option<usize> {
        self.partner.get(index).filter(|other| **other != NONE).map(|other| *other as usize)
    }

    /// The token after the pair that opens at `index`, or none where no pair opens there.
    #[must_use]
    pub fn after(&self, index: usize) -> Option<usize> {
        self.partner(index).filter(|end| *end > index).map(|end| end + 1)
    }
}

fn opens(mark: char) -> bool {
    matches!(mark, '(' | '[' | '„' | '‚' | '»' | '«' | '"' | '“' | '‘' | '‹' | '›')
}

/// The open mark that this one closes, looked for from the innermost out.
fn closes(mark: char, open: &[(usize, char)], at_word_end: bool) -> Option<usize> {
    let fits = |start: char| match mark {
        ')' => start == '(',
        ']' => start == '[',
        '“' => start == '„' || start == '"',
        '”' => matches!(start, '„' | '“' | '"'),
        '‘' => start == '‚',
        '’' => matches!(start, '‚' | '‘'),
        '«' => start == '»',
        '»' => start == '«',
        '‹' => start == '›',
        '›' => start == '‹',
        '"' => at_word_end && matches!(start, '"' | '„' | '“'),
        _ => false,
    };
    open.iter().rposition(|(_, start)| fits(*start))
}
