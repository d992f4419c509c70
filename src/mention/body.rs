//! Bodies in running text: by name, by shape, by what the document taught, by pronoun.
//!
//! One pass over the tokens of a passage. At each token the readings compete and the longest wins; bodies inside a
//! longer name are kept where they are bodies of their own (`Verwaltungsrat der BDBOS` names the board and the agency).

use super::group::{content_words, group_at};
use super::known::Known;
use super::{BodyId, Grounding, Mention, MentionKind, Rejection};
use crate::lexicon::{FormKind, Lexicon, ShapeKind, Words};
use crate::structure::PassageId;
use crate::text::{Span, is_inflection};

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

/// Bodies that tokens `from..to` mention, appended in the order of the text.
pub(super) fn bodies(place: &Place<'_, '_>, range: (usize, usize), known: &mut Known, out: &mut Vec<Mention>, rejected: &mut Vec<Rejection>) {
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
            if let Some((start, hit)) = introduced_at(place, at, known) {
                out.push(mention(place, words.span(start, hit.next), &hit));
                at = hit.next;
            } else {
                at += 1;
            }
            continue;
        };
        if let Some(reason) = no_body(place, at, &hit, known) {
            rejected.push(Rejection { passage: place.passage, span: words.span(at, hit.next), reason });
            at = hit.next;
            continue;
        }
        if let Some((text, end)) = bracketed(words, hit.next) {
            hit.body = known.abbreviated(hit.body, text, words.span(at, hit.next).of(words.text()));
            hit.next = end;
        }
        out.push(mention(place, words.span(at, hit.next), &hit));
        if Some(hit.body) != known.conference {
            known.introduced = Some(hit.body);
        }
        let numbered = siblings_at(place, at, hit.next, known, out);
        if let Some(inner) = hit.inner.filter(|inner| whole && inner.0 > at) {
            bodies(place, inner, known, out, rejected);
        }
        at = numbered.max(hit.next);
    }
}

/// „der Vertrauensstelle Implantate (VSI)“: an abbreviation in brackets whose words no name accounts for. A noun that ends
/// like a body's makes it one; of a thing only the abbreviation is kept, for names that use it.
fn introduced_at(place: &Place<'_, '_>, at: usize, known: &mut Known) -> Option<(usize, Hit)> {
    let words = place.words;
    let (text, end) = bracketed(words, at)?;
    if known.taught(text).is_some() || best_at(place, at + 1, known).is_some() {
        return None;
    }
    let mut start = at;
    while start > 0 && at - start < 10 && (words.is_capitalised(start - 1) || words.token(start - 1).is_some_and(|token| token.is_hyphen() && token.glued) || words.is_one_of(start - 1, &["für", "und"]) && start < at) {
        start -= 1;
    }
    let start = (start..at).find(|index| words.is_capitalised(*index))?;
    let named = (start..at).find_map(|index| {
        let lower = words.word(index).to_lowercase();
        place.lexicon.shapes.iter().find(|shape| shape.kind == ShapeKind::Abbreviated && lower.ends_with(&shape.suffix))
    });
    match named {
        Some(shape) => {
            let body = known.unknown(text, &shape.body_kind, words.span(start, at).of(words.text()));
            known.abbreviated(body, text, "");
            Some((start, Hit::literal(end, body, "name with its abbreviation")))
        }
        None => {
            known.teach_thing(content_words(words, start, at).join(" "), text);
            None
        }
    }
}

/// „die Arbeitskreise II und IV“ (working parties II and IV): numerals that share the noun of the first name. Returns the
/// token after the last, or 0.
fn siblings_at(place: &Place<'_, '_>, at: usize, next: usize, known: &mut Known, out: &mut Vec<Mention>) -> usize {
    let words = place.words;
    let numeral = |at: usize| words.token(at).is_some_and(|token| token.is_word()) && words.word(at).chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    let mut end = 0;
    let mut here = next;
    while next >= at + 2 && numeral(next - 1) && (words.is(here, ',') || words.is_one_of(here, &["und", "sowie"])) && numeral(here + 1) {
        let noun = words.span(at, next - 1).of(words.text());
        let name = format!("{} {}", noun.trim_end_matches('e'), words.word(here + 1));
        let listed = Words::new(&name, Span::at(0, name.len()), &place.lexicon.stems);
        let Some(body) = place.lexicon.body_at(&listed, 0).and_then(|found| known.resolve(place.lexicon, &found.payloads, &name)) else { break };
        out.push(mention(place, words.span(here + 1, here + 2), &Hit::literal(here + 2, body, "numeral that shares a name")));
        (here, end) = (here + 2, here + 2);
    }
    end
}

