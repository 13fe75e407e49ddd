//! The few statistics that the figures need: intervals for shares, tests for differences, and a correction for many.
//!
//! Pure functions over counts. Nothing here is approximate beyond floating point, except where it says so.

/// The normal quantile for 95 %, two-sided.
const Z: f64 = 1.959_963_984_540_054;

/// The least count that a cell must be expected to have for a chi-square test to be trusted.
const LEAST_EXPECTED: f64 = 5.0;

/// Wilson's 95 % interval for a share of `part` in `whole`; all of it where nothing was counted.
pub(crate) fn wilson(part: u64, whole: u64) -> (f64, f64) {
    if whole == 0 {
        return (0.0, 1.0);
    }
    let n = whole as f64;
    let share = part as f64 / n;
    let middle = share + Z * Z / (2.0 * n);
    let half = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z * Z / n;
    let low = if part == 0 { 0.0 } else { (middle - half) / scale };
    let high = if part == whole { 1.0 } else { (middle + half) / scale };
    (low.max(0.0), high.min(1.0))
}

/// A probability as it is shown; below what the tests can tell, as less than that.
pub(crate) fn in_words(p: f64) -> String {
    const LEAST: f64 = 1e-15;
    match p {
        p if p < LEAST => format!("< {LEAST:e}"),
        p if p < 0.001 => format!("= {p:.1e}"),
        p => format!("= {p:.3}"),
    }
}

/// A table of two groups and two outcomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TwoByTwo {
    /// With the outcome, in the group.
    pub(crate) part: u64,
    /// All of the group.
    pub(crate) whole: u64,
    /// With the outcome, elsewhere.
    pub(crate) rest_part: u64,
    /// All elsewhere.
    pub(crate) rest_whole: u64,
}

/// Which test was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Test {
    /// Pearson's chi-square, one degree of freedom, no continuity correction.
    ChiSquare,
    /// Fisher's exact test, two-sided.
    Fisher,
}

/// The probability, two-sided, of a difference at least so great if group and outcome have nothing to do with each
/// other: chi-square, or Fisher's exact test where a cell is expected to hold fewer than five.
pub(crate) fn difference(table: TwoByTwo) -> (f64, Test) {
    let all = (table.whole + table.rest_whole) as f64;
    let with = (table.part + table.rest_part) as f64;
    let expected = [
        table.whole as f64 * with / all,
        table.whole as f64 * (all - with) / all,
        table.rest_whole as f64 * with / all,
        table.rest_whole as f64 * (all - with) / all,
    ];
    if expected.iter().any(|cell| cell.is_nan() || *cell < LEAST_EXPECTED) {
        return (fisher(table), Test::Fisher);
    }
    let seen = [table.part, table.whole - table.part, table.rest_part, table.rest_whole - table.rest_part];
    let chi: f64 = seen.iter().zip(expected).map(|(seen, expected)| (*seen as f64 - expected).powi(2) / expected).sum();
    (erfc((chi / 2.0).sqrt()), Test::ChiSquare)
}

/// Fisher's exact test: the sum of all tables with the same margins that are no more probable than this one.
fn fisher(table: TwoByTwo) -> f64 {
    let (group, rest) = (table.whole, table.rest_whole);
    let with = table.part + table.rest_part;
    let (least, most) = (with.saturating_sub(rest), with.min(group));
    let log = |part: u64| log_choose(group, part) + log_choose(rest, with - part) - log_choose(group + rest, with);
    let this = log(table.part);
    // A little room, so that tables which are equal but for rounding count as equal.
    let limit = this + 1e-7;
    // Far from this table the terms are too small to matter, but there are at most as many as the smaller margin.
    let sum: f64 = (least..=most).map(log).filter(|other| *other <= limit).map(f64::exp).sum();
    sum.min(1.0)
}

fn log_choose(n: u64, k: u64) -> f64 {
    log_factorial(n) - log_factorial(k) - log_factorial(n - k)
}

/// Exact sums for small numbers, Stirling's series (error under 1e-12) for others.
fn log_factorial(n: u64) -> f64 {
    if n < 32 {
        return (2..=n).map(|k| (k as f64).ln()).sum();
    }
    let x = n as f64;
    let series = 1.0 / (12.0 * x) - 1.0 / (360.0 * x.powi(3)) + 1.0 / (1260.0 * x.powi(5));
    x * x.ln() - x + 0.5 * (2.0 * std::f64::consts::PI * x).ln() + series
}

/// The complementary error function for numbers from 0: a series below 2, a continued fraction above.
fn erfc(x: f64) -> f64 {
    let scale = 2.0 / std::f64::consts::PI.sqrt();
    if x < 2.0 {
        let (mut term, mut sum) = (x, x);
        for n in 1..100_u32 {
            term *= -x * x / f64::from(n);
            sum += term / f64::from(2 * n + 1);
        }
        return (1.0 - scale * sum).max(0.0);
    }
    let mut fraction = x;
    for n in (1..=60_u32).rev() {
        fraction = x + f64::from(n) / 2.0 / fraction;
    }
    scale / 2.0 * (-x * x).exp() / fraction
}

/// Shares in order of time: when, how many have it, and of how many.
pub(crate) type Moment = (i32, u64, u64);

/// A rise or fall of shares over time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Slope {
    /// By how much the share rises in one step of time, by least squares weighted by the numbers that shares are of.
    pub(crate) step: f64,
    /// The statistic of the Cochran–Armitage test, normal if there is no trend.
    pub(crate) z: f64,
    /// The probability, two-sided, of a trend at least so strong if time makes no difference.
    pub(crate) p: f64,
}

