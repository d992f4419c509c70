//! What stands behind „Beschluss“, „Sitzung“ or „TOP“ and says which one: body, date, number of the sitting, items.

use super::super::ItemReference;
use crate::calendar::{When, month, parse_dates, parse_when, roman};
use crate::text::{Span, Token, TokenView};

/// Longest name of a body in tokens, genitives included.
const LONGEST_NAME: usize = 24;
/// Longest quoted title that may stand between a decision and its date.
const LONGEST_TITLE: usize = 60;

/// An item with the tokens that are its own.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub reference: ItemReference,
    pub first: usize,
    pub end: usize,
}

/// Everything that qualifies one noun.
#[derive(Debug, Default)]
pub(super) struct Phrase {
    /// Token at which the name of the body starts.
    pub body: Option<usize>,
    pub dates: Vec<(When, Span)>,
    pub session: Option<u32>,
    pub items: Vec<Item>,
    /// Position after the last qualifier.
    pub end: usize,
}

impl Phrase {
    /// Whether the words tell one decision or sitting from others.
    pub fn identifies(&self) -> bool {
        !self.dates.is_empty() || !self.items.is_empty() || self.session.is_some()
    }

    /// Reads all qualifiers from `at` on; `self` may have some already.
    pub fn read(&mut self, view: TokenView<'_>, at: usize) {
        self.end = at;
        let mut at = at;
        while let Some(next) = self.qualifier(view, at) {
            at = next;
            self.end = next;
        }
    }

    /// Reads one qualifier and returns the position after it. Each kind is taken once, which bounds the phrase.
    fn qualifier(&mut self, view: TokenView<'_>, at: usize) -> Option<usize> {
        match view.word(at) {
            "vom" | "am" => self.date(view, at + 1),
            "im" if matches!(
                parse_when(view.text, view.tokens, at + 1),
                Some((When::Month(..) | When::Season(..), _))
            ) =>
            {
                self.date(view, at + 1)
            }
            "zu" | "unter" => self.items(view, at + 1),
            "," => self.items(view, at + 1).or_else(|| self.points(view, at + 1)),
            "(" => {
                let inner = self.items(view, at + 1).or_else(|| self.date(view, at + 1));
                // „Entscheidung 2019/57 (30. Sitzung am 23. Oktober 2019)“
                let inner = inner.or_else(|| self.points(view, at + 1)).or_else(|| {
                    let behind = view.number(at + 1).and_then(|_| self.owner(view, at + 1))?;
                    matches!(view.word(behind), "am" | "vom").then(|| self.date(view, behind + 1)).flatten()
                })?;
                Some(inner + usize::from(view.is(inner, ')')))
            }
            "der" | "des" | "ihrer" | "ihres" | "seiner" | "seines" | "unserer" => self.owner(view, at + 1),
            "aus" | "auf" | "in" if matches!(view.word(at + 1), "der" | "ihrer" | "seiner" | "unserer") => {
                self.owner(view, at + 2)
            }
            // „vom 30. September 2021 in Bad Saarow zu TOP 26“: the place of the sitting.
            "in" if !self.dates.is_empty() => (at + 2..at + 5)
                .find(|end| view.word(*end) == "zu")
                .filter(|end| (at + 1..*end).all(|at| view.capitalised(at))),
            "„" | "\"" | "»" if self.dates.is_empty() && self.items.is_empty() => {
                let close =
                    (at + 1..at + LONGEST_TITLE).find(|end| matches!(view.word(*end), "“" | "\"" | "”" | "«"))?;
                // A title qualifies only where more follows it.
                matches!(view.word(close + 1), "vom" | "zu" | "am").then_some(close + 1)
            }
            _ => self.items(view, at),
        }
    }

