//! Catalogs of registered repositories: as they were last fetched, else fetched now.
//!
//! May import: `registry`, `ops`, `model`, `monitor`, `error`.

use jiff::Timestamp;

use crate::error::Error;
use crate::model::{Location, Repository};
use crate::monitor::Monitor;
use crate::ops::{self, Fetched, Freshness, Workplace};
use crate::registry::{Change, Loaded};

/// The catalog as it was last fetched; fetched now if it never was. What is on this machine is always
/// looked at anew.
///
/// # Errors
/// When nothing is cached and it could not be fetched.
pub(super) async fn known(
    place: &Workplace,
    repository: &Repository,
    monitor: &Monitor,
) -> Result<Fetched, Error> {
    let near = matches!(repository.location, Location::File { .. } | Location::Sample(_));
    if !near
        && let Ok(cached) = ops::fetch(&place.client, repository, Freshness::Cached, monitor).await
    {
        return Ok(cached);
    }
    ops::fetch(&place.client, repository, Freshness::Revalidate, monitor).await
}

/// The registered repositories of those names, in that order; all of them when no name is given.
///
/// # Errors
/// When one of the names is unknown.
pub(super) fn named<'loaded>(
    loaded: &'loaded Loaded,
    names: &[String],
) -> Result<Vec<&'loaded Repository>, Error> {
    if names.is_empty() {
        return Ok(loaded.repositories.iter().collect());
    }
    let mut found: Vec<&Repository> = Vec::new();
    for name in names {
        let repository = loaded.find(name).ok_or_else(|| crate::registry::unknown(name))?;
        if !found.iter().any(|one| one.name == repository.name) {
            found.push(repository);
        }
    }
    Ok(found)
}

/// The note that a repository's index was looked at.
pub(super) fn synced(name: &str, at: Timestamp) -> Change {
    Change::Synced { name: name.to_owned(), at }
}
