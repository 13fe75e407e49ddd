//! A summary to paste into a review, or for the summary page of a pipeline's step.
//!
//! Case text is escaped so that it neither formats, links nor calls anyone.

use super::place::{Place, Unit};
use super::{Run, Summary, Writer, counted, escape, notice_line, severity, unread_line};
use crate::batch::Checked;
use std::io::{self, Write};
use totality::diagnostic::Diagnostic;

/// How many rows are written; a summary page holds 1 MiB.
const MOST_ROWS: usize = 1000;

/// The format.
pub(crate) struct Markdown {
    run: Run,
    rows: usize,
    left_out: usize,
    answered: Vec<String>,
    record: Vec<String>,
}

impl Markdown {
    /// A report of that run.
    pub(crate) fn new(run: &Run) -> Self {
        Self { run: run.clone(), rows: 0, left_out: 0, answered: Vec::new(), record: Vec::new() }
    }
}

impl Writer for Markdown {
    fn start(&mut self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "## totality\n")
    }

    fn document(&mut self, document: &Checked, out: &mut dyn Write) -> io::Result<()> {
        for diagnostic in &document.report.diagnostics {
            if self.rows == MOST_ROWS {
                self.left_out += 1;
                continue;
            }
            if self.rows == 0 {
                writeln!(out, "| Where | Severity | Rule | Finding |\n| --- | --- | --- | --- |")?;
            }
            self.rows += 1;
            let (place, rule) = (place(document, diagnostic), text(&diagnostic.rule));
            let (severity, message) = (severity(diagnostic.severity), text(&diagnostic.message));
            writeln!(out, "| {place} | {severity} | {rule} | {message} |")?;
        }
        for answered in &document.answered {
            let (place, rule) = (place(document, &answered.diagnostic), text(&answered.diagnostic.rule));
            self.answered.push(format!("| {place} | {rule} | {} |", text(&answered.by.said())));
        }
        let (name, input, configuration) = (text(&document.name), &document.digest, &document.configuration);
        self.record.push(format!("| {name} | {input} | {configuration} |"));
        Ok(())
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        if self.rows > 0 {
            writeln!(out)?;
        }
        if self.left_out > 0 {
            writeln!(out, "{} not listed here.\n", counted(self.left_out, "more finding"))?;
        }
        for trouble in &summary.unread {
            let name = trouble.place.as_ref().map_or("", |place| &place.name);
            writeln!(out, "**Not checked:** {}: {}\n", text(name), text(&unread_line(trouble)))?;
        }
        write!(out, "{}", summary.closing_lines())?;
        writeln!(
            out,
            "A clean report is no approval: it says how a decision is written down, not whether it is right."
        )?;
        details("What was set aside", "| Where | Rule | Why |\n| --- | --- | --- |", &self.answered, out)?;
        if !summary.notices.is_empty() {
            writeln!(out)?;
        }
        for notice in &summary.notices {
            writeln!(out, "- {}", text(&notice_line(notice)))?;
        }
        let Run { version, guidelines, lexicon, as_of, .. } = &self.run;
        let day = as_of.as_ref().map_or_else(String::new, |day| format!(", waivers as of {day}"));
        writeln!(out, "\ntotality {version}, lexicon {} {lexicon}{day}", text(guidelines))?;
        details("Record", "| File | SHA-256 | Configuration |\n| --- | --- | --- |", &self.record, out)
    }
}

fn details(title: &str, head: &str, rows: &[String], out: &mut dyn Write) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n<details><summary>{title}</summary>\n\n{head}")?;
    rows.iter().take(MOST_ROWS).try_for_each(|row| writeln!(out, "{row}"))?;
    if rows.len() > MOST_ROWS {
        writeln!(out, "\n{} not listed here.", counted(rows.len() - MOST_ROWS, "more row"))?;
    }
    writeln!(out, "\n</details>")
}

fn place(document: &Checked, diagnostic: &Diagnostic) -> String {
    let name = text(&document.name);
    let at = diagnostic.span.map(|span| Place::of(&document.source, span, Unit::Characters));
    at.map_or(name.clone(), |at| format!("{name}:{}:{}", at.line, at.column))
}

/// Text that is nothing but text in Markdown, also in the dialects that link names and numbers.
fn text(text: &str) -> String {
    let mut safe = String::new();
    for character in escape::line(text).chars() {
        match character {
            '@' => safe.push_str("@<!-- -->"),
            '#' => safe.push_str("#<!-- -->"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            '|' => safe.push_str("&#124;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '!' | '~' | '$' => safe.extend(['\\', character]),
            _ => safe.push(character),
        }
    }
    // A bare web address would become a link.
    safe.replace("://", ":<!-- -->//").replace("www.", "www<!-- -->.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples::{reviewed, run, written};

    #[test]
    fn findings_are_rows_and_case_text_is_only_text() {
        insta::assert_snapshot!(written(Markdown::new(&run()), &reviewed()), @r#"
        ## totality

        | Where | Severity | Rule | Finding |
        | --- | --- | --- | --- |
        | cases/a b,c&amp;d.md | warning | no-statement | the statement is missing |
        | cases/a b,c&amp;d.md:3:14 | error | some-rule | this counts alone |

        Checked 2 files, 2 justifications: 1 error, 1 warning, 0 notes.
        Set aside: 1 silenced in the text.
        A clean report is no approval: it says how a decision is written down, not whether it is right.

        <details><summary>What was set aside</summary>

        | Where | Rule | Why |
        | --- | --- | --- |
        | cases/a b,c&amp;d.md:4:18 | some-rule | silenced in the text: said, "elsewhere" &lt;i&gt; |

        </details>

        totality 0.0.0, lexicon dhs-2021 beef

        <details><summary>Record</summary>

        | File | SHA-256 | Configuration |
        | --- | --- | --- |
        | cases/a b,c&amp;d.md | b975ea0fb5c3a748e2e69738d77ec593a52313eb4d61736cef0ef627b43371d7 | 0123 |
        | b.md | e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 | 0123 |

        </details>
        "#);
        assert_eq!(text("[x](https://y) @z `a`|<b>"), "\\[x\\](https:<!-- -->//y) @<!-- -->z \\`a\\`&#124;&lt;b&gt;");
    }
}
