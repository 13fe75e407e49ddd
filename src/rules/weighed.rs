//! A sentence breaks the rule by the weight of its words (RULEBOOK §§ 3.1 to 3.4), or a reviewer should look at it.

use super::used_as_reason::TO_REVIEW;
use super::{Case, Finding};
use crate::evidence::Charge;
use crate::evidence::statements::LOOK_AT;
use crate::hits::Hit;
use crate::ledger::Ledger;
use crate::lexicon::schema::Mechanism;
use crate::mentions::{Reading, cue};
use crate::report::Decision;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Rules of this group look at how the case is assessed, and so only where an action is decided or may be.
const ASSESSMENT: &str = "assessment";

/// Adds the findings of a rule that weights decide; tells whether they do.
pub(super) fn check(case: Case<'_>, findings: &mut Vec<Finding>) -> bool {
    let (lexicon, ledger) = (case.reading.lexicon, case.ledger);
    let page = &lexicon.rules()[case.rule];
    let Some(charges) = ledger.charges.as_ref().filter(|_| !page.weighed.is_empty()) else { return false };
    let silent = !ledger.justification || (page.group == ASSESSMENT && !ledger.calls_for_assessment(lexicon));
    if !silent {
        let said = charges.iter().filter(|charge| charge.rule == case.rule && charge.said);
        let first = findings.len();
        findings.extend(said.map(|charge| {
            let cue = turning(case.reading, charge).map(|cue| case.reading.span(&cue.words()));
            Finding::at(case.id, case.reading.span(&charge.words))
                .because(cue, "counted against the subject by these words")
        }));
        held_against_plainly(case, findings, first);
    }
    true
}

/// Adds what phrases say plainly of a factor that is held against the person, where the weights hold it possible.
fn held_against_plainly(case: Case<'_>, findings: &mut Vec<Finding>, first: usize) {
    let Mechanism::HeldAgainst { factors, cue } = &case.reading.lexicon.mechanisms[case.rule] else { return };
    let sentence = |finding: &Finding| finding.span.map(|span| case.reading.sentence_at(span.start));
    let known: Vec<Option<usize>> = findings[first..].iter().map(sentence).collect();
    let mut plain = Vec::new();
    super::held_against::check(case, factors, cue, &mut plain);
    plain.retain(|finding| {
        let here = sentence(finding);
        let is_known = known.iter().flatten().any(|known| here.is_some_and(|here| known.abs_diff(here) <= 1));
        !is_known && here.is_some_and(|here| may_break(case, here))
    });
    findings.extend(plain);
}

/// Whether the weights do not rule out that a sentence breaks the rule, where phrases say so.
pub(super) fn may_break(case: Case<'_>, sentence: usize) -> bool {
    const POSSIBLY: f32 = 0.01;
    let mut charges = case.ledger.charges.iter().flatten();
    charges.any(|charge| charge.rule == case.rule && charge.sentence == sentence && charge.likely > POSSIBLY)
}

/// The weightiest adverse cue of the sentence, outside the words of the charge.
fn turning<'a>(reading: &Reading<'a>, charge: &Charge) -> Option<&'a Hit> {
    let cues = reading.cues(charge.sentence, cue::ADVERSE).filter(|cue| !cue.overlaps(&charge.words));
    cues.max_by_key(|cue| (reading.entry(cue).weight, Reverse(cue.words().start.abs_diff(charge.words.end))))
}

/// Adds the mentions that a reviewer should look at: one a sentence at most, and none beside a finding.
pub(super) fn review(reading: &Reading<'_>, ledger: &Ledger, findings: &mut Vec<Finding>) {
    let Some(net) = reading.lexicon.rule(TO_REVIEW).filter(|_| ledger.justification) else { return };
    let is_netted = |charge: &&Charge| net.net_for.contains(&reading.lexicon.rules()[charge.rule].group);
    let open = ledger.charges.iter().flatten().filter(|charge| !charge.said && charge.likely > LOOK_AT);
    let open: Vec<&Charge> = open.filter(is_netted).collect();
    let place = |finding: &Finding| finding.span.map(|span| reading.sentence_at(span.start));
    let taken: BTreeSet<usize> = findings.iter().filter_map(place).collect();
    let mut last = None;
    for charge in open {
        // the surest comes first
        if last.replace(charge.sentence) == Some(charge.sentence) {
            continue;
        }
        let beside = charge.sentence.saturating_sub(1)..=charge.sentence + 1;
        let block = reading.sentence(charge.sentence).block;
        let is_taken = taken.range(beside).any(|&sentence| reading.sentence(sentence).block == block);
        if !is_taken {
            findings.push(Finding::at(TO_REVIEW, reading.span(&charge.words)));
        }
    }
}

/// Whether retaliation is out of the question, since no action is taken.
pub(super) const fn takes_no_action(mechanism: &Mechanism, decision: Decision) -> bool {
    matches!((mechanism, decision), (Mechanism::UsedAsReason { timing: Some(_), .. }, Decision::Decline))
}
