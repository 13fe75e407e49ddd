//! One automaton for every phrase of the lexicon, over words instead of bytes.
//!
//! Words are turned into [`Symbol`]s when the lexicon is compiled; a list is a symbol too, so a phrase that refers to
//! a list costs one edge and not one per member. The phrases form a trie whose edges are symbols and gaps. A
//! sentence is scanned from its last word to its first: when a member of a list has been found at some place, the
//! list's symbol is there for every phrase that begins at or before that place. So one pass finds lists, lists of
//! lists, and phrases.

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
    /// For each node, where its edges begin in `edges`; one more at the end.
    first_edge: Vec<u32>,
    /// Symbol and node, sorted by symbol within a node.
    edges: Vec<(Symbol, u32)>,
    /// For each node, the words its gap may run over (0 for no gap) and the node behind it.
    gaps: Vec<(u8, u32)>,
    /// For each node, where what it finds begins in `found`; one more at the end.
    first_found: Vec<u32>,
    found: Vec<Found>,
    /// For each symbol, the node that it leads to from the root (0 for none).
    from_root: Vec<u32>,
    shapes: [Symbol; 4],
}

const SHAPES: [&str; 4] = ["", "year", "date", "amount"];

/// Surface forms, lower case, to the symbols they carry: an open hash table.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Forms {
    text: String,
    /// Where each form begins in `text`; one more at the end.
    starts: Vec<u32>,
    /// Where the symbols of each form begin in `symbols`; one more at the end.
    first_symbol: Vec<u32>,
    symbols: Vec<Symbol>,
    /// A power of two of slots: the number of a form plus one, or 0.
    slots: Vec<u32>,
}

impl Forms {
    fn build(carried: &BTreeMap<Box<str>, Vec<Symbol>>) -> Self {
        let mut forms = Self { slots: vec![0; (carried.len() * 2).next_power_of_two().max(2)], ..Self::default() };
        for (number, (form, symbols)) in carried.iter().enumerate() {
            forms.starts.push(number_of(forms.text.len()));
            forms.text.push_str(form);
            forms.first_symbol.push(number_of(forms.symbols.len()));
            forms.symbols.extend(symbols);
            let mask = forms.slots.len() - 1;
            let mut slot = hash(form) & mask;
            while forms.slots[slot] != 0 {
                slot = (slot + 1) & mask;
            }
            forms.slots[slot] = number_of(number + 1);
        }
        forms.starts.push(number_of(forms.text.len()));
        forms.first_symbol.push(number_of(forms.symbols.len()));
        forms
    }

    fn symbols(&self, form: &str) -> &[Symbol] {
        if self.slots.is_empty() {
            return &[];
        }
        let mask = self.slots.len() - 1;
        let mut slot = hash(form) & mask;
        loop {
            let Some(number) = (self.slots[slot] as usize).checked_sub(1) else { return &[] };
            if &self.text[self.starts[number] as usize..self.starts[number + 1] as usize] == form {
                return &self.symbols[self.first_symbol[number] as usize..self.first_symbol[number + 1] as usize];
            }
            slot = (slot + 1) & mask;
        }
    }
}

/// A hash that is the same in every build and on every machine.
fn hash(form: &str) -> usize {
    const PRIME: u64 = 0x0100_0000_01b3;
    let mixed = form.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME));
    usize::try_from((mixed ^ (mixed >> 32)) & 0xffff_ffff).unwrap_or(0)
}

