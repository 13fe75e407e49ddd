//! Networks with one row of hidden units, learned from rows of inputs by stochastic descent (Kingma and Ba's Adam). While
//! learning, half of the units are left out by chance each time (Srivastava and others' dropout), so that none of them
//! learns a text by heart.

use super::regression::Draws;
use crate::evidence::again::{self, ABSENT, First, SCALE};
use crate::evidence::statements::joint;
use crate::lexicon::network::{Input, Network};
use crate::lexicon::weights::probability;
use rayon::prelude::*;
use std::borrow::Cow;
use std::ops::Range;

/// How many hidden units there are.
const UNITS: usize = 128;
/// How often each row is seen.
const ROUNDS: usize = 8;
/// How many rows are looked at before anything is changed.
const BATCH: usize = 128;
/// How far weights move at first; less and less up to the end.
const STEP: f32 = 2e-3;

/// Learns a network. Each of `rows` has its inputs; `answers` tells for each outcome whether it is so in each row, `None`
/// where nobody has looked. Rows that are left out are not learned from.
pub(super) fn learn(
    inputs: usize,
    rows: &[Vec<Input>],
    answers: &[&[Option<bool>]],
    is_left_out: impl Fn(usize) -> bool,
) -> Network {
    let mut draws = Draws(7);
    let mut order: Vec<usize> = (0..rows.len()).filter(|row| !is_left_out(*row)).collect();
    let mut network = at_first(inputs, UNITS, answers.len(), &mut draws);
    let lengths =
        [&network.inputs, &network.starts, &network.units, &network.biases, &network.own].map(|weights| weights.len());
    let mut moving = lengths.map(Moving::new);
    let mut slopes = lengths.map(|length| vec![0.0; length]);
    let (mut units, mut sums, mut of_units) = (Vec::new(), Vec::new(), Vec::new());
    let batches = ROUNDS * order.len().div_ceil(BATCH);
    let mut batch_number = 0;
    for _ in 0..ROUNDS {
        for at in (1..order.len()).rev() {
            order.swap(at, draws.below(at + 1));
        }
        for batch in order.chunks(BATCH) {
            slopes.iter_mut().for_each(|slopes| slopes.fill(0.0));
            for &row in batch {
                network.stir(&rows[row], &mut units);
                leave_out_half(&mut units, &mut draws);
                network.settle(&rows[row], &units, &mut sums);
                for (sum, answers) in sums.iter_mut().zip(answers) {
                    *sum = answers
                        .get(row)
                        .copied()
                        .flatten()
                        .map_or(0.0, |so| probability(*sum) - f32::from(u8::from(so)));
                    *sum /= batch.len() as f32;
                }
                // a unit that is not left out is doubled
                add_slopes(&network, &rows[row], &units, &sums, 2.0, &mut slopes, &mut of_units);
            }
            batch_number += 1;
            let step = STEP * (1.0 - batch_number as f32 / batches as f32);
            let Network { inputs, starts, units, biases, own } = &mut network;
            let weights = [inputs, starts, units, biases, own].map(Cow::to_mut);
            for ((weights, slopes), moving) in weights.into_iter().zip(&slopes).zip(&mut moving) {
                moving.follow(slopes, batch_number, step, 1.0, weights);
            }
        }
    }
    network
}

/// For each clause, what is put in when it is read once more, by the sums of its first reading. `text` tells the text of
/// each, which stand together.
pub(super) fn rows_of_clauses(sums: &[Vec<f32>], text: &[u64]) -> Vec<Vec<Input>> {
    let mut rows: Vec<Vec<Input>> = Vec::with_capacity(sums.len());
    for text in text.chunk_by(|one, next| one == next) {
        let sums = &sums[rows.len()..][..text.len()];
        let mut first = First::new(sums[0].len());
        sums.iter().for_each(|sums| first.add(sums.iter().copied()));
        rows.extend((0..text.len()).map(|clause| put_in(|inputs| first.put_in(clause, inputs))));
    }
    rows
}

/// The same for sentences, each with its clauses, whose last sums are given.
pub(super) fn rows_of_sentences(
    shared: &[Option<usize>],
    sums: &[Vec<f32>],
    text: &[u64],
    sums_of_clauses: &[Vec<f32>],
    clauses: &[Range<usize>],
) -> Vec<Vec<Input>> {
    let outcomes = sums_of_clauses.first().map_or(0, Vec::len);
    let mut rows: Vec<Vec<Input>> = Vec::with_capacity(sums.len());
    for text in text.chunk_by(|one, next| one == next) {
        let (mut first, mut of_clauses) = (First::new(shared.len()), First::new(outcomes));
        for sentence in rows.len()..rows.len() + text.len() {
            first.add(joint(shared, &sums[sentence]));
            let clauses = &sums_of_clauses[clauses[sentence].clone()];
            let most = |outcome| clauses.iter().map(|sums| sums[outcome]).fold(f32::NEG_INFINITY, f32::max);
            of_clauses.add((0..outcomes).map(most));
        }
        rows.extend(
            (0..text.len()).map(|sentence| put_in(|inputs| again::of_sentence(&first, &of_clauses, sentence, inputs))),
        );
    }
    rows
}

fn put_in(put_in: impl FnOnce(&mut Vec<Input>)) -> Vec<Input> {
    let mut inputs = Vec::new();
    put_in(&mut inputs);
    inputs
}

/// A network that keeps the first sums, with hidden units drawn by chance.
pub(super) fn at_first(inputs: usize, units: usize, outcomes: usize, draws: &mut Draws) -> Network {
    Network {
        starts: vec![0.0; units].into(),
        inputs: drawn(inputs * units, inputs, draws).into(),
        biases: vec![ABSENT; outcomes].into(),
        own: vec![SCALE; outcomes].into(),
        units: drawn(units * outcomes, units, draws).into(),
    }
}

