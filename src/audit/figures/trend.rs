//! Whether the share of justifications with an error rises or falls over the months.

use super::Group;
use crate::audit::statistics::{self, Moment};
use serde::Serialize;

/// A trend over time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Trend {
    /// The first and the last month, or year.
    pub(crate) from: String,
    pub(crate) to: String,
    /// How many of them have justifications.
    pub(crate) moments: usize,
    /// By how much the share rises from one to the next, by weighted least squares.
    pub(crate) step: f64,
    /// The statistic of the Cochran–Armitage test.
    pub(crate) z: f64,
    /// The probability, two-sided.
    pub(crate) p: f64,
}

/// A month (`2022-03`) or a year (`2022`) as a number in which the next one is one more.
pub(crate) fn moment(name: &str) -> Option<i32> {
    match name.split_once('-') {
        Some((year, month)) => Some(year.parse::<i32>().ok()? * 12 + month.parse::<i32>().ok()? - 1),
        None => name.parse().ok(),
    }
}

/// The trend over groups that are months or years, in order.
pub(super) fn of(groups: &[Group]) -> Option<Trend> {
    let moments: Vec<Moment> = groups
        .iter()
        .filter_map(|group| Some((moment(&group.name)?, group.with_error.count, group.with_error.of)))
        .collect();
    let slope = statistics::trend(&moments)?;
    let name = |group: Option<&Group>| group.map_or_else(String::new, |group| group.name.clone());
    Some(Trend {
        from: name(groups.first()),
        to: name(groups.last()),
        moments: moments.len(),
        step: slope.step,
        z: slope.z,
        p: slope.p,
    })
}
