//! Summary, JSON Lines and separated values, and that they agree.

use super::{audit, lines, memo};
use crate::harness::{PLAIN, Totality, totality};
use serde_json::Value;
use std::collections::BTreeSet;

/// Some memos of two offices over some months, one dated outside, and a text that is none.
pub(crate) fn cases(run: Totality) -> Totality {
    let run = (0..40).fold(run, |run, n| {
        let (office, month) = if n % 4 == 0 { ("Elko", "May") } else { ("Reno", "April") };
        run.file(
            format!("cases/{n:02}.txt"),
            memo(office, &format!("{} {month} 2022", n % 28 + 1), &format!("Ana Ruiz{n}")),
        )
    });
    run.file("cases/old.txt", memo("Reno", "1 March 2023", "Eva Sosa")).file("cases/notes.md", PLAIN)
}

/// Memos with an error and without one, more of the first kind by and by, all of them from another office.
pub(crate) fn trending(run: Totality) -> Totality {
    let clean = include_str!("../../../fixtures/clean/let-it-rest.txt");
    let months = [("January", 1), ("February", 2), ("April", 5), ("June", 8)];
    months.into_iter().fold(run, |run, (month, bad)| {
        (0..10).fold(run, |run, n| {
            let text = if n < bad {
                memo("Reno", &format!("{} {month} 2022", n + 1), &format!("Ana Ruiz{n}"))
            } else {
                format!("Office: Elko\n{}", clean.replace("March 30, 2022", &format!("{month} {}, 2022", n + 1)))
            };
            run.file(format!("cases/{month}-{n}.txt"), text)
        })
    })
}

fn with_rule(found: &[Value], rule: &str, in_force: &[&str]) -> usize {
    let holds = |line: &&Value| {
        line["justification"] == true
            && in_force.contains(&line["in_force"].as_str().expect("is said"))
            && line["diagnostics"].as_array().expect("are listed").iter().any(|finding| finding["rule"] == rule)
    };
    found.iter().filter(holds).count()
}

#[test]
fn the_figures_are_those_of_the_lines() {
    let run = cases(audit(["cases", "--output-format", "json"]));
    let (code, figures) = run.json();
    assert_eq!(code, Some(0));
    let found = lines(&run, 0);
    assert_eq!((figures["documents"].as_u64(), found.len()), (Some(42), 42));
    assert_eq!(figures["judged"], 40);
    assert_eq!(figures["in_force"]["no"], 1);
    assert!(!figures["rules"].as_array().expect("are listed").is_empty());
    for rule in figures["rules"].as_array().expect("are listed") {
        let id = rule["rule"].as_str().expect("has a name");
        let counted = with_rule(&found, id, &["yes", "uncertain", "undated"]);
        assert_eq!(rule["justifications"]["count"].as_u64(), Some(counted as u64), "{id}");
        assert_eq!(rule["outside"].as_u64(), Some(with_rule(&found, id, &["no"]) as u64), "{id}");
    }
    let offices: Vec<_> = figures["groupings"][0]["groups"].as_array().expect("are listed").iter().collect();
    assert_eq!((offices[0]["name"].as_str(), offices[0]["with_error"]["of"].as_u64()), (Some("Reno"), Some(30)));
    let months: Vec<_> =
        figures["groupings"][2]["groups"].as_array().expect("are listed").iter().map(|g| &g["name"]).collect();
    assert_eq!(months, ["2022-04", "2022-05"]);
}

#[test]
fn the_same_conclusion_but_for_names_is_boilerplate() {
    let (_, figures) = cases(totality(["audit", "cases", "--output-format", "json"])).json();
    let same = figures["boilerplate"].as_array().expect("is listed");
    assert!(same.iter().any(|same| same["documents"] == 40), "{same:?}");
}

