//! Logistic regression with a squared penalty.

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

/// Learns weights for `columns` columns and, last, a bias, from rows that are so or not so; `None` is left out.
/// `cost` is what a wrong row costs against large weights.
pub(super) fn learn(rows: &Rows, is_so: &[Option<bool>], columns: usize, cost: f64) -> Vec<f32> {
    const ROUNDS: usize = 60;
    const CLOSE: f64 = 0.02;
    let bias = columns;
    let mut weights = vec![0.0_f64; columns + 1];
    let mut order: Vec<usize> = (0..rows.len()).filter(|&at| is_so[at].is_some()).collect();
    let sign = |at: usize| if is_so[at] == Some(true) { 1.0 } else { -1.0 };
    let small = (1e-3 * cost).min(1e-8);
    let mut alphas = vec![(small, cost - small); rows.len()];
    let add = |weights: &mut [f64], at: usize, by: f64| {
        for (column, value) in rows.row(at) {
            weights[*column as usize] += by * f64::from(*value);
        }
        weights[bias] += by;
    };
    let lengths: Vec<f64> = (0..rows.len())
        .map(|at| 1.0 + rows.row(at).iter().map(|(_, value)| f64::from(*value).powi(2)).sum::<f64>())
        .collect();
    for &at in &order {
        add(&mut weights, at, sign(at) * small);
    }
    let mut draws = Draws(7);
    for _ in 0..ROUNDS {
        for at in (1..order.len()).rev() {
            order.swap(at, draws.below(at + 1));
        }
        let mut farthest = 0.0_f64;
        for &at in &order {
            let so = sign(at);
            let sum = weights[bias]
                + rows.row(at).iter().map(|(column, value)| weights[*column as usize] * f64::from(*value)).sum::<f64>();
            let (curve, slope) = (lengths[at], so * sum);
            let (one, other) = alphas[at];
            // of the two dual variables, whose sum is the cost, the one that has farther to go is moved
            let second = 0.5 * curve * (other - one) + slope < 0.0;
            let (old, direction) = if second { (other, -1.0) } else { (one, 1.0) };
            let (new, gap) = newton(old, curve, direction * slope, cost);
            farthest = farthest.max(gap);
            if new != old {
                alphas[at] = if second { (cost - new, new) } else { (new, cost - new) };
                add(&mut weights, at, direction * (new - old) * so);
            }
        }
        if farthest < CLOSE {
            break;
        }
    }
    weights.into_iter().map(|weight| weight as f32).collect()
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
        let weights = learn(&rows, &is_so, 4, 1.0);
        assert!(weights[0] > 1.5 && weights[1] < -1.5, "{weights:?}");
        assert!(weights[2].abs() < 0.8 && weights[3].abs() < 0.8, "{weights:?}");
        let again = learn(&rows, &is_so, 4, 1.0);
        assert_eq!(weights, again, "the same rows give the same weights");
    }

    #[test]
    fn rows_without_an_answer_are_left_out() {
        let mut rows = Rows::default();
        for _ in 0..10 {
            rows.push([(0, 1.0)]);
            rows.push([(1, 1.0)]);
        }
        let is_so: Vec<_> = (0..20).map(|at| if at % 2 == 0 { Some(true) } else { None }).collect();
        let weights = learn(&rows, &is_so, 2, 1.0);
        assert_eq!(weights[1], 0.0);
        assert!(weights[0] > 0.0);
    }
}
