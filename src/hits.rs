//! Document and lexicon to hits: every phrase of the lexicon that stands in a sentence, found in one pass.
//!
//! A hit says which entry matched which words, and no more; whether it is denied, somebody else's or a reason is for
//! the next stage. Look-alikes (`except`) are taken out here, since they are a matter of words alone.

use crate::document::words::characters as is;
use crate::document::{Document, Sentence, Word, WordKind};
use crate::lexicon::Lexicon;
use crate::lexicon::automaton::{Board, Found, Match, Place, Places};
use crate::source::Span;
use std::borrow::Cow;
use std::ops::Range;

/// A phrase of an entry, found in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    entry: u32,
    sentence: u32,
    words: [u32; 2],
    /// Which of its words, counted from the first, the phrase names; the others lie in its gaps.
    pub(crate) named: Places,
}

impl Hit {
    /// A hit of the entry with this number, in a sentence, over words of the document, of which some are named.
    pub(crate) fn new(entry: usize, sentence: usize, words: Range<usize>, named: Places) -> Self {
        // a text has fewer words than bytes, and these can be counted so
        let small = |number| u32::try_from(number).unwrap_or(u32::MAX);
        Self { entry: small(entry), sentence: small(sentence), words: [small(words.start), small(words.end)], named }
    }

    /// The entry, as an index into the lexicon's entries.
    pub(crate) const fn entry(&self) -> usize {
        self.entry as usize
    }

    /// The sentence.
    pub(crate) const fn sentence(&self) -> usize {
        self.sentence as usize
    }

    /// The words, as indices into the document's words.
    pub(crate) const fn words(&self) -> Range<usize> {
        self.words[0] as usize..self.words[1] as usize
    }

    /// The place of the words in the text.
    pub(crate) fn span(&self, document: &Document) -> Span {
        let words = &document.words[self.words()];
        let first = words.first().map_or(Span::new(0, 0), |word| word.span());
        words.iter().fold(first, |span, word| span.cover(word.span()))
    }

    /// Whether other words lie within a gap of the phrase.
    pub(crate) fn has_in_gap(&self, words: &Range<usize>) -> bool {
        let own = self.words();
        own.start < words.start && words.end < own.end && words.clone().all(|word| !self.named.holds(word - own.start))
    }

