//! `border-no-basis`: see its page.

use super::{Case, Finding};

pub(super) const ID: &str = "border-no-basis";

pub(super) fn check(_case: Case<'_>, _findings: &mut Vec<Finding>) {}
