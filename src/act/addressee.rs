//! Whom an act addresses where the verb itself does not say so, or not of all.

use super::bodies::{BodyAt, starting_at, within};
use super::clause::{clause_start, is_clause_final};
use super::coordination::coordinated;
use super::deadline::deadlines;
use super::flow::{Scope, Way, ways};
use super::participation::participants;
use super::read::Reading;
use super::verb::Verb;
use super::{Act, Acts, Participant, Role};
use crate::lexicon::ActKind;
use crate::mention::{Body, BodyId, MentionKind};
use crate::text::{Listed, Span, set};
use std::ops::Range;

/// So many bodies back it is looked for whom „das Land“ or a pronoun means.
const NEAR: usize = 16;

impl Reading<'_, '_> {
    /// „bittet darum, dass der Bund …“: nobody is addressed, but who is to do it is named.
    pub(super) fn demanded(&self, verb: &Verb<'_>) -> Option<BodyId> {
        let words = self.words;
        let dass = (verb.at + 1..verb.end).find(|at| words.is_one_of(*at, &set!["dass"]))?;
        let subject = (dass + 1..dass + 3).find_map(|at| starting_at(self.bodies, at))?;
        let nominative = words.is_one_of(subject.start - 1, &set!["der", "die", "das", "dass"]);
        nominative.then_some(subject.body)
    }

    /// „beauftragt den Ausschuss, …; er wird ferner gebeten, …“: whom the sentence asked before.
    pub(super) fn asked_again(
        &self,
        sentence: &Range<usize>,
        verb: &Verb<'_>,
        before: &[Act],
    ) -> Option<(BodyId, Span)> {
        let clause = clause_start(self.words, sentence, verb.finite);
        let pronoun = clause.max(verb.finite.saturating_sub(1));
        let stands =
            clause > sentence.start && self.words.is_one_of(pronoun, &set!["er", "sie", "es", "dieser", "diese"]);
        let asked = before.iter().rev().find_map(|act| act.addressees.first()).map(|(body, _)| *body);
        let meant = asked.or_else(|| self.opened_as(sentence, pronoun)).filter(|_| stands)?;
        Some((meant, self.words.span(pronoun, pronoun + 1)))
    }

    /// „Das BKA hat berichtet; es wird gebeten, …“: the subject that opens the sentence, where its article agrees with the pronoun.
    fn opened_as(&self, sentence: &Range<usize>, pronoun: usize) -> Option<BodyId> {
        let article = match self.words.word(pronoun) {
            "es" => "Das",
            "er" | "dieser" => "Der",
            _ => "Die",
        };
        let opens = starting_at(self.bodies, sentence.start + 1)?;
        (self.words.word(sentence.start) == article && Some(opens.body) != self.speaker).then_some(opens.body)
    }

    /// „Die Arbeitsgruppe soll einen Bericht vorlegen. Sie wird gebeten, …“: nobody asks himself, so the pronoun stands for
    /// the subject of the sentence before, or for who was asked there: „Hierüber möge sie die Länder unterrichten“.
    pub(super) fn spoken_of_before(&self, sentence: &Range<usize>, verb: &Verb<'_>, out: &Acts) -> Vec<(BodyId, Span)> {
        let words = self.words;
        let Some(pronoun) =
            (sentence.start..verb.finite + 2).find(|at| words.is_one_of(*at, &set!["Sie", "Er", "Es", "sie", "er"]))
        else {
            return Vec::new();
        };
        let Some(before) = words.sentences().iter().rev().find(|other| other.end <= sentence.start) else {
            return Vec::new();
        };
        let subject = within(self.bodies, before.start, before.end)
            .iter()
            .find(|body| Some(body.body) != self.speaker && body.start <= before.start + 2);
        let nominative = |subject: &&BodyAt| {
            subject.start == before.start
                || words.is_one_of(before.start, &set!["Die", "Der", "Das", "Diese", "Dieser", "Dieses"])
        };
        let subject = subject.filter(nominative).map(|subject| subject.body);
        let asked = if words.is_one_of(pronoun, &set!["Es"]) { Vec::new() } else { self.asked_before(out) };
        // „BMI und IMK werden gebeten, …. Sie mögen …“
        let meant = match subject {
            Some(subject) if !asked.contains(&subject) => vec![subject],
            _ => asked,
        };
        meant.into_iter().map(|body| (body, words.span(pronoun, pronoun + 1))).collect()
    }

