//! The policy folder: checked, compiled, ready to match.
//!
//! `lexicons/english/` says how English denies, doubts and gives reasons; the other folder says what one set of
//! guidelines asks. Nothing here knows a word of either: this module reads the files (`load`), turns their phrases
//! into one automaton (`automaton`), and keeps the data of entries, factors and rules beside it.

pub(crate) mod automaton;
mod digest;
pub mod examples;
mod hashed;
mod inflection;
pub(crate) mod load;
pub(crate) mod network;
mod phrase;
mod rows;
pub(crate) mod schema;
mod shape;
pub(crate) mod weights;
pub(crate) mod windows;

use crate::diagnostic::Severity;
use crate::report::{Decision, Status};
use crate::span::Span;
use automaton::Automaton;
use examples::Stored;
use network::Network;
use rows::{Laying, Taking};
use schema::{Dated, Day, Direction, Interval, Mechanism, Reach, SomeoneElse};
use serde::{Deserialize, Serialize};
use shape::Shape;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use weights::Weights;
use windows::Windows;

/// A mistake in a file of the lexicon.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}:{line}:{column}: {message}", file.display())]
pub struct LexiconError {
    /// The file, relative to the lexicon's folder.
    pub file: PathBuf,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl LexiconError {
    fn whole(file: &Path, message: &str) -> Self {
        Self {
            file: file.to_owned(),
            line: 1,
            column: 1,
            message: message.to_owned(),
            help: "the layout of a lexicon is explained in lexicons/README.md".to_owned(),
        }
    }
}

/// One rule's page: `rules/<id>.md` of the guidelines' folder.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RulePage {
    /// The rule's identifier; the file's name.
    pub id: String,
    /// The group it belongs to (`reliance`, `protected`, …).
    pub group: String,
    /// How much it weighs.
    pub severity: Severity,
    /// The section of the guidelines.
    pub section: String,
    /// Whether the labelled memos carry it, so that it counts in a score (RULEBOOK § 3.6).
    pub scored: bool,
    /// For a rule that only points a reviewer at a place: the groups of rules it is the net under; else empty.
    pub net_for: Vec<String>,
    /// For a rule that learned weights decide: the outcome of a sentence that breaks it; else empty. Rules that share
    /// one are told apart by what the sentence is about.
    pub weighed: String,
    /// One line: when it fires.
    pub summary: String,
    /// What is wrong, as printed; `{words}` stands for the words found.
    pub message: String,
    /// What is said under the words.
    pub caption: String,
    /// Why, as printed.
    pub note: String,
    /// What a writer can do, as printed.
    pub help: String,
    /// The page after its front matter, Markdown.
    pub body: String,
}

impl RulePage {
    /// The example sentences under a heading of the page: the items of its list.
    #[must_use]
    pub fn sentences(&self, heading: &str) -> Vec<String> {
        let part = self.body.split_once(&format!("# {heading}\n")).map_or("", |(_, after)| after);
        let part = part.split("\n#").next().unwrap_or_default();
        let (mut sentences, mut fenced): (Vec<String>, bool) = (Vec::new(), false);
        for line in part.lines() {
            fenced ^= line.starts_with("```");
            if let Some(item) = line.strip_prefix("- ").filter(|_| !fenced) {
                sentences.push(item.trim().to_owned());
            } else if let (Some(last), true) = (sentences.last_mut(), line.starts_with("  ") && !fenced) {
                last.push(' ');
                last.push_str(line.trim());
            }
        }
        sentences
    }
}

/// A factor of the ledger (RULEBOOK § 2).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Factor {
    /// Its identifier (`lengthy-presence`); the file's name.
    pub id: String,
    /// Its kind (`mitigating`).
    pub kind: String,
    /// The section of the guidelines.
    pub section: String,
    /// One line: when it is cited.
    pub title: String,
    /// What a date beside its words must be, if there is one.
    pub(crate) dated: Option<Dated>,
}

/// What the words of an entry stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum Role {
    /// A factor, as an index into [`Lexicon::factors`].
    Factor(usize),
    /// A cue, as an index into [`Lexicon::cues`].
    Cue(usize),
    /// A decision.
    Decision(Decision),
    /// The subject of the case is named.
    Subject,
    /// The words of a rule, as an index into [`Lexicon::rules`].
    Rule(usize),
    /// The label of a field that speaks for the entry with this number.
    Label(usize),
    /// A label or heading under which the entry with this number counts.
    Under(usize),
}

