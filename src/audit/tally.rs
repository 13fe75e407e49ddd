//! Rows to counts. Only adds up; what the counts mean is said by [`super::figures`].
//!
//! Rates are over the justifications that the guidelines may have bound: those dated outside their time are counted
//! apart, those without a date are counted and said.

mod same;

use super::entry::{Entry, InForce};
pub(crate) use same::{Same, Sameness};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use totality::diagnostic::Severity;
use totality::report::Status;

/// The most groups that are kept for one way of grouping; the rest is one group.
pub(crate) const MOST_GROUPS: usize = 20_000;

/// The most names of metadata that are counted.
const MOST_FIELDS: usize = 1000;

/// The name of the group of all that came after those.
pub(crate) const OTHERS: &str = "(others)";

/// How many of the worst documents are kept.
const MOST_WORST: usize = 25;

/// Counts of one rule.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) severity: Severity,
    pub(crate) section: String,
    /// Findings.
    pub(crate) findings: u64,
    /// Justifications with at least one.
    pub(crate) justifications: u64,
    /// The same, for those dated outside the time of the guidelines.
    pub(crate) outside: u64,
}

/// Counts of one factor.
#[derive(Clone, Debug, Default)]
pub(crate) struct Factor {
    pub(crate) kind: String,
    /// Justifications that assert it.
    pub(crate) asserted: u64,
    /// Justifications that deny it.
    pub(crate) negated: u64,
}

/// Counts of the factors of one kind under one decision.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Weight {
    /// Justifications that assert at least one.
    pub(crate) with: u64,
    /// Different factors asserted, over all.
    pub(crate) factors: u64,
}

/// Counts under one decision.
#[derive(Clone, Debug, Default)]
pub(crate) struct Balance {
    pub(crate) justifications: u64,
    pub(crate) kinds: BTreeMap<String, Weight>,
}

/// Counts of one group.
#[derive(Clone, Debug, Default)]
pub(crate) struct Group {
    pub(crate) justifications: u64,
    /// Those with at least one error.
    pub(crate) with_error: u64,
    /// Those with each rule, by the rule's number.
    pub(crate) rules: BTreeMap<u16, u64>,
}

/// One way of grouping.
#[derive(Clone, Debug)]
pub(crate) struct Grouping {
    pub(crate) by: String,
    pub(crate) groups: BTreeMap<String, Group>,
    /// Justifications of which it is not known.
    pub(crate) without: u64,
    /// Justifications that are counted together, as there were too many groups before theirs.
    pub(crate) pooled: u64,
}

/// How bad a document is, and which: more errors, then more warnings, then the earlier one.
pub(crate) type Badness = (usize, usize, Reverse<u64>, String);

/// Everything that is counted.
#[derive(Debug)]
pub(crate) struct Tally {
    pub(crate) documents: u64,
    pub(crate) bytes: u64,
    pub(crate) justifications: u64,
    /// Findings in texts that are no justifications.
    pub(crate) findings_elsewhere: u64,
    /// Justifications, by whether the guidelines were in force.
    pub(crate) in_force: BTreeMap<InForce, u64>,
    /// Justifications that are judged.
    pub(crate) judged: u64,
    /// Those with at least one error.
    pub(crate) with_error: u64,
    /// Those with at least one error or warning.
    pub(crate) with_problem: u64,
    /// Those dated outside with at least one error.
    pub(crate) outside_with_error: u64,
    /// Findings in those that are judged.
    pub(crate) severities: BTreeMap<Severity, u64>,
    pub(crate) rules: BTreeMap<String, Rule>,
    pub(crate) factors: BTreeMap<String, Factor>,
    pub(crate) decisions: BTreeMap<&'static str, Balance>,
    pub(crate) groupings: Vec<Grouping>,
    /// Documents with each name of metadata.
    pub(crate) fields: BTreeMap<String, u64>,
    /// Rules that occur together, by their numbers.
    pub(crate) pairs: BTreeMap<(u16, u16), u64>,
    pub(crate) worst: BTreeSet<Badness>,
    pub(crate) sameness: Sameness,
    /// Numbers of rules, in the order in which they were met.
    numbers: BTreeMap<String, u16>,
}

impl Tally {
    /// Nothing yet.
    pub(crate) fn new(group_by: &[String]) -> Self {
        let grouping = |by: &String| Grouping { by: by.clone(), groups: BTreeMap::new(), without: 0, pooled: 0 };
        Self {
            documents: 0,
            bytes: 0,
            justifications: 0,
            findings_elsewhere: 0,
            in_force: BTreeMap::new(),
            judged: 0,
            with_error: 0,
            with_problem: 0,
            outside_with_error: 0,
            severities: BTreeMap::new(),
            rules: BTreeMap::new(),
            factors: BTreeMap::new(),
            decisions: BTreeMap::new(),
            groupings: group_by.iter().map(grouping).collect(),
            fields: BTreeMap::new(),
            pairs: BTreeMap::new(),
            worst: BTreeSet::new(),
            sameness: Sameness::default(),
            numbers: BTreeMap::new(),
        }
    }

    /// The number of a rule.
    pub(crate) fn number(&self, rule: &str) -> Option<u16> {
        self.numbers.get(rule).copied()
    }

