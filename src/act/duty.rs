//! Duties laid on a body in a sentence of its own, without a verb of asking.

use super::bodies::{BodyAt, within};
use super::clause::{is_auxiliary, is_boundary, is_clause_final, is_main_verb, is_negated};
use super::coordination::coordinated;
use super::deadline::deadlines;
use super::flow::{Scope, Way, is_third_person, pattern_at, way_of, ways};
use super::participation::participants;
use super::read::Reading;
use super::told::participle_before;
use super::{Acts, FlowKind, Modality, Status};
use crate::lexicon::{FlowPattern, Slot, Words};
use crate::mention::BodyId;
use crate::text::{Listed, set};
use std::ops::Range;

const OUGHT: [Listed; 4] = set!["soll", "sollen", "sollte", "sollten"];
const FUTURE: [Listed; 4] = set!["wird", "werden", "hat", "haben"];
/// So many bodies back it is looked for who „diese“ is.
const NEAR: usize = 16;

impl Reading<'_, '_> {
    /// „Dieses soll zur Herbstkonferenz einen Bericht vorlegen“, „Das Sekretariat wird die Länder unterrichten“.
    pub(super) fn read_modal(&self, sentence: &Range<usize>, out: &mut Acts) {
        let words = self.words;
        let Some(modal) = sentence.clone().find(|at| {
            is_auxiliary(words, *at)
                && (words.is_one_of(*at, &OUGHT) || words.is_one_of(*at, &FUTURE))
                && words.nesting().depth(*at) == 0
        }) else {
            return;
        };
        if !is_main_verb(words, sentence, modal, false) {
            return;
        }
        let meant = self.spoken_of(sentence, modal, out);
        if !meant.is_empty() {
            // „Hierüber sollen sie die Länder unterrichten“
            let all = if words.is_one_of(modal, &set!["sollen", "sollten"]) { meant.len() } else { 1 };
            self.lay(meant.get(..all).unwrap_or(&meant), sentence.clone(), sentence, out, ways);
            return;
        }
        if self.read_modal_passive(sentence, modal, out) {
            return;
        }
        let from = self.opening_all(sentence, modal);
        if from.is_empty() {
            return;
        }
        // Of the future and of „hat … zu“ only the clause itself speaks.
        let clause = || (modal + 1..sentence.end).find(|at| is_boundary(words, *at)).unwrap_or(sentence.end);
        let end = if words.is_one_of(modal, &FUTURE) { clause() } else { sentence.end };
        self.lay(&from, modal + 1..end, sentence, out, ways);
    }

    /// „Die Ergebnisse sollen auch dem BMI übermittelt werden“: by whom the point asked before.
    fn read_modal_passive(&self, sentence: &Range<usize>, modal: usize, out: &mut Acts) -> bool {
        let words = self.words;
        let closes = |at: &usize| words.is_one_of(*at, &set!["werden"]) && is_clause_final(words, sentence, *at);
        let Some(last) = (modal + 2..sentence.end).find(closes).filter(|_| words.is_one_of(modal, &OUGHT)) else {
            return false;
        };
        if !is_negated(words, modal, last) && self.involve_passively(sentence, modal, last - 1, out) {
            return true;
        }
        let from = self.asked_before(out);
        let deadlines = deadlines(words, modal + 1..last, self.bodies, self.mentions);
        let scope = self.scope(&[], &deadlines, true);
        let found = participle_before(&scope, last).filter(|(_, pattern)| pattern.slot == Slot::Dative);
        let Some((kind, pattern)) = found.filter(|_| !from.is_empty() && !is_negated(words, modal, last)) else {
            return false;
        };
        let trigger = words.span(last - 1, last);
        let Some(way) = way_of(&scope, kind, pattern, modal + 1..last - 1, trigger) else { return false };
        let named = within(self.bodies, modal, last).iter().any(|body| way.to.contains(&body.body));
        if self.is_due_by(&way, sentence, out) {
            return true;
        }
        if named {
            self.send(&from, &way, Status::Requested, None, Modality::Asserted, self.sentence_span(sentence), out);
        }
        named
    }

