//! The rule's own words stand in the text, neither denied nor supposed.

use super::{Case, Finding};
use crate::document::BlockKind;
use crate::hits::Hit;
use crate::lexicon::Role;
use crate::lexicon::schema::SomeoneElse;
use crate::mentions::{Reading, cue};

/// Fires at each place where the words stand in earnest.
pub(super) fn check(case: Case<'_>, findings: &mut Vec<Finding>) {
    for found in case.reading.lexicon.shapes_of(case.rule, case.reading.text) {
        findings.push(Finding::at(case.id, found));
    }
    let mut last: Option<std::ops::Range<usize>> = None;
    for hit in in_earnest(case) {
        // overlapping phrases of one rule are one finding
        if last.as_ref().is_some_and(|words| hit.words.start < words.end) {
            continue;
        }
        last = Some(hit.words.clone());
        findings.push(Finding::at(case.id, hit.span(case.reading.document)));
    }
}

/// The hits of the rule's words that are meant: no heading or empty box, not denied, supposed or disclaimed.
pub(super) fn in_earnest<'a>(case: Case<'a>) -> impl Iterator<Item = &'a Hit> {
    let reading = case.reading;
    (0..reading.document.sentences.len())
        .flat_map(move |number| reading.hits.of(number))
        .filter(move |hit| reading.entry(hit).role == Role::Rule(case.rule) && is_meant(reading, hit))
}

/// Whether words are said in earnest where they stand.
pub(super) fn is_meant(reading: &Reading<'_>, hit: &Hit) -> bool {
    let entry = reading.entry(hit);
    let block = &reading.document.blocks[reading.sentence(hit.sentence).block];
    if block.kind == (BlockKind::Item { ticked: Some(false) }) || !crate::mentions::counts_here(reading, hit) {
        return false;
    }
    let heard = |name: &str| {
        reading.lexicon.cue(name).is_none_or(|number| !entry.deaf_to.contains(&number))
            && reading.bears_on(name, hit).is_some()
    };
    if [cue::NEGATION, cue::POSSIBILITY, cue::GENERAL_RULE, cue::DISCLAIMER].iter().any(|name| heard(name)) {
        return false;
    }
    entry.someone_else == SomeoneElse::Same || crate::mentions::other_person(reading, hit).is_none()
}
