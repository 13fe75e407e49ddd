//! Names that were asked for and are not there: which ones may have been meant.

use crate::output::trouble::Trouble;
use totality::lexicon::RulePage;

/// How alike names must be to be offered, from 0 to 1.
const ALIKE: f64 = 0.75;

/// What to say of a rule that there is not.
pub(crate) fn unknown_rule(name: &str, rules: &[RulePage]) -> Trouble {
    let near = nearest(name, rules.iter().map(|rule| rule.id.as_str()));
    Trouble::usage(format!("there is no rule `{name}`"), meant(&near, "`totality rules` lists them all"))
}

/// A question for the names that may have been meant, or something else to say.
pub(crate) fn meant(near: &[&str], otherwise: &str) -> String {
    let near: Vec<_> = near.iter().map(|name| format!("`{name}`")).collect();
    if near.is_empty() { otherwise.to_owned() } else { format!("did you mean {}? {otherwise}", near.join(" or ")) }
}

/// The few names most like the one that was asked for, the best first.
pub(crate) fn nearest<'a>(asked: &str, names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let asked = asked.to_lowercase().replace('_', "-");
    let likeness = |name: &str| {
        let holds = asked.len() > 2 && name.contains(&asked);
        strsim::jaro_winkler(&asked, name) + if holds { 1.0 } else { 0.0 }
    };
    let mut near: Vec<_> = names.map(|name| (likeness(name), name)).filter(|(likeness, _)| *likeness > ALIKE).collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    near.into_iter().take(3).map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_and_a_part_of_a_name_find_it() {
        let names = ["conviction-alone", "database-alone", "incomplete-conviction", "no-totality"];
        assert_eq!(nearest("convicton-alone", names.into_iter())[0], "conviction-alone");
        assert_eq!(nearest("NO_TOTALITY", names.into_iter()), ["no-totality"]);
        assert_eq!(nearest("conviction", names.into_iter()), ["conviction-alone", "incomplete-conviction"]);
        assert!(nearest("weather", names.into_iter()).is_empty());
    }
}
