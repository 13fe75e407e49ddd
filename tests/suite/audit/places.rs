//! Where outputs go: to standard output, and in the place of nothing.

use super::outputs::cases;
use super::{audit, lines};
use crate::harness::{PLAIN, totality};
use serde_json::Value;

#[test]
fn a_line_of_output_stands_for_standard_output() {
    let run = totality(["audit", "a.md", "--jsonl", "-"]).file("a.md", PLAIN);
    let done = run.run();
    assert_eq!(done.code, Some(0), "{done}");
    let line: Value = serde_json::from_str(&done.stdout).expect("nothing but the line is there");
    assert_eq!(line["path"], "a.md");
    assert!(done.stderr.contains("1 document, 0 justifications"), "{done}");
    assert!(!run.path().join("-").exists());
    let quiet = totality(["audit", "a.md", "--csv", "-", "--quiet"]).file("a.md", PLAIN).run();
    assert!(quiet.stdout.starts_with("record,path") && quiet.stderr.is_empty(), "{quiet}");
    for more in [
        &["--jsonl", "-", "--csv", "-"][..],
        &["--jsonl", "-", "--output-format", "json"],
        &["--html", "-"],
        &["--sqlite", "-"],
    ] {
        let run = totality(["audit", "a.md"]).with(more.iter().copied()).file("a.md", PLAIN);
        let done = run.run();
        assert_eq!((done.code, done.stdout.as_str()), (Some(2), ""), "{more:?}: {done}");
        assert!(done.stderr.contains("standard output") || done.stderr.contains("two outputs"), "{done}");
        assert!(!run.path().join("-").exists());
    }
}

#[test]
fn two_outputs_are_two_files() {
    for more in [
        ["--jsonl", "a", "--csv", "a"],
        ["--jsonl", "a", "--html", "./a"],
        ["--sqlite", "folder/../a", "--csv", "a"],
        ["--jsonl", "a", "--csv", "a.part"],
        ["--html", "a", "--csv", "a.data"],
        ["--sample=3", "--sheet=a", "--csv", "a"],
    ] {
        let run = totality(["audit", "x.md"]).with(more).file("x.md", PLAIN).folder("folder");
        let done = run.run();
        assert_eq!(done.code, Some(2), "{more:?}: {done}");
        assert!(done.stderr.contains("two outputs would be written to this file"), "{done}");
        assert!(!run.path().join("a").exists() && !run.path().join("a.part").exists());
    }
    let two = totality(["audit", "x.md", "--jsonl", "/dev/null", "--csv", "/dev/null"]).file("x.md", PLAIN);
    #[cfg(unix)]
    assert_eq!(two.run().code, Some(0));
    let _ = two;
}

#[test]
fn a_file_that_is_there_under_the_name_of_a_part_stays() {
    for (option, output, kept) in [
        ("--html", "r.html", "r.html.data"),
        ("--html", "r.html", "r.html.part"),
        ("--jsonl", "o", "o.part"),
        ("--csv", "o", "o.part"),
    ] {
        let run = totality(["audit", "x.md", option, output]).file("x.md", PLAIN).file(kept, "mine");
        let done = run.run();
        assert_eq!(done.code, Some(2), "{kept}: {done}");
        assert!(done.stderr.contains("this would take the place of") && done.stderr.contains(kept), "{done}");
        assert_eq!(std::fs::read_to_string(run.path().join(kept)).expect("is there"), "mine");
    }
}

#[test]
fn what_documents_were_to_be_grouped_by_and_none_has_is_said() {
    let run = cases(audit(["cases", "--group-by", "offcie,month,docket"]));
    let found = lines(&run, 2);
    assert_eq!(found.len(), 42, "outputs are written");
    let done = run.run();
    for words in ["no document has `offcie`", "did you mean `office`", "`office` (41)", "no document has `docket`"] {
        assert!(done.stderr.contains(words), "{words}: {done}");
    }
    assert!(!done.stderr.contains("`month`,"), "{done}");
    assert_eq!(cases(totality(["audit", "cases", "--group-by", "Field office,year"])).run().code, Some(0));
    let undated = totality(["audit", "a.md", "--group-by", "month"]).file("a.md", PLAIN).run();
    assert!(undated.code == Some(2) && undated.stderr.contains("no document has `month`"), "{undated}");
    assert_eq!(
        totality(["audit", "a.md"]).file("a.md", PLAIN).run().code,
        Some(0),
        "the usual groups are not asked for"
    );
}
