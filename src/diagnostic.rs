//! The plain finding: which rule, how severe, where, what is wrong, why, and what a writer can do.

use crate::span::Span;
use serde::{Deserialize, Serialize};

/// How much a finding weighs (RULEBOOK § 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// What helps a reviewer.
    Note,
    /// What the guidelines require and the text lacks.
    Warning,
    /// What the guidelines forbid.
    Error,
}

/// A further place that helps to understand a finding: the cue that decided, the heading it stands under.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What it shows, without a full stop.
    pub text: String,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The rule's identifier, as in the rulebook (`conviction-alone`).
    pub rule: String,
    /// Its severity.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: String,
    /// The section of the guidelines (`II.B`).
    pub section: String,
    /// Why, with reference to the guidelines.
    pub note: String,
    /// What a writer can do.
    pub help: String,
    /// The words that show it; `None` for something absent.
    pub span: Option<Span>,
    /// What is said under the primary span; may be empty.
    pub caption: String,
    /// Further places.
    pub labels: Vec<Label>,
    /// What names this finding across edits elsewhere in the text; see [`crate::fingerprint`].
    pub fingerprint: String,
}
