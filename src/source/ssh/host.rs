//! Who is asked: user, host and port of an SSH server, out of a URL, with nothing in them that a program
//! could take for something else.
//!
//! May import: `model`, `error`.

use url::Url;

use crate::error::{Error, ErrorKind};
use crate::model::Fault;
use crate::model::location::percent::decode;

/// An SSH server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Host {
    /// The account; without one `ssh` decides.
    pub(crate) user: Option<String>,
    /// Name or address, without brackets.
    pub(crate) name: String,
    /// The port; without one `ssh` decides, and that is 22 unless its configuration says otherwise.
    pub(crate) port: Option<u16>,
}

impl Host {
    /// A host without an account.
    ///
    /// # Errors
    /// When the name cannot be one.
    pub(crate) fn new(name: &str, port: Option<u16>) -> Result<Self, Error> {
        let name = name.trim_start_matches('[').trim_end_matches(']');
        if !is_name(name) {
            return Err(refused("host", name));
        }
        Ok(Self { user: None, name: name.to_owned(), port })
    }

    /// The host of an `ssh://` URL.
    ///
    /// # Errors
    /// When user or host hold what `ssh` or a shell could take for something else.
    pub(crate) fn of(url: &Url) -> Result<Self, Error> {
        let mut host = Self::new(url.host_str().unwrap_or_default(), url.port())?;
        let user = decode(url.username()).unwrap_or_default();
        if !user.is_empty() {
            if !is_user(&user) {
                return Err(refused("user", &user));
            }
            host.user = Some(user);
        }
        Ok(host)
    }

    /// `git@example.org:2222`, for people.
    pub(crate) fn shown(&self) -> String {
        let user = self.user.as_ref().map(|user| format!("{user}@")).unwrap_or_default();
        format!("{user}{}", self.address())
    }

    /// `example.org:2222`; the usual port is left away.
    pub(crate) fn address(&self) -> String {
        address(&self.name, self.port.unwrap_or(22))
    }
}

/// `example.org`, `example.org:2222`, `[::1]:2222`.
pub(crate) fn address(name: &str, port: u16) -> String {
    let name = if name.contains(':') { format!("[{name}]") } else { name.to_owned() };
    if port == 22 { name } else { format!("{name}:{port}") }
}

/// Letters of names and addresses only: `ssh` hands a host to programs that its configuration names.
fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 255
        && !text.starts_with('-')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':'))
}

fn is_user(text: &str) -> bool {
    !text.starts_with('-')
        && text.len() <= 255
        && text.chars().all(|c| {
            c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '@' | '+' | '=' | '~')
        })
}

fn refused(what: &str, text: &str) -> Error {
    let text = crate::model::text::clean(text);
    Error::new(ErrorKind::Malformed, format!("\"{text}\" cannot be the {what} of an SSH server"))
        .hint("only letters, digits, dots, hyphens and underscores, and no hyphen at the start")
        .fault(Fault::UrlSyntax)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_host_and_port_come_from_the_url() {
        for (url, expected) in [
            ("ssh://git@example.org/r.git", "git@example.org"),
            ("ssh://example.org:2222/r.git", "example.org:2222"),
            ("ssh://git@[::1]:2222/r.git", "git@[::1]:2222"),
            ("ssh://a.b%2Bc@h_1.example.org/r", "a.b+c@h_1.example.org"),
        ] {
            let url = Url::parse(url).expect("a URL");
            assert_eq!(Host::of(&url).expect("a good host").shown(), expected);
        }
    }

    #[test]
    fn nothing_becomes_an_option_or_a_command() {
        for url in [
            "ssh://-oProxyCommand=x/r",
            "ssh://-oProxyCommand%3Dx@example.org/r",
            "ssh://a%20b@example.org/r",
            "ssh://a%24(id)@example.org/r",
            "ssh://a`id`@example.org/r",
            "ssh://example.org%3Bid/r",
            "ssh:///r",
        ] {
            let refused = Url::parse(url).map_or(true, |url| Host::of(&url).is_err());
            assert!(refused, "{url}");
        }
    }
}
