//! Values that are known by their marks, and the search for them.

use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// What every marked value holds: letters and digits, which no encoding of URLs changes.
const MARK: &str = "mArKeD7q";

/// A value for that key, with characters that every encoding writes in its own way.
pub(crate) fn value(key: &str) -> String {
    format!("{key}/{MARK}+{key}")
}

/// A value that can be a part of a host's name.
pub(crate) fn host() -> String {
    format!("{MARK}.invalid")
}

/// What looks like a private key.
pub(crate) fn private_key() -> String {
    let kind = "OPENSSH PRIVATE KEY";
    format!("-----BEGIN {kind}-----\nb3BlbnNz{MARK}AAAA\nAAAA{MARK}b3Bl\n-----END {kind}-----\n")
}

/// The form of a mark that stands in some bytes, with what stands around it.
pub(crate) fn found(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let lower = text.to_ascii_lowercase();
    let plain = lower.find(&MARK.to_ascii_lowercase());
    let shifted = (0..3).filter_map(|shift| {
        let whole = STANDARD.encode(format!("{}{MARK}", "x".repeat(shift)));
        // The first and last characters also hold bits of what stands beside the mark.
        let inner = &whole[[0, 2, 3][shift]..(shift + MARK.len()) * 8 / 6];
        text.find(inner)
    });
    let at = plain.into_iter().chain(shifted).next()?;
    let start = text.floor_char_boundary(at.saturating_sub(60));
    let end = text.ceil_char_boundary((at + 60).min(text.len()));
    Some(text[start..end].to_owned())
}

/// What was found where no mark may be.
#[derive(Default)]
pub(crate) struct Findings(Vec<String>);

impl Findings {
    /// The text holds no mark.
    pub(crate) fn check(&mut self, what: &str, text: &str) {
        self.0.extend(found(text.as_bytes()).map(|place| format!("{what}: …{place}…")));
    }

    /// No file below a folder holds a mark, in its name or its bytes, but those that are there to keep it.
    pub(crate) fn check_files(&mut self, what: &str, folder: &Path, kept: &[PathBuf]) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        for entry in entries.flatten() {
            let path = entry.path();
            if kept.contains(&path) {
                continue;
            }
            self.check(&format!("{what}: the name of a file"), &path.display().to_string());
            if path.is_dir() {
                self.check_files(what, &path, kept);
            } else if let Some(place) = fs::read(&path).ok().and_then(|bytes| found(&bytes)) {
                self.0.push(format!("{what}: in {}: …{place}…", path.display()));
            }
        }
    }
}

impl Drop for Findings {
    /// All findings at once.
    fn drop(&mut self) {
        assert!(
            self.0.is_empty() || std::thread::panicking(),
            "secrets are shown in {} places:\n{}",
            self.0.len(),
            self.0.join("\n")
        );
    }
}
