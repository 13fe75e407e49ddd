//! How many findings each rule has, most first, in the place of the findings (`totality check --statistics`).
//!
//! What is counted is what would be listed: after suppressions, waivers, the baseline and the diff, from the least
//! severity that is shown. How many were set aside, and what could not be read, is said as in every format.

use super::json::entries::{HeadEntry, NoticeEntry, SummaryEntry, UnreadEntry, notices, unread};
use super::{Run, Summary, Writer, escape, human, json, severity, table};
use crate::batch::Checked;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};
use totality::diagnostic::Severity;

/// The format.
pub(crate) struct Statistics {
    run: Run,
    is_json: bool,
    quiet: bool,
    rules: BTreeMap<String, Count>,
}

/// The findings of one rule.
#[derive(Clone, Copy)]
struct Count {
    findings: usize,
    documents: usize,
    /// The highest that any of them has: settings may weigh a rule differently for some files.
    severity: Severity,
}

impl Statistics {
    /// Of that run.
    pub(crate) fn new(run: &Run, is_json: bool, quiet: bool) -> Self {
        Self { run: run.clone(), is_json, quiet, rules: BTreeMap::new() }
    }

    /// The rules with their counts, most findings first, and by name where they are equal.
    fn sorted(&self) -> Vec<(&str, Count)> {
        let mut rules: Vec<_> = self.rules.iter().map(|(rule, count)| (rule.as_str(), *count)).collect();
        rules.sort_by_key(|(_, count)| std::cmp::Reverse(count.findings));
        rules
    }
}

impl Writer for Statistics {
    fn start(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn document(&mut self, document: &Checked, _out: &mut dyn Write) -> io::Result<()> {
        let mut here: BTreeMap<&str, Count> = BTreeMap::new();
        for diagnostic in &document.report.diagnostics {
            let severity = diagnostic.severity;
            let count = here.entry(&diagnostic.rule).or_insert(Count { findings: 0, documents: 1, severity });
            count.findings += 1;
            count.severity = count.severity.max(severity);
        }
        for (rule, new) in here {
            let count = self.rules.entry(rule.to_owned()).or_insert(Count { findings: 0, documents: 0, ..new });
            count.findings += new.findings;
            count.documents += new.documents;
            count.severity = count.severity.max(new.severity);
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        if self.is_json {
            let statistics = self.sorted().into_iter().map(|(rule, count)| Entry {
                rule,
                severity: severity(count.severity),
                count: count.findings,
                documents: count.documents,
            });
            let report = Report {
                head: HeadEntry::new(&self.run),
                statistics: statistics.collect(),
                unread: unread(summary),
                summary: SummaryEntry::new(summary),
                notices: notices(summary),
                clean_is_not_approval: true,
            };
            json::value(&report, out)?;
            return writeln!(out);
        }
        let sorted = self.sorted();
        let width = sorted.iter().map(|(_, count)| count.findings.to_string().len()).max().unwrap_or_default();
        let row = |(rule, count): &(&str, Count)| {
            let files = super::counted(count.documents, "file");
            let Count { findings, severity: weight, .. } = count;
            [format!("{findings:>width$}"), severity(*weight).to_owned(), escape::line(rule), format!("in {files}")]
        };
        table::write(&sorted.iter().map(row).collect::<Vec<_>>(), usize::MAX / 2, out)?;
        if self.quiet { Ok(()) } else { human::close(summary, out) }
    }
}

#[derive(Serialize)]
struct Report<'a> {
    #[serde(flatten)]
    head: HeadEntry<'a>,
    statistics: Vec<Entry<'a>>,
    unread: Vec<UnreadEntry<'a>>,
    summary: SummaryEntry,
    notices: Vec<NoticeEntry<'a>>,
    clean_is_not_approval: bool,
}

#[derive(Serialize)]
struct Entry<'a> {
    rule: &'a str,
    severity: &'static str,
    count: usize,
    documents: usize,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples::{document, finding, run, written};

    #[test]
    fn rules_are_counted_most_first() {
        let text = "The conviction is enough.\n";
        let (some, none) = (finding(text, Some("conviction"), &[]), finding(text, None, &[]));
        let mut note = none.clone();
        note.severity = Severity::Note;
        let documents = [
            document("a.md", text, vec![none, some.clone(), some.clone()]),
            document("b.md", text, vec![some, note]),
            document("c.md", text, vec![]),
        ];
        insta::assert_snapshot!(written(Statistics::new(&run(), false, true), &documents), @r"
        3  error    some-rule     in 2 files
        2  warning  no-statement  in 2 files
        ");
    }
}
