//! What goes where: colour, quiet, closed pipes.

use crate::harness::{PLAIN, Totality, totality};
use std::fs;
use std::process::{Output, Stdio};

fn factors(arguments: &[&'static str], environment: &[(&'static str, &'static str)]) -> String {
    let run = totality(["factors", "a.md"].iter().chain(arguments)).file("a.md", PLAIN);
    environment.iter().fold(run, |run, (name, value)| run.env(name, value)).run().stdout
}

#[test]
fn colour_is_for_terminals_or_on_demand() {
    assert!(!factors(&[], &[]).contains('\u{1b}'));
    assert!(factors(&["--color", "always"], &[]).contains('\u{1b}'));
    assert!(factors(&["--color", "always"], &[("NO_COLOR", "1")]).contains('\u{1b}'), "the flag beats the environment");
    assert!(factors(&[], &[("CLICOLOR_FORCE", "1")]).contains('\u{1b}'));
    assert!(!factors(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]).contains('\u{1b}'));
}

#[test]
fn the_summary_says_what_a_clean_report_is_not() {
    insta::assert_snapshot!(totality(["check", "a.md"]).file("a.md", PLAIN).run(), @r"
    exit code: 0
    ----- stdout
    Checked 1 file, 0 justifications: 0 errors, 0 warnings, 0 notes.
    A clean report is no approval: it says how a decision is written down, not whether it is right.
    ----- stderr
    ");
    let quiet = totality(["check", "a.md", "-q"]).file("a.md", PLAIN).run();
    assert_eq!((quiet.code, quiet.stdout.as_str(), quiet.stderr.as_str()), (Some(0), "", ""));
}

#[test]
fn the_concise_format_holds_findings_only() {
    let run = totality(["check", "a.md", "--output-format", "concise"]).file("a.md", PLAIN).run();
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), ""));
}

#[test]
fn lines_have_their_own_numbers() {
    let text = "Head\n\n<!-- totality: ignore[unfilled-placeholder] reason: on the cover -->\n\nFirst ________ one.\n";
    let run = totality(["check", "a.md", "--no-suppressions"]).file("a.md", text).run();
    assert!(run.stdout.contains(" --> a.md:5:7\n") && run.stdout.contains("\n5 | First ________ one.\n"), "{run}");
}

#[test]
fn whoever_reads_may_stop() {
    let run =
        (0..100).fold(totality(["check", ".", "--output-format", "json"]), |run, n| run.file(format!("{n}.md"), PLAIN));
    let mut child = run.command().stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

/// Runs with a reader of standard output that has gone.
fn unread(run: &Totality) -> Output {
    let mut child = run.command().stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    drop(child.stdout.take());
    child.wait_with_output().expect("it ends")
}

#[test]
fn other_reports_are_written_also_if_nobody_reads_the_first() {
    let many = |arguments: &[&'static str]| {
        (0..100).fold(totality(arguments.iter().copied()), |run, n| run.file(format!("cases/{n}.md"), "On ________.\n"))
    };
    let run = many(&["check", "cases", "-o", "human", "-o", "sarif=a.sarif", "-o", "json=a.json"]);
    let output = unread(&run);
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(1), ""));
    for name in ["a.sarif", "a.json"] {
        let report = fs::read(run.path().join(name)).expect("was written");
        let report: serde_json::Value = serde_json::from_slice(&report).expect("is whole");
        assert!(report.to_string().contains("99.md"), "{name}");
    }
    let gone = many(&["check", "gone.md", "cases", "--output-format", "jsonl"]);
    assert_eq!(unread(&gone).status.code(), Some(2), "what was not read is no success");
    assert_eq!(unread(&many(&["check", "cases", "--output-format", "jsonl"])).status.code(), Some(0));
}

