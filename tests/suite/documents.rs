//! What the documents show is what the program does.
//!
//! The examples in `docs/formats.md` are written anew by `UPDATE_DOCS=1 cargo test documents`.

use crate::harness::totality;
use crate::material::path;
use std::fs;
#[cfg(unix)]
use std::process::Command;

fn document(name: &str) -> String {
    fs::read_to_string(path("docs").join(name)).expect("the document can be read")
}

/// The first block of code after a text.
fn code<'a>(document: &'a str, after: &str) -> &'a str {
    let rest = document.split_once(after).unwrap_or_else(|| panic!("{after:?} stands in the document")).1;
    let rest = &rest[rest.find("```").expect("has code")..];
    let fence = &rest[..rest.find(|c| c != '`').expect("goes on")];
    let inside = rest.split_once('\n').expect("has lines").1;
    &inside[..inside.find(fence).expect("ends")]
}

#[test]
fn each_format_is_shown_as_it_is_written() {
    let shown = document("formats.md");
    let memo = code(&shown, "All examples are of this text").to_owned();
    let (head, examples) = shown.split_once("\n### ").expect("has examples");
    let mut written = head.to_owned();
    for example in examples.split("\n### ") {
        let format = example.lines().next().expect("has a name").to_owned();
        let run = totality(["check", "memo.md", "--output-format", format.as_str()]).file("memo.md", &memo).run();
        assert_eq!(run.code, Some(1), "{format}: {run}");
        let report = run.stdout.replace('\r', "");
        // What changes with every change of a word list or of the program is not shown.
        let mut report = report.replace("[VERSION]", "VERSION");
        let (_, json) = totality(["check", "memo.md", "--output-format", "json"]).file("memo.md", &memo).json();
        let lexicon = json["lexicon"]["sha256"].as_str().expect("is there");
        report = report.replace(lexicon, "LEXICON");
        if format == "sarif" {
            report = only_first_rule(&report);
        }
        written.push_str(&format!("\n### {format}\n\n````text\n{report}````\n"));
    }
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(path("docs/formats.md"), &written).expect("can be written");
    }
    assert!(shown == written || std::env::var_os("UPDATE_DOCS").is_some(), "run `UPDATE_DOCS=1 cargo test documents`");
}

/// The report, laid out, with the rules left out: there are many.
fn only_first_rule(report: &str) -> String {
    let mut report: serde_json::Value = serde_json::from_str(report).expect("is JSON");
    let results = report["runs"][0]["results"].as_array_mut().expect("has results");
    results.iter_mut().for_each(|result| result["ruleIndex"] = 0.into());
    let used = results[0]["ruleId"].clone();
    let rules = report["runs"][0]["tool"]["driver"]["rules"].as_array_mut().expect("has rules");
    rules.retain(|rule| rule["id"] == used);
    rules.iter_mut().for_each(|rule| rule["help"]["markdown"] = "…".into());
    serde_json::to_string_pretty(&report).expect("is JSON") + "\n"
}

#[test]
fn the_settings_shown_are_read() {
    let settings = code(&document("configuration.md"), "`extend` takes over").to_owned();
    let run = totality(["config", "show", "cases/2019/a.md", "--config", "near/totality.toml"]);
    let run = run.file("near/totality.toml", settings).file("totality.toml", "").run();
    assert_eq!(run.code, Some(0), "{run}");
}

#[test]
fn the_suppressions_shown_are_in_good_form() {
    let shown = document("suppressions.md");
    for (name, after) in [("a.md", "In Markdown, a comment"), ("a.txt", "In plain text, a line")] {
        let run = totality(["check", name, "--output-format", "concise"]).file(name, code(&shown, after)).run();
        // They silence nothing here, which is all there is to say of them.
        let lines: Vec<_> = run.stdout.lines().collect();
        assert!(!lines.is_empty(), "{run}");
        assert!(
            lines.iter().all(|line| line.contains("[unused-suppression]") && line.contains(" has no finding `")),
            "{run}"
        );
    }
}

#[test]
fn the_ledger_shown_is_read() {
    let ledger = code(&document("suppressions.md"), "writes to `totality.waivers.toml`").to_owned();
    let run = totality(["check", "memo.md", "--as-of", "2026-02-01"]).file("totality.waivers.toml", ledger);
    let run = run.file("memo.md", "The garden club meets.\n").run();
    assert_eq!(run.code, Some(0), "{run}");
    assert!(run.stderr.contains("meets no finding"), "{run}");
}

#[test]
fn the_commands_shown_have_options_that_there_are() {
    let help: String =
        [&["check"][..], &["baseline", "write"], &["baseline", "prune"], &["waive"], &["config", "show"]]
            .iter()
            .map(|command| totality(command.iter().chain(&["--help"])).run().stdout)
            .collect();
    for name in ["configuration.md", "formats.md", "pipelines.md", "suppressions.md"] {
        let text = document(name);
        let prose = text.split("## Examples").next().expect("begins");
        for option in
            prose.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).filter(|word| word.starts_with("--"))
        {
            assert!(option.trim_matches('-').is_empty() || help.contains(option), "{name} shows {option}");
        }
    }
}

#[test]
fn the_hook_calls_what_there_is() {
    let hooks = fs::read_to_string(path(".pre-commit-hooks.yaml")).expect("can be read");
    let entry = hooks.lines().find_map(|line| line.trim().strip_prefix("entry: totality ")).expect("has an entry");
    let run = totality(entry.split(' ').chain(["a b.md"])).file("a b.md", "Minutes.\n").run();
    assert_eq!(run.code, Some(0), "{run}");
}

#[cfg(unix)]
#[test]
fn the_action_runs_what_the_command_line_runs() {
    let action = fs::read_to_string(path("action.yml")).expect("can be read");
    let script = action.rsplit_once("      run: |\n").expect("has a script").1;
    let script: String = script.lines().flat_map(|line| [line.trim_start_matches("        "), "\n"]).collect();
    let run = totality([""; 0]).file("a b/c.md", "The judge is ________.\n").file("d.md", "Minutes.\n");
    let here = run.path();
    let binary = std::path::Path::new(env!("CARGO_BIN_EXE_totality")).parent().expect("is in a folder");
    let mut bash = Command::new("bash");
    bash.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", &script]).current_dir(&here).env_clear();
    bash.env("PATH", format!("{}:/usr/bin:/bin", binary.display())).env("RUNNER_TEMP", &here);
    bash.env("PATHS", "a b\nd.md\n").env("ARGUMENTS", "--select\nunfilled-placeholder\n").env("SARIF", "out.sarif");
    bash.env("GITHUB_STEP_SUMMARY", here.join("summary")).env("GITHUB_OUTPUT", here.join("output"));
    let output = bash.output().expect("bash is there");
    let log = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(log.contains("::warning file=a b/c.md,line=1,endLine=1,col=14,endColumn=21,title=totality%3A"), "{log}");
    let read = |name: &str| fs::read_to_string(here.join(name)).expect("was written");
    assert_eq!(read("output"), "exit-code=1\n");
    assert!(read("summary").contains("Checked 2 files") && read("out.sarif").contains("\"2.1.0\""));
}
