//! What people see.

use super::*;
use crate::output::samples::{document, finding, written};
use totality::diagnostic::Diagnostic;

fn shown(text: &str, diagnostic: Diagnostic) -> String {
    let document = document("memo.md", text, vec![diagnostic]);
    anstream::adapter::strip_str(&render(&document, &document.report.diagnostics[0], 80)).to_string()
}

#[test]
fn words_are_underlined_and_labels_stand_beside_them() {
    let text = "# Memo\n\nAggravating factors\n\nArrest him.\nThe conviction is enough here.\n";
    let labels = [("Aggravating factors", "under this heading"), ("is enough", "read as sufficient")];
    insta::assert_snapshot!(shown(text, finding(text, Some("The conviction"), &labels)), @r"
    error[some-rule]: this counts alone
     --> memo.md:6:1
      |
    3 | Aggravating factors
      | ------------------- under this heading
    ...
    6 | The conviction is enough here.
      | ^^^^^^^^^^^^^^ --------- read as sufficient
      | |
      | said to be enough
      |
      = note: the guidelines ask for more than one fact (§ II.B)
      = help: say what else the record shows, if it does
    ");
}

#[test]
fn what_is_missing_names_the_file() {
    insta::assert_snapshot!(shown("Arrest him.", finding("Arrest him.", None, &[])), @r"
    warning[no-statement]: the statement is missing
    --> memo.md
     = note: the guidelines ask for more than one fact (§ II.B)
     = help: say what else the record shows, if it does
    ");
}

#[test]
fn what_is_missing_may_still_point_somewhere() {
    let text = "Facts.\nArrest him.";
    insta::assert_snapshot!(shown(text, finding(text, None, &[("Arrest him", "the decision is here")])), @r"
    warning[no-statement]: the statement is missing
     --> memo.md
      |
    2 | Arrest him.
      | ---------- the decision is here
      |
      = note: the guidelines ask for more than one fact (§ II.B)
      = help: say what else the record shows, if it does
    ");
}

#[test]
fn a_phrase_over_a_line_break_is_underlined_on_both_lines() {
    let text = "He is arrested solely because of his\r\n   2009 conviction in Tucson.\r\n";
    let diagnostic = finding(text, Some("because of his\r\n   2009 conviction"), &[("solely", "the only reason")]);
    insta::assert_snapshot!(shown(text, diagnostic), @r"
    error[some-rule]: this counts alone
     --> memo.md:1:23
      |
    1 | He is arrested solely because of his
      |                ------ ^^^^^^^^^^^^^^
      |                |
      |                the only reason
    2 |    2009 conviction in Tucson.
      |    ^^^^^^^^^^^^^^^ said to be enough
      |
      = note: the guidelines ask for more than one fact (§ II.B)
      = help: say what else the record shows, if it does
    ");
}

#[test]
fn a_long_sentence_shows_its_beginning_and_its_end() {
    let text = "One\ntwo\nthree\nfour\nfive\nsix\nseven.\n";
    insta::assert_snapshot!(shown(text, finding(text, Some(text), &[])), @r"
    error[some-rule]: this counts alone
     --> memo.md:1:1
      |
    1 | One
      | ^^^
    2 | two
      | ^^^
    ...
    7 | seven.
      | ^^^^^^ said to be enough
      |
      = note: the guidelines ask for more than one fact (§ II.B)
      = help: say what else the record shows, if it does
    ");
    let text = "word ".repeat(60);
    insta::assert_snapshot!(shown(&text, finding(&text, Some(text.trim()), &[])), @r"
    error[some-rule]: this counts alone
     --> memo.md:1:1
      |
    1 | word word word word word word word word [...] word word word word word
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ said to be enough
      |
      = note: the guidelines ask for more than one fact (§ II.B)
      = help: say what else the record shows, if it does
    ");
}

#[test]
fn a_long_line_is_cut_around_what_is_marked() {
    let filler = "and so on and on ".repeat(30);
    let text = format!("{filler}the decision {filler}his conviction is enough {filler}for these reasons {filler}");
    let diagnostic = finding(&text, Some("his conviction"), &[("the decision", "here"), ("these reasons", "and here")]);
    insta::assert_snapshot!(shown(&text, diagnostic), @r"
    error[some-rule]: this counts alone
     --> memo.md:1:1034
      |
    1 | [...] on and on the decision and so on [...] on and on his conviction is enough [...] and on for these reasons and so on [...]
      |                 ------------ here                      ^^^^^^^^^^^^^^ said to be enough          ------------- and here
      |
      = note: the guidelines ask for more than one fact (§ II.B)
      = help: say what else the record shows, if it does
    ");
}

#[test]
fn wide_combining_and_tabbed_characters_line_up() {
    let text = "\u{feff}漢字\tNu\u{303}ez is e\u{301}nough, 🧑 said.\n";
    insta::assert_snapshot!(shown(text, finding(text, Some("e\u{301}nough"), &[("漢字", "wide")])), @r"
    error[some-rule]: this counts alone
     --> memo.md:1:13
      |
    1 | 漢字    Nũez is énough, 🧑 said.
      | ---- wide       ^^^^^^ said to be enough
      |
      = note: the guidelines ask for more than one fact (§ II.B)
      = help: say what else the record shows, if it does
    ");
}

#[test]
fn nothing_from_a_memo_acts_on_the_terminal() {
    let text = "He \u{1b}[2Jis \u{202e}a thr\u{200b}eat\u{7}.\n";
    let mut diagnostic = finding(text, Some("thr\u{200b}eat"), &[]);
    diagnostic.message = "he is \u{1b}]0;x\u{7} a \u{202e}threat".to_owned();
    diagnostic.caption = "\u{9b}1m".to_owned();
    diagnostic.help = "\u{1b}[31m".to_owned();
    let document = document("a\u{1b}[31m\nb.md", text, vec![diagnostic]);
    let shown = render(&document, &document.report.diagnostics[0], 80);
    let shown = anstream::adapter::strip_str(&shown).to_string();
    assert!(!shown.replace('\n', "").contains(escape::acts_or_hides));
    insta::assert_snapshot!(shown, @r"
    error[some-rule]: he is <U+001B>]0;x<U+0007> a <U+202E>threat
     --> a<U+001B>[31m<U+000A>b.md:1:14
      |
    1 | He <U+001B>[2Jis <U+202E>a thr<U+200B>eat<U+0007>.
      |                            ^^^^^^^^^^^^^^ <U+009B>1m
      |
      = note: the guidelines ask for more than one fact (§ II.B)
      = help: <U+001B>[31m
    ");
}

#[test]
fn a_run_closes_with_what_it_does_not_mean() {
    let text = "Arrest him.";
    let documents = [document("a.md", text, vec![finding(text, None, &[])]), document("b.md", text, vec![])];
    let shown = anstream::adapter::strip_str(&written(Human::new(80, false), &documents)).to_string();
    insta::assert_snapshot!(shown, @r"
    warning[no-statement]: the statement is missing
    --> a.md
     = note: the guidelines ask for more than one fact (§ II.B)
     = help: say what else the record shows, if it does

    To learn more about a finding: totality explain no-statement
    Checked 2 files, 2 justifications: 0 errors, 1 warning, 0 notes.
    A clean report is no approval: it says how a decision is written down, not whether it is right.
    ");
    let quiet = anstream::adapter::strip_str(&written(Human::new(80, true), &documents)).to_string();
    assert!(quiet.ends_with("help: say what else the record shows, if it does\n\n"));
}

#[test]
fn the_section_is_said_once() {
    assert_eq!(with_section("see § II.B", "II.B"), "see § II.B");
    assert_eq!(with_section("why", "II.B"), "why (§ II.B)");
    assert_eq!(with_section("", "II.B"), "§ II.B of the guidelines");
    assert_eq!(with_section("why", ""), "why");
}
