//! What no mark of its own announces: titles before the number of a decision, fields between a title and its resolution,
//! sentences right behind a title, and a document that is a single resolution.

use super::heading;
use super::outline::{Context, Role};
use super::{BlockKind, numbering};
use crate::text::Span;

/// Words that begin a sentence where a title would go on with a noun.
const OPENERS: [&str; 14] =
    ["Die", "Der", "Das", "Den", "Dem", "Sie", "Er", "Es", "Ein", "Eine", "Im", "In", "Zur", "Zum"];
/// How far below a title its resolution is looked for, in lines.
const REACH: usize = 24;

impl Context<'_> {
    /// `Entscheidung 2019/02` alone below the title of an item that is numbered otherwise marks its resolution.
    pub(super) fn numbered_marks(&self, roles: &mut [Role]) {
        for index in 1..self.lines.len() {
            let opens = matches!(roles.get(index - 1), Some(Role::Blank | Role::Item { .. }));
            if opens && matches!(roles.get(index), Some(Role::Text)) && heading::is_decision_number(self.words(index)) {
                let end = self.lines.get(index).map_or(0, |line| line.body.end);
                if let Some(role) = roles.get_mut(index) {
                    *role = Role::Resolution(Span::new(end, end));
                }
            }
        }
    }

    /// Decisions with numbers of their own, the title before or behind.
    pub(super) fn decisions(&self, roles: &mut [Role]) {
        for index in 0..self.lines.len() {
            if !matches!(roles.get(index), Some(Role::Text | Role::Other)) {
                continue;
            }
            let words = self.words(index);
            if words.len() > 1000 {
                continue;
            }
            let (Some(found), Some(line)) = (heading::decision(words), self.lines.get(index)) else { continue };
            let tabled = words.contains('|');
            let stands_below = tabled || !self.has_title_behind(roles, index);
            self.open(roles, index, &found);
            if let Some(Role::Item { date, .. }) = roles.get_mut(index)
                && tabled
            {
                *date = Some(line.body);
            }
            if found.title.is_empty() && stands_below {
                self.lift_title(roles, index);
            }
        }
    }

    /// Whether the title of a numbered decision stands in the line after its number: a line that is no sentence, where none
    /// stands right before.
    fn has_title_behind(&self, roles: &[Role], index: usize) -> bool {
        let is_text = |at: usize| matches!(roles.get(at), Some(Role::Text));
        let above = index.checked_sub(1).is_some_and(|at| is_text(at) && !ends_sentence(self.words(at)));
        let behind = self.words(index + 1);
        !above && is_text(index + 1) && !ends_sentence(behind) && numbering::leading(behind).is_none()
    }

    /// Opens the item at the paragraph before its numbered line, which holds the title. Where no blank line divides them, the
    /// text before ends with a sentence.
    fn lift_title(&self, roles: &mut [Role], index: usize) {
        let is_text = |roles: &[Role], at: usize| matches!(roles.get(at), Some(Role::Text));
        let mut end = index;
        while end > 0 && matches!(roles.get(end - 1), Some(Role::Blank | Role::Furniture)) {
            end -= 1;
        }
        let mut start = end;
        while start > 0 && end - start < 6 && is_text(roles, start - 1) {
            let words = self.words(start - 1);
            let is_over =
                ends_sentence(words) || numbering::leading(words).is_some() || numbering::letter(words).is_some();
            if is_over && start < end {
                break;
            }
            start -= 1;
        }
        let Some(first) = self.lines.get(start).filter(|_| start < end) else { return };
        let Some(mut opening) =
            roles.get_mut(index).map(|role| std::mem::replace(role, Role::Tail(BlockKind::ItemHeading)))
        else {
            return;
        };
        if let Role::Item { title, .. } = &mut opening {
            *title = first.lead;
        }
        for role in roles.iter_mut().take(end).skip(start + 1) {
            *role = Role::Title;
        }
        if let Some(role) = roles.get_mut(start) {
            *role = opening;
        }
    }

    /// „BE: Hessen“, „Vorgang: TOP 7 der letzten Sitzung“: lines between a title and „Beschluss:“ that are neither.
    pub(super) fn fields(&self, roles: &mut [Role]) {
        let items: Vec<usize> = positions(roles, |role| matches!(role, Role::Item { .. })).collect();
        for item in items {
            let end = self.paragraph_end(roles, item + 1);
            let mark = (end..roles.len().min(end + REACH))
                .find(|at| !matches!(roles.get(*at), Some(Role::Blank | Role::Text | Role::Other | Role::Furniture)));
            if !mark.is_some_and(|at| matches!(roles.get(at), Some(Role::Resolution(_)))) {
                continue;
            }
            // The first line holds the title, or the number and the second the title.
            let first = match roles.get(item) {
                Some(Role::Item { title, .. }) if title.is_empty() => item + 2,
                _ => item + 1,
            };
            for at in first..end {
                let runs_on = self.is_open(at - 1);
                if let Some(role) = roles.get_mut(at)
                    && heading::is_field(self.words(at))
                    && !runs_on
                {
                    *role = Role::Other;
                }
            }
        }
        self.wrapped_reporters(roles);
    }

    /// A sentence in the line behind a title: the resolution begins, though neither blank line nor mark says so.
    pub(super) fn openings(&self, roles: &mut [Role]) {
        let items: Vec<usize> = positions(roles, |role| matches!(role, Role::Item { .. })).collect();
        for item in items {
            let end = self.paragraph_end(roles, item + 1);
            let marked = (end..roles.len()).find(|at| !matches!(roles.get(*at), Some(Role::Blank | Role::Furniture)));
            let is_marked = marked.is_some_and(|at| matches!(roles.get(at), Some(Role::Resolution(_))));
            if is_marked || !self.words(end.saturating_sub(1)).ends_with('.') {
                continue;
            }
            let first = match roles.get(item) {
                Some(Role::Item { title, .. }) if title.is_empty() => item + 2,
                _ => item + 1,
            };
            let opens = (first..end).find(|at| {
                let word = self.words(*at).split(' ').next().unwrap_or("");
                OPENERS.contains(&word) && !self.is_open(at - 1)
            });
            if let Some(role) = opens.and_then(|at| roles.get_mut(at)) {
                *role = Role::Opening;
            }
        }
    }

    /// A document that is one resolution, without agenda: „Beschluss“ or a formula, and a title beside it.
    pub(super) fn only_item(&self, roles: &mut [Role]) {
        let is_mark = |role: &Role| matches!(role, Role::Resolution(_));
        let formula = |roles: &[Role]| {
            positions(roles, |role| matches!(role, Role::Text)).find(|at| heading::is_formula(self.words(*at)))
        };
        let Some(mark) = positions(roles, is_mark).next().or_else(|| formula(roles)) else { return };
        let text = |from: usize| {
            (from..roles.len())
                .find(|at| !matches!(roles.get(*at), Some(Role::Blank | Role::Furniture | Role::Session)))
        };
        // „Beschluss“, title, resolution; or title, „Beschluss“, resolution.
        let below = text(mark + 1)
            .map(|start| (start, self.paragraph_end(roles, start)))
            .filter(|(start, end)| start < end && self.is_title(*start, *end) && text(*end).is_some());
        let above = || {
            let end = (0..mark).rev().find(|at| matches!(roles.get(*at), Some(Role::Text)))? + 1;
            let start = (0..end).rev().take_while(|at| matches!(roles.get(*at), Some(Role::Text))).last()?;
            self.is_title(start, end).then_some((start, end))
        };
        let below = below.filter(|_| roles.get(mark).is_some_and(is_mark));
        let is_below = below.is_some();
        let Some((start, end)) = below.or_else(above) else { return };
        let Some(lead) = self.lines.get(start).map(|line| line.lead) else { return };
        for (at, role) in roles.iter_mut().enumerate().take(end).skip(start) {
            *role = if at == start {
                Role::Item { number: Span::new(lead.start, lead.start), title: lead, date: None }
            } else {
                Role::Title
            };
        }
        if let Some(role) = roles.get_mut(mark).filter(|_| is_below) {
            *role = Role::Tail(BlockKind::Mark);
        }
    }

    /// Whether lines are a title: short, no sentence, no point.
    fn is_title(&self, start: usize, end: usize) -> bool {
        let last = self.words(end.saturating_sub(1));
        let length: usize = (start..end).map(|at| self.words(at).len()).sum();
        length < 600 && !ends_sentence(last) && numbering::leading(self.words(start)).is_none()
    }

    /// Whether a line calls for another: it ends with a hyphen, a comma or a small word (`für`, `und der`).
    fn is_open(&self, at: usize) -> bool {
        let words = self.words(at);
        let last = words.rsplit(' ').next().unwrap_or("");
        words.ends_with(['-', '–', ',']) || last.len() <= 5 && last.starts_with(char::is_lowercase)
    }

    /// Behind the last line of text from `start` on.
    fn paragraph_end(&self, roles: &[Role], start: usize) -> usize {
        (start..self.lines.len()).find(|at| !matches!(roles.get(*at), Some(Role::Text))).unwrap_or(self.lines.len())
    }
}

fn positions<'r>(roles: &'r [Role], is: impl Fn(&Role) -> bool + 'r) -> impl Iterator<Item = usize> + 'r {
    roles.iter().enumerate().filter(move |(_, role)| is(role)).map(|(at, _)| at)
}

fn ends_sentence(words: &str) -> bool {
    words.trim_end_matches(['*', '“', '"', ')']).ends_with(['.', ':', ';'])
}
