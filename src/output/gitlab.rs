//! A code quality report for GitLab: a JSON array. GitLab folds findings with equal fingerprints, so each has its own.
//!
//! GitLab has no word for what was answered: it is kept as `info`, with the answer in its description.

use super::json::entries::{NoticeEntry, SummaryEntry, notices};
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
    inputs: Vec<InputRecord>,
}

impl Gitlab {
    /// A report of that run.
    pub(crate) fn new(run: &Run) -> Self {
        Self { run: run.clone(), first: true, seen: HashMap::new(), inputs: Vec::new() }
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
            record: None,
        };
        write(&mut self.first, &issue, out)
    }

    /// One issue that is none, on the first text: what was checked, by what, and how it went.
    fn record(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let fingerprint = self.unique("record");
        let Some(first) = self.inputs.first() else { return Ok(()) };
        let issue = Issue {
            description: format!("record of the check, no finding: {}", summary.line()),
            check_name: "record",
            fingerprint,
            severity: "info",
            location: Location { path: &first.path, lines: Lines { begin: 1, end: 1 } },
            totality: None,
            record: Some(RunRecord {
                version: self.run.version,
                lexicon_sha256: &self.run.lexicon,
                as_of: self.run.as_of.as_deref(),
                clean_is_not_approval: true,
                summary: SummaryEntry::new(summary),
                notices: notices(summary),
                inputs: &self.inputs,
            }),
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
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<RunRecord<'a>>,
}

/// The record of the run: a list without findings has no other place for it.
#[derive(Serialize)]
struct RunRecord<'a> {
    version: &'a str,
    lexicon_sha256: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<&'a str>,
    clean_is_not_approval: bool,
    summary: SummaryEntry,
    notices: Vec<NoticeEntry<'a>>,
    inputs: &'a [InputRecord],
}

#[derive(Serialize)]
struct InputRecord {
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    input_sha256: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    configuration_sha256: Option<String>,
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
        self.inputs.push(InputRecord {
            path: document.name.clone(),
            input_sha256: Some(document.digest.clone()),
            configuration_sha256: Some(document.configuration.clone()),
        });
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
                record: None,
            };
            write(&mut self.first, &issue, out)?;
            let digest = trouble.place.as_ref().and_then(|place| place.digest.clone());
            self.inputs.push(InputRecord { path: path.to_owned(), input_sha256: digest, configuration_sha256: None });
        }
        self.record(summary, out)?;
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
        {"description":"some-rule: =1+1 | %0A::error::[x](y) ]]> <script> (silenced in the text: said, \"elsewhere\" <i>)","check_name":"some-rule","fingerprint":"f61854d9121900f7cb164ebcd330168af746f03f525d2f65eb744918d1a77f98","severity":"info","location":{"path":"cases/a b,c&d.md","lines":{"begin":4,"end":4}},"totality":{"version":"0.0.0","lexicon_sha256":"beef","input_sha256":"b975ea0fb5c3a748e2e69738d77ec593a52313eb4d61736cef0ef627b43371d7","configuration_sha256":"0123"}},
        {"description":"record of the check, no finding: 2 files, 1 error, 1 warning, 0 notes; 0 not shown, 1 silenced in the text, 0 waived, 0 in the baseline, 0 not on changed lines; 0 not checked","check_name":"record","fingerprint":"895f23cc063766f38351355e0b463e2f3a5c758d8743b201c0ab2dc9b69578e2","severity":"info","location":{"path":"cases/a b,c&d.md","lines":{"begin":1,"end":1}},"record":{"version":"0.0.0","lexicon_sha256":"beef","clean_is_not_approval":true,"summary":{"documents":2,"justifications":2,"errors":1,"warnings":1,"notes":0,"hidden":0,"suppressed":1,"waived":0,"baseline":0,"unchanged":0,"unread":0},"notices":[],"inputs":[{"path":"cases/a b,c&d.md","input_sha256":"b975ea0fb5c3a748e2e69738d77ec593a52313eb4d61736cef0ef627b43371d7","configuration_sha256":"0123"},{"path":"b.md","input_sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","configuration_sha256":"0123"}]}}
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
