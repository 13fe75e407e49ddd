//! Files of settings: which is in force, what it sets, what is wrong in it.

use crate::harness::{PLAIN, Run, Totality, totality};

const LEFT_IN: &str = "The hearing is on ________.\n";
const RULE: &str = "unfilled-placeholder";

/// Runs `check . --output-format concise` over some files.
fn check(files: &[(&str, &str)], more: &[&'static str]) -> Run {
    with(files, ["check", ".", "--output-format", "concise"].iter().chain(more)).run()
}

fn with<'a>(files: &[(&str, &str)], arguments: impl Iterator<Item = &'a &'static str>) -> Totality {
    files.iter().fold(totality(arguments), |run, (name, text)| run.file(name, text))
}

fn lines(run: &Run) -> Vec<&str> {
    run.stdout.lines().map(|line| line.split_once(": ").map_or(line, |(place, _)| place)).collect()
}

#[test]
fn the_nearest_file_is_in_force() {
    let files = [
        ("totality.toml", "ignore = [\"unfilled-placeholder\"]\n"),
        ("a.md", LEFT_IN),
        ("near/.totality.toml", ""),
        ("near/deep/b.md", LEFT_IN),
        ("heir/totality.toml", "extend = \"../totality.toml\"\n"),
        ("heir/c.md", LEFT_IN),
    ];
    let run = check(&files, &[]);
    assert_eq!(lines(&run), ["near/deep/b.md:1:19"], "{run}");
    assert_eq!(run.stderr, "totality.toml:1: `unfilled-placeholder` is switched off\n");
    assert_eq!(lines(&check(&files, &["--isolated"])).len(), 3);
    assert_eq!(lines(&check(&files, &["--select", RULE])).len(), 3, "who asks for a rule gets it");
    let run = check(&files, &["--config", "totality.toml"]);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (Some(0), "", ""));
}

#[test]
fn the_search_ends_at_the_root_of_the_repository() {
    let off = "ignore = [\"unfilled-placeholder\"]\n";
    let files = [("totality.toml", off), ("repo/.git/HEAD", ""), ("repo/a.md", LEFT_IN)];
    assert_eq!(lines(&check(&files, &[])), ["repo/a.md:1:19"]);
}

#[test]
fn standard_input_has_the_settings_of_its_name() {
    let run = totality(["check", "-", "--stdin-filename", "cases/a.md"]).stdin(LEFT_IN);
    let run = run.file("cases/totality.toml", "fail-on = \"never\"\n").run();
    assert_eq!(run.code, Some(0), "{run}");
}

#[test]
fn severities_and_gates_are_set_for_all_or_some_files() {
    let settings = "fail-on = \"error\"\n[severities]\nunfilled-placeholder = \"note\"\n\
                    [[per-file]]\nfiles = [\"strict/\"]\nseverities = { unfilled-placeholder = \"error\" }\n\
                    [[per-file]]\nfiles = [\"old-*.md\"]\nignore = [\"unfilled-placeholder\"]\n";
    let files =
        [("totality.toml", settings), ("a.md", LEFT_IN), ("strict/deep/b.md", LEFT_IN), ("x/old-c.md", LEFT_IN)];
    let run = check(&files, &[]);
    assert_eq!(run.code, Some(1));
    assert!(run.stdout.contains("a.md:1:19: note[") && run.stdout.contains("strict/deep/b.md:1:19: error["), "{run}");
    assert!(!run.stdout.contains("old-c"), "{run}");
    assert_eq!(check(&files[..2], &[]).code, Some(0));
    assert_eq!(check(&files[..2], &["--fail-on", "note"]).code, Some(1), "the command line wins");
}

#[test]
fn files_are_included_and_excluded_by_glob() {
    let settings = "include = [\"*.log\", \"cases/\"]\nexclude = [\"drafts/\"]\n";
    let files = [
        ("totality.toml", settings),
        ("a.md", LEFT_IN),
        ("b.log", LEFT_IN),
        ("cases/c.md", LEFT_IN),
        ("cases/drafts/d.md", LEFT_IN),
    ];
    let run = check(&files, &[]);
    assert_eq!(lines(&run), ["b.log:1:19", "cases/c.md:1:19"], "{run}");
    assert_eq!(run.stderr, "left out files: 2 excluded by the settings\n");
    let outright = ["check", "cases/drafts/d.md", "--output-format", "concise"];
    assert_eq!(with(&files, outright.iter()).run().code, Some(1), "a file named outright is read");
    let run = with(&files, outright.iter().chain(&["--force-exclude"])).run();
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), "left out file: 1 excluded by the settings\n"));
}

