//! The clean text cut into lines, each with the marks of its layout taken apart: indentation, quotation and heading
//! marks, list marks, emphasis.

use super::folded;
use crate::text::Span;
use memchr::memchr;

/// One line, or several blank lines that follow one another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// With its line end. Lines partition the text.
    pub span: Span,
    /// Behind indentation, quotation and heading marks: where a title begins.
    pub lead: Span,
    /// Behind list marks and emphasis too: where the words begin. Empty in a blank line and in a rule (`---`).
    pub body: Span,
    /// Code points before the first that is not blank, at most 255.
    pub indent: u8,
    pub list: ListMark,
    /// Set as a heading or in bold throughout.
    pub strong: bool,
    /// A page of the source begins here.
    pub opens_page: bool,
    /// Begins within a line of the source, where the words alone say that a part of the document does.
    pub folded: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ListMark {
    None,
    /// A dash, which may also be one of a sentence that was wrapped before it.
    Dash,
    Bullet,
}

impl Line {
    pub fn is_blank(&self) -> bool {
        self.body.is_empty()
    }
}

/// Cuts a text into lines. `pages`: where its pages begin, in bytes; form feeds count as well.
pub(super) fn split(text: &str, pages: &[u32]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::with_capacity(text.len() / 64);
    let mut pages = pages.iter().copied().peekable();
    let (mut at, mut opens_page) = (0, false);
    for (raw, folded) in printed(text).flat_map(folded::parts) {
        let span = Span::at(at, at + raw.len());
        at += raw.len();
        while pages.next_if(|page| *page < span.end).is_some_and(|page| page > 0) {
            opens_page = true;
        }
        let mut line = read(raw, span, opens_page);
        line.folded = folded;
        opens_page = line.opens_page;
        if line.is_blank() {
            line.opens_page = false;
            if let Some(last) = lines.last_mut().filter(|last| last.is_blank()) {
                last.span.end = span.end;
                continue;
            }
        } else {
            opens_page = false;
        }
        lines.push(line);
    }
    lines
}

/// The lines of a text, each with its line feed.
fn printed(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |feed| feed + 1);
        let (line, behind) = rest.split_at_checked(end).filter(|(line, _)| !line.is_empty())?;
        rest = behind;
        Some(line)
    })
}

fn read(raw: &str, span: Span, opens_page: bool) -> Line {
    let words = raw.trim_start();
    let blanks = raw.get(..raw.len() - words.len()).unwrap_or_default();
    let mut rest = words.trim_end().trim_start_matches('\u{feff}');
    let mut heading = false;
    loop {
        if let Some(quoted) = rest.strip_prefix('>') {
            rest = quoted.trim_start();
        } else if let Some(title) = rest.strip_prefix('#') {
            let title = title.trim_start_matches('#');
            if !title.is_empty() && !title.starts_with(char::is_whitespace) {
                break;
            }
            heading = true;
            rest = title.trim();
        } else {
            break;
        }
    }
    let end = span.start + Span::at(0, blanks.len() + words.trim_end().len()).end;
    let place = |rest: &str| Span::new(end - Span::at(0, rest.len()).end, end);
    let lead = place(rest);
    let mut list = ListMark::None;
    let mut strong = heading || is_bold(rest);
    if is_rule(rest) {
        rest = "";
    }
    rest = trim_emphasis(rest);
    while let Some((mark, item)) = list_mark(rest) {
        list = mark;
        strong |= is_bold(item);
        rest = trim_emphasis(item);
    }
    Line {
        span,
        lead,
        body: place(rest),
        indent: u8::try_from(blanks.chars().take(255).count()).unwrap_or(u8::MAX),
        list,
        strong,
        opens_page: opens_page || blanks.contains('\u{c}'),
        folded: false,
    }
}

/// Takes a list mark and the blanks behind it from the front.
fn list_mark(text: &str) -> Option<(ListMark, &str)> {
    let mark = text.chars().next()?;
    let kind = match mark {
        '-' | '\u{2010}'..='\u{2015}' => ListMark::Dash,
        // The last two are how PDF shows the bullets of symbol fonts.
        '*' | '+' | '•' | '·' | '‣' | '◦' | '●' | '○' | '▪' | '■' | '\u{f0b7}' | '\u{f0a7}' => {
            ListMark::Bullet
        }
        _ => return None,
    };
    let item = text.strip_prefix(mark)?;
    item.starts_with(char::is_whitespace).then(|| (kind, item.trim_start()))
}

/// Asterisks and underscores that open emphasis; a list mark (`* `) stays.
fn trim_emphasis(text: &str) -> &str {
    let inner = text.trim_start_matches(['*', '_']);
    if inner.starts_with(char::is_whitespace) { text } else { inner }
}

fn is_bold(text: &str) -> bool {
    let inner = text.strip_prefix("**").or_else(|| text.strip_prefix("__"));
    inner.is_some_and(|inner| {
        inner.len() < 2000 && (inner.ends_with("**") || inner.ends_with("__") || !inner.contains("**"))
    })
}

/// A line drawn across the page.
fn is_rule(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'-' | b'*' | b'_' | b'=' | b' '))
}
