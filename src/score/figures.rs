//! The figures of a score, and how they are computed from counts.

use std::collections::BTreeMap;

/// Right, wrong and missed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Reported and labelled.
    pub(crate) right: usize,
    /// Reported, not labelled.
    pub(crate) wrong: usize,
    /// Labelled, not reported.
    pub(crate) missed: usize,
}

impl Tally {
    /// How much of what is reported is right; 1 if nothing is reported.
    pub(crate) fn precision(self) -> f64 {
        share(self.right, self.right + self.wrong)
    }

    /// How much of what is labelled is reported; 1 if nothing is labelled.
    pub(crate) fn recall(self) -> f64 {
        share(self.right, self.right + self.missed)
    }

    /// The harmonic mean of the two.
    pub(crate) fn f1(self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 }
    }
}

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Share {
    /// Those that do.
    pub(crate) part: usize,
    /// All.
    pub(crate) whole: usize,
}

impl Share {
    /// Counts one more.
    pub(crate) fn add(&mut self, does: bool) {
        self.part += usize::from(does);
        self.whole += 1;
    }

    /// The part of the whole; 1 of nothing.
    pub(crate) fn rate(self) -> f64 {
        share(self.part, self.whole)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of findings are far below 2^52")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// Tallies of one sort of entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Figures {
    /// Of all.
    pub(crate) all: Tally,
    /// By group of rules or kind of factors.
    pub(crate) groups: BTreeMap<String, Tally>,
    /// By rule or factor.
    pub(crate) rules: BTreeMap<String, Tally>,
}

impl Figures {
    /// Counts an entry of that group and rule in each of its tallies.
    pub(crate) fn each(&mut self, (group, rule): (&str, &str), count: impl Fn(&mut Tally)) {
        count(&mut self.all);
        count(self.groups.entry(group.to_owned()).or_default());
        count(self.rules.entry(rule.to_owned()).or_default());
    }
}

/// How many of the labelled diagnostics were found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Recall {
    /// Of those said in plain words.
    pub(crate) plain: Share,
    /// Of those that are there by inference.
    pub(crate) veiled: Share,
    /// Of those with a net under them, found or pointed at.
    pub(crate) seen: Share,
}

/// The score over all memos.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Score {
    /// How many memos.
    pub(crate) memos: usize,
    /// Diagnostics, notes left out.
    pub(crate) diagnostics: Figures,
    /// Factors.
    pub(crate) factors: Figures,
    /// Recall of diagnostics.
    pub(crate) recall: Recall,
    /// How many places were only pointed at.
    pub(crate) pointers: usize,
    /// Memos whose decision was read right.
    pub(crate) decided: Share,
    /// Clean memos on which an error is reported.
    pub(crate) alarmed: Share,
}

impl Score {
    /// Places pointed at, a memo.
    #[expect(clippy::cast_precision_loss, reason = "counts of findings are far below 2^52")]
    pub(crate) fn pointers_a_memo(&self) -> f64 {
        self.pointers as f64 / self.memos.max(1) as f64
    }

    /// Every figure that a floor may name: `diagnostics.f1`, `factors.statement.recall`, `false-alarms`.
    pub(crate) fn named(&self) -> BTreeMap<String, f64> {
        let mut named = BTreeMap::new();
        for (name, figures) in [("diagnostics", &self.diagnostics), ("factors", &self.factors)] {
            let groups = figures.groups.iter().map(|(group, tally)| (format!("{name}.{group}"), *tally));
            for (name, tally) in groups.chain([(name.to_owned(), figures.all)]) {
                named.insert(format!("{name}.f1"), tally.f1());
                named.insert(format!("{name}.precision"), tally.precision());
                named.insert(format!("{name}.recall"), tally.recall());
            }
        }
        let Recall { plain, veiled, seen } = self.recall;
        let false_alarms = if self.alarmed.whole == 0 { 0.0 } else { self.alarmed.rate() };
        for (name, value) in [
            ("recall.plain", plain.rate()),
            ("recall.veiled", veiled.rate()),
            ("recall.seen", seen.rate()),
            ("decision", self.decided.rate()),
            ("false-alarms", false_alarms),
            ("notes", self.pointers_a_memo()),
        ] {
            named.insert(name.to_owned(), value);
        }
        named
    }
}
