//! SARIF 2.1.0, as GitHub's code scanning and audit tools read it.
//!
//! Results are written as they come; what SARIF wants at the end (artifacts, notifications) is kept until then. Columns
//! count in UTF-16, as editors do. What was answered stays in the file with its `suppressions`; what could not be read
//! is a notification, and the invocation is then no success. No `security-severity`: these are no vulnerabilities.

mod entries;
mod line_hash;

use super::json::value;
use super::{Run, Summary, Writer};
use crate::batch::Checked;
use entries::{Artifact, Automation, Descriptor, Invocation, Notification, RunProperties, SarifResult, Tool};
use std::collections::HashMap;
use std::io::{self, Write};
use totality::lexicon::RulePage;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// More results than GitHub takes in one run.
const TOO_MANY: usize = 25_000;

/// The format.
pub(crate) struct Sarif {
    run: Run,
    rules: Vec<Descriptor>,
    indices: HashMap<String, usize>,
    artifacts: Vec<Artifact>,
    results: usize,
}

impl Sarif {
    /// A report of that run; the rules are all that were run, not only those that found something.
    pub(crate) fn new(run: &Run, rules: &[RulePage]) -> Self {
        Self {
            run: run.clone(),
            rules: rules.iter().map(Descriptor::new).collect(),
            indices: rules.iter().enumerate().map(|(index, rule)| (rule.id.clone(), index)).collect(),
            artifacts: Vec::new(),
            results: 0,
        }
    }
}

