//! The JSON report as a stream: a line with the run, a line for each document, a line with the summary.

use super::json::entries::{DocumentEntry, HeadEntry, NoticeEntry, SummaryEntry, UnreadEntry, notices, unread};
use super::json::{Content, value};
use super::{Run, Summary, Writer};
use crate::batch::Checked;
use serde::Serialize;
use std::io::{self, Write};

/// The format.
pub(crate) struct Jsonl {
    run: Run,
}

impl Jsonl {
    /// A report of that run.
    pub(crate) fn new(run: &Run) -> Self {
        Self { run: run.clone() }
    }
}

#[derive(Serialize)]
#[serde(tag = "record", rename_all = "lowercase")]
enum Line<'a> {
    Run(HeadEntry<'a>),
    Document(DocumentEntry<'a>),
    Summary(LastEntry<'a>),
}

#[derive(Serialize)]
struct LastEntry<'a> {
    unread: Vec<UnreadEntry<'a>>,
    summary: SummaryEntry,
    notices: Vec<NoticeEntry<'a>>,
    clean_is_not_approval: bool,
}

impl Writer for Jsonl {
    fn start(&mut self, out: &mut dyn Write) -> io::Result<()> {
        value(&Line::Run(HeadEntry::new(&self.run)), out)?;
        writeln!(out)
    }

    fn document(&mut self, document: &Checked, out: &mut dyn Write) -> io::Result<()> {
        value(&Line::Document(DocumentEntry::new(document, Content::Check)), out)?;
        writeln!(out)
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let (unread, notices, summary) = (unread(summary), notices(summary), SummaryEntry::new(summary));
        value(&Line::Summary(LastEntry { unread, summary, notices, clean_is_not_approval: true }), out)?;
        writeln!(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples::{reviewed, run, written};

    #[test]
    fn each_line_is_a_record() {
        insta::assert_snapshot!(written(Jsonl::new(&run()), &reviewed()), @r##"
        {"record":"run","schema_version":1,"guidelines":"dhs-2021","tool":{"name":"totality","version":"0.0.0"},"lexicon":{"name":"dhs-2021","sha256":"beef"}}
        {"record":"document","path":"cases/a b,c&d.md","sha256":"b975ea0fb5c3a748e2e69738d77ec593a52313eb4d61736cef0ef627b43371d7","encoding":"UTF-8","configuration_sha256":"0123","justification":true,"decision":"enforce","factors":[{"id":"conviction","kind":"basis","status":"asserted","span":{"start":46,"end":56},"line":3,"column":14,"text":"conviction"}],"diagnostics":[{"rule":"no-statement","severity":"warning","message":"the statement is missing","section":"II.B","note":"the guidelines ask for more than one fact","help":"say what else the record shows, if it does","span":null,"line":null,"column":null,"text":null,"labels":[],"fingerprint":""},{"rule":"some-rule","severity":"error","message":"this counts alone","section":"II.B","note":"the guidelines ask for more than one fact","help":"say what else the record shows, if it does","span":{"start":46,"end":62},"line":3,"column":14,"text":"conviction\nalone","labels":[{"message":"the cue, at 100%: <b>","span":{"start":66,"end":72},"line":4,"column":10,"text":"enough"}],"fingerprint":"f0"}],"suppressed":[{"rule":"some-rule","severity":"error","message":"=1+1 | %0A::error::[x](y) ]]> <script>","section":"II.B","note":"the guidelines ask for more than one fact","help":"say what else the record shows, if it does","span":{"start":74,"end":78},"line":4,"column":18,"text":"@all","labels":[],"fingerprint":"f1","suppression":{"kind":"text","reason":"said, \"elsewhere\" <i>","span":{"start":0,"end":6},"line":1,"column":1,"text":"# 😀"}}]}
        {"record":"document","path":"b.md","sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","encoding":"UTF-8","configuration_sha256":"0123","justification":true,"decision":"enforce","factors":[],"diagnostics":[],"suppressed":[]}
        {"record":"summary","unread":[],"summary":{"documents":2,"justifications":2,"errors":1,"warnings":1,"notes":0,"hidden":0,"suppressed":1,"waived":0,"baseline":0,"unchanged":0,"unread":0},"notices":[],"clean_is_not_approval":true}
        "##);
    }
}
