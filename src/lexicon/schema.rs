//! What the files of a lexicon may say.

use crate::diagnostic::Severity;
use crate::report::{Decision, Status};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use toml::Spanned;

/// `english/words.toml`: how words are read before anything is looked up.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    /// Base form to irregular forms.
    #[serde(default)]
    pub(crate) irregular: BTreeMap<String, Vec<String>>,
    /// Words that take no forms.
    #[serde(default)]
    pub(crate) uninflected: Vec<String>,
    /// A contracted word, or the contracted end of one, to what it stands for.
    #[serde(default)]
    pub(crate) contractions: BTreeMap<String, String>,
    /// Abbreviations whose full stop ends no sentence, without it.
    #[serde(default)]
    pub(crate) abbreviations: Vec<String>,
    /// Names of months to their numbers.
    #[serde(default)]
    pub(crate) months: BTreeMap<String, i8>,
    /// Names of parts of the year to their first and last month.
    #[serde(default)]
    pub(crate) seasons: BTreeMap<String, (i8, i8)>,
    /// Small words between the parts of a date.
    #[serde(default)]
    pub(crate) date_links: Vec<String>,
    /// Marks that phrases run over as if they were not there.
    #[serde(default)]
    pub(crate) transparent: Vec<String>,
    /// Marks that no phrase runs over.
    #[serde(default)]
    pub(crate) barriers: Vec<String>,
    /// Words that begin a clause, for the weighing of clauses.
    #[serde(default)]
    pub(crate) clause_links: Vec<String>,
}

/// `guidelines.toml`: what the folder is about.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Guidelines {
    /// Short name, as it stands in reports.
    pub(crate) name: String,
    /// Full title.
    pub(crate) title: String,
    /// Kinds of factors, in the order in which they are listed.
    pub(crate) kinds: Vec<String>,
    /// Factors that count as grounds beside a bare basis, by kind or identifier (§ II.B).
    #[serde(default)]
    pub(crate) grounds: Vec<String>,
    /// The day from which an entry counts as recent (§ II.C): the day before it.
    #[serde(default, deserialize_with = "day_or_none")]
    pub(crate) recent_entry_after: Option<Day>,
    /// When the guidelines were in force.
    #[serde(default)]
    pub(crate) in_force: Vec<IntervalFile>,
}

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Day {
    pub(crate) year: i16,
    /// From 1.
    pub(crate) month: i8,
    /// From 1.
    pub(crate) day: i8,
}

impl Day {
    /// The day that a setting names, or `None` if it names a time of day only.
    fn of(written: &toml::value::Datetime) -> Option<Self> {
        let date = written.date?;
        Some(Self {
            year: i16::try_from(date.year).ok()?,
            month: i8::try_from(date.month).ok()?,
            day: i8::try_from(date.day).ok()?,
        })
    }
}

fn day<'de, D: serde::Deserializer<'de>>(reader: D) -> Result<Day, D::Error> {
    let written = toml::value::Datetime::deserialize(reader)?;
    Day::of(&written).ok_or_else(|| serde::de::Error::custom("a date is wanted here, as 2021-11-29"))
}

fn day_or_none<'de, D: serde::Deserializer<'de>>(reader: D) -> Result<Option<Day>, D::Error> {
    day(reader).map(Some)
}

/// A time in which guidelines were in force, as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct IntervalFile {
    #[serde(deserialize_with = "day")]
    from: Day,
    #[serde(default, deserialize_with = "day_or_none")]
    until: Option<Day>,
    #[serde(default)]
    ended_by: String,
    #[serde(default)]
    end_unverified: bool,
}

/// A time in which guidelines were in force.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Interval {
    /// First day.
    pub(crate) from: Day,
    /// First day on which they no longer were.
    pub(crate) until: Option<Day>,
    /// What ended it.
    pub(crate) ended_by: String,
    /// Whether the end is not confirmed by a source.
    pub(crate) end_unverified: bool,
}

impl From<IntervalFile> for Interval {
    fn from(file: IntervalFile) -> Self {
        let IntervalFile { from, until, ended_by, end_unverified } = file;
        Self { from, until, ended_by, end_unverified }
    }
}

