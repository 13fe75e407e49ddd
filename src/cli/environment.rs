//! The few variables of the environment that are heeded; an option on the command line wins over each.

#![allow(clippy::disallowed_methods, reason = "nothing else is read from the environment")]

use std::ffi::OsString;
use std::path::PathBuf;

/// A variable that is set and not empty.
fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// A path that a variable names.
pub(super) fn path(name: &str) -> Option<PathBuf> {
    variable(name).map(PathBuf::from)
}

/// The words of a variable.
pub(super) fn words(name: &str) -> Option<String> {
    variable(name).map(|words| words.to_string_lossy().into_owned())
}

/// Whether colour is asked for where none would be written: by FORCE_COLOR, unless NO_COLOR forbids it.
pub(super) fn forces_color() -> bool {
    variable("NO_COLOR").is_none() && variable("FORCE_COLOR").is_some_and(|value| value != "0")
}
