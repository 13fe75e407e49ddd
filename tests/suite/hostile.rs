//! Texts that were made to do harm, or were broken on the way: each is read right or refused, and nothing in them acts on
//! whoever reads the output. How long that takes for large ones is for `cargo bench --bench growth` to tell.

use crate::harness::{PLAIN, Run, Totality, totality};
use crate::material::{below_project, files, path};
use std::fs;

/// Characters that no output may hold as they are: they act on a terminal, or turn or hide what is read.
fn acts(character: char, format: &str) -> bool {
    match character {
        '\n' => false,
        // The ends of rows.
        '\r' if format == "csv" => false,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{ad}' | '\u{feff}' => true,
        _ => character.is_control(),
    }
}

#[test]
fn nothing_in_a_text_acts_on_its_reader() {
    for file in files(&path("fixtures/hostile")) {
        let name = below_project(&file);
        let ending = file.extension().and_then(|ending| ending.to_str()).expect("a fixture has an ending");
        for arguments in [
            vec!["check"],
            vec!["check", "--output-format", "concise"],
            vec!["check", "--output-format", "json"],
            vec!["check", "--output-format", "github"],
            vec!["check", "--output-format", "csv"],
            vec!["factors"],
            vec!["trace"],
        ] {
            let memo = format!("memo.{ending}");
            let bytes = fs::read(&file).expect("a fixture can be read");
            let run = totality(arguments.iter().copied().chain([memo.as_str()])).file(&memo, bytes).run();
            assert!(run.code.is_some_and(|code| (0..=2).contains(&code)), "{name} {arguments:?}\n{run}");
            assert!(
                !run.stderr.contains("panicked") && !run.stderr.contains("is a bug"),
                "{name} {arguments:?}\n{run}"
            );
            let format = arguments.last().copied().unwrap_or_default();
            let acting: Vec<_> = run.stdout.chars().chain(run.stderr.chars()).filter(|c| acts(*c, format)).collect();
            assert!(acting.is_empty(), "{name} {arguments:?}: {acting:?}");
        }
    }
}

#[test]
fn a_finding_is_made_in_spite_of_what_hides_it() {
    // The words are there for whoever reads the memo; marks that nobody sees do not hide them from the program.
    for name in [
        "terminal-escapes.md",
        "terminal-links.md",
        "bidirectional-overrides.md",
        "invisible-characters.txt",
        "joiners-inside-words.md",
        "look-alikes.md",
        "homoglyphs.md",
        "workflow-command.md",
        "formula.md",
    ] {
        let bytes = fs::read(path("fixtures/hostile").join(name)).expect("a fixture can be read");
        let (_, report) = totality(["check", "--output-format", "json", name]).file(name, bytes).json();
        let factors = report["documents"][0]["factors"].as_array().cloned().unwrap_or_default();
        assert!(!factors.is_empty(), "{name}: {report}");
    }
}

/// The factors of a memo with their status, and whether each lies where its words stand.
fn factors(name: &str, memo: &str) -> Vec<(String, String, bool)> {
    let (_, report) = totality(["check", "--output-format", "json", name]).file(name, memo).json();
    let factors = report["documents"][0]["factors"].as_array().cloned().unwrap_or_default();
    let word = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let at = |value: &serde_json::Value| value.as_u64().and_then(|at| usize::try_from(at).ok()).expect("is a place");
    let is_there = |factor: &serde_json::Value| {
        memo.get(at(&factor["span"]["start"])..at(&factor["span"]["end"])) == factor["text"].as_str()
    };
    factors.iter().map(|factor| (word(&factor["id"]), word(&factor["status"]), is_there(factor))).collect()
}

