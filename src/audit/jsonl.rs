//! JSON Lines: one document on each line, written as it is; what tallies, notebooks and other engines read.

use super::entry::Entry;
use crate::output::json;
use serde::Serialize;

/// The version of the contract of a line.
const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
struct Line<'a> {
    schema_version: u32,
    #[serde(flatten)]
    entry: &'a Entry,
}

/// A document as a line, its end included.
pub(crate) fn line(entry: &Entry) -> Vec<u8> {
    let mut line = Vec::with_capacity(2048);
    // Writing plain data to memory cannot fail.
    let _ = json::value(&Line { schema_version: SCHEMA_VERSION, entry }, &mut line);
    line.push(b'\n');
    line
}

#[derive(Serialize)]
struct UnreadLine<'a> {
    schema_version: u32,
    path: &'a str,
    unread: &'a str,
}

/// A text that could not be read as a line, its end included, so that every text has one.
pub(crate) fn unread(path: &str, message: &str) -> Vec<u8> {
    let mut line = Vec::new();
    // Writing plain data to memory cannot fail.
    let _ = json::value(&UnreadLine { schema_version: SCHEMA_VERSION, path, unread: message }, &mut line);
    line.push(b'\n');
    line
}
