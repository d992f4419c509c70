//! What the domain expert taught: authorities, statutes, sessions and act kinds, loaded from `ontology/*.ttl`.
//!
//! No name, number or abbreviation of the domain stands in code; whoever wants to add one edits a Turtle file. The files
//! of the crate are compiled in; a user's own files are parsed after them and add to them ([`Lexicon::with`]).

mod authority;
mod build;
mod check;
mod correction;
mod endings;
mod error;
mod export;
mod model;
mod names;
mod node;
mod pattern;
mod register;
mod stems;
mod turtle;
mod words;

pub use error::{Fault, LexiconError};
pub use export::{Object, Said, authority};
pub use model::{
    ActKind, Authority, DatedName, FlowKindEntry, FormKind, Kind, LexiconFile, Link, Location, SessionRecord, Shape,
    ShapeKind, Statute, Trigger,
};
pub use names::{Found, NameIndex};
pub use pattern::{ActPattern, FlowPattern, Slot};
pub use register::{Address, PrintedSeries, Register};
pub use stems::{Mark, Stem, Stems};
pub use words::{Asked, Cutter, Vocabulary, Words};

use crate::text::{Span, fold_stem, is_inflection, tokenize};
use endings::Endings;
use jiff::civil::Date;
use rustc_hash::FxHashMap;

/// Position in [`Lexicon::authorities`].
pub type AuthorityId = u32;
/// Position in [`Lexicon::statutes`].
pub type StatuteId = u32;
/// Position in [`Lexicon::act_kinds`].
pub type ActKindId = u32;

/// The authority files and patterns, ready for look-up.
#[derive(Debug, Default)]
pub struct Lexicon {
    pub authorities: Vec<Authority>,
    pub statutes: Vec<Statute>,
    pub sessions: Vec<SessionRecord>,
    /// Kinds of bodies.
    pub kinds: Vec<Kind>,
    /// Where official texts stand.
    pub registers: Vec<Register>,
    pub series: Vec<PrintedSeries>,
    /// The user's own files.
    pub files: Vec<LexiconFile>,
    pub act_kinds: Vec<ActKind>,
    pub flow_kinds: Vec<FlowKindEntry>,
    /// Infinitives that ask for somebody to take part, each with its role by position in [`ROLES`].
    pub role_verbs: Vec<(usize, FlowPattern)>,
    /// Ways to name a body that no authority file lists.
    pub shapes: Vec<Shape>,
    /// All stems of names and patterns, for [`Words::new`].
    pub stems: Stems,
    bodies: NameIndex,
    members: NameIndex,
    statute_names: NameIndex,
    series_markers: NameIndex,
    shape_nouns: NameIndex,
    /// Apart from the nouns, for they begin with articles, and no name does.
    complements: NameIndex,
    roles: NameIndex,
    /// Ends of nouns for members, as a compound has them and as a word of its own: `ministerinnen`, `Ministerinnen`.
    member_ends: Endings,
    /// Ends of compounds that name bodies, and of those that do where an abbreviation follows: positions in `shapes`.
    suffixes: Endings,
    abbreviated_suffixes: Endings,
    documents: Endings,
    /// Forms of verbs by stem.
    triggers: Vec<Vec<Trigger>>,
    /// Of the words that may be one.
    trigger: Mark,
    by_key: FxHashMap<String, AuthorityId>,
}

impl Lexicon {
    /// Longest name of a body that starts at token `at`; several payloads where the name is shared.
    #[must_use]
    pub fn body_at(&self, words: &Words<'_>, at: usize) -> Option<Found> {
        self.bodies.longest_at(words, at)
    }

    /// Whether the name of a body or of a kind of body may start with the word at `at`.
    #[must_use]
    pub fn begins_body(&self, words: &Words<'_>, at: usize) -> bool {
        words.begin(at, self.bodies.mark() | self.shape_nouns.mark())
    }

    /// Whether a name of members of a conference may start with the word at `at`.
    #[must_use]
    pub fn begins_members(&self, words: &Words<'_>, at: usize) -> bool {
        words.begin(at, self.members.mark())
    }

    /// The bodies that bear exactly this name; empty where the lexicon has none.
    #[must_use]
    pub fn bodies_named(&self, name: &str) -> Vec<AuthorityId> {
        let words = Words::new(name, Span::at(0, name.len()), &self.stems);
        self.body_at(&words, 0)
            .filter(|found| found.next == words.len())
            .map(|found| found.payloads.into_vec())
            .unwrap_or_default()
    }

