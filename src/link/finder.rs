//! Finds bodies of ours for things elsewhere: what a [`Directory`] is asked when others look into it.
//!
//! The same [`score`] decides as for [proposals](super::proposal), with the roles exchanged: a row of a table is the
//! [`Candidate`], and is compared with the bodies that share words with its name.

use super::directory::Status;
use super::names::fold;
use super::score::{self, LEAST, Score, Strength};
use super::{Advice, Body, Candidate, Directory};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// So many bodies are compared with one name, those that share the rarest words with it.
const COMPARED: usize = 64;

/// Bodies by the words of their names and by their identifiers.
#[derive(Debug)]
pub struct Finder {
    pub directory: Directory,
    advice: Advice,
    /// In the order of the directory.
    bodies: Vec<Entry>,
    words: FxHashMap<String, Vec<u32>>,
    identifiers: FxHashMap<String, Vec<u32>>,
}

#[derive(Debug)]
struct Entry {
    iri: String,
    /// Folded names that are shown, each once.
    names: Vec<String>,
}

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub candidate: Candidate,
    /// IRIs of the kinds that the body should be of; with `strict` it must.
    pub kinds: Vec<String>,
    pub strict: Option<Strict>,
    /// When the name was in force: `2021`, `2021-12`, `2021-12-03`.
    pub time: Option<String>,
    /// Identifiers that it has elsewhere, or here.
    pub identifiers: Vec<String>,
}

/// How kinds bind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strict {
    /// The body is of one of them.
    Any,
    /// The body is of each.
    All,
}

/// A body that was found.
#[derive(Clone, Debug)]
pub struct Found<'f> {
    pub body: &'f Body,
    pub score: Score,
    /// By its identifier, which needs no comparison.
    pub identified: bool,
    /// Whether it can be taken without a look.
    pub sure: bool,
}

/// Points of a body that was named by its identifier.
pub const IDENTIFIED: i32 = 100;

impl Finder {
    /// A finder for the bodies of a directory.
    #[must_use]
    pub fn new(directory: Directory, advice: Advice) -> Self {
        let mut finder = Self {
            advice,
            bodies: Vec::new(),
            words: FxHashMap::default(),
            identifiers: FxHashMap::default(),
            directory,
        };
        for (at, body) in (0..).zip(finder.directory.bodies.values()) {
            let mut names: Vec<String> = body
                .names
                .iter()
                .filter(|name| name.status != Status::Hidden)
                .map(|name| fold(&name.text))
                .filter(|name| !name.is_empty())
                .collect();
            names.sort_unstable();
            names.dedup();
            let words: BTreeSet<&str> = names.iter().flat_map(|name| name.split(' ')).collect();
            for word in words {
                finder.words.entry(word.to_owned()).or_default().push(at);
            }
            let links = body.links.iter().flat_map(|link| [link.as_str(), link.rsplit('/').next().unwrap_or_default()]);
            for identifier in links.chain([body.iri.as_str()]).filter(|identifier| !identifier.is_empty()) {
                let bearers = finder.identifiers.entry(identifier.to_owned()).or_default();
                if bearers.last() != Some(&at) {
                    bearers.push(at);
                }
            }
            finder.bodies.push(Entry { iri: body.iri.clone(), names });
        }
        finder
    }

    fn body(&self, at: u32) -> Option<&Body> {
        self.directory.bodies.get(&self.bodies.get(at as usize)?.iri)
    }

