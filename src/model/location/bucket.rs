//! S3 URLs: `s3://endpoint/bucket/prefix`, `s3://bucket/prefix`, `s3::https://…`, hosts of object stores.
//!
//! May import: `model::location::{error, endpoint, name, package, percent, s3, value}`, `model::{credentials, fault}`.

mod options;

use url::Url;

use self::options::Options;
use super::endpoint::{Family, Recognised, Service, recognise};
use super::error::LocationError;
use super::mask::is_secret_pair;
use super::name::{INDEX, is_index_name, is_package_name, last_part};
use super::package::inside;
use super::percent::{decode, encode};
use super::s3::{AMAZON, Addressing, S3Place};
use super::text::{CUT, MOVED, host_name, is_cut};
use super::value::{Location, Parsed};
use crate::model::credentials::Credentials;
use crate::model::fault::Fault;

/// An S3 URL in its parts.
struct Written<'text> {
    /// `None` in `s3://host/…`.
    scheme: Option<&'text str>,
    login: Option<&'text str>,
    host: &'text str,
    port: Option<u16>,
    path: &'text str,
    query: &'text str,
}

/// What the host and the options say of the service.
struct Target {
    endpoint: Url,
    region: Option<String>,
    /// The bucket, where it stands in the host's place or in front of it.
    bucket: Option<String>,
    is_virtual: bool,
}

/// Reads `s3://…`, what follows `s3::`, or a text without a scheme.
pub(super) fn parse(text: &str) -> Result<Parsed, LocationError> {
    if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(LocationError::new("a URL cannot hold blanks: write %20 for each"));
    }
    if is_cut(text) {
        return Err(LocationError::new(CUT));
    }
    let written = Written::read(text)?;
    let mut options = Options::read(written.query)?;
    let mut warnings = std::mem::take(&mut options.warnings);
    let target = target(&written, options.endpoint.as_deref(), &mut warnings)?;
    let (bucket, key) = bucket_and_key(&written, target.bucket.as_deref())?;
    check_bucket(&bucket, &mut warnings)?;
    let is_plain = !bucket.contains('.') && bucket == bucket.to_ascii_lowercase();
    let usual = if target.is_virtual && is_plain { Addressing::Virtual } else { Addressing::Path };
    let place = S3Place {
        region: options.region.or(target.region).filter(|region| !region.is_empty()),
        endpoint: target.endpoint,
        bucket,
        key,
        addressing: options.addressing.unwrap_or(usual),
        profile: options.profile,
        index: options.index,
    };
    check_addressing(&place, &mut warnings)?;
    let credentials = credentials(options.credentials, written.login, &mut warnings)?;
    Ok(Parsed::new(Location::S3(place), credentials, warnings))
}

/// Whether a text without a scheme begins with the host of an object store that is known: go-getter
/// knows Amazon's; we know `QingStor`'s, too.
pub(super) fn is_known_host(text: &str) -> bool {
    let host = text.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let known = [".amazonaws.com", ".amazonaws.com.cn", ".qingstor.com", ".qsstor.com"];
    let host = host.to_ascii_lowercase();
    known.iter().any(|end| host.ends_with(end))
        && matches!(recognise(&host), Recognised::Service(_))
}

/// The S3 form of a web URL whose host speaks S3, unless it is signed already.
pub(super) fn s3_form(url: &Url) -> Option<String> {
    let Recognised::Service(service) = recognise(url.host_str()?) else { return None };
    if service.family == Family::Near || url.query().is_some() {
        return None;
    }
    parse(url.as_str()).is_ok().then(|| format!("s3::{url}"))
}

