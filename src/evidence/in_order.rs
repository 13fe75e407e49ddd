//! Passages read by the order of their words, beside the sentences around them: a second opinion on clauses, sentences and
//! statuses. What windows of words say carries over where the sum of words does not, and the other way round; a mean of both
//! errs less than either.

use super::clauses::{Clause, Forms};
use crate::lexicon::Factor;
use crate::lexicon::network::{Input, Network};
use crate::lexicon::windows::{Add, Answer, OF_CLAUSE, UNKNOWN, Windows, look, value_of};
use crate::mentions::Reading;
use std::collections::VecDeque;
use std::ops::Range;

/// How much the order of words has to say in a sum; the rest is what the other readings have.
const SHARE: f32 = 0.3;

/// Whether an outcome is anything but out of the question by what the other readings have: where none is, the order of words
/// would have to be surer of one than it ever is, and is not asked.
pub(super) fn comes_into_question(sum: f32) -> bool {
    const ONE_IN_TWO_HUNDRED: f32 = -5.3;
    sum > ONE_IN_TWO_HUNDRED
}

/// Reads the passages of a text, which should be asked about in its order.
#[derive(Debug)]
pub(super) struct InOrder<'a> {
    reading: &'a Reading<'a>,
    windows: &'a Windows,
    /// For each factor of the lexicon, its number among those that the windows know.
    factors: Vec<Option<usize>>,
    /// The number of each word of the text.
    words: Vec<u32>,
    /// The sentences that are read.
    sentences: Vec<usize>,
    /// The sentences that were read last.
    last: VecDeque<Read>,
    /// What the words of the sentence that was read last add to the filters.
    met: Vec<&'a [Add]>,
    /// What the sentence asked about last puts into the networks of clauses and of statuses, once they are asked.
    base: [Option<(usize, Vec<f32>)>; 2],
    /// The clause that was read last, and its strongest answers.
    clause: Option<(Range<usize>, Vec<Answer>)>,
    units: Vec<f32>,
    sums: Vec<f32>,
}

/// A sentence that was read.
#[derive(Debug)]
struct Read {
    sentence: usize,
    /// The answers of all filters to the windows around each of its words; empty where there are too many words to keep them.
    answers: Vec<Answer>,
    /// The strongest answer of each filter.
    strongest: Vec<Answer>,
}

impl<'a> InOrder<'a> {
    /// Of a text whose sentences are still to be taken up.
    pub(super) fn new(reading: &'a Reading<'a>) -> Self {
        let windows = &reading.lexicon.windows;
        let known = |factor: &Factor| windows.factors.iter().position(|known| *known == factor.id);
        Self {
            reading,
            windows,
            factors: reading.lexicon.factors.iter().map(known).collect(),
            words: Vec::new(),
            sentences: Vec::new(),
            last: VecDeque::new(),
            met: Vec::new(),
            base: [None, None],
            clause: None,
            units: Vec::new(),
            sums: Vec::new(),
        }
    }

    /// With all sentences of the text taken up.
    pub(super) fn of_all(reading: &'a Reading<'a>) -> Self {
        let mut in_order = Self::new(reading);
        for sentence in reading.sentences_read() {
            in_order.take_up(sentence, &Forms::of(reading, sentence));
        }
        in_order
    }

    /// Takes up the next sentence that is read.
    pub(super) fn take_up(&mut self, sentence: usize, forms: &Forms<'_>) {
        if !self.windows.is_empty() {
            let words = self.reading.sentence(sentence).words.clone();
            self.words.resize(words.start, UNKNOWN);
            self.words.extend(words.map(|word| self.windows.number(forms.at(word))));
            self.sentences.push(sentence);
        }
    }

    /// Lets the order of words have its say in the sums of a clause.
    pub(super) fn on_clause(&mut self, clause: &Clause, sums: &mut [f32]) {
        if !self.windows.clause.is_empty() && sums.iter().copied().any(comes_into_question) {
            self.ask_of_clause(0, clause, None);
            self.share(sums);
        }
    }