    /// „Das Vorsitzland leitet den Beschluss der MPK zu“, „Das BMDV berichtet zur Herbstsitzung 2022“: what a resolution says
    /// in the present tense its chair does, or anybody by a certain time, it orders.
    pub(super) fn read_indicative(&self, sentence: &Range<usize>, out: &mut Acts) {
        let words = self.words;
        let second = sentence.end.min(sentence.start + 12);
        let Some(from) = self.opening(sentence, second) else { return };
        let patterns = || self.lexicon.flow_kinds.iter().flat_map(|kind| &kind.patterns);
        let may_be_verb = |at: usize| !words.is_capitalised(at) && words.word(at).ends_with(['t', 'n']);
        let verb = |at: &usize| may_be_verb(*at) && patterns().any(|pattern| is_finite(words, *at, pattern));
        let Some(finite) = (sentence.start + 1..second).find(verb) else { return };
        if self.opening(sentence, finite) != Some(from)
            || !is_main_verb(words, sentence, finite, false)
            || is_negated(words, finite, sentence.end)
        {
            return;
        }
        // „Das BMI informiert die IMK über diesen Beschluss“: nobody would know of it before.
        let of_decision = (finite + 1..sentence.end).any(|at| {
            words.is_one_of(at, &set!["diesen", "diesem", "dieses"]) && words.word(at + 1).starts_with("Beschl")
        });
        let chairs = self.mentions.bodies.get(from as usize).is_some_and(|body| body.kind == "kind/chair");
        self.lay(&[from], finite + 1..sentence.end, sentence, out, |scope, range| {
            let way = way_in_present(scope, finite, range);
            let ordered = |way: &Way| way.deadline.is_some() || chairs && way.kind != FlowKind::Reports || of_decision;
            way.filter(ordered).into_iter().collect()
        });
    }

    /// „Das BMJ hat über den Stand der Verhandlungen berichtet“: what the text says took place. Whoever reports in a sitting
    /// reports to it; of anything else the text must say to whom.
    pub(super) fn read_perfect(&self, sentence: &Range<usize>, out: &mut Acts) {
        let words = self.words;
        let has = |at: &usize| {
            is_auxiliary(words, *at) && words.is_one_of(*at, &set!["hat", "haben"]) && words.nesting().depth(*at) == 0
        };
        let Some(has) = sentence.clone().find(has).filter(|at| is_main_verb(words, sentence, *at, false)) else {
            return;
        };
        let Some(from) = self.opening(sentence, has) else { return };
        let all = self.opening_all(sentence, has);
        let closes = |at: &usize| words.word(*at).ends_with('t') && is_clause_final(words, sentence, *at);
        let Some(last) = (has + 1..sentence.end).find(closes).filter(|at| !is_negated(words, has, *at)) else { return };
        let scope = self.scope(&[], &[], true);
        let Some((kind, pattern)) = participle_before(&scope, last + 1) else { return };
        let named = within(self.bodies, has, last).iter().any(|body| body.body != from);
        let Some(way) = way_of(&scope, kind, pattern, has + 1..last, words.span(last, last + 1)) else { return };
        if named || way.kind == FlowKind::Reports {
            self.send(&all, &way, Status::Done, None, Modality::Asserted, self.sentence_span(sentence), out);
        }
    }

