//! References to earlier decisions, sittings and mandates, and to points of the resolution itself.
//!
//! An anchor („Beschluss“, „Auftrag“, „Sitzung“, „TOP“, „Ziffer“, or a date before „zu TOP“) opens a phrase; its qualifiers
//! say which decision is meant. Without a date, a number or an item nothing is referred to: „diesen Beschluss“ is none.
//! Nor is a sitting that is yet to come and sets a deadline („bis zur Herbstsitzung 2022“).

mod phrase;

use super::{ItemReference, ReferenceKind};
use crate::calendar::{When, parse_when};
use crate::lexicon::{Asked, Words};
use crate::text::{Span, TokenView};
use phrase::{Item, Phrase, agenda_items, is_item_noun, is_point_noun, is_session, points};

/// The rule of a reference to the decision of a court.
pub const JUDGMENT: &str = "judgment";

/// A reference whose body is still a place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawReference {
    /// Of the whole text; each member of a list has its own words.
    pub span: Span,
    /// Token at which the name of the body starts; none where the conference of the document is meant. Words that turn
    /// out to name no body („mit Beschluss der Mehrheit vom …“) leave the body unknown.
    pub body: Option<usize>,
    pub when: Option<When>,
    /// Number of the sitting.
    pub session: Option<u32>,
    pub item: Option<ItemReference>,
    pub kind: ReferenceKind,
    /// Refers to the resolution it stands in; then body and date are those of the document.
    pub internal: bool,
    pub rule: &'static str,
}

/// The references of one passage in the order of the text; `item` is the number of the agenda item it belongs to, `openers`
/// what the words of the vocabulary answered so far.
#[must_use]
pub fn references(words: &Words<'_>, item: &str, openers: &mut Asked<bool>) -> Vec<RawReference> {
    let view = TokenView { text: words.text(), tokens: words.tokens() };
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let opens = openers.of(words, at, opens_reference);
        at = opens.then(|| read(view, at, item, &mut found)).flatten().unwrap_or(at + 1);
    }
    found
}

/// Whether a reference can begin with the word, whatever follows.
fn opens_reference(word: &str) -> bool {
    matches!(word, "am" | "vom") || is_item_noun(word) || is_point_noun(word) || noun_kind(word).is_some()
}

/// Reads the reference that begins at the token, and returns the position after what was read.
fn read(view: TokenView<'_>, at: usize, item: &str, found: &mut Vec<RawReference>) -> Option<usize> {
    view.get(at).filter(|token| token.is_word())?;
    let word = view.word(at);
    if matches!(word, "am" | "vom") {
        return dated_item(view, at, found);
    }
    if !view.capitalised(at) {
        return None;
    }
    if let Some((items, end)) = agenda_items(view, at) {
        return Some(listed_item(view, at, items, end, found));
    }
    if points(view, at).is_some() {
        return point(view, at, item, found);
    }
    let kind = noun_kind(word)?;
    if is_this(view, at) {
        return Some(at + 1);
    }
    let (mut phrase, start) = opening(view, at);
    if kind == ReferenceKind::Session {
        let deadline =
            (1..=3).any(|back| start.checked_sub(back).is_some_and(|at| matches!(view.word(at), "zu" | "zur" | "bis")));
        phrase.read(view, at + 1);
        let sitting = phrase.dates.iter().any(|(when, _)| when.first_day().is_some()) || !phrase.items.is_empty();
        if deadline || !sitting {
            return Some(at + 1);
        }
        let kind = if phrase.items.is_empty() { kind } else { ReferenceKind::Decision };
        emit(view, start, &phrase, kind, "session", found);
        return Some(phrase.end);
    }
    decision(view, at, &mut phrase);
    if !phrase.identifies() {
        return Some(at + 1);
    }
    let rule = match kind {
        ReferenceKind::Mandate => "mandate",
        _ if is_judgment(word) => JUDGMENT,
        _ => "decision",
    };
    emit(view, start, &phrase, kind, rule, found);
    // „die Beschlüsse der 92. GMK (TOP 6.4) und der 95. ASMK zu TOP 5.8“
    while matches!(view.word(phrase.end), "und" | "sowie" | ",") && matches!(view.word(phrase.end + 1), "der" | "des") {
        let first = phrase.end + 1;
        let mut next = Phrase::default();
        next.read(view, first);
        if next.items.is_empty() || next.dates.is_empty() && next.session.is_none() {
            break;
        }
        emit(view, first, &next, kind, rule, found);
        phrase = next;
    }
    Some(phrase.end)
}

