//! `contradicted-mitigation` (§ II.B): the text says that there are no mitigating factors, and asserts one elsewhere.

use super::{Case, Finding};
use crate::mentions::cue;
use crate::report::Status;

pub(super) const ID: &str = "contradicted-mitigation";

/// Fires at the denial, with the factor as a further place.
pub(super) fn check(case: Case<'_>, findings: &mut Vec<Finding>) {
    let reading = case.reading;
    let Some(factor) = case.ledger.of(reading.lexicon, "mitigating").find(|mention| mention.status == Status::Asserted)
    else {
        return;
    };
    for number in 0..reading.document.sentences.len() {
        if reading.is_silent(number) {
            continue;
        }
        if let Some(denial) = reading.cues(number, cue::NONE_FOUND).next() {
            let place = reading.span(&factor.words);
            findings.push(
                Finding::at(ID, denial.span(reading.document))
                    .because(Some(place), "a mitigating factor is asserted here"),
            );
            return;
        }
    }
}
