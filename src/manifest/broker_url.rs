//! How Helm Broker understands the URL of a repository, which is how go-getter does.
//!
//! A prefix before `::` forces a transport; else the scheme tells it; else a short form is recognised; what
//! is left is taken for a file. Helm Broker has transports for five of them only.
//! May import: `model`.

use url::Url;

use crate::model::location::is_index_name;
use crate::model::location::mask::is_secret_key;

/// What carries the content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Transport {
    /// `https://`.
    Https,
    /// `http://`, in the develop mode only.
    Http,
    /// `git::` and the short forms of code hosts.
    Git,
    /// `hg::`.
    Mercurial,
    /// `s3::` and `*.amazonaws.com/`.
    S3,
    /// A scheme that Helm Broker does not support, by the name that it has in the error.
    Refused(String),
    /// Only known once a Secret has filled the placeholder.
    Open,
}

/// The hosts whose short forms are taken for Git, and whether what follows the repository's name is the path
/// of the index file even with one slash.
const SHORT: [(&str, bool); 3] =
    [("github.com/", true), ("gitlab.com/", true), ("bitbucket.org/", false)];

/// The transport that Helm Broker takes for a URL.
///
/// ```
/// use chartroom::manifest::broker_url::{Transport, transport};
/// assert_eq!(transport("github.com/o/r//index.yaml"), Transport::Git);
/// assert_eq!(transport("example.org/index.yaml"), Transport::Refused("file".to_owned()));
/// ```
#[must_use]
pub fn transport(url: &str) -> Transport {
    if let Some((forced, _)) = forced(url) {
        return of_scheme(&forced.to_ascii_lowercase());
    }
    if url.starts_with('{') {
        return Transport::Open;
    }
    match scheme(url) {
        Some(scheme) => of_scheme(&scheme.to_ascii_lowercase()),
        None if SHORT.iter().any(|(host, _)| url.starts_with(host)) => Transport::Git,
        None if is_scp(url) => Transport::Git,
        None if url.contains(".amazonaws.com/") => Transport::S3,
        None if url.contains("googleapis.com/") => Transport::Refused("gcs".to_owned()),
        None => Transport::Refused("file".to_owned()),
    }
}

fn of_scheme(scheme: &str) -> Transport {
    match scheme {
        "https" => Transport::Https,
        "http" => Transport::Http,
        "git" => Transport::Git,
        "hg" => Transport::Mercurial,
        "s3" => Transport::S3,
        other => Transport::Refused(other.to_owned()),
    }
}

/// What stands before `::`, and what follows it.
#[must_use]
pub fn forced(url: &str) -> Option<(&str, &str)> {
    let (prefix, rest) = url.split_once("::")?;
    let plain = !prefix.is_empty() && prefix.chars().all(|c| c.is_ascii_alphanumeric());
    (plain && !rest.is_empty()).then_some((prefix, rest))
}

/// What Go's URL parser takes for the scheme: `localhost:8080/x` has the scheme `localhost`.
fn scheme(url: &str) -> Option<&str> {
    let (scheme, _) = url.split_once(':')?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    let starts = scheme.starts_with(|c: char| c.is_ascii_alphabetic());
    (starts && scheme.chars().all(plain)).then_some(scheme)
}

/// `git@host:path`; another user name is not recognised.
fn is_scp(url: &str) -> bool {
    let rest = url.strip_prefix("git@");
    rest.and_then(|rest| rest.split_once(':')).is_some_and(|(host, _)| !host.contains('/'))
}

/// Whether plain http or a local file hides behind the prefix of another transport, which Helm Broker lets
/// pass in every mode.
#[must_use]
pub fn hides_plain(url: &str) -> bool {
    let Some((_, rest)) = forced(url) else { return false };
    let rest = rest.to_ascii_lowercase();
    ["http://", "file:", "/", "./"].iter().any(|start| rest.starts_with(start))
}

