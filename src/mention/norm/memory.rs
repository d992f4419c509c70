//! What a document said about its statutes so far.

use super::super::{Division, Norm};
use super::title::Kind;
use crate::lexicon::StatuteId;
use rustc_hash::FxHashMap;

/// Statutes of one item that later words can point back to; older ones are out of mind.
const REMEMBERED: usize = 32;

/// What a document taught about its statutes so far: abbreviations for the whole document, and the statutes that the
/// current item named, to which „o. g. Verordnung“ (the aforementioned ordinance) can point.
#[derive(Debug, Default)]
pub struct Memory {
    taught: FxHashMap<String, Statute>,
    named: Vec<Statute>,
    /// Where the statutes of the current passage begin in `named`.
    passage: usize,
}

/// A statute as the text names it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Statute {
    pub label: String,
    pub authority: Option<StatuteId>,
    pub kind: Kind,
    /// How it counts, as far as known.
    pub division: Option<Division>,
}

impl Memory {
    /// A new item begins: nothing in it points back to statutes of the item before.
    pub fn begin_item(&mut self) {
        self.named.clear();
    }

    pub(super) fn begin_passage(&mut self) {
        self.passage = self.named.len();
    }

    /// The statute that an abbreviation was introduced for.
    pub(super) fn taught(&self, abbreviation: &str) -> Option<&Statute> {
        self.taught.get(abbreviation)
    }

    pub(super) fn teach(&mut self, abbreviation: &str, statute: &Statute) {
        self.taught.insert(abbreviation.to_owned(), statute.clone());
    }

    pub(super) fn name(&mut self, statute: &Statute) {
        if self.named.len() >= 2 * REMEMBERED {
            self.named.drain(..REMEMBERED);
            self.passage = self.passage.saturating_sub(REMEMBERED);
        }
        self.named.push(statute.clone());
    }

    /// The statute of a kind that was named last and counts in `division`; one that may count so, if none does for sure.
    pub(super) fn last(&self, kind: Kind, division: Division) -> Option<&Statute> {
        let mut fitting = self.named.iter().rev().filter(|statute| statute.kind == kind);
        let sure = fitting.clone().find(|statute| statute.division == Some(division));
        sure.or_else(|| fitting.find(|statute| statute.division.is_none()))
    }

    /// The statute that a provision without a name belongs to: the last of the passage, or the only one of the item.
    pub(super) fn context(&self, division: Division) -> Option<&Statute> {
        let fits = |statute: &&Statute| statute.division == Some(division);
        let here = self.named.get(self.passage..).and_then(|named| named.iter().rev().find(fits));
        here.or_else(|| {
            let mut fitting = self.named.iter().filter(fits);
            let first = fitting.next()?;
            fitting.all(|other| other.label == first.label).then_some(first)
        })
    }
}

impl Statute {
    /// The statute as a whole.
    pub fn norm(&self) -> Norm {
        Norm {
            statute: self.label.clone(),
            authority: self.authority,
            division: None,
            number: None,
            paragraph: None,
            sentence: None,
            item: None,
            letter: None,
        }
    }
}
