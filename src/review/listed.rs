//! Everything that answers findings, as rows of one list.

use serde::Serialize;
use totality::report::Suppression;
use totality::source::Source;

/// It answers a finding.
pub(crate) const USED: &str = "used";

/// One comment, waiver or entry of a baseline. A field that says nothing is empty. The type is what programs read: it
/// changes only by a new field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Listed {
    /// `text`, `waiver` or `baseline`, as in reports.
    pub(crate) kind: &'static str,
    /// `used`; `unused`: there is no such finding; `ended`: its last day is past; `forbidden`: the settings forbid to
    /// silence the rule; `faulty`: it can silence nothing, and `reason` says why.
    pub(crate) status: &'static str,
    /// The rule; empty where none can be told.
    pub(crate) rule: String,
    /// The file that it stands in.
    pub(crate) file: String,
    /// Where in that file.
    pub(crate) line: Option<usize>,
    pub(crate) column: Option<usize>,
    /// The text that it is for; empty for a waiver for all.
    pub(crate) path: String,
    /// Whether it is for the whole text.
    pub(crate) whole: bool,
    pub(crate) reason: String,
    pub(crate) approver: String,
    pub(crate) date: String,
    pub(crate) expires: String,
    pub(crate) fingerprint: String,
}

impl Listed {
    /// A comment in a text.
    pub(crate) fn comment(
        comment: Suppression,
        (name, source): (&str, &Source),
        is_used: bool,
        is_forbidden: bool,
    ) -> Self {
        let at = source.location(comment.comment.start);
        let status = match &comment.fault {
            Some(_) => "faulty",
            None if is_forbidden => "forbidden",
            None if is_used => USED,
            None => "unused",
        };
        Self {
            kind: "text",
            status,
            rule: comment.rule,
            file: name.to_owned(),
            line: Some(at.line),
            column: Some(at.column),
            path: name.to_owned(),
            whole: comment.whole,
            reason: comment.fault.unwrap_or(comment.reason),
            ..Self::default()
        }
    }
}
