//! The figures for a terminal: aligned tables, bars, and what to make of them.

use super::figures::{Figures, Grouping, Share};
use super::statistics::in_words;
use super::tally::{MOST_GROUPS, OTHERS};
use crate::output::{counted, escape, table};
use anstyle::Style;
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr as _;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// The width of a bar in characters.
const BAR: usize = 20;

/// The most rows of a table.
const MOST_ROWS: usize = 12;

/// Writes the summary.
pub(crate) fn write(figures: &Figures, width: usize, out: &mut dyn Write) -> io::Result<()> {
    head(figures, width, out)?;
    if figures.judged > 0 {
        rules(figures, out)?;
        factors(figures, out)?;
        for grouping in &figures.groupings {
            self::grouping(grouping, width, out)?;
        }
        lists(figures, width, out)?;
    }
    foot(figures, width, out)
}

fn title(words: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n{BOLD}{words}{BOLD:#}")
}

fn head(figures: &Figures, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let Figures { documents, justifications, unread, judged, .. } = figures;
    let unread = if *unread == 0 { String::new() } else { format!(", {unread} not read") };
    let interrupted = if figures.interrupted { " (interrupted: what follows is of these only)" } else { "" };
    writeln!(
        out,
        "{BOLD}{}, {}{unread}{BOLD:#}{interrupted}",
        counted(usize::try_from(*documents).unwrap_or(usize::MAX), "document"),
        counted(usize::try_from(*justifications).unwrap_or(usize::MAX), "justification"),
    )?;
    let decisions: Vec<_> =
        figures.decisions.iter().map(|scales| format!("{} {}", scales.justifications, scales.decision)).collect();
    if !decisions.is_empty() {
        writeln!(out, "decisions: {}", decisions.join(", "))?;
    }
    let words = [
        ("yes", "in force"),
        ("no", "not in force (counted apart)"),
        ("uncertain", "not sure"),
        ("undated", "no date"),
    ];
    let in_force: Vec<_> = figures
        .in_force
        .iter()
        .map(|(state, count)| {
            let said = words.iter().find(|(known, _)| *known == state.word()).map_or("", |(_, said)| said);
            format!("{count} {said}")
        })
        .collect();
    if !in_force.is_empty() {
        writeln!(out, "guidelines on the date of the justification: {}", in_force.join(", "))?;
    }
    if *judged > 0 {
        let line = format!(
            "with an error: {}; with an error or a warning: {} (95 % Wilson intervals, of {judged} justifications)",
            percent_with_interval(&figures.with_error),
            percent_with_interval(&figures.with_problem)
        );
        table::wrap(&line, width).iter().try_for_each(|line| writeln!(out, "{line}"))?;
    }
    Ok(())
}

fn rules(figures: &Figures, out: &mut dyn Write) -> io::Result<()> {
    title("Findings, by share of justifications", out)?;
    if figures.rules.is_empty() {
        return writeln!(out, "none");
    }
    let name = figures.rules.iter().map(|rule| rule.rule.len()).max().unwrap_or(0);
    let widest = figures.rules.iter().map(|rule| rule.justifications.share).fold(0.0, f64::max);
    for rule in figures.rules.iter().filter(|rule| rule.justifications.count > 0) {
        let share = &rule.justifications;
        writeln!(
            out,
            "{:<name$}  {:<7}  {:>8}  {}  {}",
            rule.rule,
            rule.severity,
            share.count,
            percents(share),
            bar(share.share, widest)
        )?;
    }
    Ok(())
}

fn factors(figures: &Figures, out: &mut dyn Write) -> io::Result<()> {
    if figures.factors.is_empty() {
        return Ok(());
    }
    title("Factors, by share of justifications that assert or deny them", out)?;
    let name = figures.factors.iter().map(|factor| factor.factor.len()).max().unwrap_or(0);
    let kind = figures.factors.iter().map(|factor| factor.kind.len()).max().unwrap_or(0);
    writeln!(out, "{DIM}{:<kind$}  {:<name$}  {:>8}  {:>8}{DIM:#}", "", "", "asserted", "denied")?;
    for factor in &figures.factors {
        let (asserted, negated) = (percent(factor.asserted.share), percent(factor.negated.share));
        let bar = bar(factor.asserted.share, 1.0);
        writeln!(out, "{:<kind$}  {:<name$}  {asserted:>8}  {negated:>8}  {bar}", factor.kind, factor.factor)?;
    }
    title(
        "On the scales, by decision: share of justifications with at least one factor of the kind (mean number)",
        out,
    )?;
    for scales in &figures.decisions {
        let kinds: Vec<_> = scales
            .kinds
            .iter()
            .map(|kind| format!("{} {} ({:.1})", kind.kind, percent(kind.with.share).trim(), kind.mean))
            .collect();
        writeln!(out, "{:<8} {:>8}  {}", scales.decision, scales.justifications, kinds.join(", "))?;
    }
    Ok(())
}

fn grouping(grouping: &Grouping, width: usize, out: &mut dyn Write) -> io::Result<()> {
    title(&format!("Justifications with an error, by {}", escape::line(&grouping.by)), out)?;
    if grouping.groups.is_empty() {
        return writeln!(out, "no justification states it");
    }
    let is_time = grouping.by == "month" || grouping.by == "year";
    let most = if is_time { 120 } else { MOST_ROWS };
    let shown: Vec<_> = grouping.groups.iter().take(most).map(|group| (escape::line(&group.name), group)).collect();
    let name = shown.iter().map(|(name, _)| name.width()).max().unwrap_or(0).min(40);
    for (label, group) in &shown {
        let pad = " ".repeat(name.saturating_sub(label.width()));
        let mark = match (group.differs, group.is_worse) {
            (false, _) => "",
            (true, true) => " ▲",
            (true, false) => " ▼",
        };
        let share = &group.with_error;
        writeln!(
            out,
            "{label}{pad}  {:>8} of {:>8}  {}  {}{mark}",
            share.count,
            share.of,
            percents(share),
            bar(share.share, 1.0)
        )?;
    }
    if grouping.all > shown.len() {
        writeln!(out, "and {} more", grouping.all - shown.len())?;
    }
    if grouping.without > 0 {
        writeln!(out, "not stated by {}", grouping.without)?;
    }
    if grouping.pooled > 0 {
        let line = format!(
            "{} justifications of groups after the first {MOST_GROUPS} are counted together as {OTHERS}",
            grouping.pooled
        );
        table::wrap(&line, width).iter().try_for_each(|line| writeln!(out, "{line}"))?;
    }
    if let Some(trend) = &grouping.trend {
        let line = format!(
            "trend: {:+.2} percentage points a {} from {} to {} (Cochran–Armitage test: z = {:.2}, p {})",
            trend.step * 100.0,
            escape::line(&grouping.by),
            trend.from,
            trend.to,
            trend.z,
            in_words(trend.p)
        );
        table::wrap(&line, width).iter().try_for_each(|line| writeln!(out, "{line}"))?;
    }
    if grouping.comparisons == 0 {
        return Ok(());
    }
    let line = format!(
        "{} of {} comparisons of a group with the rest differ beyond chance (chi-square or Fisher's exact test, \
         p < 0.05 after Holm's correction for all of them){}",
        grouping.differences.len(),
        grouping.comparisons,
        if grouping.differences.is_empty() { "." } else { ":" }
    );
    table::wrap(&line, width).iter().try_for_each(|line| writeln!(out, "{line}"))?;
    for found in grouping.differences.iter().take(MOST_ROWS) {
        writeln!(
            out,
            "  {} {}: {} {} here, {} elsewhere (p {})",
            if found.here.share > found.elsewhere.share { '▲' } else { '▼' },
            escape::line(&found.group),
            found.what,
            percent(found.here.share).trim(),
            percent(found.elsewhere.share).trim(),
            in_words(found.p_holm)
        )?;
    }
    Ok(())
}

fn lists(figures: &Figures, width: usize, out: &mut dyn Write) -> io::Result<()> {
    if figures.pairs.found > 0 {
        title("Rules that fire together more often than by chance", out)?;
        let line = format!(
            "{} of {} pairs (chi-square or Fisher's exact test, p < 0.05 after Holm's correction for all of them):",
            figures.pairs.found, figures.pairs.tested
        );
        table::wrap(&line, width).iter().try_for_each(|line| writeln!(out, "{line}"))?;
        for pair in figures.pairs.listed.iter().take(MOST_ROWS) {
            let ([a, b], count, expected) = (&pair.rules, pair.count, pair.expected);
            writeln!(out, "{count:>8}  {a} + {b} (by chance {expected:.1}, p {})", in_words(pair.p_holm))?;
        }
    }
    if !figures.boilerplate.is_empty() {
        title("The same conclusion in many documents, but for names, numbers and dates", out)?;
        for same in figures.boilerplate.iter().take(MOST_ROWS) {
            let words = table::wrap(&escape::line(&same.words), width.saturating_sub(10).max(24));
            for (number, line) in words.iter().enumerate() {
                let count = if number == 0 { same.documents.to_string() } else { String::new() };
                writeln!(out, "{count:>8}  {line}")?;
            }
        }
        if figures.boilerplate_error > 0 {
            writeln!(out, "(each may be in up to {} more)", figures.boilerplate_error)?;
        }
    }
    if !figures.worst.is_empty() {
        title("Documents with the most findings", out)?;
        for worst in figures.worst.iter().take(MOST_ROWS) {
            let (errors, warnings) = (counted(worst.errors, "error"), counted(worst.warnings, "warning"));
            writeln!(out, "{errors:>9}, {warnings:<12} {}", escape::line(&worst.path))?;
        }
    }
    Ok(())
}

fn foot(figures: &Figures, width: usize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out)?;
    if figures.findings_elsewhere > 0 {
        let count = figures.findings_elsewhere;
        writeln!(out, "{count} findings in texts that are no justifications are in the outputs and in no figure.")?;
    }
    let outside = &figures.outside_with_error;
    if outside.of > 0 {
        let line = format!(
            "{} justifications are dated outside the time of the guidelines and counted apart: {} of them have what \
             would be an error inside it.",
            outside.of, outside.count
        );
        table::wrap(&line, width).iter().try_for_each(|line| writeln!(out, "{line}"))?;
    }
    let line = "A clean report is no approval: it says how decisions are written down, not whether they are right. How far \
                the figures can be trusted, a labelled sample tells (`--sample`).";
    table::wrap(line, width).iter().try_for_each(|line| writeln!(out, "{line}"))
}

/// A share as `12.3 %`.
fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

fn percents(share: &Share) -> String {
    let interval = format!("[{:.1}, {:.1}]", share.low * 100.0, share.high * 100.0);
    format!("{:>7}  {DIM}{interval:>14}{DIM:#}", percent(share.share))
}

fn percent_with_interval(share: &Share) -> String {
    format!("{} [{:.1}, {:.1}]", percent(share.share), share.low * 100.0, share.high * 100.0)
}

/// A bar in eighths of a character.
fn bar(share: f64, widest: f64) -> String {
    const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    if widest <= 0.0 {
        return String::new();
    }
    let eighths = (share / widest * (BAR * 8) as f64).round().clamp(0.0, (BAR * 8) as f64) as usize;
    format!("{}{}", "█".repeat(eighths / 8), PARTS[eighths % 8])
}