#[test]
fn a_report_of_an_earlier_run_does_not_stay() {
    let old = "an older report";
    let failing: [(&[&'static str], &str); 4] = [
        (&["check", "empty"], "nothing to check"),
        (&["check", "a.md", "--config", "bad.toml"], "unknown field"),
        (&["check", "a.md", "--diff", "no-such-branch"], "git cannot"),
        (&["check", "a.md", "--select", "no-such-rule"], "no-such-rule"),
    ];
    for (arguments, why) in failing {
        let more = ["-o", "sarif=e.sarif", "-o", "json=e.json", "-o", "markdown=e.md", "-o", "json=a.md"];
        let run = totality(arguments.iter().copied().chain(more)).folder("empty").file("a.md", PLAIN);
        let run = run.file("bad.toml", "colour = 1\n").file("e.sarif", old).file("e.json", old).file("e.md", old);
        let ran = run.env("PATH", option_env!("PATH").unwrap_or("/usr/bin:/bin"));
        let shown = ran.run();
        assert_eq!(shown.code, Some(2), "{shown}");
        let written = |name: &str| fs::read_to_string(ran.path().join(name)).expect("is there");
        let json: serde_json::Value = serde_json::from_str(&written("e.json")).expect("is JSON");
        assert!(json["unread"][0]["message"].as_str().is_some_and(|message| message.contains(why)), "{json}");
        let sarif: serde_json::Value = serde_json::from_str(&written("e.sarif")).expect("is JSON");
        assert_eq!(sarif["runs"][0]["invocations"][0]["executionSuccessful"], false);
        assert!(written("e.md").contains("Not checked"));
        if arguments.contains(&"a.md") {
            assert_eq!(written("a.md"), PLAIN, "a memo is no report");
        }
    }
    let excluded = totality(["check", "a.md", "--force-exclude", "-o", "sarif=e.sarif"]).file("a.md", PLAIN);
    let excluded = excluded.file("totality.toml", "exclude = [\"a.md\"]\n").file("e.sarif", old);
    assert_eq!(excluded.run().code, Some(0));
    assert!(fs::read_to_string(excluded.path().join("e.sarif")).expect("is there").contains("\"results\""));
}

#[test]
fn a_report_takes_the_place_of_nothing_that_is_read() {
    let settings = "[suppressions]\nforbid = []\n";
    for output in ["json=totality.toml", "json=totality.waivers.toml", "json=b.json"] {
        let run = totality(["check", "a.md", "--baseline", "b.json", "-o", output]).file("a.md", PLAIN);
        let run = run.file("totality.toml", settings).file("totality.waivers.toml", "");
        let run = run.file("b.json", "{\"version\":1,\"findings\":[]}");
        let before = |name: &str| fs::read(run.path().join(name)).expect("is there");
        let name = output.trim_start_matches("json=");
        let held = before(name);
        assert_eq!(run.run().code, Some(2), "{output}");
        assert_eq!(before(name), held, "{output}");
    }
}

#[test]
fn a_run_that_fails_spares_what_is_read_or_kept() {
    let settings = "baseline = \"b.json\"\nwaivers = \"w.toml\"\n";
    let kept = [
        ("totality.toml", settings),
        ("w.toml", "waiver = 1\n"),
        ("b.json", "no baseline"),
        ("known.json", "{\"schema_version\":1,\"fingerprints\":\"totality/v1\",\"documents\":{}}"),
        ("totality.baseline.json", ""),
        ("list", "a.md\n"),
        ("a.md", PLAIN),
    ];
    let outputs: Vec<_> = kept.iter().map(|(name, _)| format!("json={name}")).collect();
    let outputs = || outputs.iter().flat_map(|output| ["-o", output.as_str()]).chain(["-o", "json=old.json"]);
    for failing in [&["--files-from", "list"][..], &["--files-from", "-"], &["a.md", "--config", "w.toml"]] {
        let run = totality(["check"].into_iter().chain(failing.iter().copied()).chain(outputs())).stdin("a.md\n");
        let run = kept.iter().fold(run, |run, (name, text)| run.file(name, text));
        let run = run.file("old.json", "an older report");
        let shown = run.run();
        assert_eq!(shown.code, Some(2), "{shown}");
        let written = |name: &str| std::fs::read_to_string(run.path().join(name)).expect("is there");
        // What no run names, nor the settings that it reads, is a report as far as anyone can tell.
        let is_named = |name: &str| match name {
            "list" => failing.contains(&"list"),
            "b.json" => !failing.contains(&"--config"),
            _ => true,
        };
        for (name, text) in kept.iter().filter(|(name, _)| is_named(name)) {
            assert_eq!(&written(name), text, "{failing:?}: {name}");
        }
        let report: serde_json::Value = serde_json::from_str(&written("old.json")).expect("is JSON");
        assert!(report["unread"][0]["message"].is_string(), "{report}");
    }
}
