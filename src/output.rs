//! Reports to bytes: one small writer for each format, all fed with the same plain data.
//!
//! A writer gets one document at a time and keeps none. Each owns its types, so that a change inside the engine cannot
//! change what scripts read.

pub(crate) mod checkstyle;
pub(crate) mod concise;
pub(crate) mod csv;
pub(crate) mod escape;
pub(crate) mod excerpt;
pub(crate) mod factors;
pub(crate) mod format;
pub(crate) mod github;
pub(crate) mod gitlab;
pub(crate) mod human;
pub(crate) mod json;
pub(crate) mod jsonl;
pub(crate) mod junit;
pub(crate) mod markdown;
pub(crate) mod page;
mod place;
pub(crate) mod rdjson;
pub(crate) mod sarif;
pub(crate) mod score;
pub(crate) mod sinks;
pub(crate) mod statistics;
pub(crate) mod table;
pub(crate) mod trace;
pub(crate) mod trouble;
mod xml;

use crate::batch::Checked;
use crate::output::trouble::Trouble;
use crate::review::Answer;
use std::collections::BTreeMap;
use std::io::{self, Write};
use totality::diagnostic::Severity;
use totality::lexicon::Lexicon;

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
    /// Findings that were answered, by the kind of answer.
    pub(crate) answered: BTreeMap<&'static str, usize>,
    /// Texts that could not be read, and why.
    pub(crate) unread: Vec<Trouble>,
    /// What a reader should know of the settings, the ledger and the baseline.
    pub(crate) notices: Vec<Trouble>,
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
        for answered in &document.answered {
            *self.answered.entry(answered.by.kind()).or_default() += 1;
        }
    }

    /// Every count of the run in one line, for formats that have no place of their own for it.
    pub(crate) fn line(&self) -> String {
        let Self { documents, errors, warnings, notes, hidden, unread, .. } = self;
        let answered = Answer::KINDS.iter().map(|(kind, said)| format!(", {} {said}", self.answered(kind)));
        format!(
            "{}, {}, {}, {}; {hidden} not shown{}; {} not checked",
            counted(*documents, "file"),
            counted(*errors, "error"),
            counted(*warnings, "warning"),
            counted(*notes, "note"),
            answered.collect::<String>(),
            unread.len(),
        )
    }

    /// What was checked and found, as the closing sentences for people, each on its line.
    pub(crate) fn closing_lines(&self) -> String {
        let hidden = if self.hidden > 0 { format!(" ({} not shown)", self.hidden) } else { String::new() };
        let checked = [counted(self.documents, "file"), counted(self.justifications, "justification")].join(", ");
        let found = [(self.errors, "error"), (self.warnings, "warning"), (self.notes, "note")];
        let found = found.map(|(number, what)| counted(number, what)).join(", ");
        let answered = self.answered_line().map_or_else(String::new, |line| format!("{line}\n"));
        format!("Checked {checked}: {found}{hidden}.\n{answered}")
    }

    /// How many findings were answered, and by what, as a sentence for people; `None` if none was.
    pub(crate) fn answered_line(&self) -> Option<String> {
        let parts = Answer::KINDS.iter().filter(|(kind, _)| self.answered(kind) > 0);
        let parts: Vec<_> = parts.map(|(kind, said)| format!("{} {said}", self.answered(kind))).collect();
        (!parts.is_empty()).then(|| format!("Set aside: {}.", parts.join(", ")))
    }

    /// How many findings an answer of this kind has set aside.
    pub(crate) fn answered(&self, kind: &str) -> usize {
        self.answered.get(kind).copied().unwrap_or_default()
    }
}

/// By what and with what a run was made, for the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    /// The version of the program.
    pub(crate) version: &'static str,
    /// The name of the guidelines.
    pub(crate) guidelines: String,
    /// The title of the guidelines.
    pub(crate) title: String,
    /// The SHA-256 of the compiled lexicon; empty if no format asks for it.
    pub(crate) lexicon: String,
    /// The day as of which waivers were judged, if there are any.
    pub(crate) as_of: Option<String>,
}

impl Run {
    /// Under a lexicon; `is_recorded` if its hash is needed.
    pub(crate) fn new(lexicon: &Lexicon, is_recorded: bool) -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION"),
            guidelines: lexicon.guidelines().to_owned(),
            title: lexicon.title().to_owned(),
            lexicon: if is_recorded { lexicon.digest() } else { String::new() },
            as_of: None,
        }
    }

    /// The record as one line, for formats that have no place of their own for it.
    pub(crate) fn line(&self) -> String {
        let Self { version, guidelines, lexicon, as_of, .. } = self;
        let day = as_of.as_ref().map_or_else(String::new, |day| format!("waivers as of {day}; "));
        format!("totality {version}; lexicon {guidelines} sha256:{lexicon}; {day}a clean report is no approval")
    }
}

/// What a reader should know, as one line.
pub(crate) fn notice_line(notice: &Trouble) -> String {
    let place = notice.place.as_ref().map_or_else(String::new, |place| format!("{}: ", place.short()));
    format!("{place}{}", notice.message)
}

/// Why a text was not checked, with the hash of its bytes if they were read, as one line.
pub(crate) fn unread_line(trouble: &Trouble) -> String {
    let place = trouble.place.as_ref();
    let digest = place.and_then(|place| place.digest.as_ref()).map(|digest| format!("; input sha256:{digest}"));
    format!("{}{}", trouble.message, digest.unwrap_or_default())
}

/// The record of one text as one line.
pub(crate) fn record_line(document: &Checked) -> String {
    format!("input sha256:{}; configuration sha256:{}", document.digest, document.configuration)
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
