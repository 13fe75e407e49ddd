//! The review step: which findings stand, which were answered and by what, and which of them gate.
//!
//! An answer never drops a finding. It is counted in the summary and kept in every format for programs, with the words
//! that answered it. What is answered first counts: the text itself, then the ledger of waivers, then the baseline, and
//! last the changed lines.

use crate::batch::Checked;
use crate::config::settings::Settings;
use crate::output::Summary;
use crate::session::Outcome;
use baseline::Baseline;
use changes::{Changed, Changes};
use std::collections::BTreeMap;
use std::path::Path;
use totality::check::Checker;
use totality::diagnostic::{Diagnostic, Label, Severity};
use totality::fingerprint::sha256;
use totality::report::Suppressed;
use totality::source::Span;
use waivers::Waivers;

pub(crate) mod baseline;
pub(crate) mod changes;
pub(crate) mod listed;
pub(crate) mod selection;
pub(crate) mod waivers;

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
    /// A waiver in the ledger.
    Waiver {
        /// Its reason.
        reason: String,
        /// Who answers for it.
        approver: String,
        /// The day on which it was given.
        date: String,
        /// Its last day.
        expires: String,
    },
    /// It is in the baseline.
    Baseline,
    /// It is not on a changed line.
    Unchanged,
}

impl Answer {
    /// The kinds of answers, and how the summary speaks of them.
    pub(crate) const KINDS: [(&'static str, &'static str); 4] = [
        ("text", "silenced in the text"),
        ("waiver", "waived"),
        ("baseline", "in the baseline"),
        ("unchanged", "not on changed lines"),
    ];

    /// The word for it, as it stands in reports.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Text { .. } => "text",
            Self::Waiver { .. } => "waiver",
            Self::Baseline => "baseline",
            Self::Unchanged => "unchanged",
        }
    }

    /// The state of a finding that was so answered.
    pub(crate) const fn status(&self) -> &'static str {
        match self {
            Self::Text { .. } => "suppressed",
            Self::Waiver { .. } => "waived",
            Self::Baseline => "baseline",
            Self::Unchanged => "unchanged",
        }
    }

    /// What answered it and why, in a few words.
    pub(crate) fn said(&self) -> String {
        match self {
            Self::Text { reason, .. } => format!("silenced in the text: {reason}"),
            Self::Waiver { .. } => format!("waived: {}", self.reason()),
            Self::Baseline | Self::Unchanged => self.reason(),
        }
    }

    /// Puts other words in place of what people said.
    pub(crate) fn redact(&mut self, redact: impl Fn(&str) -> String) {
        match self {
            Self::Text { reason, .. } => *reason = redact(reason),
            Self::Waiver { reason, approver, .. } => {
                *reason = redact(reason);
                *approver = redact(approver);
            }
            Self::Baseline | Self::Unchanged => {}
        }
    }

    /// Why the finding may stand.
    pub(crate) fn reason(&self) -> String {
        match self {
            Self::Text { reason, .. } => reason.clone(),
            Self::Waiver { reason, approver, expires, .. } => {
                format!("{reason} (approved by {approver}, until {expires})")
            }
            Self::Baseline => "known: in the baseline".to_owned(),
            Self::Unchanged => "not on a changed line".to_owned(),
        }
    }
}

/// What findings are reviewed against, beside the settings of each text.
#[derive(Debug)]
pub(crate) struct Terms {
    /// Whether answers in the text and in the ledger count.
    pub(crate) heed_suppressions: bool,
    /// The ledgers of waivers.
    pub(crate) waivers: Option<Waivers>,
    /// The baseline.
    pub(crate) baseline: Option<Baseline>,
    /// The changed lines.
    pub(crate) changes: Option<Changes>,
}

impl Terms {
    /// The SHA-256 of everything that decides what is reported of a text and what gates.
    pub(crate) fn digest(&self, settings: &Settings) -> String {
        let Self { heed_suppressions, waivers, baseline, changes } = self;
        let digest = |digest: Option<&String>| digest.map_or("", String::as_str).to_owned();
        let canonical = format!(
            "{}heed_suppressions = {heed_suppressions}\nwaivers = {}\nbaseline = {}\nchanges = {}\n",
            settings.canonical(),
            waivers.as_ref().map_or_else(String::new, Waivers::digest),
            digest(baseline.as_ref().map(|baseline| &baseline.digest)),
            digest(changes.as_ref().map(|changes| &changes.digest)),
        );
        sha256(canonical.as_bytes())
    }

