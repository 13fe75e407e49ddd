//! `totality suppressions`: everything that answers findings of some texts, or was meant to, in one list.

use super::Shape;
use super::review::{Dials, Options, Prepared};
use super::texts::{Texts, each_text};
use crate::output::json::{self, entries};
use crate::output::sinks::Sinks;
use crate::output::{Run, Summary, counted, escape, table};
use crate::review::baseline::Baseline;
use crate::review::listed::{self, Listed};
use crate::review::waivers::Waivers;
use crate::session::{Outcome, Session};
use clap::{Args, Subcommand};
use serde::Serialize;
use std::collections::HashSet;
use std::io::{self, Write as _};
use std::path::PathBuf;
use totality::source::Span;

/// List what answers findings: comments in the texts, waivers, and entries of the baseline.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// List every suppression comment, waiver and entry of the baseline that is for these texts, and whether it is used.
    List(List),
}

#[derive(Args)]
struct List {
    #[command(flatten)]
    texts: Texts,
    /// The baseline; if not given, the one that the settings name.
    #[arg(long, value_name = "FILE", help_heading = "What is shown")]
    baseline: Option<PathBuf>,
    /// How to write the list.
    #[arg(long, value_name = "FORMAT", default_value = "human", help_heading = "What is shown")]
    output_format: Shape,
    #[command(flatten)]
    options: Options,
}

/// Runs the subcommand.
pub(super) fn run(arguments: &Arguments, session: &mut Session) -> io::Result<Outcome> {
    let Action::List(list) = &arguments.action;
    let dials = Dials { baseline: list.baseline.clone(), heed_baseline: true, ..Dials::default() };
    let prepared = match list.options.prepare(&list.texts, dials, session)? {
        Ok(prepared) => prepared,
        Err(outcome) => return Ok(outcome),
    };
    let Prepared { checker, inputs, settings, terms, .. } = &prepared;
    let (mut all, mut read) = (Vec::new(), Summary::default());
    let outcome = each_text(
        inputs,
        checker,
        session,
        &mut Sinks::none(),
        |number, document, summary| {
            let Some((input, (settings, place))) = inputs.list.get(number).zip(settings.get(number)) else { return };
            let silenced = document.report.suppressed.iter();
            let silenced: HashSet<(Span, String)> =
                silenced.map(|suppressed| (suppressed.comment, suppressed.diagnostic.rule.clone())).collect();
            let text = document.source.text();
            let comments = checker.suppressions(text, &checker.parse(text, input.format));
            let named = comments.into_iter().map(|comment| {
                let is_used = silenced.contains(&(comment.comment, comment.rule.clone()));
                let is_forbidden = settings.forbid.contains_key(&comment.rule);
                Listed::comment(comment, (&document.name, &document.source), is_used, is_forbidden)
            });
            all.extend(named);
            terms.review(checker, document, (settings, place), summary);
        },
        |summary| read.clone_from(summary),
    )?;
    all.extend(terms.waivers.iter().flat_map(Waivers::listed));
    all.extend(terms.baseline.iter().flat_map(Baseline::listed));
    match list.output_format {
        Shape::Human => {
            let rows: Vec<_> = all.iter().map(row).collect();
            // A line each, so that they can be searched and counted.
            table::write(&rows, usize::MAX / 2, &mut session.out)?;
            let of = |kind: &str| all.iter().filter(|listed| listed.kind == kind).count();
            let idle = all.iter().filter(|listed| listed.status != listed::USED).count();
            let (comments, waivers) = (counted(of("text"), "comment"), counted(of("waiver"), "waiver"));
            session.remark(&format!("{comments}, {waivers}, {} in the baseline; {idle} not used", of("baseline")))?;
        }
        Shape::Json => {
            let as_of = terms.waivers.as_ref().map(|waivers| waivers.day().to_string());
            let run = Run { as_of, ..Run::new(checker.lexicon(), true) };
            let head = entries::HeadEntry::new(&run);
            json::value(&Report { head, suppressions: &all, unread: entries::unread(&read) }, &mut session.out)?;
            writeln!(session.out)?;
        }
    }
    Ok(outcome)
}

/// One line for people.
fn row(listed: &Listed) -> [String; 5] {
    let Listed { kind, status, rule, file, line, column, path, reason, approver, expires, .. } = listed;
    let at = [line, column].into_iter().flatten().map(|number| format!(":{number}")).collect::<String>();
    let about = match (path, reason.is_empty()) {
        (path, _) if path == file => String::new(),
        (path, true) => path.clone(),
        (path, false) if path.is_empty() => "all texts: ".to_owned(),
        (path, false) => format!("{path}: "),
    };
    let by = match (approver.is_empty(), expires.is_empty()) {
        (true, _) => String::new(),
        (false, true) => format!(" ({approver})"),
        (false, false) => format!(" ({approver}, until {expires})"),
    };
    // In the log of a workflow, a line that starts so is a command.
    let dot = if file.trim_start().starts_with("::") { "./" } else { "" };
    [
        format!("{dot}{}{at}", escape::visible(file)),
        (*kind).to_owned(),
        (*status).to_owned(),
        escape::line(rule),
        escape::line(&format!("{about}{reason}{by}")),
    ]
}

/// The list for programs.
#[derive(Serialize)]
struct Report<'a> {
    #[serde(flatten)]
    head: entries::HeadEntry<'a>,
    suppressions: &'a [Listed],
    unread: Vec<entries::UnreadEntry<'a>>,
}