    /// „(dort Ziffern 2 und 3)“: points of the item that was read.
    fn points(&mut self, view: TokenView<'_>, at: usize) -> Option<usize> {
        let points = points(view, at + usize::from(matches!(view.word(at), "dort" | "dortige" | "insbesondere")))?;
        self.attach(&points).then_some(points.last()?.end)
    }

    /// Gives points that stand apart from their decision to its item, where it is one, or to what was decided on its day.
    pub fn attach(&mut self, points: &[Point]) -> bool {
        let items = match self.items.as_slice() {
            [Item { reference: ItemReference::Item(number, None), .. }] => {
                points.iter().map(|point| point.of_item(number)).collect()
            }
            [Item { reference: ItemReference::Decision(name, None), .. }] => {
                points.iter().map(|point| point.of_decision(name)).collect()
            }
            [] if !self.dates.is_empty() => points.iter().map(Point::of_day).collect(),
            _ => return false,
        };
        self.items = items;
        true
    }

    fn date(&mut self, view: TokenView<'_>, at: usize) -> Option<usize> {
        if !self.dates.is_empty() {
            return None;
        }
        let (dates, next) = parse_dates(view.text, view.tokens, at);
        (!dates.is_empty()).then(|| {
            self.dates = dates;
            next
        })
    }

    fn items(&mut self, view: TokenView<'_>, at: usize) -> Option<usize> {
        if !self.items.is_empty() {
            return None;
        }
        let (items, next) = agenda_items(view, at)?;
        self.items = items;
        Some(next)
    }

    /// What follows a genitive article or possessive: `92. JuMiKo`, „Sondersitzung“, „Herbst-IMK 2019“, a body.
    fn owner(&mut self, view: TokenView<'_>, at: usize) -> Option<usize> {
        let ordinal = view.number(at).filter(|_| is_counted(view, at) && self.session.is_none());
        let noun = if ordinal.is_some() { at + 2 } else { at };
        if ordinal.is_some() && view.capitalised(noun) {
            self.session = ordinal;
        } else if let Some((when @ When::Season(..), next)) =
            parse_when(view.text, view.tokens, noun).filter(|_| self.dates.is_empty())
        {
            self.dates = vec![(when, view.span(noun, next))];
            self.body = self.body.or_else(|| season_body(view, noun, next));
            return Some(next);
        }
        // „Konferenz“ with a genitive is a body by its full name.
        let sits = is_session(view.word(noun))
            && !(view.word(noun) == "Konferenz" && matches!(view.word(noun + 1), "der" | "des"));
        if sits {
            return Some(noun + 1);
        }
        // „der Sonder-Verkehrsministerkonferenz“: what kind of sitting is no part of the name.
        let special = matches!(view.word(noun), "Sonder" | "Jahres") && view.hyphen(noun + 1);
        let noun = noun + 2 * usize::from(special);
        let name = (noun..noun + 3).find(|at| view.capitalised(*at) || !view.get(*at).is_some_and(Token::is_word))?;
        if self.body.is_some() || !view.capitalised(name) {
            return None;
        }
        self.body = Some(name);
        let end = name_end(view, name);
        // „der Verkehrsministerkonferenz (VMK)“
        let short = view.is(end, '(') && view.capitalised(end + 1) && view.is(end + 2, ')');
        Some(end + 3 * usize::from(short))
    }
}

/// An ordinal in digits that no month follows: `92.`, but not the `3.` of „3. Dezember“ nor that at the end of a sentence.
fn is_counted(view: TokenView<'_>, at: usize) -> bool {
    const OPENERS: [&str; 9] = ["Die", "Der", "Das", "Sie", "Er", "Es", "Den", "Dem", "Ferner"];
    let next = view.word(at + 2);
    view.after_dot(at + 1) > at + 1 && !next.is_empty() && month(next).is_none() && !OPENERS.contains(&next)
}

