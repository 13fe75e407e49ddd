//! `path:line:col: severity[rule] message`, one line for each finding, for editors, `grep` and people in a hurry.
//!
//! What is absent has no line: `path: severity[rule] message`. Nothing else is written, so that lines can be counted.

use super::{Summary, Writer, escape, severity};
use crate::batch::Checked;
use std::io::{self, Write};

/// The format.
pub(crate) struct Concise;

impl Writer for Concise {
    fn start(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn document(&mut self, document: &Checked, out: &mut dyn Write) -> io::Result<()> {
        let path = escape::visible(&document.name);
        for diagnostic in &document.report.diagnostics {
            let place = diagnostic.span.map(|span| document.source.location(span.start));
            let place = place.map_or_else(String::new, |at| format!(":{}:{}", at.line, at.column));
            let (severity, message) = (severity(diagnostic.severity), escape::line(&diagnostic.message));
            writeln!(out, "{path}{place}: {severity}[{}] {message}", diagnostic.rule)?;
        }
        Ok(())
    }

    fn finish(&mut self, _summary: &Summary, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}
