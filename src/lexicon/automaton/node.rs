//! What stands in the automaton's tables: nodes, and what they find.

use super::{Marks, Symbol};

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
    /// The marks of the edges behind its gap.
    pub(super) marks_beyond: Marks,
    /// Where its edges begin in `edges`.
    pub(super) first_edge: u32,
    /// Where what it finds begins in `found`.
    pub(super) first_found: u32,
    /// The node behind its gap, or 0 for no gap.
    pub(super) beyond: u32,
    /// How many words its gap may run over.
    pub(super) gap: u8,
    /// Whether it has further gaps of other lengths, behind private symbols.
    pub(super) has_twins: bool,
}

impl Laid {
    pub(super) const fn of(row: &[u32; 8]) -> Self {
        let [marks, upper_marks, beyond, upper_beyond, first_edge, first_found, node_beyond, gap] = *row;
        Self {
            marks: marks as Marks | (upper_marks as Marks) << u32::BITS,
            marks_beyond: beyond as Marks | (upper_beyond as Marks) << u32::BITS,
            first_edge,
            first_found,
            beyond: node_beyond,
            gap: (gap & 0xff) as u8,
            has_twins: gap & TWINS != 0,
        }
    }

    pub(super) const fn row(self) -> [u32; 8] {
        [
            self.marks as u32,
            (self.marks >> u32::BITS) as u32,
            self.marks_beyond as u32,
            (self.marks_beyond >> u32::BITS) as u32,
            self.first_edge,
            self.first_found,
            self.beyond,
            self.gap as u32 | if self.has_twins { TWINS } else { 0 },
        ]
    }
}

const TWINS: u32 = 0x100;
