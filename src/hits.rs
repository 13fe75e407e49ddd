//! Document and lexicon to hits: every phrase of the lexicon that stands in a sentence, found in one pass.
//!
//! A hit says which entry matched which words, and no more; whether it is denied, somebody else's or a reason is for
//! the next stage. Look-alikes (`except`) are taken out here, since they are a matter of words alone.

use crate::document::{Document, Sentence, Word, WordKind};
use crate::lexicon::Lexicon;
use crate::lexicon::automaton::{Edges, Found, Layout, Match};
use crate::source::Span;
use std::borrow::Cow;
use std::ops::Range;

/// A phrase of an entry, found in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    /// The entry, as an index into the lexicon's entries.
    pub(crate) entry: usize,
    /// The sentence.
    pub(crate) sentence: usize,
    /// The words, as indices into the document's words.
    pub(crate) words: Range<usize>,
}

impl Hit {
    /// The place of the words in the text.
    pub(crate) fn span(&self, document: &Document) -> Span {
        let words = &document.words[self.words.clone()];
        let first = words.first().map_or(Span::new(0, 0), |word| word.span);
        words.iter().fold(first, |span, word| span.cover(word.span))
    }

    pub(crate) const fn overlaps(&self, words: &Range<usize>) -> bool {
        self.words.start < words.end && words.start < self.words.end
    }
}

/// All hits of a document, by sentence, in order of their first words.
#[derive(Debug, Default)]
pub(crate) struct Hits {
    all: Vec<Hit>,
    /// For each sentence, its hits as a range of `all`.
    ranges: Vec<Range<usize>>,
}

impl Hits {
    /// The hits of one sentence.
    pub(crate) fn of(&self, sentence: usize) -> &[Hit] {
        self.ranges.get(sentence).map_or(&[], |range| &self.all[range.clone()])
    }
}

/// Finds every hit.
pub(crate) fn find(document: &Document, text: &str, lexicon: &Lexicon) -> Hits {
    let mut hits = Hits::default();
    let mut scanner = Scanner::default();
    for (number, sentence) in document.sentences.iter().enumerate() {
        let start = hits.all.len();
        scanner.sentence(document, text, lexicon, number, sentence, &mut hits.all);
        hits.ranges.push(start..hits.all.len());
    }
    hits
}

/// A place in a sentence: a word, or one part of a contraction.
#[derive(Clone, Copy)]
struct Place {
    word: usize,
    transparent: bool,
    passable: bool,
    counts: bool,
}

#[derive(Default)]
struct Scanner {
    places: Vec<Place>,
    edges: Vec<Edges>,
    matches: Vec<Match>,
    stack: Vec<(u32, u32)>,
}

struct Places<'a>(&'a [Place]);

impl Layout for Places<'_> {
    fn skip(&self, mut place: u32) -> u32 {
        while self.0.get(place as usize).is_some_and(|here| here.transparent) {
            place += 1;
        }
        place
    }
    fn passable(&self, place: u32) -> bool {
        self.0.get(place as usize).is_some_and(|here| here.passable)
    }
    fn counts(&self, place: u32) -> bool {
        self.0.get(place as usize).is_some_and(|here| here.counts)
    }
}

impl Scanner {
    fn sentence(
        &mut self,
        document: &Document,
        text: &str,
        lexicon: &Lexicon,
        number: usize,
        sentence: &Sentence,
        hits: &mut Vec<Hit>,
    ) {
        self.lay_out(document, text, lexicon, sentence);
        let first = hits.len();
        let mut exceptions: Vec<(usize, Range<usize>)> = Vec::new();
        for place in (0..self.places.len()).rev() {
            self.matches.clear();
            let layout = Places(&self.places);
            let start = u32::try_from(place).unwrap_or(u32::MAX);
            lexicon.automaton.scan_from(start, &mut self.edges, &mut self.matches, &layout, &mut self.stack);
            for found in &self.matches {
                let last = (found.end as usize).saturating_sub(1).min(self.places.len() - 1);
                let words = self.places[place].word..self.places[last].word + 1;
                match found.found {
                    Found::Phrase(entry) => {
                        let hit = Hit { entry: entry as usize, sentence: number, words };
                        if !hits[first..].contains(&hit) {
                            hits.push(hit);
                        }
                    }
                    Found::Exception(entry) => exceptions.push((entry as usize, words)),
                    Found::Member(_) => {}
                }
            }
        }
        if !exceptions.is_empty() {
            let mut kept = first;
            for at in first..hits.len() {
                let ruled_out = exceptions.iter().any(|(entry, words)| *entry == hits[at].entry && hits[at].overlaps(words));
                if !ruled_out {
                    hits.swap(kept, at);
                    kept += 1;
                }
            }
            hits.truncate(kept);
        }
        hits[first..].sort_by_key(|hit| (hit.words.start, hit.words.end, hit.entry));
    }

