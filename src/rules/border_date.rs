//! `border-date`: see its page.

use super::{Case, Finding};

pub(super) const ID: &str = "border-date";

pub(super) fn check(_case: Case<'_>, _findings: &mut Vec<Finding>) {}
