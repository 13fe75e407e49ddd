//! `totality check`: memos in, findings out, and an exit code that can gate.

use super::environment;
use super::kept::Kept;
use super::review::{Dials, GateChoice, Least, Options, Prepared};
use super::texts::{Texts, each_text};
use crate::config::load::Layer;
use crate::inputs::{self, Inputs, Search};
use crate::output::escape;
use crate::output::format::Format;
use crate::output::sinks::{Sinks, Wanted};
use crate::output::statistics::Statistics;
use crate::output::trouble::{Place, Trouble};
use crate::output::{Run, Summary, Writer as _, counted};
use crate::redaction::{self, Mask};
use crate::session::{Outcome, Session};
use clap::Args;
use std::io;
use std::path::{Path, PathBuf};
use toml::Spanned;
use totality::check::Checker;
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
    /// Count the findings of each rule, most first, instead of listing them; as human or json.
    #[arg(long, help_heading = "What is shown")]
    statistics: bool,
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
    let format = arguments.format(here);
    let wanted = format.clone().and_then(|format| arguments.wanted(format)).and_then(|wanted| {
        let files = wanted.iter().filter_map(|wanted| wanted.file.as_deref());
        prepared.kept().overwritten(files).map_or(Ok(wanted.clone()), Err)
    });
    if let Ok(wanted) = &wanted {
        let files: Vec<_> = wanted.iter().filter_map(|wanted| wanted.file.as_deref()).collect();
        session.writes_files = !files.is_empty();
        for warning in prepared.taken_for_memos(&files) {
            session.warn(&warning)?;
        }
    }
    let rules = checker.lexicon().rules();
    let sinks = wanted.and_then(|wanted| {
        let as_of = terms.waivers.as_ref().map(|waivers| waivers.day().to_string());
        let counts_as = arguments.statistics.then(|| format.ok().flatten().unwrap_or(Format::Human));
        let is_recorded = wanted.iter().map(|wanted| wanted.format).chain(counts_as).any(Format::is_for_programs);
        let run = Run { as_of, ..Run::new(checker.lexicon(), is_recorded) };
        let sinks = Sinks::open(&wanted, &run, rules, (session.width, session.quiet))?;
        let counts = |format| Statistics::new(&run, format == Format::Json, session.quiet);
        Ok(match counts_as {
            Some(format) => sinks.and(counts(format)),
            None => sinks,
        })
    });
    let mut sinks = match sinks {
        Ok(sinks) => sinks.redacting(mask.clone()),
        Err(trouble) => {
            session.report(&trouble)?;
            arguments.report_nothing(session)?;
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
            if let Some((mask, input)) = mask.as_ref().zip(inputs.list.get(number)) {
                let text = document.source.text();
                let labels = settings.get(number).map_or(&[][..], |(settings, _)| settings.naming_labels());
                let values = redaction::values(&checker.parse(text, input.format), text, labels);
                mask.document(document, &values);
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

impl Arguments {
    /// The format that is set: by an option, by the environment, or by the settings of this folder.
    fn format(&self, here: &[Layer]) -> Result<Option<Format>, Trouble> {
        if self.output_format.is_some() {
            return Ok(self.output_format);
        }
        if let Some(name) = environment::words("TOTALITY_OUTPUT_FORMAT") {
            return Format::asked(&name).map(Some);
        }
        Ok(here.iter().find_map(|layer| layer.file.output_format.as_ref().map(|format| *format.get_ref())))
    }

    /// The reports that are asked for. Statistics take the place of the one on standard output.
    fn wanted(&self, format: Option<Format>) -> Result<Vec<Wanted>, Trouble> {
        if !self.statistics {
            return Wanted::all(&self.output, format);
        }
        if !matches!(format, None | Some(Format::Human | Format::Json)) {
            let help = "give `--output-format human` or `json`; reports in files may have any (`--output FORMAT=FILE`)";
            return Err(Trouble::usage("statistics are written as `human` or `json` only", help));
        }
        let wanted = if self.output.is_empty() { Vec::new() } else { Wanted::all(&self.output, None)? };
        if wanted.iter().any(|wanted| wanted.file.is_none()) {
            let help = "give the report a file: `--output FORMAT=FILE`";
            return Err(Trouble::usage("statistics and a report would both go to standard output", help));
        }
        Ok(wanted)
    }

    /// Reports of a run that checked nothing, with the reason: a report of an earlier run, under the same name, would be
    /// taken for its own. Files that are no reports stay as they are.
    fn report_nothing(&self, session: &mut Session) -> io::Result<()> {
        let here = self.options.chain_here();
        let layers = here.as_ref().map_or(&[][..], |here| &here[..]);
        let Ok(wanted) = Wanted::all(&self.output, self.format(layers).unwrap_or_default()) else { return Ok(()) };
        // Which texts there are is perhaps not known: whatever may be one is spared.
        let search = Search { no_ignore: true, ..Search::default() };
        let (paths, are_all) = self.texts.named();
        let inputs = Inputs::find(&paths, search);
        let set = |setting: fn(&Layer) -> Option<&Spanned<String>>| {
            layers.iter().filter_map(move |layer| setting(layer).map(|path| layer.resolve(path.get_ref())))
        };
        let read = layers.iter().map(|layer| layer.path.clone()).chain(set(|layer| layer.file.waivers.as_ref()));
        let read = read.chain(set(|layer| layer.file.baseline.as_ref())).chain(self.options.named());
        let read: Vec<_> = read.chain(self.diff_file.clone()).chain(self.texts.files_from.clone()).collect();
        let kept = Kept { inputs: &inputs, read: &read, baseline: self.baseline.as_deref() };
        let checker = Checker::embedded();
        let lexicon = checker.lexicon();
        let summary = Summary { unread: session.troubles.clone(), ..Summary::default() };
        for wanted in wanted {
            let is_report = |file: &Path| {
                let may_be_text = !are_all && inputs::is_memo(file) && file.is_file();
                !may_be_text && kept.overwritten([file]).is_none()
            };
            if !wanted.file.as_deref().is_some_and(is_report) {
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
