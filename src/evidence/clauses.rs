//! Sentences to clauses: the passages that are weighed.

use crate::document::WordKind;
use crate::evidence::features::beginning;
use crate::hits::normal_form;
use crate::lexicon::weights::Hashed;
use crate::mentions::Reading;
use std::borrow::Cow;
use std::ops::Range;

/// A stretch of a sentence that is weighed by itself.
#[derive(Clone, Debug)]
pub(crate) struct Clause {
    pub(crate) sentence: usize,
    /// Its words, as indices into the document's words.
    pub(crate) words: Range<usize>,
}

/// The forms of a sentence's words, as features have them.
#[derive(Debug)]
pub(crate) struct Forms<'a> {
    /// The index of the first word.
    first: usize,
    forms: Vec<Form<'a>>,
}

/// The form of a word, and what is hashed of it.
#[derive(Debug)]
struct Form<'a> {
    whole: Cow<'a, str>,
    hash: u64,
    /// How much of it tells it from others.
    beginning: usize,
    hash_of_beginning: u64,
}

impl<'a> Form<'a> {
    fn new(whole: Cow<'a, str>) -> Self {
        let begins = beginning(&whole);
        let hash = Hashed::new(&whole).hash;
        let is_whole = begins.len() == whole.len();
        let hash_of_beginning = if is_whole { hash } else { Hashed::new(begins).hash };
        Self { hash, beginning: begins.len(), hash_of_beginning, whole }
    }
}

impl<'a> Forms<'a> {
    pub(crate) fn of(reading: &Reading<'a>, sentence: usize) -> Self {
        let words = reading.sentence(sentence).words.clone();
        let form = |word: &crate::document::Word| {
            let written = &reading.text[word.span().start..word.span().end];
            Form::new(match word.kind {
                WordKind::Border => Cow::Borrowed("|"),
                WordKind::Number => Cow::Borrowed(number(written)),
                WordKind::Mark if reading.lexicon.transparent.contains(written) => Cow::Borrowed(""),
                WordKind::Mark | WordKind::Word => normal_form(written),
            })
        };
        Self { first: words.start, forms: reading.document.words[words].iter().map(form).collect() }
    }

    /// The form of a word; empty for a mark that is read over.
    pub(crate) fn at(&self, word: usize) -> Hashed<'_> {
        self.form(word).map_or(Hashed::NOTHING, |form| Hashed { word: &form.whole, hash: form.hash })
    }

    /// What tells the form of a word from others.
    pub(crate) fn beginning(&self, word: usize) -> Hashed<'_> {
        self.form(word).map_or(Hashed::NOTHING, |form| Hashed {
            word: &form.whole[..form.beginning],
            hash: form.hash_of_beginning,
        })
    }

    fn form(&self, word: usize) -> Option<&Form<'a>> {
        word.checked_sub(self.first).and_then(|at| self.forms.get(at))
    }
}

/// Years, small numbers and other numbers are told apart; which number it is says little.
fn number(written: &str) -> &'static str {
    let digits = written.bytes().all(|byte| byte.is_ascii_digit());
    match written.len() {
        4 if digits && (written.starts_with("19") || written.starts_with("20")) => "#year",
        1 | 2 if digits => "#",
        _ => "#n",
    }
}

/// Cuts a sentence into clauses: at marks, cell borders and linking words, none shorter than three words.
pub(crate) fn split(reading: &Reading<'_>, sentence: usize, forms: &Forms<'_>, clauses: &mut Vec<Clause>) {
    const SHORTEST: usize = 3;
    let words = reading.sentence(sentence).words.clone();
    let (mut start, mut length) = (words.start, 0);
    for at in words.clone() {
        let kind = reading.document.words[at].kind;
        if length >= SHORTEST && words.end - at >= SHORTEST && separates(reading, kind, forms.at(at).word) {
            clauses.push(Clause { sentence, words: start..at });
            (start, length) = (at, 0);
        }
        if matches!(kind, WordKind::Word | WordKind::Number) {
            length += 1;
        }
    }
    if start < words.end {
        clauses.push(Clause { sentence, words: start..words.end });
    }
}

fn separates(reading: &Reading<'_>, kind: WordKind, form: &str) -> bool {
    match kind {
        WordKind::Border => true,
        WordKind::Mark => matches!(form, "," | ";" | ":" | "." | "(" | ")" | "-" | "\u{2014}" | "|" | "?" | "!"),
        WordKind::Word => reading.lexicon.clause_links.contains(form),
        WordKind::Number => false,
    }
}
