//! The URL of a repository as Helm Broker takes it: no literal credentials, but the places of a Secret's values.
//!
//! May import: `manifest::broker_url`, `model`.

use crate::manifest::broker_url::{Transport, names_index, transport};
use crate::model::location::{Addressing, S3Index, S3Place};
use crate::model::{Credentials, Location, Repository};

/// A URL for a manifest, and the keys of the Secret that it needs for values that stand in no Secret yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ForBroker {
    pub(super) url: String,
    pub(super) keys: Vec<&'static str>,
}

/// What a Secret holds, as far as it matters here: its keys.
pub(super) type Keys<'secret> = Option<&'secret [String]>;

/// The URL for Helm Broker.
///
/// # Errors
/// Why Helm Broker would not take the repository.
pub(super) fn for_broker(repository: &Repository, secret: Keys<'_>) -> Result<ForBroker, String> {
    let location = &repository.location;
    let url = match location {
        Location::Template(template) => template.text().to_owned(),
        Location::Http { url } if url.scheme() == "http" => {
            return Err("it is plain http, which Helm Broker takes in its develop mode only".into());
        }
        Location::Http { url } => url.to_string(),
        Location::Git { url, .. } if url.scheme() == "file" => return Err(LOCAL.to_owned()),
        Location::Git { .. } => location.canonical(),
        Location::S3(place) => s3(place)?,
        Location::File { .. } => return Err(LOCAL.to_owned()),
        Location::Sample(_) => return Err("it is a sample inside chartroom".to_owned()),
    };
    let transport = transport(&url);
    if let Transport::Refused(scheme) = &transport {
        return Err(format!("Helm Broker does not support the scheme {scheme}"));
    }
    let inner = matches!(transport, Transport::Git | Transport::Mercurial | Transport::S3);
    if inner && !names_index(&url) && !url.ends_with('}') {
        return Err("Helm Broker needs the path of the index file behind //".to_owned());
    }
    let found = ForBroker { url, keys: Vec::new() };
    if matches!(location, Location::Template(_)) {
        return Ok(found);
    }
    with_places(found, repository, secret)
}

const LOCAL: &str = "it is on this machine, where Helm Broker does not reach it";

/// An object store's URL as go-getter reads it: the folder, `//`, the index file.
fn s3(place: &S3Place) -> Result<String, String> {
    let host = place.endpoint.host_str().unwrap_or_default();
    let is_amazon = host.ends_with("amazonaws.com");
    if place.index == S3Index::Archives {
        return Err("it has no index file, only archives".to_owned());
    }
    if place.addressing == Addressing::Virtual && !is_amazon {
        return Err(
            "its bucket stands in the host name, which Helm Broker does not know".to_owned()
        );
    }
    if place.profile.is_some() {
        return Err("it takes its keys from a profile on this machine".to_owned());
    }
    let folder = place.prefix().trim_end_matches('/');
    if folder.is_empty() {
        return Err("its index is at the root of the bucket: Helm Broker needs a folder".to_owned());
    }
    let file = place.key.rsplit('/').next().unwrap_or_default();
    let region = place.region.as_deref();
    let endpoint = place.endpoint.as_str().trim_end_matches('/');
    let (endpoint, query) = match region {
        Some(region) if is_amazon => (format!("https://s3-{region}.amazonaws.com"), String::new()),
        Some(region) => (endpoint.to_owned(), format!("?region={region}")),
        None => (endpoint.to_owned(), String::new()),
    };
    Ok(format!("s3::{endpoint}/{}/{folder}//{file}{query}", place.bucket))
}

/// The URL with placeholders where inline credentials, or the values of a Secret, belong.
fn with_places(
    found: ForBroker,
    repository: &Repository,
    secret: Keys<'_>,
) -> Result<ForBroker, String> {
    let inline = repository.credentials.clone().unwrap_or_default();
    refuse_unknown(&inline, repository)?;
    let has_key = !inline.ssh_key.is_empty() || repository.access.ssh_key_file.is_some();
    let in_secret = |key: &str| secret.is_some_and(|keys| keys.iter().any(|one| one == key));
    let is_s3 = matches!(repository.location, Location::S3(_));
    let is_ssh = found.url.starts_with("git::ssh://");
    let has_login = !inline.username.is_empty() || !inline.password.is_empty();
    let mut keys = Vec::new();
    let url = match () {
        () if is_s3 && has_login => {
            keys = vec!["accessKeyID", "secretAccessKey"];
            with_options(&found.url, &S3_KEYS)
        }
        () if is_s3 && in_secret("accessKeyID") && in_secret("secretAccessKey") => {
            with_options(&found.url, &S3_KEYS)
        }
        () if is_ssh && has_key => {
            keys = vec!["sshkey"];
            with_options(&found.url, &SSH_KEY)
        }
        () if is_ssh && in_secret("sshkey") => with_options(&found.url, &SSH_KEY),
        () if is_ssh => found.url,
        () if has_login => {
            keys = vec!["username", "password"];
            with_login(&found.url)
        }
        () if in_secret("username") && in_secret("password") => with_login(&found.url),
        () => found.url,
    };
    Ok(ForBroker { url, keys })
}

