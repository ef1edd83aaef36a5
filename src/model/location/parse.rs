//! A text to a location: which grammar it belongs to.
//!
//! May import: `model::location::{error, bucket, git, mark, path, placeholder, refused, shorthand, text, value, web}`.

use super::bucket;
use super::error::LocationError;
use super::git;
use super::guard::guarded;
use super::mark;
use super::path::{self, Surroundings};
use super::placeholder;
use super::refused::refused;
use super::shorthand;
use super::text::{after, without_user_info};
use super::typed::cleaned;
use super::value::{Location, Parsed};
use super::web;
use crate::model::fault::Fault;

impl Location {
    /// Understands a text that a user typed or pasted. Relative paths and `~/` are seen from this
    /// process's folder and home.
    ///
    /// ```
    /// use chartroom::model::Location;
    /// let parsed = Location::parse("https://example.com/charts").unwrap();
    /// assert_eq!(parsed.location.to_string(), "https://example.com/charts/index.yaml");
    /// ```
    ///
    /// # Errors
    /// What is wrong with the text, and a text that would do, where one can be guessed.
    pub fn parse(text: &str) -> Result<Parsed, LocationError> {
        Self::parse_from(text, &Surroundings::of_process())
    }

    /// The same, with relative paths seen from other places.
    ///
    /// # Errors
    /// As [`Location::parse`].
    pub fn parse_from(text: &str, from: &Surroundings) -> Result<Parsed, LocationError> {
        Self::read(text, from).map_err(|mut error| {
            error = guarded(text, error);
            error.suggestion = error.suggestion.and_then(|text| last_suggestion(text, from));
            error
        })
    }

    fn read(text: &str, from: &Surroundings) -> Result<Parsed, LocationError> {
        let text = cleaned(text)?;
        if let Some(error) = refused(text).or_else(|| mark::missing(text)) {
            return Err(error);
        }
        // A local path is itself, braces and all.
        if text.contains(['{', '}']) && !text.starts_with(['/', '.', '~']) {
            return placeholder::parse(text, from);
        }
        if let Some(rest) = after(text, "git::") {
            return shorthand::parse(rest).unwrap_or_else(|| git::parse(rest, from));
        }
        // go-getter takes scp's form for Git with the user "git" alone, and the URLs not at all.
        if git::is_server(text) || git::is_scp_form(text) && !has_port(text) {
            return git::parse(text, from);
        }
        if after(text, "s3://").is_some() || bucket::is_known_host(text) {
            return bucket::parse(text);
        }
        if let Some(rest) = after(text, "s3::") {
            return bucket::parse(rest);
        }
        if let Some(name) = after(text, "sample://") {
            return sample(name);
        }
        if after(text, "http://").or_else(|| after(text, "https://")).is_some() {
            return web::parse(text);
        }
        if after(text, "file:").is_some() {
            return path::parse_file_url(text);
        }
        if let Some((scheme, _)) = text.split_once("://") {
            return Err(unknown_scheme(scheme));
        }
        shorthand::parse(text).unwrap_or_else(|| path::parse(text, from))
    }
}

impl Location {
    /// Understands a text that a template became: nobody pasted it, so it may be a page of a browser.
    pub(super) fn parse_filled(text: &str, from: &Surroundings) -> Result<Parsed, LocationError> {
        if after(text, "http://").or_else(|| after(text, "https://")).is_some() {
            return web::parse_anyway(text);
        }
        Self::parse_from(text, from)
    }
}

/// The suggestion itself, or what is suggested for it: nothing is offered that is refused.
fn last_suggestion(mut text: String, from: &Surroundings) -> Option<String> {
    for _ in 0..3 {
        match Location::read(&text, from) {
            Ok(_) => return Some(text),
            Err(error) => text = guarded(&text, error).suggestion?,
        }
    }
    None
}

/// Whether `user@host:8080/path` is rather a web server's URL without its scheme.
fn has_port(text: &str) -> bool {
    let port =
        text.split_once(':').and_then(|(_, rest)| rest.split('/').next()).unwrap_or_default();
    !text.starts_with("git@") && !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit())
}

fn sample(name: &str) -> Result<Parsed, LocationError> {
    let name = name.trim_end_matches('/');
    let name = name.strip_suffix("/index.yaml").unwrap_or(name);
    let usual = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let well_formed =
        |part: &str| !part.is_empty() && part.chars().all(usual) && !part.starts_with('.');
    let mut parts = name.split('/');
    let good = parts.clone().count() <= 2 && parts.all(well_formed);
    if !good {
        return Err(LocationError::new("there is no embedded sample repository of that name")
            .suggest("sample://charts"));
    }
    Ok(Parsed::new(Location::Sample(name.to_owned()), None, Vec::new()))
}

fn unknown_scheme(scheme: &str) -> LocationError {
    LocationError::new(format!(
        "the scheme \"{}\" is not supported: use https://, http://, git::, ssh://, s3:// or a path",
        without_user_info(scheme)
    ))
    .fault(Fault::UrlScheme)
}
