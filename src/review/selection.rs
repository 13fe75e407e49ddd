//! Which rules are reported.

use crate::cli::names;
use crate::output::trouble::Trouble;
use std::collections::BTreeSet;
use totality::lexicon::RulePage;

/// Which rules are reported.
#[derive(Clone, Debug, Default)]
pub(crate) struct Selection {
    /// These only, if any are named.
    pub(crate) only: Option<BTreeSet<String>>,
    /// Without these.
    pub(crate) without: BTreeSet<String>,
}

impl Selection {
    /// From names, which must all be rules.
    pub(crate) fn new(select: &[String], ignore: &[String], rules: &[RulePage]) -> Result<Self, Vec<Trouble>> {
        let unknown: BTreeSet<_> =
            select.iter().chain(ignore).filter(|name| !rules.iter().any(|rule| rule.id == **name)).collect();
        if !unknown.is_empty() {
            return Err(unknown.into_iter().map(|name| names::unknown_rule(name, rules)).collect());
        }
        Ok(Self {
            only: (!select.is_empty()).then(|| select.iter().cloned().collect()),
            without: ignore.iter().cloned().collect(),
        })
    }

    /// Whether a rule is reported.
    pub(crate) fn holds(&self, rule: &str) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(rule)) && !self.without.contains(rule)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples::page;

    #[test]
    fn ignored_rules_are_taken_from_the_selected_ones() {
        let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        let rules = ["a", "b", "c"].map(page);
        let held = |select, ignore| {
            let selection = Selection::new(&names(select), &names(ignore), &rules).expect("names rules");
            rules.iter().filter(|rule| selection.holds(&rule.id)).map(|rule| rule.id.as_str()).collect::<String>()
        };
        assert_eq!(held(&[], &[]), "abc");
        assert_eq!(held(&[], &["b"]), "ac");
        assert_eq!(held(&["a", "b"], &["b"]), "a");
        assert!(Selection::new(&names(&["a", "d"]), &[], &rules).is_err());
    }
}
