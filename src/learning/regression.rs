//! Logistic regression with a squared penalty, of many outcomes at once.

use rayon::prelude::*;

/// A row of a sparse matrix: column and value, by column.
pub(super) type Row = [(u32, f32)];

/// A sparse matrix, row by row.
#[derive(Debug, Default)]
pub(super) struct Rows {
    cells: Vec<(u32, f32)>,
    ends: Vec<usize>,
}

impl Rows {
    pub(super) fn push(&mut self, row: impl IntoIterator<Item = (u32, f32)>) {
        self.cells.extend(row);
        self.ends.push(self.cells.len());
    }

    pub(super) const fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn row(&self, at: usize) -> &Row {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.cells[start..self.ends[at]]
    }
}

/// Numbers that look drawn at random, the same each time (Steele, Lea and Flood's SplitMix64).
#[derive(Debug)]
pub(super) struct Draws(pub(super) u64);

impl Draws {
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % limit.max(1) as u64).unwrap_or_default()
    }
}

/// How many outcomes are learned side by side: their weights for a column fill one line of the processor's cache.
const ABREAST: usize = 16;

/// For each outcome, learns weights for `columns` columns and, last, a bias, from rows of which `is_so` tells whether they
/// are so, are not, or are left out. `cost` is what a wrong row costs against large weights.
pub(super) fn learn(rows: &Rows, is_so: &[Vec<Option<bool>>], columns: usize, cost: f64) -> Vec<Vec<f32>> {
    is_so.par_chunks(ABREAST).flat_map(|is_so| learn_abreast(rows, is_so, columns, cost)).collect()
}

fn learn_abreast(rows: &Rows, is_so: &[Vec<Option<bool>>], columns: usize, cost: f64) -> Vec<Vec<f32>> {
    const ROUNDS: usize = 60;
    const CLOSE: f64 = 0.02;
    /// A row that is so much closer may be passed over for a while.
    const SETTLED: f64 = 0.25;
    let bias = columns;
    let mut weights = vec![[0.0_f32; ABREAST]; columns + 1];
    let sign = |row: usize, which: usize| match is_so.get(which).and_then(|is_so| is_so[row]) {
        Some(true) => 1.0,
        Some(false) => -1.0,
        None => 0.0,
    };
    let signs: Vec<[f32; ABREAST]> = (0..rows.len()).map(|row| std::array::from_fn(|which| sign(row, which))).collect();
    let mut order: Vec<usize> = (0..rows.len()).filter(|row| signs[*row] != [0.0; ABREAST]).collect();
    let lengths: Vec<f64> = (0..rows.len())
        .map(|at| 1.0 + rows.row(at).iter().map(|(_, value)| f64::from(*value).powi(2)).sum::<f64>())
        .collect();
    let small = (1e-3 * cost).min(1e-8);
    let mut alphas = vec![[(small, cost - small); ABREAST]; rows.len()];
    for &at in &order {
        add(&mut weights, rows.row(at), &signs[at].map(|sign| sign * small as f32));
    }
    let mut draws = Draws(7);
    let mut is_learning = [true; ABREAST];
    let mut pauses = vec![Pause::default(); rows.len()];
    for _ in 0..ROUNDS {
        for at in (1..order.len()).rev() {
            order.swap(at, draws.below(at + 1));
        }
        let mut farthest = [0.0_f64; ABREAST];
        let mut is_whole = true;
        for &at in &order {
            if pauses[at].goes_on() {
                is_whole = false;
                continue;
            }
            let mut farthest_here = 0.0_f64;
            let sums = sum(&weights, rows.row(at));
            let mut moves = [0.0; ABREAST];
            for which in (0..ABREAST).filter(|which| is_learning[*which] && signs[at][*which] != 0.0) {
                let so = f64::from(signs[at][which]);
                let (curve, slope) = (lengths[at], so * f64::from(sums[which]));
                let (one, other) = alphas[at][which];
                // of the two dual variables, whose sum is the cost, the one that has farther to go is moved
                let second = 0.5 * curve * (other - one) + slope < 0.0;
                let (old, direction) = if second { (other, -1.0) } else { (one, 1.0) };
                let (new, gap) = newton(old, curve, direction * slope, cost);
                farthest[which] = farthest[which].max(gap);
                farthest_here = farthest_here.max(gap);
                if new != old {
                    alphas[at][which] = if second { (cost - new, new) } else { (new, cost - new) };
                    moves[which] = (direction * (new - old) * so) as f32;
                }
            }
            if moves != [0.0; ABREAST] {
                add(&mut weights, rows.row(at), &moves);
            }
            pauses[at].set(farthest_here < CLOSE * SETTLED);
        }
        // none has learned enough before all rows have been looked at
        if is_whole {
            is_learning = std::array::from_fn(|which| is_learning[which] && farthest[which] >= CLOSE);
        } else if farthest.iter().all(|gap| *gap < CLOSE) {
            pauses.fill(Pause::default());
        }
        if is_learning == [false; ABREAST] {
            break;
        }
    }
    (0..is_so.len()).map(|which| weights[..=bias].iter().map(|weights| weights[which]).collect()).collect()
}

