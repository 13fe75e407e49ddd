//! Every example beside an entry of the lexicon is what the entry says it is.
//!
//! The lexicon is read from its folder at run time, so that its authors need not compile anything to try a word.

use crate::material::{checker_of_phrases as checker, files, framed, lexicons, memos, only_known};
use totality::check::{Checker, Format};
use totality::lexicon::examples::{Entry, Example, Expected, StandsFor};
use totality::report::Report;
use totality::trace::Mention;

/// The head of a memo about one person, which decides nothing.
const ONE_PERSON: &str = "\
**Subject:** Castellan Oduya
**A-number:** A000-111-222
**Date of birth:** 01/02/1980
**Country of citizenship:** Belize

The subject, Mr. Oduya, is 41 years old.

";

#[test]
fn each_entry_has_an_example_that_matches_and_one_that_does_not() {
    let mut complaints = Vec::new();
    for entry in checker().lexicon().entries() {
        let silent = entry.examples.iter().filter(|example| example.expected == Expected::Silent).count();
        if silent == 0 || silent == entry.examples.len() {
            let missing = if silent == 0 { "silent" } else { "that matches" };
            complaints.push(format!("{} [{}] has no example {missing}", entry.file, entry.name));
        }
    }
    only_known(&complaints, "entries-without-examples");
}

#[test]
fn each_example_gives_what_it_says() {
    let checker = checker();
    let mut complaints = Vec::new();
    for entry in checker.lexicon().entries() {
        for example in &entry.examples {
            if let Err(found) = holds(checker, &entry, example) {
                complaints.push(complaint(&entry, example, &found));
            }
        }
    }
    only_known(&complaints, "examples-of-entries");
}

#[test]
fn each_entry_is_tried_by_an_example_that_holds_its_words() {
    let checker = checker();
    let mut complaints = Vec::new();
    for entry in checker.lexicon().entries() {
        let matching = || entry.examples.iter().filter(|example| example.expected != Expected::Silent);
        let own = |example: &Example<'_>| {
            let hits = checker.trace(example.text, Format::Markdown).hits;
            hits.iter().any(|hit| hit.file == entry.file && hit.entry == entry.name)
        };
        if matching().next().is_some() && !matching().any(own) {
            let texts: Vec<_> = matching().map(|example| format!("\n    {:?}", example.text)).collect();
            complaints.push(format!(
                "{} [{}] is in none of its own examples:{}",
                entry.file,
                entry.name,
                texts.concat()
            ));
        }
    }
    only_known(&complaints, "entries-not-tried");
}

fn complaint(entry: &Entry<'_>, example: &Example<'_>, found: &str) -> String {
    let expected = match example.expected {
        Expected::Found(status) => format!("{status:?}").to_lowercase(),
        Expected::Review => "review".to_owned(),
        Expected::Silent => "silent".to_owned(),
    };
    format!("{} [{}] {expected}: {:?}\n    {found}", entry.file, entry.name, example.text)
}

/// Whether an example gives what it says; else what was found.
fn holds(checker: &Checker, entry: &Entry<'_>, example: &Example<'_>) -> Result<(), String> {
    let wanted = example.expected != Expected::Silent;
    match entry.stands_for {
        StandsFor::Factor(factor) => {
            let mentions = checker.trace(example.text, Format::Markdown).mentions;
            let mut statuses = mentions.iter().filter(|mention| mention.factor == factor).map(|mention| mention.status);
            let holds = match example.expected {
                Expected::Found(status) => statuses.any(|found| found == status),
                Expected::Silent => statuses.next().is_none(),
                Expected::Review => false,
            };
            outcome(holds, || told(&mentions, example.text))
        }
        // The entries of a cue differ in strength and reach, so a sentence that one must not match may hold another.
        StandsFor::Cue(cue) => {
            let hits = checker.trace(example.text, Format::Markdown).hits;
            let found: Vec<_> = hits.iter().filter(|hit| hit.stands_for == StandsFor::Cue(cue)).collect();
            let own = found.iter().any(|hit| hit.file == entry.file && hit.entry == entry.name);
            outcome(if wanted { !found.is_empty() } else { !own }, || {
                let words =
                    found.iter().map(|hit| format!("{} {:?}", hit.entry, &example.text[hit.span.start..hit.span.end]));
                format!("found: {}", words.collect::<Vec<_>>().join(", "))
            })
        }
        StandsFor::Decision(decision) => {
            // Only a text about one person decides anything.
            let text = format!("{ONE_PERSON}{}", example.text);
            let report = checker.check(&text, Format::Markdown);
            outcome((report.decision == decision) == wanted, || format!("decided: {:?}", report.decision))
        }
        StandsFor::Subject => {
            let trace = checker.trace(example.text, Format::Markdown);
            let found = trace.hits.iter().any(|hit| hit.stands_for == StandsFor::Subject);
            outcome(found == wanted, || format!("found: {found}"))
        }
        StandsFor::Rule(rule) => {
            let text = framed(example.text);
            let report = checker.check(&text, Format::Markdown);
            let has = |rule: &str| report.diagnostics.iter().any(|diagnostic| diagnostic.rule == rule);
            let review = checker.lexicon().rules().iter().any(|page| !page.net_for.is_empty() && has(&page.id));
            let holds = match example.expected {
                Expected::Found(_) => has(rule),
                Expected::Review => review && !has(rule),
                Expected::Silent => !review && !has(rule),
            };
            outcome(holds, || findings(&report, &text))
        }
    }
}

