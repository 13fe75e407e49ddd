//! `totality rules`: every rule with its severity, section and a line on when it fires.

use super::Shape;
use crate::output::{escape, json, severity, table};
use crate::session::{Outcome, Session};
use clap::Args;
use serde::Serialize;
use std::io::{self, Write as _};
use totality::lexicon::RulePage;

/// List every rule: name, severity, section, and when it fires.
#[derive(Args)]
pub(crate) struct Arguments {
    /// How to write the list.
    #[arg(long, value_name = "FORMAT", default_value = "human", help_heading = "What is shown")]
    output_format: Shape,
}

/// The list for programs.
#[derive(Serialize)]
struct List<'a> {
    schema_version: u32,
    guidelines: &'a str,
    rules: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    group: &'a str,
    severity: &'static str,
    section: &'a str,
    summary: &'a str,
}

/// Runs the subcommand.
pub(super) fn run(arguments: &Arguments, session: &mut Session) -> io::Result<Outcome> {
    let Some(checker) = session.checker()? else {
        return Ok(Outcome::Failed);
    };
    let lexicon = checker.lexicon();
    match arguments.output_format {
        Shape::Human => list(lexicon.rules(), session)?,
        Shape::Json => {
            let rules = lexicon.rules().iter().map(|rule| Entry {
                id: &rule.id,
                group: &rule.group,
                severity: severity(rule.severity),
                section: &rule.section,
                summary: &rule.summary,
            });
            let list =
                List { schema_version: json::SCHEMA_VERSION, guidelines: lexicon.guidelines(), rules: rules.collect() };
            json::value(&list, &mut session.out)?;
            writeln!(session.out)?;
        }
    }
    Ok(Outcome::Clean)
}

/// Lists rules for people.
pub(super) fn list(rules: &[RulePage], session: &mut Session) -> io::Result<()> {
    let rows: Vec<_> = rules
        .iter()
        .map(|rule| {
            let section = if rule.section.is_empty() { String::new() } else { format!("§ {}", rule.section) };
            let cells = [&rule.id, severity(rule.severity), &section, &rule.summary];
            cells.map(escape::line)
        })
        .collect();
    table::write(&rows, session.width, &mut session.out)
}
