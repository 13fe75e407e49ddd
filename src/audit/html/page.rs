//! The page around the figures and the data: its head, its controls, its style and its script.

use super::charts::{escape, number};
use super::figures;
use crate::audit::figures::Figures;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use std::io::{self, Write};

const STYLE: &str = include_str!("report.css");
const SCRIPT: &str = include_str!("report.js");

/// What the page and its script need to know.
pub(super) struct Settings<'a> {
    pub(super) documents: usize,
    /// Documents in one block of texts.
    pub(super) texts: usize,
    /// Documents in one block of the table.
    pub(super) rows: usize,
    pub(super) groups: &'a [String],
    pub(super) rules: &'a [[String; 3]],
    pub(super) no_text: bool,
    /// Documents for whose text there was no room.
    pub(super) without_text: usize,
}

/// Writes everything before the data.
pub(super) fn head(figures: &Figures, settings: &Settings<'_>, out: &mut dyn Write) -> io::Result<()> {
    let script = STANDARD.encode(Sha256::digest(SCRIPT.as_bytes()));
    let style = STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
    let made = &figures.made;
    write!(
        out,
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'sha256-{script}'; \
         style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">\
         <meta name=\"referrer\" content=\"no-referrer\"><title>Audit of {} documents</title><style>{STYLE}</style></head><body>\
         <a class=\"skip\" href=\"#documents\">Skip to the documents</a><header><div><h1>Audit of written justifications</h1>\
         <p>{} documents, read under the <cite>{}</cite> on {} with totality {}.</p>",
        number(figures.documents),
        number(figures.documents),
        escape(&made.title),
        escape(&made.day),
        escape(made.version)
    )?;
    if figures.interrupted {
        write!(
            out,
            "<p class=\"note\"><b>The audit was interrupted.</b> Everything here is of the documents that were done.</p>"
        )?;
    }
    write!(
        out,
        "<p class=\"note\">A clean report is no approval: it says how decisions are written down, not whether they are right. \
         The findings are a program’s; how far they can be trusted, a sample labelled by hand tells.</p></div></header><nav aria-label=\"Sections\"><ul>"
    )?;
    let groups =
        figures.groupings.iter().map(|grouping| (format!("by-{}", grouping.by), format!("By {}", grouping.by)));
    let sections = [("overview", "Overview"), ("rules", "Problems")].map(|(id, name)| (id.to_owned(), name.to_owned()));
    let more = [
        ("factors", "Factors", true),
        ("scales", "Scales", true),
        ("together", "Together", figures.pairs.found > 0),
        ("boilerplate", "Boilerplate", !figures.boilerplate.is_empty() && !settings.no_text),
        ("worst", "Worst", true),
    ];
    let more = more.into_iter().filter(|(.., is_there)| *is_there && figures.judged > 0);
    let more = more.map(|(id, name, _)| (id, name)).chain([("documents", "Documents")]);
    let more = more.map(|(id, name)| (id.to_owned(), name.to_owned()));
    for (id, name) in sections.into_iter().chain(groups).chain(more) {
        write!(out, "<li><a href=\"#{}\">{}</a></li>", escape(&id), escape(&name))?;
    }
    writeln!(out, "</ul></nav><main>")?;
    figures::write(figures, settings, out)?;
    documents(settings, out)?;
    writeln!(out, "</main>")?;
    about(figures, out)
}

/// The controls, the table and the pane of the documents; the script fills them.
fn documents(settings: &Settings<'_>, out: &mut dyn Write) -> io::Result<()> {
    write!(
        out,
        "<section id=\"documents\" aria-labelledby=\"h-documents\"><h2 id=\"h-documents\">Documents</h2>\
         <noscript><p class=\"note\">The table of documents needs the script in this file; the figures above do not.</p></noscript>"
    )?;
    if settings.no_text {
        write!(out, "<p class=\"note\">The words of the memos are left out of this report.</p>")?;
    } else if settings.without_text > 0 {
        let count = number(settings.without_text as u64);
        write!(
            out,
            "<p class=\"note\">For {count} documents there was no room for the whole text; their findings have their words.</p>"
        )?;
    }
    write!(
        out,
        "<form id=\"filters\" class=\"filters\" role=\"search\"><label>Search <input type=\"search\" id=\"q\" placeholder=\"name, office, officer …\" \
         autocomplete=\"off\"></label><label>Rule <select id=\"rule\"><option value=\"\">any</option></select></label>\
         <label>Findings <select id=\"sev\"><option value=\"\">any</option><option value=\"error\">with an error</option>\
         <option value=\"problem\">with an error or a warning</option><option value=\"none\">none of these</option></select></label>\
         <label>Decision <select id=\"decision\"><option value=\"\">any</option><option>enforce</option><option>decline</option>\
         <option>unknown</option><option value=\"-\">no justification</option></select></label>\
         <label>Guidelines <select id=\"force\"><option value=\"\">any</option><option value=\"yes\">in force</option><option value=\"no\">not in force\
         </option><option value=\"uncertain\">not sure</option><option value=\"undated\">no date</option></select></label>\
         <button type=\"reset\">Show all</button></form><p id=\"status\" role=\"status\" aria-live=\"polite\">The documents are being read …</p>\
         <p id=\"unprinted\" class=\"printed\"></p><div class=\"wide\"><table id=\"table\"><caption class=\"heard\">Documents; a head sorts</caption>\
         <thead><tr id=\"heads\"><th scope=\"col\">Document</th></tr></thead><tbody id=\"rows\"></tbody></table></div>\
         <p class=\"pager\"><button id=\"first\">First</button><button id=\"previous\">Previous</button><span id=\"page\"></span>\
         <button id=\"next\">Next</button><button id=\"last\">Last</button></p></section>\
         <section id=\"document\" hidden tabindex=\"-1\" aria-labelledby=\"d-title\"><p class=\"tools\"><button id=\"d-close\">Back to the report</button>\
         <button id=\"d-previous\">Previous document</button><button id=\"d-next\">Next document</button>\
         <label><input type=\"checkbox\" id=\"d-factors\"> Show factors</label><button id=\"d-print\">Print</button></p>\
         <h2 id=\"d-title\"></h2><p class=\"note\" id=\"d-note\"></p><dl id=\"d-metadata\"></dl><div class=\"panes\"><div id=\"d-text\" class=\"memo\" \
         tabindex=\"0\" role=\"region\" aria-label=\"Text of the document\"></div><div><h3>Findings</h3><ol id=\"d-findings\" class=\"findings\"></ol>\
         <h3>Factors</h3><ul id=\"d-ledger\" class=\"ledger\"></ul></div></div></section>"
    )
}

