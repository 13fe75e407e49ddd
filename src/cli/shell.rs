//! `totality completions` and `totality man`: what a shell and a system want of a program.

use super::Arguments as Program;
use crate::output::trouble::{Place, Trouble};
use crate::output::{counted, escape};
use crate::session::{Outcome, Session};
use clap::builder::PossibleValuesParser;
use clap::{Arg, Args, Command, CommandFactory as _};
use clap_complete::Shell;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What pages are named after.
const PROGRAM: &str = env!("CARGO_PKG_NAME");

/// Print a script that completes commands and options in a shell.
#[derive(Args)]
pub(crate) struct Completions {
    /// The shell.
    shell: Shell,
}

/// Print a manual page, or write all of them to a folder.
#[derive(Args)]
pub(crate) struct Man {
    /// The subcommand (`check`, `baseline write`); the program itself if none is given.
    #[arg(value_name = "COMMAND", conflicts_with = "out")]
    command: Vec<String>,
    /// Write the pages of all commands to this folder, as `totality.1`, `totality-check.1` and so on.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
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

/// Prints a manual page, or writes all.
pub(super) fn man(arguments: &Man, session: &mut Session) -> io::Result<Outcome> {
    let mut command = Program::command().disable_help_subcommand(true);
    command.build();
    if let Some(folder) = &arguments.out {
        return match all_pages(&command, folder) {
            Ok(pages) => {
                let folder = escape::path(folder);
                session.remark(&format!("{} written to {}", counted(pages, "page"), escape::visible(&folder)))?;
                Ok(Outcome::Clean)
            }
            Err(trouble) => {
                session.report(&trouble)?;
                Ok(Outcome::Failed)
            }
        };
    }
    for name in &arguments.command {
        let Some(below) = command.find_subcommand(name) else {
            let names: Vec<_> = command.get_subcommands().map(|below| below.get_name().to_owned()).collect();
            let near = super::names::nearest(name, names.iter().map(String::as_str));
            let help = super::names::meant(&near, "`totality --help` lists the commands");
            session.report(&Trouble::usage(format!("there is no command `{name}`"), help))?;
            return Ok(Outcome::Failed);
        };
        command = below.clone();
    }
    let names: Vec<&str> = arguments.command.iter().map(String::as_str).collect();
    page(command, &names, &mut session.out)?;
    Ok(Outcome::Clean)
}

/// The title of a page, which is also the name of its file.
fn title(names: &[&str]) -> String {
    [&[PROGRAM], names].concat().join("-")
}

/// Writes the page of a command with these names.
fn page(command: Command, names: &[&str], out: &mut dyn Write) -> io::Result<()> {
    // A page describes only what short help would.
    let command = command.mut_args(|argument| argument.hide_short_help(false));
    let version = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));
    clap_mangen::Man::new(command).title(title(names)).source(version).manual(PROGRAM).render(out)?;
    write!(out, "{EXIT_STATUS}")
}

/// Writes the pages of a command and of all below it to a folder; says how many.
#[allow(clippy::disallowed_methods, reason = "the folder was named for this")]
fn all_pages(command: &Command, folder: &Path) -> Result<usize, Trouble> {
    let trouble = |path: &Path, error: &io::Error| Trouble {
        message: format!("this cannot be written: {error}"),
        place: Some(Place::file(path)),
        help: "`totality man --out DIR` needs a folder that may be written to".to_owned(),
    };
    fs::create_dir_all(folder).map_err(|error| trouble(folder, &error))?;
    let (mut left, mut pages) = (vec![(command, Vec::new())], 0);
    while let Some((command, names)) = left.pop() {
        let path = folder.join(format!("{}.1", title(&names)));
        let mut text = Vec::new();
        let written = page(command.clone(), &names, &mut text).and_then(|()| fs::write(&path, &text));
        written.map_err(|error| trouble(&path, &error))?;
        pages += 1;
        left.extend(command.get_subcommands().map(|below| (below, [&names[..], &[below.get_name()]].concat())));
    }
    Ok(pages)
}
