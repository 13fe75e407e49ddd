//! The rule's own words stand in the text, neither denied nor supposed.

use super::{Case, Finding};
use crate::document::BlockKind;
use crate::hits::Hit;
use crate::lexicon::Role;
use crate::lexicon::schema::SomeoneElse;
use crate::mentions::{Reading, cue};
use crate::report::Decision;

/// Cues of this weight need not stand near the words: they settle what the whole text is about.
const ANYWHERE: u8 = 2;
/// Words of this weight say that what was wished was done.
const DONE: u8 = 2;

/// Fires at each place where the words stand in earnest; with a cue, where the text holds that cue as well.
pub(super) fn check(case: Case<'_>, with: Option<&str>, findings: &mut Vec<Finding>) {
    let shapes: Vec<_> = case.reading.lexicon.shapes_of(case.rule, case.reading.text);
    let gaps = !shapes.is_empty();
    findings.extend(shapes.iter().map(|&shape| Finding::at(case.id, shape)));
    // a gap in a form is one anywhere; words are read only where they are about a case
    if !case.ledger.justification {
        return;
    }
    let mut kept: Vec<&Hit> = Vec::new();
    for hit in in_earnest(case) {
        if let Some(with) = with
            && (!is_shown(case.reading, hit, with)
                || (case.ledger.decision == Decision::Decline && case.reading.entry(hit).weight < DONE))
        {
            continue;
        }
        // a phrase and a shape over the same words are one finding
        let span = hit.span(case.reading.document);
        if shapes.iter().all(|shape| !shape.overlaps(span)) {
            keep_one(case.reading, &mut kept, hit, gaps);
        }
    }
    findings.extend(kept.into_iter().map(|hit| Finding::at(case.id, hit.span(case.reading.document))));
}

/// One finding for one point: of those in a sentence, or in two sentences of a block that follow each other, the one
/// of the greatest weight. Words that overlap are one finding anyway.
fn keep_one<'a>(reading: &Reading<'a>, kept: &mut Vec<&'a Hit>, hit: &'a Hit, gaps: bool) {
    if let Some(last) = kept.last_mut() {
        let same_block = reading.sentence(last.sentence()).block == reading.sentence(hit.sentence()).block;
        let one_point = !gaps && same_block && hit.sentence().abs_diff(last.sentence()) <= 1;
        if last.overlaps(&hit.words()) || one_point {
            if reading.entry(hit).weight > reading.entry(last).weight {
                *last = hit;
            }
            return;
        }
    }
    kept.push(hit);
}

/// Whether a cue of this name stands beside the words: in their block or one next to it, or anywhere if it is weighty.
fn is_shown(reading: &Reading<'_>, hit: &Hit, with: &str) -> bool {
    let block = reading.sentence(hit.sentence()).block;
    (0..reading.document.sentences.len()).any(|number| {
        let near = reading.sentence(number).block.abs_diff(block) <= 1;
        reading.cues(number, with).any(|cue| {
            !(number == hit.sentence() && cue.words() == hit.words())
                && (near || (reading.entry(cue).weight >= ANYWHERE && !reading.is_silent(number)))
        })
    })
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
    let block = &reading.document.blocks[reading.sentence(hit.sentence()).block];
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
