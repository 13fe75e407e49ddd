//! The parts of the JSON report: frozen copies, which change only by a new field.

use super::{Content, SCHEMA_VERSION};
use crate::batch::Checked;
use crate::output::trouble::Place;
use crate::output::{Run, Summary, severity};
use crate::review::{Answer, Answered};
use serde::Serialize;
use std::collections::BTreeMap;
use totality::diagnostic::{Diagnostic, Label};
use totality::source::{Source, Span};

/// What a report begins with.
#[derive(Serialize)]
pub(crate) struct HeadEntry<'a> {
    schema_version: u32,
    guidelines: &'a str,
    tool: ToolEntry<'a>,
    lexicon: LexiconEntry<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<&'a str>,
}

#[derive(Serialize)]
struct ToolEntry<'a> {
    name: &'a str,
    version: &'a str,
}

#[derive(Serialize)]
struct LexiconEntry<'a> {
    name: &'a str,
    sha256: &'a str,
}

impl<'a> HeadEntry<'a> {
    pub(crate) fn new(run: &'a Run) -> Self {
        Self {
            schema_version: SCHEMA_VERSION,
            guidelines: &run.guidelines,
            tool: ToolEntry { name: env!("CARGO_PKG_NAME"), version: run.version },
            lexicon: LexiconEntry { name: &run.guidelines, sha256: &run.lexicon },
            as_of: run.as_of.as_deref(),
        }
    }
}

/// One text.
#[derive(Serialize)]
pub(crate) struct DocumentEntry<'a> {
    path: &'a str,
    sha256: &'a str,
    encoding: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    configuration_sha256: &'a str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    fields: BTreeMap<&'static str, &'a str>,
    justification: bool,
    decision: &'static str,
    factors: Vec<FactorEntry<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    diagnostics: Option<Vec<DiagnosticEntry<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suppressed: Option<Vec<SuppressedEntry<'a>>>,
}

impl<'a> DocumentEntry<'a> {
    pub(crate) fn new(document: &'a Checked, content: Content) -> Self {
        let Checked { name, source, report, digest, configuration, answered, .. } = document;
        let field = |(name, span): &(&'static str, Span)| Some((*name, source.text().get(span.start..span.end)?));
        let factors = report.factors.iter().map(|factor| FactorEntry {
            id: &factor.id,
            kind: &factor.kind,
            status: factor.status.name(),
            place: PlaceEntry::new(source, factor.span),
        });
        let is_check = content == Content::Check;
        let diagnostics = report.diagnostics.iter().map(|diagnostic| DiagnosticEntry::new(source, diagnostic));
        let suppressed = answered.iter().map(|answered| SuppressedEntry::new(source, answered));
        Self {
            path: name,
            sha256: digest,
            encoding: source.encoding().to_string(),
            configuration_sha256: configuration,
            fields: document.fields.iter().filter_map(field).collect(),
            justification: report.justification,
            decision: report.decision.name(),
            factors: factors.collect(),
            diagnostics: is_check.then(|| diagnostics.collect()),
            suppressed: is_check.then(|| suppressed.collect()),
        }
    }
}

#[derive(Serialize)]
struct FactorEntry<'a> {
    id: &'a str,
    kind: &'a str,
    status: &'static str,
    #[serde(flatten)]
    place: PlaceEntry<'a>,
}

#[derive(Serialize)]
struct DiagnosticEntry<'a> {
    rule: &'a str,
    severity: &'static str,
    message: &'a str,
    section: &'a str,
    note: &'a str,
    help: &'a str,
    #[serde(flatten)]
    place: PlaceEntry<'a>,
    labels: Vec<LabelEntry<'a>>,
    fingerprint: &'a str,
}

impl<'a> DiagnosticEntry<'a> {
    fn new(source: &'a Source, diagnostic: &'a Diagnostic) -> Self {
        let label = |label: &'a Label| LabelEntry { message: &label.text, place: PlaceEntry::new(source, label.span) };
        Self {
            rule: &diagnostic.rule,
            severity: severity(diagnostic.severity),
            message: &diagnostic.message,
            section: &diagnostic.section,
            note: &diagnostic.note,
            help: &diagnostic.help,
            place: diagnostic.span.map_or_else(PlaceEntry::default, |span| PlaceEntry::new(source, span)),
            labels: diagnostic.labels.iter().map(label).collect(),
            fingerprint: &diagnostic.fingerprint,
        }
    }
}

/// A finding that was answered, with the answer.
#[derive(Serialize)]
struct SuppressedEntry<'a> {
    #[serde(flatten)]
    finding: DiagnosticEntry<'a>,
    suppression: AnswerEntry<'a>,
}

