//! `totality suppressions list`: everything that answers findings, in one list.

use crate::harness::{Totality, totality};
use std::fs;

const MEMO: &str = "<!-- totality: ignore[unfilled-placeholder] reason: see the cover sheet -->\n\
                    The judge is ________.\n\n\
                    <!-- totality: ignore[no-priority, no-such-rule] reason: it is elsewhere -->\n\
                    <!-- totality: ignore[no-totality] -->\n\
                    <!-- totality: ignore-file[border-date] reason: the date was corrected -->\n\n\
                    The court is ________ as far as known.\n";

fn folder() -> Totality {
    totality([""; 0]).file("a.md", MEMO).file("b.md", "The hearing is on ________.\n")
}

fn run(folder: &Totality, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = folder.command().args(arguments).output().expect("it runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("is UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn comments_waivers_and_known_findings_are_listed_with_their_use() {
    let folder = folder();
    let waive = ["waive", "b.md", "unfilled-placeholder", "--reason", "named elsewhere", "--approver", "A. Reviewer"];
    let (code, _, said) = run(&folder, &[&waive[..], &["--expires", "2999-12-31"]].concat());
    assert_eq!(code, Some(0), "{said}");
    let ledger = folder.path().join("totality.waivers.toml");
    let waiver = fs::read_to_string(&ledger).expect("is written");
    let ended = waiver.replace("2999-12-31", "2020-01-31");
    let ended = ended.split_once("\n\n").expect("has a head").1.replace("named elsewhere", "named then");
    let other = ended.replace("b.md", "gone.md");
    fs::write(&ledger, [&waiver, "\n", &ended, "\n", &other].concat()).expect("can be written");
    let (code, _, said) = run(&folder, &["baseline", "write", "a.md"]);
    assert_eq!(code, Some(0), "{said}");
    fs::write(folder.path().join("a.md"), MEMO.replace("as far as known", "as we know")).expect("can be written");
    let list = ["suppressions", "list", ".", "--baseline", "totality.baseline.json"];
    let (code, shown, said) = run(&folder, &list);
    assert_eq!(code, Some(0), "{said}");
    insta::assert_snapshot!(format!("{shown}-----\n{said}"), @r"
    a.md:1:1                  text      used    unfilled-placeholder        see the cover sheet
    a.md:4:1                  text      unused  no-priority                 it is elsewhere
    a.md:4:1                  text      faulty  no-such-rule                there is no rule `no-such-rule`
    a.md:5:1                  text      faulty                              after the bracket stands `reason:` and why the finding may stand
    a.md:6:1                  text      unused  border-date                 the date was corrected
    totality.waivers.toml:3   waiver    used    unfilled-placeholder        b.md: named elsewhere (A. Reviewer, until 2999-12-31)
    totality.waivers.toml:12  waiver    ended   unfilled-placeholder        b.md: named then (A. Reviewer, until 2020-01-31)
    totality.baseline.json    baseline  used    suppression-without-reason  a.md
    totality.baseline.json    baseline  unused  unfilled-placeholder        a.md
    totality.baseline.json    baseline  used    unused-suppression          a.md
    totality.baseline.json    baseline  used    unused-suppression          a.md
    totality.baseline.json    baseline  used    unused-suppression          a.md
    -----
    5 comments, 2 waivers, 5 in the baseline; 6 not used
    ");
    let (code, listed, _) = run(&folder, &[&list[..], &["--output-format", "json"]].concat());
    assert_eq!(code, Some(0), "{listed}");
    let listed: serde_json::Value = serde_json::from_str(&listed).expect("is JSON");
    let rows = listed["suppressions"].as_array().expect("is a list");
    let first = &rows[0];
    assert_eq!((&first["kind"], &first["status"], &first["line"]), (&"text".into(), &"used".into(), &1.into()));
    assert_eq!((&first["rule"], &first["reason"]), (&"unfilled-placeholder".into(), &"see the cover sheet".into()));
    let waiver = rows.iter().find(|row| row["kind"] == "waiver").expect("is there");
    assert_eq!((&waiver["approver"], &waiver["expires"]), (&"A. Reviewer".into(), &"2999-12-31".into()));
    assert_eq!(listed["schema_version"], 1);
}

#[test]
fn what_the_settings_forbid_is_told_and_what_cannot_be_read_fails() {
    let folder = folder().file("totality.toml", "[suppressions]\nforbid = [\"unfilled-placeholder\"]\n");
    let (code, shown, _) = run(&folder, &["suppressions", "list", "a.md"]);
    assert!(code == Some(0) && shown.contains("forbidden"), "{shown}");
    let (code, shown, said) = run(&folder, &["suppressions", "list", "b.md", "gone.md"]);
    assert!(code == Some(2) && shown.is_empty() && said.contains("gone.md"), "{shown}{said}");
}

#[test]
fn words_of_a_comment_do_not_act_on_who_reads_the_list() {
    let memo =
        "<!-- totality: ignore[unfilled-placeholder] reason: \u{1b}[31mred \u{202e}turned -->\nIt is ________.\n";
    let (code, shown, _) = run(&totality([""; 0]).file("::a.md", memo), &["suppressions", "list", "."]);
    assert_eq!(code, Some(0), "{shown}");
    assert!(!shown.contains(['\u{1b}', '\u{202e}']) && !shown.starts_with("::"), "{shown}");
}
