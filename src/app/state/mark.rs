//! What is always told with a repository, for it decides how far what comes from there can be trusted.
//!
//! May import: `app::state::form`, `model`.

use super::form::way::is_plain_http;
use crate::model::{Location, Repository};

/// Something that is told wherever the repository is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The server's certificate is not looked at.
    NotVerified,
    /// Addons may come over plain `http`.
    DevelopMode,
    /// What comes is not encrypted.
    PlainHttp,
    /// The URL has placeholders.
    Template,
}

impl Mark {
    /// The marks of a repository, the gravest first.
    #[must_use]
    pub fn of(repository: &Repository) -> Vec<Self> {
        let mut marks = Vec::new();
        let mut add = |is_so: bool, mark| marks.extend(is_so.then_some(mark));
        add(repository.access.skip_tls_verify, Self::NotVerified);
        add(repository.access.develop_mode, Self::DevelopMode);
        add(is_plain(&repository.location), Self::PlainHttp);
        add(matches!(repository.location, Location::Template(_)), Self::Template);
        marks
    }

    /// The mark in the list.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::NotVerified => "!tls",
            Self::DevelopMode => "dev",
            Self::PlainHttp => "http",
            Self::Template => "{}",
        }
    }

    /// The mark in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::NotVerified => "TLS not verified",
            Self::DevelopMode => "develop mode",
            Self::PlainHttp => "plain http",
            Self::Template => "template",
        }
    }

    /// What it means.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::NotVerified => {
                "The server's certificate is not looked at: anyone in between can read and change what comes."
            }
            Self::DevelopMode => {
                "Addons come over plain http, which Helm Broker allows in its develop mode only."
            }
            Self::PlainHttp => {
                "What comes is not encrypted: anyone in between can read and change it."
            }
            Self::Template => "A Secret fills the placeholders of the URL.",
        }
    }

    /// Whether it is a reason for care.
    #[must_use]
    pub fn is_risk(self) -> bool {
        self != Self::Template
    }
}

/// Whether what comes from a place is neither encrypted nor local.
fn is_plain(location: &Location) -> bool {
    let scheme = match location {
        Location::Http { url } | Location::Git { url, .. } => url.scheme(),
        Location::S3(place) => place.endpoint.scheme(),
        Location::Template(template) if is_plain_http(template.text()) => "http",
        _ => "",
    };
    scheme == "http"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_come_gravest_first() {
        let place = |text: &str| Location::parse(text).expect("a URL").location;
        let mut repository = Repository::named("a", place("http://a.example/x"));
        assert_eq!(Mark::of(&repository), [Mark::PlainHttp]);
        repository.access.skip_tls_verify = true;
        repository.access.develop_mode = true;
        let all = [Mark::NotVerified, Mark::DevelopMode, Mark::PlainHttp];
        assert_eq!(Mark::of(&repository), all);
        let template = Repository::named("b", place("https://{host}/x"));
        assert_eq!(Mark::of(&template), [Mark::Template]);
        assert_eq!(Mark::of(&Repository::named("c", place("https://a.example"))), []);
    }
}
