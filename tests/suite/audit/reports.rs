//! The HTML report, the database, redaction, resumption and samples.

use super::outputs::{cases, trending};
use super::{audit, lines, memo};
use crate::harness::{Totality, totality};
use rusqlite::Connection;
use serde_json::Value;
use std::io::Read as _;

/// A memo that tries everything to become markup.
const HOSTILE: &str = "Office: <img src=x onerror=\"document.title='RUN'\">\nOfficer: </script><script>document.title='RUN'</script>\n\
    Date: 9 June 2022\nSubject: \"><svg onload=document.title='RUN'>\nA-number: A000-114-201\n\n\
    Mr. <script>document.title='RUN'</script> is a 34-year-old male native and citizen of Honduras. He was convicted of burglary \
    in 2014. </pre></div><iframe srcdoc=\"<b>\"></iframe><!-- The conviction alone is enough <b>to</b> place him. ]]> \u{202e}evil \
    \u{1f600}\n\nI recommend that a Notice to Appear be issued against the respondent and that he be detained.\n";

fn written(run: &Totality, name: &str) -> String {
    let done = run.run();
    assert_eq!(done.code, Some(0), "{done}");
    std::fs::read_to_string(run.path().join(name)).expect("is written")
}

/// What the data blocks of a kind hold.
pub(super) fn blocks(html: &str, kind: char) -> Vec<Value> {
    use base64::Engine as _;
    let mark = format!("<script type=\"application/gzip;base64\" id=\"{kind}");
    let packed = html.split(&mark).skip(1).map(|rest| {
        let (_, rest) = rest.split_once('>').expect("the tag ends");
        rest.split_once('<').expect("the block ends").0
    });
    packed
        .flat_map(|packed| {
            let bytes = base64::engine::general_purpose::STANDARD.decode(packed).expect("is base64");
            let mut text = String::new();
            flate2::read::GzDecoder::new(bytes.as_slice()).read_to_string(&mut text).expect("is gzip");
            let list: Vec<Value> = serde_json::from_str(&text).expect("is JSON");
            list
        })
        .collect()
}

#[test]
fn a_memo_never_becomes_markup() {
    let run = cases(totality(["audit", "cases", "--html", "report.html"]));
    let html = written(&run.file("cases/<script>alert(1)<.txt", HOSTILE), "report.html");
    for tag in ["<img", "<svg onload", "<iframe", "<script>document", "<script>alert", "onerror=\"", "<!-- The"] {
        assert!(!html.contains(tag), "{tag}");
    }
    assert_eq!(html.matches("<script>").count(), 1, "the report has one script of its own");
    assert!(html.contains("script-src 'sha256-") && html.contains("default-src 'none'"));
    assert!(!html.contains("http://") && !html.contains("https://"), "the report asks nobody for anything");
}

#[test]
fn the_report_holds_every_document_with_its_passages() {
    let run = cases(audit(["cases", "--html", "report.html"])).file("cases/x.txt", HOSTILE);
    let html = written(&run, "report.html");
    let found = lines(&run, 0);
    let (rows, texts) = (blocks(&html, 'r'), blocks(&html, 't'));
    assert_eq!((rows.len(), texts.len()), (found.len(), found.len()));
    for (line, (row, text)) in found.iter().zip(rows.iter().zip(&texts)) {
        assert_eq!(row[0], line["path"]);
        let units: Vec<u16> = text["text"].as_str().expect("has its text").encode_utf16().collect();
        for (finding, shown) in line["diagnostics"]
            .as_array()
            .expect("is a list")
            .iter()
            .zip(text["findings"].as_array().expect("is a list"))
        {
            let Some(words) = finding["text"].as_str() else { continue };
            let at =
                |end: usize| shown["p"][end].as_u64().and_then(|at| usize::try_from(at).ok()).expect("has a place");
            assert_eq!(String::from_utf16_lossy(&units[at(0)..at(1)]), words);
        }
    }
}

#[test]
fn tables_have_names_and_heads_and_groups_say_which_way_they_differ() {
    let run = trending(totality(["audit", "cases", "--html", "report.html"]));
    let html = written(&run, "report.html");
    let figures = html.split("id=\"settings\"").next().expect("has figures");
    assert_eq!(figures.matches("<table").count(), figures.matches("<caption").count());
    let heads = figures.split("<th").skip(1).filter_map(|head| head.split_once('>')?.1.split("</th>").next());
    assert!(heads.clone().count() > 30 && heads.clone().all(|head| !head.is_empty()));
    assert!(figures.contains("class=\"bar worse\"") && figures.contains("class=\"bar better\""));
    assert!(figures.contains("<b>Trend from 2022-01 to 2022-06:</b> +"), "{figures}");
}