    fn lay_out(&mut self, document: &Document, text: &str, lexicon: &Lexicon, sentence: &Sentence) {
        self.places.clear();
        for edges in &mut self.edges {
            edges.clear();
        }
        let words = &document.words[sentence.words.clone()];
        // the head of the sentence, for phrases that begin with `^`
        self.place(lexicon, sentence.words.start, HEAD, false, false, false);
        for (offset, word) in words.iter().enumerate() {
            let index = sentence.words.start + offset;
            let form = normal_form(&text[word.span.start..word.span.end]);
            match word.kind {
                WordKind::Border => {
                    self.place(lexicon, index, "|", false, false, false);
                    let end = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
                    let head = lexicon.automaton.symbols(HEAD);
                    self.edges[end as usize - 1].extend(head.iter().map(|&symbol| (symbol, end)));
                }
                WordKind::Mark => {
                    let transparent = lexicon.transparent.contains(form.as_ref());
                    let passable = !lexicon.barriers.contains(form.as_ref());
                    self.place(lexicon, index, &form, transparent, passable, false);
                }
                WordKind::Number => {
                    self.place(lexicon, index, &form, false, true, true);
                    let here = self.places.len() - 1;
                    self.number(lexicon, here, &form);
                }
                WordKind::Word => self.word(lexicon, index, &form),
            }
            if word.joined && offset > 0 && self.places.len() > 1 {
                self.joined(lexicon, text, &words[offset - 1], word);
            }
        }
    }

    fn place(&mut self, lexicon: &Lexicon, word: usize, form: &str, transparent: bool, passable: bool, counts: bool) {
        let here = self.places.len();
        self.places.push(Place { word, transparent, passable, counts });
        if self.edges.len() <= here {
            self.edges.push(Edges::new());
        }
        let end = u32::try_from(here + 1).unwrap_or(u32::MAX);
        self.edges[here].extend(lexicon.automaton.symbols(form).iter().map(|&symbol| (symbol, end)));
    }

    fn word(&mut self, lexicon: &Lexicon, index: usize, form: &str) {
        if let Some(stands_for) = lexicon.contractions.get(form) {
            for part in stands_for.split(' ') {
                self.place(lexicon, index, part, false, true, true);
            }
            return;
        }
        if let Some(at) = form.find('\'') {
            // "wasn't" is "was" and "n't"; the apostrophe stands inside the ending or at its head
            let inside = form[..at].char_indices().next_back().map_or(at, |(before, _)| before);
            for cut in [inside, at] {
                if let Some(stands_for) = lexicon.contractions.get(&form[cut..])
                    && cut > 0
                {
                    self.place(lexicon, index, &form[..cut], false, true, true);
                    for part in stands_for.split_whitespace() {
                        self.place(lexicon, index, part, false, true, true);
                    }
                    return;
                }
            }
        }
        self.place(lexicon, index, form, false, true, true);
    }

    /// "co-worker" is "co worker" and "coworker"; "convic-" at a line end and "tion" on the next is "conviction".
    fn joined(&mut self, lexicon: &Lexicon, text: &str, before: &Word, word: &Word) {
        let mut whole = normal_form(&text[before.span.start..before.span.end]).into_owned();
        whole.push_str(&normal_form(&text[word.span.start..word.span.end]));
        let here = self.places.len();
        let end = u32::try_from(here).unwrap_or(u32::MAX);
        let symbols = lexicon.automaton.symbols(&whole);
        self.edges[here - 2].extend(symbols.iter().map(|&symbol| (symbol, end)));
    }

    fn number(&mut self, lexicon: &Lexicon, here: usize, form: &str) {
        let end = u32::try_from(here + 1).unwrap_or(u32::MAX);
        let automaton = &lexicon.automaton;
        let edges = &mut self.edges[here];
        edges.push((automaton.shape(""), end));
        let year = |part: &str| part.len() == 4 && part.parse::<u16>().is_ok_and(|n| (1900..2100).contains(&n));
        if year(form) {
            edges.push((automaton.shape("year"), end));
        }
        let parts: Vec<&str> = form.split(['/', '-', '.']).collect();
        if (2..=3).contains(&parts.len())
            && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
            && (parts.len() == 3 || (parts.iter().any(|part| year(part)) && !form.contains('.')))
        {
            edges.push((automaton.shape("date"), end));
        }
        if form.contains(',') || form.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
            edges.push((automaton.shape("amount"), end));
        }
    }
}

/// The head of a sentence or of a value, in phrases.
const HEAD: &str = "^";

/// Lower case, plain apostrophes, no invisible characters, no possessive ending.
fn normal_form(raw: &str) -> Cow<'_, str> {
    if raw.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
        return Cow::Borrowed(raw);
    }
    let mut form = String::with_capacity(raw.len());
    for c in raw.chars() {
        match c {
            '\u{2018}' | '\u{2019}' | '\u{02bc}' | '\u{ff07}' => form.push('\''),
            '\u{201c}' | '\u{201d}' | '\u{ab}' | '\u{bb}' | '\u{201e}' => form.push('"'),
            '\u{2013}' | '\u{2014}' | '\u{2015}' | '\u{2212}' => form.push('\u{2014}'),
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{202a}'..='\u{202e}' => {}
            '\u{0300}'..='\u{036f}' => {}
            '\u{fb01}' => form.push_str("fi"),
            '\u{fb02}' => form.push_str("fl"),
            _ => form.extend(c.to_lowercase()),
        }
    }
    if let Some(owner) = form.strip_suffix("'s") {
        form.truncate(owner.len());
    }
    let end = form.trim_end_matches(['\'', '.']).len();
    if end > 0 {
        form.truncate(end);
    }
    Cow::Owned(form)
}
