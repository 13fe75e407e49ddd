//! `incomplete-conviction` (§ V.C): a conviction is cited with neither offense, date, court nor sentence.

use super::{Case, Finding};
use crate::mentions::cue;
use crate::report::Status;

pub(super) const ID: &str = "incomplete-conviction";

/// Fires at the first conviction asserted, where no sentence that asserts one says more about it.
pub(super) fn check(case: Case<'_>, findings: &mut Vec<Finding>) {
    let reading = case.reading;
    if !case.ledger.justification {
        return;
    }
    let mut first = None;
    for mention in case.ledger.of(reading.lexicon, "conviction").filter(|mention| mention.status == Status::Asserted) {
        let words = reading.sentence(mention.sentence).words.clone();
        let dated = !crate::dates::find(reading.document, reading.text, reading.lexicon, words).is_empty();
        if dated || reading.cues(mention.sentence, cue::CONVICTION_DETAIL).next().is_some() {
            return;
        }
        first = first.or(Some(mention));
    }
    if let Some(mention) = first {
        findings.push(Finding::at(ID, reading.span(&mention.words)));
    }
}
