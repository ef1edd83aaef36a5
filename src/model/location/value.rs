//! A location as a value, and its text forms.
//!
//! May import: `model::{credentials, digest}`, `model::location::{mask, name, percent, s3, template}`.

use std::fmt;
use std::path::PathBuf;

use url::Url;

use super::mask::{mask_query, masked};
use super::name::{INDEX, last_part};
use super::percent::encode;
use super::s3::S3Place;
use super::template::Template;
use crate::model::credentials::Credentials;
use crate::model::digest;

/// Where an index file is, and hence where its packages are sought. Never holds a password.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum Location {
    /// On a web server.
    Http {
        /// URL of the index file itself, without user info; a query belongs to it.
        url: Url,
    },
    /// In a Git repository.
    Git {
        /// URL of the repository (`https`, `http`, `ssh`, `git`, `file`), without user info but the user
        /// of SSH, who belongs to the place.
        url: Url,
        /// Branch, tag or commit; `None` is the default branch.
        reference: Option<String>,
        /// How many commits to fetch.
        depth: Option<u32>,
        /// Path of the index file inside the repository, `/`-separated, never with `..`.
        index_path: String,
    },
    /// In a bucket of an object store.
    S3(S3Place),
    /// Known once a Secret has filled the placeholders.
    Template(Template),
    /// In a local folder.
    File {
        /// Absolute path of the index file.
        path: PathBuf,
    },
    /// One of the embedded sample repositories, by name (`charts`), or one of its index files
    /// (`addons/index-2.yaml`).
    Sample(String),
}

/// What a text was understood as.
#[derive(Clone, PartialEq, Eq)]
pub struct Parsed {
    /// The place.
    pub location: Location,
    /// What stood in the text and is secret: user name and password, keys, tokens.
    pub credentials: Option<Credentials>,
    /// What is worth knowing about the text.
    pub warnings: Vec<String>,
    /// Another text that may be meant.
    pub suggestion: Option<String>,
    /// The template that was filled to get it: the location then holds values that are secret.
    pub template: Option<Template>,
}

impl fmt::Debug for Parsed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = formatter.debug_struct("Parsed");
        match &self.template {
            Some(template) => out.field("template", template),
            None => out.field("location", &self.location),
        };
        let Self { credentials, warnings, suggestion, .. } = self;
        out.field("credentials", credentials).field("warnings", warnings);
        out.field("suggestion", suggestion).finish_non_exhaustive()
    }
}

impl Parsed {
    pub(super) fn new(
        location: Location,
        credentials: Option<Credentials>,
        warnings: Vec<String>,
    ) -> Self {
        Self { location, credentials, warnings, suggestion: None, template: None }
    }
}

