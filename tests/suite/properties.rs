//! What must not matter does not: line ends, a byte order mark, a blank line on top.

use crate::material::{Memo, checker, memos, none};
use totality::report::Report;
use totality::source::Span;

#[test]
fn line_ends_do_not_matter() {
    unchanged(|text| text.replace("\r\n", "\n").replace('\n', "\r\n"), Moved::ByLineEnds);
}

#[test]
fn a_byte_order_mark_moves_the_words_and_changes_nothing() {
    unchanged(|text| format!("\u{feff}{}", text.trim_start_matches('\u{feff}')), Moved::By('\u{feff}'.len_utf8()));
}

#[test]
fn a_blank_line_on_top_moves_the_words_and_changes_nothing() {
    // Front matter is such only on the first line; a mark of the byte order only at the very start.
    unchanged(
        |text| if text.starts_with(['\u{feff}', '-', '+']) { text.to_owned() } else { format!("\n{text}") },
        Moved::By(1),
    );
}

#[test]
fn the_same_text_gives_the_same_report() {
    let checker = checker();
    for memo in memos("fixtures") {
        assert_eq!(checker.check(memo.text(), memo.format), checker.check(memo.text(), memo.format), "{}", memo.name);
    }
}

#[derive(Clone, Copy)]
enum Moved {
    By(usize),
    ByLineEnds,
}

#[track_caller]
fn unchanged(change: impl Fn(&str) -> String, moved: Moved) {
    let checker = checker();
    let mut complaints = Vec::new();
    for memo in memos("fixtures") {
        if memo.name.contains("/hostile/") {
            continue;
        }
        let changed = change(memo.text());
        if changed == memo.text() {
            continue;
        }
        let before = checker.check(memo.text(), memo.format);
        let after = checker.check(&changed, memo.format);
        let (before, after) = (told(&memo, &before, memo.text(), moved), told(&memo, &after, &changed, Moved::By(0)));
        let lost = before.iter().filter(|line| !after.contains(line)).map(|line| format!("    lost:   {line}\n"));
        let gained = after.iter().filter(|line| !before.contains(line)).map(|line| format!("    gained: {line}\n"));
        let difference: String = lost.chain(gained).collect();
        if !difference.is_empty() {
            complaints.push(format!("{}\n{difference}", memo.name));
        }
    }
    none(&complaints, "memos are read otherwise");
}

/// A report in lines, the places moved as told.
fn told(memo: &Memo, report: &Report, text: &str, moved: Moved) -> Vec<String> {
    let place = |span: Span| {
        let words = text.get(span.start..span.end).unwrap_or_else(|| panic!("{}: {span:?}", memo.name));
        let words = words.replace("\r\n", "\n");
        let ends = |to: usize| text[..to].matches('\n').count() - text[..to].matches("\r\n").count();
        let (start, end) = match moved {
            Moved::By(bytes) => (span.start + bytes, span.end + bytes),
            Moved::ByLineEnds => (span.start + ends(span.start), span.end + ends(span.end)),
        };
        format!("{start}..{end} {words:?}")
    };
    let mut lines =
        vec![format!("{} {:?} {:?}", report.justification, report.decision, report.decision_span.map(place))];
    lines.extend(report.factors.iter().map(|factor| {
        let cues = factor.cues.iter().map(|cue| place(cue.span));
        format!("{} {:?} {} {:?}", factor.id, factor.status, place(factor.span), cues.collect::<Vec<_>>())
    }));
    lines.extend(report.diagnostics.iter().map(|diagnostic| {
        let labels = diagnostic.labels.iter().map(|label| place(label.span));
        format!("{} {:?} {:?}", diagnostic.rule, diagnostic.span.map(place), labels.collect::<Vec<_>>())
    }));
    lines
}
