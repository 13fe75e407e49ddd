//! What holds for the whole of the project, whatever rules and factors there are.

use crate::harness::totality;
use crate::material::{below_project, checker, files, lexicons, memos_of_every_kind, none, path};
use crate::rulebook;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

const LONGEST_FILE: usize = 500;

/// Where the sources name an identifier of the lexicon outside `src/rules/`, and why.
const NAMED_IN_SOURCES: [(&str, &str, &str); 7] = [
    ("src/cli.rs", "totality", "the program's own name"),
    ("src/ledger.rs", "priority", "the rulebook's § 1 says by kinds what a justification is"),
    ("src/ledger.rs", "basis", "the rulebook's § 1 says by kinds what a justification is"),
    ("src/audit/boilerplate.rs", "priority", "factors that recitals cite are known by their kind"),
    ("src/audit/boilerplate.rs", "statement", "factors that recitals cite are known by their kind"),
    ("src/suppression.rs", "suppression-without-reason", "§ 3.6 is about comments, not about words of a case"),
    ("src/suppression.rs", "unused-suppression", "§ 3.6 is about comments, not about words of a case"),
];

/// Where a module of `src/rules/` names an identifier that is not its own, and why.
const NAMED_IN_RULES: [(&str, &str, &str); 10] = [
    ("src/rules/alone.rs", "basis", "the shared mechanism of § 3.1 is about bases"),
    ("src/rules/border_date.rs", "border-security", "§ 3.5 names the factors of this rule"),
    ("src/rules/border_date.rs", "border-apprehension", "§ 3.5 names the factors of this rule"),
    ("src/rules/border_date.rs", "recent-entry", "§ 3.5 names the factors of this rule"),
    ("src/rules/conclusory_review.rs", "mitigating", "§ 3.4 names the kind"),
    ("src/rules/conclusory_review.rs", "mitigation-search", "§ 3.4 names the factor"),
    ("src/rules/contradicted_mitigation.rs", "mitigating", "§ 3.4 names the kind"),
    ("src/rules/incomplete_conviction.rs", "conviction", "§ 3.5 names the factor"),
    ("src/rules/alone.rs", "bright-line", "a rule for all cases is the closer reading of the same words"),
    ("src/rules/used_as_reason.rs", "mention-to-review", "the net under the rules of this mechanism"),
];

#[test]
fn identifiers_are_kebab_and_unique() {
    let lexicon = checker().lexicon();
    let ids: Vec<_> = lexicon
        .rules()
        .iter()
        .map(|rule| &rule.id)
        .chain(lexicon.factors().iter().map(|factor| &factor.id))
        .chain(lexicon.kinds())
        .collect();
    let kebab =
        |id: &str| id.split('-').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase()));
    let mut complaints: Vec<_> =
        ids.iter().filter(|id| !kebab(id)).map(|id| format!("{id} is not kebab-case")).collect();
    let mut seen = BTreeSet::new();
    complaints.extend(ids.iter().filter(|id| !seen.insert(**id)).map(|id| format!("{id} stands for two things")));
    none(&complaints, "identifiers are wrong");
}

#[test]
fn the_factors_are_those_of_the_rulebook() {
    let known: BTreeMap<_, _> =
        checker().lexicon().factors().iter().map(|factor| (factor.id.clone(), factor.kind.clone())).collect();
    let wanted = rulebook::factors();
    let mut complaints = Vec::new();
    for (id, kind) in &wanted {
        match known.get(id) {
            None => complaints.push(format!("{id} is missing")),
            Some(known) if known != kind => complaints.push(format!("{id} is {known}, by the rulebook {kind}")),
            Some(_) => {}
        }
    }
    complaints
        .extend(known.keys().filter(|id| !wanted.contains_key(*id)).map(|id| format!("{id} is not in the rulebook")));
    for factor in checker().lexicon().factors() {
        if factor.title.is_empty() || factor.section.is_empty() {
            complaints.push(format!("{} lacks a title or a section", factor.id));
        }
    }
    none(&complaints, "factors differ from the rulebook");
}

#[test]
fn the_built_in_lexicon_is_the_folder() {
    let built_in = totality(["rules", "--output-format", "json"]).run();
    let folder = path("lexicons").into_os_string();
    let read = totality(["rules".into(), "--output-format".into(), "json".into(), "--lexicon".into(), folder]).run();
    assert_eq!(built_in.stdout, read.stdout);
}

#[test]
fn the_sources_hold_no_identifier_of_the_lexicon() {
    let lexicon = checker().lexicon();
    let ids: BTreeSet<_> = lexicon
        .rules()
        .iter()
        .map(|rule| rule.id.as_str())
        .chain(lexicon.factors().iter().map(|factor| factor.id.as_str()))
        .chain(lexicon.kinds().iter().map(String::as_str))
        .collect();
    let allowed: BTreeSet<_> = NAMED_IN_SOURCES
        .iter()
        .chain(&NAMED_IN_RULES)
        .map(|(file, id, _)| ((*file).to_owned(), (*id).to_owned()))
        .collect();
    let mut named = BTreeSet::new();
    for file in sources("src") {
        let name = below_project(&file);
        if name.ends_with("/tests.rs") || name.ends_with("/samples.rs") {
            continue;
        }
        let own = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().replace('_', "-");
        let text = fs::read_to_string(&file).expect("a source can be read");
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        for literal in literals(text) {
            if ids.contains(literal) && !(name.starts_with("src/rules/") && literal == own) {
                named.insert((name.clone(), literal.to_owned()));
            }
        }
    }
    let mut complaints: Vec<_> = named.difference(&allowed).map(|(file, id)| format!("{file} names `{id}`")).collect();
    complaints.extend(
        allowed.difference(&named).map(|(file, id)| format!("{file} no longer names `{id}`: strike it from the list")),
    );
    none(&complaints, "identifiers of the lexicon stand in the sources");
}

