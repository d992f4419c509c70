//! Bodies by the shape of their names: a head noun with its complement, or the end of a compound.

use super::abbreviation::bracketed_name;
use super::group::bare_topic_end;
use super::known::Known;
use super::phrase::{complement_end, is_slash};
use super::{Hit, Place, name_at};
use crate::lexicon::{Shape, ShapeKind, Words};
use crate::text::{is_inflection, set};

/// The shape of one kind whose noun starts at a token: its position, the listed noun, the next token.
pub(super) fn shape_noun_at<'l>(place: &Place<'l, '_>, at: usize, kind: ShapeKind) -> Option<(&'l Shape, usize)> {
    let found = place.lexicon.shape_at(place.words, at)?;
    let shape = found.payloads.iter().filter_map(|id| place.lexicon.shape(*id)).find(|shape| shape.kind == kind)?;
    Some((shape, found.next))
}

/// „Bundesamt für Logistik und Mobilität“: a noun that needs its complement.
pub(super) fn head_at(place: &Place<'_, '_>, at: usize, known: &mut Known) -> Option<Hit> {
    let words = place.words;
    let (shape, next) = shape_noun_at(place, at, ShapeKind::Head)?;
    // „dankt der Kommission für die Zusammenarbeit“, „setzt sich bei der Kommission für den Erhalt ein“: what for, the verb says.
    if words.is_one_of(next, &set!["für"]) && words.is_one_of(next + 1, &set!["die", "das", "den"]) {
        let verb = set!["dankt", "danken", "Dank", "sich", "bei", "gegenüber"];
        let of_verb = (at.saturating_sub(8)..at).any(|at| words.is_one_of(at, &verb));
        let named = shape.body_kind == "kind/office" || shape.body_kind != "kind/conference" && !of_verb;
        if !named {
            return None;
        }
    }
    let introduced = words.is_one_of(next, &set!["für", "der", "des", "zur", "gegen"])
        || shape.label.is_empty() && words.is_capitalised(next);
    let end = if introduced {
        responsible_end(words, next).unwrap_or_else(|| complement_end(words, next))
    } else {
        return None;
    };
    if end <= next + 1 && words.is_one_of(next, &set!["für", "der", "des", "zur", "gegen"]) {
        return None;
    }
    // A definite article and a genitive make a name only of a conference or working community.
    if words.is_one_of(next, &set!["der", "des"])
        && !matches!(shape.body_kind.as_str(), "kind/conference" | "kind/working-group" | "kind/office")
    {
        return None;
    }
    let base = nominative(words, at, next, &shape.nouns);
    // An office is known by the body it belongs to: „Abteilung TE des BKA“.
    let owner = [end]
        .into_iter()
        .filter(|at| shape.body_kind == "kind/office" && words.is_one_of(*at, &set!["des", "der"]))
        .find_map(|at| name_at(place, at + 1, known));
    let end = owner.map_or(end, |owner| owner.next);
    let rest = words.span(next, end).of(words.text());
    let label = format!("{base} {rest}");
    let body = bracketed_name(place, at, end, known).unwrap_or_else(|| known.unknown(&label, &shape.body_kind, &label));
    // „Konferenz der Obersten Arbeitsbehörden“ is what those in its name form; they are not named besides.
    let inner = (shape.body_kind != "kind/conference").then_some((next, end));
    Some(Hit { inner, ..Hit::literal(end, body, "name by its head noun") })
}

