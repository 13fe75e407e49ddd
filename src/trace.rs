//! How a report came about: every phrase that was found, and for each mention the cues around it and where their
//! reach ends.
//!
//! This is for people who work on the lexicon and ask why a word was read as it was. It repeats the stages of
//! [`check`](crate::check) and looks on; nothing here decides anything.

use crate::check::Checker;
use crate::deciding;
use crate::document::{Document, Format, WordKind};
use crate::evidence;
pub use crate::evidence::{Account, Tell};
use crate::hits::{self, Hit as Found};
use crate::lexicon::examples::StandsFor;
use crate::lexicon::schema::{Direction, Reach};
use crate::lexicon::{Lexicon, Role};
use crate::mentions::{self, Reading, cue};
use crate::report::Status;
use crate::rules;
use crate::span::Span;
use std::ops::Range;

/// What was found on the way to a report, in order of the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace<'a> {
    /// Every phrase of the lexicon that stands in the text.
    pub hits: Vec<Hit<'a>>,
    /// Every mention of a factor.
    pub mentions: Vec<Mention<'a>>,
    /// Every place where words of a rule stand.
    pub rule_words: Vec<RuleWords<'a>>,
    /// How clauses and sentences were weighed; empty where nothing was learned.
    pub weighed: Vec<Account>,
}

/// A phrase of the lexicon that stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit<'a> {
    /// The file that holds the phrase, below the lexicon's folder.
    pub file: &'a str,
    /// The entry in that file.
    pub entry: &'a str,
    /// What the entry's words stand for.
    pub stands_for: StandsFor<'a>,
    /// Which of the entry's words these are.
    pub part: Part,
    /// Where they stand.
    pub span: Span,
}

/// Which words of an entry were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Its phrases.
    Phrases,
    /// Its labels.
    Labels,
    /// The labels and headings under which it counts.
    Under,
    /// Its shapes.
    Shapes,
}

/// A mention of a factor, and what was heard around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention<'a> {
    /// The factor's identifier.
    pub factor: &'a str,
    /// The file of the entry that found it.
    pub file: &'a str,
    /// That entry.
    pub entry: &'a str,
    /// How it was read.
    pub status: Status,
    /// Its words.
    pub span: Span,
    /// The words of the cue that decided the status, if one did.
    pub decided_by: Option<Span>,
    /// The cues in the sentence that could change the status, with their reach.
    pub cues: Vec<Cue<'a>>,
}

/// Words of a rule, and how they are taken where they stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleWords<'a> {
    /// The rule's identifier.
    pub rule: &'a str,
    /// The file of the entry that found them.
    pub file: &'a str,
    /// That entry.
    pub entry: &'a str,
    /// How they are taken.
    pub standing: Standing,
    /// The words.
    pub span: Span,
    /// The words of the cue that turns them against the subject, if one does.
    pub decided_by: Option<Span>,
    /// The cues in the sentence that could change the standing, with their reach.
    pub cues: Vec<Cue<'a>>,
}

/// How words of a rule are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// As a proper mention: identification, history, a claim, someone else's, disclaimed.
    Proper,
    /// As a reason against the subject.
    Against,
    /// Neither is shown: a mention to review.
    Open,
}

/// A cue beside a mention or words of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue<'a> {
    /// The cue's name.
    pub name: &'a str,
    /// The entry that found it.
    pub entry: &'a str,
    /// Its words.
    pub span: Span,
    /// What it reaches; `None` where there is nothing to reach.
    pub reach: Option<Span>,
    /// What ends its reach, before and after.
    pub ends: [End<'a>; 2],
    /// Whether the words stand in its reach.
    pub covers: bool,
    /// Whether the words' entry is deaf to it.
    pub unheard: bool,
}

/// What ends the reach of a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End<'a> {
    /// The cue itself: it does not reach that way.
    Cue,
    /// Words that begin a clause.
    Clause {
        /// The entry that found them.
        entry: &'a str,
        /// The words.
        span: Span,
    },
    /// The border of a cell, or between a label and its value.
    Cell,
    /// The beginning or end of the sentence.
    Sentence,
}

/// The cues that can change the status of a mention.
const OF_STATUS: [&str; 8] = [
    cue::NEGATION,
    cue::POSSIBILITY,
    cue::GENERAL_RULE,
    cue::OTHER_PERSON,
    cue::BELONGS_TO_OTHER,
    cue::SUBJECT_REFERENCE,
    cue::NONE_VALUE,
    cue::OPEN_VALUE,
];

/// The cues that can change, beside those, how words of a rule are taken.
const OF_STANDING: [&str; 6] =
    [cue::ADVERSE, cue::DISCLAIMER, cue::FAVOURABLE, cue::CLAIM, cue::IDENTIFICATION, cue::HISTORY];

