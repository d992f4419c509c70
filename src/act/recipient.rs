//! To whom: the object of a flow's verb in the case that the verb asks for.

use super::Due;
use super::FlowKind;
use super::bodies::{BodyAt, within};
use super::clause::{is_boundary, is_preposition, is_zu_infinitive};
use super::coordination::coordinated;
use super::flow::{Scope, Way, deadline_in};
use crate::lexicon::{FlowPattern, Slot, Words};
use crate::mention::BodyId;
use crate::text::{Listed, set};
use std::ops::Range;

/// To whom, within one conjunct: the object in the case that the verb asks for; else whom the infinitive before named; else
/// the conference, where that goes without saying.
pub(super) fn recipients(
    scope: &Scope<'_, '_>,
    pattern: &FlowPattern,
    kind: FlowKind,
    range: Range<usize>,
    before: Option<&Way>,
) -> Vec<BodyId> {
    let words = scope.words;
    let free = |body: &&BodyAt| {
        !scope.participants.iter().any(|participant| participant.span == body.span)
            && words.nesting().depth(body.start) == 0
    };
    let inside = within(scope.bodies, range.start, range.end);
    // „dem DFB und der SMK zuzuleiten und Letztere um Prüfung zu ersuchen“: the last of those whom the infinitive before named.
    let latter = |at: usize| words.word(at).get(1..).is_some_and(|word| word.starts_with("etztere"));
    if let Some(last) = before.and_then(|before| before.to.last()).filter(|_| range.clone().any(latter)) {
        return vec![*last];
    }
    let first = match &pattern.slot {
        Slot::Dative => inside
            .iter()
            .filter(free)
            .filter(|body| is_dative(words, body) && !is_in_genitive(words, body.start))
            .min_by_key(|body| {
                if is_attribute(words, body.start) { (true, usize::MAX - body.start) } else { (false, body.start) }
            })
            .or_else(|| after_preposition(words, inside, &["an", "gegenüber"]))
            // „im AK BP vorstellen“
            .or_else(|| after_preposition(words, inside, &["im", "in"]).filter(|_| kind == FlowKind::Presents)),
        // „bei der KMK anzuregen“, „gegenüber der KMK anzuregen“
        Slot::Preposition(preposition) if preposition == "bei" => {
            after_preposition(words, inside, &[preposition, "gegenüber"])
        }
        Slot::Preposition(preposition) => after_preposition(words, inside, &[preposition]),
        Slot::Accusative | Slot::Nominative | Slot::None => {
            inside.iter().filter(free).find(|body| is_accusative(words, body, range.start))
        }
    };
    // „nach den Vorschriften der Länder zu prüfen und ihr zu berichten“: a genitive gives way to the pronoun in the dative.
    let told = |at: usize| words.is_one_of(at, pronouns(scope).1) && !words.is_capitalised(at + 1);
    let told = || pattern.slot == Slot::Dative && range.clone().any(told);
    if let Some(first) = first.filter(|first| !is_attribute(words, first.start) || !told()) {
        // Of „der VMK und der BMK“ the search may have met the last.
        let first = inside
            .iter()
            .find(|body| {
                coordinated(words, body, range.end, scope.bodies).iter().any(|(_, span)| *span == first.span)
                    && same_case(words, body, first)
            })
            .unwrap_or(first);
        let list = coordinated(words, first, range.end, scope.bodies).into_iter().map(|(body, _)| body);
        return beside_pronoun(scope, &pattern.slot, first).into_iter().chain(list).collect();
    }
    // „diese darum zu ersuchen“: whom the infinitive before named.
    if let Some(before) = before.filter(|_| {
        matches!(pattern.slot, Slot::Accusative)
            && range.clone().any(|at| words.is_one_of(at, &set!["diese", "diesen"]) && !words.is_capitalised(at + 1))
    }) {
        return before.to.clone();
    }
    let (object, _) = pronouns(scope);
    let stands = |at: usize| (words.word(at) == object || words.word(at) == "diese") && !words.is_capitalised(at + 1);
    let named = matches!(pattern.slot, Slot::Accusative) && range.clone().any(stands);
    // „den Ländern den Entwurf vorzulegen und sie zu informieren“: whom the infinitive before named.
    if let Some(before) =
        before.filter(|_| named && object == "sie" && words.is_one_of(range.start, &set!["und", "sowie"]))
    {
        return before.to.clone();
    }
    if named && !scope.they.is_empty() {
        return scope.they.to_vec();
    }
    // „den Ländern Einblick zu geben und ihnen die Daten mitzuteilen“
    let theirs = range.clone().any(|at| words.is_one_of(at, &set!["ihnen"])) && pattern.slot == Slot::Dative;
    if let Some(named) = in_plural(scope, range.start).filter(|_| theirs) {
        return vec![named];
    }
    // „die Länder zu unterrichten und ihnen die Daten zu übermitteln“
    let them = |at: usize| words.is_one_of(at, &set!["ihnen"]) && pattern.slot == Slot::Dative;
    if let Some(before) = before.filter(|before| !before.to.is_empty() && range.clone().any(them)) {
        return before.to.clone();
    }
    // „den Rat zu informieren und ihm den Bericht zuzuleiten“, where the conference is no „er“.
    let him = |at: usize| words.is_one_of(at, &set!["ihm"]) && pattern.slot == Slot::Dative && !scope.him;
    if let Some(before) = before.filter(|before| !before.to.is_empty() && range.clone().any(him)) {
        return before.to.clone();
    }
    // „den Entwurf mit dem Ausschuss zu überarbeiten und ihn diesem vor der Befassung zuzuleiten“: the body named last before.
    let this = |at: &usize| {
        words.is_one_of(*at, &set!["dieser", "diesem"])
            && (is_preposition(words, at + 1) || is_zu_infinitive(words, at + 1))
            && !is_prepositional(words, *at)
    };
    if let Some(this) = range.clone().find(this).filter(|_| pattern.slot == Slot::Dative) {
        let other = |body: &&BodyAt| Some(body.body) != scope.conference;
        let last = within(scope.bodies, this.saturating_sub(60), this).iter().rfind(other);
        return last.map(|body| body.body).into_iter().collect();
    }
    if told() {
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
    let to_conference = pattern.to_conference
        || scope.lexicon.flow_kinds.iter().any(|entry| entry.name == kind.name() && entry.to_conference);
    scope.conference.filter(|_| to_conference).into_iter().collect()
}

/// What stands for the conference as an object, in the accusative and in the dative.
fn pronouns(scope: &Scope<'_, '_>) -> (&'static str, &'static [Listed]) {
    if scope.him { ("ihn", &set!["ihm"]) } else { ("sie", &set!["ihr", "ihnen"]) }
}

/// „ihr und der GMK zu berichten“: the conference, where a pronoun is coordinated with the first recipient.
fn beside_pronoun(scope: &Scope<'_, '_>, slot: &Slot, first: &BodyAt) -> Option<BodyId> {
    let words = scope.words;
    let joint = article_of(words, first.start).unwrap_or(first.start).checked_sub(1)?;
    let (object, dative) = pronouns(scope);
    let stands = |at| match slot {
        Slot::Dative => words.is_one_of(at, dative),
        _ => words.word(at) == object,
    };
    scope
        .conference
        .filter(|_| words.is_one_of(joint, &set!["und", "sowie"]) && joint.checked_sub(1).is_some_and(stands))
}

/// The body in the dative plural that the infinitives before named last.
fn in_plural(scope: &Scope<'_, '_>, end: usize) -> Option<BodyId> {
    let words = scope.words;
    let plural = |body: &&BodyAt| {
        // „die Landesjustizverwaltungen einzubeziehen und ihnen …“
        let accusative = || words.word(body.end - 1).ends_with("en") || words.word(body.end - 1).ends_with("Länder");
        article_of(words, body.start).is_some_and(|at| {
            words.is_one_of(at, &set!["den"]) && is_dative(words, body)
                || words.is_one_of(at, &set!["die"]) && accusative()
        })
    };
    within(scope.bodies, end.saturating_sub(40), end).iter().rfind(plural).map(|body| body.body)
}

fn same_case(words: &Words<'_>, one: &BodyAt, other: &BodyAt) -> bool {
    one.start > 0 && other.start > 0 && words.word(one.start - 1) == words.word(other.start - 1)
}

pub(super) fn after_preposition<'b>(
    words: &Words<'_>,
    bodies: &'b [BodyAt],
    prepositions: &[&str],
) -> Option<&'b BodyAt> {
    bodies.iter().find(|body| {
        let article = body
            .start
            .checked_sub(1)
            .filter(|at| words.is_one_of(*at, &set!["die", "den", "das", "der", "dem", "alle"]));
        article
            .and_then(|at| at.checked_sub(1))
            .or(body.start.checked_sub(1))
            .is_some_and(|at| prepositions.contains(&words.word(at)))
    })
}

