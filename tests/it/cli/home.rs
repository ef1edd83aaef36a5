//! A user of their own for each test: an empty home, no proxies, and the built program.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The places of one imaginary user, gone at the end of the test.
pub(crate) struct Home {
    folder: tempfile::TempDir,
}

/// How a run of the program ended.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// The standard output of a run that must have ended with that code.
    #[track_caller]
    pub(crate) fn ended(self, code: i32) -> Self {
        assert_eq!(self.code, code, "out:\n{}\nerr:\n{}", self.out, self.err);
        self
    }

    /// The standard output as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        let value = serde_json::from_str(&self.out);
        assert!(value.is_ok(), "not JSON:\n{}", self.out);
        value.unwrap_or_default()
    }

    /// Both outputs hold none of these words.
    #[track_caller]
    pub(crate) fn holds_none_of(&self, words: &[&str]) {
        for word in words {
            assert!(!self.out.contains(word) && !self.err.contains(word), "{word} is shown");
        }
    }
}

impl Home {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    /// A path in the user's home.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// The file of registered repositories.
    pub(crate) fn registry(&self) -> PathBuf {
        self.path("config/chartroom/repositories.yaml")
    }

    /// The program, run as that user in their home.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chartroom"));
        command
            .args(words)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.folder.path())
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        for (name, folder) in [
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_STATE_HOME", "state"),
            ("XDG_CACHE_HOME", "cache"),
        ] {
            command.env(name, self.path(folder));
        }
        command
    }

    /// Runs the program to its end.
    pub(crate) fn run(&self, words: &[&str]) -> Ran {
        ran(&self.command(words).output().expect("the program starts"))
    }

    /// The same, with that text on standard input.
    pub(crate) fn run_with_input(&self, words: &[&str], input: &str) -> Ran {
        let mut command = self.command(words);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let mut stdin = child.stdin.take().expect("standard input is a pipe");
        // A program that does not read its input may be gone already.
        let _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        ran(&child.wait_with_output().expect("the program ends"))
    }

    /// Writes a file in the user's home.
    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder above")).expect("folders");
        fs::write(&path, content).expect("a file");
        path
    }

    /// Unfolds one of the embedded samples into a folder of the user's home.
    pub(crate) fn unfold(&self, sample: &str, folder: &str) -> PathBuf {
        for path in chartroom::sample::files(sample).expect("that sample") {
            let bytes = chartroom::sample::file(sample, path).expect("that file");
            self.write(&format!("{folder}/{path}"), bytes);
        }
        self.path(folder)
    }
}

fn ran(output: &Output) -> Ran {
    Ran {
        code: output.status.code().expect("it was not killed"),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// The permissions of a file, as in `chmod`.
#[cfg(unix)]
pub(crate) fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).expect("it is there").permissions().mode() & 0o777
}
