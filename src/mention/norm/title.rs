//! Names of statutes as shapes: the noun that heads a title, the reach of a title, abbreviations.
//!
//! The shapes follow the rules on citing statutes in the Federal Ministry of Justice's „Handbuch der Rechtsförmlichkeit“:
//! a title names the kind of act (Gesetz, Verordnung) and its subject with „zur“, „zum“ or „über“; the official
//! abbreviation stands behind it in brackets.

use super::parts::{division, is_article};
use crate::calendar::{ordinal, roman};
use crate::text::{Token, TokenView};

/// Longest title in tokens; what goes on longer is a sentence.
const LONGEST_TITLE: usize = 60;
/// Longest compound in tokens, hyphens counted.
const LONGEST_COMPOUND: usize = 12;
/// Longest bracket that is searched for an abbreviation.
const LONGEST_BRACKET: usize = 14;

/// What a statute or agreement calls itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Act,
    Ordinance,
    Directive,
    Treaty,
    /// Of an association or foundation, or rules of procedure.
    ByLaw,
    /// Between administrations.
    Agreement,
}

/// Nouns that head the name of a statute or agreement, as words or ends of compounds; the ending of an adjective before
/// them in the nominative; kind.
const HEADS: &[(&str, &str, Kind)] = &[
    ("gesetz", "es", Kind::Act),
    ("gesetzbuch", "es", Kind::Act),
    ("verfassung", "e", Kind::Act),
    ("verordnung", "e", Kind::Ordinance),
    ("richtlinie", "e", Kind::Directive),
    ("rahmenbeschluss", "er", Kind::Directive),
    ("durchführungsbeschluss", "er", Kind::Directive),
    ("geschäftsordnung", "e", Kind::ByLaw),
    ("ordnung", "e", Kind::Act),
    ("satzung", "e", Kind::ByLaw),
    ("statut", "es", Kind::ByLaw),
    ("staatsvertrag", "er", Kind::Treaty),
    ("vertrag", "er", Kind::Treaty),
    ("abkommen", "es", Kind::Agreement),
    ("übereinkommen", "es", Kind::Treaty),
    ("vereinbarung", "e", Kind::Agreement),
    ("konvention", "e", Kind::Treaty),
];

/// The last four bytes of each head: most nouns end in others, which is cheap to see.
const TAILS: [u32; HEADS.len()] = {
    let mut tails = [0; HEADS.len()];
    let mut at = 0;
    while at < HEADS.len() {
        tails[at] = match HEADS[at].0.as_bytes().last_chunk() {
            Some(tail) => u32::from_le_bytes(*tail),
            None => panic!("no head is shorter"),
        };
        at += 1;
    }
    tails
};

/// First parts of compounds that speak of statutes in general: „Landesgesetz“ (any statute of a Land).
const GENERIC: &[&str] = &[
    "Bundes",
    "Landes",
    "Länder",
    "Änderungs",
    "Artikel",
    "Ausführungs",
    "Einführungs",
    "Umsetzungs",
    "Zustimmungs",
    "Mantel",
    "Rahmen",
    "Reform",
    "Spezial",
    "Fach",
    "Natur",
    "Begleit",
    "Folge",
    "Muster",
    "Haushalts",
    "Ermächtigungs",
    "Polizei",
    "Landespolizei",
    "Verfassungsschutz",
    "Landesverfassungsschutz",
    "Landesdatenschutz",
    "Straf",
    "Steuer",
    "Sicherheits",
];

/// How much the noun itself says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Nothing but the kind, of what is published under a title of its own: „Gesetz“, „Staatsvertrag“.
    Titular,
    /// Nothing but the kind: „Satzung“.
    Bare,
    /// A compound that names one statute: „Medienstaatsvertrag“.
    Proper,
    /// A compound that may name a sort of them: „Landesgesetz“.
    Compound,
}

/// The noun that heads a name.
#[derive(Debug)]
pub(super) struct Head {
    /// In the nominative, with the ordinal before it: `Zweites Gesetz`, `54. Verordnung`.
    pub nominative: String,
    pub kind: Kind,
    /// An ordinal stands before it.
    pub counted: bool,
    /// That ordinal, where it is in digits.
    pub number: Option<u32>,
    pub form: Form,
    pub next: usize,
}

impl Head {
    /// Whether the noun says nothing but the kind.
    pub fn is_bare(&self) -> bool {
        matches!(self.form, Form::Titular | Form::Bare)
    }
}

