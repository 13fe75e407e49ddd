//! The diagnostic format of reviewdog. Its columns are bytes of UTF-8, its ends exclusive.
//!
//! Readers refuse fields that they do not know, so the record of the run stands in `original_output`.

use super::json::value;
use super::place::{Place, Unit};
use super::{Run, Summary, Writer, notice_line, record_line, unread_line};
use crate::batch::Checked;
use serde::Serialize;
use std::io::{self, Write};
use totality::diagnostic::{Diagnostic, Severity};
use totality::source::{Source, Span};

/// The format.
pub(crate) struct Rdjson {
    run: Run,
    first: bool,
    /// The names of the texts and their records.
    record: Vec<(String, String)>,
}

impl Rdjson {
    /// A report of that run.
    pub(crate) fn new(run: &Run) -> Self {
        Self { run: run.clone(), first: true, record: Vec::new() }
    }

    /// One diagnostic that is no finding, on the first text: what was checked, by what, and how it went.
    fn record(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let Some((path, _)) = self.record.first() else { return Ok(()) };
        let texts = self.record.iter().map(|(name, record)| format!("{name}: {record}"));
        let lines: Vec<_> = [self.run.line()].into_iter().chain(texts).collect();
        let notices = summary.notices.iter().map(|notice| format!("; {}", notice_line(notice)));
        let entry = Entry {
            message: format!("record of the check, no finding: {}{}", summary.line(), notices.collect::<String>()),
            location: Location { path, range: None },
            severity: "INFO",
            code: Some(Code { value: "record" }),
            original_output: lines.join("\n"),
            related_locations: Vec::new(),
        };
        write(&mut self.first, &entry, out)
    }

    fn finding(
        &mut self,
        document: &Checked,
        diagnostic: &Diagnostic,
        (severity, said): (&'static str, &str),
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let location = |span| Location::new(&document.name, &document.source, span);
        let related = diagnostic
            .labels
            .iter()
            .map(|label| Related { message: &label.text, location: location(Some(label.span)) });
        let entry = Entry {
            message: format!("{}{said}", diagnostic.message),
            location: location(diagnostic.span),
            severity,
            code: Some(Code { value: &diagnostic.rule }),
            original_output: format!("{}; {}", self.run.line(), record_line(document)),
            related_locations: related.collect(),
        };
        write(&mut self.first, &entry, out)
    }
}

fn write(first: &mut bool, entry: &Entry<'_>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(if std::mem::take(first) { b"\n" } else { b",\n" })?;
    value(entry, out)
}

#[derive(Serialize)]
struct Entry<'a> {
    message: String,
    location: Location<'a>,
    severity: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<Code<'a>>,
    original_output: String,
    related_locations: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

impl<'a> Location<'a> {
    fn new(path: &'a str, source: &Source, span: Option<Span>) -> Self {
        let place = span.map(|span| Place::of(source, span, Unit::Bytes));
        let range = place.map(|place| Range {
            start: Position { line: place.line, column: place.column },
            end: Position { line: place.end_line, column: place.end_column },
        });
        Self { path, range }
    }
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
}

impl Writer for Rdjson {
    fn start(&mut self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "{{\"source\":{{\"name\":\"totality\"}},\"diagnostics\":[")
    }

    fn document(&mut self, document: &Checked, out: &mut dyn Write) -> io::Result<()> {
        self.record.push((document.name.clone(), record_line(document)));
        for diagnostic in &document.report.diagnostics {
            let severity = match diagnostic.severity {
                Severity::Error => "ERROR",
                Severity::Warning => "WARNING",
                Severity::Note => "INFO",
            };
            self.finding(document, diagnostic, (severity, ""), out)?;
        }
        for answered in &document.answered {
            let said = format!(" ({})", answered.by.said());
            self.finding(document, &answered.diagnostic, ("INFO", &said), out)?;
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        for trouble in &summary.unread {
            let path = trouble.place.as_ref().map_or("", |place| &place.name);
            let entry = Entry {
                message: format!("not checked: {}", trouble.message),
                location: Location { path, range: None },
                severity: "ERROR",
                code: None,
                original_output: self.run.line(),
                related_locations: Vec::new(),
            };
            write(&mut self.first, &entry, out)?;
            self.record.push((path.to_owned(), format!("not checked: {}", unread_line(trouble))));
        }
        self.record(summary, out)?;
        writeln!(out, "\n]}}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples::{reviewed, run, written};

    #[test]
    fn columns_are_bytes() {
        insta::assert_snapshot!(written(Rdjson::new(&run()), &reviewed()), @r#"
        {"source":{"name":"totality"},"diagnostics":[
        {"message":"the statement is missing","location":{"path":"cases/a b,c&d.md"},"severity":"WARNING","code":{"value":"no-statement"},"original_output":"totality 0.0.0; lexicon dhs-2021 sha256:beef; a clean report is no approval; input sha256:b975ea0fb5c3a748e2e69738d77ec593a52313eb4d61736cef0ef627b43371d7; configuration sha256:0123","related_locations":[]},
        {"message":"this counts alone","location":{"path":"cases/a b,c&d.md","range":{"start":{"line":3,"column":19},"end":{"line":4,"column":6}}},"severity":"ERROR","code":{"value":"some-rule"},"original_output":"totality 0.0.0; lexicon dhs-2021 sha256:beef; a clean report is no approval; input sha256:b975ea0fb5c3a748e2e69738d77ec593a52313eb4d61736cef0ef627b43371d7; configuration sha256:0123","related_locations":[{"message":"the cue, at 100%: <b>","location":{"path":"cases/a b,c&d.md","range":{"start":{"line":4,"column":10},"end":{"line":4,"column":16}}}}]},
        {"message":"=1+1 | %0A::error::[x](y) ]]> <script> (silenced in the text: said, \"elsewhere\" <i>)","location":{"path":"cases/a b,c&d.md","range":{"start":{"line":4,"column":18},"end":{"line":4,"column":22}}},"severity":"INFO","code":{"value":"some-rule"},"original_output":"totality 0.0.0; lexicon dhs-2021 sha256:beef; a clean report is no approval; input sha256:b975ea0fb5c3a748e2e69738d77ec593a52313eb4d61736cef0ef627b43371d7; configuration sha256:0123","related_locations":[]},
        {"message":"record of the check, no finding: 2 files, 1 error, 1 warning, 0 notes; 0 not shown, 1 silenced in the text, 0 waived, 0 in the baseline, 0 not on changed lines; 0 not checked","location":{"path":"cases/a b,c&d.md"},"severity":"INFO","code":{"value":"record"},"original_output":"totality 0.0.0; lexicon dhs-2021 sha256:beef; a clean report is no approval\ncases/a b,c&d.md: input sha256:b975ea0fb5c3a748e2e69738d77ec593a52313eb4d61736cef0ef627b43371d7; configuration sha256:0123\nb.md: input sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855; configuration sha256:0123","related_locations":[]}
        ]}
        "#);
    }
}