impl<'text> Written<'text> {
    fn read(text: &'text str) -> Result<Self, LocationError> {
        let text = text.split('#').next().unwrap_or_default();
        let (scheme, rest) = match text.split_once("://") {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("s3") => (None, rest),
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("https") => (Some("https"), rest),
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") => (Some("http"), rest),
            Some((scheme, _)) if !scheme.contains(['/', '?']) => {
                return Err(
                    LocationError::new("s3:: goes with https:// or http://").fault(Fault::NotS3)
                );
            }
            _ => (None, text),
        };
        let (body, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, path) = body.split_once('/').unwrap_or((body, ""));
        let (login, host) = match authority.rsplit_once('@') {
            Some((login, host)) => (Some(login), host),
            None => (None, authority),
        };
        let (host, port) = host_and_port(host)?;
        if host.is_empty() {
            return Err(missing_bucket("s3:"));
        }
        Ok(Self { scheme, login, host, port, path, query })
    }

    /// The options that are no keys, with their mark.
    fn open_options(&self) -> String {
        let is_open = |pair: &&str| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            !pair.is_empty() && !is_secret_pair(key, value)
        };
        let options: Vec<&str> = self.query.split('&').filter(is_open).collect();
        if options.is_empty() { String::new() } else { format!("?{}", options.join("&")) }
    }

    /// Host and port as they stand there.
    fn place(&self) -> String {
        self.port.map_or_else(|| self.host.to_owned(), |port| format!("{}:{port}", self.host))
    }
}

fn host_and_port(text: &str) -> Result<(&str, Option<u16>), LocationError> {
    let is_address = text.ends_with(']');
    match text.rsplit_once(':').filter(|_| !is_address) {
        None | Some((_, "")) => Ok((text.trim_end_matches(':'), None)),
        Some((host, port)) => {
            let wrong = || LocationError::new("the port is no number between 1 and 65535");
            let port = port.parse().ok().filter(|port| *port > 0).ok_or_else(wrong)?;
            Ok((host, Some(port)))
        }
    }
}

/// Which service is asked, and the bucket if the host tells it.
fn target(
    written: &Written<'_>,
    endpoint: Option<&str>,
    warnings: &mut Vec<String>,
) -> Result<Target, LocationError> {
    if let Some(endpoint) = endpoint {
        return named_endpoint(written, endpoint, warnings);
    }
    match recognise(written.host) {
        Recognised::Service(service) => of_service(written, service, warnings),
        Recognised::Other(why) => {
            let error = LocationError::new(why).fault(Fault::NotS3);
            let scheme = if why.contains("static website") { "http" } else { "https" };
            Err(error.suggest(format!("{scheme}://{}/{}", written.place(), written.path)))
        }
        Recognised::Unknown if written.scheme.is_none() && written.port.is_none() => {
            if written.host.contains('.') {
                warnings.push(format!(
                    "\"{0}\" is read as a bucket of Amazon's: for a host of that name write \
                     s3::https://{0}/BUCKET",
                    written.host
                ));
            }
            let bucket = decode(written.host).filter(|bucket| !bucket.is_empty());
            let endpoint = url_of("https", AMAZON, None)?;
            Ok(Target { endpoint, region: None, bucket, is_virtual: false })
        }
        Recognised::Unknown => {
            let host = written.host.to_ascii_lowercase();
            let family = Family::Near;
            of_service(written, Service { host, bucket: None, region: None, family }, warnings)
        }
    }
}

fn of_service(
    written: &Written<'_>,
    service: Service,
    warnings: &mut Vec<String>,
) -> Result<Target, LocationError> {
    let scheme = written.scheme.unwrap_or(usual_scheme(service.family, written.port));
    let endpoint = url_of(scheme, &service.host, written.port)?;
    if scheme == "http" {
        let told =
            if written.scheme.is_some() { "" } else { " is assumed for hosts near by, and it" };
        let place = written.place();
        warnings.push(format!(
            "http{told} is not encrypted: for https write s3::https://{place}/{}{}",
            written.path,
            written.open_options()
        ));
    }
    warn_of_port(written.port, warnings);
    let is_virtual = service.bucket.is_some();
    Ok(Target { endpoint, region: service.region, bucket: service.bucket, is_virtual })
}

