//! What programs read.

use super::*;
use crate::output::samples::{document, finding, mention, written};
use crate::output::trouble::{Place, Trouble};

#[test]
fn a_report_has_the_form_of_the_contract() {
    let text = "Ñandú:\nThe conviction is enough.\n";
    let diagnostics = vec![finding(text, None, &[]), finding(text, Some("conviction"), &[("enough", "the cue")])];
    let mut first = document("cases/a.md", text, diagnostics);
    first.report.factors.push(mention(text, "conviction", "conviction", Status::Asserted));
    let shown = written(Json::new("dhs-2021", Content::Check), &[first, document("b.md", "", vec![])]);
    let value: serde_json::Value = serde_json::from_str(&shown).expect("is JSON");
    assert_eq!(value["documents"].as_array().map(Vec::len), Some(2));
    insta::assert_snapshot!(shown, @r#"
    {"schema_version":1,"guidelines":"dhs-2021","documents":[
    {"path":"cases/a.md","justification":true,"decision":"enforce","factors":[{"id":"conviction","kind":"basis","status":"asserted","span":{"start":13,"end":23},"line":2,"column":5,"text":"conviction"}],"diagnostics":[{"rule":"no-statement","severity":"warning","message":"the statement is missing","section":"II.B","note":"the guidelines ask for more than one fact","help":"say what else the record shows, if it does","span":null,"line":null,"column":null,"text":null,"labels":[]},{"rule":"some-rule","severity":"error","message":"this counts alone","section":"II.B","note":"the guidelines ask for more than one fact","help":"say what else the record shows, if it does","span":{"start":13,"end":23},"line":2,"column":5,"text":"conviction","labels":[{"message":"the cue","span":{"start":27,"end":33},"line":2,"column":19,"text":"enough"}]}]},
    {"path":"b.md","justification":true,"decision":"enforce","factors":[],"diagnostics":[]}
    ],"unread":[],"summary":{"documents":2,"justifications":2,"errors":1,"warnings":1,"notes":0},"clean_is_not_approval":true}
    "#);
}

#[test]
fn the_ledger_has_no_findings() {
    let text = "The conviction is enough.\n";
    let mut only = document("a.md", text, vec![finding(text, None, &[])]);
    only.report.factors.push(mention(text, "conviction", "conviction", Status::Negated));
    insta::assert_snapshot!(written(Json::new("dhs-2021", Content::Factors), &[only]), @r#"
    {"schema_version":1,"guidelines":"dhs-2021","documents":[
    {"path":"a.md","justification":true,"decision":"enforce","factors":[{"id":"conviction","kind":"basis","status":"negated","span":{"start":4,"end":14},"line":1,"column":5,"text":"conviction"}]}
    ],"unread":[],"summary":{"documents":1,"justifications":1}}
    "#);
}

#[test]
fn what_could_not_be_read_is_in_the_report() {
    let trouble =
        Trouble { message: "no".to_owned(), place: Some(Place::named("x.md".to_owned())), help: String::new() };
    let summary = Summary { unread: vec![trouble], ..Summary::default() };
    let mut out = Vec::new();
    let mut json = Json::new("dhs-2021", Content::Check);
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
