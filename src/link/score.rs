//! How likely a candidate is the body: points with their reasons.
//!
//! A name alone never suffices. A proposal is [`Strength::Strong`] only where the full name is the same *and* the country
//! *and* the kind are known there and agree, and no other candidate comes near; a namesake lacks one of these or is
//! contradicted by it. And even a strong one is only proposed.

use super::directory::{Name, Status};
use super::names::{fold, is_short, likeness};
use super::{Advice, Body, Candidate, Directory};
use std::fmt;

/// From here on a proposal may be called strong; the same full name, country and kind give just more.
pub const STRONG: i32 = 95;
/// Below it nothing is proposed.
pub const LEAST: i32 = 40;
/// So much better than the next best a strong one must be.
const LEAD: i32 = 20;

/// Points and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Score {
    pub points: i32,
    pub reasons: Vec<Reason>,
}

/// What spoke for or against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    pub points: i32,
    pub feature: Feature,
    /// The words that agreed or did not.
    pub words: String,
}

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Feature {
    FullName,
    Alias,
    ShortName,
    SimilarName,
    Kind,
    Namesake,
    Country,
    Parent,
    Dates,
}

/// How sure a proposal is. The person who looks at it decides in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    Weak,
    Strong,
}

impl fmt::Display for Feature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::FullName => "same full name",
            Self::Alias => "same as another name",
            Self::ShortName => "same abbreviation",
            Self::SimilarName => "similar name",
            Self::Kind => "fitting kind",
            Self::Namesake => "a namesake by its kind",
            Self::Country => "country",
            Self::Parent => "same parent",
            Self::Dates => "dates",
        })
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:+} {}: {}", self.points, self.feature, self.words)
    }
}

/// Scores a candidate for a body.
#[must_use]
pub fn score(body: &Body, candidate: &Candidate, directory: &Directory, advice: &Advice) -> Score {
    let reasons = [
        name(body, candidate),
        kind(body, candidate, advice),
        country(body, candidate, directory, advice),
        parent(body, candidate, directory),
        dates(body, candidate),
    ];
    let reasons: Vec<Reason> = reasons.into_iter().flatten().collect();
    // Without a name in common nothing else counts.
    let named = reasons.first().is_some_and(|reason| reason.feature <= Feature::SimilarName);
    Score { points: if named { reasons.iter().map(|reason| reason.points).sum() } else { 0 }, reasons }
}

/// How sure each of the candidates of one body is, given the scores of all.
#[must_use]
pub fn strengths(scores: &[Score]) -> Vec<Strength> {
    let strength = |at: usize, score: &Score| {
        let has = |feature| score.reasons.iter().any(|reason| reason.feature == feature && reason.points > 0);
        let rival = scores.iter().enumerate().any(|(other, rival)| other != at && rival.points + LEAD > score.points);
        let proven = has(Feature::FullName) && has(Feature::Kind) && has(Feature::Country);
        if score.points >= STRONG && proven && !rival { Strength::Strong } else { Strength::Weak }
    };
    scores.iter().enumerate().map(|(at, score)| strength(at, score)).collect()
}

fn reason(points: i32, feature: Feature, words: impl Into<String>) -> Reason {
    Reason { points, feature, words: words.into() }
}

/// The best agreement between any name here and any name there.
fn name(body: &Body, candidate: &Candidate) -> Option<Reason> {
    let there = std::iter::once((&candidate.name, 0)).chain(candidate.aliases.iter().map(|alias| (alias, 4)));
    let there: Vec<(&String, String, i32)> = there.map(|(name, cost)| (name, fold(name), cost)).collect();
    let mut best: Option<Reason> = None;
    for Name { text, status, .. } in body.names.iter().filter(|name| name.status != Status::Hidden) {
        let folded = fold(text);
        for (name, other, cost) in there.iter().filter(|(_, other, _)| !other.is_empty()) {
            let exact = i32::from(text == *name) * 4;
            let found = if folded == *other && is_short(text) {
                reason(25 - cost, Feature::ShortName, *name)
            } else if folded == *other && *status == Status::Official {
                reason(56 + exact - cost, Feature::FullName, *name)
            } else if folded == *other {
                reason(46 + exact - cost, Feature::Alias, *name)
            } else {
                let likeness = likeness(&folded, other);
                if likeness < 75 || is_short(text) {
                    continue;
                }
                reason(
                    i32::try_from(likeness / 3).unwrap_or(0) - cost,
                    Feature::SimilarName,
                    format!("{name} ({likeness} %)"),
                )
            };
            if best.as_ref().is_none_or(|best| found.points > best.points) {
                best = Some(found);
            }
        }
    }
    best
}

