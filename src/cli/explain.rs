//! `totality explain`: the page of a rule.

use super::{names, rules};
use crate::output::{escape, page, severity};
use crate::session::{Outcome, Session};
use clap::Args;
use std::io::{self, Write as _};

/// Explain a rule: what it means, why, what to do, what fires and what does not.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The rule, as it stands in the brackets of a finding; without it, all rules are listed.
    #[arg(value_name = "RULE")]
    rule: Option<String>,
}

/// Runs the subcommand.
pub(super) fn run(arguments: &Arguments, session: &mut Session) -> io::Result<Outcome> {
    let Some(checker) = session.checker()? else {
        return Ok(Outcome::Failed);
    };
    let lexicon = checker.lexicon();
    let Some(name) = &arguments.rule else {
        rules::list(lexicon.rules(), session)?;
        return Ok(Outcome::Clean);
    };
    let Some(rule) = lexicon.rules().iter().find(|rule| rule.id == *name) else {
        session.report(&names::unknown_rule(name, lexicon.rules()))?;
        return Ok(Outcome::Failed);
    };
    let bold = page::BOLD;
    let section = if rule.section.is_empty() { String::new() } else { format!(", § {}", escape::line(&rule.section)) };
    writeln!(session.out, "{bold}{}{bold:#} ({}{section})\n", escape::line(&rule.id), severity(rule.severity))?;
    write!(session.out, "{}", page::render(&rule.body, session.width.min(page::WIDEST)))?;
    Ok(Outcome::Clean)
}