/// Whether a URL of Git, Mercurial or S3 names an index file inside the place: behind `//`, or behind the
/// repository's name in the short forms.
#[must_use]
pub fn names_index(url: &str) -> bool {
    let url = forced(url).map_or(url, |(_, rest)| rest);
    let body = url.split('?').next().unwrap_or_default();
    if let Some((host, true)) = SHORT.iter().find(|(host, _)| body.starts_with(host)) {
        let parts = body.get(host.len()..).unwrap_or_default().split('/');
        return parts.filter(|part| !part.is_empty()).count() > 2;
    }
    let start = body.find("://").map_or(0, |at| at + 3);
    let rest = body.get(start..).unwrap_or_default().trim_start_matches('/');
    rest.split_once("//").is_some_and(|(_, path)| !path.trim_matches('/').is_empty())
}

/// Whether the last part of the path is named like an index file, or is a placeholder.
#[must_use]
pub fn ends_in_index(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let last = path.rsplit('/').next().unwrap_or_default();
    is_index_name(last) || last.ends_with('}')
}

/// Whether a short form has a ref with a slash, at which Helm Broker cuts it.
#[must_use]
pub fn cuts_ref(url: &str) -> bool {
    let is_short = SHORT.iter().any(|(host, cuts)| *cuts && url.starts_with(host));
    is_short && url.split_once('?').is_some_and(|(_, query)| query.contains('/'))
}

