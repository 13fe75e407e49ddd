//! Scores of labelled memos, as far as they do not depend on what the rules find.

use crate::harness::{PLAIN, Totality, totality};

const NOTHING: &str = r#"{"decision": "unknown", "factors": [], "diagnostics": []}"#;

fn score<const N: usize>(more: [&'static str; N]) -> Totality {
    let run = totality(["score", "corpus"].into_iter().chain(more));
    run.file("corpus/a/x.md", PLAIN).file("corpus/a/x.gold.json", NOTHING).file("corpus/README.md", PLAIN)
}

#[test]
fn a_memo_without_labels_to_find_is_read_right() {
    insta::assert_snapshot!(score([]).run(), @r"
    exit code: 0
    ----- stdout
    recall       plain                         1.000  (0/0)
    recall       veiled                        1.000  (0/0)
    recall       seen                          1.000  (0/0)
    notes        0.00 mentions to review a memo
    decision     1/1 right
    false alarms 0/1 clean memos with an error reported
    ----- stderr
    ");
    let (code, json) = score(["--output-format", "json", "--misses"]).json();
    assert_eq!((code, json["memos"].as_u64()), (Some(0), Some(1)));
    assert_eq!(json["misses"], serde_json::json!([]));
    assert_eq!(json["false_alarms"], serde_json::json!({"part": 0, "whole": 1}));
}

#[test]
fn a_figure_under_its_floor_is_named() {
    let floor = "[at-least]\ndiagnostics.f1 = 0.75\nnotes = 0.5\n\n[at-most]\nfalse-alarms = 0.1\n";
    let run = score(["--floor", "floor.toml"]).file("floor.toml", floor).run();
    assert_eq!(run.code, Some(1));
    insta::assert_snapshot!(run.stderr, @r"
    error: `notes` is 0.000, under its floor of 0.500
    --> floor.toml
    ");
}

#[test]
fn a_floor_that_cannot_be_read_is_said_with_its_place() {
    let run = |floor| score(["--floor", "floor.toml"]).file("floor.toml", floor).run();
    let unknown = run("[at-least]\ndiagnostics.fi = 0.75\n");
    assert_eq!(unknown.code, Some(2));
    assert!(unknown.stderr.contains("did you mean `diagnostics.f1`"), "{unknown}");
    let broken = run("[at-least]\ndiagnostics.f1 = high\n");
    assert_eq!(broken.code, Some(2));
    insta::assert_snapshot!(broken.stderr, @r"
    error: string values must be quoted, expected literal string
     --> floor.toml:2:18
      |
    2 | diagnostics.f1 = high
      |                  ^^^^
    ");
}

#[test]
fn labels_need_a_memo_and_a_folder_needs_labels() {
    let run = score([]).file("corpus/b.gold.json", NOTHING).run();
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("no memo (.md or .txt) is beside these labels\n--> corpus/b.gold.json"), "{run}");
    let run = totality(["score", "corpus"]).folder("corpus").run();
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("no labelled memo is here"), "{run}");
}

#[test]
fn labels_that_fit_no_memo_are_said() {
    let gold = r#"{"decision": "unknown", "factors": [{"id": "a", "status": "asserted", "quote": "Roses"}], "diagnostics": []}"#;
    let run = score([]).file("corpus/b.md", PLAIN).file("corpus/b.gold.json", gold).run();
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("the memo does not hold the quote \"Roses\""), "{run}");
}
