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

/// What all formats and standard error say of a text, masked.
fn said(name: &'static str, text: &str, more: &[(&str, &str)]) -> String {
    let formats =
        ["human", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "rdjson", "checkstyle", "csv"];
    let mut said = String::new();
    for format in formats.iter().chain(&["markdown"]) {
        let run = totality(["check", ".", "gone_Zuber_A012345678.md", "--redact", "--output-format", format]);
        let run = more.iter().fold(run.file(name, text), |run, (name, text)| run.file(name, text)).run();
        assert_eq!(run.code, Some(2), "one is not there: {run}");
        said.push_str(&format!("{run}"));
    }
    said
}

fn tells_none(said: &str, secrets: &[&str]) {
    for secret in secrets {
        let line = said.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "{secret} is told");
    }
}

#[test]
fn fields_that_settings_name_are_names() {
    let text = "Handled: Quincy Zuber\n\nZuber wrote that the hearing is on ________.\n";
    tells_none(&said("q.txt", text, &[("totality.toml", "[fields]\nofficer = [\"Handled\"]\n")]), &["Quincy"]);
    assert!(said("q.txt", text, &[]).contains("Quincy") || said("q.txt", text, &[]).contains("Zuber wrote"));
}

#[test]
fn every_usual_label_gives_a_name() {
    let labels = [
        "Re",
        "RE",
        "Detainee",
        "Defendant",
        "Client",
        "Alias",
        "AKA",
        "A.K.A.",
        "Individual",
        "Mother",
        "Judge",
        "Sponsor",
        "Employer",
        "Interpreter",
        "Complainant",
        "Contact",
        "Signed",
    ];
    // A name for each, of letters that stand in no other word.
    let name = |at: usize| format!("Q{}zyx", (b'a'..).nth(at).map_or(' ', char::from));
    let fields: String =
        labels.iter().enumerate().map(|(at, label)| format!("{label}:   Xiu {}\n", name(at))).collect();
    let repeated: String = (0..labels.len()).map(|at| format!("{} has ________. ", name(at))).collect();
    tells_none(&said("a.txt", &format!("Date: May 4, 2022\n{fields}\n{repeated}\n"), &[]), &["zyx"]);
    let table = "| Name | Role |\n|---|---|\n| Ilse Marchetti | subject |\n| Bo Quispe | son |\n\nQuispe and Marchetti: ________\n";
    tells_none(&said("a.md", table, &[]), &["Marchetti", "Quispe"]);
    tells_none(&said("a.txt", "Case of Ilse Marchetti, A000-519-302\n\nIlse has ________.\n", &[]), &["Ilse"]);
    let accents = "Subject: Mar\u{ed}a Jos\u{e9} Paz\n\nMaria Jose has ________ and MARIA.\n";
    tells_none(&said("a.txt", accents, &[]), &["Maria", "Jose", "MARIA"]);
}

#[test]
fn names_of_files_and_standard_error_tell_nobody() {
    let text = "Subject: Rosa Quispe, A012-345-678\n\nThe hearing is on ________.\n";
    let numbers = ["345678", "345-678", "Quispe"];
    tells_none(&said("memo_Quispe_A012345678.txt", text, &[]), &numbers);
    tells_none(&said("A012345678_memo.txt", "The hearing is on ________.\n", &[]), &["345678"]);
    let waiver = "[[waiver]]\nrule = \"unfilled-placeholder\"\nfingerprint = \"0\"\npath = \"Quispe_A012345678.txt\"\n\
                  reason = \"so it is\"\napprover = \"B. Who\"\ndate = 2020-01-01\nexpires = 2020-02-01\n";
    let with_waiver = said("Quispe_A012345678.txt", text, &[("totality.waivers.toml", waiver)]);
    assert!(with_waiver.contains("ended on 2020-02-01"), "{with_waiver}");
    tells_none(&with_waiver, &numbers);
}

#[test]
fn dates_of_birth_and_numbers_are_masked_in_every_form() {
    let text = "Subject: Rosa Paz\nDOB: 04-MAR-85\n\nBorn on the 4th of March 1985 (3/4/1985), birthdate 03041985, fecha de \
                nacimiento: 3/4/1985: ________ 5551234567 or 9155550188, +52 1 55 1234 5678, 555-4567, 123 45 6789, \
                A012-34-5678; 1985-03-04.\n";
    let secrets = [
        "MAR-85",
        "4th of",
        "03041985",
        "3/4/1985",
        "9155550188",
        "1234 5678",
        "555-4567",
        "45 6789",
        "34-5678",
        "03-04",
    ];
    tells_none(&said("x.md", text, &[]), &secrets);
}

#[test]
fn what_is_announced_and_warned_of_tells_nobody() {
    let text = b"Subject: Rosa Quispe, A012-345-678\n\nCaf\xe9. The hearing is on ________.\n";
    let run = totality(["check", ".", "--redact", "--output", "json", "--output", "markdown=Memo_A012345678.md"]);
    let run = run.file("Quispe_A012345678.txt", text);
    let settings =
        "exclude = [\"Lost_A012345678.md\"]\n[[per-file]]\nfiles = [\"Quispe_A012345678.txt\"]\nselect = []\n";
    let shown = run.file("totality.toml", settings).run();
    for said in ["Windows-1252", "matches no file", "only 0 of", "will read this report as a memo"] {
        assert!(shown.stderr.contains(said), "{said}: {shown}");
    }
    assert!(shown.stdout.contains("Windows-1252"), "{shown}");
    tells_none(&format!("{shown}"), &["345678", "345-678", "Quispe"]);
}

#[test]
fn who_approves_a_waiver_is_hidden_where_the_text_names_them() {
    let memo = "Officer: Quincy Zuber\n\nThe hearing is on ________.\n";
    let waive = ["waive", "a.txt", "unfilled-placeholder", "--reason", "as Zuber said", "--approver", "Quincy Zuber"];
    let waive = totality(waive.iter().copied().chain(["--expires", "2999-01-01"])).file("a.txt", memo);
    assert_eq!(waive.run().code, Some(0));
    let ledger = std::fs::read_to_string(waive.path().join("totality.waivers.toml")).expect("was written");
    for format in ["json", "jsonl", "sarif", "csv", "human"] {
        let run = totality(["check", "a.txt", "--redact", "--output-format", format]).file("a.txt", memo);
        let shown = run.file("totality.waivers.toml", &ledger).run();
        assert!(shown.code != Some(2), "{shown}");
        tells_none(&format!("{shown}"), &["Quincy", "Zuber"]);
    }
}
