//! Something the guidelines require is nowhere in the text.

use super::{Case, Finding};
use crate::report::Status;

/// Fires where none of the `asserted` factors is asserted, and none of the `addressed` ones asserted or negated.
pub(super) fn check(case: Case<'_>, asserted: &[String], addressed: &[String], findings: &mut Vec<Finding>) {
    let lexicon = case.reading.lexicon;
    if !case.ledger.justification || !case.ledger.calls_for_assessment(lexicon) {
        return;
    }
    let there = |names: &[String], statuses: &[Status]| {
        names.iter().any(|name| statuses.iter().any(|&status| case.ledger.has(lexicon, name, status)))
    };
    if !there(asserted, &[Status::Asserted]) && !there(addressed, &[Status::Asserted, Status::Negated]) {
        findings.push(Finding::absent(case.id));
    }
}
