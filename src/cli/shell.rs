//! `totality completions` and `totality man`: what a shell and a system want of a program.

use super::Arguments as Program;
use crate::session::{Outcome, Session};
use clap::builder::PossibleValuesParser;
use clap::{Arg, Args, Command, CommandFactory as _};
use clap_complete::Shell;
use std::io::{self, Write as _};

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
    let mut command = Program::command();
    let Some(checker) = session.checker()? else { return Ok(Outcome::Failed) };
    // A command keeps the names of values for as long as the program runs, which is not for long.
    let rules: Vec<&'static str> = checker.lexicon().rules().iter().map(|rule| &*rule.id.clone().leak()).collect();
    command = with_rules(command, &rules);
    clap_complete::generate(arguments.shell, &mut command, env!("CARGO_PKG_NAME"), &mut session.out);
    Ok(Outcome::Clean)
}

/// A command whose arguments that take a rule know the names of all.
fn with_rules(command: Command, rules: &[&'static str]) -> Command {
    let known = |argument: Arg| {
        let takes_a_rule = argument.get_value_names().is_some_and(|names| names.iter().any(|name| name == "RULE"));
        if takes_a_rule { argument.value_parser(PossibleValuesParser::new(rules.to_vec())) } else { argument }
    };
    command.mut_args(known).mut_subcommands(|below| with_rules(below, rules))
}

/// What every command ends with.
const EXIT_STATUS: &str = "\
.SH \"EXIT STATUS\"
.TP
0
Everything was read, and nothing gates.
.TP
1
There is something that gates.
.TP
2
The job could not be done, or not all of it.
";

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
    // A page describes only what short help would.
    command = command.mut_args(|argument| argument.hide_short_help(false));
    let program = env!("CARGO_PKG_NAME");
    let title = [&[program.to_owned()], &arguments.command[..]].concat().join("-");
    let version = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));
    clap_mangen::Man::new(command).title(title).source(version).manual(program).render(&mut session.out)?;
    write!(session.out, "{EXIT_STATUS}")?;
    Ok(Outcome::Clean)
}
