//! Passages read once more, beside what they and their neighbours were first taken to say. One place for reading and for
//! learning.
//!
//! A sentence by itself is often open: "None was found", "He has cooperated since". What stands before and after it, and
//! what the rest of the text is about, settles it.

use crate::lexicon::network::{Input, Network, Where};
use crate::lexicon::weights::probability;

/// How the passages of one kind in a text (its clauses, or its sentences), in order, were first read.
#[derive(Debug, Default)]
pub(crate) struct First {
    /// The outcomes of all passages, one passage after the other: those that are not as good as absent.
    outcomes: Vec<u8>,
    /// Their sums, as logarithms of odds.
    sums: Vec<f32>,
    /// For each passage, where its outcomes end.
    ends: Vec<usize>,
    /// For each outcome, the two passages in which it is likeliest.
    likeliest: Vec<[(f32, usize); 2]>,
}

/// An outcome with one chance in four hundred is as good as absent.
pub(crate) const ABSENT: f32 = -6.0;
/// What a sum is divided by when it is put in, to be about as large as a probability.
pub(crate) const SCALE: f32 = 2.0;
/// An outcome with this sum is as good as there.
const THERE: f32 = 6.0;
/// Up to here, an outcome of another passage puts nothing in.
const HARDLY: f32 = 0.05;

impl First {
    /// Of passages that have so many outcomes.
    pub(crate) fn new(outcomes: usize) -> Self {
        Self { likeliest: vec![[(0.0, usize::MAX); 2]; outcomes], ..Self::default() }
    }

    /// Takes up the next passage: the sum of each of its outcomes.
    pub(crate) fn add(&mut self, sums: impl Iterator<Item = f32>) {
        let number = self.ends.len();
        for (outcome, sum) in (0..).zip(sums).filter(|(_, sum)| *sum > ABSENT) {
            self.outcomes.push(outcome);
            self.sums.push(sum);
            let likely = probability(sum);
            let [best, second] = &mut self.likeliest[usize::from(outcome)];
            if likely > best.0.max(HARDLY) {
                *second = std::mem::replace(best, (likely, number));
            } else if likely > second.0.max(HARDLY) {
                *second = (likely, number);
            }
        }
        self.ends.push(self.outcomes.len());
    }

    /// The outcomes of a passage and their sums; none of one that is not there.
    fn passage(&self, number: usize) -> impl Iterator<Item = (usize, f32)> {
        let end = self.ends.get(number).copied().unwrap_or_default();
        let start = number.checked_sub(1).map_or(0, |before| self.ends.get(before).copied().unwrap_or(end)).min(end);
        let outcomes = self.outcomes[start..end].iter().copied().map(usize::from);
        outcomes.zip(self.sums[start..end].iter().copied())
    }

    /// What is put in when a passage is read once more: for each place in `Where::ALL`, each outcome.
    pub(crate) fn put_in(&self, passage: usize, inputs: &mut Vec<Input>) {
        self.put_in_from(0, passage, inputs);
    }

    /// The same, where `from` is the number of the first input. Returns the number after the last.
    fn put_in_from(&self, from: usize, passage: usize, inputs: &mut Vec<Input>) -> usize {
        let outcomes = self.likeliest.len();
        let beside = |step: isize| {
            let other = passage.checked_add_signed(step);
            other.into_iter().flat_map(|other| likely(self.passage(other)))
        };
        for (number, place) in Where::ALL.into_iter().enumerate() {
            let from = from + number * outcomes;
            let at = |(outcome, value): Input| (from + outcome, value);
            match place {
                Where::Here => {
                    let here = self.passage(passage);
                    inputs.extend(here.map(|(outcome, sum)| at((outcome, (sum.min(THERE) - ABSENT) / SCALE))));
                }
                Where::Before => inputs.extend(beside(-1).map(at)),
                Where::After => inputs.extend(beside(1).map(at)),
                Where::BeforeThat => inputs.extend(beside(-2).map(at)),
                Where::AfterThat => inputs.extend(beside(2).map(at)),
                Where::Elsewhere => {
                    let elsewhere =
                        self.likeliest.iter().map(|[best, second]| if best.1 == passage { second } else { best });
                    let elsewhere = elsewhere.map(|(likely, _)| *likely).enumerate();
                    inputs.extend(elsewhere.filter(|(_, likely)| *likely > HARDLY).map(at));
                }
            }
        }
        from + Where::ALL.len() * outcomes
    }
}

/// The outcomes that are likely at all, with their probability.
fn likely(sums: impl Iterator<Item = (usize, f32)>) -> impl Iterator<Item = Input> {
    let likely = sums.map(|(outcome, sum)| (outcome, probability(sum)));
    likely.filter(|(_, likely)| *likely > HARDLY)
}

/// What is put in when the sentence with this number is read once more, beside the clauses of the text's sentences.
pub(crate) fn of_sentence(sentences: &First, clauses: &First, number: usize, inputs: &mut Vec<Input>) {
    let from = sentences.put_in_from(0, number, inputs);
    clauses.put_in_from(from, number, inputs);
}

/// Reads passages once more.
#[derive(Debug)]
pub(super) struct Again<'l> {
    network: &'l Network,
    inputs: Vec<Input>,
    units: Vec<f32>,
    sums: Vec<f32>,
}

impl<'l> Again<'l> {
    pub(super) const fn new(network: &'l Network) -> Self {
        Self { network, inputs: Vec::new(), units: Vec::new(), sums: Vec::new() }
    }

    /// The sum of each outcome, by what `put_in` puts in.
    pub(super) fn read(&mut self, put_in: impl FnOnce(&mut Vec<Input>)) -> &mut [f32] {
        self.inputs.clear();
        put_in(&mut self.inputs);
        self.network.stir(&self.inputs, &mut self.units);
        self.network.settle(&self.inputs, &self.units, &mut self.sums);
        &mut self.sums
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_is_read_beside_its_neighbours_and_the_likeliest_of_the_rest() {
        let mut first = First::new(2);
        for sums in [[0.0, -9.0], [-9.0, 4.0], [-9.0, -9.0], [-9.0, 0.0]] {
            first.add(sums.into_iter());
        }
        let put_in = |passage| {
            let mut inputs = Vec::new();
            first.put_in(passage, &mut inputs);
            inputs
        };
        let (even, sure) = (0.5, probability(4.0));
        let [here, before, after, before_that, after_that, elsewhere] = [0, 2, 4, 6, 8, 10];
        // its own input is its sum; of others what is likely; what it shows best itself is sought elsewhere
        assert_eq!(
            put_in(1),
            [(here + 1, 5.0), (before, even), (after_that + 1, even), (elsewhere, even), (elsewhere + 1, even)]
        );
        assert_eq!(
            put_in(2),
            [(before + 1, sure), (after + 1, even), (before_that, even), (elsewhere, even), (elsewhere + 1, sure)]
        );
    }

    #[test]
    fn sentences_come_before_clauses() {
        let (mut sentences, mut clauses) = (First::new(1), First::new(1));
        sentences.add([6.0].into_iter());
        clauses.add([0.0].into_iter());
        let mut inputs = Vec::new();
        of_sentence(&sentences, &clauses, 0, &mut inputs);
        assert_eq!(inputs, [(0, 6.0), (6, 3.0)]);
    }
}
