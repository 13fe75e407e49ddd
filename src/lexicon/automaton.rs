//! One automaton for every phrase of the lexicon, over words instead of bytes.
//!
//! Words are turned into [`Symbol`]s when the lexicon is compiled; a list is a symbol too, so a phrase that refers to
//! a list costs one edge and not one per member. The phrases form a trie whose edges are symbols and gaps. A
//! sentence is scanned from its last word to its first: when a member of a list has been found at some place, the
//! list's symbol is there for every phrase that begins at or before that place. So one pass finds lists, lists of
//! lists, and phrases.

mod board;
mod builder;
mod node;
mod rows;
mod surface;

use node::Laid;
use rows::{Laying, Rows, Taking};
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
    /// The nodes, as [`Laid`]; one more at the end, for where the last one's edges and finds end.
    #[serde(skip)]
    nodes: Rows<8>,
    /// Symbol and node, sorted by symbol within a node; a symbol may lead to several nodes.
    #[serde(skip)]
    edges: Rows<2>,
    /// As [`Found`].
    #[serde(skip)]
    found: Rows<2>,
    /// For each symbol, where the nodes that it leads to from the root begin in `after_root`; one more at the end.
    #[serde(skip)]
    first_from_root: Rows<1>,
    #[serde(skip)]
    after_root: Rows<1>,
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
        laying.rows(&self.first_from_root);
        laying.rows(&self.after_root);
        laying.into_bytes()
    }

    /// Takes the tables that [`Automaton::table`] gave, for what was read without them.
    pub(crate) fn with_table(&mut self, table: &'static [u8]) {
        let mut taking = Taking::new(table);
        self.forms.take(&mut taking);
        self.nodes = taking.rows();
        self.edges = taking.rows();
        self.found = taking.rows();
        self.first_from_root = taking.rows();
        self.after_root = taking.rows();
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
            let named = Places::default().with(0, end - place);
            stack.extend(self.after_root(symbol).iter().map(|&[node]| (node, end, named)));
            while let Some((node, at, named)) = stack.pop() {
                let (laid, after) = (self.node(node), self.node(node + 1));
                for &found in &self.found[laid.first_found as usize..after.first_found as usize] {
                    match Found::of(found) {
                        Found::Member(list) => {
                            if !board
                                .occurrences_of(list)
                                .take_while(|known| known.place == place)
                                .any(|known| known.end == at)
                            {
                                board.edges[place as usize].push((list, at));
                                board.record(list, place, at);
                            }
                        }
                        found => matches.push(Match { found, start: place, end: at, named }),
                    }
                }
                self.follow(node, &laid, place, (at, named), board, stack);
            }
        }
    }

    fn node(&self, node: u32) -> Laid {
        Laid::of(&self.nodes[node as usize])
    }

    fn after_root(&self, symbol: Symbol) -> &[[u32; 1]] {
        match self.first_from_root.get(symbol as usize..symbol as usize + 2) {
            Some(&[[first], [end]]) => &self.after_root[first as usize..end as usize],
            _ => &[],
        }
    }

    fn edges_of(&self, node: u32) -> &[[u32; 2]] {
        &self.edges[self.node(node).first_edge as usize..self.node(node + 1).first_edge as usize]
    }

    fn follow(
        &self,
        node: u32,
        laid: &Laid,
        start: u32,
        (at, named): (u32, Places),
        board: &Board,
        stack: &mut Vec<Path>,
    ) {
        let from = board.skip(at);
        if laid.marks & board.marks(from, from) != 0 {
            self.step(self.edges_of(node), (start, named), (from, from), board, stack);
        }
        if laid.has_twins {
            // they sort last
            for &[_, twin] in self.edges_of(node).iter().rev().take_while(|edge| is_private(edge[0])) {
                self.leap(&self.node(twin), (start, named), from, board, stack);
            }
        }
        self.leap(laid, (start, named), from, board, stack);
    }

    /// Goes on behind the gap of a node.
    fn leap(&self, laid: &Laid, from_start: (u32, Places), from: u32, board: &Board, stack: &mut Vec<Path>) {
        if laid.beyond != 0 {
            let to = board.end_of_gap(from, laid.gap);
            if laid.marks_beyond & board.marks(from, to) != 0 {
                self.step(self.edges_of(laid.beyond), from_start, (from, to), board, stack);
            }
        }
    }

    /// Takes every edge whose symbol starts between two places, both included. What is fewer is gone through: the
    /// edges of the node, or the symbols of the places.
    fn step(
        &self,
        own: &[[u32; 2]],
        (start, named): (u32, Places),
        (from, to): (u32, u32),
        board: &Board,
        stack: &mut Vec<Path>,
    ) {
        const FEW_FOR_EACH_PLACE: usize = 12;
        let places = (to - from + 1) as usize;
        if own.len() <= FEW_FOR_EACH_PLACE * places {
            for &[symbol, next] in own {
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
}
