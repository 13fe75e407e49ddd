//! The pipeline as one short function; the only place that knows all stages.

pub use crate::document::Format;

use crate::diagnostic::{Diagnostic, Label};
use crate::document::Document;
use crate::hits;
use crate::ledger::{self, Ledger};
use crate::lexicon::{Lexicon, LexiconError};
use crate::mentions::{self, Reading};
use crate::report::{Decision, FactorMention, Report, Status, Suppression};
use crate::rules::{self, Finding};
use crate::source::Span;
use crate::{deciding, evidence, fingerprint, suppression};
use std::path::Path;

/// A compiled lexicon, ready to check any number of texts from any number of threads.
#[derive(Debug)]
pub struct Checker {
    lexicon: Lexicon,
}

/// The labels of the fields that say something of a text as a whole, where somebody has named them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldLabels {
    /// Of the field that says when it was written.
    pub date: Vec<String>,
    /// Of the field that says what it decides.
    pub decision: Vec<String>,
}

impl Checker {
    /// With the guidelines that are built in.
    #[must_use]
    pub fn embedded() -> Self {
        Self { lexicon: Lexicon::embedded() }
    }

    /// With the lexicon in a folder, which has the layout of `lexicons/`. One without guidelines of its own is laid over
    /// the built-in one: its files take the place of those of the same path, or come beside them.
    ///
    /// # Errors
    /// Every mistake in the lexicon's files, with its place.
    pub fn from_folder(folder: &Path) -> Result<Self, Vec<LexiconError>> {
        let lexicon =
            if Lexicon::is_whole(folder) { Lexicon::from_folder(folder)? } else { Lexicon::over_embedded(folder)? };
        Ok(Self { lexicon })
    }

    /// The same, without what was learned: phrases and cues decide alone, as they do in a lexicon that has learned
    /// nothing yet.
    #[must_use]
    pub fn without_evidence(mut self) -> Self {
        self.lexicon.forget_weights();
        self
    }

    /// The lexicon in use.
    #[must_use]
    pub const fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// Checks one text. Touches no file and keeps nothing.
    #[must_use]
    pub fn check(&self, text: &str, format: Format) -> Report {
        self.check_parsed(text, &self.parse(text, format))
    }

    /// The same, for a text whose date or decision stands in a field that somebody has named, whatever the lexicon knows
    /// of its label.
    #[must_use]
    pub fn check_labelled(&self, text: &str, format: Format, labels: &FieldLabels) -> Report {
        let mut document = self.parse(text, format);
        let value = |labels: &[String]| {
            let field = document.fields.iter().find(|field| field.is_labelled(text, labels));
            field.map(|field| field.value)
        };
        (document.date, document.decision) = (value(&labels.date), value(&labels.decision));
        self.check_parsed(text, &document)
    }

    /// Takes a text apart as [`Checker::check`] does, for those who need its sentences and fields as well.
    #[must_use]
    pub fn parse(&self, text: &str, format: Format) -> Document {
        Document::parse(text, format, &self.lexicon.abbreviations)
    }

    /// Checks a text that [`Checker::parse`] has taken apart.
    #[must_use]
    pub fn check_parsed(&self, text: &str, document: &Document) -> Report {
        let lexicon = &self.lexicon;
        let hits = hits::find(document, text, lexicon);
        let reading = Reading::new(text, document, lexicon, &hits);
        let mentions = mentions::find(&reading);
        let evidence = evidence::weigh(&reading, mentions, deciding::stated(&reading));
        let ledger = ledger::draw_up(&reading, evidence);
        let findings = rules::run(&reading, &ledger);
        self.report(&reading, &ledger, findings)
    }

    /// What the comments of a text ask to silence, in its order, whether there is such a finding or not.
    #[must_use]
    pub fn suppressions(&self, text: &str, document: &Document) -> Vec<Suppression> {
        suppression::list(text, document, &self.lexicon)
    }

    /// A finding on a comment that silences nothing, and why: it asks for what is not allowed.
    #[must_use]
    pub fn in_vain(&self, comment: Span, why: &str) -> Diagnostic {
        suppression::in_vain(&self.lexicon, comment, why)
    }

    fn report(&self, reading: &Reading<'_>, ledger: &Ledger, findings: Vec<Finding>) -> Report {
        let lexicon = &self.lexicon;
        let factors = ledger
            .mentions
            .iter()
            .map(|mention| {
                let factor = &lexicon.factors()[mention.factor];
                let cues = mention.decided_by.iter().map(|words| Label {
                    span: reading.span(words),
                    text: format!("read as {} because of this", status_word(mention.status)),
                });
                FactorMention {
                    id: factor.id.clone(),
                    kind: factor.kind.clone(),
                    status: mention.status,
                    span: reading.span(&mention.words),
                    cues: cues.collect(),
                }
            })
            .collect();
        let mut diagnostics: Vec<Diagnostic> = findings
            .into_iter()
            .filter_map(|finding| {
                let page = lexicon.rule(&finding.rule)?;
                let span = finding.span;
                let words = span.map_or("", |span| &reading.text[span.start..span.end]);
                Some(Diagnostic {
                    rule: page.id.clone(),
                    severity: page.severity,
                    message: page.message.replace("{words}", words),
                    section: page.section.clone(),
                    note: page.note.clone(),
                    help: page.help.clone(),
                    span,
                    caption: page.caption.clone(),
                    labels: finding.labels.into_iter().map(|(span, text)| Label { span, text }).collect(),
                    fingerprint: String::new(),
                })
            })
            .collect();
        let mut suppressed = suppression::apply(reading.text, reading.document, lexicon, &mut diagnostics);
        diagnostics.sort_by_key(|diagnostic| diagnostic.span.map(|span| (span.start, span.end)));
        // Front matter decides without a sentence.
        let in_field = reading.document.decision.filter(|_| ledger.decision != Decision::Unknown);
        let silent = suppressed.iter_mut().map(|suppressed| &mut suppressed.diagnostic);
        fingerprint::mark(reading.text, reading.document, diagnostics.iter_mut().chain(silent));
        Report {
            justification: ledger.justification,
            decision: ledger.decision,
            decision_span: ledger.decided_by.as_ref().map(|(_, words)| reading.span(words)).or(in_field),
            factors,
            diagnostics,
            suppressed,
            fields: reading.document.fields.iter().map(|field| (field.label, field.value)).collect(),
        }
    }
}

const fn status_word(status: Status) -> &'static str {
    match status {
        Status::Asserted => "asserted",
        Status::Negated => "negated",
        Status::Hypothetical => "hypothetical",
        Status::Other => "someone else's",
    }
}
