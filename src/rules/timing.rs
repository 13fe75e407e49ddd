//! The exercise of a right sets the time of the action, and the text says no more than that: the one in one sentence,
//! the other in the next ("On June 2 she complained of the mold. On June 3 her file was called up.").

use super::{Case, Finding};
use crate::document::BlockKind;
use crate::hits::Hit;
use crate::lexicon::Role;
use crate::lexicon::schema::SomeoneElse;
use crate::mentions::{Reading, cue};

/// How many sentences of a block may lie between the one and the other, themselves counted.
const NEAR: usize = 2;
/// Cues of this weight are a verdict on the person.
const VERDICT: u8 = 3;

/// Fires where words that say when the case was taken up stand beside the exercise of a right.
pub(super) fn check(case: Case<'_>, taken_up: &str, findings: &mut Vec<Finding>) {
    let reading = case.reading;
    if !case.ledger.justification {
        return;
    }
    for number in 0..reading.document.sentences.len() {
        for hit in reading.hits.of(number).iter().filter(|hit| is_right(case, hit)) {
            let sentences = number.saturating_sub(NEAR)..(number + NEAR + 1).min(reading.document.sentences.len());
            let act = sentences
                .filter(|&near| belong_together(reading, number, near))
                .flat_map(|near| reading.cues(near, taken_up))
                .filter(|act| !act.overlaps(&hit.words()) && is_enough(reading, hit, act))
                .find(|act| [cue::NEGATION, cue::DISCLAIMER].iter().all(|name| reading.bears_on(name, act).is_none()));
            if let Some(act) = act {
                let words = hit.words().start.min(act.words().start)..hit.words().end.max(act.words().end);
                let span = reading.span(&words);
                // what the same words were taken for before is one point with this
                findings.retain(|other| other.rule != case.id || other.span.is_none_or(|known| !known.overlaps(span)));
                findings.push(
                    Finding::at(case.id, span).because(Some(act.span(reading.document)), "the time of the action"),
                );
            }
        }
    }
}

/// Whether the words after the exercise of a right tell that it counts: a verdict in the next sentence does for any, a
/// date only for what is seldom said in passing.
fn is_enough(reading: &Reading<'_>, right: &Hit, act: &Hit) -> bool {
    if reading.entry(act).weight >= VERDICT {
        return act.sentence() == right.sentence() + 1
            && reading.sentence(act.sentence()).block == reading.sentence(right.sentence()).block;
    }
    reading.entry(right).weight > 0
}

/// Whether two sentences stand in one block, the second not far before the first, or in a chronology: in items of a
/// list or rows of a table.
fn belong_together(reading: &Reading<'_>, right: usize, act: usize) -> bool {
    let of = |number: usize| reading.sentence(number).block;
    let kind = |number: usize| &reading.document.blocks[of(number)].kind;
    if of(right) == of(act) {
        return right <= act + 1;
    }
    right < act
        && [right, act].iter().all(|&number| matches!(kind(number), BlockKind::Item { ticked: None } | BlockKind::Row))
}

/// Whether words name the exercise of a right by the subject, neither credited nor denied nor disclaimed.
fn is_right(case: Case<'_>, hit: &Hit) -> bool {
    let reading: &Reading<'_> = case.reading;
    let entry = reading.entry(hit);
    entry.role == Role::Rule(case.rule)
        && !reading.is_silent(hit.sentence())
        && crate::mentions::counts_here(reading, hit)
        && [cue::NEGATION, cue::DISCLAIMER, cue::GENERAL_RULE, cue::FAVOURABLE]
            .iter()
            .all(|name| reading.in_reach_of(name, hit.sentence(), &hit.words()).is_none())
        && (entry.someone_else == SomeoneElse::Same || crate::mentions::other_person(reading, hit).is_none())
}