    /// Lets the order of words have its say in the sums of the statuses that a factor may have in a clause.
    pub(super) fn on_status(&mut self, clause: &Clause, factor: usize, sums: &mut [f32]) {
        if !self.windows.status.is_empty() {
            self.ask_of_clause(1, clause, self.factors[factor]);
            self.share(sums);
        }
    }

    /// Lets the order of words have its say in the sums of a sentence.
    pub(super) fn on_sentence(&mut self, sentence: usize, sums: &mut [f32]) {
        let network = &self.windows.sentence;
        if !network.is_empty() {
            let mut units = std::mem::take(&mut self.units);
            self.stir_around(network, sentence, 0, &mut units);
            network.settle(&[], &units, &mut self.sums);
            self.units = units;
            self.share(sums);
        }
    }

    /// Puts what a sentence shows, and those before and after it, into a network, from this place among its inputs on.
    fn stir_around(&mut self, network: &Network, sentence: usize, first: usize, units: &mut Vec<f32>) {
        network.start(units);
        let Ok(at) = self.sentences.binary_search(&sentence) else { return };
        for (place, beside) in (first..).zip(around(at)) {
            let Some(number) = self.read(beside) else { continue };
            network.stir_in(inputs(place * self.windows.filters.count(), &self.last[number].strongest), units);
        }
    }

    fn share(&self, sums: &mut [f32]) {
        sums.iter_mut().zip(&self.sums).for_each(|(sum, other)| *sum = (1.0 - SHARE) * *sum + SHARE * other);
    }

    /// Asks one of the networks about a clause.
    fn ask_of_clause(&mut self, which: usize, clause: &Clause, factor: Option<usize>) {
        let network: &Network = [&self.windows.clause, &self.windows.status][which];
        let filters = self.windows.filters.count();
        if self.base[which].as_ref().is_none_or(|(sentence, _)| *sentence != clause.sentence) {
            let mut base = self.base[which].take().map(|(_, base)| base).unwrap_or_default();
            self.stir_around(network, clause.sentence, 1, &mut base);
            self.base[which] = Some((clause.sentence, base));
        }
        if self.clause.as_ref().is_none_or(|(words, _)| *words != clause.words) {
            self.clause = Some((clause.words.clone(), self.strongest_of(clause)));
        }
        let (Some((_, base)), Some((_, strongest))) = (&self.base[which], &self.clause) else { return };
        self.units.clone_from(base);
        network.stir_in(inputs(0, strongest), &mut self.units);
        let first = OF_CLAUSE.len() * filters;
        network.stir_in(factor.map(|factor| (first + factor, 1.0)).into_iter(), &mut self.units);
        network.settle(&[], &self.units, &mut self.sums);
    }

    /// The strongest answer of each filter in a clause.
    fn strongest_of(&self, clause: &Clause) -> Vec<Answer> {
        let filters = &self.windows.filters;
        let all = self.reading.sentence(clause.sentence).words.clone();
        let mut strongest = vec![0; filters.count()];
        let kept = self.last.iter().find(|read| read.sentence == clause.sentence && !read.answers.is_empty());
        if let Some(read) = kept {
            let words = clause.words.start - all.start..clause.words.end - all.start;
            let answers = &read.answers[words.start * filters.count()..words.end * filters.count()];
            answers.chunks(filters.count()).for_each(|answers| keep_strongest(&mut strongest, answers));
        } else {
            let mut answers = Vec::new();
            for at in clause.words.clone() {
                answers.clear();
                answers.extend(self.windows.starts());
                let word = |at: usize| self.windows.answers_to(self.words[all.start + at]);
                look(&mut answers, filters.of_width(), all.len(), at - all.start, word, with_added);
                keep_strongest(&mut strongest, &answers);
            }
        }
        strongest
    }

