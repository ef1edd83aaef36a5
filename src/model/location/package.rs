//! What else is where an index is: the packages that it names, and other index files.
//!
//! May import: `model::text`, `model::location::{error, value, percent}`.

use url::Url;

use super::error::LocationError;
use super::name::{INDEX, is_index_name, last_part};
use super::percent::decode;
use super::value::Location;
use crate::model::text::clean;

impl Location {
    /// The same place with another index file, of the same folder or of one below it.
    ///
    /// # Errors
    /// When `path` leads out of the folder, or ends in a name that is not taken for an index file.
    pub fn with_index_file(&self, path: &str) -> Result<Self, LocationError> {
        let fault = |what: &str| Err(LocationError::new(format!("\"{}\" {what}", clean(path))));
        let Some(path) = inside("", path).filter(|_| !path.starts_with('/')) else {
            return fault("is no path of a file in the index's folder");
        };
        if !is_index_name(last_part(&path)) {
            return fault("is no name of an index file: it ends in .yaml, .yml or .json");
        }
        let mut location = self.clone();
        match &mut location {
            Self::Http { url } => {
                if let Ok(mut segments) = url.path_segments_mut() {
                    segments.pop().extend(path.split('/'));
                }
            }
            Self::Git { index_path, .. } => {
                let folder = index_path.rfind('/').map_or(0, |at| at + 1);
                index_path.replace_range(folder.., &path);
            }
            Self::S3(place) => {
                let prefix = place.prefix().len();
                place.key.replace_range(prefix.., &path);
            }
            Self::Template(_) => return fault("cannot be put into a URL with placeholders"),
            Self::File { path: file } => {
                file.pop();
                file.extend(path.split('/'));
            }
            Self::Sample(_) if path.contains('/') => return fault("is in no sample"),
            Self::Sample(sample) => {
                let root = sample.split('/').next().unwrap_or_default();
                *sample = if path == INDEX { root.to_owned() } else { format!("{root}/{path}") };
            }
        }
        Ok(location)
    }

    /// The URL of a package as Helm resolves it: a reference with a scheme is itself; any other is
    /// resolved against the index's folder, and its query is replaced by the index URL's own (so that
    /// a token on the repository reaches the packages). `None` for a relative reference outside HTTP
    /// (see [`Location::package_path`]) and for texts that are no URL.
    #[must_use]
    pub fn package_url(&self, reference: &str) -> Option<Url> {
        if has_scheme(reference) {
            return Url::parse(reference).ok();
        }
        let Self::Http { url } = self else { return None };
        if reference.chars().any(char::is_control) {
            return None;
        }
        let mut folder = url.join(".").ok()?;
        folder.set_query(None);
        // The URL reader would trim blanks and turn backslashes; Helm keeps both.
        let reference = reference.replace('\\', "%5C").replace(' ', "%20");
        let mut resolved = folder.join(&reference).ok()?;
        resolved.set_query(url.query());
        Some(resolved)
    }

    /// The URL of an addon's archive: the folder of the index, `<key>-<version>.tgz`, without the
    /// index URL's query. Only for HTTP; elsewhere an addon is a folder.
    #[must_use]
    pub fn addon_url(&self, key: &str, version: &str) -> Option<Url> {
        let Self::Http { url } = self else { return None };
        let mut url = url.clone();
        url.set_query(None);
        url.path_segments_mut().ok()?.pop().push(&format!("{key}-{version}.tgz"));
        Some(url)
    }

    /// The path of a package in places that are trees, decoded and without `.`: from the root of a Git
    /// repository, from the index's folder elsewhere. `None` for absolute paths and ways out of the tree.
    #[must_use]
    pub fn package_path(&self, reference: &str) -> Option<String> {
        let path = decode(reference.split(['?', '#']).next()?)?;
        let folder = match self {
            Self::Git { index_path, .. } => {
                index_path.rsplit_once('/').map_or("", |(folder, _)| folder)
            }
            Self::S3(place) => place.prefix(),
            _ => "",
        };
        (!path.starts_with('/')).then(|| inside(folder, &path)).flatten()
    }
}

/// `path` seen from `folder`, both relative to the root of a tree; `None` when it is empty, leaves the
/// tree, or holds characters that no package path needs.
pub(super) fn inside(folder: &str, path: &str) -> Option<String> {
    if path.contains('\\') || path.chars().any(char::is_control) {
        return None;
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

/// Whether a text starts with a URL scheme, by the rule of RFC 3986.
pub(super) fn has_scheme(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}
