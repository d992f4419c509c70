//! What a clause in passing tells was brought from one to another, „den das BMJ den Ländern zugeleitet hat“, or is to be: „der
//! den Ländern zugeleitet werden soll“; and what somebody is thanked for having brought.

use super::bodies::{BodyAt, starting_at, within};
use super::clause::{is_boundary, is_clause_final, is_preposition, is_subordinate, segment_start};
use super::coordination::coordinated;
use super::deadline::deadlines;
use super::duty::is_participle;
use super::flow::{Scope, Way, pattern_at, way_of};
use super::noun::way_behind;
use super::read::Reading;
use super::{Act, Acts, FlowKind, Modality, Status};
use crate::lexicon::{FlowPattern, Slot};
use crate::mention::BodyId;
use crate::text::{Span, WordClass, ends_like, set};
use std::ops::Range;

impl Reading<'_, '_> {
    /// „die die Kommission ihr im Oktober vorgestellt hat“, „dass das BMJ die Länder unterrichtet hat“: a perfect that closes a
    /// subordinate clause, its subject right behind the word that opens it, and its recipient named; „Bayern und Hessen, die
    /// berichtet haben“: the relative pronoun stands for its subject.
    pub(super) fn read_told(&self, sentence: &Range<usize>, out: &mut Acts) {
        let words = self.words;
        for has in sentence.clone().skip(2) {
            if !words.may_be(has, WordClass::AUXILIARY)
                || !words.is_one_of(has, &set!["hat", "haben", "hatte", "hatten"])
                || words.nesting().depth(has) > 0
                || !is_clause_final(words, sentence, has)
            {
                continue;
            }
            let scope = self.scope(&[], &[], true);
            let start = segment_start(words, sentence, has);
            let last = has - 1;
            let Some((kind, pattern)) = participle_before(&scope, has).filter(|(kind, pattern)| {
                (pattern.slot == Slot::Dative || *kind == FlowKind::Informs)
                    && start > sentence.start
                    && is_subordinate(words, start, true)
            }) else {
                continue;
            };
            let first = within(self.bodies, start + 1, last).iter().find(|body| !self.is_pronoun(body));
            let behind = first.filter(|body| self.is_subject_behind(start, body, has));
            let (from, after, related) = match behind {
                Some(body) => {
                    let list = coordinated(words, body, last, self.bodies);
                    let after = within(self.bodies, start, last)
                        .iter()
                        .rfind(|body| list.iter().any(|(_, span)| *span == body.span));
                    (list.iter().map(|(body, _)| *body).collect(), after.map_or(body.end, |last| last.end), false)
                }
                None => (self.antecedents(start, has), start + 1, true),
            };
            if from.is_empty() {
                continue;
            }
            let ours = (start + 1..last).any(|at| self.is_told_as(&pattern.slot, at) && !words.is_capitalised(at + 1));
            let named = within(self.bodies, after, last);
            let trigger = words.span(last, has);
            let way = if ours {
                let to = self.mentions.conference.into_iter().collect();
                Some(Way { kind, trigger, to, from: Vec::new(), deadline: None, about: None })
            } else {
                let way = way_of(&scope, kind, pattern, after..last, trigger);
                // Whoever reports in a sitting reports to it; of anything else the text must say to whom.
                let reports = related && kind == FlowKind::Reports;
                way.filter(|way| reports || named.iter().any(|body| way.to.contains(&body.body)))
            };
            let Some(way) = way else { continue };
            self.send(&from, &way, Status::Done, None, Modality::Asserted, self.sentence_span(sentence), out);
        }
    }

    /// „dankt dem BKA für die Vorstellung seines Programms“: who is thanked for bringing something has brought it.
    pub(super) fn read_thanked(&self, sentence: &Range<usize>, first_act: usize, out: &mut Acts) {
        let words = self.words;
        let position = |span: Span| words.tokens().partition_point(|token| token.span.start < span.start);
        let mut thanked: Vec<(u32, BodyId, usize)> = (0u32..)
            .zip(&out.acts)
            .skip(first_act)
            .filter(|(_, act)| act.modality == Modality::Asserted && self.is_kind(act, "thanks"))
            .flat_map(|(id, act)| act.addressees.iter().map(move |(body, span)| (id, *body, position(*span))))
            .collect();
        // „dem Bundesministerium für Wirtschaft“
        let in_name = |at: usize| within(self.bodies, at.saturating_sub(12), at).iter().any(|body| body.end > at);
        thanked.sort_by_key(|(act, _, at)| (*act, *at));
        let scope = self.scope(&[], &[], false);
        // From behind, so that those of one list share what they are thanked for.
        let (mut way, mut end, mut of) = (None, sentence.end, None);
        for (act, from, at) in thanked.into_iter().rev() {
            if of != Some(act) {
                (way, of) = (None, Some(act));
                end = (at..sentence.end).find(|at| is_boundary(words, *at)).unwrap_or(sentence.end);
            }
            let for_it = |at: &usize| words.is_one_of(*at, &set!["für"]) && words.nesting().depth(*at) == 0;
            if let Some(for_it) = (at..end).find(|at| for_it(at) && !in_name(*at)) {
                // A report that it is thanked for is one of the reports, with an author of its own.
                let brought = |way: &Way| !ends_like(way.trigger.of(words.text()), "Bericht");
                way = way_behind(&scope, for_it, &(for_it..end)).filter(brought);
            }
            if let Some(way) = &way {
                self.send(&[from], way, Status::Done, Some(act), Modality::Asserted, self.sentence_span(sentence), out);
            }
            end = at;
        }
    }