fn number_of(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[derive(Debug, Default)]
struct Node {
    next: BTreeMap<Symbol, u32>,
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
    groups: HashMap<Vec<Symbol>, Symbol>,
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
            groups: HashMap::new(),
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
                        let symbol = self.symbol(atoms, how)?;
                        self.step(node, symbol)
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

    fn step(&mut self, node: usize, symbol: Symbol) -> usize {
        let fresh = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        let next = *self.nodes[node].next.entry(symbol).or_insert(fresh);
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
                let private = Symbol::MAX - Symbol::from(words);
                let twin = self.step(node, private);
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
            self.nodes[node].found.push(Found::Member(group));
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
        let mut automaton = Automaton { forms: Forms::build(&self.symbols_of), shapes: self.shapes, ..Automaton::default() };
        automaton.from_root = vec![0; self.count as usize + 1];
        for (&symbol, &node) in &self.nodes[ROOT].next {
            if let Some(slot) = automaton.from_root.get_mut(symbol as usize) {
                *slot = node;
            }
        }
        for node in &self.nodes {
            automaton.first_edge.push(number_of(automaton.edges.len()));
            automaton.edges.extend(node.next.iter().map(|(&symbol, &next)| (symbol, next)));
            automaton.gaps.push(node.gap.unwrap_or((0, 0)));
            automaton.first_found.push(number_of(automaton.found.len()));
            automaton.found.extend(&node.found);
        }
        automaton.first_edge.push(number_of(automaton.edges.len()));
        automaton.first_found.push(number_of(automaton.found.len()));
        automaton
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
        self.forms.symbols(form)
    }

    /// The symbol for numbers of a shape.
    pub(crate) fn shape(&self, shape: &str) -> Symbol {
        SHAPES.iter().position(|known| *known == shape).map_or(0, |at| self.shapes[at])
    }

    fn next(&self, node: u32, symbol: Symbol) -> Option<u32> {
        let edges = &self.edges[self.first_edge[node as usize] as usize..self.first_edge[node as usize + 1] as usize];
        edges.binary_search_by_key(&symbol, |edge| edge.0).ok().map(|at| edges[at].1)
    }

    /// Follows every phrase that begins at `place`; `edges` must be complete for all later places and hold the
    /// words' own symbols at this one. Members found are added to the edges of this place, phrases to `matches`.
    pub(crate) fn scan_from(
        &self,
        place: u32,
        edges: &mut [Edges],
        matches: &mut Vec<Match>,
        layout: &impl Layout,
        stack: &mut Vec<(u32, u32)>,
    ) {
        let mut next_edge = 0;
        while let Some(&(symbol, end)) = edges[place as usize].get(next_edge) {
            next_edge += 1;
            match self.from_root.get(symbol as usize) {
                None | Some(0) => continue,
                Some(&node) => stack.push((node, end)),
            }
            while let Some((node, at)) = stack.pop() {
                let found = self.first_found[node as usize] as usize..self.first_found[node as usize + 1] as usize;
                for &found in &self.found[found] {
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

    fn follow(&self, node: u32, at: u32, edges: &[Edges], layout: &impl Layout, stack: &mut Vec<(u32, u32)>) {
        let own = self.first_edge[node as usize]..self.first_edge[node as usize + 1];
        if !own.is_empty()
            && let Some(here) = edges.get(layout.skip(at) as usize)
        {
            for &(symbol, end) in here {
                if let Some(next) = self.next(node, symbol) {
                    stack.push((next, end));
                }
            }
            // a second gap of another length hangs behind a private symbol, which sorts last
            for &(symbol, twin) in self.edges[own.start as usize..own.end as usize].iter().rev() {
                if symbol <= Symbol::MAX - Symbol::from(u8::MAX) {
                    break;
                }
                self.leap(twin, at, edges, layout, stack);
            }
        }
        self.leap(node, at, edges, layout, stack);
    }

    fn leap(&self, node: u32, at: u32, edges: &[Edges], layout: &impl Layout, stack: &mut Vec<(u32, u32)>) {
        let (words, beyond) = self.gaps[node as usize];
        if beyond == 0 {
            return;
        }
        let mut place = layout.skip(at);
        let mut left = words;
        while let Some(here) = edges.get(place as usize) {
            for &(symbol, end) in here {
                if let Some(next) = self.next(beyond, symbol) {
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
