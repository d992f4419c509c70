//! Bodies in running text: by name, by shape, by what the document taught, by pronoun.
//!
//! One pass over the tokens of a passage. At each token the readings compete and the longest wins; bodies inside a
//! longer name are kept where they are bodies of their own (`Verwaltungsrat der BDBOS` names the board and the agency).

mod abbreviation;
mod anaphor;
pub(super) mod choice;
mod coordination;
mod doubt;
mod group;
pub(super) mod known;
mod members;
mod part;
mod phrase;
mod shape;

use super::{BodyId, Grounding, Mention, MentionKind, Rejection};
use crate::lexicon::{AuthorityId, Found, Lexicon, ShapeKind, Words};
use crate::structure::PassageId;
use crate::text::{Span, set};
use abbreviation::{abbreviates, bracketed, introduced_at};
use anaphor::{anaphor_at, demonstrative_at, land_at, pronoun_at};
use coordination::{ellipsis_at, siblings_at};
use doubt::no_body;
use group::group_at;
use known::Known;
use members::members_at;
use part::{chair_at, chairs_at, office_at, organ_at, represented_at, role_at};
use shape::{epithet_at, head_at, shape_noun_at, suffix_at};

/// A reading of the tokens from some position on.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    pub next: usize,
    pub body: BodyId,
    pub rule: &'static str,
    pub grounding: Grounding,
    /// Tokens in which bodies of their own may stand.
    pub inner: Option<(usize, usize)>,
}

impl Hit {
    pub const fn literal(next: usize, body: BodyId, rule: &'static str) -> Self {
        Self { next, body, rule, grounding: Grounding::Literal, inner: None }
    }
}

/// Where a recogniser works: one passage and what is known so far.
pub(super) struct Place<'a, 't> {
    pub lexicon: &'a Lexicon,
    pub words: &'a Words<'t>,
    pub passage: PassageId,
}

/// What some words at a token may be read as.
type Reading = fn(&Place<'_, '_>, usize, &mut Known) -> Option<Hit>;

/// Bodies that tokens `from..to` mention, appended in the order of the text.
pub(super) fn bodies(
    place: &Place<'_, '_>,
    range: (usize, usize),
    known: &mut Known,
    out: &mut Vec<Mention>,
    rejected: &mut Vec<Rejection>,
) {
    let words = place.words;
    let (mut at, to) = range;
    let whole = range == (0, words.len());
    while at < to {
        let coordinated = ellipsis_at(place, at, known, out);
        if coordinated > at {
            at = coordinated;
            continue;
        }
        let Some(mut hit) = best_at(place, at, known).filter(|hit| hit.next <= to) else {
            if words.is(at, '(')
                && let Some((start, hit)) = introduced_at(place, at, known)
            {
                out.push(mention(place, words.span(start, hit.next), &hit));
                at = hit.next;
            } else {
                at += 1;
            }
            continue;
        };
        if let Some(reason) = no_body(place, at, &hit, known) {
            rejected.push(Rejection { passage: place.passage, span: words.span(at, hit.next), reason });
            // „als Vorsitzland der KMK“ names no chair, but the conference.
            at = if known.kind(hit.body) == "kind/chair" { at + 1 } else { hit.next };
            continue;
        }
        hit.next = behind_legal_form(words, hit.next);
        // Brackets behind a whole that closes a longer name are that name's.
        if let Some((text, end)) = bracketed(words, hit.next).filter(|(_, end)| *end <= to) {
            // „(BLAG)“ behind a group's name says nothing but its kind.
            let is_kind = shape_noun_at(place, hit.next + 1, ShapeKind::Group).is_some_and(|(_, next)| next + 1 == end);
            // „Leiter des Amtes für Zölle (AZ)“: the letters are those of the office.
            let of = |from| abbreviates(text, words.span(from, hit.next).of(words.text()));
            match &mut hit.inner {
                Some((from, to)) if *to == hit.next && of(*from) && !of(at) => *to = end,
                _ if is_kind => {}
                _ if !of(at) && abbreviates_whole(place, at, hit.next, text, known, out) => {}
                _ => hit.body = known.abbreviated(hit.body, text, words.span(at, hit.next).of(words.text())),
            }
            hit.next = end;
        }
        out.push(mention(place, words.span(at, hit.next), &hit));
        known.introduce(hit.body);
        let numbered = siblings_at(place, at, hit.next, known, out).max(chairs_at(place, at, hit.next, known, out));
        if let Some(inner) = hit.inner.filter(|inner| whole && inner.0 > at) {
            bodies(place, inner, known, out, rejected);
        }
        at = numbered.max(hit.next);
    }
}