impl<'a> SuppressedEntry<'a> {
    fn new(source: &'a Source, answered: &'a Answered) -> Self {
        let place = match &answered.by {
            Answer::Text { comment, .. } => PlaceEntry::new(source, *comment),
            _ => PlaceEntry::default(),
        };
        let (kind, reason) = (answered.by.kind(), answered.by.reason());
        let waiver = WaiverEntry::new(&answered.by);
        Self {
            finding: DiagnosticEntry::new(source, &answered.diagnostic),
            suppression: AnswerEntry { kind, reason, waiver, place },
        }
    }
}

#[derive(Serialize)]
struct AnswerEntry<'a> {
    kind: &'static str,
    reason: String,
    #[serde(flatten)]
    waiver: Option<WaiverEntry<'a>>,
    #[serde(flatten)]
    place: PlaceEntry<'a>,
}

/// Who answers for a finding that is waived, and until when.
#[derive(Serialize)]
pub(crate) struct WaiverEntry<'a> {
    approver: &'a str,
    date: &'a str,
    expires: &'a str,
}

impl<'a> WaiverEntry<'a> {
    pub(crate) fn new(answer: &'a Answer) -> Option<Self> {
        match answer {
            Answer::Waiver { approver, date, expires, .. } => Some(Self { approver, date, expires }),
            _ => None,
        }
    }
}

/// `text` is, as everywhere, the words of the document; what the label says of them is its `message`.
#[derive(Serialize)]
struct LabelEntry<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: PlaceEntry<'a>,
}

#[derive(Default, Serialize)]
struct PlaceEntry<'a> {
    span: Option<SpanEntry>,
    line: Option<usize>,
    column: Option<usize>,
    text: Option<&'a str>,
}

impl<'a> PlaceEntry<'a> {
    fn new(source: &'a Source, span: Span) -> Self {
        let at = source.location(span.start);
        Self {
            span: Some(SpanEntry { start: span.start, end: span.end }),
            line: Some(at.line),
            column: Some(at.column),
            text: source.text().get(span.start..span.end),
        }
    }
}

#[derive(Serialize)]
struct SpanEntry {
    start: usize,
    end: usize,
}

/// A text that could not be read.
#[derive(Serialize)]
pub(crate) struct UnreadEntry<'a> {
    path: &'a str,
    message: &'a str,
    /// Of the bytes, if they could be read and not decoded.
    #[serde(skip_serializing_if = "Option::is_none")]
    sha256: Option<&'a str>,
}

/// What a reader should know of the settings, the ledger and the baseline.
#[derive(Serialize)]
pub(crate) struct NoticeEntry<'a> {
    path: &'a str,
    line: Option<usize>,
    message: &'a str,
}

/// What a reader should know.
pub(crate) fn notices(summary: &Summary) -> Vec<NoticeEntry<'_>> {
    let notices = summary.notices.iter().map(|notice| NoticeEntry {
        path: notice.place.as_ref().map_or("", |place| &place.name),
        line: notice.place.as_ref().and_then(Place::line_number),
        message: &notice.message,
    });
    notices.collect()
}

/// The texts that could not be read.
pub(crate) fn unread(summary: &Summary) -> Vec<UnreadEntry<'_>> {
    summary
        .unread
        .iter()
        .map(|trouble| UnreadEntry {
            path: trouble.place.as_ref().map_or("", |place| &place.name),
            message: &trouble.message,
            sha256: trouble.place.as_ref().and_then(|place| place.digest.as_deref()),
        })
        .collect()
}

/// The counts of a check.
#[derive(Serialize)]
pub(crate) struct SummaryEntry {
    documents: usize,
    justifications: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    hidden: usize,
    suppressed: usize,
    waived: usize,
    baseline: usize,
    unchanged: usize,
    unread: usize,
}

impl SummaryEntry {
    pub(crate) fn new(summary: &Summary) -> Self {
        let Summary { documents, justifications, errors, warnings, notes, hidden, .. } = *summary;
        Self {
            documents,
            justifications,
            errors,
            warnings,
            notes,
            hidden,
            suppressed: summary.answered("text"),
            waived: summary.answered("waiver"),
            baseline: summary.answered("baseline"),
            unchanged: summary.answered("unchanged"),
            unread: summary.unread.len(),
        }
    }
}

/// The counts of a ledger of factors.
#[derive(Serialize)]
pub(crate) struct FactorsSummaryEntry {
    documents: usize,
    justifications: usize,
}

impl FactorsSummaryEntry {
    pub(crate) const fn new(summary: &Summary) -> Self {
        Self { documents: summary.documents, justifications: summary.justifications }
    }
}
