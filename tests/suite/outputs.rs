//! What is printed for whole memos, in each format.
//!
//! A change of the lexicon may change these; `INSTA_UPDATE=always cargo test` takes over what is printed now, and the
//! difference is then read like any other change.

use crate::harness::{Totality, totality};
use crate::material::{checker, path};
use std::fs;

const MEMOS: [&str; 4] = [
    "flagged/conviction-and-nothing-else.txt",
    "flagged/illness-held-against-him.md",
    "forms/intake-sheet.txt",
    "clean/let-it-rest.txt",
];

fn run(arguments: &[&str]) -> Totality {
    let run = totality(arguments.iter().chain(&MEMOS));
    MEMOS
        .iter()
        .fold(run, |run, memo| run.file(memo, fs::read(path("fixtures").join(memo)).expect("a fixture can be read")))
}

#[test]
fn human() {
    insta::assert_snapshot!(run(&["check"]).run());
}

#[test]
fn concise() {
    insta::assert_snapshot!(run(&["check", "--output-format", "concise"]).run());
}

#[test]
fn json() {
    let mut run = run(&["check", "--output-format", "json"]).run();
    // The hash changes with every word of the lexicon.
    run.stdout = run.stdout.replace(&checker().lexicon().digest(), "[LEXICON]");
    insta::assert_snapshot!(run);
}

#[test]
fn factors() {
    insta::assert_snapshot!(run(&["factors"]).run());
}