#[test]
fn letters_that_look_alike_and_marks_that_nobody_sees_hide_nothing() {
    let plain = "Subject: A000-111-222\n\nI recommend a Notice to Appear. He was convicted of theft in 2019. No weapon was \
                 used. His nationality makes him a risk, and he is to be placed in removal proceedings.\n";
    let file = fs::read_to_string(path("fixtures/hostile/look-alikes.md")).expect("a fixture can be read");
    let mut disguised = vec![file];
    for unseen in "\u{61c}\u{2066}\u{2069}\u{200d}\u{200e}\u{202e}\u{fe0f}\u{2060}\u{2064}\u{feff}\u{ad}".chars() {
        // After the third letter of every longer word, but not in the numbers and labels of the head.
        let hide = |word: &str| match word.char_indices().nth(3) {
            Some((at, next)) if next.is_alphabetic() => format!("{}{unseen}{}", &word[..at], &word[at..]),
            _ => word.to_owned(),
        };
        let (head, body) = plain.split_once("\n\n").expect("has a head");
        disguised.push(format!("{head}\n\n{}\n", body.split(' ').map(hide).collect::<Vec<_>>().join(" ")));
    }
    let rules = |memo: &str| {
        let (_, report) = totality(["check", "--output-format", "json", "a.md"]).file("a.md", memo).json();
        let found = report["documents"][0]["diagnostics"].as_array().cloned().unwrap_or_default();
        found.iter().map(|finding| finding["rule"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let (open, found) = (factors("a.md", plain), rules(plain));
    assert!(open.iter().any(|(_, status, _)| status == "negated"), "{open:?}");
    assert!(found.iter().any(|rule| rule == "national-origin-as-factor"), "{found:?}");
    for memo in &disguised {
        assert_eq!(factors("a.md", memo), open, "{memo:?}");
        assert_eq!(rules(memo), found, "{memo:?}");
    }
}

#[test]
fn what_is_no_text_is_refused() {
    for name in ["nul-bytes.txt", "utf16-cut-in-half.txt"] {
        let bytes = fs::read(path("fixtures/hostile").join(name)).expect("a fixture can be read");
        let run = totality(["check", name]).file(name, bytes).run();
        assert_eq!(run.code, Some(2), "{name}\n{run}");
        assert!(run.stderr.contains("error: this cannot be read"), "{name}\n{run}");
    }
}

const HEAD: &str = "Subject: A000-111-222\n\nI recommend a Notice to Appear.\n\n";

/// A sentence with a finding, to be met behind whatever goes before it.
const TAIL: &str = "\n\nThe judge is ________.\n";

fn behind(name: &str, text: &str) -> Totality {
    totality(["check", name, "--output-format", "concise"]).file(name, [HEAD, text, TAIL].concat())
}

#[track_caller]
fn is_told(run: &Run, found: &str) {
    assert_eq!(run.code, Some(1), "{run}");
    assert!(run.stdout.contains(found), "{found}: {run}");
    assert_eq!(run.stderr, "");
}

#[test]
fn what_is_nested_long_or_wide_hides_nothing_behind_it() {
    let wide = |cell: &str| format!("|{}\n", cell.repeat(10_000));
    let texts = [
        ("brackets", "[".repeat(100_000)),
        ("brackets that close", "[".repeat(100_000) + &"]".repeat(100_000)),
        ("round brackets", "(".repeat(100_000) + &")".repeat(100_000)),
        ("pictures", "![".repeat(100_000)),
        ("links", "[".repeat(100_000) + &"](x)".repeat(100_000)),
        ("tags", "<a ".repeat(100_000)),
        ("quotations", format!("{} x", ">".repeat(5_000))),
        ("items", format!("{}x", "- ".repeat(5_000))),
        ("emphasis", "*a_ **b__ ".repeat(20_000)),
        ("comments", "<!-- a -->\n\n".repeat(20_000)),
        ("entities", "&amp;&#0;&#x1b;".repeat(50_000)),
        ("a wide table", [wide("a|"), wide("-|"), wide("b|")].concat()),
        ("a wide table with a short row", [wide("a|"), wide("-|"), "|b\n".to_owned()].concat()),
        ("one word", "a".repeat(2_000_000)),
        ("marks on a letter", format!("e{}", "\u{301}".repeat(500_000))),
        ("marks", "\u{202e}\u{200d}".repeat(500_000)),
        ("full stops", ".".repeat(1_000_000)),
        ("lines", "\n".repeat(1_000_000)),
    ];
    for (what, text) in &texts {
        let line = [HEAD, text, TAIL].concat().lines().count();
        for name in ["a.md", "a.txt"] {
            let run = behind(name, text).run();
            let told = format!("{name}:{line}:14: warning[unfilled-placeholder]");
            assert!(run.code == Some(1) && run.stdout.contains(&told), "{what} in {name}: {told}\n{run}");
        }
    }
}

#[test]
fn a_million_headings_are_headings() {
    for (name, heading) in [("a.md", "# A\n\n"), ("a.txt", "HEADING\n\n")] {
        let text = heading.repeat(1_000_000);
        let line = [HEAD, &text, TAIL].concat().lines().count();
        is_told(&behind(name, &text).run(), &format!("{name}:{line}:14: warning[unfilled-placeholder]"));
    }
}

/// Takes a gigabyte of memory, and minutes where tests are built without optimisation.
#[test]
#[ignore = "large: `cargo test --release hostile -- --ignored`"]
fn a_line_of_a_hundred_million_bytes_is_read_to_its_end() {
    let text = "word ".repeat(20_000_000);
    for name in ["a.md", "a.txt"] {
        let run = totality(["check", name, "--output-format", "concise"]).file(name, format!("{text}________.\n"));
        is_told(&run.run(), &format!("{name}:1:100000001: warning[unfilled-placeholder]"));
    }
}

#[test]
fn a_long_line_is_told_in_every_format_without_being_told_whole() {
    let text = "word ".repeat(100_000);
    for format in ["human", "json", "sarif", "github", "csv", "markdown", "junit"] {
        let run = totality(["check", "a.md", "--output-format", format]).file("a.md", format!("{text}________.{text}"));
        let run = run.run();
        assert_eq!(run.code, Some(1), "{format}: {run}");
        assert!(run.stdout.len() < 200_000, "{format} writes {} bytes", run.stdout.len());
    }
}

#[test]
fn a_finding_in_markup_is_no_markup_of_a_report() {
    let memo = fs::read(path("fixtures/hostile/markup.md")).expect("a fixture can be read");
    for format in ["junit", "checkstyle"] {
        let run = totality(["check", "a.md", "--output-format", format]).file("a.md", &memo).run();
        let document = roxmltree::Document::parse(&run.stdout).unwrap_or_else(|error| panic!("{error}\n{run}"));
        assert!(!document.descendants().any(|node| node.has_tag_name("script")), "{run}");
    }
    let run = totality(["check", "a.md", "--output-format", "markdown"]).file("a.md", &memo).run();
    assert!(!run.stdout.contains("<script>"), "{run}");
}

#[test]
fn no_line_of_a_text_is_a_command_in_any_format() {
    // In the log of a workflow a line that begins so is a command, and the old form is one anywhere on a line.
    let memo = fs::read(path("fixtures/hostile/workflow-command-in-comment.md")).expect("a fixture can be read");
    let formats = ["human", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "rdjson", "checkstyle"];
    let no_command = |run: &Run, what: &str| {
        let is_command = |line: &str| line.trim_start().starts_with("::add-mask");
        assert!(!run.stdout.split(['\n', '\r']).any(is_command), "{what}: {run}");
        assert!(!run.stdout.contains("##[") && !run.stdout.contains("##vso["), "{what}: {run}");
    };
    for format in formats.into_iter().chain(["csv", "markdown"]) {
        let run = totality(["check", "a.md", "--output-format", format]).file("a.md", &memo).run();
        assert_eq!(run.code, Some(1), "{format}: {run}");
        assert!(run.stdout.contains("suppression-without-reason"), "{format}: {run}");
        no_command(&run, format);
    }
    for arguments in [&["audit", ".", "--csv", "-"][..], &["audit", ".", "--jsonl", "-"], &["trace", "a.md"]] {
        let run = totality(arguments.iter().copied()).file("a.md", &memo).run();
        assert!(run.code.is_some_and(|code| code <= 1), "{arguments:?}: {run}");
        no_command(&run, &format!("{arguments:?}"));
    }
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::fs::{File, OpenOptions, Permissions};
    use std::io::Read as _;
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    use std::process::Stdio;
    use std::thread;
    use std::time::Duration;

    #[test]
    fn a_name_acts_on_nobody() {
        let names = [
            "a\u{1b}]8;;https:\u{2215}\u{2215}example.invalid\u{7}x\u{1b}]8;;\u{7}.md",
            "::error file=x::y%0A.md",
            "=HYPERLINK(1).md",
            "<script>alert(1)<&]]>.md",
            "a\n::error::b.md",
            "n\u{200d}o\u{202e}dm.md",
        ];
        for format in
            ["human", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "rdjson", "csv", "markdown"]
        {
            let run = names.iter().fold(totality(["check", ".", "--output-format", format]), |run, name| {
                run.file(name, "The judge is ________.\n")
            });
            let run = run.run();
            assert_eq!(run.code, Some(1), "{format}: {run}");
            let acting: Vec<_> = run.stdout.chars().chain(run.stderr.chars()).filter(|c| acts(*c, format)).collect();
            assert!(acting.is_empty(), "{format}: {acting:?}");
            if matches!(format, "human" | "concise" | "github") {
                // What may stand in the log of a workflow, where a line that starts so is a command.
                let foreign = |line: &str| line.trim_start().starts_with("::error");
                assert!(!run.stdout.lines().any(foreign), "{format}: {run}");
            }
            if format == "csv" {
                assert!(!run.stdout.contains(",=HYPERLINK") && !run.stdout.contains("\"=HYPERLINK"), "{run}");
            }
            if format == "junit" {
                roxmltree::Document::parse(&run.stdout).unwrap_or_else(|error| panic!("{error}\n{run}"));
            }
            if format == "markdown" {
                assert!(!run.stdout.contains("<script>"), "{run}");
            }
        }
    }

    #[test]
    fn a_file_that_may_not_be_read_is_said_and_the_rest_checked() {
        let run = totality(["check", ".", "--output-format", "json"]).file("a.md", PLAIN).file("b.md", PLAIN);
        let run = run.file("closed/c.md", PLAIN);
        let close = |path: &str| fs::set_permissions(run.path().join(path), Permissions::from_mode(0o000));
        close("b.md").and_then(|()| close("closed")).expect("rights can be taken");
        let may_all_the_same = File::open(run.path().join("b.md")).is_ok();
        let done = (!may_all_the_same).then(|| run.json());
        fs::set_permissions(run.path().join("closed"), Permissions::from_mode(0o700)).expect("rights can be given");
        let Some((code, report)) = done else {
            eprintln!("not tried: whoever runs this test may read every file");
            return;
        };
        assert_eq!((code, report["documents"].as_array().map(Vec::len)), (Some(2), Some(1)), "{report}");
        let unread = report["unread"].as_array().expect("is a list");
        let said = |path: &str| {
            unread.iter().any(|u| u["path"] == path && u["message"].as_str().is_some_and(|m| m.contains("permission")))
        };
        assert!(said("b.md") && said("closed"), "{report}");
    }

    #[test]
    fn links_in_a_circle_end() {
        let run = totality(["check", ".", "a.md", "--output-format", "json"]).file("c.md", PLAIN);
        symlink("b.md", run.path().join("a.md")).expect("can link");
        symlink("a.md", run.path().join("b.md")).expect("can link");
        symlink(".", run.path().join("here")).expect("can link");
        let (code, report) = run.json();
        assert_eq!((code, report["documents"].as_array().map(Vec::len)), (Some(2), Some(1)), "{report}");
        assert!(!report["unread"].as_array().expect("is a list").is_empty(), "{report}");
        let audit = totality(["audit", "."]).file("c.md", PLAIN);
        symlink(".", audit.path().join("here")).expect("can link");
        symlink("a.md", audit.path().join("a.md")).expect("can link");
        let done = audit.run();
        assert!(done.code == Some(0) && done.stderr.contains("left out: 2 links"), "{done}");
    }

    #[test]
    fn a_full_disk_is_no_success() {
        if !std::path::Path::new("/dev/full").exists() {
            eprintln!("not tried: there is no /dev/full here");
            return;
        }
        let many = |arguments: &[&'static str]| {
            (0..50).fold(totality(arguments.iter().copied()), |run, n| run.file(format!("{n}.md"), TAIL))
        };
        for arguments in [
            &["check", "."][..],
            &["check", ".", "--output-format", "json"],
            &["factors", "1.md"],
            &["rules"],
            &["trace", "1.md"],
            &["audit", "."],
        ] {
            let full = OpenOptions::new().write(true).open("/dev/full").expect("can be opened");
            let run = many(arguments);
            let output = run.command().stdout(full).stderr(Stdio::piped()).spawn().expect("it runs");
            let output = output.wait_with_output().expect("it ends");
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
            assert!(said.contains("cannot be written"), "{arguments:?}: {said}");
        }
        let full = || OpenOptions::new().write(true).open("/dev/full").expect("can be opened");
        let run = totality(["check", "gone.md"]);
        let status = run.command().stdout(full()).stderr(full()).status().expect("it runs");
        assert_eq!(status.code(), Some(2), "also if nobody can be told");
        for output in ["--jsonl", "--csv", "--html"] {
            // By a link, so that the device is safe from a program that would put a file in its place.
            let run = totality(["audit", ".", output, "full"]).file("a.md", PLAIN);
            symlink("/dev/full", run.path().join("full")).expect("can link");
            let done = run.run();
            assert!(done.code == Some(2) && done.stderr.contains("cannot be written"), "{output}: {done}");
            assert!(fs::symlink_metadata(run.path().join("full")).is_ok_and(|meta| meta.is_symlink()), "{output}");
        }
    }

    /// Starts a run that waits for standard input, does something to the folder, and lets it go on.
    fn meanwhile(run: &Totality, act: impl FnOnce(&std::path::Path)) -> std::process::Output {
        let mut command = run.command();
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("it runs");
        // The paths are looked up before anything is read. Should it not have come so far, less is tried, none fails.
        thread::sleep(Duration::from_millis(500));
        act(&run.path());
        drop(child.stdin.take());
        let mut output = child.wait_with_output().expect("it ends");
        output.stderr.retain(|byte| *byte != b'\r');
        output
    }

    #[test]
    fn a_folder_that_vanishes_is_told() {
        let run = totality(["check", "-", "cases", "--output-format", "json"]).file("cases/a.md", PLAIN);
        let output = meanwhile(&run, |folder| fs::remove_dir_all(folder.join("cases")).expect("can be removed"));
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(matches!(output.status.code(), Some(0 | 2)) && !said.contains("panicked"), "{said}");
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("is whole");
        let (read, unread) = (&report["documents"], &report["unread"]);
        let count = |list: &serde_json::Value| list.as_array().map_or(0, Vec::len);
        assert_eq!(count(read) + count(unread), 2, "each text is read or is told: {report}");
        // Nor does it matter if the folder in which it runs goes.
        let run = totality(["check", "-"]);
        let output = meanwhile(&run, |folder| fs::remove_dir_all(folder).expect("can be removed"));
        assert_eq!(output.status.code(), Some(0), "{output:?}");
    }

    #[test]
    fn a_file_that_shrinks_or_grows_is_read_as_far_as_it_goes() {
        let text = format!("{TAIL}{}", "word ".repeat(200_000));
        let run = totality(["check", "a.md", "--output-format", "concise"]).file("a.md", &text);
        for _ in 0..10 {
            let file = run.path().join("a.md");
            fs::write(&file, &text).expect("can be written");
            let mut command = run.command();
            let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
            let handle = OpenOptions::new().write(true).open(&file).expect("can be opened");
            for length in [700_000, 90_000, 1_500_000, 40, 0] {
                handle.set_len(length).expect("can be cut");
            }
            let (mut shown, mut said) = (String::new(), String::new());
            child.stdout.take().expect("is piped").read_to_string(&mut shown).expect("is UTF-8");
            child.stderr.take().expect("is piped").read_to_string(&mut said).expect("is UTF-8");
            let code = child.wait().expect("it ends").code();
            assert!(code.is_some_and(|code| code <= 2) && !said.contains("panicked"), "{code:?} {said}");
            assert!(code != Some(2) || said.contains("error: this cannot be read"), "{said}");
        }
    }

    /// Whether a run can be watched here: the tool is there, and nobody forbids it to look.
    fn can_watch() -> bool {
        let tried = std::process::Command::new("strace").args(["-f", "-e", "trace=network", "true"]).output();
        tried.is_ok_and(|output| output.status.success())
    }

    #[test]
    fn no_run_opens_a_socket() {
        if !can_watch() {
            eprintln!("not tried: there is no strace here, or it may not be used");
            return;
        }
        for arguments in [
            &["check", "a.md"][..],
            &["check", ".", "-o", "sarif=a.sarif", "-o", "human"],
            &["audit", ".", "--html", "a.html", "--jsonl", "a.jsonl"],
            &["trace", "a.md"],
            &["rules"],
            &["score", "."],
        ] {
            let run = totality(arguments.iter().copied()).file("a.md", [HEAD, TAIL].concat());
            let plain = run.command();
            let mut command = std::process::Command::new("strace");
            // `socketpair` reaches nobody outside, but nothing here needs it either.
            command.args(["-f", "-qq", "-e", "trace=network", "-o", "calls"]).arg(plain.get_program());
            command.args(plain.get_args()).current_dir(run.path()).env_clear();
            // Without a home, the C library asks the local cache of names for it.
            command.env("PATH", option_env!("PATH").unwrap_or("/usr/bin:/bin")).env("HOME", run.path());
            let output = command.output().expect("it runs");
            let calls = fs::read_to_string(run.path().join("calls")).expect("is written");
            let calls: Vec<_> = calls.lines().filter(|line| line.contains('(')).collect();
            assert!(calls.is_empty(), "{arguments:?}: {calls:?}");
            assert!(output.status.code().is_some_and(|code| code <= 2), "{arguments:?}: {output:?}");
        }
    }
}
