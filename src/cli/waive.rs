//! `totality waive`: answer a finding in the ledger, outside the text.

use super::review::{Dials, Options, Prepared};
use super::texts::{Texts, each_text};
use crate::output::sinks::Sinks;
use crate::output::trouble::{Place, Trouble};
use crate::output::{counted, escape};
use crate::review::waivers::named;
use crate::session::{Outcome, Session};
use clap::Args;
use jiff::civil::Date;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Answer a finding in the ledger of waivers, with a reason, who approves it and until when.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The memo.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The rule of the finding.
    #[arg(value_name = "RULE")]
    rule: String,
    /// Why the finding may stand.
    #[arg(long, value_name = "WORDS")]
    reason: String,
    /// Who answers for it.
    #[arg(long, value_name = "NAME")]
    approver: String,
    /// The last day on which the waiver counts, as 2026-12-31.
    #[arg(long, value_name = "DAY")]
    expires: Date,
    /// The line of the finding, where there are several.
    #[arg(long, value_name = "LINE")]
    line: Option<usize>,
    /// The column of the finding, where there are several on the line.
    #[arg(long, value_name = "COLUMN")]
    column: Option<usize>,
    #[command(flatten)]
    options: Options,
}

/// Runs the subcommand.
pub(super) fn run(arguments: &Arguments, session: &mut Session) -> io::Result<Outcome> {
    for (name, said) in [("reason", &arguments.reason), ("approver", &arguments.approver)] {
        if said.chars().filter(|c| c.is_alphabetic()).count() < 2 {
            let message = format!("`--{name}` says nothing: it has fewer than two letters");
            session.report(&Trouble::usage(message, "a waiver is weighed by its words"))?;
            return Ok(Outcome::Failed);
        }
    }
    let today = arguments.options.today();
    if arguments.expires < today {
        let message = format!("`--expires` is past: a waiver until {} would never count", arguments.expires);
        session.report(&Trouble::usage(message, format!("the last day is {today} or later")))?;
        return Ok(Outcome::Failed);
    }
    if !arguments.file.is_file() {
        let help = "a waiver is kept with the name of its text";
        session.report(&Trouble {
            place: Some(Place::file(&arguments.file)),
            ..Trouble::usage("this is no file", help)
        })?;
        return Ok(Outcome::Failed);
    }
    let texts =
        Texts { paths: vec![arguments.file.clone()], files_from: Vec::new(), stdin_filename: None, no_ignore: false };
    let prepared = match arguments.options.prepare(&texts, Dials::default(), session)? {
        Ok(prepared) => prepared,
        Err(outcome) => return Ok(outcome),
    };
    let Prepared { checker, inputs, settings, terms, here, .. } = &prepared;
    if checker.lexicon().rule(&arguments.rule).is_none() {
        session.report(&super::names::unknown_rule(&arguments.rule, checker.lexicon().rules()))?;
        return Ok(Outcome::Failed);
    }
    let mut found = Vec::new();
    let mut nothing = Sinks::none();
    let outcome = each_text(
        inputs,
        checker,
        session,
        &mut nothing,
        |number, document, summary| {
            let Some((settings, place)) = settings.get(number) else { return };
            terms.review(checker, document, (settings, place), summary);
            for finding in document.report.diagnostics.iter().filter(|finding| finding.rule == arguments.rule) {
                let at = finding.span.map(|span| document.source.location(span.start));
                let (line, column) = (at.map(|at| at.line), at.map(|at| at.column));
                let is_asked = |asked: Option<usize>, is: Option<usize>| asked.is_none() || asked == is;
                if is_asked(arguments.line, line) && is_asked(arguments.column, column) {
                    let is_forbidden = settings.forbid.contains_key(&finding.rule);
                    found.push((place.clone(), finding.fingerprint.clone(), line.zip(column), is_forbidden));
                }
            }
        },
        |_| (),
    )?;
    if outcome != Outcome::Clean {
        return Ok(outcome);
    }
    let trouble = match &found[..] {
        [] => Trouble::usage("no open finding of this rule is there", "`totality check` shows the findings"),
        [(.., true)] => Trouble::usage("the settings forbid to waive this rule", ""),
        [(place, fingerprint, at, false)] => {
            let ledger = arguments.options.ledger(here);
            match add(arguments, &ledger, place, fingerprint) {
                Ok(()) => {
                    let at = at.map_or_else(String::new, |(line, _)| format!(" on line {line}"));
                    let ledger = escape::path(&ledger);
                    session.remark(&format!("waived `{}`{at}, in {}", arguments.rule, escape::visible(&ledger)))?;
                    return Ok(Outcome::Clean);
                }
                Err(error) => Trouble::usage(format!("the ledger cannot be written: {error}"), ""),
            }
        }
        several => {
            let places: Vec<_> = several.iter().filter_map(|(_, _, at, _)| *at).collect();
            let message = format!("there are {} of this rule", counted(several.len(), "finding"));
            let are_apart = places.windows(2).all(|pair| pair[0].0 != pair[1].0);
            let options = if are_apart { "`--line`" } else { "`--line` and `--column`" };
            let place = |(line, column): (usize, usize)| {
                if are_apart { line.to_string() } else { format!("{line}:{column}") }
            };
            let places: Vec<_> = places.into_iter().map(place).collect();
            Trouble::usage(message, format!("say which with {options}: {}", places.join(", ")))
        }
    };
    session.report(&trouble)?;
    Ok(Outcome::Failed)
}

/// Adds a waiver at the end of the ledger.
fn add(arguments: &Arguments, ledger: &Path, place: &Path, fingerprint: &str) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().create(true).append(true).open(ledger)?;
    let folder = ledger.canonicalize()?;
    let path = named(folder.parent().unwrap_or(&folder), place);
    let text = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let before = if file.metadata()?.len() == 0 {
        "# Findings that somebody answers for, outside the memos. `totality waive` adds to it.\n"
    } else {
        ""
    };
    write!(
        file,
        "{before}\n[[waiver]]\nrule = {}\nfingerprint = {}\npath = {}\nreason = {}\napprover = {}\ndate = {}\nexpires = {}\n",
        text(&arguments.rule),
        text(fingerprint),
        text(&path),
        text(&arguments.reason),
        text(&arguments.approver),
        jiff::Zoned::now().date(),
        arguments.expires,
    )
}
