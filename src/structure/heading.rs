//! The words that open a part of the document: agenda items, resolutions, protocol notes, in the styles of many
//! conferences.
//!
//! Every function looks at one line without its list marks and says which of its bytes are number, title or rest.

use super::numbering;
use crate::calendar::roman;
use memchr::{memchr, memrchr};
use std::cmp::Ordering;
use std::ops::Range;

/// Words before the number of an agenda item.
const ITEM: [&str; 4] = ["TOP", "Tagesordnungspunkt", "Punkt", "Top"];
const RESOLUTION: [&str; 5] = ["Beschluss", "Beschluß", "Beschlüsse", "Beschlussfassung", "Entscheidung"];
/// Words that point from a formula to the resolution below.
const FOLLOWING: [&str; 6] = ["folgenden", "folgende", "folgender", "nachfolgenden", "nachstehenden", "nachstehende"];
const NOTE: [&str; 6] = [
    "Protokollnotiz",
    "Protokollnotizen",
    "Protokollerklärung",
    "Protokollerklärungen",
    "Protokollvermerk",
    "Erklärung zu Protokoll",
];
/// Words before a decision's own number (`Beschluss 2021/05`).
const DECISION: [&str; 4] = ["Beschlussnummer", "Beschluss", "Umlaufbeschluss", "Entscheidung"];

const REPORTER: [&str; 14] = [
    "Berichterstattung",
    "Berichterstatter",
    "Berichterstatterin",
    "Antrag",
    "Antragsteller",
    "Antragstellerin",
    "Antragstellende",
    "Antragstellendes Land",
    "Antragstellende Länder",
    "Mitantragsteller",
    "Mitantragstellendes Land",
    "Mitantragstellende Länder",
    "Federführung",
    "Vorgang",
];
/// Words before the votes that a resolution got.
const VOTE: [&str; 6] =
    ["Abstimmung", "Abstimmungsergebnis", "Abstimmungsverhältnis", "Stimmverhältnis", "Votum", "Veröffentlichung"];

/// No heading of a numbered decision is longer, in bytes.
const LONGEST_DECISION: usize = 1000;
/// No line with „hat einstimmig beschlossen:“ is longer, in bytes.
const LONGEST_FORMULA: usize = 240;

/// A heading of an item within its line, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ItemHeading {
    pub number: Range<usize>,
    /// The title, or as much of it as stands in this line.
    pub title: Range<usize>,
    /// A colon or the end of the line follows: certain even without a blank line before.
    pub firm: bool,
}

/// `TOP 2: Titel`, `TOP: 6.5`, `Tagesordnungspunkt 7`, `Punkt 4.1 der Tagesordnung: Titel`.
pub(super) fn item(line: &str) -> Option<ItemHeading> {
    line.as_bytes().first().filter(|first| b"TPZz".contains(first))?;
    let named = line.strip_prefix("Zu ").or_else(|| line.strip_prefix("zu ")).unwrap_or(line);
    let (word, rest) = ITEM.iter().find_map(|word| Some((*word, named.strip_prefix(word)?)))?;
    let colon = rest.starts_with(':');
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '*' | '.'));
    let mut number = divided_number(rest).or_else(|| item_numbers(rest))?;
    // „TOP 3 a): Titel“
    if let Some((_, len)) = rest.get(number..).and_then(lettered) {
        number += len;
    }
    let mut behind = rest.get(number..)?;
    let start = line.len() - rest.len();
    if word == "Punkt" {
        behind = behind.trim_start().strip_prefix("der Tagesordnung")?;
    }
    let title = behind.trim_start_matches(is_separator);
    let gap = behind.get(..behind.len() - title.len())?;
    let firm = colon || gap.contains(':') || title.is_empty();
    let opens = title.starts_with(|c: char| !c.is_lowercase()) || numbering::letter(title).is_some();
    let plain = gap.contains(char::is_whitespace) && opens && !is_citation(title);
    (firm || plain).then(|| ItemHeading {
        number: start..start + number,
        title: line.len() - title.len()..line.len(),
        firm,
    })
}

/// `TOP` and nothing else.
pub(super) fn is_item_word(line: &str) -> bool {
    ITEM.iter().any(|word| line.trim_end_matches([':', ' ', '*']) == *word)
}

/// A line that holds the number of an item and nothing else.
pub(super) fn item_number_alone(line: &str) -> Option<ItemHeading> {
    let number = item_number(line)?;
    let is_alone = line.get(number..)?.trim_end_matches(['.', ':', '*', ' ']).is_empty();
    is_alone.then_some(ItemHeading { number: 0..number, title: line.len()..line.len(), firm: true })
}

