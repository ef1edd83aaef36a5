//! Packages, whatever the transport: archives by URL, archives and folders beside an index.
//!
//! May import: `source::{answer, cache, client, embedded, file, git, http, plain_http, race, refusal, resolved, s3}`, `secrets`,
//! `model`, `monitor`, `error`.

use std::path::{Path, PathBuf};

use url::Url;

use super::answer::{PackageAnswer, PackageBytes, PackageName, Validators};
use super::client::Client;
use super::http::{self, Encoding, Wanted};
use super::race::blocking;
use super::resolved::resolve;
use super::{cache, embedded, file, git, plain_http, refusal, s3};
use crate::error::{Error, ErrorKind};
use crate::model::location::decoded;
use crate::model::{Credentials, Fault, Location, Repository};
use crate::monitor::Monitor;
use crate::secrets::Resolved;

/// Reads a package that a repository's index names: over HTTP as an archive; an addon in a folder,
/// a Git repository or a sample as the folder `<key>-<version>` beside the index.
///
/// A local folder is most often a repository about to be published, so what lies beside its index comes
/// first: an archive of the name that an absolute URL ends in, and `<key>-<version>.tgz` of an addon.
///
/// # Errors
/// When it could not be read; never for what is in it.
pub async fn read_package(
    client: &Client,
    repository: &Repository,
    wanted: PackageName<'_>,
    monitor: &Monitor,
) -> Result<PackageBytes, Error> {
    match ask_package(client, repository, (wanted, None), monitor).await? {
        Some(answer) => Ok(answer.bytes),
        None => Err(not_asked()),
    }
}

fn not_asked() -> Error {
    let message = "the server says that the package has not changed, but was not asked that";
    Error::new(ErrorKind::Malformed, message)
}

