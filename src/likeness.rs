//! Which of some names may have been meant by a word that is none of them.

/// What is less like the word than this is not worth a mention.
const LEAST: f64 = 0.7;
/// Of a name that holds the word, or the other way round: just worth it, however long the rest.
const PART: f64 = 0.72;

/// Of some names those that are most like a word, at most three, the nearest first. Capitals do not matter.
///
/// ```
/// use gremium::likeness::nearest;
/// assert_eq!(nearest("informes", ["asks", "informs"]), ["informs"]);
/// ```
#[must_use]
pub fn nearest<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> Vec<&'n str> {
    let word = word.to_lowercase();
    let likeness = |name: &str| {
        let name = name.to_lowercase();
        let part = if name.contains(&word) || word.contains(&name) { PART } else { 0.0 };
        strsim::jaro_winkler(&word, &name).max(part)
    };
    let mut near: Vec<(f64, &str)> = names.into_iter().map(|name| (likeness(name), name)).collect();
    near.retain(|(likeness, _)| *likeness > LEAST);
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    near.dedup();
    near.into_iter().take(3).map(|(_, name)| name).collect()
}
