//! What programs read.

use super::*;
use crate::output::samples::{document, finding, mention, reviewed, run, written};
use crate::output::trouble::{Place, Trouble};
use totality::report::Status;

#[test]
fn a_report_has_the_form_of_the_contract() {
    let text = "Ñandú:\nThe conviction is enough.\n";
    let diagnostics = vec![finding(text, None, &[]), finding(text, Some("conviction"), &[("enough", "the cue")])];
    let mut first = document("cases/a.md", text, diagnostics);
    first.report.factors.push(mention(text, "conviction", "conviction", Status::Asserted));
    let shown = written(Json::new(&run(), Content::Check), &[first, document("b.md", "", vec![])]);
    let value: serde_json::Value = serde_json::from_str(&shown).expect("is JSON");
    assert_eq!(value["documents"].as_array().map(Vec::len), Some(2));
    insta::assert_snapshot!(shown, @r#"
    {"schema_version":1,"guidelines":"dhs-2021","tool":{"name":"totality","version":"0.0.0"},"lexicon":{"name":"dhs-2021","sha256":"beef"},"documents":[
    {"path":"cases/a.md","sha256":"a55de2dabbb0720e3f9ff832c594a65cc586ff4e68fcce40186c78a62ef2b887","encoding":"UTF-8","configuration_sha256":"0123","justification":true,"decision":"enforce","factors":[{"id":"conviction","kind":"basis","status":"asserted","span":{"start":13,"end":23},"line":2,"column":5,"text":"conviction"}],"diagnostics":[{"rule":"no-statement","severity":"warning","message":"the statement is missing","section":"II.B","note":"the guidelines ask for more than one fact","help":"say what else the record shows, if it does","span":null,"line":null,"column":null,"text":null,"labels":[],"fingerprint":""},{"rule":"some-rule","severity":"error","message":"this counts alone","section":"II.B","note":"the guidelines ask for more than one fact","help":"say what else the record shows, if it does","span":{"start":13,"end":23},"line":2,"column":5,"text":"conviction","labels":[{"message":"the cue","span":{"start":27,"end":33},"line":2,"column":19,"text":"enough"}],"fingerprint":""}],"suppressed":[]},
    {"path":"b.md","sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","encoding":"UTF-8","configuration_sha256":"0123","justification":true,"decision":"enforce","factors":[],"diagnostics":[],"suppressed":[]}
    ],"unread":[],"summary":{"documents":2,"justifications":2,"errors":1,"warnings":1,"notes":0,"hidden":0,"suppressed":0,"waived":0,"baseline":0,"unchanged":0,"unread":0},"notices":[],"clean_is_not_approval":true}
    "#);
}

#[test]
fn the_ledger_has_no_findings() {
    let text = "The conviction is enough.\n";
    let mut only = document("a.md", text, vec![finding(text, None, &[])]);
    only.report.factors.push(mention(text, "conviction", "conviction", Status::Negated));
    insta::assert_snapshot!(written(Json::new(&run(), Content::Factors), &[only]), @r#"
    {"schema_version":1,"guidelines":"dhs-2021","tool":{"name":"totality","version":"0.0.0"},"lexicon":{"name":"dhs-2021","sha256":"beef"},"documents":[
    {"path":"a.md","sha256":"8edb852f73fb7f075d381a0c8c5db9558d5f78d0da527b47dfc1f16a7afbccd9","encoding":"UTF-8","configuration_sha256":"0123","justification":true,"decision":"enforce","factors":[{"id":"conviction","kind":"basis","status":"negated","span":{"start":4,"end":14},"line":1,"column":5,"text":"conviction"}]}
    ],"unread":[],"summary":{"documents":1,"justifications":1}}
    "#);
}

#[test]
fn what_could_not_be_read_is_in_the_report() {
    let trouble =
        Trouble { message: "no".to_owned(), place: Some(Place::named("x.md".to_owned())), help: String::new() };
    let summary = Summary { unread: vec![trouble], ..Summary::default() };
    let mut out = Vec::new();
    let mut json = Json::new(&run(), Content::Check);
    json.start(&mut out).expect("to memory");
    json.finish(&summary, &mut out).expect("to memory");
    let value: serde_json::Value = serde_json::from_slice(&out).expect("is JSON");
    assert_eq!(value["unread"][0]["path"], "x.md");
}

#[test]
fn text_that_would_act_on_a_terminal_is_escaped_and_not_lost() {
    let words = "a\u{1b}[31m\u{202e}\u{9b}\u{e0041}\"\\\u{7f}\n漢";
    let mut out = Vec::new();
    value(words, &mut out).expect("to memory");
    let shown = String::from_utf8(out).expect("is a text");
    assert!(!shown.contains(escape::acts_or_hides));
    assert_eq!(serde_json::from_str::<String>(&shown).expect("is JSON"), words);
}

#[test]
fn what_was_answered_stays_in_the_report() {
    let shown = written(Json::new(&run(), Content::Check), &reviewed());
    let value: serde_json::Value = serde_json::from_str(&shown).expect("is JSON");
    insta::assert_snapshot!(serde_json::to_string_pretty(&value).expect("is JSON"), @r##"
    {
      "clean_is_not_approval": true,
      "documents": [
        {
          "configuration_sha256": "0123",
          "decision": "enforce",
          "diagnostics": [
            {
              "column": null,
              "fingerprint": "",
              "help": "say what else the record shows, if it does",
              "labels": [],
              "line": null,
              "message": "the statement is missing",
              "note": "the guidelines ask for more than one fact",
              "rule": "no-statement",
              "section": "II.B",
              "severity": "warning",
              "span": null,
              "text": null
            },
            {
              "column": 14,
              "fingerprint": "f0",
              "help": "say what else the record shows, if it does",
              "labels": [
                {
                  "column": 10,
                  "line": 4,
                  "message": "the cue, at 100%: <b>",
                  "span": {
                    "end": 72,
                    "start": 66
                  },
                  "text": "enough"
                }
              ],
              "line": 3,
              "message": "this counts alone",
              "note": "the guidelines ask for more than one fact",
              "rule": "some-rule",
              "section": "II.B",
              "severity": "error",
              "span": {
                "end": 62,
                "start": 46
              },
              "text": "conviction\nalone"
            }
          ],
          "encoding": "UTF-8",
          "factors": [
            {
              "column": 14,
              "id": "conviction",
              "kind": "basis",
              "line": 3,
              "span": {
                "end": 56,
                "start": 46
              },
              "status": "asserted",
              "text": "conviction"
            }
          ],
          "justification": true,
          "path": "cases/a b,c&d.md",
          "sha256": "b975ea0fb5c3a748e2e69738d77ec593a52313eb4d61736cef0ef627b43371d7",
          "suppressed": [
            {
              "column": 18,
              "fingerprint": "f1",
              "help": "say what else the record shows, if it does",
              "labels": [],
              "line": 4,
              "message": "=1+1 | %0A::error::[x](y) ]]> <script>",
              "note": "the guidelines ask for more than one fact",
              "rule": "some-rule",
              "section": "II.B",
              "severity": "error",
              "span": {
                "end": 78,
                "start": 74
              },
              "suppression": {
                "column": 1,
                "kind": "text",
                "line": 1,
                "reason": "said, \"elsewhere\" <i>",
                "span": {
                  "end": 6,
                  "start": 0
                },
                "text": "# 😀"
              },
              "text": "@all"
            }
          ]
        },
        {
          "configuration_sha256": "0123",
          "decision": "enforce",
          "diagnostics": [],
          "encoding": "UTF-8",
          "factors": [],
          "justification": true,
          "path": "b.md",
          "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
          "suppressed": []
        }
      ],
      "guidelines": "dhs-2021",
      "lexicon": {
        "name": "dhs-2021",
        "sha256": "beef"
      },
      "notices": [],
      "schema_version": 1,
      "summary": {
        "baseline": 0,
        "documents": 2,
        "errors": 1,
        "hidden": 0,
        "justifications": 2,
        "notes": 0,
        "suppressed": 1,
        "unchanged": 0,
        "unread": 0,
        "waived": 0,
        "warnings": 1
      },
      "tool": {
        "name": "totality",
        "version": "0.0.0"
      },
      "unread": []
    }
    "##);
}
