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
fn colour_is_forced_unless_it_is_forbidden() {
    let shown = |environment: &[(&'static str, &'static str)]| {
        let run = totality(["check", "a.md"]).file("a.md", "The hearing is on ________.\n");
        environment.iter().fold(run, |run, (name, value)| run.env(name, value)).run().stdout
    };
    assert!(shown(&[("FORCE_COLOR", "1")]).contains('\u{1b}'));
    assert!(!shown(&[("FORCE_COLOR", "1"), ("NO_COLOR", "1")]).contains('\u{1b}'));
    assert!(!shown(&[("FORCE_COLOR", "0")]).contains('\u{1b}'));
}
