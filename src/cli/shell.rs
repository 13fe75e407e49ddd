//! `totality completions` and `totality man`: what a shell and a system want of a program.

use super::Arguments as Program;
use crate::session::{Outcome, Session};
use clap::{Args, CommandFactory as _};
use clap_complete::Shell;
use std::io;

/// Print a script that completes commands and options in a shell.
#[derive(Args)]
pub(crate) struct Completions {
    /// The shell.
    shell: Shell,
}

/// Print a manual page.
#[derive(Args)]
pub(crate) struct Man {
    /// The subcommand (`check`, `baseline write`); the program itself if none is given.
    #[arg(value_name = "COMMAND")]
    command: Vec<String>,
}

/// Prints completions.
pub(super) fn completions(arguments: &Completions, session: &mut Session) -> io::Result<Outcome> {
    clap_complete::generate(arguments.shell, &mut Program::command(), env!("CARGO_PKG_NAME"), &mut session.out);
    Ok(Outcome::Clean)
}

/// Prints a manual page.
pub(super) fn man(arguments: &Man, session: &mut Session) -> io::Result<Outcome> {
    let mut command = Program::command().disable_help_subcommand(true);
    command.build();
    for name in &arguments.command {
        let Some(below) = command.find_subcommand(name) else {
            let names: Vec<_> = command.get_subcommands().map(|below| below.get_name().to_owned()).collect();
            let near = super::names::nearest(name, names.iter().map(String::as_str));
            let help = super::names::meant(&near, "`totality --help` lists the commands");
            let trouble = crate::output::trouble::Trouble::usage(format!("there is no command `{name}`"), help);
            session.report(&trouble)?;
            return Ok(Outcome::Failed);
        };
        command = below.clone();
    }
    clap_mangen::Man::new(command).render(&mut session.out)?;
    Ok(Outcome::Clean)
}
