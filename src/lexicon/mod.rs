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
mod names;
mod node;
mod pattern;
mod turtle;
mod words;

pub use error::{Fault, LexiconError};
pub use names::{Found, NameIndex};
pub use pattern::{ActPattern, FlowPattern, Slot};
pub use words::{Stem, Stems, Words};

use crate::text::Span;
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
    /// The user's own files.
    pub files: Vec<LexiconFile>,
    pub act_kinds: Vec<ActKind>,
    pub flow_kinds: Vec<FlowKindEntry>,
    /// Ways to name a body that no authority file lists.
    pub shapes: Vec<Shape>,
    /// All stems of names and patterns, for [`Words::new`].
    pub stems: Stems,
    bodies: NameIndex,
    members: NameIndex,
    statute_names: NameIndex,
    shape_nouns: NameIndex,
    roles: NameIndex,
    /// Ends of nouns for members, as a compound has them and as a word of its own: `ministerinnen`, `Ministerinnen`.
    member_ends: Endings,
    /// Ends of compounds that name bodies, and of those that do where an abbreviation follows: positions in `shapes`.
    suffixes: Endings,
    abbreviated_suffixes: Endings,
    /// Forms of verbs by stem.
    triggers: Vec<Vec<Trigger>>,
    by_key: FxHashMap<String, AuthorityId>,
}

/// A body with its names through time.
#[derive(Clone, Debug, Default)]
pub struct Authority {
    /// Path below `…/id/`: `body/bmi`.
    pub key: String,
    /// Normal form, as in the tables: `BMI`.
    pub label: String,
    pub name_de: Option<String>,
    pub name_en: Option<String>,
    /// Path of its kind below `…/id/`: `kind/federal-ministry`.
    pub kind: String,
    pub parent: Option<AuthorityId>,
    /// The body whose chair this is.
    pub chair_of: Option<AuthorityId>,
    /// For whom it acts: a Land, the Federation.
    pub jurisdiction: Option<AuthorityId>,
    pub dated_names: Vec<DatedName>,
    pub links: Vec<Link>,
    /// IRIs outside that it is not.
    pub rejects: Vec<String>,
    /// Keys of what was merged into it.
    pub replaces: Vec<String>,
    /// The user's files that speak of it: positions in [`Lexicon::files`].
    pub files: Vec<u32>,
}

/// A link to a thing outside, and how well it is evidenced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// IRI of the mapping property (`skos:closeMatch`, …).
    pub property: String,
    pub iri: String,
    /// How many independent sources give it.
    pub sources: Option<u32>,
    /// When that was found out.
    pub date: Option<String>,
}

/// A kind of bodies: a concept of `kinds.ttl`.
#[derive(Clone, Debug)]
pub struct Kind {
    /// Path below `…/id/`: `kind/conference`.
    pub key: String,
    pub label_de: String,
    pub label_en: String,
    /// Key of the kind above.
    pub broader: Option<String>,
}

/// A file of the user's own lexicon: what provenance needs to say of it.
#[derive(Clone, Debug)]
pub struct LexiconFile {
    /// Without its folder.
    pub name: String,
    /// SHA-256, in hexadecimal.
    pub digest: String,
}

impl LexiconFile {
    fn new(path: &str, digest: String) -> Self {
        Self { name: path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned(), digest }
    }
}

/// A name and the days between which it was official.
#[derive(Clone, Debug)]
pub struct DatedName {
    /// Path below `…/id/`: `name/bmi/2018`.
    pub key: String,
    pub text: String,
    pub abbreviation: Option<String>,
    pub from: Option<Date>,
    pub until: Option<Date>,
}

#[derive(Clone, Debug, Default)]
pub struct Statute {
    /// Path below `…/id/`: `statute/stpo`.
    pub key: String,
    /// Normal form: official abbreviation, else full title.
    pub label: String,
    pub title: Option<String>,
    /// Cited by article (`Art.`) rather than section (`§`).
    pub by_article: bool,
    /// Folder on gesetze-im-internet.de.
    pub slug: Option<String>,
    pub celex: Option<String>,
    pub links: Vec<Link>,
    /// Keys of what was merged into it.
    pub replaces: Vec<String>,
    /// The user's files that speak of it: positions in [`Lexicon::files`].
    pub files: Vec<u32>,
}

/// A sitting as the authority file knows it.
#[derive(Clone, Debug)]
pub struct SessionRecord {
    /// Path below `…/id/`: `session/imk/2021-12-03`.
    pub key: String,
    pub body: AuthorityId,
    pub number: Option<u32>,
    pub first: Option<Date>,
    pub last: Option<Date>,
    pub place: Option<String>,
    /// How well it is evidenced: `stated`, `inferred`, …
    pub grade: Option<String>,
}

/// A kind of act: a concept of `acts.ttl`.
#[derive(Clone, Debug, Default)]
pub struct ActKind {
    /// Name in the tables and last part of its IRI `…/id/act/requests`: `requests`.
    pub name: String,
    pub label_de: String,
    pub label_en: String,
    /// Whether somebody is asked or told (then the table has the addressee).
    pub addressed: bool,
    pub patterns: Vec<ActPattern>,
    /// From here on the patterns hold in protocol notes only.
    pub note_patterns_from: usize,
    pub examples: Vec<String>,
    pub counter_examples: Vec<String>,
}

