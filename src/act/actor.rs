//! Who acts, where the place of the subject does not say so, or not of all.

use super::Acts;
use super::bodies::{BodyAt, within};
use super::coordination::coordinated;
use super::read::Reading;
use super::verb::Verb;
use crate::mention::{BodyId, MentionKind, Referent};
use crate::text::{Listed, set};
use std::ops::Range;

impl Reading<'_, '_> {
    /// Who else is the subject beside `who`: in a note that several make, of „Bund und Länder danken“, and of „Hessen und Bremen
    /// sagen zu“.
    pub(super) fn joint_actors(
        &self,
        sentence: &Range<usize>,
        verb: &Verb<'_>,
        who: BodyId,
        pledges: bool,
    ) -> Vec<BodyId> {
        let before = within(self.bodies, sentence.start, verb.finite);
        let Some(first) = before.first().filter(|first| first.body == who) else { return Vec::new() };
        if !self.note && !self.words.is_one_of(first.end, &set!["und", "sowie", ","]) {
            return Vec::new();
        }
        let named = coordinated(self.words, first, verb.finite, self.bodies).into_iter().map(|(body, _)| body);
        if !self.note {
            let all: Vec<BodyId> = named.collect();
            let joint = pledges || all.iter().any(|body| self.is_represented(*body));
            return all.into_iter().filter(|body| *body != who && joint).collect();
        }
        // „Sie“ of several Länder is a mention of each.
        let same = self.own.iter().filter_map(|mention| match mention.kind {
            MentionKind::Body(body) if mention.span == first.span => Some(body),
            _ => None,
        });
        named.chain(same).filter(|body| *body != who).collect()
    }

    /// „vom AK II“, „durch den Bund“: the agent of a passive. In „der vom AK II vorgelegte Bericht“ it is an attribute's.
    pub(super) fn agent(&self, verb: &Verb<'_>) -> Option<BodyId> {
        const ARTICLES: [Listed; 7] = set!["den", "die", "das", "der", "dem", "Der", "Die"];
        let words = self.words;
        let preposition = |body: &&BodyAt| {
            let before = body.start.checked_sub(1)?;
            let article = words.is_one_of(before, &ARTICLES);
            let at = if article { before.checked_sub(1)? } else { before };
            let found = words.is_one_of(at, &set!["durch", "von"]) || !article && words.is_one_of(at, &set!["vom"]);
            found.then_some(at)
        };
        // „Auf Anregung von Hessen wird …“
        let attribute = |at: usize, body: BodyId| {
            at.checked_sub(1).is_some_and(|before| {
                // „wird unter dem Vorbehalt der Gesetzgebung von Bund und Ländern zugestimmt“: others decide nothing here.
                let other = words.is_one_of(at, &set!["von"]) && Some(body) != self.speaker;
                words.is_one_of(before, &ARTICLES) || (at < verb.finite || other) && words.is_capitalised(before)
            })
        };
        // „wird um Prüfung durch das BMI gebeten“: who is to do what is asked for.
        let asked = (verb.finite..verb.at).find(|at| words.is_one_of(*at, &set!["um"])).unwrap_or(verb.at);
        within(self.bodies, verb.finite.saturating_sub(8), asked)
            .iter()
            .find(|body| preposition(body).is_some_and(|at| !attribute(at, body.body)))
            .map(|body| body.body)
    }

    pub(super) fn is_within_conference(&self, body: BodyId) -> bool {
        self.mentions.conference == Some(body) || self.is_represented(body)
    }

    /// Whether the conference acts for this body, as those of ministers do for the Länder: what it says of them they say.
    fn is_represented(&self, body: BodyId) -> bool {
        let authority = |body: BodyId| match self.mentions.bodies.get(body as usize)?.referent {
            Referent::Known(id) => Some(id),
            _ => None,
        };
        let home = self.mentions.conference.and_then(authority).and_then(|id| self.lexicon.authority(id));
        home.and_then(|home| home.jurisdiction).is_some_and(|for_whom| authority(body) == Some(for_whom))
    }

    /// „Er sagt zu, …“: in a note its speaker, else the subject of the sentence before.
    pub(super) fn pledging(&self, sentence: &Range<usize>, verb: &Verb<'_>, out: &Acts) -> Option<BodyId> {
        let stands = verb.finite == sentence.start + 1
            && self.words.is_one_of(sentence.start, &set!["Er", "Sie", "Es", "Dieser", "Diese", "Dieses"]);
        if !stands {
            None
        } else if self.note {
            self.speaker
        } else {
            self.spoken_of_before(sentence, verb, out).first().map(|(body, _)| *body)
        }
    }
}
