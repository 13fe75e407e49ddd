//! Rules that fire together more often than chance would have it.
//!
//! Every pair of rules that each fired in enough justifications is tested, whether or not they ever fire together, so
//! that what is listed was not chosen by what is tested.

use super::MOST_LISTED;
use crate::audit::statistics::{Test, TwoByTwo, difference, holm};
use crate::audit::tally::Tally;
use serde::Serialize;
use totality::diagnostic::Severity;

/// A rarer rule is not tested: it could hardly show anything, and would cost the others.
const LEAST_RULE: u64 = 10;

/// The level, over all pairs, at which rules are said to fire together.
const LEVEL: f64 = 0.05;

/// Pairs of rules.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(crate) struct Pairs {
    /// How many pairs were tested, and corrected for.
    #[serde(rename = "pairs_tested")]
    pub(crate) tested: usize,
    /// How many of them fire together more often than by chance.
    #[serde(rename = "pairs_found")]
    pub(crate) found: usize,
    /// Those, by how much more often.
    #[serde(rename = "pairs")]
    pub(crate) listed: Vec<Pair>,
}

/// Two rules that fire together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Pair {
    pub(crate) rules: [String; 2],
    pub(crate) count: u64,
    /// How often they would if they had nothing to do with each other.
    pub(crate) expected: f64,
    pub(crate) test: Test,
    /// The probability, two-sided, as computed.
    pub(crate) p: f64,
    /// The probability, corrected for all pairs.
    pub(crate) p_holm: f64,
}

impl Pairs {
    /// What the counts tell.
    pub(super) fn new(tally: &Tally) -> Self {
        // Notes are left out: they say something of the reader's work, not of the writer's.
        let is_tested =
            |rule: &crate::audit::tally::Rule| rule.severity > Severity::Note && rule.justifications >= LEAST_RULE;
        let rules: Vec<_> = tally.rules.iter().filter(|(_, rule)| is_tested(rule)).collect();
        let mut pairs = Vec::new();
        for (index, (a, of_a)) in rules.iter().enumerate() {
            for (b, of_b) in &rules[index + 1..] {
                let (Some(first), Some(second)) = (tally.number(a), tally.number(b)) else { continue };
                let key = (first.min(second), first.max(second));
                let count = tally.pairs.get(&key).copied().unwrap_or_default();
                let (whole, other) = (of_a.justifications, of_b.justifications);
                let rest_whole = tally.judged - whole;
                let (p, test) = difference(TwoByTwo { part: count, whole, rest_part: other - count, rest_whole });
                let expected = whole as f64 * other as f64 / tally.judged.max(1) as f64;
                let rules = [(*a).clone(), (*b).clone()];
                pairs.push(Pair { rules, count, expected, test, p, p_holm: 1.0 });
            }
        }
        let probabilities: Vec<f64> = pairs.iter().map(|pair| pair.p).collect();
        for (pair, p_holm) in pairs.iter_mut().zip(holm(&probabilities)) {
            pair.p_holm = p_holm;
        }
        let tested = pairs.len();
        pairs.retain(|pair| pair.p_holm < LEVEL && pair.count as f64 > pair.expected);
        let found = pairs.len();
        let more = |pair: &Pair| pair.count as f64 - pair.expected;
        pairs.sort_by(|a, b| more(b).total_cmp(&more(a)).then(a.rules.cmp(&b.rules)));
        pairs.truncate(MOST_LISTED);
        Self { tested, found, listed: pairs }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::tally::Rule;

    #[test]
    fn all_pairs_of_frequent_rules_are_one_family() {
        let mut tally = Tally::new(&[]);
        tally.judged = 30;
        for (rule, justifications, severity) in [
            ("a", 10, Severity::Error),
            ("b", 12, Severity::Warning),
            ("c", 15, Severity::Error),
            ("note", 20, Severity::Note),
            ("rare", 9, Severity::Error),
        ] {
            tally.number_rule(rule);
            let rule_of =
                Rule { severity, section: String::new(), findings: justifications, justifications, outside: 0 };
            tally.rules.insert(rule.to_owned(), rule_of);
        }
        let of = |rule| tally.number(rule).expect("is numbered");
        let counts = [((of("a"), of("b")), 8), ((of("a"), of("c")), 5), ((of("a"), of("note")), 10)];
        tally.pairs.extend(counts);
        let pairs = Pairs::new(&tally);
        assert_eq!((pairs.tested, pairs.found), (3, 1), "b and c never fire together, and are tested");
        let pair = &pairs.listed[0];
        assert_eq!((pair.rules.each_ref().map(String::as_str), pair.count), (["a", "b"], 8));
        assert!((pair.expected - 4.0).abs() < 1e-12 && (pair.p - 123_519.0 / 30_045_015.0).abs() < 1e-9);
        // That b and c never fire together is less probable still (chi-square is 20) and goes first in Holm's order.
        assert!((pair.p_holm - 2.0 * pair.p).abs() < 1e-9, "{pair:?}");
    }
}