#[test]
fn the_trend_over_months_is_stated_with_its_test() {
    let run = trending(totality(["audit", "cases", "--group-by", "month,office", "--output-format", "json"]));
    let (_, figures) = run.json();
    let trend = &figures["groupings"][0]["trend"];
    // By hand, with t = 0, 1, 3, 5 and 1, 2, 5, 8 of ten: the mean is 0.4; Σt(x − 10 · 0.4) = −2 + 3 + 20 = 21;
    // 10 · Σt² − (10 · Σt)² / 40 = 350 − 202.5; the slope is 21 / 147.5, z = 21 / √(0.24 · 147.5).
    let near = |name: &str, expected: f64| {
        let found = trend[name].as_f64().expect("is a number");
        assert!((found - expected).abs() < 1e-9, "{name}: {found}, {expected}");
    };
    near("step", 21.0 / 147.5);
    near("z", 21.0 / (0.24_f64 * 147.5).sqrt());
    assert_eq!(
        (trend["from"].as_str(), trend["to"].as_str(), trend["moments"].as_u64()),
        (Some("2022-01"), Some("2022-06"), Some(4))
    );
    assert!(figures["groupings"][1]["trend"].is_null());
    let done = trending(totality(["audit", "cases"])).run();
    assert!(done.stdout.contains("trend: +14.24 percentage points a month from 2022-01 to 2022-06"), "{done}");
    assert!(done.stdout.contains(" ▲") && done.stdout.contains(" ▼"), "{done}");
}

#[test]
fn the_summary_is_for_people() {
    let done = cases(totality(["audit", "cases"])).run();
    assert_eq!(done.code, Some(0));
    for part in
        ["42 documents, 41 justifications", "40 in force, 1 not in force (counted apart)", "by office", "no approval"]
    {
        assert!(done.stdout.contains(part), "{part}\n{done}");
    }
    assert_eq!(done.stderr, "");
    assert!(done.stdout.lines().all(|line| line.chars().count() <= 140), "{done}");
    assert_eq!(cases(totality(["audit", "cases", "--quiet"])).run().stdout, "");
}

#[test]
fn separated_values_hold_documents_findings_and_factors() {
    let run = cases(audit(["cases", "--csv", "out.csv"]))
        .file("cases/x.txt", memo("=cmd|' /C calc'!A0", "9 June 2022", "Ana"));
    let found = lines(&run, 0);
    let mut reader = csv::Reader::from_path(run.path().join("out.csv")).expect("is written");
    let heads = reader.headers().expect("has heads").clone();
    let at = |name: &str| heads.iter().position(|head| head == name).expect("is a column");
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("is well formed")).collect();
    let count = |kind: &str| rows.iter().filter(|row| &row[0] == kind).count();
    let all = |list: &str| found.iter().map(|line| line[list].as_array().expect("is a list").len()).sum::<usize>();
    assert_eq!((count("document"), count("finding"), count("factor")), (43, all("diagnostics"), all("factors")));
    let offices: BTreeSet<_> = rows.iter().map(|row| row[at("office")].to_owned()).collect();
    assert!(offices.contains("Reno") && offices.iter().any(|office| office.starts_with("'=cmd")), "{offices:?}");
}

#[test]
fn what_gates_is_asked_for() {
    assert_eq!(cases(totality(["audit", "cases", "--fail-on", "error"])).run().code, Some(1));
    assert_eq!(cases(totality(["audit", "cases"])).run().code, Some(0));
}

#[test]
fn an_output_that_cannot_be_written_fails_and_leaves_nothing() {
    let run = cases(totality(["audit", "cases", "--csv", "out.csv", "--jsonl", "gone/out.jsonl"]));
    let done = run.run();
    assert_eq!(done.code, Some(2), "{done}");
    assert!(done.stderr.contains("gone/out.jsonl"), "{done}");
    assert!(!run.path().join("out.csv").exists() && !run.path().join("out.csv.part").exists());
}

#[test]
fn an_output_takes_the_place_of_nothing_that_is_read_or_kept() {
    let baseline = "{\"schema_version\":1,\"fingerprints\":\"totality/v1\",\"documents\":{}}";
    let kept = [
        ("totality.toml", ""),
        ("totality.waivers.toml", ""),
        ("known.json", baseline),
        ("cases/a.md", PLAIN),
        ("rows.csv", "text\nwords\n"),
        ("list", "rows.csv\n"),
    ];
    for (name, text) in kept {
        for option in ["--jsonl", "--csv", "--html", "--sqlite", "--sheet"] {
            let run = totality(["audit", "cases", "--files-from", "list", "--sample", "1", option, name]);
            let run = kept.iter().fold(run, |run, (name, text)| run.file(name, text));
            let shown = run.run();
            assert_eq!(shown.code, Some(2), "{option} {name}: {shown}");
            assert!(shown.stderr.contains("this would take the place of"), "{shown}");
            assert_eq!(std::fs::read_to_string(run.path().join(name)).expect("is there"), text);
        }
    }
    let again = totality(["audit", "cases", "--jsonl", "cases/out.jsonl"]).file("cases/a.md", PLAIN);
    assert_eq!([again.run().code, again.run().code], [Some(0); 2], "an older output is no text");
}
