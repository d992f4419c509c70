//! Who is to inform whom: the infinitives of a request, seen from whom is asked.
//!
//! German object control: who is asked is the one who will do it. „bittet ihren Vorsitzenden, die VMK zu informieren“
//! (asks its chair to inform the VMK) makes a way from the chair to the VMK.

use super::bodies::{BodyAt, starting_at, within};
use super::clause::{is_boundary, is_clause_final, is_zu_infinitive, segment_start};
use super::deadline::DeadlineAt;
use super::recipient::{is_prepositional, recipients};
use super::{Deadline, FlowKind, Participant};
use crate::lexicon::{FlowPattern, Lexicon, Words};
use crate::mention::BodyId;
use crate::text::{Span, ends_like, set};
use std::ops::Range;

/// One way that information takes: without the sender, whom the request names.
#[derive(Clone, Debug)]
pub(super) struct Way {
    pub kind: FlowKind,
    pub trigger: Span,
    pub to: Vec<BodyId>,
    /// Who is to do it, where that is not who was asked: „das BMI zu bitten, den Ländern zu berichten“.
    pub from: Vec<BodyId>,
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

pub(super) const KINDS: [FlowKind; 6] =
    [FlowKind::Informs, FlowKind::Reports, FlowKind::Submits, FlowKind::Presents, FlowKind::Provides, FlowKind::Asks];

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

    pub(super) fn named(name: &str) -> Option<Self> {
        KINDS.into_iter().find(|kind| kind.name() == name)
    }
}

/// The ways that the infinitives within `range` ask for.
pub(super) fn ways(scope: &Scope<'_, '_>, range: Range<usize>) -> Vec<Way> {
    let words = scope.words;
    let mut ways: Vec<Way> = Vec::new();
    let mut asked: Vec<BodyId> = Vec::new();
    let (mut conjunct, mut previous, mut after_way) = (range.start, range.start..range.start, false);
    // A deadline that opens the group of infinitives holds for all of them.
    let shared: Option<Deadline> = opening_deadline(scope, &range);
    for at in range.clone() {
        let infinitive = is_zu_infinitive(words, at) || scope.bare && is_bare_infinitive(words, at, &range);
        if !infinitive && !is_demanded(words, at, &range) || words.nesting().depth(at) > 0 {
            continue;
        }
        // „um … zur Verfügung zu stellen“ says what for, and whoever does it is another.
        let purpose = words.is_one_of(segment_start(words, &range, at), &set!["um", "ohne", "anstatt"]);
        let found = pattern_at(scope, at);
        if !purpose && let Some((kind, pattern)) = found {
            let start = conjunct.max(at.saturating_sub(300)).max(subject_end(scope, infinitive, &range, at));
            let mut to = recipients(scope, pattern, kind, start..at, ways.last());
            // „die Länder zu beteiligen und zu unterrichten“: the infinitives share their object.
            if to.is_empty() && kind == FlowKind::Informs && words.is_one_of(conjunct, &set!["und", "sowie"]) {
                to = recipients(scope, pattern, kind, previous.clone(), None);
            }
            let kind = if kind == FlowKind::Submits && pattern.to_conference && carries_report(scope, start..at) {
                FlowKind::Reports
            } else if kind == FlowKind::Submits
                && (start..at).any(|at| is_bitte(words, at))
                && (start..at).any(|at| words.is_one_of(at, &set!["sich"]))
            {
                // „sich mit der Bitte an die SMK zu wenden, …“: nothing is sent but the request.
                FlowKind::Asks
            } else {
                kind
            };
            let own = deadline_in(scope, conjunct..at);
            // „die Studie zur Herbstsitzung zu erneuern und einen Bericht vorzulegen“: what is worked out by then is laid
            // before somebody by then; „in der Sitzung vorzustellen und …“ is a way of its own.
            let joined = (words.is_one_of(conjunct, &set!["und", "sowie"]) && !after_way)
                .then(|| deadline_in(scope, previous.clone()))
                .flatten();
            let deadline = own.or(shared).or(joined);
            let about = about(words, start..at);
            let trigger = words.span(at - usize::from(at > 0 && words.word(at - 1) == "zu"), at + 1);
            if (has_bitte(words, start..at) || is_bitte(words, at + 1)) && !to.is_empty() && kind != FlowKind::Asks {
                ways.push(Way { kind: FlowKind::Asks, trigger, to: to.clone(), from: Vec::new(), deadline, about });
            }
            // „…, und die Länder zu informieren“ is again for who was asked first.
            if (conjunct..at).any(|at| words.is(at, ',') && words.is_one_of(at + 1, &set!["und", "sowie"])) {
                asked.clear();
            }
            let from = asked.clone();
            // What follows the comma behind „ihn zu ersuchen“ is his to do.
            if kind == FlowKind::Asks && words.is(at + 1, ',') && !words.is_one_of(at + 2, &set!["und", "sowie"]) {
                asked.clone_from(&to);
            }
            // „dem AK II zur Frühjahrssitzung sowie der IMK zur Herbstsitzung zu berichten“: each by a time of his own.
            let (first, later) = later_way(scope, pattern, kind, conjunct..at, &to);
            if !to.is_empty() {
                let later = later.map(|(to, due)| (to, Some(due)));
                for (to, deadline) in [(first, deadline)].into_iter().chain(later) {
                    ways.push(Way { kind, trigger, to, from: from.clone(), deadline, about });
                }
            }
        }
        after_way = found.is_some();
        previous = conjunct..at;
        conjunct = at + 1;
    }
    ways
}

