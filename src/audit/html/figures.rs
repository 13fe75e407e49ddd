//! The figures as tables with bars. Everything that comes from memos goes through [`escape`].

use super::charts::{bar, both_ways, escape, number, parts, percent};
use super::page::Settings;
use super::timeline;
use crate::audit::entry::InForce;
use crate::audit::figures::{Figures, Grouping, Share};
use crate::audit::statistics::in_words;
use crate::audit::tally::{MOST_GROUPS, OTHERS};
use std::io::{self, Write};

/// Writes all sections of figures.
pub(super) fn write(figures: &Figures, settings: &Settings<'_>, out: &mut dyn Write) -> io::Result<()> {
    overview(figures, out)?;
    if figures.judged == 0 {
        return Ok(());
    }
    rules(figures, out)?;
    for grouping in &figures.groupings {
        self::grouping(grouping, out)?;
    }
    factors(figures, out)?;
    scales(figures, out)?;
    pairs(figures, out)?;
    if !settings.no_text {
        boilerplate(figures, out)?;
    }
    worst(figures, out)
}

fn tile(number: &str, words: &str, more: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<div class=\"tile\"><b>{number}</b><span>{words}</span><small>{more}</small></div>")
}

fn interval(share: &Share) -> String {
    format!("95 % interval {} to {}", percent(share.low), percent(share.high))
}

fn overview(figures: &Figures, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "<section id=\"overview\" aria-labelledby=\"h-overview\"><h2 id=\"h-overview\">Overview</h2><div class=\"tiles\">"
    )?;
    let unread = if figures.unread == 0 {
        "all were read".to_owned()
    } else {
        format!("{} could not be read", number(figures.unread))
    };
    tile(&number(figures.documents), "documents", &unread, out)?;
    let decisions: Vec<_> = figures
        .decisions
        .iter()
        .map(|scales| format!("{} {}", number(scales.justifications), scales.decision))
        .collect();
    tile(&number(figures.justifications), "justifications", &decisions.join(", "), out)?;
    tile(&percent(figures.with_error.share), "with an error", &interval(&figures.with_error), out)?;
    tile(&percent(figures.with_problem.share), "with an error or a warning", &interval(&figures.with_problem), out)?;
    writeln!(out, "</div>")?;
    let count = |state| figures.in_force.get(&state).copied().unwrap_or_default();
    let states = [
        ("in force", count(InForce::Yes), "yes"),
        ("in force for a part of the time stated", count(InForce::Uncertain), "uncertain"),
        ("no date stated", count(InForce::Undated), "undated"),
        ("not in force: counted apart", count(InForce::No), "no"),
    ];
    writeln!(out, "<h3>Were the guidelines in force on the date of the justification?</h3>{}", parts(&states))?;
    let outside = &figures.outside_with_error;
    if outside.of > 0 {
        writeln!(
            out,
            "<p class=\"note\">{} justifications are dated outside the time of the guidelines. They did not bind them: \
             no rate below counts them. Inside, {} of them would have an error.</p>",
            number(outside.of),
            number(outside.count)
        )?;
    }
    if figures.findings_elsewhere > 0 {
        let count = number(figures.findings_elsewhere);
        writeln!(
            out,
            "<p class=\"note\">{count} findings stand in texts that are no justifications, and in no rate.</p>"
        )?;
    }
    if !figures.left_out.is_empty() {
        writeln!(out, "<p class=\"note\">Files {}.</p>", escape(&figures.left_out))?;
    }
    if figures.unread > 0 {
        writeln!(out, "<details><summary>{} texts could not be read</summary><ul>", number(figures.unread))?;
        for unread in &figures.first_unread {
            writeln!(out, "<li><code>{}</code>: {}</li>", escape(&unread.path), escape(&unread.message))?;
        }
        let more = figures.unread.saturating_sub(figures.first_unread.len() as u64);
        if more > 0 {
            writeln!(out, "<li>and {} more</li>", number(more))?;
        }
        writeln!(out, "</ul></details>")?;
    }
    writeln!(out, "</section>")
}

/// The cells of a share: its count, its percentage, its interval and its bar.
fn cells(share: &Share, widest: f64, class: &str) -> String {
    format!(
        "<td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n dim\">{} to {}</td><td class=\"b\">{}</td>",
        number(share.count),
        percent(share.share),
        percent(share.low),
        percent(share.high),
        bar(share, widest, class)
    )
}

/// What the column of bars is called, to those who hear the table.
const BAR: &str = "~Bar";