    /// „Sie wird sich im Herbst durch den AK V berichten lassen“: who lets another report wants to be told.
    pub(super) fn read_let(&self, sentence: &Range<usize>, out: &mut Acts) {
        let words = self.words;
        let find = |forms: &[Listed]| {
            sentence.clone().find(|at| words.is_one_of(*at, forms) && words.nesting().depth(*at) == 0)
        };
        let (Some(lets), Some(_)) = (find(&set!["lässt", "lassen"]), find(&set!["sich"])) else { return };
        let deadlines = deadlines(words, sentence.clone(), self.bodies, self.mentions);
        let scope = self.scope(&[], &deadlines, true);
        let (first, last) = if is_clause_final(words, sentence, lets) {
            (lets.saturating_sub(1), lets)
        } else {
            (lets + 1, sentence.end)
        };
        let told = (first..last)
            .find_map(|at| Some((at, pattern_at(&scope, at).filter(|(kind, _)| *kind != FlowKind::Asks)?)));
        let Some((verb, (kind, _))) = told.filter(|(at, _)| words.word(*at).ends_with('n')) else { return };
        let Some(agent) = within(self.bodies, sentence.start, verb).iter().find(|body| self.is_agent(body)) else {
            return;
        };
        let from: Vec<BodyId> =
            coordinated(words, agent, verb, self.bodies).into_iter().map(|(body, _)| body).collect();
        let way = Way {
            kind,
            trigger: words.span(verb, verb + 1),
            to: self.speaker.into_iter().collect(),
            from: Vec::new(),
            deadline: deadlines.first().map(|found| found.deadline),
            about: None,
        };
        self.send(&from, &way, Status::Requested, None, Modality::Asserted, self.sentence_span(sentence), out);
    }

    /// „Zur Herbstsitzung soll er berichten“: who was asked before, for the conference lays no duty on itself; „…; diese soll
    /// berichten“: the body named last that agrees.
    fn spoken_of(&self, clause: &Range<usize>, modal: usize, out: &Acts) -> Vec<BodyId> {
        let words = self.words;
        let stands = |pronouns: &[Listed]| {
            modal == clause.start + 1 && words.is_one_of(clause.start, pronouns) || words.is_one_of(modal + 1, pronouns)
        };
        if !words.is_one_of(modal, &OUGHT) {
            Vec::new()
        } else if stands(&set!["Er", "Sie", "er", "sie"]) {
            self.asked_before(out)
        } else if stands(&set!["diese", "dieser"]) {
            let masculine =
                words.is_one_of(clause.start, &set!["dieser"]) || words.is_one_of(modal + 1, &set!["dieser"]);
            let agrees = |body: &&BodyAt| {
                let known = self.mentions.bodies.get(body.body as usize);
                known.is_some_and(|body| body.is_masculine() == masculine && body.kind != "kind/land")
            };
            let last = within(self.bodies, 0, clause.start).iter().rev().take(NEAR).find(agrees);
            last.map(|body| body.body).into_iter().collect()
        } else {
            Vec::new()
        }
    }

    /// The body other than the conference that opens a sentence as its subject.
    pub(super) fn opening(&self, sentence: &Range<usize>, verb: usize) -> Option<BodyId> {
        let first = within(self.bodies, sentence.start, verb).first()?;
        // „Die Vertreterin des Landes Hessen hat …“
        let speakers = self.words.is_one_of(sentence.start + 1, &set!["Vertreter", "Vertreterin", "Vertreterinnen"]);
        let opens = first.start <= sentence.start + if speakers { 6 } else { 2 }
            && !self.words.is_one_of(first.start.saturating_sub(1), &set!["Den", "Dem", "den", "dem"])
            && !self.words.is_one_of(sentence.start, &set!["Gegenüber"]);
        Some(first.body).filter(|body| opens && Some(*body) != self.mentions.conference)
    }

    /// „Bayern und Hessen haben …“: all that open a sentence as its subject.
    fn opening_all(&self, sentence: &Range<usize>, verb: usize) -> Vec<BodyId> {
        let first =
            within(self.bodies, sentence.start, verb).first().filter(|_| self.opening(sentence, verb).is_some());
        let all = first.map_or_else(Vec::new, |first| coordinated(self.words, first, verb, self.bodies));
        all.into_iter().map(|(body, _)| body).collect()
    }