    pub(crate) const fn overlaps(&self, words: &Range<usize>) -> bool {
        let own = self.words();
        own.start < words.end && words.start < own.end
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

#[derive(Default)]
struct Scanner {
    board: Board,
    matches: Vec<Match>,
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
        self.matches.clear();
        lexicon.automaton.scan(&mut self.board, &mut self.matches);
        let first = hits.len();
        let mut exceptions = Exceptions::default();
        for found in &self.matches {
            let start = self.board.word_at(found.start as usize);
            let words = start..self.board.word_at((found.end as usize).saturating_sub(1)) + 1;
            match found.found {
                Found::Phrase(entry) => {
                    let named = (found.start..found.end)
                        .filter(|place| found.named.holds((place - found.start) as usize))
                        .fold(Places::default(), |named, place| {
                            let word = u32::try_from(self.board.word_at(place as usize) - start).unwrap_or(u32::MAX);
                            named.with(word, word.saturating_add(1))
                        });
                    hits.push(Hit::new(entry as usize, number, words, named));
                }
                Found::Exception(entry) => exceptions.add(entry as usize, words),
                Found::Member(_) => {}
            }
        }
        exceptions.rule_out(first, hits);
        hits[first..].sort_by_key(|hit| (hit.words, hit.entry, std::cmp::Reverse(hit.named.count())));
        let mut kept = first;
        for at in first..hits.len() {
            let again = at > first && hits[at].entry == hits[kept - 1].entry && hits[at].words == hits[kept - 1].words;
            if !again {
                hits.swap(kept, at);
                kept += 1;
            }
        }
        hits.truncate(kept);
    }

    fn lay_out(&mut self, document: &Document, text: &str, lexicon: &Lexicon, sentence: &Sentence) {
        self.board.clear();
        let words = &document.words[sentence.words.clone()];
        // the head of the sentence, for phrases that begin with `^`
        self.place(lexicon, sentence.words.start, HEAD, false, false, false);
        for (offset, word) in words.iter().enumerate() {
            let index = sentence.words.start + offset;
            let form = normal_form(&text[word.span().start..word.span().end]);
            match word.kind {
                WordKind::Border => {
                    let here = self.place(lexicon, index, BORDER, false, false, false);
                    self.board.add_symbols(here, here + 1, lexicon.automaton.symbols(HEAD));
                }
                WordKind::Mark => {
                    let transparent = lexicon.transparent.contains(form.as_ref());
                    let passable = !lexicon.barriers.contains(form.as_ref());
                    self.place(lexicon, index, &form, transparent, passable, false);
                }
                WordKind::Number => {
                    let here = self.place(lexicon, index, &form, false, true, true);
                    self.number(lexicon, here, &form);
                    if let Some(read) = misread(&form) {
                        self.board.add_symbols(here, here + 1, lexicon.automaton.symbols(&read));
                    }
                }
                WordKind::Word => self.word(lexicon, index, &form),
            }
            if word.joined && offset > 0 && self.board.len() > 2 {
                self.joined(lexicon, text, &words[offset - 1], word);
            }
        }
    }

    /// Adds a place with the symbols of a form, and tells its number.
    fn place(
        &mut self,
        lexicon: &Lexicon,
        word: usize,
        form: &str,
        transparent: bool,
        passable: bool,
        counts: bool,
    ) -> usize {
        let here = self.board.add_place(Place { word, transparent, passable, counts });
        self.board.add_symbols(here, here + 1, lexicon.automaton.symbols(form));
        here
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
        let here = self.place(lexicon, index, form, false, true, true);
        if lexicon.automaton.symbols(form).is_empty()
            && let Some(read) = misread(form)
        {
            self.board.add_symbols(here, here + 1, lexicon.automaton.symbols(&read));
        }
    }

    /// "co-worker" is "co worker" and "coworker"; "convic-" at a line end and "tion" on the next is "conviction".
    fn joined(&mut self, lexicon: &Lexicon, text: &str, before: &Word, word: &Word) {
        let mut whole = normal_form(&text[before.span().start..before.span().end]).into_owned();
        whole.push_str(&normal_form(&text[word.span().start..word.span().end]));
        let here = self.board.len();
        self.board.add_symbols(here - 2, here, lexicon.automaton.symbols(&whole));
    }

    fn number(&mut self, lexicon: &Lexicon, here: usize, form: &str) {
        let automaton = &lexicon.automaton;
        let mut shapes = vec![automaton.shape("")];
        let year = |part: &str| part.len() == 4 && part.parse::<u16>().is_ok_and(|n| (1900..2100).contains(&n));
        if year(form) {
            shapes.push(automaton.shape("year"));
        }
        let parts: Vec<&str> = form.split(['/', '-', '.']).collect();
        if (2..=3).contains(&parts.len())
            && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
            && (parts.len() == 3 || (parts.iter().any(|part| year(part)) && !form.contains('.')))
        {
            shapes.push(automaton.shape("date"));
        }
        if form.contains(',') || form.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
            shapes.push(automaton.shape("amount"));
        }
        self.board.add_symbols(here, here + 1, &shapes);
    }
}

/// Look-alikes in a sentence: what they overlap is no hit of their entry.
#[derive(Debug, Default)]
struct Exceptions(Vec<(usize, Range<usize>)>);

impl Exceptions {
    fn add(&mut self, entry: usize, words: Range<usize>) {
        self.0.push((entry, words));
    }

    /// Takes out the hits, from this one on, that look-alikes overlap.
    fn rule_out(mut self, first: usize, hits: &mut Vec<Hit>) {
        if self.0.is_empty() {
            return;
        }
        self.0.sort_unstable_by_key(|(entry, words)| (*entry, words.start));
        // those of an entry that touch are made one, so that each hit is asked of one: a sentence may be as long as a text
        self.0.dedup_by(|(entry, words), (before, kept)| {
            let goes_on = entry == before && words.start <= kept.end;
            if goes_on {
                kept.end = kept.end.max(words.end);
            }
            goes_on
        });
        let rules_out = |hit: &Hit| {
            let after = self.0.partition_point(|(entry, words)| (*entry, words.start) < (hit.entry(), hit.words().end));
            let last = after.checked_sub(1).map(|at| &self.0[at]);
            last.is_some_and(|(entry, words)| *entry == hit.entry() && hit.overlaps(words))
        };
        hits.extract_if(first.., |hit| rules_out(hit)).for_each(drop);
    }
}

