//! The policy folder: checked, compiled, ready to match.

use crate::diagnostic::Severity;
use std::path::{Path, PathBuf};

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

/// One rule's page: `rules/<id>.md` of the guidelines' folder.
#[derive(Clone, Debug)]
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
    /// One line: when it fires.
    pub summary: String,
    /// The page after its front matter, Markdown.
    pub body: String,
}

/// Everything the guidelines and the language say, compiled.
#[derive(Debug, Default)]
pub struct Lexicon {
    guidelines: String,
    rules: Vec<RulePage>,
}

impl Lexicon {
    /// The built-in one.
    #[must_use]
    pub fn embedded() -> Self {
        Self::default()
    }

    /// Reads a folder that has the layout of `lexicons/`.
    ///
    /// # Errors
    /// Every mistake in its files.
    pub fn from_folder(_folder: &Path) -> Result<Self, Vec<LexiconError>> {
        Ok(Self::default())
    }

    /// The name of the guidelines (`dhs-2021`).
    #[must_use]
    pub fn guidelines(&self) -> &str {
        &self.guidelines
    }

    /// The rules, in the order in which they are listed to people.
    #[must_use]
    pub fn rules(&self) -> &[RulePage] {
        &self.rules
    }

    /// The kind of a factor (`mitigating` for `health`), or `None` for an unknown identifier.
    #[must_use]
    pub fn kind_of(&self, _factor: &str) -> Option<&str> {
        None
    }
}
