//! Every format through the real program: well-formed, with the record of the run, the same bytes for the same input.

use crate::harness::{PLAIN, Totality, totality};
use serde_json::Value;

const FORMATS: [&str; 12] = [
    "human",
    "concise",
    "json",
    "jsonl",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "rdjson",
    "checkstyle",
    "csv",
    "markdown",
];

/// Text that tries to act in every sink.
const HOSTILE: &str =
    "Line %0A::error::x\n\n- \u{1f600} <script> \"=HYPERLINK(1)\" ]]> ##[error] The court is ________.\n";

const ANSWERED: &str = "<!-- totality: ignore[unfilled-placeholder] reason: =SUM(1) | ::error::<b> %0A @all -->\n\n\
                        The hearing is on ________.\n";

fn check(arguments: &[&'static str]) -> Totality {
    totality(["check", "."].iter().chain(arguments))
        .file("a b.md", HOSTILE)
        .file("answered.md", ANSWERED)
        .file("clean.md", PLAIN)
        .file("utf16.txt", [&b"\xff\xfe"[..], &utf16("The judge is ________.\n")].concat())
        .file("\u{1f600},=1%:.md", "\u{feff}\u{1f600} The court is ________.\r\n")
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn written(format: &'static str) -> String {
    let run = check(&["--output-format", format]).run();
    assert_eq!(run.code, Some(1), "{run}");
    assert_eq!(run.stderr, "");
    run.stdout
}

fn json(format: &'static str) -> Value {
    serde_json::from_str(&written(format)).expect("is JSON")
}

#[test]
fn every_format_is_the_same_twice_and_counts_what_was_answered() {
    for format in FORMATS {
        let shown = written(format);
        assert_eq!(shown, written(format), "{format}");
        assert!(!shown.contains("[FOLDER]"), "{format} tells where the files are");
        assert!(!shown.contains('\u{1b}'), "{format}");
        if !matches!(format, "human" | "concise") {
            assert!(shown.contains("SUM(1)"), "{format} keeps the answer: {shown}");
            assert!(shown.contains("[VERSION]"), "{format}: {shown}");
        }
    }
    assert!(written("human").contains("Set aside: 1 silenced in the text."));
}

#[test]
fn sarif_keeps_to_the_published_schema() {
    // The published pattern for languages has a bracket too many, which strict readers refuse.
    let schema = include_str!("schemas/sarif-2.1.0.json").replace("{2}]?$", "{2}$");
    let schema: Value = serde_json::from_str(&schema).expect("is JSON");
    let schema = jsonschema::validator_for(&schema).expect("is a schema");
    let unread = check(&["--output-format", "sarif", "gone.md"]).json().1;
    assert_eq!(unread["runs"][0]["invocations"][0]["executionSuccessful"], false);
    let none = totality(["check", "a.md", "--output-format", "sarif"]).file("a.md", PLAIN).json().1;
    for report in [json("sarif"), unread, none] {
        let wrong: Vec<_> = schema.iter_errors(&report).map(|error| error.to_string()).collect();
        assert_eq!(wrong, [""; 0], "{report:#}");
    }
}

#[test]
fn sarif_says_what_ran_where_and_what_was_answered() {
    let report = json("sarif");
    let run = &report["runs"][0];
    let (_, rules) = totality(["rules", "--output-format", "json"]).json();
    let rules = rules["rules"].as_array().expect("has rules").len();
    assert_eq!(run["tool"]["driver"]["rules"].as_array().map(Vec::len), Some(rules));
    let results = run["results"].as_array().expect("has results");
    let of = |uri: &str| {
        let place = |result: &&Value| result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri;
        results.iter().find(place).unwrap_or_else(|| panic!("{uri}: {report:#}"))
    };
    let astral = of("%F0%9F%98%80%2C%3D1%25%3A.md");
    let region = &astral["locations"][0]["physicalLocation"]["region"];
    assert_eq!((&region["startLine"], &region["startColumn"]), (&1.into(), &17.into()));
    assert_eq!((&region["byteOffset"], &region["byteLength"]), (&21.into(), &8.into()));
    assert!(of("utf16.txt")["locations"][0]["physicalLocation"]["region"]["byteOffset"].is_null());
    let answered = of("answered.md");
    assert_eq!(answered["suppressions"][0]["kind"], "inSource");
    assert!(answered["partialFingerprints"]["primaryLocationLineHash"].is_string());
    assert_eq!(run["artifacts"].as_array().map(Vec::len), Some(5));
    let rule = astral["ruleIndex"].as_u64().and_then(|index| usize::try_from(index).ok()).expect("has an index");
    assert_eq!(run["tool"]["driver"]["rules"][rule]["id"], astral["ruleId"]);
}

#[test]
fn xml_is_well_formed() {
    for format in ["junit", "checkstyle"] {
        let shown = written(format);
        let document = roxmltree::Document::parse(&shown).unwrap_or_else(|error| panic!("{error}\n{shown}"));
        let name = document.descendants().filter_map(|node| node.attribute("name")).any(|name| name == "a b.md");
        assert!(name, "{shown}");
    }
    let shown = written("junit");
    let document = roxmltree::Document::parse(&shown).expect("is XML");
    let count = |tag| document.descendants().filter(|node| node.has_tag_name(tag)).count();
    assert_eq!((count("testsuite"), count("skipped")), (6, 1), "five texts and the record");
}

#[test]
fn a_log_on_github_holds_no_foreign_command() {
    for line in written("github").lines() {
        let is_ours = ["::error file=", "::warning file=", "::notice ", "::group::totality", "::endgroup::"]
            .iter()
            .any(|start| line.starts_with(start));
        assert!(is_ours || !line.trim_start().starts_with("::"), "{line}");
        assert!(!line.contains("##["), "{line}");
    }
}

#[test]
fn gitlab_findings_are_all_different() {
    let report = json("gitlab");
    let issues = report.as_array().expect("is an array");
    let unique: std::collections::BTreeSet<_> = issues.iter().map(|issue| issue["fingerprint"].to_string()).collect();
    assert_eq!(unique.len(), issues.len());
}

#[test]
fn rdjson_counts_bytes() {
    let report = json("rdjson");
    let diagnostics = report["diagnostics"].as_array().expect("has diagnostics");
    let astral = diagnostics.iter().find(|diagnostic| diagnostic["location"]["path"] == "\u{1f600},=1%:.md");
    let start = &astral.expect("is there")["location"]["range"]["start"];
    assert_eq!((&start["line"], &start["column"]), (&1.into(), &19.into()));
}

#[test]
fn a_table_holds_no_formula() {
    let shown = check(&["--output-format", "csv"]).run().stdout;
    let mut quoted = false;
    let cells = shown.split(|c| {
        quoted ^= c == '"';
        !quoted && matches!(c, ',' | '\n')
    });
    for cell in cells {
        assert!(!cell.trim_start_matches(['"', ' ']).starts_with(['=', '@', '+']), "{cell}");
    }
    assert!(shown.ends_with('\n') && shown.lines().count() >= 10, "{shown}");
}

#[test]
fn json_lines_are_records() {
    let shown = written("jsonl");
    let records: Vec<Value> = shown.lines().map(|line| serde_json::from_str(line).expect("is JSON")).collect();
    let kinds: Vec<_> = records.iter().map(|record| record["record"].as_str().expect("has a kind")).collect();
    assert_eq!(kinds, ["run", "document", "document", "document", "document", "document", "summary"]);
    assert_eq!(records[6]["clean_is_not_approval"], true);
}

#[test]
fn several_reports_at_once_are_those_of_one_each() {
    let run = check(&["--output", "sarif=out.sarif", "--output", "csv=out.csv", "--output", "concise"]);
    let shown = run.run();
    assert_eq!(shown.code, Some(1), "{shown}");
    assert_eq!(shown.stdout, written("concise"));
    let read = |name: &str| std::fs::read_to_string(run.path().join(name)).expect("was written");
    let version = |text: String| text.replace(env!("CARGO_PKG_VERSION"), "[VERSION]");
    assert_eq!(version(read("out.sarif")), written("sarif"));
    assert_eq!(version(read("out.csv")), written("csv"));
    let names: Vec<_> = std::fs::read_dir(run.path()).expect("is a folder").flatten().map(|e| e.file_name()).collect();
    assert!(!names.iter().any(|name| name.to_string_lossy().contains("partial")), "{names:?}");
}

#[test]
fn a_file_alone_takes_the_format_that_is_set() {
    let run = check(&["--output-format", "json", "--output", "out.txt"]);
    assert_eq!(run.run().stdout, "");
    let report = std::fs::read_to_string(run.path().join("out.txt")).expect("was written");
    assert!(serde_json::from_str::<Value>(&report).is_ok());
}

#[test]
fn a_report_never_takes_the_place_of_a_memo_or_of_another() {
    let run = check(&["--output", "json=clean.md"]);
    let shown = run.run();
    assert_eq!(shown.code, Some(2), "{shown}");
    assert_eq!(std::fs::read_to_string(run.path().join("clean.md")).expect("is there"), PLAIN);
    assert_eq!(check(&["--output", "json", "--output", "sarif"]).run().code, Some(2));
    assert_eq!(check(&["--output", "json=gone/out.json"]).run().code, Some(2));
}

#[test]
fn what_was_not_read_is_in_every_report_for_programs() {
    for format in FORMATS.iter().filter(|format| !matches!(**format, "human" | "concise")) {
        let run = check(&["--output-format", format, "gone.md"]).run();
        assert_eq!(run.code, Some(2), "{run}");
        assert!(run.stdout.contains("gone.md"), "{format}: {run}");
    }
}

#[test]
fn a_report_never_takes_the_place_of_settings_ledger_or_baseline() {
    let kept = [
        ("totality.toml", "baseline = \"b.json\"\nwaivers = \"w.toml\"\n"),
        ("totality.waivers.toml", ""),
        ("w.toml", ""),
        ("b.json", "{\"schema_version\":1,\"fingerprints\":\"totality/v1\",\"documents\":{}}"),
    ];
    let with = |run: Totality| kept.iter().fold(run.file("a.md", PLAIN), |run, (name, text)| run.file(name, text));
    for (name, text) in kept {
        let run = with(totality(["check", "a.md", "--output", &format!("json={name}")]));
        let shown = run.run();
        assert_eq!(shown.code, Some(2), "{name}: {shown}");
        assert!(shown.stderr.contains("this would take the place of"), "{shown}");
        assert_eq!(std::fs::read_to_string(run.path().join(name)).expect("is there"), text);
    }
    for name in ["totality.toml", "w.toml", "a.md", "notes.json"] {
        let run = with(totality(["baseline", "write", "a.md", "--baseline", name])).file("notes.json", "[]");
        assert_eq!(run.run().code, Some(2), "{name}");
    }
    let inside = totality(["check", ".", "--output", "markdown=report.md"]).file("a.md", PLAIN).run();
    assert!(inside.code == Some(0) && inside.stderr.contains("will read this report as a memo"), "{inside}");
}

#[test]
fn every_report_for_programs_tells_what_was_checked_and_what_is_not_shown() {
    for format in FORMATS.iter().filter(|format| !matches!(**format, "human" | "concise")) {
        let run = totality(["check", "a.md", "bad.md", "--min-severity", "error", "--output-format", format])
            .file("a.md", "The hearing is on ________.\n")
            .file("bad.md", b"PK\x03\x04\x00\x00")
            .run();
        assert_eq!(run.code, Some(2), "{run}");
        let hashes = ["The hearing is on ________.\n".as_bytes(), b"PK\x03\x04\x00\x00"].map(sha256);
        for hash in hashes {
            assert!(run.stdout.contains(&hash), "{format} lacks the hash of an input: {run}");
        }
        let hidden = ["1 not shown", "\"hidden\":1"];
        assert!(hidden.iter().any(|hidden| run.stdout.contains(hidden)), "{format}: {run}");
        let clean = totality(["check", "a.md", "--output-format", format]).file("a.md", PLAIN).run();
        assert!(clean.stdout.contains("[VERSION]") && clean.stdout.contains(&sha256(PLAIN.as_bytes())), "{clean}");
    }
}

fn sha256(bytes: &[u8]) -> String {
    totality::fingerprint::sha256(bytes)
}

#[test]
fn every_report_for_programs_tells_what_settings_and_ledger_do() {
    let ledger = "[[waiver]]\nrule = \"no-totality\"\nfingerprint = \"0\"\npath = \"gone.md\"\nreason = \"so it is\"\n\
                  approver = \"A. Reviewer\"\ndate = 2026-01-01\nexpires = 2030-01-01\n";
    for format in FORMATS.iter().filter(|format| !matches!(**format, "human" | "concise")) {
        let run = totality(["check", ".", "--quiet", "--as-of", "2026-02-03", "--output-format", format])
            .file("totality.toml", "select = []\n")
            .file("totality.waivers.toml", ledger)
            .file("a.md", "The hearing is on ________.\n")
            .run();
        assert_eq!(run.code, Some(0), "{run}");
        for said in ["only 0 of", "is for a text that is not there", "2026-02-03"] {
            assert!(run.stdout.contains(said), "{format} lacks {said:?}: {run}");
        }
    }
}

#[test]
fn a_slip_in_an_output_is_no_file() {
    for (slip, said) in
        [("saref=o.x", "did you mean `sarif`?"), ("=x", "there is no format"), ("sarif=", "names no file")]
    {
        let run = totality(["check", "a.md", "--output", slip]).file("a.md", PLAIN);
        let shown = run.run();
        assert!(shown.code == Some(2) && shown.stderr.contains(said), "{slip}: {shown}");
        assert!(!run.path().join(slip).exists());
    }
    let run = totality(["check", "a.md", "--output", "out.json"]).file("a.md", PLAIN);
    run.run();
    let report = std::fs::read_to_string(run.path().join("out.json")).expect("was written");
    assert!(serde_json::from_str::<Value>(&report).is_ok(), "the ending tells: {report}");
}

#[test]
fn an_encoding_that_is_a_guess_is_said() {
    let run =
        totality(["check", "w.txt", "--quiet", "--output-format", "csv"]).file("w.txt", b"Caf\xe9, closed.\n").run();
    assert!(run.stderr.contains("w.txt: this is no UTF-8, and was read as Windows-1252"), "{run}");
    assert!(run.stdout.contains("which is a guess"), "{run}");
}

#[test]
#[cfg(unix)]
fn names_that_are_no_unicode_are_uris() {
    use std::os::unix::ffi::OsStrExt as _;
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.md");
    let run = totality(["check", ".", "--output-format", "sarif"]).file(name, "The hearing is on ________.\n");
    assert_eq!(run.json().1["runs"][0]["artifacts"][0]["location"]["uri"], "caf%E9.md");
}