pub(super) fn mention(place: &Place<'_, '_>, span: Span, hit: &Hit) -> Mention {
    Mention { passage: place.passage, span, kind: MentionKind::Body(hit.body), rule: hit.rule, grounding: hit.grounding }
}

/// The longest reading at a token; of equal ones the first of the list.
pub(super) fn best_at(place: &Place<'_, '_>, at: usize, known: &mut Known) -> Option<Hit> {
    let words = place.words;
    let token = words.token(at)?;
    if !token.is_word() {
        return None;
    }
    if words.is_hyphenated_before(at) && !is_session_prefix(words, at) {
        // „UA RV-Arbeitsgruppe ‚Geldautomaten‘“: of a group's name only the owner stands before the hyphen.
        return group_at(place, at, known).filter(|hit| hit.grounding == Grounding::Literal);
    }
    if let Some(hit) = pronoun_at(place, at, known).or_else(|| demonstrative_at(place, at, known)).or_else(|| represented_at(place, at, known)) {
        return Some(hit);
    }
    // Words of no name can only be a taught abbreviation, a member of a conference, or end like a body's.
    if words.stem(at) == 0 {
        return if token.is_capitalised() {
            taught_at(words, at, known).or_else(|| members_at(place, at, known)).or_else(|| suffix_at(place, at, known))
        } else {
            None
        };
    }
    // A listed name is what it says, however long a reading by shape would be.
    if let Some(hit) = name_at(place, at, known) {
        return Some(hit);
    }
    let mut best: Option<Hit> = taught_at(words, at, known);
    let readings = [ group_at, head_at, organ_at, chair_at, office_at, role_at, members_at, suffix_at, anaphor_at];
    for reading in readings {
        if let Some(hit) = reading(place, at, known)
            && best.as_ref().is_none_or(|best| hit.next > best.next)
        {
            best = Some(hit);
        }
    }
    best
}

/// `Herbst-IMK`: a season before the conference.
fn is_session_prefix(words: &Words<'_>, at: usize) -> bool {
    at >= 2 && matches!(words.word(at - 2), "Herbst" | "Frühjahrs" | "Frühjahr" | "Sommer" | "Winter" | "Sonder")
}

fn taught_at(words: &Words<'_>, at: usize, known: &Known) -> Option<Hit> {
    let word = words.word(at);
    if word.len() < 2 || words.is_hyphenated_after(at + 1) && !words.is(at + 1, '-') {
        return None;
    }
    known.taught(word).map(|body| Hit { grounding: Grounding::Inherited, ..Hit::literal(at + 1, body, "abbreviation introduced in the document") })
}

fn name_at(place: &Place<'_, '_>, at: usize, known: &mut Known) -> Option<Hit> {
    let found = place.lexicon.body_at(place.words, at)?;
    if place.words.is_hyphenated_after(found.next) && !is_compound_head(place, found.next + 1) {
        return None;
    }
    let body = known.resolve(place.lexicon, &found.payloads, place.words.span(at, found.next).of(place.words.text()))?;
    // A board listed by its full name still names the body it belongs to.
    let inner = shape_noun_at(place, at, ShapeKind::Organ).map(|(_, noun)| (noun, found.next));
    Some(Hit { inner, ..Hit::literal(found.next, body, "name in the authority file") })
}

fn is_compound_head(place: &Place<'_, '_>, at: usize) -> bool {
    place.lexicon.shape_at(place.words, at).is_some_and(|found| {
        found.payloads.iter().any(|id| place.lexicon.shape(*id).is_some_and(|shape| matches!(shape.kind, ShapeKind::CompoundHead | ShapeKind::Chair)))
    })
}