/// „Koordinierungsausschuss der KMK (KOA)“: the letters are those of the whole name, so they are its body's, and not the owner's
/// at `at`.
fn abbreviates_whole(
    place: &Place<'_, '_>,
    at: usize,
    next: usize,
    text: &str,
    known: &mut Known,
    out: &mut [Mention],
) -> bool {
    let words = place.words;
    let Some(owned) = out.last_mut().filter(|_| at > 1 && words.is_one_of(at - 1, &set!["der", "des"])) else {
        return false;
    };
    let MentionKind::Body(body) = owned.kind else { return false };
    let whole = owned.span.join(words.span(at, next)).of(words.text());
    let precedes = words.token(at - 2).is_some_and(|token| token.span.end == owned.span.end);
    if !precedes || owned.passage != place.passage || !abbreviates(text, whole) {
        return false;
    }
    owned.kind = MentionKind::Body(known.abbreviated(body, text, whole));
    true
}

/// Behind „e. V.“, which belongs to the name of an association.
fn behind_legal_form(words: &Words<'_>, at: usize) -> usize {
    let registered = words.is_one_of(at, &set!["e"])
        && words.is(at + 1, '.')
        && words.is_one_of(at + 2, &set!["V"])
        && words.is(at + 3, '.');
    if registered { at + 4 } else { at }
}

pub(super) fn mention(place: &Place<'_, '_>, span: Span, hit: &Hit) -> Mention {
    Mention {
        passage: place.passage,
        span,
        kind: MentionKind::Body(hit.body),
        rule: hit.rule,
        grounding: hit.grounding,
    }
}

/// The longest reading at a token; of equal ones the first of the list.
#[inline]
pub(super) fn best_at(place: &Place<'_, '_>, at: usize, known: &mut Known) -> Option<Hit> {
    let words = place.words;
    if !words.token(at)?.is_word() {
        return None;
    }
    // Most words open nothing, and that is all that is asked of them.
    let opens = known.openers.of(words, at, |word| Opens::of(place, at, word));
    let may_open = opens.name || opens.compound || opens.points || known.may_teach(words.key(at));
    (may_open || words.is_hyphenated_before(at)).then(|| reading_at(place, at, opens, known)).flatten()
}

