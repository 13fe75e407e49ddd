//! `border-no-basis` (§ II.C): a border-security priority is named, and neither entry date nor apprehension is given.

use super::border_date::{PRIORITY, entry_dates, is_open};
use super::{Case, Finding};
use crate::report::Status;

pub(super) const ID: &str = "border-no-basis";

/// Fires at the words that name the priority.
pub(super) fn check(case: Case<'_>, findings: &mut Vec<Finding>) {
    if !is_open(case) || !entry_dates(case).is_empty() {
        return;
    }
    let priority = case.ledger.of(case.reading.lexicon, PRIORITY).find(|mention| mention.status == Status::Asserted);
    if let Some(priority) = priority {
        findings.push(Finding::at(ID, case.reading.span(&priority.words)));
    }
}
