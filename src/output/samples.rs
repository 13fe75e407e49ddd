//! Documents with findings, built by hand, for the tests of the formats.

use super::Run;
use crate::batch::Checked;
use crate::review::{Answer, Answered};
use totality::diagnostic::{Diagnostic, Label, Severity};
use totality::fingerprint::sha256;
use totality::lexicon::RulePage;
use totality::report::{Decision, FactorMention, Report, Status};
use totality::source::{Source, Span};

/// The place of some words in a text that holds them once.
pub(crate) fn span(text: &str, words: &str) -> Span {
    let start = text.find(words).unwrap_or_else(|| panic!("the text holds {words:?}"));
    Span::new(start, start + words.len())
}

/// A document with that text and those findings.
pub(crate) fn document(name: &str, text: &str, diagnostics: Vec<Diagnostic>) -> Checked {
    let report = Report {
        justification: true,
        decision: Decision::Enforce,
        decision_span: None,
        factors: Vec::new(),
        diagnostics,
        suppressed: Vec::new(),
        fields: Vec::new(),
    };
    Checked {
        name: name.to_owned(),
        source: Source::decode(text.as_bytes()).expect("is a text"),
        report,
        digest: sha256(text.as_bytes()),
        configuration: "0123".to_owned(),
        fields: Vec::new(),
        is_redacted: false,
        answered: Vec::new(),
    }
}

/// A rule's page with nothing on it.
pub(crate) fn page(id: &str) -> RulePage {
    RulePage {
        id: id.to_owned(),
        group: String::new(),
        severity: Severity::Error,
        section: String::new(),
        scored: true,
        net_for: Vec::new(),
        weighed: String::new(),
        summary: String::new(),
        message: String::new(),
        caption: String::new(),
        note: String::new(),
        help: String::new(),
        body: String::new(),
    }
}

/// A finding on some words, or on none.
pub(crate) fn finding(text: &str, words: Option<&str>, labels: &[(&str, &str)]) -> Diagnostic {
    Diagnostic {
        rule: if words.is_some() { "some-rule" } else { "no-statement" }.to_owned(),
        severity: if words.is_some() { Severity::Error } else { Severity::Warning },
        message: if words.is_some() { "this counts alone" } else { "the statement is missing" }.to_owned(),
        section: "II.B".to_owned(),
        note: "the guidelines ask for more than one fact".to_owned(),
        help: "say what else the record shows, if it does".to_owned(),
        span: words.map(|words| span(text, words)),
        caption: words.map_or("", |_| "said to be enough").to_owned(),
        labels: labels
            .iter()
            .map(|(words, shows)| Label { span: span(text, words), text: (*shows).to_owned() })
            .collect(),
        fingerprint: String::new(),
    }
}

/// A mention of a factor.
pub(crate) fn mention(text: &str, words: &str, id: &str, status: Status) -> FactorMention {
    FactorMention { id: id.to_owned(), kind: "basis".to_owned(), status, span: span(text, words), cues: Vec::new() }
}

/// A run on that lexicon.
pub(crate) fn run() -> Run {
    Run {
        version: "0.0.0",
        guidelines: "dhs-2021".to_owned(),
        title: "Guidelines".to_owned(),
        lexicon: "beef".to_owned(),
        as_of: None,
    }
}

/// Documents with every kind of finding, and characters that formats stumble over.
pub(crate) fn reviewed() -> Vec<Checked> {
    let text = "# \u{1f600} <b> & \"x\" 100%, a|b\n\nÑandú \u{1f600}: the conviction\nalone is enough, @all.\n";
    let mut open = finding(text, Some("conviction\nalone"), &[("enough", "the cue, at 100%: <b>")]);
    open.fingerprint = "f0".to_owned();
    let absent = finding(text, None, &[]);
    let mut first = document("cases/a b,c&d.md", text, vec![absent, open]);
    first.report.factors.push(mention(text, "conviction", "conviction", Status::Asserted));
    let mut answered = finding(text, Some("@all"), &[]);
    answered.message = "=1+1 | %0A::error::[x](y) ]]> <script>".to_owned();
    answered.fingerprint = "f1".to_owned();
    let by = Answer::Text { comment: span(text, "# \u{1f600}"), reason: "said, \"elsewhere\" <i>".to_owned() };
    first.answered.push(Answered { diagnostic: answered, by });
    vec![first, document("b.md", "", vec![])]
}

/// What a writer writes for these documents.
pub(crate) fn written(mut writer: impl super::Writer, documents: &[Checked]) -> String {
    let mut out = Vec::new();
    let mut summary = super::Summary::default();
    writer.start(&mut out).expect("to memory");
    for document in documents {
        summary.count(document);
        writer.document(document, &mut out).expect("to memory");
    }
    writer.finish(&summary, &mut out).expect("to memory");
    String::from_utf8(out).expect("is a text")
}
