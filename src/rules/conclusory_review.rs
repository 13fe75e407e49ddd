//! `conclusory-review` (§ II.B): mitigating factors are said to have been weighed, and none is named.

use super::{Case, Finding};
use crate::mentions::cue;
use crate::report::Status;

pub(super) const ID: &str = "conclusory-review";

/// Fires at the sentence that claims the search, where no mitigating factor is asserted or negated and it is not said
/// that none were found.
pub(super) fn check(case: Case<'_>, findings: &mut Vec<Finding>) {
    let (reading, ledger) = (case.reading, case.ledger);
    let lexicon = reading.lexicon;
    if !ledger.justification || !ledger.calls_for_assessment(lexicon) {
        return;
    }
    let named = [Status::Asserted, Status::Negated].iter().any(|&status| ledger.has(lexicon, "mitigating", status));
    let none_found = reading.said_somewhere(cue::NONE_FOUND);
    if named || none_found {
        return;
    }
    let search = ledger.of(lexicon, "mitigation-search").find(|mention| mention.status == Status::Asserted);
    if let Some(search) = search {
        findings.push(Finding::at(case.id, reading.span(&reading.sentence(search.sentence).words)));
    }
}
