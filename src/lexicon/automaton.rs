//! One automaton for every phrase of the lexicon, over words instead of bytes.
//!
//! Words are turned into [`Symbol`]s when the lexicon is compiled; a list is a symbol too, so a phrase that refers to
//! a list costs one edge and not one per member. The phrases form a trie whose edges are symbols and gaps. A
//! sentence is scanned from its last word to its first: when a member of a list has been found at some place, the
//! list's symbol is there for every phrase that begins at or before that place. So one pass finds lists, lists of
//! lists, and phrases. Nearly all that begins ends at once, so the first two steps of all phrases are looked up together;
//! the trie is followed from there.

mod board;
mod builder;
mod node;
mod surface;

use super::hashed::may_hold;
use super::rows::{Laying, Rows, Taking};
use node::{Beginning, Laid, pair};
use surface::Forms;

pub(crate) use board::Board;
#[cfg_attr(not(test), allow(unused_imports))] // the build script needs the type only
pub(crate) use board::Place;
pub(crate) use builder::Builder;
pub(crate) use node::Found;

use serde::{Deserialize, Serialize};

/// A word in some form, a list, or a shape of number.
pub(crate) type Symbol = u32;

/// The compiled phrases: flat tables of numbers, so that a program can carry them ready to use.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Automaton {
    forms: Forms,
    /// The nodes, as [`Laid`].
    #[serde(skip)]
    nodes: Rows<8>,
    /// Symbol and node, sorted by symbol within a node; a symbol may lead to several nodes. The edges behind a node's gap
    /// follow its own.
    #[serde(skip)]
    edges: Rows<2>,
    /// As [`Found`].
    #[serde(skip)]
    found: Rows<2>,
    /// For each symbol, what begins with it, as [`Beginning`]; one more at the end.
    #[serde(skip)]
    beginnings: Rows<8>,
    /// For each symbol, the second steps of phrases that begin with it: a symbol, the node that it leads to, and the length of
    /// the gap before it or 0. They are sorted, so that what stands in a text is looked up among all of them at once.
    #[serde(skip)]
    seconds: Rows<3>,
    /// The filter of the pairs of a first and a second step: most pairs that stand in a text begin nothing.
    #[serde(skip)]
    pairs: Rows<1>,
    /// For each symbol, copies of the nodes that it leads to and that find something, or have twins.
    #[serde(skip)]
    ends: Rows<8>,
    shapes: [Symbol; 4],
}

const SHAPES: [&str; 4] = ["", "year", "date", "amount"];

fn number_of(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// A match: what was found, from the place `start` up to `end`, not included.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Match {
    pub(crate) found: Found,
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Which places, counted from `start`, the phrase names; the others lie in its gaps.
    pub(crate) named: Places,
}

/// A set of places within 64 of a start; those beyond are left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Places(u64);

impl Places {
    /// With the places from `from` up to `to`, not included, added.
    pub(crate) const fn with(self, from: u32, to: u32) -> Self {
        let mut at = from;
        let mut set = self.0;
        while at < to && at < u64::BITS {
            set |= 1 << at;
            at += 1;
        }
        Self(set)
    }

    /// Whether it holds a place.
    pub(crate) const fn holds(self, place: usize) -> bool {
        place < u64::BITS as usize && self.0 & (1 << place) != 0
    }

    /// How many it holds.
    pub(crate) const fn count(self) -> u32 {
        self.0.count_ones()
    }
}

/// Some of the bits of a set of symbols, one bit for each symbol: sets without a bit in common have no symbol in common.
pub(crate) type Marks = u64;

/// The mark of a symbol.
const fn mark(symbol: Symbol) -> Marks {
    1 << (symbol.wrapping_mul(0x9e37_79b1) >> (u32::BITS - Marks::BITS.ilog2()))
}

/// Symbols from here on stand for gaps of other lengths than a node's first one.
const FIRST_PRIVATE: Symbol = Symbol::MAX - 0xff;

const fn is_private(symbol: Symbol) -> bool {
    symbol >= FIRST_PRIVATE
}

/// A path through the trie: the node reached, the place reached, and the places named on the way.
type Path = (u32, u32, Places);

