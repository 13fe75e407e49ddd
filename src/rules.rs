//! Ledger to findings: the mechanisms by which rules are decided.
//!
//! A rule is a page of the lexicon (`rules/<id>.md`) that names its mechanism; the mechanisms that rules share are the
//! modules here, and a rule with logic of its own has a module named after it. [`run`] is the only list.

mod alone;
mod border_date;
mod border_no_basis;
mod conclusory_review;
mod contradicted_mitigation;
mod guidelines_not_in_force;
mod held_against;
mod incomplete_conviction;
mod missing;
mod stated;
mod timing;
mod used_as_reason;
mod weighed;

use crate::hits::Hit;
use crate::ledger::Ledger;
use crate::lexicon::schema::Mechanism;
use crate::mentions::Reading;
use crate::mentions::role;
use crate::report::Decision;
use crate::source::Span;
use crate::trace::Standing;

/// A rule that fired, before it is put into words for people.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    /// The rule's identifier.
    pub(crate) rule: String,
    /// The words that show it; `None` for something absent.
    pub(crate) span: Option<Span>,
    /// Further words, and what they show.
    pub(crate) labels: Vec<(Span, String)>,
}

impl Finding {
    fn at(rule: &str, span: Span) -> Self {
        Self { rule: rule.to_owned(), span: Some(span), labels: Vec::new() }
    }

    fn absent(rule: &str) -> Self {
        Self { rule: rule.to_owned(), span: None, labels: Vec::new() }
    }

    fn because(mut self, span: Option<Span>, text: &str) -> Self {
        if let Some(span) = span {
            self.labels.push((span, text.to_owned()));
        }
        self
    }
}

/// Everything a rule may look at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Case<'a> {
    pub(crate) reading: &'a Reading<'a>,
    pub(crate) ledger: &'a Ledger,
    /// The rule that is being decided, as an index into the lexicon's rules.
    pub(crate) rule: usize,
    pub(crate) id: &'a str,
}

/// Runs every rule, in the order in which they are listed.
pub(crate) fn run(reading: &Reading<'_>, ledger: &Ledger) -> Vec<Finding> {
    let mut findings = Vec::new();
    let lexicon = reading.lexicon;
    for (rule, (page, mechanism)) in lexicon.rules().iter().zip(&lexicon.mechanisms).enumerate() {
        let case = Case { reading, ledger, rule, id: &page.id };
        if !matches!(mechanism, Mechanism::Alone { .. })
            && !weighed::takes_no_action(mechanism, ledger.decision)
            && weighed::check(case, &mut findings)
        {
            continue;
        }
        match mechanism {
            Mechanism::UsedAsReason { timing: None, unexplained } => {
                used_as_reason::check(case, *unexplained, &mut findings)
            }
            Mechanism::UsedAsReason { timing: Some(cue), unexplained } => {
                // where no action is taken, none is linked to the exercise of a right
                if ledger.decision != Decision::Decline {
                    used_as_reason::check(case, *unexplained, &mut findings);
                    timing::check(case, cue, &mut findings);
                }
            }
            Mechanism::HeldAgainst { factors, cue } => held_against::check(case, factors, cue, &mut findings),
            Mechanism::Alone { basis, after } => alone::check(case, basis, after, &mut findings),
            Mechanism::Stated { with } => stated::check(case, with.as_deref(), &mut findings),
            Mechanism::Missing { asserted, addressed } => missing::check(case, asserted, addressed, &mut findings),
            Mechanism::Own { .. } => match page.id.as_str() {
                border_date::ID => border_date::check(case, &mut findings),
                border_no_basis::ID => border_no_basis::check(case, &mut findings),
                conclusory_review::ID => conclusory_review::check(case, &mut findings),
                contradicted_mitigation::ID => contradicted_mitigation::check(case, &mut findings),
                incomplete_conviction::ID => incomplete_conviction::check(case, &mut findings),
                guidelines_not_in_force::ID => guidelines_not_in_force::check(case, &mut findings),
                _ => {}
            },
        }
    }
    weighed::review(reading, ledger, &mut findings);
    findings
}

/// How a rule's words are taken where they stand, and by which cue; `None` for words that no rule looks at.
pub(crate) fn standing<'a>(reading: &Reading<'a>, rule: usize, hit: &Hit) -> Option<(Standing, Option<&'a Hit>)> {
    match reading.lexicon.mechanisms.get(rule)? {
        Mechanism::UsedAsReason { .. } => Some(match role::standing(reading, hit) {
            role::Standing::Proper => (Standing::Proper, None),
            role::Standing::Against(cue) => (Standing::Against, cue),
            role::Standing::Open => (Standing::Open, None),
        }),
        Mechanism::Stated { .. } | Mechanism::Own { .. } => {
            Some((if stated::is_meant(reading, hit) { Standing::Against } else { Standing::Proper }, None))
        }
        Mechanism::HeldAgainst { .. } | Mechanism::Alone { .. } | Mechanism::Missing { .. } => None,
    }
}
