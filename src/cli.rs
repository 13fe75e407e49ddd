//! The command line: which subcommands there are, what they share, and how a run ends.

mod audit;
mod baseline;
mod check;
mod config;
mod environment;
mod explain;
mod factors;
mod kept;
mod learn;
pub(crate) mod names;
mod review;
mod rules;
mod schema;
mod score;
mod shell;
mod suppressions;
mod texts;
mod trace;
mod waive;

use crate::output::trouble::Trouble;
use crate::session::{Outcome, Session};
pub(crate) use score::By;

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

const SHORT_HELP: &str = "\
Exit codes:
  0  everything was read and no finding is at or above `--fail-on`
  1  there are such findings
  2  the job could not be done, or not all of it

A clean report is no approval.";

const AFTER_HELP: &str = "\
Exit codes:
  0  everything was read and no finding is at or above `--fail-on`
  1  there are such findings
  2  the job could not be done, or not all of it

Examples:
  totality check memo.md
  totality check cases/ --output-format json > report.json
  totality explain RULE

A clean report is no approval: totality reads how a decision is written down, not whether it is right.";

/// Checks written immigration-enforcement memos against the guidelines that govern them.
#[derive(Parser)]
#[command(name = "totality", version, after_help = SHORT_HELP, after_long_help = AFTER_HELP)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    shared: Shared,
}

#[derive(Args)]
#[command(next_help_heading = "Everywhere")]
struct Shared {
    /// Use the guidelines in this folder, or lay its files over the built-in ones if it has none.
    #[arg(long, global = true, value_name = "DIR")]
    lexicon: Option<PathBuf>,
    /// When to colour the output; `auto` also heeds NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE.
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true,
        hide_short_help = true
    )]
    color: Color,
    /// Write findings and errors only: no summary, no remarks.
    #[arg(long, short, global = true)]
    quiet: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Subcommand)]
enum Command {
    Check(check::Arguments),
    Audit(Box<audit::Arguments>),
    Factors(factors::Arguments),
    Explain(explain::Arguments),
    Rules(rules::Arguments),
    Score(score::Arguments),
    Learn(learn::Arguments),
    Baseline(baseline::Arguments),
    Waive(waive::Arguments),
    Suppressions(suppressions::Arguments),
    Config(config::Arguments),
    Schema(schema::Arguments),
    Completions(shell::Completions),
    Man(shell::Man),
    Trace(trace::Arguments),
}

/// For people, or for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Shape {
    /// For people to read.
    Human,
    /// For programs.
    Json,
}

/// Runs the program with these arguments, the first of which is its own name.
pub(crate) fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let Arguments { command, shared } = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Nothing is left to tell anyone if the streams are closed.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { Outcome::Failed } else { Outcome::Clean }.code());
        }
    };
    match shared.color {
        Color::Auto if environment::forces_color() => anstream::ColorChoice::Always,
        Color::Auto => anstream::ColorChoice::Auto,
        Color::Always => anstream::ColorChoice::Always,
        Color::Never => anstream::ColorChoice::Never,
    }
    .write_global();
    let mut session = Session::new(shared.quiet, shared.lexicon);
    let outcome = dispatch(command, &mut session).and_then(|outcome| session.out.flush().map(|()| outcome));
    match outcome {
        // Who reads us has seen enough: `totality check cases/ | head`. What could not be done is said all the same.
        Ok(outcome) if session.is_left() && outcome != Outcome::Failed => ExitCode::SUCCESS,
        Ok(outcome) => ExitCode::from(outcome.code()),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            let trouble = Trouble::usage(format!("the output cannot be written: {error}"), "");
            let _ = session.report_alone(&trouble);
            ExitCode::from(Outcome::Failed.code())
        }
    }
}

fn dispatch(command: Command, session: &mut Session) -> io::Result<Outcome> {
    match command {
        Command::Audit(arguments) => audit::run(&arguments, session),
        Command::Check(arguments) => check::run(&arguments, session),
        Command::Factors(arguments) => factors::run(&arguments, session),
        Command::Explain(arguments) => explain::run(&arguments, session),
        Command::Rules(arguments) => rules::run(&arguments, session),
        Command::Score(arguments) => score::run(&arguments, session),
        Command::Learn(arguments) => learn::run(&arguments, session),
        Command::Baseline(arguments) => baseline::run(&arguments, session),
        Command::Waive(arguments) => waive::run(&arguments, session),
        Command::Suppressions(arguments) => suppressions::run(&arguments, session),
        Command::Config(arguments) => config::run(&arguments, session),
        Command::Schema(arguments) => schema::run(&arguments, session),
        Command::Completions(arguments) => shell::completions(&arguments, session),
        Command::Man(arguments) => shell::man(&arguments, session),
        Command::Trace(arguments) => trace::run(&arguments, session),
    }
}