impl Automaton {
    /// The tables as bytes. They are large, and so are read where they lie: see [`Automaton::with_table`].
    pub(crate) fn table(&self) -> Vec<u8> {
        let mut laying = Laying::default();
        self.forms.lay(&mut laying);
        laying.rows(&self.nodes);
        laying.rows(&self.edges);
        laying.rows(&self.found);
        laying.rows(&self.beginnings);
        laying.rows(&self.seconds);
        laying.rows(&self.pairs);
        laying.rows(&self.ends);
        laying.into_bytes()
    }

    /// Takes the tables that [`Automaton::table`] gave, for what was read without them.
    pub(crate) fn with_table(&mut self, table: &'static [u8]) {
        let mut taking = Taking::new(table);
        self.forms.take(&mut taking);
        self.nodes = taking.rows();
        self.edges = taking.rows();
        self.found = taking.rows();
        self.beginnings = taking.rows();
        self.seconds = taking.rows();
        self.pairs = taking.rows();
        self.ends = taking.rows();
    }

    /// The symbols that a word carries, by its lower-case form.
    pub(crate) fn symbols(&self, form: &str) -> &[Symbol] {
        self.forms.symbols(form)
    }

    /// The symbol for numbers of a shape.
    pub(crate) fn shape(&self, shape: &str) -> Symbol {
        SHAPES.iter().position(|known| *known == shape).map_or(0, |at| self.shapes[at])
    }

    /// Finds every phrase on the board, from its last place to its first, and adds them to `matches`.
    pub(crate) fn scan(&self, board: &mut Board, matches: &mut Vec<Match>) {
        board.seal();
        let mut stack = Vec::new();
        for place in (0..number_of(board.len())).rev() {
            for at in 0..board.edges[place as usize].len() {
                let (symbol, end) = board.edges[place as usize][at];
                board.record(symbol, place, end);
            }
            self.scan_from(place, board, matches, &mut stack);
        }
    }

    /// Follows every phrase that begins at `place`. Members of lists are added to the symbols of this place.
    fn scan_from(&self, place: u32, board: &mut Board, matches: &mut Vec<Match>, stack: &mut Vec<Path>) {
        let mut next_edge = 0;
        while let Some(&(symbol, end)) = board.edges[place as usize].get(next_edge) {
            next_edge += 1;
            let Some((beginning, after)) = self.beginning(symbol) else { continue };
            let named = Places::default().with(0, end - place);
            let from = board.skip(end);
            for row in &self.ends[beginning.first_end as usize..after.first_end as usize] {
                let laid = Laid::of(row);
                self.take_up(&laid, place, (end, named), board, matches);
                self.leap_from_twins(&laid, (place, named), from, board, stack);
            }
            let seconds = &self.seconds[beginning.first_second as usize..after.first_second as usize];
            self.begin(symbol, &beginning, seconds, (place, named), from, board, stack);
            while let Some((node, at, named)) = stack.pop() {
                self.visit(&Laid::of(&self.nodes[node as usize]), place, (at, named), board, matches, stack);
            }
        }
    }

    /// What begins with a symbol, and where that ends.
    fn beginning(&self, symbol: Symbol) -> Option<(Beginning, Beginning)> {
        match self.beginnings.get(symbol as usize..symbol as usize + 2) {
            Some([first, after]) => Some((Beginning::of(first), Beginning::of(after))),
            _ => None,
        }
    }

    /// Takes up what is found at a node.
    fn take_up(
        &self,
        laid: &Laid,
        start: u32,
        (at, named): (u32, Places),
        board: &mut Board,
        matches: &mut Vec<Match>,
    ) {
        for &found in &self.found[laid.found()] {
            match Found::of(found) {
                Found::Member(list) => {
                    let is_known = {
                        let mut here = board.occurrences_of(list).take_while(|known| known.place == start);
                        here.any(|known| known.end == at)
                    };
                    if !is_known {
                        board.edges[start as usize].push((list, at));
                        board.record(list, start, at);
                    }
                }
                found => matches.push(Match { found, start, end: at, named }),
            }
        }
    }

