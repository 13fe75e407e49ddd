//! Every example beside an entry of the lexicon is what the entry says it is.
//!
//! The lexicon is read from its folder at run time, so that its authors need not compile anything to try a word.

use crate::material::{checker, framed, none};
use std::collections::BTreeSet;
use totality::check::{Checker, Format};
use totality::lexicon::examples::{Entry, Example, Expected, StandsFor};
use totality::report::{Report, Status};

#[test]
fn each_entry_has_an_example_that_matches_and_one_that_does_not() {
    let mut complaints = Vec::new();
    for entry in checker().lexicon().entries() {
        let silent = entry.examples.iter().filter(|example| example.expected == Expected::Silent).count();
        if silent == 0 || silent == entry.examples.len() {
            let missing = if silent == 0 { "silent" } else { "that matches" };
            complaints.push(format!("{} [{}] has no example {missing}", entry.file, entry.name));
        }
    }
    none(&complaints, "entries lack examples");
}

#[test]
fn each_example_gives_what_it_says() {
    let checker = checker();
    let mut complaints = Vec::new();
    for entry in checker.lexicon().entries() {
        for example in &entry.examples {
            if let Err(found) = holds(checker, &entry, example) {
                complaints.push(complaint(&entry, example, &found));
            }
        }
    }
    none(&complaints, "examples do not give what they say");
}

#[test]
fn each_matching_example_is_found_by_its_own_entry() {
    let checker = checker();
    let mut complaints = Vec::new();
    for entry in checker.lexicon().entries() {
        for example in entry.examples.iter().filter(|example| example.expected != Expected::Silent) {
            let hits = checker.trace(example.text, Format::Markdown).hits;
            if !hits.iter().any(|hit| hit.file == entry.file && hit.entry == entry.name) {
                let others: BTreeSet<_> =
                    hits.iter().filter(|hit| hit.file == entry.file).map(|hit| hit.entry.as_str()).collect();
                complaints.push(complaint(&entry, example, &format!("found by {others:?} of its file")));
            }
        }
    }
    none(&complaints, "examples do not hold the words of their entry");
}

fn complaint(entry: &Entry<'_>, example: &Example<'_>, found: &str) -> String {
    let expected = match example.expected {
        Expected::Found(status) => format!("{status:?}").to_lowercase(),
        Expected::Review => "review".to_owned(),
        Expected::Silent => "silent".to_owned(),
    };
    format!("{} [{}] {expected}: {:?}\n    {found}", entry.file, entry.name, example.text)
}

/// Whether an example gives what it says; else what was found.
fn holds(checker: &Checker, entry: &Entry<'_>, example: &Example<'_>) -> Result<(), String> {
    let wanted = example.expected != Expected::Silent;
    match entry.stands_for {
        StandsFor::Factor(factor) => {
            let report = checker.check(example.text, Format::Markdown);
            let statuses: Vec<Status> =
                report.factors.iter().filter(|mention| mention.id == factor).map(|mention| mention.status).collect();
            let holds = match example.expected {
                Expected::Found(status) => statuses.contains(&status),
                Expected::Silent => statuses.is_empty(),
                Expected::Review => false,
            };
            outcome(holds, || mentions(&report, example.text))
        }
        StandsFor::Cue(cue) => {
            let trace = checker.trace(example.text, Format::Markdown);
            let found: Vec<_> = trace.hits.iter().filter(|hit| hit.stands_for == format!("cue {cue}")).collect();
            outcome(found.is_empty() != wanted, || {
                let words = found.iter().map(|hit| format!("{} {:?}", hit.entry, &example.text[hit.span.start..hit.span.end]));
                format!("found: {}", words.collect::<Vec<_>>().join(", "))
            })
        }
        StandsFor::Decision(decision) => {
            let report = checker.check(example.text, Format::Markdown);
            outcome((report.decision == decision) == wanted, || format!("decided: {:?}", report.decision))
        }
        StandsFor::Subject => {
            let trace = checker.trace(example.text, Format::Markdown);
            let found = trace.hits.iter().any(|hit| hit.stands_for == "subject");
            outcome(found == wanted, || format!("found: {found}"))
        }
        StandsFor::Rule(rule) => {
            let text = framed(example.text);
            let report = checker.check(&text, Format::Markdown);
            let has = |rule: &str| report.diagnostics.iter().any(|diagnostic| diagnostic.rule == rule);
            let review = checker.lexicon().rules().iter().any(|page| !page.net_for.is_empty() && has(&page.id));
            let holds = match example.expected {
                Expected::Found(_) => has(rule),
                Expected::Review => review && !has(rule),
                Expected::Silent => !review && !has(rule),
            };
            outcome(holds, || findings(&report, &text))
        }
    }
}

fn outcome(holds: bool, found: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(found()) }
}

fn mentions(report: &Report, text: &str) -> String {
    let each = report.factors.iter().map(|mention| {
        let words = &text[mention.span.start..mention.span.end];
        let cues = mention.cues.iter().map(|cue| format!(" by {:?}", &text[cue.span.start..cue.span.end]));
        format!("{} {:?} {words:?}{}", mention.id, mention.status, cues.collect::<String>())
    });
    format!("found: {}", each.collect::<Vec<_>>().join("; "))
}

/// The findings, with their words.
pub(crate) fn findings(report: &Report, text: &str) -> String {
    let each = report.diagnostics.iter().map(|diagnostic| {
        let words = diagnostic.span.map_or("", |span| &text[span.start..span.end]);
        let labels = diagnostic.labels.iter().map(|label| format!(" with {:?}", &text[label.span.start..label.span.end]));
        format!("{} {words:?}{}", diagnostic.rule, labels.collect::<String>())
    });
    format!("found: {}", each.collect::<Vec<_>>().join("; "))
}