fn kind(body: &Body, candidate: &Candidate, advice: &Advice) -> Option<Reason> {
    let described = [candidate.description.clone()];
    let types = if candidate.types.is_empty() { &described[..] } else { &candidate.types };
    let Some(fitting) = types.iter().find(|found| advice.fits(&body.kinds, found)) else {
        let namesake = types.iter().find(|found| advice.is_namesake(found));
        return namesake.map(|found| reason(-60, Feature::Namesake, found));
    };
    // A library of the police is no police, whichever of its types comes first, and a parliament's library no parliament.
    let other = types.iter().find(|found| advice.is_namesake(found) && !advice.fits(&body.kinds, found));
    let sure = if candidate.types.is_empty() { 10 } else { 20 };
    Some(match other {
        Some(other) => reason(-20, Feature::Namesake, other),
        None if advice.heads_namesake(fitting) => reason(-60, Feature::Namesake, fitting),
        None => reason(sure, Feature::Kind, fitting),
    })
}

fn country(body: &Body, candidate: &Candidate, directory: &Directory, advice: &Advice) -> Option<Reason> {
    let here = advice.countries(body, directory);
    if here.is_empty() || candidate.countries.is_empty() {
        return None;
    }
    let same = candidate.countries.iter().find(|country| here.contains(&fold(country)));
    Some(match same {
        Some(country) => reason(20, Feature::Country, country),
        None => reason(-60, Feature::Country, candidate.countries.join(", ")),
    })
}

fn parent(body: &Body, candidate: &Candidate, directory: &Directory) -> Option<Reason> {
    let here: Vec<String> = directory.parent_names(body).into_iter().map(fold).collect();
    let links = || body.parents.iter().filter_map(|iri| directory.bodies.get(iri)).flat_map(|parent| &parent.links);
    let same = candidate.parents.iter().find(|parent| {
        here.contains(&fold(parent)) || links().any(|link| link.rsplit('/').next() == Some(parent.as_str()))
    });
    same.map(|parent| reason(10, Feature::Parent, parent))
}

/// A thing that ended before the body had any of its names, or began after it had lost them all, is another.
fn dates(body: &Body, candidate: &Candidate) -> Option<Reason> {
    let year =
        |day: &Option<String>| day.as_deref().and_then(|day| day.get(..4)).and_then(|year| year.parse::<i32>().ok());
    let dated = || body.names.iter().filter(|name| name.from.is_some() || name.until.is_some());
    dated().next()?;
    let first =
        if dated().any(|name| name.from.is_none()) { None } else { dated().filter_map(|name| year(&name.from)).min() };
    let last = if dated().any(|name| name.until.is_none()) {
        None
    } else {
        dated().filter_map(|name| year(&name.until)).max()
    };
    let ended = candidate.until.zip(first).is_some_and(|(until, first)| until < first);
    let began = candidate.from.zip(last).is_some_and(|(from, last)| from > last);
    let show = |year: Option<i32>| year.map_or_else(|| "?".to_owned(), |year| year.to_string());
    let words = || format!("{}–{}", show(candidate.from), show(candidate.until));
    if ended || began {
        return Some(reason(-40, Feature::Dates, words()));
    }
    // What is there today cannot be what has ended there.
    let ended_long_ago = last.is_none()
        && candidate
            .until
            .is_some_and(|until| dated().filter_map(|name| year(&name.from)).max().is_some_and(|from| until < from));
    ended_long_ago.then(|| reason(-20, Feature::Dates, words()))
}