/// „Deutscher Hebammenverband“ (German association of midwives), „Nationaler Wasserstoffrat“: an epithet that makes a name of a
/// noun that ends like a body's.
pub(super) fn epithet_at(place: &Place<'_, '_>, at: usize, known: &mut Known) -> Option<Hit> {
    let words = place.words;
    let (_, next) = shape_noun_at(place, at, ShapeKind::Abbreviated)?;
    if next > at + 1 || !words.is_capitalised(at) || words.is_hyphenated_after(at + 2) {
        return None;
    }
    let noun = words.word(at + 1);
    let shape = place.lexicon.suffix_of(ShapeKind::Abbreviated, noun)?;
    let stem = noun.rfind(&shape.suffix).and_then(|cut| noun.get(..cut)).filter(|stem| stem.len() >= 3)?;
    let root = words.word(at).trim_end_matches(['r', 's', 'n', 'm']);
    let epithet = shape.nouns.iter().find(|epithet| epithet.starts_with(root))?;
    let mut label = format!("{epithet} {stem}{}", shape.suffix);
    // „Nationale Verifizierungskommission Masern/Röteln“
    let end = if words.is_capitalised(at + 2) && is_slash(words, at + 3) { at + 5 } else { at + 2 };
    if end > at + 2 {
        label = format!("{label} {}", words.span(at + 2, end).of(words.text()));
    }
    let named = bracketed_name(place, at, end, known);
    let body = named.unwrap_or_else(|| known.unknown(&label, &shape.body_kind, &label));
    Some(Hit::literal(end, body, "name by its epithet"))
}

/// Behind „der für Integration zuständigen Abteilungsleitungen“.
fn responsible_end(words: &Words<'_>, at: usize) -> Option<usize> {
    if !words.is_one_of(at, &set!["der"]) || !words.is_one_of(at + 1, &set!["für"]) {
        return None;
    }
    let participle = (at + 3..at + 12).find(|at| words.is_one_of(*at, &set!["zuständigen", "verantwortlichen"]))?;
    words.is_capitalised(participle + 1).then_some(participle + 2)
}

/// The listed form of an inflected noun.
pub(super) fn nominative(words: &Words<'_>, at: usize, next: usize, nouns: &[String]) -> String {
    let is_form_of = |noun: &&String| {
        noun.split_whitespace().count() == next - at
            && noun.split_whitespace().zip(at..).all(|(word, at)| is_inflection(word, words.word(at)))
    };
    let form = words.span(at, next).of(words.text());
    nouns
        .iter()
        .find(is_form_of)
        .or_else(|| nouns.iter().find(|noun| form.starts_with(noun.as_str())))
        .cloned()
        .unwrap_or_else(|| form.to_owned())
}

/// „Waffenbehörde“ (weapons authority): a compound that names a body by its function.
pub(super) fn suffix_at(place: &Place<'_, '_>, at: usize, known: &mut Known) -> Option<Hit> {
    let words = place.words;
    let word = words.word(at);
    if !words.is_capitalised(at) || words.is_hyphenated_after(at + 1) {
        return None;
    }
    let shape = place.lexicon.suffix_of(ShapeKind::Suffix, word)?;
    let cut = word.rfind(&shape.suffix)?;
    let stem = word.get(..cut).filter(|stem| stem.len() >= 3)?;
    let mut label = format!("{stem}{}", if shape.label.is_empty() { &shape.suffix } else { &shape.label });
    // „die obersten Landesarbeitsbehörden“ are others than those below them.
    let oberste = |before: usize| matches!(words.word(before).trim_end_matches('n'), "oberste" | "Oberste");
    if shape.suffix.starts_with("behörde") && at.checked_sub(1).is_some_and(oberste) {
        label = format!("oberste {label}");
    }
    let mut next = at + 1;
    if shape.body_kind == "kind/collective"
        && let Some((complement, end)) = place.lexicon.complement_at(words, next)
    {
        label = format!("{label} {}", complement.label);
        next = end;
    } else if shape.body_kind == "kind/conference-committee"
        && words.is_capitalised(next)
        && name_at(place, next, known).is_none()
    {
        // „Koordinierungsausschuss Freiwillige Gerichtsbarkeit“
        next = bare_topic_end(place, next);
        label = format!("{label} {}", words.span(at + 1, next).of(words.text()));
    }
    let body = known.unknown(&label, &shape.body_kind, &label);
    Some(Hit::literal(next, body, "name by the end of its noun"))
}
