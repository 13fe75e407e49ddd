//! `guidelines-not-in-force`: see its page.

use super::{Case, Finding};

pub(super) const ID: &str = "guidelines-not-in-force";

pub(super) fn check(_case: Case<'_>, _findings: &mut Vec<Finding>) {}
