//! What lets us in at a web server, as request headers. Their values are never shown.
//!
//! May import: `source::refusal`, `model`, `error`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};

use super::refusal::Sent;
use crate::error::{Error, ErrorKind};
use crate::model::text::clean;
use crate::model::{Credentials, Fault, Secret};

/// Headers that belong to the connection or to the form of the message: set by hand they would break it.
const OURS: &[&str] = &[
    "accept-encoding",
    "connection",
    "content-length",
    "host",
    "if-modified-since",
    "if-none-match",
    "keep-alive",
    "proxy-authorization",
    "proxy-connection",
    "range",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// What a request with these credentials shows.
pub(super) fn sent(own: &Credentials) -> Sent {
    if !own.token.is_empty() {
        Sent::Token
    } else if has_login(own) || !own.headers.is_empty() {
        Sent::Credentials
    } else {
        Sent::Nothing
    }
}

fn has_login(own: &Credentials) -> bool {
    !own.username.is_empty() || !own.password.is_empty()
}

/// The headers: a token as `Bearer`, else user name and password as `Basic`, and all further ones, which may
/// take the place of the first.
///
/// # Errors
/// When a header has a name or a value that cannot be sent.
pub(super) fn headers(own: &Credentials) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::new();
    if !own.token.is_empty() {
        let text = Secret::from(format!("Bearer {}", own.token.reveal()));
        headers.insert(AUTHORIZATION, value("the token", &text)?);
    } else if has_login(own) {
        let pair = Secret::from(format!("{}:{}", own.username, own.password.reveal()));
        let text = Secret::from(format!("Basic {}", STANDARD.encode(pair.reveal())));
        headers.insert(AUTHORIZATION, value("the password", &text)?);
    }
    for (name, text) in &own.headers {
        headers.insert(header_name(name)?, value(&format!("the header {}", clean(name)), text)?);
    }
    Ok(headers)
}

fn header_name(name: &str) -> Result<HeaderName, Error> {
    let wrong = |why: &str| {
        let message = format!("\"{}\" cannot be a request header: {why}", clean(name));
        Error::new(ErrorKind::Malformed, message)
            .hint(
                "give the name alone, such as X-Api-Key or Private-Token; its value is kept apart",
            )
            .fault(Fault::CredentialShape)
    };
    let parsed = HeaderName::from_bytes(name.as_bytes());
    let parsed = parsed.map_err(|_| wrong("a name has letters, digits and - only"))?;
    if OURS.contains(&parsed.as_str()) {
        return Err(wrong("it belongs to the connection"));
    }
    Ok(parsed)
}

/// A value that is never shown; `what` says what it is.
///
/// # Errors
/// When it holds what no header can.
pub(super) fn value(what: &str, text: &Secret) -> Result<HeaderValue, Error> {
    let parsed = HeaderValue::from_bytes(text.reveal().as_bytes());
    let mut parsed = parsed.map_err(|_| {
        Error::new(
            ErrorKind::Malformed,
            format!("{what} holds a line break or a control character"),
        )
        .hint("it was probably copied with more than itself: give it again, in one line")
        .fault(Fault::CredentialShape)
    })?;
    parsed.set_sensitive(true);
    Ok(parsed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(own: &Credentials, expected: &[(&str, &str)]) {
        let made = headers(own).expect("headers");
        let made: Vec<(&str, &str)> = made
            .iter()
            .map(|(name, value)| (name.as_str(), value.to_str().expect("text")))
            .collect();
        assert_eq!(made, expected);
    }

    #[test]
    fn a_token_goes_before_a_login_and_a_header_before_both() {
        let login = Credentials::login("reader", "hunter2");
        let token = Credentials { token: "abc".into(), ..login.clone() };
        let header = ("Authorization".to_owned(), Secret::from("Token x"));
        let own = Credentials { headers: vec![header], ..token.clone() };
        check(&Credentials::default(), &[]);
        check(&login, &[("authorization", "Basic cmVhZGVyOmh1bnRlcjI=")]);
        check(&token, &[("authorization", "Bearer abc")]);
        check(&own, &[("authorization", "Token x")]);
        let authorities = Credentials { authorities: "pem".to_owned(), ..Credentials::default() };
        check(&authorities, &[]);
    }

    #[test]
    fn headers_that_cannot_be_sent_are_refused_without_their_values() {
        for (name, text) in [
            ("Host", "hunter2"),
            ("a b", "hunter2"),
            ("", "hunter2"),
            ("X-Key", "hunter2\nhunter2"),
        ] {
            let headers = vec![(name.to_owned(), Secret::from(text))];
            let error = super::headers(&Credentials { headers, ..Credentials::default() });
            let error = error.expect_err("it cannot be sent");
            assert!(!format!("{error} {error:?} {}", error.hint).contains("hunter2"), "{error:?}");
        }
        let shown = format!(
            "{:?}",
            headers(&Credentials { token: "hunter2".into(), ..Credentials::default() })
        );
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}