    /// The name that all of these bodies bear, as the authority files list it; given in any form.
    #[must_use]
    pub fn shared_name(&self, bearers: &[AuthorityId], name: &str) -> Option<&str> {
        let first = self.authority(*bearers.first()?)?;
        let dated = first.dated_names.iter().flat_map(|dated| std::iter::once(&dated.text).chain(&dated.abbreviation));
        first.shared.iter().chain(dated).find(|listed| is_form_of(listed, name)).map(String::as_str)
    }

    /// Whether a body existed and went by a name on a day. Only dated names tell; a body without any was always there.
    #[must_use]
    pub fn bears(&self, id: AuthorityId, name: &str, day: Date) -> bool {
        let Some(authority) = self.authority(id) else { return false };
        let so_called = |dated: &&DatedName| {
            std::iter::once(&dated.text).chain(&dated.abbreviation).any(|listed| is_form_of(listed, name))
        };
        let mut so_called = authority.dated_names.iter().filter(so_called).peekable();
        if so_called.peek().is_some() {
            return so_called.any(|name| name.holds_on(day));
        }
        authority.dated_names.is_empty() || authority.dated_names.iter().any(|name| name.holds_on(day))
    }

    /// Whether a name, given as the stems of its content words, has half of its words or of a body's full name in common
    /// with it. A body whose full name is not listed is like any.
    #[must_use]
    pub fn is_named_like(&self, id: AuthorityId, stems: &[String]) -> bool {
        let Some(authority) = self.authority(id) else { return false };
        let full: Vec<&String> =
            authority.name_de.iter().chain(authority.dated_names.iter().map(|name| &name.text)).collect();
        let shared = |name: &String| {
            let own = content_stems(name);
            let both = own.iter().filter(|stem| stems.contains(stem)).count();
            both > 0 && 2 * both >= own.len().min(stems.len())
        };
        full.is_empty() || full.into_iter().any(shared)
    }

    /// Bodies whose full name has at least half of its words in common with a name, best first, at most `most`.
    #[must_use]
    pub fn nearest(&self, name: &str, most: usize) -> Vec<AuthorityId> {
        let stems = content_stems(name);
        let mut near: Vec<(usize, AuthorityId)> = Vec::new();
        for (id, authority) in (0..).zip(&self.authorities) {
            let own = content_stems(authority.name_de.as_deref().unwrap_or(&authority.label));
            let both = own.iter().filter(|stem| stems.contains(stem)).count();
            if 2 * both >= own.len().max(stems.len()) && both > 0 {
                near.push((both, id));
            }
        }
        near.sort_by_key(|(both, id)| (std::cmp::Reverse(*both), *id));
        near.into_iter().take(most).map(|(_, id)| id).collect()
    }

    /// Longest name that members of a conference go by („Justizministerinnen und Justizminister“).
    #[must_use]
    pub fn members_at(&self, words: &Words<'_>, at: usize) -> Option<Found> {
        self.members.longest_at(words, at)
    }

    /// Longest statute name that starts at token `at`, abbreviation or title: the statute and the next token.
    #[must_use]
    pub fn statute_at(&self, words: &Words<'_>, at: usize) -> Option<(StatuteId, usize)> {
        let found = self.statute_names.longest_at(words, at)?;
        found.payloads.first().map(|id| (*id, found.next))
    }

    /// Whether the name of a statute may start with the word at `at`.
    #[must_use]
    pub fn begins_statute(&self, words: &Words<'_>, at: usize) -> bool {
        words.begin(at, self.statute_names.mark())
    }

    /// Whether a word is a noun for members of a conference, alone or as the end of a compound.
    #[must_use]
    pub fn is_member_noun(&self, word: &str) -> bool {
        let bare = word.strip_suffix('n').filter(|word| word.ends_with("er")).unwrap_or(word);
        self.member_ends.longest_of(bare).is_some()
    }

    /// Whether a word is a noun for a document that a conference takes note of: „Bericht“, „Maßnahmenkonzept“.
    #[must_use]
    pub fn is_document(&self, word: &str) -> bool {
        word.starts_with(char::is_uppercase) && self.documents.longest_of(word).is_some()
    }

