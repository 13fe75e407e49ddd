//! The sentence as the automaton sees it: places, the symbols that start at each, and where they stand again.

use super::{Marks, Symbol, mark};

/// What a place is for the reading of phrases.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// The word of the document that stands here; a contraction takes several places.
    pub(crate) word: usize,
    /// Phrases run over it as if it were not there (quotation marks, brackets).
    pub(crate) transparent: bool,
    /// A gap may run over it.
    pub(crate) passable: bool,
    /// It uses up a word of a gap (words do, commas do not).
    pub(crate) counts: bool,
}

/// A symbol at a place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Occurrence {
    pub(super) place: u32,
    pub(super) end: u32,
    /// The next one of the same symbol to the right, plus one; 0 for none.
    pub(super) next: u32,
}

/// The places of a sentence and what stands at them. Used again for each sentence, so that nothing is allocated anew.
#[derive(Debug, Default)]
pub(crate) struct Board {
    places: Vec<Place>,
    pub(super) edges: Vec<Vec<(Symbol, u32)>>,
    /// For each place, the marks of the symbols recorded there.
    marks: Vec<Marks>,
    /// For each place, the first one at or after it that is not transparent.
    skip: Vec<u32>,
    /// For each place, how many counting places come before it.
    counted: Vec<u32>,
    /// For each place, the first one at or after it that no gap runs over.
    barrier: Vec<u32>,
    pub(super) occurrences: Vec<Occurrence>,
    /// For each symbol, the sentence in which it was seen last, and its occurrence farthest to the left.
    latest: Vec<(u32, u32)>,
    sentence: u32,
}

impl Board {
    /// Makes room for another sentence.
    pub(crate) fn clear(&mut self) {
        self.places.clear();
        self.edges.iter_mut().for_each(Vec::clear);
        self.occurrences.clear();
        self.sentence = self.sentence.wrapping_add(1);
        if self.sentence == 0 {
            self.latest.clear();
            self.sentence = 1;
        }
    }

    /// Adds a place at the end, and tells its number.
    pub(crate) fn add_place(&mut self, place: Place) -> usize {
        let here = self.places.len();
        self.places.push(place);
        if self.edges.len() <= here {
            self.edges.push(Vec::new());
        }
        here
    }

    /// Lets symbols start at a place and end before `end`.
    pub(crate) fn add_symbols(&mut self, place: usize, end: usize, symbols: &[Symbol]) {
        let end = number(end);
        if let Some(edges) = self.edges.get_mut(place) {
            edges.extend(symbols.iter().map(|&symbol| (symbol, end)));
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    /// The document's word at a place; the last one for a place after all.
    pub(crate) fn word_at(&self, place: usize) -> usize {
        self.places.get(place).or(self.places.last()).map_or(0, |place| place.word)
    }

    /// Works out, once all places are there, how far phrases may run.
    pub(super) fn seal(&mut self) {
        let all = self.places.len();
        self.marks.clear();
        self.marks.resize(all, 0);
        self.skip.clear();
        self.skip.resize(all + 1, number(all));
        self.barrier.clear();
        self.barrier.resize(all + 1, number(all));
        for at in (0..all).rev() {
            self.skip[at] = if self.places[at].transparent { self.skip[at + 1] } else { number(at) };
            self.barrier[at] = if self.places[at].passable { self.barrier[at + 1] } else { number(at) };
        }
        self.counted.clear();
        let mut counted = 0;
        for place in &self.places {
            self.counted.push(counted);
            counted += u32::from(place.counts);
        }
        self.counted.push(counted);
    }

    pub(super) fn skip(&self, place: u32) -> u32 {
        self.skip.get(place as usize).copied().unwrap_or(place)
    }

    /// The last place that a gap of so many words, beginning at `from`, may lead to.
    pub(super) fn end_of_gap(&self, from: u32, words: u8) -> u32 {
        let Some(&start) = self.counted.get(from as usize) else { return from };
        let barrier = self.barrier[from as usize];
        let limit = start + u32::from(words);
        let mut last = from;
        while last < barrier && self.counted[last as usize + 1] <= limit {
            last += 1;
        }
        last
    }

    /// Records that a symbol starts at a place; places come from right to left.
    pub(super) fn record(&mut self, symbol: Symbol, place: u32, end: u32) {
        let slot = symbol as usize;
        if self.latest.len() <= slot {
            self.latest.resize(slot + 1, (0, 0));
        }
        let (sentence, before) = self.latest[slot];
        let next = if sentence == self.sentence { before + 1 } else { 0 };
        self.latest[slot] = (self.sentence, number(self.occurrences.len()));
        self.occurrences.push(Occurrence { place, end, next });
        if let Some(marks) = self.marks.get_mut(place as usize) {
            *marks |= mark(symbol);
        }
    }

    /// The marks of the symbols recorded from one place to another, both included.
    pub(super) fn marks(&self, from: u32, to: u32) -> Marks {
        let marks = self.marks.get(from as usize..self.marks.len().min(to as usize + 1));
        marks.unwrap_or_default().iter().fold(0, |all, marks| all | marks)
    }

    /// How many words a gap from one place to another runs over.
    pub(super) fn words_between(&self, from: u32, to: u32) -> u32 {
        self.counted[to as usize] - self.counted[from as usize]
    }

    /// The occurrences of a symbol recorded so far, from left to right.
    pub(super) fn occurrences_of(&self, symbol: Symbol) -> impl Iterator<Item = Occurrence> {
        let first = match self.latest.get(symbol as usize) {
            Some(&(sentence, index)) if sentence == self.sentence => index + 1,
            _ => 0,
        };
        let get = |index: u32| index.checked_sub(1).and_then(|at| self.occurrences.get(at as usize)).copied();
        std::iter::successors(get(first), move |found| get(found.next))
    }
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
