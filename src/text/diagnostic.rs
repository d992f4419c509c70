use super::Span;
use serde::Serialize;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing is lost.
    Note,
    /// Something was read with a doubt that a person should look at.
    Warning,
    /// The document, or a part of it, could not be read.
    Error,
}

/// One finding about a document: what, where, and what to do about it.
///
/// The analysis never fails; it returns a value and such findings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    pub severity: Severity,
    /// Stable name of the finding, for filters: `invalid-utf8`, `unknown-body`.
    pub code: &'static str,
    /// Where in the clean text of the source; none where it concerns the whole.
    pub span: Option<Span>,
    pub message: String,
    /// What a person can do; empty where nothing needs doing.
    pub remedy: &'static str,
}

impl Diagnostic {
    #[must_use]
    pub fn new(
        severity: Severity,
        code: &'static str,
        span: Option<Span>,
        message: String,
        remedy: &'static str,
    ) -> Self {
        Self { severity, code, span, message, remedy }
    }
}
