//! `totality audit estimate`: how far an audit can be trusted, from a sheet that was labelled by hand.

use crate::audit::estimate::{self, Estimate};
use crate::cli::Shape;
use crate::inputs;
use crate::output::trouble::{Place, Trouble};
use crate::output::{escape, json};
use crate::session::{Outcome, Session};
use clap::Args;
use std::io::{self, Write as _};
use std::path::PathBuf;

/// Estimate precision and recall from a sheet that `--sample` wrote and people labelled.
///
/// In the column `label`, write for each finding whether it is right (yes or no). In the column `missed`, write for
/// each document without a finding whether something was missed.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The labelled sheet.
    sheet: PathBuf,
    /// How to write the estimate.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    output_format: Shape,
}

/// Runs the subcommand.
pub(super) fn run(arguments: &Arguments, session: &mut Session) -> io::Result<Outcome> {
    let name = escape::path(&arguments.sheet);
    let bytes = match std::fs::read(&arguments.sheet) {
        Ok(bytes) => bytes,
        Err(error) => {
            session.report(&inputs::unreadable(name, &error))?;
            return Ok(Outcome::Failed);
        }
    };
    let found = match estimate::estimate(&bytes) {
        Ok(found) => found,
        Err((row, message)) => {
            let message = row.map_or_else(|| message.clone(), |row| format!("row {row}: {message}"));
            let help = "`totality audit --sample` writes a sheet to label".to_owned();
            session.report(&Trouble { message, place: Some(Place::named(name)), help })?;
            return Ok(Outcome::Failed);
        }
    };
    if found.labelled == 0 {
        let help = "write yes or no into the columns `label` and `missed`".to_owned();
        let message = "nothing is labelled on this sheet".to_owned();
        session.report(&Trouble { message, place: Some(Place::named(name)), help })?;
        return Ok(Outcome::Failed);
    }
    match arguments.output_format {
        Shape::Json => {
            json::value(&found, &mut session.out)?;
            writeln!(session.out)?;
        }
        Shape::Human => write(&found, session)?,
    }
    Ok(Outcome::Clean)
}

fn write(found: &Estimate, session: &mut Session) -> io::Result<()> {
    let out = &mut session.out;
    let width = found.rules.iter().map(|rule| rule.rule.len()).max().unwrap_or(0);
    writeln!(out, "{} rows labelled, {} not", found.labelled, found.unlabelled)?;
    for rule in &found.rules {
        let right = &rule.right;
        let interval = if right.of == 0 {
            "no label".to_owned()
        } else {
            format!("{:.3} [{:.3}, {:.3}]", right.share, right.low, right.high)
        };
        writeln!(
            out,
            "{:<width$}  {:>3} of {:>3} right  {interval}  of {} findings",
            rule.rule, right.count, right.of, rule.findings
        )?;
    }
    match &found.precision {
        Some(precision) => {
            writeln!(out, "precision       {:.3} [{:.3}, {:.3}]", precision.value, precision.low, precision.high)?
        }
        None => writeln!(out, "precision       not known: each rule that fired needs at least one label")?,
    }
    match &found.recall_at_most {
        Some(recall) => writeln!(
            out,
            "recall at most  {:.3} [{:.3}, {:.3}]  (what is missed in documents that have a finding is not sampled)",
            recall.value, recall.low, recall.high
        ),
        None => {
            writeln!(out, "recall          not known: documents without a finding need labels in the column `missed`")
        }
    }
}
