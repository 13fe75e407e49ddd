//! What shells and systems want: completions, manual pages, short help.

use crate::harness::totality;

#[test]
fn each_shell_has_completions() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = totality(["completions", shell]).run();
        assert_eq!(run.code, Some(0));
        assert!(run.stdout.contains("output-format"), "{shell}: {run}");
    }
}

#[test]
fn each_command_has_a_manual_page() {
    for command in [&[][..], &["check"], &["baseline", "write"], &["waive"]] {
        let run = totality([&["man"], command].concat()).run();
        assert_eq!(run.code, Some(0));
        assert!(run.stdout.contains(".TH") && run.stdout.contains("totality"), "{run}");
    }
    let run = totality(["man", "chekc"]).run();
    assert!(run.code == Some(2) && run.stderr.contains("did you mean `check`"), "{run}");
}

#[test]
fn short_help_is_shorter() {
    let (short, long) = (totality(["check", "-h"]).run().stdout, totality(["check", "--help"]).run().stdout);
    assert!(short.lines().count() < long.lines().count());
    for heading in ["What is read:", "What is shown:", "What gates:", "Which rules:", "Settings:", "Everywhere:"] {
        assert!(short.contains(heading), "{heading}: {short}");
    }
}

#[test]
fn short_help_is_shorter_for_every_command() {
    for command in [&[][..], &["baseline"], &["baseline", "write"], &["waive"], &["config"], &["config", "show"]] {
        let lines = |option| totality([command, &[option]].concat()).run().stdout.lines().count();
        assert!(lines("-h") < lines("--help"), "{command:?}");
    }
    assert!(totality(["help", "check"]).run().stdout.contains("What gates:"));
}

#[test]
fn shells_know_the_rules() {
    for shell in ["bash", "zsh", "fish"] {
        assert!(totality(["completions", shell]).run().stdout.contains("unfilled-placeholder"), "{shell}");
    }
}

#[test]
fn a_manual_page_has_a_title_a_version_and_the_exit_codes() {
    let page = totality(["man", "check"]).run().stdout;
    assert!(page.contains(".TH totality-check 1") && page.contains("totality [VERSION]"), "{page}");
    assert!(page.contains("EXIT STATUS"));
    assert!(page.contains("Judge waivers as of this day"), "options that short help hides are described: {page}");
}

#[test]
fn all_manual_pages_go_to_a_folder() {
    let run = totality(["man", "--out", "share/man1"]);
    let done = run.run();
    assert!(done.code == Some(0) && done.stdout.is_empty() && done.stderr.contains("written to share/man1"), "{done}");
    let pages = std::fs::read_dir(run.path().join("share/man1")).expect("is written");
    let mut names: Vec<_> = pages.map(|page| page.expect("can be read").file_name().into_string()).collect();
    names.sort();
    let names: Vec<_> = names.into_iter().map(|name| name.expect("is text")).collect();
    // Each command that help lists has one, and so has each below it.
    let help = totality(["--help"]).run().stdout;
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let listed = listed.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let listed: Vec<_> =
        listed.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help").collect();
    assert!(listed.len() > 10, "{help}");
    for name in listed {
        assert!(names.contains(&format!("totality-{name}.1")), "{name}: {names:?}");
    }
    for name in ["totality.1", "totality-baseline-write.1", "totality-config-show.1", "totality-audit-estimate.1"] {
        assert!(names.iter().any(|known| known == name), "{name}: {names:?}");
    }
    let page = std::fs::read_to_string(run.path().join("share/man1/totality-baseline-write.1")).expect("is text");
    assert_eq!(
        page,
        as_in_a_file(totality(["man", "baseline", "write"]).run().stdout),
        "it is the page that is printed"
    );
    let run = totality(["man", "--out", "file"]).file("file", "").run();
    assert!(run.code == Some(2) && run.stderr.contains("cannot be written"), "{run}");
}

/// The harness hides the version, which a file has.
fn as_in_a_file(shown: String) -> String {
    shown.replace("[VERSION]", env!("CARGO_PKG_VERSION"))
}

#[test]
fn colour_is_forced_unless_it_is_forbidden() {
    let shown = |environment: &[(&'static str, &'static str)]| {
        let run = totality(["check", "a.md"]).file("a.md", "The hearing is on ________.\n");
        environment.iter().fold(run, |run, (name, value)| run.env(name, value)).run().stdout
    };
    assert!(shown(&[("FORCE_COLOR", "1")]).contains('\u{1b}'));
    assert!(!shown(&[("FORCE_COLOR", "1"), ("NO_COLOR", "1")]).contains('\u{1b}'));
    assert!(!shown(&[("FORCE_COLOR", "0")]).contains('\u{1b}'));
}