/// A compiled entry; its phrases are in the automaton.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// The file it stands in, below the lexicon's folder.
    pub(crate) file: String,
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) status: Option<Status>,
    pub(crate) dated: Option<Dated>,
    pub(crate) deaf_to: Vec<usize>,
    pub(crate) only_with: Vec<usize>,
    pub(crate) someone_else: SomeoneElse,
    pub(crate) reproach: bool,
    pub(crate) direction: Direction,
    pub(crate) reach: Reach,
    pub(crate) weight: u8,
    /// The number of the entry that stands for the labels under which alone this one counts.
    pub(crate) under: Option<usize>,
}

/// Everything the guidelines and the language say, compiled. Immutable; shared between threads freely.
#[derive(Debug, Serialize, Deserialize)]
pub struct Lexicon {
    guidelines: String,
    title: String,
    kinds: Vec<String>,
    pub(crate) grounds: Vec<String>,
    recent_entry_after: Option<Day>,
    pub(crate) months: BTreeMap<String, i8>,
    pub(crate) seasons: BTreeMap<String, (i8, i8)>,
    pub(crate) date_links: BTreeSet<String>,
    pub(crate) in_force: Vec<Interval>,
    rules: Vec<RulePage>,
    /// How each of `rules` is decided.
    pub(crate) mechanisms: Vec<Mechanism>,
    pub(crate) factors: Vec<Factor>,
    pub(crate) cues: Vec<String>,
    pub(crate) entries: Vec<Entry>,
    shapes: Vec<Shape>,
    pub(crate) automaton: Automaton,
    pub(crate) contractions: BTreeMap<String, String>,
    pub(crate) abbreviations: BTreeSet<String>,
    pub(crate) transparent: BTreeSet<String>,
    pub(crate) barriers: BTreeSet<String>,
    pub(crate) clause_links: BTreeSet<String>,
    /// What all of it is as one number, once somebody has asked.
    #[serde(skip)]
    digest: OnceLock<String>,
    /// The examples of `entries`.
    #[serde(skip)]
    examples: Stored,
    /// Which lists hold a word; kept only where the lexicon was read from its files.
    #[serde(skip)]
    lists_by_word: BTreeMap<String, Vec<String>>,
    /// What a clause speaks for.
    pub(crate) clause_weights: Weights,
    /// What status a factor has in a clause.
    pub(crate) status_weights: Weights,
    /// What a sentence does with what it is about.
    pub(crate) sentence_weights: Weights,
    /// What a whole text decides.
    pub(crate) decision_weights: Weights,
    /// What a clause speaks for, read beside what the others do.
    pub(crate) clause_network: Network,
    /// What a sentence does, read beside what the others do.
    pub(crate) sentence_network: Network,
    /// What clauses, sentences and statuses are taken for by the order of words.
    pub(crate) windows: Windows,
}

impl Lexicon {
    /// Reads a folder that has the layout of `lexicons/`.
    ///
    /// # Errors
    /// Every mistake in its files.
    pub fn from_folder(folder: &Path) -> Result<Self, Vec<LexiconError>> {
        load::compile(&load::read_folder(folder)?)
    }

    /// Reads a folder whose files take the place of `built_in` ones of the same path, or come beside them.
    ///
    /// # Errors
    /// Every mistake in what both make together, and files that would not be read.
    pub(crate) fn laid_over(built_in: load::Files, folder: &Path) -> Result<Self, Vec<LexiconError>> {
        let own = load::read_folder(folder)?;
        let lost = load::lost(&built_in, &own);
        if !lost.is_empty() {
            return Err(lost);
        }
        let mut files = built_in;
        files.extend(own);
        load::compile(&files)
    }

    /// Whether a folder holds guidelines of its own.
    pub(crate) fn is_whole(folder: &Path) -> bool {
        let below = std::fs::read_dir(folder).into_iter().flatten().flatten();
        below.into_iter().any(|entry| entry.path().join("guidelines.toml").exists())
    }

