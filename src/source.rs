//! The outside: one transport per scheme, behind functions that read an index, a package or a listing.
//!
//! May import: `source/*`, `sample`, `model`, `monitor`, `error`.

pub mod answer;
pub mod cache;
pub mod client;
mod fault;
mod file;
mod http;
mod inflate;
pub mod look;
mod race;
mod refusal;

use std::path::{Path, PathBuf};

use url::Url;

use self::http::{Encoding, Wanted};
use self::race::race;
use crate::error::{Error, ErrorKind};
use crate::model::{Credentials, Location, Repository};
use crate::monitor::Monitor;
use crate::sample;

pub use answer::{IndexAnswer, IndexBytes, PackageBytes, PackageName, Trail, Validators};
pub use client::{Client, Proxies, Settings};
pub use look::{Look, addon_folders, look};

/// A question for an index that was answered, but of which the body may still be under way.
pub struct Asked {
    state: State,
    name: String,
}

enum State {
    Unchanged,
    Coming(Box<http::Answer>),
    Here(IndexBytes),
}

impl Asked {
    /// What was seen on the way so far.
    #[must_use]
    pub fn trail(&self) -> Trail {
        match &self.state {
            State::Unchanged => Trail::default(),
            State::Coming(answer) => answer.trail.clone(),
            State::Here(index) => index.trail.clone(),
        }
    }

    /// Reads the rest.
    ///
    /// # Errors
    /// When the body stalls, is cut off, is too large, or is a web page.
    pub async fn read(self, client: &Client, monitor: &Monitor) -> Result<IndexAnswer, Error> {
        let mut answer = match self.state {
            State::Unchanged => return Ok(IndexAnswer::Unchanged),
            State::Here(index) => return Ok(IndexAnswer::Read(index)),
            State::Coming(answer) => answer,
        };
        let bytes = answer.body(client.settings.index_limit, &self.name, monitor).await?;
        if let Some(error) = refusal::web_page(&bytes, answer.url()) {
            return Err(error);
        }
        let validators = answer.validators();
        Ok(IndexAnswer::Read(IndexBytes {
            name: self.name,
            bytes,
            validators,
            trail: answer.trail,
        }))
    }
}

/// Asks for a repository's index file, unless `known` says that the caller has it already. Returns when
/// the place has answered.
///
/// # Errors
/// When there is no answer, or one that is no index.
pub async fn ask_index(
    client: &Client,
    repository: &Repository,
    known: Option<&Validators>,
    monitor: &Monitor,
) -> Result<Asked, Error> {
    let name = repository.location.index_file().to_owned();
    let state = match &repository.location {
        Location::Http { url } => {
            let credentials = repository.credentials.as_ref().map(|own| (own, url));
            let wanted = Wanted { url, credentials, known, encoding: Encoding::Gzip };
            let answer = http::ask(client, &wanted, monitor).await?;
            if answer.unchanged { State::Unchanged } else { State::Coming(Box::new(answer)) }
        }
        Location::Git { .. } => {
            return Err(Error::new(ErrorKind::Unsupported, "git is not built yet"));
        }
        Location::File { path } => {
            let (path, limit) = (path.clone(), client.settings.index_limit);
            let bytes = blocking(monitor, move || file::read(&path, limit)).await?;
            State::Here(IndexBytes { name: name.clone(), bytes, ..IndexBytes::default() })
        }
        Location::Sample(sample) => {
            let bytes = sample_file(sample, &name)?;
            State::Here(IndexBytes { name: name.clone(), bytes, ..IndexBytes::default() })
        }
    };
    Ok(Asked { state, name })
}

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
    ask_index(client, repository, known, monitor).await?.read(client, monitor).await
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
    let location = &repository.location;
    if let Some(url) = package_url(location, wanted)? {
        let credentials = match location {
            Location::Http { url: home } => repository.credentials.as_ref().map(|own| (own, home)),
            _ => None,
        };
        return download(client, &url, credentials, (digest(wanted), monitor)).await;
    }
    let path = package_path(location, wanted)?;
    let limit = client.settings.package_limit;
    match location {
        Location::File { path: index } => {
            let path = index.parent().unwrap_or(index).join(path);
            blocking(monitor, move || file::package(&path, limit)).await
        }
        Location::Sample(sample) => sample_package(sample, &path),
        Location::Git { .. } | Location::Http { .. } => {
            Err(Error::new(ErrorKind::Unsupported, "git is not built yet"))
        }
    }
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
    path.ok_or_else(|| {
        let text = crate::model::text::clean(&text).into_owned();
        Error::new(ErrorKind::Malformed, format!("\"{text}\" is no path of a package"))
            .hint("the index must name packages by a URL, or by a path below its own folder")
    })
}