/// The Cochran–Armitage test for a trend of shares; `None` where there is nothing to tell it by: fewer than three
/// moments, or fewer than five with it or without it, so that the normal approximation would not do.
pub(crate) fn trend(moments: &[Moment]) -> Option<Slope> {
    let first = moments.first()?.0;
    let all: u64 = moments.iter().map(|(_, _, all)| all).sum();
    let with: u64 = moments.iter().map(|(_, with, _)| with).sum();
    if moments.len() < 3 || (with.min(all - with) as f64) < LEAST_EXPECTED {
        return None;
    }
    let (n, share) = (all as f64, with as f64 / all as f64);
    let (mut sum, mut square, mut excess) = (0.0, 0.0, 0.0);
    for (when, with, all) in moments {
        let (time, all) = (f64::from(when - first), *all as f64);
        sum += all * time;
        square += all * time * time;
        excess += time * (*with as f64 - all * share);
    }
    let spread = square - sum * sum / n;
    if spread <= 0.0 {
        return None;
    }
    let z = excess / (share * (1.0 - share) * spread).sqrt();
    Some(Slope { step: excess / spread, z, p: erfc(z.abs() / std::f64::consts::SQRT_2) })
}

/// Holm's step-down correction: the probabilities such that, over all of them, the chance of any false alarm is no
/// greater than the level at which one reads them. In the order given.
pub(crate) fn holm(probabilities: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..probabilities.len()).collect();
    order.sort_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b]).then(a.cmp(&b)));
    let mut adjusted = vec![1.0; probabilities.len()];
    let mut least = 0.0_f64;
    for (rank, &index) in order.iter().enumerate() {
        least = least.max(probabilities[index] * (probabilities.len() - rank) as f64).min(1.0);
        adjusted[index] = least;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 1e-6 * expected.abs().max(1e-3), "{found} is not {expected}");
    }

    #[test]
    fn intervals_are_wilsons() {
        // As by statsmodels.stats.proportion.proportion_confint(..., method="wilson").
        let (low, high) = wilson(10, 50);
        near(low, 0.112_437_500);
        near(high, 0.330_371_059);
        assert_eq!(wilson(0, 0), (0.0, 1.0));
        assert_eq!(wilson(0, 20).0, 0.0);
        assert_eq!(wilson(20, 20).1, 1.0);
        near(wilson(0, 20).1, 0.161_125_158);
    }

    #[test]
    fn tests_agree_with_reference_values() {
        // As by scipy.stats.chi2_contingency([[30, 70], [60, 240]], correction=False), fisher_exact([[3, 7], [1, 19]]).
        let (p, test) = difference(TwoByTwo { part: 30, whole: 100, rest_part: 60, rest_whole: 300 });
        assert_eq!(test, Test::ChiSquare);
        near(p, 0.038_088_284);
        let (p, test) = difference(TwoByTwo { part: 3, whole: 10, rest_part: 1, rest_whole: 20 });
        assert_eq!(test, Test::Fisher);
        near(p, 0.095_238_095);
        near(erfc(0.5), 0.479_500_122);
        near(erfc(3.0), 2.209_049_7e-5);
        near(log_factorial(40), 110.320_639_714_757_4);
    }

    #[test]
    fn a_trend_is_cochran_and_armitages() {
        // By hand: the mean is 1/3; Σt(x − n/3) = 5; Σnt² − (Σnt)²/n = 20; z = 5 / √(2/9 · 20); the slope is 5 / 20.
        let slope = trend(&[(24_000, 1, 10), (24_001, 3, 10), (24_002, 6, 10)]).expect("there is enough to tell");
        near(slope.step, 0.25);
        near(slope.z, 5.0 / (40.0_f64 / 9.0).sqrt());
        near(slope.p, 0.017_706_067);
        // Months without a justification count as time: Σt(x − n/3) = −1/3 · 1 + 8/3 · 5, Σnt² − (Σnt)²/n = 140.
        let slope = trend(&[(0, 1, 10), (1, 3, 10), (5, 6, 10)]).expect("there is enough to tell");
        near(slope.step, 13.0 / 140.0);
        assert_eq!(trend(&[(0, 3, 10), (1, 6, 10)]), None);
        assert_eq!(trend(&[(0, 1, 10), (1, 1, 10), (2, 2, 10)]), None);
        assert_eq!(trend(&[]), None);
    }

    #[test]
    fn rules_that_fire_together_are_tested_by_hand() {
        // 8 of 30 with both, 10 and 12 with each: of C(30,10) = 30045015 tables, those no more probable have 0, 8, 9 or 10
        // with both: 43758 + 75735 + 3960 + 66.
        let (p, test) = difference(TwoByTwo { part: 8, whole: 10, rest_part: 4, rest_whole: 20 });
        assert_eq!(test, Test::Fisher);
        near(p, 123_519.0 / 30_045_015.0);
    }

    #[test]
    fn probabilities_are_shown_as_far_as_they_are_known() {
        assert_eq!([0.0, 4.94e-9, 0.0123, 1.0].map(in_words), ["< 1e-15", "= 4.9e-9", "= 0.012", "= 1.000"]);
    }

    #[test]
    fn nothing_to_compare_is_no_difference() {
        for table in [(0, 0, 3, 9), (2, 2, 0, 0), (0, 5, 0, 5), (5, 5, 5, 5)] {
            let (part, whole, rest_part, rest_whole) = table;
            near(difference(TwoByTwo { part, whole, rest_part, rest_whole }).0, 1.0);
        }
    }

    #[test]
    fn holm_is_never_below_what_it_corrects_and_keeps_order() {
        let adjusted = holm(&[0.01, 0.04, 0.03, 0.005]);
        for (found, expected) in adjusted.iter().zip([0.03, 0.06, 0.06, 0.02]) {
            near(*found, expected);
        }
        assert!(holm(&[]).is_empty());
    }
}
