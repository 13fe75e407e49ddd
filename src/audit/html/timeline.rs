//! Shares over time as a chart.

use super::charts::{escape, number, percent};
use crate::audit::figures::{Group, Grouping, moment};
use std::fmt::Write as _;

const LEFT: f64 = 46.0;
const WIDTH: f64 = 900.0;
const TOP: f64 = 12.0;
const HEIGHT: f64 = 200.0;
const BELOW: f64 = 46.0;

/// A share of fewer is drawn pale.
const FEW: u64 = 10;

/// A time with more steps is drawn without those of which there is nothing: one wrong date would else press all others
/// together.
const LONGEST: i32 = 240;

/// Where the groups stand, in steps of time from the first, and how many steps there are.
fn steps(groups: &[Group]) -> (Vec<i32>, i32) {
    let moments: Vec<i32> = groups.iter().filter_map(|group| moment(&group.name)).collect();
    let first = moments.first().copied().unwrap_or_default();
    let length = moments.last().copied().unwrap_or_default() - first + 1;
    if moments.len() == groups.len() && (1..=LONGEST).contains(&length) {
        return (moments.iter().map(|moment| moment - first).collect(), length);
    }
    let length = i32::try_from(groups.len()).unwrap_or(i32::MAX);
    ((0..length).collect(), length)
}

/// Shares over time with their intervals, and the numbers they are of as columns below.
pub(super) fn chart(grouping: &Grouping) -> String {
    let points = &grouping.groups;
    let (steps, length) = steps(points);
    let highest = points.iter().map(|group| group.with_error.high).fold(0.05, f64::max);
    let highest = (highest * 10.0).ceil() / 10.0;
    let most = points.iter().map(|group| group.with_error.of).max().unwrap_or(1).max(1) as f64;
    let step = (WIDTH - LEFT - 10.0) / f64::from(length.max(1));
    let x = |index: usize| LEFT + step * (f64::from(steps[index]) + 0.5);
    let y = |share: f64| TOP + HEIGHT * (1.0 - share / highest);
    let by = escape(&grouping.by);
    let mut svg = format!(
        "<svg class=\"chart\" viewBox=\"0 0 {WIDTH} {}\" role=\"img\" aria-label=\"Share of justifications with an error \
         by {by}; the same figures stand in the table below\">",
        TOP + HEIGHT + BELOW + 22.0
    );
    for tick in 0..=4 {
        let share = highest * f64::from(tick) / 4.0;
        let (at, shown) = (y(share), percent(share));
        // Writing to a string cannot fail.
        let _ = write!(
            svg,
            "<path class=\"grid\" d=\"M{LEFT} {at:.1}H{WIDTH}\"/><text class=\"tick\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{shown}</text>",
            LEFT - 6.0,
            at + 4.0
        );
    }
    let line = line(points, &steps, &|index| format!("{:.1} {:.1}", x(index), y(points[index].with_error.share)));
    let _ = write!(svg, "<path class=\"line\" d=\"{line}\"/>");
    let every = i32::try_from(steps.len()).unwrap_or(i32::MAX).max(length) / 14 + 1;
    let mut named = i32::MIN;
    for (index, group) in points.iter().enumerate() {
        let share = &group.with_error;
        let height = (BELOW - 12.0) * share.of as f64 / most;
        let foot = TOP + HEIGHT + BELOW;
        let name = escape(&group.name);
        let _ = write!(
            svg,
            "<g{}><title>{name}: {} of {} ({}, 95 % interval {} to {})</title>\
             <rect class=\"count\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{height:.1}\"/>\
             <path class=\"whisker\" d=\"M{x:.1} {:.1}V{:.1}\"/>{}</g>",
            if share.of < FEW { " class=\"few\"" } else { "" },
            number(share.count),
            number(share.of),
            percent(share.share),
            percent(share.low),
            percent(share.high),
            x(index) - step * 0.35,
            foot - height,
            step * 0.7,
            y(share.low),
            y(share.high),
            dot(group, x(index), y(share.share)),
            x = x(index),
        );
        if steps[index] >= named.saturating_add(every) || named == i32::MIN {
            named = steps[index];
            let at = x(index);
            let _ = write!(
                svg,
                "<text class=\"tick\" x=\"{at:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{name}</text>",
                foot + 16.0
            );
        }
    }
    svg.push_str("</svg>");
    svg
}

/// A point; of a group that differs from the rest, an arrow, which tells without colour as well.
fn dot(group: &Group, x: f64, y: f64) -> String {
    if !group.differs {
        return format!("<circle class=\"dot\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\"/>");
    }
    let (class, tip) = if group.is_worse { ("worse", -6.0) } else { ("better", 6.0) };
    let (left, right, base, tip) = (x - 6.0, x + 6.0, y - tip * 0.7, y + tip);
    format!("<path class=\"dot {class}\" d=\"M{left:.1} {base:.1}H{right:.1}L{x:.1} {tip:.1}Z\"/>")
}

/// The line through the points, broken where there is nothing from the time between two of them.
fn line(points: &[Group], steps: &[i32], at: &dyn Fn(usize) -> String) -> String {
    let time = |index: usize| moment(&points[index].name).unwrap_or(steps[index]);
    let follows = |index: usize| index > 0 && time(index) - time(index - 1) == 1;
    (0..points.len()).map(|index| format!("{}{}", if follows(index) { 'L' } else { 'M' }, at(index))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::figures::Share;

    fn group(name: &str) -> Group {
        Group { name: name.to_owned(), with_error: Share::new(1, 4), differs: false, is_worse: false }
    }

    #[test]
    fn time_without_justifications_is_a_gap() {
        let groups = ["2021-11", "2021-12", "2022-01", "2022-05"].map(group);
        let (found, length) = steps(&groups);
        assert_eq!((found.as_slice(), length), (&[0, 1, 2, 6][..], 7));
        assert_eq!(line(&groups, &found, &|index| index.to_string()), "M0L1L2M3");
        let far = ["1922-11", "2022-01", "2022-02"].map(group);
        let (found, length) = steps(&far);
        assert_eq!((found.as_slice(), length), (&[0, 1, 2][..], 3));
        assert_eq!(line(&far, &found, &|index| index.to_string()), "M0M1L2");
        assert_eq!(steps(&["2021", "2023"].map(group)), (vec![0, 2], 3));
    }
}