/// The same with what was seen on the way; `None` when the server says that what `known` speaks of is current.
///
/// # Errors
/// As [`read_package`].
pub async fn ask_package(
    client: &Client,
    repository: &Repository,
    (wanted, known): (PackageName<'_>, Option<&Validators>),
    monitor: &Monitor,
) -> Result<Option<PackageAnswer>, Error> {
    let resolved = resolve(client, repository, monitor).await?;
    plain_http::guard(client, repository, &resolved)?;
    let read = ask(client, &resolved, (wanted, known), monitor).await;
    read.map_err(|error| error.redacted(&resolved.redactor))
}

async fn ask(
    client: &Client,
    resolved: &Resolved,
    (wanted, known): (PackageName<'_>, Option<&Validators>),
    monitor: &Monitor,
) -> Result<Option<PackageAnswer>, Error> {
    let repository = &resolved.repository;
    let location = &repository.location;
    if let Some(path) = beside(location, wanted, monitor).await? {
        return Ok(Some(read_local_package(client, &path, monitor).await?.into()));
    }
    let url = match location {
        Location::S3(place) => s3::web_url(place, wanted),
        _ => package_url(location, wanted)?,
    };
    if let Some(url) = url {
        let download = Download { url: &url, repository, digest: digest(wanted), known };
        return download.run(client, monitor).await;
    }
    Ok(Some(read(client, resolved, wanted, monitor).await?.into()))
}

/// A package that has no URL on a web server.
async fn read(
    client: &Client,
    resolved: &Resolved,
    wanted: PackageName<'_>,
    monitor: &Monitor,
) -> Result<PackageBytes, Error> {
    let location = &resolved.repository.location;
    if matches!(location, Location::S3(_)) {
        return s3::package(client, resolved, wanted, monitor).await;
    }
    let path = package_path(location, wanted)?;
    let limit = client.settings.package_limit;
    match location {
        Location::File { path: index } => {
            let path = index.parent().unwrap_or(index).join(path);
            blocking(monitor, move || file::package(&path, limit)).await
        }
        Location::Sample(sample) => embedded::package(sample, &path),
        Location::Git { .. } => git::package(client, resolved, path, monitor).await,
        // Every package of a web server has a URL, or no place at all.
        Location::Http { .. } | Location::S3(_) => Err(no_path(&path)),
        Location::Template(_) => Err(refusal::unfilled()),
    }
}

/// Whether a package that may have a URL elsewhere lies beside the index of a local repository.
///
/// # Errors
/// Only when cancelled.
pub async fn lies_beside(
    repository: &Repository,
    wanted: PackageName<'_>,
    monitor: &Monitor,
) -> Result<bool, Error> {
    Ok(beside(&repository.location, wanted, monitor).await?.is_some())
}

/// The archive beside a local index that stands for the package, if there is one.
async fn beside(
    location: &Location,
    wanted: PackageName<'_>,
    monitor: &Monitor,
) -> Result<Option<PathBuf>, Error> {
    let Location::File { path: index } = location else { return Ok(None) };
    let folder = index.parent().unwrap_or(index);
    let (archive, unpacked) = match wanted {
        PackageName::Chart { url, .. } if url.contains("://") => {
            let path = url.split(['?', '#']).next().unwrap_or_default();
            (decoded(path.rsplit('/').next().unwrap_or_default()), None)
        }
        PackageName::Chart { .. } => return Ok(None),
        PackageName::Addon { key, version } => {
            let name = format!("{key}-{version}");
            (format!("{name}.tgz"), Some(folder.join(name)))
        }
    };
    if archive.is_empty() || archive.contains(['/', '\\']) || archive.starts_with("..") {
        return Ok(None);
    }
    let archive = folder.join(archive);
    blocking(monitor, move || {
        let is_unpacked = unpacked.is_some_and(|path| path.is_dir());
        Ok((!is_unpacked && archive.is_file()).then_some(archive))
    })
    .await
}

/// The URL of a package, where it has one.
fn package_url(location: &Location, wanted: PackageName<'_>) -> Result<Option<Url>, Error> {
    let url = match wanted {
        PackageName::Chart { url, .. } => location.package_url(url),
        PackageName::Addon { key, version } => location.addon_url(key, version),
    };
    match url {
        Some(url) if matches!(url.scheme(), "http" | "https") => Ok(Some(url)),
        Some(url) => Err(Error::new(
            ErrorKind::Unsupported,
            format!("the package is at an {}:// URL, which is not supported", url.scheme()),
        )
        .hint("only packages over https and http, or beside the index, can be read")),
        None => Ok(None),
    }
}

/// The path of a package in a tree: see [`Location::package_path`].
fn package_path(location: &Location, wanted: PackageName<'_>) -> Result<String, Error> {
    let (path, text) = match wanted {
        PackageName::Chart { url, .. } => (location.package_path(url), url.to_owned()),
        PackageName::Addon { key, version } => {
            let name = format!("{key}-{version}");
            let path = location.package_path(&name.replace('%', "%25"));
            (path.filter(|_| !name.contains('/')), name)
        }
    };
    path.ok_or_else(|| no_path(&text))
}

fn no_path(text: &str) -> Error {
    let text = crate::model::text::clean(text);
    Error::new(ErrorKind::Malformed, format!("\"{text}\" is no path of a package"))
        .hint("the index must name packages by a URL, or by a path below its own folder")
}

fn digest(wanted: PackageName<'_>) -> &str {
    match wanted {
        PackageName::Chart { digest, .. } => digest,
        PackageName::Addon { .. } => "",
    }
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
    let mut repository = Repository::named("", Location::Http { url: url.clone() });
    repository.credentials = credentials.cloned();
    let download = Download { url, repository: &repository, digest: "", known: None };
    match download.run(client, monitor).await? {
        Some(answer) => Ok(answer.bytes),
        None => Err(not_asked()),
    }
}

/// An archive on a web server.
struct Download<'wanted> {
    url: &'wanted Url,
    repository: &'wanted Repository,
    digest: &'wanted str,
    known: Option<&'wanted Validators>,
}

impl Download<'_> {
    /// From the cache, if its digest is known there, else from its server.
    async fn run(
        &self,
        client: &Client,
        monitor: &Monitor,
    ) -> Result<Option<PackageAnswer>, Error> {
        let name = self.url.path_segments().and_then(|mut parts| parts.next_back());
        let name = decoded(name.unwrap_or_default());
        let (cache, digest) = (client.package_cache(), self.digest.to_owned());
        let cached = move || Ok(cache.and_then(|cache| cache::read_package(&cache, &digest)));
        match blocking(monitor, cached).await? {
            Some(bytes) => Ok(Some(PackageBytes::Archive { name, bytes }.into())),
            None => self.receive(client, name, monitor).await,
        }
    }

    async fn receive(
        &self,
        client: &Client,
        name: String,
        monitor: &Monitor,
    ) -> Result<Option<PackageAnswer>, Error> {
        let Self { url, repository, known, .. } = *self;
        let wanted = Wanted { url, repository, known, encoding: Encoding::Identity };
        let asked = http::ask(client, &wanted, monitor).await;
        let mut answer = asked.map_err(|error| match error.fault {
            Some(Fault::IndexMissing) => error
                .hint("there is nothing at this address: the index may be older than what is published")
                .fault(Fault::PackageMissing),
            _ => error,
        })?;
        if answer.unchanged {
            return Ok(None);
        }
        let bounds = (client.settings.package_limit, client.settings.patience);
        let bytes = answer.body(bounds, &name, monitor).await?;
        if let Some(error) = refusal::web_page(&bytes, answer.way(), "a package") {
            return Err(error);
        }
        let validators = answer.validators();
        let (cache, digest) = (client.settings.cache.clone(), self.digest.to_owned());
        let bytes = blocking(monitor, move || {
            cache::write_package(&cache, &digest, &bytes);
            Ok(bytes)
        })
        .await?;
        let bytes = PackageBytes::Archive { name, bytes };
        Ok(Some(PackageAnswer { bytes, validators, trail: answer.trail }))
    }
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
    let (path, limit) = (PathBuf::from(path), client.settings.package_limit);
    blocking(monitor, move || file::package(&path, limit)).await
}