    /// „einen Entwurf, der den Ländern zugeleitet werden soll“: what is asked for is to be brought by who is asked.
    pub(super) fn read_asked_for(&self, sentence: &Range<usize>, first_act: usize, out: &mut Acts) {
        let words = self.words;
        if out.acts.len() == first_act {
            return;
        }
        let ought = |at: &usize| {
            words.may_be(*at, WordClass::AUXILIARY)
                && words.is_one_of(*at, &set!["soll", "sollen"])
                && words.is_one_of(*at - 1, &set!["werden"])
                && words.nesting().depth(*at) == 0
                && is_clause_final(words, sentence, *at)
        };
        let Some(ought) = sentence.clone().skip(3).find(ought) else { return };
        let start = segment_start(words, sentence, ought);
        let relative = words.is_one_of(start, &set!["der", "die", "das", "welcher", "welche", "welches"]);
        let deadlines = deadlines(words, start + 1..ought, self.bodies, self.mentions);
        let scope = self.scope(&[], &deadlines, true);
        let found = participle_before(&scope, ought - 1).filter(|(_, pattern)| pattern.slot == Slot::Dative);
        let Some((kind, pattern)) = found.filter(|_| relative && start > sentence.start) else { return };
        let asking = |act: &Act| {
            let asks = ["requests", "commissions", "demands"].iter().any(|name| self.is_kind(act, name));
            asks && act.modality == Modality::Asserted && act.trigger.start < words.span(start, ought).start
        };
        let Some(act) = out.acts.iter().skip(first_act).rposition(asking).map(|at| at + first_act) else { return };
        let from: Vec<BodyId> = out.acts[act].addressees.iter().map(|(body, _)| *body).collect();
        let trigger = words.span(ought - 2, ought - 1);
        let way = way_of(&scope, kind, pattern, start + 1..ought - 2, trigger);
        let named = within(self.bodies, start + 1, ought);
        let Some(way) = way.filter(|way| named.iter().any(|body| way.to.contains(&body.body))) else { return };
        out.acts[act].deadline = out.acts[act].deadline.or(way.deadline);
        let (act, span) = (u32::try_from(act).ok(), self.sentence_span(sentence));
        self.send(&from, &way, Status::Requested, act, Modality::Asserted, span, out);
    }

    /// „erwartet von der Bundesregierung, dass sie die Länder unterrichtet“: who is expected to tell whom.
    pub(super) fn read_expected(&self, sentence: &Range<usize>, first_act: usize, out: &mut Acts) {
        let words = self.words;
        let expects = |act: &Act| act.modality == Modality::Asserted && self.is_kind(act, "expects");
        let Some(act) = out.acts.iter().skip(first_act).position(expects).map(|at| at + first_act) else { return };
        let verb = words.tokens().partition_point(|token| token.span.start < out.acts[act].trigger.start);
        let Some(dass) = (verb + 1..sentence.end).find(|at| words.is_one_of(*at, &set!["dass"])) else { return };
        let named =
            (dass + 1..dass + 3).find_map(|at| starting_at(self.bodies, at)).filter(|body| !self.is_pronoun(body));
        let pointed = words.is_one_of(dass + 1, &set!["sie", "es", "er", "diese", "dieser", "dieses"]);
        let of_whom = || within(self.bodies, verb, dass).last().filter(|body| pointed && self.is_author(body));
        let Some(from) = named.or_else(of_whom) else { return };
        let start = named.map_or(dass + 2, |body| body.end);
        let told = |at: usize| {
            let closes = is_clause_final(words, sentence, at) && words.nesting().depth(at) == 0;
            let found = closes.then(|| pattern_at(&self.scope(&[], &[], true), at)).flatten();
            let found = found.filter(|(kind, _)| !matches!(kind, FlowKind::Provides | FlowKind::Asks));
            found.map(|(kind, pattern)| (at, kind, pattern))
        };
        let mut clause = (start..sentence.end).take_while(|at| !is_boundary(words, *at));
        let Some((last, kind, pattern)) = clause.find_map(told) else { return };
        let deadlines = deadlines(words, start..last, self.bodies, self.mentions);
        let scope = self.scope(&[], &deadlines, true);
        let Some(way) = way_of(&scope, kind, pattern, start..last, words.span(last, last + 1)) else { return };
        let (act, span) = (u32::try_from(act).ok(), self.sentence_span(sentence));
        self.send(&[from.body], &way, Status::Requested, act, Modality::Asserted, span, out);
    }

