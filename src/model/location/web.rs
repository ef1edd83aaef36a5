//! `https://` and `http://` URLs of an index file or its folder.
//!
//! May import: `model::location::{error, bucket, mask, page, percent, text, value}`, `model::{credentials, secret}`.

use url::Url;

use super::bucket;
use super::error::LocationError;
use super::mask::{masked, secret_keys};
use super::name::{INDEX, is_index_name, is_package_name, last_part};
use super::page;
use super::percent::decode;
use super::text::{CUT, MOVED, is_cut};
use super::value::{Location, Parsed};
use crate::model::credentials::Credentials;

/// Reads an `http` or `https` URL. Pages of a browser are refused.
pub(super) fn parse(text: &str) -> Result<Parsed, LocationError> {
    let (parsed, page) = read(text)?;
    page.map_or(Ok(parsed), Err)
}

/// The same, with a warning where the URL looks like a browser's page.
pub(super) fn parse_anyway(text: &str) -> Result<Parsed, LocationError> {
    let (mut parsed, page) = read(text)?;
    if let Some(page) = page {
        parsed.warnings.push(page.message);
        parsed.suggestion = page.suggestion;
    }
    Ok(parsed)
}

fn read(text: &str) -> Result<(Parsed, Option<LocationError>), LocationError> {
    let mut warnings = Vec::new();
    let (mut url, credentials) = read_url(text, &mut warnings)?;
    if url.fragment().is_some() {
        url.set_fragment(None);
        warnings.push("the part after # was left out: it is never sent to a server".to_owned());
    }
    let page = page::recognise(&url);
    if let Some(error) = not_an_index(&url).filter(|_| page.is_none()) {
        return Err(error);
    }
    if !is_index_name(last_part(url.path()))
        && let Ok(mut segments) = url.path_segments_mut()
    {
        segments.pop_if_empty().push(INDEX);
    }
    warn_of_options(&url, &mut warnings);
    let keys = secret_keys(url.query().unwrap_or_default());
    if !keys.is_empty() {
        warnings.push(format!(
            "the query holds what looks like a secret ({}): it is kept in the registry file, sent with \
             every request and not shown",
            keys.join(", ")
        ));
    }
    let suggestion = warn_of_s3(&url, &mut warnings);
    let location = Location::Http { url };
    Ok((Parsed { suggestion, ..Parsed::new(location, credentials, warnings) }, page))
}

/// Keys that mean something elsewhere: a web server gets them, with the question for the index.
fn warn_of_options(url: &Url, warnings: &mut Vec<String>) {
    for pair in url.query().unwrap_or_default().split('&') {
        let key = pair.split('=').next().unwrap_or_default();
        match key {
            "ref" | "depth" | "sshkey" => warnings.push(format!(
                "\"{key}\" has a meaning with git:: alone: here it is sent to the server"
            )),
            "archive" | "checksum" | "filename" => warnings.push(format!(
                "\"{key}\" has no effect, as in Helm Broker: it is sent to the server"
            )),
            _ => {}
        }
    }
}

/// Anonymous readers need no S3, so what is written as a web URL stays one.
fn warn_of_s3(url: &Url, warnings: &mut Vec<String>) -> Option<String> {
    let text = bucket::s3_form(url)?;
    warnings.push(format!(
        "this host speaks S3: it is asked without keys, as any web server; for a private bucket write {text}"
    ));
    Some(text)
}

/// Reads a URL and takes the user info out of it.
pub(super) fn read_url(
    text: &str,
    warnings: &mut Vec<String>,
) -> Result<(Url, Option<Credentials>), LocationError> {
    if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(LocationError::new("a URL cannot hold blanks: write %20 for each"));
    }
    if is_cut(text) {
        return Err(LocationError::new(CUT));
    }
    let mut url =
        Url::parse(text).map_err(|error| LocationError::new(format!("this is no URL: {error}")))?;
    let credentials = user_info(&url);
    if let Some(credentials) = &credentials {
        let what =
            if credentials.password.is_empty() { "user name" } else { "user name and password" };
        warnings.push(format!("the {what} {MOVED}"));
        if url.scheme() == "http" {
            warnings
                .push("http is not encrypted: the credentials can be read on the way".to_owned());
        }
    }
    // Both fail only for URLs without a host, and these cannot have user info.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    Ok((url, credentials))
}

fn user_info(url: &Url) -> Option<Credentials> {
    let plain = |text: &str| decode(text).unwrap_or_else(|| text.to_owned());
    let password = url.password().map(plain).unwrap_or_default();
    let username = plain(url.username());
    (!username.is_empty() || !password.is_empty()).then(|| Credentials::login(username, password))
}

/// URLs of things that are no repository: packages, Git repositories.
fn not_an_index(url: &Url) -> Option<LocationError> {
    let path = url.path();
    if is_package_name(last_part(path)) {
        let error = LocationError::new("this is the URL of one package, not of a repository");
        return Some(error.suggest(masked(&url.join(".").ok()?)));
    }
    let at = path.find(".git//").or_else(|| path.strip_suffix(".git").map(str::len))?;
    let (repository, index) = path.split_at(at + ".git".len());
    let index = index.trim_matches('/');
    let mut bare = url.clone();
    bare.set_path(repository);
    let query = bare.query().map(|query| format!("?{query}")).unwrap_or_default();
    bare.set_query(None);
    let index = if index.is_empty() { INDEX } else { index };
    let error = LocationError::new("this is a Git repository: say so with git:: in front");
    Some(error.suggest(format!("git::{}//{index}{query}", masked(&bare))))
}