    /// Takes up what is found at a node, and follows what leads on from it.
    fn visit(
        &self,
        laid: &Laid,
        start: u32,
        (at, named): (u32, Places),
        board: &mut Board,
        matches: &mut Vec<Match>,
        stack: &mut Vec<Path>,
    ) {
        self.take_up(laid, start, (at, named), board, matches);
        let from = board.skip(at);
        let marks = board.marks(from, from);
        let own = &self.edges[laid.edges()];
        if laid.marks & marks != 0 {
            self.step(own, (start, named), (from, from, marks), board, stack);
        }
        self.leap_from_twins(laid, (start, named), from, board, stack);
        self.leap(laid, (start, named), from, board, stack);
    }

    /// Goes on behind those gaps of a node that are of another length than its own.
    fn leap_from_twins(&self, laid: &Laid, from_start: (u32, Places), from: u32, board: &Board, stack: &mut Vec<Path>) {
        if laid.has_twins {
            // they sort last
            for &[_, twin] in self.edges[laid.edges()].iter().rev().take_while(|edge| is_private(edge[0])) {
                self.leap(&Laid::of(&self.nodes[twin as usize]), from_start, from, board, stack);
            }
        }
    }

    /// Goes on behind the gap of a node.
    fn leap(&self, laid: &Laid, from_start: (u32, Places), from: u32, board: &Board, stack: &mut Vec<Path>) {
        if laid.marks_beyond != 0 {
            let to = board.end_of_gap(from, laid.gap);
            let marks = board.marks(from, to);
            if laid.marks_beyond & marks != 0 {
                self.step(&self.edges[laid.edges_beyond()], from_start, (from, to, marks), board, stack);
            }
        }
    }

    /// Takes every edge whose symbol starts between two places, both included; `marks` are theirs. What is fewer is gone
    /// through: the edges of the node, or the symbols of the places.
    fn step(
        &self,
        own: &[[u32; 2]],
        (start, named): (u32, Places),
        (from, to, marks): (u32, u32, Marks),
        board: &Board,
        stack: &mut Vec<Path>,
    ) {
        const FEW_FOR_EACH_PLACE: usize = 12;
        let places = (to - from + 1) as usize;
        if own.len() <= FEW_FOR_EACH_PLACE * places {
            for &[symbol, next] in own.iter().filter(|edge| mark(edge[0]) & marks != 0) {
                for found in board.occurrences_of(symbol) {
                    if found.place > to {
                        break;
                    }
                    if found.place >= from {
                        stack.push((next, found.end, named.with(found.place - start, found.end - start)));
                    }
                }
            }
            return;
        }
        for place in from..=to {
            for &(symbol, end) in board.edges.get(place as usize).map_or(&[][..], Vec::as_slice) {
                let first = own.partition_point(|edge| edge[0] < symbol);
                for &[_, next] in own[first..].iter().take_while(|edge| edge[0] == symbol) {
                    stack.push((next, end, named.with(place - start, end - start)));
                }
            }
        }
    }

    /// Takes every first two steps of phrases that stand there, the second one at `from` or behind a gap that begins there.
    /// `seconds` are the second steps that follow the first one.
    #[expect(clippy::too_many_arguments, reason = "a path, and where it may lead")]
    fn begin(
        &self,
        symbol: Symbol,
        beginning: &Beginning,
        seconds: &[[u32; 3]],
        (start, named): (u32, Places),
        from: u32,
        board: &Board,
        stack: &mut Vec<Path>,
    ) {
        let to = if beginning.gap == 0 { from } else { board.end_of_gap(from, beginning.gap) };
        let mut wanted = beginning.marks | beginning.marks_beyond;
        for place in from..=to {
            if board.marks(place, place) & wanted != 0 {
                let words = board.words_between(from, place);
                let here = board.edges[place as usize].iter().filter(|edge| mark(edge.0) & wanted != 0);
                for &(second, end) in here.filter(|edge| may_hold(&self.pairs, pair(symbol, edge.0))) {
                    let first = seconds.partition_point(|row| row[0] < second);
                    for &[_, node, gap] in seconds[first..].iter().take_while(|row| row[0] == second) {
                        if if gap == 0 { place == from } else { words <= gap } {
                            stack.push((node, end, named.with(place - start, end - start)));
                        }
                    }
                }
            }
            wanted = beginning.marks_beyond;
        }
    }
}
