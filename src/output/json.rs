//! The JSON report: a contract that is extended and never broken.
//!
//! One document stands on one line, so that reports can be compared, and is written as soon as it is checked. Places
//! are byte offsets into the file, half open; lines and columns count from 1, columns in characters. The types here
//! are frozen copies: they change only by a new field.

use super::{Summary, Writer, escape, severity};
use crate::batch::Checked;
use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};
use std::io::{self, Write};
use totality::report::{Decision, Status};
use totality::source::{Source, Span};

/// The version of the contract.
pub(crate) const SCHEMA_VERSION: u32 = 1;

/// What a report tells of each document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// The ledger and the findings.
    Check,
    /// The ledger.
    Factors,
}

/// The format.
pub(crate) struct Json {
    guidelines: String,
    content: Content,
    first: bool,
}

impl Json {
    /// A report under the guidelines of that name.
    pub(crate) fn new(guidelines: &str, content: Content) -> Self {
        Self { guidelines: guidelines.to_owned(), content, first: true }
    }
}

impl Writer for Json {
    fn start(&mut self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "{{\"schema_version\":{SCHEMA_VERSION},\"guidelines\":")?;
        value(&self.guidelines, out)?;
        write!(out, ",\"documents\":[")
    }

    fn document(&mut self, document: &Checked, out: &mut dyn Write) -> io::Result<()> {
        let separator = if std::mem::take(&mut self.first) { "\n" } else { ",\n" };
        out.write_all(separator.as_bytes())?;
        value(&DocumentEntry::new(document, self.content), out)
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let unread: Vec<_> = summary
            .unread
            .iter()
            .map(|trouble| UnreadEntry {
                path: trouble.place.as_ref().map_or("", |place| &place.name),
                message: &trouble.message,
            })
            .collect();
        write!(out, "\n],\"unread\":")?;
        value(&unread, out)?;
        write!(out, ",\"summary\":")?;
        match self.content {
            Content::Check => value(&SummaryEntry::new(summary), out)?,
            Content::Factors => value(&FactorsSummaryEntry::new(summary), out)?,
        }
        if self.content == Content::Check {
            write!(out, ",\"clean_is_not_approval\":true")?;
        }
        writeln!(out, "}}")
    }
}

/// Writes a value with every character escaped that acts on a terminal.
pub(crate) fn value<T: Serialize + ?Sized>(value: &T, out: &mut dyn Write) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(out, Escaping)).map_err(io::Error::from)
}

/// Compact JSON in which acting and hidden characters stand as `\uXXXX`: the same data, harmless on a terminal.
struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(escape::acts_or_hides) {
            let (harmless, from) = rest.split_at(at);
            CompactFormatter.write_string_fragment(writer, harmless)?;
            let mut characters = from.chars();
            if let Some(character) = characters.next() {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    write!(writer, "\\u{unit:04x}")?;
                }
            }
            rest = characters.as_str();
        }
        CompactFormatter.write_string_fragment(writer, rest)
    }
}

#[derive(Serialize)]
struct DocumentEntry<'a> {
    path: &'a str,
    justification: bool,
    decision: &'static str,
    factors: Vec<FactorEntry<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    diagnostics: Option<Vec<DiagnosticEntry<'a>>>,
}

impl<'a> DocumentEntry<'a> {
    fn new(document: &'a Checked, content: Content) -> Self {
        let Checked { name, source, report } = document;
        let factors = report.factors.iter().map(|factor| FactorEntry {
            id: &factor.id,
            kind: &factor.kind,
            status: status(factor.status),
            place: PlaceEntry::new(source, factor.span),
        });
        let diagnostics = report.diagnostics.iter().map(|diagnostic| DiagnosticEntry {
            rule: &diagnostic.rule,
            severity: severity(diagnostic.severity),
            message: &diagnostic.message,
            section: &diagnostic.section,
            note: &diagnostic.note,
            help: &diagnostic.help,
            place: diagnostic.span.map_or_else(PlaceEntry::default, |span| PlaceEntry::new(source, span)),
            labels: diagnostic
                .labels
                .iter()
                .map(|label| LabelEntry { message: &label.text, place: PlaceEntry::new(source, label.span) })
                .collect(),
        });
        Self {
            path: name,
            justification: report.justification,
            decision: decision(report.decision),
            factors: factors.collect(),
            diagnostics: (content == Content::Check).then(|| diagnostics.collect()),
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

#[derive(Serialize)]
struct UnreadEntry<'a> {
    path: &'a str,
    message: &'a str,
}

#[derive(Serialize)]
struct SummaryEntry {
    documents: usize,
    justifications: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
}

impl SummaryEntry {
    const fn new(summary: &Summary) -> Self {
        let Summary { documents, justifications, errors, warnings, notes, .. } = *summary;
        Self { documents, justifications, errors, warnings, notes }
    }
}

#[derive(Serialize)]
struct FactorsSummaryEntry {
    documents: usize,
    justifications: usize,
}

impl FactorsSummaryEntry {
    const fn new(summary: &Summary) -> Self {
        Self { documents: summary.documents, justifications: summary.justifications }
    }
}

/// The word for a status.
pub(crate) const fn status(status: Status) -> &'static str {
    match status {
        Status::Asserted => "asserted",
        Status::Negated => "negated",
        Status::Hypothetical => "hypothetical",
        Status::Other => "other",
    }
}

/// The word for a decision.
pub(crate) const fn decision(decision: Decision) -> &'static str {
    match decision {
        Decision::Enforce => "enforce",
        Decision::Decline => "decline",
        Decision::Unknown => "unknown",
    }
}

#[cfg(test)]
mod tests;
