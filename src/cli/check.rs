//! `totality check`: memos in, findings out, and an exit code that can gate.

use super::review::{Dials, GateChoice, Least, Options, Prepared, overwritten};
use super::texts::{Texts, each_text};
use crate::inputs::{Inputs, Search};
use crate::output::escape;
use crate::output::format::Format;
use crate::output::sinks::{Sinks, Wanted};
use crate::output::{Run, Summary, Writer as _, counted};
use crate::redaction::{self, Mask};
use crate::session::{Outcome, Session};
use clap::Args;
use std::io;
use std::path::{Path, PathBuf};
use totality::check::Checker;

/// Check memos and report what the guidelines forbid, what they require and is missing, and what a reviewer should see.
#[derive(Args)]
#[command(after_help = "The severity that is shown and the one that gates are independent of each other.")]
pub(crate) struct Arguments {
    #[command(flatten)]
    texts: Texts,
    /// How to write the findings; human where nothing is set.
    #[arg(long, value_name = "FORMAT", help_heading = "What is shown")]
    output_format: Option<Format>,
    /// Write a report to a file, or in a second format: FILE, FORMAT or FORMAT=FILE (may be repeated).
    #[arg(long, short, value_name = "OUTPUT", help_heading = "What is shown")]
    output: Vec<String>,
    /// Show findings of this severity and above: error, warning or note (the default).
    #[arg(long, value_name = "SEVERITY", hide_possible_values = true, help_heading = "What is shown")]
    min_severity: Option<Least>,
    /// Exit with 1 for findings of this severity and above: error, warning (the default), note or never.
    #[arg(long, value_name = "SEVERITY", hide_possible_values = true, help_heading = "What gates")]
    fail_on: Option<GateChoice>,
    /// Let findings gate only if they are not in this baseline.
    #[arg(long, value_name = "FILE", help_heading = "What gates")]
    baseline: Option<PathBuf>,
    /// Report findings only on lines that were changed since this commit, branch or tag.
    #[arg(long, value_name = "REV", conflicts_with = "diff_file", help_heading = "What gates")]
    diff: Option<String>,
    /// Report findings only on lines that this patch adds.
    #[arg(long, value_name = "PATCH", help_heading = "What gates")]
    diff_file: Option<PathBuf>,
    /// Exit with 0 also for findings; never where something could not be done.
    #[arg(long, help_heading = "What gates")]
    exit_zero: bool,
    /// Mask A-numbers, dates of birth, phone numbers, addresses and names that fields give, in every report.
    #[arg(long, help_heading = "What is shown")]
    redact: bool,
    #[command(flatten)]
    options: Options,
}

