//! The last look at an error before anyone sees it: nothing of a password is in it, however odd the text was.
//!
//! May import: `model::location::{error, mask, percent}`.

use super::error::LocationError;
use super::mask::is_secret_pair;
use super::percent::decode;

/// The error without what is secret in the text that it is about.
pub(super) fn guarded(text: &str, mut error: LocationError) -> LocationError {
    let secrets = secrets(text);
    let shows = |shown: &str| secrets.iter().any(|secret| shown.contains(secret.as_str()));
    if shows(&error.message) {
        "this is not understood; what is wrong is not shown, as a password is near it"
            .clone_into(&mut error.message);
    }
    error.suggestion = error.suggestion.filter(|suggestion| !shows(suggestion));
    error
}

/// What may be a password or a key: the widest reading counts.
fn secrets(text: &str) -> Vec<String> {
    let body = text.split('?').next().unwrap_or_default();
    let rest = body.split_once(":/").map_or(body, |(_, rest)| rest).trim_start_matches('/');
    let login = rest.rsplit_once('@').and_then(|(login, _)| login.split_once(':'));
    let password = login.map(|(_, password)| password).filter(|password| !is_port(password));
    // Who writes & for the ? means a query, too.
    let values = text
        .split(['?', '&'])
        .skip(1)
        .filter_map(|pair| pair.split_once('='))
        .filter(|(key, value)| is_secret_pair(key, value))
        .map(|(_, value)| value);
    let found =
        values.chain(password).filter(|secret| !secret.is_empty() && !is_placeholder(secret));
    found
        .flat_map(|secret| {
            let first = secret.split(['/', '@']).next().unwrap_or_default();
            [Some(secret.to_owned()), decode(secret), Some(first.to_owned())]
        })
        .flatten()
        // Words as short as that, and the user of every Git host, are in many sentences.
        .filter(|secret| secret.len() > 2 && secret != "git")
        .collect()
}

/// `8080/path`, behind a host.
fn is_port(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    digits > 0 && text.get(digits..).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn is_placeholder(text: &str) -> bool {
    text.starts_with('{') && text.ends_with('}')
}