impl Writer for Sarif {
    fn start(&mut self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\"tool\":")?;
        value(&Tool::new(&self.run, &self.rules), out)?;
        write!(out, ",\"automationDetails\":")?;
        value(&Automation::new(&self.run), out)?;
        write!(out, ",\"columnKind\":\"utf16CodeUnits\",\"results\":[")
    }

    fn document(&mut self, document: &Checked, out: &mut dyn Write) -> io::Result<()> {
        let index = self.artifacts.len();
        self.artifacts.push(Artifact::new(document));
        let open = document.report.diagnostics.iter().map(|diagnostic| (diagnostic, None));
        let answered = document.answered.iter().map(|answered| (&answered.diagnostic, Some(&answered.by)));
        let findings: Vec<_> = open.chain(answered).collect();
        let hashes = if findings.is_empty() || document.is_redacted || !document.source.encoding().keeps_offsets() {
            Vec::new()
        } else {
            line_hash::of_lines(document.source.text())
        };
        for (diagnostic, answer) in findings {
            out.write_all(if self.results == 0 { b"\n" } else { b",\n" })?;
            self.results += 1;
            let rule = self.indices.get(&diagnostic.rule).copied();
            value(&SarifResult::new(document, index, (diagnostic, rule), answer, &hashes), out)?;
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "\n],\"artifacts\":")?;
        value(&self.artifacts, out)?;
        let mut notifications: Vec<_> = summary.unread.iter().map(Notification::unread).collect();
        if self.results > TOO_MANY {
            notifications.push(Notification::too_many(self.results));
        }
        notifications.extend(summary.notices.iter().map(Notification::notice));
        write!(out, ",\"invocations\":")?;
        value(&[Invocation::new(summary.unread.is_empty(), notifications)], out)?;
        write!(out, ",\"properties\":")?;
        value(&RunProperties::new(&self.run, summary), out)?;
        writeln!(out, "}}]}}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples::{page, reviewed, run, written};

    #[test]
    fn findings_are_results_with_their_answers() {
        let rules = ["some-rule", "no-statement"].map(|id| {
            let mut rule = page(id);
            (rule.group, rule.section, rule.summary) = ("group".to_owned(), "II.B".to_owned(), "when".to_owned());
            (rule.note, rule.help, rule.body) = ("why".to_owned(), "what to do".to_owned(), "## Page".to_owned());
            rule
        });
        let shown = written(Sarif::new(&run(), &rules), &reviewed());
        let value: serde_json::Value = serde_json::from_str(&shown).expect("is JSON");
        insta::assert_snapshot!(serde_json::to_string_pretty(&value).expect("is JSON"), @r###"
        {
          "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
          "runs": [
            {
              "artifacts": [
                {
                  "encoding": "UTF-8",
                  "hashes": {
                    "sha-256": "b975ea0fb5c3a748e2e69738d77ec593a52313eb4d61736cef0ef627b43371d7"
                  },
                  "location": {
                    "uri": "cases/a%20b%2Cc%26d.md",
                    "uriBaseId": "%SRCROOT%"
                  },
                  "properties": {
                    "configurationSha256": "0123",
                    "justification": true
                  }
                },
                {
                  "encoding": "UTF-8",
                  "hashes": {
                    "sha-256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
                  },
                  "location": {
                    "uri": "b.md",
                    "uriBaseId": "%SRCROOT%"
                  },
                  "properties": {
                    "configurationSha256": "0123",
                    "justification": true
                  }
                }
              ],
              "automationDetails": {
                "id": "totality/dhs-2021"
              },
              "columnKind": "utf16CodeUnits",
              "invocations": [
                {
                  "executionSuccessful": true,
                  "toolExecutionNotifications": []
                }
              ],
              "properties": {
                "baseline": 0,
                "cleanIsNotApproval": true,
                "documents": 2,
                "errors": 1,
                "guidelines": "dhs-2021",
                "guidelinesTitle": "Guidelines",
                "hidden": 0,
                "justifications": 2,
                "lexiconSha256": "beef",
                "notes": 0,
                "suppressed": 1,
                "unchanged": 0,
                "unread": 0,
                "waived": 0,
                "warnings": 1
              },
              "results": [
                {
                  "level": "warning",
                  "locations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "index": 0,
                          "uri": "cases/a%20b%2Cc%26d.md",
                          "uriBaseId": "%SRCROOT%"
                        },
                        "region": {
                          "endColumn": 1,
                          "endLine": 1,
                          "startColumn": 1,
                          "startLine": 1
                        }
                      }
                    }
                  ],
                  "message": {
                    "text": "the statement is missing. say what else the record shows, if it does"
                  },
                  "partialFingerprints": {
                    "primaryLocationLineHash": "ddb3ed5c51cc76d8:1",
                    "totality/v1": ""
                  },
                  "properties": {
                    "onDocument": true,
                    "section": "II.B"
                  },
                  "ruleId": "no-statement",
                  "ruleIndex": 1
                },
                {
                  "level": "error",
                  "locations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "index": 0,
                          "uri": "cases/a%20b%2Cc%26d.md",
                          "uriBaseId": "%SRCROOT%"
                        },
                        "region": {
                          "byteLength": 16,
                          "byteOffset": 46,
                          "endColumn": 6,
                          "endLine": 4,
                          "startColumn": 15,
                          "startLine": 3
                        }
                      }
                    }
                  ],
                  "message": {
                    "text": "this counts alone. [the cue, at 100%: <b>](1). say what else the record shows, if it does"
                  },
                  "partialFingerprints": {
                    "primaryLocationLineHash": "45fdd99ee3c5ab45:1",
                    "totality/v1": "f0"
                  },
                  "properties": {
                    "onDocument": false,
                    "section": "II.B"
                  },
                  "relatedLocations": [
                    {
                      "id": 1,
                      "message": {
                        "text": "the cue, at 100%: <b>"
                      },
                      "physicalLocation": {
                        "artifactLocation": {
                          "index": 0,
                          "uri": "cases/a%20b%2Cc%26d.md",
                          "uriBaseId": "%SRCROOT%"
                        },
                        "region": {
                          "byteLength": 6,
                          "byteOffset": 66,
                          "endColumn": 16,
                          "endLine": 4,
                          "startColumn": 10,
                          "startLine": 4
                        }
                      }
                    }
                  ],
                  "ruleId": "some-rule",
                  "ruleIndex": 0
                },
                {
                  "level": "error",
                  "locations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "index": 0,
                          "uri": "cases/a%20b%2Cc%26d.md",
                          "uriBaseId": "%SRCROOT%"
                        },
                        "region": {
                          "byteLength": 4,
                          "byteOffset": 74,
                          "endColumn": 22,
                          "endLine": 4,
                          "startColumn": 18,
                          "startLine": 4
                        }
                      }
                    }
                  ],
                  "message": {
                    "text": "=1+1 | %0A::error::\\[x\\](y) \\]\\]> <script>. say what else the record shows, if it does"
                  },
                  "partialFingerprints": {
                    "primaryLocationLineHash": "c1e3b9dbdf16c805:1",
                    "totality/v1": "f1"
                  },
                  "properties": {
                    "onDocument": false,
                    "section": "II.B"
                  },
                  "ruleId": "some-rule",
                  "ruleIndex": 0,
                  "suppressions": [
                    {
                      "justification": "said, \"elsewhere\" <i>",
                      "kind": "inSource",
                      "location": {
                        "physicalLocation": {
                          "artifactLocation": {
                            "index": 0,
                            "uri": "cases/a%20b%2Cc%26d.md",
                            "uriBaseId": "%SRCROOT%"
                          },
                          "region": {
                            "byteLength": 6,
                            "byteOffset": 0,
                            "endColumn": 5,
                            "endLine": 1,
                            "startColumn": 1,
                            "startLine": 1
                          }
                        }
                      },
                      "properties": {
                        "by": "text"
                      },
                      "status": "accepted"
                    }
                  ]
                }
              ],
              "tool": {
                "driver": {
                  "name": "totality",
                  "rules": [
                    {
                      "defaultConfiguration": {
                        "level": "error"
                      },
                      "fullDescription": {
                        "text": "why"
                      },
                      "help": {
                        "markdown": "## Page",
                        "text": "what to do"
                      },
                      "id": "some-rule",
                      "name": "some-rule",
                      "properties": {
                        "problem.severity": "error",
                        "section": "II.B",
                        "tags": [
                          "group"
                        ]
                      },
                      "shortDescription": {
                        "text": "when"
                      }
                    },
                    {
                      "defaultConfiguration": {
                        "level": "error"
                      },
                      "fullDescription": {
                        "text": "why"
                      },
                      "help": {
                        "markdown": "## Page",
                        "text": "what to do"
                      },
                      "id": "no-statement",
                      "name": "no-statement",
                      "properties": {
                        "problem.severity": "error",
                        "section": "II.B",
                        "tags": [
                          "group"
                        ]
                      },
                      "shortDescription": {
                        "text": "when"
                      }
                    }
                  ],
                  "semanticVersion": "0.0.0"
                }
              }
            }
          ],
          "version": "2.1.0"
        }
        "###);
    }
}
