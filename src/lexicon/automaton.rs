//! One automaton for every phrase of the lexicon, over words instead of bytes.
//!
//! Words are turned into [`Symbol`]s when the lexicon is compiled; a list is a symbol too, so a phrase that refers to
//! a list costs one edge and not one per member. The phrases form a trie whose edges are symbols and gaps. A
//! sentence is scanned from its last word to its first: when a member of a list has been found at some place, the
//! list's symbol is there for every phrase that begins at or before that place. So one pass finds lists, lists of
//! lists, and phrases.

use super::inflection::{Inflection, Irregular, forms};
use super::phrase::{Atom, Item, parse};
use std::collections::HashMap;

/// A word in some form, a list, or a shape of number.
pub(crate) type Symbol = u32;

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

#[derive(Debug, Default)]
struct Node {
    next: HashMap<Symbol, u32, BuildHasher>,
    gap: Option<(u8, u32)>,
    found: Vec<Found>,
}

type BuildHasher = std::hash::BuildHasherDefault<SymbolHasher>;

/// Symbols are small dense numbers: a multiplication spreads them well enough.
#[derive(Debug, Default)]
pub(crate) struct SymbolHasher(u64);

impl std::hash::Hasher for SymbolHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for &b in bytes {
            self.0 = (self.0 ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    fn write_u32(&mut self, n: u32) {
        self.0 = u64::from(n).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

/// The compiled phrases.
#[derive(Debug)]
pub(crate) struct Automaton {
    nodes: Vec<Node>,
    /// Surface form, lower case, to the symbols it carries.
    symbols_of: HashMap<Box<str>, Vec<Symbol>>,
    shapes: HashMap<&'static str, Symbol>,
}

/// Gathers phrases and builds the [`Automaton`].
#[derive(Debug)]
pub(crate) struct Builder<'a> {
    irregular: &'a Irregular,
    automaton: Automaton,
    atoms: HashMap<(Atom, Inflection), Symbol>,
    groups: HashMap<Vec<Symbol>, Symbol>,
    lists: HashMap<String, Symbol>,
    count: Symbol,
}

const ROOT: usize = 0;

impl<'a> Builder<'a> {
    pub(crate) fn new(irregular: &'a Irregular) -> Self {
        let mut builder = Self {
            irregular,
            automaton: Automaton {
                nodes: vec![Node::default()],
                symbols_of: HashMap::new(),
                shapes: HashMap::new(),
            },
            atoms: HashMap::new(),
            groups: HashMap::new(),
            lists: HashMap::new(),
            count: 0,
        };
        for shape in ["", "year", "date", "amount"] {
            let symbol = builder.fresh();
            builder.automaton.shapes.insert(shape, symbol);
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
                        let symbol = self.symbol(atoms, how)?;
                        self.step(node, symbol)
                    }
                };
            }
            let known = &mut self.automaton.nodes[node].found;
            if !known.contains(&found) {
                known.push(found);
            }
        }
        Ok(())
    }

    fn step(&mut self, node: usize, symbol: Symbol) -> usize {
        let fresh = u32::try_from(self.automaton.nodes.len()).unwrap_or(u32::MAX);
        let next = *self.automaton.nodes[node].next.entry(symbol).or_insert(fresh);
        if next == fresh {
            self.automaton.nodes.push(Node::default());
        }
        next as usize
    }

    fn gap(&mut self, node: usize, words: u8) -> usize {
        // Two phrases with gaps of different length after the same words share the longer one's node only if equal;
        // a separate symbol-less path is kept per length by chaining through a private symbol.
        match self.automaton.nodes[node].gap {
            Some((known, next)) if known == words => next as usize,
            Some(_) => {
                let private = Symbol::MAX - Symbol::from(words);
                let twin = self.step(node, private);
                if self.automaton.nodes[twin].gap.is_none() {
                    let next = u32::try_from(self.automaton.nodes.len()).unwrap_or(u32::MAX);
                    self.automaton.nodes.push(Node::default());
                    self.automaton.nodes[twin].gap = Some((words, next));
                }
                self.automaton.nodes[twin].gap.map_or(ROOT, |(_, next)| next as usize)
            }
            None => {
                let next = u32::try_from(self.automaton.nodes.len()).unwrap_or(u32::MAX);
                self.automaton.nodes.push(Node::default());
                self.automaton.nodes[node].gap = Some((words, next));
                next as usize
            }
        }
    }

    fn symbol(&mut self, atoms: &[Atom], how: Inflection) -> Result<Symbol, String> {
        let mut members = Vec::with_capacity(atoms.len());
        for atom in atoms {
            members.push(self.single(atom, how)?);
        }
        if let [only] = members[..] {
            return Ok(only);
        }
        members.sort_unstable();
        members.dedup();
        if let Some(&known) = self.groups.get(&members) {
            return Ok(known);
        }
        let group = self.fresh();
        for &member in &members {
            let node = self.step(ROOT, member);
            self.automaton.nodes[node].found.push(Found::Member(group));
        }
        self.groups.insert(members, group);
        Ok(group)
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
                    node = self.step(node, symbol);
                }
                self.automaton.nodes[node].found.push(Found::Member(row));
                self.atoms.insert(key, row);
                Ok(row)
            }
            Atom::Number(shape) => Ok(self.automaton.shapes[shape.as_str()]),
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
            let carried = self.automaton.symbols_of.entry(form.into_boxed_str()).or_default();
            if !carried.contains(&symbol) {
                carried.push(symbol);
            }
        }
        self.atoms.insert(key, symbol);
        symbol
    }

    pub(crate) fn build(self) -> Automaton {
        self.automaton
    }
}