fn about(figures: &Figures, out: &mut dyn Write) -> io::Result<()> {
    let made = &figures.made;
    writeln!(
        out,
        "<footer><h2>How the figures are made</h2><p>Rates are of justifications: texts that explain why action is or is not taken against \
         one person. Those dated when the guidelines were not in force are counted apart; those without a date are counted and said. \
         Intervals are Wilson’s at 95 %. A group is compared with all others together if it has ten justifications or more. \
         Trends are Cochran’s and Armitage’s, without correction. The intervals tell what chance does, not where the program errs.</p><p class=\"dim\">totality {} · guidelines {} · lexicon sha256 {}</p></footer>",
        escape(made.version),
        escape(&made.guidelines),
        escape(&made.lexicon_sha256)
    )
}

/// Writes everything after the data. The script and what it needs to know come last, so that all is there when it runs.
pub(super) fn foot(settings: &Settings<'_>, out: &mut dyn Write) -> io::Result<()> {
    let rules: Vec<_> = settings.rules.iter().map(|[id, summary, help]| json!([id, summary, help])).collect();
    let known = json!({
        "documents": settings.documents, "texts": settings.texts, "rows": settings.rows, "groups": settings.groups, "rules": rules,
        "noText": settings.no_text,
    });
    let known = STANDARD.encode(known.to_string());
    writeln!(
        out,
        "<script type=\"application/json;base64\" id=\"settings\">{known}</script><script>{SCRIPT}</script></body></html>"
    )
}

#[cfg(test)]
mod tests {
    use super::STYLE;
    use std::collections::BTreeMap;

    /// The colours that a scheme names, over those of another.
    fn colours<'s>(style: &'s str, under: &BTreeMap<&'s str, &'s str>) -> BTreeMap<&'s str, &'s str> {
        let named = style.split("--").skip(1).filter_map(|part| {
            let (name, value) = part.split_once(": ")?;
            Some((name, value.split([';', ' ', '}']).next()?)).filter(|(_, value)| value.starts_with('#'))
        });
        under.clone().into_iter().chain(named).collect()
    }

    fn luminance(colour: &str) -> f64 {
        let digits = colour.trim_start_matches('#');
        let step = digits.len() / 3;
        let part = |at: usize| {
            let value = f64::from(
                u8::from_str_radix(&digits[at * step..(at + 1) * step].repeat(3 - step), 16).expect("is hexadecimal"),
            );
            let share = value / 255.0;
            if share <= 0.039_28 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(0) + 0.7152 * part(1) + 0.0722 * part(2)
    }

    #[test]
    fn words_stand_out_from_what_is_behind_them() {
        let schemes: Vec<&str> =
            STYLE.split(":root {").skip(1).map(|rest| rest.split('}').next().unwrap_or_default()).collect();
        let light = colours(schemes[0], &BTreeMap::new());
        let (dark, print) = (colours(schemes[1], &light), colours(schemes[2], &light));
        for (scheme, colours) in [("light", light), ("dark", dark), ("print", print)] {
            let contrast = |front: &str, behind: &str| {
                let (a, b) = (luminance(colours[front]), luminance(colours[behind]));
                (a.max(b) + 0.05) / (a.min(b) + 0.05)
            };
            let plain = ["ink", "dim", "accent"].into_iter().flat_map(|front| [(front, "paper"), (front, "card")]);
            let marked = [("error", "error-soft"), ("warning", "warning-soft"), ("note", "note-soft")];
            let inked = marked.map(|(_, behind)| ("ink", behind));
            for (front, behind) in plain.chain(marked).chain(inked) {
                assert!(contrast(front, behind) >= 4.5, "{scheme}: {front} on {behind}: {}", contrast(front, behind));
            }
            for front in ["edge", "good", "error", "warning", "note", "accent", "dim"] {
                assert!(contrast(front, "card") >= 3.0, "{scheme}: {front}: {}", contrast(front, "card"));
            }
        }
    }
}
