//! `totality check --statistics`: counts in the place of findings.

use crate::harness::{Totality, totality};

const LEFT_IN: &str = "The hearing is on ________.\n";
const SILENCED: &str = "<!-- totality: ignore[unfilled-placeholder] reason: see the cover sheet -->\n\
                        The judge is ________.\n\nThe court is ________.\n";

fn statistics(more: &[&'static str]) -> Totality {
    let run = totality([&["check", ".", "--statistics"], more].concat());
    let run = run.file("a.md", LEFT_IN).file("b.md", SILENCED).file("c.md", "Minutes.\n");
    run.file("d.md", "<!-- totality: ignore[no-totality] reason: elsewhere -->\n\nMinutes.\n")
}

#[test]
fn rules_are_counted_after_what_was_set_aside() {
    let run = statistics(&[]).run();
    insta::assert_snapshot!(run, @r"
    exit code: 1
    ----- stdout
    2  warning  unfilled-placeholder  in 2 files
    1  warning  unused-suppression    in 1 file
    Checked 4 files, 0 justifications: 0 errors, 3 warnings, 0 notes.
    Set aside: 1 silenced in the text.
    A clean report is no approval: it says how a decision is written down, not whether it is right.
    ----- stderr
    ");
    let run = statistics(&["--quiet", "--no-suppressions"]).run();
    assert!(run.stdout.starts_with("3  warning  unfilled-placeholder  in 2 files\n"), "{run}");
    assert_eq!(run.stdout.lines().count(), 2, "{run}");
    assert_eq!(statistics(&["--exit-zero"]).run().code, Some(0));
    assert_eq!(statistics(&["--ignore", "unfilled-placeholder,unused-suppression", "-q"]).run().stdout, "");
}

#[test]
fn statistics_for_programs_have_the_record_of_the_run() {
    let (code, report) = statistics(&["--output-format", "json"]).file("gone/.keep", "").with(["gone.md"]).json();
    assert_eq!(code, Some(2), "{report}");
    let rule = &report["statistics"][0];
    assert_eq!(
        (&rule["rule"], &rule["severity"], &rule["count"], &rule["documents"]),
        (&"unfilled-placeholder".into(), &"warning".into(), &2.into(), &2.into())
    );
    assert_eq!((&report["summary"]["suppressed"], &report["summary"]["unread"]), (&1.into(), &1.into()));
    assert_eq!(report["unread"][0]["path"], "gone.md");
    assert!(report["lexicon"]["sha256"].as_str().is_some_and(|hash| hash.len() == 64), "{report}");
    assert_eq!(report["clean_is_not_approval"], true);
}

#[test]
fn reports_in_files_stay_as_they_are() {
    let run = statistics(&["--output", "concise=out.log"]);
    let done = run.run();
    assert!(done.stdout.starts_with("2  warning"), "{done}");
    let report = std::fs::read_to_string(run.path().join("out.log")).expect("is written");
    assert_eq!(report.lines().count(), 3, "{report}");
    for more in [&["--output-format", "sarif"][..], &["--output", "json"]] {
        let done = statistics(more).run();
        assert!(done.code == Some(2) && done.stdout.is_empty() && done.stderr.contains("statistics"), "{done}");
    }
}
