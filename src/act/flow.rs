//! Who is to inform whom: the infinitives of a request, seen from whom is asked.
//!
//! German object control: who is asked is the one who will do it. „bittet ihren Vorsitzenden, die VMK zu informieren“
//! (asks its chair to inform the VMK) makes a way from the chair to the VMK.

use super::bodies::{BodyAt, starting_at, within};
use super::clause::{is_boundary, is_clause_final, is_zu_infinitive, segment_start};
use super::deadline::DeadlineAt;
use super::slot::coordinated;
use super::{Deadline, Due, FlowKind, Participant};
use crate::lexicon::{FlowPattern, Lexicon, Slot, Words};
use crate::mention::BodyId;
use crate::text::Span;
use std::ops::Range;

/// One way that information takes: without the sender, whom the request names.
#[derive(Clone, Debug)]
pub(super) struct Way {
    pub kind: FlowKind,
    pub trigger: Span,
    pub to: Vec<BodyId>,
    pub deadline: Option<Deadline>,
    pub about: Option<Span>,
}

/// What the ways of one request are read from.
pub(super) struct Scope<'s, 't> {
    pub lexicon: &'s Lexicon,
    pub words: &'s Words<'t>,
    pub bodies: &'s [BodyAt],
    pub participants: &'s [Participant],
    pub deadlines: &'s [DeadlineAt],
    pub conference: Option<BodyId>,
    /// Whom „sie“ as an object stands for: the conference in its own request, the other side in a pledge.
    pub they: &'s [BodyId],
    /// Whether the conference is a council or committee, so that „ihn“ stands for it.
    pub him: bool,
    /// Accept bare infinitives, as after „soll“.
    pub bare: bool,
}

pub(super) const KINDS: [FlowKind; 6] = [FlowKind::Informs, FlowKind::Reports, FlowKind::Submits, FlowKind::Presents, FlowKind::Provides, FlowKind::Asks];

impl FlowKind {
    /// Name in the tables and in `acts.ttl`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Informs => "informs",
            Self::Reports => "reports",
            Self::Submits => "submits",
            Self::Presents => "presents",
            Self::Provides => "provides",
            Self::Asks => "asks",
        }
    }

    fn named(name: &str) -> Option<Self> {
        KINDS.into_iter().find(|kind| kind.name() == name)
    }
}

/// The ways that the infinitives within `range` ask for.
pub(super) fn ways(scope: &Scope<'_, '_>, range: Range<usize>) -> Vec<Way> {
    let words = scope.words;
    let mut ways: Vec<Way> = Vec::new();
    let (mut conjunct, mut previous) = (range.start, range.start..range.start);
    // A deadline that opens the group of infinitives holds for all of them.
    let shared: Option<Deadline> = opening_deadline(scope, &range);
    for at in range.clone() {
        let infinitive = is_zu_infinitive(words, at) || scope.bare && is_bare_infinitive(words, at, &range) || is_demanded(words, at, &range);
        if !infinitive || words.nesting().depth(at) > 0 {
            continue;
        }
        // „um … zur Verfügung zu stellen“ says what for, and whoever does it is another.
        let purpose = words.is_one_of(segment_start(words, &range, at), &["um", "ohne", "anstatt"]);
        if !purpose && let Some((kind, pattern)) = pattern_at(scope, at) {
            let start = conjunct.max(at.saturating_sub(300));
            let mut to = recipients(scope, pattern, kind, start..at, ways.last());
            // „die Länder zu beteiligen und zu unterrichten“: the infinitives share their object.
            if to.is_empty() && kind == FlowKind::Informs && words.is_one_of(conjunct, &["und", "sowie"]) {
                to = recipients(scope, pattern, kind, previous.clone(), None);
            }
            let kind = if matches!(kind, FlowKind::Submits) && pattern.to_conference && carries_report(scope, start..at) { FlowKind::Reports } else { kind };
            let own = deadline_in(scope, conjunct..at);
            let deadline = own.or(shared);
            let about = about(words, start..at);
            let trigger = words.span(at - usize::from(at > 0 && words.word(at - 1) == "zu"), at + 1);
            if has_bitte(words, start..at) && !to.is_empty() && kind != FlowKind::Asks {
                ways.push(Way { kind: FlowKind::Asks, trigger, to: to.clone(), deadline, about });
            }
            if !to.is_empty() {
                ways.push(Way { kind, trigger, to, deadline, about });
            }
        }
        previous = conjunct..at;
        conjunct = at + 1;
    }
    ways
}

