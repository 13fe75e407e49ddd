//! The schemas that the program prints are in step with what it reads and writes.

use crate::harness::totality;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const SETTINGS: &str = r#"
extend = "base.toml"
select = ["no-totality", "unfilled-placeholder"]
ignore = ["bright-line"]
severities = { no-totality = "error", no-priority = "off" }
include = ["cases/"]
exclude = ["*.tmp.md"]
fail-on = "never"
min-severity = "warning"
output-format = "json"
baseline = "b.json"
waivers = "w.toml"

[suppressions]
forbid = ["bright-line"]

[fields]
office = ["Field Office"]
date = ["Date"]

[[per-file]]
files = ["old/"]
ignore = ["no-totality"]
fail-on = "error"
"#;

fn schema(of: &'static str) -> Value {
    totality(["schema", of]).json().1
}

fn wrong(schema: &Value, value: &Value) -> Vec<String> {
    let validator = jsonschema::validator_for(schema).expect("is a schema");
    validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// What may stand in a place of the settings, as the program says it of a key that may not.
fn read(settings: &str) -> BTreeSet<String> {
    let run = totality(["check", "a.md"]).file("a.md", "x").file("totality.toml", settings).run();
    let help = run.stderr.replace("\n          ", " ");
    let names = help.split("here may stand").nth(1).unwrap_or_else(|| panic!("{run}"));
    names.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn keys(properties: &Value) -> BTreeSet<String> {
    properties.as_object().expect("is an object").keys().cloned().collect()
}

fn options(schema: &Value) -> BTreeSet<String> {
    schema["enum"].as_array().expect("has choices").iter().map(|v| v.as_str().expect("is text").to_owned()).collect()
}

#[test]
fn the_schema_of_the_settings_is_what_is_read() {
    let schema = schema("config");
    let all = &schema["properties"];
    assert_eq!(read("zzz = 1\n"), keys(all));
    assert_eq!(read("[[per-file]]\nzzz = 1\n"), keys(&all["per-file"]["items"]["properties"]));
    assert_eq!(read("[fields]\nzzz = []\n"), keys(&all["fields"]["properties"]));
    assert_eq!(read("fail-on = \"zzz\"\n"), options(&all["fail-on"]));
    assert_eq!(read("min-severity = \"zzz\"\n"), options(&all["min-severity"]));
    assert_eq!(read("output-format = \"zzz\"\n"), options(&all["output-format"]));
    assert_eq!(read("[severities]\nno-totality = \"zzz\"\n"), options(&all["severities"]["additionalProperties"]));
}

#[test]
fn settings_that_are_read_keep_to_the_schema() {
    let settings: toml::Table = SETTINGS.parse().expect("is TOML");
    assert_eq!(wrong(&schema("config"), &json!(settings)), [""; 0]);
    let run = totality(["config", "show", "a.md"]).file("totality.toml", SETTINGS).file("base.toml", "").run();
    assert_eq!(run.code, Some(0), "{run}");
    assert!(!wrong(&schema("config"), &json!({"ignroe": []})).is_empty());
}

#[test]
fn the_schema_of_the_settings_knows_the_rules() {
    let (_, list) = totality(["rules", "--output-format", "json"]).json();
    let rules = list["rules"].as_array().expect("is a list").iter();
    let rules: BTreeSet<_> = rules.map(|rule| rule["id"].as_str().expect("is text").to_owned()).collect();
    let config = schema("config");
    assert_eq!(rules, options(&config["definitions"]["rule"]));
    for slip in [
        json!({"select": ["no-totalitty"]}),
        json!({"ignore": ["no-totalitty"]}),
        json!({"severities": {"no-totalitty": "off"}}),
        json!({"suppressions": {"forbid": ["no-totalitty"]}}),
        json!({"per-file": [{"files": ["a.md"], "severities": {"no-totalitty": "off"}}]}),
    ] {
        assert!(!wrong(&config, &slip).is_empty(), "{slip}");
    }
    let page =
        include_str!("../../lexicons/dhs-2021/rules/unfilled-placeholder.md").replace("order = 63", "order = 999");
    let run = totality(["schema", "config", "--lexicon", "mine"]).file("mine/dhs-2021/rules/of-our-own.md", page);
    let mut more = options(&run.json().1["definitions"]["rule"]);
    assert!(more.remove("of-our-own"));
    assert_eq!(more, rules, "the others are there as well");
}

#[test]
fn reports_keep_to_the_schema() {
    let schema = schema("report");
    let text = "Field Office: Dallas\nDate: May 4, 2022\n\nThe hearing is on ________. The court is ________.\n\n\
                <!-- totality: ignore[unfilled-placeholder] reason: elsewhere -->\n\nThe judge is ________.\n\
                \nShe was convicted of theft, and the conviction is enough. No weapon was used.\n";
    let fields = "[fields]\noffice = [\"Field Office\"]\n";
    let run = totality(["check", "a.md", "gone.md", "--output-format", "json"]).file("a.md", text);
    let (_, report) = run.file("totality.toml", fields).json();
    assert_eq!(wrong(&schema, &report), [""; 0], "{report:#}");
    assert_eq!(report["documents"][0]["fields"], json!({"office": "Dallas"}));
}

#[test]
fn records_keep_to_the_schema() {
    let schema = schema("record");
    let run = totality(["check", "a.md", "gone.md", "--output-format", "jsonl"]);
    let run =
        run.file("a.md", "The hearing is on ________.\n").file("totality.toml", "min-severity = \"error\"\n").run();
    assert_eq!(run.stdout.lines().count(), 3, "{run}");
    for line in run.stdout.lines() {
        let record: Value = serde_json::from_str(line).expect("is JSON");
        assert_eq!(wrong(&schema, &record), [""; 0], "{record:#}");
    }
    assert!(!wrong(&schema, &json!({"record": "other"})).is_empty());
}
