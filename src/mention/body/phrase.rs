//! Where a noun phrase ends.

use crate::lexicon::Words;
use crate::text::{Listed, Token, set};

/// End of the complement of a head noun: „für Stadtentwicklung, Bau- und Wohnungswesen“. A new article opens a new phrase.
pub(super) fn complement_end(words: &Words<'_>, at: usize) -> usize {
    let (mut end, mut next) = (at, at);
    while let Some(token) = words.token(next) {
        // „Kulturgut und kulturelles Erbe“; „und weitere Stellen“ is no part of a name.
        let attribute = |at: usize| {
            ["e", "es"].iter().any(|end| words.word(at).ends_with(end))
                && words.token(at).is_some_and(|token| token.is_word() && !token.is_capitalised())
                && !words.is_one_of(at, &set!["die", "weitere", "andere", "alle", "diese", "einzelne"])
                && words.is_capitalised(at + 1)
        };
        let joins = |at: usize| words.is_capitalised(at) || words.token(at).is_some_and(Token::is_hyphen);
        if token.is_capitalised() || token.is_hyphen() && token.glued {
            end = next + 1;
        } else if token.is_word()
            && ["e", "en", "er", "es"].iter().any(|end| words.word(next).ends_with(end))
            && words.is_capitalised(next + 1)
            && (next == at + 1 || words.is_one_of(next - 1, &set!["und", "für"]))
            && !words.is_one_of(next, &set!["und", "für", "der", "des", "die", "den", "dem", "zu", "zur", "zum"])
            && !["ein", "kein", "ihr", "sein", "dies", "jed"].iter().any(|start| is_determiner(words.word(next), start))
        {
            // „für barrierefreie Informationstechnik“
        } else if !(is_slash(words, next)
            || token.is(',') && joins(next + 1) && is_completed(words, next + 1)
            || words.is_one_of(next, &set!["und"]) && (joins(next + 1) || attribute(next + 1))
            || words.is_one_of(next, &set!["für", "der", "des", "gegen"]) && (next == at || end == next)
            // „Zentralstelle für das Auslandsschulwesen“
            || next == at + 1
                && words.is_one_of(at, &set!["für"])
                && words.is_one_of(next, &set!["das", "die", "den"])
                && words.is_capitalised(next + 1)
            // „für die Teilhabe von Menschen mit Behinderungen“
            || words.is_one_of(next, &set!["von"]) && words.is_one_of(next + 1, &set!["Menschen"])
            || words.is_one_of(next, &set!["mit"]) && words.is_one_of(next - 1, &set!["Menschen"]))
        {
            break;
        }
        next += 1;
    }
    while end > at && words.token(end - 1).is_some_and(Token::is_hyphen) {
        end -= 1;
    }
    end
}

/// „XPlanung/XBau“: between two nouns without blanks.
pub(super) fn is_slash(words: &Words<'_>, at: usize) -> bool {
    let glued = |at: usize| words.token(at).is_some_and(|token| token.glued);
    words.is(at, '/') && glued(at) && glued(at + 1) && words.is_capitalised(at + 1)
}

/// „Verkehr, Bau und Stadtentwicklung“: a list within a name, which „und“ completes; „Lärmschutz, Maßstäbe zu entwickeln“ is none.
fn is_completed(words: &Words<'_>, from: usize) -> bool {
    let goes_on = |at: &usize| {
        let word = words.word(*at);
        words.token(*at).is_some_and(|token| token.is_capitalised() || token.is(',') || token.is_hyphen())
            || word.ends_with(['e', 'n', 's']) && !words.is_one_of(*at, &set!["den", "die", "das", "des"])
    };
    let close = (from..from + 10).find(|at| !goes_on(at));
    close.is_some_and(|at| words.is_one_of(at, &set!["und", "sowie"]))
}

/// End of the noun phrase that starts at `at`: nouns, numbers, and the small words and hyphens that hold them together.
pub(super) fn noun_phrase_end(words: &Words<'_>, at: usize) -> usize {
    const LINKS: [Listed; 19] = set![
        "und", "der", "des", "die", "den", "eines", "einer", "für", "von", "vom", "in", "im", "zur", "zum", "mit",
        "gegen", "bei", "an", "sowie",
    ];
    let (mut end, mut next) = (at, at);
    while let Some(token) = words.token(next) {
        // „zur Kenntnis“ is the verb's.
        if words.is_one_of(next, &set!["zur"]) && words.is_one_of(next + 1, &set!["Kenntnis", "Verfügung"]) {
            break;
        }
        if token.is_capitalised() || token.is_number() {
            end = next + 1;
        } else if token.is_hyphen() {
            if !token.glued && !words.token(next + 1).is_some_and(|after| after.glued) {
                break;
            }
        } else if token.is(',') {
            if !words.is_capitalised(next + 1) && !words.token(next + 1).is_some_and(Token::is_hyphen) {
                break;
            }
        } else if !(words.is_one_of(next, &LINKS) && next < end + 3
            || (next > end || next == at) && is_attribute(words, next))
        {
            break;
        }
        next += 1;
    }
    end
}

/// „(des) gewaltbereiten islamistischen (Extremismus)“: an adjective that a noun follows, others between.
fn is_attribute(words: &Words<'_>, at: usize) -> bool {
    let adjective = |at: usize| {
        words.token(at).is_some_and(|token| token.is_word() && !token.is_capitalised())
            && ["e", "en", "er", "es", "em"].iter().any(|ending| words.word(at).ends_with(ending))
            && words.word(at).len() > 4
    };
    (at..at + 3).take_while(|at| adjective(*at)).any(|at| words.is_capitalised(at + 1))
}

/// „eine“, „ihren“: a determiner begins another noun phrase.
fn is_determiner(word: &str, root: &str) -> bool {
    word.strip_prefix(root).is_some_and(|ending| matches!(ending, "e" | "en" | "er" | "es" | "em"))
}
