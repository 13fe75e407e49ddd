//! Runs the real program in a folder of its own, with nothing of the outer environment, and shows what came out.

use assert_cmd::Command;
use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A text that is no justification, whatever the rules.
pub(crate) const PLAIN: &str = "Minutes of the garden club.\n";

/// A run to be.
pub(crate) struct Totality {
    folder: TempDir,
    arguments: Vec<OsString>,
    environment: Vec<(&'static str, &'static str)>,
    stdin: Vec<u8>,
}

/// The subcommand and its arguments, to be run in an empty folder.
pub(crate) fn totality<S: Into<OsString>>(arguments: impl IntoIterator<Item = S>) -> Totality {
    Totality {
        folder: tempfile::tempdir().expect("a folder can be made"),
        arguments: arguments.into_iter().map(Into::into).collect(),
        environment: Vec::new(),
        stdin: Vec::new(),
    }
}

impl Totality {
    /// Adds arguments.
    pub(crate) fn with<S: Into<OsString>>(mut self, more: impl IntoIterator<Item = S>) -> Self {
        self.arguments.extend(more.into_iter().map(Into::into));
        self
    }

    /// Puts a file into the folder.
    pub(crate) fn file(self, path: impl AsRef<Path>, content: impl AsRef<[u8]>) -> Self {
        let path = self.folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("is in a folder")).expect("a folder can be made");
        std::fs::write(path, content).expect("a file can be written");
        self
    }

    /// Puts an empty folder into the folder.
    pub(crate) fn folder(self, path: &str) -> Self {
        std::fs::create_dir_all(self.folder.path().join(path)).expect("a folder can be made");
        self
    }

    /// What stands on standard input.
    pub(crate) fn stdin(mut self, content: impl AsRef<[u8]>) -> Self {
        self.stdin = content.as_ref().to_vec();
        self
    }

    /// A variable of the environment.
    pub(crate) fn env(mut self, name: &'static str, value: &'static str) -> Self {
        self.environment.push((name, value));
        self
    }

    /// The folder in which it is to run.
    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().to_path_buf()
    }

    /// The command, for what this harness has no word for.
    pub(crate) fn command(&self) -> std::process::Command {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_totality"));
        command.args(&self.arguments).current_dir(self.folder.path()).env_clear();
        command.env("HOME", self.folder.path()).envs(self.environment.iter().copied());
        command
    }

    /// Runs it.
    pub(crate) fn run(&self) -> Run {
        let output = Command::from_std(self.command()).write_stdin(self.stdin.clone()).output().expect("it runs");
        let text = |bytes: Vec<u8>| {
            let text = String::from_utf8(bytes).expect("the output is UTF-8");
            let folder = self.folder.path().display().to_string();
            text.replace(&folder, "[FOLDER]").replace(env!("CARGO_PKG_VERSION"), "[VERSION]")
        };
        Run { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// Runs it and reads its standard output as JSON.
    pub(crate) fn json(&self) -> (Option<i32>, serde_json::Value) {
        let run = self.run();
        (run.code, serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("the output is JSON:\n{run}")))
    }
}

/// What came out.
#[derive(Debug)]
pub(crate) struct Run {
    /// The exit code.
    pub(crate) code: Option<i32>,
    /// Standard output.
    pub(crate) stdout: String,
    /// Standard error.
    pub(crate) stderr: String,
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "exit code: {}", self.code.map_or_else(|| "none".to_owned(), |code| code.to_string()))?;
        write!(f, "----- stdout\n{}----- stderr\n{}", self.stdout, self.stderr)
    }
}