    fn lay(
        &self,
        from: &[BodyId],
        range: Range<usize>,
        sentence: &Range<usize>,
        out: &mut Acts,
        read: impl Fn(&Scope<'_, '_>, Range<usize>) -> Vec<Way>,
    ) {
        let deadlines = deadlines(self.words, range.clone(), self.bodies, self.mentions);
        let participants = participants(self.lexicon, self.words, range.clone(), self.bodies);
        let scope = self.scope(&participants, &deadlines, true);
        let own = self.note && self.speaker.is_some_and(|speaker| from.contains(&speaker));
        let status = if own { Status::Pledged } else { Status::Requested };
        for way in read(&scope, range) {
            self.send(from, &way, status, None, Modality::Asserted, self.sentence_span(sentence), out);
        }
    }
}

/// Second participle of a regular verb: `vorlegen` → `vorgelegt`, `berichten` → `berichtet`; and of those with a vowel of its own:
/// `übersenden` → `übersandt`, `einbeziehen` → `einbezogen`, `einbinden` → `eingebunden`.
pub(super) fn is_participle(pattern: &FlowPattern, word: &str) -> bool {
    const STRONG: [(&str, &str); 3] = [("sandt", "senden"), ("zogen", "ziehen"), ("bunden", "binden")];
    if !word.ends_with(['t', 'n']) {
        return false;
    }
    let Some(rest) = word.strip_prefix(pattern.prefix.as_str()) else { return false };
    let strong = || STRONG.iter().find(|(ending, _)| rest.ends_with(ending));
    if (rest.ends_with("dt") || rest.ends_with("en"))
        && let Some((ending, infinitive)) = strong()
    {
        let stem = rest.strip_suffix(ending).map(|stem| stem.strip_prefix("ge").unwrap_or(stem));
        let verb = pattern.infinitive.strip_prefix(pattern.prefix.as_str()).unwrap_or(&pattern.infinitive);
        return verb.strip_suffix(infinitive) == stem;
    }
    let verb = pattern.infinitive.strip_prefix(pattern.prefix.as_str()).unwrap_or(&pattern.infinitive);
    // „übermitteln“
    let Some(stem) = verb.strip_suffix("en").or_else(|| verb.strip_suffix('n')) else { return false };
    let rest = rest.strip_prefix("ge").unwrap_or(rest);
    rest.strip_prefix(stem).is_some_and(|ending| matches!(ending, "t" | "et"))
}

/// Whether a word is the third person of the pattern's verb, its prefix apart.
fn is_finite(words: &Words<'_>, at: usize, pattern: &FlowPattern) -> bool {
    let verb = pattern.infinitive.strip_prefix(pattern.prefix.as_str()).unwrap_or(&pattern.infinitive);
    is_third_person(verb, words.word(at))
}

/// The way of a finite verb whose complement and prefix close the clause.
fn way_in_present(scope: &Scope<'_, '_>, finite: usize, range: Range<usize>) -> Option<Way> {
    let words = scope.words;
    let closes = |pattern: &FlowPattern| {
        let mut at = range.start;
        let last = pattern
            .complement
            .iter()
            .map(String::as_str)
            .chain(Some(pattern.prefix.as_str()).filter(|word| !word.is_empty()));
        let mut closing = None;
        for word in last {
            let found = (at..range.end).find(|at| words.word(*at) == word && words.nesting().depth(*at) == 0)?;
            (at, closing) = (found + 1, Some(found));
        }
        Some(closing.is_none_or(|at| is_clause_final(words, &(0..range.end), at)))
    };
    let patterns =
        scope.lexicon.flow_kinds.iter().filter_map(|kind| Some((FlowKind::named(&kind.name)?, &kind.patterns)));
    let (kind, pattern) = patterns
        .flat_map(|(kind, patterns)| patterns.iter().map(move |pattern| (kind, pattern)))
        .filter(|(_, pattern)| is_finite(words, finite, pattern) && closes(pattern) == Some(true))
        .max_by_key(|(_, pattern)| pattern.complement.len() + pattern.prefix.len())?;
    way_of(scope, kind, pattern, range, words.span(finite, finite + 1))
}
