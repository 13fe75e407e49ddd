//! Each rule has its page, and each example on the page is what the page says it is.

use crate::lexicon_entries::findings;
use crate::material::{checker, files, framed, lexicons, none, only_known};
use crate::rulebook;
use totality::check::{Checker, Format};
use totality::diagnostic::Severity;
use totality::lexicon::RulePage;

const HEADINGS: [&str; 5] = ["What it means", "Why", "What to do", "Fires", "Does not fire"];
const FEWEST_EXAMPLES: usize = 3;

#[test]
fn each_rule_of_the_rulebook_has_its_page_and_there_are_no_others() {
    let pages = checker().lexicon().rules();
    let rules = rulebook::rules();
    let mut complaints = Vec::new();
    for (id, rule) in &rules {
        let not_yet = rulebook::NOT_YET.contains(&id.as_str());
        match pages.iter().find(|page| page.id == *id) {
            None if not_yet => {}
            None => complaints.push(format!("{id} has no page")),
            Some(_) if not_yet => complaints.push(format!("{id} has a page: take it from the list of those to come")),
            Some(page) => {
                let severity = format!("{:?}", page.severity).to_lowercase();
                if severity != rule.severity {
                    complaints.push(format!("{id} is {severity}, by the rulebook {}", rule.severity));
                }
                if !rule.section.is_empty() && !rule.section.split(", ").any(|section| section == page.section) {
                    complaints.push(format!("{id} is of § {}, by the rulebook § {}", page.section, rule.section));
                }
                if !rule.heading.contains(&format!("`{}`", page.group)) {
                    complaints.push(format!("{id} is of group `{}`, by the rulebook {}", page.group, rule.heading));
                }
            }
        }
    }
    let strange = pages.iter().filter(|page| !rules.contains_key(&page.id));
    complaints.extend(strange.map(|page| format!("{} is not in the rulebook", page.id)));
    none(&complaints, "rules differ from the rulebook");
}

#[test]
fn each_page_says_all_that_it_must() {
    let mut complaints = Vec::new();
    for page in checker().lexicon().rules() {
        let settings = [
            ("section", &page.section),
            ("group", &page.group),
            ("summary", &page.summary),
            ("message", &page.message),
            ("note", &page.note),
            ("help", &page.help),
        ];
        let empty = settings.iter().filter(|(_, text)| text.trim().is_empty());
        complaints.extend(empty.map(|(name, _)| format!("{}: `{name}` is empty", page.id)));
        if !page.note.contains('§') {
            complaints.push(format!("{}: the note names no section of the guidelines", page.id));
        }
        let headings: Vec<_> = page.body.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        if headings != HEADINGS {
            complaints.push(format!("{}: the headings are {headings:?}", page.id));
        }
        for heading in &HEADINGS[..3] {
            if part(page, heading).trim().is_empty() {
                complaints.push(format!("{}: nothing stands under *{heading}*", page.id));
            }
        }
        for heading in &HEADINGS[3..] {
            let examples = examples(page, heading).len();
            if examples < FEWEST_EXAMPLES {
                complaints.push(format!("{}: {examples} of {FEWEST_EXAMPLES} examples under *{heading}*", page.id));
            }
        }
    }
    only_known(&complaints, "pages");
}

#[test]
fn the_frame_for_examples_is_faultless() {
    let checker = checker();
    let text = framed("");
    let report = checker.check(&text, Format::Markdown);
    assert!(report.justification && report.diagnostics.is_empty(), "{}", findings(&report, &text));
}

#[test]
fn each_example_that_is_to_fire_gives_that_rule_and_no_other() {
    let checker = checker();
    let mut complaints = Vec::new();
    for page in checker.lexicon().rules() {
        for example in examples(page, "Fires") {
            let report = checker.check(&example.text, example.format);
            let here = report.diagnostics.iter().filter(|diagnostic| diagnostic.rule == page.id).count();
            let others = report
                .diagnostics
                .iter()
                .filter(|diagnostic| diagnostic.rule != page.id && diagnostic.severity >= Severity::Warning)
                .count();
            if here != 1 || others > 0 {
                complaints.push(complaint(checker, page, &example));
            }
        }
    }
    only_known(&complaints, "examples-that-fire");
}

#[test]
fn each_example_that_is_not_to_fire_does_not() {
    let checker = checker();
    let mut complaints = Vec::new();
    for page in checker.lexicon().rules() {
        for example in examples(page, "Does not fire") {
            let report = checker.check(&example.text, example.format);
            if report.diagnostics.iter().any(|diagnostic| diagnostic.rule == page.id) {
                complaints.push(complaint(checker, page, &example));
            }
        }
    }
    only_known(&complaints, "examples-that-do-not-fire");
}

#[test]
fn files_are_named_as_what_they_hold() {
    let lexicon = checker().lexicon();
    let named = files(&lexicons().join(lexicon.guidelines()).join("rules"));
    let mut complaints = Vec::new();
    for file in named {
        let (stem, ending) = (file.file_stem(), file.extension());
        let stem = stem.and_then(|stem| stem.to_str()).unwrap_or_default();
        if lexicon.rule(stem).is_none() || !ending.is_some_and(|ending| ending == "md" || ending == "toml") {
            complaints.push(file.display().to_string());
        }
    }
    none(&complaints, "files beside the rules belong to none");
}

fn complaint(checker: &Checker, page: &RulePage, example: &Example) -> String {
    let report = checker.check(&example.text, example.format);
    format!("{}: {:?}\n    {}", page.id, example.written, findings(&report, &example.text))
}

struct Example {
    /// As it stands on the page.
    written: String,
    /// The memo that is checked.
    text: String,
    format: Format,
}

/// What stands on a page under a heading.
fn part<'a>(page: &'a RulePage, heading: &str) -> &'a str {
    let after = page.body.split_once(&format!("## {heading}\n")).map_or("", |(_, after)| after);
    after.split("\n## ").next().unwrap_or_default()
}

/// The examples under a heading: items of a list are sentences, set into the frame; fenced blocks are whole memos, plain
/// text where the fence says `text`, else Markdown.
fn examples(page: &RulePage, heading: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut lines = part(page, heading).lines();
    while let Some(line) = lines.next() {
        if let Some(fence) = line.strip_prefix("```") {
            let marks = format!("```{}", "`".repeat(fence.len() - fence.trim_start_matches('`').len()));
            let memo: String =
                lines.by_ref().take_while(|line| line.trim_end() != marks).flat_map(|line| [line, "\n"]).collect();
            let format = if fence.trim_matches('`') == "text" { Format::Plain } else { Format::Markdown };
            examples.push(Example { written: memo.clone(), text: memo, format });
        } else if let Some(sentence) = line.strip_prefix("- ") {
            let written = sentence.trim().to_owned();
            examples.push(Example { text: framed(&written), written, format: Format::Markdown });
        } else if let (Some(last), true) = (examples.last_mut(), line.starts_with("  ") && !line.trim().is_empty()) {
            last.written = format!("{}\n{}", last.written, line.trim());
            last.text = framed(&last.written);
        }
    }
    examples
}