fn noun_kind(word: &str) -> Option<ReferenceKind> {
    if decision_noun(word).is_some() || word.starts_with("Entschließung") || is_judgment(word) {
        return Some(ReferenceKind::Decision);
    }
    let mandate = ["uftrag", "uftrags", "uftrages", "ufträge", "ufträgen"].iter().any(|end| word.ends_with(end));
    mandate.then_some(ReferenceKind::Mandate).or_else(|| is_session(word).then_some(ReferenceKind::Session))
}

/// The decision of a court, never of the conference.
fn is_judgment(word: &str) -> bool {
    matches!(word, "Urteil" | "Urteils" | "Urteile" | "Urteilen")
}

/// The nominative of a decision: `Beschluss`, `Umlaufbeschluss`, `Entscheidung`.
fn decision_noun(word: &str) -> Option<String> {
    if let Some(root) = word.strip_suffix("en").unwrap_or(word).strip_suffix("ntscheidung") {
        return matches!(root, "E" | "Umlaufe").then(|| format!("{root}ntscheidung"));
    }
    let root = ["eschluss", "eschlusses", "eschlusse", "eschlüsse", "eschlüssen"]
        .iter()
        .find_map(|end| word.strip_suffix(end))?;
    Some(format!("{root}eschluss"))
}

/// „dieser Beschluss“: the one that is being made.
fn is_this(view: TokenView<'_>, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| {
        let word = view.word(before);
        word.starts_with("dies") || word.starts_with("Dies")
    })
}

/// What stands before the noun: the body of a compound (`IMK-Auftrag`, `AK II-Sitzung`), the number of a sitting.
fn opening(view: TokenView<'_>, at: usize) -> (Phrase, usize) {
    let mut phrase = Phrase::default();
    let Some(before) = at.checked_sub(2) else { return (phrase, at) };
    if view.hyphen(at - 1) && view.glued(at) && view.glued(at - 1) {
        let start = name_start(view, before);
        phrase.body = start;
        return (phrase, start.unwrap_or(at));
    }
    if view.is(at - 1, '.') && view.glued(at - 1) {
        phrase.session = view.number(before);
    }
    let start = if phrase.session.is_some() { before } else { at };
    (phrase, start)
}

/// First of the capitalised words in a row that end at `last`, articles left out; hyphens join them.
fn name_start(view: TokenView<'_>, last: usize) -> Option<usize> {
    let names = |at: &usize| {
        view.capitalised(*at) && !matches!(view.word(*at), "Die" | "Der" | "Das" | "Den" | "Siehe" | "Vgl")
    };
    let before = |at: &usize| {
        let joined = *at > 1 && view.hyphen(at - 1) && view.glued(*at);
        at.checked_sub(1 + usize::from(joined))
    };
    std::iter::successors(Some(last), before).take(6).take_while(names).last()
}

/// Numbers of decisions („Beschlüsse 2018/37 und 2019/12“), then the other qualifiers.
fn decision(view: TokenView<'_>, at: usize, phrase: &mut Phrase) {
    let mut number = if view.word(at + 1) == "Nr" { view.after_dot(at + 2) } else { at + 1 };
    let mut first = at;
    while view.number(number).is_some()
        && view.is(number + 1, '/')
        && view.glued(number + 2)
        && view.number(number + 2).is_some()
    {
        // „Rahmenbeschluss 2008/977/JI“ is an act of the Union, and no decision of a conference.
        if view.is(number + 3, '/') && view.glued(number + 4) && view.capitalised(number + 4) {
            break;
        }
        let name = decision_noun(view.word(at)).unwrap_or_default();
        let name = format!("{name} {}", view.span(number, number + 3).of(view.text));
        // „Entscheidung 2021/38 Ziffern 1 bis 3“
        match points(view, number + 3) {
            Some(points) => phrase.items.extend(points.iter().map(|point| point.of_decision(&name))),
            None => phrase.items.push(Item { reference: ItemReference::Decision(name, None), first, end: number + 3 }),
        }
        number = phrase.items.last().map_or(number + 3, |item| item.end) + 1;
        first = number;
        if !matches!(view.word(number - 1), "und" | "sowie" | "," | "bis") {
            break;
        }
    }
    phrase.read(view, phrase.items.last().map_or(at + 1, |item| item.end));
}

