//! Runs that are interrupted, or killed, and those after them.

use super::reports::blocks;
use super::{audit, memo};
use crate::harness::{Totality, totality};
use rusqlite::Connection;
use serde_json::Value;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

fn signal(child: &Child, name: &str) {
    std::process::Command::new("kill").args([name, &child.id().to_string()]).status().expect("kill runs");
}

fn begun(run: &Totality) -> Child {
    run.command().stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it runs")
}

/// Whether it becomes true in time.
fn becomes(mut holds: impl FnMut() -> bool) -> bool {
    let end = Instant::now() + Duration::from_secs(60);
    while Instant::now() < end {
        if holds() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    false
}

#[test]
fn an_interrupt_leaves_complete_outputs_of_what_was_done() {
    let run = audit(["-", "--rows", "jsonl", "--html", "report.html", "--sqlite", "audit.db"]);
    let mut child =
        run.command().stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::null()).spawn().expect("it runs");
    let mut stdin = child.stdin.take().expect("is piped");
    let row = format!("{}\n", serde_json::json!({"text": memo("Reno", "9 June 2022", "Ana Ruiz")}));
    let writes = |stdin: &mut std::process::ChildStdin, rows: usize| {
        (0..rows).all(|_| std::io::Write::write_all(stdin, row.as_bytes()).is_ok())
    };
    assert!(writes(&mut stdin, 400));
    std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill runs");
    std::thread::sleep(std::time::Duration::from_millis(300));
    writes(&mut stdin, 100);
    drop(stdin);
    assert_eq!(child.wait().expect("it ends").code(), Some(2));
    let kept = std::fs::read_to_string(run.path().join("out.jsonl")).expect("is written");
    let kept = kept.lines().filter(|line| serde_json::from_str::<Value>(line).is_ok()).count();
    assert!((1..500).contains(&kept), "{kept}");
    let html = std::fs::read_to_string(run.path().join("report.html")).expect("is written");
    assert!(html.contains("The audit was interrupted") && blocks(&html, 'r').len() == kept);
    let database = Connection::open(run.path().join("audit.db")).expect("is a database");
    let count = database.query_row("SELECT count(*) FROM documents", [], |row| {
        row.get::<_, i64>(0).map(|count| usize::try_from(count).unwrap_or(0))
    });
    assert_eq!(count.expect("the query is right"), kept);
}

#[test]
fn a_second_interrupt_ends_at_once_and_keeps_no_file() {
    let run = audit(["-", "--rows", "jsonl", "--html", "r.html", "--sqlite", "audit.db"]);
    let mut child = begun(&run);
    let _stdin = child.stdin.take().expect("is piped");
    assert!(becomes(|| run.path().join("out.jsonl.part").exists()));
    // The handler is there before the files are.
    signal(&child, "-INT");
    let mut said = String::new();
    BufReader::new(child.stderr.take().expect("is piped")).read_line(&mut said).expect("it says something");
    assert!(said.contains("interrupt again to end at once"), "{said}");
    assert!(child.try_wait().expect("can be asked").is_none(), "it waits for what was begun");
    signal(&child, "-INT");
    assert_eq!(child.wait().expect("it ends").code(), Some(2));
    let left = std::fs::read_dir(run.path()).expect("can be listed").flatten().map(|entry| entry.file_name());
    let left: Vec<_> = left.filter(|name| !name.to_string_lossy().starts_with("audit.db")).collect();
    assert!(left.is_empty(), "{left:?}");
    let again = totality(["audit", "a.md", "--sqlite", "audit.db"]).file("a.md", "Minutes.\n");
    std::fs::copy(run.path().join("audit.db"), again.path().join("audit.db")).expect("can be copied");
    assert_eq!(again.run().code, Some(0));
}

#[test]
fn a_database_is_whole_after_a_kill_and_an_interrupt_and_later_runs_build_on_it() {
    const ROWS: usize = 2600;
    let rows: String = (0..ROWS).map(|n| format!("{{\"text\":\"Minutes of meeting {n}.\"}}\n")).collect();
    let options = ["audit", "-", "--rows", "jsonl", "--sqlite", "audit.db", "--resume", "--output-format", "json"];
    let run = totality(options).stdin(&rows);
    let database = run.path().join("audit.db");
    let ask =
        |query: &str| -> Option<i64> { Connection::open(&database).ok()?.query_row(query, [], |row| row.get(0)).ok() };
    let mut child = begun(&run);
    let mut stdin = child.stdin.take().expect("is piped");
    stdin.write_all(rows.as_bytes()).expect("it reads");
    assert!(becomes(|| ask("SELECT count(*) FROM documents").is_some_and(|count| count >= 2000)));
    signal(&child, "-KILL");
    child.wait().expect("it ends");
    let whole = Connection::open(&database)
        .and_then(|found| found.query_row("PRAGMA integrity_check", [], |row| row.get::<_, String>(0)));
    assert_eq!(whole.expect("is a database"), "ok");
    assert_eq!((ask("SELECT count(*) FROM documents"), ask("SELECT count(*) FROM memory")), (Some(2000), Some(2000)));
    assert_eq!(ask("SELECT count(*) FROM runs WHERE complete"), Some(0));

    let mut child = begun(&run);
    let mut stdin = child.stdin.take().expect("is piped");
    stdin.write_all(rows.as_bytes()).expect("it reads");
    assert!(becomes(|| ask("SELECT count(*) FROM documents").is_some_and(|count| count >= 4000)));
    signal(&child, "-INT");
    std::thread::sleep(Duration::from_millis(300));
    let _ = stdin.write_all(b"{\"text\":\"One more.\"}\n");
    drop(stdin);
    assert_eq!(child.wait().expect("it ends").code(), Some(2));
    let kept = ask("SELECT count(*) FROM documents WHERE run = 2").expect("is a database");
    assert!((2000..=2600).contains(&kept), "{kept}");
    assert_eq!(ask("SELECT count(*) FROM runs WHERE complete"), Some(0));
    assert_eq!(ask("SELECT count(*) FROM documents WHERE run = 2 AND reused"), Some(2000));

    let (code, figures) = run.json();
    assert_eq!((code, figures["documents"].as_u64()), (Some(0), Some(2600)));
    assert_eq!(figures["reused"].as_i64(), Some(kept));
    assert_eq!(ask("SELECT count(*) FROM runs WHERE complete AND id = 3"), Some(1));
}