/// The class of what scrolls by itself.
const SCROLLS: &str = "wide scroll";

/// The start of a table: its name, for those who hear it, and the heads of its columns. `#` stands before a column of numbers,
/// `~` before a head that is heard and not seen.
fn table(name: &str, class: &str, heads: &[&str]) -> String {
    let name = escape(name);
    let focus =
        if class == SCROLLS { format!(" tabindex=\"0\" role=\"region\" aria-label=\"{name}\"") } else { String::new() };
    let mut shown =
        format!("<div class=\"{class}\"{focus}><table><caption class=\"heard\">{name}</caption><thead><tr>");
    for head in heads {
        shown.push_str(&match (head.strip_prefix('#'), head.strip_prefix('~')) {
            (Some(head), _) => format!("<th scope=\"col\" class=\"n\">{}</th>", escape(head)),
            (_, Some(head)) => {
                format!("<th scope=\"col\" class=\"b\"><span class=\"heard\">{}</span></th>", escape(head))
            }
            _ => format!("<th scope=\"col\">{}</th>", escape(head)),
        });
    }
    shown + "</tr></thead><tbody>"
}

fn rules(figures: &Figures, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "<section id=\"rules\" aria-labelledby=\"h-rules\"><h2 id=\"h-rules\">How often each problem occurs</h2>\
         <p>Shares of the {} justifications that the guidelines may have bound. The thin line is the 95 % interval \
         (Wilson). A rule's name shows the documents with it.</p>{}",
        number(figures.judged),
        table(
            "Rules by the share of justifications with them",
            "wide",
            &["Rule", "§", "#Findings", "#Justifications", "#Share", "#Interval", BAR, "#Apart"]
        )
    )?;
    let widest = figures.rules.iter().map(|rule| rule.justifications.high).fold(0.0, f64::max);
    for rule in &figures.rules {
        let id = escape(&rule.rule);
        writeln!(
            out,
            "<tr><th scope=\"row\"><a href=\"#rule={id}\"><span class=\"sev {severity}\">{severity}</span> {id}</a>\
             <small>{}</small></th><td>{}</td><td class=\"n\">{}</td>{}<td class=\"n dim\">{}</td></tr>",
            escape(&rule.summary),
            escape(&rule.section),
            number(rule.findings),
            cells(&rule.justifications, widest, rule.severity),
            number(rule.outside),
            severity = rule.severity
        )?;
    }
    writeln!(
        out,
        "</tbody></table></div><p class=\"note\">Apart: justifications with it that are dated outside the time of the guidelines.</p></section>"
    )
}

fn grouping(grouping: &Grouping, out: &mut dyn Write) -> io::Result<()> {
    let by = escape(&grouping.by);
    let is_time = grouping.by == "month" || grouping.by == "year";
    writeln!(
        out,
        "<section id=\"by-{by}\" aria-labelledby=\"h-by-{by}\"><h2 id=\"h-by-{by}\">Justifications with an error, by {by}</h2>"
    )?;
    if grouping.groups.is_empty() {
        return writeln!(out, "<p>No justification states it.</p></section>");
    }
    if is_time {
        writeln!(out, "<div class=\"wide\">{}</div>", timeline::chart(grouping))?;
        writeln!(
            out,
            "<p class=\"note\">Points: share with an error, with its 95 % interval; ▲ and ▼ differ from the rest beyond chance. Hollow: of fewer \
             than ten. The line is broken where no justification is from the time between. Columns: number of justifications.</p>"
        )?;
        trend(grouping, out)?;
    }
    differences(grouping, out)?;
    let name = if is_time { "Figures of the chart" } else { "All groups" };
    let open = if is_time { "" } else { " open" };
    writeln!(
        out,
        "<details{open}><summary>{name} ({})</summary>{}",
        number(grouping.all as u64),
        table(
            &format!("Justifications with an error, by {}", grouping.by),
            SCROLLS,
            &[&grouping.by, "#Justifications", "#With an error", "#Share", "#Interval", BAR]
        )
    )?;
    for group in &grouping.groups {
        let (class, mark) = match (group.differs, group.is_worse) {
            (false, _) => ("", ""),
            (true, true) => ("worse", " <abbr title=\"more than the rest, beyond chance\">▲</abbr>"),
            (true, false) => ("better", " <abbr title=\"less than the rest, beyond chance\">▼</abbr>"),
        };
        let link = if is_time || group.name == OTHERS {
            escape(&group.name)
        } else {
            format!("<a href=\"#group={by}&amp;is={}\">{}</a>", url(&group.name), escape(&group.name))
        };
        let row = cells(&group.with_error, 1.0, class);
        writeln!(
            out,
            "<tr><th scope=\"row\">{link}{mark}</th><td class=\"n\">{}</td>{row}</tr>",
            number(group.with_error.of)
        )?;
    }
    writeln!(out, "</tbody></table></div>")?;
    if grouping.groups.iter().any(|group| group.differs) {
        writeln!(out, "<p class=\"note\">▲ more, ▼ less than the rest, beyond chance.</p>")?;
    }
    if grouping.all > grouping.groups.len() {
        writeln!(out, "<p class=\"note\">The {} largest are listed; all were compared.</p>", grouping.groups.len())?;
    }
    writeln!(out, "</details>")?;
    if grouping.pooled > 0 {
        writeln!(
            out,
            "<p class=\"note\">{} justifications of groups after the first {} are counted together as {OTHERS} and not compared.</p>",
            number(grouping.pooled),
            number(MOST_GROUPS as u64)
        )?;
    }
    if grouping.without > 0 {
        writeln!(out, "<p class=\"note\">{} justifications do not state it.</p>", number(grouping.without))?;
    }
    writeln!(out, "</section>")
}

