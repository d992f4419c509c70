//! What each line is for the document, seen from its own words and the lines around it.

use super::BlockKind;
use super::heading::{self, ItemHeading};
use super::lines::Line;
use super::{furniture, heads, numbering};
use crate::text::Span;
use rustc_hash::FxHashMap;
use std::iter;

/// The part that a line plays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Blank,
    Furniture,
    Session,
    /// Outside of any item.
    Other,
    /// Opens an item; spans of the clean text. `date` is the line that dates a decision.
    Item {
        number: Span,
        title: Span,
        date: Option<Span>,
    },
    /// Another line of the heading that was opened before.
    Title,
    /// Belongs to the heading or mark before it and holds nothing more to read.
    Tail(BlockKind),
    /// „Beschluss:“ and the words behind it.
    Resolution(Span),
    /// Begins a resolution that no mark announces.
    Opening,
    /// Ends what is open: the reasons of a resolution follow.
    Reasons,
    /// Who made the note, and the words behind the mark.
    Note {
        by: Span,
        rest: Span,
    },
    Text,
}

/// Finds the role of every line.
pub(super) fn roles(text: &str, lines: &[Line]) -> Vec<Role> {
    let mut roles: Vec<Role> = lines.iter().map(|line| mark(text, line)).collect();
    let opens = |index: usize| {
        !matches!(roles.get(index), Some(Role::Text))
            || lines
                .get(index)
                .map(|line| line.body.of(text))
                .is_some_and(|words| heading::item(words).is_some() || heading::is_decision_number(words))
    };
    let furniture = furniture::find(text, lines, opens);
    for (role, is_furniture) in roles.iter_mut().zip(furniture) {
        if is_furniture {
            *role = Role::Furniture;
        }
    }
    let context = Context { text, lines };
    context.wrapped_notes(&mut roles);
    context.wrapped_reporters(&mut roles);
    context.agenda_items(&mut roles);
    if !has_items(&roles) {
        context.decisions(&mut roles);
    }
    context.numbered_marks(&mut roles);
    let head = heads::first(text, lines, &mut roles);
    if !has_items(&roles) {
        context.numbered_items(&mut roles, head.is_some());
    }
    if !has_items(&roles) && head.is_some() {
        context.only_item(&mut roles);
    }
    context.formulas(&mut roles);
    context.fields(&mut roles);
    context.openings(&mut roles);
    if let Some(head) = head {
        let further = heads::further(text, lines, &mut roles, &head);
        let ends = further.iter().map(|head| head.start).chain([lines.len()]);
        for (head, end) in iter::once(&head).chain(&further).zip(ends) {
            heads::repeated(text, lines, &mut roles, head, end);
        }
    }
    announce(text, &mut roles);
    demote_entries(text, &mut roles);
    let first = roles.iter().position(|role| matches!(role, Role::Item { .. })).unwrap_or(roles.len());
    for role in roles.iter_mut().take(first) {
        if !matches!(role, Role::Blank | Role::Furniture | Role::Session) {
            *role = Role::Other;
        }
    }
    roles
}

fn has_items(roles: &[Role]) -> bool {
    roles.iter().any(|role| matches!(role, Role::Item { .. }))
}

/// What the line's own words mark, whatever stands around it.
fn mark(text: &str, line: &Line) -> Role {
    let words = line.body.of(text);
    if words.is_empty() {
        return Role::Blank;
    }
    let behind = |at: usize| Span::new(line.body.start + Span::at(0, at).end, line.body.end);
    if let Some(at) = heading::resolution(words) {
        return Role::Resolution(behind(at));
    }
    if let Some((by, rest)) = heading::note(words) {
        return Role::Note { by: within(line, &by), rest: behind(rest) };
    }
    if words.len() >= 2000 {
        Role::Text
    } else if heading::is_vote(words) {
        Role::Furniture
    } else if heading::is_reasons(words) {
        Role::Reasons
    } else if heading::is_contents_entry(words) || heading::is_reporter(words) {
        Role::Other
    } else {
        Role::Text
    }
}

/// A range of the line's words as a span of the text.
fn within(line: &Line, range: &std::ops::Range<usize>) -> Span {
    let range = Span::at(range.start, range.end);
    Span::new(line.body.start + range.start, line.body.start + range.end)
}

/// The lines of a text, as rules about several of them need it.
pub(super) struct Context<'t> {
    pub(super) text: &'t str,
    pub(super) lines: &'t [Line],
}

