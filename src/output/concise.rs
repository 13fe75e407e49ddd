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
        let mut path = escape::visible(&document.name);
        // In the log of a workflow, a line that starts so is a command.
        if path.trim_start().starts_with("::") {
            path.to_mut().insert_str(0, "./");
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples::{document, finding, written};

    #[test]
    fn each_finding_is_one_line() {
        let text = "Ñandú: arrest\nThe conviction is enough.\n";
        let diagnostics = vec![finding(text, None, &[]), finding(text, Some("conviction"), &[])];
        let command = document("::error::x.md", text, vec![finding(text, None, &[])]);
        let documents = [document("a\nb.md", text, diagnostics), document("c.md", text, vec![]), command];
        insta::assert_snapshot!(written(Concise, &documents), @r"
        a<U+000A>b.md: warning[no-statement] the statement is missing
        a<U+000A>b.md:2:5: error[some-rule] this counts alone
        ./::error::x.md: warning[no-statement] the statement is missing
        ");
    }
}