    /// Reads the sentence at this place in `sentences`, if it is there; tells where it stands in `last`.
    fn read(&mut self, at: Option<usize>) -> Option<usize> {
        const KEPT: usize = 3;
        const LONG: usize = 500;
        let sentence = *self.sentences.get(at?)?;
        if let Some(number) = self.last.iter().position(|read| read.sentence == sentence) {
            return Some(number);
        }
        // room that was made for a sentence that nobody asks about any more
        let oldest = if self.last.len() < KEPT { None } else { self.last.pop_front() };
        let mut answers = oldest.map(|oldest| oldest.answers).unwrap_or_default();
        answers.clear();
        let filters = &self.windows.filters;
        let words = &self.words[self.reading.sentence(sentence).words.clone()];
        self.met.clear();
        self.met.extend(words.iter().map(|word| self.windows.answers_to(*word)));
        let mut strongest = vec![0; filters.count()];
        for at in 0..words.len() {
            if words.len() > LONG {
                answers.clear();
            }
            let first = answers.len();
            answers.extend(self.windows.starts());
            let word = |word: usize| self.met[word];
            look(&mut answers[first..], filters.of_width(), words.len(), at, word, with_added);
            keep_strongest(&mut strongest, &answers[first..]);
        }
        if words.len() > LONG {
            (answers, self.met) = (Vec::new(), Vec::new());
        }
        self.last.push_back(Read { sentence, answers, strongest });
        Some(self.last.len() - 1)
    }
}

fn with_added(answer: Answer, add: Add) -> Answer {
    answer.saturating_add(add.into())
}

fn keep_strongest(strongest: &mut [Answer], answers: &[Answer]) {
    strongest.iter_mut().zip(answers).for_each(|(strongest, answer)| *strongest = (*strongest).max(*answer));
}

/// A place, the one before it and the one after it.
fn around(at: usize) -> [Option<usize>; 3] {
    [Some(at), at.checked_sub(1), Some(at + 1)]
}

/// Answers as inputs, the first of which has this number.
fn inputs(first: usize, answers: &[Answer]) -> impl Iterator<Item = Input> {
    answers
        .iter()
        .enumerate()
        .filter(|(_, answer)| **answer > 0)
        .map(move |(at, answer)| (first + at, value_of(*answer)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Checker, Format};
    use crate::hits;

    /// What the order of words says of the first sentence of a text as a clause. `keeps` tells whether the answers in the
    /// sentence are kept, as they are where it is not too long.
    fn says(text: &str, keeps: bool) -> Vec<f32> {
        let checker = Checker::embedded();
        let document = checker.parse(text, Format::Plain);
        let hits = hits::find(&document, text, checker.lexicon());
        let reading = Reading::new(text, &document, checker.lexicon(), &hits);
        let mut in_order = InOrder::of_all(&reading);
        let clause = Clause { sentence: 0, words: reading.sentence(0).words.clone() };
        in_order.read(Some(0));
        if !keeps {
            in_order.last.iter_mut().for_each(|read| read.answers.clear());
        }
        let mut sums = vec![0.0; reading.lexicon.clause_weights.outcomes.len()];
        in_order.on_clause(&clause, &mut sums);
        sums
    }

    #[test]
    fn the_order_of_words_tells_and_so_does_what_stands_around() {
        let one = says("The wife was harmed, not he. He left.", true);
        assert!(one.iter().any(|sum| *sum != 0.0), "{one:?}");
        assert_ne!(one, says("He was harmed, not the wife. He left.", true));
        assert_ne!(one, says("The wife was harmed, not he. He stole a car.", true));
    }

    #[test]
    fn a_sentence_whose_answers_are_not_kept_is_read_all_the_same() {
        let text = "He was convicted of robbery on May 3, 2019, and nobody was hurt. He left.";
        assert_eq!(says(text, true), says(text, false));
    }
}
