//! The rulebook as data: the rules and factors that its tables name.

use crate::material::path;
use std::collections::BTreeMap;
use std::fs;

/// Rules that nothing implements yet.
/// A rule is taken from this list when its page is written; the tests see to that.
pub(crate) const NOT_YET: [&str; 0] = [];

/// What the rulebook says of a rule.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    pub(crate) severity: String,
    /// Empty where the rulebook names none.
    pub(crate) section: String,
    /// The heading of its part of § 3, which names its group in backquotes.
    pub(crate) heading: String,
}

/// The rules of § 3, by identifier.
pub(crate) fn rules() -> BTreeMap<String, Rule> {
    let text = text();
    let mut rules = BTreeMap::new();
    for part in text.split("\n### 3.").skip(1) {
        let part = part.split("\n## ").next().unwrap_or_default();
        let (heading, body) = part.split_once('\n').expect("a heading ends");
        for row in body.lines().filter(|line| line.starts_with("| `")) {
            let cells: Vec<_> = row.trim_matches('|').split(" | ").map(str::trim).collect();
            let id = quoted(cells[0]).expect("a row begins with an identifier");
            let severity = cells[1..].iter().find(|cell| is_severity(cell));
            let severity = severity.map_or_else(|| of_heading(heading, &id), |cell| (*cell).to_owned());
            let section = cells[1..cells.len() - 1].iter().find(|cell| !is_severity(cell)).copied().unwrap_or_default();
            rules.insert(id, Rule { severity, section: section.to_owned(), heading: heading.to_owned() });
        }
        // **`mention-to-review`** (note, §§ III, IV).
        for bold in body.split("**`").skip(1) {
            let (id, rest) = bold.split_once("`**").expect("bold ends");
            let severity = rest.trim_start_matches([' ', '(']).split(',').next().unwrap_or_default();
            let section = rest.split("§§ ").nth(1).and_then(|rest| rest.split(')').next()).unwrap_or_default();
            let (severity, section, heading) = (severity.to_owned(), section.to_owned(), heading.to_owned());
            rules.insert(id.to_owned(), Rule { severity, section, heading });
        }
    }
    assert!(rules.len() > 30, "the rulebook is read: {rules:?}");
    rules
}

/// The factors of § 2 with their kinds.
pub(crate) fn factors() -> BTreeMap<String, String> {
    let text = text();
    let tables = text.split("### Kinds and identifiers").nth(1).and_then(|rest| rest.split("### Status").next());
    let mut factors = BTreeMap::new();
    let mut kind = String::new();
    for line in tables.expect("§ 2 has its headings").lines() {
        if line.starts_with('`') {
            kind = quoted(line).expect("a kind is quoted");
        } else if line.starts_with("| `") {
            factors.insert(quoted(line).expect("an identifier is quoted"), kind.clone());
        }
    }
    assert!(factors.len() > 25, "the rulebook is read: {factors:?}");
    factors
}

fn text() -> String {
    fs::read_to_string(path("docs/RULEBOOK.md")).expect("the rulebook can be read")
}

/// The first words in backquotes.
fn quoted(text: &str) -> Option<String> {
    text.split('`').nth(1).map(str::to_owned)
}

fn is_severity(cell: &str) -> bool {
    ["error", "warning", "note"].contains(&cell)
}

/// "3.2 `protected` (error; `proxy-as-factor` warning)"
fn of_heading(heading: &str, id: &str) -> String {
    let inside = heading.split('(').nth(1).unwrap_or_default().trim_end_matches(')');
    let own = inside.split(';').find_map(|part| part.trim().strip_prefix(&format!("`{id}` ")));
    own.or_else(|| inside.split(';').next()).unwrap_or_default().to_owned()
}