impl Checker {
    /// Reads a text as [`check`](Self::check) does, and tells what was found on the way.
    #[must_use]
    pub fn trace(&self, text: &str, format: Format) -> Trace<'_> {
        let lexicon = self.lexicon();
        let document = Document::parse(text, format, &lexicon.abbreviations);
        let hits = hits::find(&document, text, lexicon);
        let reading = Reading::new(text, &document, lexicon, &hits);
        let phrases = (0..document.sentences.len()).flat_map(|number| reading.hits.of(number));
        let phrases = phrases.map(|found| hit(lexicon, found.entry(), found.span(&document)));
        let shapes = (0..lexicon.rules().len()).flat_map(|rule| lexicon.shapes_with_entries(rule, text));
        let shapes = shapes.map(|(entry, span)| Hit { part: Part::Shapes, ..hit(lexicon, entry, span) });
        let mut all: Vec<_> = phrases.chain(shapes).collect();
        all.sort_by_key(|hit| (hit.span.start, hit.span.end));
        let mentions = mentions::find(&reading);
        let evidence = evidence::weigh(&reading, mentions.clone(), deciding::stated(&reading));
        Trace {
            hits: all,
            weighed: evidence::accounts(&reading, &mentions, &evidence),
            mentions: mentions.iter().filter_map(|mention| read(lexicon, &reading, mention)).collect(),
            rule_words: (0..document.sentences.len())
                .flat_map(|number| reading.hits.of(number))
                .filter_map(|hit| taken(lexicon, &reading, hit))
                .collect(),
        }
    }
}

fn hit(lexicon: &Lexicon, entry: usize, span: Span) -> Hit<'_> {
    let entry = &lexicon.entries[entry];
    let part = match entry.role {
        Role::Label(_) => Part::Labels,
        Role::Under(_) => Part::Under,
        _ => Part::Phrases,
    };
    Hit { file: &entry.file, entry: &entry.name, stands_for: lexicon.stands_for(entry.role), part, span }
}

fn read<'l>(lexicon: &'l Lexicon, reading: &Reading<'_>, mention: &mentions::Mention) -> Option<Mention<'l>> {
    let number = mention.entry?;
    let entry = &lexicon.entries[number];
    Some(Mention {
        factor: &lexicon.factors[mention.factor].id,
        file: &entry.file,
        entry: &entry.name,
        status: mention.status,
        span: reading.span(&mention.words),
        decided_by: mention.decided_by.as_ref().map(|words| reading.span(words)),
        cues: cues(lexicon, reading, number, mention.sentence, &mention.words),
    })
}

fn taken<'l>(lexicon: &'l Lexicon, reading: &Reading<'_>, hit: &Found) -> Option<RuleWords<'l>> {
    let entry = &lexicon.entries[hit.entry()];
    let Role::Rule(rule) = entry.role else { return None };
    let (standing, cue) = rules::standing(reading, rule, hit)?;
    Some(RuleWords {
        rule: &lexicon.rules()[rule].id,
        file: &entry.file,
        entry: &entry.name,
        standing,
        span: reading.span(&hit.words()),
        decided_by: cue.map(|cue| reading.span(&cue.words())),
        cues: cues(lexicon, reading, hit.entry(), hit.sentence(), &hit.words()),
    })
}

/// The cues in the sentence of some words that an entry found.
fn cues<'l>(
    lexicon: &'l Lexicon,
    reading: &Reading<'_>,
    entry: usize,
    sentence: usize,
    words: &Range<usize>,
) -> Vec<Cue<'l>> {
    let heard = |hit: &Found| {
        let heard = &lexicon.entries[hit.entry()];
        let Role::Cue(number) = heard.role else { return None };
        let name = lexicon.cues[number].as_str();
        let of_rule = matches!(lexicon.entries[entry].role, Role::Rule(_));
        let tells = OF_STATUS.contains(&name) || (of_rule && OF_STANDING.contains(&name));
        if !tells {
            return None;
        }
        let reach = reading.scope(hit);
        Some(Cue {
            name,
            entry: &heard.name,
            span: reading.span(&hit.words()),
            reach: (!reach.is_empty()).then(|| reading.span(&reach)),
            ends: ends(lexicon, reading, hit, &reach),
            covers: reach.start <= words.start && words.start < reach.end && !hit.overlaps(words),
            unheard: lexicon.entries[entry].deaf_to.contains(&number),
        })
    };
    reading.hits.of(sentence).iter().filter_map(heard).collect()
}

/// What ends the reach of a cue on its two sides.
fn ends<'l>(lexicon: &'l Lexicon, reading: &Reading<'_>, hit: &Found, reach: &Range<usize>) -> [End<'l>; 2] {
    let entry = reading.entry(hit);
    let border = |word: usize| {
        let sentence = &reading.sentence(hit.sentence()).words;
        if entry.reach == Reach::Sentence || word == sentence.start || word == sentence.end {
            return End::Sentence;
        }
        let begins = reading.cues(hit.sentence(), cue::CLAUSE_BORDER).find(|begins| begins.words().start == word);
        if let Some(begins) = begins {
            return End::Clause { entry: &lexicon.entries[begins.entry()].name, span: reading.span(&begins.words()) };
        }
        let before = &reading.document.words[word - 1];
        if before.kind == WordKind::Border { End::Cell } else { End::Sentence }
    };
    match entry.direction {
        Direction::Forward => [End::Cue, border(reach.end)],
        Direction::Backward => [border(reach.start), End::Cue],
        Direction::Both => [border(reach.start), border(reach.end)],
    }
}