/// `7. Titel`, `I.17 Titel`: a heading only where the text around says so.
pub(super) fn numbered(line: &str) -> Option<ItemHeading> {
    let number = item_number(line)?;
    let behind = line.get(number..)?;
    let title = behind.trim_start_matches(is_separator);
    let apart = title.len() < behind.len() || behind.is_empty();
    let fits = title.is_empty() || title.starts_with(|c: char| !c.is_lowercase());
    (apart && fits).then(|| ItemHeading { number: 0..number, title: line.len() - title.len()..line.len(), firm: false })
}

/// `Beschluss 2021/05: Titel`, `Beschlussnummer (2021/05)`, `Titel (2021/05)`, and
/// `Titel / Datum | 34. Sitzung | Beschluss 2021/05`, whose title ends at the slash or stands in the lines before.
pub(super) fn decision(line: &str) -> Option<ItemHeading> {
    named_decision(line).or_else(|| bracketed_decision(line))
}

/// Whether the line is a decision's number and nothing else: `Beschluss: 2010/01`.
pub(super) fn is_decision_number(line: &str) -> bool {
    named_decision(line).is_some_and(|found| found.title.is_empty())
}

/// `Titel (2021/05)`
fn bracketed_decision(line: &str) -> Option<ItemHeading> {
    let (title, number) = line.trim_end_matches('*').strip_suffix(')')?.rsplit_once(" (")?;
    let (year, serial) = number.split_once('/')?;
    let is_number = |text: &str| (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let fits = year.len() == 4 && is_number(year) && is_number(serial) && title.starts_with(char::is_uppercase);
    let start = title.len() + 2;
    fits.then(|| ItemHeading { number: start..start + number.len(), title: 0..title.len(), firm: true })
}

fn named_decision(line: &str) -> Option<ItemHeading> {
    if line.len() > LONGEST_DECISION {
        return None;
    }
    let head = memrchr(b'|', line.as_bytes()).map_or(0, |bar| bar + 1);
    let last = line.get(head..)?.trim_start();
    let rest = DECISION.iter().find_map(|word| last.strip_prefix(word))?;
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '*');
    let rest = rest.strip_prefix("Nr.").map_or(rest, str::trim_start);
    let rest = rest.trim_start_matches([':', ' ', '(']);
    let start = line.len() - rest.len();
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let year = digits(rest);
    let serial = digits(rest.get(year..)?.strip_prefix('/')?);
    if !(1..=4).contains(&year) || !(1..=4).contains(&serial) {
        return None;
    }
    let number = start..start + year + 1 + serial;
    if head > 0 {
        let title =
            line.split('|').next().and_then(|first| first.rsplit_once(" / ")).map_or(0, |(title, _)| title.len());
        return Some(ItemHeading { number, title: 0..title, firm: true });
    }
    let behind = line.get(number.end..)?;
    let title = behind.trim_start_matches(is_separator);
    let firm = title.is_empty() || behind.trim_start_matches(['*', ' ']).starts_with([':', '-', '–']);
    firm.then(|| ItemHeading { number, title: line.len() - title.len()..line.len(), firm })
}

/// `Beschluss:`; gives where the words behind it begin.
pub(super) fn resolution(line: &str) -> Option<usize> {
    let rest = strip_word(line, &RESOLUTION).filter(|_| !is_decision_number(line))?;
    let mut rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '*');
    // „Beschluss (einstimmig):“
    if let Some((_, behind)) = rest.strip_prefix('(').and_then(|inner| inner.split_once(')')) {
        rest = behind.trim_start_matches('*');
    }
    if is_markup(rest) {
        return Some(line.len());
    }
    rest.strip_prefix(':').map(|rest| if is_markup(rest) { line.len() } else { line.len() - rest.len() })
}

/// The end of „Die Konferenz fasst einstimmig folgenden Beschluss:“, „… hat einstimmig beschlossen:“, „… beschließt:“.
pub(super) fn is_formula(line: &str) -> bool {
    let words = line.strip_suffix(':').map_or("", |line| line.strip_suffix(" wie folgt").unwrap_or(line));
    if line.len() < LONGEST_FORMULA && words.ends_with(" beschlossen") {
        return line.split(' ').any(|word| matches!(word, "hat" | "haben"));
    }
    if line.len() < LONGEST_FORMULA
        && ["beschließt", "beschließen", "beschliesst"].iter().any(|verb| words.ends_with(verb))
    {
        return words.starts_with("Die ") || words.starts_with("Der ");
    }
    let before = line.strip_suffix(':').and_then(|line| RESOLUTION.iter().find_map(|word| line.strip_suffix(word)));
    before.is_some_and(|before| before.trim_end().rsplit(' ').next().is_some_and(|word| FOLLOWING.contains(&word)))
}

