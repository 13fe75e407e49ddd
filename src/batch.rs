//! Many texts: read, decoded and checked on all cores, handed back in the order in which they were asked for.
//!
//! Only one chunk of texts is in memory at a time. A text that cannot be read, or on which a stage fails, is reported
//! and does not stop the others.

use crate::inputs::Input;
use crate::output::trouble::{Place, Trouble};
use crate::review::Answered;
use rayon::prelude::*;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use totality::check::Checker;
use totality::fingerprint::sha256;
use totality::report::Report;
use totality::source::{Source, Span};

/// How many texts are held at once.
const CHUNK: usize = 64;

/// One text that was checked.
#[derive(Debug)]
pub(crate) struct Checked {
    /// Its name, as people gave it.
    pub(crate) name: String,
    /// Its text.
    pub(crate) source: Source,
    /// What the check yields; its diagnostics are those to show.
    pub(crate) report: Report,
    /// The SHA-256 of the bytes that were read.
    pub(crate) digest: String,
    /// The SHA-256 of the settings under which the findings were reviewed; empty before that.
    pub(crate) configuration: String,
    /// What the fields that settings name say of the text.
    pub(crate) fields: Vec<(&'static str, Span)>,
    /// Whether the text was masked, so that it is not that of the file.
    pub(crate) is_redacted: bool,
    /// Findings that were answered, so that they neither are shown nor gate.
    pub(crate) answered: Vec<Answered>,
}

/// Checks each input and hands over the results in order.
///
/// # Errors
/// Those of `each`; the rest is then not checked.
pub(crate) fn check(
    checker: &Checker,
    inputs: &[Input],
    mut each: impl FnMut(Result<Checked, Trouble>) -> io::Result<()>,
) -> io::Result<()> {
    for chunk in inputs.chunks(CHUNK) {
        // A single text is not worth starting threads for.
        let results: Vec<_> = match chunk {
            [input] => vec![check_one(checker, input)],
            _ => chunk.par_iter().map(|input| check_one(checker, input)).collect(),
        };
        results.into_iter().try_for_each(&mut each)?;
    }
    Ok(())
}

/// Reads, decodes and checks one input.
fn check_one(checker: &Checker, input: &Input) -> Result<Checked, Trouble> {
    let bytes = input.read()?;
    let digest = sha256(&bytes);
    let place = || Some(Place::named(input.name.clone()).with_digest(&digest));
    let source = Source::decode(&bytes).map_err(|error| {
        // The error says what is wrong and then, after a semicolon, what to do.
        let error = error.to_string();
        let (what, help) =
            error.split_once("; ").unwrap_or((&error, "save the memo as plain text or Markdown in UTF-8"));
        Trouble { message: format!("this cannot be read: {what}"), place: place(), help: help.to_owned() }
    })?;
    drop(bytes);
    let report = catch_unwind(AssertUnwindSafe(|| checker.check_labelled(source.text(), input.format, &input.labels)));
    let report = report.map_err(|_| Trouble {
        message: "totality failed on this file".to_owned(),
        place: place(),
        help: "this is a bug in totality, not in the file: please report it, with the file if it may be shared"
            .to_owned(),
    })?;
    Ok(Checked {
        name: input.name.clone(),
        source,
        report,
        digest,
        configuration: String::new(),
        fields: Vec::new(),
        is_redacted: false,
        answered: Vec::new(),
    })
}
