//! What must not matter does not: line ends, a byte order mark, a blank line on top, where lines are broken, whether
//! prose is Markdown, a paragraph about something else, the order of paths.

use crate::harness::totality;
use crate::material::{Memo, checker, checker_of_phrases, memos, memos_of_every_kind, none};
use totality::check::{Checker, Format};
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
    for memo in memos_of_every_kind() {
        assert_eq!(checker.check(memo.text(), memo.format), checker.check(memo.text(), memo.format), "{}", memo.name);
    }
}

#[test]
fn where_lines_are_broken_does_not_matter() {
    for_each_text(|text| {
        let unbroken = [Format::Markdown, Format::Plain].map(|format| said(checker(), text, format));
        for width in [40, 72] {
            let wrapped = wrapped(text, width);
            for (ends, format) in [("\n", Format::Markdown), ("\r\n", Format::Markdown), ("\n", Format::Plain)] {
                let wrapped = wrapped.replace('\n', ends);
                let unbroken = &unbroken[usize::from(format == Format::Plain)];
                same(unbroken, &said(checker(), &wrapped, format), &wrapped)?;
            }
        }
        Ok(())
    });
}

#[test]
fn prose_is_the_same_as_markdown_and_plain() {
    for_each_text(|text| {
        let marked = format!("\u{feff}{text}");
        same(&said(checker(), text, Format::Markdown), &said(checker(), text, Format::Plain), text)?;
        same(&said(checker(), text, Format::Markdown), &said(checker(), &marked, Format::Plain), text)
    });
}

/// By the phrases alone: what was learned weighs each sentence in the light of the whole text, so that a paragraph more
/// may tip a sentence that is close to the border.
#[test]
fn a_paragraph_about_something_else_changes_no_finding_that_has_a_place() {
    // Short, so that it makes neither a heading of the line above it nor prose of a form.
    const ELSEWHERE: &str = "\n\nThe printer was serviced.\n";
    let checker = checker_of_phrases();
    let mut complaints = Vec::new();
    for memo in memos_of_every_kind() {
        // After a mark that is never closed, nothing is a paragraph.
        if memo.name.contains("/hostile/") {
            continue;
        }
        let longer = format!("{}{ELSEWHERE}", memo.text());
        let placed = |report: &Report| -> Vec<String> {
            let found = report.diagnostics.iter().filter_map(|d| d.span.map(|span| format!("{} {span:?}", d.rule)));
            let factors = report.factors.iter().map(|f| format!("{} {:?} {:?}", f.id, f.status, f.span));
            found.chain(factors).collect()
        };
        let before = placed(&checker.check(memo.text(), memo.format));
        let after = placed(&checker.check(&longer, memo.format));
        if let Err(difference) = same(&before, &after, "") {
            complaints.push(format!("{}\n{difference}", memo.name));
        }
    }
    none(&complaints, "memos are read otherwise");
}

#[test]
fn the_order_of_paths_is_that_of_the_report_and_nothing_else() {
    let files = ["fixtures/flagged", "fixtures/clean"].map(memos);
    let files: Vec<&Memo> = files.iter().flatten().take(12).collect();
    let name = |memo: &Memo| memo.name.replace('/', "-");
    let run = |order: Vec<&Memo>, threads| {
        let arguments = ["check", "--output-format", "json"].map(str::to_owned).into_iter();
        let run = totality(arguments.chain(order.iter().map(|memo| name(memo)))).env("RAYON_NUM_THREADS", threads);
        let run = files.iter().fold(run, |run, memo| run.file(name(memo), memo.text()));
        run.json().1["documents"].as_array().cloned().expect("is a list")
    };
    let forward = run(files.clone(), "1");
    let mut backward = run(files.iter().rev().copied().collect(), "3");
    backward.reverse();
    assert_eq!(forward, backward);
}

/// Numbers that look thrown and are the same in each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).expect("is below a usize")
    }
}

/// Tries texts put together from the sentences on the pages of the rules, in paragraphs of one line each.
#[track_caller]
fn for_each_text(holds: impl Fn(&str) -> Result<(), String>) {
    let pages = checker().lexicon().rules().iter();
    let sentences = pages.flat_map(|page| ["Fires", "Does not fire"].map(|part| page.sentences(part))).flatten();
    // Prose only: what is markup or a label is read as such, which depends on the lines and the format.
    let is_prose = |sentence: &String| !sentence.contains(['*', '_', '`', '<', '[', '|', '#', ':', '&', '\\', '~']);
    let sentences: Vec<String> = sentences.filter(is_prose).collect();
    assert!(sentences.len() > 100, "there are sentences: {}", sentences.len());
    let mut dice = Dice(0x7074_616c_6974_7921);
    let mut complaints = Vec::new();
    for _ in 0..60 {
        let mut text = String::from("The officer wrote down what follows, and signed it on the same day.");
        for _ in 0..=dice.below(4) {
            text.push_str("\n\nThe record was put before the supervisor on Monday.");
            for _ in 0..=dice.below(3) {
                text.push(' ');
                text.push_str(&sentences[dice.below(sentences.len())]);
            }
        }
        text.push('\n');
        complaints.extend(holds(&text).err());
    }
    none(&complaints, "texts are read otherwise");
}

/// With lines no longer than `width` where that can be, and none that starts like an item of a list.
fn wrapped(text: &str, width: usize) -> String {
    let starts_an_item = |word: &str| {
        let digits = word.trim_start_matches(|c: char| c.is_ascii_digit());
        word.starts_with(['-', '+', '>', '=', '(', '\u{2013}', '\u{2014}']) || digits.starts_with(['.', ')'])
    };
    let mut lines = String::new();
    for paragraph in text.trim_end().split("\n\n") {
        let mut column = 0;
        for word in paragraph.split(' ') {
            if column > 0 {
                let fits = column + 1 + word.len() <= width || starts_an_item(word);
                lines.push(if fits { ' ' } else { '\n' });
                column = if fits { column + 1 } else { 0 };
            }
            lines.push_str(word);
            column += word.len();
        }
        lines.push_str("\n\n");
    }
    lines
}

/// What a report says, in words and without places.
fn said(checker: &Checker, text: &str, format: Format) -> Vec<String> {
    let report = checker.check(text, format);
    let words = |span: Span| text[span.start..span.end].split_whitespace().collect::<Vec<_>>().join(" ");
    let factors = report.factors.iter().map(|f| format!("{} {:?} {:?}", f.id, f.status, words(f.span)));
    let found = report.diagnostics.iter().map(|d| format!("{} {:?}", d.rule, d.span.map(words)));
    let decided = format!("{} {:?} {:?}", report.justification, report.decision, report.decision_span.map(words));
    std::iter::once(decided).chain(factors).chain(found).collect()
}

fn same(before: &[String], after: &[String], text: &str) -> Result<(), String> {
    let lost = before.iter().filter(|line| !after.contains(line)).map(|line| format!("    lost:   {line}\n"));
    let gained = after.iter().filter(|line| !before.contains(line)).map(|line| format!("    gained: {line}\n"));
    let difference: String = lost.chain(gained).collect();
    if difference.is_empty() { Ok(()) } else { Err(format!("{text}\n{difference}")) }
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
    for memo in memos_of_every_kind() {
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
        if let Err(difference) = same(&before, &after, &memo.name) {
            complaints.push(difference);
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
