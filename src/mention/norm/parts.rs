//! The parts of a provision: „§ 5 Absatz 1 und 2 Satz 3 Buchstabe b“ (section 5, paragraphs 1 and 2, …).
//!
//! A citation is read as a path from the section down. A separator („und“, a comma) ends the path; what follows it
//! replaces the end of the path at its own level and keeps what stands above, so that lists share their upper parts.

use super::super::{Division, Norm};
use crate::calendar::{month, ordinal, roman};
use crate::text::{Token, TokenView};

/// Ranges that name more provisions than this yield their two ends only.
const LONGEST_RANGE: u32 = 50;

/// Nouns after a number that make it an amount.
const UNITS: &[&str] = &[
    "Euro", "Prozent", "Personen", "Jahre", "Jahren", "Monate", "Monaten", "Wochen", "Tage", "Tagen", "Uhr", "Mio",
    "Mrd", "Millionen", "Milliarden", "%", "€",
];

/// Parts of a provision from the outside in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Number,
    Paragraph,
    Sentence,
    Item,
    Letter,
    /// Alternatives, half-sentences: read, but no part of the normal form.
    Below,
}

/// One provision, or the parts of one, with the tokens that are its own.
#[derive(Clone, Debug)]
pub(super) struct Branch {
    pub path: Vec<(Level, String)>,
    pub first: usize,
    pub end: usize,
}

impl Branch {
    /// Writes the parts into a norm; what the norm has already stays.
    pub fn fill(&self, norm: &mut Norm) {
        for (level, value) in &self.path {
            let part = match level {
                Level::Number => &mut norm.number,
                Level::Paragraph => &mut norm.paragraph,
                Level::Sentence => &mut norm.sentence,
                Level::Item => &mut norm.item,
                Level::Letter => &mut norm.letter,
                Level::Below => continue,
            };
            part.get_or_insert_with(|| value.clone());
        }
    }
}

/// „§“, „§§“, „Artikel“ and the like at `at`: how the statute counts, whether several must follow, the next token.
pub(super) fn division(view: TokenView<'_>, at: usize) -> Option<(Division, bool, usize)> {
    let (division, plural) = division_mark(view.word(at))?;
    Some(match division {
        Division::Section if view.is(at, '§') && view.is(at + 1, '§') => (division, true, at + 2),
        Division::Section => (division, plural, at + 1),
        Division::Article => (division, plural, view.after_dot(at + 1)),
    })
}

fn division_mark(word: &str) -> Option<(Division, bool)> {
    match word {
        "§" | "Paragraf" | "Paragraph" | "Paragrafs" | "Paragraphs" => Some((Division::Section, false)),
        "Paragrafen" | "Paragraphen" => Some((Division::Section, true)),
        "Art" | "Artikel" | "Artikels" | "Artikeln" => Some((Division::Article, false)),
        _ => None,
    }
}

/// Whether a word is a division mark or the name of a part.
pub(super) fn is_part(word: &str) -> bool {
    division_mark(word).is_some() || level(word).is_some()
}

/// The level of a part by its name.
fn level(word: &str) -> Option<Level> {
    Some(match word {
        "Absatz" | "Absatzes" | "Absätze" | "Absätzen" | "Abs" => Level::Paragraph,
        "Satz" | "Satzes" | "Sätze" | "Sätzen" | "S" => Level::Sentence,
        "Nummer" | "Nummern" | "Nr" | "Nrn" | "Ziffer" | "Ziffern" | "Ziff" => Level::Item,
        "Buchstabe" | "Buchstaben" | "Buchstabens" | "Buchst" | "lit" | "Lit" => Level::Letter,
        "Alternative" | "Alternativen" | "Alt" | "Variante" | "Varianten" | "Var" | "Halbsatz" | "Halbsatzes"
        | "Halbs" | "HS" | "Hs" | "Unterabsatz" | "Unterabs" | "UAbs" | "Doppelbuchstabe" | "Doppelbuchst"
        | "Spiegelstrich" | "Anstrich" | "Fall" => Level::Below,
        _ => return None,
    })
}