impl Context<'_> {
    pub(super) fn words(&self, index: usize) -> &str {
        self.lines.get(index).map_or("", |line| line.body.of(self.text))
    }

    pub(super) fn open(&self, roles: &mut [Role], index: usize, found: &ItemHeading) {
        if let (Some(line), Some(role)) = (self.lines.get(index), roles.get_mut(index)) {
            *role = Role::Item { number: within(line, &found.number), title: within(line, &found.title), date: None };
        }
    }

    /// „Protokollerklärung der Länder Bayern, Hessen,“ goes on to the colon in the next line.
    fn wrapped_notes(&self, roles: &mut [Role]) {
        for (index, pair) in self.lines.windows(2).enumerate() {
            let [line, next] = pair else { continue };
            if let Some([Role::Note { by, .. }, second @ Role::Text]) = roles.get_mut(index..index + 2)
                && by.end == line.body.end
                && next.body.len() < 200
                && let Some(name) = next.body.of(self.text).trim_end_matches('*').strip_suffix(':')
            {
                by.end = next.body.start + Span::at(0, name.len()).end;
                *second = Role::Tail(BlockKind::Mark);
            }
        }
    }

    /// „Berichterstattung: Bayern, Hessen,“ goes on in the next line.
    pub(super) fn wrapped_reporters(&self, roles: &mut [Role]) {
        let mut cites = false;
        for index in 1..self.lines.len() {
            let (last, line) = (self.words(index - 1), self.words(index));
            let is_open = || last.ends_with([',', '-']) || last.ends_with(" und");
            // „Vorgang: TOP 7 der 8. Konferenz“ lists earlier items, each in a line of its own.
            cites = last.starts_with("Vorgang:") || cites && !last.is_empty();
            let cited = cites && line.len() < 60 && line.contains(|c: char| c.is_ascii_digit());
            if let Some([before @ Role::Other, role @ Role::Text]) = roles.get_mut(index - 1..=index)
                && (line.len() < 200 && is_open() || cited && !line.ends_with('.'))
            {
                *role = before.clone();
            }
        }
    }

    /// „Die Konferenz fasst folgenden Beschluss:“ under a heading, before any point: a mark in words. Under „Beschluss:“ it
    /// says the same again.
    fn formulas(&self, roles: &mut [Role]) {
        for index in 0..self.lines.len() {
            if !matches!(roles.get(index), Some(Role::Text)) || !heading::is_formula(self.words(index)) {
                continue;
            }
            let mut above =
                (0..=index).rev().take(12).take_while(|line| numbering::leading(self.words(*line)).is_none());
            let under = above.find_map(|line| match roles.get(line) {
                Some(Role::Item { .. }) => Some((true, line)),
                Some(Role::Resolution(rest)) => Some((rest.is_empty(), line)),
                Some(Role::Note { .. }) => Some((false, line)),
                _ => None,
            });
            let Some((true, mark)) = under else { continue };
            if matches!(roles.get(mark), Some(Role::Resolution(_))) {
                let between = roles.iter_mut().take(index + 1).skip(mark + 1);
                between.filter(|role| matches!(role, Role::Text)).for_each(|role| *role = Role::Tail(BlockKind::Mark));
            } else if let (Some(line), Some(role)) = (self.lines.get(index), roles.get_mut(index)) {
                *role = Role::Resolution(Span::new(line.body.end, line.body.end));
            }
        }
    }

    /// `TOP 7 …` at the head of a paragraph.
    fn agenda_items(&self, roles: &mut [Role]) {
        for index in 0..self.lines.len() {
            if !matches!(roles.get(index), Some(Role::Text)) {
                continue;
            }
            let words = self.words(index);
            // „TOP“, and its number in the next line.
            if let Some(found) =
                heading::item_number_alone(self.words(index + 1)).filter(|_| heading::is_item_word(words))
            {
                self.open(roles, index + 1, &found);
                if let Some(role) = roles.get_mut(index) {
                    *role = Role::Other;
                }
                continue;
            }
            let Some(found) = heading::item(words) else { continue };
            let strong = self.lines.get(index).is_some_and(|line| line.strong || line.opens_page || line.folded);
            let apart = strong
                || index.checked_sub(1).is_none_or(|last| !matches!(roles.get(last), Some(Role::Text | Role::Title)));
            let sentence = words.ends_with('.') && !found.firm && !strong;
            if (apart && !sentence) || (found.firm && found.title.len() > 1) || self.is_crowded_heading(roles, index) {
                self.open(roles, index, &found);
            }
        }
    }

    /// A heading whose blank lines conversion lost: the text before it is at an end, and its resolution comes soon.
    fn is_crowded_heading(&self, roles: &[Role], index: usize) -> bool {
        let folded = self.lines.get(index + 1).is_some_and(|next| next.folded);
        let is_over = folded || index.checked_sub(1).is_some_and(|last| self.words(last).ends_with(['.', ')', '“']));
        let is_mark = |at: usize| match roles.get(at) {
            Some(Role::Resolution(_)) => true,
            Some(Role::Text) => heading::is_formula(self.words(at)),
            _ => false,
        };
        is_over && !self.words(index).ends_with('.') && (index + 1..index + 7).any(is_mark)
    }

    /// Without items named as such, `7. Titel` heads one where „Beschluss:“ follows or the line is set as a heading.
    fn numbered_items(&self, roles: &mut [Role], has_session: bool) {
        let marks: Vec<usize> =
            (0..roles.len()).filter(|index| matches!(roles.get(*index), Some(Role::Resolution(_)))).collect();
        for mark in &marks {
            let candidates = (0..*mark)
                .rev()
                .take(12)
                .take_while(|index| !matches!(roles.get(*index), Some(Role::Resolution(_) | Role::Item { .. })));
            let found = candidates.filter(|index| matches!(roles.get(*index), Some(Role::Text))).find_map(|index| {
                let words = self.words(index);
                let is_heading = words.len() < 400 && !words.ends_with(['.', ';', ',']) || words.len() < 8;
                heading::numbered(words).filter(|_| is_heading).map(|found| (index, found))
            });
            if let Some((index, found)) = found {
                self.open(roles, index, &found);
            }
        }
        if has_session || !marks.is_empty() {
            for (index, line) in self.lines.iter().enumerate().filter(|(_, line)| line.strong) {
                if matches!(roles.get(index), Some(Role::Text))
                    && let Some(found) = heading::numbered(line.body.of(self.text))
                {
                    self.open(roles, index, &found);
                }
            }
        }
    }
}