/// The body inside a season: `IMK` of „Herbst-IMK 2019“ and of „Herbstsitzung der IMK 2019“.
fn season_body(view: TokenView<'_>, at: usize, next: usize) -> Option<usize> {
    let genitive = (at..next).find(|at| matches!(view.word(*at), "der" | "des")).map(|article| article + 1);
    let joined = (at + 1..next).rev().find(|at| view.hyphen(at - 1)).filter(|last| !is_session(view.word(*last)));
    genitive.or(joined)
}

/// Position after the name of a body that starts at `at`, with genitives and coordinations, up to its last noun; it ends
/// before a sitting („der Sondersitzung“, „der 92. Sitzung“).
fn name_end(view: TokenView<'_>, at: usize) -> usize {
    let mut end = at + 1;
    for next in at + 1..at + LONGEST_NAME {
        let word = view.word(next);
        let goes_on = match word {
            "der" | "des" => !(is_counted(view, next + 1) || is_session(view.word(next + 1))),
            "und" | "für" | "von" | "zur" | "zum" => true,
            // „der Regierungschefs der Länder mit der Bundeskanzlerin“
            "mit" => matches!(view.word(next + 1), "der" | "dem" | "den") && view.capitalised(next + 2),
            "dem" | "den" => view.word(next - 1) == "mit",
            _ if view.hyphen(next) => view.glued(next),
            _ => view.capitalised(next) || word.ends_with("en") || word.ends_with("er"),
        };
        if !goes_on {
            break;
        }
        if view.capitalised(next) {
            end = next + 1;
        }
    }
    end
}

/// Whether the word is a sitting and no name of a body: `Sitzung`, `Sondersitzung`, `Herbsttagung`, `Konferenz`.
pub(super) fn is_session(word: &str) -> bool {
    let word = word.strip_suffix("en").unwrap_or(word);
    ["itzung", "agung"].iter().any(|end| word.ends_with(end))
        || matches!(word, "Konferenz" | "Herbstkonferenz" | "Frühjahrskonferenz" | "Jahreskonferenz")
}

/// Items of an agenda with their points: „TOP 29 Ziffer 2 und 3“, „TOP 5.1“, „TOP 3 und TOP 4“.
pub(super) fn agenda_items(view: TokenView<'_>, at: usize) -> Option<(Vec<Item>, usize)> {
    if !is_agenda_word(view.word(at)) {
        return numbered_item(view, at);
    }
    let (mut items, mut first, mut number) = (Vec::new(), at, at + 1);
    while let Some(end) = item_number(view, number) {
        let name: String = view.span(number, end).of(view.text).split_whitespace().collect();
        let comma = usize::from(matches!(view.word(end), "," | "("));
        match points(view, end + comma) {
            Some(points) => {
                let own = items.len();
                items.extend(points.into_iter().map(|point| point.of_item(&name)));
                if let Some(item) = items.get_mut(own) {
                    item.first = first;
                }
            }
            None => items.push(Item { reference: ItemReference::Item(name, None), first, end }),
        }
        let end = items.last().map_or(end, |item| item.end);
        // „und TOP 4“, „und zu TOP 4“; „und 4“ where no date begins.
        let joined = matches!(view.word(end), "und" | "sowie" | ",");
        let zu = usize::from(view.word(end + 1) == "zu");
        if joined && is_agenda_word(view.word(end + 1 + zu)) {
            (first, number) = (end + 1 + zu, end + 2 + zu);
        } else if joined
            && zu == 0
            && !view.is(end, ',')
            && parse_when(view.text, view.tokens, end + 1).is_none()
            && !is_counted(view, end + 1)
        {
            (first, number) = (end + 1, end + 1);
        } else {
            break;
        }
    }
    let end = items.last()?.end;
    Some((items, end))
}

/// Whether the number of an agenda item may follow the word.
pub(super) fn is_item_noun(word: &str) -> bool {
    is_agenda_word(word) || is_numbered_noun(word)
}

fn is_numbered_noun(word: &str) -> bool {
    matches!(word, "Punkt" | "Punkts" | "Punktes")
}