    /// „dankt dem AK II für die Erstellung sowie dem BBK für die Begleitung des Berichts“: for what else, and whom.
    pub(super) fn thanked_besides(&self, verb: &Verb<'_>, thanked: &[(BodyId, Span)]) -> Vec<(BodyId, Span)> {
        let words = self.words;
        let und = |at: usize| words.is_one_of(at, &set!["und", "sowie"]);
        let besides = |body: &&BodyAt| {
            // „sowie den Mitgliedern der Arbeitsgruppe für …“
            let members = words.is_one_of(body.start - 2, &set!["Mitgliedern"])
                && words.is_one_of(body.start - 3, &set!["den"])
                && und(body.start - 4);
            let behind = words.nesting().after(body.end).filter(|_| words.is(body.end, '(')).unwrap_or(body.end);
            body.start > verb.at + 4
                && words.is_one_of(body.start - 1, &set!["dem", "der", "den"])
                && (und(body.start - 2) || members)
                && words.is_one_of(behind, &set!["für"])
                && !thanked.iter().any(|(_, span)| *span == body.span)
        };
        let inside = within(self.bodies, verb.at, verb.end);
        let named: Vec<_> = inside.iter().filter(besides).map(|body| (body.body, body.span)).collect();
        if named.is_empty() { self.thanked_last(verb, thanked) } else { named }
    }

    /// „… für den Wasserdialog sowie der LAWA und dem UBA, die ihn begleitet haben“: whom „sowie“ adds, a relative clause says what
    /// for; „den Einsatzkräften, der Jägerschaft und dem Institut“: the bodies at the end of a list of others.
    fn thanked_last(&self, verb: &Verb<'_>, thanked: &[(BodyId, Span)]) -> Vec<(BodyId, Span)> {
        let words = self.words;
        let inside = within(self.bodies, verb.at, verb.end);
        let dative = |at: usize| words.is_one_of(at, &set!["dem", "der", "den"]);
        // No „für“ and no clause stands before the end of a list.
        let breaks = |at: &usize| words.is_one_of(*at, &set!["für", "die", "dass"]) || words.is(*at, '.');
        let opens = thanked.is_empty() && dative(verb.at + 1);
        let list_end = if opens { (verb.at + 1..verb.end).find(breaks).unwrap_or(verb.end) } else { verb.at };
        let listed = |at: usize| at <= list_end;
        let added = |body: &&BodyAt| {
            let sowie = words.is_one_of(body.start - 2, &set!["sowie"]);
            let und = || words.is_one_of(body.start - 2, &set!["und"]) && listed(body.start);
            body.start > verb.at + 4 && dative(body.start - 1) && (sowie || und())
        };
        let Some(first) = inside.iter().find(added) else { return Vec::new() };
        let list = coordinated(words, first, verb.end, self.bodies);
        let behind =
            list.last().map_or(0, |(_, span)| words.tokens().partition_point(|token| token.span.start < span.end));
        let relative = words.is(behind, ',') && words.is_one_of(behind + 1, &set!["die", "der", "das"]);
        let counts = relative || listed(first.start);
        list.into_iter().filter(|(_, span)| counts && !thanked.iter().any(|(_, other)| other == span)).collect()
    }

