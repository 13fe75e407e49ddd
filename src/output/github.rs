//! Workflow commands: GitHub turns them into annotations on the changed files.
//!
//! GitHub shows ten annotations of each kind for a step and drops the rest, so the worst come first, and what would be
//! dropped stands in the log instead, after a line that says so. Case text must not act as a command: it is escaped in
//! commands and never starts a line of the log.

use super::place::{Place, Unit};
use super::{Run, Summary, Writer, counted, escape, notice_line, record_line, severity, unread_line};
use crate::batch::Checked;
use std::io::{self, Write};
use totality::diagnostic::{Diagnostic, Severity};

/// How many annotations of a kind GitHub shows for a step.
const SHOWN: usize = 10;

/// The format.
pub(crate) struct Github {
    run: Run,
    /// The findings so far: severity, the command, and the line for the log.
    findings: Vec<(Severity, String, String)>,
    log: Vec<String>,
}

impl Github {
    /// A report of that run.
    pub(crate) fn new(run: &Run) -> Self {
        Self { run: run.clone(), findings: Vec::new(), log: Vec::new() }
    }
}

impl Writer for Github {
    fn start(&mut self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}", log_line(&self.run.line()))
    }

    fn document(&mut self, document: &Checked, _out: &mut dyn Write) -> io::Result<()> {
        self.log.push(log_line(&format!("{}: {}", document.name, record_line(document))));
        for diagnostic in &document.report.diagnostics {
            let line = log_line(&concise(document, diagnostic));
            self.findings.push((diagnostic.severity, command(document, diagnostic), line));
        }
        for answered in &document.answered {
            let line = format!("{} ({})", concise(document, &answered.diagnostic), answered.by.said());
            self.log.push(log_line(&line));
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        for trouble in &summary.unread {
            let name = trouble.place.as_ref().map_or("", |place| &place.name);
            writeln!(
                out,
                "::error file={},title=not checked::{}",
                property(name),
                message(&format!("{name}: {}", unread_line(trouble)))
            )?;
        }
        self.findings.sort_by_key(|(severity, ..)| std::cmp::Reverse(*severity));
        let mut room = [SHOWN, SHOWN, SHOWN - 1];
        room[0] -= summary.unread.len().min(SHOWN);
        let mut dropped = Vec::new();
        for (severity, command, line) in &self.findings {
            let room = &mut room[match severity {
                Severity::Error => 0,
                Severity::Warning => 1,
                Severity::Note => 2,
            }];
            if *room > 0 {
                *room -= 1;
                writeln!(out, "{command}")?;
            } else {
                dropped.push(line);
            }
        }
        if !dropped.is_empty() {
            let more = counted(dropped.len(), "more finding");
            writeln!(
                out,
                "::notice title=totality::{more}, which GitHub would not show here: see the log of this step"
            )?;
            writeln!(out, "::group::totality: {more}")?;
            dropped.iter().try_for_each(|line| writeln!(out, "{line}"))?;
            writeln!(out, "::endgroup::")?;
        }
        writeln!(out, "::group::totality: record")?;
        for line in [summary.line()].into_iter().chain(summary.notices.iter().map(notice_line)) {
            writeln!(out, "{}", log_line(&line))?;
        }
        self.log.iter().try_for_each(|line| writeln!(out, "{line}"))?;
        writeln!(out, "::endgroup::")
    }
}

/// A workflow command for a finding.
fn command(document: &Checked, diagnostic: &Diagnostic) -> String {
    let kind = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let at = Place::or_start(&document.source, diagnostic.span, Unit::Characters);
    let mut places = format!(",line={},endLine={}", at.line, at.end_line);
    if diagnostic.span.is_some() && at.line == at.end_line {
        // GitHub takes the end as inclusive, and columns only within a line.
        places.push_str(&format!(",col={},endColumn={}", at.column, (at.end_column - 1).max(at.column)));
    }
    format!(
        "::{kind} file={}{places},title={}::{}",
        property(&document.name),
        property(&format!("totality: {}", diagnostic.rule)),
        message(&format!("{} (help: {})", diagnostic.message, diagnostic.help)),
    )
}

fn concise(document: &Checked, diagnostic: &Diagnostic) -> String {
    let at = Place::or_start(&document.source, diagnostic.span, Unit::Characters);
    let (name, severity, rule) = (&document.name, severity(diagnostic.severity), &diagnostic.rule);
    format!("{name}:{}:{}: {severity}[{rule}] {}", at.line, at.column, diagnostic.message)
}

/// A line that the runner takes for no command, in the new form or the old.
fn log_line(text: &str) -> String {
    format!("- {}", escape::line(text))
}

fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A").chars().map(visible).collect()
}

fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

fn visible(character: char) -> String {
    escape::visible(character.encode_utf8(&mut [0; 4])).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples::{document, finding, reviewed, run, written};

    #[test]
    fn findings_are_commands_and_case_text_is_none() {
        insta::assert_snapshot!(written(Github::new(&run()), &reviewed()), @r#"
        - totality 0.0.0; lexicon dhs-2021 sha256:beef; a clean report is no approval
        ::error file=cases/a b%2Cc&d.md,line=3,endLine=4,title=totality%3A some-rule::this counts alone (help: say what else the record shows, if it does)
        ::warning file=cases/a b%2Cc&d.md,line=1,endLine=1,title=totality%3A no-statement::the statement is missing (help: say what else the record shows, if it does)
        ::group::totality: record
        - 2 files, 1 error, 1 warning, 0 notes; 0 not shown, 1 silenced in the text, 0 waived, 0 in the baseline, 0 not on changed lines; 0 not checked
        - cases/a b,c&d.md: input sha256:b975ea0fb5c3a748e2e69738d77ec593a52313eb4d61736cef0ef627b43371d7; configuration sha256:0123
        - cases/a b,c&d.md:4:18: error[some-rule] =1+1 | %0A::error::[x](y) ]]> <script> (silenced in the text: said, "elsewhere" <i>)
        - b.md: input sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855; configuration sha256:0123
        ::endgroup::
        "#);
        assert_eq!(property("a:b,c%\r\n::x"), "a%3Ab%2Cc%25%0D%0A%3A%3Ax");
        assert_eq!(log_line("::error::x ##[error]y"), "- ::error::x ##<U+005B>error]y");
    }

    #[test]
    fn what_github_would_drop_stands_in_the_log() {
        let text = "The conviction is enough.\n";
        let findings = std::iter::repeat_with(|| finding(text, Some("conviction"), &[])).take(13).collect();
        let shown = written(Github::new(&run()), &[document("a.md", text, findings)]);
        assert_eq!(shown.matches("::error ").count(), 10);
        assert_eq!(shown.matches("- a.md:1:5: error[some-rule]").count(), 3);
        assert!(shown.contains("::notice title=totality::3 more findings"), "{shown}");
    }
}
