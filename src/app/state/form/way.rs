//! How a place is let in at: it decides which fields the form has.
//!
//! May import: `model`.

use crate::model::Location;

/// The way to a place, as far as its URL tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    /// Over `http` or `https`, Git repositories there included. Also while nothing is understood yet.
    #[default]
    Web,
    /// A Git repository over SSH.
    Ssh,
    /// An object store.
    Store,
    /// Folders, samples and what else asks for nothing.
    Open,
}

impl Way {
    /// The way that a text asks for, also one that is not whole yet.
    #[must_use]
    pub fn of(text: &str) -> Self {
        match Location::parse(text).map(|parsed| parsed.location) {
            Ok(Location::Http { .. }) => Self::Web,
            Ok(Location::Git { url, .. }) => Self::of_scheme(url.scheme()),
            Ok(Location::S3(_)) => Self::Store,
            Ok(Location::File { .. } | Location::Sample(_)) => Self::Open,
            Ok(Location::Template(_)) | Err(_) => Self::guess(text),
        }
    }

    fn of_scheme(scheme: &str) -> Self {
        match scheme {
            "http" | "https" => Self::Web,
            "ssh" | "git+ssh" => Self::Ssh,
            _ => Self::Open,
        }
    }

    /// By the beginning alone, as for templates and while one types.
    fn guess(text: &str) -> Self {
        let text = text.trim().trim_start_matches("git::");
        let begins = |with: &[&str]| with.iter().any(|start| text.starts_with(start));
        if begins(&["s3::", "s3:", "qs3:"]) {
            Self::Store
        } else if begins(&["ssh:", "git+ssh:"]) || is_scp_like(text) {
            Self::Ssh
        } else if begins(&["/", "./", "../", "~", "file:", "sample:", "git:"]) {
            Self::Open
        } else {
            Self::Web
        }
    }
}

/// `git@host:path`, as SSH's own programs write it.
fn is_scp_like(text: &str) -> bool {
    let host = text.split(['/', ':', '?']).next().unwrap_or_default();
    !text.contains("://") && host.contains('@')
}

/// Whether a text asks for plain `http`, where addons need the develop mode.
#[must_use]
pub fn is_plain_http(text: &str) -> bool {
    let text = text.trim();
    text.strip_prefix("git::").unwrap_or(text).starts_with("http://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_is_told_by_the_url_also_while_it_is_typed() {
        for (text, expected) in [
            ("", Way::Web),
            ("https://a.example/charts", Way::Web),
            ("git::https://a.example/x.git//index.yaml", Way::Web),
            ("https://{host}/charts", Way::Web),
            ("git@git.example:team/addons.git", Way::Ssh),
            ("git@git.ex", Way::Ssh),
            ("ssh://git@git.example/x.git", Way::Ssh),
            ("s3://bucket/prefix", Way::Store),
            ("s3::https://s3.exa", Way::Store),
            ("/srv/charts", Way::Open),
            ("sample://charts", Way::Open),
        ] {
            assert_eq!(Way::of(text), expected, "{text:?}");
        }
    }
}
