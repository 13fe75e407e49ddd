//! Reports to bytes: one small writer for each format, all fed with the same plain data.
//!
//! A writer gets one document at a time and keeps none. Each owns its types, so that a change inside the engine cannot
//! change what scripts read.

pub(crate) mod concise;
pub(crate) mod escape;
pub(crate) mod excerpt;
pub(crate) mod factors;
pub(crate) mod human;
pub(crate) mod json;
pub(crate) mod page;
pub(crate) mod score;
pub(crate) mod table;
pub(crate) mod trace;
pub(crate) mod trouble;

use crate::batch::Checked;
use crate::output::trouble::Trouble;
use std::io::{self, Write};
use totality::diagnostic::Severity;

/// What a run found in all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Summary {
    /// Texts that were checked.
    pub(crate) documents: usize,
    /// Those that are justifications.
    pub(crate) justifications: usize,
    /// Findings shown that are errors.
    pub(crate) errors: usize,
    /// Findings shown that are warnings.
    pub(crate) warnings: usize,
    /// Findings shown that are notes.
    pub(crate) notes: usize,
    /// Findings below the least severity that is shown.
    pub(crate) hidden: usize,
    /// Texts that could not be read, and why.
    pub(crate) unread: Vec<Trouble>,
}

impl Summary {
    /// Counts a document, whose diagnostics are those shown.
    pub(crate) fn count(&mut self, document: &Checked) {
        self.documents += 1;
        self.justifications += usize::from(document.report.justification);
        for diagnostic in &document.report.diagnostics {
            *match diagnostic.severity {
                Severity::Error => &mut self.errors,
                Severity::Warning => &mut self.warnings,
                Severity::Note => &mut self.notes,
            } += 1;
        }
    }
}

/// A format in which the findings of a run are written.
pub(crate) trait Writer {
    /// Before the first document.
    fn start(&mut self, out: &mut dyn Write) -> io::Result<()>;
    /// One document, with the diagnostics to show.
    fn document(&mut self, document: &Checked, out: &mut dyn Write) -> io::Result<()>;
    /// After the last document.
    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()>;
}

/// The word for a severity.
pub(crate) const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// A number and what is counted, in the right number: "1 file", "2 files".
pub(crate) fn counted(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

#[cfg(test)]
pub(crate) mod samples;