/// The first deadline that starts within the tokens.
fn deadline_in(scope: &Scope<'_, '_>, range: Range<usize>) -> Option<Deadline> {
    let first = scope.deadlines.partition_point(|deadline| deadline.at < range.start);
    scope.deadlines.get(first).filter(|deadline| deadline.at < range.end).map(|deadline| deadline.deadline)
}

fn opening_deadline(scope: &Scope<'_, '_>, range: &Range<usize>) -> Option<Deadline> {
    scope
        .deadlines
        .iter()
        .find(|deadline| deadline.at >= range.start)
        .filter(|deadline| (range.start..deadline.at).all(|at| is_boundary(scope.words, at) || matches!(scope.words.word(at), "ihr" | "der" | "weiterhin" | "erneut" | "möglichst" | "spätestens") || starting_at(scope.bodies, at).is_some()))
        .map(|deadline| deadline.deadline)
}

/// An infinitive at the end of its clause, as modal verbs govern it.
fn is_bare_infinitive(words: &Words<'_>, at: usize, range: &Range<usize>) -> bool {
    words.word(at).ends_with("en") && !words.is_capitalised(at) && (at + 1 >= range.end || is_boundary(words, at + 1) || words.is(at + 1, '.') || words.is_one_of(at + 1, &["und", "sowie"]))
}

/// The finite verb that closes „darum, dass …“: what is asked in the form of a clause.
fn is_demanded(words: &Words<'_>, at: usize, range: &Range<usize>) -> bool {
    let start = segment_start(words, range, at);
    let asks = start >= 2 && words.is_one_of(start, &["dass"]) && words.is_one_of(start - 2, &["darum", "dafür"]);
    asks && is_clause_final(words, range, at)
}

/// Third person of a regular verb, as it closes a subordinate clause: `vorlegen` → `vorlegt`, `berichten` → `berichtet`.
fn is_third_person(infinitive: &str, word: &str) -> bool {
    infinitive.strip_suffix("en").and_then(|stem| word.strip_prefix(stem)).is_some_and(|ending| matches!(ending, "t" | "et" | "en"))
}

/// The flow pattern whose verb stands at `at`, its complement right before it.
fn pattern_at<'l>(scope: &Scope<'l, '_>, at: usize) -> Option<(FlowKind, &'l FlowPattern)> {
    let words = scope.words;
    let word = words.word(at);
    let apart = at > 0 && words.word(at - 1) == "zu";
    let mut best: Option<(FlowKind, &FlowPattern)> = None;
    for entry in &scope.lexicon.flow_kinds {
        let Some(kind) = FlowKind::named(&entry.name) else { continue };
        for pattern in &entry.patterns {
            let verb = word == pattern.with_zu || word == pattern.infinitive && (apart || scope.bare) || is_third_person(&pattern.infinitive, word) && !apart;
            let before = at - usize::from(apart && word == pattern.infinitive);
            let start = before.checked_sub(pattern.complement.len());
            let complete = start.is_some_and(|start| pattern.complement.iter().zip(start..).all(|(word, at)| words.word(at) == word || words.word(at).ends_with(&word.to_lowercase()) && word.starts_with(char::is_uppercase)));
            if verb && complete && best.is_none_or(|(_, best)| best.complement.len() < pattern.complement.len()) {
                best = Some((kind, pattern));
            }
        }
    }
    best
}

