//! A protected characteristic, or the exercise of a right, is used against the subject (RULEBOOK §§ 3.2, 3.3).
//!
//! What makes a bad reason cannot be listed; proper mentions can. So the question is turned round: a mention that is
//! identification, claim, credit, someone else's or disclaimed is proper; one that anything in reach evaluates,
//! infers from or gives as a reason is a finding; what is left is a mention to review.
//!
//! How words stand is settled before (`mentions/role.rs`).

use super::{Case, Finding};
use crate::hits::Hit;
use crate::lexicon::Role;
use crate::lexicon::schema::Unexplained;
use crate::mentions::Reading;
use crate::mentions::role::{Standing, UNMISTAKABLE, judged_next, standing};
use crate::report::Decision;
use crate::source::Span;

pub(super) const TO_REVIEW: &str = "mention-to-review";

struct Found<'a> {
    hit: &'a Hit,
    cue: Option<&'a Hit>,
    /// How directly the text says it: the cue's weight, and more where it stands in the same sentence.
    strength: u8,
}

/// Fires where the rule's words are used against the subject; leaves a mention to review where that stays open.
pub(super) fn check(case: Case<'_>, unexplained: Unexplained, findings: &mut Vec<Finding>) {
    let reading = case.reading;
    if !case.ledger.justification {
        return;
    }
    let enforcing = case.ledger.decision != Decision::Decline;
    let mut against: Vec<Found<'_>> = Vec::new();
    let mut open: Vec<&Hit> = Vec::new();
    for number in 0..reading.document.sentences.len() {
        for hit in reading.hits.of(number).iter().filter(|hit| reading.entry(hit).role == Role::Rule(case.rule)) {
            match standing(reading, hit) {
                Standing::Proper => {}
                Standing::Against(cue) => {
                    let found = Found { hit, cue, strength: strength(reading, hit, cue) };
                    keep_one(reading, &mut against, found);
                }
                Standing::Open => {
                    match judged_next(reading, hit).filter(|_| enforcing && reading.entry(hit).weight > 0) {
                        Some(cue) => keep_one(
                            reading,
                            &mut against,
                            Found { hit, cue: Some(cue), strength: strength(reading, hit, Some(cue)) },
                        ),
                        None if unexplained == Unexplained::Reason
                            && case.ledger.decision == Decision::Enforce
                            && reading.entry(hit).weight > 0 =>
                        {
                            keep_one(reading, &mut against, Found { hit, cue: None, strength: 0 });
                        }
                        None => open.push(hit),
                    }
                }
            }
        }
    }
    let place = |span: Span| reading.sentence_at(span.start);
    for found in against {
        findings.retain(|other| {
            other.rule != TO_REVIEW || other.span.is_none_or(|span| place(span) != found.hit.sentence())
        });
        findings.push(Finding::at(case.id, found.hit.span(case.reading.document)).because(
            found.cue.map(|cue| cue.span(case.reading.document)),
            "counted against the subject by these words",
        ));
    }
    for hit in open {
        let taken = findings.iter().filter_map(|other| other.span).any(|span| {
            reading.sentence(place(span)).block == reading.sentence(hit.sentence()).block
                && place(span).abs_diff(hit.sentence()) <= 1
        });
        if !taken {
            findings.push(Finding::at(TO_REVIEW, hit.span(case.reading.document)));
        }
    }
}

/// One finding for one point: of those in a sentence, or in two sentences of a block that follow each other, the one
/// that says it most directly.
fn keep_one<'a>(reading: &Reading<'a>, kept: &mut Vec<Found<'a>>, found: Found<'a>) {
    if let Some(last) = kept.last_mut() {
        let same_block = reading.sentence(last.hit.sentence()).block == reading.sentence(found.hit.sentence()).block;
        if same_block && found.hit.sentence().abs_diff(last.hit.sentence()) <= 1 {
            if found.strength > last.strength {
                *last = found;
            }
            return;
        }
    }
    kept.push(found);
}

fn strength(reading: &Reading<'_>, hit: &Hit, cue: Option<&Hit>) -> u8 {
    const SAME_SENTENCE: u8 = 4;
    const SAME_CLAUSE: u8 = 2;
    let Some(cue) = cue else { return UNMISTAKABLE + SAME_SENTENCE };
    let mut strength = reading.entry(cue).weight;
    if cue.sentence() == hit.sentence() {
        strength += SAME_SENTENCE;
        if reading.clause(hit.sentence(), hit.words().start) == reading.clause(cue.sentence(), cue.words().start) {
            strength += SAME_CLAUSE;
        }
    }
    strength
}
