//! A basis carries the decision by itself: said outright, or shown by the whole text (RULEBOOK § 3.1).

use super::{Case, Finding};
use crate::hits::Hit;
use crate::mentions::{Mention, Reading, cue};
use crate::report::{Decision, Status};

const KIND: &str = "basis";

/// The weight of words that speak of the sentence before without taking it up ("Nothing further is needed.").
const BY_ITSELF: u8 = 2;

/// Fires where words make the basis sufficient, else where the ledger holds no other ground.
pub(super) fn check(case: Case<'_>, basis: &str, after: &[String], findings: &mut Vec<Finding>) {
    let (lexicon, ledger, reading) = (case.reading.lexicon, case.ledger, case.reading);
    let before = findings.len();
    let mut last_sentence = usize::MAX;
    for number in 0..reading.document.sentences.len() {
        for hit in reading.cues(number, cue::SUFFICIENT) {
            if last_sentence == number || !is_meant(reading, hit) {
                continue;
            }
            let Some(mention) = nearest_basis(case, hit) else { continue };
            // said of the sentence before, which has said so itself
            if mention.sentence != number && mention.sentence == last_sentence {
                continue;
            }
            if lexicon.factors[mention.factor].id != basis {
                continue;
            }
            last_sentence = number;
            let span = reading.span(&mention.words);
            findings.push(
                Finding::at(case.id, hit.span(reading.document)).because(Some(span), "this is made the whole reason"),
            );
        }
    }
    if findings.len() > before {
        return;
    }
    let asserted = |name: &str| ledger.has(lexicon, name, Status::Asserted);
    if !ledger.justification
        || ledger.decision != Decision::Enforce
        || lexicon.grounds.iter().any(|ground| asserted(ground))
        || after.iter().any(|earlier| asserted(earlier))
    {
        return;
    }
    let first = ledger.of(lexicon, basis).find(|mention| mention.status == Status::Asserted);
    if let Some(first) = first {
        let decided = ledger.decided_by.as_ref().map(|(_, words)| reading.span(words));
        findings.push(Finding::at(case.id, reading.span(&first.words)).because(decided, "the decision is here"));
    }
}

/// Whether the words make something sufficient in earnest: not denied ("a plea is not enough"), not the rule itself.
fn is_meant(reading: &Reading<'_>, hit: &Hit) -> bool {
    let clause = reading.clause(hit.sentence, hit.words.start);
    let denied = reading
        .cues(hit.sentence, cue::NEGATION)
        .any(|no| !no.overlaps(&hit.words) && clause.contains(&no.words.start) && no.words.start < hit.words.start);
    !reading.is_silent(hit.sentence)
        && !denied
        && reading.in_reach_of(cue::DISCLAIMER, hit.sentence, &hit.words).is_none()
        && reading.in_reach_of(cue::GENERAL_RULE, hit.sentence, &hit.words).is_none()
}

/// The basis that the words speak of: the nearest in their sentence, else, where they take up what went before or can
/// hardly speak of anything else, the last one of the sentence before.
fn nearest_basis<'a>(case: Case<'a>, hit: &Hit) -> Option<&'a Mention> {
    let lexicon = case.reading.lexicon;
    let bases = |sentence: usize| {
        case.ledger.of(lexicon, KIND).filter(move |mention| {
            mention.sentence == sentence && mention.status != Status::Other && mention.status != Status::Negated
        })
    };
    let here = bases(hit.sentence).min_by_key(|mention| {
        mention.words.start.abs_diff(hit.words.end).min(hit.words.start.abs_diff(mention.words.end))
    });
    if here.is_some() {
        return here;
    }
    let start = case.reading.sentence(hit.sentence).words.start;
    let takes_up = case.reading.cues(hit.sentence, cue::ANAPHORA).any(|takes_up| takes_up.words.start <= start + 2);
    let before = hit.sentence.checked_sub(1)?;
    ((takes_up || case.reading.entry(hit).weight >= BY_ITSELF)
        && case.reading.sentence(before).block == case.reading.sentence(hit.sentence).block)
        .then(|| bases(before).last())
        .flatten()
}