#[test]
fn no_crate_opens_connections() {
    let table = |name: &str| -> toml::Table {
        fs::read_to_string(path(name)).expect("a file can be read").parse().expect("a file is TOML")
    };
    let (deny, lock) = (table("deny.toml"), table("Cargo.lock"));
    let names = |list: &toml::Value, key: &str| -> BTreeSet<String> {
        let entries = list.as_array().expect("is a list").iter();
        entries.filter_map(|entry| entry.get(key)?.as_str().map(str::to_owned)).collect()
    };
    let banned = names(&deny["bans"]["deny"], "crate");
    let used = names(&lock["package"], "name");
    assert!(banned.len() > 10 && used.len() > 10, "the files are read");
    none(&banned.intersection(&used).cloned().collect::<Vec<_>>(), "banned crates are used");
}

#[test]
fn no_file_is_long() {
    let complaints: Vec<_> = [sources("src"), sources("tests")]
        .concat()
        .iter()
        .map(|file| (below_project(file), fs::read_to_string(file).expect("a source can be read").lines().count()))
        .filter(|(_, lines)| *lines > LONGEST_FILE)
        .map(|(file, lines)| format!("{file} has {lines} lines"))
        .collect();
    none(&complaints, "files are too long");
}

#[test]
fn lists_hold_each_phrase_once() {
    let mut complaints = Vec::new();
    let lists = files(&lexicons()).into_iter().filter(|file| {
        file.extension().is_some_and(|ending| ending == "txt")
            && file.parent().is_some_and(|folder| folder.ends_with("lists"))
    });
    for list in lists {
        let text = fs::read_to_string(&list).expect("a list can be read");
        let mut seen = BTreeMap::new();
        for (number, line) in text.lines().enumerate().map(|(number, line)| (number + 1, line)) {
            let phrase = line.trim();
            if phrase.is_empty() || phrase.starts_with("# ") || phrase == "#" {
                continue;
            }
            let shown = |what: &str| format!("{}:{number}: `{phrase}` {what}", list.display());
            if phrase.chars().any(char::is_uppercase) {
                complaints.push(shown("is not in lower case"));
            }
            if phrase.split_whitespace().collect::<Vec<_>>().join(" ") != line {
                complaints.push(shown("has space to spare"));
            }
            if let Some(before) = seen.insert(phrase.to_owned(), number) {
                complaints.push(shown(&format!("stands in line {before} as well")));
            }
        }
    }
    none(&complaints, "lines of lists are not in order");
}

#[test]
fn spans_are_words_of_the_text() {
    let checker = checker();
    let mut complaints = Vec::new();
    for memo in memos_of_every_kind() {
        let report = checker.check(memo.text(), memo.format);
        let factors =
            report.factors.iter().flat_map(|factor| factor.cues.iter().map(|cue| cue.span).chain([factor.span]));
        let found = report
            .diagnostics
            .iter()
            .flat_map(|diagnostic| diagnostic.labels.iter().map(|label| label.span).chain(diagnostic.span));
        for span in factors.chain(found).chain(report.decision_span) {
            if memo.text().get(span.start..span.end).is_none_or(|words| words.trim().is_empty()) {
                complaints.push(format!("{}: {span:?}", memo.name));
            }
        }
    }
    none(&complaints, "spans are no words");
}

#[test]
fn the_words_in_a_report_are_those_of_the_file() {
    let folder = path("fixtures/held-out").into_os_string();
    let run = totality(["check".into(), "--output-format".into(), "json".into(), folder]);
    let (_, report) = run.json();
    let documents = report["documents"].as_array().expect("has documents");
    assert!(documents.len() > 50, "memos are checked");
    let mut places = 0;
    for document in documents {
        let name = document["path"].as_str().expect("has a path");
        let bytes = fs::read(name).expect("a fixture can be read");
        let kinds = ["factors", "diagnostics"].map(|kind| document[kind].as_array().cloned().unwrap_or_default());
        for entry in kinds.concat() {
            let labels = entry["labels"].as_array().cloned().unwrap_or_default();
            for place in labels.iter().chain([&entry]).filter(|place| !place["span"].is_null()) {
                let at = |end: &str| usize::try_from(place["span"][end].as_u64().expect("a number")).expect("fits");
                let words = &bytes[at("start")..at("end")];
                assert_eq!(place["text"].as_str().map(str::as_bytes), Some(words), "{name}: {place}");
                places += 1;
            }
        }
    }
    assert!(places > 500, "they hold factors: {places}");
}

#[test]
fn the_report_does_not_depend_on_the_number_of_threads() {
    let run = |threads| {
        let folders =
            ["fixtures/held-out", "fixtures/flagged", "fixtures/hostile"].map(|folder| path(folder).into_os_string());
        let arguments = ["check", "--output-format", "json"].map(Into::into).into_iter().chain(folders);
        totality(arguments).env("RAYON_NUM_THREADS", threads).run()
    };
    let (one, four, again) = (run("1"), run("4"), run("4"));
    assert!(one.stdout == four.stdout && four.stdout == again.stdout, "the output differs between runs");
    assert!(one.stderr == four.stderr && four.stderr == again.stderr, "the errors differ between runs");
}

fn sources(folder: &str) -> Vec<std::path::PathBuf> {
    files(&path(folder)).into_iter().filter(|file| file.extension().is_some_and(|ending| ending == "rs")).collect()
}

/// The plain string literals of a source, comments left out.
fn literals(text: &str) -> Vec<&str> {
    let mut literals = Vec::new();
    for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
        literals.extend(line.split('"').skip(1).step_by(2));
    }
    literals
}
