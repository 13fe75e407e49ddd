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
