//! A code quality report for GitLab: a JSON array. GitLab folds findings with equal fingerprints, so each has its own.
//!
//! GitLab has no word for what was answered: it is kept as `info`, with the answer in its description.

use super::json::value;
use super::place::{Place, Unit};
use super::{Run, Summary, Writer};
use crate::batch::Checked;
use serde::Serialize;
use std::collections::HashMap;
use std::io::{self, Write};
use totality::diagnostic::{Diagnostic, Severity};
use totality::fingerprint::sha256;

/// The format.
pub(crate) struct Gitlab {
    run: Run,
    first: bool,
    seen: HashMap<String, usize>,
}

impl Gitlab {
    /// A report of that run.
    pub(crate) fn new(run: &Run) -> Self {
        Self { run: run.clone(), first: true, seen: HashMap::new() }
    }

    fn issue(
        &mut self,
        document: &Checked,
        diagnostic: &Diagnostic,
        (severity, said): (&'static str, String),
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let at = Place::or_start(&document.source, diagnostic.span, Unit::Characters);
        let fingerprint = self.unique(&format!("{}\0{}", document.name, diagnostic.fingerprint));
        let issue = Issue {
            description: format!("{}: {}{said}", diagnostic.rule, diagnostic.message),
            check_name: &diagnostic.rule,
            fingerprint,
            severity,
            location: Location { path: &document.name, lines: Lines { begin: at.line, end: at.end_line } },
            totality: Some(Record::new(&self.run, document)),
        };
        write(&mut self.first, &issue, out)
    }

    fn unique(&mut self, key: &str) -> String {
        let ordinal = self.seen.entry(key.to_owned()).or_default();
        *ordinal += 1;
        sha256(format!("{key}\0{ordinal}").as_bytes())
    }
}

fn write(first: &mut bool, issue: &Issue<'_>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(if std::mem::take(first) { b"\n" } else { b",\n" })?;
    value(issue, out)
}

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
    /// GitLab passes over what it does not know.
    #[serde(skip_serializing_if = "Option::is_none")]
    totality: Option<Record<'a>>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

#[derive(Serialize)]
struct Record<'a> {
    version: &'a str,
    lexicon_sha256: &'a str,
    input_sha256: &'a str,
    configuration_sha256: &'a str,
}

impl<'a> Record<'a> {
    fn new(run: &'a Run, document: &'a Checked) -> Self {
        Self {
            version: run.version,
            lexicon_sha256: &run.lexicon,
            input_sha256: &document.digest,
            configuration_sha256: &document.configuration,
        }
    }
}

impl Writer for Gitlab {
    fn start(&mut self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "[")
    }

    fn document(&mut self, document: &Checked, out: &mut dyn Write) -> io::Result<()> {
        for diagnostic in &document.report.diagnostics {
            let severity = match diagnostic.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Note => "info",
            };
            self.issue(document, diagnostic, (severity, String::new()), out)?;
        }
        for answered in &document.answered {
            let said = format!(" ({})", answered.by.said());
            self.issue(document, &answered.diagnostic, ("info", said), out)?;
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        for trouble in &summary.unread {
            let path = trouble.place.as_ref().map_or("", |place| &place.name);
            let issue = Issue {
                description: format!("not checked: {}", trouble.message),
                check_name: "unread",
                fingerprint: self.unique(&format!("{path}\0unread")),
                severity: "blocker",
                location: Location { path, lines: Lines { begin: 1, end: 1 } },
                totality: None,
            };
            write(&mut self.first, &issue, out)?;
        }
        writeln!(out, "\n]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples::{document, finding, reviewed, run, written};

    #[test]
    fn each_finding_is_an_issue() {
        insta::assert_snapshot!(written(Gitlab::new(&run()), &reviewed()), @r#"
        [
        {"description":"no-statement: the statement is missing","check_name":"no-statement","fingerprint":"760a20228dcddbe7276187bdcc8406b8bb2fcd2bc99aaf34e9270a72d8dbe20b","severity":"minor","location":{"path":"cases/a b,c&d.md","lines":{"begin":1,"end":1}},"totality":{"version":"0.0.0","lexicon_sha256":"beef","input_sha256":"b975ea0fb5c3a748e2e69738d77ec593a52313eb4d61736cef0ef627b43371d7","configuration_sha256":"0123"}},
        {"description":"some-rule: this counts alone","check_name":"some-rule","fingerprint":"35f4e359d3fcd2995d748a5f6e9fc258850f8a5f1e1b2bbdc0d538ef114f3a62","severity":"major","location":{"path":"cases/a b,c&d.md","lines":{"begin":3,"end":4}},"totality":{"version":"0.0.0","lexicon_sha256":"beef","input_sha256":"b975ea0fb5c3a748e2e69738d77ec593a52313eb4d61736cef0ef627b43371d7","configuration_sha256":"0123"}},
        {"description":"some-rule: =1+1 | %0A::error::[x](y) ]]> <script> (silenced in the text: said, \"elsewhere\" <i>)","check_name":"some-rule","fingerprint":"f61854d9121900f7cb164ebcd330168af746f03f525d2f65eb744918d1a77f98","severity":"info","location":{"path":"cases/a b,c&d.md","lines":{"begin":4,"end":4}},"totality":{"version":"0.0.0","lexicon_sha256":"beef","input_sha256":"b975ea0fb5c3a748e2e69738d77ec593a52313eb4d61736cef0ef627b43371d7","configuration_sha256":"0123"}}
        ]
        "#);
    }

    #[test]
    fn equal_findings_have_fingerprints_of_their_own() {
        let text = "The conviction is enough.\n";
        let findings = vec![finding(text, Some("conviction"), &[]), finding(text, Some("conviction"), &[])];
        let shown = written(Gitlab::new(&run()), &[document("a.md", text, findings)]);
        let issues: serde_json::Value = serde_json::from_str(&shown).expect("is JSON");
        assert_ne!(issues[0]["fingerprint"], issues[1]["fingerprint"]);
    }
}
