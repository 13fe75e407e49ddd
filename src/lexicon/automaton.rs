//! One automaton for every phrase of the lexicon, over words instead of bytes.
//!
//! Words are turned into [`Symbol`]s when the lexicon is compiled; a list is a symbol too, so a phrase that refers to
//! a list costs one edge and not one per member. The phrases form a trie whose edges are symbols and gaps. A
//! sentence is scanned from its last word to its first: when a member of a list has been found at some place, the
//! list's symbol is there for every phrase that begins at or before that place. So one pass finds lists, lists of
//! lists, and phrases.

mod board;
mod surface;

use surface::Forms;

pub(crate) use board::Board;
#[cfg_attr(not(test), allow(unused_imports))] // the build script needs the type only
pub(crate) use board::Place;

use super::inflection::{Inflection, Irregular, forms};
use super::phrase::{Atom, Item, parse};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// A word in some form, a list, or a shape of number.
pub(crate) type Symbol = u32;

/// What has been found when a phrase has been read to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Found {
    /// A member of the list with this symbol.
    Member(Symbol),
    /// A phrase of the entry with this number.
    Phrase(u32),
    /// A look-alike of the entry with this number, which rules out what it covers.
    Exception(u32),
}

/// The compiled phrases: flat tables of numbers, so that a program can carry them ready to use.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Automaton {
    forms: Forms,
    /// The nodes; one more at the end, for where the last one's edges and finds end.
    nodes: Vec<Laid>,
    /// Symbol and node, sorted by symbol within a node; a symbol may lead to several nodes.
    edges: Vec<(Symbol, u32)>,
    found: Vec<Found>,
    /// For each symbol, where the nodes that it leads to from the root begin in `after_root`; one more at the end.
    first_from_root: Vec<u32>,
    after_root: Vec<u32>,
    shapes: [Symbol; 4],
}

/// A node as it is laid out: all that is asked of it lies together.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Laid {
    /// The marks of its edges' symbols: where none of them stands, no edge need be tried. They follow from the edges, and so
    /// are not stored.
    #[serde(skip)]
    marks: Marks,
    /// The marks of the edges behind its gap.
    #[serde(skip)]
    marks_beyond: Marks,
    /// Where its edges begin in `edges`.
    first_edge: u32,
    /// Where what it finds begins in `found`.
    first_found: u32,
    /// The node behind its gap, or 0 for no gap.
    beyond: u32,
    /// How many words its gap may run over.
    gap: u8,
    /// Whether it has further gaps of other lengths, behind private symbols.
    has_twins: bool,
}

const SHAPES: [&str; 4] = ["", "year", "date", "amount"];

fn number_of(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[derive(Debug, Default)]
struct Node {
    /// Alternatives, sorted, to the node they lead to.
    next: BTreeMap<Vec<Symbol>, u32>,
    gap: Option<(u8, u32)>,
    found: Vec<Found>,
}

/// Gathers phrases and builds the [`Automaton`].
#[derive(Debug)]
pub(crate) struct Builder<'a> {
    irregular: &'a Irregular,
    nodes: Vec<Node>,
    symbols_of: BTreeMap<Box<str>, Vec<Symbol>>,
    shapes: [Symbol; 4],
    atoms: HashMap<(Atom, Inflection), Symbol>,
    lists: HashMap<String, Symbol>,
    count: Symbol,
}

const ROOT: usize = 0;

impl<'a> Builder<'a> {
    pub(crate) fn new(irregular: &'a Irregular) -> Self {
        let mut builder = Self {
            irregular,
            nodes: vec![Node::default()],
            symbols_of: BTreeMap::new(),
            shapes: [0; 4],
            atoms: HashMap::new(),
            lists: HashMap::new(),
            count: 0,
        };
        for shape in 0..SHAPES.len() {
            builder.shapes[shape] = builder.fresh();
        }
        builder
    }

    fn fresh(&mut self) -> Symbol {
        self.count += 1;
        self.count
    }

    /// Makes a list known, so that phrases may refer to it.
    pub(crate) fn declare_list(&mut self, name: &str) -> Symbol {
        if let Some(&symbol) = self.lists.get(name) {
            return symbol;
        }
        let symbol = self.fresh();
        self.lists.insert(name.to_owned(), symbol);
        symbol
    }

