//! `totality trace`, on a lexicon of a few words, which is also the least that a set of guidelines may be.

use crate::harness::{Totality, totality};

const MEMO: &str = "No fish was caught, but he hid a fish.\n\nHe may not like the sea.\n";

const LEXICON: [(&str, &str); 6] = [
    ("english/words.toml", "barriers = [\";\"]\n[irregular]\nhide = [\"hid\"]\ncatch = [\"caught\"]\n"),
    ("english/cues/negation.toml", "direction = \"forward\"\n[[entry]]\nname = \"no\"\nphrases = [\"no\", \"not\"]\n"),
    ("english/cues/clause-border.toml", "[[entry]]\nname = \"but\"\nphrases = [\"but\"]\n"),
    ("harbour/guidelines.toml", "name = \"harbour\"\ntitle = \"Rules of the harbour\"\nkinds = [\"catch\"]\n"),
    (
        "harbour/factors/fish.toml",
        "title = \"A fish\"\nkind = \"catch\"\nsection = \"1\"\n[[entry]]\nname = \"any\"\nphrases = [\"fish\"]\n",
    ),
    ("harbour/lists/none.txt", "# A list that nothing refers to.\nnone\n"),
];

fn trace<const N: usize>(more: [&'static str; N]) -> Totality {
    let run = totality(["trace", "a.md", "--lexicon", "lexicons"].into_iter().chain(more)).file("a.md", MEMO);
    LEXICON.iter().fold(run, |run, (name, text)| run.file(format!("lexicons/{name}"), text))
}

#[test]
fn each_mention_shows_its_entry_and_the_cues_around_it() {
    insta::assert_snapshot!(trace([]).run());
}

#[test]
fn programs_get_the_reach_of_each_cue_and_what_ends_it() {
    let (code, report) = trace(["--output-format", "json"]).json();
    assert_eq!((code, report["guidelines"].as_str()), (Some(0), Some("harbour")));
    let first = &report["mentions"][0];
    assert_eq!((first["id"].as_str(), first["read_as"].as_str()), (Some("fish"), Some("negated")));
    assert_eq!(first["entry"], "any");
    assert_eq!(first["decided_by"]["text"], "No");
    let cue = &first["cues"][0];
    assert_eq!((cue["cue"].as_str(), cue["covers"].as_bool()), (Some("negation"), Some(true)));
    assert_eq!(cue["ends"][0]["kind"], "cue");
    assert_eq!((cue["ends"][1]["kind"].as_str(), cue["ends"][1]["text"].as_str()), (Some("clause"), Some("but")));
    let second = &report["mentions"][1];
    assert_eq!((second["read_as"].as_str(), second["cues"][0]["covers"].as_bool()), (Some("asserted"), Some(false)));
}

#[test]
fn what_is_asked_for_is_shown_only() {
    let (_, report) = trace(["--output-format", "json", "--only", "fowl"]).json();
    assert_eq!(report["mentions"], serde_json::json!([]));
}

#[test]
fn a_folder_has_no_trace() {
    let run = totality(["trace", "cases"]).folder("cases").run();
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("a trace is of one file"), "{run}");
}