/// Whom of those named the infinitive reaches first, and whom later, by a second deadline that follows their name.
fn later_way(
    scope: &Scope<'_, '_>,
    pattern: &FlowPattern,
    kind: FlowKind,
    range: Range<usize>,
    to: &[BodyId],
) -> (Vec<BodyId>, Option<(Vec<BodyId>, Deadline)>) {
    let inside = scope.deadlines.partition_point(|deadline| deadline.at < range.start)
        ..scope.deadlines.partition_point(|deadline| deadline.at < range.end);
    let none = || (to.to_vec(), None);
    let Some([one, two]) = scope.deadlines.get(inside) else { return none() };
    let joined = (one.end..two.at).find(|at| scope.words.is_one_of(*at, &set!["sowie", "und"]));
    let Some(joined) = joined.filter(|at| !within(scope.bodies, *at, two.at).is_empty()) else { return none() };
    let first = recipients(scope, pattern, kind, range.start..one.end, None);
    let later = recipients(scope, pattern, kind, joined + 1..two.at, None);
    if first.is_empty() || later.is_empty() || first == later { none() } else { (first, Some((later, two.deadline))) }
}

/// The first deadline that starts within the tokens.
pub(super) fn deadline_in(scope: &Scope<'_, '_>, range: Range<usize>) -> Option<Deadline> {
    let first = scope.deadlines.partition_point(|deadline| deadline.at < range.start);
    scope.deadlines.get(first).filter(|deadline| deadline.at < range.end).map(|deadline| deadline.deadline)
}

fn opening_deadline(scope: &Scope<'_, '_>, range: &Range<usize>) -> Option<Deadline> {
    scope
        .deadlines
        .iter()
        .find(|deadline| deadline.at >= range.start)
        .filter(|deadline| {
            (range.start..deadline.at).all(|at| {
                is_boundary(scope.words, at)
                    || matches!(
                        scope.words.word(at),
                        "ihr" | "der" | "weiterhin" | "erneut" | "möglichst" | "spätestens"
                    )
                    || starting_at(scope.bodies, at).is_some()
            })
        })
        .map(|deadline| deadline.deadline)
}

/// An infinitive at the end of its clause, as modal verbs govern it.
pub(super) fn is_bare_infinitive(words: &Words<'_>, at: usize, range: &Range<usize>) -> bool {
    words.word(at).ends_with('n')
        && !words.is_capitalised(at)
        && (at + 1 >= range.end
            || is_boundary(words, at + 1)
            || words.is(at + 1, '.')
            || words.is_one_of(at + 1, &set!["und", "sowie"]))
}

