//! The objects of SARIF that are written, under the names that the standard gives their fields.

use crate::batch::Checked;
use crate::output::json::entries::{SummaryEntry, WaiverEntry};
use crate::output::place::{Place, Unit};
use crate::output::trouble::Trouble;
use crate::output::{Run, Summary, unread_line};
use crate::review::Answer;
use serde::Serialize;
use std::collections::BTreeMap;
use totality::diagnostic::{Diagnostic, Severity};
use totality::fingerprint;
use totality::lexicon::RulePage;
use totality::source::Span;

/// Longer descriptions are cut by GitHub.
const LONGEST: usize = 1024;

#[derive(Serialize)]
pub(super) struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'static str,
    semantic_version: &'a str,
    rules: &'a [Descriptor],
}

impl<'a> Tool<'a> {
    pub(super) const fn new(run: &'a Run, rules: &'a [Descriptor]) -> Self {
        Self { driver: Driver { name: env!("CARGO_PKG_NAME"), semantic_version: run.version, rules } }
    }
}

#[derive(Serialize)]
pub(super) struct Automation {
    id: String,
}

impl Automation {
    pub(super) fn new(run: &Run) -> Self {
        Self { id: format!("totality/{}", run.guidelines) }
    }
}

/// A rule.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Descriptor {
    id: String,
    name: String,
    short_description: Text,
    full_description: Text,
    help: Help,
    default_configuration: Configuration,
    properties: RuleProperties,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct RuleProperties {
    tags: Vec<String>,
    #[serde(rename = "problem.severity")]
    problem_severity: &'static str,
    section: String,
}

impl Descriptor {
    pub(super) fn new(rule: &RulePage) -> Self {
        let problem_severity = match rule.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "recommendation",
        };
        let full = if rule.note.is_empty() { &rule.summary } else { &rule.note };
        Self {
            id: rule.id.clone(),
            name: rule.id.clone(),
            short_description: Text { text: cut(&rule.summary) },
            full_description: Text { text: cut(full) },
            help: Help { text: rule.help.clone(), markdown: rule.body.clone() },
            default_configuration: Configuration { level: level(rule.severity) },
            properties: RuleProperties {
                tags: vec![rule.group.clone()],
                problem_severity,
                section: rule.section.clone(),
            },
        }
    }
}

/// A finding.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SarifResult<'a> {
    rule_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Text,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline_state: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Suppression<'a>>,
    properties: ResultProperties<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultProperties<'a> {
    section: &'a str,
    /// Whether it is on the document as a whole, so that its region says nothing.
    on_document: bool,
}