/// Reads a head at `at`: `Gesetzes`, `Zweiten Gesetzes`, `54. Verordnung`, `Medienstaatsvertrags`, `BKA-Gesetz`.
pub(super) fn head(view: TokenView<'_>, at: usize) -> Option<Head> {
    let number = view.number(at).filter(|_| view.after_dot(at + 1) > at + 1);
    let delegated = delegated_root(view.word(at));
    let adjective = ordinal_root(view.word(at)).or(delegated);
    let first = at + if number.is_some() { 2 } else { usize::from(adjective.is_some()) };
    let last = compound_end(view, first)? - 1;
    let (noun, base, (stem, ending, kind)) = noun(view.word(last))?;
    let compound = last > first || base.chars().count() > stem.chars().count();
    let before = view.span(first, last);
    let mut nominative = match (number, adjective) {
        (Some(number), _) => format!("{number}. "),
        (None, Some(root)) => format!("{}{ending} ", capital(root)),
        (None, None) => String::new(),
    };
    if last > first {
        nominative.push_str(before.of(view.text));
    }
    nominative.push_str(base);
    Some(Head {
        nominative,
        kind,
        counted: number.is_some() || adjective.is_some() && delegated.is_none(),
        number,
        form: match stem {
            "gesetz" | "verordnung" | "staatsvertrag" if !compound => Form::Titular,
            _ if !compound => Form::Bare,
            "gesetz" | "gesetzbuch" | "staatsvertrag" if !GENERIC.contains(&noun) => Form::Proper,
            _ => Form::Compound,
        },
        next: last + 1,
    })
}

/// The kind of a statute by the first word of its title that says it, or by the end of its abbreviation.
pub(super) fn kind_of(title: &str) -> Kind {
    match title.split([' ', '-']).find_map(noun) {
        Some((_, _, (_, _, kind))) => kind,
        None if title.ends_with("StV") => Kind::Treaty,
        None if title.ends_with('V') || title.ends_with("VO") => Kind::Ordinance,
        None => Kind::Act,
    }
}

/// The first part of a compound, its nominative, and the entry of [`HEADS`].
fn noun(word: &str) -> Option<(&str, &str, (&'static str, &'static str, Kind))> {
    if !word.starts_with(char::is_uppercase) {
        return None;
    }
    let cases: &[&str] = if word.ends_with('s') { &["", "es", "s"] } else { &[""] };
    cases.iter().find_map(|case| {
        let base = word.strip_suffix(case)?;
        let tail = u32::from_le_bytes(*base.as_bytes().last_chunk()?);
        if !TAILS.contains(&tail) {
            return None;
        }
        let heads = HEADS.iter().zip(TAILS).filter(|(_, head)| *head == tail);
        heads.map(|(head, _)| head).find_map(|(stem, ending, kind)| {
            if *ending == "e" && !case.is_empty() {
                return None;
            }
            let whole = || (base.len() == stem.len() && base.to_lowercase() == *stem).then_some("");
            let first = base.strip_suffix(stem).or_else(whole)?;
            Some((first, base, (*stem, *ending, *kind)))
        })
    })
}

/// The ordinal before a head without its ending, in capitals or not: `Zweit`, `fünfundfünfzigst`.
fn ordinal_root(word: &str) -> Option<&str> {
    let root = ["en", "er", "es", "em", "e"].iter().find_map(|ending| word.strip_suffix(ending))?;
    // All ordinals have this letter before the ending.
    let counts =
        root.ends_with(['t', 'T']) && (ordinal(word).is_some() || root.ends_with("zigst") || root.ends_with("undert"));
    counts.then_some(root)
}