/// Pairs of the query.
pub fn options(url: &str) -> impl Iterator<Item = (&str, &str)> {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

/// What kinds of credentials stand in the URL as they are: `user:password@`, or names of options.
#[must_use]
pub fn literal_credentials(url: &str) -> Vec<String> {
    let mut found = Vec::new();
    if user_info(url).is_some_and(|(_, info)| info.contains(':') && !is_template(info)) {
        found.push("a password before the host".to_owned());
    }
    let secret = options(url).filter(|(key, value)| is_literal(key, value));
    found.extend(secret.map(|(key, _)| key.to_owned()));
    found
}

fn is_literal(key: &str, value: &str) -> bool {
    !value.is_empty() && is_secret_key(key) && !is_template(value)
}

/// Where the user info ends, and what it is.
fn user_info(url: &str) -> Option<(usize, &str)> {
    let start = url.find("://")? + 3;
    let rest = url.get(start..)?;
    let is_broken = Url::parse(forced(url).map_or(url, |(_, rest)| rest)).is_err();
    // In a text that is no URL, whatever stands before the last `@` may be a password.
    let is_hopeless = is_broken && !url.contains('{');
    let host_end = rest.find(['/', '?', '#']).filter(|_| !is_hopeless);
    let end = host_end.unwrap_or(rest.len());
    let at = rest.get(..end)?.rfind('@')?;
    Some((start + at + 1, rest.get(..at)?))
}

/// The credentials that stand in the URL as they are.
pub(super) fn literal_secrets(url: &str) -> Vec<&str> {
    let info = user_info(url).map(|(_, info)| info).filter(|info| !is_template(info));
    let password = info.and_then(|info| info.split_once(':')).map(|(_, password)| password);
    let values = options(url).filter(|(key, value)| is_literal(key, value)).map(|(_, value)| value);
    password.into_iter().chain(values).filter(|text| !text.is_empty()).collect()
}

/// Whether a text consists of placeholders and the colon between them.
fn is_template(text: &str) -> bool {
    let parts = || text.split(':').filter(|part| !part.is_empty());
    parts().next().is_some() && parts().all(|part| part.starts_with('{') && part.ends_with('}'))
}

/// The URL for the eye: placeholders stay, literal credentials do not.
///
/// ```
/// use chartroom::manifest::broker_url::shown;
/// assert_eq!(shown("https://{user}:{key}@h.example/i.yaml"), "https://{user}:{key}@h.example/i.yaml");
/// assert_eq!(shown("https://me:pw@h.example/i.yaml?token=x"), "https://h.example/i.yaml?token=***");
/// ```
#[must_use]
pub fn shown(url: &str) -> String {
    let mut text = url.to_owned();
    if let Some((end, info)) = user_info(url).filter(|(_, info)| !is_template(info)) {
        text.replace_range(end - info.len() - 1..end, "");
    }
    let Some((body, query)) = text.split_once('?') else { return text };
    let pairs = query.split('&').map(|pair| match pair.split_once('=') {
        Some((key, value)) if is_literal(key, value) => format!("{key}=***"),
        _ => pair.to_owned(),
    });
    format!("{body}?{}", pairs.collect::<Vec<_>>().join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transports_are_those_of_helm_broker() {
        for (url, expected) in [
            ("https://h.example/index.yaml", "https"),
            ("HTTPS://h.example/index.yaml", "https"),
            ("http://h.example/index.yaml", "http"),
            ("github.com/o/r//index.yaml", "git"),
            ("gitlab.com/o/r//index.yaml", "git"),
            ("bitbucket.org/o/r//index.yaml", "git"),
            ("git@h.example:o/r.git//index.yaml", "git"),
            ("me@h.example:o/r.git//index.yaml", "! file"),
            ("git::ssh://git@h.example/o/r//index.yaml", "git"),
            ("GIT::https://h.example/o/r//index.yaml", "git"),
            ("hg::https://h.example/r//index.yaml", "hg"),
            ("s3::https://s3.amazonaws.com/b/k//index.yaml", "s3"),
            ("b.s3.amazonaws.com/k//index.yaml", "s3"),
            ("www.googleapis.com/storage/v1/b", "! gcs"),
            ("gcs::https://www.googleapis.com/b", "! gcs"),
            ("ssh://git@h.example/o/r", "! ssh"),
            ("file:///srv/index.yaml", "! file"),
            ("h.example/index.yaml", "! file"),
            (" https://h.example/index.yaml", "! file"),
            ("localhost:8080/index.yaml", "! localhost"),
            ("oci://h.example/x", "! oci"),
            ("ftp://h.example/x", "! ftp"),
            ("{url}", "?"),
            ("https://{host}/index.yaml", "https"),
        ] {
            let told = match transport(url) {
                Transport::Https => "https".to_owned(),
                Transport::Http => "http".to_owned(),
                Transport::Git => "git".to_owned(),
                Transport::Mercurial => "hg".to_owned(),
                Transport::S3 => "s3".to_owned(),
                Transport::Refused(scheme) => format!("! {scheme}"),
                Transport::Open => "?".to_owned(),
            };
            assert_eq!(told, expected, "{url}");
        }
    }

    #[test]
    fn the_index_path_is_found_where_helm_broker_finds_it() {
        for (url, expected) in [
            ("github.com/o/r//a/index.yaml", true),
            ("github.com/o/r/a/index.yaml", true),
            ("github.com/o/r", false),
            ("github.com/o/r?ref=a//b", false),
            ("bitbucket.org/o/r/index.yaml", false),
            ("git::https://h.example/o/r.git//index.yaml?ref=x", true),
            ("git::https://h.example/o/r.git?ref=x//y", false),
            ("git::https://h.example/o/r.git//", false),
            ("git::file:///srv/r//index.yaml", true),
            ("git@h.example:o/r.git//index.yaml", true),
        ] {
            assert_eq!(names_index(url), expected, "{url}");
        }
    }

    #[test]
    fn literal_credentials_are_named_and_never_shown() {
        for (url, count) in [
            ("https://me:hunter2@h.example/index.yaml", 1),
            ("https://me:{password}@h.example/index.yaml?token=hunter2", 2),
            ("git::ssh://git@h.example/r//index.yaml?sshkey=hunter2", 1),
            ("s3::https://h.example/b//i.yaml?aws_access_key_secret=hunter2", 1),
            ("https://me:hunter2@h.ex ample/@x/index.yaml", 1),
        ] {
            assert_eq!(literal_credentials(url).len(), count, "{url}");
            assert!(!shown(url).contains("hunter2"), "{}", shown(url));
        }
        for url in [
            "https://{user}:{password}@{host}/{project}/index.yaml?sig={sig}&ref=a",
            "git::ssh://{user}@h.example/r//index.yaml?sshkey={sshkey}",
            "https://h.example/@scope/index.yaml",
        ] {
            assert_eq!(literal_credentials(url), Vec::<String>::new());
            assert_eq!(shown(url), url);
        }
    }
}