/// The shape of one kind whose noun starts at a token: its position, the listed noun, the next token.
pub(super) fn shape_noun_at<'l>(place: &Place<'l, '_>, at: usize, kind: ShapeKind) -> Option<(&'l crate::lexicon::Shape, usize)> {
    let found = place.lexicon.shape_at(place.words, at)?;
    let shape = found.payloads.iter().filter_map(|id| place.lexicon.shape(*id)).find(|shape| shape.kind == kind)?;
    Some((shape, found.next))
}

/// „Bundesamt für Logistik und Mobilität“: a noun that needs its complement.
fn head_at(place: &Place<'_, '_>, at: usize, known: &mut Known) -> Option<Hit> {
    let words = place.words;
    let (shape, next) = shape_noun_at(place, at, ShapeKind::Head)?;
    let introduced = words.is_one_of(next, &["für", "der", "des", "zur", "gegen"]) || shape.label.is_empty() && words.is_capitalised(next);
    let end = if introduced { complement_end(words, next) } else { return None };
    if end <= next + 1 && words.is_one_of(next, &["für", "der", "des", "zur", "gegen"]) {
        return None;
    }
    // A definite article and a genitive make a name only of a conference or working community.
    if words.is_one_of(next, &["der", "des"]) && !matches!(shape.body_kind.as_str(), "kind/conference" | "kind/working-group" | "kind/office") {
        return None;
    }
    let base = nominative(words, at, next, &shape.nouns);
    // An office is known by the body it belongs to: „Abteilung TE des BKA“.
    let owner = [end].into_iter().filter(|at| shape.body_kind == "kind/office" && words.is_one_of(*at, &["des", "der"])).find_map(|at| name_at(place, at + 1, known));
    let end = owner.map_or(end, |owner| owner.next);
    let rest = words.span(next, end).of(words.text());
    let label = format!("{base} {rest}");
    let body = bracketed_name(place, end, known).unwrap_or_else(|| known.unknown(&label, &shape.body_kind, &label));
    Some(Hit { inner: Some((next, end)), ..Hit::literal(end, body, "name by its head noun") })
}

/// The listed form of an inflected noun.
pub(super) fn nominative(words: &Words<'_>, at: usize, next: usize, nouns: &[String]) -> String {
    let is_form_of = |noun: &&String| noun.split_whitespace().count() == next - at && noun.split_whitespace().zip(at..).all(|(word, at)| is_inflection(word, words.word(at)));
    let form = words.span(at, next).of(words.text());
    nouns.iter().find(is_form_of).or_else(|| nouns.iter().find(|noun| form.starts_with(noun.as_str()))).cloned().unwrap_or_else(|| form.to_owned())
}

/// „Verwaltungsrat der BDBOS“ (board of the agency): an organ with the body it belongs to.
fn organ_at(place: &Place<'_, '_>, at: usize, known: &mut Known) -> Option<Hit> {
    let (shape, next) = shape_noun_at(place, at, ShapeKind::Organ)?;
    owned(place, at, next, shape, known).or_else(|| own_organ(place, at, next, shape, known))
}

/// „das Sekretariat“, „die Geschäftsstelle“: without a genitive the organ of the conference, where one is listed.
fn own_organ(place: &Place<'_, '_>, at: usize, next: usize, shape: &crate::lexicon::Shape, known: &mut Known) -> Option<Hit> {
    let words = place.words;
    let before = at.checked_sub(1)?;
    let definite = words.is_one_of(before, &["der", "die", "das", "dem", "des", "Der", "Die", "Das", "Dem"]);
    if !definite || words.is_one_of(next, &["der", "des", "für", "beim", "im"]) || words.is_capitalised(next) {
        return None;
    }
    let noun = nominative(words, at, next, &shape.nouns);
    let owner = known.label(known.conference?);
    let listed = ["der", "des"].into_iter().find_map(|article| {
        let name = format!("{noun} {article} {owner}");
        let name = Words::new(&name, Span::at(0, name.len()), &place.lexicon.stems);
        place.lexicon.body_at(&name, 0).filter(|found| found.next == name.len())?.payloads.first().copied()
    })?;
    let body = known.authority(place.lexicon, listed)?;
    Some(Hit { grounding: Grounding::Inherited, ..Hit::literal(next, body, "organ of the conference") })
}