/// „Delegierten Verordnung (EU) 2020/687“
fn delegated_root(word: &str) -> Option<&str> {
    word.starts_with("Delegierte").then(|| word.trim_end_matches(['n', 'r']).trim_end_matches('e'))
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// Position after the word at `at` and what is joined to it with hyphens, as far as names go.
pub(super) fn compound_end(view: TokenView<'_>, at: usize) -> Option<usize> {
    let mut end = view.get(at).filter(|token| token.is_word()).map(|_| at + 1)?;
    while end < at + LONGEST_COMPOUND
        && view.hyphen(end)
        && view.glued(end)
        && view.glued(end + 1)
        && view.get(end + 1).is_some_and(Token::is_word)
    {
        end += 2;
    }
    Some(end)
}

/// Position after the number of an act of the European Union: `(EU) 2016/679`, `(EU, Euratom) 2020/2092`,
/// `(EG) Nr. 883/2004`, `2014/24/EU`.
pub(super) fn union_number(view: TokenView<'_>, at: usize) -> Option<usize> {
    let opens = view.is(at, '(') && is_capitals(view.word(at + 1));
    let close = at + 2 + 2 * usize::from(view.is(at + 2, ',') && view.word(at + 3) == "Euratom");
    let community = opens && view.is(close, ')');
    let mut number = if community { close + 1 } else { at };
    if view.word(number) == "Nr" {
        number = view.after_dot(number + 1);
    }
    let joined = |at| view.is(at, '/') && view.glued(at) && view.glued(at + 1);
    if view.number(number).is_none() || !joined(number + 1) || view.number(number + 2).is_none() {
        return None;
    }
    let suffix = joined(number + 3) && is_capitals(view.word(number + 4));
    match (community, suffix) {
        (_, true) => Some(number + 5),
        (true, false) => Some(number + 3),
        (false, false) => None,
    }
}

fn is_capitals(word: &str) -> bool {
    word.len() >= 2 && word.chars().all(char::is_uppercase)
}

/// Position after an abbreviation of a statute that looks like one: `XyzG`, `1. SprengV`, `OZG-ÄndG`, `PolG NRW`.
pub(super) fn abbreviation(view: TokenView<'_>, at: usize) -> Option<usize> {
    let first = if view.number(at).is_some() && view.after_dot(at + 1) > at + 1 { at + 2 } else { at };
    let end = compound_end(view, first)?;
    // Few words are compounds or end in a capital.
    if end == first + 1 && !is_abbreviated(view.word(first)) {
        return None;
    }
    let capitals = view.span(first, end).of(view.text).chars().filter(|c| c.is_uppercase()).count();
    let last = view.word(end - 1);
    let named = is_abbreviated(last) && last.chars().count() > 1
        || (end > first + 1 && noun(last).is_some_and(|(_, base, _)| base == last));
    (capitals >= 2 && named).then(|| qualifier(view, end))
}

/// Acts (…G), ordinances (…V, …VO), codes (…O), books (…B), conventions (…Ü), directives (…RL): the last capital of an abbreviation stands for the kind.
fn is_abbreviated(word: &str) -> bool {
    word.ends_with(['G', 'V', 'O', 'B', 'Ü']) || word.ends_with("RL")
}

/// Whether a word by itself may open the title or be the abbreviation of a statute.
pub(super) fn is_opener(word: &str) -> bool {
    is_abbreviated(word) || noun(word).is_some() || ordinal_root(word).is_some() || delegated_root(word).is_some()
}

/// Position after what tells one statute of a name from others: `NRW`, `XIV`, `2021`.
pub(super) fn qualifier(view: TokenView<'_>, at: usize) -> usize {
    let word = view.word(at);
    let land = is_capitals(word) && word.len() <= 3 && !view.hyphen(at + 1);
    let year = word.len() == 4 && view.number(at).is_some_and(|year| (1949..2100).contains(&year));
    at + usize::from(!view.glued(at) && (land || year || roman(word).is_some() && !view.is(at + 1, '.')))
}

/// The abbreviation at the end of a bracket that opens at `at`: `(NetzDG)`, `(Adoptionshilfe-Gesetz, AdHiG)`; its
/// tokens and the position after the bracket.
pub(super) fn bracketed(view: TokenView<'_>, at: usize) -> Option<(usize, usize)> {
    if !view.is(at, '(') {
        return None;
    }
    let close = (at + 1..at + LONGEST_BRACKET).find(|end| view.is(*end, ')'))?;
    let starts =
        |start: &usize| *start == at + 1 || view.is(start - 1, ',') || (view.hyphen(start - 1) && !view.glued(*start));
    (at + 1..close)
        .rev()
        .filter(starts)
        .find(|start| abbreviation(view, *start) == Some(close))
        .map(|start| (start, close))
}

/// Position after the subject of a title, whose relation (`zur`, `über`, a genitive article) stands at `at`.
///
/// After each noun a title goes on with a genitive, a coordination or a preposition. Some prepositions begin what the
/// sentence says about the statute just as often („für drei Jahre“); those are read only where the title's end is
/// certain, before an abbreviation in brackets or a closing quote. `statute` says whether one is named at a position:
/// after „und“ it is the next thing named, unless the title is that of an amending act.
pub(super) fn subject(view: TokenView<'_>, at: usize, statute: &dyn Fn(usize) -> bool) -> Option<usize> {
    const CERTAIN: &[&str] = &["von", "zwischen", "gegen", "über"];
    const POSSIBLE: &[&str] = &[
        "von", "zwischen", "gegen", "über", "im", "in", "mit", "für", "bei", "auf", "an", "zum", "zur", "aus", "nach",
        "vor", "unter", "durch",
    ];
    let generous = phrase(view, at, POSSIBLE, statute)?;
    let dated = view.word(generous) == "vom" && view.number(generous + 1).is_some();
    let marked = bracketed(view, generous).is_some()
        || dated
        || view.get(generous).is_some_and(|token| matches!(token.first, '“' | '”' | '"' | '‘' | '«'));
    if marked { Some(generous) } else { phrase(view, at, CERTAIN, statute) }
}

fn phrase(view: TokenView<'_>, at: usize, prepositions: &[&str], statute: &dyn Fn(usize) -> bool) -> Option<usize> {
    let listed = matches!(view.word(at), "über" | "für" | "gegen");
    let amending = view.word(at + 1) == "Änderung";
    let mut end = nouns(view, if is_article(view.word(at)) { at } else { at + 1 })?;
    while end < at + LONGEST_TITLE {
        let next = match view.word(end) {
            // „im Rechtsdienstleistungsmarkt einer Änderung bedarf“
            "eines" | "einer" if is_field(view.word(end - 1)) => break,
            "der" | "des" | "eines" | "einer" => end,
            "u" if view.word(end + 2) == "a" => view.after_dot(end + 3),
            "und" | "sowie" | "oder" => {
                let noun = end + 1 + usize::from(is_article(view.word(end + 1)));
                let other_case = matches!(view.word(end + 1), "die" | "das" | "den" | "dem") && !listed;
                if other_case || (!amending && statute(noun)) {
                    break;
                }
                end + 1 + usize::from(matches!(view.word(end + 1), "zur" | "zum") && !amending)
            }
            "im" if is_field(view.word(end + 1)) => end + 1,
            // „zur Änderung straßenverkehrsrechtlicher Vorschriften“: a genitive that only its adjective shows.
            word if (amending || view.word(end - 1).ends_with("ung"))
                && word.len() > 7
                && word.ends_with("er")
                && !view.capitalised(end)
                && view.capitalised(end + 1) =>
            {
                end
            }
            word if prepositions.contains(&word) && !matches!(view.word(end + 1), "Kraft" | "Kenntnis") => end + 1,
            _ => break,
        };
        match nouns(view, next) {
            // „durch das … Gesetz zur Änderung des Strafgesetzbuchs der Strafrahmen des § 113 StGB“: the sentence goes on.
            Some(after) if view.word(after) == "des" && division(view, after + 1).is_some() => break,
            Some(after) => end = after,
            None => break,
        }
    }
    Some(end)
}

/// „im Infrastrukturbereich“, „im Straßenverkehr“: a field that a statute is about, and no place or time of what is said of it.
fn is_field(noun: &str) -> bool {
    ["bereich", "markt", "verkehr", "wesen", "recht", "sektor"].iter().any(|end| noun.ends_with(end))
}

/// Position after article, adjectives and nouns.
fn nouns(view: TokenView<'_>, mut at: usize) -> Option<usize> {
    at += usize::from(is_article(view.word(at)));
    for _ in 0..6 {
        let word = view.word(at);
        let adjective = view.get(at).is_some_and(Token::is_word)
            && ["e", "en", "er", "es", "em"].iter().any(|ending| word.ends_with(ending));
        if view.capitalised(at) || !(adjective || matches!(word, "und" | "u" | "a" | "." | "bestimmter")) {
            break;
        }
        at += 1;
    }
    let mut end = view.capitalised(at).then_some(at)?;
    while end < at + LONGEST_TITLE && view.capitalised(end) {
        end = compound_end(view, end)?;
        // „Elektro- und Elektronikgeräte“
        if view.hyphen(end) && view.glued(end) && matches!(view.word(end + 1), "und" | "oder") {
            end += 2;
        }
    }
    Some(end)
}
