//! `incomplete-conviction`: see its page.

use super::{Case, Finding};

pub(super) const ID: &str = "incomplete-conviction";

pub(super) fn check(_case: Case<'_>, _findings: &mut Vec<Finding>) {}
