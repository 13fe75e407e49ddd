//! Which rules are reported.

use std::collections::BTreeSet;

/// Which rules are reported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Selection {
    /// These only, if any are named.
    pub(crate) only: Option<BTreeSet<String>>,
    /// Without these.
    pub(crate) without: BTreeSet<String>,
}

impl Selection {
    /// Whether a rule is reported.
    pub(crate) fn holds(&self, rule: &str) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(rule)) && !self.without.contains(rule)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ignored_rules_are_taken_from_the_selected_ones() {
        let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<BTreeSet<_>>();
        let held = |only: &[&str], without: &[&str]| {
            let selection = Selection { only: (!only.is_empty()).then(|| names(only)), without: names(without) };
            ["a", "b", "c"].into_iter().filter(|rule| selection.holds(rule)).collect::<String>()
        };
        assert_eq!(held(&[], &[]), "abc");
        assert_eq!(held(&[], &["b"]), "ac");
        assert_eq!(held(&["a", "b"], &["b"]), "a");
    }
}