/// Runs the subcommand.
pub(super) fn run(arguments: &Arguments, session: &mut Session) -> io::Result<Outcome> {
    let dials = Dials {
        least: arguments.min_severity,
        gate: arguments.fail_on,
        baseline: arguments.baseline.clone(),
        diff: arguments.diff.clone(),
        diff_file: arguments.diff_file.clone(),
        heed_baseline: true,
    };
    let mask = arguments.redact.then(Mask::default);
    session.mask.clone_from(&mask);
    let prepared = match arguments.options.prepare(&arguments.texts, dials, session)? {
        Ok(prepared) => prepared,
        Err(outcome) => {
            arguments.report_nothing(session)?;
            return Ok(outcome);
        }
    };
    let Prepared { checker, inputs, settings, terms, here, .. } = &prepared;
    let set = here.iter().find_map(|layer| layer.file.output_format.as_ref().map(|format| *format.get_ref()));
    let format = arguments.output_format.or(set).unwrap_or(Format::Human);
    let wanted = Wanted::all(&arguments.output, format).and_then(|wanted| {
        let files: Vec<_> = wanted.iter().filter_map(|wanted| wanted.file.as_deref()).collect();
        let ledger = arguments.options.ledger(here);
        let read = arguments.read().chain(prepared.baseline.as_deref()).chain([ledger.as_path()]).collect::<Vec<_>>();
        overwritten(&files, inputs, &read).map_or(Ok(wanted.clone()), Err)
    });
    session.writes_files = wanted.iter().flatten().any(|wanted| wanted.file.is_some());
    let rules = checker.lexicon().rules();
    let sinks = wanted.and_then(|wanted| {
        let run = Run::new(checker.lexicon(), wanted.iter().any(|wanted| wanted.format.is_for_programs()));
        Sinks::open(&wanted, &run, rules, (session.width, session.quiet))
    });
    let mut sinks = match sinks {
        Ok(sinks) => sinks.redacting(mask.clone()),
        Err(trouble) => {
            session.report(&trouble)?;
            arguments.report_nothing(session)?;
            return Ok(Outcome::Failed);
        }
    };
    let mut gated = Outcome::Clean;
    let outcome = each_text(inputs, checker, session, &mut sinks, |number, document, summary| {
        if let Some((settings, place)) = settings.get(number) {
            gated = gated.max(terms.review(document, settings, place, summary));
        }
        if let Some((mask, input)) = mask.as_ref().zip(inputs.list.get(number)) {
            let text = document.source.text();
            let labels = settings.get(number).map_or(&[][..], |(settings, _)| settings.naming_labels());
            let values = redaction::values(&checker.parse(text, input.format), text, labels);
            mask.document(document, &values);
        }
    })?;
    if let Some(waivers) = &terms.waivers {
        for remark in waivers.remarks() {
            session.warn(&remark)?;
        }
    }
    if let Some(baseline) = &terms.baseline {
        for (name, known) in baseline.fixed() {
            session.remark(&format!(
                "{}: `{}` is fixed, but still in the baseline",
                escape::visible(&name),
                known.rule
            ))?;
        }
        let fixed = baseline.fixed().len();
        if fixed > 0 {
            session
                .remark(&format!("{} can be taken out: `totality baseline prune`", counted(fixed, "known finding")))?;
        }
    }
    Ok(if arguments.exit_zero && gated == Outcome::Findings { outcome } else { outcome.max(gated) })
}

impl Arguments {
    /// The files that the command line names for what is no text.
    fn read(&self) -> impl Iterator<Item = &Path> {
        [&self.baseline, &self.diff_file].into_iter().flatten().map(PathBuf::as_path).chain(self.options.read())
    }

    /// Reports of a run that checked nothing, with the reason: a report of an earlier run, under the same name, would be
    /// taken for its own. Files that are no reports stay as they are.
    fn report_nothing(&self, session: &mut Session) -> io::Result<()> {
        let format = self.output_format.or_else(|| self.options.format_here()).unwrap_or(Format::Human);
        let Ok(wanted) = Wanted::all(&self.output, format) else { return Ok(()) };
        // Which texts there are is perhaps not known: whatever may be one is spared.
        let search = Search { no_ignore: true, ..Search::default() };
        let inputs = Inputs::find(&self.texts.paths, search);
        let read: Vec<_> = self.read().collect();
        let checker = Checker::embedded();
        let lexicon = checker.lexicon();
        let summary = Summary { unread: session.troubles.clone(), ..Summary::default() };
        for wanted in wanted {
            let is_report = |file: &PathBuf| overwritten(&[file], &inputs, &read).is_none();
            if !wanted.file.as_ref().is_some_and(is_report) {
                continue;
            }
            let run = Run::new(lexicon, wanted.format.is_for_programs());
            // What cannot be written has been said, or could not have been written before either.
            let opened = Sinks::open(&[wanted], &run, lexicon.rules(), (session.width, session.quiet));
            if let Ok(sinks) = opened {
                let mut sinks = sinks.redacting(session.mask.clone());
                sinks.start(&mut session.out)?;
                sinks.finish(&summary, &mut session.out)?;
            }
        }
        Ok(())
    }
}
