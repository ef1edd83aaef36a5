//! URLs of buckets and objects, encoded as signatures need them; keys that references lead to.
//!
//! May import: `model`, `error`.

use std::fmt::Write;

use url::Url;

use crate::error::{Error, ErrorKind};
use crate::model::location::decoded;
use crate::model::location::s3::{Addressing, S3Place};
use crate::model::text::clean;
use crate::model::{Fault, Location};

/// The URL of an object.
pub(super) fn object_url(place: &S3Place, key: &str) -> Result<Url, Error> {
    if key.split('/').any(|part| matches!(part, "." | "..")) {
        let what = format!("the key \"{}\" has a part that no URL can hold: . or ..", clean(key));
        return Err(Error::new(ErrorKind::Unsupported, what).hint("rename the object"));
    }
    of(place, &format!("/{}", encode(key, Slash::Kept)), None)
}

/// The URL of a question to the bucket itself.
pub(super) fn bucket_url(place: &S3Place, options: &[(&str, &str)]) -> Result<Url, Error> {
    let mut pairs: Vec<String> = options
        .iter()
        .map(|(name, value)| format!("{name}={}", encode(value, Slash::Encoded)))
        .collect();
    pairs.sort();
    let path = if place.addressing == Addressing::Virtual { "/" } else { "" };
    of(place, path, Some(&pairs.join("&")))
}

fn of(place: &S3Place, path: &str, query: Option<&str>) -> Result<Url, Error> {
    let mut url = place.endpoint.clone();
    let base = url.path().trim_end_matches('/').to_owned();
    let unfit = || {
        let name = clean(&place.bucket).into_owned();
        let what = format!("the bucket's name \"{name}\" cannot be part of a host's name");
        Error::new(ErrorKind::Malformed, what)
            .hint("check the name; addressing=path in the URL puts it behind the host")
            .fault(Fault::S3BucketName)
    };
    if place.bucket.is_empty() {
        return Err(Error::new(ErrorKind::Malformed, "the URL names no bucket")
            .hint("write s3://endpoint/bucket/prefix")
            .fault(Fault::S3BucketName));
    }
    let path = match place.addressing {
        Addressing::Path => format!("{base}/{}{path}", encode(&place.bucket, Slash::Encoded)),
        Addressing::Virtual => {
            let host = format!("{}.{}", place.bucket, url.host_str().unwrap_or_default());
            let is_name =
                place.bucket.chars().all(|c| c.is_ascii_alphanumeric() || "-._".contains(c));
            let set = is_name.then(|| url.set_host(Some(&host)).ok()).flatten();
            set.ok_or_else(unfit)?;
            format!("{base}{path}")
        }
    };
    url.set_path(&path);
    url.set_query(query);
    Ok(url)
}

/// What becomes of a `/`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Slash {
    Kept,
    Encoded,
}

/// Every byte but letters, digits and `-._~` as `%41`.
fn encode(text: &str, slash: Slash) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            b'/' if slash == Slash::Kept => out.push('/'),
            other => {
                // Writing to a string cannot fail.
                let _ = write!(out, "%{other:02X}");
            }
        }
    }
    out
}

/// The reference that leads to an object of that name from beside it.
pub(super) fn reference(name: &str) -> String {
    encode(name, Slash::Encoded)
}

/// Where a reference of an index leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// An object at the same endpoint: its bucket and key.
    Object(S3Place),
    /// A file on a web server, which gets no keys.
    Web(Url),
    /// An object at another endpoint, which gets no keys.
    Other(S3Place),
}

/// Resolves a reference from an index at `place`. `None` for texts that lead nowhere.
pub(super) fn resolve(place: &S3Place, reference: &str) -> Option<Target> {
    let reference = reference.trim();
    if reference.chars().any(char::is_control) {
        return None;
    }
    if let Some(rest) = reference.strip_prefix("s3://") {
        return of_bucket_url(place, rest, reference);
    }
    if let Ok(url) = Url::parse(reference) {
        return of_web_url(place, url);
    }
    let path = decoded(reference.split(['?', '#']).next().unwrap_or_default());
    let key = match path.strip_prefix('/') {
        Some(path) => walk("", path)?,
        None => walk(place.prefix(), &path)?,
    };
    Some(Target::Object(S3Place { key, ..place.clone() }))
}

