//! `git::` URLs and the shorthands of the big code hosts.
//!
//! The repository ends at the first `//` behind the scheme; what follows is the index file's path.
//! `ref` and `depth` are taken from the query, other keys stay with the repository's URL.
//! May import: `model::location::{package, page, path, percent, text, value, web}`.

use url::Url;

use super::name::{INDEX, is_index_name, last_part};
use super::package::inside;
use super::page;
use super::path::{self, Surroundings};
use super::percent::decode;
use super::text::after;
use super::value::{Location, LocationError, Parsed};
use super::web::read_url;

/// Hosts whose URLs need no scheme.
const HOSTS: &[&str] = &["github.com", "gitlab.com", "bitbucket.org"];

/// Reads what follows `git::`.
pub(super) fn parse(text: &str, from: &Surroundings) -> Result<Parsed, LocationError> {
    if text.is_empty() {
        return Err(LocationError::new("the repository's URL is missing after git::"));
    }
    if let Some(parsed) = parse_shorthand(text) {
        return parsed;
    }
    let (body, query) = text.split_once('?').unwrap_or((text, ""));
    let (repository, index) = split(body);
    let options = Options::read(query)?;
    let mut warnings = options.warnings.clone();
    let is_web = after(repository, "https://").or_else(|| after(repository, "http://")).is_some();
    let (mut url, credentials) = if is_web {
        read_url(repository, &mut warnings)?
    } else {
        (local_repository(repository, from)?, None)
    };
    if is_web {
        check_web(&url, index)?;
    }
    let trimmed = url.path().trim_end_matches('/').to_owned();
    if trimmed.is_empty() {
        return Err(LocationError::new("the repository's path is missing"));
    }
    url.set_path(&trimmed);
    url.set_query(options.rest.as_deref());
    url.set_fragment(None);
    let location = Location::Git {
        url,
        reference: options.reference,
        depth: options.depth,
        index_path: index_path(index)?,
    };
    Ok(Parsed { location, credentials, warnings })
}

/// Reads `github.com/owner/repository//path?ref=…`; `None` for other hosts.
pub(super) fn parse_shorthand(text: &str) -> Option<Result<Parsed, LocationError>> {
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
    let mut parsed = parse(&text, &Surroundings::default())?;
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

/// Splits at the first `//` behind the scheme.
fn split(body: &str) -> (&str, Option<&str>) {
    let start = body.find("://").map_or(0, |at| at + 3);
    // The slashes that open an absolute path are no mark.
    let start =
        start + body.get(start..).map_or(0, |rest| rest.len() - rest.trim_start_matches('/').len());
    match body.get(start..).and_then(|rest| rest.find("//")) {
        Some(at) => {
            let (repository, index) = body.split_at(start + at);
            (repository, Some(index.trim_start_matches('/')))
        }
        None => (body, None),
    }
}

fn local_repository(text: &str, from: &Surroundings) -> Result<Url, LocationError> {
    if after(text, "file:").is_none() && text.contains("://") {
        return Err(LocationError::new("git:: goes with https, http or file, or a path"));
    }
    let path = if after(text, "file:").is_some() {
        path::of_file_url(text)?
    } else if text.starts_with(['/', '.', '~']) {
        path::absolute(text, from)?
    } else {
        return Err(LocationError::new("git:: needs a URL with its scheme")
            .suggest(format!("git::https://{}", super::text::without_user_info(text))));
    };
    Url::from_file_path(path).map_err(|()| LocationError::new("this path cannot be named by a URL"))
}

fn check_web(url: &Url, index: Option<&str>) -> Result<(), LocationError> {
    if url.path().trim_matches('/').is_empty() {
        return Err(LocationError::new("the repository's path is missing after the host"));
    }
    let is_page = ["/tree/", "/blob/", "/src/", "/-/"].iter().any(|word| url.path().contains(word));
    if let Some(error) = is_page.then(|| page::recognise(url)).flatten() {
        return Err(error);
    }
    if index.is_some() || !is_index_name(last_part(url.path())) {
        return Ok(());
    }
    let error =
        LocationError::new("write // where the repository ends and the index file's path begins");
    let mut parts = url.path().trim_matches('/').splitn(3, '/');
    Err(match (parts.next(), parts.next(), parts.next()) {
        (Some(owner), Some(name), Some(path)) => {
            let host = super::text::host_and_port(url);
            error.suggest(format!("git::{}://{host}/{owner}/{name}//{path}", url.scheme()))
        }
        _ => error,
    })
}

/// The index file's path: decoded, without `.`, never outside the tree; a folder means its `index.yaml`.
fn index_path(text: Option<&str>) -> Result<String, LocationError> {
    let text = text.unwrap_or_default().split('#').next().unwrap_or_default();
    let wrong = || LocationError::new("the index file's path is not UTF-8, or has odd characters");
    let path = decode(text).ok_or_else(wrong)?;
    if path.split('/').any(|part| part == "..") {
        return Err(LocationError::new("the index file's path must not have \"..\""));
    }
    if path.split('/').all(|part| matches!(part, "" | ".")) {
        return Ok(INDEX.to_owned());
    }
    let path = inside("", &path).ok_or_else(wrong)?;
    Ok(if is_index_name(last_part(&path)) { path } else { format!("{path}/{INDEX}") })
}

/// What the query of a Git URL says.
#[derive(Default)]
struct Options {
    reference: Option<String>,
    depth: Option<u32>,
    rest: Option<String>,
    warnings: Vec<String>,
}

impl Options {
    fn read(query: &str) -> Result<Self, LocationError> {
        let mut options = Self::default();
        let mut rest = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = decode(value).ok_or_else(|| {
                LocationError::new(format!("the value of \"{key}\" is not UTF-8"))
            })?;
            match key {
                "ref" if value.is_empty() => {}
                "ref" => options.reference = Some(options.check_reference(value)?),
                "depth" => options.depth = Some(check_depth(&value)?),
                "sshkey" => {
                    return Err(LocationError::new(
                        "sshkey goes with Git over SSH, which comes with the next release",
                    ));
                }
                _ => rest.push(pair),
            }
        }
        options.rest = (!rest.is_empty()).then(|| rest.join("&"));
        Ok(options)
    }

    /// The rules of Git for names of references, as far as they can hurt.
    fn check_reference(&mut self, name: String) -> Result<String, LocationError> {
        let odd = |c: char| c.is_whitespace() || c.is_control() || "~^:?*[\\".contains(c);
        if name.starts_with('-') {
            return Err(LocationError::new("a ref must not start with \"-\""));
        }
        if name.contains(odd) || name.contains("..") || name.contains("@{") || name.ends_with('/') {
            return Err(LocationError::new(
                "this is no name of a branch, a tag or a commit: Git forbids blanks, \"..\" and ~^:?*[\\ in it",
            ));
        }
        let digits = name.chars().all(|c| c.is_ascii_hexdigit());
        if digits && (7..40).contains(&name.len()) {
            self.warnings.push(format!(
                "\"{name}\" looks like a shortened commit id: commits need all 40 digits"
            ));
        }
        Ok(name)
    }
}

fn check_depth(text: &str) -> Result<u32, LocationError> {
    text.parse().ok().filter(|depth| *depth > 0).ok_or_else(|| {
        LocationError::new("depth must be a whole number above 0 (how many commits are fetched)")
    })
}
