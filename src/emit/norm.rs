//! Norms and printed papers, with the addresses of their official texts.

use super::{Emission, iri};
use crate::graph::TermId;
use crate::lexicon::{Address, Statute};
use crate::mention::{Division, Norm, Printed};
use crate::vocab::{dcterms, eli, gm, rdf, rdfs, skos};

impl Emission<'_> {
    pub(super) fn norm(&mut self, norm: &Norm) -> TermId {
        let lexicon = self.lexicon;
        let known = norm.authority.and_then(|id| lexicon.statutes.get(id as usize));
        let name = known.map_or(&norm.statute, |statute| &statute.label);
        let statute = self.id(&[&iri::statute(norm, lexicon)]);
        self.link(statute, rdf::TYPE, gm::STATUTE);
        self.text(statute, rdfs::LABEL, name);
        if let Some(known) = known {
            self.statute(statute, known);
        }
        let Some(number) = &norm.number else { return statute };
        let node = self.id(&[&iri::norm(norm, lexicon)]);
        self.link(node, rdf::TYPE, gm::NORM);
        self.say(node, eli::IS_PART_OF, statute);
        let citation = norm.citation();
        let parts = citation.strip_prefix(norm.statute.as_str()).unwrap_or_default();
        self.text(node, rdfs::LABEL, &format!("{name}{parts}"));
        let article = match norm.division {
            Some(division) => division == Division::Article,
            None => known.is_some_and(|statute| statute.by_article),
        };
        let parts = [
            (if article { gm::ARTICLE_NUMBER } else { gm::SECTION_NUMBER }, Some(number)),
            (gm::PARAGRAPH, norm.paragraph.as_ref()),
            (gm::SENTENCE_NUMBER, norm.sentence.as_ref()),
            (gm::ITEM_NUMBER, norm.item.as_ref()),
            (gm::LETTER, norm.letter.as_ref()),
        ];
        for (property, part) in parts {
            if let Some(part) = part {
                self.text(node, property, part);
            }
        }
        if let Some(known) = known {
            let addresses = lexicon.addresses_of_part(known, article, &iri::segment(number));
            self.addresses(node, &addresses);
        }
        node
    }

    /// What the authority file says of a statute.
    fn statute(&mut self, node: TermId, statute: &Statute) {
        if let Some(title) = &statute.title {
            self.german(node, dcterms::TITLE, title);
        }
        if let Some(celex) = &statute.celex {
            self.text(node, dcterms::IDENTIFIER, celex);
        }
        self.addresses(node, &self.lexicon.addresses(statute));
        self.outward(node, &statute.key, &statute.links);
        self.corrected(node, &statute.files, &statute.replaces);
    }

    fn addresses(&mut self, node: TermId, addresses: &[Address]) {
        for address in addresses {
            self.see(node, if address.identifies { skos::EXACT_MATCH } else { rdfs::SEE_ALSO }, &address.iri);
        }
    }

    pub(super) fn printed(&mut self, paper: &Printed) -> Option<TermId> {
        let lexicon = self.lexicon;
        let series = lexicon.series.get(paper.series as usize)?;
        let node = self.id(&[&iri::printed(paper, lexicon)?]);
        self.link(node, rdf::TYPE, gm::PRINTED_PAPER);
        self.text(node, rdfs::LABEL, &format!("{} {}", series.label, series.number(paper.first, paper.second)));
        if let Some(address) = series.address(paper.first, paper.second) {
            self.see(node, rdfs::SEE_ALSO, &address);
        }
        let publisher = series.publisher.as_deref().and_then(|key| lexicon.authority_by_key(key));
        if let Some(publisher) = publisher.and_then(|id| lexicon.authority(id)) {
            let body = self.listed(&publisher.key);
            self.say(node, dcterms::PUBLISHER, body);
        }
        Some(node)
    }
}
