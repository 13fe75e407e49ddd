//! A table for spreadsheets (RFC 4180): a row for each document and for each finding, with the record of the run.
//!
//! A cell that a spreadsheet would take for a formula starts with an apostrophe.

use super::place::{Place, Unit};
use super::{Run, Summary, Writer, escape, severity, trouble};
use crate::batch::Checked;
use std::io::{self, Write};
use totality::diagnostic::Diagnostic;

/// The names of the columns.
const COLUMNS: [&str; 17] = [
    "record",
    "path",
    "line",
    "column",
    "end_line",
    "end_column",
    "rule",
    "severity",
    "section",
    "message",
    "text",
    "status",
    "reason",
    "fingerprint",
    "input_sha256",
    "configuration_sha256",
    "tool",
];

/// The format.
pub(crate) struct Csv {
    run: Run,
}

impl Csv {
    /// A report of that run.
    pub(crate) fn new(run: &Run) -> Self {
        Self { run: run.clone() }
    }

    fn finding(
        &self,
        document: &Checked,
        diagnostic: &Diagnostic,
        (status, reason): (&str, &str),
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let Checked { name, source, digest, configuration, .. } = document;
        let at = diagnostic.span.map(|span| Place::of(source, span, Unit::Characters));
        let number = |number: fn(Place) -> usize| at.map_or_else(String::new, |at| number(at).to_string());
        let words = diagnostic.span.and_then(|span| source.text().get(span.start..span.end)).unwrap_or_default();
        row(
            [
                "finding",
                name,
                &number(|at| at.line),
                &number(|at| at.column),
                &number(|at| at.end_line),
                &number(|at| at.end_column),
                &diagnostic.rule,
                severity(diagnostic.severity),
                &diagnostic.section,
                &diagnostic.message,
                words,
                status,
                reason,
                &diagnostic.fingerprint,
                digest,
                configuration,
                &self.tool(),
            ],
            out,
        )
    }

    fn tool(&self) -> String {
        let Run { version, guidelines, lexicon, as_of, .. } = &self.run;
        let day = as_of.as_ref().map_or_else(String::new, |day| format!("; waivers as of {day}"));
        format!("totality {version}; {guidelines} sha256:{lexicon}{day}")
    }
}

impl Writer for Csv {
    fn start(&mut self, out: &mut dyn Write) -> io::Result<()> {
        row(COLUMNS, out)
    }

