//! Hits to mentions: who a phrase speaks of, whether it is denied or only possible, and what evaluates it.
//!
//! The model is ConText's: a cue has a direction and a reach, and its reach ends at the border of its clause. What is
//! a cue and what is a border stands in the lexicon (`english/cues/`); this module knows only what a cue of a given
//! name does.

mod fields;
pub(crate) mod role;
mod status;

pub(crate) use status::{other_official, other_person};

use crate::dates::DateMention;
use crate::document::{BlockKind, Document, Sentence, WordKind};
use crate::hits::{Hit, Hits};
use crate::lexicon::schema::{Dated, Direction, Reach};
use crate::lexicon::{Entry, Lexicon, Role};
use crate::report::Status;
use crate::source::Span;
use std::ops::Range;

/// A document with its hits, ready to be asked what a phrase means where it stands.
#[derive(Debug)]
pub(crate) struct Reading<'a> {
    pub(crate) text: &'a str,
    pub(crate) document: &'a Document,
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) hits: &'a Hits,
    /// Where clauses begin, as word indices, for each sentence, in order.
    clauses: Vec<Vec<usize>>,
}

/// A place where the text cites a factor.
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    /// The factor, as an index into the lexicon's factors.
    pub(crate) factor: usize,
    /// The entry whose phrase found it; `None` where the weighing of its clause did.
    pub(crate) entry: Option<usize>,
    pub(crate) sentence: usize,
    /// The words, as indices into the document's words.
    pub(crate) words: Range<usize>,
    pub(crate) status: Status,
    /// The words of the cue that decided the status, if any did.
    pub(crate) decided_by: Option<Range<usize>>,
}

/// The names of cues that the mechanisms know; each is a file of `english/cues/` or of the guidelines' `cues/`.
pub(crate) mod cue {
    /// Begins a clause: where the reach of other cues ends.
    pub(crate) const CLAUSE_BORDER: &str = "clause-border";
    /// Denies.
    pub(crate) const NEGATION: &str = "negation";
    /// Makes possible, asks, supposes.
    pub(crate) const POSSIBILITY: &str = "possibility";
    /// States a rule for all cases.
    pub(crate) const GENERAL_RULE: &str = "general-rule";
    /// Names another person as the one spoken of, at the head of a clause.
    pub(crate) const OTHER_PERSON: &str = "other-person";
    /// Names another official, at the head of a clause, whose decision it was.
    pub(crate) const OTHER_OFFICIAL: &str = "other-official";
    /// Comes before the one who is then spoken of, inside a clause.
    pub(crate) const COMPLEMENTIZER: &str = "complementizer";
    /// Gives what is said to another person, wherever it stands.
    pub(crate) const BELONGS_TO_OTHER: &str = "belongs-to-other";
    /// Returns to the subject of the case.
    pub(crate) const SUBJECT_REFERENCE: &str = "subject-reference";
    /// As the value of a label: no, none.
    pub(crate) const NONE_VALUE: &str = "none-value";
    /// As the value of a label: not known yet.
    pub(crate) const OPEN_VALUE: &str = "open-value";
    /// Says that something played no part.
    pub(crate) const DISCLAIMER: &str = "disclaimer";
    /// Counts against, casts doubt, infers danger, gives as reason.
    pub(crate) const ADVERSE: &str = "adverse";
    /// Counts in favour.
    pub(crate) const FAVOURABLE: &str = "favourable";
    /// Tells of a fear or claim of persecution.
    pub(crate) const CLAIM: &str = "claim";
    /// Identifies a person, by label or phrase.
    pub(crate) const IDENTIFICATION: &str = "identification";
    /// Tells what happened, without judging.
    pub(crate) const HISTORY: &str = "history";
    /// Makes one thing the only, sufficient or dispositive reason.
    pub(crate) const SUFFICIENT: &str = "sufficient";
    /// Speaks of the subject's entry into the country.
    pub(crate) const ENTRY: &str = "entry";
    /// Says of a conviction what for, where, or with what sentence.
    pub(crate) const CONVICTION_DETAIL: &str = "conviction-detail";
    /// As a label: the date of the text itself.
    pub(crate) const TEXT_DATE: &str = "text-date";
    /// Says that no mitigating factor was found.
    pub(crate) const NONE_FOUND: &str = "none-found";
    /// Takes up the sentence before.
    pub(crate) const ANAPHORA: &str = "anaphora";
}