fn digest<'wanted>(wanted: PackageName<'wanted>) -> &'wanted str {
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
    download(client, url, credentials.map(|own| (own, url)), ("", monitor)).await
}

async fn download(
    client: &Client,
    url: &Url,
    credentials: Option<(&Credentials, &Url)>,
    (digest, monitor): (&str, &Monitor),
) -> Result<PackageBytes, Error> {
    let name = url.path_segments().and_then(|mut parts| parts.next_back()).unwrap_or_default();
    let name = crate::model::location::decoded(name);
    let (cache, known) = (client.settings.cache.clone(), digest.to_owned());
    let cached = blocking(monitor, move || Ok(cache::read_package(&cache, &known))).await?;
    if let Some(bytes) = cached {
        return Ok(PackageBytes::Archive { name, bytes });
    }
    let wanted = Wanted { url, credentials, known: None, encoding: Encoding::Identity };
    let mut answer = http::ask(client, &wanted, monitor).await?;
    let bytes = answer.body(client.settings.package_limit, &name, monitor).await?;
    if let Some(error) = refusal::web_page(&bytes, answer.url()) {
        return Err(error);
    }
    let (cache, known) = (client.settings.cache.clone(), digest.to_owned());
    let bytes = blocking(monitor, move || {
        cache::write_package(&cache, &known, &bytes);
        Ok(bytes)
    })
    .await?;
    Ok(PackageBytes::Archive { name, bytes })
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
    let _ = client;
    match &repository.location {
        Location::Http { .. } | Location::Git { .. } => Ok(Vec::new()),
        Location::File { path } => {
            let path = path.clone();
            blocking(monitor, move || file::siblings(&path)).await
        }
        Location::Sample(name) => {
            let names = sample_paths(name)?.into_iter().filter(|path| !path.contains('/'));
            Ok(file::other_indexes(names.map(str::to_owned), repository.location.index_file()))
        }
    }
}

/// Runs blocking work on the blocking pool; a panic in it becomes an error.
async fn blocking<T: Send + 'static>(
    monitor: &Monitor,
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    race(monitor, tokio::task::spawn_blocking(work)).await?.unwrap_or_else(|_| {
        Err(Error::new(ErrorKind::Malformed, "reading failed in a way that nobody expected")
            .hint("this is a fault in chartroom: please report it"))
    })
}

fn sample_paths(sample: &str) -> Result<Vec<&'static str>, Error> {
    let name = sample.split('/').next().unwrap_or_default();
    sample::files(name).ok_or_else(|| {
        Error::new(ErrorKind::NotFound, format!("there is no embedded sample \"{name}\""))
            .hint(format!("there are: {}", sample::names().join(", ")))
    })
}

fn sample_file(sample: &str, path: &str) -> Result<Vec<u8>, Error> {
    sample_paths(sample)?;
    let name = sample.split('/').next().unwrap_or_default();
    sample::file(name, path).map(std::borrow::Cow::into_owned).ok_or_else(|| {
        Error::new(ErrorKind::NotFound, format!("there is no {path} in sample://{name}"))
    })
}

/// A file of a sample, or all files below a folder of it.
fn sample_package(sample: &str, path: &str) -> Result<PackageBytes, Error> {
    let folder = format!("{path}/");
    let name = path.rsplit('/').next().unwrap_or_default().to_owned();
    let below: Vec<&str> =
        sample_paths(sample)?.into_iter().filter(|file| file.starts_with(&folder)).collect();
    if below.is_empty() {
        return Ok(PackageBytes::Archive { name, bytes: sample_file(sample, path)? });
    }
    let read = |file: &str| {
        let inner = file.strip_prefix(&folder).unwrap_or(file).to_owned();
        Ok((inner, sample_file(sample, file)?))
    };
    Ok(PackageBytes::Tree {
        name,
        files: below.into_iter().map(read).collect::<Result<_, Error>>()?,
    })
}