/// „Beauftragter des Bundesrates“ (delegate of the Bundesrat): an office that acts for a body.
fn office_at(place: &Place<'_, '_>, at: usize, known: &mut Known) -> Option<Hit> {
    let (shape, next) = shape_noun_at(place, at, ShapeKind::Office)?;
    owned(place, at, next, shape, known)
}

fn owned(place: &Place<'_, '_>, at: usize, next: usize, shape: &crate::lexicon::Shape, known: &mut Known) -> Option<Hit> {
    let words = place.words;
    if !words.is_one_of(next, &["der", "des", "vom", "beim"]) {
        return None;
    }
    let owner = [name_at, anaphor_at, taught_or_group_at].into_iter().find_map(|reading| reading(place, next + 1, known))?;
    let noun = nominative(words, at, next, &shape.nouns);
    // A body known by its words alone keeps them in the genitive that stands there.
    let listed = known.bodies.get(owner.body as usize).is_some_and(|body| body.referent != super::Referent::Unknown);
    let whole = if listed { known.label(owner.body) } else { words.span(next + 1, owner.next).of(words.text()) };
    let label = format!("{noun} {} {whole}", words.word(next));
    let body = known.part(owner.body, &noun, label, &shape.body_kind);
    Some(Hit { inner: Some((next + 1, owner.next)), ..Hit::literal(owner.next, body, "organ of a body") })
}

fn taught_or_group_at(place: &Place<'_, '_>, at: usize, known: &mut Known) -> Option<Hit> {
    taught_at(place.words, at, known).or_else(|| group_at(place, at, known)).or_else(|| head_at(place, at, known))
}

/// „ihren Vorsitzenden“, „das Vorsitzland“, „den Vorsitz der KMK“: who chairs.
fn chair_at(place: &Place<'_, '_>, at: usize, known: &mut Known) -> Option<Hit> {
    const POSSESSIVE: [&str; 8] = ["ihren", "ihrem", "ihre", "ihr", "ihrer", "seinen", "seinem", "deren"];
    const ARTICLE: [&str; 11] = ["der", "die", "das", "den", "dem", "des", "Der", "Die", "Das", "Den", "Dem"];
    let words = place.words;
    let (shape, next) = shape_noun_at(place, at, ShapeKind::Chair)?;
    // „das Vorsitzland Hessen“ is Hessen.
    if name_at(place, next, known).is_some_and(|hit| known.kind(hit.body) == "kind/land") {
        return None;
    }
    let before = at.checked_sub(1)?;
    let owner = if words.is_one_of(next, &["der", "des"])
        && let Some(owner) = [name_at, taught_or_group_at].into_iter().find_map(|reading| reading(place, next + 1, known))
    {
        Some((owner.body, owner.next))
    } else if words.is_one_of(before, &POSSESSIVE) || (words.is_one_of(before, &ARTICLE) && shape.label.is_empty()) {
        known.conference.map(|conference| (conference, next))
    } else {
        None
    };
    let (owner, end) = owner?;
    let chair = match known.bodies.get(owner as usize).map(|body| body.referent.clone()) {
        Some(super::Referent::Known(id)) => place.lexicon.chair_of(id).and_then(|chair| known.authority(place.lexicon, chair)),
        _ => None,
    };
    let body = chair.unwrap_or_else(|| {
        let label = format!("{}-Vorsitz", known.label(owner));
        known.part(owner, "vorsitz", label, "kind/chair")
    });
    let grounding = if end == next { Grounding::Inherited } else { Grounding::Literal };
    Some(Hit { grounding, inner: (end > next).then_some((next + 1, end)), ..Hit::literal(end, body, "chair of a body") })
}

