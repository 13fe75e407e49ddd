//! `totality check`: memos in, findings out, and an exit code that can gate.

use super::names;
use crate::batch::{self, Checked};
use crate::inputs::{Inputs, Search};
use crate::output::concise::Concise;
use crate::output::human::Human;
use crate::output::json::{Content, Json};
use crate::output::trouble::Trouble;
use crate::output::{Summary, Writer};
use crate::session::{Outcome, Session};
use clap::{Args, ValueEnum};
use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;
use totality::check::Checker;
use totality::diagnostic::{Diagnostic, Severity};
use totality::lexicon::RulePage;

/// Check memos and report what the guidelines forbid, what they require and is missing, and what a reviewer should see.
#[derive(Args)]
#[command(after_help = "The severity that is shown and the one that gates are independent of each other.")]
pub(crate) struct Arguments {
    #[command(flatten)]
    texts: Texts,
    /// How to write the findings.
    #[arg(long, value_name = "FORMAT", default_value = "human", help_heading = "What is shown")]
    output_format: Format,
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
enum Format {
    /// Each finding with its words, the reason and what to do.
    Human,
    /// One line for each finding.
    Concise,
    /// For programs: findings and the ledger of factors.
    Json,
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
    let Some(checker) = session.checker()? else {
        return Ok(Outcome::Failed);
    };
    let selection = match Selection::new(&arguments.select, &arguments.ignore, checker.lexicon().rules()) {
        Ok(selection) => selection,
        Err(troubles) => {
            troubles.iter().try_for_each(|trouble| session.report(trouble))?;
            return Ok(Outcome::Failed);
        }
    };
    let guidelines = checker.lexicon().guidelines();
    let mut writer: Box<dyn Writer> = match arguments.output_format {
        Format::Human => Box::new(Human::new(session.width, session.quiet)),
        Format::Concise => Box::new(Concise),
        Format::Json => Box::new(Json::new(guidelines, Content::Check)),
    };
    let (least, gate) = (arguments.min_severity.severity(), arguments.fail_on.severity());
    let mut gated = Outcome::Clean;
    let outcome = each_text(&arguments.texts, &checker, session, writer.as_mut(), |document, summary| {
        let diagnostics = &mut document.report.diagnostics;
        diagnostics.retain(|diagnostic| selection.holds(&diagnostic.rule));
        gated = gated.max(outcome_of(diagnostics, gate));
        let all = diagnostics.len();
        diagnostics.retain(|diagnostic| diagnostic.severity >= least);
        summary.hidden += all - diagnostics.len();
    })?;
    Ok(outcome.max(gated))
}

/// Whether findings gate. What is shown of them does not matter.
fn outcome_of(diagnostics: &[Diagnostic], gate: Option<Severity>) -> Outcome {
    let gates = gate.is_some_and(|gate| diagnostics.iter().any(|diagnostic| diagnostic.severity >= gate));
    if gates { Outcome::Findings } else { Outcome::Clean }
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

/// Which rules are reported.
#[derive(Debug)]
struct Selection {
    only: Option<BTreeSet<String>>,
    without: BTreeSet<String>,
}

impl Selection {
    fn new(select: &[String], ignore: &[String], rules: &[RulePage]) -> Result<Self, Vec<Trouble>> {
        let unknown: BTreeSet<_> =
            select.iter().chain(ignore).filter(|name| !rules.iter().any(|rule| rule.id == **name)).collect();
        if !unknown.is_empty() {
            return Err(unknown.into_iter().map(|name| names::unknown_rule(name, rules)).collect());
        }
        Ok(Self {
            only: (!select.is_empty()).then(|| select.iter().cloned().collect()),
            without: ignore.iter().cloned().collect(),
        })
    }

    fn holds(&self, rule: &str) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(rule)) && !self.without.contains(rule)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples::{finding, page};

    #[test]
    fn findings_gate_from_their_severity_up() {
        let error = finding("x", Some("x"), &[]);
        let warning = finding("x", None, &[]);
        assert_eq!((error.severity, warning.severity), (Severity::Error, Severity::Warning));
        let outcome =
            |diagnostic: &Diagnostic, gate: Gate| outcome_of(std::slice::from_ref(diagnostic), gate.severity());
        assert_eq!(outcome(&error, Gate::Error), Outcome::Findings);
        assert_eq!(outcome(&error, Gate::Note), Outcome::Findings);
        assert_eq!(outcome(&error, Gate::Never), Outcome::Clean);
        assert_eq!(outcome(&warning, Gate::Warning), Outcome::Findings);
        assert_eq!(outcome(&warning, Gate::Error), Outcome::Clean);
        assert_eq!(Outcome::Findings.max(Outcome::Failed).code(), 2);
        assert_eq!(Outcome::Findings.max(Outcome::Clean).code(), 1);
    }

    #[test]
    fn ignored_rules_are_taken_from_the_selected_ones() {
        let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        let rules = ["a", "b", "c"].map(page);
        let held = |select, ignore| {
            let selection = Selection::new(&names(select), &names(ignore), &rules).expect("names rules");
            rules.iter().filter(|rule| selection.holds(&rule.id)).map(|rule| rule.id.as_str()).collect::<String>()
        };
        assert_eq!(held(&[], &[]), "abc");
        assert_eq!(held(&[], &["b"]), "ac");
        assert_eq!(held(&["a", "b"], &["b"]), "a");
        assert!(Selection::new(&names(&["a", "d"]), &[], &rules).is_err());
    }
}