/// „der IMK“, „dem Bund“, „den Ländern“: an article that may be a dative, no preposition before it.
pub(super) fn is_dative(words: &Words<'_>, body: &BodyAt) -> bool {
    let Some(article) = article_of(words, body.start) else { return false };
    let plural = words
        .span(body.start, body.end)
        .of(words.text())
        .split_whitespace()
        .next()
        .is_some_and(|word| word.ends_with('n'));
    let fits = words.is_one_of(article, &set!["dem", "der", "ihrem"])
        || words.is_one_of(article, &set!["den", "allen"]) && plural;
    fits && !is_prepositional(words, article)
}

pub(super) fn is_accusative(words: &Words<'_>, body: &BodyAt, start: usize) -> bool {
    match article_of(words, body.start) {
        Some(article) => {
            words.is_one_of(article, &set!["die", "den", "das", "ihren", "alle", "diese"])
                && !is_prepositional(words, article)
        }
        None => body.start > start && !is_prepositional(words, body.start) && !is_attribute(words, body.start),
    }
}

fn article_of(words: &Words<'_>, start: usize) -> Option<usize> {
    let mut before = start.checked_sub(1)?;
    // „der 48. ACK“
    if words.is(before, '.') && before >= 2 && words.token(before - 1).is_some_and(crate::text::Token::is_number) {
        before -= 2;
    }
    let is_article = |at: usize| {
        words.is_one_of(
            at,
            &set!["der", "die", "das", "den", "dem", "des", "ihren", "ihrem", "ihrer", "alle", "allen", "diese"],
        )
    };
    if is_article(before) {
        return Some(before);
    }
    // „dem Land Hessen“
    if words.is_one_of(before, &set!["Land", "Freistaat"]) {
        return before.checked_sub(1).filter(|at| is_article(*at));
    }
    // One attribute may stand between: „die beteiligten Länder“; or more, closed by a participle: „den an der Vereinbarung
    // beteiligten Ländern“.
    let attribute = words.token(before).is_some_and(|token| token.is_word() && !token.is_capitalised());
    let close = before.checked_sub(1).filter(|at| attribute && is_article(*at));
    close.or_else(|| {
        let participle = attribute && ["ten", "enen"].iter().any(|ending| words.word(before).ends_with(ending));
        let opens = |at: &usize| is_article(*at) && is_preposition(words, at + 1);
        let far = before.saturating_sub(10)..before.saturating_sub(2);
        far.rev().take_while(|at| !is_boundary(words, *at)).find(opens).filter(|_| participle)
    })
}

pub(super) fn is_prepositional(words: &Words<'_>, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| is_preposition(words, before))
}

/// Whether a noun right before makes the phrase its genitive attribute. „diesen Beschluss“ takes none: it is the
/// conference's own.
fn is_attribute(words: &Words<'_>, start: usize) -> bool {
    let article = article_of(words, start).unwrap_or(start);
    // „die Daten den Ländern“ is no genitive.
    if words.is_one_of(article, &set!["den", "dem"]) {
        return false;
    }
    let Some(noun) = article.checked_sub(1).filter(|noun| words.is_capitalised(*noun)) else { return false };
    !noun.checked_sub(1).is_some_and(|before| words.is_one_of(before, &set!["diesen", "dieser", "dieses"]))
}

/// „nach Maßgabe des Beschlusses der MPK“: the attribute of a noun that is itself in the genitive.
fn is_in_genitive(words: &Words<'_>, start: usize) -> bool {
    let article = article_of(words, start).unwrap_or(start);
    // „unter Einbeziehung des BfV dem AK IV“: a dative is nobody's attribute.
    article >= 2
        && words.is_capitalised(article - 1)
        && words.is_one_of(article - 2, &set!["des"])
        && !words.is_one_of(article, &set!["dem"])
}