/// „Die Justizministerinnen und Justizminister der Länder“: the members stand for their conference.
fn members_at(place: &Place<'_, '_>, at: usize, known: &mut Known) -> Option<Hit> {
    let words = place.words;
    if let Some(found) = place.lexicon.members_at(words, at) {
        let home = known.conference;
        let body = found
            .payloads
            .iter()
            .filter_map(|id| known.authority(place.lexicon, *id))
            .find(|id| Some(*id) == home)
            .or_else(|| known.authority(place.lexicon, *found.payloads.first()?))?;
        return Some(Hit { grounding: Grounding::Inherited, ..Hit::literal(found.next, body, "members for their conference") });
    }
    if !is_member_noun(place, at) {
        return None;
    }
    let (mut end, mut members) = (at + 1, 1);
    loop {
        let mut next = end;
        while words.is(next, ',') || words.is(next, '/') || words.token(next).is_some_and(crate::text::Token::is_hyphen) || words.is_one_of(next, &["und", "sowie"]) {
            next += 1;
        }
        if next == end || !is_member_noun(place, next) {
            break;
        }
        (end, members) = (next + 1, members + 1);
    }
    if words.is_one_of(end, &["für"]) {
        end = noun_phrase_end(words, end).max(end);
    }
    let of_the_states = words.is_one_of(end, &["der"]) && words.word(end + 1) == "Länder";
    if of_the_states {
        end += 2;
    }
    if members < 2 && !of_the_states {
        return None;
    }
    known.conference.map(|body| Hit { grounding: Grounding::Inherited, ..Hit::literal(end, body, "members for their conference") })
}

fn is_member_noun(place: &Place<'_, '_>, at: usize) -> bool {
    let lower = place.words.word(at).to_lowercase();
    let lower = lower.strip_suffix('n').filter(|word| word.ends_with("er")).unwrap_or(&lower);
    place.words.token(at).is_some_and(crate::text::Token::is_word)
        && place.lexicon.shapes.iter().filter(|shape| shape.kind == ShapeKind::Member).flat_map(|shape| &shape.nouns).any(|noun| lower.ends_with(&noun.to_lowercase()))
}

/// „die im Koordinierungsausschuss vertretenen Behörden und Einrichtungen“: the members of a body.
fn represented_at(place: &Place<'_, '_>, at: usize, known: &mut Known) -> Option<Hit> {
    let words = place.words;
    let before = at.checked_sub(1)?;
    if !words.is_one_of(before, &["die", "den", "der", "Die", "Den", "Der"]) || !words.is_one_of(at, &["im", "in"]) {
        return None;
    }
    let article = words.is_one_of(at + 1, &["der", "dem", "den"]);
    let owner = best_at(place, at + 1 + usize::from(article), known)?;
    let participle = (owner.next..words.len().min(owner.next + 25)).find(|index| words.is_one_of(*index, &["vertretene", "vertretenen"]) && words.nesting().depth(*index) == words.nesting().depth(at))?;
    let mut end = participle + 1;
    while words.is_capitalised(end) || (words.is(end, ',') || words.is_one_of(end, &["und"])) && words.is_capitalised(end + 1) {
        end += 1;
    }
    if end == participle + 1 {
        return None;
    }
    let label = format!("Mitglieder {} {}", if words.is_one_of(at + 1, &["der"]) { "der" } else { "des" }, known.label(owner.body));
    let body = known.part(owner.body, "mitglieder", label, "kind/collective");
    Some(Hit { inner: Some((at + 1, owner.next)), ..Hit::literal(end, body, "members of a body") })
}

/// „Ausrichter der EM 2024“ (host of the championship): a role with what it is for.
fn role_at(place: &Place<'_, '_>, at: usize, known: &mut Known) -> Option<Hit> {
    let words = place.words;
    let (shape, next) = shape_noun_at(place, at, ShapeKind::Role)?;
    if !words.is_one_of(next, &["der", "des"]) || !words.is_capitalised(next + 1) {
        return None;
    }
    let end = (next + 1..words.len()).find(|at| !words.is_capitalised(*at) && !words.token(*at).is_some_and(crate::text::Token::is_number)).unwrap_or(words.len());
    let label = format!("{} {}", nominative(words, at, next, &shape.nouns), words.span(next, end).of(words.text()));
    let body = known.unknown(&label, &shape.body_kind, &label);
    Some(Hit::literal(end, body, "role with what it is for"))
}

