//! The bulk audit: what goes in, what comes out, and that nothing is missed silently.

mod inputs;
#[cfg(unix)]
mod interrupts;
mod metadata;
mod outputs;
mod places;
mod redaction;
mod reports;

use crate::harness::{Totality, totality};
use serde_json::Value;

/// A justification that falls short of the guidelines in a plain way, with header lines.
pub(crate) fn memo(office: &str, date: &str, name: &str) -> String {
    format!(
        "MEMORANDUM\n\nOffice: {office}\nOfficer: R. Halloran\nDate: {date}\nSubject: {name}\nA-number: A000-114-201\n\n\
         Mr. {name} is a 34-year-old male native and citizen of Honduras. He was convicted of burglary in 2014. The \
         conviction alone is enough to place Mr. {name} in removal proceedings. He is a threat to public safety.\n\n\
         I recommend that a Notice to Appear be issued against the respondent and that he be detained.\n"
    )
}

/// An audit that writes JSON Lines.
pub(crate) fn audit<const N: usize>(more: [&str; N]) -> Totality {
    totality(["audit", "--jsonl", "out.jsonl"].into_iter().chain(more))
}

/// The lines of a run of [`audit`], after checking its exit code.
pub(crate) fn lines(run: &Totality, code: i32) -> Vec<Value> {
    let done = run.run();
    assert_eq!(done.code, Some(code), "{done}");
    let written = std::fs::read_to_string(run.path().join("out.jsonl")).expect("the lines are written");
    written.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
}

/// The names of the documents on the lines.
pub(crate) fn paths(lines: &[Value]) -> Vec<String> {
    lines.iter().map(|line| line["path"].as_str().expect("has a path").replace('\\', "/")).collect()
}
