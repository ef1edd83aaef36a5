//! What a text on the command line means: a repository, a package of its own, or manifests.
//!
//! May import: `ops::manifests`, `source`, `manifest`, `model`, `monitor`, `error`.

use std::path::{Path, PathBuf};

use url::Url;

use super::manifests;
use crate::error::{Error, ErrorKind};
use crate::manifest::Text;
use crate::model::location::is_index_name;
use crate::model::location::mask::mask_query;
use crate::model::{Credentials, Location, Repository, Surroundings};
use crate::monitor::Monitor;
use crate::source::{self, Client, Look, PackageBytes};

/// Files that stand for the package around them, in lower case.
const METADATA: [&str; 2] = ["chart.yaml", "meta.yaml"];

/// What is to be validated.
pub(super) enum Subject {
    /// An index with its packages.
    Repository(Box<Repository>),
    /// A chart or addon.
    Package(PackageBytes),
    /// Kubernetes manifests.
    Manifests(Text),
    /// A folder with nothing in it that we know; the names of its YAML files.
    Nothing(Vec<String>),
}

/// Finds out what a text means. A package is read at once.
///
/// # Errors
/// When the text is no place at all, or a package could not be read.
pub(super) async fn understand(
    client: &Client,
    text: &str,
    monitor: &Monitor,
) -> Result<Subject, Error> {
    let path = local_path(text);
    match source::look(&path, monitor).await {
        Ok(Look::Folder(names)) => return folder(client, &path, names, monitor).await,
        Ok(Look::File) => return file(client, &path, monitor).await,
        // What cannot be looked at may still be a URL; else the source says why.
        Ok(Look::Missing) | Err(_) => {}
    }
    if let Some(url) = package_url(text) {
        let (url, credentials) = without_user(url);
        let bytes = source::read_archive_url(client, &url, credentials.as_ref(), monitor).await?;
        return Ok(Subject::Package(bytes));
    }
    if is_archive_path(text) {
        let plain: PathBuf = path.components().collect();
        let message = format!("there is no file {}", plain.display());
        let hint = "a package is named by its path, or by its URL with http:// or https://";
        return Err(Error::new(ErrorKind::NotFound, message).hint(hint));
    }
    let parsed = Location::parse(text).map_err(|error| {
        let error_with = Error::new(ErrorKind::Malformed, error.message);
        match error.suggestion {
            Some(suggestion) => error_with.hint(format!("did you mean {suggestion}?")),
            None => error_with,
        }
    })?;
    let mut repository = Repository::named(text, parsed.location);
    repository.credentials = parsed.credentials;
    Ok(Subject::Repository(Box::new(repository)))
}

/// The folder in which the files of a local target lie, as places name them: a package begins with its own name.
pub(super) fn folder_of(text: &str, subject: &Subject) -> Option<PathBuf> {
    let above = |path: &Path| path.parent().map(Path::to_owned);
    match subject {
        Subject::Repository(repository) => match &repository.location {
            Location::File { path } if is_index_path(path) => above(path),
            Location::File { path } => Some(path.clone()),
            _ => None,
        },
        Subject::Package(_) | Subject::Manifests(_) => {
            let path = local_path(text);
            let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
            match path.try_exists() {
                Ok(true) if METADATA.contains(&name.as_str()) => above(path.parent()?),
                Ok(true) => above(&path),
                _ => None,
            }
        }
        Subject::Nothing(_) => None,
    }
}

fn is_index_path(path: &Path) -> bool {
    path.file_name().is_some_and(|name| is_index_name(&name.to_string_lossy()))
}

