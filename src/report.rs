//! What a check of one text yields: the ledger of factors, the decision, and the diagnostics. Plain data.

use crate::diagnostic::{Diagnostic, Label};
use crate::span::Span;
use serde::{Deserialize, Serialize};

/// What the text decides (RULEBOOK § 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// It decides, recommends or proposes an enforcement action.
    Enforce,
    /// It decides or recommends not to take one.
    Decline,
    /// It states neither.
    Unknown,
}

impl Decision {
    /// The word for it, as in labels and reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Enforce => "enforce",
            Self::Decline => "decline",
            Self::Unknown => "unknown",
        }
    }
}

/// Whether a factor is said to be so (RULEBOOK § 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// True of this case.
    Asserted,
    /// Said not to be so, not found, or none.
    Negated,
    /// Conditional, possible, asked, to be found out, or a general rule.
    Hypothetical,
    /// True of someone else.
    Other,
}

impl Status {
    /// The word for it, as in labels and reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Asserted => "asserted",
            Self::Negated => "negated",
            Self::Hypothetical => "hypothetical",
            Self::Other => "other",
        }
    }
}

/// One place where the text cites a factor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorMention {
    /// The factor's identifier (`lengthy-presence`).
    pub id: String,
    /// Its kind (`mitigating`).
    pub kind: String,
    /// Whether it is said to be so.
    pub status: Status,
    /// The words.
    pub span: Span,
    /// What decided the status, if not the plain words: the cue, with a text like "read as negated because of this".
    pub cues: Vec<Label>,
}

/// What one text yields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Whether the text is a justification at all (RULEBOOK § 1).
    pub justification: bool,
    /// What it decides.
    pub decision: Decision,
    /// The words that decide, if any.
    pub decision_span: Option<Span>,
    /// The ledger, in order of the text.
    pub factors: Vec<FactorMention>,
    /// The findings, in order of the text, document-level ones first.
    pub diagnostics: Vec<Diagnostic>,
    /// Findings that the text itself silences, and by which words.
    pub suppressed: Vec<Suppressed>,
    /// The metadata of the text (front matter and header lines), label and value, in order.
    pub fields: Vec<(Span, Span)>,
}

/// A rule that a comment in the text asks to silence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// The rule; empty where the comment names none that can be told.
    pub rule: String,
    /// The comment.
    pub comment: Span,
    /// Whether it is for the whole text.
    pub whole: bool,
    /// Why the finding may stand.
    pub reason: String,
    /// Why it can silence nothing.
    pub fault: Option<String>,
}

/// A finding that a comment in the text silences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suppressed {
    /// The finding, as it would stand without the comment.
    pub diagnostic: Diagnostic,
    /// The comment that silences it.
    pub comment: Span,
    /// The reason that the comment gives.
    pub reason: String,
}