/// Where each item is a page of its own, „Beschluss“ stands above its heading and opens nothing: such a mark is part of
/// what announces the item. Under the heading of an item that goes on over the page it stays a mark.
fn announce(text: &str, roles: &mut [Role]) {
    let mut item = None;
    let mut mark = None;
    for index in 0..roles.len() {
        match roles.get(index) {
            Some(Role::Blank | Role::Furniture | Role::Session | Role::Tail(_)) => {}
            Some(Role::Resolution(rest)) if rest.is_empty() => mark = Some(index),
            Some(Role::Item { number, .. }) => {
                let number = Some(number.of(text));
                if let Some(role) = mark.take().filter(|_| item != number).and_then(|mark| roles.get_mut(mark)) {
                    *role = Role::Tail(BlockKind::Mark);
                }
                item = number;
            }
            _ => mark = None,
        }
    }
}

/// How much stands under a heading.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Substance {
    Title,
    Text,
    Resolution,
}

/// An agenda lists its items before they come; a page header names the item that goes on. Both are headings with less
/// under them than another heading of the same number in the same collection.
fn demote_entries(text: &str, roles: &mut [Role]) {
    let mut headings: Vec<(usize, (usize, &str), Substance)> = Vec::new();
    let mut blank = false;
    let mut collection = 0;
    for (index, role) in roles.iter().enumerate() {
        match (role, headings.last_mut()) {
            (Role::Item { number, .. }, _) => headings.push((index, (collection, number.of(text)), Substance::Title)),
            (Role::Resolution(_), Some((_, _, substance))) => *substance = Substance::Resolution,
            (Role::Text, Some((_, _, substance))) if blank => *substance = Substance::Text.max(*substance),
            (Role::Session, _) => collection = headings.len(),
            _ => {}
        }
        blank = matches!(role, Role::Blank | Role::Furniture);
    }
    let mut most: FxHashMap<(usize, &str), Substance> = FxHashMap::default();
    for (_, number, substance) in &headings {
        let known = most.entry(*number).or_insert(*substance);
        *known = (*known).max(*substance);
    }
    let mut last = None;
    for (index, number, substance) in headings {
        if most.get(&number) == Some(&substance) {
            last = Some(number);
        } else if let Some(role) = roles.get_mut(index) {
            *role = if last == Some(number) { Role::Furniture } else { Role::Other };
        }
    }
}
