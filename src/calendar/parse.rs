//! German dates in running text.
//!
//! Days are read as lists of day, month and year whose later members lend what the earlier ones leave out:
//! „23.06. und 29.10.21“, „30. November bis 2. Dezember 2022“.

use super::{Season, When, day, full_year, month, ordinal, roman};
use crate::text::{Span, Token, TokenView};
use jiff::civil::Date;

/// Lists of days longer than this are cut: no sitting lasts so long, and reading stays linear.
const LONGEST_LIST: usize = 12;

/// Words before a period that leave it a period: „Ende 2022“ (end of), „im Laufe des Jahres 2022“ (in the course of).
const FRAMES: &[&str] = &["Ende", "Mitte", "Anfang", "Beginn", "Jahr", "Jahre", "Jahres", "Laufe", "Monat", "Monats"];

/// Words after which three numbers with dots are a number of a text and no date: „Version 2.1.14“.
const COUNTED: &[&str] =
    &["Version", "Kapitel", "Abschnitt", "Ziffer", "Ziff", "Nummer", "Nr", "Punkt", "TOP", "Anlage"];

/// The date that starts at token `at` and the position after it.
///
/// Of several days joined by „und“ only the first is returned, unless they follow on each other (`16. und 17. Juni 2021`
/// are two days of one sitting); to go on reading after the „und“ yields the next. A compound counts from the word that
/// names the season: `Frühjahrssitzung 2022`, `Herbst-IMK 2019`. A bare year is a [`When::Year`]; whether four digits are
/// meant as one is for the caller to judge by the words before it.
///
/// ```
/// use gremium::{calendar::parse_when, text::tokenize};
/// let text = "4. bis 6. Dezember 2019 in Lübeck";
/// let (when, next) = parse_when(text, &tokenize(text), 0).unwrap();
/// assert_eq!((when.to_string().as_str(), next), ("2019-12-04/2019-12-06", 7));
/// ```
#[must_use]
pub fn parse_when(text: &str, tokens: &[Token], at: usize) -> Option<(When, usize)> {
    let view = TokenView { text, tokens };
    let token = view.get(at)?;
    if token.is_number() {
        days(view, at)
            .or_else(|| iso(view, at))
            .or_else(|| quarter(view, at))
            .or_else(|| numbered_month(view, at))
            .or_else(|| bare_year(view, at))
    } else if token.is_word() {
        named(view, at)
    } else {
        None
    }
}

/// Every date of the list that starts at token `at` (`23.06. und 29.10.21`), each with its words, and the position after
/// the list; empty where no date starts.
#[must_use]
pub fn parse_dates(text: &str, tokens: &[Token], at: usize) -> (Vec<(When, Span)>, usize) {
    let view = TokenView { text, tokens };
    let (mut dates, mut end, mut next) = (Vec::new(), at, at);
    while dates.len() < LONGEST_LIST {
        let Some((when, after)) = parse_when(text, tokens, next) else { break };
        dates.push((when, view.span(next, after)));
        end = after;
        next = match view.word(after) {
            "und" | "sowie" | "," | "bzw" => view.after_dot(after + 1),
            _ => break,
        };
        if matches!(view.word(next), "am" | "vom") {
            next += 1;
        }
    }
    (dates, end)
}

/// A date that begins with a word: month, season, quarter, or one of the [`FRAMES`].
fn named(view: TokenView<'_>, at: usize) -> Option<(When, usize)> {
    let word = view.word(at);
    if let Some(month) = month(word) {
        let next = view.after_dot(at + 1);
        // After a day that the month does not have, the month alone would be less than what is written.
        if at > 1 && view.is(at - 1, '.') && view.number(at - 2).is_some() {
            return None;
        }
        return year(view, next).map(|year| (When::Month(year, month), next + 1));
    }
    if let Some(season) = season(word) {
        return season_year(view, at + 1).map(|(year, next)| (When::Season(year, season), next));
    }
    if FRAMES.contains(&word) {
        let mut inner = at + 1;
        while inner <= at + 3 && matches!(view.word(inner), "des" | "der" | "vom" | "Jahr" | "Jahres" | "Monats") {
            inner += 1;
        }
        return parse_when(view.text, view.tokens, inner).filter(|_| !FRAMES.contains(&view.word(inner)));
    }
    quarter(view, at)
}

/// The season of a word or compound: `Herbst`, `Frühjahrssitzung`, `Frühjahrs` (of „Frühjahrs-Amtschefkonferenz“).
#[must_use]
pub fn season(word: &str) -> Option<Season> {
    const SEASONS: [(&str, Season); 5] = [
        ("Frühjahr", Season::Spring),
        ("Frühling", Season::Spring),
        ("Sommer", Season::Summer),
        ("Herbst", Season::Autumn),
        ("Winter", Season::Winter),
    ];
    // „zum Wintersemester 2020/2021“ is no season of a sitting.
    let found = SEASONS.iter().find(|(name, _)| word.starts_with(name) && !word.contains("semester"));
    found.map(|(_, season)| *season)
}