impl<'a> SarifResult<'a> {
    pub(super) fn new(
        document: &'a Checked,
        artifact: usize,
        (diagnostic, rule): (&'a Diagnostic, Option<usize>),
        answer: Option<&'a Answer>,
        hashes: &[String],
    ) -> Self {
        let related = diagnostic.labels.iter().zip(1..);
        let related = related.map(|(label, id)| Location {
            id: Some(id),
            message: Some(Text { text: escape(&label.text) }),
            physical_location: Physical::new(document, artifact, Some(label.span)),
        });
        let links = diagnostic.labels.iter().zip(1..).map(|(label, id)| format!(" [{}]({id}).", escape(&label.text)));
        let mut text = format!("{}.", escape(diagnostic.message.trim_end_matches('.')));
        text.extend(links);
        if !diagnostic.help.is_empty() {
            text.push(' ');
            text.push_str(&escape(&diagnostic.help));
        }
        let mut partial_fingerprints = BTreeMap::from([(fingerprint::VERSION, diagnostic.fingerprint.clone())]);
        let line = diagnostic.span.map_or(1, |span| document.source.location(span.start).line);
        if let Some(hash) = hashes.get(line - 1) {
            partial_fingerprints.insert("primaryLocationLineHash", hash.clone());
        }
        Self {
            rule_id: &diagnostic.rule,
            rule_index: rule,
            level: level(diagnostic.severity),
            message: Text { text },
            locations: [Location {
                id: None,
                message: None,
                physical_location: Physical::new(document, artifact, diagnostic.span),
            }],
            related_locations: related.collect(),
            partial_fingerprints,
            baseline_state: matches!(answer, Some(Answer::Baseline)).then_some("unchanged"),
            suppressions: answer.map(|answer| Suppression::new(document, artifact, answer)).into_iter().collect(),
            properties: ResultProperties { section: &diagnostic.section, on_document: diagnostic.span.is_none() },
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
    physical_location: Physical,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: ArtifactLocation,
    region: Region,
}

impl Physical {
    fn new(document: &Checked, artifact: usize, span: Option<Span>) -> Self {
        let at = Place::or_start(&document.source, span, Unit::Utf16);
        // Offsets in the text are offsets in the file only if it is in UTF-8.
        let bytes = span.filter(|_| document.source.encoding().keeps_offsets());
        Self {
            artifact_location: ArtifactLocation { index: Some(artifact), ..ArtifactLocation::new(&document.name) },
            region: Region {
                start_line: at.line,
                start_column: at.column,
                end_line: at.end_line,
                end_column: at.end_column,
                byte_offset: bytes.map(|span| span.start),
                byte_length: bytes.map(|span| span.end - span.start),
            },
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<usize>,
}

impl ArtifactLocation {
    fn new(name: &str) -> Self {
        let name = if cfg!(windows) { name.replace('\\', "/") } else { name.to_owned() };
        let path = name.bytes().map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        });
        let path: String = path.collect();
        let path = as_bytes(&path);
        if name.starts_with('/') {
            return Self { uri: format!("file://{path}"), uri_base_id: None, index: None };
        }
        Self { uri: path, uri_base_id: Some("%SRCROOT%"), index: None }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    byte_offset: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    byte_length: Option<usize>,
}

/// What answered a finding.
#[derive(Serialize)]
struct Suppression<'a> {
    kind: &'static str,
    status: &'static str,
    justification: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<Location>,
    properties: SuppressionProperties<'a>,
}

#[derive(Serialize)]
struct SuppressionProperties<'a> {
    by: &'static str,
    #[serde(flatten)]
    waiver: Option<WaiverEntry<'a>>,
}

impl<'a> Suppression<'a> {
    fn new(document: &Checked, artifact: usize, answer: &'a Answer) -> Self {
        let comment = match answer {
            Answer::Text { comment, .. } => Some(*comment),
            _ => None,
        };
        let place = |span| Location {
            id: None,
            message: None,
            physical_location: Physical::new(document, artifact, Some(span)),
        };
        Self {
            kind: if comment.is_some() { "inSource" } else { "external" },
            // What is only known, or outside the change, nobody has accepted.
            status: match answer {
                Answer::Text { .. } | Answer::Waiver { .. } => "accepted",
                Answer::Baseline | Answer::Unchanged => "underReview",
            },
            justification: answer.reason(),
            location: comment.map(place),
            properties: SuppressionProperties { by: answer.kind(), waiver: WaiverEntry::new(answer) },
        }
    }
}

/// A text that was checked.
#[derive(Serialize)]
pub(super) struct Artifact {
    location: ArtifactLocation,
    hashes: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<&'static str>,
    properties: ArtifactProperties,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactProperties {
    configuration_sha256: String,
    justification: bool,
}

impl Artifact {
    pub(super) fn new(document: &Checked) -> Self {
        use totality::source::Encoding;
        Self {
            location: ArtifactLocation::new(&document.name),
            hashes: BTreeMap::from([("sha-256", document.digest.clone())]),
            encoding: Some(match document.source.encoding() {
                Encoding::Utf8 | Encoding::Utf8WithMark => "UTF-8",
                Encoding::Utf16Le => "UTF-16LE",
                Encoding::Utf16Be => "UTF-16BE",
                Encoding::Windows1252 => "windows-1252",
            }),
            properties: ArtifactProperties {
                configuration_sha256: document.configuration.clone(),
                justification: document.report.justification,
            },
        }
    }
}

/// How the run went.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Invocation {
    execution_successful: bool,
    tool_execution_notifications: Vec<Notification>,
}

impl Invocation {
    pub(super) const fn new(execution_successful: bool, notifications: Vec<Notification>) -> Self {
        Self { execution_successful, tool_execution_notifications: notifications }
    }
}

/// Something that the reader of a report must know.
#[derive(Serialize)]
pub(super) struct Notification {
    level: &'static str,
    message: Text,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<NotificationLocation>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NotificationLocation {
    physical_location: NotificationPlace,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NotificationPlace {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Line>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    start_line: usize,
}

impl Notification {
    pub(super) fn unread(trouble: &Trouble) -> Self {
        let place = trouble.place.iter();
        let place = place.map(|place| NotificationPlace {
            artifact_location: ArtifactLocation::new(&place.name),
            region: place.line_number().map(|start_line| Line { start_line }),
        });
        Self {
            level: "error",
            message: Text { text: format!("not checked: {}", unread_line(trouble)) },
            locations: place.map(|physical_location| NotificationLocation { physical_location }).collect(),
        }
    }

    /// What a reader should know.
    pub(super) fn notice(notice: &Trouble) -> Self {
        let mut notification = Self::unread(notice);
        (notification.level, notification.message.text) = ("note", notice.message.clone());
        notification
    }

    pub(super) fn too_many(results: usize) -> Self {
        let text = format!("{results} results are more than GitHub takes in one run: check fewer files at once");
        Self { level: "warning", message: Text { text }, locations: Vec::new() }
    }
}

/// The record of the run.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RunProperties<'a> {
    guidelines: &'a str,
    guidelines_title: &'a str,
    lexicon_sha256: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<&'a str>,
    #[serde(flatten)]
    counts: SummaryEntry,
    clean_is_not_approval: bool,
}

impl<'a> RunProperties<'a> {
    pub(super) fn new(run: &'a Run, summary: &Summary) -> Self {
        Self {
            guidelines: &run.guidelines,
            guidelines_title: &run.title,
            lexicon_sha256: &run.lexicon,
            as_of: run.as_of.as_deref(),
            counts: SummaryEntry::new(summary),
            clean_is_not_approval: true,
        }
    }
}

/// A path in which bytes that are no Unicode, which stand as `\xNN` in names, are written as a URI has them.
fn as_bytes(path: &str) -> String {
    let mut parts = path.split("%5Cx");
    let mut bytes = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_byte = part.get(..2).is_some_and(|byte| u8::from_str_radix(byte, 16).is_ok_and(|byte| byte >= 0x80));
        match part.get(..2).zip(part.get(2..)).filter(|_| is_byte) {
            Some((byte, rest)) => bytes.push_str(&format!("%{}{rest}", byte.to_uppercase())),
            None => bytes.push_str(&format!("%5Cx{part}")),
        }
    }
    bytes
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// Text for a message, where brackets make links.
fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}

fn cut(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}
