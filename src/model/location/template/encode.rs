//! A value as its position in a URL asks for it.
//!
//! Helm Broker encodes every value as for a query, whatever its position: a `/` in a path then is `%2F`, a
//! blank in a password `+`. Its own documentation shows what is done here.
//! May import: `model::location::template::slot`.

use std::fmt::Write;

use super::slot::Position;

/// A value that fits, and what is odd about it.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::model::location) struct Encoded {
    pub(in crate::model::location) text: String,
    /// Whether line breaks at its end were left out.
    pub(in crate::model::location) was_trimmed: bool,
}

/// What stands around a placeholder.
#[derive(Clone, Copy)]
pub(in crate::model::location) struct Around<'text> {
    pub(in crate::model::location) before: &'text str,
    pub(in crate::model::location) after: &'text str,
}

/// The value for a position, or why it cannot stand there. The reason holds nothing of the value.
pub(in crate::model::location) fn encoded(
    value: &str,
    position: &Position,
    around: Around<'_>,
) -> Result<Encoded, &'static str> {
    if *position == Position::Query("sshkey".to_owned()) {
        return Ok(Encoded { text: percent(value, ""), was_trimmed: false });
    }
    let trimmed = value.trim_end_matches(['\r', '\n']);
    let was_trimmed = trimmed.len() != value.len();
    if trimmed.chars().any(char::is_control) {
        return Err("has a line break or another control character in it");
    }
    let text = match position {
        Position::Whole => whole(trimmed, around)?,
        Position::UserInfo | Position::Query(_) => percent(trimmed, ""),
        Position::Host => host(trimmed, around)?,
        Position::Port => port(trimmed)?,
        Position::Path => path(trimmed, around)?,
        Position::Pairs => pairs(trimmed)?,
    };
    Ok(Encoded { text, was_trimmed })
}

/// Every byte but letters, digits, `-._~` and those of `kept` as `%41`.
fn percent(text: &str, kept: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_ascii_alphanumeric()
            || "-._~".contains(character)
            || kept.contains(character)
        {
            out.push(character);
        } else {
            for byte in character.to_string().bytes() {
                // Writing to a string cannot fail.
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

fn whole(value: &str, around: Around<'_>) -> Result<String, &'static str> {
    if value.is_empty() {
        return Err("is empty where a URL is needed");
    }
    if value.chars().any(char::is_whitespace) {
        return Err("has blanks in it where a URL is needed");
    }
    if value.starts_with(['/', '.', '~']) || value.to_ascii_lowercase().starts_with("file:") {
        return Err("is a path of this machine where a URL is needed");
    }
    if !around.after.is_empty() && value.contains(['?', '#']) {
        return Err("has a ? or # in it, and more of the URL follows");
    }
    let value = if around.after.starts_with('/') { value.trim_end_matches('/') } else { value };
    Ok(value.replace('{', "%7B").replace('}', "%7D"))
}

/// A host; with its port, where it stands alone.
fn host(value: &str, around: Around<'_>) -> Result<String, &'static str> {
    if value.is_empty() {
        return Err("is empty where a host is needed");
    }
    if value.contains("://") {
        return Err("is a whole URL where a host is needed: leave out the scheme");
    }
    let usual = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    let (name, port) = match value.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, "")) => (address, None),
        Some((address, rest)) => (address, Some(rest.strip_prefix(':').unwrap_or("-"))),
        None => value.split_once(':').map_or((value, None), |(name, port)| (name, Some(port))),
    };
    let is_address = value.starts_with('[') && name.parse::<std::net::Ipv6Addr>().is_ok();
    if !is_address && (name.is_empty() || name.starts_with('-') || !name.chars().all(usual)) {
        return Err("has characters in it that no host has");
    }
    let Some(port) = port else { return Ok(value.to_owned()) };
    // `git@{host}:path` has no room for a port.
    if !around.after.is_empty() && !around.after.starts_with(['/', '?', '#']) {
        return Err("has a port, and more of the host follows");
    }
    if port.is_empty() || !port.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("has a port that is no number");
    }
    Ok(value.to_owned())
}

fn port(value: &str) -> Result<String, &'static str> {
    let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { Ok(value.to_owned()) } else { Err("is no number where a port is needed") }
}

