//! A first look at local places: what is at a path, and which folders lie beside an index.
//!
//! May import: `source::{client, file, git, race, resolved, s3}`, `sample`, `model`, `monitor`, `error`.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use super::client::Client;
use super::file::failed;
use super::race::blocking;
use super::resolved::resolve;
use super::{git, s3};
use crate::error::Error;
use crate::model::{Location, Repository};
use crate::monitor::Monitor;
use crate::sample;

/// What is at a local path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// Nothing.
    Missing,
    /// Something that is no folder.
    File,
    /// A folder, with the names in it, sorted.
    Folder(Vec<String>),
}

/// Looks at a local path.
///
/// # Errors
/// When the path exists and may not be looked at, or when cancelled.
pub async fn look(path: &Path, monitor: &Monitor) -> Result<Look, Error> {
    let path = path.to_owned();
    blocking(monitor, move || look_at(&path)).await
}

/// Names of the folders beside a repository's index that hold a `meta.yaml`, where the place can be listed.
///
/// # Errors
/// When the place could not be listed.
pub async fn addon_folders(
    client: &Client,
    repository: &Repository,
    monitor: &Monitor,
) -> Result<Vec<String>, Error> {
    let resolved = resolve(client, repository, monitor).await?;
    let found = match &resolved.repository.location {
        Location::File { path } => {
            let folder = path.parent().unwrap_or(path).to_owned();
            blocking(monitor, move || folders_below(&folder)).await
        }
        Location::Sample(name) => {
            let name = name.split('/').next().unwrap_or_default();
            let paths = sample::files(name).unwrap_or_default();
            let folders = paths.into_iter().filter_map(|path| path.strip_suffix("/meta.yaml"));
            let names: BTreeSet<String> =
                folders.filter(|path| !path.contains('/')).map(str::to_owned).collect();
            Ok(names.into_iter().collect())
        }
        Location::Git { .. } => git::addon_folders(client, &resolved, monitor).await,
        Location::S3(_) => s3::addon_folders(client, &resolved, monitor).await,
        Location::Http { .. } | Location::Template(_) => Ok(Vec::new()),
    };
    found.map_err(|error| error.redacted(&resolved.redactor))
}

/// Names of the chart archives in a folder below a repository's index (`""` is the index's own), where the place
/// can be listed.
///
/// # Errors
/// When the folder could not be listed.
pub async fn archives_in(
    client: &Client,
    repository: &Repository,
    folder: &str,
    monitor: &Monitor,
) -> Result<Vec<String>, Error> {
    let resolved = resolve(client, repository, monitor).await?;
    let found = match &resolved.repository.location {
        Location::File { path } => {
            let folder = path.parent().unwrap_or(path).join(folder);
            blocking(monitor, move || match look_at(&folder)? {
                Look::Folder(names) => Ok(names),
                Look::File | Look::Missing => Ok(Vec::new()),
            })
            .await
        }
        Location::Git { .. } => git::names(client, &resolved, folder, monitor).await,
        Location::S3(_) => s3::names(client, &resolved, folder, monitor).await,
        Location::Sample(_) | Location::Http { .. } | Location::Template(_) => Ok(Vec::new()),
    };
    let mut names = found.map_err(|error| error.redacted(&resolved.redactor))?;
    names.retain(|name| is_archive(name));
    names.sort();
    Ok(names)
}

fn is_archive(name: &str) -> bool {
    let ending = Path::new(name).extension();
    ending.is_some_and(|ending| ending.eq_ignore_ascii_case("tgz")) && !name.starts_with('.')
}

fn folders_below(folder: &Path) -> Result<Vec<String>, Error> {
    let Look::Folder(names) = look_at(folder)? else { return Ok(Vec::new()) };
    let holds_addon = |name: &String| folder.join(name).join("meta.yaml").is_file();
    Ok(names.into_iter().filter(holds_addon).collect())
}

fn look_at(path: &Path) -> Result<Look, Error> {
    match fs::metadata(path) {
        Err(error) if is_absent(&error) => Ok(Look::Missing),
        Err(error) => Err(failed(path, &error)),
        Ok(data) if !data.is_dir() => Ok(Look::File),
        Ok(_) => {
            let entries = fs::read_dir(path).map_err(|error| failed(path, &error))?;
            let mut names: Vec<String> = entries
                .flatten()
                .map(|entry| entry.file_name().to_string_lossy().into_owned())
                .collect();
            names.sort();
            Ok(Look::Folder(names))
        }
    }
}

/// Texts that are no paths at all (too long, with a NUL) are absent as well.
fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound
            | io::ErrorKind::NotADirectory
            | io::ErrorKind::InvalidInput
            | io::ErrorKind::InvalidFilename
    )
}
