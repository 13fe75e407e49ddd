//! A basis carries the decision by itself: said outright, or shown by the whole text (RULEBOOK § 3.1).

use super::{Case, Finding, stated};
use crate::report::{Decision, Status};

/// Fires where words make the basis sufficient, else where the ledger holds no other ground.
pub(super) fn check(case: Case<'_>, basis: &str, after: &[String], findings: &mut Vec<Finding>) {
    let before = findings.len();
    stated::check(case, findings);
    if findings.len() > before {
        return;
    }
    let (lexicon, ledger) = (case.reading.lexicon, case.ledger);
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
        let decided = ledger.decided_by.as_ref().map(|(_, words)| words.clone());
        findings.push(Finding::at(case.id, first.words.clone()).because(decided, "the decision is here"));
    }
}