    /// The names of all lists, for messages.
    pub(crate) fn list_names(&self) -> impl Iterator<Item = &str> {
        self.lists.keys().map(String::as_str)
    }

    /// Adds a phrase.
    ///
    /// # Errors
    /// What is wrong with it, for the writer of the lexicon.
    pub(crate) fn add(&mut self, phrase: &str, how: Inflection, found: Found) -> Result<(), String> {
        for reading in parse(phrase)? {
            let mut node = ROOT;
            for item in &reading {
                node = match item {
                    Item::Gap(words) => self.gap(node, *words),
                    Item::OneOf(atoms) => {
                        let symbols = self.symbols(atoms, how)?;
                        self.step(node, symbols)
                    }
                };
            }
            let known = &mut self.nodes[node].found;
            if !known.contains(&found) {
                known.push(found);
            }
        }
        Ok(())
    }

    fn step(&mut self, node: usize, symbols: Vec<Symbol>) -> usize {
        let fresh = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        let next = *self.nodes[node].next.entry(symbols).or_insert(fresh);
        if next == fresh {
            self.nodes.push(Node::default());
        }
        next as usize
    }

    fn gap(&mut self, node: usize, words: u8) -> usize {
        // Two phrases with gaps of different length after the same words share the longer one's node only if equal;
        // a separate symbol-less path is kept per length by chaining through a private symbol.
        match self.nodes[node].gap {
            Some((known, next)) if known == words => next as usize,
            Some(_) => {
                let private = FIRST_PRIVATE + Symbol::from(words);
                let twin = self.step(node, vec![private]);
                if self.nodes[twin].gap.is_none() {
                    let next = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
                    self.nodes.push(Node::default());
                    self.nodes[twin].gap = Some((words, next));
                }
                self.nodes[twin].gap.map_or(ROOT, |(_, next)| next as usize)
            }
            None => {
                let next = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
                self.nodes.push(Node::default());
                self.nodes[node].gap = Some((words, next));
                next as usize
            }
        }
    }

    fn symbols(&mut self, atoms: &[Atom], how: Inflection) -> Result<Vec<Symbol>, String> {
        let mut symbols = atoms.iter().map(|atom| self.single(atom, how)).collect::<Result<Vec<_>, _>>()?;
        symbols.sort_unstable();
        symbols.dedup();
        Ok(symbols)
    }

    fn single(&mut self, atom: &Atom, how: Inflection) -> Result<Symbol, String> {
        match atom {
            Atom::List(name) => self.lists.get(name).copied().ok_or_else(|| {
                let near = self
                    .list_names()
                    .filter(|known| strsim::jaro_winkler(known, name) > 0.8)
                    .max_by(|a, b| strsim::jaro_winkler(a, name).total_cmp(&strsim::jaro_winkler(b, name)));
                match near {
                    Some(near) => format!("there is no list `{name}`; is `{near}` meant?"),
                    None => format!("there is no list `{name}`"),
                }
            }),
            Atom::Row(words) => {
                let key = (Atom::Row(words.clone()), how);
                if let Some(&known) = self.atoms.get(&key) {
                    return Ok(known);
                }
                let row = self.fresh();
                let mut node = ROOT;
                for word in words {
                    let symbol = self.word(word, how);
                    node = self.step(node, vec![symbol]);
                }
                self.nodes[node].found.push(Found::Member(row));
                self.atoms.insert(key, row);
                Ok(row)
            }
            Atom::Number(shape) => Ok(SHAPES.iter().position(|known| known == shape).map_or(0, |at| self.shapes[at])),
            Atom::Word(word) => Ok(self.word(word, how)),
            Atom::Form(word) => Ok(self.word(word, Inflection::Fixed)),
        }
    }

    fn word(&mut self, word: &str, how: Inflection) -> Symbol {
        let key = (Atom::Form(word.to_owned()), how);
        if let Some(&known) = self.atoms.get(&key) {
            return known;
        }
        let symbol = self.fresh();
        for form in forms(word, how, self.irregular) {
            let carried = self.symbols_of.entry(form.into_boxed_str()).or_default();
            if !carried.contains(&symbol) {
                carried.push(symbol);
            }
        }
        self.atoms.insert(key, symbol);
        symbol
    }