/// A probability in a column of them.
fn p_value(p: f64) -> String {
    escape(in_words(p).trim_start_matches("= "))
}

/// Whether the share rises or falls.
fn trend(grouping: &Grouping, out: &mut dyn Write) -> io::Result<()> {
    let by = escape(&grouping.by);
    let Some(trend) = &grouping.trend else {
        return writeln!(out, "<p class=\"note\">There is too little to tell a trend by.</p>");
    };
    let direction = match trend.p {
        p if p >= 0.05 => "no trend beyond chance",
        _ if trend.step > 0.0 => "a rise beyond chance",
        _ => "a fall beyond chance",
    };
    writeln!(
        out,
        "<p><b>Trend from {} to {}:</b> {:+.2} percentage points a {by}, {direction} <span class=\"dim\">(Cochran–Armitage test over {} \
         {by}s with justifications: z = {:.2}, p {})</span>.</p>",
        escape(&trend.from),
        escape(&trend.to),
        trend.step * 100.0,
        trend.moments,
        trend.z,
        escape(&in_words(trend.p))
    )
}

fn differences(grouping: &Grouping, out: &mut dyn Write) -> io::Result<()> {
    if grouping.comparisons == 0 {
        return writeln!(out, "<p class=\"note\">No group is large enough to be compared with the rest.</p>");
    }
    writeln!(
        out,
        "<p>{} of {} comparisons of a group with the rest differ beyond chance <span class=\"dim\">(chi-square, or Fisher’s exact \
         test where a cell is expected to hold fewer than five; p &lt; 0.05 after Holm’s correction for all of them)</span>.</p>",
        number(grouping.differences.len() as u64),
        number(grouping.comparisons as u64)
    )?;
    if grouping.differences.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "{}",
        table(
            &format!("Groups by {} that differ from the rest", grouping.by),
            SCROLLS,
            &["Group", "What", "#Here", "#Elsewhere", "#p, corrected"]
        )
    )?;
    for found in grouping.differences.iter().take(60) {
        let direction = if found.here.share > found.elsewhere.share { "▲ more" } else { "▼ less" };
        writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{} <span class=\"dim\">{direction}</span></td><td class=\"n\">{} <span class=\"dim\">({} of {})</span>\
             </td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
            escape(&found.group),
            escape(&found.what),
            percent(found.here.share),
            number(found.here.count),
            number(found.here.of),
            percent(found.elsewhere.share),
            p_value(found.p_holm)
        )?;
    }
    writeln!(out, "</tbody></table></div>")
}

fn factors(figures: &Figures, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "<section id=\"factors\" aria-labelledby=\"h-factors\"><h2 id=\"h-factors\">What justifications cite</h2>\
         <p>Share of justifications that assert each factor (right of the line) and that deny it (left).</p>{}",
        table(
            "Factors by the share of justifications that cite them",
            "wide",
            &["Factor", "Kind", "#Denied", "#Asserted", BAR]
        )
    )?;
    for factor in &figures.factors {
        writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td class=\"dim\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"b\">{}</td></tr>",
            escape(&factor.factor),
            escape(&factor.kind),
            percent(factor.negated.share),
            percent(factor.asserted.share),
            both_ways(factor.asserted.share, factor.negated.share)
        )?;
    }
    writeln!(out, "</tbody></table></div></section>")
}

