//! The code hosts whose URLs need no scheme: `github.com/owner/repository//path?ref=…`.
//!
//! Nothing is asked over the network: go-getter's detector asks Bitbucket's API which of Git and
//! Mercurial a repository speaks, and fails for private ones; Bitbucket has had Git alone since 2020.
//! May import: `model::location::{error, git, page, path, value}`.

use url::Url;

use super::error::LocationError;
use super::git::{self, split};
use super::page;
use super::path::Surroundings;
use super::text::after;
use super::value::Parsed;

/// The hosts.
const HOSTS: &[&str] = &["github.com", "gitlab.com", "bitbucket.org"];

/// Reads `github.com/owner/repository//path?ref=…`; `None` for other hosts.
pub(super) fn parse(text: &str) -> Option<Result<Parsed, LocationError>> {
    let ends = |rest: &str| rest.is_empty() || rest.starts_with('/');
    let host = HOSTS.iter().find(|host| after(text, host).is_some_and(ends))?;
    let rest = text.get(host.len() + 1..).unwrap_or_default();
    Some(expand(host, rest))
}

fn expand(host: &str, rest: &str) -> Result<Parsed, LocationError> {
    let (body, query) = rest.split_once('?').unwrap_or((rest, ""));
    let mark = if query.is_empty() { "" } else { "?" };
    let (repository, index) = split(body.trim_start_matches('/'));
    let parts: Vec<&str> = repository.split('/').filter(|part| !part.is_empty()).collect();
    let nested = host == "gitlab.com" && index.is_some();
    let count = if nested { parts.len() } else { 2 };
    let (Some(owner_and_name), Some(inner)) = (parts.get(..count), parts.get(count..)) else {
        return Err(LocationError::new(format!("{host}/ needs an owner and a repository"))
            .suggest(format!("{host}/OWNER/REPOSITORY//index.yaml")));
    };
    if let Some(error) = pasted(host, &parts) {
        return Err(error);
    }
    let name = owner_and_name.join("/");
    let name = name.strip_suffix(".git").unwrap_or(&name);
    let index = inner.iter().copied().chain(index).collect::<Vec<_>>().join("/");
    let text = format!("https://{host}/{name}.git//{index}{mark}{query}");
    let mut parsed = git::parse(&text, &Surroundings::default())?;
    if host == "gitlab.com" && !nested && !inner.is_empty() {
        parsed.warnings.push(format!(
            "the repository was taken to be {name}: if it is in a subgroup, write // where it ends"
        ));
    }
    Ok(parsed)
}

/// The error for a browser's address without its scheme.
fn pasted(host: &str, parts: &[&str]) -> Option<LocationError> {
    let is_page = matches!(parts, [_, _, "tree" | "blob" | "src", _, ..]) || parts.contains(&"-");
    let url = Url::parse(&format!("https://{host}/{}", parts.join("/"))).ok()?;
    is_page.then(|| page::recognise(&url)).flatten()
}
