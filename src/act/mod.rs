//! Who does what to whom by when, and who informs whom.

mod actor;
mod addressee;
mod bodies;
mod clause;
mod coordination;
mod deadline;
mod duty;
mod flow;
mod gerundive;
mod noun;
mod participation;
mod pledge;
mod read;
mod recipient;
mod slot;
mod statement;
mod told;
mod verb;

pub use read::acts;

use crate::calendar::When;
use crate::lexicon::ActKindId;
use crate::mention::{BodyId, Rejection};
use crate::structure::PassageId;
use crate::text::Span;

/// The acts and flows of a document.
#[derive(Debug, Default)]
pub struct Acts {
    pub acts: Vec<Act>,
    pub flows: Vec<Flow>,
    pub rejected: Vec<Rejection>,
}

/// What a resolution or note does by saying so. Spans are of the reading text.
#[derive(Clone, Debug)]
pub struct Act {
    pub passage: PassageId,
    pub kind: ActKindId,
    pub sentence: Span,
    /// The words that make it this kind of act: the finite verb.
    pub trigger: Span,
    pub actor: BodyId,
    /// Who is addressed, or set up, with the words that say so. Coordinated addressees stand side by side.
    pub addressees: Vec<(BodyId, Span)>,
    pub participants: Vec<Participant>,
    pub deadline: Option<Deadline>,
    pub modality: Modality,
}

#[derive(Clone, Debug)]
pub struct Participant {
    pub body: BodyId,
    pub span: Span,
    pub role: Role,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// „unter Beteiligung / Einbindung / Einbeziehung“
    Participation,
    /// „in / nach Abstimmung mit“
    Coordination,
    /// „unter Federführung“
    Lead,
}

/// By when, with the words that say so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    pub span: Span,
    pub due: Due,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    When(When),
    /// „zur nächsten Sitzung“ of a body.
    NextSession(BodyId),
    /// „zur 24. Sitzung“ of a body.
    SessionNumber(BodyId, u32),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Modality {
    Asserted,
    /// „bittet nicht“, „sieht davon ab“
    Negated,
    /// „sofern …“, „sollten …, bittet“
    Conditional,
    /// A proposed decision in quotation marks, an earlier decision retold.
    Reported,
}

/// Information that is to go, or went, from one body to another.
#[derive(Clone, Debug)]
pub struct Flow {
    pub passage: PassageId,
    pub kind: FlowKind,
    pub sentence: Span,
    pub trigger: Span,
    pub from: BodyId,
    pub to: BodyId,
    pub status: Status,
    pub deadline: Option<Deadline>,
    /// Position in [`Acts::acts`] of the act that asked for it.
    pub act: Option<u32>,
    pub modality: Modality,
    /// What the information is about, as far as the sentence names it.
    pub about: Option<Span>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlowKind {
    Informs,
    Reports,
    Submits,
    Presents,
    Provides,
    Asks,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Requested,
    Done,
    Pledged,
}
