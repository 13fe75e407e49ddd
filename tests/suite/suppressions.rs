//! Comments that silence findings: what they reach, what is wrong with them, and that nothing is lost.

use crate::harness::{Run, totality};
use serde_json::Value;

/// A placeholder that was left in is found without any context.
const LEFT_IN: &str = "The hearing is on ________.";
const RULE: &str = "unfilled-placeholder";

fn checked(name: &str, text: &str) -> Value {
    totality(["check", name, "--output-format", "json"]).file(name, text).json().1["documents"][0].clone()
}

fn rules(document: &Value) -> Vec<String> {
    let rule = |diagnostic: &Value| diagnostic["rule"].as_str().expect("has a rule").to_owned();
    document["diagnostics"].as_array().expect("has diagnostics").iter().map(rule).collect()
}

fn found(name: &str, text: &str) -> Vec<String> {
    rules(&checked(name, text))
}

fn ignore(rules: &str) -> String {
    format!("<!-- totality: ignore[{rules}] reason: the date is on the cover sheet -->")
}

#[test]
fn a_comment_silences_the_next_block_only() {
    let text = format!("{}\n\n{LEFT_IN}\n\n{LEFT_IN}\n", ignore(RULE));
    let document = checked("a.md", &text);
    assert_eq!(rules(&document), [RULE]);
    assert_eq!(document["diagnostics"][0]["line"], 5);
    let suppressed = &document["suppressed"][0];
    assert_eq!((&suppressed["rule"], &suppressed["line"]), (&RULE.into(), &3.into()));
    assert_eq!(suppressed["suppression"]["reason"], "the date is on the cover sheet");
    assert_eq!((&suppressed["suppression"]["kind"], &suppressed["suppression"]["line"]), (&"text".into(), &1.into()));
}

#[test]
fn what_a_comment_reaches_depends_on_where_it_stands() {
    let comment = ignore(RULE);
    for text in [
        format!("{comment}\n{LEFT_IN}\n"),
        format!("{comment}\n- one\n- {LEFT_IN}\n"),
        format!("{comment}\n\n| a | b |\n|---|---|\n| c | {LEFT_IN} |\n"),
        format!("{comment}\n{}\n{LEFT_IN}\n", "<!-- another comment -->"),
        format!("{LEFT_IN} {comment}\n"),
        format!("The file is here {comment} and\n{LEFT_IN}\n"),
        format!("- {LEFT_IN} {comment}\n- two\n"),
        format!(
            "<!--\n   totality: ignore[ {RULE} ]\n   reason: the date is on\n   the cover sheet\n-->\n\n{LEFT_IN}\n"
        ),
        format!("{comment}\r\n\r\n{LEFT_IN}\r\n"),
        format!("{LEFT_IN}\n\n# End\n\n{}\n", comment.replace("ignore[", "ignore-file[")),
    ] {
        assert_eq!(found("a.md", &text), [""; 0], "{text}");
    }
    for text in [
        format!("{LEFT_IN}\n\n{comment}\n"),
        format!("- {LEFT_IN}\n- two {comment}\n"),
        format!("{comment}\n\nOne.\n\n{LEFT_IN}\n"),
    ] {
        assert_eq!(found("a.md", &text).len(), 2, "the finding, and the unused comment: {text}");
    }
}

#[test]
fn plain_text_has_a_line_for_it() {
    let line = format!("totality: ignore[{RULE}] reason: the date is on the cover sheet");
    for text in [
        format!("{line}\n{LEFT_IN}\n"),
        format!("  {line}\n\n{LEFT_IN}\n"),
        format!("<!-- {line} -->\n{LEFT_IN}\n"),
        format!("\u{feff}{line}\r\n{LEFT_IN}\r\n"),
        format!("{LEFT_IN}\n\nEnd.\n{}\n", line.replace("ignore[", "ignore-file[")),
    ] {
        assert_eq!(found("a.txt", &text), [""; 0], "{text}");
    }
    assert_eq!(found("a.txt", &format!("> {line}\n> {LEFT_IN}\n")), ["unused-suppression", RULE]);
    let in_markdown = found("a.md", &format!("{line}\n{LEFT_IN}\n"));
    assert_eq!(in_markdown, ["unused-suppression", RULE], "in Markdown a comment is needed");
}

