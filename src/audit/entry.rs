//! What an audit keeps of one text: plain data, the row that every output is made of.
//!
//! These types are the contract of the JSON Lines output and change only by a new field. Places are as in the JSON
//! report of `check`: byte offsets into the text, half open; lines and columns from 1, columns in characters. What a
//! rule says of itself (why, what to do) is the same for all its findings and left to `totality rules`.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use totality::dating::TextDate;
use totality::diagnostic::Severity;
use totality::report::{Decision, Status};

/// One text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// Its name.
    pub(crate) path: String,
    /// The SHA-256 of its bytes.
    pub(crate) sha256: String,
    /// How many bytes it has.
    pub(crate) bytes: usize,
    /// Whether it is a justification.
    pub(crate) justification: bool,
    /// What it decides.
    pub(crate) decision: Decision,
    /// When it is from.
    pub(crate) date: Option<TextDate>,
    /// The month in which it is from, if that is sure.
    pub(crate) month: Option<String>,
    /// Whether the guidelines were in force then.
    pub(crate) in_force: InForce,
    /// What is said of that to a reader; empty where they were.
    pub(crate) in_force_note: String,
    /// Header lines, front matter and columns.
    pub(crate) metadata: BTreeMap<String, String>,
    /// The ledger.
    pub(crate) factors: Vec<Factor>,
    /// The findings.
    pub(crate) diagnostics: Vec<Finding>,
    /// Sentences that state a conclusion, for comparison with those of other texts.
    pub(crate) conclusions: Vec<Conclusion>,
}

/// Whether the guidelines were in force on the date of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum InForce {
    /// They were.
    Yes,
    /// They were not.
    No,
    /// The date leaves room for both.
    Uncertain,
    /// No date is stated.
    Undated,
}

impl InForce {
    /// The word for it.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Uncertain => "uncertain",
            Self::Undated => "undated",
        }
    }
}

/// Words of a text, with their place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Place {
    /// The first byte and the one after the last.
    pub(crate) span: Range,
    /// Line, from 1.
    pub(crate) line: usize,
    /// Column in characters, from 1.
    pub(crate) column: usize,
    /// The words.
    pub(crate) text: String,
}

/// A half-open range of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Range {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// A mention of a factor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Factor {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) status: Status,
    #[serde(flatten)]
    pub(crate) place: Place,
}

/// A finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Finding {
    pub(crate) rule: String,
    pub(crate) severity: Severity,
    pub(crate) message: String,
    pub(crate) section: String,
    /// The place of the words; `None`, like what follows, for something absent.
    pub(crate) span: Option<Range>,
    /// Line, from 1.
    pub(crate) line: Option<usize>,
    /// Column in characters, from 1.
    pub(crate) column: Option<usize>,
    /// The words.
    pub(crate) text: Option<String>,
}

/// A sentence that states a conclusion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Conclusion {
    /// The same for sentences that differ in names, numbers and dates only.
    pub(crate) key: String,
    #[serde(flatten)]
    pub(crate) place: Place,
}

impl Entry {
    /// How many findings are of this severity.
    pub(crate) fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|finding| finding.severity == severity).count()
    }

    /// The rules that fired, each once.
    pub(crate) fn rules(&self) -> BTreeSet<&str> {
        self.diagnostics.iter().map(|finding| finding.rule.as_str()).collect()
    }

    /// The factors with that status, each once.
    pub(crate) fn factors(&self, status: Status) -> BTreeSet<&str> {
        self.factors.iter().filter(|factor| factor.status == status).map(|factor| factor.id.as_str()).collect()
    }

    /// What it is under some name: its month, its decision, or a piece of metadata.
    pub(crate) fn group(&self, by: &str) -> Option<&str> {
        match by {
            "month" => self.month.as_deref(),
            "year" => self.month.as_deref().and_then(|month| month.get(..4)),
            _ => self.metadata.get(by).map(String::as_str),
        }
    }
}