/// A path or a part of it: it keeps its `/`, and leads nowhere else.
fn path(value: &str, around: Around<'_>) -> Result<String, &'static str> {
    let mut value = value;
    if around.before.ends_with('/') {
        value = value.trim_start_matches('/');
    }
    if around.after.starts_with('/') {
        value = value.trim_end_matches('/');
    }
    if value.is_empty() {
        return Err("is empty where a path is needed");
    }
    if value.contains(['?', '#', '\\']) {
        return Err("has ?, # or \\ in it, which no path has");
    }
    if value.contains("//") {
        return Err("has // in it, which would end the repository's path");
    }
    if value.split('/').any(|part| matches!(part, "." | "..")) {
        return Err("has . or .. in its path, which lead elsewhere");
    }
    if around.before.ends_with('/') && value.starts_with('-') {
        return Err("begins with a dash");
    }
    Ok(percent(value, "/+=,!$'()*"))
}

/// `key=value` pairs as they are: signatures of cloud storage come so.
fn pairs(value: &str) -> Result<String, &'static str> {
    if value.contains('#') || value.chars().any(char::is_whitespace) {
        return Err("has # or blanks in it, which no query has");
    }
    let value = value.trim_start_matches('?');
    Ok(value.replace('{', "%7B").replace('}', "%7D"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_encoded_for_its_position_and_stays_in_it() {
        let query = || Position::Query("ref".to_owned());
        let key = || Position::Query("sshkey".to_owned());
        for (value, position, expected) in [
            ("kyma-project/addons", Position::Path, "kyma-project/addons"),
            ("my charts/a@b:c%d", Position::Path, "my%20charts/a%40b%3Ac%25d"),
            ("a{b}", Position::Path, "a%7Bb%7D"),
            ("/a/b/", Position::Path, "a/b"),
            ("é+", Position::Path, "%C3%A9+"),
            ("a?b", Position::Path, "! has ?, # or \\ in it, which no path has"),
            ("a//b", Position::Path, "! has // in it, which would end the repository's path"),
            ("a/../b", Position::Path, "! has . or .. in its path, which lead elsewhere"),
            ("-x", Position::Path, "! begins with a dash"),
            ("", Position::Path, "! is empty where a path is needed"),
            ("p@ss w:rd/+", Position::UserInfo, "p%40ss%20w%3Ard%2F%2B"),
            ("secret\n", Position::UserInfo, "secret ~"),
            ("a\nb", Position::UserInfo, "! has a line break or another control character in it"),
            ("github.com\r\n", Position::Host, "github.com ~"),
            ("h.org:8443", Position::Host, "h.org:8443"),
            ("[::1]:8443", Position::Host, "[::1]:8443"),
            ("h.org:x", Position::Host, "! has a port that is no number"),
            ("h.org/x", Position::Host, "! has characters in it that no host has"),
            ("me@h.org", Position::Host, "! has characters in it that no host has"),
            ("-h.org", Position::Host, "! has characters in it that no host has"),
            (
                "https://h.org",
                Position::Host,
                "! is a whole URL where a host is needed: leave out the scheme",
            ),
            ("", Position::Host, "! is empty where a host is needed"),
            ("8443", Position::Port, "8443"),
            ("84 43", Position::Port, "! is no number where a port is needed"),
            ("feature/x&y=z", query(), "feature%2Fx%26y%3Dz"),
            ("a+b/c==\n", query(), "a%2Bb%2Fc%3D%3D ~"),
            ("a+b/\nc==\n", key(), "a%2Bb%2F%0Ac%3D%3D%0A"),
            ("sv=1&sig=a%2Bb", Position::Pairs, "sv=1&sig=a%2Bb"),
            ("a#b", Position::Pairs, "! has # or blanks in it, which no query has"),
            ("https://h.org/x/", Position::Whole, "https://h.org/x"),
            (
                "https://h.org/x?a=b",
                Position::Whole,
                "! has a ? or # in it, and more of the URL follows",
            ),
            ("/etc/passwd", Position::Whole, "! is a path of this machine where a URL is needed"),
        ] {
            let around = Around { before: "x/", after: "/y" };
            let told = match encoded(value, &position, around) {
                Ok(found) if found.was_trimmed => format!("{} ~", found.text),
                Ok(found) => found.text,
                Err(why) => format!("! {why}"),
            };
            assert_eq!(told, expected, "{value:?} as {position:?}");
        }
        let around = Around { before: "https://", after: ".example.com/" };
        assert!(encoded("h:80", &Position::Host, around).is_err());
    }
}
