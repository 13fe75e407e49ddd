//! Bad usage ends with 2 and says what to do; help says what the exit codes mean.

use crate::harness::{PLAIN, totality};

#[test]
fn without_a_path_there_is_nothing_to_check() {
    insta::assert_snapshot!(totality(["check"]).run(), @r"
    exit code: 2
    ----- stdout
    ----- stderr
    error: the following required arguments were not provided:
      <PATH>...

    Usage: totality check <PATH>...

    For more information, try '--help'.
    ");
}

#[test]
fn a_word_that_is_no_choice_is_refused() {
    let run = totality(["check", "a.md", "--fail-on", "erorr"]).file("a.md", PLAIN).run();
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("a similar value exists: 'error'"), "{run}");
}

#[test]
fn an_unknown_rule_is_refused_before_anything_is_read() {
    for option in ["--select", "--ignore"] {
        let run = totality(["check", "gone.md", option, "no-such-rule,other-thing"]).run();
        assert_eq!(run.code, Some(2));
        assert!(run.stderr.contains("there is no rule `no-such-rule`"), "{run}");
        assert!(run.stderr.contains("there is no rule `other-thing`"), "{run}");
        assert!(!run.stderr.contains("gone.md"), "{run}");
    }
}

#[test]
fn a_rule_that_there_is_not_cannot_be_explained() {
    let run = totality(["explain", "no-such-rule"]).run();
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert!(run.stderr.starts_with("error: there is no rule `no-such-rule`\n"), "{run}");
}

#[test]
fn a_lexicon_that_is_no_folder_is_said() {
    insta::assert_snapshot!(totality(["--lexicon", "gone", "rules"]).run(), @r"
    exit code: 2
    ----- stdout
    ----- stderr
    error: there is no such folder
    --> gone
     = help: `--lexicon` takes a folder that has the layout of `lexicons/`
    ");
}

#[test]
fn help_tells_the_exit_codes() {
    let run = totality(["-h"]).run();
    assert_eq!(run.code, Some(0));
    for line in ["Exit codes:", "  0  ", "  1  ", "  2  ", "no approval"] {
        assert!(run.stdout.contains(line), "{run}");
    }
    for command in ["audit", "check", "factors", "explain", "rules", "score", "trace"] {
        let run = totality([command, "-h"]).run();
        assert_eq!(run.code, Some(0));
        assert!(run.stdout.contains("Everywhere:"), "{run}");
        assert!(run.stdout.lines().all(|line| line.chars().count() <= 100), "{run}");
    }
}

#[test]
fn rules_are_listed_for_people_and_programs() {
    let (code, list) = totality(["rules", "--output-format", "json"]).json();
    assert_eq!((code, list["schema_version"].as_u64()), (Some(0), Some(1)));
    assert!(list["rules"].is_array());
    let listed = totality(["rules"]).run();
    assert_eq!(listed.code, Some(0));
    assert_eq!(listed.stdout, totality(["explain"]).run().stdout);
}