/// „Waffenbehörde“ (weapons authority): a compound that names a body by its function.
fn suffix_at(place: &Place<'_, '_>, at: usize, known: &mut Known) -> Option<Hit> {
    let words = place.words;
    let word = words.word(at);
    if !words.is_capitalised(at) || words.is_hyphenated_after(at + 1) {
        return None;
    }
    let shape = suffix_shape(place, word)?;
    let cut = word.to_lowercase().rfind(&shape.suffix)?;
    let stem = word.get(..cut).filter(|stem| stem.len() >= 3)?;
    let mut label = format!("{stem}{}", shape.suffix);
    let mut next = at + 1;
    if shape.body_kind == "kind/collective"
        && let Some((complement, end)) = shape_noun_at(place, next, ShapeKind::Complement)
    {
        label = format!("{label} {}", complement.label);
        next = end;
    }
    let body = known.unknown(&label, &shape.body_kind, &label);
    Some(Hit::literal(next, body, "name by the end of its noun"))
}

fn suffix_shape<'l>(place: &Place<'l, '_>, word: &str) -> Option<&'l crate::lexicon::Shape> {
    let lower = word.to_lowercase();
    let bare = lower.strip_suffix("es").or_else(|| lower.strip_suffix('s')).unwrap_or(&lower);
    place
        .lexicon
        .shapes
        .iter()
        .filter(|shape| shape.kind == ShapeKind::Suffix && (lower.ends_with(&shape.suffix) || bare.ends_with(&shape.suffix)))
        .max_by_key(|shape| shape.suffix.len())
}

/// „die Stiftung“, „die Konferenz“: a definite noun for the last body so named.
fn anaphor_at(place: &Place<'_, '_>, at: usize, known: &mut Known) -> Option<Hit> {
    let words = place.words;
    let (_, next) = shape_noun_at(place, at, ShapeKind::Anaphor)?;
    let before = at.checked_sub(1)?;
    if !words.is_one_of(before, &["der", "die", "den", "dem", "Die", "Der", "Den", "Dem", "dieser", "diese", "Diese", "Dieser"]) || words.is_one_of(next, &["der", "des", "für"]) {
        return None;
    }
    let noun = words.word(at);
    let conference = known.conference.filter(|id| known.kind(*id) == "kind/conference" && noun == "Konferenz");
    let body = conference.or_else(|| known.headed(noun))?;
    Some(Hit { grounding: Grounding::Inherited, ..Hit::literal(next, body, "definite noun for a body named before") })
}

/// „Sie begrüßt“, „begrüßt sie“: the subject of an act that was named before.
fn pronoun_at(place: &Place<'_, '_>, at: usize, known: &mut Known) -> Option<Hit> {
    let words = place.words;
    let acts = |at: usize| place.lexicon.triggers_at(words, at).any(|trigger| trigger.number != FormKind::Participle) || words.is_one_of(at, &["wird", "werden"]);
    let fits = |word: &str| match word {
        "Sie" | "sie" => !known.speaker_is_masculine(),
        "Er" | "er" => known.speaker_is_masculine(),
        "Es" | "es" => known.speaker != known.conference,
        _ => false,
    };
    let capital = words.is_capitalised(at);
    let starts = fits(words.word(at)) && (capital && acts(at + 1) || !capital && at > 0 && acts(at - 1));
    let body = known.speaker.filter(|_| starts)?;
    Some(Hit { grounding: Grounding::Inherited, ..Hit::literal(at + 1, body, "pronoun for who decides here") })
}

/// „Diese soll …“: the body that was introduced right before.
fn demonstrative_at(place: &Place<'_, '_>, at: usize, known: &mut Known) -> Option<Hit> {
    let words = place.words;
    let starts = words.is_one_of(at, &["Dieses", "Dieser", "Diese"]) && words.is_one_of(at + 1, &["soll", "sollen", "sollte", "sollten", "wird"]);
    let body = known.introduced.filter(|_| starts)?;
    Some(Hit { grounding: Grounding::Inherited, ..Hit::literal(at + 1, body, "demonstrative for the body named last") })
}