#[test]
fn mistakes_are_shown_on_the_file_with_the_nearest_name() {
    let wrong = |settings: &str| {
        let run = check(&[("totality.toml", settings), ("a.md", PLAIN)], &[]);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{run}");
        run.stderr
    };
    insta::assert_snapshot!(wrong("fail-on = \"error\"\nignroe = []\n"), @r"
    error: unknown field `ignroe`
     --> totality.toml:2:1
      |
    2 | ignroe = []
      | ^^^^^^
      |
      = help: did you mean `ignore`? here may stand `extend`, `lexicon`, `select`, `ignore`,
              `severities`, `include`, `exclude`, `fail-on`, `min-severity`, `output-format`,
              `baseline`, `waivers`, `suppressions`, `fields`, `per-file`
    ");
    insta::assert_snapshot!(wrong("ignore = [\n  \"no-totalty\",\n]\n"), @r#"
    error: there is no rule `no-totalty`
     --> totality.toml:2:3
      |
    2 |   "no-totalty",
      |   ^^^^^^^^^^^^
      |
      = help: did you mean `no-totality` or `no-priority`? `totality rules` lists them all
    "#);
    insta::assert_snapshot!(wrong("[severities]\nno-totality = \"eror\"\n"), @r#"
    error: unknown variant `eror`
     --> totality.toml:2:15
      |
    2 | no-totality = "eror"
      |               ^^^^^^
      |
      = help: did you mean `error`? here may stand `error`, `warning`, `note`, `off`
    "#);
    insta::assert_snapshot!(wrong("exclude = [\"a[\"]\n"), @r#"
    error: this is no pattern for files: unclosed character class; missing ']'
     --> totality.toml:1:12
      |
    1 | exclude = ["a["]
      |            ^^^^
      |
      = help: for example `cases/2019/**/*.md`
    "#);
    insta::assert_snapshot!(wrong("extend = \"gone.toml\"\n"), @r#"
    error: this cannot be read: No such file or directory (os error 2)
     --> totality.toml:1:10
      |
    1 | extend = "gone.toml"
      |          ^^^^^^^^^^^
      |
      = help: `extend` names another file of settings
    "#);
    assert!(wrong("extend = \"totality.toml\"\n").contains("in a circle"));
    assert!(wrong("[[per-file]]\nignore = [\"no-totality\"]\n").contains("missing field `files`"));
}

#[test]
fn two_files_of_settings_in_one_folder_are_a_mistake() {
    let run = check(&[("totality.toml", ""), (".totality.toml", ""), ("a.md", PLAIN)], &[]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("there are two files of settings here"), "{run}");
}

#[test]
fn globs_that_match_nothing_are_said_when_the_folder_is_walked() {
    let settings =
        "exclude = [\"drafts/\"]\n[[per-file]]\nfiles = [\"a.md\", \"b.md\"]\nignore = [\"unfilled-placeholder\"]\n";
    let files = [("totality.toml", settings), ("a.md", PLAIN)];
    let run = check(&files, &["--quiet"]);
    assert_eq!(run.code, Some(0), "{run}");
    assert!(run.stderr.contains("warning: `drafts/` matches no file\n --> totality.toml:1:12"), "{run}");
    assert!(run.stderr.contains("warning: `b.md` matches no file"), "{run}");
    assert!(!run.stderr.contains("`a.md`"), "{run}");
    let one = with(&files, ["check", "a.md", "--quiet"].iter()).run();
    assert!(!one.stderr.contains("matches no file"), "{one}");
}

#[test]
fn an_organisation_forbids_to_silence_a_rule_for_all_that_extend_it() {
    let text = format!("<!-- totality: ignore[{RULE}] reason: recorded elsewhere -->\n\n{LEFT_IN}");
    let files = [
        ("totality.toml", "[suppressions]\nforbid = [\"unfilled-placeholder\"]\n"),
        ("near/totality.toml", "extend = \"../totality.toml\"\n[suppressions]\nforbid = []\n"),
        ("near/a.md", &text),
    ];
    let run = with(&files, ["check", "."].iter()).run();
    assert_eq!(run.code, Some(1));
    assert!(run.stdout.contains("this cannot silence it: the settings forbid that"), "{run}");
}

#[test]
fn the_settings_in_force_are_shown_with_their_origin() {
    let files = [
        (
            "totality.toml",
            "fail-on = \"error\"\nignore = [\"no-totality\"]\n[suppressions]\nforbid = [\"bright-line\"]\n",
        ),
        ("a/totality.toml", "extend = \"../totality.toml\"\n\n[severities]\nno-priority = \"error\"\n"),
    ];
    let run = with(&files, ["config", "show", "a/memo.md", "--ignore", "no-priority"].iter()).run();
    insta::assert_snapshot!(run, @r#"
    exit code: 0
    ----- stdout
    # settings: a/totality.toml
    # extends: totality.toml
    fail-on = "error"                      # totality.toml:1
    min-severity = "note"                  # built in
    ignore = ["no-priority"]               # command line
    ignore = ["no-totality"]               # totality.toml:2
    severities.no-priority = "error"       # a/totality.toml:4
    suppressions.forbid = ["bright-line"]  # totality.toml:4
    ----- stderr
    "#);
    let run = totality(["config", "show", "memo.md"]).run();
    assert!(run.stdout.starts_with("# settings: built in"), "{run}");
}

#[test]
fn the_format_and_the_lexicon_may_be_set() {
    let run = totality(["check", "a.md"]).file("totality.toml", "output-format = \"json\"\n").file("a.md", PLAIN);
    assert_eq!(run.json().0, Some(0));
    let run = totality(["check", "a.md"]).file("totality.toml", "lexicon = \"gone\"\n").file("a.md", PLAIN).run();
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("there is no such folder"), "{run}");
}

#[test]
fn the_record_tells_settings_apart() {
    let hash = |settings: &str, more: &[&'static str]| {
        let files = [("totality.toml", settings), ("a.md", PLAIN)];
        let report = with(&files, ["check", "a.md", "--output-format", "json"].iter().chain(more)).json().1;
        report["documents"][0]["configuration_sha256"].as_str().expect("is there").to_owned()
    };
    assert_eq!(hash("", &[]), hash("# nothing\n", &[]));
    assert_ne!(hash("", &[]), hash("ignore = [\"no-totality\"]\n", &[]));
    assert_ne!(hash("", &[]), hash("", &["--no-suppressions"]));
}

#[test]
fn what_found_settings_leave_out_is_said_also_where_quiet() {
    for (settings, said) in [
        ("select = []\n", "totality.toml:1: only 0 of"),
        ("select = [\"no-totality\"]\n", "totality.toml:1: only 1 of"),
        ("[[per-file]]\nfiles = [\"a.md\"]\nselect = [\"no-totality\"]\n", "totality.toml:3: only 1 of"),
        ("fail-on = \"never\"\n", "totality.toml:1: no finding gates"),
        ("min-severity = \"error\"\n", "totality.toml:1: findings below `error` are not shown"),
        ("[severities]\nunfilled-placeholder = \"note\"\n", "totality.toml:2: `unfilled-placeholder` weighs less"),
        ("ignore = [\"unfilled-placeholder\"]\n", "totality.toml:1: `unfilled-placeholder` is switched off"),
    ] {
        let files = [("totality.toml", settings), ("a.md", LEFT_IN)];
        let run = check(&files, &["--quiet"]);
        assert!(run.stderr.contains(said), "{settings}: {run}");
        assert!(!check(&files, &["--config", "totality.toml"]).stderr.contains(said), "who names a file knows it");
    }
}

#[test]
fn what_is_forbidden_no_nearer_file_and_no_baseline_silences() {
    let base = ("totality.toml", "[suppressions]\nforbid = [\"unfilled-placeholder\"]\n");
    let off = "ignore = [\"unfilled-placeholder\"]\n";
    let weighed = "[severities]\nunfilled-placeholder = \"off\"\n";
    for nearer in [off, weighed, &format!("extend = \"../totality.toml\"\n{off}")] {
        let run = check(&[base, ("sub/totality.toml", nearer), ("sub/a.md", LEFT_IN)], &[]);
        assert_eq!(run.code, Some(2), "{run}");
        assert!(run.stderr.contains("totality.toml:2 forbids to silence it"), "{run}");
    }
    let run = check(&[base, ("sub/totality.toml", "select = [\"no-totality\"]\n"), ("sub/a.md", LEFT_IN)], &[]);
    assert_eq!(lines(&run), ["sub/a.md:1:19"], "{run}");
    let text = format!("<!-- totality: ignore[{RULE}] reason: recorded elsewhere -->\n\n{LEFT_IN}");
    let run = check(&[base, ("sub/totality.toml", ""), ("sub/a.md", &text)], &[]);
    assert_eq!(lines(&run), ["sub/a.md:1:1", "sub/a.md:3:19"], "{run}");
    assert!(run.stdout.contains("unused-suppression") && run.stdout.contains("the settings forbid"), "{run}");
    let baseline = with(&[base, ("a.md", LEFT_IN)], ["baseline", "write", "."].iter());
    let written = baseline.run();
    assert!(written.stderr.contains("1 finding left out: the settings forbid"), "{written}");
    std::fs::remove_file(baseline.path().join("totality.toml")).expect("is there");
    baseline.run();
    std::fs::write(baseline.path().join("totality.toml"), base.1).expect("can be written");
    let file = std::fs::read(baseline.path().join("totality.baseline.json")).expect("was written");
    let files = [base, ("a.md", LEFT_IN)];
    let run = with(&files, ["check", ".", "--baseline", "b.json"].iter()).file("b.json", file).run();
    assert_eq!(run.code, Some(1), "a baseline from before does not silence it: {run}");
}

#[test]
fn a_file_of_settings_that_is_none_is_not_passed_over() {
    let run = totality(["check", "a.md"]).file("a.md", PLAIN).folder("totality.toml").run();
    assert!(run.code == Some(2) && run.stderr.contains("this is no file of settings"), "{run}");
}

#[test]
#[cfg(unix)]
fn settings_that_a_link_leads_to_and_that_are_gone_are_not_passed_over() {
    let run = totality(["check", "a.md"]).file("a.md", PLAIN);
    std::os::unix::fs::symlink("gone", run.path().join("totality.toml")).expect("can be linked");
    assert_eq!(run.run().code, Some(2));
}

#[test]
fn settings_of_the_run_and_of_a_folder_are_shown() {
    let settings = "include = [\"cases/\"]\nexclude = [\"drafts/\"]\noutput-format = \"json\"\nbaseline = \"b.json\"\n\
                    waivers = \"w.toml\"\n[fields]\ndate = [\"Fecha\"]\n";
    let files = [("totality.toml", settings), ("a/totality.toml", "fail-on = \"error\"\n")];
    let run = with(&files, ["config", "show", "cases/a.md"].iter()).run();
    insta::assert_snapshot!(run.stdout, @r#"
    # settings: totality.toml
    fail-on = "warning"      # built in
    min-severity = "note"    # built in
    fields.date = ["Fecha"]  # totality.toml:7
    include = ["cases/"]     # totality.toml:1
    exclude = ["drafts/"]    # totality.toml:2
    output-format = "json"   # totality.toml:3
    baseline = "b.json"      # totality.toml:4
    waivers = "w.toml"       # totality.toml:5
    "#);
    let run = with(&files, ["config", "show", "a"].iter()).run();
    assert!(run.stdout.contains("# settings: a/totality.toml") && !run.stdout.contains("include"), "{run}");
}

#[test]
fn the_environment_names_settings_and_a_format() {
    let run = |more: &[&'static str]| {
        let run =
            totality([&["check", "a.md"], more].concat()).file("a.md", LEFT_IN).file("x.toml", "fail-on = \"never\"\n");
        run.env("TOTALITY_CONFIG", "x.toml").env("TOTALITY_OUTPUT_FORMAT", "concise").run()
    };
    let named = run(&[]);
    assert_eq!((named.code, named.stdout.lines().count()), (Some(0), 1), "{named}");
    assert_eq!(run(&["--isolated"]).code, Some(1), "the command line wins");
    assert!(run(&["--format", "json"]).stdout.starts_with('{'), "the command line wins");
    let slip = totality(["check", "a.md"]).file("a.md", PLAIN).env("TOTALITY_OUTPUT_FORMAT", "sariff").run();
    assert!(slip.code == Some(2) && slip.stderr.contains("did you mean `sarif`?"), "{slip}");
}

#[test]
fn globs_for_nothing_are_mistakes_on_their_line() {
    for (settings, said) in [
        ("exclude = [\"\"]\n", "this pattern is empty\n --> totality.toml:1:12"),
        ("[[per-file]]\nfiles = []\n", "these settings are for no file\n --> totality.toml:2:9"),
        ("include = [\"casses/\"]\n", "`casses/` matches no file\n --> totality.toml:1:12"),
    ] {
        let run = check(&[("totality.toml", settings), ("cases/a.md", LEFT_IN)], &[]);
        assert!(run.code == Some(2) && run.stderr.contains(said), "{settings}: {run}");
    }
}

#[test]
fn files_are_laid_over_the_built_in_lexicon() {
    let page = include_str!("../../lexicons/dhs-2021/rules/unfilled-placeholder.md");
    let page = page.replace("a placeholder was left in", "something is open");
    let over = |name: &str, text: &str| {
        let run = totality(["check", "a.md", "--lexicon", "mine", "--output-format", "concise"]).file("a.md", LEFT_IN);
        run.file(format!("mine/{name}"), text).run()
    };
    let run = over("dhs-2021/rules/unfilled-placeholder.md", &page);
    assert!(run.code == Some(1) && run.stdout.contains("something is open"), "{run}");
    let run = over("english/lists/of-our-own.txt", "# inflect: none\nsome town\n");
    assert!(run.code == Some(1) && run.stdout.contains("a placeholder was left in"), "{run}");
    let run = over("dhs-2021/factors/of-our-own.toml", "title = \"x\"\nkind = \"mitigatin\"\n");
    assert!(run.code == Some(2) && run.stderr.contains("mine/dhs-2021/factors/of-our-own.toml:2:8"), "{run}");
    for lost in ["dhs-2021/factor/x.toml", "dhs-2022/factors/x.toml", "x.toml", "dhs-2021/factors/x.md"] {
        let run = over(lost, "");
        assert!(run.code == Some(2) && run.stderr.contains("nothing would read this file"), "{lost}: {run}");
    }
    assert_eq!(totality(["rules", "--lexicon", "none"]).folder("none").run().code, Some(2));
}

#[test]
fn the_field_that_settings_name_dates_the_text() {
    let memo = "Fecha: May 4, 2010\n\nHe was convicted of theft in 2009. I decided to issue a notice to appear.\n";
    let front =
        "---\nfecha: May 4, 2010\n---\n\nHe was convicted of theft in 2009. I decided to issue a notice to appear.\n";
    for memo in [memo, front] {
        let found = |settings: &str| {
            let run = check(&[("totality.toml", settings), ("a.md", memo)], &[]);
            run.stdout.contains("guidelines-not-in-force")
        };
        assert!(found("[fields]\ndate = [\"Fecha\"]\n") && !found(""), "{memo}");
    }
}

#[test]
fn the_field_that_settings_name_says_what_the_text_decides() {
    const SET: &str = "[fields]\ndecision = [\"Box 14\"]\n";
    let decided = |memo: &str, settings: &str| {
        let run = totality(["check", "a.md", "--output-format", "json"]).file("a.md", memo);
        let report = run.file("totality.toml", settings).json().1;
        let document = &report["documents"][0];
        let rules = document["diagnostics"].as_array().expect("is a list").iter();
        let is_alone = rules.filter(|finding| finding["rule"] == "conviction-alone").count() > 0;
        (document["decision"].as_str().expect("is text").to_owned(), is_alone)
    };
    let said = |decision: &str, is_alone: bool| (decision.to_owned(), is_alone);
    let front = |value: &str| {
        format!("---\nbox 14: {value}\n---\n\nSubject: A000-111-222\n\nHe was convicted of theft in 2009.\n")
    };
    for (value, expected) in [
        ("enforce", said("enforce", true)),
        ("Issue NTA", said("enforce", true)),
        ("decline", said("decline", false)),
        ("Release on supervision", said("decline", false)),
        ("pending", said("unknown", false)),
        ("see below", said("unknown", false)),
    ] {
        assert_eq!(decided(&front(value), SET), expected, "{value}");
        assert_eq!(decided(&front(value), ""), said("unknown", false), "{value}, where nobody names the field");
    }
    // The field wins over what the text says; one that says nothing leaves it to the text.
    let both = |value: &str| {
        format!("Subject: A000-111-222\nBox 14: {value}\n\nHe was convicted of theft in 2009. I recommend arrest.\n")
    };
    assert_eq!(decided(&both("no action"), SET).0, "decline");
    assert_eq!(decided(&both("no action"), "").0, "enforce");
    assert_eq!(decided(&both("see below"), SET).0, "enforce");
    let run = totality(["config", "show", "a.md"]).file("totality.toml", SET).run();
    assert!(run.stdout.contains("fields.decision = [\"Box 14\"]  # totality.toml:2"), "{run}");
}
