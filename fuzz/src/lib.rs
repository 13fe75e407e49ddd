//! What the targets have in common: how they read what they are given, and what must hold of every report.
#![forbid(unsafe_code)]

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use totality::check::{Checker, Format};
use totality::report::Report;
use totality::source::Span;

/// The built-in guidelines, read once.
pub fn checker() -> &'static Checker {
    static CHECKER: OnceLock<Checker> = OnceLock::new();
    CHECKER.get_or_init(Checker::embedded)
}

/// Both readings of a text.
pub const FORMATS: [Format; 2] = [Format::Markdown, Format::Plain];

/// Fails unless every place of a report can be shown.
pub fn sound(text: &str, report: &Report) {
    let places = report.decision_span.into_iter();
    let places = places.chain(report.fields.iter().flat_map(|(label, value)| [*label, *value]));
    let factors = report.factors.iter();
    let places = places.chain(factors.flat_map(|f| std::iter::once(f.span).chain(f.cues.iter().map(|cue| cue.span))));
    let silenced = report.suppressed.iter().map(|suppressed| suppressed.comment);
    let findings = report.diagnostics.iter().chain(report.suppressed.iter().map(|suppressed| &suppressed.diagnostic));
    let findings = findings.flat_map(|d| d.span.into_iter().chain(d.labels.iter().map(|label| label.span)));
    for Span { start, end } in places.chain(silenced).chain(findings) {
        assert!(text.get(start..end).is_some(), "{start}..{end} is no part of the text");
    }
}

/// Runs the program itself, which is no library: `TOTALITY` names it, or it is the one built for release.
pub fn program(arguments: &[&str], folder: &std::path::Path, stdin: &[u8]) {
    let built = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/release/totality");
    let program = std::env::var_os("TOTALITY").unwrap_or_else(|| built.into());
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder).env_clear();
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program is built: `cargo build --release`");
    // It may end before it has read everything.
    let _ = child.stdin.take().expect("is piped").write_all(stdin);
    let output = child.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code().is_some_and(|code| code <= 2), "{:?}: {said}", output.status);
    assert!(!said.contains("panicked") && !said.contains("is a bug"), "{said}");
}
