//! `totality factors`: the ledger of what a text says for and against, without judging it.

use super::Shape;
use super::texts::{Texts, each_text};
use crate::output::factors::Ledger;
use crate::output::json::{Content, Json};
use crate::output::{Run, Writer};
use crate::session::{Outcome, Session};
use clap::Args;
use std::io;

/// List each factor that a memo cites: its place, kind, identifier, status and words.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    texts: Texts,
    /// How to write the ledger.
    #[arg(long, value_name = "FORMAT", default_value = "human", help_heading = "What is shown")]
    output_format: Shape,
}

/// Runs the subcommand.
pub(super) fn run(arguments: &Arguments, session: &mut Session) -> io::Result<Outcome> {
    let Some(checker) = session.checker()? else {
        return Ok(Outcome::Failed);
    };
    let mut writer: Box<dyn Writer> = match arguments.output_format {
        Shape::Human => Box::new(Ledger::new(session.width)),
        Shape::Json => Box::new(Json::new(&Run::new(checker.lexicon(), true), Content::Factors)),
    };
    let inputs = match arguments.texts.find(None, false, session)? {
        Ok(inputs) => inputs,
        Err(outcome) => return Ok(outcome),
    };
    each_text(&inputs, &checker, session, writer.as_mut(), |_, _, _| (), |_| ())
}
