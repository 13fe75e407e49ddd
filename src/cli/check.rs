//! `totality check`: memos in, findings out, and an exit code that can gate.

use super::environment;
use super::review::{Dials, GateChoice, Least, Options, Prepared};
use super::texts::{Texts, each_text};
use crate::output::Run;
use crate::output::counted;
use crate::output::escape;
use crate::output::format::Format;
use crate::output::sinks::{Sinks, Wanted};
use crate::output::trouble::{Place, Trouble};
use crate::redaction;
use crate::session::{Outcome, Session};
use clap::Args;
use std::io;
use std::path::PathBuf;
use totality::source::Encoding;

/// Check memos and report what the guidelines forbid, what they require and is missing, and what a reviewer should see.
#[derive(Args)]
#[command(after_help = "The severity that is shown and the one that gates are independent of each other.")]
pub(crate) struct Arguments {
    #[command(flatten)]
    texts: Texts,
    /// How to write the findings; if not given, as TOTALITY_OUTPUT_FORMAT or the settings say, or else human.
    #[arg(long, alias = "format", value_name = "FORMAT", help_heading = "What is shown")]
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
    let prepared = match arguments.options.prepare(&arguments.texts, dials, session)? {
        Ok(prepared) => prepared,
        Err(outcome) => return Ok(outcome),
    };
    let Prepared { checker, inputs, settings, terms, here, .. } = &prepared;
    let set = here.iter().find_map(|layer| layer.file.output_format.as_ref().map(|format| *format.get_ref()));
    let format = match environment::words("TOTALITY_OUTPUT_FORMAT").filter(|_| arguments.output_format.is_none()) {
        Some(name) => Format::asked(&name).map(Some),
        None => Ok(arguments.output_format),
    };
    let wanted = format.and_then(|format| Wanted::all(&arguments.output, format.or(set))).and_then(|wanted| {
        let files: Vec<_> = wanted.iter().filter_map(|wanted| wanted.file.as_deref()).collect();
        prepared.overwritten(&files).map_or(Ok(wanted.clone()), Err)
    });
    if let Ok(wanted) = &wanted {
        let files: Vec<_> = wanted.iter().filter_map(|wanted| wanted.file.as_deref()).collect();
        for warning in prepared.taken_for_memos(&files) {
            session.warn(&warning)?;
        }
    }
    let rules = checker.lexicon().rules();
    let sinks = wanted.and_then(|wanted| {
        let as_of = terms.waivers.as_ref().map(|waivers| waivers.day().to_string());
        let is_recorded = wanted.iter().any(|wanted| wanted.format.is_for_programs());
        let run = Run { as_of, ..Run::new(checker.lexicon(), is_recorded) };
        Sinks::open(&wanted, &run, rules, (session.width, session.quiet))
    });
    let mut sinks = match sinks {
        Ok(sinks) => sinks.redacting(arguments.redact),
        Err(trouble) => {
            session.report(&trouble)?;
            return Ok(Outcome::Failed);
        }
    };
    let (mut gated, mut told, mut guessed) = (Outcome::Clean, Vec::new(), Vec::new());
    let outcome = each_text(
        inputs,
        checker,
        session,
        &mut sinks,
        |number, document, summary| {
            if let Some((settings, place)) = settings.get(number) {
                gated = gated.max(terms.review(checker, document, (settings, place), summary));
            }
            if arguments.redact {
                redaction::redact(document);
            }
            if document.source.encoding() == Encoding::Windows1252 {
                summary.notices.push(Trouble {
                    message: "this is no UTF-8, and was read as Windows-1252, which is a guess".to_owned(),
                    place: Some(Place::named(document.name.clone())),
                    help: "save the text in UTF-8".to_owned(),
                });
            }
        },
        |summary| {
            guessed = std::mem::replace(&mut summary.notices, prepared.notices(&mut told));
            summary.notices.extend(guessed.iter().cloned());
        },
    )?;
    for trouble in &guessed {
        session.announce(trouble)?;
    }
    for remark in &told {
        session.warn(remark)?;
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
