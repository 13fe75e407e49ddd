//! A protected characteristic, or the exercise of a right, is used against the subject (RULEBOOK §§ 3.2, 3.3).
//!
//! What makes a bad reason cannot be listed; proper mentions can. So the question is turned round: a mention that is
//! identification, claim, credit, someone else's or disclaimed is proper; one that anything in reach evaluates,
//! infers from or gives as a reason is a finding; what is left is a mention to review.

use super::{Case, Finding};
use crate::document::BlockKind;
use crate::hits::Hit;
use crate::lexicon::Role;
use crate::lexicon::schema::SomeoneElse;
use crate::mentions::{Reading, cue};
use std::ops::Range;

const TO_REVIEW: &str = "mention-to-review";

/// How a mention stands in the text.
enum Standing<'a> {
    Proper,
    Against(Option<&'a Hit>),
    Open,
}

/// Fires where the rule's words are used against the subject; leaves a mention to review where that stays open.
pub(super) fn check(case: Case<'_>, findings: &mut Vec<Finding>) {
    let reading = case.reading;
    let mut last: Option<(usize, Range<usize>)> = None;
    for number in 0..reading.document.sentences.len() {
        for hit in reading.hits.of(number).iter().filter(|hit| reading.entry(hit).role == Role::Rule(case.rule)) {
            if last.as_ref().is_some_and(|(sentence, words)| *sentence == number && hit.words.start < words.end + 12) {
                continue;
            }
            match standing(reading, hit) {
                Standing::Proper => continue,
                Standing::Against(cue) => {
                    last = Some((number, hit.words.clone()));
                    findings.push(
                        Finding::at(case.id, hit.words.clone())
                            .because(cue.map(|cue| cue.words.clone()), "counted against the subject by these words"),
                    );
                }
                Standing::Open => findings.push(Finding::at(TO_REVIEW, hit.words.clone())),
            }
        }
    }
}

fn standing<'a>(reading: &Reading<'a>, hit: &Hit) -> Standing<'a> {
    let entry = reading.entry(hit);
    let sentence = reading.sentence(hit.sentence);
    let block = &reading.document.blocks[sentence.block];
    let in_label = hit.words.end <= sentence.words.start + sentence.label;
    if matches!(block.kind, BlockKind::Heading { .. } | BlockKind::Item { ticked: Some(false) })
        || (in_label && block.kind != BlockKind::Row)
        || !crate::mentions::counts_here(reading, hit)
    {
        return Standing::Proper;
    }
    let near = |name: &str| reading.in_reach_of(name, hit.sentence, &hit.words);
    if near(cue::DISCLAIMER).is_some() || near(cue::GENERAL_RULE).is_some() {
        return Standing::Proper;
    }
    if reading.cues(hit.sentence, cue::IDENTIFICATION).any(|proper| proper.overlaps(&hit.words)) {
        return Standing::Proper;
    }
    if entry.someone_else != SomeoneElse::Same && crate::mentions::other_person(reading, hit).is_some() {
        return Standing::Proper;
    }
    if reading.above(hit.sentence, hit.words.start, |above| reading.is_cue(above, cue::IDENTIFICATION)).is_some() {
        return Standing::Proper;
    }
    if entry.reproach {
        return Standing::Against(None);
    }
    let adverse = near(cue::ADVERSE)
        .filter(|adverse| reading.in_reach_of(cue::NEGATION, adverse.sentence, &adverse.words).is_none())
        .or_else(|| taken_up_by(reading, hit.sentence, cue::ADVERSE));
    if adverse.is_some() {
        return Standing::Against(adverse);
    }
    let proper = [cue::CLAIM, cue::FAVOURABLE, cue::HISTORY].iter().any(|name| near(name).is_some())
        || reading.in_reach_of(cue::NEGATION, hit.sentence, &hit.words).is_some();
    if proper {
        return Standing::Proper;
    }
    let above = |name: &str| reading.above(hit.sentence, hit.words.start, |above| reading.is_cue(above, name));
    if above(cue::FAVOURABLE).is_some() || above(cue::HISTORY).is_some() {
        return Standing::Proper;
    }
    if let Some(heading) = above(cue::ADVERSE) {
        return Standing::Against(Some(heading));
    }
    Standing::Open
}

/// The cue in the next sentence of the block, where that sentence takes up this one ("That alone …").
pub(super) fn taken_up_by<'a>(reading: &Reading<'a>, sentence: usize, name: &str) -> Option<&'a Hit> {
    let next = sentence + 1;
    let here = reading.sentence(sentence);
    let following = reading.document.sentences.get(next)?;
    if following.block != here.block {
        return None;
    }
    let takes_up = reading.cues(next, cue::ANAPHORA).any(|hit| hit.words.start <= following.words.start + 1);
    if !takes_up {
        return None;
    }
    reading
        .cues(next, name)
        .find(|hit| reading.in_reach_of(cue::NEGATION, hit.sentence, &hit.words).is_none() && reading.in_reach_of(cue::DISCLAIMER, hit.sentence, &hit.words).is_none())
}