    /// The last two bodies that the passage names before the token, the conference apart; of one kind, where `alike`.
    fn last_two(&self, before: usize, alike: bool) -> Vec<(BodyId, Span)> {
        let kind = |body: &BodyAt| {
            self.mentions.bodies.get(body.body as usize).map(|body| body.kind.as_str()).filter(|_| alike)
        };
        let mut named = within(self.bodies, 0, before).iter().rev().take(NEAR);
        let Some(last) = named.find(|body| Some(body.body) != self.mentions.conference) else { return Vec::new() };
        let other = named.find(|body| body.body != last.body && kind(body) == kind(last));
        let span = self.words.span(before + 1, before + if alike { 4 } else { 2 });
        other.map_or_else(Vec::new, |other| vec![(other.body, span), (last.body, span)])
    }

    /// „setzt eine Arbeitsgruppe „Wolf“ unter Federführung Hessens ein“: the group that is set up, in which others take part.
    pub(super) fn established(&self, verb: &Verb<'_>, kind: &ActKind) -> Vec<(BodyId, Span)> {
        let words = self.words;
        let sets_up = |body: &&BodyAt| {
            let article =
                (body.start.saturating_sub(4)..body.start).rev().find(|at| !words.word(*at).ends_with(['n', 'm']));
            article.is_some_and(|at| {
                words.is_one_of(at, &set!["eine", "einen", "ein", "die", "das", "Eine", "Ein", "Die"])
            }) && Some(body.body) != self.mentions.conference
        };
        let inside = within(self.bodies, verb.at.min(verb.finite), verb.end).iter();
        let first = inside.filter(|_| kind.name == "establishes").find(sets_up);
        first.map(|body| (body.body, body.span)).into_iter().collect()
    }

    /// Who is to take part in a group that is set up, by the words behind its name; who leads it may stand before. Who chairs it
    /// („unter der Leitung von Bayern“) leads no task.
    pub(super) fn within_group(&self, group: Span, clause: Range<usize>) -> Vec<Participant> {
        let words = self.words;
        let position = |span: Span| words.tokens().partition_point(|token| token.span.start < span.start);
        let charged = |participant: &Participant| {
            let at = position(participant.span);
            let lead = |word: &str| word.starts_with("Federführ") || word.starts_with("federführ");
            participant.role != Role::Lead || (at.saturating_sub(4)..at + 4).any(|at| lead(words.word(at)))
        };
        let named = |range| participants(self.lexicon, words, range, self.bodies).into_iter().filter(charged);
        // Whom the clause names before the group takes part in setting it up: „Gemeinsam mit der ASMK wird … eingerichtet“.
        let lead = named(clause.start..position(group)).filter(|participant| participant.role == Role::Lead);
        lead.chain(named(position(group) + 1..clause.end)).collect()
    }

    /// „richtet eine Arbeitsgruppe ein, die ihr bis zum Herbst berichten soll“: what the relative clause lays on the group.
    pub(super) fn tasks(&self, group: Span, end: usize, scope: &Scope<'_, '_>) -> Vec<Way> {
        let words = self.words;
        let from = words.tokens().partition_point(|token| token.span.start < group.end);
        let relative = |at: &usize| words.is(*at, ',') && words.is_one_of(at + 1, &set!["die", "der", "das"]);
        let Some(comma) = (from..end.min(from + 40)).find(relative) else { return Vec::new() };
        let ought = |at: &usize| words.is_one_of(*at, &set!["soll", "sollte", "sollen", "sollten"]);
        let Some(ought) = (comma + 2..end).find(ought).filter(|at| is_clause_final(words, &(0..end), *at)) else {
            return Vec::new();
        };
        let deadlines = deadlines(words, comma + 2..ought, self.bodies, self.mentions);
        ways(&Scope { deadlines: &deadlines, bare: true, ..*scope }, comma + 2..ought)
    }

