//! Findings as a compiler shows them: what is wrong, where, the words underlined, why, and what a writer can do.

use super::excerpt::{Mark, excerpt};
use super::{Summary, Writer, counted, escape, table};
use crate::batch::Checked;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::io::{self, Write};
use totality::diagnostic::{Diagnostic, Severity};
use unicode_width::UnicodeWidthStr as _;

/// The format.
pub(crate) struct Human {
    width: usize,
    quiet: bool,
    /// The rule of the first finding, to show how to learn more.
    rule: Option<String>,
}

impl Human {
    /// For a page of so many columns; a quiet one has no summary.
    pub(crate) const fn new(width: usize, quiet: bool) -> Self {
        Self { width, quiet, rule: None }
    }
}

impl Writer for Human {
    fn start(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn document(&mut self, document: &Checked, out: &mut dyn Write) -> io::Result<()> {
        for diagnostic in &document.report.diagnostics {
            writeln!(out, "{}\n", render(document, diagnostic, self.width))?;
            self.rule.get_or_insert_with(|| diagnostic.rule.clone());
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        if self.quiet {
            return Ok(());
        }
        if let Some(rule) = &self.rule {
            writeln!(out, "To learn more about a finding: totality explain {}", escape::line(rule))?;
        }
        close(summary, out)
    }
}

/// Writes what a run found in all, as the last words to people.
pub(super) fn close(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{}", summary.closing_lines())?;
    if !summary.unread.is_empty() {
        writeln!(out, "Not checked: {}.", counted(summary.unread.len(), "file"))?;
    }
    writeln!(out, "A clean report is no approval: it says how a decision is written down, not whether it is right.")
}

/// The renderer for what this program shows. Lines are cut before they come to it, so its own cutting is off.
pub(crate) const fn renderer(width: usize) -> Renderer {
    Renderer::styled().term_width(width * 8)
}

/// One finding, without a line end.
fn render(document: &Checked, diagnostic: &Diagnostic, width: usize) -> String {
    let Checked { name, source, .. } = document;
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.clone().primary_title(escape::line(&diagnostic.message)).id(escape::line(&diagnostic.rule));
    let mut origin = Origin::path(escape::visible(name));
    if let Some(at) = diagnostic.span.map(|span| source.location(span.start)) {
        origin = origin.line(at.line).char_column(at.column);
    }
    let head = title.element(origin);
    let note = with_section(&diagnostic.note, &diagnostic.section);
    let footers = [(Level::NOTE, "note", &note), (Level::HELP, "help", &diagnostic.help)]
        .into_iter()
        .filter(|(_, _, text)| !text.is_empty())
        .map(|(level, word, text)| level.message(footer(word, text, width)));

    let primary = diagnostic.span.map(|span| Mark { span, primary: true, text: &diagnostic.caption });
    let labels = diagnostic.labels.iter().map(|label| Mark { span: label.span, primary: false, text: &label.text });
    let marks: Vec<_> = primary.into_iter().chain(labels).collect();
    let Some(excerpt) = excerpt(source, &marks, width.saturating_sub(10)) else {
        return renderer(width).render(&[head.elements(footers)]);
    };
    let last_line = excerpt.last_line();
    let places = excerpt.places.into_iter().map(|place| {
        let kind = if place.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        kind.span(place.range).label((!place.text.is_empty()).then_some(place.text))
    });
    let snippet = Snippet::source(excerpt.text).line_start(excerpt.line).annotations(places);
    stacked(head, Group::with_level(level).element(snippet).elements(footers), last_line, width)
}

/// A head over a body, for a place in the file that the renderer would not count right: it counts in the lines it is
/// given, which are cut. The head is moved to stand over the body's line numbers.
pub(crate) fn stacked(head: Group<'_>, body: Group<'_>, last_line: usize, width: usize) -> String {
    let gutter = last_line.to_string().len();
    let head = renderer(width).render(&[head]).replacen('\n', &format!("\n{:gutter$}", ""), 1);
    format!("{head}\n{}", renderer(width).render(&[body]))
}

/// The reason, with the section of the guidelines if it does not name it itself.
fn with_section(note: &str, section: &str) -> String {
    match (note.is_empty(), section.is_empty() || note.contains(&format!("§ {section}"))) {
        (_, true) => note.to_owned(),
        (true, false) => format!("§ {section} of the guidelines"),
        (false, false) => format!("{note} (§ {section})"),
    }
}

/// The text of a `note:` or `help:`, made safe and wrapped; the renderer indents its further lines.
pub(crate) fn footer(word: &str, text: &str, width: usize) -> String {
    let indent = "    = : ".width() + word.width();
    table::wrap(&escape::line(text), width.saturating_sub(indent)).join("\n")
}

#[cfg(test)]
mod tests;