fn reading_at(place: &Place<'_, '_>, at: usize, opens: Opens, known: &mut Known) -> Option<Hit> {
    let words = place.words;
    let token = words.token(at)?;
    if words.is_hyphenated_before(at) && !is_session_prefix(words, at) {
        // „UA RV-Arbeitsgruppe ‚Geldautomaten‘“: of a group's name only the owner stands before the hyphen.
        return group_at(place, at, known).filter(|hit| hit.grounding == Grounding::Literal);
    }
    if opens.points
        && let Some(hit) = pointing(words.word(at)).and_then(|read| read(place, at, known))
    {
        return Some(hit);
    }
    if !opens.name && !opens.compound {
        return (words.stem(at) != 0 || token.is_capitalised()).then(|| taught_at(words, at, known)).flatten();
    }
    // Words of no name can only be a taught abbreviation, a member of a conference, or end like a body's.
    if words.stem(at) == 0 {
        return token
            .is_capitalised()
            .then(|| taught_at(words, at, known).or_else(|| compound_at(place, at, known)))
            .flatten();
    }
    // A listed name is what it says, however long a reading by shape would be.
    if let Some(hit) = name_at(place, at, known) {
        // But one that begins a conference by its members is theirs: „der Kanzler und die Regierungschefs der Länder“.
        if place.lexicon.members_at(words, at).is_some_and(|members| members.next > hit.next) {
            return members_at(place, at, known).or(Some(hit));
        }
        // And a name that is no more than a kind of group leaves its topic to the group: „Bund-Länder-Ausschuss „Handwerk““.
        let topic =
            words.token(hit.next).is_some_and(|next| next.is_capitalised() || matches!(next.first, '„' | '‚' | '»'));
        // „Bund“ is no name where „Bund/Länder-Arbeitskreis“ stands.
        let shape = shape_noun_at(place, at, ShapeKind::Group);
        let is_kind = shape.is_some_and(|(_, next)| topic && next == hit.next || next > hit.next);
        // „Arbeitsgruppe Informationssicherheit“, though listed, is who „die Arbeitsgruppe“ is later.
        if let Some((shape, _)) = shape.filter(|(shape, next)| {
            *next < hit.next
                && matches!(
                    &*shape.body_kind,
                    "kind/working-group" | "kind/project-group" | "kind/conference-committee" | "kind/commission"
                )
        }) {
            known.remember_group(&shape.label, &shape.body_kind, &[], hit.body);
        }
        let group = is_kind.then(|| group_at(place, at, known)).flatten();
        return Some(
            group.filter(|group| group.next > hit.next && group.grounding == Grounding::Literal).unwrap_or(hit),
        );
    }
    let mut best: Option<Hit> = taught_at(words, at, known);
    let Some(shapes) = place.lexicon.shape_at(words, at) else {
        return best.or_else(|| opens.compound.then(|| compound_at(place, at, known)).flatten());
    };
    let is_listed =
        |kind| shapes.payloads.iter().any(|id| place.lexicon.shape(*id).is_some_and(|shape| shape.kind == kind));
    let readings: [(Option<ShapeKind>, Reading); 10] = [
        (Some(ShapeKind::Group), group_at),
        (Some(ShapeKind::Abbreviated), epithet_at),
        (Some(ShapeKind::Head), head_at),
        (Some(ShapeKind::Organ), organ_at),
        (Some(ShapeKind::Chair), chair_at),
        (Some(ShapeKind::Office), office_at),
        (Some(ShapeKind::Role), role_at),
        (Some(ShapeKind::Anaphor), anaphor_at),
        (None, members_at),
        (None, suffix_at),
    ];
    for (kind, reading) in readings {
        if kind.is_none_or(is_listed)
            && let Some(hit) = reading(place, at, known)
            && best.as_ref().is_none_or(|best| hit.next > best.next)
        {
            best = Some(hit);
        }
    }
    best
}

/// How a pronoun or an article is read that may point to a body.
fn pointing(word: &str) -> Option<Reading> {
    match word {
        "Sie" | "sie" | "Er" | "er" | "Es" | "es" => Some(pronoun_at),
        "Diese" | "Dieser" | "Dieses" => Some(demonstrative_at),
        "Das" | "das" => Some(land_at),
        "im" | "in" => Some(represented_at),
        _ => None,
    }
}

/// What a word alone tells; of most words it is nothing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opens {
    /// A listed name may begin with it.
    name: bool,
    /// It ends like a body's, or is a noun for members.
    compound: bool,
    /// It may point to a body.
    points: bool,
}

impl Opens {
    fn of(place: &Place<'_, '_>, at: usize, word: &str) -> Self {
        let lexicon = place.lexicon;
        let compound = lexicon.begins_members(place.words, at)
            || lexicon.is_member_noun(word)
            || lexicon.suffix_of(ShapeKind::Suffix, word).is_some();
        Self { name: lexicon.begins_body(place.words, at), compound, points: pointing(word).is_some() }
    }
}

/// Members of a conference or a body by function, which the end of a noun tells.
fn compound_at(place: &Place<'_, '_>, at: usize, known: &mut Known) -> Option<Hit> {
    members_at(place, at, known).or_else(|| suffix_at(place, at, known))
}