    /// The name of the guidelines (`dhs-2021`).
    #[must_use]
    pub fn guidelines(&self) -> &str {
        &self.guidelines
    }

    /// Their full title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The rules, in the order in which they are listed to people.
    #[must_use]
    pub fn rules(&self) -> &[RulePage] {
        &self.rules
    }

    /// The rule with this identifier.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&RulePage> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// The factors, by kind in the order of the guidelines, then by name.
    #[must_use]
    pub fn factors(&self) -> &[Factor] {
        &self.factors
    }

    /// The kinds of factors, in the order of the guidelines.
    #[must_use]
    pub fn kinds(&self) -> &[String] {
        &self.kinds
    }

    /// The kind of a factor (`mitigating` for `health`), or `None` for an unknown identifier.
    #[must_use]
    pub fn kind_of(&self, factor: &str) -> Option<&str> {
        self.factors.iter().find(|known| known.id == factor).map(|known| known.kind.as_str())
    }

    /// The tables of a compiled lexicon, and what they are called beside the rest of it.
    pub(crate) fn tables(&self) -> [(&'static str, Cow<'_, [u8]>); 7] {
        let mut networks = Laying::default();
        self.clause_network.lay(&mut networks);
        self.sentence_network.lay(&mut networks);
        self.windows.lay(&mut networks);
        [
            ("automaton.table", self.automaton.table().into()),
            ("clause.table", self.clause_weights.table().into()),
            ("status.table", self.status_weights.table().into()),
            ("sentence.table", self.sentence_weights.table().into()),
            ("decision.table", self.decision_weights.table().into()),
            ("networks.table", networks.into_bytes().into()),
            ("examples.table", self.examples.table().into()),
        ]
    }

    /// Takes the tables that [`Lexicon::tables`] gave, for a lexicon that was read without them.
    pub(crate) fn with_tables(
        &mut self,
        [automaton, clause, status, sentence, decision, networks, examples]: [&'static [u8]; 7],
        digest: &str,
    ) {
        self.digest = OnceLock::from(digest.to_owned());
        self.automaton.with_table(automaton);
        self.clause_weights.with_table(clause);
        self.status_weights.with_table(status);
        self.sentence_weights.with_table(sentence);
        self.decision_weights.with_table(decision);
        let mut networks = Taking::new(networks);
        self.clause_network.take_up(&mut networks);
        self.sentence_network.take_up(&mut networks);
        self.windows.take_up(&mut networks);
        self.examples = Stored::packed(examples);
    }

    /// Leaves phrases and cues to decide alone.
    pub(crate) fn forget_weights(&mut self) {
        (self.clause_weights, self.status_weights) = (Weights::default(), Weights::default());
        (self.sentence_weights, self.decision_weights) = (Weights::default(), Weights::default());
        (self.clause_network, self.sentence_network) = (Network::default(), Network::default());
        self.windows = Windows::default();
        self.digest = OnceLock::new();
    }

    /// Which lists hold a word, for those who learn weights; empty for the built-in lexicon.
    pub(crate) fn lists_by_word(&self) -> BTreeMap<String, Vec<String>> {
        self.lists_by_word.clone()
    }

    /// The places where a rule's shapes stand in a text, in order.
    pub(crate) fn shapes_of(&self, rule: usize, text: &str) -> Vec<Span> {
        let mut found: Vec<Span> = self.shapes_with_entries(rule, text).into_iter().map(|(_, span)| span).collect();
        found.sort_unstable();
        found.dedup_by(|next, last| next.overlaps(*last));
        found
    }

    /// The same, each place with the number of the entry, also where they overlap.
    pub(crate) fn shapes_with_entries(&self, rule: usize, text: &str) -> Vec<(usize, Span)> {
        let mut found = Vec::new();
        for shape in self.shapes.iter().filter(|shape| shape.rule == rule) {
            found.extend(shape.places_in(text).map(|span| (shape.entry, span)));
        }
        found
    }

    /// The day after which an unlawful entry is recent (§ II.C).
    pub(crate) const fn recent_entry_after(&self) -> Option<Day> {
        self.recent_entry_after
    }

    /// The number of the cues with this name; `None` if the lexicon has none.
    pub(crate) fn cue(&self, name: &str) -> Option<usize> {
        self.cues.iter().position(|cue| cue == name)
    }
}