    /// Reviews the findings of the text at a place: leaves in the report those to show, and says whether any gates.
    pub(crate) fn review(
        &self,
        checker: &Checker,
        document: &mut Checked,
        (settings, place): (&Settings, &Path),
        summary: &mut Summary,
    ) -> Outcome {
        let selection = settings.selection();
        let mut findings = std::mem::take(&mut document.report.diagnostics);
        let (mut answered, mut in_vain) = (Vec::new(), BTreeMap::new());
        for Suppressed { diagnostic, comment, reason } in std::mem::take(&mut document.report.suppressed) {
            if settings.forbid.contains_key(&diagnostic.rule) {
                let why = format!("the settings forbid to silence `{}`", diagnostic.rule);
                in_vain.insert(comment.start, checker.in_vain(comment, &why));
                findings.push(besides(diagnostic, comment, "this cannot silence it: the settings forbid that"));
            } else if self.heed_suppressions {
                answered.push(Answered { diagnostic, by: Answer::Text { comment, reason } });
            } else {
                findings.push(besides(diagnostic, comment, "a comment here would silence it"));
            }
        }
        findings.extend(in_vain.into_values());
        in_order(&mut findings);
        findings.retain(|diagnostic| selection.holds(&diagnostic.rule));
        answered.retain(|answered| selection.holds(&answered.diagnostic.rule));
        let weighed = findings.iter_mut().chain(answered.iter_mut().map(|answered| &mut answered.diagnostic));
        for diagnostic in weighed {
            let level = settings.severities.get(&diagnostic.rule).and_then(|level| level.value.severity());
            diagnostic.severity = level.unwrap_or(diagnostic.severity);
        }
        let known = self.baseline.as_ref().and_then(|baseline| baseline.note(place, &document.digest, &selection));
        if let Some(waivers) = &self.waivers {
            waivers.note(place, &selection);
        }
        // What the text answers is none the less there, for those who look after the ledger and the baseline.
        for Answered { diagnostic, .. } in &answered {
            self.waivers.as_ref().and_then(|waivers| waivers.of(place, diagnostic));
            self.is_known(known.as_deref(), diagnostic);
        }
        let changed = self.changes.as_ref().map(|changes| {
            changes.of(place, &document.source).unwrap_or_else(|mut trouble| {
                // The text is reported as a whole, and the run is no success.
                trouble.message = format!("{}: {}", document.name, trouble.message);
                summary.unread.push(trouble);
                Changed::All
            })
        });
        let (mut open, mut hidden) = (Vec::new(), 0);
        for diagnostic in findings {
            match self.answer(document, &diagnostic, settings, (place, known.as_deref()), changed) {
                Some(by) => answered.push(Answered { diagnostic, by }),
                None => open.push(diagnostic),
            }
        }
        let outcome = outcome_of(&open, settings.gate.value.severity());
        open.retain(|diagnostic| {
            let is_shown = diagnostic.severity >= settings.least.value;
            hidden += usize::from(!is_shown);
            is_shown
        });
        summary.hidden += hidden;
        document.fields = settings.fields_of(&document.report.fields, document.source.text());
        document.report.diagnostics = open;
        document.answered = answered;
        document.configuration = self.digest(settings);
        outcome
    }

    fn is_known(&self, name: Option<&str>, finding: &Diagnostic) -> bool {
        self.baseline.as_ref().is_some_and(|baseline| baseline.holds(name, finding))
    }

    /// What answers a finding that the text does not.
    fn answer(
        &self,
        document: &Checked,
        finding: &Diagnostic,
        settings: &Settings,
        (place, known): (&Path, Option<&str>),
        changed: Option<Changed<'_>>,
    ) -> Option<Answer> {
        let may_be_waived = self.heed_suppressions && !settings.forbid.contains_key(&finding.rule);
        let waivers = self.waivers.as_ref().filter(|_| may_be_waived);
        // Each is asked, also where another has answered: what is waived is no less in the baseline.
        let is_known = self.is_known(known, finding);
        if let Some(waiver) = waivers.and_then(|waivers| waivers.of(place, finding)) {
            return Some(Answer::Waiver {
                reason: waiver.reason.clone(),
                approver: waiver.approver.clone(),
                date: waiver.date.clone(),
                expires: waiver.expires.map_or_else(String::new, |day| day.to_string()),
            });
        }
        if is_known && !settings.forbid.contains_key(&finding.rule) {
            return Some(Answer::Baseline);
        }
        let text = document.source.text();
        let is_unchanged = changed.is_some_and(|changed| !changed.touches(finding.span, text));
        is_unchanged.then_some(Answer::Unchanged)
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