    /// The bodies that this may be, best first.
    #[must_use]
    pub fn find(&self, wanted: &Wanted) -> Vec<Found<'_>> {
        let named = wanted.identifiers.iter().filter_map(|id| self.identifiers.get(id)).flatten();
        let named: BTreeSet<u32> = named.copied().collect();
        if !named.is_empty() {
            let score = Score { points: IDENTIFIED, reasons: Vec::new() };
            let sure = named.len() == 1;
            let found = named.into_iter().filter_map(|at| self.body(at));
            return found.map(|body| Found { body, score: score.clone(), identified: true, sure }).collect();
        }
        let mut found: Vec<(Score, &Body, bool)> = self
            .near(&fold(&wanted.candidate.name))
            .into_iter()
            .filter_map(|at| self.body(at))
            .filter_map(|body| {
                let of = |kind: &String| body.kinds.contains(kind);
                let fits = wanted.kinds.iter().any(of);
                match wanted.strict {
                    Some(Strict::Any) if !fits => return None,
                    Some(Strict::All) if !wanted.kinds.iter().all(of) => return None,
                    _ => {}
                }
                Some((self.score(body, wanted, fits), body, fits || wanted.kinds.is_empty()))
            })
            .filter(|(score, ..)| score.points >= LEAST / 2)
            .collect();
        found.sort_by(|(one, left, _), (other, right, _)| {
            other.points.cmp(&one.points).then_with(|| left.iri.cmp(&right.iri))
        });
        let scores: Vec<Score> = found.iter().map(|(score, ..)| score.clone()).collect();
        let strengths = score::strengths(&scores);
        found
            .into_iter()
            .zip(strengths)
            .map(|((score, body, fits), strength)| Found {
                body,
                score,
                identified: false,
                sure: fits && strength == Strength::Strong,
            })
            .collect()
    }

    fn score(&self, body: &Body, wanted: &Wanted, fits: bool) -> Score {
        let mut candidate = wanted.candidate.clone();
        // A kind of ours that was asked for says in our own words what the thing is.
        if fits && candidate.types.is_empty() {
            candidate.types = self.advice.words(&body.kinds);
        }
        match &wanted.time {
            None => score::score(body, &candidate, &self.directory, &self.advice),
            Some(time) => {
                let mut body = body.clone();
                body.names.retain(|name| name.is_of(time));
                score::score(&body, &candidate, &self.directory, &self.advice)
            }
        }
    }

    /// Bodies that share words with a folded name, rare words first.
    fn near(&self, name: &str) -> Vec<u32> {
        let mut shared: FxHashMap<u32, f64> = FxHashMap::default();
        let mut words: Vec<&str> = name.split(' ').filter(|word| !word.is_empty()).collect();
        words.sort_unstable();
        words.dedup();
        for bearers in words.into_iter().filter_map(|word| self.words.get(word)) {
            #[allow(clippy::cast_precision_loss, reason = "a few thousand bodies")]
            let weight = 1.0 / bearers.len() as f64;
            for at in bearers {
                *shared.entry(*at).or_default() += weight;
            }
        }
        let mut near: Vec<(u32, f64)> = shared.into_iter().collect();
        near.sort_unstable_by(|(one, left), (other, right)| right.total_cmp(left).then(one.cmp(other)));
        near.into_iter().take(COMPARED).map(|(at, _)| at).collect()
    }

    /// Bodies with a name that begins with these letters, then those with such a word, shorter names first.
    #[must_use]
    pub fn begin_with(&self, prefix: &str, kinds: &[String]) -> Vec<&Body> {
        let prefix = fold(prefix);
        let rank = |names: &[String]| {
            let rank = |name: &String| {
                if *name == prefix {
                    Some(0)
                } else if name.starts_with(&prefix) {
                    Some(1)
                } else {
                    name.split(' ').any(|word| word.starts_with(&prefix)).then_some(2)
                }
            };
            names.iter().filter_map(|name| Some((rank(name)?, name.len()))).min()
        };
        if prefix.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<_> = self
            .bodies
            .iter()
            .filter_map(|entry| Some((rank(&entry.names)?, self.directory.bodies.get(&entry.iri)?)))
            .filter(|(_, body)| kinds.is_empty() || kinds.iter().any(|kind| body.kinds.contains(kind)))
            .collect();
        found.sort_by(|(one, left), (other, right)| one.cmp(other).then_with(|| left.iri.cmp(&right.iri)));
        found.into_iter().map(|(_, body)| body).collect()
    }

    /// The name of the country of a body, where one is known.
    #[must_use]
    pub fn country(&self, body: &Body) -> Option<&str> {
        self.advice.country(body, &self.directory)
    }
}
