//! The review step: which findings stand, which were answered and by what, and which of them gate.
//!
//! An answer never drops a finding. It is counted in the summary and kept in every format for programs, with the words
//! that answered it. What is answered first counts: the text itself, then the ledger of waivers, then the baseline, and
//! last the changed lines.

use crate::batch::Checked;
use crate::output::Summary;
use crate::session::Outcome;
use totality::diagnostic::{Diagnostic, Label, Severity};
use totality::report::Suppressed;
use totality::source::Span;

pub(crate) mod selection;

use selection::Selection;

/// A finding that was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answered {
    /// The finding.
    pub(crate) diagnostic: Diagnostic,
    /// What answered it.
    pub(crate) by: Answer,
}

/// What answers a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// A comment in the text.
    Text {
        /// The comment.
        comment: Span,
        /// Its reason.
        reason: String,
    },
}

impl Answer {
    /// The kinds of answers, and how the summary speaks of them.
    pub(crate) const KINDS: [(&'static str, &'static str); 1] = [("text", "silenced in the text")];

    /// The word for it, as it stands in reports.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Text { .. } => "text",
        }
    }

    /// The state of a finding that was so answered.
    pub(crate) const fn status(&self) -> &'static str {
        match self {
            Self::Text { .. } => "suppressed",
        }
    }

    /// What answered it and why, in a few words.
    pub(crate) fn said(&self) -> String {
        match self {
            Self::Text { reason, .. } => format!("silenced in the text: {reason}"),
        }
    }

    /// Why the finding may stand.
    pub(crate) fn reason(&self) -> String {
        match self {
            Self::Text { reason, .. } => reason.clone(),
        }
    }
}

/// How findings are reviewed.
#[derive(Debug)]
pub(crate) struct Terms {
    /// Which rules are reported.
    pub(crate) selection: Selection,
    /// The least severity that is shown.
    pub(crate) least: Severity,
    /// The least severity that gates; `None` if nothing does.
    pub(crate) gate: Option<Severity>,
    /// Whether answers in the text and in the ledger count.
    pub(crate) heed_suppressions: bool,
}

impl Terms {
    /// Reviews the findings of a text: leaves in the report those to show, and says whether any gates.
    pub(crate) fn review(&self, document: &mut Checked, summary: &mut Summary) -> Outcome {
        let mut findings = std::mem::take(&mut document.report.diagnostics);
        for Suppressed { diagnostic, comment, reason } in std::mem::take(&mut document.report.suppressed) {
            if self.heed_suppressions {
                document.answered.push(Answered { diagnostic, by: Answer::Text { comment, reason } });
            } else {
                findings.push(besides(diagnostic, comment, "a comment here would silence it"));
            }
        }
        in_order(&mut findings);
        findings.retain(|diagnostic| self.selection.holds(&diagnostic.rule));
        document.answered.retain(|answered| self.selection.holds(&answered.diagnostic.rule));
        let outcome = outcome_of(&findings, self.gate);
        let all = findings.len();
        findings.retain(|diagnostic| diagnostic.severity >= self.least);
        summary.hidden += all - findings.len();
        document.report.diagnostics = findings;
        outcome
    }
}

/// The finding with a further place.
fn besides(mut diagnostic: Diagnostic, span: Span, text: &str) -> Diagnostic {
    diagnostic.labels.push(Label { span, text: text.to_owned() });
    diagnostic
}

/// Puts findings in the order of the text, those on the whole of it first.
fn in_order(findings: &mut [Diagnostic]) {
    findings.sort_by_key(|diagnostic| diagnostic.span.map(|span| (span.start, span.end)));
}

/// Whether findings gate. What is shown of them does not matter.
fn outcome_of(findings: &[Diagnostic], gate: Option<Severity>) -> Outcome {
    let gates = gate.is_some_and(|gate| findings.iter().any(|diagnostic| diagnostic.severity >= gate));
    if gates { Outcome::Findings } else { Outcome::Clean }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples::finding;

    #[test]
    fn findings_gate_from_their_severity_up() {
        let error = finding("x", Some("x"), &[]);
        let warning = finding("x", None, &[]);
        assert_eq!((error.severity, warning.severity), (Severity::Error, Severity::Warning));
        let outcome = |diagnostic: &Diagnostic, gate| outcome_of(std::slice::from_ref(diagnostic), gate);
        assert_eq!(outcome(&error, Some(Severity::Error)), Outcome::Findings);
        assert_eq!(outcome(&error, Some(Severity::Note)), Outcome::Findings);
        assert_eq!(outcome(&error, None), Outcome::Clean);
        assert_eq!(outcome(&warning, Some(Severity::Warning)), Outcome::Findings);
        assert_eq!(outcome(&warning, Some(Severity::Error)), Outcome::Clean);
        assert_eq!(Outcome::Findings.max(Outcome::Failed).code(), 2);
        assert_eq!(Outcome::Findings.max(Outcome::Clean).code(), 1);
    }
}