#[test]
fn a_line_that_is_misspelt_stays_prose() {
    let text = "totality: ignore[x reason: The hearing is on ________.\n";
    assert_eq!(found("a.txt", text), ["unused-suppression", RULE]);
    assert_eq!(found("a.txt", "Totality: all facts were weighed, and ________.\n"), [RULE]);
}

#[test]
fn code_and_quotations_silence_nothing() {
    let comment = ignore(RULE);
    assert_eq!(found("a.md", &format!("`{comment}`\n{LEFT_IN}\n")), [RULE]);
    assert_eq!(found("a.md", &format!("```\n{comment}\n```\n{LEFT_IN}\n")), [RULE]);
    for quoted in [
        format!("> {comment}\n\n{LEFT_IN}\n"),
        format!("- > {comment}\n  > {LEFT_IN}\n"),
        format!("1. > - {comment}\n   >   {LEFT_IN}\n"),
        format!("![{comment}](x.png)\n{LEFT_IN}\n"),
        format!("<script>\n{comment}\n</script>\n\n{LEFT_IN}\n"),
        format!("<div>\n<style>\n\n{comment}\n\n{LEFT_IN}\n"),
        format!("A <textarea>{comment}</textarea>\n{LEFT_IN}\n"),
    ] {
        // The name of a rule in brackets may itself look like a placeholder, where it is no comment.
        let mut rules = found("a.md", &quoted);
        rules.sort();
        rules.dedup();
        assert_eq!(rules, [RULE, "unused-suppression"], "{quoted}");
    }
    let in_attribute = format!("<div title=\"{}\">\n</div>\n\n{LEFT_IN}\n", ignore(RULE));
    assert_eq!(found("a.md", &in_attribute), [RULE]);
}

