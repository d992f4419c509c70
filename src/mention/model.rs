//! What a mention is: bodies, norms, reports, references, and how the words carry them.

use crate::calendar::When;
use crate::lexicon::{AuthorityId, StatuteId};
use crate::structure::PassageId;
use crate::text::Span;
use jiff::civil::Date;

/// Everything that a document mentions.
#[derive(Debug, Default)]
pub struct Mentions {
    /// Last day of the sitting, as far as known.
    pub day: Option<Date>,
    /// Bodies of this document, known and unknown; mentions point into it.
    pub bodies: Vec<Body>,
    /// The conference whose resolutions these are.
    pub conference: Option<BodyId>,
    /// In the order of the text.
    pub mentions: Vec<Mention>,
    /// Words that looked like a mention, and why they are none.
    pub rejected: Vec<Rejection>,
}

/// Position in [`Mentions::bodies`].
pub type BodyId = u32;

/// A body as this document knows it.
#[derive(Clone, Debug)]
pub struct Body {
    /// Path below `…/id/`: `body/bmi`.
    pub key: String,
    /// Normal form, as in the tables: `BMI`, `BLAG Menschenhandel`.
    pub label: String,
    /// Path of its kind below `…/id/`: `kind/working-group`.
    pub kind: String,
    pub referent: Referent,
    /// The longest name that this document gives it.
    pub name: Option<String>,
}

impl Body {
    /// Whether „er“ and „ihn“ stand for it: a council, committee or circle.
    #[must_use]
    pub fn is_masculine(&self) -> bool {
        let head = self.name.as_deref().unwrap_or(&self.label).split_whitespace().next().unwrap_or("");
        ["rat", "kreis", "ausschuss", "verbund", "Bund"].iter().any(|end| head.ends_with(end))
    }
}

/// What a name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Referent {
    Known(AuthorityId),
    /// Several authorities bear the name and nothing in the document decides.
    Ambiguous(Vec<AuthorityId>),
    /// Recognised by shape only.
    Unknown,
}

#[derive(Clone, Debug)]
pub struct Mention {
    pub passage: PassageId,
    /// Of the reading text.
    pub span: Span,
    pub kind: MentionKind,
    /// Name of the rule that found it, as `explain` shows it.
    pub rule: &'static str,
    pub grounding: Grounding,
}

#[derive(Clone, Debug)]
pub enum MentionKind {
    Body(BodyId),
    Norm(Norm),
    Report(Report),
    Reference(Reference),
    Printed(Printed),
    Date(When),
}

/// How the words carry the statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grounding {
    /// The words name it.
    Literal,
    /// The words point to a name elsewhere: pronouns, possessives, abbreviations introduced before.
    Inherited,
    /// Follows from the words by a rule of the genre.
    Inferred,
}

/// A norm: a statute and the part of it that is cited.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Norm {
    /// Normal form of the statute: `StPO`, or its full title.
    pub statute: String,
    pub authority: Option<StatuteId>,
    pub division: Option<Division>,
    /// `99`, `3a`.
    pub number: Option<String>,
    #[doc(alias = "Absatz")]
    pub paragraph: Option<String>,
    #[doc(alias = "Satz")]
    pub sentence: Option<String>,
    #[doc(alias = "Nummer")]
    pub item: Option<String>,
    #[doc(alias = "Buchstabe")]
    pub letter: Option<String>,
}

/// A printed paper of a parliament: `BT-Drs. 18/3629`.
#[doc(alias = "Drucksache")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Printed {
    /// Position in [`Lexicon::series`](crate::lexicon::Lexicon::series).
    pub series: u32,
    pub first: u32,
    pub second: u32,
}

/// How a statute counts its provisions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Division {
    Section,
    Article,
}

#[doc(alias = "Bericht")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// None for an oral report.
    pub title: Option<String>,
    pub oral: bool,
    #[doc(alias = "Stand")]
    pub status: Option<When>,
    /// `VS-NfD`.
    pub classification: Option<&'static str>,
    pub release: Option<Release>,
    pub reporter: Option<BodyId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Release {
    Released,
    NotReleased,
}

/// A reference to another decision, sitting or mandate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    pub body: Option<BodyId>,
    pub when: Option<When>,
    /// Number of the sitting, where the text gives it.
    pub session: Option<u32>,
    /// As in the tables: `TOP 29 Ziffer 2`, `Beschluss 2018/37`.
    pub item: Option<ItemReference>,
    pub kind: ReferenceKind,
    /// Refers to the resolution it stands in.
    pub internal: bool,
}

impl Reference {
    /// Neither whose, nor of when, nor which: the words named a body that is none.
    pub(super) const fn refers_to_nothing(&self) -> bool {
        self.body.is_none() && self.when.is_none() && self.item.is_none()
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemReference {
    /// Number of the agenda item and, if given, of the point.
    Item(String, Option<u32>),
    /// A decision with a number of its own, and the point of it: `Beschluss 2018/37`, `Umlaufbeschluss 03/2020`.
    Decision(String, Option<u32>),
    /// The point of a decision that only its day tells: „Umlaufbeschluss vom 11. September 2023, Ziffer 1“.
    Point(u32),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceKind {
    Decision,
    Session,
    Mandate,
}

/// Words that looked like a mention or act and are none.
#[derive(Clone, Debug)]
pub struct Rejection {
    pub passage: PassageId,
    pub span: Span,
    pub reason: &'static str,
}

impl Norm {
    /// Normal form of the tables: `StPO § 99 Abs 2`.
    #[must_use]
    pub fn citation(&self) -> String {
        let mut out = self.statute.clone();
        let division = self.division.map(|division| match division {
            Division::Section => "§",
            Division::Article => "Art",
        });
        let parts = [
            (division, &self.number),
            (Some("Abs"), &self.paragraph),
            (Some("Satz"), &self.sentence),
            (Some("Nr"), &self.item),
            (Some("Buchst"), &self.letter),
        ];
        for (word, value) in parts {
            if let (Some(word), Some(value)) = (word, value) {
                for piece in [" ", word, " ", value] {
                    out.push_str(piece);
                }
            }
        }
        out
    }
}

impl std::fmt::Display for ItemReference {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Item(number, None) => write!(out, "TOP {number}"),
            Self::Item(number, Some(point)) => write!(out, "TOP {number} Ziffer {point}"),
            Self::Decision(number, None) => out.write_str(number),
            Self::Decision(number, Some(point)) => write!(out, "{number} Ziffer {point}"),
            Self::Point(point) => write!(out, "Ziffer {point}"),
        }
    }
}
