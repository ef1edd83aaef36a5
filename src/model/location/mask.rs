//! URLs as they may be shown: no user info, no values of query keys that look secret.
//!
//! May import: `model::location::{percent, text}`.

use url::Url;

use super::percent::decode;
use super::text::without_user_info;

const SECRET_PARTS: &[&str] = &[
    "token",
    "secret",
    "password",
    "passwd",
    "signature",
    "credential",
    "apikey",
    "api_key",
    "api-key",
    "auth",
    "sshkey",
    "accesskey",
    "access_key",
    "access-key",
    "private_key",
    "privatekey",
    "sas_",
];
const SECRET_KEYS: &[&str] = &["sig", "key", "code", "pass", "pwd", "sas", "jwt", "session"];

/// Whether a query key is one whose value must not be shown.
#[must_use]
pub fn is_secret_key(key: &str) -> bool {
    let key = decode(key).unwrap_or_else(|| key.to_owned()).to_ascii_lowercase();
    SECRET_KEYS.contains(&key.as_str()) || SECRET_PARTS.iter().any(|part| key.contains(part))
}

/// Whether the value of a pair must not be shown: its key says so, or it is a URL with user info.
pub(super) fn is_secret_pair(key: &str, value: &str) -> bool {
    is_secret_key(key) || has_login(value)
}

fn has_login(value: &str) -> bool {
    let value = decode(value).unwrap_or_else(|| value.to_owned());
    let rest = value.split_once("://").map_or("", |(_, rest)| rest);
    // A password may have any character in it, so the path is looked at, too.
    let login = rest.split(['?', '&']).next().and_then(|rest| rest.rsplit_once('@'));
    login.is_some_and(|(login, _)| !login.is_empty())
}

/// A URL for screens, reports and errors: without user info but the user of SSH, secret query values starred.
#[must_use]
pub fn masked(url: &Url) -> String {
    let mut url = url.clone();
    // Setting them fails only for URLs that cannot have user info.
    // The user of SSH is part of the place.
    if url.scheme() != "ssh" {
        let _ = url.set_username("");
    }
    let _ = url.set_password(None);
    if let Some(query) = url.query().map(mask_query) {
        url.set_query(Some(&query));
    }
    url.to_string()
}

/// A text that may be offered instead of another: without user info but the user of SSH. `None` when it
/// would hold a secret even so.
pub(super) fn shareable(text: &str) -> Option<String> {
    let (body, query) = text.split_once('?').unwrap_or((text, ""));
    if !secret_keys(query).is_empty() {
        return None;
    }
    if let Some(at) = body.find("ssh://") {
        let (head, rest) = text.split_at_checked(at + "ssh://".len())?;
        let (login, rest) = rest.split_once('@').unwrap_or(("", rest));
        let user = login.split(':').next().filter(|user| !user.is_empty() && !user.contains('/'));
        let user = user.map(|user| format!("{user}@")).unwrap_or_default();
        return (!rest.contains('@')).then(|| format!("{head}{user}{rest}"));
    }
    // `user@host:path` has no password.
    let scp = text.strip_prefix("git::").unwrap_or(text).split_once('@');
    let is_scp = scp.is_some_and(|(user, rest)| {
        !user.contains([':', '/']) && rest.contains(':') && !rest.contains('@')
    });
    if is_scp {
        return Some(text.to_owned());
    }
    let bare = without_user_info(text);
    let place = bare.split('?').next().unwrap_or_default();
    (!place.contains('@')).then_some(bare)
}

/// A query string with the values of secret keys starred.
#[must_use]
pub fn mask_query(query: &str) -> String {
    let mask = |pair: &str| match pair.split_once('=') {
        Some((key, value))
            if is_secret_pair(key, value) && !value.is_empty() && !is_placeholder(value) =>
        {
            format!("{key}=***")
        }
        _ => pair.to_owned(),
    };
    query.split('&').map(mask).collect::<Vec<_>>().join("&")
}

/// `{key}`: in a URL that is no template it would be encoded.
pub(super) fn is_placeholder(value: &str) -> bool {
    value.starts_with('{') && value.find('}') == Some(value.len() - 1)
}

/// The keys of a query whose values look secret.
#[must_use]
pub fn secret_keys(query: &str) -> Vec<&str> {
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .filter(|(key, value)| !value.is_empty() && is_secret_pair(key, value))
        .map(|(key, _)| key)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_keys_that_look_secret_are_starred() {
        for key in [
            "access_key",
            "Access-Key",
            "AccessKeyId",
            "aws_access_key_secret",
            "sig",
            "X-Amz-Signature",
            "jwt",
            "code",
            "t%6Fken",
        ] {
            assert_eq!(
                mask_query(&format!("a=1&{key}=hunter2")),
                format!("a=1&{key}=***"),
                "{key}"
            );
        }
        for url in ["https://u:hunter2@h/", "https%3A%2F%2Fu%3Ahunter2%40h%2F", "https://hunter2@h"]
        {
            assert_eq!(mask_query(&format!("a=1&url={url}")), "a=1&url=***", "{url}");
        }
        assert_eq!(mask_query("url=https://h/a"), "url=https://h/a");
        for query in ["ref=main&depth=1", "keyword=x", "signed=", "monkey=1"] {
            assert_eq!(mask_query(query), query);
        }
    }
}