/// „AK II am 07./08.10.20 zu TOP 7“, „vom 18.06.21, TOP 54“: a date that leads to an item.
fn dated_item(view: TokenView<'_>, at: usize, found: &mut Vec<RawReference>) -> Option<usize> {
    let mut phrase = Phrase { body: at.checked_sub(1).and_then(|last| name_start(view, last)), ..Phrase::default() };
    phrase.read(view, at);
    if phrase.items.is_empty() || phrase.dates.is_empty() {
        return parse_when(view.text, view.tokens, at + 1).map(|(_, next)| next);
    }
    emit(
        view,
        phrase.body.filter(|body| *body < at).unwrap_or(at),
        &phrase,
        ReferenceKind::Decision,
        "dated-item",
        found,
    );
    Some(phrase.end)
}

/// „TOP 29 Ziffer 2 und 3 der 211. Innenministerkonferenz“, „siehe TOP 5“.
fn listed_item(view: TokenView<'_>, at: usize, items: Vec<Item>, end: usize, found: &mut Vec<RawReference>) -> usize {
    let mut phrase = Phrase { items, ..Phrase::default() };
    phrase.read(view, end);
    // „in ihrem auf der 99. ASMK zu TOP 5.11 gefassten Beschluss“
    let sitting = (at.saturating_sub(LONGEST_SITTING)..at).rev().find(|at| matches!(view.word(*at), "auf" | "in"));
    if let Some(start) = sitting.filter(|_| is_made(view, phrase.end)) {
        let mut attribute = Phrase::default();
        attribute.read(view, start);
        if attribute.end == phrase.end && attribute.session.is_some() {
            emit(view, start, &attribute, ReferenceKind::Decision, "agenda-item", found);
            return attribute.end;
        }
    }
    if phrase.dates.is_empty() && phrase.session.is_none() && !is_pointed_at(view, at) {
        return end;
    }
    // „die Aufträge aus TOP 46 Ziffer 3 der 215. Sitzung“
    let joined = at.checked_sub(2).filter(|_| matches!(view.word(at - 1), "aus" | "zu" | "unter"));
    let is_mandate = joined.is_some_and(|noun| noun_kind(view.word(noun)) == Some(ReferenceKind::Mandate));
    let kind = if is_mandate { ReferenceKind::Mandate } else { ReferenceKind::Decision };
    emit(view, at, &phrase, kind, "agenda-item", found);
    phrase.end
}

/// So many tokens name a sitting before its item: „auf der 99. ASMK zu“.
const LONGEST_SITTING: usize = 8;

/// „gefassten Beschluss“, „getroffene Entscheidung“
fn is_made(view: TokenView<'_>, at: usize) -> bool {
    let participle = matches!(view.word(at).trim_end_matches('n'), "gefasste" | "getroffene" | "gefaßte");
    participle && decision_noun(view.word(at + 1)).is_some()
}

/// „siehe“, „vgl.“, „siehe auch“ before the token.
fn is_pointed_at(view: TokenView<'_>, at: usize) -> bool {
    (1..=2).any(|back| {
        at.checked_sub(back).is_some_and(|at| matches!(view.word(at), "siehe" | "Siehe" | "vgl" | "Vgl" | "s"))
    })
}

