//! Which texts are read, in which order, and what is said of those that are not.

use crate::harness::{PLAIN, Totality, totality};

fn paths(run: &Totality) -> Vec<String> {
    let (_, report) = run.json();
    let documents = report["documents"].as_array().expect("has documents");
    documents.iter().map(|document| document["path"].as_str().expect("has a path").replace('\\', "/")).collect()
}

const JSON: [&str; 3] = ["check", "--output-format", "json"];

fn check<const N: usize>(more: [&str; N]) -> Totality {
    totality(JSON.into_iter().chain(more))
}

#[test]
fn a_file_that_is_not_there_is_said_and_the_rest_checked() {
    let run = totality(["check", "gone.md", "a.md"]).file("a.md", PLAIN).run();
    insta::assert_snapshot!(run, @r"
    exit code: 2
    ----- stdout
    Checked 1 file, 0 justifications: 0 errors, 0 warnings, 0 notes.
    Not checked: 1 file.
    A clean report is no approval: it says how a decision is written down, not whether it is right.
    ----- stderr
    error: this cannot be read: it does not exist
    --> gone.md
     = help: check the spelling, and the folder you are in
    ");
    let (code, report) = check(["gone.md", "a.md"]).file("a.md", PLAIN).json();
    assert_eq!(code, Some(2));
    assert_eq!(report["documents"][0]["path"], "a.md");
    assert_eq!(report["unread"][0]["path"], "gone.md");
}

#[test]
fn a_file_that_is_no_text_is_said_and_the_rest_checked() {
    let binary = b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x03\x00\x3e\x00\xff\xfe\x00\x81";
    let run = totality(["check", "."]).file("a.md", PLAIN).file("b.txt", binary).run();
    assert_eq!(run.code, Some(2));
    assert!(run.stdout.contains("Checked 1 file,") && run.stdout.contains("Not checked: 1 file."), "{run}");
    assert!(run.stderr.contains("error: this cannot be read: not a text") && run.stderr.contains("--> b.txt"), "{run}");
}

#[test]
fn an_empty_folder_is_no_success() {
    insta::assert_snapshot!(totality(["check", "cases"]).folder("cases").run(), @r"
    exit code: 2
    ----- stdout
    ----- stderr
    error: nothing to check in `cases`: no file for totality is there
     |
     = help: in folders, totality reads files that end in .md, .markdown or .txt; a file named
             outright is always read
    ");
}

#[test]
fn a_folder_whose_memos_are_all_left_out_is_no_success() {
    let run = totality(["check", "cases"]).file("cases/.ignore", "*.md\n").file("cases/a.md", PLAIN);
    insta::assert_snapshot!(run.file("cases/.old/b.txt", PLAIN).run(), @r"
    exit code: 2
    ----- stdout
    ----- stderr
    error: nothing to check in `cases`: left out files: 1 hidden, 1 named by an ignore file (`--no-ignore` reads them)
     |
     = help: `--no-ignore` reads hidden and ignored files; a file named outright is always read
    ");
}

#[test]
fn folders_are_walked_in_a_stable_order() {
    let names = ["cases/b.txt", "cases/a/z.md", "cases/a.markdown", "cases/B.MD", "cases/c.docx", "cases/a/README"];
    let run = names.iter().fold(check(["cases"]), |run, name| run.file(name, PLAIN));
    assert_eq!(paths(&run), ["cases/B.MD", "cases/a/z.md", "cases/a.markdown", "cases/b.txt"]);
}

#[test]
fn many_files_come_out_in_order() {
    let run = (0..300).fold(check(["."]), |run, n| run.file(format!("{n:03}.md"), PLAIN));
    let expected: Vec<_> = (0..300).map(|n| format!("{n:03}.md")).collect();
    assert_eq!(paths(&run), expected);
}

#[test]
fn what_is_left_out_is_counted_unless_asked_to_be_read_or_to_be_quiet() {
    let with = |arguments| {
        let files = [("a.md", PLAIN), (".b.md", PLAIN), ("c.md", PLAIN), (".ignore", "c.md\n"), (".git/d.md", PLAIN)];
        files.iter().fold(totality(arguments), |run, (name, text)| run.file(name, text))
    };
    let run = with(vec!["check", "."]).run();
    assert_eq!(run.stderr, "left out files: 1 hidden, 1 named by an ignore file (`--no-ignore` reads them)\n");
    let run = with(vec!["check", ".", "--quiet"]).run();
    assert_eq!((run.stderr.as_str(), run.stdout.as_str()), ("", ""));
    let run = with(vec!["check", ".", "--no-ignore", "--output-format", "json"]);
    assert_eq!(paths(&run), [".b.md", "a.md", "c.md"]);
}

#[test]
fn a_file_named_outright_is_always_read_and_only_once() {
    let run = check([".b.log", "c.md", ".", "./c.md"]).file(".b.log", PLAIN).file("c.md", PLAIN).file("a.md", PLAIN);
    assert_eq!(paths(&run.file(".ignore", "c.md\n")), [".b.log", "c.md", "a.md"]);
}

#[test]
fn standard_input_is_a_text_like_others() {
    assert_eq!(paths(&check(["-", "-"]).stdin(PLAIN)), ["<stdin>"]);
    assert_eq!(paths(&check(["-", "--stdin-filename", "cases/a.md"]).stdin(PLAIN)), ["cases/a.md"]);
    assert_eq!(totality(["check", "-"]).stdin("").run().code, Some(0), "an empty text holds no finding");
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::symlink;

    #[test]
    fn names_that_are_no_unicode_work() {
        let run = check(["."]).file(OsStr::from_bytes(b"caf\xe9.md"), PLAIN);
        let (code, report) = run.json();
        assert_eq!(code, Some(0));
        assert_eq!(report["documents"][0]["path"], "caf\\xe9.md");
    }

    #[test]
    fn a_name_cannot_act_on_the_terminal() {
        let name = "a\u{1b}[31m\u{202e}.md";
        let run = totality(["check", name]).run();
        assert!(run.stderr.contains("--> a<U+001B>[31m<U+202E>.md"), "{run}");
        let run = check(["."]).file(name, PLAIN).run();
        assert!(run.stdout.contains(r#""path":"a\u001b[31m\u202e.md""#), "{run}");
    }

    #[test]
    fn links_are_followed_and_loops_are_not() {
        let run = check(["cases"]).file("cases/a.md", PLAIN).file("else/b.md", PLAIN);
        symlink("../else", run.path().join("cases/else")).expect("can link");
        symlink("..", run.path().join("cases/loop")).expect("can link");
        symlink("gone", run.path().join("cases/gone")).expect("can link");
        let (_, report) = run.json();
        let seen: Vec<_> = report["documents"].as_array().expect("has documents").iter().map(|d| &d["path"]).collect();
        assert!(seen.contains(&&"cases/a.md".into()) && seen.contains(&&"cases/else/b.md".into()), "{report}");
        assert_eq!(report["unread"], serde_json::json!([]));
    }

    #[test]
    fn a_dangling_link_to_a_memo_is_a_memo_that_cannot_be_read() {
        let run = check(["."]).file("a.md", PLAIN);
        symlink("gone.md", run.path().join("b.md")).expect("can link");
        let (code, report) = run.json();
        assert_eq!((code, &report["unread"][0]["path"]), (Some(2), &"b.md".into()));
    }
}

#[test]
fn paths_may_stand_on_a_list_and_threads_change_nothing() {
    let text = "The hearing is on ________.\n";
    let run = |list: &str, more: &[&'static str]| {
        let arguments = [&["check", "--files-from", "list", "--output-format", "concise"], more].concat();
        totality(arguments).file("list", list).file("a b.md", text).file("c.md", text).run()
    };
    let shown = run("a b.md\r\nc.md\n", &[]);
    assert_eq!(shown.stdout.lines().count(), 2, "{shown}");
    assert_eq!(run("c.md\0a b.md\0", &["--jobs", "1"]).stdout.lines().count(), 2);
    assert_eq!(run("gone.md\n", &[]).code, Some(2));
    assert_eq!(run("", &[]).code, Some(2), "nothing to check is no success");
    let stdin = totality(["check", "--files-from", "-"]).stdin("a.md\n").file("a.md", text).run();
    assert_eq!(stdin.code, Some(1), "{stdin}");
    assert_eq!(totality(["check", "--files-from", "gone"]).run().code, Some(2));
}

#[cfg(unix)]
#[test]
fn a_pipe_in_a_folder_is_not_waited_for() {
    let run = totality(["check", "."]).file("a.md", PLAIN);
    let made = std::process::Command::new("mkfifo").arg(run.path().join("p.md")).status().expect("mkfifo is there");
    assert!(made.success());
    let mut child = run
        .command()
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("it runs");
    let since = std::time::Instant::now();
    while child.try_wait().expect("is a child").is_none() {
        if since.elapsed().as_secs() > 60 {
            child.kill().expect("can be ended");
            panic!("it waits for a pipe");
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let output = child.wait_with_output().expect("it ended");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "left out file: 1 not a regular file\n");
}