/// A part with its value: `Abs. 2`, `Satz 1`, `lit. a`.
fn part(view: TokenView<'_>, at: usize) -> Option<(Level, String, usize)> {
    let level = level(view.word(at))?;
    let (value, next) = value(view, view.after_dot(at + 1), level)?;
    Some((level, value, next))
}

/// Reads the provisions after a division mark that ended before `at`; `first` is the token at which their words begin.
pub(super) fn provisions(
    view: TokenView<'_>,
    first: usize,
    at: usize,
    division: Division,
    plural: bool,
) -> Option<(Vec<Branch>, usize)> {
    let (number, next) = value(view, at, Level::Number).or_else(|| {
        let counted = division == Division::Article && roman(view.word(at)).is_some();
        counted.then(|| (view.word(at).to_owned(), at + 1))
    })?;
    Some(branches(view, Branch { path: vec![(Level::Number, number)], first, end: next }, plural))
}

/// Position after what joins two provisions: „und“, a comma, „i. V. m.“, „in Verbindung mit“.
pub(super) fn connected(view: TokenView<'_>, at: usize) -> Option<usize> {
    let mut next = match view.word(at) {
        "und" | "sowie" | "oder" | "noch" | "," | "bis" => at + 1,
        "bzw" | "iVm" | "iVM" => view.after_dot(at + 1),
        "in" if view.word(at + 1) == "Verbindung" => at + 3,
        "i" if view.word(at + 2) == "V" => at + 6,
        _ => return None,
    };
    while matches!(view.word(next), "des" | "der" | "dem" | "den" | "die" | "nach" | "in" | "von") {
        next += 1;
    }
    Some(next)
}

/// Reads parts that stand before their section: „Absatz 2 und 3“ of „Absatz 2 und 3 des § 99“.
pub(super) fn leading_parts(view: TokenView<'_>, at: usize) -> Option<(Vec<Branch>, usize)> {
    let (level, value, next) = part(view, at)?;
    Some(branches(view, Branch { path: vec![(level, value)], first: at, end: next }, false))
}

/// Reads on from an open path: what goes deeper, and what stands beside it.
fn branches(view: TokenView<'_>, start: Branch, plural: bool) -> (Vec<Branch>, usize) {
    let mut done = Vec::new();
    let mut open = start;
    loop {
        open.end = deeper(view, &mut open.path, open.end);
        let Some((range, at)) = separator(view, open.end) else { break };
        let several = plural && (done.is_empty() || is_far_section(view, at, &open.path));
        let Some((level, value, next)) = sibling(view, at, &open.path, several) else { break };
        let above: Vec<_> = open.path.iter().filter(|(known, _)| *known < level).cloned().collect();
        let beside = |value: String, first, end| {
            let mut path = above.clone();
            path.push((level, value));
            Branch { path, first, end }
        };
        let from = open.path.iter().find(|(known, _)| *known == level).map(|(_, value)| value.as_str());
        let inner = from.filter(|_| range).map(|from| between(from, &value)).unwrap_or_default();
        let last = std::mem::replace(&mut open, beside(value, at, next));
        // What a range only implies has the words between its ends.
        let inner: Vec<_> = inner.into_iter().map(|value| beside(value, last.end, at)).collect();
        done.push(last);
        done.extend(inner);
    }
    let end = open.end;
    done.push(open);
    (done, end)
}