/// One place of a sentence as the automaton sees it: the symbols that start there, and where each ends.
pub(crate) type Edges = Vec<(Symbol, u32)>;

/// A match: what was found, from the place where the scan stands up to `end`, not included.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Match {
    pub(crate) found: Found,
    pub(crate) end: u32,
}

impl Automaton {
    /// The symbols that a word carries, by its lower-case form.
    pub(crate) fn symbols(&self, form: &str) -> &[Symbol] {
        self.symbols_of.get(form).map_or(&[], Vec::as_slice)
    }

    /// The symbol for numbers of a shape.
    pub(crate) fn shape(&self, shape: &str) -> Symbol {
        self.shapes.get(shape).copied().unwrap_or(0)
    }

    /// Follows every phrase that begins at `place`; `edges` must be complete for all later places and hold the
    /// words' own symbols at this one. Members found are added to the edges of this place, phrases to `matches`.
    ///
    /// `skip(p)` moves a place over marks that do not count; `passable(p)` says whether a gap may run over the word
    /// at `p`.
    pub(crate) fn scan_from(
        &self,
        place: u32,
        edges: &mut [Edges],
        matches: &mut Vec<Match>,
        layout: &dyn Layout,
        stack: &mut Vec<(u32, u32)>,
    ) {
        let mut next_edge = 0;
        while let Some(&(symbol, end)) = edges[place as usize].get(next_edge) {
            next_edge += 1;
            let Some(&node) = self.nodes[ROOT].next.get(&symbol) else { continue };
            stack.push((node, end));
            while let Some((node, at)) = stack.pop() {
                let node = &self.nodes[node as usize];
                for &found in &node.found {
                    match found {
                        Found::Member(list) => {
                            let here = &mut edges[place as usize];
                            if !here.contains(&(list, at)) {
                                here.push((list, at));
                            }
                        }
                        _ => matches.push(Match { found, end: at }),
                    }
                }
                self.follow(node, at, edges, layout, stack);
            }
        }
    }

    fn follow(&self, node: &Node, at: u32, edges: &[Edges], layout: &dyn Layout, stack: &mut Vec<(u32, u32)>) {
        let from = layout.skip(at);
        if !node.next.is_empty()
            && let Some(here) = edges.get(from as usize)
        {
            for &(symbol, end) in here {
                if let Some(&next) = node.next.get(&symbol) {
                    stack.push((next, end));
                }
            }
            for words in [3_u8, 9] {
                if let Some(&twin) = node.next.get(&(Symbol::MAX - Symbol::from(words))) {
                    self.leap(&self.nodes[twin as usize], at, edges, layout, stack);
                }
            }
        }
        self.leap(node, at, edges, layout, stack);
    }

    fn leap(&self, node: &Node, at: u32, edges: &[Edges], layout: &dyn Layout, stack: &mut Vec<(u32, u32)>) {
        let Some((words, beyond)) = node.gap else { return };
        let beyond = &self.nodes[beyond as usize];
        let mut place = layout.skip(at);
        let mut left = words;
        while let Some(here) = edges.get(place as usize) {
            for &(symbol, end) in here {
                if let Some(&next) = beyond.next.get(&symbol) {
                    stack.push((next, end));
                }
            }
            if !layout.passable(place) {
                break;
            }
            if layout.counts(place) {
                if left == 0 {
                    break;
                }
                left -= 1;
            }
            place += 1;
        }
    }
}

/// How the marks of a sentence are read while phrases are matched.
pub(crate) trait Layout {
    /// The first place at or after `place` that is no transparent mark (quotes, brackets).
    fn skip(&self, place: u32) -> u32;
    /// Whether a gap may run over this place.
    fn passable(&self, place: u32) -> bool;
    /// Whether this place uses up a word of a gap (words do, commas do not).
    fn counts(&self, place: u32) -> bool;
}