/// The year of a season, over the rest of the compound and one name in the genitive: `-IMK 2019`, `der IMK 2022`,
/// `2021/22` (of the first year).
fn season_year(view: TokenView<'_>, mut at: usize) -> Option<(i16, usize)> {
    while view.hyphen(at) && view.glued(at) && view.glued(at + 1) && view.get(at + 1)?.is_word() {
        at += 2;
    }
    if matches!(view.word(at), "der" | "des") && view.capitalised(at + 1) {
        at += if view.word(at + 1).starts_with("Jahr") || !is_roman(view.word(at + 2)) { 2 } else { 3 };
    }
    let year = year(view, at)?;
    let winter = view.is(at + 1, '/') && view.glued(at + 1) && view.number(at + 2).is_some();
    Some((year, if winter { at + 3 } else { at + 1 }))
}

/// `1. Quartal 2023`, `I. Quartal 2022`, `zweites Quartal 2022`, `Q3 2023`, `Q3/2023`; `erstes Halbjahr 2022`.
fn quarter(view: TokenView<'_>, at: usize) -> Option<(When, usize)> {
    let word = view.word(at);
    let mut half = false;
    let (number, mut next) = if let Some(number) = word.strip_prefix('Q').and_then(|digits| digits.parse().ok()) {
        (number, if view.is(at + 1, '/') { at + 2 } else { at + 1 })
    } else {
        let number = view.number(at).or_else(|| ordinal(word)).or_else(|| roman(word))?;
        let noun = view.after_dot(at + 1);
        half = view.word(noun).starts_with("Halbjahr");
        if !half && !view.word(noun).starts_with("Quartal") {
            return None;
        }
        (number, noun + 1)
    };
    while matches!(view.word(next), "des" | "Jahres") {
        next += 1;
    }
    let parts = if half { 2 } else { 4 };
    let number = i8::try_from(number).ok().filter(|number| (1..=parts).contains(number))?;
    let when = |year| if half { When::Half(year, number) } else { When::Quarter(year, number) };
    year(view, next).map(|year| (when(year), next + 1))
}

/// `2021-12-03`
fn iso(view: TokenView<'_>, at: usize) -> Option<(When, usize)> {
    let glued = (at + 1..at + 5).all(|next| view.glued(next));
    if !glued || !view.hyphen(at + 1) || !view.hyphen(at + 3) || view.word(at + 2).len() != 2 || joined_before(view, at)
    {
        return None;
    }
    let (month, number) = (i8::try_from(view.number(at + 2)?).ok()?, i8::try_from(view.number(at + 4)?).ok()?);
    day(year(view, at)?, month, number).map(|day| (When::Day(day), at + 5))
}

/// `08/2021`
fn numbered_month(view: TokenView<'_>, at: usize) -> Option<(When, usize)> {
    let glued = view.is(at + 1, '/') && view.glued(at + 1) && view.glued(at + 2);
    let month = view.number(at).and_then(|month| i8::try_from(month).ok()).filter(|month| (1..=12).contains(month))?;
    let year = year(view, at + 2).filter(|_| glued && view.word(at).len() <= 2 && !joined_before(view, at))?;
    Some((When::Month(year, month), at + 3))
}

fn bare_year(view: TokenView<'_>, at: usize) -> Option<(When, usize)> {
    let joined = joined_before(view, at) || (view.is(at + 1, '/') && view.glued(at + 1));
    year(view, at).filter(|_| !joined).map(|year| (When::Year(year), at + 1))
}

/// Four digits of a year that a resolution may speak of.
fn year(view: TokenView<'_>, at: usize) -> Option<i16> {
    let year = view.number(at).and_then(|year| i16::try_from(year).ok())?;
    (view.word(at).len() == 4 && (1800..=2199).contains(&year)).then_some(year)
}

fn is_roman(word: &str) -> bool {
    roman(word).is_some()
}

/// Whether the token goes on a number before it: the `12` of `3.12`, the `37` of `2018/37`.
fn joined_before(view: TokenView<'_>, at: usize) -> bool {
    let Some(mark) = at.checked_sub(1) else { return false };
    let Some(before) = mark.checked_sub(1) else { return false };
    let joins = matches!(view.word(mark), "." | "/" | "-" | "–" | ":" | ",");
    joins && view.glued(at) && view.glued(mark) && view.get(before).is_some_and(Token::is_number)
}

