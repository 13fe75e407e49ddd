//! Whole memos, each in a folder that says what is to be found in it.

use crate::lexicon_entries::findings;
use crate::material::{checker, memos, none};
use totality::diagnostic::Severity;
use totality::report::Report;

#[test]
fn public_announcements_give_no_error() {
    none(&wrong("fixtures/seeds", |report| !has(report, Severity::Error)), "announcements give an error");
}

#[test]
fn clean_memos_are_justifications_and_give_nothing_to_mend() {
    let clean = |report: &Report| report.justification && !has(report, Severity::Warning);
    none(&wrong("fixtures/clean", clean), "clean memos give findings");
}

#[test]
fn look_alikes_give_no_error() {
    let clean = |report: &Report| report.justification && !has(report, Severity::Error);
    none(&wrong("fixtures/lookalikes", clean), "look-alikes give an error");
}

#[test]
fn flagged_memos_give_an_error() {
    let flagged = |report: &Report| report.justification && has(report, Severity::Error);
    none(&wrong("fixtures/flagged", flagged), "flagged memos give no error");
}

#[test]
fn pages_that_hardly_state_a_fact_are_no_justification() {
    let told = "The clerk told him that she would keep the binder on the shelf where he could see it. ".repeat(60);
    let handout =
        format!("# Handout\n\n{told}\n\nHe was convicted of nothing. We issue a Notice to Appear on Mondays.\n");
    let memo = |handout: &str| checker().check(handout, totality::check::Format::Markdown).justification;
    assert!(!memo(&handout));
    assert!(memo("He was convicted of burglary in 2014. We issue a Notice to Appear. He stays in custody."));
}

fn has(report: &Report, least: Severity) -> bool {
    report.diagnostics.iter().any(|diagnostic| diagnostic.severity >= least)
}

/// The memos of a folder whose reports are not as they should be.
fn wrong(folder: &str, right: impl Fn(&Report) -> bool) -> Vec<String> {
    let checker = checker();
    let told = |(name, text, report): (String, String, Report)| {
        let kind = if report.justification { "justification" } else { "no justification" };
        format!("{name}: {kind}, {:?}\n    {}", report.decision, findings(&report, &text))
    };
    memos(folder)
        .into_iter()
        .map(|memo| (memo.name.clone(), memo.text().to_owned(), checker.check(memo.text(), memo.format)))
        .filter(|(_, _, report)| !right(report))
        .map(told)
        .collect()
}