impl<'a> Reading<'a> {
    pub(crate) fn new(text: &'a str, document: &'a Document, lexicon: &'a Lexicon, hits: &'a Hits) -> Self {
        let mut reading = Self { text, document, lexicon, hits, clauses: Vec::with_capacity(document.sentences.len()) };
        for (number, sentence) in document.sentences.iter().enumerate() {
            let mut starts = vec![sentence.words.start];
            starts.extend(reading.cues(number, cue::CLAUSE_BORDER).map(|hit| hit.words().start));
            starts.extend(
                sentence
                    .words
                    .clone()
                    .filter(|&word| document.words[word].kind == crate::document::WordKind::Border)
                    .map(|border| border + 1),
            );
            starts.sort_unstable();
            starts.dedup();
            reading.clauses.push(starts);
        }
        reading
    }

    pub(crate) fn entry(&self, hit: &Hit) -> &'a Entry {
        &self.lexicon.entries[hit.entry()]
    }

    pub(crate) fn sentence(&self, number: usize) -> &'a Sentence {
        &self.document.sentences[number]
    }

    /// The hits of a sentence that are cues of this name.
    pub(crate) fn cues(&self, sentence: usize, name: &str) -> impl Iterator<Item = &'a Hit> + use<'a> {
        let number = self.lexicon.cue(name);
        let lexicon = self.lexicon;
        self.hits
            .of(sentence)
            .iter()
            .filter(move |hit| number.is_some_and(|number| lexicon.entries[hit.entry()].role == Role::Cue(number)))
    }

    /// The clause that holds a word.
    pub(crate) fn clause(&self, sentence: usize, word: usize) -> Range<usize> {
        let starts = &self.clauses[sentence];
        let after = starts.partition_point(|&start| start <= word);
        let end = starts.get(after).copied().unwrap_or(self.sentence(sentence).words.end);
        starts[after.saturating_sub(1)]..end
    }

    /// The words that a cue reaches.
    pub(crate) fn scope(&self, hit: &Hit) -> Range<usize> {
        let entry = self.entry(hit);
        let whole = match entry.reach {
            Reach::Sentence => self.side(hit),
            Reach::Clause | Reach::Near => {
                let first = self.clause(hit.sentence(), hit.words().start);
                let last = self.clause(hit.sentence(), hit.words().end - 1);
                first.start..last.end
            }
        };
        const NEAR: usize = 6;
        let whole = match entry.reach {
            Reach::Near => {
                whole.start.max(hit.words().start.saturating_sub(NEAR))..whole.end.min(hit.words().end + NEAR)
            }
            _ => whole,
        };
        match entry.direction {
            Direction::Forward => hit.words().end..whole.end,
            Direction::Backward => whole.start..hit.words().start,
            Direction::Both => whole,
        }
    }

    /// The label or the value that holds a hit, in a sentence that has a label; else the sentence.
    fn side(&self, hit: &Hit) -> Range<usize> {
        let sentence = self.sentence(hit.sentence());
        let label_end = sentence.words.start + sentence.label;
        if sentence.label == 0 {
            sentence.words.clone()
        } else if hit.words().start < label_end {
            sentence.words.start..label_end
        } else {
            label_end..sentence.words.end
        }
    }

    /// The first cue of this name whose reach covers the words, and which is not part of them.
    pub(crate) fn in_reach_of(&self, name: &str, sentence: usize, words: &Range<usize>) -> Option<&'a Hit> {
        self.cues(sentence, name).find(|hit| {
            let scope = self.scope(hit);
            !hit.overlaps(words) && scope.start <= words.start && words.start < scope.end
        })
    }

    /// The first cue of this name that bears on a hit: it reaches the hit from outside, or stands in one of its gaps.
    pub(crate) fn bears_on(&self, name: &str, hit: &Hit) -> Option<&'a Hit> {
        self.in_reach_of(name, hit.sentence(), &hit.words())
            .or_else(|| self.cues(hit.sentence(), name).find(|cue| hit.has_in_gap(&cue.words())))
    }

    /// The sentences that are read, in order: all but the silent ones.
    pub(crate) fn sentences_read(&self) -> impl Iterator<Item = usize> {
        (0..self.document.sentences.len()).filter(|&number| !self.is_silent(number))
    }

    /// Whether a sentence is context or blank form and says nothing by itself.
    pub(crate) fn is_silent(&self, sentence: usize) -> bool {
        match self.document.blocks[self.sentence(sentence).block].kind {
            BlockKind::Heading { .. } => !self.is_whole(sentence),
            BlockKind::Item { ticked: Some(false) } => true,
            _ => false,
        }
    }

    /// Whether a heading is a sentence of its own ("**I decline to issue a warrant.** Nothing calls for one.").
    fn is_whole(&self, sentence: usize) -> bool {
        const WORDS: usize = 4;
        let words = &self.document.words[self.sentence(sentence).words.clone()];
        words.last().is_some_and(|last| &self.text[last.span().start..last.span().end] == ".")
            && words.iter().filter(|word| word.kind == WordKind::Word).count() >= WORDS
    }

    /// The place of a run of words in the text. Words of a repeated label may lie before the others.
    pub(crate) fn span(&self, words: &Range<usize>) -> Span {
        let words = &self.document.words[words.clone()];
        let first = words.first().map_or(Span::new(0, 0), |word| word.span());
        words.iter().fold(first, |span, word| span.cover(word.span()))
    }

    /// The sentence that holds a place of the text, or the next one; the last one for a place after all.
    pub(crate) fn sentence_at(&self, offset: usize) -> usize {
        let sentences = &self.document.sentences;
        let after = sentences.partition_point(|sentence| self.span(&sentence.words).end <= offset);
        after.min(sentences.len().saturating_sub(1))
    }

    /// The sentences that stand above a word as context: its column's head, then its headings, nearest first.
    pub(crate) fn context(&self, sentence: usize, word: usize) -> impl Iterator<Item = usize> + use<'a> {
        let here = self.sentence(sentence);
        let column = here.columns.iter().rev().find(|(start, _)| *start <= word).map(|(_, head)| *head);
        let block = &self.document.blocks[here.block];
        let document = self.document;
        column
            .into_iter()
            .chain(block.headings.iter().copied())
            .flat_map(move |heading| document.blocks[heading].sentences.clone())
    }

    /// The first hit of a role in what stands above a word or in its label.
    pub(crate) fn above(&self, sentence: usize, word: usize, wanted: impl Fn(&Hit) -> bool + Copy) -> Option<&'a Hit> {
        let here = self.sentence(sentence);
        let label_end = here.words.start + here.label;
        self.hits.of(sentence).iter().find(|hit| hit.words().end <= label_end && wanted(hit)).or_else(|| {
            self.context(sentence, word).find_map(|above| self.hits.of(above).iter().find(|hit| wanted(hit)))
        })
    }

    /// Whether a hit is a cue of this name.
    pub(crate) fn is_cue(&self, hit: &Hit, name: &str) -> bool {
        self.lexicon.cue(name).is_some_and(|number| self.entry(hit).role == Role::Cue(number))
    }

    /// Whether a cue of this name stands anywhere but in an empty box.
    pub(crate) fn said_somewhere(&self, name: &str) -> bool {
        (0..self.document.sentences.len())
            .any(|number| !self.is_silent(number) && self.cues(number, name).next().is_some())
    }
}