/// `OpenPitrix` asks every host that does not begin with `s3.` over http; a port that is usual for https
/// says otherwise.
fn usual_scheme(family: Family, port: Option<u16>) -> &'static str {
    match (family, port) {
        (Family::Near, None) => "http",
        (Family::Near, Some(port)) if port % 1000 != 443 => "http",
        _ => "https",
    }
}

/// The service that `endpoint=` names; what stands in the host's place is the bucket then.
fn named_endpoint(
    written: &Written<'_>,
    text: &str,
    warnings: &mut Vec<String>,
) -> Result<Target, LocationError> {
    let other = Written::read(text)?;
    let Recognised::Service(Service { host, region, .. }) = recognise(other.host) else {
        let bare = Written { path: "", ..other };
        return named_host(written, &bare, warnings);
    };
    let bare = Written { host: &host, path: "", ..other };
    let mut target = named_host(written, &bare, warnings)?;
    target.region = region;
    Ok(target)
}

fn named_host(
    written: &Written<'_>,
    other: &Written<'_>,
    warnings: &mut Vec<String>,
) -> Result<Target, LocationError> {
    let family = match recognise(other.host) {
        Recognised::Service(service) => service.family,
        _ => Family::Near,
    };
    let scheme = other.scheme.unwrap_or(usual_scheme(family, other.port));
    if scheme == "http" {
        warnings.push("http is not encrypted".to_owned());
    }
    warn_of_port(other.port, warnings);
    let endpoint = url_of(scheme, other.host, other.port)?;
    let is_host = written.scheme.is_some()
        || written.port.is_some()
        || written.host.eq_ignore_ascii_case(other.host);
    let bucket = (!is_host).then(|| decode(written.host)).flatten();
    Ok(Target { endpoint, region: None, bucket, is_virtual: false })
}

fn warn_of_port(port: Option<u16>, warnings: &mut Vec<String>) {
    if port == Some(9001) {
        warnings.push("port 9001 is usually MinIO's console: S3 is spoken at 9000".to_owned());
    }
}

fn url_of(scheme: &str, host: &str, port: Option<u16>) -> Result<Url, LocationError> {
    let wrong = || LocationError::new("this is no name of a host").fault(Fault::NotS3);
    let port = port.map(|port| format!(":{port}")).unwrap_or_default();
    let host = host_name(host).ok_or_else(wrong)?;
    Url::parse(&format!("{scheme}://{host}{port}")).map_err(|_| wrong())
}

/// Bucket, and key of the index. `//`, by which Helm Broker finds the index file's path, is one `/`.
fn bucket_and_key(
    written: &Written<'_>,
    bucket: Option<&str>,
) -> Result<(String, String), LocationError> {
    let wrong = || LocationError::new("the path is not UTF-8, or leads out of the bucket");
    let path = decode(written.path).ok_or_else(wrong)?;
    let path = path.trim_start_matches('/');
    let (bucket, path) = match bucket {
        Some(bucket) => (bucket, path),
        None => path.split_once('/').unwrap_or((path, "")),
    };
    if bucket.is_empty() {
        return Err(missing_bucket(&match written.scheme {
            Some(scheme) => format!("s3::{scheme}://{}", written.place()),
            None => format!("s3://{}", written.place()),
        }));
    }
    if path.split('/').any(|part| part == "..") {
        return Err(LocationError::new("the path must not have \"..\""));
    }
    let is_root = path.split('/').all(|part| matches!(part, "" | "."));
    let key = if is_root { String::new() } else { inside("", path).ok_or_else(wrong)? };
    let name = last_part(&key);
    if is_package_name(name) {
        let folder = key.strip_suffix(name).unwrap_or_default();
        let error = LocationError::new("this is the URL of one package, not of a repository");
        let folder = encode(folder.trim_end_matches('/'));
        return Err(match written.scheme {
            _ if written.path.is_empty() => error,
            Some(scheme) => {
                error.suggest(format!("s3::{scheme}://{}/{bucket}/{folder}", written.place()))
            }
            None if written.host == bucket => error.suggest(format!("s3://{bucket}/{folder}")),
            None => error.suggest(format!("s3://{}/{bucket}/{folder}", written.place())),
        });
    }
    // go-getter reads any object; a name that ends so is no folder.
    let is_object = !key.is_empty() && !written.path.ends_with('/') && is_index_name(name)
        || is_text_name(name);
    Ok((bucket.to_owned(), if is_object { key } else { join(&key) }))
}

