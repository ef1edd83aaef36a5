//! The outside: one transport per scheme, behind functions that read an index, a package or a listing.
//!
//! May import: `source/*`, `model`, `monitor`, `error`.

pub mod answer;
pub mod client;

use std::path::Path;

use url::Url;

use crate::error::{Error, ErrorKind};
use crate::model::{Credentials, Repository};
use crate::monitor::Monitor;

pub use answer::{IndexAnswer, IndexBytes, PackageBytes, PackageName, Trail, Validators};
pub use client::{Client, Settings};

/// Reads a repository's index file, unless `known` says that the caller has it already.
///
/// # Errors
/// When it could not be read: see [`ErrorKind`]; never for what the file says.
pub async fn read_index(
    client: &Client,
    repository: &Repository,
    known: Option<&Validators>,
    monitor: &Monitor,
) -> Result<IndexAnswer, Error> {
    let _ = (client, repository, known, monitor);
    Err(Error::new(ErrorKind::Unsupported, "reading an index is not built yet"))
}

/// Reads a package that a repository's index names: over HTTP as an archive; an addon in a folder,
/// a Git repository or a sample as the folder `<key>-<version>` beside the index.
///
/// # Errors
/// When it could not be read; never for what is in it.
pub async fn read_package(
    client: &Client,
    repository: &Repository,
    wanted: PackageName<'_>,
    monitor: &Monitor,
) -> Result<PackageBytes, Error> {
    let _ = (client, repository, wanted, monitor);
    Err(Error::new(ErrorKind::Unsupported, "reading a package is not built yet"))
}

/// Reads a package archive at an `http` or `https` URL that belongs to no repository.
///
/// # Errors
/// When it could not be read.
pub async fn read_archive_url(
    client: &Client,
    url: &Url,
    credentials: Option<&Credentials>,
    monitor: &Monitor,
) -> Result<PackageBytes, Error> {
    let _ = (client, url, credentials, monitor);
    Err(Error::new(ErrorKind::Unsupported, "reading a package is not built yet"))
}

/// Reads a local package: a folder as a tree, a file as an archive.
///
/// # Errors
/// When it could not be read, or is larger than the limits allow.
pub async fn read_local_package(
    client: &Client,
    path: &Path,
    monitor: &Monitor,
) -> Result<PackageBytes, Error> {
    let _ = (client, path, monitor);
    Err(Error::new(ErrorKind::Unsupported, "reading a package is not built yet"))
}

/// Names of all index files beside a repository's own (`index-2.yaml`), where the place can be listed:
/// folders, Git repositories and samples. The repository's own is not among them.
///
/// # Errors
/// When the place could not be listed.
pub async fn siblings(
    client: &Client,
    repository: &Repository,
    monitor: &Monitor,
) -> Result<Vec<String>, Error> {
    let _ = (client, repository, monitor);
    Ok(Vec::new())
}
