//! What stands in the automaton's tables: nodes, and what they find.

use super::{Marks, Symbol};
use crate::lexicon::hashed::mixed;
use std::ops::Range;

/// What has been found when a phrase has been read to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// A member of the list with this symbol.
    Member(Symbol),
    /// A phrase of the entry with this number.
    Phrase(u32),
    /// A look-alike of the entry with this number, which rules out what it covers.
    Exception(u32),
}

impl Found {
    pub(super) const fn laid(self) -> [u32; 2] {
        match self {
            Self::Member(list) => [0, list],
            Self::Phrase(entry) => [1, entry],
            Self::Exception(entry) => [2, entry],
        }
    }

    pub(super) const fn of([what, number]: [u32; 2]) -> Self {
        match what {
            0 => Self::Member(number),
            1 => Self::Phrase(number),
            _ => Self::Exception(number),
        }
    }
}

/// A node: all that is asked of it lies together.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Laid {
    /// The marks of its edges' symbols: where none of them stands, no edge need be tried.
    pub(super) marks: Marks,
    /// The marks of the edges behind its gap; none for no gap.
    pub(super) marks_beyond: Marks,
    /// Where its edges begin in `edges`, and how many there are; those behind its gap follow them.
    pub(super) first_edge: u32,
    pub(super) count: u16,
    pub(super) count_beyond: u16,
    /// Where what it finds begins in `found`, and how much that is.
    pub(super) first_found: u32,
    pub(super) count_found: u16,
    /// How many words its gap may run over.
    pub(super) gap: u8,
    /// Whether it has further gaps of other lengths, behind private symbols.
    pub(super) has_twins: bool,
}

impl Laid {
    pub(super) const fn of(row: &[u32; 8]) -> Self {
        let [marks, upper_marks, beyond, upper_beyond, first_edge, counts, first_found, rest] = *row;
        Self {
            marks: whole(marks, upper_marks),
            marks_beyond: whole(beyond, upper_beyond),
            first_edge,
            count: (counts & 0xffff) as u16,
            count_beyond: (counts >> 16) as u16,
            first_found,
            count_found: (rest & 0xffff) as u16,
            gap: (rest >> 16 & 0xff) as u8,
            has_twins: rest & TWINS != 0,
        }
    }

    pub(super) const fn row(self) -> [u32; 8] {
        let [[marks, upper_marks], [beyond, upper_beyond]] = [halves(self.marks), halves(self.marks_beyond)];
        [
            marks,
            upper_marks,
            beyond,
            upper_beyond,
            self.first_edge,
            self.count as u32 | (self.count_beyond as u32) << 16,
            self.first_found,
            self.count_found as u32 | (self.gap as u32) << 16 | if self.has_twins { TWINS } else { 0 },
        ]
    }

    pub(super) const fn edges(&self) -> Range<usize> {
        let first = self.first_edge as usize;
        first..first + self.count as usize
    }

    pub(super) const fn edges_beyond(&self) -> Range<usize> {
        let first = self.first_edge as usize + self.count as usize;
        first..first + self.count_beyond as usize
    }

    pub(super) const fn found(&self) -> Range<usize> {
        let first = self.first_found as usize;
        first..first + self.count_found as usize
    }
}

const TWINS: u32 = 1 << 24;

/// What begins with a symbol.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Beginning {
    /// The marks of the second steps' symbols, without a gap and behind one.
    pub(super) marks: Marks,
    pub(super) marks_beyond: Marks,
    /// Where its second steps begin in `seconds`, and its nodes in `ends`.
    pub(super) first_second: u32,
    pub(super) first_end: u32,
    /// The longest gap before a second step, or 0.
    pub(super) gap: u8,
}

impl Beginning {
    pub(super) const fn of(row: &[u32; 8]) -> Self {
        let [marks, upper_marks, beyond, upper_beyond, first_second, first_end, gap, _] = *row;
        Self {
            marks: whole(marks, upper_marks),
            marks_beyond: whole(beyond, upper_beyond),
            first_second,
            first_end,
            gap: (gap & 0xff) as u8,
        }
    }

    pub(super) const fn row(self) -> [u32; 8] {
        let [[marks, upper_marks], [beyond, upper_beyond]] = [halves(self.marks), halves(self.marks_beyond)];
        [marks, upper_marks, beyond, upper_beyond, self.first_second, self.first_end, self.gap as u32, 0]
    }
}

/// The hash of a pair of a first and a second step.
pub(super) const fn pair(first: Symbol, second: Symbol) -> u64 {
    mixed((first as u64) << u32::BITS | second as u64)
}

/// Marks of two halves, as they lie in a row.
const fn whole(lower: u32, upper: u32) -> Marks {
    lower as Marks | (upper as Marks) << u32::BITS
}

const fn halves(marks: Marks) -> [u32; 2] {
    [marks as u32, (marks >> u32::BITS) as u32]
}
