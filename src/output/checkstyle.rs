//! The XML report of Checkstyle. It knows starts only, and `ignore` as a severity for what was answered.

use super::place::{Place, Unit};
use super::{Run, Summary, Writer, notice_line, record_line, severity, unread_line, xml};
use crate::batch::Checked;
use std::io::{self, Write};
use totality::diagnostic::{Diagnostic, Severity};

/// The format.
pub(crate) struct Checkstyle {
    run: Run,
}

impl Checkstyle {
    /// A report of that run.
    pub(crate) fn new(run: &Run) -> Self {
        Self { run: run.clone() }
    }
}

impl Writer for Checkstyle {
    fn start(&mut self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- {} -->", xml::comment(&self.run.line()))?;
        writeln!(out, "<checkstyle version=\"4.3\">")
    }

    fn document(&mut self, document: &Checked, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "  <file name=\"{}\">", xml::text(&document.name))?;
        writeln!(out, "    <!-- {} -->", xml::comment(&record_line(document)))?;
        for diagnostic in &document.report.diagnostics {
            let weight = match diagnostic.severity {
                Severity::Note => "info",
                other => severity(other),
            };
            error(document, diagnostic, weight, &diagnostic.message, out)?;
        }
        for answered in &document.answered {
            let message = format!("{} ({})", answered.diagnostic.message, answered.by.said());
            error(document, &answered.diagnostic, "ignore", &message, out)?;
        }
        writeln!(out, "  </file>")
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        for trouble in &summary.unread {
            let name = trouble.place.as_ref().map_or("", |place| &place.name);
            let message = xml::text(&unread_line(trouble));
            writeln!(out, "  <file name=\"{}\">", xml::text(name))?;
            writeln!(
                out,
                "    <error severity=\"error\" message=\"{message}\" source=\"totality.unread\"/>\n  </file>"
            )?;
        }
        for line in [summary.line()].into_iter().chain(summary.notices.iter().map(notice_line)) {
            writeln!(out, "  <!-- {} -->", xml::comment(&line))?;
        }
        writeln!(out, "</checkstyle>")
    }
}

fn error(
    document: &Checked,
    diagnostic: &Diagnostic,
    weight: &str,
    message: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    let at = Place::or_start(&document.source, diagnostic.span, Unit::Characters);
    let (rule, message) = (xml::text(&diagnostic.rule), xml::text(message));
    let (line, column) = (at.line, at.column);
    writeln!(
        out,
        "    <error line=\"{line}\" column=\"{column}\" severity=\"{weight}\" message=\"{message}\" \
         source=\"totality.{rule}\"/>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples::{reviewed, run, written};

    #[test]
    fn each_finding_is_an_error_element() {
        insta::assert_snapshot!(written(Checkstyle::new(&run()), &reviewed()), @r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <!-- totality 0.0.0; lexicon dhs-2021 sha256:beef; a clean report is no approval -->
        <checkstyle version="4.3">
          <file name="cases/a b,c&amp;d.md">
            <!-- input sha256:b975ea0fb5c3a748e2e69738d77ec593a52313eb4d61736cef0ef627b43371d7; configuration sha256:0123 -->
            <error line="1" column="1" severity="warning" message="the statement is missing" source="totality.no-statement"/>
            <error line="3" column="14" severity="error" message="this counts alone" source="totality.some-rule"/>
            <error line="4" column="18" severity="ignore" message="=1+1 | %0A::error::[x](y) ]]&gt; &lt;script&gt; (silenced in the text: said, &quot;elsewhere&quot; &lt;i&gt;)" source="totality.some-rule"/>
          </file>
          <file name="b.md">
            <!-- input sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855; configuration sha256:0123 -->
          </file>
          <!-- 2 files, 1 error, 1 warning, 0 notes; 0 not shown, 1 silenced in the text, 0 waived, 0 in the baseline, 0 not on changed lines; 0 not checked -->
        </checkstyle>
        "#);
    }
}