/// To whom, within one conjunct: the object in the case that the verb asks for; else whom the infinitive before named; else
/// the conference, where that goes without saying.
fn recipients(scope: &Scope<'_, '_>, pattern: &FlowPattern, kind: FlowKind, range: Range<usize>, before: Option<&Way>) -> Vec<BodyId> {
    let words = scope.words;
    let free = |body: &&BodyAt| !scope.participants.iter().any(|participant| participant.span == body.span) && words.nesting().depth(body.start) == 0;
    let inside = within(scope.bodies, range.start, range.end);
    let first = match &pattern.slot {
        Slot::Dative => inside.iter().filter(free).filter(|body| is_dative(words, body) && !is_in_genitive(words, body.start)).min_by_key(|body| if is_attribute(words, body.start) { (true, usize::MAX - body.start) } else { (false, body.start) }).or_else(|| after_preposition(words, inside, &["an", "gegenüber"])),
        Slot::Preposition(preposition) => after_preposition(words, inside, &[preposition]),
        Slot::Accusative | Slot::None => inside.iter().filter(free).find(|body| is_accusative(words, body, range.start)),
    };
    if let Some(first) = first {
        // Of „der VMK und der BMK“ the search may have met the last.
        let first = inside.iter().find(|body| coordinated(words, body, range.end, scope.bodies).iter().any(|(_, span)| *span == first.span) && same_case(words, body, first)).unwrap_or(first);
        return coordinated(words, first, range.end, scope.bodies).into_iter().map(|(body, _)| body).collect();
    }
    // „diese darum zu ersuchen“: whom the infinitive before named.
    if let Some(before) = before.filter(|_| matches!(pattern.slot, Slot::Accusative) && range.clone().any(|at| words.is_one_of(at, &["diese", "diesen"]) && !words.is_capitalised(at + 1))) {
        return before.to.clone();
    }
    let (object, dative): (&str, &[&str]) = if scope.him { ("ihn", &["ihm"]) } else { ("sie", &["ihr", "ihnen"]) };
    let stands = |at: usize| (words.word(at) == object || words.word(at) == "diese") && !words.is_capitalised(at + 1);
    let named = matches!(pattern.slot, Slot::Accusative) && range.clone().any(stands);
    // „den Ländern den Entwurf vorzulegen und sie zu informieren“: whom the infinitive before named.
    if let Some(before) = before.filter(|_| named && object == "sie" && words.is_one_of(range.start, &["und", "sowie"])) {
        return before.to.clone();
    }
    if named && !scope.they.is_empty() {
        return scope.they.to_vec();
    }
    if range.clone().any(|at| words.is_one_of(at, dative) && pattern.slot == Slot::Dative && !words.is_capitalised(at + 1)) {
        return scope.conference.into_iter().collect();
    }
    let sitting = deadline_in(scope, range.clone()).and_then(|deadline| match deadline.due {
        Due::NextSession(body) | Due::SessionNumber(body, _) => Some(body),
        Due::When(_) => None,
    });
    if let Some(body) = sitting.filter(|_| kind == FlowKind::Presents || kind == FlowKind::Reports) {
        return vec![body];
    }
    if matches!(kind, FlowKind::Asks | FlowKind::Informs) {
        return before.map(|way| way.to.clone()).unwrap_or_default();
    }
    let to_conference = pattern.to_conference || scope.lexicon.flow_kinds.iter().any(|entry| entry.name == kind.name() && entry.to_conference);
    scope.conference.filter(|_| to_conference).into_iter().collect()
}

fn same_case(words: &Words<'_>, one: &BodyAt, other: &BodyAt) -> bool {
    one.start > 0 && other.start > 0 && words.word(one.start - 1) == words.word(other.start - 1)
}

fn after_preposition<'b>(words: &Words<'_>, bodies: &'b [BodyAt], prepositions: &[&str]) -> Option<&'b BodyAt> {
    bodies.iter().find(|body| {
        let article = body.start.checked_sub(1).filter(|at| words.is_one_of(*at, &["die", "den", "das", "der", "dem", "alle"]));
        article.and_then(|at| at.checked_sub(1)).or(body.start.checked_sub(1)).is_some_and(|at| words.is_one_of(at, prepositions))
    })
}

