//! A test report: a suite for each document, a case for each finding, a passing case for a document without any.
//!
//! Errors and warnings are failures, notes pass with their message, what was answered is skipped with the answer, and
//! what could not be read is an error.

use super::place::{Place, Unit};
use super::{Run, Summary, Writer, notice_line, severity, unread_line, xml};
use crate::batch::Checked;
use std::collections::HashMap;
use std::io::{self, Write};
use totality::diagnostic::{Diagnostic, Severity};

/// The format.
pub(crate) struct Junit {
    run: Run,
}

impl Junit {
    /// A report of that run.
    pub(crate) fn new(run: &Run) -> Self {
        Self { run: run.clone() }
    }
}

impl Writer for Junit {
    fn start(&mut self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"totality\">")
    }

    fn document(&mut self, document: &Checked, out: &mut dyn Write) -> io::Result<()> {
        let findings = &document.report.diagnostics;
        let failures = findings.iter().filter(|finding| finding.severity > Severity::Note).count();
        let tests = (findings.len() + document.answered.len()).max(1);
        let (name, skipped) = (xml::text(&document.name), document.answered.len());
        writeln!(
            out,
            "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\">"
        )?;
        self.properties(document, out)?;
        if findings.is_empty() && document.answered.is_empty() {
            writeln!(out, "    <testcase classname=\"{name}\" name=\"no finding\" file=\"{name}\"/>")?;
        }
        let mut seen = HashMap::new();
        for finding in findings {
            let message = xml::text(&finding.message);
            let inside = if finding.severity == Severity::Note {
                format!("<system-out>{message}</system-out>")
            } else {
                let more = xml::text(&format!("{}\nhelp: {}", finding.note, finding.help));
                format!("<failure type=\"{}\" message=\"{message}\">{more}</failure>", severity(finding.severity))
            };
            case(document, finding, &mut seen, &inside, out)?;
        }
        for answered in &document.answered {
            let said = format!("{}: {}", answered.by.said(), answered.diagnostic.message);
            let inside = format!("<skipped message=\"{}\"/>", xml::text(&said));
            case(document, &answered.diagnostic, &mut seen, &inside, out)?;
        }
        writeln!(out, "  </testsuite>")
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        for trouble in &summary.unread {
            let name = xml::text(trouble.place.as_ref().map_or("", |place| &place.name));
            let message = xml::text(&unread_line(trouble));
            writeln!(
                out,
                "  <testsuite name=\"{name}\" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\">\n    \
                 <testcase classname=\"{name}\" name=\"read\" file=\"{name}\"><error type=\"unread\" \
                 message=\"{message}\"/></testcase>\n  </testsuite>"
            )?;
        }
        let record = [self.run.line(), summary.line()].into_iter();
        let record: Vec<_> = record.chain(summary.notices.iter().map(notice_line)).collect();
        writeln!(
            out,
            "  <testsuite name=\"totality\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\">\n    \
             <testcase classname=\"totality\" name=\"record of the check\"/>\n    \
             <system-out>{}</system-out>\n  </testsuite>",
            xml::text(&record.join("\n"))
        )?;
        writeln!(out, "</testsuites>")
    }
}

impl Junit {
    fn properties(&self, document: &Checked, out: &mut dyn Write) -> io::Result<()> {
        let Run { version, guidelines, lexicon, .. } = &self.run;
        writeln!(out, "    <properties>")?;
        for (name, value) in [
            ("totality.version", *version),
            ("totality.guidelines", guidelines),
            ("totality.lexicon-sha256", lexicon),
            ("totality.input-sha256", &document.digest),
            ("totality.configuration-sha256", &document.configuration),
            ("totality.clean-is-not-approval", "true"),
        ] {
            writeln!(out, "      <property name=\"{name}\" value=\"{}\"/>", xml::text(value))?;
        }
        writeln!(out, "    </properties>")
    }
}

/// A case, whose name is like no other's in the suite: some readers drop the second of a name.
fn case(
    document: &Checked,
    finding: &Diagnostic,
    seen: &mut HashMap<String, usize>,
    inside: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    let at = finding.span.map(|span| Place::of(&document.source, span, Unit::Characters));
    let at = at.map_or_else(String::new, |at| format!(" at {}:{}", at.line, at.column));
    let mut name = format!("{}{at}", finding.rule);
    let ordinal = seen.entry(name.clone()).or_default();
    *ordinal += 1;
    if *ordinal > 1 {
        name.push_str(&format!(" ({ordinal})"));
    }
    let (file, name) = (xml::text(&document.name), xml::text(&name));
    writeln!(out, "    <testcase classname=\"{file}\" name=\"{name}\" file=\"{file}\">{inside}</testcase>")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples::{reviewed, run, written};

    #[test]
    fn each_finding_is_a_case_and_a_clean_document_passes() {
        insta::assert_snapshot!(written(Junit::new(&run()), &reviewed()), @r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="totality">
          <testsuite name="cases/a b,c&amp;d.md" tests="3" failures="2" errors="0" skipped="1">
            <properties>
              <property name="totality.version" value="0.0.0"/>
              <property name="totality.guidelines" value="dhs-2021"/>
              <property name="totality.lexicon-sha256" value="beef"/>
              <property name="totality.input-sha256" value="b975ea0fb5c3a748e2e69738d77ec593a52313eb4d61736cef0ef627b43371d7"/>
              <property name="totality.configuration-sha256" value="0123"/>
              <property name="totality.clean-is-not-approval" value="true"/>
            </properties>
            <testcase classname="cases/a b,c&amp;d.md" name="no-statement" file="cases/a b,c&amp;d.md"><failure type="warning" message="the statement is missing">the guidelines ask for more than one fact&#10;help: say what else the record shows, if it does</failure></testcase>
            <testcase classname="cases/a b,c&amp;d.md" name="some-rule at 3:14" file="cases/a b,c&amp;d.md"><failure type="error" message="this counts alone">the guidelines ask for more than one fact&#10;help: say what else the record shows, if it does</failure></testcase>
            <testcase classname="cases/a b,c&amp;d.md" name="some-rule at 4:18" file="cases/a b,c&amp;d.md"><skipped message="silenced in the text: said, &quot;elsewhere&quot; &lt;i&gt;: =1+1 | %0A::error::[x](y) ]]&gt; &lt;script&gt;"/></testcase>
          </testsuite>
          <testsuite name="b.md" tests="1" failures="0" errors="0" skipped="0">
            <properties>
              <property name="totality.version" value="0.0.0"/>
              <property name="totality.guidelines" value="dhs-2021"/>
              <property name="totality.lexicon-sha256" value="beef"/>
              <property name="totality.input-sha256" value="e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"/>
              <property name="totality.configuration-sha256" value="0123"/>
              <property name="totality.clean-is-not-approval" value="true"/>
            </properties>
            <testcase classname="b.md" name="no finding" file="b.md"/>
          </testsuite>
          <testsuite name="totality" tests="1" failures="0" errors="0" skipped="0">
            <testcase classname="totality" name="record of the check"/>
            <system-out>totality 0.0.0; lexicon dhs-2021 sha256:beef; a clean report is no approval&#10;2 files, 1 error, 1 warning, 0 notes; 0 not shown, 1 silenced in the text, 0 waived, 0 in the baseline, 0 not on changed lines; 0 not checked</system-out>
          </testsuite>
        </testsuites>
        "#);
    }
}
