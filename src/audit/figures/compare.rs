//! Groups against the rest: which differ beyond chance.
//!
//! Each group of a grouping is compared with all others together, in the share of justifications with any error and
//! in the share with each rule: Pearson's chi-square, or Fisher's exact test where a cell is expected to hold fewer
//! than five. All comparisons of a grouping are one family, corrected together by Holm's method at the level of 5 %.

use super::Share;
use super::trend::{self, Trend};
use crate::audit::statistics::{Test, TwoByTwo, difference, holm};
use crate::audit::tally::{self, Tally};
use serde::Serialize;
use std::collections::BTreeMap;

/// A smaller group is shown but not compared: it could hardly differ, and would cost the others.
const LEAST_COMPARED: u64 = 10;

/// A rarer rule is not compared.
const LEAST_RULE: u64 = 10;

/// The level, over all comparisons of a grouping, at which groups are said to differ.
const LEVEL: f64 = 0.05;

/// The most groups that are listed; all are compared.
const MOST_LISTED: usize = 500;

/// What is compared besides rules.
pub(crate) const ANY_ERROR: &str = "any error";

/// One way of grouping.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Grouping {
    pub(crate) by: String,
    /// Justifications of which it is not known.
    pub(crate) without: u64,
    /// How many groups there are.
    pub(crate) all: usize,
    /// Justifications of groups that came when there were too many to be kept: they are one group, `(others)`.
    pub(crate) pooled: u64,
    /// How many comparisons were made, and corrected for.
    pub(crate) comparisons: usize,
    /// Months in order; others by size.
    pub(crate) groups: Vec<Group>,
    /// Differences beyond chance, the surest first.
    pub(crate) differences: Vec<Difference>,
    /// How the share of errors goes over months or years.
    pub(crate) trend: Option<Trend>,
}

/// One group.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Group {
    pub(crate) name: String,
    pub(crate) with_error: Share,
    /// Whether its share of errors differs from the rest beyond chance.
    pub(crate) differs: bool,
    /// Whether it is then greater than that of the rest.
    pub(crate) is_worse: bool,
}

/// A group that differs from the rest.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Difference {
    pub(crate) group: String,
    /// A rule, or [`ANY_ERROR`].
    pub(crate) what: String,
    pub(crate) here: Share,
    pub(crate) elsewhere: Share,
    pub(crate) test: Test,
    /// The probability as computed.
    pub(crate) p: f64,
    /// The probability, corrected for all comparisons of the grouping.
    pub(crate) p_holm: f64,
}

/// All groupings of a tally.
pub(super) fn groupings(tally: &Tally) -> Vec<Grouping> {
    tally.groupings.iter().map(|grouping| self::grouping(grouping, tally)).collect()
}

fn grouping(grouping: &tally::Grouping, tally: &Tally) -> Grouping {
    let total: u64 = grouping.groups.values().map(|group| group.justifications).sum();
    let rules: Vec<(&String, u16)> = tally.rules.keys().filter_map(|rule| Some((rule, tally.number(rule)?))).collect();
    let sums: BTreeMap<u16, u64> = rules
        .iter()
        .map(|(_, rule)| (*rule, grouping.groups.values().filter_map(|group| group.rules.get(rule)).sum()))
        .collect();
    let with_error: u64 = grouping.groups.values().map(|group| group.with_error).sum();
    let mut compared = Vec::new();
    for (name, group) in &grouping.groups {
        let is_compared = group.justifications >= LEAST_COMPARED && group.justifications < total;
        if !is_compared || name == tally::OTHERS {
            continue;
        }
        let mut compare = |what: &str, part: u64, all: u64| {
            let (whole, rest_whole) = (group.justifications, total - group.justifications);
            let (p, test) = difference(TwoByTwo { part, whole, rest_part: all - part, rest_whole });
            let (here, elsewhere) = (Share::new(part, whole), Share::new(all - part, rest_whole));
            let what = what.to_owned();
            compared.push(Difference { group: name.clone(), what, here, elsewhere, test, p, p_holm: 1.0 });
        };
        compare(ANY_ERROR, group.with_error, with_error);
        for (rule, number) in &rules {
            let all = sums.get(number).copied().unwrap_or_default();
            if all >= LEAST_RULE {
                compare(rule, group.rules.get(number).copied().unwrap_or_default(), all);
            }
        }
    }
    let probabilities: Vec<f64> = compared.iter().map(|difference| difference.p).collect();
    for (difference, p_holm) in compared.iter_mut().zip(holm(&probabilities)) {
        difference.p_holm = p_holm;
    }
    let comparisons = compared.len();
    compared.retain(|difference| difference.p_holm < LEVEL);
    compared.sort_by(|a, b| a.p.total_cmp(&b.p).then_with(|| (&a.group, &a.what).cmp(&(&b.group, &b.what))));
    let of_errors: BTreeMap<&str, &Difference> =
        compared.iter().filter(|found| found.what == ANY_ERROR).map(|found| (found.group.as_str(), found)).collect();
    let group = |(name, group): (&String, &tally::Group)| {
        let difference = of_errors.get(name.as_str());
        Group {
            name: name.clone(),
            with_error: Share::new(group.with_error, group.justifications),
            differs: difference.is_some(),
            is_worse: difference.is_some_and(|found| found.here.share > found.elsewhere.share),
        }
    };
    let mut groups: Vec<Group> = grouping.groups.iter().map(group).collect();
    let is_time = grouping.by == "month" || grouping.by == "year";
    let trend = if is_time { trend::of(&groups) } else { None };
    if !is_time {
        groups.sort_by(|a, b| b.with_error.of.cmp(&a.with_error.of).then(a.name.cmp(&b.name)));
    }
    let all = groups.len();
    groups.truncate(MOST_LISTED);
    let (by, without, pooled) = (grouping.by.clone(), grouping.without, grouping.pooled);
    Grouping { by, without, all, pooled, comparisons, groups, differences: compared, trend }
}
