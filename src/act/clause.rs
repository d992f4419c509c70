//! German clauses, as far as acts need them: where a main clause has its finite verb, and what stands before it.
//!
//! The rules are those of school grammar. In a main clause the finite verb is the second constituent, in a subordinate
//! clause it is the last word; a comma and a subordinating word open the one, a coordinated verb with material behind it
//! is the other. (Duden, Die Grammatik: topological fields; verb-second and verb-final clauses.)

use crate::lexicon::Words;
use crate::text::{Listed, Token, WordClass, ends_like, set};
use std::ops::Range;

/// Pronouns that open a relative clause, behind a comma.
const RELATIVES: [Listed; 7] = set!["der", "die", "das", "den", "dem", "was", "welche"];

/// Words that open a condition.
const CONDITIONS: [&str; 6] = ["sofern", "falls", "wenn", "soweit", "sollte", "sollten"];

/// A finite form of an auxiliary or modal: where one stands, a later verb of the clause is not finite.
pub(super) fn is_auxiliary(words: &Words<'_>, at: usize) -> bool {
    words.may_be(at, WordClass::AUXILIARY)
}

/// A comma, semicolon, colon, line break or free-standing dash outside brackets and quotes.
pub(super) fn is_boundary(words: &Words<'_>, at: usize) -> bool {
    let Some(token) = words.token(at) else { return true };
    let mark = matches!(token.first, ',' | ';' | ':' | '\n')
        || token.is_hyphen() && !token.glued && words.token(at + 1).is_none_or(|next| !next.glued);
    mark && words.nesting().depth(at) == 0 && words.nesting().partner(at).is_none() && !joins_norms(words, at)
}

/// „§§ 3, 3a“, „§ 42 Abs. 5 AMG, § 42b AMG“: a comma between provisions parts no clauses.
fn joins_norms(words: &Words<'_>, at: usize) -> bool {
    let counts = |at: usize| words.token(at).is_some_and(Token::is_number);
    let next = words.is(at, ',') && (words.is(at + 1, '§') || counts(at + 1) && at > 0 && counts(at - 1));
    next && (at.saturating_sub(12)..at).any(|before| words.is(before, '§'))
}

/// How far a clause is looked for: a sentence of a resolution may be long, but a text without any stop must not cost the
/// square of its length.
pub(super) const REACH: usize = 400;

/// Start of the stretch between boundaries that holds `at`.
pub(super) fn segment_start(words: &Words<'_>, sentence: &Range<usize>, at: usize) -> usize {
    let floor = sentence.start.max(at.saturating_sub(REACH));
    (floor..at).rev().find(|index| is_boundary(words, *index)).map_or(floor, |index| index + 1)
}

/// End of the stretch between boundaries that holds `at`.
pub(super) fn segment_end(words: &Words<'_>, sentence: &Range<usize>, at: usize) -> usize {
    let end = sentence.end.min(at + REACH);
    (at..end).find(|index| is_boundary(words, *index)).unwrap_or(end)
}

/// Where the main clause of a verb begins: behind the last semicolon before it.
pub(super) fn clause_start(words: &Words<'_>, sentence: &Range<usize>, verb: usize) -> usize {
    let floor = sentence.start.max(verb.saturating_sub(REACH));
    let semicolon = (floor..verb).rev().find(|at| words.is(*at, ';') && words.nesting().depth(*at) == 0);
    semicolon.map_or(sentence.start, |at| at + 1)
}

fn is_coordinator(words: &Words<'_>, at: usize) -> bool {
    words.may_be(at, WordClass::COORDINATOR)
}

/// Whether the stretch from `start` on is a subordinate clause; `opens` says that a comma stands before it.
pub(super) fn is_subordinate(words: &Words<'_>, start: usize, opens: bool) -> bool {
    // „…; die Kammer wird gebeten“: behind a semicolon an article is no pronoun.
    let opens = opens && !(start > 0 && words.is(start - 1, ';'));
    let mut first = start;
    while is_coordinator(words, first) || words.is_one_of(first, &set!["insbesondere", "auch", "wonach"]) {
        first += 1;
    }
    if words.may_be(first, WordClass::SUBORDINATOR) {
        let word = words.word(first);
        // „…, als die Länder zuständig sind“, but „als Gastgeber“ and „als auch“ open none.
        let compares = is_word_like(word, "als")
            && !(opens && words.is_one_of(first + 1, &set!["die", "der", "das", "sich", "sie", "es"]));
        let needs_comma = ["um", "ohne", "während"].iter().any(|small| is_word_like(word, small));
        if !compares && (opens || !needs_comma) {
            return true;
        }
    }
    let relative = |at: usize| {
        words.is_one_of(at, &RELATIVES)
            || words.is_one_of(at, &set!["denen", "deren", "dessen", "welchen", "welcher", "welchem", "welche"])
    };
    // „, in denen …“, „, mit welchen Maßnahmen …“; „, in der Sitzung“ is no clause, so an article needs a verb at the end.
    let preposition = is_preposition(words, first);
    let question =
        words.is_one_of(first + 1, &set!["denen", "welchen", "welcher", "welchem", "welche", "deren", "dessen", "was"]);
    opens && (relative(first) || preposition && (question || relative(first + 1)))
}

/// Whether a preposition stands at `at`, alone or with the article in it (`zum`).
pub(super) fn is_preposition(words: &Words<'_>, at: usize) -> bool {
    words.may_be(at, WordClass::PREPOSITION)
}

