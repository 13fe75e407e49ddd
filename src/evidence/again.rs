//! Passages read once more, beside what they and their neighbours were first taken to say. One place for reading and for
//! learning.
//!
//! A sentence by itself is often open: "None was found", "He has cooperated since". What stands before and after it, and
//! what the rest of the text is about, settles it.

use crate::lexicon::network::{Input, Network, Where};
use crate::lexicon::weights::probability;

/// How one kind of passages of a text (its clauses, or its sentences), in order, was first read.
#[derive(Debug, Default)]
pub(crate) struct First {
    /// For each passage, what its own reading puts in: outcomes that are not surely absent, by how likely they are.
    own: Vec<Vec<Input>>,
    /// For each passage, the outcomes that are likely at all, with their probability.
    likely: Vec<Vec<Input>>,
    /// For each outcome, the two passages in which it is likeliest.
    likeliest: Vec<[(f32, usize); 2]>,
}

/// Up to here, an outcome of another passage puts nothing in.
const HARDLY: f32 = 0.05;

impl First {
    /// `sums` are the logarithms of odds of each outcome, for each passage.
    pub(crate) fn new<'s>(outcomes: usize, sums: impl Iterator<Item = &'s [f32]>) -> Self {
        // an outcome with one chance in four hundred is as good as absent, and one with all but that as good as there
        const ABSENT: f32 = -6.0;
        const THERE: f32 = 6.0;
        let mut first = Self { likeliest: vec![[(0.0, usize::MAX); 2]; outcomes], ..Self::default() };
        for (passage, sums) in sums.enumerate() {
            let all = || sums.iter().copied().enumerate();
            let own = all().filter(|(_, sum)| *sum > ABSENT);
            first.own.push(own.map(|(outcome, sum)| (outcome, (sum.min(THERE) - ABSENT) / 2.0)).collect());
            let likely = all().map(|(outcome, sum)| (outcome, probability(sum)));
            let likely: Vec<Input> = likely.filter(|(_, likely)| *likely > HARDLY).collect();
            for (outcome, likely) in &likely {
                let [best, second] = &mut first.likeliest[*outcome];
                if *likely > best.0 {
                    *second = std::mem::replace(best, (*likely, passage));
                } else if *likely > second.0 {
                    *second = (*likely, passage);
                }
            }
            first.likely.push(likely);
        }
        first
    }

    /// What is put in when a passage is read once more; `from` is the number of the first input. Returns the number after
    /// the last.
    pub(crate) fn put_in(&self, passage: usize, from: usize, inputs: &mut Vec<Input>) -> usize {
        let outcomes = self.likeliest.len();
        let beside = |step: isize| passage.checked_add_signed(step).and_then(|other| self.likely.get(other));
        for (number, place) in Where::ALL.into_iter().enumerate() {
            let from = from + number * outcomes;
            let at = |(outcome, value): &Input| (from + outcome, *value);
            match place {
                Where::Here => inputs.extend(self.own[passage].iter().map(at)),
                Where::Before => inputs.extend(beside(-1).into_iter().flatten().map(at)),
                Where::After => inputs.extend(beside(1).into_iter().flatten().map(at)),
                Where::BeforeThat => inputs.extend(beside(-2).into_iter().flatten().map(at)),
                Where::AfterThat => inputs.extend(beside(2).into_iter().flatten().map(at)),
                Where::Elsewhere => {
                    let elsewhere =
                        self.likeliest.iter().map(|[best, second]| if best.1 == passage { second } else { best });
                    let elsewhere = elsewhere.enumerate().filter(|(_, (likely, _))| *likely > HARDLY);
                    inputs.extend(elsewhere.map(|(outcome, (likely, _))| (from + outcome, *likely)));
                }
            }
        }
        from + Where::ALL.len() * outcomes
    }
}

/// What is put in when the sentence with this number is read once more, beside the clauses of the text's sentences.
pub(crate) fn of_sentence(sentences: &First, clauses: &First, number: usize, inputs: &mut Vec<Input>) {
    let from = sentences.put_in(number, 0, inputs);
    clauses.put_in(number, from, inputs);
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

    /// The sum of each outcome, by its first sum and by what `put_in` puts in.
    pub(super) fn read(&mut self, first: &[f32], put_in: impl FnOnce(&mut Vec<Input>)) -> &[f32] {
        self.inputs.clear();
        put_in(&mut self.inputs);
        self.network.stir(&self.inputs, &mut self.units);
        self.network.settle(first, &self.units, &mut self.sums);
        &self.sums
    }
}
