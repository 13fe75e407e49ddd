//! The JSON report: a contract that is extended and never broken.
//!
//! One document stands on one line, so that reports can be compared, and is written as soon as it is checked. Places
//! are byte offsets into the file, half open; lines and columns count from 1, columns in characters. The types here
//! are frozen copies: they change only by a new field.

pub(crate) mod entries;

use super::{Run, Summary, Writer, escape};
use crate::batch::Checked;
use entries::{DocumentEntry, FactorsSummaryEntry, HeadEntry, SummaryEntry, notices, unread};
use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};
use std::io::{self, Write};

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
    run: Run,
    content: Content,
    first: bool,
}

impl Json {
    /// A report of that run.
    pub(crate) fn new(run: &Run, content: Content) -> Self {
        Self { run: run.clone(), content, first: true }
    }
}

impl Writer for Json {
    fn start(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let mut head = Vec::new();
        value(&HeadEntry::new(&self.run), &mut head)?;
        // The object goes on with the documents.
        head.pop();
        out.write_all(&head)?;
        write!(out, ",\"documents\":[")
    }

    fn document(&mut self, document: &Checked, out: &mut dyn Write) -> io::Result<()> {
        let separator = if std::mem::take(&mut self.first) { "\n" } else { ",\n" };
        out.write_all(separator.as_bytes())?;
        value(&DocumentEntry::new(document, self.content), out)
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "\n],\"unread\":")?;
        value(&unread(summary), out)?;
        write!(out, ",\"summary\":")?;
        match self.content {
            Content::Check => value(&SummaryEntry::new(summary), out)?,
            Content::Factors => value(&FactorsSummaryEntry::new(summary), out)?,
        }
        if self.content == Content::Check {
            write!(out, ",\"notices\":")?;
            value(&notices(summary), out)?;
            write!(out, ",\"clean_is_not_approval\":true")?;
        }
        writeln!(out, "}}")
    }
}

/// Writes a value with every character escaped that acts on a terminal or in the log of a workflow.
pub(crate) fn value<T: Serialize + ?Sized>(value: &T, out: &mut dyn Write) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(out, Escaping)).map_err(io::Error::from)
}

/// Compact JSON in which acting and hidden characters stand as `\uXXXX`: the same data, harmless where it is printed.
struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut written = 0;
        let acts = |at: usize, character: char| {
            escape::acts_or_hides(character) || (character == '[' && escape::calls_for_bracket(&fragment[..at]))
        };
        for (at, character) in fragment.char_indices().filter(|(at, character)| acts(*at, *character)) {
            CompactFormatter.write_string_fragment(writer, &fragment[written..at])?;
            for unit in character.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            written = at + character.len_utf8();
        }
        CompactFormatter.write_string_fragment(writer, &fragment[written..])
    }
}

#[cfg(test)]
mod tests;
