//! What names a person is masked in every format, and places stay right.

use crate::harness::{Totality, totality};
use serde_json::Value;

const MEMO: &str = "Subject: Zenobia Quispe-Paz, A012-345-678\nDOB: 03/04/1985\nOfficer: Bo Li\n\n\
                    Call (555) 123-4567 or write to ana@example.org about ________ Quispe-Paz.\n\n\
                    totality: ignore[unfilled-placeholder] reason: Zenobia Quispe-Paz asked, A012345678\nThe judge is ________.\n";

const SECRETS: [&str; 8] = ["Quispe", "A012", "012-345", "345678", "03/04/1985", "123-4567", "ana@example.org", "1985"];

fn check(arguments: &[&'static str]) -> Totality {
    let arguments = ["check", "A012345678.txt", "A087654321.txt"].iter().chain(arguments);
    totality(arguments).file("A012345678.txt", MEMO)
}

#[test]
fn no_format_tells_who_it_is_about() {
    let formats =
        ["human", "json", "jsonl", "sarif", "github", "gitlab", "junit", "rdjson", "checkstyle", "csv", "markdown"];
    for format in formats.iter().chain(&["concise"]) {
        let run = check(&["--redact", "--output-format", format]).run();
        for secret in SECRETS.iter().chain(&["087654321"]) {
            assert!(!run.stdout.contains(secret), "{format} tells {secret}: {}", run.stdout);
        }
        assert!(check(&["--output-format", format]).run().stdout.contains("A012345678"), "{format}");
    }
}

#[test]
fn places_are_those_of_the_file() {
    let places = |more: &[&'static str]| {
        let report = check(&[&["--output-format", "json"], more].concat()).json().1;
        let of = |list: &Value| -> Vec<Value> {
            let list = list.as_array().expect("is a list");
            list.iter()
                .map(|finding| serde_json::json!([finding["span"], finding["line"], finding["column"]]))
                .collect()
        };
        let document = &report["documents"][0];
        (of(&document["diagnostics"]), of(&document["suppressed"]), document["sha256"].clone())
    };
    let (open, answered, hash) = places(&["--redact"]);
    assert!(!open.is_empty() && !answered.is_empty());
    assert_eq!((open, answered, hash), places(&[]));
}