/// How a target is named in reports, progress and errors: as it was typed, but for user info and secret
/// query values.
///
/// ```
/// use chartroom::ops::shown_target;
/// assert_eq!(shown_target("https://me:secret@example.org?token=x"), "https://example.org?token=***");
/// ```
#[must_use]
pub fn shown_target(text: &str) -> String {
    let Some(at) = text.find("://") else {
        let has_password = text.split_once('@').is_some_and(|(user, _)| user.contains(':'));
        let is_git = text.starts_with("git::");
        let start =
            if has_password && !is_git { text.rfind('@').map_or(0, |at| at + 1) } else { 0 };
        return without_query_secrets(text.get(start..).unwrap_or(text));
    };
    let (scheme, rest) = text.split_at(at + 3);
    format!("{scheme}{}", without_query_secrets(without_user_text(text, rest)))
}

/// The text with secret values starred, behind an `&` in the place of a `?`, too.
fn without_query_secrets(rest: &str) -> String {
    let (rest, fragment) = rest.split_once('#').map_or((rest, None), |(a, b)| (a, Some(b)));
    let (rest, query) = rest.split_at(rest.find(['?', '&']).unwrap_or(rest.len()));
    let query = query.get(..1).zip(query.get(1..));
    let query = query.map(|(mark, pairs)| format!("{mark}{}", mask_query(pairs)));
    let fragment = fragment.map(|text| format!("#{}", mask_query(text)));
    format!("{rest}{}{}", query.unwrap_or_default(), fragment.unwrap_or_default())
}

/// What follows the scheme, without the user info before the host. In a URL that cannot be read, whatever
/// stands before the last `@` may be a password.
fn without_user_text<'text>(text: &str, rest: &'text str) -> &'text str {
    let url = text.strip_prefix("git::").or_else(|| text.strip_prefix("s3::")).unwrap_or(text);
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let is_cut = rest.get(..end).is_some_and(|head| head.ends_with(':'));
    let end = if is_cut || Url::parse(url).is_err() { rest.len() } else { end };
    let host = rest.get(..end).and_then(|head| head.rfind('@')).map_or(0, |at| at + 1);
    rest.get(host..).unwrap_or(rest)
}

pub(super) fn local_path(text: &str) -> PathBuf {
    let text = text.strip_prefix("file://").unwrap_or(text);
    let surroundings = Surroundings::of_process();
    match (text.strip_prefix("~/"), surroundings.home) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => surroundings.folder.join(text),
    }
}

async fn folder(
    client: &Client,
    path: &Path,
    names: Vec<String>,
    monitor: &Monitor,
) -> Result<Subject, Error> {
    let has = |name: &str| names.iter().any(|other| other == name);
    let has_index = ["index.yaml", "index.yml", "index.json"].into_iter().find(|name| has(name));
    let is_package = has("Chart.yaml") || has("meta.yaml") || has("plans");
    match has_index {
        _ if is_package => {
            Ok(Subject::Package(source::read_local_package(client, path, monitor).await?))
        }
        Some(index) => Ok(Subject::Repository(Box::new(repository(path.join(index))))),
        None => {
            let indexes = names.into_iter().filter(|name| is_index_name(name)).collect();
            Ok(Subject::Nothing(indexes))
        }
    }
}

async fn file(client: &Client, path: &Path, monitor: &Monitor) -> Result<Subject, Error> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let is_metadata = METADATA.contains(&name.as_str());
    match path.parent() {
        Some(folder) if is_metadata => {
            Ok(Subject::Package(source::read_local_package(client, folder, monitor).await?))
        }
        _ if is_archive_name(&name) => {
            Ok(Subject::Package(source::read_local_package(client, path, monitor).await?))
        }
        _ => {
            let repository = repository(path.to_owned());
            let is_index = is_index_name(&name) && name.starts_with("index");
            let read = async || manifests::read(client, &repository, monitor).await;
            match if is_index { None } else { read().await? } {
                Some(text) => Ok(Subject::Manifests(text)),
                None => Ok(Subject::Repository(Box::new(repository))),
            }
        }
    }
}

fn repository(index: PathBuf) -> Repository {
    Repository::named(index.display().to_string(), Location::File { path: index })
}