/// `s3://bucket/key` as `helm-s3` writes it, or `s3://endpoint/bucket/key` as `OpenPitrix` does.
fn of_bucket_url(place: &S3Place, rest: &str, whole: &str) -> Option<Target> {
    let (host, path) = rest.split(['?', '#']).next()?.split_once('/')?;
    let path = decoded(path);
    let own = place.endpoint.host_str().unwrap_or_default();
    let own = place.endpoint.port().map_or_else(|| own.to_owned(), |port| format!("{own}:{port}"));
    let object = |bucket: &str, key: &str| {
        let found = !bucket.is_empty() && !key.is_empty();
        let (bucket, key) = (bucket.to_owned(), key.to_owned());
        found.then(|| Target::Object(S3Place { bucket, key, ..place.clone() }))
    };
    if host.eq_ignore_ascii_case(&own) {
        let (bucket, key) = path.split_once('/')?;
        return object(bucket, key);
    }
    let is_bucket = host == place.bucket || !looks_like_an_endpoint(host);
    if is_bucket {
        return object(host, &path);
    }
    match Location::parse(whole).ok()?.location {
        // The key of a package is no index, whatever the reader of locations made of it.
        Location::S3(other) => {
            let (_, key) = path.split_once('/')?;
            Some(Target::Other(S3Place { key: key.to_owned(), ..other }))
        }
        _ => None,
    }
}

fn looks_like_an_endpoint(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let is_address = host.parse::<std::net::IpAddr>().is_ok();
    host.contains(':')
        || is_address
        || host == "localhost"
        || ["s3.", "s3-", "minio."].iter().any(|start| host.starts_with(start))
        || [".svc", ".local", ".com", ".com.cn"].iter().any(|end| host.ends_with(end))
}

/// A web URL that is an object of the same endpoint is read as one: a private bucket's index often names its
/// packages so.
fn of_web_url(place: &S3Place, url: Url) -> Option<Target> {
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    let endpoint = &place.endpoint;
    let path = decoded(url.path().trim_start_matches('/'));
    let object = |bucket: &str, key: &str| {
        let (bucket, key) = (bucket.to_owned(), key.to_owned());
        Target::Object(S3Place { bucket, key, ..place.clone() })
    };
    let is_signed =
        url.query().is_some_and(|query| query.to_ascii_lowercase().contains("signature"));
    if is_signed || url.scheme() != endpoint.scheme() || url.port() != endpoint.port() {
        return Some(Target::Web(url));
    }
    let (host, own) = (url.host_str().unwrap_or_default(), endpoint.host_str().unwrap_or_default());
    let bucket = host.strip_suffix(own).and_then(|bucket| bucket.strip_suffix('.'));
    Some(match (bucket, path.split_once('/')) {
        _ if path.is_empty() => Target::Web(url),
        (Some(bucket), _) if bucket == place.bucket => object(bucket, &path),
        (None, Some((bucket, key))) if host == own && bucket == place.bucket => object(bucket, key),
        _ => Target::Web(url),
    })
}