/// Numbers drawn evenly, and as widely spread as those whose squares have a mean of one divided by `of`.
pub(super) fn drawn(length: usize, of: usize, draws: &mut Draws) -> Vec<f32> {
    const STEPS: usize = 1 << 20;
    let widest = (3.0 / of.max(1) as f32).sqrt();
    (0..length).map(|_| (draws.below(STEPS) as f32 / STEPS as f32 * 2.0 - 1.0) * widest).collect()
}

/// Leaves out half of the units, and doubles the others.
fn leave_out_half(units: &mut [f32], draws: &mut Draws) {
    for unit in units {
        *unit *= if draws.below(2) == 0 { 0.0 } else { 2.0 };
    }
}

/// Adds how the loss changes with each weight, by how it changes with each sum, and tells how it changes with what is stirred in
/// each unit. `kept` is what a unit that is not left out is multiplied by.
pub(super) fn add_slopes(
    network: &Network,
    inputs: &[Input],
    units: &[f32],
    of_sums: &[f32],
    kept: f32,
    slopes: &mut [Vec<f32>; 5],
    stirred: &mut Vec<f32>,
) {
    let [of_inputs, of_starts, of_units, of_biases, of_own] = slopes;
    of_biases.iter_mut().zip(of_sums).for_each(|(slope, of_sum)| *slope += of_sum);
    for (input, value) in inputs.iter().filter(|(input, _)| *input < of_sums.len()) {
        of_own[*input] += of_sums[*input] * value;
    }
    stirred.clear();
    stirred.resize(units.len(), 0.0);
    let outcomes = of_sums.len().max(1);
    let each = units.iter().zip(&mut *stirred).zip(network.units.chunks(outcomes).zip(of_units.chunks_mut(outcomes)));
    for ((unit, stirred), (weights, slopes)) in each.filter(|((unit, _), _)| **unit > 0.0) {
        slopes.iter_mut().zip(of_sums).for_each(|(slope, of_sum)| *slope += unit * of_sum);
        *stirred = kept * weights.iter().zip(of_sums).map(|(weight, of_sum)| weight * of_sum).sum::<f32>();
    }
    of_starts.iter_mut().zip(&*stirred).for_each(|(slope, stirred)| *slope += stirred);
    for (input, value) in inputs {
        let slopes = &mut of_inputs[input * units.len()..][..units.len()];
        slopes.iter_mut().zip(&*stirred).for_each(|(slope, stirred)| *slope += stirred * value);
    }
}

/// Running means of slopes and of their squares.
pub(super) struct Moving {
    mean: Vec<f32>,
    square: Vec<f32>,
}

impl Moving {
    const KEPT: f32 = 0.9;
    const KEPT_OF_SQUARES: f32 = 0.999;

    pub(super) fn new(length: usize) -> Self {
        Self { mean: vec![0.0; length], square: vec![0.0; length] }
    }

    /// Moves weights down the slopes; `time` counts from 1. Of each weight, first only so much is `kept`.
    pub(super) fn follow(&mut self, slopes: &[f32], time: i32, step: f32, kept: f32, weights: &mut [f32]) {
        const SMALL: f32 = 1e-8;
        /// Means that have faded so far are nothing: processors are slow at numbers next to zero.
        const FADED: f32 = 1e-30;
        /// How many weights are worth a thread.
        const MANY: usize = 1 << 14;
        let (of_mean, of_square) = (1.0 - Self::KEPT.powi(time), 1.0 - Self::KEPT_OF_SQUARES.powi(time));
        let follow = |(((weight, slope), mean), square): (((&mut f32, &f32), &mut f32), &mut f32)| {
            *mean = Self::KEPT * *mean + (1.0 - Self::KEPT) * slope;
            *mean = if mean.abs() < FADED { 0.0 } else { *mean };
            *square = Self::KEPT_OF_SQUARES * *square + (1.0 - Self::KEPT_OF_SQUARES) * slope * slope;
            *weight = kept * *weight - step * (*mean / of_mean) / ((*square / of_square).sqrt() + SMALL);
        };
        let all = weights.par_chunks_mut(MANY).zip(slopes.par_chunks(MANY));
        let all = all.zip(self.mean.par_chunks_mut(MANY)).zip(self.square.par_chunks_mut(MANY));
        all.for_each(|(((weights, slopes), means), squares)| {
            weights.iter_mut().zip(slopes).zip(means).zip(squares).for_each(follow);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_sum_of_inputs_tells_is_learned() {
        let rows: Vec<Vec<Input>> = (0..4000)
            .map(|row: usize| {
                let (one, other) = (row % 2, row / 2 % 2);
                [(0, one as f32), (1, other as f32)].into_iter().filter(|(_, value)| *value > 0.0).collect()
            })
            .collect();
        let either: Vec<Option<bool>> =
            (0..4000).map(|row: usize| Some((row % 2 == 1) != (row / 2 % 2 == 1))).collect();
        let unknown = vec![None; 4000];
        let network = learn(2, &rows, &[&either, &unknown], |row| row >= 3990);
        let (mut units, mut sums) = (Vec::new(), Vec::new());
        for (row, so) in rows.iter().zip(&either).take(4) {
            network.stir(row, &mut units);
            network.settle(row, &units, &mut sums);
            assert_eq!(sums[0] > 0.0, *so == Some(true), "{row:?} {sums:?}");
        }
        assert_eq!(network, learn(2, &rows, &[&either, &unknown], |row| row >= 3990), "the same rows teach the same");
    }
}