/// „Sicherheits-, Justiz- und weitere Behörden“ (security, justice and other authorities): compounds that share their
/// last part. Returns the token after the shortened parts, or `at`.
fn ellipsis_at(place: &Place<'_, '_>, at: usize, known: &mut Known, out: &mut Vec<Mention>) -> usize {
    let words = place.words;
    let shortened = |at: usize| words.is_capitalised(at) && words.token(at + 1).is_some_and(|t| t.is_hyphen() && t.glued) && !words.is_hyphenated_after(at + 1);
    if !shortened(at) || words.is_hyphenated_before(at) || place.lexicon.body_at(words, at).is_some_and(|found| found.next > at + 1) {
        return at;
    }
    let (mut parts, mut next) = (vec![at], at + 2);
    while words.is(next, ',') && shortened(next + 1) {
        parts.push(next + 1);
        next += 3;
    }
    if !words.is_one_of(next, &["und", "sowie", "oder", "bzw"]) {
        return at;
    }
    let mut head = next + 1;
    while head < next + 4 && words.token(head).is_some_and(|token| token.is_word() && !token.is_capitalised()) {
        head += 1;
    }
    let lower = words.word(head).to_lowercase();
    let suffix = place.lexicon.shapes.iter().filter(|shape| shape.kind == ShapeKind::Suffix && lower.ends_with(&shape.suffix)).max_by_key(|shape| shape.suffix.len());
    let Some(suffix) = suffix.filter(|_| words.is_capitalised(head)) else { return at };
    for part in parts {
        let label = format!("{}{}", words.word(part), suffix.suffix);
        let listed = Words::new(&label, Span::at(0, label.len()), &place.lexicon.stems);
        let body = place
            .lexicon
            .body_at(&listed, 0)
            .and_then(|found| known.resolve(place.lexicon, &found.payloads, &label))
            .unwrap_or_else(|| known.unknown(&label, &suffix.body_kind, &label));
        out.push(mention(place, words.span(part, part + 2), &Hit::literal(part + 2, body, "compound shortened before its like")));
    }
    next
}

/// Why a name is none here, if so.
fn no_body(place: &Place<'_, '_>, at: usize, hit: &Hit, known: &Known) -> Option<&'static str> {
    const LOCATIVE: [&str; 7] = ["in", "im", "aus", "nach", "bei", "um", "In"];
    const ARTICLES: [&str; 5] = ["der", "den", "dem", "des", "die"];
    const SIDES: [&str; 9] = ["Vertreter", "Vertretern", "Vertreterinnen", "Beteiligung", "Einbindung", "Einbeziehung", "Mitwirkung", "Seiten", "Aufgabe"];
    let words = place.words;
    let before = at.checked_sub(1)?;
    let article = words.is_one_of(before, &ARTICLES);
    let two_before = before.checked_sub(usize::from(article)).filter(|_| !article || before > 0)?;
    let event = matches!(known.kind(hit.body), "kind/association" | "kind/company") && words.is_capitalised(hit.next) && best_name(place, hit.next).is_none();
    if event && hit.next <= at + 2 && !SIDES.contains(&words.word(two_before)) {
        return Some("a name within the name of an event or thing");
    }
    if words.is(before, '(') && words.is(hit.next, ')') && before.checked_sub(1).is_some_and(|noun| words.word(noun).to_lowercase().ends_with("verordnung") || words.is_one_of(noun, &["Richtlinie", "Beschluss", "Rahmenbeschluss"])) {
        return Some("part of the number of an act of the Union");
    }
    match known.kind(hit.body) {
        "kind/land" if !article && words.is_one_of(before, &LOCATIVE) => Some("a Land as a place"),
        "kind/collective" => {
            let label = known.label(hit.body);
            let single = !label.contains(' ');
            let states = matches!(hit.rule, "name in the authority file") && known.key(hit.body).ends_with("laender");
            if states && best_name(place, hit.next).is_some_and(|id| place.lexicon.authority(id).is_some_and(|body| body.kind == "kind/land")) {
                return Some("a word before the names of the Länder");
            }
            if single && !states && hit.next == at + 1 && words.is_one_of(two_before, &["in", "In", "im", "aus"]) {
                return Some("a collective body as a place");
            }
            let field = |at: usize| words.word(at).starts_with("Bereich");
            if single && !states && (field(two_before) || field(before) || (0..3).any(|back| before.checked_sub(back).is_some_and(&field))) {
                return Some("a field of work");
            }
            let genitive = article && matches!(words.word(before), "der" | "des");
            let noun = genitive && words.is_capitalised(two_before) && !SIDES.contains(&words.word(two_before));
            (noun && single && !label.ends_with('n') && !label.ends_with("rde")).then_some("an institution as the attribute of a noun")
        }
        _ => None,
    }
}

