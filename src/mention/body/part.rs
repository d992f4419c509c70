//! Bodies by the body they belong to: boards, chairs, offices, those who sit in it.

use super::anaphor::anaphor_at;
use super::group::group_at;
use super::known::Known;
use super::phrase::complement_end;
use super::shape::{head_at, nominative, shape_noun_at};
use super::{Hit, Place, best_at, mention, name_at, taught_at};
use crate::lexicon::{Shape, ShapeKind, Words};
use crate::mention::{BodyId, Grounding, Mention};
use crate::text::{Listed, Token, set};

/// „Verwaltungsrat der BDBOS“ (board of the agency): an organ with the body it belongs to.
pub(super) fn organ_at(place: &Place<'_, '_>, at: usize, known: &mut Known) -> Option<Hit> {
    let (shape, next) = shape_noun_at(place, at, ShapeKind::Organ)?;
    owned(place, at, next, shape, known).or_else(|| own_organ(place, at, next, shape, known))
}

/// „das Sekretariat“, „die Geschäftsstelle“: without a genitive the organ of the conference, where one is listed.
fn own_organ(place: &Place<'_, '_>, at: usize, next: usize, shape: &Shape, known: &mut Known) -> Option<Hit> {
    let words = place.words;
    let before = at.checked_sub(1)?;
    let definite = words.is_one_of(before, &set!["der", "die", "das", "dem", "des", "Der", "Die", "Das", "Dem"]);
    if !definite || words.is_one_of(next, &set!["der", "des", "für", "beim", "im"]) || words.is_capitalised(next) {
        return None;
    }
    let noun = nominative(words, at, next, &shape.nouns);
    let conference = known.conference?;
    let owner = known.label(conference);
    let named =
        |(article, ending)| place.lexicon.bodies_named(&format!("{noun} {article} {owner}{ending}")).first().copied();
    let body = match [("der", ""), ("des", ""), ("des", "s")].into_iter().find_map(named) {
        Some(listed) => known.authority(place.lexicon, listed)?,
        // Every conference has an office; boards and councils are of other bodies.
        None if shape.body_kind == "kind/office" => {
            let masculine = known.bodies.get(conference as usize).is_some_and(crate::mention::Body::is_masculine);
            let label = format!("{noun} {} {owner}", if masculine { "des" } else { "der" });
            known.part(conference, &noun, label, &shape.body_kind)
        }
        None => return None,
    };
    Some(Hit { grounding: Grounding::Inherited, ..Hit::literal(next, body, "organ of the conference") })
}

/// „Beauftragter des Bundesrates“ (delegate of the Bundesrat): an office that acts for a body.
pub(super) fn office_at(place: &Place<'_, '_>, at: usize, known: &mut Known) -> Option<Hit> {
    let (shape, next) = shape_noun_at(place, at, ShapeKind::Office)?;
    owned(place, at, next, shape, known)
}

pub(super) fn owned(place: &Place<'_, '_>, at: usize, next: usize, shape: &Shape, known: &mut Known) -> Option<Hit> {
    let words = place.words;
    if !words.is_one_of(next, &set!["der", "des", "vom", "beim"]) {
        return None;
    }
    let owner =
        [name_at, anaphor_at, taught_or_group_at].into_iter().find_map(|reading| reading(place, next + 1, known))?;
    let noun = nominative(words, at, next, &shape.nouns);
    // A body known by its words alone keeps them in the genitive that stands there.
    let listed =
        known.bodies.get(owner.body as usize).is_some_and(|body| body.referent != crate::mention::Referent::Unknown);
    let printed = words.span(next + 1, owner.next).of(words.text());
    // „Sekretariat des Bundesrates“: a label that is a word has a genitive of its own.
    let inflected = words.is_one_of(next, &set!["des"]) && printed.starts_with(known.label(owner.body));
    let whole = if listed && !inflected { known.label(owner.body) } else { printed };
    let label = format!("{noun} {} {whole}", words.word(next));
    // „Beauftragter der Bundesregierung für jüdisches Leben in Deutschland“: one of several.
    let end = if shape.kind == ShapeKind::Office { purpose_end(words, owner.next) } else { owner.next };
    let purpose = words.span(owner.next, end).of(words.text());
    let body = if purpose.is_empty() {
        known.part(owner.body, &noun, label, &shape.body_kind)
    } else {
        known.part(owner.body, &format!("{noun} {purpose}"), format!("{label} {purpose}"), &shape.body_kind)
    };
    Some(Hit { inner: Some((next + 1, owner.next)), ..Hit::literal(end, body, "organ of a body") })
}

