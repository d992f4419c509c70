//! From passages with their mentions to acts and flows.

use super::bodies::{BodyAt, outermost, starting_at};
use super::clause::{clause_start, segment_start};
use super::deadline::{DeadlineAt, by_then, deadlines, governs};
use super::flow::{Scope, Way, ways};
use super::noun::way_by_noun;
use super::participation::{involved, participants};
use super::slot::{Subject, addressees, further_object, subject};
use super::verb::{Verb, clauses_without, verbs};
use super::{Act, Acts, Participant, Status};
use crate::lexicon::{Lexicon, Slot, Words};
use crate::mention::{Body, BodyId, Mention, Mentions, Rejection};
use crate::structure::{Document, Passage, PassageId};
use crate::text::{Span, set};
use std::ops::Range;

/// Reads the acts and flows of a document.
///
/// `words` are its passages in order, cut into tokens; `mentions` what they mention.
#[must_use]
pub fn acts(document: &Document, words: &[Words<'_>], mentions: &Mentions, lexicon: &Lexicon) -> Acts {
    let mut acts = Acts::default();
    let mut from = 0;
    for ((id, passage), words) in (0..).zip(&document.passages).zip(words) {
        let count = mentions.mentions.iter().skip(from).take_while(|mention| mention.passage == id).count();
        let own = mentions.mentions.get(from..from + count).unwrap_or(&[]);
        from += count;
        if !passage.label.is_heading() {
            let speaker = speaker(document, passage, mentions, lexicon).or(mentions.conference);
            let bodies = outermost(words, own);
            Reading {
                lexicon,
                words,
                passage: id,
                note: passage.label.is_note(),
                speaker,
                mentions,
                own,
                bodies: &bodies,
            }
            .read(&mut acts);
        }
    }
    acts
}

/// Who speaks in a protocol note, by the words behind its mark.
fn speaker(document: &Document, passage: &Passage, mentions: &Mentions, lexicon: &Lexicon) -> Option<BodyId> {
    if !passage.label.is_note() {
        return None;
    }
    let item = document.items.get(passage.item as usize)?;
    let note = item.notes.iter().find(|note| {
        note.points.iter().any(|id| document.passages.get(*id as usize).is_some_and(|other| other.span == passage.span))
    })?;
    let by = Words::new(&document.reading, note.by, &lexicon.stems);
    (0..by.len()).find_map(|at| lexicon.body_at(&by, at)).and_then(|found| {
        let key = &lexicon.authority(*found.payloads.first()?)?.key;
        mentions.bodies.iter().position(|body| body.key == *key).and_then(|at| BodyId::try_from(at).ok())
    })
}

/// One passage and all that reading it takes.
pub(super) struct Reading<'r, 't> {
    pub(super) lexicon: &'r Lexicon,
    pub(super) words: &'r Words<'t>,
    pub(super) passage: PassageId,
    pub(super) note: bool,
    /// Who acts where nobody is named: the conference, or who made the note.
    pub(super) speaker: Option<BodyId>,
    pub(super) mentions: &'r Mentions,
    pub(super) own: &'r [Mention],
    pub(super) bodies: &'r [BodyAt],
}

impl Reading<'_, '_> {
    fn read(&self, out: &mut Acts) {
        let words = self.words;
        for sentence in words.sentences() {
            let verbs = verbs(self.lexicon, words, sentence, self.note);
            let first_act = out.acts.len();
            let mut actor = None;
            for verb in &verbs {
                match further_object(words, verb, self.bodies) {
                    None => self.read_verb(verb, sentence, &mut actor, first_act, out),
                    Some(from) => {
                        let first = Verb { end: from, ..verb.clone() };
                        self.read_verb(&first, sentence, &mut actor, first_act, out);
                        self.read_verb(&Verb { from, ..verb.clone() }, sentence, &mut actor, first_act, out);
                    }
                }
            }
            let parted = (out.acts.len() > first_act).then(|| clauses_without(words, sentence, &verbs));
            for clause in parted.as_deref().unwrap_or(std::slice::from_ref(sentence)) {
                self.read_modal(clause, out);
                self.read_indicative(clause, out);
                self.read_perfect(clause, out);
                self.read_gerundive(clause, out);
                self.read_let(clause, out);
            }
            self.read_pledge(sentence, out);
            self.read_pledged(sentence, out);
            self.read_delivered(sentence, first_act, out);
            self.read_laid_before(sentence, first_act, out);
            self.read_brought(sentence, out);
            self.read_told(sentence, out);
            self.read_thanked(sentence, first_act, out);
            self.read_asked_for(sentence, first_act, out);
            self.read_expected(sentence, first_act, out);
            self.read_term(sentence, out);
        }
    }

    #[allow(clippy::too_many_lines, reason = "the forms that a verb takes, one after another")]
    fn read_verb(
        &self,
        verb: &Verb<'_>,
        sentence: &Range<usize>,
        actor: &mut Option<BodyId>,
        first_act: usize,
        out: &mut Acts,
    ) {
        let words = self.words;
        let mut after = verb.from;
        // „1. begrüßt …“ completes „Die Konferenz“ before the points.
        let completes = verb.finite == 0 && !self.note && !words.is_capitalised(0);
        let who = if completes {
            self.speaker
        } else if verb.passive {
            // „haben den Bericht von Hessen entgegengenommen“: of the perfect „von“ names no agent.
            let perfect = words.is_one_of(verb.finite, &set!["hat", "haben", "hatte", "hatten"]);
            self.agent(verb).filter(|_| !perfect).or(self.speaker)
        } else if verb.pattern.slot == Slot::Nominative {
            self.speaker
        } else {
            match subject(words, sentence, verb, self.bodies, actor.is_some()) {
                Subject::Body { body, end, start } => {
                    if start > verb.finite {
                        after = after.max(end);
                    }
                    Some(body)
                }
                Subject::Shared => {
                    // „– bitten sie den Bund, …“: in a list of points the subject may be said again.
                    let again = starting_at(self.bodies, verb.at + 1).filter(|body| {
                        Some(body.body) == *actor && words.is_one_of(body.start, &set!["sie", "er", "es"])
                    });
                    after = again.map_or(after, |body| body.end);
                    *actor
                }
                Subject::NoBody => None,
            }
        };
        let Some(kind) = self.lexicon.act_kinds.get(verb.kind as usize) else { return };
        let pledges = kind.name == "pledges";
        // „Das BMG hat zugesagt, …“ tells of a pledge: `read_pledged`.
        if pledges && words.is_one_of(verb.finite, &set!["hat", "haben"]) {
            return;
        }
        let who = who.or_else(|| self.pledging(sentence, verb, out).filter(|_| pledges));
        let joint = who.map_or_else(Vec::new, |who| self.joint_actors(sentence, verb, who, pledges));
        let speaks = who.is_some_and(|who| {
            self.note
                || Some(who) == self.speaker
                || self.is_within_conference(who)
                || joint.iter().any(|other| self.is_within_conference(*other))
        });
        let Some(who) = who.filter(|_| speaks || pledges) else {
            out.rejected.push(Rejection {
                passage: self.passage,
                span: words.span(verb.at, verb.at + 1),
                reason: "the subject of the verb is not who decides here",
            });
            return;
        };
        *actor = Some(who);
        // What a second body is asked for begins with it.
        let is_further = verb.from > verb.at + 1;
        let behind = if is_further { verb.from } else { verb.at.min(verb.finite) + 1 };
        // „Um die Vorlage eines Konzepts bis Ende 2023 wird das BMG ersucht“
        let clause = clause_start(words, sentence, verb.finite);
        let fronted = Some(clause).filter(|at| verb.passive && words.is_one_of(*at, &set!["Um"]));
        let range = fronted.unwrap_or(behind)..verb.end;
        let mut addressed = if kind.addressed {
            addressees(words, sentence, verb, self.bodies, after)
        } else {
            self.established(verb, kind)
        };
        let (mut deadlines, mut participants) = if kind.addressed {
            let around = segment_start(words, sentence, if is_further { verb.from } else { verb.finite })..verb.end;
            (
                deadlines(words, range, self.bodies, self.mentions),
                participants(self.lexicon, words, around, self.bodies),
            )
        } else {
            // Nobody is asked for anything, so nothing is due; in what is set up others may take part.
            let group = addressed.first();
            (Vec::new(), group.map_or_else(Vec::new, |(_, group)| self.within_group(*group, clause..verb.end)))
        };
        let by_subject = verb.passive || verb.pattern.slot == Slot::Nominative;
        if kind.addressed && kind.name != "recommends" {
            deadlines.extend(by_then(words, behind..verb.end, self.bodies, self.mentions));
        }
        if by_subject && addressed.iter().all(|(body, _)| Some(*body) == self.speaker) {
            let before = out.acts.get(first_act..).unwrap_or(&[]);
            let again = self.asked_again(sentence, verb, before);
            let meant = again.map_or_else(|| self.spoken_of_before(sentence, verb, out), |body| vec![body]);
            addressed = if meant.is_empty() { addressed } else { meant };
        }
        // „Es möge gelingen“ asks nobody.
        if verb.pattern.slot == Slot::Nominative && addressed.is_empty() {
            return;
        }
        addressed.retain(|(_, span)| !participants.iter().any(|participant| participant.span == *span));
        if kind.name == "thanks" {
            // Thanks ask nobody to take part, nor by a time; „unter Federführung Hamburgs“ is in the name of who is thanked.
            participants.clear();
            deadlines.clear();
        }
        // „dankt deren Mitgliedern sowie dem BMI“
        let members = kind.name == "thanks" && words.is_one_of(verb.at + 1, &set!["deren", "dessen"]);
        if (addressed.is_empty() || members) && kind.addressed {
            let named = std::mem::take(&mut addressed);
            addressed = self.implied(verb, out.acts.get(first_act..).unwrap_or(&[]), sentence);
            addressed.extend(named);
        }
        if kind.name == "thanks" {
            addressed.extend(self.thanked_besides(verb, &addressed));
        }
        let deadline =
            deadlines.iter().find(|deadline| governs(words, sentence, verb.at, deadline)).map(|found| found.deadline);
        let others: Vec<BodyId> = addressed.iter().map(|(body, _)| *body).collect();
        let they = if pledges { others } else { self.mentions.conference.into_iter().collect() };
        // „will die Länder unterrichten“, „wird die Länder unterrichten“
        let modal = pledges && words.is_one_of(verb.at, &set!["will", "wollen", "wird", "werden"])
            || words.is_one_of(verb.at, &set!["möge", "mögen"]);
        let scope = Scope { they: &they, ..self.scope(&participants, &deadlines, modal) };
        let start = addressed
            .last()
            .map_or(behind, |(_, span)| words.tokens().partition_point(|token| token.span.start < span.end))
            .max(behind);
        let asks = verb.pattern.slot != Slot::None && !matches!(kind.name.as_str(), "thanks" | "dissolves");
        let mut found =
            if kind.addressed && (asks || modal) { asked_ways(&scope, start..verb.end) } else { Vec::new() };
        if !kind.addressed
            && let Some((_, group)) = addressed.first()
        {
            found.extend(self.tasks(*group, verb.end, &scope));
        }
        found.extend(fronted.and_then(|um| way_by_noun(&scope, um..verb.finite)));
        // Who is involved may be informed as well, so they are no participants yet where the ways are read.
        if kind.addressed && asks {
            let named = |body: &Participant| !addressed.iter().any(|(_, span)| *span == body.span);
            let others = involved(self.lexicon, words, start..verb.end, self.bodies, modal);
            participants.extend(others.into_iter().filter(named));
        }
        if pledges && addressed.is_empty() {
            addressed = found
                .iter()
                .flat_map(|way| &way.to)
                .filter(|to| Some(**to) != Some(who))
                .map(|to| (*to, words.span(verb.at, verb.at + 1)))
                .collect();
            addressed.dedup();
        }
        // What is asked for by two times is asked twice.
        let later: Vec<_> = found
            .windows(2)
            .filter_map(|pair| match pair {
                [one, two] if one.trigger == two.trigger && one.deadline.is_some() => two.deadline,
                _ => None,
            })
            .filter(|later| deadline.is_some_and(|first| first.due != later.due))
            .collect();
        let act = u32::try_from(out.acts.len()).ok();
        let about = self.sentence_span(sentence);
        let trigger = words.span(verb.at, verb.at + 1);
        let (senders, status): (Vec<BodyId>, Status) = if pledges {
            (std::iter::once(who).chain(joint.iter().copied()).collect(), Status::Pledged)
        } else {
            let asked: Vec<BodyId> = addressed.iter().map(|(body, _)| *body).collect();
            (if asked.is_empty() { self.demanded(verb).into_iter().collect() } else { asked }, Status::Requested)
        };
        for way in found {
            self.send(&senders, &way, status, act, verb.modality, about, out);
        }
        let act = Act {
            passage: self.passage,
            kind: verb.kind,
            sentence: about,
            trigger,
            actor: who,
            addressees: addressed,
            participants,
            deadline,
            modality: verb.modality,
        };
        // „Hamburg und Thüringen bekräftigen“: each of them does.
        out.acts.extend(joint.into_iter().map(|actor| Act { actor, ..act.clone() }));
        let times = std::iter::once(deadline).chain(later.into_iter().map(Some));
        out.acts.extend(times.map(|deadline| Act { deadline, ..act.clone() }));
    }

    pub(super) fn scope<'s>(
        &'s self,
        participants: &'s [Participant],
        deadlines: &'s [DeadlineAt],
        bare: bool,
    ) -> Scope<'s, 's> {
        Scope {
            lexicon: self.lexicon,
            words: self.words,
            bodies: self.bodies,
            participants,
            deadlines,
            conference: self.mentions.conference,
            they: &[],
            him: self.is_him(),
            bare,
        }
    }

    /// Whether the conference is „er“, not „sie“.
    pub(super) fn is_him(&self) -> bool {
        self.mentions.conference.and_then(|id| self.mentions.bodies.get(id as usize)).is_some_and(Body::is_masculine)
    }

    pub(super) fn sentence_span(&self, sentence: &Range<usize>) -> Span {
        self.words.span(sentence.start, sentence.end)
    }
}

/// The ways that infinitives ask for, and the one that a noun does.
fn asked_ways(scope: &Scope<'_, '_>, range: Range<usize>) -> Vec<Way> {
    let mut found = ways(scope, range.clone());
    found.extend(way_by_noun(scope, range));
    found
}
