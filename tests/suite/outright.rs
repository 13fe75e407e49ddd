//! Sentences that say it outright, in a memo that is well reasoned otherwise: nothing is learned from these.

use crate::material::{checker, files, framed, path};
use serde::Deserialize;
use std::fs;
use totality::check::Format;
use totality::diagnostic::Severity;
use totality::source::Span;

const FOLDER: &str = "fixtures/held-out-sentences";

#[derive(Deserialize)]
struct Sentence {
    text: String,
    diagnostics: Vec<Named>,
}

#[derive(Deserialize)]
struct Named {
    rule: String,
}

/// What the shares of sentences may not fall under, and rise over.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Floor {
    found_at_least: f64,
    false_at_most: f64,
}

#[test]
fn what_is_said_outright_is_found_and_its_proper_twins_are_left_alone() {
    let floor: Floor = toml::from_str(&fs::read_to_string(path(FOLDER).join("floor.toml")).unwrap()).unwrap();
    let (mut breaking, mut found, mut proper, mut accused) = (0, 0, 0, 0_u32);
    for file in files(&path(FOLDER)).iter().filter(|file| file.extension().is_some_and(|ending| ending == "jsonl")) {
        for line in fs::read_to_string(file).unwrap().lines() {
            let sentence: Sentence = serde_json::from_str(line).unwrap();
            let errors = errors_in(&sentence.text);
            if sentence.diagnostics.is_empty() {
                proper += 1;
                accused += u32::from(!errors.is_empty());
            } else {
                breaking += 1;
                found += u32::from(sentence.diagnostics.iter().all(|named| errors.contains(&named.rule)));
            }
        }
    }
    let (found, accused) = (f64::from(found) / f64::from(breaking), f64::from(accused) / f64::from(proper));
    assert!(found >= floor.found_at_least, "{found:.3} are found, and {} were", floor.found_at_least);
    assert!(accused <= floor.false_at_most, "{accused:.3} are wrongly found, and {} were", floor.false_at_most);
}

/// The rules that are broken where the sentence stands in the memo.
fn errors_in(sentence: &str) -> Vec<String> {
    let memo = framed(sentence);
    let start = memo.find(sentence).expect("the memo holds the sentence");
    let here = Span::new(start, start + sentence.len());
    let report = checker().check(&memo, Format::Markdown);
    let there = report.diagnostics.into_iter().filter(|found| found.span.is_some_and(|span| span.overlaps(here)));
    there.filter(|found| found.severity != Severity::Note).map(|found| found.rule).collect()
}