    /// Who is meant where the verb names nobody: thanks go to whom the sentence named last, a recommendation to those in
    /// whose house it is to be carried out.
    pub(super) fn implied(&self, verb: &Verb<'_>, before: &[Act], sentence: &Range<usize>) -> Vec<(BodyId, Span)> {
        let words = self.words;
        let name = self.lexicon.act_kinds.get(verb.kind as usize).map_or("", |kind| kind.name.as_str());
        if name == "thanks"
            && !before.is_empty()
            && words.is_one_of(verb.at + 1, &set!["für", "ausdrücklich", "herzlich"])
        {
            let verb_start = words.span(verb.at, verb.at + 1).start;
            let before_verb =
                self.own.get(..self.own.partition_point(|mention| mention.span.start < verb_start)).unwrap_or(&[]);
            let reporter = before_verb.iter().rev().take(32).find_map(|mention| match &mention.kind {
                MentionKind::Report(report) => report.reporter.map(|body| (body, mention.span)),
                _ => None,
            });
            return reporter.into_iter().collect();
        }
        // „Der Bund hat die Zahlen bereitgestellt; hierfür dankt die Konferenz“
        let for_it = verb.finite > sentence.start && words.is_one_of(verb.finite - 1, &set!["hierfür", "dafür"]);
        if name == "thanks" && for_it {
            let other = |body: &&BodyAt| Some(body.body) != self.mentions.conference;
            let first = within(self.bodies, sentence.start, verb.at).iter().find(other);
            return first.map(|body| (body.body, body.span)).into_iter().collect();
        }
        let comma = verb.at + 1;
        if name == "recommends"
            && words.is(comma, ',')
            && words.is_one_of(comma + 1, &set!["in", "bei"])
            && comma < sentence.end
        {
            return (comma + 2..comma + 4)
                .find_map(|at| starting_at(self.bodies, at))
                .map(|body| (body.body, body.span))
                .into_iter()
                .collect();
        }
        self.pointed_at(verb, before, sentence, name)
    }