/// „Punkt 4.3 der Tagesordnung“
fn numbered_item(view: TokenView<'_>, at: usize) -> Option<(Vec<Item>, usize)> {
    let number = at + 1;
    let end = is_numbered_noun(view.word(at)).then(|| item_number(view, number)).flatten()?;
    let name = view.span(number, end).of(view.text).to_owned();
    let of_the_agenda = view.word(end) == "der" && view.word(end + 1) == "Tagesordnung";
    of_the_agenda.then(|| (vec![Item { reference: ItemReference::Item(name, None), first: at, end: end + 2 }], end + 2))
}

fn is_agenda_word(word: &str) -> bool {
    matches!(
        word,
        "TOP"
            | "TOPs"
            | "Top"
            | "Tagesordnungspunkt"
            | "Tagesordnungspunkts"
            | "Tagesordnungspunktes"
            | "Tagesordnungspunkte"
            | "Tagesordnungspunkten"
    )
}

/// Position after the number of an item: `29`, `17a`, `5.1`, `I.17`.
fn item_number(view: TokenView<'_>, at: usize) -> Option<usize> {
    let at = at + usize::from(view.is(at, ':'));
    let counted = |at: usize| {
        view.is(at, '.') && view.glued(at) && view.glued(at + 1) && view.get(at + 1).is_some_and(Token::is_number)
    };
    let mut end = at + 1;
    let is_roman = roman(view.word(at)).is_some();
    // „TOP II. 14“
    if is_roman && view.is(end, '.') && view.glued(end) && view.get(end + 1).is_some_and(Token::is_number) {
        return Some(end + 2);
    }
    let roman = is_roman && counted(end);
    if !(roman || view.get(at).is_some_and(Token::is_number)) {
        return None;
    }
    for _ in 0..3 {
        end += if counted(end) { 2 } else { 0 };
    }
    Some(end)
}

/// A point with the tokens that are its own.
pub(super) struct Point {
    pub number: u32,
    pub first: usize,
    pub end: usize,
}

impl Point {
    pub fn of_decision(&self, name: &str) -> Item {
        let reference = ItemReference::Decision(name.to_owned(), Some(self.number));
        Item { reference, first: self.first, end: self.end }
    }

    fn of_day(&self) -> Item {
        Item { reference: ItemReference::Point(self.number), first: self.first, end: self.end }
    }

    pub fn of_item(&self, item: &str) -> Item {
        Item { reference: ItemReference::Item(item.to_owned(), Some(self.number)), first: self.first, end: self.end }
    }
}

/// Whether a number of a point may follow the word.
pub(super) fn is_point_noun(word: &str) -> bool {
    matches!(word, "Ziffer" | "Ziffern" | "Ziff" | "Nummer" | "Nummern" | "Nr" | "Nrn" | "Punkt" | "Punkte" | "Punkten")
}

/// „Ziffer 2 und 3“: the points, at least one; the first has the word too. What a range implies has its „bis“.
pub(super) fn points(view: TokenView<'_>, at: usize) -> Option<Vec<Point>> {
    if !is_point_noun(view.word(at)) {
        return None;
    }
    let mut next = view.after_dot(at + 1);
    let mut points: Vec<Point> = Vec::new();
    while let Some(number) = view.number(next).filter(|number| *number < 100) {
        if let Some(last) = points.last().filter(|_| view.word(next - 1) == "bis") {
            let between = last.number + 1..number;
            points.extend(between.map(|number| Point { number, first: next - 1, end: next }));
        }
        points.push(Point { number, first: if points.is_empty() { at } else { next }, end: next + 1 });
        if !matches!(view.word(next + 1), "und" | "sowie" | "," | "bis" | "oder") || is_counted(view, next + 2) {
            break;
        }
        next += 2;
    }
    (!points.is_empty()).then_some(points)
}