/// A file of entries: a factor, a cue, a decision, the words of a rule.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Concept {
    /// One line: what it is.
    #[serde(default)]
    pub(crate) title: String,
    /// Factors: the kind.
    #[serde(default)]
    pub(crate) kind: Option<Spanned<String>>,
    /// Factors: the section of the guidelines.
    #[serde(default)]
    pub(crate) section: Option<String>,
    /// Factors: how a mention that is true of someone else is read.
    #[serde(default)]
    pub(crate) someone_else: SomeoneElse,
    /// Factors: what a date beside the words must be, if there is one, where weights alone find the factor.
    #[serde(default)]
    pub(crate) dated: Option<Dated>,
    /// Cues: which way they reach.
    #[serde(default)]
    pub(crate) direction: Option<Direction>,
    /// Cues: how far they reach.
    #[serde(default)]
    pub(crate) reach: Option<Reach>,
    /// Decisions: which.
    #[serde(default)]
    pub(crate) decision: Option<Decision>,
    /// The entries.
    #[serde(default)]
    pub(crate) entry: Vec<Spanned<Entry>>,
}

/// How a mention of a factor that is true of someone else is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum SomeoneElse {
    /// As a mention with status `other`.
    #[default]
    Other,
    /// As the factor itself (family members are not "someone else" for effects on the family).
    Same,
    /// As no mention.
    Nothing,
}

/// What a date beside the words must be, against the day from which an entry is recent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Dated {
    /// There is a date, and it is later.
    After,
    /// There is none that is later.
    NotAfter,
}

/// Which way a cue reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Direction {
    /// To what follows.
    Forward,
    /// To what precedes.
    Backward,
    /// To both sides.
    #[default]
    Both,
}

/// How far a cue reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Reach {
    /// To the border of its clause.
    #[default]
    Clause,
    /// Over a few words of its clause, as a preposition does.
    Near,
    /// To the ends of its sentence.
    Sentence,
}

/// A family of phrases that mean one thing, with its examples.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    /// What the family is; unique in its file.
    pub(crate) name: String,
    /// The phrases.
    #[serde(default)]
    pub(crate) phrases: Vec<Spanned<String>>,
    /// Look-alikes: a phrase that overlaps one of these is no match.
    #[serde(default)]
    pub(crate) except: Vec<Spanned<String>>,
    /// Rules: regular expressions over the whole text, for what no phrase can say (`____`).
    #[serde(default)]
    pub(crate) shapes: Vec<Spanned<String>>,
    /// Words without one of which a text holds none of the shapes; such a text is not searched for them.
    #[serde(default)]
    pub(crate) shapes_in: Vec<String>,
    /// Rules: words that a shape may match and that are none of it.
    #[serde(default)]
    pub(crate) shapes_except: Vec<String>,
    /// Labels of form fields and boxes whose value speaks for the factor.
    #[serde(default)]
    pub(crate) labels: Vec<Spanned<String>>,
    /// Labels, column heads and headings under which alone the phrases count.
    #[serde(default)]
    pub(crate) under: Vec<Spanned<String>>,
    /// Whether a date in the clause must lie after the day of recent entry, or must not.
    #[serde(default)]
    pub(crate) dated: Option<Dated>,
    /// The status that these words have by themselves.
    #[serde(default)]
    pub(crate) status: Option<Status>,
    /// Cues that do not change the status (names of cue files).
    #[serde(default)]
    pub(crate) deaf_to: Vec<Spanned<String>>,
    /// Whose they are, where it differs from the file's.
    #[serde(default)]
    pub(crate) someone_else: Option<SomeoneElse>,
    /// Rules: the words are a reproach by themselves and need no further cue.
    #[serde(default)]
    pub(crate) reproach: bool,
    /// Rules: other words that must stand in the same sentence, as names of cue files.
    #[serde(default)]
    pub(crate) only_with: Vec<Spanned<String>>,
    /// Cues: which way these reach, where it differs from the file's.
    #[serde(default)]
    pub(crate) direction: Option<Direction>,
    /// Cues: how far these reach, where it differs from the file's.
    #[serde(default)]
    pub(crate) reach: Option<Reach>,
    /// Decisions: how much these words count beside others (1 where nothing is said).
    #[serde(default)]
    pub(crate) weight: Option<u8>,
    /// Examples: the status (for factors) or the outcome, to sentences that must have it.
    #[serde(default)]
    pub(crate) examples: Examples,
}

/// Sentences that are run as tests.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Examples {
    /// The factor is asserted; a cue or pattern matches; a rule fires.
    #[serde(default)]
    pub(crate) asserted: Vec<String>,
    /// The factor is negated.
    #[serde(default)]
    pub(crate) negated: Vec<String>,
    /// The factor is hypothetical.
    #[serde(default)]
    pub(crate) hypothetical: Vec<String>,
    /// The factor is someone else's.
    #[serde(default)]
    pub(crate) other: Vec<String>,
    /// For rules: mentions to review.
    #[serde(default)]
    pub(crate) review: Vec<String>,
    /// Nothing is found.
    #[serde(default)]
    pub(crate) silent: Vec<String>,
}