/// `Herbst-IMK`: a season before the conference.
fn is_session_prefix(words: &Words<'_>, at: usize) -> bool {
    at >= 2 && matches!(words.word(at - 2), "Herbst" | "Frühjahrs" | "Frühjahr" | "Sommer" | "Winter" | "Sonder")
}

fn taught_at(words: &Words<'_>, at: usize, known: &Known) -> Option<Hit> {
    if !known.may_teach(words.key(at)) {
        return None;
    }
    let word = words.word(at);
    // „LoAG Messer“
    let pair = words.is_capitalised(at + 1).then(|| known.taught(words.span(at, at + 2).of(words.text()))).flatten();
    let (body, next) = match pair {
        Some(body) => (body, at + 2),
        None => (known.taught(word).filter(|_| word.len() >= 2)?, at + 1),
    };
    if words.is_hyphenated_after(next) && !words.is(next, '-') {
        return None;
    }
    Some(Hit { grounding: Grounding::Inherited, ..Hit::literal(next, body, "abbreviation introduced in the document") })
}

fn name_at(place: &Place<'_, '_>, at: usize, known: &mut Known) -> Option<Hit> {
    let found = place.lexicon.body_at(place.words, at)?;
    if place.words.is_hyphenated_after(found.next) && !is_compound_head(place, found.next + 1) {
        return None;
    }
    let owned = owned_candidate(place, &found);
    let candidates = owned.as_ref().map_or(found.payloads.as_slice(), std::slice::from_ref);
    let body = known.resolve(place.lexicon, candidates, place.words.span(at, found.next).of(place.words.text()))?;
    // „die Steuerabteilungsleitungen des Bundes und der Länder“: whose they are goes without saying.
    let collective = matches!(known.kind(body), "kind/collective" | "kind/conference-committee");
    let completed = if collective { place.lexicon.complement_at(place.words, found.next) } else { None };
    let next = completed.map_or(found.next, |(_, next)| next);
    // A board listed by its full name still names the body it belongs to, and so does what is listed with its whole.
    let organ = || shape_noun_at(place, at, ShapeKind::Organ).map(|(_, noun)| (noun, found.next));
    let inner = whole_in(place, at, &found).or_else(organ);
    Some(Hit { inner, ..Hit::literal(next, body, "name in the authority file") })
}

/// „Arbeitskreis II der IMK“: of several bearers of a name the one that belongs to the body behind it.
fn owned_candidate(place: &Place<'_, '_>, found: &Found) -> Option<AuthorityId> {
    if found.payloads.len() < 2 || !place.words.is_one_of(found.next, &set!["der", "des"]) {
        return None;
    }
    let owner = place.lexicon.body_at(place.words, found.next + 1)?;
    let belongs = |id: &&AuthorityId| owner.payloads.iter().any(|owner| place.lexicon.is_within(**id, *owner));
    let mut belonging = found.payloads.iter().filter(belongs);
    belonging.next().copied().filter(|_| belonging.next().is_none())
}

/// „JI-Rat der EU“, „Abteilung Kultur des Landesarchivs“: in a listed name the genitive of the body that it belongs to.
/// A Land is in the name of its offices without being meant.
fn whole_in(place: &Place<'_, '_>, at: usize, found: &Found) -> Option<(usize, usize)> {
    let [part] = *found.payloads else { return None };
    let whole = |article: usize| {
        let whole = place.lexicon.body_at(place.words, article + 1).filter(|whole| whole.next <= found.next)?;
        let [id] = *whole.payloads else { return None };
        let land = place.lexicon.authority(id)?.kind == "kind/land";
        (id != part && !land && place.lexicon.is_within(part, id)).then_some((article + 1, whole.next))
    };
    (at + 1..found.next).filter(|at| place.words.is_one_of(*at, &set!["der", "des"])).find_map(whole)
}

fn is_compound_head(place: &Place<'_, '_>, at: usize) -> bool {
    place.lexicon.shape_at(place.words, at).is_some_and(|found| {
        found.payloads.iter().any(|id| {
            place
                .lexicon
                .shape(*id)
                .is_some_and(|shape| matches!(shape.kind, ShapeKind::CompoundHead | ShapeKind::Chair))
        })
    })
}