fn outcome(holds: bool, found: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(found()) }
}

fn told(mentions: &[Mention<'_>], text: &str) -> String {
    let each = mentions.iter().map(|mention| {
        let words = &text[mention.span.start..mention.span.end];
        let cue = mention.decided_by.map_or_else(String::new, |cue| format!(" by {:?}", &text[cue.start..cue.end]));
        format!("{} {:?} {words:?} [{}]{cue}", mention.factor, mention.status, mention.entry)
    });
    format!("found: {}", each.collect::<Vec<_>>().join("; "))
}

/// The findings, with their words.
pub(crate) fn findings(report: &Report, text: &str) -> String {
    let each = report.diagnostics.iter().map(|diagnostic| {
        let words = diagnostic.span.map_or("", |span| &text[span.start..span.end]);
        let labels =
            diagnostic.labels.iter().map(|label| format!(" with {:?}", &text[label.span.start..label.span.end]));
        format!("{} {words:?}{}", diagnostic.rule, labels.collect::<String>())
    });
    format!("found: {}", each.collect::<Vec<_>>().join("; "))
}

/// A phrase of an entry with what stands beside it: the file, the entry, the phrase, its examples.
fn written_phrases() -> Vec<(String, String, String, String)> {
    let folder = lexicons();
    let mut written = Vec::new();
    for file in files(&folder).into_iter().filter(|file| file.extension().is_some_and(|ending| ending == "toml")) {
        let text = std::fs::read_to_string(&file).expect("a lexicon can be read");
        let concept: toml::Table = toml::from_str(&text).expect("a lexicon is well formed");
        let name = file.strip_prefix(&folder).expect("it lies below").to_string_lossy().replace('\\', "/");
        for entry in concept.get("entry").and_then(toml::Value::as_array).into_iter().flatten() {
            let id = entry.get("name").and_then(toml::Value::as_str).unwrap_or_default();
            let examples = entry.get("examples").map(toml::Value::to_string).unwrap_or_default();
            for phrase in entry.get("phrases").and_then(toml::Value::as_array).into_iter().flatten() {
                let phrase = phrase.as_str().unwrap_or_default().to_owned();
                written.push((name.clone(), id.to_owned(), phrase, examples.clone()));
            }
        }
    }
    written
}

/// Words in lower case with a space between them, and before and after them.
fn plain_words(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty());
    words.fold(" ".to_owned(), |all, word| all + &word.to_lowercase() + " ")
}

#[test]
fn no_phrase_is_lifted_from_a_memo() {
    const LONG: usize = 5;
    let memos: Vec<String> = memos("fixtures/corpus").iter().map(|memo| plain_words(memo.text())).collect();
    let written = written_phrases();
    assert!(memos.len() > 1_000 && written.len() > 5_000, "memos and phrases are read");
    let mut long = 0;
    let mut complaints = Vec::new();
    for (file, entry, phrase, examples) in written {
        // what has alternatives, lists or gaps is a family already
        if phrase.contains(['|', '{', '?', '#']) || phrase.contains("..") {
            continue;
        }
        let words = plain_words(&phrase);
        if words.split_whitespace().count() < LONG {
            continue;
        }
        long += 1;
        let memos = memos.iter().filter(|memo| memo.contains(&words)).count();
        if memos == 1 && !plain_words(&examples).contains(&words) {
            complaints.push(format!("{file} [{entry}] has {phrase:?}, which is found in one memo only"));
        }
    }
    assert!(long > 10, "there are long phrases");
    only_known(&complaints, "phrases-of-one-memo");
}