/// Whether this is the word, its first letter a capital or not.
fn is_word_like(word: &str, small: &str) -> bool {
    word.len() == small.len()
        && (ends_like(word, small) || word.starts_with(['Ä', 'Ö', 'Ü']) && word.to_lowercase() == small)
}

/// Whether nothing but the end of its clause follows `at`.
pub(super) fn is_clause_final(words: &Words<'_>, sentence: &Range<usize>, at: usize) -> bool {
    let next = at + 1;
    next >= sentence.end
        || is_boundary(words, next)
        || is_coordinator(words, next)
        || words.is(next, '.')
        || words.is(next, ')')
}

/// Whether `at` is the place of the finite verb of a main clause.
pub(super) fn is_main_verb(words: &Words<'_>, sentence: &Range<usize>, at: usize, subject_before: bool) -> bool {
    if at > sentence.start && words.is_one_of(at - 1, &set!["zu", "um"]) {
        return false;
    }
    let start = before_insertion(words, sentence, segment_start(words, sentence, at));
    let coordinated = at > sentence.start && (is_coordinator(words, at - 1) || is_boundary(words, at - 1));
    if coordinated && subject_before && !is_clause_final(words, sentence, at) {
        return true;
    }
    if is_subordinate(words, start, start > sentence.start) && !is_end_of_list(words, sentence, start, at) {
        return false;
    }
    !(start..at).any(|before| is_auxiliary(words, before) && words.nesting().depth(before) == 0)
}

/// „ob Leistungen – mit Blick darauf – erhöht werden“: behind an insertion between dashes goes on the stretch before it.
fn before_insertion(words: &Words<'_>, sentence: &Range<usize>, start: usize) -> usize {
    let dash = |at: &usize| words.token(*at).is_some_and(|token| token.is_hyphen() && !token.glued);
    let close = start.checked_sub(1).filter(|at| *at > sentence.start && dash(at));
    let open = close.and_then(|close| (sentence.start.max(close.saturating_sub(40))..close).rev().find(dash));
    open.map_or(start, |open| segment_start(words, sentence, open))
}

/// „Der Bund, die Länder und die Kommunen werden gebeten“: the last of a list opens like a relative clause, but joins with
/// „und“, and its verb does not close the clause.
fn is_end_of_list(words: &Words<'_>, sentence: &Range<usize>, start: usize, verb: usize) -> bool {
    const ARTICLES: [Listed; 5] = set!["der", "die", "das", "dem", "den"];
    let article = words.is_one_of(start, &ARTICLES) && words.is_capitalised(start + 1);
    let joins =
        (start + 2..verb).any(|at| words.is_one_of(at, &set!["und", "sowie"]) && words.is_one_of(at + 1, &ARTICLES));
    let last = verb.saturating_sub(1);
    let noun = words.is_capitalised(last) || words.is(last, ')');
    article && joins && noun && !is_clause_final(words, sentence, verb)
}

/// Whether a condition opens the sentence or the clause of the verb („Sollten Anpassungen erforderlich sein, bittet …“).
pub(super) fn is_conditional(words: &Words<'_>, sentence: &Range<usize>, verb: usize) -> bool {
    let first = words.word(sentence.start);
    CONDITIONS.iter().any(|condition| is_word_like(first, condition))
        && (sentence.start..verb.min(sentence.start + REACH)).any(|at| is_boundary(words, at))
}

/// Whether the verb is denied: „bittet nicht“, „sieht davon ab“.
pub(super) fn is_negated(words: &Words<'_>, verb: usize, end: usize) -> bool {
    let near = (verb + 1..end.min(verb + 7)).take_while(|at| !is_boundary(words, *at));
    let mut refrains = near.clone();
    // „sieht davon ab“, „sieht von einer Befassung ab“
    refrains.any(|at| {
        words.is_one_of(at, &set!["davon", "von", "vom"])
            && (at + 1..end)
                .take_while(|at| !is_boundary(words, *at))
                .any(|at| words.word(at) == "ab" && is_clause_final(words, &(0..end), at))
    }) || {
        let mut denies = near;
        denies.any(|at| {
            words.is_one_of(at, &set!["nicht"])
                && !words.is_one_of(at + 1, &set!["nur", "zuletzt"])
                && words.word(at + 1) != "freigegeben"
                && words.nesting().depth(at) == 0
                && !next_is_adjective(words, at + 1)
        })
    }
}

/// „für nicht zielführend“: the particle denies the adjective, not the verb.
fn next_is_adjective(words: &Words<'_>, at: usize) -> bool {
    at >= 2 && words.is_one_of(at - 2, &set!["für", "als"])
}

/// An infinitive with „zu“: `zu berichten`, `vorzulegen`. The position of its verb.
pub(super) fn is_zu_infinitive(words: &Words<'_>, at: usize) -> bool {
    if at > 0 && words.is_one_of(at - 1, &set!["zu"]) {
        // „zu einschlägigen Vorhaben“, „zu dessen nächster Sitzung“, „zu den §§ 2 und 3“: a preposition.
        let verb = words.token(at).is_some_and(|token| token.is_word() && !token.is_capitalised());
        let word = words.word(at);
        return verb
            && word.ends_with('n')
            && !words.is_capitalised(at + 1)
            && !matches!(word, "den" | "diesen" | "ihren" | "seinen" | "dessen" | "deren");
    }
    words.may_be(at, WordClass::ZU_INFINITIVE)
}
