//! What `--redact` takes out of every output.

use super::reports::blocks;
use super::{audit, lines, memo};
use crate::harness::Totality;

/// All outputs of a run together.
fn everything(run: &Totality) -> String {
    everything_of(run, 0)
}

/// The same of a run that ends with some exit code.
fn everything_of(run: &Totality, code: i32) -> String {
    let done = run.run();
    assert_eq!(done.code, Some(code), "{done}");
    let html = std::fs::read_to_string(run.path().join("r.html")).expect("is written");
    let read =
        |name: &str| String::from_utf8_lossy(&std::fs::read(run.path().join(name)).expect("is written")).into_owned();
    let all = format!("{html}{:?}{:?}{}{}", blocks(&html, 't'), blocks(&html, 'r'), done.stdout, done.stderr);
    ["out.jsonl", "r.csv", "r.db", "audit-sample.csv"].iter().fold(all, |all, name| all + &read(name))
}

const OUTPUTS: [&str; 8] = ["--redact", "--html", "r.html", "--csv", "r.csv", "--sqlite", "r.db", "--sample=9"];

#[test]
fn names_and_numbers_are_taken_out_of_every_output() {
    let text = memo("Reno", "9 June 2022", "Anselm Rautio")
        .replace("A000-114-201", "A000-114-201, DOB: 02/11/1983, (915) 555-0188, a@b.org");
    let run = audit(["cases"]).with(OUTPUTS).file("cases/a.txt", text);
    let all = everything(&run);
    for words in ["Anselm", "Rautio", "000-114-201", "02/11/1983", "555-0188", "a@b.org", "Halloran"] {
        assert!(!all.contains(words), "{words}");
    }
    for words in ["[name]", "[A-number]", "burglary"] {
        assert!(all.contains(words), "{words}");
    }
}

#[test]
fn columns_header_lines_and_names_of_files_tell_nobody() {
    let text = memo("Reno", "9 June 2022", "Anselm Rautio")
        .replace("Office:", "Rautio, Anselm: present\nAttorney: Vilma Oksanen\nOffice:");
    let text = text.replace("He is a threat", "Ms. Oksanen called, and Ilse Kantola did. He is a threat");
    let row = |id: &str, office: &str, extra: &str| {
        serde_json::json!({
            "text": text, "id": id, "office": office, "Interviewee": "Tuomas Niskanen", "first_name": "Ilse",
            "last name": "Kantola", "anselm_rautio": "x", "dob": "1983-02-11", "slug": extra, "region": "West"
        })
    };
    let rows = format!("{}\n{}\n\"Anselm Rautio\"\n", row("Rautio 1", "Reno", "rautio-a"), row("Kantola", "Elko", "x"));
    let options = ["rows.jsonl", "memos", "--id-column", "id", "--group-by", "officer,region,slug,subject,first_name"];
    let run = audit(options).with(OUTPUTS).file("rows.jsonl", rows);
    let run = run
        .file("memos/Rautio_Anselm.txt", text.replace("Ilse Kantola", "his aunt"))
        .file("memos/sub/rautioA212345678.txt", text.replace("Ilse Kantola", "his aunt"));
    let run = run.file("memos/b.txt", memo("Reno", "9 June 2022", "Eva Sosa"));
    let done = run.run();
    assert_eq!(done.code, Some(2), "{done}");
    let found = lines(&run, 2);
    let all = everything_of(&run, 2);
    let all = all.to_lowercase();
    for words in [
        "rautio",
        "anselm",
        "kantola.",
        "kantola ",
        "ilse kantola",
        "oksanen",
        "niskanen",
        "1983-02-11",
        "halloran",
        "212345678",
    ] {
        let at = all.find(words);
        assert_eq!(at, None, "{words}: {}", at.map_or("", |at| &all[at.saturating_sub(60)..at + 40]));
    }
    assert_eq!(found[0]["path"], "rows.jsonl:1", "a row is named by its number");
    for field in ["officer", "subject", "first-name", "interviewee"] {
        assert_eq!(found[0]["metadata"][field], found[1]["metadata"][field], "{field}");
        assert!(found[0]["metadata"][field].is_string(), "{field}");
    }
    let other = found.iter().find(|line| line["path"] == "memos/b.txt").expect("keeps its name");
    assert_ne!(found[0]["metadata"]["subject"], other["metadata"]["subject"]);
    assert_eq!(
        (found[0]["metadata"]["region"].as_str(), found[1]["metadata"]["slug"].as_str()),
        (Some("West"), Some("x"))
    );
}

#[test]
fn places_are_those_of_the_text_that_is_shown() {
    let text = memo("Reno", "9 June 2022", "Zoë Rautio-Łysak")
        .replace("MEMORANDUM", "MEMORANDUM of Rautio for R. Halloran 😀");
    let run = audit(["cases"]).with(OUTPUTS).file("cases/a.txt", text);
    let all = everything(&run);
    assert!(!all.contains("Rautio") && !all.contains("Łysak"), "names are taken out");
    let html = std::fs::read_to_string(run.path().join("r.html")).expect("is written");
    let shown = &blocks(&html, 't')[0];
    let units: Vec<u16> = shown["text"].as_str().expect("has its text").encode_utf16().collect();
    let at = |place: &serde_json::Value| place.as_u64().and_then(|at| usize::try_from(at).ok()).expect("is a place");
    let parts = ["findings", "factors"].into_iter().flat_map(|list| shown[list].as_array().expect("is a list"));
    let parts: Vec<_> = parts.filter(|part| part["w"].is_string() && part["p"].is_array()).collect();
    assert!(parts.len() > 3);
    for part in parts {
        let words = String::from_utf16_lossy(&units[at(&part["p"][0])..at(&part["p"][1])]);
        assert_eq!(Some(words.as_str()), part["w"].as_str());
    }
}