/// The finite verb that closes „darum, dass …“: what is asked in the form of a clause.
fn is_demanded(words: &Words<'_>, at: usize, range: &Range<usize>) -> bool {
    // Few words close their clause, and each of them may.
    is_clause_final(words, range, at) && {
        let start = segment_start(words, range, at);
        start >= 2 && words.is_one_of(start, &set!["dass"]) && words.is_one_of(start - 2, &set!["darum", "dafür"])
    }
}

/// Behind the subject of „darum, dass der Bund …“, which is no recipient; an infinitive has none.
fn subject_end(scope: &Scope<'_, '_>, infinitive: bool, range: &Range<usize>, at: usize) -> usize {
    let start = segment_start(scope.words, range, at);
    let subject = (start + 1..start + 3).filter(|_| !infinitive).find_map(|at| starting_at(scope.bodies, at));
    subject.map_or(0, |subject| subject.end)
}

/// Third person of a regular verb, as it closes a subordinate clause: `vorlegen` → `vorlegt`, `berichten` → `berichtet`.
pub(super) fn is_third_person(infinitive: &str, word: &str) -> bool {
    // „übermitteln“, „erläutern“
    let stem = infinitive.strip_suffix("en").or_else(|| infinitive.strip_suffix('n'));
    stem.and_then(|stem| word.strip_prefix(stem)).is_some_and(|ending| matches!(ending, "t" | "et" | "en" | "n"))
}

/// The flow pattern whose verb stands at `at`, its complement right before it.
pub(super) fn pattern_at<'l>(scope: &Scope<'l, '_>, at: usize) -> Option<(FlowKind, &'l FlowPattern)> {
    let words = scope.words;
    let word = words.word(at);
    // Infinitives and third persons, and no other words.
    if !word.ends_with(['n', 't']) {
        return None;
    }
    let mut best: Option<(FlowKind, &FlowPattern)> = None;
    for entry in &scope.lexicon.flow_kinds {
        for pattern in &entry.patterns {
            if is_at(words, pattern, at, scope.bare)
                && best.is_none_or(|(_, best)| best.complement.len() < pattern.complement.len())
                && let Some(kind) = FlowKind::named(&entry.name)
            {
                best = Some((kind, pattern));
            }
        }
    }
    best
}

/// Whether the verb of a pattern stands at `at`, its complement right before it; `bare` infinitives count too.
pub(super) fn is_at(words: &Words<'_>, pattern: &FlowPattern, at: usize, bare: bool) -> bool {
    // An infinitive, with „zu“ in it or not, and its third person begin with the same letter.
    if !pattern.infinitive.chars().next().is_some_and(|first| words.starts_with(at, first)) {
        return false;
    }
    let word = words.word(at);
    let apart = at > 0 && words.is_one_of(at - 1, &set!["zu"]);
    let verb = word == pattern.with_zu
        || word == pattern.infinitive && (apart || bare)
        || is_third_person(&pattern.infinitive, word) && !apart;
    let before = at - usize::from(apart && word == pattern.infinitive);
    let start = before.checked_sub(pattern.complement.len());
    let direct = |start: usize| {
        pattern.complement.iter().zip(start..).all(|(word, at)| {
            words.word(at) == word || word.starts_with(char::is_uppercase) && ends_like(words.word(at), word)
        })
    };
    verb && (start.is_some_and(direct) || has_object(words, pattern, before))
}

/// „einen Bericht zum Ausbaustand zu erstatten“: the noun of the complement as an object with words of its own. What can be
/// given is too much for „geben“.
fn has_object(words: &Words<'_>, pattern: &FlowPattern, end: usize) -> bool {
    let [noun] = pattern.complement.as_slice() else { return false };
    let is_noun = noun.starts_with(char::is_uppercase) && pattern.infinitive != "geben";
    let object = |at: usize| {
        ends_like(words.word(at), noun)
            && (at.saturating_sub(4)..at).any(|at| words.is_one_of(at, &set!["einen", "den"]))
    };
    is_noun && (end.saturating_sub(40)..end).rev().take_while(|at| !is_boundary(words, *at)).any(object)
}

