//! The pipeline as one short function; the only place that knows all stages.

pub use crate::document::Format;

use crate::lexicon::{Lexicon, LexiconError};
use crate::report::{Decision, Report};
use std::path::Path;

/// A compiled lexicon, ready to check any number of texts from any number of threads.
#[derive(Debug)]
pub struct Checker {
    lexicon: Lexicon,
}

impl Checker {
    /// With the guidelines that are built in.
    #[must_use]
    pub fn embedded() -> Self {
        Self { lexicon: Lexicon::embedded() }
    }

    /// With the lexicon in a folder, which has the layout of `lexicons/`.
    ///
    /// # Errors
    /// Every mistake in the lexicon's files, with its place.
    pub fn from_folder(folder: &Path) -> Result<Self, Vec<LexiconError>> {
        Ok(Self { lexicon: Lexicon::from_folder(folder)? })
    }

    /// The lexicon in use.
    #[must_use]
    pub const fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// Checks one text. Touches no file and keeps nothing.
    #[must_use]
    pub fn check(&self, _text: &str, _format: Format) -> Report {
        Report {
            justification: false,
            decision: Decision::Unknown,
            decision_span: None,
            factors: Vec::new(),
            diagnostics: Vec::new(),
        }
    }
}
