//! `git::` URLs, and those of servers that speak nothing but Git.
//!
//! The repository ends at the first `//` behind the scheme; what follows is the index file's path.
//! `ref` and `depth` are taken from the query, other keys stay with the repository's URL.
//! May import: `model::location::{error, mask, name, package, page, path, percent, text, value, web}`, `model::{credentials, fault}`.

mod options;
mod server;

use url::Url;

use self::options::Options;
use super::error::LocationError;
use super::mask::shareable;
use super::name::{INDEX, is_index_name, last_part};
use super::package::inside;
use super::page;
use super::path::{self, Surroundings};
use super::percent::decode;
use super::text::{CUT, MOVED, after, is_cut};
use super::value::{Location, Parsed};
use super::web::read_url;
use crate::model::credentials::Credentials;
use crate::model::fault::Fault;

/// Reads what follows `git::`.
pub(super) fn parse(text: &str, from: &Surroundings) -> Result<Parsed, LocationError> {
    if text.is_empty() {
        return Err(LocationError::new("the repository's URL is missing after git::"));
    }
    let (body, query) = text.split_once('?').unwrap_or((text, ""));
    let (repository, index) = split(body);
    if let Some(error) = without_scheme(text, repository) {
        return Err(error);
    }
    if is_cut(text) {
        return Err(LocationError::new(CUT));
    }
    if let Some(error) = server::scp_with_port(text) {
        return Err(error);
    }
    let options = Options::read(query)?;
    let mut warnings = options.warnings.clone();
    let (mut url, credentials) = repository_url(repository, index, from, &mut warnings)?;
    let trimmed = url.path().trim_end_matches('/').to_owned();
    if trimmed.is_empty() {
        return Err(LocationError::new("the repository's path is missing"));
    }
    url.set_path(&trimmed);
    url.set_query(options.rest.as_deref());
    url.set_fragment(None);
    let mut credentials = credentials.unwrap_or_default();
    if !options.ssh_key.is_empty() {
        warnings.push(key_warning(&url));
        credentials.ssh_key = options.ssh_key;
    }
    let location = Location::Git {
        url,
        reference: options.reference,
        depth: options.depth,
        index_path: index_path(index)?,
    };
    let credentials = (!credentials.is_empty()).then_some(credentials);
    Ok(Parsed::new(location, credentials, warnings))
}

fn key_warning(url: &Url) -> String {
    let use_of_it =
        if url.scheme() == "ssh" { "" } else { ", where only Git over SSH would use it" };
    format!("the sshkey {MOVED}{use_of_it}")
}

/// The repository's own URL, and what stood in it that is secret.
fn repository_url(
    text: &str,
    index: Option<&str>,
    from: &Surroundings,
    warnings: &mut Vec<String>,
) -> Result<(Url, Option<Credentials>), LocationError> {
    if after(text, "https://").or_else(|| after(text, "http://")).is_some() {
        let (url, credentials) = read_url(text, warnings)?;
        check_web(&url, index)?;
        return Ok((url, credentials));
    }
    let ssh = server::scp_form(text);
    if let Some(url) = &ssh {
        warn_of_scp(text, url, warnings);
    }
    if let Some(url) = ssh.as_deref().or_else(|| is_server(text).then_some(text)) {
        let server = server::read(url, warnings)?;
        check_web(&server.url, index)?;
        return Ok((server.url, server.credentials));
    }
    Ok((local_repository(text, from)?, None))
}

/// Whether a text is the URL of a Git server that speaks a protocol of its own.
pub(super) fn is_server(text: &str) -> bool {
    after(text, "ssh://").or_else(|| after(text, "git://")).is_some()
}

/// Whether a text is `user@host:path`, the form of scp.
pub(super) fn is_scp_form(text: &str) -> bool {
    let repository = split(text.split('?').next().unwrap_or_default()).0;
    server::scp_form(repository).is_some()
}

/// What scp and a URL mean by a path differs. go-getter takes the one for the other, and the big hosts
/// do not care, so we do the same and say so.
fn warn_of_scp(text: &str, url: &str, warnings: &mut Vec<String>) {
    let path = text.split_once(':').map_or("", |(_, path)| path);
    let first = path.split('/').next().unwrap_or_default();
    if !first.is_empty() && first.bytes().all(|byte| byte.is_ascii_digit()) {
        warnings.push(format!(
            "\"{first}\" is read as a folder: for a port write git::{}",
            url.replacen(&format!("/{first}/"), &format!(":{first}/"), 1)
        ));
    } else if !text.starts_with("git@") && !path.starts_with(['/', '~']) {
        warnings.push(
            "the path is sought from the server's root: for one in the user's own folder write /~/ \
             in front of it"
                .to_owned(),
        );
    }
}

/// Splits at the first `//` behind the scheme.
pub(super) fn split(body: &str) -> (&str, Option<&str>) {
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
    let path = if after(text, "file:").is_some() {
        path::of_file_url(text)?
    } else {
        path::absolute(text, from)?
    };
    Url::from_file_path(path).map_err(|()| LocationError::new("this path cannot be named by a URL"))
}

/// The error for a text that is neither a URL nor surely a path.
fn without_scheme(text: &str, repository: &str) -> Option<LocationError> {
    let is_known = repository.starts_with(['/', '.', '~'])
        || ["https://", "http://", "file:"].iter().any(|head| after(repository, head).is_some())
        || is_server(repository)
        || server::scp_form(repository).is_some();
    if is_known {
        return None;
    }
    if repository.contains("://") {
        let what = "git:: goes with https, http, ssh, git or file, or a path";
        return Some(LocationError::new(what).fault(Fault::UrlScheme));
    }
    let mut error = LocationError::new("git:: needs a URL with its scheme");
    let host = repository.split_once(':').map(|(host, _)| host).unwrap_or_default();
    let is_scp = host.contains('.') && !host.contains(['@', '/']);
    let is_login = repository.split_once('@').is_some_and(|(user, rest)| {
        !user.contains(['/', ':']) && rest.contains('/') && !rest.contains(['@', ':'])
    });
    let text = match (is_login, is_scp) {
        (true, _) => format!("git::ssh://{text}"),
        (_, true) => format!("git::git@{text}"),
        _ => format!("git::https://{text}"),
    };
    error.suggestion = shareable(&text);
    Some(error)
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
            let user = Some(url.username()).filter(|user| !user.is_empty());
            let user = user.map(|user| format!("{user}@")).unwrap_or_default();
            error.suggest(format!("git::{}://{user}{host}/{owner}/{name}//{path}", url.scheme()))
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
    if path.starts_with('-') {
        return Err(LocationError::new("the index file's path must not begin with \"-\""));
    }
    Ok(if is_index_name(last_part(&path)) { path } else { format!("{path}/{INDEX}") })
}