    /// Whom a pronoun or „das Land“ behind the verb means.
    fn pointed_at(&self, verb: &Verb<'_>, before: &[Act], sentence: &Range<usize>, name: &str) -> Vec<(BodyId, Span)> {
        let words = self.words;
        // „beauftragt den AK II, …, sowie den AK IV, … zu prüfen, und bittet beide, …“
        if words.is_one_of(verb.at + 1, &set!["beide", "beiden"]) && words.is(verb.at + 2, ',') {
            let asked = before.iter().flat_map(|act| &act.addressees).map(|(body, _)| *body);
            let asked: std::collections::BTreeSet<BodyId> = asked.collect();
            return asked.into_iter().map(|body| (body, words.span(verb.at + 1, verb.at + 2))).collect();
        }
        // „Sie dankt den beiden Arbeitskreisen“: the last two of a kind.
        if words.is_one_of(verb.at + 1, &set!["den", "die"]) && words.is_one_of(verb.at + 2, &set!["beiden"]) {
            return self.last_two(verb.at, true);
        }
        // „stellt fest, dass das BSI und der VCV beigetragen haben, und dankt beiden“
        if words.is_one_of(verb.at + 1, &set!["beide", "beiden"]) && !words.is_capitalised(verb.at + 2) {
            return self.last_two(verb.at, false);
        }
        // „danken Hessen für den Betrieb und bitten das Land, …“, „dankt dem Land für …“, „das Land wird gebeten“
        let bare = |at: usize| !words.is_capitalised(at);
        let land = if verb.passive { verb.finite.saturating_sub(2) } else { verb.at + 1 };
        if words.is_one_of(land, &set!["das", "dem", "Das"])
            && words.is_one_of(land + 1, &set!["Land"])
            && (verb.passive || bare(land + 2))
        {
            let is_land = |body: &&BodyAt| {
                self.mentions.bodies.get(body.body as usize).is_some_and(|body| body.kind == "kind/land")
            };
            let meant = within(self.bodies, 0, land).iter().rev().take(NEAR).find(is_land);
            return meant.map(|body| (body.body, words.span(land, land + 2))).into_iter().collect();
        }
        // „nimmt deren Zwischenbericht zur Kenntnis und dankt ihren Mitgliedern“: a conference does not thank its own.
        let members = words.is_one_of(verb.at + 1, &set!["ihren", "seinen"])
            && words.is_one_of(verb.at + 2, &set!["Mitgliedern"]);
        if name == "thanks" && members {
            // „löst die Arbeitsgruppe auf, deren Aufgaben auf den Beirat übergehen, und dankt ihren Mitgliedern“
            if let Some((body, _)) = before.last().and_then(|act| act.addressees.first()) {
                return vec![(*body, words.span(verb.at + 1, verb.at + 2))];
            }
            return self.last_other(verb).into_iter().collect();
        }
        // „setzt eine Arbeitsgruppe ein, in der die Länder vertreten sind, und beauftragt sie, …“
        let set_up = before.last().filter(|act| self.is_kind(act, "establishes"));
        if let Some((group, _)) = set_up.and_then(|act| act.addressees.first())
            && words.is_one_of(verb.at + 1, &set!["sie", "ihn", "es"])
        {
            return vec![(*group, words.span(verb.at + 1, verb.at + 2))];
        }
        if words.is_one_of(verb.at + 1, &set!["sie"]) && words.is(verb.at + 2, ',') && !self.is_him() {
            let thanked = || before.last().and_then(|act| act.addressees.first()).copied();
            let shares = verb.at > sentence.start && words.is_one_of(verb.at - 1, &set!["und", "sowie"]);
            return self.she(verb, sentence).or_else(|| thanked().filter(|_| shares)).into_iter().collect();
        }
        // „unterstützt das Vorhaben des Bundes und bittet ihn“; of a council, „ersucht die Konferenz und bittet sie“.
        let object = if self.is_him() { set!["sie", "ihr"] } else { set!["ihn", "ihm"] };
        let gendered = |body: &&BodyAt| {
            Some(body.body) != self.mentions.conference
                && self.mentions.bodies.get(body.body as usize).is_some_and(Body::is_masculine) != self.is_him()
        };
        if words.is_one_of(verb.at + 1, &object) {
            let before = within(self.bodies, sentence.start, verb.at).iter();
            let other = |body: &&BodyAt| Some(body.body) != self.mentions.conference;
            let before = before.clone().rfind(gendered).or_else(|| before.clone().rfind(other));
            // „nimmt den Bericht des Bundesministers zur Kenntnis. Sie bittet ihn, …“
            let earlier = || self.last_other(verb).filter(|_| words.is(verb.at + 2, ','));
            let meant = before.map(|body| (body.body, words.span(verb.at + 1, verb.at + 2))).or_else(earlier);
            return meant.into_iter().collect();
        }
        // „Die Arbeitsgruppe wird aufgelöst. Die Konferenz dankt ihr“, „dankt deren Mitgliedern“, „hierfür wird ihr gedankt“
        let place = if verb.passive { verb.finite + 1 } else { verb.at + 1 };
        if name == "thanks" && words.is_one_of(place, &set!["ihr", "ihm", "ihnen", "deren", "dessen"]) {
            return if words.is_one_of(place, &set!["ihnen"]) {
                self.last_list(verb, place)
            } else {
                self.last_other(verb).into_iter().collect()
            };
        }
        // „begrüßt die Planung des Bundes und bittet diesen, …“; „Das BMDV hat …. Die Konferenz fordert es auf, …“
        // „fordern diesen nunmehr nachdrücklich auf“
        let closes = |at: usize| words.is(at, ',') || words.is_one_of(at, &set!["auf"]);
        let alone = (verb.at + 2..verb.at + 6).find(|at| closes(*at) || words.is_capitalised(*at)).is_some_and(closes);
        if words.is_one_of(verb.at + 1, &set!["diese"]) && alone {
            // „die Arbeitsgruppe unter Federführung von Hamburg … und bittet diese“: a Land is neuter, „den AK II“ masculine.
            let gendered = |body: &&BodyAt| {
                let other = Some(body.body) != self.mentions.conference;
                let known = self.mentions.bodies.get(body.body as usize);
                other && known.is_some_and(|body| body.kind != "kind/land" && !body.is_masculine())
            };
            let last = within(self.bodies, sentence.start, verb.at).iter().rfind(gendered);
            if let Some(last) = last {
                return vec![(last.body, words.span(verb.at + 1, verb.at + 2))];
            }
        }
        if words.is_one_of(verb.at + 1, &set!["es"]) && alone {
            let neuter = |body: &&BodyAt| body.start > 0 && words.is_one_of(body.start - 1, &set!["das", "Das"]);
            let named = within(self.bodies, 0, verb.at).iter().rev().take(NEAR).find(neuter);
            if let Some(body) = named {
                return vec![(body.body, words.span(verb.at + 1, verb.at + 2))];
            }
        }
        if words.is_one_of(verb.at + 1, &set!["diese", "diesen", "dieses", "es"]) && alone {
            return self.last_other(verb).into_iter().collect();
        }
        Vec::new()
    }

