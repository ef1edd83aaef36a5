//! Places that are reached without encryption: who refuses them, and what is said.
//!
//! Helm Broker takes addons over plain `http://` in its develop mode only; what hides behind `git::http://`
//! it takes as it comes. Helm takes both. On this machine itself nobody listens in between.
//! May import: `source::{authorization, client, refusal}`, `secrets`, `model`, `error`.

use url::{Host, Url};

use super::authorization;
use super::client::Client;
use super::refusal::Sent;
use crate::error::{Error, ErrorKind};
use crate::model::rule::target::{TGT006, TGT007};
use crate::model::{Diagnostic, Fault, Location, Place, Repository, RepositoryKind};
use crate::secrets::Resolved;

/// The URL of a place on another machine that is reached without encryption.
#[must_use]
pub fn exposed(location: &Location) -> Option<Url> {
    let url = match location {
        Location::Http { url } | Location::Git { url, .. } => url.clone(),
        Location::S3(place) => place.endpoint.clone(),
        Location::Template(template) => Url::parse(template.text()).ok()?,
        Location::File { .. } | Location::Sample(_) => return None,
    };
    (matches!(url.scheme(), "http" | "git") && !is_loopback(&url)).then_some(url)
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            name == "localhost" || name.ends_with(".localhost")
        }
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Why addons are not registered from there; `None` where they may be.
#[must_use]
pub fn refusal(
    client: &Client,
    repository: &Repository,
    kind: Option<RepositoryKind>,
) -> Option<Error> {
    let url = refused_by_broker(client, repository, kind)?;
    let host = url.host_str().unwrap_or_default();
    let message = format!(
        "addons over plain http from {host}: Helm Broker refuses them outside its develop mode, since anyone \
         on the way can exchange what a cluster then installs"
    );
    let hint = "use https; or allow it for this repository (--develop-mode), or for all of them \
                (developMode: true in config.yaml)";
    Some(Error::new(ErrorKind::Unsupported, message).hint(hint).fault(Fault::PlainHttp))
}

/// Refuses to ask for addons where a login, or what a Secret fills into the URL, could be read on the way.
///
/// # Errors
/// When something of the kind would go along, and the develop mode does not allow it.
pub(super) fn guard(
    client: &Client,
    registered: &Repository,
    resolved: &Resolved,
) -> Result<(), Error> {
    let credentials = resolved.repository.credentials.as_ref();
    let shows = credentials.is_some_and(|own| authorization::sent(own) != Sent::Nothing);
    if !shows && !matches!(registered.location, Location::Template(_)) {
        return Ok(());
    }
    let is_foreign = registered.origin.is_some();
    let kind = registered.kind.or(is_foreign.then_some(RepositoryKind::Addons));
    match refusal(client, &resolved.repository, kind) {
        Some(error) => Err(error.redacted(&resolved.redactor)),
        None => Ok(()),
    }
}

fn refused_by_broker(
    client: &Client,
    repository: &Repository,
    kind: Option<RepositoryKind>,
) -> Option<Url> {
    let allowed = client.settings.develop_mode || repository.access.develop_mode;
    let is_web = matches!(repository.location, Location::Http { .. } | Location::Template(_));
    let asked = kind == Some(RepositoryKind::Addons) && is_web && !allowed;
    exposed(&repository.location).filter(|_| asked)
}

/// What is said of an index that came from there.
#[must_use]
pub fn finding(
    client: &Client,
    repository: &Repository,
    kind: RepositoryKind,
) -> Option<Diagnostic> {
    let place = Place::file(repository.location.index_file());
    if let Some(url) = refused_by_broker(client, repository, Some(kind)) {
        let host = url.host_str().unwrap_or_default();
        let message = format!("these addons come from {host} over plain http");
        return Some(Diagnostic::new(&TGT006, place, message));
    }
    let url = exposed(&repository.location).filter(|_| kind == RepositoryKind::Helm)?;
    let (scheme, host) = (url.scheme(), url.host_str().unwrap_or_default());
    let message = format!("the index comes from {host} over {scheme}, which is not encrypted");
    Some(Diagnostic::new(&TGT007, place, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(location: &str, expected: bool) {
        let location = Location::parse(location).unwrap().location;
        assert_eq!(exposed(&location).is_some(), expected, "{location}");
    }

    #[test]
    fn only_other_machines_without_encryption_are_exposed() {
        check("http://charts.example.org/x", true);
        check("http://10.0.0.1/x", true);
        check("git::http://example.org/x.git//a/index.yaml", true);
        check("https://charts.example.org/x", false);
        check("http://localhost:8080/x", false);
        check("http://charts.localhost/x", false);
        check("http://127.3.2.1/x", false);
        check("http://[::1]:80/x", false);
        check("./folder", false);
        check("sample://charts", false);
    }
}