/// Whether the object of the conjunct is a report by name: „einen fortgeschriebenen Bericht“.
fn carries_report(scope: &Scope<'_, '_>, range: Range<usize>) -> bool {
    let words = scope.words;
    let nouns = scope.lexicon.flow_kinds.iter().flat_map(|entry| &entry.carries);
    range.clone().any(|at| {
        let word = words.word(at);
        let bare = word.trim_end_matches(['s', 'e', 'n']);
        let report = words.is_capitalised(at)
            && words.nesting().depth(at) == 0
            && nouns
                .clone()
                .any(|noun| ends_like(word, noun) || ends_like(bare, noun.trim_end_matches(['s', 'e', 'n'])));
        report && {
            let mut determiner = at;
            while determiner > range.start
                && determiner + 4 > at
                && words.token(determiner - 1).is_some_and(|token| token.is_word() && !token.is_capitalised())
            {
                determiner -= 1;
                if words.is_one_of(
                    determiner,
                    &set!["einen", "eine", "ein", "den", "die", "das", "ihren", "ihre", "seinen", "dessen"],
                ) {
                    break;
                }
            }
            // „im dritten Teil des Berichts“
            let genitive = words.is_one_of(determiner, &set!["des", "der"]);
            determiner < at && !genitive && !is_prepositional(words, determiner)
        }
    })
}

/// „mit der Bitte um Zustimmung“
fn has_bitte(words: &Words<'_>, range: Range<usize>) -> bool {
    range.into_iter().any(|at| is_bitte(words, at) && words.is_one_of(at + 3, &set!["um", "zu"]))
}

/// „…, zu übermitteln mit der Bitte, sich das Anliegen zu eigen zu machen“: what comes with something may stand behind the verb.
fn is_bitte(words: &Words<'_>, at: usize) -> bool {
    words.is_one_of(at, &set!["mit"]) && words.is_one_of(at + 1, &set!["der"]) && words.word(at + 2) == "Bitte"
}

/// The way of a finite verb, its object among the tokens of its clause.
pub(super) fn way_of(
    scope: &Scope<'_, '_>,
    kind: FlowKind,
    pattern: &FlowPattern,
    range: Range<usize>,
    trigger: Span,
) -> Option<Way> {
    let to = recipients(scope, pattern, kind, range.clone(), None);
    let report = kind == FlowKind::Submits && pattern.to_conference && carries_report(scope, range.clone());
    let kind = if report { FlowKind::Reports } else { kind };
    let deadline = deadline_in(scope, range.clone());
    (!to.is_empty()).then(|| Way { kind, trigger, to, from: Vec::new(), deadline, about: about(scope.words, range) })
}

/// What it is about: „über diesen Beschluss“, „zum Sachstand“.
pub(super) fn about(words: &Words<'_>, range: Range<usize>) -> Option<Span> {
    let start = range.clone().find(|at| {
        words.is_one_of(*at, &set!["über", "zum", "zur", "von"])
            && words.nesting().depth(*at) == 0
            && !words.word(at + 1).contains("sitzung")
            && !words.word(at + 1).contains("konferenz")
            && words.word(at + 1) != "Kenntnis"
            && words.word(at + 1) != "Verfügung"
    })?;
    let verb = |at: usize| {
        words.is_one_of(at, &set!["zu"])
            || words.is_one_of(at, &set!["in", "zur"]) && words.is_one_of(at + 1, &set!["Kenntnis", "Verfügung"])
    };
    let end = (start + 1..range.end).find(|at| is_boundary(words, *at) || verb(*at)).unwrap_or(range.end);
    (end > start + 1).then(|| words.span(start, end))
}
