//! From phrases to the automaton: a trie whose edges are symbols and gaps, then flat tables.

use super::node::{Beginning, Found, Laid, pair};
use super::surface::Forms;
use super::{Automaton, FIRST_PRIVATE, Marks, SHAPES, Symbol, is_private, mark, number_of};
use crate::lexicon::hashed::filter;
use crate::lexicon::inflection::{Inflection, Irregular, forms};
use crate::lexicon::phrase::{Atom, Item, parse};
use std::collections::{BTreeMap, HashMap};

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
        // what leads on from the root is laid by itself
        let (mut nodes, mut edges, mut found) = (vec![Laid::default()], Vec::new(), Vec::new());
        for node in &self.nodes[ROOT + 1..] {
            let (gap, beyond) = node.gap.map_or((0, Vec::new()), |(gap, beyond)| (gap, self.edges(beyond as usize)));
            let own = node.edges();
            nodes.push(Laid {
                marks: marks(&own),
                marks_beyond: marks(&beyond),
                first_edge: number_of(edges.len()),
                count: few(own.len()),
                count_beyond: few(beyond.len()),
                first_found: number_of(found.len()),
                count_found: few(node.found.len()),
                gap,
                has_twins: own.last().is_some_and(|edge| is_private(edge[0])),
            });
            edges.extend(own);
            edges.extend(beyond);
            found.extend(node.found.iter().map(|found| found.laid()));
        }
        let Beginnings { beginnings, seconds, ends } = self.beginnings(&nodes);
        let firsts = (0..).zip(beginnings.windows(2));
        let pairs = firsts.flat_map(|(symbol, rows)| {
            let [first, after] = [&rows[0], &rows[1]].map(|row| Beginning::of(row).first_second as usize);
            seconds[first..after].iter().map(move |second| pair(symbol, second[0]))
        });
        let pairs = filter(pairs, seconds.len());
        Automaton {
            forms: Forms::build(&self.symbols_of),
            nodes: nodes.into_iter().map(Laid::row).collect(),
            edges: edges.into(),
            found: found.into(),
            beginnings: beginnings.into(),
            pairs: pairs.into(),
            seconds: seconds.into(),
            ends: ends.into(),
            shapes: self.shapes,
        }
    }

    /// How phrases begin.
    fn beginnings(&self, nodes: &[Laid]) -> Beginnings {
        let root = self.edges(ROOT);
        let (mut beginnings, mut seconds, mut ends) = (Vec::new(), Vec::new(), Vec::new());
        for symbol in 0..=self.count + 1 {
            let mut beginning = Beginning {
                first_second: number_of(seconds.len()),
                first_end: number_of(ends.len()),
                ..Beginning::default()
            };
            let first = root.partition_point(|edge| edge[0] < symbol);
            for [_, node] in root[first..].iter().take_while(|edge| edge[0] == symbol) {
                let laid = nodes[*node as usize];
                beginning.marks |= laid.marks;
                beginning.marks_beyond |= laid.marks_beyond;
                beginning.gap = beginning.gap.max(laid.gap);
                let own = self.edges(*node as usize).into_iter().filter(|edge| !is_private(edge[0]));
                seconds.extend(own.map(|[symbol, next]| [symbol, next, 0]));
                if let Some((gap, beyond)) = self.nodes[*node as usize].gap {
                    let behind = self.edges(beyond as usize).into_iter();
                    seconds.extend(behind.map(|[symbol, next]| [symbol, next, u32::from(gap)]));
                }
                if laid.count_found > 0 || laid.has_twins {
                    ends.push(laid.row());
                }
            }
            seconds[beginning.first_second as usize..].sort_unstable();
            beginnings.push(beginning.row());
        }
        Beginnings { beginnings, seconds, ends }
    }

    fn edges(&self, node: usize) -> Vec<[u32; 2]> {
        self.nodes[node].edges()
    }
}

impl Node {
    fn edges(&self) -> Vec<[u32; 2]> {
        let next = self.next.iter();
        let mut edges: Vec<[u32; 2]> =
            next.flat_map(|(symbols, &next)| symbols.iter().map(move |&symbol| [symbol, next])).collect();
        edges.sort_unstable();
        edges
    }
}

/// How phrases begin, as rows of tables.
struct Beginnings {
    /// For each symbol, what begins with it.
    beginnings: Vec<[u32; 8]>,
    /// The second steps.
    seconds: Vec<[u32; 3]>,
    /// The nodes right behind the root where phrases end.
    ends: Vec<[u32; 8]>,
}

fn marks(edges: &[[u32; 2]]) -> Marks {
    edges.iter().fold(0, |marks, edge| marks | mark(edge[0]))
}

/// How many edges or finds a node has: never so many that they could not be counted.
fn few(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}
