//! The ledger of factors as a table.

use super::json::{decision, status};
use super::{Summary, Writer, escape, page, table};
use crate::batch::Checked;
use std::io::{self, Write};

/// The format.
pub(crate) struct Ledger {
    width: usize,
    first: bool,
}

impl Ledger {
    /// For a page of so many columns.
    pub(crate) const fn new(width: usize) -> Self {
        Self { width, first: true }
    }
}

impl Writer for Ledger {
    fn start(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn document(&mut self, document: &Checked, out: &mut dyn Write) -> io::Result<()> {
        let Checked { name, source, report } = document;
        if !std::mem::take(&mut self.first) {
            writeln!(out)?;
        }
        let what = if report.justification { "justification" } else { "no justification" };
        let (bold, name) = (page::BOLD, escape::visible(name));
        writeln!(out, "{bold}{name}{bold:#}: {what}, decision: {}", decision(report.decision))?;
        let rows: Vec<_> = report
            .factors
            .iter()
            .map(|factor| {
                let at = source.location(factor.span.start);
                let words = source.text().get(factor.span.start..factor.span.end).unwrap_or_default();
                [
                    format!("{}:{}", at.line, at.column),
                    escape::line(&factor.kind),
                    escape::line(&factor.id),
                    status(factor.status).to_owned(),
                    escape::line(words),
                ]
            })
            .collect();
        table::write(&rows, self.width, out)
    }

    fn finish(&mut self, _summary: &Summary, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}
