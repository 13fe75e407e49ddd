//! `totality baseline`: record the findings that are there already, so that only new ones gate.

use super::review::{Dials, Options, Prepared};
use super::texts::{Texts, each_text};
use crate::batch::Checked;
use crate::config::settings::Settings;
use crate::output::sinks::Sinks;
use crate::output::trouble::Trouble;
use crate::output::{Summary, counted, escape};
use crate::review::baseline::{Baseline, NAME};
use crate::session::{Outcome, Session};
use clap::{Args, Subcommand};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Record known findings, so that only new ones gate: `check --baseline FILE`.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Write the findings of these texts to the baseline, in place of what was there.
    Write(Files),
    /// Say which findings are new and which are fixed; exit with 1 if the baseline is out of date.
    Check(Files),
    /// Take fixed findings out of the baseline; add none.
    Prune(Files),
}

#[derive(Args)]
struct Files {
    #[command(flatten)]
    texts: Texts,
    /// The baseline; what the settings name, or else `totality.baseline.json`.
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    #[command(flatten)]
    options: Options,
}

/// Runs the subcommand.
pub(super) fn run(arguments: &Arguments, session: &mut Session) -> io::Result<Outcome> {
    let files = match &arguments.action {
        Action::Write(files) | Action::Check(files) | Action::Prune(files) => files,
    };
    let dials = Dials { baseline: files.baseline.clone(), ..Dials::default() };
    let prepared = match files.options.prepare(&files.texts, dials, session)? {
        Ok(prepared) => prepared,
        Err(outcome) => return Ok(outcome),
    };
    let path = prepared.baseline.clone().unwrap_or_else(|| PathBuf::from(NAME));
    let done = match arguments.action {
        Action::Write(_) => write(prepared, &path, session),
        Action::Check(_) => compare(prepared, &path, session),
        Action::Prune(_) => prune(prepared, &path, session),
    }?;
    match done {
        Ok(outcome) => Ok(outcome),
        Err(trouble) => {
            session.report(&trouble)?;
            Ok(Outcome::Failed)
        }
    }
}

/// Reviews all texts; `each` sees what is open in each of them.
fn review(
    prepared: &Prepared,
    session: &mut Session,
    mut each: impl FnMut(&Path, &Checked, &Settings),
) -> io::Result<Outcome> {
    let Prepared { checker, inputs, settings, terms, .. } = prepared;
    let prepare = |number: usize, document: &mut Checked, summary: &mut Summary| {
        if let Some((settings, place)) = settings.get(number) {
            let mut settings = settings.clone();
            // All findings count here, whatever is shown elsewhere.
            settings.least.value = totality::diagnostic::Severity::Note;
            terms.review(checker, document, (&settings, place), summary);
            each(place, document, &settings);
        }
    };
    each_text(inputs, checker, session, &mut Sinks::none(), prepare, |_| ())
}

fn write(prepared: Prepared, path: &Path, session: &mut Session) -> io::Result<Result<Outcome, Trouble>> {
    if let Some(trouble) = prepared.kept().taken(path).or_else(|| Baseline::occupied(path)) {
        return Ok(Err(trouble));
    }
    let mut baseline = Baseline::empty(path);
    let mut forbidden = 0;
    let outcome = review(&prepared, session, |place, document, settings| {
        for finding in &document.report.diagnostics {
            if settings.forbid.contains_key(&finding.rule) {
                forbidden += 1;
            } else {
                baseline.add(place, &document.digest, finding);
            }
        }
    })?;
    if outcome == Outcome::Failed {
        let message = "the baseline is not written: not every text could be read";
        return Ok(Err(Trouble::usage(message, "a baseline of some texts would let the others pass as known")));
    }
    if let Err(trouble) = baseline.write() {
        return Ok(Err(trouble));
    }
    let known = counted(baseline.len(), "known finding");
    session.remark(&format!("{known} written to {}", escape::visible(&escape::path(path))))?;
    if forbidden > 0 {
        let left = counted(forbidden, "finding");
        session.remark(&format!("{left} left out: the settings forbid to silence their rules"))?;
    }
    Ok(Ok(Outcome::Clean))
}

fn compare(mut prepared: Prepared, path: &Path, session: &mut Session) -> io::Result<Result<Outcome, Trouble>> {
    match Baseline::load(path) {
        Ok(baseline) => prepared.terms.baseline = Some(baseline.over(&prepared.inputs.walked)),
        Err(trouble) => return Ok(Err(trouble)),
    }
    let mut new = Vec::new();
    let outcome = review(&prepared, session, |_, document, _| {
        for finding in &document.report.diagnostics {
            let at = finding.span.map(|span| document.source.location(span.start));
            let at = at.map_or_else(String::new, |at| format!(":{}:{}", at.line, at.column));
            new.push(format!("new: {}{at}: {}", escape::visible(&document.name), finding.rule));
        }
    })?;
    let fixed = prepared.terms.baseline.as_ref().map(Baseline::fixed).unwrap_or_default();
    for line in &new {
        writeln!(session.out, "{line}")?;
    }
    for (name, known) in &fixed {
        writeln!(session.out, "fixed: {}: {}", escape::visible(name), known.rule)?;
    }
    let (new_ones, fixed_ones) = (counted(new.len(), "new finding"), counted(fixed.len(), "fixed one"));
    session.remark(&format!("{new_ones}, {fixed_ones}"))?;
    let dated = if new.is_empty() && fixed.is_empty() { Outcome::Clean } else { Outcome::Findings };
    Ok(Ok(outcome.max(dated)))
}

fn prune(mut prepared: Prepared, path: &Path, session: &mut Session) -> io::Result<Result<Outcome, Trouble>> {
    match Baseline::load(path) {
        Ok(baseline) => prepared.terms.baseline = Some(baseline.over(&prepared.inputs.walked)),
        Err(trouble) => return Ok(Err(trouble)),
    }
    let outcome = review(&prepared, session, |_, _, _| ())?;
    let Some(mut baseline) = prepared.terms.baseline.take() else { return Ok(Ok(outcome)) };
    let pruned = baseline.prune();
    if pruned > 0
        && let Err(trouble) = baseline.write()
    {
        return Ok(Err(trouble));
    }
    session.remark(&format!("{} taken out, {} left", counted(pruned, "fixed finding"), baseline.len()))?;
    Ok(Ok(outcome))
}
