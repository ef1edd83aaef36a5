//! Provenance files beside packages, and the keys that they are verified with.
//!
//! May import: `source::{answer, client, file, package, race}`, `model`, `monitor`, `error`.

use std::path::{Path, PathBuf};

use url::Url;

use super::answer::{PackageBytes, PackageName};
use super::client::Client;
use super::file;
use super::package::{lies_beside, read_archive_url, read_package};
use super::race::blocking;
use crate::error::{Error, ErrorKind};
use crate::model::{Credentials, Location, Repository};
use crate::monitor::Monitor;

const ENDING: &str = ".prov";
/// Larger keyrings are not read, in bytes.
const KEYRING: u64 = 64 << 20;

/// How far a provenance file is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Search {
    /// Only where it costs next to nothing: on the disk, and in a Git repository that was fetched.
    Near,
    /// Wherever the package is.
    Anywhere,
}

/// Reads the provenance file of a chart's package: beside a local one, else at the package's URL with `.prov`
/// after its last character, as Helm asks for it. `None` when there is none, or none as near.
///
/// # Errors
/// When it could not be read.
pub async fn read_provenance(
    client: &Client,
    repository: &Repository,
    (wanted, search): (PackageName<'_>, Search),
    monitor: &Monitor,
) -> Result<Option<Vec<u8>>, Error> {
    let PackageName::Chart { url, .. } = wanted else { return Ok(None) };
    let is_tree = matches!(repository.location, Location::File { .. } | Location::Git { .. });
    let is_local = matches!(repository.location, Location::File { .. });
    let beside = format!("{}{ENDING}", url.split(['?', '#']).next().unwrap_or_default());
    let beside = PackageName::Chart { url: &beside, digest: "" };
    let whole = format!("{url}{ENDING}");
    let whole = PackageName::Chart { url: &whole, digest: "" };
    let wanted = if is_local && lies_beside(repository, beside, monitor).await? {
        beside
    } else if search == Search::Near && (!is_tree || url.contains("://")) {
        return Ok(None);
    } else {
        whole
    };
    if_there(read_package(client, repository, wanted, monitor).await)
}

/// Reads the provenance file beside a local package.
///
/// # Errors
/// When it could not be read.
pub async fn read_local_provenance(
    client: &Client,
    package: &Path,
    monitor: &Monitor,
) -> Result<Option<Vec<u8>>, Error> {
    let mut path = package.as_os_str().to_owned();
    path.push(ENDING);
    let (path, limit) = (PathBuf::from(path), client.settings.package_limit);
    blocking(
        monitor,
        move || {
            if path.is_file() { file::read(&path, limit).map(Some) } else { Ok(None) }
        },
    )
    .await
}

/// Reads the provenance file of a package at a URL that belongs to no repository.
///
/// # Errors
/// When it could not be read.
pub async fn read_provenance_url(
    client: &Client,
    package: &Url,
    credentials: Option<&Credentials>,
    monitor: &Monitor,
) -> Result<Option<Vec<u8>>, Error> {
    let Ok(url) = Url::parse(&format!("{package}{ENDING}")) else { return Ok(None) };
    if_there(read_archive_url(client, &url, credentials, monitor).await)
}

fn if_there(read: Result<PackageBytes, Error>) -> Result<Option<Vec<u8>>, Error> {
    match read {
        Ok(PackageBytes::Archive { bytes, .. }) => Ok(Some(bytes)),
        Ok(PackageBytes::Tree { .. }) => Ok(None),
        Err(error) if error.kind == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Reads a file of public keys.
///
/// # Errors
/// When there is none, or it could not be read.
pub async fn read_keyring(path: &Path, monitor: &Monitor) -> Result<Vec<u8>, Error> {
    let path = PathBuf::from(path);
    blocking(monitor, move || {
        let hint = "name a file of public keys, made with: gpg --export > pubring.gpg";
        file::read(&path, KEYRING).map_err(|error| error.hint(hint))
    })
    .await
}
