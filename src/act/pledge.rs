//! What others pledge: „Das Auswärtige Amt hat den Ländern zugesagt, sie zu unterrichten“ (has promised the Länder to inform them).

use super::bodies::{starting_at, within};
use super::clause::{is_boundary, is_main_verb};
use super::coordination::coordinated;
use super::deadline::deadlines;
use super::flow::{Scope, Way, ways};
use super::read::Reading;
use super::recipient::is_dative;
use super::{Acts, Modality, Status};
use crate::mention::BodyId;
use crate::text::set;
use std::ops::Range;

impl Reading<'_, '_> {
    /// „die Zusage des BMI, den Ländern … zur Verfügung zu stellen“: a pledge that is taken note of.
    pub(super) fn read_pledge(&self, sentence: &Range<usize>, out: &mut Acts) {
        let words = self.words;
        let Some(noun) = sentence.clone().find(|at| words.is_one_of(*at, &set!["Zusage", "Zusicherung"])) else {
            return;
        };
        let Some(by) = (noun + 1..noun + 4)
            .find_map(|at| starting_at(self.bodies, at))
            .filter(|_| words.is_one_of(noun + 1, &set!["des", "der"]))
        else {
            return;
        };
        let Some(comma) = (by.end..sentence.end).find(|at| is_boundary(words, *at)) else { return };
        let found = ways(&self.scope(&[], &[], false), comma + 1..sentence.end);
        self.pledged(&[by.body], &found, sentence, out);
    }

    /// „Das BMG hat zugesagt, die Länder zu informieren“: a pledge that the text tells of.
    pub(super) fn read_pledged(&self, sentence: &Range<usize>, out: &mut Acts) {
        let words = self.words;
        let pledged = |at: &usize| words.is(at + 1, ',') && words.is_one_of(*at, &set!["zugesagt", "zugesichert"]);
        let Some(pledged) = sentence.clone().find(pledged) else { return };
        let has = |at: &usize| words.is_one_of(*at, &set!["hat", "haben"]) && is_main_verb(words, sentence, *at, false);
        let Some(has) = (sentence.start..pledged).find(has) else { return };
        let Some(first) = self.opening(sentence, has).and_then(|_| within(self.bodies, sentence.start, has).first())
        else {
            return;
        };
        let from: Vec<BodyId> = coordinated(words, first, has, self.bodies).into_iter().map(|(body, _)| body).collect();
        let told = within(self.bodies, has, pledged).iter().filter(|body| is_dative(words, body));
        let they: Vec<BodyId> = told.map(|body| body.body).collect();
        let deadlines = deadlines(words, pledged..sentence.end, self.bodies, self.mentions);
        let scope = Scope { they: &they, ..self.scope(&[], &deadlines, false) };
        let found = ways(&scope, pledged + 2..sentence.end);
        self.pledged(&from, &found, sentence, out);
    }

    fn pledged(&self, from: &[BodyId], ways: &[Way], sentence: &Range<usize>, out: &mut Acts) {
        let span = self.sentence_span(sentence);
        for way in ways {
            self.send(from, way, Status::Pledged, None, Modality::Asserted, span, out);
        }
    }
}