/// A kind of information flow: a concept of `acts.ttl`.
#[derive(Clone, Debug, Default)]
pub struct FlowKindEntry {
    /// `reports`.
    pub name: String,
    pub label_de: String,
    pub label_en: String,
    pub patterns: Vec<FlowPattern>,
    /// Nouns after „bittet um“ that ask for the same.
    pub nouns: Vec<String>,
    /// What is laid before a body makes the flow this kind: a report that is submitted is reported.
    pub carries: Vec<String>,
    pub to_conference: bool,
}

/// How a name looks that no authority file lists.
#[derive(Clone, Debug)]
pub struct Shape {
    pub kind: ShapeKind,
    /// Short kind in the normal form: `BLAG`.
    pub label: String,
    /// Path of the kind of body: `kind/working-group`.
    pub body_kind: String,
    /// Nouns in the nominative, as listed.
    pub nouns: Vec<String>,
    /// End of a compound, in lower case; for suffix shapes only.
    pub suffix: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShapeKind {
    /// A noun that heads a group's name: `Arbeitsgruppe`.
    Group,
    /// The end of a compound: `…behörde`.
    Suffix,
    /// A noun that heads a full name with „für“ or a genitive: `Bundesamt für …`.
    Head,
    /// An organ of another body: `Verwaltungsrat der …`.
    Organ,
    Chair,
    /// Members that speak for their conference: `Ministerinnen`.
    Member,
    /// An office that acts for a body: `Beauftragter des …`.
    Office,
    /// A role with what it is for: `Ausrichter der …`.
    Role,
    /// What may follow a name with a hyphen without hiding it: `IMK-Beschluss`.
    CompoundHead,
    /// The end of a noun that is a body's when an abbreviation in brackets follows: `…zentrum (ABC)`.
    Abbreviated,
    /// What completes a collective name: `des Bundes und der Länder`.
    Complement,
    /// A definite noun that points back to the last body so named: `die Stiftung`.
    Anaphor,
}

/// A form of a verb that may do an act.
#[derive(Clone, Debug)]
pub struct Trigger {
    pub form: Box<str>,
    pub number: FormKind,
    pub kind: ActKindId,
    /// Position in [`ActKind::patterns`].
    pub pattern: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormKind {
    Singular,
    Plural,
    Participle,
}

impl Lexicon {
    /// Longest name of a body that starts at token `at`; several payloads where the name is shared.
    #[must_use]
    pub fn body_at(&self, words: &Words<'_>, at: usize) -> Option<Found> {
        self.bodies.longest_at(words, at)
    }

    /// The bodies that bear exactly this name; empty where the lexicon has none.
    #[must_use]
    pub fn bodies_named(&self, name: &str) -> Vec<AuthorityId> {
        let words = Words::new(name, Span::at(0, name.len()), &self.stems);
        self.body_at(&words, 0)
            .filter(|found| found.next == words.len())
            .map(|found| found.payloads)
            .unwrap_or_default()
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

    /// Whether a word is a noun for members of a conference, alone or as the end of a compound.
    #[must_use]
    pub fn is_member_noun(&self, word: &str) -> bool {
        let bare = word.strip_suffix('n').filter(|word| word.ends_with("er")).unwrap_or(word);
        self.member_ends.longest_of(bare).is_some()
    }

    /// The shape with the longest suffix that the word ends in, the ending of the genitive aside.
    #[must_use]
    pub fn suffix_of(&self, kind: ShapeKind, word: &str) -> Option<&Shape> {
        let ends = if kind == ShapeKind::Abbreviated { &self.abbreviated_suffixes } else { &self.suffixes };
        let bare = word.strip_suffix("es").or_else(|| word.strip_suffix('s')).unwrap_or(word);
        let found = [word, bare].into_iter().filter_map(|word| ends.longest_of(word));
        found.max_by_key(|(end, _)| end.len()).and_then(|(_, id)| self.shape(id))
    }

    /// Longest noun of a shape that starts at token `at`; payloads are positions in [`shapes`](Self::shapes).
    #[must_use]
    pub fn shape_at(&self, words: &Words<'_>, at: usize) -> Option<Found> {
        self.shape_nouns.longest_at(words, at)
    }

    /// Phrase that says how a body takes part, such as „unter Beteiligung“; the payload is the position in
    /// [`ROLES`].
    #[must_use]
    pub fn role_at(&self, words: &Words<'_>, at: usize) -> Option<Found> {
        self.roles.longest_at(words, at)
    }

    /// What the word at `at` may do, if it is a form of a verb of `acts.ttl`.
    pub fn triggers_at<'l>(&'l self, words: &Words<'_>, at: usize) -> impl Iterator<Item = &'l Trigger> {
        let word = words.word(at);
        self.triggers.get(words.stem(at) as usize).into_iter().flatten().filter(move |trigger| &*trigger.form == word)
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

/// Names of the roles in which a body takes part, as in the tables; payloads of [`Lexicon::role_at`] count them.
pub const ROLES: [&str; 3] = ["participation", "coordination", "lead"];
