//! What goes where: colour, quiet, closed pipes.

use crate::harness::{PLAIN, totality};
use std::process::Stdio;

fn factors(arguments: &[&'static str], environment: &[(&'static str, &'static str)]) -> String {
    let run = totality(["factors", "a.md"].iter().chain(arguments)).file("a.md", PLAIN);
    environment.iter().fold(run, |run, (name, value)| run.env(name, value)).run().stdout
}

#[test]
fn colour_is_for_terminals_or_on_demand() {
    assert!(!factors(&[], &[]).contains('\u{1b}'));
    assert!(factors(&["--color", "always"], &[]).contains('\u{1b}'));
    assert!(factors(&["--color", "always"], &[("NO_COLOR", "1")]).contains('\u{1b}'), "the flag beats the environment");
    assert!(factors(&[], &[("CLICOLOR_FORCE", "1")]).contains('\u{1b}'));
    assert!(!factors(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]).contains('\u{1b}'));
}

#[test]
fn the_summary_says_what_a_clean_report_is_not() {
    insta::assert_snapshot!(totality(["check", "a.md"]).file("a.md", PLAIN).run(), @r"
    exit code: 0
    ----- stdout
    Checked 1 file, 0 justifications: 0 errors, 0 warnings, 0 notes.
    A clean report is no approval: it says how a decision is written down, not whether it is right.
    ----- stderr
    ");
    let quiet = totality(["check", "a.md", "-q"]).file("a.md", PLAIN).run();
    assert_eq!((quiet.code, quiet.stdout.as_str(), quiet.stderr.as_str()), (Some(0), "", ""));
}

#[test]
fn the_concise_format_holds_findings_only() {
    let run = totality(["check", "a.md", "--output-format", "concise"]).file("a.md", PLAIN).run();
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), ""));
}

#[test]
fn whoever_reads_may_stop() {
    let run =
        (0..100).fold(totality(["check", ".", "--output-format", "json"]), |run, n| run.file(format!("{n}.md"), PLAIN));
    let mut child = run.command().stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