    fn document(&mut self, document: &Checked, out: &mut dyn Write) -> io::Result<()> {
        let (mut cells, tool) = ([""; COLUMNS.len()], self.tool());
        (cells[0], cells[1], cells[11]) = ("document", &document.name, "checked");
        (cells[14], cells[15], cells[16]) = (&document.digest, &document.configuration, &tool);
        row(cells, out)?;
        for diagnostic in &document.report.diagnostics {
            self.finding(document, diagnostic, ("open", ""), out)?;
        }
        for answered in &document.answered {
            self.finding(document, &answered.diagnostic, (answered.by.status(), &answered.by.reason()), out)?;
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        for trouble in &summary.unread {
            let (mut cells, tool) = ([""; COLUMNS.len()], self.tool());
            (cells[0], cells[1]) = ("document", trouble.place.as_ref().map_or("", |place| &place.name));
            (cells[11], cells[12], cells[16]) = ("unread", &trouble.message, &tool);
            cells[14] = trouble.place.as_ref().and_then(|place| place.digest.as_deref()).unwrap_or_default();
            row(cells, out)?;
        }
        let tool = self.tool();
        for notice in &summary.notices {
            let place = notice.place.as_ref();
            let line = place.and_then(trouble::Place::line_number).map_or_else(String::new, |line| line.to_string());
            let mut cells = [""; COLUMNS.len()];
            (cells[0], cells[1], cells[2]) = ("notice", place.map_or("", |place| &place.name), &line);
            (cells[9], cells[16]) = (&notice.message, &tool);
            row(cells, out)?;
        }
        let (mut cells, counts) = ([""; COLUMNS.len()], summary.line());
        (cells[0], cells[9], cells[16]) = ("summary", &counts, &tool);
        row(cells, out)?;
        Ok(())
    }
}

fn row(cells: [&str; COLUMNS.len()], out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{}\r\n", cells.map(cell).join(","))
}

/// A cell, quoted if need be.
fn cell(text: &str) -> String {
    let shown: String = text
        .chars()
        .map(|c| if c == '\n' { c.to_string() } else { escape::visible(c.encode_utf8(&mut [0; 4])).into_owned() })
        .collect();
    // What acts in a spreadsheet does so also behind space and quotation marks.
    let first = text.trim_start_matches([' ', '"', '\'', '\u{feff}']).chars().next();
    let is_formula = first.is_some_and(|first| {
        matches!(first, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '|' | '%' | '＝' | '＋' | '－' | '＠')
    });
    let guarded = if is_formula { format!("'{shown}") } else { shown };
    let guarded = escape::without_commands(&guarded);
    if guarded.contains(['"', ',', '\n', '\r', ';']) {
        format!("\"{}\"", guarded.replace('"', "\"\""))
    } else {
        guarded.into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples::{reviewed, run, written};

    #[test]
    fn documents_and_findings_are_rows() {
        insta::assert_snapshot!(written(Csv::new(&run()), &reviewed()).replace('\r', ""), @r#"
        record,path,line,column,end_line,end_column,rule,severity,section,message,text,status,reason,fingerprint,input_sha256,configuration_sha256,tool
        document,"cases/a b,c&d.md",,,,,,,,,,checked,,,b975ea0fb5c3a748e2e69738d77ec593a52313eb4d61736cef0ef627b43371d7,0123,"totality 0.0.0; dhs-2021 sha256:beef"
        finding,"cases/a b,c&d.md",,,,,no-statement,warning,II.B,the statement is missing,,open,,,b975ea0fb5c3a748e2e69738d77ec593a52313eb4d61736cef0ef627b43371d7,0123,"totality 0.0.0; dhs-2021 sha256:beef"
        finding,"cases/a b,c&d.md",3,14,4,6,some-rule,error,II.B,this counts alone,"conviction
        alone",open,,f0,b975ea0fb5c3a748e2e69738d77ec593a52313eb4d61736cef0ef627b43371d7,0123,"totality 0.0.0; dhs-2021 sha256:beef"
        finding,"cases/a b,c&d.md",4,18,4,22,some-rule,error,II.B,'=1+1 | %0A::error::[x](y) ]]> <script>,'@all,suppressed,"said, ""elsewhere"" <i>",f1,b975ea0fb5c3a748e2e69738d77ec593a52313eb4d61736cef0ef627b43371d7,0123,"totality 0.0.0; dhs-2021 sha256:beef"
        document,b.md,,,,,,,,,,checked,,,e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855,0123,"totality 0.0.0; dhs-2021 sha256:beef"
        summary,,,,,,,,,"2 files, 1 error, 1 warning, 0 notes; 0 not shown, 1 silenced in the text, 0 waived, 0 in the baseline, 0 not on changed lines; 0 not checked",,,,,,,"totality 0.0.0; dhs-2021 sha256:beef"
        "#);
    }

    #[test]
    fn formulas_do_not_act() {
        assert_eq!(cell("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
        assert_eq!(cell(" \"@SUM(1)"), "\"' \"\"@SUM(1)\"");
        assert_eq!(cell("-2"), "'-2");
        assert_eq!(cell("a, b"), "\"a, b\"");
        assert_eq!(cell("a\n ::error::b\nc::d"), "\"a\n' ::error::b\nc::d\"");
        assert_eq!(cell("a ##[error]b"), "a ## [error]b");
        assert_eq!(cell("plain é"), "plain é");
    }
}
