//! Proposals: candidates that are worth a look, as values and as a graph of their own.

use super::score::{self, LEAST, Score, Strength};
use super::{Advice, Body, Candidate, Directory};
use crate::graph::Graph;
use crate::vocab::{gm, prov, rdf, rdfs, xsd};
use std::collections::BTreeMap;

/// A candidate for a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// IRI and normal form of the body.
    pub body: String,
    pub label: String,
    pub candidate: Candidate,
    pub score: Score,
    pub strength: Strength,
}

/// What of the candidates for a body is worth a look, best first. What somebody rejected is never proposed again, nor what
/// the body is linked to already.
#[must_use]
pub fn propose(body: &Body, candidates: &[Candidate], directory: &Directory, advice: &Advice) -> Vec<Proposal> {
    let mut scored: Vec<(Score, &Candidate)> = candidates
        .iter()
        .filter(|candidate| !body.rejected.contains(&candidate.iri))
        .map(|candidate| (score::score(body, candidate, directory, advice), candidate))
        .filter(|(score, _)| score.points >= LEAST)
        .collect();
    scored.sort_by(|(one, left), (other, right)| other.points.cmp(&one.points).then_with(|| left.iri.cmp(&right.iri)));
    scored.dedup_by(|(_, one), (_, other)| one.iri == other.iri);
    let (scores, candidates): (Vec<Score>, Vec<&Candidate>) = scored.into_iter().unzip();
    let strengths = score::strengths(&scores);
    let all = scores.into_iter().zip(candidates).zip(strengths);
    all.map(|((score, candidate), strength)| Proposal {
        body: body.iri.clone(),
        label: body.label.clone(),
        candidate: candidate.clone(),
        score,
        strength,
    })
    .collect()
}

/// One thing is one body: where a thing is strongly proposed for several, it is so for none.
pub fn demote_shared(proposals: &mut [Proposal]) {
    let mut bearers: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, proposal) in proposals.iter().enumerate().filter(|(_, proposal)| proposal.strength == Strength::Strong) {
        bearers.entry(proposal.candidate.iri.clone()).or_default().push(at);
    }
    for at in bearers.into_values().filter(|bearers| bearers.len() > 1).flatten() {
        if let Some(proposal) = proposals.get_mut(at) {
            proposal.strength = Strength::Weak;
        }
    }
}

/// The proposals as a graph: nodes that speak of a body and a thing elsewhere, and no statement about either.
///
/// `base` is what the IRIs of things begin with; `source` is the address of the service or the name of the dump.
#[must_use]
pub fn graph(proposals: &[Proposal], source: &str, base: &str) -> Graph {
    let mut graph = Graph::new();
    let name = graph.iri(&format!("{base}proposals"));
    let derived = graph.iri(prov::WAS_DERIVED_FROM);
    let from = if source.contains("://") { graph.iri(source) } else { graph.string(source) };
    graph.insert(name, derived, from, name);
    for proposal in proposals {
        let body = proposal.body.strip_prefix(base).unwrap_or(&proposal.body);
        let node = graph.iri(&format!("{base}proposal/{body}/{}", segment(&proposal.candidate.id)));
        let about = [
            (rdf::TYPE, graph.iri(gm::LINK_PROPOSAL)),
            (gm::BODY, graph.iri(&proposal.body)),
            (gm::ITEM, graph.iri(&proposal.candidate.iri)),
            (rdfs::LABEL, graph.string(&proposal.candidate.name)),
            (gm::SCORE, graph.typed(&proposal.score.points.to_string(), xsd::INTEGER)),
            (gm::STRENGTH, graph.string(strength(proposal.strength))),
        ];
        for (property, value) in about {
            let property = graph.iri(property);
            graph.insert(node, property, value, name);
        }
        for reason in &proposal.score.reasons {
            let (property, value) = (graph.iri(gm::REASON), graph.string(&reason.to_string()));
            graph.insert(node, property, value, name);
        }
    }
    graph
}

pub(super) fn strength(strength: Strength) -> &'static str {
    match strength {
        Strength::Strong => "strong",
        Strength::Weak => "weak",
    }
}

/// An identifier as a segment of a path.
fn segment(id: &str) -> String {
    id.chars().map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' }).collect()
}
