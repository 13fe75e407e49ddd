//! Separated values for spreadsheets: documents, findings and factors, one row each, told apart by their first column.
//!
//! A spreadsheet runs what looks like a formula, and a memo comes from anyone: such a cell gets an apostrophe before
//! it, which spreadsheets take for "this is text".

use super::entry::Entry;
use crate::output::escape::without_commands;
use crate::output::severity;
use std::borrow::Cow;
use totality::diagnostic::Severity;

/// The columns before those of the metadata.
const COLUMNS: [&str; 19] = [
    "record",
    "path",
    "sha256",
    "date",
    "month",
    "in_force",
    "justification",
    "decision",
    "errors",
    "warnings",
    "notes",
    "id",
    "kind",
    "status",
    "section",
    "line",
    "column",
    "words",
    "message",
];

/// A cell that no spreadsheet runs.
pub(crate) fn harmless(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// A row, its end included.
pub(crate) fn row<'c>(cells: impl IntoIterator<Item = &'c str>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for cell in cells {
        // Writing to memory cannot fail.
        let _ = writer.write_field(without_commands(&harmless(cell)).as_bytes());
    }
    let _ = writer.write_record(None::<&[u8]>);
    writer.into_inner().unwrap_or_default()
}

/// The first row; `more` are the names of metadata that have a column.
pub(crate) fn head(more: &[String]) -> Vec<u8> {
    row(COLUMNS.into_iter().chain(more.iter().map(String::as_str)))
}

/// The rows of a document.
pub(crate) fn rows(entry: &Entry, more: &[String]) -> Vec<u8> {
    let Entry { path, sha256, .. } = entry;
    let date = entry.date.map_or_else(String::new, |date| {
        let day = date.earliest.to_string();
        if date.earliest == date.latest { day } else { format!("{day}/{}", date.latest) }
    });
    let month = entry.month.as_deref().unwrap_or_default();
    let justification = if entry.justification { "true" } else { "false" };
    let decision = entry.decision.name();
    let of_document = [path, sha256, &date, month, entry.in_force.word(), justification, decision];
    let metadata: Vec<&str> = more.iter().map(|name| entry.group(name).unwrap_or_default()).collect();
    let write = |record: &str, counts: [&str; 3], rest: [&str; 8]| {
        row([record].into_iter().chain(of_document).chain(counts).chain(rest).chain(metadata.iter().copied()))
    };
    let counts = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| entry.count(severity).to_string());
    let mut rows = write("document", counts.each_ref().map(String::as_str), [""; 8]);
    let number = |number: Option<usize>| number.map_or_else(String::new, |number| number.to_string());
    for finding in &entry.diagnostics {
        let (line, column) = (number(finding.line), number(finding.column));
        let words = finding.text.as_deref().unwrap_or_default();
        let severity = severity(finding.severity);
        let cells = [&finding.rule, severity, "", &finding.section, &line, &column, words, &finding.message];
        rows.extend(write("finding", [""; 3], cells));
    }
    for factor in &entry.factors {
        let (line, column) = (number(Some(factor.place.line)), number(Some(factor.place.column)));
        let status = factor.status.name();
        let cells = [&factor.id, factor.kind.as_str(), status, "", &line, &column, &factor.place.text, ""];
        rows.extend(write("factor", [""; 3], cells));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_of_a_cell_is_a_command() {
        let row = String::from_utf8(row(["x\r\n::error::y", "##[error]z"])).expect("is text");
        assert_eq!(row, "\"x\r\n'::error::y\",## [error]z\n");
    }

    #[test]
    fn no_cell_is_a_formula() {
        let row = String::from_utf8(row(["=1+1", "a\"b", "-2", "x\ny", ""])).expect("is text");
        assert_eq!(row, "'=1+1,\"a\"\"b\",'-2,\"x\ny\",\n");
    }
}
