//! Names as they are compared.

/// A name without case, accents, punctuation and spelling variants: `Bundesministerium des Innern (Österreich)` becomes
/// `bundesministerium des innern oesterreich`.
///
/// ```
/// use gremium::link::names::fold;
/// assert_eq!(fold("Thüringen"), fold("THUERINGEN"));
/// assert_eq!(fold("Gemeinsames Melde- und Lagezentrum"), "gemeinsames melde und lagezentrum");
/// ```
#[must_use]
pub fn fold(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut gap = false;
    for c in name.chars().flat_map(char::to_lowercase) {
        let start = out.len();
        match c {
            'ä' => out.push_str("ae"),
            'ö' => out.push_str("oe"),
            'ü' => out.push_str("ue"),
            'ß' => out.push_str("ss"),
            'à' | 'á' | 'â' => out.push('a'),
            'è' | 'é' | 'ê' | 'ë' => out.push('e'),
            'ì' | 'í' | 'î' | 'ï' => out.push('i'),
            'ò' | 'ó' | 'ô' => out.push('o'),
            'ù' | 'ú' | 'û' => out.push('u'),
            'ç' => out.push('c'),
            'ñ' => out.push('n'),
            // Marks that combine with the letter before, and the soft hyphen.
            '\u{300}'..='\u{36f}' | '\u{ad}' => continue,
            c if c.is_alphanumeric() => out.push(c),
            _ => {
                gap = !out.is_empty();
                continue;
            }
        }
        if std::mem::take(&mut gap) {
            out.insert(start, ' ');
        }
    }
    out
}

/// Whether a name is an abbreviation: one word, short or with several capitals. Such a name is borne by many things.
#[must_use]
pub fn is_short(name: &str) -> bool {
    let capitals = name.chars().filter(|c| c.is_uppercase()).count();
    let letters = name.chars().filter(|c| c.is_alphanumeric()).count();
    letters <= 3 || (!name.trim().contains(char::is_whitespace) && letters <= 12 && capitals > 1)
}

/// Likeness of two folded names from 0 to 100: shared words twice over all words (Dice).
#[must_use]
pub fn likeness(left: &str, right: &str) -> u32 {
    let words = |name: &str| -> Vec<String> {
        let mut words: Vec<String> = name.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        words.sort_unstable();
        words
    };
    let (left, right) = (words(left), words(right));
    if left.is_empty() || right.is_empty() {
        return 0;
    }
    let (mut i, mut j, mut shared) = (0, 0, 0usize);
    while let (Some(one), Some(other)) = (left.get(i), right.get(j)) {
        shared += usize::from(one == other);
        i += usize::from(one <= other);
        j += usize::from(other <= one);
    }
    u32::try_from(200 * shared / (left.len() + right.len())).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_keeps_what_tells_names_apart() {
        assert_eq!(
            fold("  Bundesministerium des Innern, für Bau und Heimat "),
            "bundesministerium des innern fuer bau und heimat"
        );
        assert_eq!(fold("Bundesa\u{ad}mt"), "bundesamt");
        assert_eq!(fold("u\u{308}ber"), "uber");
        assert_ne!(fold("AK I"), fold("AK II"));
        assert_eq!(fold("(…)"), "");
    }

    #[test]
    fn short_names_are_told_from_long_ones() {
        for short in ["BKA", "BaFin", "THW", "EU", "GETZ"] {
            assert!(is_short(short), "{short}");
        }
        for long in ["Bundesrat", "Bremen", "Auswärtiges Amt", "Europol"] {
            assert!(!is_short(long), "{long}");
        }
    }

    #[test]
    fn likeness_counts_words() {
        assert_eq!(likeness("a b c", "c b a"), 100);
        assert_eq!(likeness("a b", "a c"), 50);
        assert_eq!(likeness("", "a"), 0);
        assert_eq!(likeness("a a", "a"), 66);
    }
}
