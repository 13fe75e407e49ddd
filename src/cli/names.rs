//! What to say of names that were asked for and are not there.

use crate::output::trouble::Trouble;
use totality::lexicon::RulePage;
pub(crate) use totality::names::nearest;

/// What to say of a rule that there is not.
pub(crate) fn unknown_rule(name: &str, rules: &[RulePage]) -> Trouble {
    let near = nearest(name, rules.iter().map(|rule| rule.id.as_str()));
    Trouble::usage(format!("there is no rule `{name}`"), meant(&near, "`totality rules` lists them all"))
}

/// A question for the names that may have been meant, or something else to say.
pub(crate) fn meant(near: &[&str], otherwise: &str) -> String {
    format!("{}{otherwise}", totality::names::question(near))
}
