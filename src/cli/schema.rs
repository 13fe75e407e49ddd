//! `totality schema`: the JSON Schemas of the settings and of the report.

use crate::session::{Outcome, Session};
use clap::{Args, ValueEnum};
use std::io::{self, Write as _};

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
    let schema = match arguments.of {
        Of::Config => include_str!("../../schemas/config.json"),
        Of::Report => include_str!("../../schemas/report.json"),
        Of::Record => include_str!("../../schemas/record.json"),
    };
    session.out.write_all(schema.as_bytes())?;
    Ok(Outcome::Clean)
}