/// Behind „für jüdisches Leben in Deutschland“; `at` itself where no such words stand there.
fn purpose_end(words: &Words<'_>, at: usize) -> usize {
    let article = usize::from(words.is_one_of(at + 1, &set!["die", "den", "das"]));
    let end = if words.is_one_of(at, &set!["für"]) { complement_end(words, at + 2 * article) } else { at };
    let end = if end == at + 2 * article { at } else { end };
    let within = end > at && words.is_one_of(end, &set!["in"]) && words.is_capitalised(end + 1);
    if within { end + 2 } else { end }
}

pub(super) fn taught_or_group_at(place: &Place<'_, '_>, at: usize, known: &mut Known) -> Option<Hit> {
    taught_at(place.words, at, known).or_else(|| group_at(place, at, known)).or_else(|| head_at(place, at, known))
}

/// „ihren Vorsitzenden“, „das Vorsitzland“, „den Vorsitz der KMK“: who chairs.
pub(super) fn chair_at(place: &Place<'_, '_>, at: usize, known: &mut Known) -> Option<Hit> {
    const POSSESSIVE: [Listed; 16] = set![
        "ihren", "ihrem", "ihre", "ihr", "ihrer", "ihres", "seinen", "seinem", "seine", "seiner", "seines", "deren",
        "Ihr", "Ihre", "Sein", "Seine",
    ];
    const ATTRIBUTE: [Listed; 10] = set![
        "künftige", "künftigen", "scheidende", "scheidenden", "amtierende", "amtierenden", "neue", "neuen",
        "derzeitige", "derzeitigen",
    ];
    const ARTICLE: [Listed; 11] = set!["der", "die", "das", "den", "dem", "des", "Der", "Die", "Das", "Den", "Dem"];
    let words = place.words;
    let (shape, next) = shape_noun_at(place, at, ShapeKind::Chair)?;
    // „das Vorsitzland Hessen“ is Hessen.
    if name_at(place, next, known).is_some_and(|hit| known.kind(hit.body) == "kind/land") {
        return None;
    }
    // „der künftige Vorsitzende“, „dem scheidenden Vorsitzenden“
    let before = at.checked_sub(1 + usize::from(at > 1 && words.is_one_of(at - 1, &ATTRIBUTE)))?;
    let owner = if words.is_one_of(next, &set!["der", "des", "von"])
        && let Some(owner) =
            [name_at, taught_or_group_at, anaphor_at].into_iter().find_map(|reading| reading(place, next + 1, known))
    {
        Some((owner.body, owner.next))
    } else if words.is_one_of(next, &set!["der", "des"]) && words.is_capitalised(next + 1) {
        // „der Vorsitzende des Koordinierungsrates“: of a body that is not known here, not of the conference.
        None
    } else if words.is_one_of(before, &POSSESSIVE) || (words.is_one_of(before, &ARTICLE) && shape.label.is_empty()) {
        known.conference.map(|conference| (conference, next))
    } else {
        None
    };
    let (owner, end) = owner?;
    // Who heads an agency stands for it: „die Präsidentin des Bundesamtes“.
    let heads = matches!(
        known.kind(owner),
        "kind/federal-agency" | "kind/land-agency" | "kind/police" | "kind/intelligence-service"
    );
    let body = if heads { owner } else { chair_of(place, owner, known) };
    let grounding = if end == next { Grounding::Inherited } else { Grounding::Literal };
    Some(Hit {
        grounding,
        inner: (end > next).then_some((next + 1, end)),
        ..Hit::literal(end, body, "chair of a body")
    })
}