    /// Those right before a relative clause whose pronoun is its subject, as far as the verb agrees in number.
    fn antecedents(&self, start: usize, has: usize) -> Vec<BodyId> {
        let words = self.words;
        let Some(comma) = start.checked_sub(1).filter(|at| words.is(*at, ',')) else { return Vec::new() };
        let subject = words.is_one_of(start, &set!["der", "die", "das", "welche", "welcher", "welches"]);
        let near = within(self.bodies, comma.saturating_sub(30), comma);
        let Some(last) = near.last().filter(|body| subject && body.end == comma) else { return Vec::new() };
        if words.is_one_of(has, &set!["hat", "hatte"]) {
            return if self.is_plural(last) { Vec::new() } else { vec![last.body] };
        }
        let list = near.iter().map(|first| coordinated(words, first, comma, self.bodies));
        let list = list.into_iter().find(|list| list.last().is_some_and(|(_, span)| *span == last.span));
        let list: Vec<BodyId> = list.into_iter().flatten().map(|(body, _)| body).collect();
        if list.len() > 1 || self.is_plural(last) { list } else { Vec::new() }
    }

    /// „die Länder“, „den Ermittlungsbehörden“, but „die Feuerwehr“ (the fire brigades, as one)
    fn is_plural(&self, body: &BodyAt) -> bool {
        let collective =
            self.mentions.bodies.get(body.body as usize).is_some_and(|body| body.kind == "kind/collective");
        let name = self.words.word(body.end - 1);
        collective && (name.ends_with('n') || name.ends_with("er"))
    }

    /// Whether the pronoun stands for the conference in the case that the verb asks for.
    fn is_told_as(&self, slot: &Slot, at: usize) -> bool {
        match slot {
            Slot::Accusative => self.words.word(at) == if self.is_him() { "ihn" } else { "sie" },
            _ => self.is_told(at),
        }
    }

    /// Whether the pronoun in the dative stands for the conference.
    pub(super) fn is_told(&self, at: usize) -> bool {
        let pronouns = if self.is_him() { &set!["ihm"][..] } else { &set!["ihr", "ihnen"][..] };
        self.words.is_one_of(at, pronouns)
    }

    /// Whether a body stands as the subject behind the word at `start` that opens the clause, but for pronouns: „, das ihr das BBK“.
    /// „das der IMK“ has none: a feminine „der“ is a dative; nor has „das die Länder … hat“, nor „die das BMI … haben“.
    fn is_subject_behind(&self, start: usize, body: &BodyAt, has: usize) -> bool {
        let words = self.words;
        let near = body.start <= start + 4;
        let known = self.mentions.bodies.get(body.body as usize);
        let feminine = known.is_some_and(|body| body.kind == "kind/conference" && !body.is_masculine())
            && words.is_one_of(body.start - 1, &set!["der"])
            && body.start - 1 > start;
        let apart = if words.is_one_of(has, &set!["hat", "hatte"]) {
            self.is_plural(body)
        } else {
            words.is_one_of(body.start - 1, &set!["das"]) && coordinated(words, body, has, self.bodies).len() == 1
        };
        near && !feminine
            && !apart
            && (start + 1..body.start).all(|at| {
                words.is_one_of(
                    at,
                    &set!["der", "die", "das", "ihr", "ihm", "ihnen", "Land", "diese", "dieser", "dieses"],
                )
            })
            && !is_preposition(words, start)
    }

    /// Whether a pronoun is all that names the body.
    fn is_pronoun(&self, body: &BodyAt) -> bool {
        body.end == body.start + 1
            && self.words.is_one_of(body.start, &set!["ihr", "ihm", "ihnen", "sie", "er", "es", "Sie", "Er", "Es"])
    }
}

/// The pattern whose participle stands before the auxiliary, its complement right before it: „zur Verfügung gestellt hat“.
pub(super) fn participle_before<'l>(scope: &Scope<'l, '_>, auxiliary: usize) -> Option<(FlowKind, &'l FlowPattern)> {
    let words = scope.words;
    let last = auxiliary.checked_sub(1)?;
    let complete = |pattern: &&FlowPattern| {
        let before = last.checked_sub(pattern.complement.len()).map(|start| start..last);
        is_participle(pattern, words.word(last))
            && before.is_some_and(|before| before.map(|at| words.word(at)).eq(&pattern.complement))
    };
    let mut kinds = scope.lexicon.flow_kinds.iter();
    kinds.find_map(|kind| Some((FlowKind::named(&kind.name)?, kind.patterns.iter().find(complete)?)))
}