fn is_archive_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".tgz", ".tar", ".gz"].iter().any(|end| name.ends_with(end))
}

/// A path of a package archive, or a bare name of one. What has a scheme is no path, and neither is what
/// begins with a host.
fn is_archive_path(text: &str) -> bool {
    let first = text.split('/').next().unwrap_or_default();
    let is_path = matches!(first, "" | "." | ".." | "~") || !first.contains('.');
    let is_local = text.starts_with("file:") || !text.contains(':');
    is_archive_name(text) && is_local && (is_path || first == text || text.starts_with("file:"))
}

/// The URL of a package archive.
pub(super) fn package_url(text: &str) -> Option<Url> {
    let url = Url::parse(text.trim()).ok()?;
    (is_archive_name(url.path()) && matches!(url.scheme(), "http" | "https")).then_some(url)
}

/// The URL without its user info, and that as credentials: as the index beside it would have them.
pub(super) fn without_user(mut url: Url) -> (Url, Option<Credentials>) {
    let beside = url.join("index.yaml").ok();
    let parsed = beside.and_then(|index| Location::parse(index.as_str()).ok());
    // Only URLs without a host refuse this, and those have no user.
    let _ = (url.set_username(""), url.set_password(None));
    (url, parsed.and_then(|parsed| parsed.credentials))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_of_a_target_is_where_its_places_begin() {
        let root = tempfile::tempdir().expect("a folder");
        let path = |name: &str| root.path().join(name).display().to_string();
        std::fs::create_dir(path("redis")).expect("a folder");
        std::fs::write(path("redis/Chart.yaml"), "name: redis").expect("a file");
        std::fs::write(path("redis-1.0.0.tgz"), "").expect("a file");
        let index = |name| Subject::Repository(Box::new(repository(path(name).into())));
        let package =
            || Subject::Package(PackageBytes::Tree { name: String::new(), files: Vec::new() });
        for (name, subject, expected) in [
            ("index.yaml", index("index.yaml"), Some("")),
            ("", index(""), Some("")),
            ("redis", package(), Some("")),
            ("redis/Chart.yaml", package(), Some("")),
            ("redis-1.0.0.tgz", package(), Some("")),
            ("gone-1.0.0.tgz", package(), None),
        ] {
            let expected = expected.map(|_| root.path().to_owned());
            assert_eq!(folder_of(&path(name), &subject), expected, "{name}");
        }
        assert_eq!(folder_of("https://example.org/redis-1.0.0.tgz", &package()), None);
    }

    #[test]
    fn targets_are_shown_as_typed_but_for_their_secrets() {
        for (target, expected) in [
            ("stable", "stable"),
            ("./folder@1", "./folder@1"),
            ("https://example.org", "https://example.org"),
            ("https://u:p@example.org/a.yaml", "https://example.org/a.yaml"),
            ("https://u:p@ss@example.org/a", "https://example.org/a"),
            ("https://u:p/w@example.org/a", "https://example.org/a"),
            ("https://example.org/@scope/a", "https://example.org/@scope/a"),
            (
                "git::https://u:p@example.org/r.git//a?ref=x",
                "git::https://example.org/r.git//a?ref=x",
            ),
            ("git::git@example.org:team/r.git", "git::git@example.org:team/r.git"),
            ("ftp://u:p@example.org/a", "ftp://example.org/a"),
            ("u:p@example.org/a", "example.org/a"),
            ("s3::https://AKID:abc/def@example.org/b", "s3::https://example.org/b"),
            ("https://u:/p@example.org/a", "https://example.org/a"),
            ("https://example.org/a&token=t", "https://example.org/a&token=***"),
            ("github.com/o/r//a?code=t", "github.com/o/r//a?code=***"),
            (
                "https://example.org/a?x=1&token=t#sig=s",
                "https://example.org/a?x=1&token=***#sig=***",
            ),
        ] {
            assert_eq!(shown_target(target), expected);
        }
    }
}