    /// Gives a rule its number.
    pub(crate) fn number_rule(&mut self, rule: &str) {
        if !self.numbers.contains_key(rule) {
            self.numbers.insert(rule.to_owned(), u16::try_from(self.numbers.len()).unwrap_or(u16::MAX));
        }
    }

    /// Counts a document.
    pub(crate) fn add(&mut self, entry: &Entry) {
        self.documents += 1;
        self.bytes += entry.bytes as u64;
        self.add_fields(entry);
        if !entry.justification {
            self.findings_elsewhere += entry.diagnostics.len() as u64;
            return;
        }
        self.justifications += 1;
        *self.in_force.entry(entry.in_force).or_default() += 1;
        let is_judged = entry.in_force != InForce::No;
        self.add_rules(entry, is_judged);
        let has_error = entry.count(Severity::Error) > 0;
        if !is_judged {
            self.outside_with_error += u64::from(has_error);
            return;
        }
        self.judged += 1;
        let warnings = entry.count(Severity::Warning);
        self.with_error += u64::from(has_error);
        self.with_problem += u64::from(has_error || warnings > 0);
        for finding in &entry.diagnostics {
            *self.severities.entry(finding.severity).or_default() += 1;
        }
        self.add_factors(entry);
        self.add_groups(entry, has_error);
        self.add_pairs(entry);
        self.add_worst(entry, warnings);
        for conclusion in &entry.conclusions {
            self.sameness.add(conclusion, &entry.path);
        }
    }

    fn add_fields(&mut self, entry: &Entry) {
        for name in entry.metadata.keys() {
            if let Some(documents) = self.fields.get_mut(name) {
                *documents += 1;
            } else if self.fields.len() < MOST_FIELDS || self.groupings.iter().any(|grouping| grouping.by == *name) {
                self.fields.insert(name.clone(), 1);
            }
        }
    }

    fn add_rules(&mut self, entry: &Entry, is_judged: bool) {
        for finding in &entry.diagnostics {
            self.number_rule(&finding.rule);
            if !self.rules.contains_key(&finding.rule) {
                let (severity, section) = (finding.severity, finding.section.clone());
                let rule = Rule { severity, section, findings: 0, justifications: 0, outside: 0 };
                self.rules.insert(finding.rule.clone(), rule);
            }
            if let Some(rule) = self.rules.get_mut(&finding.rule) {
                rule.findings += u64::from(is_judged);
            }
        }
        for rule in entry.rules() {
            if let Some(rule) = self.rules.get_mut(rule) {
                *(if is_judged { &mut rule.justifications } else { &mut rule.outside }) += 1;
            }
        }
    }

    fn add_factors(&mut self, entry: &Entry) {
        for factor in &entry.factors {
            if !self.factors.contains_key(&factor.id) {
                self.factors.insert(factor.id.clone(), Factor { kind: factor.kind.clone(), ..Factor::default() });
            }
        }
        let asserted = entry.factors(Status::Asserted);
        for id in &asserted {
            self.factors.entry((*id).to_owned()).or_default().asserted += 1;
        }
        for id in entry.factors(Status::Negated) {
            self.factors.entry(id.to_owned()).or_default().negated += 1;
        }
        let balance = self.decisions.entry(entry.decision.name()).or_default();
        balance.justifications += 1;
        let mut kinds: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for factor in entry.factors.iter().filter(|factor| factor.status == Status::Asserted) {
            kinds.entry(&factor.kind).or_default().insert(&factor.id);
        }
        for (kind, ids) in kinds {
            let weight = balance.kinds.entry(kind.to_owned()).or_default();
            weight.with += 1;
            weight.factors += ids.len() as u64;
        }
    }

    fn add_groups(&mut self, entry: &Entry, has_error: bool) {
        let rules: Vec<u16> = entry.rules().iter().filter_map(|rule| self.number(rule)).collect();
        for grouping in &mut self.groupings {
            let Some(name) = entry.group(&grouping.by) else {
                grouping.without += 1;
                continue;
            };
            let is_full = grouping.groups.len() >= MOST_GROUPS && !grouping.groups.contains_key(name);
            grouping.pooled += u64::from(is_full);
            let group = grouping.groups.entry(if is_full { OTHERS } else { name }.to_owned()).or_default();
            group.justifications += 1;
            group.with_error += u64::from(has_error);
            for rule in &rules {
                *group.rules.entry(*rule).or_default() += 1;
            }
        }
    }

    /// Notes are left out: they say something of the reader's work, not of the writer's.
    fn add_pairs(&mut self, entry: &Entry) {
        let problems = entry.diagnostics.iter().filter(|finding| finding.severity > Severity::Note);
        let rules: BTreeSet<u16> = problems.filter_map(|finding| self.number(&finding.rule)).collect();
        for a in &rules {
            for b in rules.range(a + 1..) {
                *self.pairs.entry((*a, *b)).or_default() += 1;
            }
        }
    }

    fn add_worst(&mut self, entry: &Entry, warnings: usize) {
        let errors = entry.count(Severity::Error);
        if errors + warnings == 0 {
            return;
        }
        let badness = (errors, warnings, Reverse(self.documents), String::new());
        if self.worst.len() < MOST_WORST || self.worst.first().is_some_and(|least| *least < badness) {
            self.worst.insert((errors, warnings, Reverse(self.documents), entry.path.clone()));
            if self.worst.len() > MOST_WORST {
                self.worst.pop_first();
            }
        }
    }
}