/// „der IMK“, „dem Bund“, „den Ländern“: an article that may be a dative, no preposition before it.
fn is_dative(words: &Words<'_>, body: &BodyAt) -> bool {
    let Some(article) = article_of(words, body.start) else { return false };
    let plural = words.span(body.start, body.end).of(words.text()).split_whitespace().next().is_some_and(|word| word.ends_with('n'));
    let fits = words.is_one_of(article, &["dem", "der", "ihrem"]) || words.is_one_of(article, &["den", "allen"]) && plural;
    fits && !is_prepositional(words, article)
}

fn is_accusative(words: &Words<'_>, body: &BodyAt, start: usize) -> bool {
    match article_of(words, body.start) {
        Some(article) => words.is_one_of(article, &["die", "den", "das", "ihren", "alle", "diese"]) && !is_prepositional(words, article),
        None => body.start > start && !is_prepositional(words, body.start) && !is_attribute(words, body.start),
    }
}

fn article_of(words: &Words<'_>, start: usize) -> Option<usize> {
    let before = start.checked_sub(1)?;
    let is_article = |at: usize| words.is_one_of(at, &["der", "die", "das", "den", "dem", "des", "ihren", "ihrem", "ihrer", "alle", "allen", "diese"]);
    if is_article(before) {
        return Some(before);
    }
    // „dem Land Hessen“
    if words.is_one_of(before, &["Land", "Freistaat"]) {
        return before.checked_sub(1).filter(|at| is_article(*at));
    }
    // One attribute may stand between: „die beteiligten Länder“.
    let attribute = words.token(before).is_some_and(|token| token.is_word() && !token.is_capitalised());
    before.checked_sub(1).filter(|at| attribute && is_article(*at))
}

fn is_prepositional(words: &Words<'_>, at: usize) -> bool {
    const PREPOSITIONS: [&str; 26] = [
        "in", "mit", "über", "bei", "auf", "an", "zu", "von", "für", "durch", "aus", "nach", "vor", "gegen", "unter", "zwischen", "im", "zur",
        "zum", "vom", "beim", "neben", "innerhalb", "gemäß", "seitens", "wie",
    ];
    at.checked_sub(1).is_some_and(|before| words.is_one_of(before, &PREPOSITIONS))
}

/// Whether a noun right before makes the phrase its genitive attribute. „diesen Beschluss“ takes none: it is the
/// conference's own.
fn is_attribute(words: &Words<'_>, start: usize) -> bool {
    let article = article_of(words, start).unwrap_or(start);
    let Some(noun) = article.checked_sub(1).filter(|noun| words.is_capitalised(*noun)) else { return false };
    !noun.checked_sub(1).is_some_and(|before| words.is_one_of(before, &["diesen", "dieser", "dieses"]))
}

/// „nach Maßgabe des Beschlusses der MPK“: the attribute of a noun that is itself in the genitive.
fn is_in_genitive(words: &Words<'_>, start: usize) -> bool {
    let article = article_of(words, start).unwrap_or(start);
    article >= 2 && words.is_capitalised(article - 1) && words.is_one_of(article - 2, &["des"])
}

/// Whether the object of the conjunct is a report by name: „einen fortgeschriebenen Bericht“.
fn carries_report(scope: &Scope<'_, '_>, range: Range<usize>) -> bool {
    let words = scope.words;
    let nouns = || scope.lexicon.flow_kinds.iter().flat_map(|entry| &entry.carries).map(|noun| noun.to_lowercase());
    range.clone().any(|at| {
        let lower = words.word(at).to_lowercase();
        let bare = lower.trim_end_matches(['s', 'e', 'n']);
        let report = words.is_capitalised(at) && words.nesting().depth(at) == 0 && nouns().any(|noun| lower.ends_with(&noun) || bare.ends_with(noun.trim_end_matches(['s', 'e', 'n'])));
        report && {
            let mut determiner = at;
            while determiner > range.start && determiner + 4 > at && words.token(determiner - 1).is_some_and(|token| token.is_word() && !token.is_capitalised()) {
                determiner -= 1;
                if words.is_one_of(determiner, &["einen", "eine", "ein", "den", "die", "das", "ihren", "ihre", "seinen", "dessen"]) {
                    break;
                }
            }
            determiner < at && !is_prepositional(words, determiner)
        }
    })
}