/// The authority whose name starts at a token, if there is one.
fn best_name(place: &Place<'_, '_>, at: usize) -> Option<crate::lexicon::AuthorityId> {
    place.lexicon.body_at(place.words, at)?.payloads.first().copied()
}

/// A short name in brackets at `at`: its text and the token after the brackets.
pub(super) fn bracketed<'t>(words: &Words<'t>, at: usize) -> Option<(&'t str, usize)> {
    if !words.is(at, '(') {
        return None;
    }
    let close = words.nesting().partner(at).filter(|close| *close > at + 1 && *close <= at + 8)?;
    let text = words.span(at + 1, close).of(words.text());
    let first = text.split_whitespace().next()?;
    let abbreviates = first.chars().filter(|c| c.is_uppercase()).count() >= 2 && text.len() <= 24;
    abbreviates.then_some((text, close + 1))
}

/// The body named by the abbreviation in brackets at `at`, where the lexicon or the document knows it.
pub(super) fn bracketed_name(place: &Place<'_, '_>, at: usize, known: &mut Known) -> Option<BodyId> {
    bracketed(place.words, at)?;
    name_at(place, at + 1, known).or_else(|| taught_at(place.words, at + 1, known)).map(|hit| hit.body)
}

/// End of the complement of a head noun: „für Stadtentwicklung, Bau- und Wohnungswesen“. A new article opens a new phrase.
fn complement_end(words: &Words<'_>, at: usize) -> usize {
    let (mut end, mut next) = (at, at);
    while let Some(token) = words.token(next) {
        let joins = |at: usize| words.is_capitalised(at) || words.token(at).is_some_and(crate::text::Token::is_hyphen);
        if token.is_capitalised() {
            end = next + 1;
        } else if token.is_hyphen() && token.glued {
            end = next + 1;
        } else if token.is_word() && ["e", "en", "er", "es"].iter().any(|end| words.word(next).ends_with(end)) && words.is_capitalised(next + 1) && (next == at + 1 || words.is_one_of(next - 1, &["und", "für"])) && !words.is_one_of(next, &["und", "für", "der", "des", "die", "den", "dem", "zu", "zur", "zum"]) {
            // „für barrierefreie Informationstechnik“
        } else if !(token.is(',') && joins(next + 1) || words.is_one_of(next, &["und"]) && joins(next + 1) || words.is_one_of(next, &["für", "der", "des", "gegen"]) && (next == at || end == next)) {
            break;
        }
        next += 1;
    }
    while end > at && words.token(end - 1).is_some_and(crate::text::Token::is_hyphen) {
        end -= 1;
    }
    end
}

/// End of the noun phrase that starts at `at`: nouns, numbers, and the small words and hyphens that hold them together.
pub(super) fn noun_phrase_end(words: &Words<'_>, at: usize) -> usize {
    const LINKS: [&str; 17] =
        ["und", "der", "des", "die", "den", "für", "von", "vom", "in", "im", "zur", "zum", "mit", "gegen", "bei", "an", "sowie"];
    let (mut end, mut next) = (at, at);
    while let Some(token) = words.token(next) {
        // „zur Kenntnis“ is the verb's.
        if words.is_one_of(next, &["zur"]) && words.is_one_of(next + 1, &["Kenntnis", "Verfügung"]) {
            break;
        }
        if token.is_capitalised() || token.is_number() {
            end = next + 1;
        } else if token.is_hyphen() {
            if !token.glued && !words.token(next + 1).is_some_and(|after| after.glued) {
                break;
            }
        } else if token.is(',') {
            if !words.is_capitalised(next + 1) && !words.token(next + 1).is_some_and(crate::text::Token::is_hyphen) {
                break;
            }
        } else if !(words.is_one_of(next, &LINKS) && next < end + 3) {
            break;
        }
        next += 1;
    }
    end
}