/// Every mention of a factor, in order of the text.
pub(crate) fn find(reading: &Reading<'_>) -> Vec<Mention> {
    let mut mentions: Vec<Mention> = Vec::new();
    for number in 0..reading.document.sentences.len() {
        let first = mentions.len();
        if !reading.is_silent(number) {
            for hit in reading.hits.of(number) {
                if let Role::Factor(factor) = reading.entry(hit).role
                    && counts_here(reading, hit)
                    && let Some((status, decided_by)) = status::of(reading, hit)
                {
                    mentions.push(Mention {
                        factor,
                        entry: Some(hit.entry()),
                        sentence: number,
                        words: hit.words().clone(),
                        status,
                        decided_by: decided_by.map(|cue| cue.words().clone()),
                    });
                }
            }
        }
        fields::find(reading, number, &mut mentions, first);
        merge(reading, &mut mentions, first);
    }
    mentions
}

/// Whether an entry's conditions on its surroundings hold.
pub(crate) fn counts_here(reading: &Reading<'_>, hit: &Hit) -> bool {
    let entry = reading.entry(hit);
    let sentence = reading.sentence(hit.sentence());
    let in_label = hit.words().end <= sentence.words.start + sentence.label;
    let row = matches!(reading.document.blocks[sentence.block].kind, BlockKind::Row);
    if in_label && !row {
        return false;
    }
    if let Some(under) = entry.under
        && reading.above(hit.sentence(), hit.words().start, |above| above.entry() == under).is_none()
    {
        return false;
    }
    if let Some(dated) = entry.dated
        && is_recent(reading, hit) != (dated == Dated::After)
    {
        return false;
    }
    entry.only_with.iter().all(|&cue| {
        reading
            .hits
            .of(hit.sentence())
            .iter()
            .any(|other| reading.entry(other).role == Role::Cue(cue) && !other.overlaps(&hit.words()))
    })
}