/// `Protokollnotiz BMI:`; gives who made it and where the words behind begin.
pub(super) fn note(line: &str) -> Option<(Range<usize>, usize)> {
    // „Das Land Bayern gibt folgende Erklärung zu Protokoll:“
    if line.len() < 240 && line.ends_with("zu Protokoll:") {
        let by = [" gibt ", " geben "].iter().find_map(|verb| line.find(verb))?;
        return Some((0..by, line.len()));
    }
    let rest = strip_word(line, &NOTE)?;
    if rest.starts_with(char::is_alphanumeric) {
        return None;
    }
    let start = line.len() - rest.len();
    let by_end = rest.bytes().take(240).position(|byte| byte == b':');
    match by_end {
        // „Protokollerklärung: Berlin, Hessen“
        Some(colon) if rest.get(..colon)?.trim().is_empty() && is_list_of_names(rest.get(colon + 1..)?) => {
            Some((start + colon + 1..line.len(), line.len()))
        }
        Some(colon) => Some((start..start + colon, start + colon + 1)),
        None if line.len() < 200 && !line.ends_with('.') => Some((start..line.len(), line.len())),
        None => None,
    }
}

/// Whether nothing but names stands here, as many as there may be.
fn is_list_of_names(text: &str) -> bool {
    let is_name = |word: &str| word.starts_with(char::is_uppercase) || matches!(word, "und" | "der" | "des" | "/");
    (3..200).contains(&text.len())
        && !text.ends_with('.')
        && text.split_whitespace().all(is_name)
        && text.trim_start().starts_with(char::is_uppercase)
        && (text.contains(',') || text.split_whitespace().count() == 1 || text.contains(" und "))
}

/// Who laid the item before the conference, between title and resolution: `Berichterstattung: Hessen`.
pub(super) fn is_reporter(line: &str) -> bool {
    let named =
        memchr(b':', line.as_bytes()).and_then(|colon| line.get(..colon)).map(|name| name.trim_end_matches('*'));
    // Two capitals and a colon abbreviate such a word.
    let is_short = |name: &str| name.len() == 2 && name.bytes().all(|byte| byte.is_ascii_uppercase());
    // „- Antrag Bremen -“
    if line.starts_with("Antrag ") && line.len() < 200 && line.ends_with([' ', '-', '–', ')']) {
        return true;
    }
    named.is_some_and(|name| REPORTER.contains(&name) || is_short(name))
}

/// What the minutes add below a resolution: `Abstimmung: 16 : 0 : 0`.
///
/// Also `Votum der GMK: einstimmig`, and the votes alone on a line: `(16 : 0 : 0)`, `- einstimmig -`.
pub(super) fn is_vote(line: &str) -> bool {
    let line = line.strip_prefix('(').unwrap_or(line);
    let behind = |word: &&str| line.strip_prefix(*word)?.trim_start_matches('*').split_once(':').map(|(name, _)| name);
    if VOTE.iter().filter_map(behind).any(|name| name.is_empty() || name.len() < 40 && name.starts_with(" der ")) {
        return true;
    }
    if line.len() > 24 {
        return false;
    }
    let votes = line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '-' | '–' | '*' | '.'));
    let is_count = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    votes == "einstimmig" || votes.split(':').count() == 3 && votes.split(':').map(str::trim).all(is_count)
}

/// The heading of the reasons that the minutes print below a resolution; they are no part of it.
pub(super) fn is_reasons(line: &str) -> bool {
    matches!(line.trim_end_matches(['*', ':', ' ']), "Begründung" | "Zur Begründung")
}

/// A field of the minutes: one word, a colon, what it says (`Vorgang: TOP 12 der letzten Sitzung`).
pub(super) fn is_field(line: &str) -> bool {
    let Some((name, rest)) = line.split_once(':') else { return false };
    let is_word = (2..=30).contains(&name.len()) && name.chars().all(|c| c.is_alphabetic() || c == '-');
    is_word && name.starts_with(char::is_uppercase) && (rest.starts_with(char::is_whitespace) || rest.is_empty())
}

/// An entry of a table of contents: leaders, then a page number.
pub(super) fn is_contents_entry(line: &str) -> bool {
    let tail = line.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
    tail.len() < line.len() && (tail.ends_with("...") || tail.ends_with(". .") || tail.ends_with('…'))
}

