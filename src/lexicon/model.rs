//! What the lexicon knows of bodies, statutes, sittings, kinds of acts and shapes of names.

use super::{ActKindId, ActPattern, AuthorityId, FlowPattern};
use jiff::civil::Date;

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
    /// Names that others bear too, as declared.
    pub shared: Vec<String>,
    pub links: Vec<Link>,
    /// No item is known to link to, and why; the reason may be empty.
    pub no_item: Option<String>,
    /// IRIs outside that it is not.
    pub rejects: Vec<String>,
    /// Keys of what was merged into it.
    pub replaces: Vec<String>,
    /// The user's files that speak of it: positions in [`Lexicon::files`](super::Lexicon::files).
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
    pub(super) fn new(path: &str, digest: String) -> Self {
        Self { name: path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned(), digest }
    }
}

impl DatedName {
    /// Whether it was official on that day; the day on which it ends is the next name's.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
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
    /// The user's files that speak of it: positions in [`Lexicon::files`](super::Lexicon::files).
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
    /// The place as a thing, where the file says which it is.
    pub location: Option<Location>,
    /// How well it is evidenced: `stated`, `inferred`, …
    pub grade: Option<String>,
}

/// A town or state.
#[derive(Clone, Debug)]
pub struct Location {
    /// Path below `…/id/`: `place/kiel`.
    pub key: String,
    pub label: String,
    pub links: Vec<Link>,
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
    /// The end of a noun for a document that a conference takes note of: `…bericht`.
    Document,
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