#[test]
fn words_are_left_out_on_demand() {
    let run = cases(totality(["audit", "cases", "--html", "report.html", "--no-text"]));
    let html = written(&run, "report.html");
    let shown = format!("{html}{:?}", blocks(&html, 't'));
    for words in ["burglary", "Notice to Appear", "Ana Ruiz"] {
        assert!(!shown.contains(words), "{words}");
    }
}

#[test]
fn the_database_holds_what_the_lines_hold_and_appends_runs() {
    let run = cases(audit(["cases", "--sqlite", "audit.db"]));
    let found = lines(&run, 0);
    lines(&run, 0);
    let database = Connection::open(run.path().join("audit.db")).expect("is a database");
    let count = |query: &str| {
        database
            .query_row(query, [], |row| row.get::<_, i64>(0).map(|count| usize::try_from(count).unwrap_or(0)))
            .expect("the query is right")
    };
    let all = |list: &str| found.iter().map(|line| line[list].as_array().expect("is a list").len()).sum::<usize>();
    assert_eq!(count("SELECT count(*) FROM runs WHERE complete"), 2);
    assert_eq!(count("SELECT count(*) FROM documents WHERE run = 2"), found.len());
    assert_eq!(
        count("SELECT count(*) FROM findings JOIN documents d ON d.id = document WHERE d.run = 2"),
        all("diagnostics")
    );
    assert_eq!(
        count("SELECT count(*) FROM factors JOIN documents d ON d.id = document WHERE d.run = 1"),
        all("factors")
    );
    assert_eq!(count("SELECT count(*) FROM metadata WHERE name = 'office' AND value = 'Elko'"), 20);
    let other = totality(["audit", "a.txt", "--sqlite", "else.db"]).file("a.txt", "x");
    Connection::open(other.path().join("else.db"))
        .and_then(|made| made.execute_batch("CREATE TABLE t(a)"))
        .expect("can be made");
    let done = other.run();
    assert_eq!(done.code, Some(2), "{done}");
    assert!(done.stderr.contains("another program's database"), "{done}");
}

#[test]
fn a_later_run_examines_what_has_changed() {
    let run = cases(totality(["audit", "cases", "--sqlite", "audit.db", "--resume", "--output-format", "json"]));
    let (_, first) = run.json();
    let run = (0..10)
        .fold(run, |run, n| run.file(format!("cases/{n:02}.txt"), memo("Reno", "3 May 2022", &format!("Eva Sosa{n}"))));
    let (_, second) = run.json();
    let (_, third) = run.json();
    assert_eq!(
        (first["reused"].as_u64(), second["reused"].as_u64(), third["reused"].as_u64()),
        (Some(0), Some(32), Some(42))
    );
    let mut fresh = cases(totality(["audit", "cases", "--output-format", "json"]));
    fresh = (0..10).fold(fresh, |run, n| {
        run.file(format!("cases/{n:02}.txt"), memo("Reno", "3 May 2022", &format!("Eva Sosa{n}")))
    });
    let (_, mut fresh) = fresh.json();
    fresh["reused"] = third["reused"].clone();
    assert_eq!(third, fresh, "what is taken over is what would be found");
}

#[test]
fn a_sample_is_drawn_and_its_labels_are_read() {
    let sheet = |seed: &'static str, jobs: &'static str| {
        let run = cases(totality(["audit", "cases", "--sample", "12", "--seed", seed, "--jobs", jobs]));
        (written(&run, "audit-sample.csv"), run)
    };
    let (first, run) = sheet("7", "1");
    assert_eq!(first, sheet("7", "5").0);
    assert_ne!(first, sheet("8", "1").0);
    let rows: Vec<_> = first.lines().collect();
    assert!(rows.len() > 10 && rows[0].starts_with("stratum,population,sampled,path"), "{first}");
    let mut reader = csv::Reader::from_reader(first.as_bytes());
    let mut labelled = csv::Writer::from_writer(Vec::new());
    labelled.write_record(reader.headers().expect("has heads")).expect("to memory");
    for row in reader.records() {
        let mut cells: Vec<String> = row.expect("is well formed").iter().map(str::to_owned).collect();
        (cells[8], cells[9]) = ("yes".to_owned(), "no".to_owned());
        labelled.write_record(&cells).expect("to memory");
    }
    std::fs::write(run.path().join("labelled.csv"), labelled.into_inner().expect("to memory")).expect("can be written");
    let estimate = totality(["audit", "estimate", "labelled.csv", "--output-format", "json"]);
    let estimate = estimate.file("labelled.csv", std::fs::read(run.path().join("labelled.csv")).expect("is there"));
    let (code, figures) = estimate.json();
    assert_eq!((code, figures["precision"]["value"].as_f64()), (Some(0), Some(1.0)));
    let unlabelled = totality(["audit", "estimate", "sheet.csv"]).file("sheet.csv", first).run();
    assert_eq!(unlabelled.code, Some(2), "{unlabelled}");
}
