//! Local paths and `file://` URLs.
//!
//! May import: `model::location::{error, text, value}`.

use std::path::{Component, Path, PathBuf};

use url::Url;

use super::error::LocationError;
use super::name::{INDEX, is_index_name, is_package_name};
use super::text::without_user_info;
use super::value::{Location, Parsed};

/// From where relative paths are seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// The present folder, absolute.
    pub folder: PathBuf,
    /// What `~` means.
    pub home: Option<PathBuf>,
}

impl Surroundings {
    /// Those of this process.
    #[must_use]
    pub fn of_process() -> Self {
        Self {
            folder: std::env::current_dir().unwrap_or_else(|_| PathBuf::from("/")),
            home: std::env::var_os("HOME").filter(|home| !home.is_empty()).map(PathBuf::from),
        }
    }
}

impl Surroundings {
    /// The absolute path of a file that a user names: `~/` is the home, other relative ones are seen from the
    /// present folder.
    ///
    /// # Errors
    /// When `~` means nothing here, or the text cannot be a path.
    pub fn path_of(&self, text: &str) -> Result<PathBuf, LocationError> {
        absolute(text, self)
    }
}

/// Reads a path, or finds that a scheme is missing.
pub(super) fn parse(text: &str, from: &Surroundings) -> Result<Parsed, LocationError> {
    if let Some((login, _)) = text.split_once('@')
        && login.contains(':')
        && missing_scheme(text).is_none()
        && !text.starts_with(['/', '.', '~'])
    {
        return Err(LocationError::new(
            "this looks like a user name and a password without a scheme: write https:// in front, and \
             in the password %2F for / and %40 for @",
        ));
    }
    if let Some(scheme) = missing_scheme(text) {
        let text = without_user_info(text);
        return Err(LocationError::new(format!(
            "the scheme is missing; for a folder of that name write ./{text}"
        ))
        .suggest(format!("{scheme}://{text}")));
    }
    located(absolute(text, from)?)
}

/// Reads `file:///path`.
pub(super) fn parse_file_url(text: &str) -> Result<Parsed, LocationError> {
    located(of_file_url(text)?)
}

/// The path that a `file` URL names.
pub(super) fn of_file_url(text: &str) -> Result<PathBuf, LocationError> {
    let wrong = || {
        let path = text.get("file:".len()..).unwrap_or_default().trim_start_matches('/');
        LocationError::new("a file URL has three slashes and an absolute path")
            .suggest(format!("file:///{path}"))
    };
    let rest = text.get("file:".len()..).unwrap_or_default();
    if rest.trim_start_matches('/').is_empty() && rest.len() < 3 {
        return Err(LocationError::new("a path is missing after file://"));
    }
    if !rest.starts_with('/') {
        return Err(wrong());
    }
    let url = Url::parse(text).map_err(|_| wrong())?;
    let path = url.to_file_path().map_err(|()| wrong())?;
    Ok(lexical(&path))
}

/// The path as an absolute one.
pub(super) fn absolute(text: &str, from: &Surroundings) -> Result<PathBuf, LocationError> {
    if text.contains('\0') {
        return Err(LocationError::new("a path cannot hold a zero byte"));
    }
    let home =
        || from.home.as_deref().ok_or_else(|| LocationError::new("the home folder is unknown"));
    let path = match text.strip_prefix('~') {
        Some("") => home()?.to_path_buf(),
        Some(rest) if rest.starts_with('/') => home()?.join(rest.trim_start_matches('/')),
        Some(_) => return Err(LocationError::new("only ~/ is understood, not other users' homes")),
        None => from.folder.join(text),
    };
    Ok(lexical(&path))
}

fn located(path: PathBuf) -> Result<Parsed, LocationError> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if is_package_name(&name) {
        let folder = path.parent().unwrap_or(&path).display().to_string();
        return Err(LocationError::new("this is one package, not a repository").suggest(folder));
    }
    let path = if is_index_name(&name) { path } else { path.join(INDEX) };
    Ok(Parsed::new(Location::File { path }, None, Vec::new()))
}

/// The path without `.` and `..`, by its text alone.
fn lexical(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

/// The scheme that a text like `example.com/charts` lacks.
fn missing_scheme(text: &str) -> Option<&'static str> {
    if text.starts_with(['/', '.', '~']) {
        return None;
    }
    let host = text.split(['/', '?', '#']).next()?;
    let host = host.rsplit('@').next()?;
    let (name, port) = host.split_once(':').map_or((host, None), |(name, port)| (name, Some(port)));
    let is_port = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let is_host_text = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    if name.is_empty() || !name.chars().all(is_host_text) || port.is_some_and(|port| !is_port(port))
    {
        return None;
    }
    let local = name == "localhost" || name.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if local && (port.is_some() || name.matches('.').count() == 3 || name == "localhost") {
        return Some("http");
    }
    let top = name.rsplit_once('.').map(|(_, top)| top)?;
    let is_domain = top.len() >= 2 && top.bytes().all(|b| b.is_ascii_alphabetic());
    (is_domain && !(is_index_name(name) && text == name)).then_some("https")
}