fn chair_of(place: &Place<'_, '_>, owner: BodyId, known: &mut Known) -> BodyId {
    let chair = match known.bodies.get(owner as usize).map(|body| body.referent.clone()) {
        Some(crate::mention::Referent::Known(id)) => {
            place.lexicon.chair_of(id).and_then(|chair| known.authority(place.lexicon, chair))
        }
        _ => None,
    };
    chair.unwrap_or_else(|| {
        let label = format!("{}-Vorsitz", known.label(owner));
        known.part(owner, "vorsitz", label, "kind/chair")
    })
}

/// „die Vorsitzenden der JFMK und der ASMK“: chairs that share the plural before the first. Returns the token after the
/// last, or 0.
pub(super) fn chairs_at(
    place: &Place<'_, '_>,
    at: usize,
    next: usize,
    known: &mut Known,
    out: &mut Vec<Mention>,
) -> usize {
    let words = place.words;
    let plural = at > 0
        && words.is_one_of(at - 1, &set!["die", "Die"])
        && words.word(at).ends_with('n')
        && shape_noun_at(place, at, ShapeKind::Chair).is_some();
    // „die Vorsitzenden von VMK und WMK“
    let bare = words.is_one_of(at + 1, &set!["von"]);
    let (mut here, mut end) = (next, 0);
    while plural
        && (words.is(here, ',') || words.is_one_of(here, &set!["und", "sowie"]))
        && (words.is_one_of(here + 1, &set!["der", "des"]) || bare)
    {
        let name = here + if bare { 1 } else { 2 };
        let Some(owner) = name_at(place, name, known) else { break };
        let body = chair_of(place, owner.body, known);
        out.push(mention(
            place,
            words.span(name, owner.next),
            &Hit::literal(owner.next, body, "chair that shares its noun"),
        ));
        (here, end) = (owner.next, owner.next);
    }
    end
}

/// „die im Koordinierungsausschuss vertretenen Behörden und Einrichtungen“: the members of a body.
pub(super) fn represented_at(place: &Place<'_, '_>, at: usize, known: &mut Known) -> Option<Hit> {
    let words = place.words;
    let before = at.checked_sub(1)?;
    if !words.is_one_of(before, &set!["die", "den", "der", "Die", "Den", "Der"])
        || !words.is_one_of(at, &set!["im", "in"])
    {
        return None;
    }
    let article = words.is_one_of(at + 1, &set!["der", "dem", "den"]);
    let owner = best_at(place, at + 1 + usize::from(article), known)?;
    let participle = (owner.next..words.len().min(owner.next + 25)).find(|index| {
        words.is_one_of(*index, &set!["vertretene", "vertretenen"])
            && words.nesting().depth(*index) == words.nesting().depth(at)
    })?;
    let mut end = participle + 1;
    while words.is_capitalised(end)
        || (words.is(end, ',') || words.is_one_of(end, &set!["und"])) && words.is_capitalised(end + 1)
    {
        end += 1;
    }
    if end == participle + 1 {
        return None;
    }
    let label = format!(
        "Mitglieder {} {}",
        if words.is_one_of(at + 1, &set!["der"]) { "der" } else { "des" },
        known.label(owner.body)
    );
    let body = known.part(owner.body, "mitglieder", label, "kind/collective");
    Some(Hit { inner: Some((at + 1, owner.next)), ..Hit::literal(end, body, "members of a body") })
}

/// „Ausrichter der EM 2024“ (host of the championship): a role with what it is for.
pub(super) fn role_at(place: &Place<'_, '_>, at: usize, known: &mut Known) -> Option<Hit> {
    let words = place.words;
    let (shape, next) = shape_noun_at(place, at, ShapeKind::Role)?;
    if !words.is_one_of(next, &set!["der", "des"]) || !words.is_capitalised(next + 1) {
        return None;
    }
    let end = (next + 1..words.len())
        .find(|at| !words.is_capitalised(*at) && !words.token(*at).is_some_and(Token::is_number))
        .unwrap_or(words.len());
    let label = format!("{} {}", nominative(words, at, next, &shape.nouns), words.span(next, end).of(words.text()));
    let body = known.unknown(&label, &shape.body_kind, &label);
    Some(Hit::literal(end, body, "role with what it is for"))
}
