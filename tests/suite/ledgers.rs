//! Answers outside the text: the baseline, the ledger of waivers, and changed lines.

use crate::harness::{Run, Totality, totality};
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const FIRST: &str = "The hearing is on ________.\n";
const SECOND: &str = "The judge in the case is ________ as far as known.\n";

/// The folder of a run that is used for several.
fn folder(files: &[(&str, &str)]) -> Totality {
    files.iter().fold(totality([""; 0]), |run, (name, text)| run.file(name, text))
}

fn run(folder: &Totality, arguments: &[&str]) -> Run {
    let mut command = folder.command();
    let output = command.args(arguments).stdin(Stdio::null()).output().expect("it runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("is UTF-8");
    Run { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

fn check(folder: &Totality, more: &[&str]) -> Run {
    run(folder, &[&["check", ".", "--output-format", "concise"], more].concat())
}

fn write(folder: &Totality, name: &str, text: &str) {
    fs::write(folder.path().join(name), text).expect("can be written");
}

const BASELINE: [&str; 2] = ["--baseline", "totality.baseline.json"];

#[test]
fn only_new_findings_gate_after_a_baseline() {
    let folder = folder(&[("a.md", FIRST)]);
    let written = run(&folder, &["baseline", "write", "."]);
    assert_eq!(
        (written.code, written.stderr.as_str()),
        (Some(0), "1 known finding written to totality.baseline.json\n")
    );
    let baseline = fs::read_to_string(folder.path().join("totality.baseline.json")).expect("was written");
    assert!(!baseline.contains("hearing"), "no words of a case: {baseline}");
    assert_eq!(check(&folder, &BASELINE).code, Some(0));
    assert_eq!(check(&folder, &[]).code, Some(1), "a baseline must be asked for");
    // Lines move, and the same words stand in another sentence.
    write(&folder, "a.md", &format!("A new line.\n\n- {FIRST}\n{SECOND}"));
    let found = check(&folder, &BASELINE);
    assert_eq!((found.code, found.stdout.lines().count()), (Some(1), 1), "{found}");
    assert!(found.stdout.starts_with("a.md:5:"), "{found}");
    let counted = run(&folder, &[&["check", "."], &BASELINE[..]].concat());
    assert!(counted.stdout.contains("Set aside: 1 in the baseline."), "{counted}");
}

#[test]
fn an_equal_sentence_more_is_new() {
    let folder = folder(&[("a.md", FIRST)]);
    run(&folder, &["baseline", "write", "."]);
    write(&folder, "a.md", &format!("{FIRST}\n{FIRST}"));
    assert_eq!(check(&folder, &BASELINE).stdout.lines().count(), 1);
    write(&folder, "b.md", FIRST);
    assert_eq!(check(&folder, &BASELINE).stdout.lines().count(), 2, "a copy is new");
}

#[test]
fn what_was_fixed_is_named_and_pruned() {
    let folder = folder(&[("a.md", &format!("{FIRST}\n{SECOND}"))]);
    run(&folder, &["baseline", "write", "."]);
    assert_eq!(run(&folder, &["baseline", "check", "."]).code, Some(0));
    write(&folder, "a.md", SECOND);
    write(&folder, "b.md", FIRST);
    let checked = run(&folder, &["baseline", "check", "."]);
    insta::assert_snapshot!(checked, @r"
    exit code: 1
    ----- stdout
    new: b.md:1:19: unfilled-placeholder
    fixed: a.md: unfilled-placeholder
    ----- stderr
    1 new finding, 1 fixed one
    ");
    let remarks = check(&folder, &BASELINE).stderr;
    assert!(remarks.contains("a.md: `unfilled-placeholder` is fixed, but still in the baseline"), "{remarks}");
    let pruned = run(&folder, &["baseline", "prune", "."]);
    assert_eq!((pruned.code, pruned.stderr.as_str()), (Some(0), "1 fixed finding taken out, 1 left\n"));
    assert_eq!(check(&folder, &BASELINE).stdout.lines().count(), 1, "the new one stays new");
}

#[test]
fn a_renamed_text_stays_known() {
    let folder = folder(&[("a.md", FIRST)]);
    run(&folder, &["baseline", "write", "."]);
    fs::rename(folder.path().join("a.md"), folder.path().join("b.md")).expect("can be renamed");
    assert_eq!(check(&folder, &BASELINE).code, Some(0));
    write(&folder, "b.md", &format!("More.\n\n{FIRST}"));
    assert_eq!(check(&folder, &BASELINE).code, Some(0), "its sentence is still there");
}

#[test]
fn a_baseline_that_cannot_be_used_is_no_empty_one() {
    let folder = folder(&[("a.md", FIRST), ("bad.json", "{}")]);
    assert_eq!(check(&folder, &["--baseline", "gone.json"]).code, Some(2));
    assert_eq!(check(&folder, &["--baseline", "bad.json"]).code, Some(2));
    let unread = run(&folder, &["baseline", "write", ".", "gone.md"]);
    assert_eq!(unread.code, Some(2));
    assert!(!folder.path().join("totality.baseline.json").exists(), "{unread}");
    assert_eq!(run(&folder, &["baseline", "write", "a.md", "--baseline", "a.md"]).code, Some(2));
    assert_eq!(fs::read_to_string(folder.path().join("a.md")).expect("is there"), FIRST);
}

const WAIVE: [&str; 9] = [
    "waive",
    "a.md",
    "unfilled-placeholder",
    "--reason",
    "the date is on the cover sheet",
    "--approver",
    "A. Reviewer",
    "--expires",
    "2030-06-30",
];

#[test]
fn a_waiver_answers_a_finding_until_its_last_day() {
    let folder = folder(&[("a.md", FIRST)]);
    let waived = run(&folder, &WAIVE);
    assert_eq!(waived.code, Some(0), "{waived}");
    assert_eq!(waived.stderr, "waived `unfilled-placeholder` on line 1, in totality.waivers.toml\n");
    let on = |day| check(&folder, &["--as-of", day]);
    assert_eq!((on("2030-01-01").code, on("2030-01-01").stderr.as_str()), (Some(0), ""));
    let last = on("2030-06-30");
    assert_eq!(last.code, Some(0));
    assert!(last.stderr.contains("ends on 2030-06-30"), "{last}");
    let after = on("2030-07-01");
    assert_eq!(after.code, Some(1));
    insta::assert_snapshot!(after.stderr, @r"
    warning: the waiver of `unfilled-placeholder` in a.md ended on 2030-06-30
     --> totality.waivers.toml:3:1
      |
    3 | [[waiver]]
      | ^^^^^^^^
      |
      = help: review the finding again, and renew the waiver or strike it
    ");
    assert_eq!(check(&folder, &["--as-of", "2030-01-01", "--no-suppressions"]).code, Some(1));
    assert_eq!(check(&folder, &["--as-of", "2030-01-01", "--isolated"]).code, Some(1));
    let report = run(&folder, &["check", "a.md", "--as-of", "2030-01-01", "--output-format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&report.stdout).expect("is JSON");
    let answer = &report["documents"][0]["suppressed"][0]["suppression"];
    assert_eq!(answer["kind"], "waiver");
    assert_eq!(answer["reason"], "the date is on the cover sheet (approved by A. Reviewer, until 2030-06-30)");
    assert_eq!(report["summary"]["waived"], 1);
}

#[test]
fn a_waiver_that_meets_no_finding_is_said() {
    let folder = folder(&[("a.md", FIRST)]);
    run(&folder, &WAIVE);
    write(&folder, "a.md", "The hearing is on May 4, 2022.\n");
    let run = check(&folder, &["--as-of", "2030-01-01"]);
    assert_eq!(run.code, Some(0));
    assert!(run.stderr.contains("the waiver of `unfilled-placeholder` in a.md meets no finding"), "{run}");
    write(&folder, "a.md", SECOND);
    assert_eq!(check(&folder, &["--as-of", "2030-01-01"]).code, Some(1), "it is for its own sentence");
}

#[test]
fn a_ledger_with_mistakes_is_no_ledger() {
    let entry = "[[waiver]]\nrule = \"no-totality\"\nfingerprint = \"0\"\nreason = \"-\"\napprover = \"B. Who\"\ndate = 2026-01-01\n";
    let folder = folder(&[("a.md", FIRST), ("totality.waivers.toml", &format!("{entry}expires = 2027-01-01\n"))]);
    let run = check(&folder, &[]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("this waiver gives no reason\n --> totality.waivers.toml:4:10"), "{run}");
    write(&folder, "totality.waivers.toml", entry);
    assert!(check(&folder, &[]).stderr.contains("missing field `expires`"));
    let soon = entry.replace("\"-\"", "\"so it is\"") + "expires = \"soon\"\n";
    write(&folder, "totality.waivers.toml", &soon);
    let run = check(&folder, &[]);
    assert!(run.code == Some(1) && run.stderr.contains("counts as ended"), "{run}");
    assert_eq!(check(&folder, &["--waivers", "gone.toml"]).code, Some(2));
}

#[test]
fn a_waiver_names_one_finding() {
    let folder = folder(&[("a.md", &format!("{FIRST}\n{SECOND}"))]);
    let several = run(&folder, &WAIVE);
    assert_eq!(several.code, Some(2));
    assert!(several.stderr.contains("say which with `--line`: 1, 3"), "{several}");
    assert_eq!(run(&folder, &[&WAIVE[..], &["--line", "3"]].concat()).code, Some(0));
    assert_eq!(check(&folder, &["--as-of", "2030-01-01"]).stdout.lines().count(), 1);
    let none = run(&folder, &[&["waive", "a.md", "no-totality"], &WAIVE[3..]].concat());
    assert!(none.code == Some(2) && none.stderr.contains("no open finding"), "{none}");
    write(&folder, "totality.toml", "[suppressions]\nforbid = [\"unfilled-placeholder\"]\n");
    assert_eq!(check(&folder, &["--as-of", "2030-01-01"]).stdout.lines().count(), 2, "the settings forbid it");
}

fn git(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "init.defaultBranch=main"]);
    let output = command.args(arguments).current_dir(folder).output().expect("git is there");
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    output
}

/// A repository with one commit, to be run with git in reach.
fn repository(files: &[(&str, &str)]) -> Totality {
    let folder = folder(files).env("PATH", option_env!("PATH").unwrap_or("/usr/bin:/bin"));
    git(&folder.path(), &["init", "-q"]);
    git(&folder.path(), &["add", "-A"]);
    git(&folder.path(), &["commit", "-qm", "first"]);
    folder
}

#[test]
fn findings_on_changed_lines_are_reported() {
    let folder = repository(&[("a.md", FIRST), ("same.md", FIRST), ("d e/f.md", FIRST)]);
    write(&folder, "a.md", &format!("{FIRST}\n{SECOND}"));
    write(&folder, "new.md", FIRST);
    git(&folder.path(), &["mv", "d e/f.md", "d e/\u{e9}.md"]);
    let run_ = check(&folder, &["--diff", "HEAD"]);
    assert_eq!(run_.code, Some(1), "{run_}");
    let places: Vec<_> = run_.stdout.lines().map(|line| line.split(": ").next().expect("has a place")).collect();
    assert_eq!(places, ["a.md:3:26", "new.md:1:19"]);
    let summary = run(&folder, &["check", ".", "--diff", "HEAD"]);
    assert!(summary.stdout.contains("Set aside: 3 not on changed lines."), "{summary}");
    // The same from a patch, and from a folder below.
    let patch = String::from_utf8(git(&folder.path(), &["diff", "HEAD"]).stdout).expect("is UTF-8");
    write(&folder, "change.patch", &patch);
    assert_eq!(check(&folder, &["--diff-file", "change.patch"]).stdout.lines().count(), 1);
    let mut below = folder.command();
    below.current_dir(folder.path().join("d e")).args(["check", "..", "--diff", "HEAD", "--output-format", "concise"]);
    let below = below.output().expect("it runs");
    assert_eq!(String::from_utf8_lossy(&below.stdout).lines().count(), 2);
}

/// A text in UTF-16, which git takes for binary.
fn utf16(text: &str) -> Vec<u8> {
    [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

#[test]
fn what_git_cannot_show_in_lines_is_changed_as_a_whole() {
    let folder = repository(&[("b.md", FIRST), (".gitattributes", "*.md -diff\n"), ("same.md", FIRST)]);
    fs::write(folder.path().join("u.txt"), utf16(FIRST)).expect("can be written");
    git(&folder.path(), &["add", "-A"]);
    git(&folder.path(), &["commit", "-qm", "second"]);
    fs::write(folder.path().join("u.txt"), utf16(&format!("{FIRST}\n{SECOND}"))).expect("can be written");
    write(&folder, "b.md", &format!("{FIRST}\n{SECOND}"));
    let places = |run: &Run| -> Vec<String> {
        run.stdout.lines().map(|line| line.split(": ").next().expect("has a place").to_owned()).collect()
    };
    let asked = check(&folder, &["--diff", "HEAD"]);
    assert_eq!(places(&asked), ["b.md:3:26", "u.txt:1:19", "u.txt:3:26"], "{asked}");
    // A patch says only that they differ.
    let patch = git(&folder.path(), &["diff", "HEAD"]).stdout;
    fs::write(folder.path().join("binary.patch"), &patch).expect("can be written");
    let all = ["b.md:1:19", "b.md:3:26", "u.txt:1:19", "u.txt:3:26"];
    assert_eq!(places(&check(&folder, &["--diff-file", "binary.patch"])), all);
    // A driver shows other lines than those of the file.
    write(&folder, ".gitattributes", "*.md diff=upper\n");
    git(&folder.path(), &["config", "diff.upper.textconv", "true"]);
    assert!(places(&check(&folder, &["--diff", "HEAD"])).contains(&"b.md:3:26".to_owned()));
}

#[test]
fn a_patch_without_prefixes_is_of_the_same_files() {
    let folder = repository(&[("s/b c.md", FIRST), ("a/d.md", FIRST)]);
    write(&folder, "s/b c.md", SECOND);
    write(&folder, "a/d.md", SECOND);
    for form in ["--no-prefix", "--src-prefix=old/", "--color=never"] {
        let patch = git(&folder.path(), &["diff", form, "HEAD"]).stdout;
        fs::write(folder.path().join("change.patch"), &patch).expect("can be written");
        let run = check(&folder, &["--diff-file", "change.patch"]);
        assert_eq!((run.code, run.stdout.lines().count()), (Some(1), 2), "{form}: {run}");
    }
}

#[test]
fn a_patch_that_is_not_whole_or_not_of_this_state_is_an_error() {
    let text = format!("Words.\n\n{FIRST}");
    let folder = repository(&[("a.md", "Words.\n\nOther words.\n"), ("b.md", FIRST)]);
    write(&folder, "a.md", &text);
    let of = |arguments: &[&str]| String::from_utf8(git(&folder.path(), arguments).stdout).expect("is UTF-8");
    let whole = of(&["diff", "HEAD"]);
    let until = |end: &str| whole[..whole.find(end).expect("is there") + end.len()].to_owned();
    let broken = [
        until("--- a/a.md\n"),
        until("+++ b/a.md\n"),
        until("100644\n"),
        until("@@ -1,3 +1,3 @@\n"),
        until("-Other words.\n"),
        of(&["diff", "--color=always", "HEAD"]),
        of(&["diff", "--word-diff", "HEAD"]),
        whole.replace("@@ -1,3 +1,3 @@", "@@ -91,3 +91,3 @@"),
        whole.replace("________", "June"),
        whole.replace("a.md", "gone.md"),
        format!("{whole}{whole}"),
    ];
    for patch in broken {
        write(&folder, "change.patch", &patch);
        let run = check(&folder, &["--diff-file", "change.patch"]);
        assert_eq!(run.code, Some(2), "{patch}: {run}");
    }
    write(&folder, "change.patch", &whole);
    assert_eq!(check(&folder, &["--diff-file", "change.patch"]).code, Some(1));
    write(&folder, "a.md", &format!("A new line.\n{text}"));
    let stale = check(&folder, &["--diff-file", "change.patch"]);
    assert_eq!(stale.code, Some(2), "{stale}");
    assert!(stale.stderr.contains("a.md: the patch is of another state of this text"), "{stale}");
    assert!(stale.stdout.starts_with("a.md:4:"), "nothing is set aside: {stale}");
}

#[test]
fn changes_that_cannot_be_known_are_no_success() {
    let folder = repository(&[("a.md", FIRST), ("no.patch", "Roses are red.\n")]);
    for arguments in [
        ["--diff", "no-such-branch"],
        ["--diff", "--output=x"],
        ["--diff-file", "gone.patch"],
        ["--diff-file", "no.patch"],
    ] {
        let run = check(&folder, &arguments);
        assert_eq!(run.code, Some(2), "{arguments:?}: {run}");
    }
}

const MEMO: &str = "Subject: Ana Ruiz, A012-345-678\nOfficer: B. Who\n\nShe was convicted of theft in 2019. The conviction \
                    alone is enough, and I decided to issue a notice to appear.\n";

#[test]
fn another_memo_in_the_place_of_the_first_is_not_known() {
    let folder = folder(&[("a.md", MEMO)]);
    run(&folder, &["baseline", "write", "."]);
    assert_eq!(check(&folder, &BASELINE).code, Some(0));
    let waive = [&["waive", "a.md", "no-totality"], &WAIVE[3..]].concat();
    assert_eq!(run(&folder, &waive).code, Some(0));
    let lacks = |arguments: &[&str]| check(&folder, arguments).stdout.contains("no-totality");
    let dated = ["--as-of", "2030-01-01"];
    assert!(!lacks(&dated) && !lacks(&BASELINE));
    let long = format!("{MEMO}\n{}", "The rest of the file was read and is of no weight here. ".repeat(9));
    write(&folder, "a.md", &long);
    run(&folder, &["baseline", "write", "."]);
    write(&folder, "a.md", &format!("{long}\nOne more remark at the end.\n"));
    assert!(
        !lacks(&["--as-of", "2031-01-01", "--baseline", "totality.baseline.json"]),
        "an edit below changes nothing"
    );
    write(&folder, "a.md", &MEMO.replace("Ana Ruiz, A012-345-678", "Bo Sol, A012-345-679"));
    assert!(lacks(&dated) && lacks(&BASELINE), "another person");
}

#[test]
fn only_what_was_looked_at_is_pruned() {
    let folder = folder(&[("a.md", &format!("{FIRST}\n{SECOND}")), ("sub/b.md", FIRST)]);
    run(&folder, &["baseline", "write", "."]);
    let pruned = |arguments: &[&str]| run(&folder, &[&["baseline", "prune"], arguments].concat()).stderr;
    assert_eq!(pruned(&[".", "--select", "no-totality"]), "0 fixed findings taken out, 3 left\n");
    assert_eq!(pruned(&[".", "--ignore", "unfilled-placeholder"]), "0 fixed findings taken out, 3 left\n");
    fs::rename(folder.path().join("sub/b.md"), folder.path().join("sub/c.md")).expect("can be renamed");
    assert_eq!(pruned(&["a.md"]), "0 fixed findings taken out, 3 left\n");
    assert_eq!(check(&folder, &BASELINE).code, Some(0), "the moved text stays known");
    fs::remove_file(folder.path().join("sub/c.md")).expect("can be removed");
    assert_eq!(pruned(&["a.md"]), "0 fixed findings taken out, 3 left\n");
    assert_eq!(pruned(&["."]), "1 fixed finding taken out, 2 left\n");
    // What is answered elsewhere as well is not fixed.
    write(
        &folder,
        "a.md",
        &format!("<!-- totality: ignore-file[unfilled-placeholder] reason: elsewhere -->\n\n{FIRST}\n{SECOND}"),
    );
    assert_eq!(pruned(&["."]), "0 fixed findings taken out, 2 left\n");
}

#[test]
fn a_waiver_is_struck_only_if_it_was_looked_for() {
    let folder = folder(&[("a.md", FIRST)]);
    run(&folder, &WAIVE);
    let dated = |more: &[&str]| check(&folder, &[&["--as-of", "2030-01-01"], more].concat());
    assert_eq!(dated(&["--select", "no-totality"]).stderr, "");
    write(&folder, "a.md", &format!("<!-- totality: ignore[unfilled-placeholder] reason: elsewhere -->\n\n{FIRST}"));
    assert_eq!(dated(&[]).stderr, "", "what the text answers first is met all the same");
    write(&folder, "a.md", FIRST);
    let ledger = fs::read_to_string(folder.path().join("totality.waivers.toml")).expect("was written");
    for path in ["./a.md", "../NAME/x/../a.md"] {
        let name = folder.path().file_name().expect("has a name").to_string_lossy().into_owned();
        let path = path.replace("NAME", &name);
        write(&folder, "totality.waivers.toml", &ledger.replace("\"a.md\"", &format!("\"{path}\"")));
        assert_eq!((dated(&[]).code, dated(&[]).stderr.as_str()), (Some(0), ""), "{path}");
    }
    write(&folder, "totality.waivers.toml", &ledger.replace("\"a.md\"", "\"b.md\""));
    assert!(dated(&[]).stderr.contains("in b.md is for a text that is not there"));
    write(&folder, "totality.waivers.toml", &ledger.replace("unfilled-placeholder", "unfilled-placeholders"));
    let unknown = dated(&[]);
    assert!(unknown.code == Some(2) && unknown.stderr.contains("did you mean `unfilled-placeholder`?"), "{unknown}");
}

#[test]
fn the_day_is_in_the_record() {
    let folder = folder(&[("a.md", FIRST)]);
    run(&folder, &WAIVE);
    let report = |day| {
        let run = run(&folder, &["check", "a.md", "--as-of", day, "--output-format", "json"]);
        serde_json::from_str::<serde_json::Value>(&run.stdout).expect("is JSON")
    };
    let (before, same, after) = (report("2030-01-01"), report("2030-01-02"), report("2030-07-01"));
    assert_eq!((&before["as_of"], &after["as_of"]), (&"2030-01-01".into(), &"2030-07-01".into()));
    let hash = |report: &serde_json::Value| report["documents"][0]["configuration_sha256"].to_string();
    assert_eq!(hash(&before), hash(&same));
    assert_ne!(hash(&before), hash(&after));
    let answer = &before["documents"][0]["suppressed"][0]["suppression"];
    assert_eq!((&answer["approver"], &answer["expires"]), (&"A. Reviewer".into(), &"2030-06-30".into()));
    let run = run(&folder, &["check", "a.md", "--as-of", "2030-01-01", "--output-format", "sarif"]);
    let sarif: serde_json::Value = serde_json::from_str(&run.stdout).expect("is JSON");
    let suppression = &sarif["runs"][0]["results"][0]["suppressions"][0];
    assert_eq!(
        (&suppression["status"], &suppression["properties"]["approver"]),
        (&"accepted".into(), &"A. Reviewer".into())
    );
}

#[test]
fn what_nobody_accepted_is_not_accepted() {
    let folder = repository(&[("a.md", FIRST)]);
    run(&folder, &["baseline", "write", "."]);
    for arguments in [&["--diff", "HEAD"], &BASELINE] {
        let run = run(&folder, &[&["check", ".", "--output-format", "sarif"][..], arguments].concat());
        let sarif: serde_json::Value = serde_json::from_str(&run.stdout).expect("is JSON");
        assert_eq!(sarif["runs"][0]["results"][0]["suppressions"][0]["status"], "underReview", "{arguments:?}");
    }
}

#[test]
fn two_findings_on_a_line_are_told_apart_by_column() {
    let folder = folder(&[("a.md", "The hearing is on ________. The judge is ________.\n")]);
    let several = run(&folder, &[&WAIVE[..], &["--line", "1"]].concat());
    assert!(several.stderr.contains("say which with `--line` and `--column`: 1:19, 1:42"), "{several}");
    assert_eq!(run(&folder, &[&WAIVE[..], &["--column", "42"]].concat()).code, Some(0));
    assert_eq!(check(&folder, &["--as-of", "2030-01-01"]).stdout.lines().count(), 1);
}

#[test]
fn a_waiver_that_could_never_count_is_not_written() {
    let folder = folder(&[("a.md", FIRST)]);
    let past = run(&folder, &[&WAIVE[..8], &["2020-01-01"]].concat());
    assert!(past.code == Some(2) && past.stderr.contains("`--expires` is past"), "{past}");
    let stdin = run(&folder, &[&["waive", "-"], &WAIVE[2..]].concat());
    assert!(stdin.code == Some(2) && stdin.stderr.contains("this is no file"), "{stdin}");
    let short = run(&folder, &[&WAIVE[..6], &["A", "--expires", "2030-06-30"]].concat());
    assert!(short.stderr.contains("fewer than two letters"), "{short}");
    assert!(!folder.path().join("totality.waivers.toml").exists());
}