impl Location {
    /// `https`, `http`, `git`, `file` or `sample`.
    #[must_use]
    pub fn scheme_name(&self) -> &'static str {
        match self {
            Self::Http { url } if url.scheme() == "http" => "http",
            Self::Http { .. } => "https",
            Self::Git { .. } => "git",
            Self::S3(_) => "s3",
            Self::Template(_) => "template",
            Self::File { .. } => "file",
            Self::Sample(_) => "sample",
        }
    }

    /// The host that is asked, if any.
    #[must_use]
    pub fn host(&self) -> Option<&str> {
        match self {
            Self::Http { url } | Self::Git { url, .. } => {
                url.host_str().filter(|host| !host.is_empty())
            }
            Self::S3(place) => place.endpoint.host_str(),
            Self::Template(_) | Self::File { .. } | Self::Sample(_) => None,
        }
    }

    /// Name of the index file, without its folder.
    #[must_use]
    pub fn index_file(&self) -> &str {
        match self {
            Self::Http { url } => last_part(url.path()),
            Self::Git { index_path, .. } => last_part(index_path),
            Self::S3(place) => last_part(&place.key),
            Self::Template(template) => template.index_file(),
            Self::File { path } => {
                path.file_name().and_then(std::ffi::OsStr::to_str).unwrap_or(INDEX)
            }
            Self::Sample(name) => name.split_once('/').map_or(INDEX, |(_, file)| last_part(file)),
        }
    }

    /// The whole text, for the registry file: [`Location::parse`] gives the same location again.
    /// Secret query values are in it; for the eye there is `Display`, which stars them.
    #[must_use]
    pub fn canonical(&self) -> String {
        match self {
            Self::Http { url } => url.to_string(),
            Self::Git { url, .. } => self.git_text(url.clone(), url.query().map(str::to_owned)),
            Self::S3(place) => place.text(),
            Self::Template(template) => template.text().to_owned(),
            Self::File { path } => path_text(path),
            Self::Sample(name) => format!("sample://{name}"),
        }
    }

    /// The same place with the usual index file and depth: several index files share one copy, and another depth
    /// only adds to it.
    #[must_use]
    pub fn root(&self) -> Self {
        let mut root = self.clone();
        if let Self::Git { index_path, depth, .. } = &mut root {
            INDEX.clone_into(index_path);
            *depth = None;
        }
        root
    }

    fn git_text(&self, mut url: Url, query: Option<String>) -> String {
        let Self::Git { reference, depth, index_path, .. } = self else { return String::new() };
        url.set_query(None);
        let mut options: Vec<String> = query.into_iter().collect();
        options.extend(reference.as_ref().map(|name| format!("ref={}", encode(name))));
        options.extend(depth.map(|count| format!("depth={count}")));
        let mark = if options.is_empty() { "" } else { "?" };
        format!("git::{url}//{}{mark}{}", encode(index_path), options.join("&"))
    }

    /// A name for cached data: a hash that tells nothing of the place.
    #[must_use]
    pub fn cache_key(&self) -> String {
        digest::name_of(&self.canonical())
    }

    /// Where packages are sought, in words for people.
    #[must_use]
    pub fn packages_at(&self) -> String {
        match self {
            Self::Http { url } => {
                let mut folder = url.clone();
                folder.set_query(None);
                masked(&folder.join(".").unwrap_or(folder))
            }
            Self::Git { url, reference, index_path, .. } => {
                let folder =
                    index_path.rfind('/').map_or("", |at| index_path.get(..=at).unwrap_or(""));
                let at = reference.as_deref().unwrap_or("the default branch");
                let mut url = url.clone();
                url.set_query(None);
                format!("{}//{folder} at {at}", masked(&url))
            }
            Self::S3(place) => format!("s3://{}/{}", place.bucket, place.prefix()),
            Self::Template(template) => mask_text(template.text()),
            Self::File { path } => {
                format!(
                    "{}/",
                    path.parent().unwrap_or(path).display().to_string().trim_end_matches('/')
                )
            }
            Self::Sample(name) => {
                format!("sample://{}/", name.split('/').next().unwrap_or_default())
            }
        }
    }
}

/// A text that looks like a URL, secret query values starred. Placeholders are none.
fn mask_text(text: &str) -> String {
    match text.split_once('?') {
        Some((body, query)) => format!("{body}?{}", mask_query(query)),
        None => text.to_owned(),
    }
}

/// A path as itself; as a `file://` URL where that would be trimmed or is not text.
fn path_text(path: &std::path::Path) -> String {
    match path.to_str() {
        Some(text) if text.trim() == text && !text.chars().any(char::is_control) => text.to_owned(),
        _ => Url::from_file_path(path)
            .map_or_else(|()| path.display().to_string(), |url| url.to_string()),
    }
}

impl fmt::Display for Location {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Http { url } => formatter.write_str(&masked(url)),
            Self::Git { url, .. } => {
                formatter.write_str(&self.git_text(url.clone(), url.query().map(mask_query)))
            }
            Self::Template(template) => formatter.write_str(&mask_text(template.text())),
            Self::S3(_) | Self::File { .. } | Self::Sample(_) => {
                formatter.write_str(&self.canonical())
            }
        }
    }
}

impl fmt::Debug for Location {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Location({self})")
    }
}
