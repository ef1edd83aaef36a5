//! Another place for a repository: what was meant for the host that it leaves stays behind.
//!
//! May import: `model`.

use std::mem;

use url::Url;

use crate::model::{Credentials, Location, Repository};

/// Puts a repository at another place. The login, the client certificate and the leave to skip verification
/// stay only where they were meant for: the same scheme, host and port. A login that came with the new URL
/// takes the place of the old one.
///
/// Returns what is to be told of it, in sentences.
pub fn relocate(
    repository: &mut Repository,
    location: Location,
    login: Option<Credentials>,
) -> Vec<String> {
    let moves_away = !same_host(&repository.location, &location);
    let mut told = Vec::new();
    if login.is_some() {
        repository.credentials = login;
    } else if moves_away && repository.credentials.take().is_some() {
        told.push("user name and password were for another host: they are forgotten".to_owned());
    }
    repository.location = location;
    if moves_away {
        leave_behind(repository, &mut told);
    }
    told
}

/// Whether two places have the same scheme, host and port, so that what lets us in at one may be shown at the
/// other.
#[must_use]
pub fn same_host(left: &Location, right: &Location) -> bool {
    origin(left) == origin(right)
}

/// What was meant for the host that the repository is no longer at, apart from its login.
fn leave_behind(repository: &mut Repository, told: &mut Vec<String>) {
    let access = &mut repository.access;
    if mem::take(&mut access.skip_tls_verify) {
        told.push(
            "the certificate of the new host is verified: to skip that was for another host"
                .to_owned(),
        );
    }
    let certificate = access.certificate_file.take();
    if access.key_file.take().is_some() || certificate.is_some() {
        told.push("the client certificate was for another host: it is forgotten".to_owned());
    }
    if let Some(secret) = &repository.secret {
        told.push(format!("the Secret {secret} is used for the new host from now on"));
    }
}

/// Scheme, host and port; nothing for what is on this machine.
fn origin(location: &Location) -> Option<(String, String, Option<u16>)> {
    let of = |url: &Url| {
        let host = url.host_str().unwrap_or_default().to_owned();
        (url.scheme().to_owned(), host, url.port_or_known_default())
    };
    match location {
        Location::Http { url } | Location::Git { url, .. } => Some(of(url)),
        Location::S3(place) => Some(of(&place.endpoint)),
        Location::Template(template) => {
            let text = template.text().to_owned();
            Some(Url::parse(&text).map_or_else(|_| (text, String::new(), None), |url| of(&url)))
        }
        Location::File { .. } | Location::Sample(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(url: &str) -> Location {
        Location::parse(url).expect("a URL").location
    }

    #[test]
    fn what_lets_us_in_stays_with_its_host() {
        for (to, stays) in [
            ("https://a.example/other", true),
            ("https://a.example:443/x", true),
            ("https://a.example:8443/x", false),
            ("http://a.example/x", false),
            ("https://b.example/x", false),
            ("/srv/charts", false),
        ] {
            let mut repository = Repository::named("a", place("https://a.example/x"));
            repository.credentials = Some(Credentials::login("me", "hunter2"));
            repository.access.skip_tls_verify = true;
            repository.access.key_file = Some("/key.pem".into());
            repository.access.ca_file = Some("/ca.pem".into());
            let before = repository.clone();
            let told = relocate(&mut repository, place(to), None);
            assert_eq!(repository.location, place(to));
            assert_eq!(repository.credentials == before.credentials, stays, "{to}");
            assert_eq!(repository.access == before.access, stays, "{to}");
            assert_eq!(repository.access.ca_file, before.access.ca_file, "it lets nobody in");
            assert_eq!(told.len(), if stays { 0 } else { 3 }, "{told:?}");
        }
    }

    #[test]
    fn a_login_of_the_new_url_takes_the_place_of_the_old_one() {
        let mut repository = Repository::named("a", place("https://a.example/x"));
        repository.credentials = Some(Credentials::login("me", "hunter2"));
        let login = Some(Credentials::login("you", "other"));
        assert!(relocate(&mut repository, place("https://b.example/x"), login.clone()).is_empty());
        assert_eq!(repository.credentials, login);
    }
}
