//! Dates as resolutions give them: a day, several days, a month, a season, a quarter, a half, a year.
//!
//! No clock is read here. What a text leaves open stays open: „zur Herbstsitzung 2022“ (at the autumn sitting of 2022)
//! is a season and never becomes a day.

mod parse;

pub use parse::{parse_dates, parse_when, season};

use jiff::civil::Date;
use std::fmt;

/// When, as exactly as the text says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum When {
    Day(Date),
    /// First and last day.
    Days(Date, Date),
    /// Year and month.
    Month(i16, i8),
    Season(i16, Season),
    /// Year and quarter, 1 to 4.
    Quarter(i16, i8),
    /// Year and half, 1 or 2.
    Half(i16, i8),
    Year(i16),
}

/// Half of the year in which a conference sits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

impl When {
    /// The last day of the year that a day is in.
    #[must_use]
    pub fn end_of_year(day: Date) -> Self {
        Self::Day(day.last_of_year())
    }

    /// The last day that is certainly meant, where the text names days.
    #[must_use]
    pub const fn last_day(self) -> Option<Date> {
        match self {
            Self::Day(day) | Self::Days(_, day) => Some(day),
            _ => None,
        }
    }

    #[must_use]
    pub const fn first_day(self) -> Option<Date> {
        match self {
            Self::Day(day) | Self::Days(day, _) => Some(day),
            _ => None,
        }
    }

    #[must_use]
    pub fn year(self) -> i16 {
        match self {
            Self::Day(day) | Self::Days(_, day) => day.year(),
            Self::Month(year, _)
            | Self::Season(year, _)
            | Self::Quarter(year, _)
            | Self::Half(year, _)
            | Self::Year(year) => year,
        }
    }
}

/// The form of the tables: `2021-12-03`, `2019-12-04/2019-12-06`, `2021-08`, `2022-Herbst`, `2022-Q3`, `2022-H2`, `2022`.
impl fmt::Display for When {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(out, "{day}"),
            Self::Days(first, last) => write!(out, "{first}/{last}"),
            Self::Month(year, month) => write!(out, "{year}-{month:02}"),
            Self::Season(year, season) => write!(out, "{year}-{season}"),
            Self::Quarter(year, quarter) => write!(out, "{year}-Q{quarter}"),
            Self::Half(year, half) => write!(out, "{year}-H{half}"),
            Self::Year(year) => write!(out, "{year}"),
        }
    }
}

impl fmt::Display for Season {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Spring => "Frühjahr",
            Self::Summer => "Sommer",
            Self::Autumn => "Herbst",
            Self::Winter => "Winter",
        })
    }
}

/// A day, if there is one: `day(2021, 2, 30)` is none.
#[must_use]
pub fn day(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok()
}

/// A two-digit year as administrations write it (`03.12.21`): 70 to 99 are of the last century.
#[must_use]
pub const fn full_year(year: i16) -> i16 {
    match year {
        0..=69 => 2000 + year,
        70..=99 => 1900 + year,
        _ => year,
    }
}

/// In UTF-8 a letter of ASCII or Latin-1 differs from its capital in this bit alone.
const SMALL: u8 = 0x20;

/// The number of a month by its German name, full or as abbreviated in prose (`Dezember`, `Dez`); Austrian `Jänner` too.
#[must_use]
pub fn month(name: &str) -> Option<i8> {
    const MONTHS: [&[&str]; 12] = [
        &["januar", "jänner", "jan"],
        &["februar", "feber", "feb"],
        &["märz", "mrz"],
        &["april", "apr"],
        &["mai"],
        &["juni", "jun"],
        &["juli", "jul"],
        &["august", "aug"],
        &["september", "sep", "sept"],
        &["oktober", "okt"],
        &["november", "nov"],
        &["dezember", "dez"],
    ];
    // No month is longer, and few words begin like one.
    if name.len() > 9 || !name.as_bytes().first().is_some_and(|first| b"jfmasond".contains(&(first | SMALL))) {
        return None;
    }
    let is_own = |month: &&str| {
        month.len() == name.len() && month.bytes().zip(name.bytes()).all(|(one, other)| one | SMALL == other | SMALL)
    };
    let month = MONTHS.iter().position(|names| names.iter().any(is_own))?;
    i8::try_from(month + 1).ok()
}

/// The number of an ordinal in words, in any case and ending: `erste`, `Zweites`, `zwölften`; up to twenty.
#[must_use]
pub fn ordinal(word: &str) -> Option<u32> {
    const ORDINALS: [&str; 20] = [
        "erst", "zweit", "dritt", "viert", "fünft", "sechst", "siebt", "acht", "neunt", "zehnt", "elft", "zwölft",
        "dreizehnt", "vierzehnt", "fünfzehnt", "sechzehnt", "siebzehnt", "achtzehnt", "neunzehnt", "zwanzigst",
    ];
    let root = ["en", "er", "es", "em", "e"].iter().find_map(|ending| word.strip_suffix(ending))?;
    if !root.ends_with(['t', 'T']) {
        return None;
    }
    let root = root.to_lowercase();
    let root = if root == "siebent" { "siebt" } else { root.as_str() };
    ORDINALS.iter().position(|ordinal| *ordinal == root).and_then(|at| u32::try_from(at + 1).ok())
}

/// The value of a Roman numeral in capitals, as books and working groups are counted: `V`, `XIV`; up to 39.
#[must_use]
pub fn roman(word: &str) -> Option<u32> {
    const UNITS: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    let units = word.trim_start_matches('X');
    let tens = word.len() - units.len();
    let unit = UNITS.iter().position(|unit| *unit == units);
    let value = tens * 10 + unit?;
    (tens <= 3 && value > 0).then_some(value).and_then(|value| u32::try_from(value).ok())
}