/// For how many rounds a row that hardly moves is passed over: more each time, up to some.
#[derive(Clone, Copy, Default)]
struct Pause {
    length: u8,
    left: u8,
}

impl Pause {
    fn goes_on(&mut self) -> bool {
        self.left = self.left.saturating_sub(1);
        self.left > 0
    }

    fn set(&mut self, is_settled: bool) {
        const LONGEST: u8 = 8;
        self.length = if is_settled { (self.length * 2).clamp(2, LONGEST) } else { 0 };
        self.left = self.length;
    }
}

/// The sums of a row: its columns and, last, the bias.
fn sum(weights: &[[f32; ABREAST]], row: &Row) -> [f32; ABREAST] {
    let mut sums = weights[weights.len() - 1];
    for (column, value) in row {
        sums.iter_mut().zip(&weights[*column as usize]).for_each(|(sum, weight)| *sum += weight * value);
    }
    sums
}

/// Moves the weights of a row's columns, and the bias.
fn add(weights: &mut [[f32; ABREAST]], row: &Row, moves: &[f32; ABREAST]) {
    let bias = weights.len() - 1;
    for (column, value) in row.iter().map(|(column, value)| (*column as usize, *value)).chain([(bias, 1.0)]) {
        weights[column].iter_mut().zip(moves).for_each(|(weight, by)| *weight += by * value);
    }
}

/// Minimises `z ln z + (c - z) ln (c - z) + curve/2 (z - old)² + slope (z - old)`; tells the minimum, and how steep it
/// was at the start.
fn newton(old: f64, curve: f64, slope: f64, cost: f64) -> (f64, f64) {
    const STEPS: usize = 50;
    const FLAT: f64 = 1e-3;
    let steep = |z: f64| curve * (z - old) + slope + (z / (cost - z)).ln();
    let mut z = if cost - old < 0.5 * cost { 0.1 * old } else { old };
    let at_start = steep(old).abs();
    for _ in 0..STEPS {
        let gradient = steep(z);
        if gradient.abs() < FLAT {
            break;
        }
        let next = z - gradient / (curve + cost / (cost - z) / z);
        z = if next <= 0.0 { z * 0.1 } else { next.min(cost * (1.0 - 1e-12)) };
    }
    (z, at_start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feature_that_tells_gets_the_weight_and_one_that_does_not_gets_none() {
        let mut rows = Rows::default();
        let mut is_so = Vec::new();
        for at in 0..200_u32 {
            let so = at % 4 == 0;
            let telling = if so { 0 } else { 1 };
            rows.push([(telling, 1.0), (2 + at / 4 % 2, 1.0)]);
            is_so.push(Some(so));
        }
        let is_so = [is_so.clone(), is_so.iter().map(|so| so.map(|so| !so)).collect()];
        let [weights, opposite] = &learn(&rows, &is_so, 4, 1.0)[..] else { panic!() };
        assert!(weights[0] > 1.5 && weights[1] < -1.5, "{weights:?}");
        assert!(weights[2].abs() < 0.8 && weights[3].abs() < 0.8, "{weights:?}");
        assert!(opposite[0] < -1.5 && opposite[1] > 1.5, "{opposite:?}");
        let again = learn(&rows, &is_so, 4, 1.0);
        assert_eq!(&again[0], weights, "the same rows give the same weights");
    }

    #[test]
    fn rows_without_an_answer_are_left_out() {
        let mut rows = Rows::default();
        for _ in 0..10 {
            rows.push([(0, 1.0)]);
            rows.push([(1, 1.0)]);
        }
        let is_so: Vec<_> = (0..20).map(|at| if at % 2 == 0 { Some(true) } else { None }).collect();
        let weights = &learn(&rows, &[is_so], 2, 1.0)[0];
        assert_eq!(weights[1], 0.0);
        assert!(weights[0] > 0.0);
    }
}