const S3_KEYS: [(&str, &str); 2] =
    [("aws_access_key_id", "{accessKeyID}"), ("aws_access_key_secret", "{secretAccessKey}")];
const SSH_KEY: [(&str, &str); 1] = [("sshkey", "{sshkey}")];

/// What Helm Broker has no way to send.
fn refuse_unknown(inline: &Credentials, repository: &Repository) -> Result<(), String> {
    let is_s3 = matches!(repository.location, Location::S3(_));
    let what = match () {
        () if !inline.token.is_empty() && !is_s3 => "a bearer token",
        () if !inline.token.is_empty() => "a session token",
        () if !inline.headers.is_empty() => "request headers of its own",
        () if !inline.certificate.is_empty() || repository.access.certificate_file.is_some() => {
            "a client certificate"
        }
        () => return Ok(()),
    };
    Err(format!("it needs {what}, which Helm Broker cannot send"))
}

fn with_login(url: &str) -> String {
    url.replacen("://", "://{username}:{password}@", 1)
}

fn with_options(url: &str, options: &[(&str, &str)]) -> String {
    let query: Vec<String> = options.iter().map(|(key, value)| format!("{key}={value}")).collect();
    let mark = if url.contains('?') { '&' } else { '?' };
    format!("{url}{mark}{}", query.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(url: &str, credentials: Option<Credentials>, keys: &[&str]) -> String {
        let parsed = Location::parse(url).expect(url);
        let mut repository = Repository::named("x", parsed.location);
        repository.credentials = credentials;
        let keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
        let keys = (!keys.is_empty()).then_some(keys.as_slice());
        match for_broker(&repository, keys) {
            Ok(found) if found.keys.is_empty() => found.url,
            Ok(found) => format!("{} needs {}", found.url, found.keys.join(", ")),
            Err(why) => format!("! {}", why.split(',').next().unwrap_or_default()),
        }
    }

    #[test]
    fn urls_are_written_as_helm_broker_reads_them() {
        for (url, expected) in [
            ("https://h.example/a/index.yaml", "https://h.example/a/index.yaml"),
            ("github.com/o/r//i.yaml?ref=a/b", "git::https://github.com/o/r.git//i.yaml?ref=a/b"),
            ("https://{u}:{p}@h.example/i.yaml", "https://{u}:{p}@h.example/i.yaml"),
            ("http://h.example/index.yaml", "! it is plain http"),
            ("/srv/index.yaml", "! it is on this machine"),
            ("git::file:///srv/r//index.yaml", "! it is on this machine"),
            ("sample://addons", "! it is a sample inside chartroom"),
        ] {
            assert_eq!(told(url, None, &[]), expected, "{url}");
        }
    }

    #[test]
    fn credentials_become_placeholders() {
        let login = || Some(Credentials::login("me", "hunter2"));
        for (url, credentials, keys, expected) in [
            (
                "https://h.example/i.yaml",
                login(),
                vec![],
                "https://{username}:{password}@h.example/i.yaml needs username, password",
            ),
            (
                "git::https://h.example/r.git//i.yaml",
                None,
                vec!["username", "password"],
                "git::https://{username}:{password}@h.example/r.git//i.yaml",
            ),
            ("https://h.example/i.yaml", None, vec!["other"], "https://h.example/i.yaml"),
            (
                "https://h.example/i.yaml",
                Some(Credentials { token: "hunter2".into(), ..Credentials::default() }),
                vec![],
                "! it needs a bearer token",
            ),
        ] {
            let told = told(url, credentials, &keys);
            assert_eq!(told, expected);
            assert!(!told.contains("hunter2"));
        }
    }
}