/// The front matter of a rule's page.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleFront {
    /// Where the rule stands in lists; ties are broken by name.
    pub(crate) order: u32,
    /// Its group.
    pub(crate) group: String,
    /// How much it weighs.
    pub(crate) severity: Severity,
    /// The section of the guidelines.
    pub(crate) section: String,
    /// One line: when it fires.
    pub(crate) summary: String,
    /// What is wrong, as printed; `{words}` stands for the words found.
    pub(crate) message: String,
    /// What is said under the words.
    #[serde(default)]
    pub(crate) caption: String,
    /// Why, as printed.
    pub(crate) note: String,
    /// What a writer can do, as printed.
    pub(crate) help: String,
    /// For a rule that only points a reviewer at a place: the groups of rules it is the net under.
    #[serde(default)]
    pub(crate) net_for: Vec<String>,
    /// For a rule that learned weights decide: the outcome of a sentence that breaks it.
    #[serde(default)]
    pub(crate) weighed: String,
    /// Whether labels know the rule.
    #[serde(default = "yes")]
    pub(crate) scored: bool,
    /// How the rule is decided.
    pub(crate) mechanism: MechanismFile,
}

const fn yes() -> bool {
    true
}

/// How a rule is decided: the mechanisms of `src/rules/`, with what each needs to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Mechanism {
    /// A characteristic or the exercise of a right is used against the subject; the rule's words are beside its page.
    UsedAsReason {
        /// For the exercise of a right: the cue that says when the case was taken up or is to be acted on.
        timing: Option<String>,
        /// How a mention that nothing explains is taken in a text that decides to enforce.
        unexplained: Unexplained,
    },
    /// A factor is used against the subject.
    HeldAgainst {
        /// The factors, by kind or identifier.
        factors: Vec<String>,
        /// The cue that shows it, as the name of a cue file.
        cue: String,
    },
    /// A basis is said to be enough, or is all that the text rests on.
    Alone {
        /// The basis.
        basis: String,
        /// Bases that come before this one in the reading of the whole text.
        after: Vec<String>,
    },
    /// The rule's own words stand in the text.
    Stated {
        /// A cue that the text must hold, for words that tell nothing without it.
        with: Option<String>,
    },
    /// No factor of these is there.
    Missing {
        /// The factors, by kind or identifier, that must be asserted.
        asserted: Vec<String>,
        /// The factors, by kind or identifier, of which it is enough that they are asserted or negated.
        addressed: Vec<String>,
    },
    /// A rule with logic of its own, in the file of `src/rules/` that is named after it.
    Own {
        /// Where clauses are learned that tell of what the rule asks about; `None` if they are not.
        told: Option<Told>,
    },
}

/// From which labels it is learned that a clause tells of what a rule asks about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Told {
    /// Factors whose asserted mentions tell of it as the rule's own labels do.
    pub(crate) factors: Vec<String>,
    /// Rules: a text that is labelled with one of them, or with the rule itself, has been looked through for it; of
    /// others nothing is known but what their labels tell.
    pub(crate) looked_for_with: Vec<String>,
}

/// How a mention is taken that is neither proper nor said to be a reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Unexplained {
    /// A reviewer should see it: texts identify people by sex or nationality as a matter of course.
    #[default]
    Review,
    /// As a reason: nothing but a reason explains why it stands in a decision to enforce.
    Reason,
}

/// A mechanism as a page names it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, tag = "name")]
pub(crate) enum MechanismFile {
    UsedAsReason {
        timing: Option<String>,
        #[serde(default)]
        unexplained: Unexplained,
    },
    HeldAgainst {
        factors: Vec<String>,
        cue: String,
    },
    Alone {
        basis: String,
        #[serde(default)]
        after: Vec<String>,
    },
    Stated {
        with: Option<String>,
    },
    Missing {
        #[serde(default)]
        asserted: Vec<String>,
        #[serde(default)]
        addressed: Vec<String>,
    },
    Own {
        told: Option<Told>,
    },
}

impl From<MechanismFile> for Mechanism {
    fn from(file: MechanismFile) -> Self {
        match file {
            MechanismFile::UsedAsReason { timing, unexplained } => Self::UsedAsReason { timing, unexplained },
            MechanismFile::HeldAgainst { factors, cue } => Self::HeldAgainst { factors, cue },
            MechanismFile::Alone { basis, after } => Self::Alone { basis, after },
            MechanismFile::Stated { with } => Self::Stated { with },
            MechanismFile::Missing { asserted, addressed } => Self::Missing { asserted, addressed },
            MechanismFile::Own { told } => Self::Own { told },
        }
    }
}
