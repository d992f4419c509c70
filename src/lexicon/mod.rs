//! What the domain expert taught: authorities, statutes, sessions and act kinds, loaded from `ontology/*.ttl`.

use jiff::civil::Date;

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
    pub act_kinds: Vec<ActKind>,
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
    pub dated_names: Vec<DatedName>,
    /// Outside identifiers: IRI of the mapping property, IRI of the thing.
    pub links: Vec<(String, String)>,
}

/// A name and the days between which it was official.
#[derive(Clone, Debug)]
pub struct DatedName {
    pub text: String,
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
}