/// The head of a sentence or of a value, in phrases.
const HEAD: &str = "^";
/// The border between a label and its value, or between cells, in phrases.
const BORDER: &str = "|";

/// What a scan may have misread: digits that look like letters, inside a word ("n0t", "pub1ic").
fn misread(form: &str) -> Option<String> {
    let letters = form.chars().filter(|c| c.is_alphabetic()).count();
    let doubtful = form.chars().filter(|c| matches!(c, '0' | '1' | '5')).count();
    (letters > 0 && doubtful > 0 && letters + doubtful == form.chars().count()).then(|| {
        form.chars()
            .map(|c| match c {
                '0' => 'o',
                '1' => 'l',
                '5' => 's',
                _ => c,
            })
            .collect()
    })
}

/// Lower case, plain apostrophes, no invisible characters, no possessive ending, and in a word that mixes scripts the
/// Latin letters that those of other scripts look like.
pub(crate) fn normal_form(raw: &str) -> Cow<'_, str> {
    if raw.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
        return Cow::Borrowed(raw);
    }
    let mut form = String::with_capacity(raw.len());
    let is_mixed = !raw.is_ascii() && raw.bytes().any(|b| b.is_ascii_alphabetic());
    for c in raw.chars() {
        match c {
            _ if c.is_ascii() => form.push(c.to_ascii_lowercase()),
            '\u{2018}' | '\u{2019}' | '\u{02bc}' | '\u{ff07}' => form.push('\''),
            '\u{201c}' | '\u{201d}' | '\u{ab}' | '\u{bb}' | '\u{201e}' => form.push('"'),
            '\u{2013}' | '\u{2014}' | '\u{2015}' | '\u{2212}' => form.push('\u{2014}'),
            _ if is::invisible(c) || is::combining(c) => {}
            '\u{fb01}' => form.push_str("fi"),
            '\u{fb02}' => form.push_str("fl"),
            _ => match is::plain_form(c).or_else(|| is::latin(c).filter(|_| is_mixed)) {
                Some(latin) => form.push(latin),
                None => form.extend(c.to_lowercase()),
            },
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

#[cfg(test)]
mod tests {
    use super::{Exceptions, Hit, Places, normal_form};

    #[test]
    fn look_alikes_rule_out_what_they_overlap_of_their_own_entry() {
        let hit = |entry, words| Hit::new(entry, 0, words, Places::default());
        let mut exceptions = Exceptions::default();
        // one within another, two that touch, and one of another entry
        for (entry, words) in [(1, 10..20), (1, 12..14), (1, 20..22), (2, 40..42)] {
            exceptions.add(entry, words);
        }
        let kept = [hit(1, 0..10), hit(1, 22..23), hit(1, 40..42), hit(2, 12..13), hit(2, 42..45)];
        let ruled_out = [hit(1, 5..11), hit(1, 16..17), hit(1, 21..30), hit(2, 39..41)];
        let before = hit(1, 12..13);
        let mut hits: Vec<Hit> = [before.clone()].into_iter().chain(kept.clone()).chain(ruled_out).collect();
        exceptions.rule_out(1, &mut hits);
        assert_eq!(hits[0], before, "it stands before those that are looked at");
        assert_eq!(hits[1..], kept);
    }

    #[test]
    fn look_alikes_in_a_word_of_two_scripts_are_the_letters_they_look_like() {
        for (written, read) in [
            ("n\u{430}tionality", "nationality"),
            ("N\u{410}TIONALITY", "nationality"),
            ("conv\u{456}cti\u{3bf}n", "conviction"),
            ("\u{ff43}\u{ff4f}\u{ff4e}\u{ff56}\u{ff49}\u{ff43}\u{ff54}\u{ff45}\u{ff44}", "convicted"),
            ("\u{1d42b}\u{1d41a}\u{1d41c}\u{1d41e}", "race"),
            ("wea\u{200d}pon", "weapon"),
            ("we\u{61c}a\u{2066}p\u{fe0f}o\u{2063}n", "weapon"),
            ("ra\u{301}ce", "race"),
        ] {
            assert_eq!(normal_form(written), read, "{written}");
        }
        // Words of another script, and Latin words with letters of their own, stay as they are.
        for (written, read) in [("\u{440}\u{430}\u{441}\u{435}", "\u{440}\u{430}\u{441}\u{435}"), ("Ñandú", "ñandú")]
        {
            assert_eq!(normal_form(written), read, "{written}");
        }
    }
}
