//! Repository to catalog: reads the index, from the cache or its source, and parses it.
//!
//! May import: `source`, `helm`, `kyma`, `model`, `monitor`, `error`.

use std::sync::Arc;

use jiff::Timestamp;

use crate::error::{Error, ErrorKind, Failure};
use crate::model::{Catalog, Diagnostic, Repository};
use crate::monitor::Monitor;
use crate::source::Client;

/// How fresh the answer must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// Only what is in the cache; no network, no foreign disk.
    Cached,
    /// Ask the source whether the cached index is still current (`ETag`, `Last-Modified`, Git tip).
    Revalidate,
    /// Fetch it again, whatever is cached.
    Reload,
}

/// The text of an index file, for excerpts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexText {
    /// The file's name as places in diagnostics name it.
    pub name: String,
    /// Its whole text; bytes that are not UTF-8 are replaced.
    pub text: String,
}

/// What a fetch brought.
#[derive(Clone, Debug, PartialEq)]
pub struct Fetched {
    /// What the (last good) index says.
    pub catalog: Arc<Catalog>,
    /// What is wrong with the newest index text.
    pub diagnostics: Arc<[Diagnostic]>,
    /// The newest index text.
    pub index: Arc<IndexText>,
    /// When the catalog's bytes were last known to be current.
    pub fetched: Timestamp,
    /// The source said that nothing changed, or was not asked.
    pub unchanged: bool,
    /// The newest index is refused by its consumers, so the catalog is the last good one (or what could
    /// be read of the refused one, where there is no good one).
    pub refused: Option<Failure>,
}

/// Fetches and parses the index of a repository, and keeps it in the cache if it is good.
///
/// # Errors
/// When the index could not be looked at: no network, no such file, a web page instead of YAML,
/// nothing cached for [`Freshness::Cached`], cancelled.
pub async fn fetch(
    client: &Client,
    repository: &Repository,
    freshness: Freshness,
    monitor: &Monitor,
) -> Result<Fetched, Error> {
    let _ = (client, repository, freshness, monitor);
    Err(Error::new(ErrorKind::Unsupported, "fetching is not built yet"))
}