/// „mit der Bitte um Zustimmung“
fn has_bitte(words: &Words<'_>, range: Range<usize>) -> bool {
    range.into_iter().any(|at| words.word(at) == "Bitte" && words.is_one_of(at + 1, &["um", "zu"]) && at > 1 && words.word(at - 2) == "mit")
}

/// What it is about: „über diesen Beschluss“, „zum Sachstand“.
fn about(words: &Words<'_>, range: Range<usize>) -> Option<Span> {
    let start = range.clone().find(|at| words.is_one_of(*at, &["über", "zum", "zur", "von"]) && words.nesting().depth(*at) == 0 && !words.word(at + 1).contains("sitzung") && !words.word(at + 1).contains("konferenz") && words.word(at + 1) != "Kenntnis" && words.word(at + 1) != "Verfügung")?;
    let verb = |at: usize| words.is_one_of(at, &["zu"]) || words.is_one_of(at, &["in", "zur"]) && words.is_one_of(at + 1, &["Kenntnis", "Verfügung"]);
    let end = (start + 1..range.end).find(|at| is_boundary(words, *at) || verb(*at)).unwrap_or(range.end);
    (end > start + 1).then(|| words.span(start, end))
}

/// „um einen Bericht“: a noun that asks for a way of information.
pub(super) fn way_by_noun(scope: &Scope<'_, '_>, range: Range<usize>) -> Option<Way> {
    let words = scope.words;
    let um = |at: &usize| words.is_one_of(*at, &["um"]) && words.nesting().depth(*at) == 0;
    let first = range.clone().take_while(|at| !is_boundary(words, *at)).find(um);
    // „um Prüfung, ob …, und um Vorlage eines Entwurfs“
    let further = range.clone().filter(|at| um(at) && words.is_one_of(at.saturating_sub(1), &["und", "sowie"]));
    first.into_iter().chain(further).find_map(|um| way_behind(scope, um, &range))
}

fn way_behind(scope: &Scope<'_, '_>, um: usize, range: &Range<usize>) -> Option<Way> {
    let words = scope.words;
    let noun = (um + 1..range.end.min(um + 6)).find(|at| words.is_capitalised(*at))?;
    let named = |at: usize| {
        let lower = words.word(at).to_lowercase();
        let lower = lower.strip_suffix("es").or_else(|| lower.strip_suffix('s')).unwrap_or(&lower);
        scope.lexicon.flow_kinds.iter().find(|entry| entry.nouns.iter().any(|noun| lower.ends_with(&noun.to_lowercase()))).and_then(|entry| FlowKind::named(&entry.name))
    };
    let mut kind = named(noun)?;
    let carried = (noun + 1..range.end.min(noun + 5)).find(|at| words.is_capitalised(*at)).and_then(named);
    if kind == FlowKind::Submits && carried == Some(FlowKind::Reports) {
        kind = FlowKind::Reports;
    }
    let recipient = within(scope.bodies, noun + 1, noun + 4).first().filter(|body| words.is_one_of(body.start - 1, &["der", "des"]) && matches!(kind, FlowKind::Informs)).map(|body| body.body);
    let to: Vec<BodyId> = recipient.or(scope.conference).into_iter().collect();
    let deadline = deadline_in(scope, range.clone());
    (!to.is_empty()).then(|| Way { kind, trigger: words.span(noun, noun + 1), to, deadline, about: about(words, noun + 1..range.end) })
}