/// Whether a date in the clause lies after the day from which an entry is recent.
fn is_recent(reading: &Reading<'_>, hit: &Hit) -> bool {
    let first = reading.clause(hit.sentence(), hit.words().start);
    let last = reading.clause(hit.sentence(), hit.words().end - 1);
    let Some(limit) = reading.lexicon.recent_entry_after().and_then(crate::dates::civil) else { return false };
    dates(reading, first.start..last.end).iter().any(|date| date.earliest > limit)
}

/// Whether a factor cannot be meant by words that hold a date, since it is one that the factor's dates may not be.
pub(crate) fn is_out_of_time(reading: &Reading<'_>, factor: usize, words: Range<usize>) -> bool {
    let Some(dated) = reading.lexicon.factors[factor].dated else { return false };
    let Some(limit) = reading.lexicon.recent_entry_after().and_then(crate::dates::civil) else { return false };
    let dates = dates(reading, words);
    let may_be = |date: &DateMention| match dated {
        Dated::After => date.latest > limit,
        Dated::NotAfter => date.earliest <= limit,
    };
    !dates.is_empty() && !dates.iter().any(may_be)
}

fn dates(reading: &Reading<'_>, words: Range<usize>) -> Vec<DateMention> {
    crate::dates::find(reading.document, reading.text, reading.lexicon, words)
}

/// One mention for each factor and status in a clause: the entries of a factor overlap by design.
fn merge(reading: &Reading<'_>, mentions: &mut Vec<Mention>, first: usize) {
    let mut kept: Vec<Mention> = Vec::new();
    let mut found: Vec<Mention> = mentions.drain(first..).collect();
    // longer first, so that "no prior arrests" wins over what stands inside it
    found.sort_by_key(|mention| (std::cmp::Reverse(mention.words.len()), mention.words.start));
    for mention in found {
        let clause = reading.clause(mention.sentence, mention.words.start);
        let overlaps = |other: &Mention| mention.words.start < other.words.end && other.words.start < mention.words.end;
        let twin = kept
            .iter()
            .position(|other| other.factor == mention.factor && overlaps(other))
            .or_else(|| {
                kept.iter().position(|other| {
                    other.factor == mention.factor
                        && other.status == mention.status
                        && clause.contains(&other.words.start)
                })
            })
            .map(|at| &mut kept[at]);
        match twin {
            Some(other) if other.status == mention.status => {
                let close = mention.words.start < other.words.end + 4 && other.words.start < mention.words.end + 4;
                if close {
                    other.words = other.words.start.min(mention.words.start)..other.words.end.max(mention.words.end);
                } else if reading.span(&mention.words).start.abs_diff(reading.span(&other.words).end) > 60 {
                    kept.push(mention);
                }
            }
            Some(_) => {}
            None => kept.push(mention),
        }
    }
    kept.sort_by_key(|mention| (mention.words.start, mention.words.end, mention.factor));
    mentions.extend(kept);
}