fn scales(figures: &Figures, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "<section id=\"scales\" aria-labelledby=\"h-scales\"><h2 id=\"h-scales\">On the scales, by decision</h2>\
         <p>Share of justifications with at least one asserted factor of each kind, and the mean number of different factors.</p>\
         {}",
        table(
            "Kinds of factors on the scales, by decision",
            "wide",
            &["Decision", "Kind", "#Justifications", "#Share", "#Interval", BAR, "#Mean"]
        )
    )?;
    for scales in &figures.decisions {
        for (number_of_kind, kind) in scales.kinds.iter().enumerate() {
            let head = if number_of_kind == 0 {
                let (rows, count) = (scales.kinds.len(), number(scales.justifications));
                format!("<th scope=\"rowgroup\" rowspan=\"{rows}\">{}<small>{count}</small></th>", scales.decision)
            } else {
                String::new()
            };
            let (row, name) = (cells(&kind.with, 1.0, ""), escape(&kind.kind));
            writeln!(out, "<tr>{head}<td>{name}</td>{row}<td class=\"n\">{:.2}</td></tr>", kind.mean)?;
        }
    }
    writeln!(out, "</tbody></table></div></section>")
}

fn pairs(figures: &Figures, out: &mut dyn Write) -> io::Result<()> {
    if figures.pairs.found == 0 {
        return Ok(());
    }
    writeln!(
        out,
        "<section id=\"together\" aria-labelledby=\"h-pairs\"><h2 id=\"h-pairs\">Problems that occur together</h2>\
         <p>More often than they would if they had nothing to do with each other: {} of {} pairs <span class=\"dim\">(chi-square, or \
         Fisher’s exact test where a cell is expected to hold fewer than five; p &lt; 0.05 after Holm’s correction for all of them)</span>.</p>{}",
        number(figures.pairs.found as u64),
        number(figures.pairs.tested as u64),
        table("Rules that occur together", "wide", &["Rules", "#Justifications", "#By chance", "#p, corrected"])
    )?;
    for pair in &figures.pairs.listed {
        let [a, b] = pair.rules.each_ref().map(|rule| escape(rule));
        writeln!(
            out,
            "<tr><th scope=\"row\">{a} + {b}</th><td class=\"n\">{}</td><td class=\"n\">{:.1}</td><td class=\"n\">{}</td></tr>",
            number(pair.count),
            pair.expected,
            p_value(pair.p_holm)
        )?;
    }
    writeln!(out, "</tbody></table></div></section>")
}

fn boilerplate(figures: &Figures, out: &mut dyn Write) -> io::Result<()> {
    if figures.boilerplate.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "<section id=\"boilerplate\" aria-labelledby=\"h-boilerplate\"><h2 id=\"h-boilerplate\">The same conclusion in many documents</h2>\
         <p>Sentences that decide, place the case in a priority or say how it was assessed, in the same words but for names, numbers and \
         dates: a sign that review was not individual.</p>{}",
        table("Conclusions that documents share", "wide", &["#Documents", "Words in one of them"])
    )?;
    for same in &figures.boilerplate {
        writeln!(
            out,
            "<tr><td class=\"n\">{}</td><td><q>{}</q><small>{}</small></td></tr>",
            number(same.documents.into()),
            escape(&same.words),
            escape(&same.path)
        )?;
    }
    writeln!(out, "</tbody></table></div>")?;
    if figures.boilerplate_error > 0 {
        writeln!(out, "<p class=\"note\">Each may be in up to {} documents more.</p>", figures.boilerplate_error)?;
    }
    writeln!(out, "</section>")
}

fn worst(figures: &Figures, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "<section id=\"worst\" aria-labelledby=\"h-worst\"><h2 id=\"h-worst\">Documents with the most findings</h2><ol class=\"worst\">"
    )?;
    for worst in &figures.worst {
        writeln!(
            out,
            "<li><a href=\"#path={}\">{}</a> <span class=\"sev error\">{} errors</span> <span class=\"sev warning\">{} warnings</span></li>",
            url(&worst.path),
            escape(&worst.path),
            worst.errors,
            worst.warnings
        )?;
    }
    writeln!(out, "</ol></section>")
}

/// Text as a part of an address.
fn url(text: &str) -> String {
    let mut shown = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_') {
            shown.push(char::from(byte));
        } else {
            shown.push_str(&format!("%{byte:02X}"));
        }
    }
    shown
}
