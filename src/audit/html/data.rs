//! A document as data for the page: a row of the table, and what is shown when it is opened.

use crate::audit::entry::{Entry, Range};
use crate::audit::examine::Examined;
use crate::output::severity;
use serde_json::{Value, json};
use std::path::PathBuf;
use totality::diagnostic::Severity;

/// What the report is to be.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// Where it goes.
    pub(crate) to: PathBuf,
    /// Whether no words of memos may be in it.
    pub(crate) no_text: bool,
    /// Names of metadata that are columns of the table.
    pub(crate) groups: Vec<String>,
    /// Rules in the order of the lexicon: identifier, one line on when it fires, and advice.
    pub(crate) rules: Vec<[String; 3]>,
}

/// A document as the report takes it.
#[derive(Debug, Default)]
pub(crate) struct Row {
    /// What is shown when it is opened, as JSON.
    pub(crate) detail: Vec<u8>,
    /// The same without its text, for the case that there is no room.
    pub(crate) detail_without_text: Vec<u8>,
    /// The length of its text.
    pub(crate) text: usize,
    /// Its row of the table, as JSON.
    pub(crate) row: Vec<u8>,
}

impl Plan {
    /// Puts a document into the form that the report takes.
    pub(crate) fn row(&self, examined: &Examined) -> Row {
        let Examined { entry, source, redaction, .. } = examined;
        let write = |value: &Value| serde_json::to_vec(value).unwrap_or_default();
        let row = write(&self.table_row(entry));
        if self.no_text {
            let detail_without_text = write(&self.detail(entry, None));
            return Row { detail: Vec::new(), detail_without_text, text: 0, row };
        }
        let shown = redaction.slice(source.text(), 0..source.text().len());
        let units = Units::new(&shown);
        let place = |range: &Range| [units.of(redaction.offset(range.start)), units.of(redaction.offset(range.end))];
        let detail = write(&self.detail(entry, Some((&shown, &place))));
        Row { detail, detail_without_text: write(&self.detail(entry, None)), text: shown.len().max(1), row }
    }

    fn table_row(&self, entry: &Entry) -> Value {
        let rules: Vec<usize> = entry.rules().iter().filter_map(|rule| self.number(rule)).collect();
        let groups: Vec<&str> = self.groups.iter().map(|name| entry.group(name).unwrap_or_default()).collect();
        let date = entry.date.map_or_else(String::new, |date| date.earliest.to_string());
        json!([
            entry.path,
            if entry.justification { entry.decision.name() } else { "" },
            date,
            entry.in_force.word(),
            entry.count(Severity::Error),
            entry.count(Severity::Warning),
            entry.count(Severity::Note),
            rules,
            groups
        ])
    }

    fn number(&self, rule: &str) -> Option<usize> {
        self.rules.iter().position(|[id, ..]| id == rule)
    }

    /// What is shown of a document. Places are in UTF-16 units, as scripts count.
    #[allow(clippy::type_complexity, reason = "a text and how places in it are told, used once")]
    fn detail(&self, entry: &Entry, shown: Option<(&str, &dyn Fn(&Range) -> [usize; 2])>) -> Value {
        let place = |range: Option<&Range>| range.and_then(|range| shown.map(|(_, place)| place(range)));
        let words = |words: Option<&String>| if self.no_text { None } else { words.cloned() };
        let findings: Vec<Value> = entry
            .diagnostics
            .iter()
            .map(|finding| {
                let message = if self.no_text { "" } else { &finding.message };
                json!({
                    "r": finding.rule, "s": severity(finding.severity), "m": message, "c": finding.section,
                    "l": finding.line, "w": words(finding.text.as_ref()), "p": place(finding.span.as_ref()),
                })
            })
            .collect();
        let factors: Vec<Value> = entry
            .factors
            .iter()
            .map(|factor| {
                json!({
                    "f": factor.id, "k": factor.kind, "s": factor.status.name(), "l": factor.place.line,
                    "w": words(Some(&factor.place.text)), "p": place(Some(&factor.place.span)),
                })
            })
            .collect();
        let metadata: Vec<(&String, &String)> = entry.metadata.iter().collect();
        json!({
            "note": entry.in_force_note, "sha256": entry.sha256, "metadata": if self.no_text { Vec::new() } else { metadata },
            "findings": findings, "factors": factors, "text": shown.map(|(text, _)| text),
        })
    }
}

/// Offsets in bytes as offsets in UTF-16 units.
struct Units<'t> {
    text: &'t str,
    /// The units before every so many bytes; empty for ASCII, where both are the same.
    marks: Vec<usize>,
}

impl<'t> Units<'t> {
    const STEP: usize = 256;

    fn new(text: &'t str) -> Self {
        let mut marks = Vec::new();
        if !text.is_ascii() {
            let mut units = 0;
            for (at, character) in text.char_indices() {
                while marks.len() * Self::STEP <= at {
                    marks.push(units);
                }
                units += character.len_utf16();
            }
        }
        Self { text, marks }
    }

    fn of(&self, offset: usize) -> usize {
        let offset = boundary(self.text, offset);
        let Some(&before) = self.marks.get(offset / Self::STEP).or(self.marks.last()) else { return offset };
        // The mark counts what stands before the first character at or after its offset.
        let mark = (offset / Self::STEP).min(self.marks.len() - 1) * Self::STEP;
        let start = (mark..=self.text.len()).find(|at| self.text.is_char_boundary(*at)).unwrap_or(offset);
        before + self.text.get(start..offset).map_or(0, |rest| rest.chars().map(char::len_utf16).sum())
    }
}

/// The last border between characters up to an offset.
fn boundary(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_those_of_scripts() {
        for text in ["plain", "né 😀 x", &"😀é".repeat(500), ""] {
            let units = Units::new(text);
            for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
                assert_eq!(units.of(at), text[..at].encode_utf16().count(), "{at}");
            }
        }
    }
}
