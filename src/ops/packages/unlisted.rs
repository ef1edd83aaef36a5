//! What lies beside an index and other indexes of the place: addons that none of them lists.
//!
//! May import: `ops::fetch`, `source`, `validate`, `model`, `monitor`, `error`.

use std::collections::BTreeSet;

use crate::error::{Error, ErrorKind};
use crate::model::{Catalog, Diagnostic, Entry, EntryVersion, Repository, RepositoryKind};
use crate::monitor::Monitor;
use crate::ops::fetch;
use crate::source::{self, Client, IndexAnswer};
use crate::validate::repository::unlisted;

/// Addons beside the index that neither it nor another index of the place lists.
///
/// # Errors
/// Only when cancelled.
pub(super) async fn addons(
    client: &Client,
    repository: &Repository,
    catalog: &Catalog,
    monitor: &Monitor,
) -> Result<Vec<Diagnostic>, Error> {
    let Some(folders) = unless_failed(source::addon_folders(client, repository, monitor).await)?
    else {
        return Ok(Vec::new());
    };
    if folders.is_empty() {
        return Ok(Vec::new());
    }
    let mut listed = names(catalog);
    for other in siblings(client, repository, RepositoryKind::Addons, monitor).await? {
        listed.extend(names(&other));
    }
    Ok(unlisted(&folders, &listed))
}

/// What the other indexes beside a repository's own list; those that cannot be read list nothing.
///
/// # Errors
/// Only when cancelled.
pub(super) async fn siblings(
    client: &Client,
    repository: &Repository,
    kind: RepositoryKind,
    monitor: &Monitor,
) -> Result<Vec<Catalog>, Error> {
    let names = unless_failed(source::siblings(client, repository, monitor).await)?;
    let mut catalogs = Vec::new();
    for name in names.unwrap_or_default() {
        let mut other = repository.clone();
        let Ok(location) = other.location.with_index_file(&name) else { continue };
        other.location = location;
        other.kind = Some(kind);
        let answer = unless_failed(source::read_index(client, &other, None, monitor).await)?;
        if let Some(IndexAnswer::Read(index)) = answer {
            catalogs.push(fetch::parse(client, &other, index.bytes, monitor).await?.read.catalog);
        }
    }
    Ok(catalogs)
}

/// The folder names that a catalog's entries lead to.
fn names(catalog: &Catalog) -> BTreeSet<String> {
    let of_entry = |entry: &Entry| {
        let name = entry.name.clone();
        let of_version = move |version: &EntryVersion| format!("{name}-{}", version.version);
        entry.versions.iter().map(of_version).collect::<Vec<_>>()
    };
    catalog.entries.iter().flat_map(of_entry).collect()
}

/// What could not be looked at is passed over here; only a cancellation ends the work.
pub(super) fn unless_failed<T>(outcome: Result<T, Error>) -> Result<Option<T>, Error> {
    match outcome {
        Err(error) if error.kind == ErrorKind::Cancelled => Err(error),
        other => Ok(other.ok()),
    }
}
