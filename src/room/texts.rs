//! What the interface says, in German and English: `web/texts.tsv`.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A language of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    De,
    En,
}

impl Language {
    pub const ALL: [Self; 2] = [Self::De, Self::En];

    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::De => "de",
            Self::En => "en",
        }
    }
}

const FILE: &str = include_str!("../../web/texts.tsv");

static TEXTS: LazyLock<FxHashMap<&str, [&str; 2]>> = LazyLock::new(|| lines().collect());

fn lines() -> impl Iterator<Item = (&'static str, [&'static str; 2])> {
    FILE.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut cells = line.split('\t');
        Some((cells.next()?, [cells.next()?, cells.next()?]))
    })
}

/// The text of that name; the name itself where there is none.
pub fn text(key: &'static str, language: Language) -> &'static str {
    found(key, language).unwrap_or(key)
}

/// The text of a name that is put together, if there is one.
pub fn found(key: &str, language: Language) -> Option<&'static str> {
    TEXTS.get(key).map(|texts| texts[language as usize])
}

/// The texts whose names begin so, in the order of the file: paragraphs of a page.
pub fn section(prefix: &str, language: Language) -> impl Iterator<Item = (&'static str, &'static str)> {
    let texts = lines().filter_map(move |(key, texts)| Some((key.strip_prefix(prefix)?, texts[language as usize])));
    texts.map(|(rest, text)| (rest.trim_start_matches('.'), text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_there_once_in_both_languages() {
        let keys: Vec<&str> = lines().map(|(key, _)| key).collect();
        let meant = FILE.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).count();
        assert_eq!(keys.len(), meant);
        assert_eq!(TEXTS.len(), meant, "a name stands twice");
        assert!(lines().all(|(_, texts)| texts.iter().all(|text| !text.is_empty())));
    }
}