/// „Ziffer 3 dieses Beschlusses“, „unter Ziffer 2 genannten“, „Ziffer 2 ihres Beschlusses vom 18.06.21 zu TOP 54“.
fn point(view: TokenView<'_>, at: usize, item: &str, found: &mut Vec<RawReference>) -> Option<usize> {
    let points = points(view, at)?;
    let end = points.last()?.end;
    let before = at.checked_sub(1).map_or("", |before| view.word(before));
    // „§ 5 Absatz 1 Nummer 2 genannten“: a part of a norm.
    if at > 0 && view.get(at - 1).is_some_and(|token| token.is_number() || before.len() == 1 && token.is_word()) {
        return Some(end);
    }
    let noun = match view.word(end) {
        "des" | "dieses" | "ihres" | "seines" | "unseres" | "der" | "dieser" | "ihrer" | "seiner" | "unserer" => {
            end + 1 + usize::from(matches!(view.word(end + 1), "vorliegenden" | "obigen" | "vorstehenden"))
        }
        _ => end,
    };
    // „Ziffer 3 des AMK-Beschlusses vom 1. April 2022“
    let compound =
        noun > end && view.hyphen(noun + 1) && view.glued(noun + 2) && decision_noun(view.word(noun + 2)).is_some();
    let mut phrase = Phrase { body: compound.then_some(noun), ..Phrase::default() };
    let mut noun = if compound { noun + 2 } else { noun };
    // „Ziffer 4 ihres in der Sondersitzung am 11.03.22 zu TOP 2 gefassten Beschlusses“
    let made = match view.word(noun) {
        "zu" | "in" | "auf" | "am" | "vom" | "unter" if noun > end && !compound => {
            let mut attribute = Phrase::default();
            attribute.read(view, noun);
            let made = attribute.end;
            is_made(view, made).then_some((attribute, made + 1))
        }
        _ => None,
    };
    if let Some((attribute, made)) = made {
        phrase = attribute;
        noun = made;
        phrase.read(view, noun + 1);
    } else if noun > end && decision_noun(view.word(noun)).is_some() && !is_this(view, noun) {
        decision(view, noun, &mut phrase);
    }
    if phrase.identifies() {
        phrase.attach(&points);
        emit(view, at, &phrase, ReferenceKind::Decision, "point-of-decision", found);
        return Some(phrase.end);
    }
    let participle = view.word(end);
    let named = matches!(before, "in" | "unter" | "nach" | "gemäß" | "aus" | "zu")
        && ([
            "genannt", "erwähnt", "aufgeführt", "dargestellt", "beschrieben", "bezeichnet", "formuliert", "erbeten",
            "vorgesehen", "avisiert", "beschlossen",
        ]
        .iter()
        .any(|root| participle.starts_with(root))
            || view.capitalised(end + 1) && is_attribute(view, end));
    let own = noun > end
        && (decision_noun(view.word(noun)).is_some() || is_draft(view.word(noun)))
        && !view.word(end).ends_with("res");
    // „die Ausnahmen nach Ziffer 3“: a point of nothing else is one of the resolution.
    let bare = view.word(at).starts_with("Ziffer")
        && noun == end
        && !matches!(view.word(end), "vom" | "von" | "in")
        && (view.word(end) != "im" || matches!(view.word(end + 1), "Benehmen" | "Einvernehmen" | "Zusammenwirken"))
        && !(view.is(end, '.') && view.glued(end + 1));
    if !(named || own || bare || is_pointed_at(view, at)) {
        return Some(end);
    }
    let close = if own { noun + 1 } else { end };
    let phrase =
        Phrase { items: points.iter().map(|point| point.of_item(item)).collect(), end: close, ..Phrase::default() };
    let own = found.len();
    emit(view, at, &phrase, ReferenceKind::Decision, "own-point", found);
    found.iter_mut().skip(own).for_each(|reference| reference.internal = true);
    Some(close)
}

/// „in Ziffer 2 gewählte Formulierung“: a participle in front of its noun.
fn is_attribute(view: TokenView<'_>, at: usize) -> bool {
    let word = view.word(at);
    let participle = |root: &str| root.ends_with('t') || root.ends_with("en");
    !view.capitalised(at)
        && word.len() > 6
        && ["e", "en", "er", "es", "em"].iter().any(|ending| word.strip_suffix(ending).is_some_and(participle))
}

/// `Beschlussvorschlags`, `Beschlussentwurfs`: in a protocol note, the resolution that it is about.
fn is_draft(word: &str) -> bool {
    ["Beschlussvorschlag", "Beschlussentwurf", "Beschlusstext", "Beschlusstenor"]
        .iter()
        .any(|noun| word.starts_with(noun))
}

/// One reference for each item; without items one for each date. The first has the words from `start`, the last those
/// up to the end of the phrase.
fn emit(
    view: TokenView<'_>,
    start: usize,
    phrase: &Phrase,
    kind: ReferenceKind,
    rule: &'static str,
    found: &mut Vec<RawReference>,
) {
    let whole = view.span(start, phrase.end);
    let reference = |span, when, item| RawReference {
        span,
        body: phrase.body,
        when,
        session: phrase.session,
        item,
        kind,
        internal: false,
        rule,
    };
    let when = phrase.dates.first().map(|(when, _)| *when);
    let members: Vec<(Span, Option<When>, Option<ItemReference>)> = if phrase.items.is_empty() {
        phrase.dates.iter().map(|(when, span)| (*span, Some(*when), None)).collect()
    } else {
        phrase.items.iter().map(|item| (view.span(item.first, item.end), when, Some(item.reference.clone()))).collect()
    };
    let count = members.len();
    if count == 0 {
        found.push(reference(whole, None, None));
    }
    for (position, (mut span, when, item)) in members.into_iter().enumerate() {
        if position == 0 {
            span.start = whole.start;
        }
        if position + 1 == count {
            span.end = whole.end;
        }
        found.push(reference(span, when, item));
    }
}