    /// Freezes what has been gathered.
    pub(crate) fn build(self) -> Automaton {
        let mut automaton =
            Automaton { forms: Forms::build(&self.symbols_of), shapes: self.shapes, ..Automaton::default() };
        for node in &self.nodes {
            let own = automaton.edges.len();
            let edges = node.next.iter().flat_map(|(symbols, &next)| symbols.iter().map(move |&symbol| (symbol, next)));
            automaton.edges.extend(edges);
            let edges = &mut automaton.edges[own..];
            edges.sort_unstable();
            let (gap, beyond) = node.gap.unwrap_or((0, 0));
            automaton.nodes.push(Laid {
                marks: 0,
                marks_beyond: 0,
                first_edge: number_of(own),
                first_found: number_of(automaton.found.len()),
                beyond,
                gap,
                has_twins: edges.last().is_some_and(|edge| is_private(edge.0)),
            });
            automaton.found.extend(&node.found);
        }
        let end = Laid {
            first_edge: number_of(automaton.edges.len()),
            first_found: number_of(automaton.found.len()),
            ..Laid::default()
        };
        automaton.nodes.push(end);
        let root = &automaton.edges[..automaton.nodes[1].first_edge as usize];
        for symbol in 0..=self.count + 1 {
            automaton.first_from_root.push(number_of(root.partition_point(|edge| edge.0 < symbol)));
        }
        automaton.after_root = root.iter().map(|edge| edge.1).collect();
        automaton.mark_nodes();
        automaton
    }
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
    /// Works out the marks of all nodes. To be called once an automaton has been read.
    pub(crate) fn mark_nodes(&mut self) {
        for at in 0..self.nodes.len().saturating_sub(1) {
            let edges = self.nodes[at].first_edge as usize..self.nodes[at + 1].first_edge as usize;
            self.nodes[at].marks = self.edges[edges].iter().fold(0, |marks, edge| marks | mark(edge.0));
        }
        for at in 0..self.nodes.len() {
            let beyond = self.nodes[at].beyond as usize;
            self.nodes[at].marks_beyond = if beyond == 0 { 0 } else { self.nodes[beyond].marks };
        }
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
            stack.extend(self.after_root(symbol).iter().map(|&node| (node, end, named)));
            while let Some((node, at, named)) = stack.pop() {
                let laid = self.nodes[node as usize];
                let found = laid.first_found as usize..self.nodes[node as usize + 1].first_found as usize;
                for &found in &self.found[found] {
                    match found {
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
                        _ => matches.push(Match { found, start: place, end: at, named }),
                    }
                }
                self.follow(node, &laid, place, (at, named), board, stack);
            }
        }
    }

    fn after_root(&self, symbol: Symbol) -> &[u32] {
        match self.first_from_root.get(symbol as usize..symbol as usize + 2) {
            Some(&[first, end]) => &self.after_root[first as usize..end as usize],
            _ => &[],
        }
    }

    fn edges_of(&self, node: u32) -> &[(Symbol, u32)] {
        let (first, end) = (self.nodes[node as usize].first_edge, self.nodes[node as usize + 1].first_edge);
        &self.edges[first as usize..end as usize]
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
            for &(_, twin) in self.edges_of(node).iter().rev().take_while(|edge| is_private(edge.0)) {
                self.leap(&self.nodes[twin as usize], (start, named), from, board, stack);
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
        own: &[(Symbol, u32)],
        (start, named): (u32, Places),
        (from, to): (u32, u32),
        board: &Board,
        stack: &mut Vec<Path>,
    ) {
        const FEW_FOR_EACH_PLACE: usize = 12;
        let places = (to - from + 1) as usize;
        if own.len() <= FEW_FOR_EACH_PLACE * places {
            for &(symbol, next) in own {
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
                let first = own.partition_point(|edge| edge.0 < symbol);
                for &(_, next) in own[first..].iter().take_while(|edge| edge.0 == symbol) {
                    stack.push((next, end, named.with(place - start, end - start)));
                }
            }
        }
    }
}
