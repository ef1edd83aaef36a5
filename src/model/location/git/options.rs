//! The query of a Git URL: `ref`, `depth` and `sshkey` are ours, the rest stays with the repository.
//!
//! May import: `model::location::{error, key, percent}`, `model::secret`.

use crate::model::location::error::LocationError;
use crate::model::location::key::read_key;
use crate::model::location::percent::decode;
use crate::model::secret::Secret;

/// What the query of a Git URL says.
#[derive(Default)]
pub(super) struct Options {
    pub(super) reference: Option<String>,
    pub(super) depth: Option<u32>,
    pub(super) ssh_key: Secret,
    pub(super) rest: Option<String>,
    pub(super) warnings: Vec<String>,
}

impl Options {
    /// Reads a query. Of keys that stand twice the first counts, as in Go.
    pub(super) fn read(query: &str) -> Result<Self, LocationError> {
        let mut options = Self::default();
        let mut seen: Vec<&str> = Vec::new();
        let mut rest = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            if !matches!(key, "ref" | "depth" | "sshkey") {
                options.warn_of(key);
                rest.push(pair);
                continue;
            }
            if seen.contains(&key) {
                options.warnings.push(format!("\"{key}\" stands there twice: the first counts"));
                continue;
            }
            seen.push(key);
            options.take(key, value)?;
        }
        options.rest = (!rest.is_empty()).then(|| rest.join("&"));
        Ok(options)
    }

    fn take(&mut self, key: &str, value: &str) -> Result<(), LocationError> {
        let value = decode(value)
            .ok_or_else(|| LocationError::new(format!("the value of \"{key}\" is not UTF-8")))?;
        match key {
            "ref" if value.is_empty() => {}
            "ref" => self.reference = Some(self.check_reference(value)?),
            "depth" => self.depth = Some(check_depth(&value)?),
            _ => self.ssh_key = read_key(&value)?,
        }
        Ok(())
    }

    /// go-getter's own client gives these keys a meaning; Helm Broker calls the getters below it, so
    /// there they have none, and stay in the URL that is cloned.
    fn warn_of(&mut self, key: &str) {
        if matches!(key, "archive" | "checksum" | "filename") {
            self.warnings.push(format!(
                "\"{key}\" has no effect, as in Helm Broker: it stays in the repository's URL"
            ));
        }
    }

    /// The rules of Git for names of references, as far as they can hurt.
    fn check_reference(&mut self, name: String) -> Result<String, LocationError> {
        let odd = |c: char| c.is_whitespace() || c.is_control() || "~^:?*[\\".contains(c);
        if name.starts_with('-') {
            return Err(LocationError::new("a ref must not start with \"-\""));
        }
        if name.contains(odd) || name.contains("..") || name.contains("@{") || name.ends_with('/') {
            return Err(LocationError::new(
                "this is no name of a branch, a tag or a commit: Git forbids blanks, \"..\" and ~^:?*[\\ in it",
            ));
        }
        let digits = name.chars().all(|c| c.is_ascii_hexdigit());
        if digits && (7..40).contains(&name.len()) {
            self.warnings.push(format!(
                "\"{name}\" looks like a shortened commit id: finding it may take the whole history, \
                 and one day it may fit two commits; all 40 digits are quicker and safer"
            ));
        }
        Ok(name)
    }
}

fn check_depth(text: &str) -> Result<u32, LocationError> {
    text.parse().ok().filter(|depth| *depth > 0).ok_or_else(|| {
        LocationError::new("depth must be a whole number above 0 (how many commits are fetched)")
    })
}