/// A day as far as it is written: `16.`, `23.06.`, `3. Dezember 2021`.
struct Partial {
    day: i8,
    month: Option<i8>,
    year: Option<i16>,
    /// Position after it.
    next: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Join {
    /// „bis“, a dash, a slash
    Through,
    /// „und“, a comma
    And,
}

/// The first day or run of days of the list at `at`.
fn days(view: TokenView<'_>, at: usize) -> Option<(When, usize)> {
    if joined_before(view, at) || counted(view, at) || ends_range(view, at) {
        return None;
    }
    let mut list = vec![partial(view, at)?];
    let mut joins = Vec::new();
    while let Some(last) = list.last().filter(|_| list.len() < LONGEST_LIST) {
        let Some((join, next)) = join(view, last.next) else { break };
        let Some(more) = partial(view, next) else { break };
        joins.push(join);
        list.push(more);
    }
    let dates = complete(&list)?;
    let mut run = 0;
    while let (Some(join), Some(last), Some(next)) = (joins.get(run), dates.get(run), dates.get(run + 1)) {
        if *join == Join::And && last.tomorrow().ok() != Some(*next) {
            break;
        }
        if next <= last {
            return None;
        }
        run += 1;
    }
    let (from, to) = (*dates.first()?, *dates.get(run)?);
    let next = list.get(run)?.next;
    Some((if run == 0 { When::Day(from) } else { When::Days(from, to) }, next))
}

/// Whether one of the [`COUNTED`] words stands before, with or without a dot.
fn counted(view: TokenView<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    COUNTED.contains(&view.word(if view.is(before, '.') { before.saturating_sub(1) } else { before }))
}

/// Whether a day and „bis“ stand before: the end of a range that was read as such or refused as impossible.
fn ends_range(view: TokenView<'_>, at: usize) -> bool {
    let Some(dot) = at.checked_sub(2) else { return false };
    view.is(dot, '.') && view.glued(dot) && matches!(join(view, at - 1), Some((Join::Through, next)) if next == at)
}

fn partial(view: TokenView<'_>, at: usize) -> Option<Partial> {
    let day = view
        .number(at)
        .and_then(|day| i8::try_from(day).ok())
        .filter(|day| (1..=31).contains(day) && view.word(at).len() <= 2)?;
    let next = view.after_dot(at + 1);
    if next == at + 1 {
        return None;
    }
    if let Some(month) = view.get(next).filter(|token| token.is_word()).and_then(|_| month(view.word(next))) {
        let mut next = next + 1;
        // „Dez. 2021“: the dot abbreviates only where the year follows.
        if view.after_dot(next) != next && year(view, next + 1).is_some() {
            next += 1;
        }
        let year = year(view, next);
        return Some(Partial { day, month: Some(month), year, next: if year.is_some() { next + 1 } else { next } });
    }
    let bare = Partial { day, month: None, year: None, next };
    let Some(month) =
        view.number(next).and_then(|month| i8::try_from(month).ok()).filter(|month| (1..=12).contains(month))
    else {
        return Some(bare);
    };
    let after = view.after_dot(next + 1);
    if view.word(next).len() > 2 || after == next + 1 {
        return Some(bare);
    }
    let year = year(view, after).or_else(|| {
        let short = view.number(after).filter(|_| view.glued(after) && view.word(after).len() == 2)?;
        i16::try_from(short).ok().map(full_year)
    });
    let longer = year.is_some() && view.is(after + 1, '.') && view.glued(after + 2) && view.number(after + 2).is_some();
    (!longer).then(|| Partial { day, month: Some(month), year, next: if year.is_some() { after + 1 } else { after } })
}

fn join(view: TokenView<'_>, at: usize) -> Option<(Join, usize)> {
    match view.word(at) {
        "und" | "sowie" | "," | "&" => Some((Join::And, at + 1)),
        "/" => Some((Join::Through, at + 1)),
        "bis" => Some((Join::Through, if view.word(at + 1) == "zum" { at + 2 } else { at + 1 })),
        _ if view.hyphen(at) => Some((Join::Through, at + 1)),
        _ => None,
    }
}

/// Fills months and years from the end of the list; a list that crosses the new year lends the year before.
///
/// Days after the last one with a year belong to something else („am 3.12.21 und 4. …“) and are left out.
fn complete(list: &[Partial]) -> Option<Vec<Date>> {
    let known = list.iter().rposition(|partial| partial.year.is_some())?;
    let (mut in_month, mut in_year) = (None, None);
    let mut dates = Vec::with_capacity(known + 1);
    for partial in list.iter().take(known + 1).rev() {
        if partial.year.is_some() {
            in_year = partial.year;
        } else if partial.month > in_month {
            in_year = in_year.map(|year: i16| year - 1);
        }
        in_month = partial.month.or(in_month);
        dates.push(day(in_year?, in_month?, partial.day)?);
    }
    dates.reverse();
    Some(dates)
}