    /// The shape with the longest suffix that the word ends in, the ending of the genitive aside.
    #[must_use]
    pub fn suffix_of(&self, kind: ShapeKind, word: &str) -> Option<&Shape> {
        let ends = if kind == ShapeKind::Abbreviated { &self.abbreviated_suffixes } else { &self.suffixes };
        let bare = word.strip_suffix("es").or_else(|| word.strip_suffix('s')).unwrap_or(word);
        let uninflected = || if bare.len() < word.len() { ends.longest_of(bare) } else { None };
        let found = ends.longest_of(word).into_iter().chain(uninflected());
        found.max_by_key(|(end, _)| end.len()).and_then(|(_, id)| self.shape(id))
    }

    /// Longest noun of a shape that starts at token `at`; payloads are positions in [`shapes`](Self::shapes).
    #[must_use]
    pub fn shape_at(&self, words: &Words<'_>, at: usize) -> Option<Found> {
        self.shape_nouns.longest_at(words, at)
    }

    /// What completes a collective name and starts at token `at`: its shape and the next token.
    #[must_use]
    pub fn complement_at(&self, words: &Words<'_>, at: usize) -> Option<(&Shape, usize)> {
        let found = self.complements.longest_at(words, at)?;
        Some((self.shape(*found.payloads.first()?)?, found.next))
    }

    /// Phrase that says how a body takes part, such as „unter Beteiligung“; the payload is the position in
    /// [`ROLES`].
    #[must_use]
    pub fn role_at(&self, words: &Words<'_>, at: usize) -> Option<Found> {
        self.roles.longest_at(words, at)
    }

    /// What the word at `at` may do, if it is a form of a verb of `acts.ttl`.
    pub fn triggers_at<'l>(&'l self, words: &Words<'_>, at: usize) -> impl Iterator<Item = &'l Trigger> {
        let may = words.begin(at, self.trigger);
        let listed = self.triggers.get(words.stem(at) as usize).filter(|_| may).map_or(&[][..], Vec::as_slice);
        let word = if may { words.word(at) } else { "" };
        listed.iter().filter(move |trigger| trigger.form.len() == word.len() && &*trigger.form == word)
    }

    /// The shape of a listed noun or suffix, by position.
    #[must_use]
    pub fn shape(&self, id: u32) -> Option<&Shape> {
        self.shapes.get(id as usize)
    }

    #[must_use]
    pub fn authority(&self, id: AuthorityId) -> Option<&Authority> {
        self.authorities.get(id as usize)
    }

    /// The authority with this key (`body/bmi`).
    #[must_use]
    pub fn authority_by_key(&self, key: &str) -> Option<AuthorityId> {
        self.by_key.get(key).copied()
    }

    /// The chair of a body, where the authority file has one.
    #[must_use]
    pub fn chair_of(&self, body: AuthorityId) -> Option<AuthorityId> {
        self.authorities
            .iter()
            .position(|authority| authority.chair_of == Some(body))
            .and_then(|at| u32::try_from(at).ok())
    }

    /// Whether `body` is `ancestor` or stands below it.
    #[must_use]
    pub fn is_within(&self, body: AuthorityId, ancestor: AuthorityId) -> bool {
        let mut here = Some(body);
        // Parents may be wrong in a user's file; a loop must not hang.
        for _ in 0..16 {
            match here {
                Some(id) if id == ancestor => return true,
                Some(id) => here = self.authority(id).and_then(|authority| authority.parent.or(authority.chair_of)),
                None => return false,
            }
        }
        false
    }
}

/// Whether a text is a listed name, inflected as it may be.
fn is_form_of(name: &str, text: &str) -> bool {
    let (listed, found) = (tokenize(name), tokenize(text));
    listed.len() == found.len()
        && listed.iter().zip(&found).all(|(one, other)| is_inflection(one.span.of(name), other.span.of(text)))
}

/// The words of a name that tell it from others, as stems.
fn content_stems(name: &str) -> Vec<String> {
    let words = tokenize(name);
    let content = words.iter().filter(|token| token.is_capitalised() || token.is_number());
    content
        .map(|token| {
            let mut stem = String::new();
            fold_stem(token.span.of(name), &mut stem);
            stem
        })
        .collect()
}

/// Names of the roles in which a body takes part, as in the tables; payloads of [`Lexicon::role_at`] count them.
pub const ROLES: [&str; 3] = ["participation", "coordination", "lead"];