/// Adds the parts that follow without a separator: „Abs. 1 Satz 2“, `I 1` of „§ 823 I 1“, and drops what has no place in
/// the normal form („ff.“, „2. Halbsatz“). Returns the position after them.
fn deeper(view: TokenView<'_>, path: &mut Vec<(Level, String)>, mut at: usize) -> usize {
    loop {
        if let Some((level, value, next)) = part(view, at) {
            if path.iter().all(|(known, _)| *known != level) {
                path.push((level, value));
            }
            at = next;
        } else if let Some(next) = dropped(view, at) {
            at = next;
        } else if let ([(Level::Number, _)], Some(paragraph)) = (path.as_slice(), roman_paragraph(view, at)) {
            path.push((Level::Paragraph, paragraph.to_string()));
            at += 1;
            if let Some(sentence) = view.number(at).filter(|number| *number < 20) {
                path.push((Level::Sentence, sentence.to_string()));
                at += 1;
            }
        } else {
            return at;
        }
    }
}

/// „f.“, „ff.“ (and following), „2. Halbsatz“, „erste Alternative“.
fn dropped(view: TokenView<'_>, at: usize) -> Option<usize> {
    if matches!(view.word(at), "f" | "ff") {
        return Some(view.after_dot(at + 1));
    }
    let noun = view.after_dot(at + 1);
    let counted = (view.number(at).is_some() && noun > at + 1) || ordinal(view.word(at)).is_some();
    (counted && level(view.word(noun)) == Some(Level::Below)).then(|| view.after_dot(noun + 1))
}

/// `I` in „§ 823 I BGB“: a Roman numeral for a paragraph, between the number and the statute.
fn roman_paragraph(view: TokenView<'_>, at: usize) -> Option<u32> {
    let follows = view.capitalised(at + 1) || view.number(at + 1).is_some();
    roman(view.word(at)).filter(|_| follows)
}

/// „und“, „oder“, a comma (false), „bis“, a dash (true: a range); the position after it.
fn separator(view: TokenView<'_>, at: usize) -> Option<(bool, usize)> {
    match view.word(at) {
        "," if matches!(view.word(at + 1), "und" | "oder" | "sowie") => Some((false, at + 2)),
        "und" | "oder" | "sowie" | "," | "/" => Some((false, at + 1)),
        "bzw" => Some((false, view.after_dot(at + 1))),
        "bis" => Some((true, at + 1)),
        // „§ 23 Abs. 1 i. V. m. Abs. 3“; before a section of its own it joins citations.
        "i" if view.word(at + 2) == "V" && level(view.word(at + 6)).is_some() => Some((false, at + 6)),
        "iVm" | "iVM" if level(view.word(view.after_dot(at + 1))).is_some() => Some((false, view.after_dot(at + 1))),
        "in" if view.word(at + 1) == "Verbindung" && level(view.word(at + 3)).is_some() => Some((false, at + 3)),
        _ if view.hyphen(at) => Some((true, at + 1)),
        _ => None,
    }
}

/// What stands beside the end of the path: a named part, or a bare value at the level of the last part, unless a part
/// of that level follows it („§§ 3 Abs. 2 und 5 Abs. 1“) or several sections must come: then it is a section.
fn sibling(view: TokenView<'_>, at: usize, path: &[(Level, String)], several: bool) -> Option<(Level, String, usize)> {
    if let Some(part) = part(view, at) {
        return Some(part);
    }
    let last = path.iter().map(|(level, _)| *level).rfind(|level| *level != Level::Below)?;
    let section = path.first().is_some_and(|(level, _)| *level == Level::Number);
    let bare = |level| {
        value(view, at, level).map(|(value, next)| (level, value, next)).filter(|(.., next)| !measures(view, *next))
    };
    // Sections have letters („und 201a“), sentences have not.
    let lettered = |value: &str| last == Level::Sentence && value.ends_with(|c: char| c.is_ascii_lowercase());
    let beside = bare(last).filter(|(_, value, next)| {
        !(section && (several || lettered(value) || level(view.word(*next)).is_some_and(|level| level <= last)))
    });
    beside.or_else(|| if section { bare(Level::Number) } else { None })
}

