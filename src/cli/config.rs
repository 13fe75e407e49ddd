//! `totality config`: the settings in force, and where each comes from.

use super::review::Options;
use crate::output::{escape, table};
use crate::session::{Outcome, Session};
use clap::{Args, Subcommand};
use std::io::{self, Write as _};
use std::path::PathBuf;

/// Show the settings in force.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Print the settings in force for a file and where each comes from.
    Show {
        /// The file; it need not be there.
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[command(flatten)]
        options: Options,
    },
}

/// Runs the subcommand.
pub(super) fn run(arguments: &Arguments, session: &mut Session) -> io::Result<Outcome> {
    let Action::Show { file, options } = &arguments.action;
    let (settings, chain) = match options.settings_of(file) {
        Ok(found) => found,
        Err(troubles) => {
            troubles.iter().try_for_each(|trouble| session.report(trouble))?;
            return Ok(Outcome::Failed);
        }
    };
    for (number, layer) in chain.iter().enumerate() {
        let how = if number == 0 { "settings" } else { "extends" };
        writeln!(session.out, "# {how}: {}", escape::visible(&escape::path(&layer.shown)))?;
    }
    if chain.is_empty() {
        writeln!(session.out, "# settings: built in, no file is in force")?;
    }
    let rows: Vec<_> = settings
        .list()
        .into_iter()
        .map(|(name, value, origin)| {
            [escape::line(&format!("{name} = {value}")), format!("# {}", escape::line(&origin))]
        })
        .collect();
    table::write(&rows, usize::MAX / 2, &mut session.out)?;
    Ok(Outcome::Clean)
}
