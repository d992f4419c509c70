//! Bodies: what the authority file says of those it knows, what the text says of the others.

use super::{Emission, iri};
use crate::graph::TermId;
use crate::lexicon::{Authority, AuthorityId, Kind, Lexicon, Link};
use crate::mention::{Body, Referent};
use crate::vocab::{dcterms, gm, org, owl, rdf, rdfs, skos, skosxl, xsd};
use rustc_hash::FxHashSet;

/// Normal form of a body: the authority file's, so that it is the same in every document.
pub(super) fn label<'a>(body: &'a Body, lexicon: &'a Lexicon) -> &'a str {
    match &body.referent {
        Referent::Known(id) => lexicon.authorities.get(*id as usize).map_or(&body.label, |authority| &authority.label),
        Referent::Ambiguous(_) | Referent::Unknown => &body.label,
    }
}

impl Emission<'_> {
    /// Describes every body that something is said of, and whoever these stand under.
    pub(super) fn bodies(&mut self, used: &[bool]) {
        let mut open: Vec<AuthorityId> = Vec::new();
        for (body, used) in self.mentions.bodies.iter().zip(used) {
            let node = self.body_node(body);
            self.bodies.push(node);
            let name = if *used { self.name_then(body) } else { None };
            self.names.push(name);
            if !used {
                continue;
            }
            match &body.referent {
                Referent::Known(id) if self.lexicon.authorities.get(*id as usize).is_some() => {
                    open.push(*id);
                }
                Referent::Known(_) | Referent::Unknown => self.shaped(node, body, gm::UNKNOWN_BODY),
                Referent::Ambiguous(candidates) => {
                    self.shaped(node, body, gm::AMBIGUOUS_BODY);
                    for candidate in candidates {
                        if let Some(candidate) = self.authority_node(*candidate) {
                            self.say(node, gm::CANDIDATE, candidate);
                        }
                    }
                    open.extend(candidates);
                }
            }
            if let Some(name) = &body.name {
                self.german(node, skos::ALT_LABEL, name);
            }
        }
        // Parents of parents too; each once, so a circle in the authority file ends.
        let mut described = FxHashSet::default();
        while let Some(id) = open.pop() {
            if let Some(authority) = self.lexicon.authorities.get(id as usize)
                && described.insert(id)
            {
                self.authority(authority);
                open.extend(authority.parent.into_iter().chain(authority.chair_of));
            }
        }
    }

    pub(super) fn body_node(&mut self, body: &Body) -> TermId {
        let key = match &body.referent {
            Referent::Known(id) => {
                self.lexicon.authorities.get(*id as usize).map_or(&body.key, |authority| &authority.key)
            }
            Referent::Ambiguous(_) | Referent::Unknown => &body.key,
        };
        self.listed(key)
    }

    fn authority_node(&mut self, id: AuthorityId) -> Option<TermId> {
        let authority = self.lexicon.authorities.get(id as usize)?;
        Some(self.listed(&authority.key))
    }

    /// A body that was recognised by the shape of its name.
    fn shaped(&mut self, node: TermId, body: &Body, class: &'static str) {
        self.link(node, rdf::TYPE, class);
        self.text(node, rdfs::LABEL, &body.label);
        self.kind(node, &body.kind);
    }

    fn authority(&mut self, authority: &Authority) {
        let node = self.listed(&authority.key);
        self.text(node, rdfs::LABEL, &authority.label);
        self.kind(node, &authority.kind);
        if let Some(name) = &authority.name_de {
            self.german(node, skos::PREF_LABEL, name);
        }
        if let Some(name) = &authority.name_en {
            let name = self.graph.tagged(name, "en");
            self.say(node, skos::PREF_LABEL, name);
        }
        for (property, other) in [(org::SUB_ORGANIZATION_OF, authority.parent), (gm::CHAIR_OF, authority.chair_of)] {
            if let Some(other) = other.and_then(|id| self.authority_node(id)) {
                self.say(node, property, other);
            }
        }
        self.outward(node, &authority.key, &authority.links);
        if let Some(reason) = &authority.no_item {
            self.typed(node, gm::NO_ITEM_KNOWN, "true", xsd::BOOLEAN);
            if !reason.is_empty() {
                self.german(node, skos::NOTE, reason);
            }
        }
        for thing in &authority.rejects {
            self.see(node, gm::REJECTS, thing);
        }
        self.names(node, authority);
        self.corrected(node, &authority.files, &authority.replaces);
    }

    /// Links to things outside, each with its evidence as an annotation of the statement.
    pub(super) fn outward(&mut self, node: TermId, key: &str, links: &[Link]) {
        for link in links {
            let (property, thing) = (self.graph.iri(&link.property), self.graph.iri(&link.iri));
            self.graph.insert(node, property, thing, self.name);
            let Some(sources) = link.sources else { continue };
            let evidence = self.id(&[&iri::evidence(key, &link.iri)]);
            self.link(evidence, rdf::TYPE, owl::AXIOM);
            self.say(evidence, owl::ANNOTATED_SOURCE, node);
            self.say(evidence, owl::ANNOTATED_PROPERTY, property);
            self.say(evidence, owl::ANNOTATED_TARGET, thing);
            self.count(evidence, gm::SOURCES, sources);
            if let Some(day) = &link.date {
                self.typed(evidence, gm::EVIDENCED, day, xsd::DATE);
            }
        }
    }

    /// Which files of the user's lexicon speak of a thing, and what they merged into it.
    pub(super) fn corrected(&mut self, node: TermId, files: &[u32], replaced: &[String]) {
        for file in files.iter().filter_map(|file| self.lexicon.files.get(*file as usize)) {
            let bytes = self.id(&["source/", &file.digest]);
            self.say(node, gm::CORRECTED_BY, bytes);
            self.text(bytes, gm::FILE_NAME, &file.name);
            self.text(bytes, gm::SHA256, &file.digest);
        }
        for key in replaced {
            let old = self.listed(key);
            self.say(node, dcterms::REPLACES, old);
        }
    }

    /// Class and kind. Kinds are concepts of the authority file; only what ORG tells apart is told apart here.
    fn kind(&mut self, node: TermId, kind: &str) {
        let class = match kind.rsplit('/').next() {
            Some("collective") => gm::COLLECTIVE_BODY,
            Some("chair" | "office") => org::POST,
            Some("working-group" | "project-group" | "conference-committee" | "commission") => org::ORGANIZATIONAL_UNIT,
            _ => org::FORMAL_ORGANIZATION,
        };
        self.link(node, rdf::TYPE, class);
        self.link(node, rdf::TYPE, gm::BODY_CLASS);
        if !kind.is_empty() {
            let concept = self.listed(kind);
            self.say(node, gm::BODY_KIND, concept);
            if self.kinds.insert(concept)
                && let Some(kind) = self.lexicon.kinds.iter().find(|listed| listed.key == kind)
            {
                self.concept_of(concept, kind);
            }
        }
    }

    /// What `kinds.ttl` says of a kind of bodies.
    fn concept_of(&mut self, concept: TermId, kind: &Kind) {
        self.german(concept, skos::PREF_LABEL, &kind.label_de);
        if !kind.label_en.is_empty() {
            let label = self.graph.tagged(&kind.label_en, "en");
            self.say(concept, skos::PREF_LABEL, label);
        }
        if let Some(broader) = &kind.broader {
            let broader = self.listed(broader);
            self.say(concept, skos::BROADER, broader);
        }
    }

    /// All names of a body with their days; the same in every document.
    fn names(&mut self, node: TermId, authority: &Authority) {
        for name in &authority.dated_names {
            let label = self.listed(&name.key);
            self.say(node, skosxl::ALT_LABEL, label);
            self.link(label, rdf::TYPE, skosxl::LABEL);
            self.german(label, skosxl::LITERAL_FORM, &name.text);
            if let Some(abbreviation) = &name.abbreviation {
                self.text(label, gm::ABBREVIATION, abbreviation);
            }
            for (property, day) in [(gm::VALID_FROM, name.from), (gm::VALID_UNTIL, name.until)] {
                if let Some(day) = day {
                    self.typed(label, property, &day.to_string(), xsd::DATE);
                }
            }
        }
    }

    /// The name that a body bore on the day of the sitting, where the authority file dates its names.
    fn name_then(&mut self, body: &Body) -> Option<TermId> {
        let Referent::Known(id) = body.referent else { return None };
        let heading = &self.reading.session;
        let day = iri::session_day(self.lexicon, self.conference()?, heading.number, heading.when)?;
        let authority = self.lexicon.authority(id)?;
        let name = authority.dated_names.iter().find(|name| name.holds_on(day))?;
        let node = self.listed(&name.key);
        if name.abbreviation.as_ref().is_some_and(|short| *short != authority.label) {
            self.say(self.name, gm::USES_NAME, node);
        }
        Some(node)
    }
}
