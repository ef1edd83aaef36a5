//! Catalogs of registered repositories: as they were last fetched, else fetched now.
//!
//! May import: `cli::output`, `registry`, `ops`, `model`, `monitor`, `error`.

use std::time::Duration;

use jiff::Timestamp;

use super::output::note;
use crate::error::{Error, ErrorKind};
use crate::model::{Location, Repository};
use crate::monitor::Monitor;
use crate::ops::{self, Fetched, Freshness, Workplace};
use crate::registry::{Change, Loaded};

/// How long a repository that was never fetched is waited for when others are asked too.
const SHORT: Duration = Duration::from_secs(5);

/// How long to wait for a repository that was never fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Patience {
    /// As the settings say: it was asked for by its name.
    Full,
    /// A few seconds: it is one of many, and the answer of the others is not to wait for it.
    Short,
}

/// What is said each time of a repository whose server is believed unseen.
pub(super) fn unverified(name: &str) -> String {
    format!("{name}: the server's certificate is NOT verified (--insecure-skip-tls-verify)")
}

/// The registered repositories; what is worth knowing about the file is told.
///
/// # Errors
/// When the registry cannot be read.
pub(super) fn registered(place: &Workplace) -> Result<Loaded, Error> {
    let loaded = place.registry.load()?;
    loaded.notes.iter().for_each(|text| note(text));
    Ok(loaded)
}

/// The catalog as it was last fetched; fetched now if it never was. What is on this machine is always
/// looked at anew.
///
/// # Errors
/// When nothing is cached and it could not be fetched, or not in time.
pub(super) async fn known(
    place: &Workplace,
    repository: &Repository,
    patience: Patience,
    monitor: &Monitor,
) -> Result<Fetched, Error> {
    let near = matches!(repository.location, Location::File { .. } | Location::Sample(_));
    if !near
        && let Ok(cached) = ops::fetch(&place.client, repository, Freshness::Cached, monitor).await
    {
        return Ok(cached);
    }
    if repository.access.skip_tls_verify {
        note(&unverified(&repository.name));
    }
    let fetch = ops::fetch(&place.client, repository, Freshness::Revalidate, monitor);
    if near || patience == Patience::Full {
        return fetch.await;
    }
    tokio::time::timeout(SHORT, fetch).await.unwrap_or_else(|_| {
        monitor.cancel();
        let message =
            format!("it was never fetched, and no index came within {} s", SHORT.as_secs());
        Err(Error::new(ErrorKind::Timeout, message).hint(format!(
            "fetch it once, however long it takes: chartroom repo refresh {}",
            repository.name
        )))
    })
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