/// „§§ 126, 140 Nr. 2 und 241“: sections ascend, and no section has so many parts.
fn is_far_section(view: TokenView<'_>, at: usize, path: &[(Level, String)]) -> bool {
    const MOST_PARTS: u32 = 30;
    let section = path.first().and_then(|(_, value)| value.parse::<u32>().ok());
    view.number(at).zip(section).is_some_and(|(number, section)| number > section && number > MOST_PARTS)
}

/// Whether the number before `at` is an amount, a day or an ordinal rather than a part.
fn measures(view: TokenView<'_>, at: usize) -> bool {
    let noun = view.after_dot(at);
    UNITS.contains(&view.word(at))
        || (noun > at
            && (month(view.word(noun)).is_some()
                || level(view.word(noun)).is_some()
                || view.number(noun).is_some() && view.glued(noun)))
}

/// The value of a part: a letter for [`Level::Letter`], else digits with at most two letters (`3a`, `315 d`).
fn value(view: TokenView<'_>, at: usize, level: Level) -> Option<(String, usize)> {
    let word = view.word(at);
    if view.get(at).is_some_and(Token::is_number) {
        let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
        let letters = word.len() - digits.len();
        let plain = digits.len() <= 4 && letters <= 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
        if !plain || level == Level::Letter {
            return None;
        }
        // „10ff.“, „10f.“ (and following) glued to the number; without a dot `f` is a letter: § 10f.
        let following = if view.after_dot(at + 1) > at + 1 { word.strip_suffix('f') } else { None };
        let word = word.strip_suffix("ff").or(following).unwrap_or(word);
        if following.is_some() {
            return Some((word.to_owned(), at + 2));
        }
        if level == Level::Number
            && letters == 0
            && is_letter(view, at + 1)
            && !view.glued(at + 2)
            && continues(view, at + 2)
        {
            return Some((format!("{word}{}", view.word(at + 1)), at + 2));
        }
        return Some((word.to_owned(), at + 1));
    }
    let lettered = is_letter(view, at)
        || (word.len() == 2
            && word.bytes().all(|byte| byte.is_ascii_lowercase() && word.as_bytes().first() == Some(&byte)));
    (matches!(level, Level::Letter | Level::Below) && lettered).then(|| {
        let bracket = usize::from(view.is(at + 1, ')') && view.glued(at + 1));
        (word.to_owned(), at + 1 + bracket)
    })
}

fn is_letter(view: TokenView<'_>, at: usize) -> bool {
    view.word(at).len() == 1 && view.get(at).is_some_and(|token| token.is_word() && token.first.is_ascii_lowercase())
}

/// Whether a citation goes on at `at`: a part or the name of a statute.
fn continues(view: TokenView<'_>, at: usize) -> bool {
    level(view.word(at)).is_some() || view.capitalised(at)
}

/// The values between the ends of a range: `4` between `3` and `5`, `b` between `a` and `c`, `16b` between `16a` and `16c`, `43a`
/// between `43` and `43b`.
fn between(from: &str, to: &str) -> Vec<String> {
    if let (Ok(from), Ok(to)) = (from.parse::<u32>(), to.parse::<u32>()) {
        let within = to > from && to - from <= LONGEST_RANGE;
        return if within { (from + 1..to).map(|value| value.to_string()).collect() } else { Vec::new() };
    }
    let split = |value: &str| {
        let letter = value.chars().next_back().filter(char::is_ascii_lowercase)?;
        Some((value.strip_suffix(letter)?.to_owned(), letter))
    };
    match (split(from), split(to)) {
        (Some((number, from)), Some((same, to))) if number == same => {
            (from..to).skip(1).map(|letter| format!("{number}{letter}")).collect()
        }
        // „§§ 43 bis 43d“
        (None, Some((same, to))) if from == same => ('a'..to).map(|letter| format!("{same}{letter}")).collect(),
        _ => Vec::new(),
    }
}

pub(super) fn is_article(word: &str) -> bool {
    matches!(
        word,
        "der" | "des" | "die" | "das" | "den" | "dem" | "ein" | "eine" | "eines" | "einer" | "einem" | "einen"
    )
}
