//! By what documents are compared, and that they have it.

use super::Arguments;
use crate::audit::figures::{Figures, Grouping};
use crate::output::trouble::Trouble;
use totality::names;

/// By what documents are compared if nobody says otherwise.
const GROUP_BY: [&str; 3] = ["office", "officer", "month"];

/// By what documents are compared.
pub(super) fn asked(arguments: &Arguments) -> Vec<String> {
    arguments.group_by.clone().unwrap_or_else(|| GROUP_BY.map(str::to_owned).to_vec())
}

/// What documents were to be compared by and no document has.
pub(super) fn unknown(figures: &Figures) -> Vec<Trouble> {
    let known: Vec<&str> = figures.fields.iter().map(|field| field.name.as_str()).collect();
    let is_known = |by: &str| {
        known.contains(&by)
            || (matches!(by, "month" | "year")
                && figures.groupings.iter().any(|all| all.by == by && !all.groups.is_empty()))
    };
    let unknown = figures.groupings.iter().filter(|grouping| !is_known(&grouping.by));
    let trouble = |grouping: &Grouping| {
        let mut fields: Vec<_> = figures.fields.iter().collect();
        fields.sort_by_key(|field| std::cmp::Reverse(field.documents));
        let fields = fields.iter().take(12).map(|field| format!("`{}` ({})", field.name, field.documents));
        let fields = fields.collect::<Vec<_>>().join(", ");
        let there = if fields.is_empty() {
            "they have no header lines, columns or front matter".to_owned()
        } else {
            format!("they have {fields}")
        };
        let near = names::nearest(&grouping.by, known.iter().copied());
        let help = format!("{}{there}", names::question(&near));
        Trouble::usage(format!("no document has `{}`, by which they were to be grouped", grouping.by), help)
    };
    unknown.map(trouble).collect()
}