/// An index may be served as a text.
fn is_text_name(name: &str) -> bool {
    name.len() > ".txt".len() && name.to_ascii_lowercase().ends_with(".txt")
}

fn join(folder: &str) -> String {
    if folder.is_empty() { INDEX.to_owned() } else { format!("{folder}/{INDEX}") }
}

fn missing_bucket(place: &str) -> LocationError {
    let error = LocationError::new("the bucket is missing").fault(Fault::S3BucketName);
    if place == "s3:" {
        return error.suggest("s3://BUCKET/charts");
    }
    error.suggest(format!("{place}/BUCKET"))
}

/// Amazon's rule: 3 to 63 lower-case letters, digits, dots and dashes. Capitals and `_` are left from old
/// times, and some services take them.
fn check_bucket(bucket: &str, warnings: &mut Vec<String>) -> Result<(), LocationError> {
    let wrong = |why: &str| {
        Err(LocationError::new(format!("this cannot be the name of a bucket: {why}"))
            .fault(Fault::S3BucketName))
    };
    let usual = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
    let is_end = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    if !(3..=63).contains(&bucket.len()) {
        return wrong("it has 3 to 63 characters");
    }
    if !bucket.chars().all(usual) {
        return wrong("it has letters, digits, dots and dashes alone");
    }
    if !is_end(bucket.chars().next()) || !is_end(bucket.chars().last()) || bucket.contains("..") {
        return wrong(
            "it begins and ends with a letter or a digit, and no two dots follow each other",
        );
    }
    if bucket.parse::<std::net::Ipv4Addr>().is_ok() {
        return wrong("it looks like an address");
    }
    if bucket.chars().any(|c| c.is_ascii_uppercase() || c == '_') {
        warnings
            .push(format!("\"{bucket}\": most services allow no capitals and no _ in a bucket"));
    }
    Ok(())
}

fn check_addressing(place: &S3Place, warnings: &mut Vec<String>) -> Result<(), LocationError> {
    if place.addressing == Addressing::Path {
        return Ok(());
    }
    if matches!(place.endpoint.host(), Some(url::Host::Ipv4(_) | url::Host::Ipv6(_))) {
        return Err(LocationError::new(
            "addressing=virtual needs a name: nothing can stand in front of an address",
        ));
    }
    if place.bucket.contains('.') && place.endpoint.scheme() == "https" {
        warnings.push(
            "the dots in the bucket's name do not fit the certificate: use addressing=path"
                .to_owned(),
        );
    }
    Ok(())
}

fn credentials(
    mut keys: Credentials,
    login: Option<&str>,
    warnings: &mut Vec<String>,
) -> Result<Option<Credentials>, LocationError> {
    let plain = |text: &str| {
        decode(text).ok_or_else(|| LocationError::new("the keys in front of the @ are not UTF-8"))
    };
    if let Some((id, secret)) = login.map(|login| login.split_once(':').unwrap_or((login, "")))
        && keys.username.is_empty()
    {
        keys.username = plain(id)?;
        keys.password = plain(secret)?.into();
    }
    if keys.is_empty() {
        return Ok(None);
    }
    warnings.push(format!("the access keys {MOVED}"));
    Ok(Some(keys))
}