/// What follows one of the words, in capitals or not, as a word of its own.
fn strip_word<'l>(line: &'l str, words: &[&str]) -> Option<&'l str> {
    let [first, second, ..] = line.as_bytes() else { return None };
    if !b"BEP".contains(first) {
        return None;
    }
    words.iter().find_map(|word| {
        let (head, rest) = line.split_at_checked(word.len())?;
        let agrees = head == *word
            || (second.is_ascii_uppercase() && head.chars().eq(word.chars().flat_map(char::to_uppercase)));
        (agrees && !rest.starts_with(char::is_alphanumeric)).then_some(rest)
    })
}

/// One number, or those of items that were taken together: `5/6`, `4 und 5`.
fn item_numbers(text: &str) -> Option<usize> {
    let mut len = item_number(text)?;
    for _ in 0..8 {
        let behind = text.get(len..)?;
        let Some(next) = ["/", " / ", "-", " und ", " bis "].iter().find_map(|joint| behind.strip_prefix(joint)) else {
            break;
        };
        let Some(more) = item_number(next).filter(|_| next.starts_with(|c: char| c.is_ascii_digit())) else { break };
        len = text.len() - next.len() + more;
    }
    Some(len)
}

/// `I 1`, `I. 1`: a Roman part and a number that stand apart.
fn divided_number(text: &str) -> Option<usize> {
    let roman = text.bytes().take(8).take_while(|byte| matches!(byte, b'I' | b'V' | b'X')).count();
    let behind = text.get(roman..).filter(|_| roman > 0)?;
    let digits = behind.strip_prefix('.').unwrap_or(behind).strip_prefix(' ')?.trim_start();
    let number = digits.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let ends = !digits.get(number..)?.trim_start_matches('.').starts_with(char::is_alphanumeric);
    ((1..=2).contains(&number) && ends).then_some(text.len() - digits.len() + number)
}

/// Bytes of an item's number at the front: `57`, `6.5`, `I.17`, `5a`; a dot behind it is not part of it.
fn item_number(text: &str) -> Option<usize> {
    let part = |text: &str| {
        let digits = text.bytes().take(5).take_while(u8::is_ascii_digit).count();
        let roman = text.bytes().take(8).take_while(|byte| matches!(byte, b'I' | b'V' | b'X' | b'L')).count();
        digits.max(roman)
    };
    let mut len = part(text);
    if !(1..=4).contains(&len) && text.starts_with(|c: char| c.is_ascii_digit()) || len == 0 {
        return None;
    }
    for _ in 0..4 {
        let more = text.get(len..)?.strip_prefix('.').map_or(0, part);
        if more == 0 {
            break;
        }
        len += 1 + more;
    }
    let behind = text.get(len..)?;
    let lettered = behind.starts_with(|c: char| c.is_ascii_lowercase())
        && !behind.chars().nth(1).is_some_and(|c| c.is_alphanumeric() || c == ')');
    let len = len + usize::from(lettered);
    (!text.get(len..)?.starts_with(char::is_alphanumeric)).then_some(len)
}

/// ` a)` behind the number of an item and before a colon; up to the bracket.
fn lettered(behind: &str) -> Option<(char, usize)> {
    let letter = behind.strip_prefix(' ')?.chars().next().filter(char::is_ascii_lowercase)?;
    behind.get(2..)?.starts_with("):").then_some((letter, 2))
}

/// The order of two items' numbers on an agenda: `2` before `10`, `I.17` before `II.2`, `5` before `5a`.
pub(super) fn compare(one: &str, other: &str) -> Ordering {
    let parts = |number: &str| {
        let part = |part: &str| {
            part.trim_end_matches(|c: char| c.is_ascii_lowercase()).parse().ok().or_else(|| roman(part)).unwrap_or(0)
        };
        let parts: Vec<u32> = number.split(|c: char| !c.is_ascii_alphanumeric()).take(4).map(part).collect();
        parts
    };
    parts(one).cmp(&parts(other)).then_with(|| one.cmp(other))
}

/// „TOP 54 Ziffer 2 …“ speaks of an item and heads none.
fn is_citation(title: &str) -> bool {
    ["Ziffer", "Ziff.", "Nr.", "Nummer", "Absatz", "Satz"].iter().any(|word| title.starts_with(word))
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, ':' | '*' | '.' | '-' | '–' | '—' | '|' | ')')
}

fn is_markup(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || matches!(c, '*' | '_' | '\\'))
}
