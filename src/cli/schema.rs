//! `totality schema`: the JSON Schemas of the settings and of the report.

use crate::session::{Outcome, Session};
use clap::{Args, ValueEnum};
use std::io::{self, Write as _};
use totality::check::Checker;

/// Print a JSON Schema, for editors and for programs that read reports.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Of what.
    of: Of,
}

#[derive(Clone, Copy, ValueEnum)]
enum Of {
    /// Of `totality.toml`.
    Config,
    /// Of the JSON report of `totality check`.
    Report,
    /// Of a line of the report in JSON lines.
    Record,
}

/// Runs the subcommand.
pub(super) fn run(arguments: &Arguments, session: &mut Session) -> io::Result<Outcome> {
    let Some(checker) = session.checker()? else {
        return Ok(Outcome::Failed);
    };
    let schema = match arguments.of {
        Of::Config => of_settings(&checker),
        Of::Report => include_str!("../../schemas/report.json").to_owned(),
        Of::Record => include_str!("../../schemas/record.json").to_owned(),
    };
    session.out.write_all(schema.as_bytes())?;
    Ok(Outcome::Clean)
}

/// The schema of the settings, with the rules of the lexicon in the place of those that are built in.
fn of_settings(checker: &Checker) -> String {
    let names = |checker: &Checker| {
        let names = checker.lexicon().rules().iter().map(|rule| format!("        \"{}\"", rule.id));
        names.collect::<Vec<_>>().join(",\n")
    };
    include_str!("../../schemas/config.json").replace(&names(&Checker::embedded()), &names(checker))
}
