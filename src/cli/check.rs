//! `totality check`: memos in, findings out, and an exit code that can gate.

use crate::batch::{self, Checked};
use crate::inputs::{Inputs, Search};
use crate::output::format::Format;
use crate::output::sinks::{Sinks, Wanted};
use crate::output::trouble::{Place, Trouble};
use crate::output::{Run, Summary, Writer};
use crate::review::Terms;
use crate::review::selection::Selection;
use crate::session::{Outcome, Session};
use clap::{Args, ValueEnum};
use std::io;
use std::path::{Path, PathBuf};
use totality::check::Checker;
use totality::diagnostic::Severity;

/// Check memos and report what the guidelines forbid, what they require and is missing, and what a reviewer should see.
#[derive(Args)]
#[command(after_help = "The severity that is shown and the one that gates are independent of each other.")]
pub(crate) struct Arguments {
    #[command(flatten)]
    texts: Texts,
    /// How to write the findings.
    #[arg(long, value_name = "FORMAT", default_value = "human", help_heading = "What is shown")]
    output_format: Format,
    /// Write a report to a file, or in a second format: FILE, FORMAT or FORMAT=FILE (may be repeated).
    #[arg(long, short, value_name = "OUTPUT", help_heading = "What is shown")]
    output: Vec<String>,
    /// Show findings of this severity and above: error, warning or note.
    #[arg(
        long,
        value_name = "SEVERITY",
        default_value = "note",
        hide_possible_values = true,
        help_heading = "What is shown"
    )]
    min_severity: Least,
    /// Exit with 1 for findings of this severity and above: error, warning, note or never.
    #[arg(
        long,
        value_name = "SEVERITY",
        default_value = "warning",
        hide_possible_values = true,
        help_heading = "What gates"
    )]
    fail_on: Gate,
    /// Report also what comments in the text would silence.
    #[arg(long, help_heading = "What gates")]
    no_suppressions: bool,
    /// Report these rules only (comma separated; may be repeated).
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Which rules")]
    select: Vec<String>,
    /// Do not report these rules (comma separated; may be repeated).
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Which rules")]
    ignore: Vec<String>,
}

/// Which texts to read.
#[derive(Args)]
pub(super) struct Texts {
    /// Files, folders to search for .md, .markdown and .txt, or - for standard input.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The name of the text on standard input; its ending decides how it is read.
    #[arg(long, value_name = "NAME", help_heading = "What is read")]
    stdin_filename: Option<PathBuf>,
    /// In folders, also read hidden files and those that ignore files name.
    #[arg(long, help_heading = "What is read")]
    no_ignore: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Least {
    Error,
    Warning,
    Note,
}

#[derive(Clone, Copy, ValueEnum)]
enum Gate {
    Error,
    Warning,
    Note,
    Never,
}

impl Least {
    const fn severity(self) -> Severity {
        match self {
            Self::Error => Severity::Error,
            Self::Warning => Severity::Warning,
            Self::Note => Severity::Note,
        }
    }
}

impl Gate {
    const fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Note => Some(Severity::Note),
            Self::Never => None,
        }
    }
}

/// Runs the subcommand.
pub(super) fn run(arguments: &Arguments, session: &mut Session) -> io::Result<Outcome> {
    let wanted = match Wanted::all(&arguments.output, arguments.output_format) {
        Ok(wanted) => wanted,
        Err(trouble) => return refuse(&[trouble], session),
    };
    let Some(checker) = session.checker()? else {
        return Ok(Outcome::Failed);
    };
    let rules = checker.lexicon().rules();
    let terms = Selection::new(&arguments.select, &arguments.ignore, rules).map(|selection| Terms {
        selection,
        least: arguments.min_severity.severity(),
        gate: arguments.fail_on.severity(),
        heed_suppressions: !arguments.no_suppressions,
    });
    let terms = match terms {
        Ok(terms) => terms,
        Err(troubles) => return refuse(&troubles, session),
    };
    let run = Run::new(checker.lexicon(), wanted.iter().any(|wanted| wanted.format.is_for_programs()));
    if let Some(trouble) = overwrites(&wanted, &arguments.texts) {
        return refuse(&[trouble], session);
    }
    let mut sinks = match Sinks::open(&wanted, &run, rules, (session.width, session.quiet)) {
        Ok(sinks) => sinks,
        Err(trouble) => return refuse(&[trouble], session),
    };
    let mut gated = Outcome::Clean;
    let outcome = each_text(&arguments.texts, &checker, session, &mut sinks, |document, summary| {
        gated = gated.max(terms.review(document, summary));
    })?;
    Ok(outcome.max(gated))
}

/// A report that would take the place of a text.
fn overwrites(wanted: &[Wanted], texts: &Texts) -> Option<Trouble> {
    let files: Vec<_> =
        wanted.iter().filter_map(|wanted| wanted.file.as_deref()).filter(|file| file.is_file()).collect();
    if files.is_empty() {
        return None;
    }
    let search = Search { stdin_name: None, no_ignore: true };
    let inputs = Inputs::find(&texts.paths, search);
    let same = |file: &Path| inputs.list.iter().any(|input| input.is_file(file));
    let file = files.into_iter().find(|file| same(file))?;
    let place = Some(Place::file(file));
    Some(Trouble { message: "this report would take the place of a text".to_owned(), place, help: String::new() })
}

/// Says why nothing can be done.
fn refuse(troubles: &[Trouble], session: &mut Session) -> io::Result<Outcome> {
    troubles.iter().try_for_each(|trouble| session.report(trouble))?;
    Ok(Outcome::Failed)
}

/// Finds, checks and writes the texts; `prepare` sees each before it is written.
pub(super) fn each_text(
    texts: &Texts,
    checker: &Checker,
    session: &mut Session,
    writer: &mut dyn Writer,
    mut prepare: impl FnMut(&mut Checked, &mut Summary),
) -> io::Result<Outcome> {
    let search = Search { stdin_name: texts.stdin_filename.as_deref(), no_ignore: texts.no_ignore };
    let inputs = Inputs::find(&texts.paths, search);
    if let Some(nothing) = inputs.nothing(&texts.paths) {
        session.report(&nothing)?;
        return Ok(Outcome::Failed);
    }
    if let Some(left_out) = inputs.left_out() {
        session.remark(&left_out)?;
    }
    let mut summary = Summary::default();
    for trouble in &inputs.troubles {
        session.report(trouble)?;
    }
    summary.unread.extend(inputs.troubles.iter().cloned());
    writer.start(&mut session.out)?;
    batch::check(checker, &inputs.list, |result| match result {
        Ok(mut document) => {
            prepare(&mut document, &mut summary);
            summary.count(&document);
            writer.document(&document, &mut session.out)
        }
        Err(trouble) => {
            session.report(&trouble)?;
            summary.unread.push(trouble);
            Ok(())
        }
    })?;
    writer.finish(&summary, &mut session.out)?;
    Ok(if summary.unread.is_empty() { Outcome::Clean } else { Outcome::Failed })
}