/// `path` seen from `folder`, which is empty or ends in `/`; `None` when it leaves the bucket.
fn walk(folder: &str, path: &str) -> Option<String> {
    if !path.split('/').any(|part| matches!(part, "." | "..")) {
        return (!path.is_empty()).then(|| format!("{folder}{path}"));
    }
    let mut parts: Vec<&str> =
        folder.strip_suffix('/').map_or(Vec::new(), |f| f.split('/').collect());
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::location::s3::S3Index;

    fn place(endpoint: &str, addressing: Addressing) -> S3Place {
        S3Place {
            endpoint: Url::parse(endpoint).unwrap(),
            region: None,
            bucket: "charts".to_owned(),
            key: "helm/stable/index.yaml".to_owned(),
            addressing,
            profile: None,
            index: S3Index::File,
        }
    }

    #[test]
    fn urls_hold_every_key_as_it_is() {
        for (endpoint, addressing, key, expected) in [
            ("http://h:9000", Addressing::Path, "index.yaml", "http://h:9000/charts/index.yaml"),
            (
                "https://s3.eu-west-1.amazonaws.com",
                Addressing::Virtual,
                "a/index.yaml",
                "https://charts.s3.eu-west-1.amazonaws.com/a/index.yaml",
            ),
            ("https://h/s3/", Addressing::Path, "a", "https://h/s3/charts/a"),
            (
                "http://h",
                Addressing::Path,
                "sub dir/tomcat-0.4.1+1.tgz",
                "http://h/charts/sub%20dir/tomcat-0.4.1%2B1.tgz",
            ),
            ("http://h", Addressing::Path, "a//b%20'ü\\", "http://h/charts/a//b%2520%27%C3%BC%5C"),
        ] {
            let url = object_url(&place(endpoint, addressing), key).unwrap();
            assert_eq!(url.as_str(), expected);
        }
        assert!(object_url(&place("http://h", Addressing::Path), "a/../b").is_err());
        let odd = S3Place { bucket: "a/b".to_owned(), ..place("http://h", Addressing::Virtual) };
        assert_eq!(object_url(&odd, "x").unwrap_err().fault, Some(Fault::S3BucketName));
        let odd = S3Place { bucket: String::new(), ..odd };
        assert_eq!(object_url(&odd, "x").unwrap_err().fault, Some(Fault::S3BucketName));
    }

    #[test]
    fn questions_are_sorted_and_encoded() {
        let options = [("prefix", "a b/"), ("list-type", "2"), ("delimiter", "/")];
        for (addressing, expected) in [
            (Addressing::Path, "http://h/charts?delimiter=%2F&list-type=2&prefix=a%20b%2F"),
            (Addressing::Virtual, "http://charts.h/?delimiter=%2F&list-type=2&prefix=a%20b%2F"),
        ] {
            assert_eq!(
                bucket_url(&place("http://h", addressing), &options).unwrap().as_str(),
                expected
            );
        }
    }

    #[test]
    fn references_lead_to_objects_and_only_those_of_the_same_endpoint_get_keys() {
        let place = place("https://s3.pek3a.qingstor.com", Addressing::Path);
        for (reference, expected) in [
            ("redis-1.0.0.tgz", "object charts helm/stable/redis-1.0.0.tgz"),
            ("./sub/a%20b-1+2.tgz?x=1", "object charts helm/stable/sub/a b-1+2.tgz"),
            ("../redis-1.0.0.tgz", "object charts helm/redis-1.0.0.tgz"),
            ("/redis-1.0.0.tgz", "object charts redis-1.0.0.tgz"),
            ("../../../redis.tgz", "nowhere"),
            ("s3://charts/x/redis.tgz", "object charts x/redis.tgz"),
            ("s3://other/x/redis.tgz", "object other x/redis.tgz"),
            ("s3://s3.pek3a.qingstor.com/other/x.tgz", "object other x.tgz"),
            ("s3://other", "nowhere"),
            ("https://s3.pek3a.qingstor.com/charts/a/x.tgz", "object charts a/x.tgz"),
            ("https://charts.s3.pek3a.qingstor.com/a/x.tgz", "object charts a/x.tgz"),
            (
                "https://s3.pek3a.qingstor.com/charts/x.tgz?X-Amz-Signature=1",
                "web https://s3.pek3a.qingstor.com/charts/x.tgz?X-Amz-Signature=1",
            ),
            (
                "https://s3.pek3a.qingstor.com/else/x.tgz",
                "web https://s3.pek3a.qingstor.com/else/x.tgz",
            ),
            (
                "http://s3.pek3a.qingstor.com/charts/x.tgz",
                "web http://s3.pek3a.qingstor.com/charts/x.tgz",
            ),
            ("https://example.com/x.tgz", "web https://example.com/x.tgz"),
            ("oci://example.com/x", "nowhere"),
            ("", "nowhere"),
        ] {
            let told = match resolve(&place, reference) {
                Some(Target::Object(found)) => format!("object {} {}", found.bucket, found.key),
                Some(Target::Other(found)) => format!("other {} {}", found.bucket, found.key),
                Some(Target::Web(url)) => format!("web {url}"),
                None => "nowhere".to_owned(),
            };
            assert_eq!(told, expected, "{reference}");
        }
    }
}
