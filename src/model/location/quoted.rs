//! URLs of others within texts: messages and lines of files may quote them, but not the secrets in them.
//!
//! May import: `model::location::mask`.

use std::borrow::Cow;
use std::ops::Range;

use super::mask::{is_placeholder, is_secret_pair};

/// A text without user info and secret query values in the URLs that it quotes. Borrows when there are none.
///
/// ```
/// use chartroom::model::location::without_secrets;
/// let text = "fetched from http://me:pw@example.org/x.tgz?token=t&a=1 without encryption";
/// let shown = "fetched from http://***@example.org/x.tgz?token=***&a=1 without encryption";
/// assert_eq!(without_secrets(text), shown);
/// ```
#[must_use]
pub fn without_secrets(text: &str) -> Cow<'_, str> {
    written(text, |_| "***".to_owned())
}

/// The same with a star for each character, so that columns stay.
#[must_use]
pub fn starred(text: &str) -> Cow<'_, str> {
    written(text, |secret| "*".repeat(secret.chars().count()))
}

fn written(text: &str, instead: impl Fn(&str) -> String) -> Cow<'_, str> {
    let secrets = secrets(text);
    if secrets.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut end = 0;
    for secret in secrets {
        // One may be within another: a URL as the value of a key.
        let start = secret.start.max(end);
        if start < secret.end {
            out.push_str(text.get(end..start).unwrap_or_default());
            out.push_str(&instead(text.get(start..secret.end).unwrap_or_default()));
            end = secret.end;
        }
    }
    out.push_str(text.get(end..).unwrap_or_default());
    Cow::Owned(out)
}

/// Where secrets stand in a text, in order.
fn secrets(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if !text.contains("://") && !text.contains(['?', '&']) {
        return found;
    }
    let is_end = |character: char| {
        character.is_whitespace() || matches!(character, '"' | '\'' | '`' | '<' | '>')
    };
    let mut start = 0;
    for word in text.split(is_end) {
        logins(word, start, &mut found);
        values(word, start, &mut found);
        let end = start + word.len();
        start =
            end + text.get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    }
    // Longer ones first, where two begin together.
    found.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    found
}

/// What stands before an `@` behind `://`.
fn logins(word: &str, start: usize, found: &mut Vec<Range<usize>>) {
    let mut parts = word.split("://");
    let mut scheme = parts.next().unwrap_or_default();
    let mut at = start + scheme.len();
    for part in parts {
        at += "://".len();
        if let Some(login) = login(part) {
            let is_ssh = scheme.to_ascii_lowercase().ends_with("ssh");
            let kept = match login.find(':') {
                // The user of SSH is part of the place.
                Some(colon) if is_ssh => colon + 1,
                None if is_ssh => login.len(),
                _ => 0,
            };
            if kept < login.len() {
                found.push(at + kept..at + login.len());
            }
        }
        at += part.len();
        scheme = part.rsplit(['/', '=']).next().unwrap_or_default();
    }
}

/// The user info of what follows `://`, if it is a secret.
fn login(rest: &str) -> Option<&str> {
    let (authority, after) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    // A password may hold what ends an authority: then no number follows the colon.
    let port = authority.rsplit_once(':').map(|(_, port)| port);
    let is_port = |port: &str| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    let is_cut = !authority.ends_with(']') && port.is_some_and(|port| !is_port(port));
    let end = match authority.rfind('@') {
        Some(end) => Some(end),
        None if is_cut => after.rfind('@').map(|at| authority.len() + at),
        None => None,
    };
    let login = rest.get(..end?).filter(|login| !login.is_empty())?;
    let is_harmless = |part: &str| is_placeholder(part) || part.bytes().all(|byte| byte == b'*');
    let (user, password) = login.split_once(':').unwrap_or(("", login));
    let is_told = !is_harmless(password) || (password.is_empty() && !is_harmless(user));
    is_told.then_some(login)
}

/// The values of secret keys in queries and fragments.
fn values(word: &str, start: usize, found: &mut Vec<Range<usize>>) {
    let mut parts = word.split(['?', '&', '#', ';']);
    let mut at = start + parts.next().map_or(0, str::len);
    for part in parts {
        at += 1;
        if let Some((key, value)) = part.split_once('=') {
            // What closes a quotation is no part of it.
            let value = if is_placeholder(value) { "" } else { value };
            let value = value.trim_end_matches([')', ',', ']', '}']);
            if !value.is_empty() && is_secret_pair(key, value) {
                let from = at + key.len() + 1;
                found.push(from..from + value.len());
            }
        }
        at += part.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_lose_the_secrets_of_their_urls_and_nothing_else() {
        for (text, expected) in [
            ("http://user:sekret@h/x.tgz", "http://***@h/x.tgz"),
            ("it is \"https://sekret@h/\" now", "it is \"https://***@h/\" now"),
            ("- https://u:se/kret@h/a", "- https://***@h/a"),
            ("https://u:p@sekret@h/a", "https://***@h/a"),
            ("x.tgz?a=1&token=sekret&b=2", "x.tgz?a=1&token=***&b=2"),
            (
                "[http://h/x?sig=sekret, http://h/y?sig=sekret]",
                "[http://h/x?sig=***, http://h/y?sig=***]",
            ),
            ("https://h/a#token=sekret", "https://h/a#token=***"),
            ("https://h/a?url=https://u:sekret@h", "https://h/a?url=***"),
            ("git::ssh://git:sekret@h/r", "git::ssh://git:***@h/r"),
            ("größer: http://ü:sekret@h/漢", "größer: http://***@h/漢"),
            ("ssh://git@h/r", "ssh://git@h/r"),
            ("https://h:8080/@scope/a@1", "https://h:8080/@scope/a@1"),
            ("oci://[::1]/a@sha256:0", "oci://[::1]/a@sha256:0"),
            ("https://h/?token={token}&x=1", "https://h/?token={token}&x=1"),
            ("https://{user}:{password}@h/", "https://{user}:{password}@h/"),
            ("why? token=1 me@example.org a && b", "why? token=1 me@example.org a && b"),
        ] {
            assert_eq!(without_secrets(text), expected);
            let stars = starred(text);
            assert_eq!(stars.chars().count(), text.chars().count(), "{text}");
            assert!(!stars.contains("sekret"), "{stars}");
            assert_eq!(stars == text, expected == text, "{stars}");
        }
    }

    #[test]
    fn what_was_masked_stays_as_it_is() {
        for text in ["http://***@h/x?token=***", "https://me:**@h/"] {
            assert_eq!(without_secrets(text), text);
        }
    }

    #[test]
    fn hostile_texts_cost_no_more_than_their_length() {
        let start = std::time::Instant::now();
        for part in ["://", "://a:b@", "?token=", "&url=://u@", "://u:"] {
            let _ = without_secrets(&part.repeat(200_000)).len();
        }
        assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    }
}