#[test]
fn what_is_wrong_with_a_suppression_is_reported() {
    let text = format!(
        "<!-- totality: ignore[{RULE}] -->\n{LEFT_IN}\n\n<!-- totality: ignore[unfiled-placeholder] reason: it is so -->\n\
         {LEFT_IN}\n\n<!-- totality: ignore {RULE} -->\n{LEFT_IN}\n\n\
         <!-- totality: ignore[unused-suppression] reason: it is so -->\n\n{}\n{}\n{LEFT_IN}\n",
        ignore(RULE),
        ignore(RULE),
    );
    let run = totality(["check", "a.md", "--output-format", "concise"]).file("a.md", &text).run();
    insta::assert_snapshot!(run, @r"
    exit code: 1
    ----- stdout
    a.md:1:1: error[suppression-without-reason] this suppression gives no reason and silences nothing: after the bracket stands `reason:` and why the finding may stand
    a.md:2:19: warning[unfilled-placeholder] a placeholder was left in
    a.md:4:23: warning[unused-suppression] this suppression silences nothing: there is no rule `unfiled-placeholder`: did you mean `unfilled-placeholder`?
    a.md:5:19: warning[unfilled-placeholder] a placeholder was left in
    a.md:7:1: warning[unused-suppression] this suppression silences nothing: the rules must be named: `ignore[rule]`
    a.md:8:19: warning[unfilled-placeholder] a placeholder was left in
    a.md:10:23: warning[unused-suppression] this suppression silences nothing: `unused-suppression` cannot be silenced
    a.md:13:23: warning[unused-suppression] this suppression silences nothing: `unfilled-placeholder` is silenced by another one already
    ----- stderr
    ");
}

#[test]
fn a_comment_that_is_not_closed_silences_nothing() {
    let open = ignore(RULE).replace(" -->", "\n").replace("ignore[", "ignore-file[");
    assert_eq!(found("a.md", &format!("{LEFT_IN}\n\n{open}")), [RULE, "unused-suppression"]);
    assert_eq!(found("a.txt", &format!("{LEFT_IN}\n\n{open}")), [RULE, "unused-suppression"]);
    let before = found("a.md", DECIDES).len();
    let open = ignore("no-totality").replace(" -->", "\n");
    let after = found("a.md", &format!("{DECIDES}\n{open}"));
    assert_eq!(after.len(), before + 1, "{after:?}");
}

#[test]
fn slips_are_reported() {
    let comment = ignore(RULE);
    let line = comment.trim_start_matches("<!-- ").trim_end_matches(" -->").to_owned();
    let dashes = comment.replace("<!--", "<!---").replace("-->", "--->");
    for slip in [&dashes, &line, &format!("- {line}"), &format!("Words, and {line}")] {
        assert_eq!(found("a.md", &format!("{slip}\n\n{LEFT_IN}\n")), ["unused-suppression", RULE], "{slip}");
    }
    for slip in [
        &dashes,
        &format!("- {line}"),
        &format!("# {line}"),
        &format!("[{line}]"),
        &format!("* {}", line.replace("totality", "Totality")),
        &format!("The file is here. {comment}"),
    ] {
        assert_eq!(found("a.txt", &format!("{slip}\n\n{LEFT_IN}\n")), ["unused-suppression", RULE], "{slip}");
    }
    for prose in ["The totality: ignore nothing of it.", "In totality: allow for the facts [1] as well."] {
        for name in ["a.md", "a.txt"] {
            assert_eq!(found(name, &format!("{prose}\n\n{LEFT_IN}\n")), [RULE], "{prose}");
        }
    }
}

#[test]
fn one_that_comes_too_late_is_told_so() {
    let both = format!("{DECIDES}\n{}\n\n{}\n", ignore("no-totality"), ignore("no-totality").replace("e[", "e-file["));
    let document = checked("a.md", &both);
    let said: Vec<_> = document["diagnostics"].as_array().expect("has diagnostics").iter().collect();
    let unused = said.iter().find(|finding| finding["rule"] == "unused-suppression").expect("one is unused");
    let message = unused["message"].as_str().expect("has a message");
    assert!(message.ends_with("`no-totality` is silenced by another one already"), "{message}");
}

#[test]
fn each_unused_name_is_one_finding() {
    let text = format!("{}\n{LEFT_IN}\n", ignore(&format!("{RULE}, no-totality")));
    let document = checked("a.md", &text);
    assert_eq!(rules(&document), ["unused-suppression"]);
    assert_eq!(document["diagnostics"][0]["text"], "no-totality");
}

/// A text that decides, with findings on what it lacks.
const DECIDES: &str = "The subject is a citizen of Honduras. His removal is recommended because of his conviction.\n";

#[test]
fn what_is_absent_is_silenced_from_anywhere() {
    let before = found("a.md", DECIDES);
    assert!(before.contains(&"no-totality".to_owned()), "{before:?}");
    let text = format!("{DECIDES}\n{}\n", ignore("no-totality"));
    let after = found("a.md", &text);
    assert_eq!(after.len(), before.len() - 1);
    assert!(!after.contains(&"no-totality".to_owned()), "{after:?}");
}

fn silenced(more: &[&str]) -> Run {
    let text = format!("{}\n\n{LEFT_IN}\n", ignore(RULE));
    totality(["check", "a.md"].iter().chain(more)).file("a.md", text).run()
}

#[test]
fn what_is_silenced_is_counted() {
    insta::assert_snapshot!(silenced(&[]), @r"
    exit code: 0
    ----- stdout
    Checked 1 file, 0 justifications: 0 errors, 0 warnings, 0 notes.
    Set aside: 1 silenced in the text.
    A clean report is no approval: it says how a decision is written down, not whether it is right.
    ----- stderr
    ");
    assert_eq!(silenced(&["--select", "no-totality"]).stdout.matches("silenced").count(), 0);
}

#[test]
fn an_auditor_can_look_behind_the_comments() {
    let run = silenced(&["--no-suppressions"]);
    assert_eq!(run.code, Some(1));
    assert!(run.stdout.contains(&format!("[{RULE}]")), "{run}");
}