    /// „begrüßt, dass die Bundesministerin …, und bittet sie, …“: without another object it is no subject; „setzt die
    /// Arbeitsgruppe fort und beauftragt sie, …“.
    fn she(&self, verb: &Verb<'_>, sentence: &Range<usize>) -> Option<(BodyId, Span)> {
        let words = self.words;
        let shares = verb.at > sentence.start && words.is_one_of(verb.at - 1, &set!["und", "sowie"]);
        let named = |body: &&BodyAt, articles: &[Listed]| {
            Some(body.body) != self.mentions.conference && body.start > 0 && words.is_one_of(body.start - 1, articles)
        };
        let woman = |body: &&BodyAt| named(body, &set!["die"]) && words.word(body.start).ends_with("in");
        let she = |body: &&BodyAt| {
            let known = self.mentions.bodies.get(body.body as usize);
            let is_she = known.is_some_and(|body| body.kind != "kind/land" && !body.is_masculine());
            shares && is_she && named(body, &set!["die", "eine", "der", "den"])
        };
        let before = within(self.bodies, sentence.start, verb.at).iter();
        let meant = before.clone().find(woman).or_else(|| before.clone().rfind(she))?;
        Some((meant.body, words.span(verb.at + 1, verb.at + 2)))
    }

    /// „das Angebot der Länder Hessen und Bremen, …, und dankt ihnen“: all of the list that the last body closes.
    fn last_list(&self, verb: &Verb<'_>, place: usize) -> Vec<(BodyId, Span)> {
        let Some((last, span)) = self.last_other(verb) else { return Vec::new() };
        let before = within(self.bodies, verb.at.saturating_sub(60), verb.at);
        let lists = before.iter().map(|first| coordinated(self.words, first, verb.at, self.bodies));
        let list = lists.into_iter().find(|list| list.len() > 1 && list.last().is_some_and(|(body, _)| *body == last));
        let span_of = self.words.span(place, place + 1);
        list.map_or_else(|| vec![(last, span)], |list| list.into_iter().map(|(body, _)| (body, span_of)).collect())
    }

    /// The last body before the verb that is not the conference, with the word behind the verb that stands for it.
    fn last_other(&self, verb: &Verb<'_>) -> Option<(BodyId, Span)> {
        let place = if verb.passive { verb.finite + 1 } else { verb.at + 1 };
        // „ihm“ and „es“ are one; „die Länder“ are many.
        let one = self.words.is_one_of(place, &set!["ihr", "ihm", "es", "ihn"]);
        let kind = |body: &BodyAt| self.mentions.bodies.get(body.body as usize).map_or("", |body| body.kind.as_str());
        let other =
            |body: &&BodyAt| Some(body.body) != self.mentions.conference && !(one && kind(body) == "kind/collective");
        let last = within(self.bodies, 0, verb.at).iter().rev().take(NEAR).find(other)?;
        Some((last.body, self.words.span(place, place + 1)))
    }
}
